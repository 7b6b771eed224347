"""Pages for others: present words only, none of the user's chores, nothing from before a thing moved to them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from followq.model.core import verbs
from followq.model.core.followup import FollowUp
from followq.model.core.stays import log_for_them
from followq.model.people.message_kinds import TELLING, THANKING
from followq.model.people.relationship import dealings
from followq.model.people.shared_view import as_they_know_it, open_book
from followq.model.people.status_report import brief, make_report
from followq.model.stats.stats_figures import figures, periods, usual_since
from followq.render import jsondoc, plain
from followq.render.pages.book import AsThemPage, BookPage
from followq.render.pages.report import ReportPage
from followq.render.report_html import html_page
from followq.render.report_markdown import markdown
from tests.factories import MORE, calendar, person
from tests.model.test_reporting import Life

NOW = calendar()
ANA, TOM = person(), person(id=2, name="Tom Baker")
MARK = "LEAK"
STEPS = ("reword", "told", "update", "nudge", "note", "toss", "toss again", "snooze", "promise", "reopened")


def pages(*lives: Life) -> list[str]:
    """Everything that Ana, or anybody with the project, may be sent."""
    things = [life.now for life in lives if life.now.person_id == 1]
    logs = {life.now.id: life.log for life in lives}
    log = sorted((entry for one in things for entry in logs[one.id]), key=lambda entry: entry.at)
    period, _ = periods(usual_since(NOW.today), NOW.today)
    out = []
    for name, with_reasons in (("Ana Lopez", False), (None, False)):
        whole = make_report(
            things, logs, {1: ANA.name, 2: TOM.name}, NOW, "2026-11-01", name, "spring", with_reasons=with_reasons
        )
        for shown, is_brief in ((whole, False), (brief(whole), True)):
            page = ReportPage(shown, figures(period), whole, is_brief)
            out += [plain.text(page.layout(NOW)), markdown(page, NOW), html_page(page, NOW)]
            out.append(jsondoc.text(page, NOW.instant))
    book = open_book(ANA, things, NOW, log)
    known = [entry for one in things for entry in log_for_them(logs[one.id], NOW)]
    for view in (BookPage(book, False), BookPage(book, True), AsThemPage(book, dealings(known, NOW).mine)):
        out += [plain.text(view.layout(NOW)), jsondoc.text(view, NOW.instant)]
    return out


def happen(life: Life, step: str, day: int, words: str) -> None:
    """One thing that happened on a day of November, with a mark in every word that others must not see."""
    at = f"2026-11-{day:02}T09:00:00Z"
    then, now = calendar(at), life.now
    if step == "reword":
        life.step("edit", at, now._replace(text=f"{MARK} idiot"))
    elif step in ("told", "update") and now.is_open:
        life.step("told", at, verbs.told(now, then, f"2027-07-{day:02}" if step == "told" else None), words)
    elif step == "nudge" and now.is_waiting:
        life.step("nudge", at, verbs.nudge(now, then), MARK)
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


@MORE
@given(st.lists(st.sampled_from(STEPS), max_size=6), st.sampled_from(("mine", "theirs")), st.booleans())
def test_no_former_word_and_nothing_told_to_another_gets_into_any_page(
    steps: list[str], ball: str, is_done: bool
) -> None:
    life = marked_life(1, 2, steps, ball)
    life.step("edit", "2026-11-18T09:00:00Z", life.now._replace(person_id=1, text="Quote", promised=None))
    life.step("told", "2026-11-19T09:00:00Z", verbs.told(life.now, calendar("2026-11-19")), "")
    kept = marked_life(2, 1, steps, ball)
    kept.step("edit", "2026-11-18T09:00:00Z", kept.now._replace(text="Draft"))
    chores = [
        Life(id=number, text=f"{words}{MARK}", project="spring", since="2026-11-18", promised="2026-12-01")
        for number, words in enumerate((TELLING, THANKING), 3)
    ]
    if is_done:
        for one in (life, kept, chores[0]):
            one.step("done", "2026-11-20T09:00:00Z", verbs.close(one.now, calendar("2026-11-20")), MARK)
    for text in pages(life, kept, *chores):
        assert MARK.lower() not in text.lower()


@MORE
@given(st.lists(st.sampled_from(STEPS), max_size=6), st.sampled_from(("mine", "theirs")))
def test_what_moved_begins_on_the_day_on_which_it_moved(steps: list[str], ball: str) -> None:
    life = marked_life(1, 2, steps, ball)
    life.step("edit", "2026-11-18T09:00:00Z", life.now._replace(person_id=1, text="Quote", promised=None))
    seen = as_they_know_it(life.now, log_for_them(life.log, NOW))
    assert (seen.since, seen.told_at, seen.slips, seen.nudges) == ("2026-11-18T09:00:00Z", None, 0, 0)
    for text in pages(life):
        for former in ("2027", "Jul", "Aug", "Mon 2 Nov", "2026-11-02T", "asked again", "put off"):
            assert former not in text, former


def moved(command: str = "edit") -> Life:
    life = marked_life(1, 2, ["told", "update", "promise"], "mine")
    return life.step(command, "2026-11-16T09:00:00Z", life.now._replace(person_id=1, text="Quote"))


def test_only_what_came_after_the_move_is_counted() -> None:
    life = moved()
    life.step("edit", "2026-11-17T09:00:00Z", verbs.promise(life.now, "2027-09-01", calendar("2026-11-17")))
    seen = as_they_know_it(life.now, log_for_them(life.log, NOW))
    assert (life.now.slips, seen.slips, seen.first_promised) == (2, 1, "2027-08-05")


def test_two_people_who_are_one_share_their_past() -> None:
    life = moved("person merge")
    assert as_they_know_it(life.now, log_for_them(life.log, NOW)) == life.now


def test_a_move_that_was_undone_never_happened() -> None:
    life = marked_life(1, 1, ["told"], "mine")
    before: FollowUp = life.now
    life.step("edit", "2026-11-16T09:00:00Z", before._replace(person_id=2)).undo(before)
    assert as_they_know_it(before, log_for_them(life.log, NOW)) == before
