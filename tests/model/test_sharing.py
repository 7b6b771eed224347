"""The open book: what may be seen is in it, and nothing else can get there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.people.shared_view import SHARED_OF_FOLLOWUP, SHARED_OF_PERSON, make_book
from followq.render import jsondoc, plain
from followq.render.pages.shared_view import BookPage
from tests.factories import MORE, calendar, followup, person

MONDAY = calendar()
PRIVATE_OF_PERSON = {
    "id", "uid", "aliases", "emails", "phones", "organisation", "channel", "weight", "reply_target_days",
    "keep_informed_days", "note", "away_until", "left_on", "created_at",
}  # fmt: skip
PRIVATE_OF_FOLLOWUP = {
    "uid", "person_id", "first_promised", "agreed", "nudged_at", "heard_at", "snoozed_until", "snoozes",
    "effort_minutes", "spent_minutes", "channel", "project", "tags", "note", "every", "anchor", "blocked_by",
    "source", "link", "created_at",
}  # fmt: skip
MARK = "Leak"


def outputs(who: Person, items: list[FollowUp]) -> list[str]:
    """Everything that a share can look like."""
    pages = [BookPage(make_book(who, items, MONDAY), is_markdown=is_markdown) for is_markdown in (False, True)]
    texts = [plain.text(page.layout(MONDAY)) for page in pages]
    return [*texts, jsondoc.text(pages[0], MONDAY.instant)]


def test_every_field_is_either_shared_or_private() -> None:
    """A new field has to be decided on before it can be shared."""
    assert set(Person._fields) == SHARED_OF_PERSON | PRIVATE_OF_PERSON
    assert set(FollowUp._fields) == SHARED_OF_FOLLOWUP | PRIVATE_OF_FOLLOWUP
    assert not SHARED_OF_PERSON & PRIVATE_OF_PERSON
    assert not SHARED_OF_FOLLOWUP & PRIVATE_OF_FOLLOWUP


marks = st.integers(0, 999).map(lambda number: f"{MARK}{number}")
some_marks = st.lists(marks, max_size=3).map(tuple)
moments = st.sampled_from(("2026-10-05", "2026-11-20T09:00:00Z", "2026-11-23", "2026-12-04", "2027-01-01T12:00:00Z"))
people = st.builds(
    person,
    name=st.just("Ana Lopez"),
    aliases=some_marks,
    emails=some_marks,
    phones=some_marks,
    organisation=marks,
    note=marks,
    uid=marks,
    weight=st.sampled_from(("normal", "key", "vip")),
    channel=st.sampled_from(("call", "letter", None)),
    reply_target_days=st.just(31),
    keep_informed_days=st.just(47),
)


@st.composite
def items(draw: st.DrawFn) -> FollowUp:
    """A follow-up in any state, with a mark in every private text and odd numbers in every private number."""
    status = draw(st.sampled_from(("open", "open", "done", "dropped")))
    return followup(
        id=draw(st.integers(1, 9)),
        text=f"{MARK}dropped" if status == "dropped" else draw(st.sampled_from(("Quote", "*Draft* <b>", "Sign | it"))),
        ball=draw(st.sampled_from(("mine", "theirs"))),
        status=status,
        since=draw(moments),
        promised=draw(st.none() | moments),
        slips=draw(st.integers(0, 3)),
        nudges=draw(st.integers(0, 3)),
        told_at=draw(st.sampled_from((None, "2026-11-20T09:00:00Z"))),
        closed_at=None if status == "open" else "2026-11-20T09:00:00Z",
        uid=draw(marks),
        note=draw(marks),
        project=draw(marks),
        tags=draw(some_marks),
        source=draw(marks),
        every=draw(marks),
        blocked_by=(8881, 8882),
        snoozes=777,
        snoozed_until="2027-07-07",
        effort_minutes=7171,
        spent_minutes=7272,
        first_promised="2027-07-09",
        nudged_at="2027-07-10T07:07:07Z",
        created_at="2027-07-11T07:07:07Z",
    )


@MORE
@given(people, st.lists(items(), max_size=6))
def test_nothing_private_gets_into_any_form_of_it(who: Person, things: list[FollowUp]) -> None:
    for text in outputs(who, things):
        assert MARK.lower() not in text.lower()
        for number in ("888", "777", "7171", "7272", "2027-07", "Jul", "07:07", "31", "47", "VIP", "letter"):
            assert number not in text, number


@MORE
@given(people, st.lists(items(), max_size=6))
def test_what_is_open_or_was_done_lately_is_in_it(who: Person, things: list[FollowUp]) -> None:
    book = make_book(who, things, MONDAY)
    assert sorted(item.id for item in book.owed) == sorted(f.id for f in things if f.is_owed)
    assert sorted(item.id for item in book.needed) == sorted(f.id for f in things if f.is_waiting)
    assert sorted(item.id for item in book.done) == sorted(f.id for f in things if f.status == "done")


def text(*things: FollowUp, is_markdown: bool = False) -> str:
    return plain.text(BookPage(make_book(person(), things, MONDAY), is_markdown).layout(MONDAY))


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"since": "2026-11-20"}, "- Send the quote: open since Fri 20 Nov"),
        (
            {"since": "2026-11-02", "promised": "2026-11-19", "slips": 2},
            "- Send the quote: promised for Thu 19 Nov, 2 working days late; moved twice; open since Mon 2 Nov",
        ),
        (
            {"since": "2026-11-02", "promised": "2026-11-23T08:00:00Z"},
            "- Send the quote: promised for Mon 23 Nov 08:00, late; open since Mon 2 Nov",
        ),
        (
            {"since": "2026-11-02", "slips": 1},
            "- Send the quote: the day promised was taken back; open since Mon 2 Nov",
        ),
        ({"since": "2026-12-01"}, "- Send the quote: coming up"),
        (
            {"since": "2026-11-02", "ball": "theirs", "nudges": 1, "promised": "2026-11-27"},
            "- Send the quote: expected Fri 27 Nov; open since Mon 2 Nov; I asked again once",
        ),
        (
            {"status": "done", "closed_at": "2026-11-20T09:00:00Z"},
            "- Send the quote: done, Fri 20 Nov",
        ),
        (
            {"status": "done", "ball": "theirs", "closed_at": "2026-11-20T09:00:00Z"},
            "- Send the quote: came from you, thank you, Fri 20 Nov",
        ),
    ],
)
def test_a_line_says_how_it_stands(fields: dict[str, Any], line: str) -> None:
    assert line in text(followup(**fields)).splitlines()


def test_what_was_done_long_ago_or_dropped_is_left_out() -> None:
    old = followup(text="Old", status="done", closed_at="2026-10-20T09:00:00Z")
    dropped = followup(id=2, text="Never", status="dropped", closed_at="2026-11-20T09:00:00Z")
    assert "Old" not in text(old, dropped)
    assert "Never" not in text(old, dropped)
    assert text().count("Nothing at the moment.") == 2


def test_late_comes_first_then_the_longest_waiting() -> None:
    book = make_book(
        person(),
        [
            followup(id=1, since="2026-11-02"),
            followup(id=2, since="2026-10-05"),
            followup(id=3, since="2026-11-09", promised="2026-11-19"),
            followup(id=4, since="2026-11-09", promised="2026-11-10"),
            followup(id=5, since="2026-12-24"),
        ],
        MONDAY,
    )
    assert [item.id for item in book.owed] == [4, 3, 2, 1, 5]


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("**bold** _it_", r"\*\*bold\*\* \_it\_"),
        ("![x](http://evil)", r"\!\[x\](http://evil)"),
        ("<script>a&b</script>", r"\<script\>a\&b\</script\>"),
        ("a | b `c` ~d~ $e$", r"a \| b \`c\` \~d\~ \$e\$"),
        ("two\n\n# lines", r"two \# lines"),
        ("\\", "\\\\"),
        ("\x1b[31mred", r"^\[\[31mred"),
    ],
)
def test_what_somebody_wrote_stays_text_in_markdown(hostile: str, shown: str) -> None:
    assert f"- **{shown}**: open since" in text(followup(text=hostile), is_markdown=True)


def test_each_fact_of_an_open_thing_is_told_as_it_is() -> None:
    thing = followup(
        since="2026-11-16", promised="2026-11-19", slips=2, nudges=3, told_at="2026-11-18T09:00:00Z", ball="theirs"
    )
    (item,) = make_book(person(), [thing], MONDAY).needed
    assert item._asdict() == {
        "id": 1,
        "text": "Send the quote",
        "since": "2026-11-16",
        "waited_days": 5,
        "promised": "2026-11-19",
        "is_late": True,
        "late_days": 2,
        "moved": 2,
        "asked_again": 3,
        "told_at": "2026-11-18T09:00:00Z",
    }


@pytest.mark.parametrize(
    ("promised", "is_late", "late_days"),
    [
        (None, False, 0),
        ("2026-11-23", False, 0),
        ("2026-11-27", False, 0),
        ("2026-11-23T08:00:00Z", True, 0),
        ("2026-11-20", True, 1),
    ],
)
def test_only_a_promise_that_has_passed_is_late(promised: str | None, is_late: bool, late_days: int) -> None:
    (item,) = make_book(person(), [followup(promised=promised)], MONDAY).owed
    assert (item.is_late, item.late_days) == (is_late, late_days)


@pytest.mark.parametrize(("closed_on", "is_told"), [("2026-10-26", True), ("2026-10-23", False)])
def test_what_was_done_is_told_for_twenty_working_days(closed_on: str, is_told: bool) -> None:
    thing = followup(status="done", closed_at=f"{closed_on}T09:00:00Z")
    assert bool(make_book(person(), [thing], MONDAY).done) is is_told


def test_the_latest_done_comes_first_and_says_when_and_by_whom() -> None:
    things = [
        followup(id=1, status="done", closed_at="2026-11-18T09:00:00Z"),
        followup(id=2, status="done", closed_at="2026-11-20T09:00:00Z", ball="theirs"),
        followup(id=3, status="done", closed_at="2026-11-18T09:00:00Z"),
    ]
    done = make_book(person(), things, MONDAY).done
    assert [(item.id, item.side, item.done_at) for item in done] == [
        (2, "theirs", "2026-11-20T09:00:00Z"),
        (3, "mine", "2026-11-18T09:00:00Z"),
        (1, "mine", "2026-11-18T09:00:00Z"),
    ]


def test_json_holds_the_same() -> None:
    who, thing = person(note=MARK), followup(note=MARK, tags=(MARK,))
    document = json.loads(outputs(who, [thing])[2])
    assert document["kind"] == "share"
    assert set(document["book"]["owed"][0]) == {
        "id", "text", "since", "waited_days", "promised", "is_late", "late_days", "moved", "asked_again", "told_at",
    }  # fmt: skip
