"""Pages for others: present words only, none of the user's chores, nothing from before a thing moved to them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core import verbs
from followq.model.core.change import Entry
from followq.model.core.followup import FollowUp
from followq.model.core.history import select_standing
from followq.model.core.stays import find_stays, select_log_for_them
from followq.model.people.message_kinds import (
    KINDS,
    SAID,
    TELLING,
    THANKING,
    WITH_TOSS,
    choose_likeliest,
    collect_facts,
    is_chore,
)
from followq.model.people.relationship import make_dealings
from followq.model.people.shared_view import limit_to_their_view, make_book
from followq.model.people.status_report import make_report, shorten_report
from followq.model.stats.log_fold import Ledger, make_events
from followq.model.stats.stats_figures import Figures, choose_usual_since, make_figures, make_periods
from followq.render import jsondoc, plain
from followq.render.pages.report import ReportPage
from followq.render.pages.shared_view import AsThemPage, BookPage
from followq.render.report_html import make_html_page
from followq.render.report_markdown import make_markdown
from tests.conftest import Call
from tests.factories import MORE, calendar, person
from tests.model.test_reporting import Life

NOW = calendar()
ANA, TOM = person(), person(id=2, name="Tom Baker")
MARK = "LEAK"
INTRO, SENDER, WHY = "A good week for us all.", "Kim Novak, kim@kraut.example", "The audit begins on Monday"
"""What the user says on purpose, for this page."""
STEPS = (
    *("reword", "told", "update", "nudge", "named by", "heard", "heard by", "said", "said why", "note", "toss"),
    *("toss again", "snooze", "promise", "reopened", "told late", "project", "effort", "blocked"),
)


def pages(*lives: Life, since: str = "2026-11-01", is_since_noted: bool = False) -> list[str]:
    """Everything that Ana, or anybody with the project, may be sent, in every format."""
    things = [life.now for life in lives if life.now.person_id == 1]
    logs = {life.now.id: life.log for life in lives}
    log = sorted((entry for one in things for entry in logs[one.id]), key=lambda entry: entry.at)
    out = _reports(things, logs, since, is_since_noted=is_since_noted)
    book = make_book(ANA, things, NOW, log)
    known = [entry for one in things for entry in select_log_for_them(logs[one.id], NOW)]
    for view in (BookPage(book, False), BookPage(book, True), AsThemPage(book, make_dealings(known, NOW).mine)):
        out += [plain.text(view.layout(NOW)), jsondoc.text(view, NOW.instant)]
    return out


def _reports(things: list[FollowUp], logs: dict[int, list[Entry]], since: str, *, is_since_noted: bool) -> list[str]:
    """The reports to Ana and on the project, whole and brief, in every format."""
    out = []
    for name, with_reasons in (("Ana Lopez", False), (None, False), (None, True)):
        whole = make_report(
            things,
            logs,
            {1: ANA.name, 2: TOM.name},
            NOW,
            since,
            name,
            "spring",
            with_reasons=with_reasons,
            is_since_noted=is_since_noted,
            held_up=frozenset(logs),
        )
        for shown, is_brief in ((whole, False), (shorten_report(whole), True)):
            page = ReportPage(shown, _figures(things, logs, name), whole, is_brief, intro=INTRO, sender=SENDER)
            formats = [plain.text(page.layout(NOW)), make_markdown(page, NOW), make_html_page(page, NOW)]
            formats.append(jsondoc.text(page, NOW.instant))
            for text in formats:
                assert INTRO in text
                assert SENDER in text
            out += formats
    return out


def _figures(things: list[FollowUp], logs: dict[int, list[Entry]], name: str | None) -> Figures:
    period, before = make_periods(choose_usual_since(NOW.today), NOW.today)
    ledger = Ledger(NOW, (period, before))
    lives: list[Iterable[Entry]] = []
    for one in things:
        if not is_chore(one):
            own = [stay.entries for stay in find_stays(logs[one.id], NOW) if stay.person_id == 1]
            lives += own if name else [select_standing(logs[one.id])]
    ledger.feed(*make_events(lives))
    ledger.finish()
    return make_figures(period)


def message_facts(life: Life) -> dict[str, Any]:
    """All that a message to Ana about it may name."""
    return collect_facts(
        limit_to_their_view(life.now, select_log_for_them(life.log, NOW)), ANA, NOW, ask_by="2026-11-27", why=WHY
    )


def happen(life: Life, step: str, day: int, words: str) -> None:  # noqa: C901 - a line or two for each step
    """One thing that happened on a day of November, with a mark in every word that others must not see."""
    at = f"2026-11-{day:02}T09:00:00Z"
    then, now = calendar(at), life.now
    if step == "reword":
        life.step("edit", at, now._replace(text=f"{MARK} idiot"))
    elif step in ("told", "update") and now.is_open:
        life.step("told", at, verbs.tell(now, then, f"2027-07-{day:02}" if step == "told" else None), words)
    elif step == "nudge" and now.is_waiting:
        life.step("nudge", at, verbs.nudge(now, then), MARK)
    elif step == "named by" and now.is_waiting:
        life.step("nudge", at, verbs.nudge(now, then, f"2027-07-{day:02}"), MARK)
    elif step.startswith("heard") and now.is_waiting:
        life.step("heard", at, verbs.hear(now, then, f"2027-08-{day:02}" if step == "heard by" else None), MARK)
    elif step.startswith("said") and now.is_open:
        life.step("say", at, now._replace(told_at=at), f"{SAID}late: {MARK}" if step == "said why" else f"{SAID}{MARK}")
    elif step == "told late" and now.is_owed:
        life.step("told", at, verbs.tell(now, calendar(f"2026-11-{day:02}T07:00:00Z"), f"2027-07-{day:02}"), words)
    elif step == "project":
        life.step("edit", at, now._replace(project=MARK))
    elif step == "effort":
        life.step("edit", at, now._replace(effort_minutes=123454321, tags=(MARK,), every="week"), MARK)
    elif step == "blocked":
        life.step("edit", at, now._replace(blocked_by=(777777,)), MARK)
    elif step == "note":
        life.step("note", at, verbs.add_note(now, MARK), MARK)
    elif step.startswith("toss"):
        life.step("toss", at, verbs.toss(now, then, f"{MARK} words" if step == "toss again" else ""), MARK)
    elif step == "snooze":
        life.step("snooze", at, now._replace(snoozes=now.snoozes + 1), MARK)
    elif step == "promise":
        life.step("edit", at, verbs.promise(now, f"2027-08-{day:02}", then), MARK)
    elif step == "reopened":
        life.step("done", at, verbs.close(now, then), MARK)
        life.step("reopen", at, verbs.reopen(life.now), MARK)


def marked_life(number: int, who: int, steps: list[str], ball: str) -> Life:
    fields: dict[str, Any] = {"tags": (MARK,), "source": MARK, "uid": MARK, "note": MARK}
    first = {"since": "2026-11-02", "created_at": "2026-11-02T09:00:00Z", "project": "spring"}
    life = Life(id=number, person_id=who, text=f"{MARK} first", ball=ball, **first, **fields)
    for day, step in enumerate(steps, 3):
        happen(life, step, day, MARK if who == 2 else "Legal looks at it")
    return life


SINCE = st.sampled_from(("2026-11-01", "2026-11-17", "2026-11-18T12:00:00Z", "2026-11-19"))
"""Since when the news is: before all of it, and around the day on which it moved."""


@MORE
@given(
    st.lists(st.sampled_from(STEPS), max_size=7),
    st.sampled_from(("mine", "theirs")),
    st.sampled_from(("", "before", "after")),
    SINCE,
    st.booleans(),
)
def test_no_former_word_and_nothing_told_to_another_gets_into_any_page(
    steps: list[str], ball: str, closed: str, since: str, is_since_noted: bool
) -> None:
    life = marked_life(1, 2, steps, ball)
    if closed == "before":
        life.step("done", "2026-11-17T09:00:00Z", verbs.close(life.now, calendar("2026-11-17")), MARK)
    to_ana: dict[str, Any] = {"person_id": 1, "text": "Quote", "promised": None, "project": "spring"}
    life.step("edit", "2026-11-18T09:00:00Z", life.now._replace(**to_ana))
    if life.now.is_owed:
        life.step("told", "2026-11-19T09:00:00Z", verbs.tell(life.now, calendar("2026-11-19")), "")
    kept = marked_life(2, 1, steps, ball)
    kept.step("edit", "2026-11-18T09:00:00Z", kept.now._replace(text="Draft", project="spring"))
    chores = [
        Life(id=number, text=f"{words}{MARK}", project="spring", since="2026-11-18", promised="2026-12-01")
        for number, words in enumerate((TELLING, THANKING), 3)
    ]
    if closed == "after":
        for one in (life, kept, chores[0]):
            one.step("done", "2026-11-20T09:00:00Z", verbs.close(one.now, calendar("2026-11-20")), MARK)
    for text in (
        *pages(life, kept, *chores, since=since, is_since_noted=is_since_noted),
        repr(message_facts(life)),
        repr(message_facts(kept)),
    ):
        for hidden in (MARK.lower(), "123454321", "777777"):
            assert hidden not in text.lower()


@MORE
@given(st.lists(st.sampled_from(STEPS), max_size=7), st.sampled_from(("mine", "theirs")), SINCE)
def test_what_moved_begins_on_the_day_on_which_it_moved(steps: list[str], ball: str, since: str) -> None:
    life = marked_life(1, 2, steps, ball)
    life.step("edit", "2026-11-18T09:00:00Z", life.now._replace(person_id=1, text="Quote", promised=None))
    seen = limit_to_their_view(life.now, select_log_for_them(life.log, NOW))
    assert (seen.since, seen.told_at, seen.slips, seen.nudges) == ("2026-11-18T09:00:00Z", None, 0, 0)
    for text in pages(life, since=since):
        assert "New since" not in text or "Quote" in text
        for former in ("2027", "Jul", "Aug", "Mon 2 Nov", "2026-11-02T", "asked again", "put off", " kept"):
            assert former not in text, former
    said = message_facts(life)
    assert (said["nudges"], said["slips"], said["waited_days"], said["since"].day) == (0, 0, 3, 18)
    assert "2027" not in repr(said)
    assert choose_likeliest(seen, NOW)[0] == ("ask" if seen.ball == "theirs" else "ack")


@given(st.lists(st.sampled_from(STEPS), max_size=7), st.sampled_from(("mine", "theirs")), SINCE)
@MORE
def test_what_was_closed_when_it_moved_is_nothing_of_theirs(steps: list[str], ball: str, since: str) -> None:
    life = marked_life(1, 2, steps, ball)
    life.step("edit", "2026-11-16T09:00:00Z", verbs.promise(life.now, "2026-11-30", calendar("2026-11-16")))
    life.step("done", "2026-11-17T09:00:00Z", verbs.close(life.now, calendar("2026-11-17")))
    life.step("edit", "2026-11-18T09:00:00Z", life.now._replace(person_id=1, text="Quote"))
    for text in pages(life, since=since):
        assert "Quote" not in text
        assert "promise kept" not in text


def moved(command: str = "edit") -> Life:
    life = marked_life(1, 2, ["told", "update", "promise"], "mine")
    return life.step(command, "2026-11-16T09:00:00Z", life.now._replace(person_id=1, text="Quote"))


def test_only_what_came_after_the_move_is_counted() -> None:
    life = moved()
    life.step("edit", "2026-11-17T09:00:00Z", verbs.promise(life.now, "2027-09-01", calendar("2026-11-17")))
    seen = limit_to_their_view(life.now, select_log_for_them(life.log, NOW))
    assert (life.now.slips, seen.slips, seen.first_promised) == (2, 1, "2027-08-05")


def test_two_people_who_are_one_share_their_past() -> None:
    life = moved("person merge")
    assert limit_to_their_view(life.now, select_log_for_them(life.log, NOW)) == life.now


def test_a_move_that_was_undone_never_happened() -> None:
    life = marked_life(1, 1, ["told"], "mine")
    before: FollowUp = life.now
    life.step("edit", "2026-11-16T09:00:00Z", before._replace(person_id=2)).undo(before)
    assert limit_to_their_view(before, select_log_for_them(life.log, NOW)) == before


LIVED = (
    ("told", "{}", MARK), ("told", "{}", MARK, "--by", "+9d"), ("heard", "{}", MARK), ("toss", "{}", f"{MARK} toss"),
    ("heard", "{}", MARK, "--by", "+12d"), ("nudge", "{}", MARK), ("nudge", "{}", MARK, "--by", "+9d"),
    ("snooze", "{}", "+2d"), ("note", "{}", MARK), ("edit", "{}", "--text", f"{MARK} idiot"),
    ("told", "{}", MARK, "--on", "today"),
    ("say", "{}", "update", "--log"), ("say", "{}", "ask", "--why", MARK, "--log"), ("done", "{}"), ("reopen", "{}"),
    ("say", "{}", "update", "--toss", f"{MARK} sign", "--why", MARK, "--log"), ("edit", "{}", "--by", "+3d"),
    ("edit", "{}", "--tag", MARK, "--effort", "17m"), ("drop", "{}", MARK), ("undo",), ("redo",),
)  # fmt: skip
"""What happens between the user and Tom; what can't be is refused."""
REPORTS = (("Ana",), ("--project", "spring"), ("--project", "spring", "--reasons"), ("Ana", "--since", "2026-11-18"))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("moves", [("edit",), ("person",)], ids=["edit", "leaves"])
def test_every_command_that_writes_for_others_keeps_it_back(fq: Call, seed: int, moves: tuple[str, ...]) -> None:
    chance = random.Random(seed)
    add = ("add", "Tom Baker", f"{MARK} first", "--project", "spring", "--note", MARK, "--told")
    fq(*add, now="2026-11-02T09:00:00Z")
    fq(*add, "-w", "--by", "+2d")
    fq("person", "edit", "Tom", "--note", MARK)
    for number in range(24):
        words = chance.choice(LIVED)
        fq(
            *(word.format(chance.randint(1, 2)) for word in words),
            now=f"2026-11-{3 + number // 2:02}T{9 + number % 2}:00:00Z",
        )
    number = fq("list", "--status", "all", "--json", now="2026-11-16T09:00:00Z").document["followups"][-1]["id"] + 1
    fq("add", "Ana Lopez", "Invoice", "--project", "spring", "--note", MARK)
    fq("person", "edit", "Ana", "--note", MARK)
    if moves == ("edit",):
        for one in ("1", "2"):
            assert fq("edit", one, "--person", "Ana Lopez").code == 0
    else:
        assert fq("person", "edit", "Tom", "--left", "--to", "Ana Lopez").code == 0
    for one in ("1", "2"):
        fq("edit", one, "--text", f"Quote {one}", now="2026-11-17T09:00:00Z")
    assert fq("done", str(number), "--untold", now="2026-11-18T09:00:00Z").code == 0
    fq("add", "-w", "Ana Lopez", "Figures", "--project", "spring")
    fq("done", str(number + 2), "--thank")
    fq("config", "report.sender", SENDER)
    for text in _written_for_others(fq):
        for hidden in (MARK.lower(), TELLING.lower(), THANKING.lower()):
            assert hidden not in text.lower()


def _written_for_others(fq: Call) -> list[str]:
    out = []
    for words in REPORTS:
        for form in (("--format", "text"), ("--format", "md"), ("--format", "html"), ("--json",), ("--brief",)):
            made = fq("report", *words, "--intro", INTRO, *form, now="2026-11-23T09:00:00Z")
            assert made.code == 0, made.err
            assert INTRO in made.out
            assert SENDER in made.out
            out.append(made.out)
    for words in (
        ("--share",),
        ("--share", "--format", "md"),
        ("--share", "--json"),
        ("--as-them",),
        ("--as-them", "--json"),
    ):
        out.append(fq("with", "Ana", *words).out)
    for one in ("1", "2"):
        out.append(fq("say", one).out)
        for kind in KINDS:
            asking = ("--toss", "Sign it") if kind in WITH_TOSS else ()
            for words in ((), ("--why", WHY), (*asking, "--why", WHY)):
                message = fq("say", one, kind, *words, "--json")
                if message.code == 0:
                    out += [message.document["message"]["subject"], message.document["message"]["text"]]
    assert any(WHY in text for text in out)
    return out
