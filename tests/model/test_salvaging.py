"""What becomes of the rest of a damaged queue: always a sound one, and as much of the old one as is left."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.change import Change, invert_change, record_changes, record_creation, replay
from followq.model.integrity.invariants import find_bad_moments, follow_log
from followq.model.integrity.rebuild import LOST_TEXT, REPLACED, Remains, Saved, SavedBatch, SavedEntry, rebuild_queue
from tests.factories import MORE, followup, person

NOW = "2026-11-25T09:00:00Z"
AT = "2026-11-23T09:00:00Z"


def uids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"new-{next(numbers)}"


def remains(rows: list[Any], changes: list[Change], batches: tuple[int, ...] | None = None) -> Remains:
    """What was read: the rows, and a log of one change in each batch."""
    kinds: dict[str, dict[int, Any]] = {"Person": {}, "FollowUp": {}}
    for row in rows:
        kinds[type(row).__name__][row.id] = row._asdict()
    numbers = tuple(range(1, len(changes) + 1))
    made = tuple(SavedBatch(n, AT, "UTC", "add", None) for n in (numbers if batches is None else batches))
    entries = tuple(SavedEntry(n, n, change) for n, change in zip(numbers, changes, strict=True))
    return Remains(kinds["Person"], kinds["FollowUp"], made, entries)


def saved(rows: list[Any], changes: list[Change], batches: tuple[int, ...] | None = None) -> Saved:
    found = rebuild_queue(remains(rows, changes, batches), NOW, uids())
    assert is_sound(found)
    return found


def is_sound(found: Saved) -> bool:
    """The log with what was added to it leads to the records, and all that is named is there."""
    people, followups = replay([*(entry.change for entry in found.entries), *found.fresh])
    numbers = {batch.number for batch in found.batches}
    records: list[Any] = [*found.people, *found.followups]
    return (
        people == {person.id: person for person in found.people}
        and followups == {item.id: item for item in found.followups}
        and {item.person_id for item in found.followups} <= people.keys()
        and {n for item in found.followups for n in item.blocked_by} <= followups.keys()
        and {entry.batch for entry in found.entries} <= numbers
        and {batch.undoes for batch in found.batches} - {None} <= numbers
        and not any(find_bad_moments(record) for record in records)
        and all(len({record.uid for record in kind}) == len(kind) for kind in (found.people, found.followups))
    )


LATER = followup(note="Call first")
WHOLE = [record_creation(person()), record_creation(followup()), *record_changes(followup(), LATER)]


def test_what_is_whole_stays_as_it_is() -> None:
    found = saved([person(), LATER], WHOLE)
    assert (found.people, found.followups) == ((person(),), (LATER,))
    assert (found.fresh, found.dropped, found.made_up) == ((), 0, ())
    assert len(found.entries) == 3


def test_tables_that_are_gone_come_from_the_log() -> None:
    found = saved([], WHOLE)
    assert (found.people, found.followups) == ((person(),), (LATER,))
    assert found.tallies["followups"].from_log == 1


def test_a_log_that_is_gone_begins_anew_with_the_tables() -> None:
    found = saved([person(), LATER], [])
    assert (found.people, found.followups) == ((person(),), (LATER,))
    assert found.fresh == (record_creation(person()), record_creation(LATER))


def test_the_row_counts_where_the_log_lacks_the_latest() -> None:
    found = saved([person(), LATER], WHOLE[:2])
    assert found.followups == (LATER,)
    assert found.fresh == tuple(record_changes(followup(), LATER))


def test_a_log_without_its_beginning_is_dropped_and_the_row_stays() -> None:
    found = saved([person(), LATER], [WHOLE[0], WHOLE[2]])
    assert found.followups == (LATER,)
    assert found.dropped == 1
    assert found.fresh == (record_creation(LATER),)


def test_a_log_that_breaks_off_is_kept_up_to_there() -> None:
    found = saved([], [*WHOLE, record_creation(followup(text="Twice"))])
    assert found.followups == (LATER,)
    assert found.dropped == 1


def test_what_neither_row_nor_log_tells_is_lost() -> None:
    found = saved([person()], [WHOLE[0], WHOLE[2]])
    assert found.followups == ()
    assert found.tallies["followups"].lost == 1


def test_what_was_removed_is_not_lost_and_stays_removed() -> None:
    found = saved([person()], [*WHOLE, invert_change(record_creation(LATER))])
    assert found.followups == ()
    assert found.tallies["followups"].lost == 0
    assert len(found.entries) == 4


def test_a_field_that_is_not_fit_comes_from_the_log() -> None:
    torn = LATER._replace(text=f"Send the qu{REPLACED}te", promised="2026-02-30", ball="mi\x01e")  # type: ignore[arg-type]
    found = saved([person(), torn], WHOLE)
    assert found.followups == (LATER,)
    assert found.tallies["followups"].mended == 1


def test_a_field_that_nothing_tells_gets_its_default() -> None:
    torn = LATER._replace(text="", promised="2026-02-30", since=b"\xff", slips=-1, status="dome")  # type: ignore[arg-type]
    (item,) = saved([person(), torn], []).followups
    assert (item.text, item.promised, item.since, item.slips, item.status) == (LOST_TEXT, None, NOW, 0, "open")


def test_a_torn_text_that_nothing_mends_stays_as_it_can_be_read() -> None:
    (item,) = saved([person(), LATER._replace(text=f"Send the qu{REPLACED}te")], []).followups
    assert item.text == f"Send the qu{REPLACED}te"


def test_a_person_who_can_not_be_found_is_made_up() -> None:
    found = saved([LATER], [])
    assert found.made_up == ("Lost person 1",)
    assert found.people[0].id == 1


def test_a_batch_that_is_lost_gets_a_time_from_before_it() -> None:
    found = saved([person(), LATER], WHOLE, batches=(1,))
    assert [(batch.number, batch.at, batch.command) for batch in found.batches] == [
        (1, AT, "add"), (2, AT, "lost"), (3, AT, "lost"),
    ]  # fmt: skip


def test_undo_of_a_batch_that_is_lost_is_a_batch_like_others() -> None:
    left = remains([person(), LATER], WHOLE)
    left = left._replace(batches=(left.batches[0], left.batches[2]._replace(undoes=2, command="undo")))
    found = rebuild_queue(left, NOW, uids())
    assert [batch.undoes for batch in found.batches] == [None, None, None]


def test_two_records_never_share_a_uid() -> None:
    found = saved([person(), followup(), followup(id=2, uid="followup-1")], [])
    assert [item.uid for item in found.followups] == ["followup-1", "new-1"]


ANY_VALUE = st.one_of(
    st.none(), st.text(max_size=5), st.integers(), st.booleans(), st.floats(), st.binary(max_size=3),
    st.just(()), st.just(("a", 1)), st.sampled_from(["2026-11-23", AT, "mine", "open", "call", REPLACED]),
)  # fmt: skip
CHANGES = [
    *WHOLE, record_creation(followup(id=2, blocked_by=(1, 9))), record_creation(person(id=2, name="Tom Baker")),
    *record_changes(followup(id=2), followup(id=2, person_id=2)),
    invert_change(record_creation(person(id=2, name="Tom Baker"))),
    *record_changes(LATER, LATER._replace(status="done", closed_at=AT)), record_creation(followup(id=3)),
    invert_change(record_creation(LATER)),
]  # fmt: skip


@given(
    st.lists(
        st.sampled_from([person(), person(id=2), LATER, followup(id=2, person_id=2), followup(id=4)]), unique=True
    ),
    st.dictionaries(st.tuples(st.sampled_from([1, 2, 4]), st.sampled_from(LATER._fields[1:])), ANY_VALUE, max_size=6),
    st.lists(st.sampled_from(CHANGES), max_size=10),
    st.sets(st.integers(1, 10)),
)
@MORE
def test_whatever_is_left_a_sound_queue_comes_of_it(
    rows: list[Any], harm: dict[tuple[int, str], Any], changes: list[Change], batches: set[int]
) -> None:
    left = remains(rows, changes, tuple(sorted(batches)))
    for table in (left.people, left.followups):
        for number, row in table.items():
            row.update({name: value for (which, name), value in harm.items() if which == number and name in row})  # type: ignore[attr-defined]
    found = rebuild_queue(left, NOW, uids())
    assert is_sound(found)
    assert {*left.followups} <= {item.id for item in found.followups}
    assert {*left.people} <= {who.id for who in found.people}
    assert len(found.entries) + found.dropped == len(changes)
    for who in found.people:
        assert (
            follow_log(e.change for e in found.entries if (e.change.subject, e.change.id) == ("person", who.id))[1]
            == ""
        )
