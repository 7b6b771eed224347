"""Export then import gives the same queue, as far as the format can carry it; into the same queue it changes nothing.

docs/formats.md says what each format loses: everything else is in `CARRIED`.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followq.model.core.followup import FollowUp
from tests.exchange.formats.lists import exported, imported, planned
from tests.factories import QUICK, calendar, followup, person
from tests.store.builders import ALL, Desk

MOST = {"text", "ball", "status", "project", "tags", "effort_minutes", "blocked_by"}
CARRIED = {
    "todotxt": MOST | {"every", "snoozed_until", "since_day", "promised_day"},
    "csv": MOST | {"note", "snoozed_until", "every", "since", "promised", "closed_at"},
    "vtodo": MOST | {"note", "every", "since", "promised", "closed_at"},
    "taskwarrior": MOST | {"note", "snoozed_until", "since", "promised", "closed_at"},
}  # fmt: skip
FEW = settings(QUICK, max_examples=12)
WORDS = (
    st.text(st.sampled_from("abcxXäß漢'\"(),;=+-@:#*|<>&\\/ \u202e🎉"), min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: any(ch.isalpha() for ch in text))
)
NAMES = st.sampled_from(["Ana Lopez", "Tom Baker", "José 田中", "Mei Lin; sales", "O'Hara, Pat", "-dash", "=formula"])
TAGS = st.lists(st.sampled_from(["spring", "two words", "ünï", "a-b"]), max_size=2, unique=True).map(tuple)
DAYS = st.sampled_from(["2026-11-02", "2026-11-20", "2026-11-23"])
INSTANTS = st.sampled_from(["2026-11-02T08:30:00Z", "2026-11-20T23:59:59Z"])
DUE = st.none() | st.sampled_from(["2026-12-01", "2026-12-04T15:00:00Z", "2026-11-10"])


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    """A queue with a few follow-ups, as imports and verbs leave them."""
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    desk = Desk()
    desk.add(*(person(id=number, uid=f"{number:032x}", name=name) for number, name in enumerate(names, 1)))
    for number in range(1, draw(st.integers(1, 4)) + 1):
        due = draw(DUE)
        status = draw(st.sampled_from(["open", "open", "done", "dropped"]))
        since = draw(DAYS | INSTANTS)
        every = draw(st.sampled_from([None, "1 week", "2 months", "3 working days"]))
        desk.add(
            followup(
                id=number,
                uid=f"{number:032x}",
                person_id=draw(st.integers(1, len(names))),
                text=draw(WORDS),
                ball=draw(st.sampled_from(["mine", "theirs"])),
                status=status,
                closed_at="2026-11-23T08:00:00Z" if status != "open" else None,
                since=since,
                promised=due,
                first_promised=due,
                snoozed_until=draw(st.none() | st.just("2026-11-25")) if status == "open" else None,
                project=draw(st.none() | st.sampled_from(["spring", "The roof", "ünï"])),
                tags=draw(TAGS),
                note=draw(st.none() | st.just('One line\nand = another, "quoted"; a\\b')),
                effort_minutes=draw(st.none() | st.sampled_from([5, 90])),
                every=every,
                anchor="2026-11-02" if every else None,
                blocked_by=(number - 1,) if number > 1 and draw(st.booleans()) else (),
            )
        )
    return desk


def said(one: FollowUp, names: dict[int, Any], uids: dict[int, str], fields: set[str]) -> dict[str, Any]:
    found = {name: getattr(one, name) for name in fields if name in FollowUp._fields}
    for name in ("since", "promised"):
        if f"{name}_day" in fields:
            value = getattr(one, name)
            found[f"{name}_day"] = calendar().day_of(value).isoformat() if value else None
    if "blocked_by" in found:
        found["blocked_by"] = {uids[number] for number in one.blocked_by}
    for name in ("since", "promised"):
        if found.get(name):
            found[name] = calendar().start_of(found[name])
    return found | {"person": " ".join(names[one.person_id].name.split()), "uid": one.uid}


def queue_of(desk: Desk, fields: set[str]) -> list[dict[str, Any]]:
    every = desk.reader.select(ALL)
    names, uids = desk.reader.people(), {one.id: one.uid for one in every}
    return sorted((said(one, names, uids, fields) for one in every), key=lambda row: str(row["uid"]))


def lossy(format_name: str, row: dict[str, Any]) -> dict[str, Any]:
    """What a format makes of a row: its one known loss where words are joined."""
    if format_name == "taskwarrior":
        row["tags"] = tuple(tag.replace(" ", "_") for tag in row["tags"])
    if format_name == "todotxt" and row["status"] == "dropped":
        row["status"] = "done"
    return row


@pytest.mark.parametrize("format_name", CARRIED)
@FEW
@given(desk=desks())
def test_an_export_read_into_an_empty_queue_gives_the_same(format_name: str, desk: Desk) -> None:
    there = imported(format_name, exported(desk.reader, format_name))
    fields = CARRIED[format_name]
    assert queue_of(there, fields) == [lossy(format_name, row) for row in queue_of(desk, fields)]


@pytest.mark.parametrize("format_name", CARRIED)
@FEW
@given(desk=desks())
def test_an_export_read_into_its_own_queue_changes_nothing(format_name: str, desk: Desk) -> None:
    plan = planned(desk, format_name, exported(desk.reader, format_name))
    assert not plan.has_something
    assert not plan.refused
    assert not plan.gone


@pytest.mark.parametrize("format_name", CARRIED)
@FEW
@given(desk=desks())
def test_an_export_that_was_imported_plans_nothing_more(format_name: str, desk: Desk) -> None:
    text = exported(desk.reader, format_name)
    plan = planned(imported(format_name, text), format_name, text)
    assert (plan.has_something, plan.kept, plan.gone) == (False, [], [])
