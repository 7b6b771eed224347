"""What the tables tell of a person at once agrees with what the log tells, worked out slowly."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.followup import FollowUp
from followq.model.people.relationship import Dealings, count_length_days, find_spells, make_dealings
from followq.model.stats.working_time import WorkClock
from followq.store.records.sql_turnarounds import find_ends
from tests.factories import QUICK, calendar
from tests.store.builders import ALL, VERBS, Desk, Step, deeds, steps

LATER = calendar("2027-03-01")


def filled(done: list[Step | str]) -> Desk:
    """A queue after some commands."""
    desk = Desk()
    for deed in done:
        desk.act(deed)
    return desk


def by_person(desk: Desk) -> Iterator[tuple[int, list[FollowUp], Dealings]]:
    """Everybody with what there is of theirs, and what the log says passed between."""
    for person_id in desk.tables[0]:
        items = [item for item in desk.reader.select(ALL) if item.person_id == person_id]
        yield person_id, items, make_dealings(desk.reader.log(person_id=person_id), LATER)


@QUICK
@given(deeds())
def test_requests_and_time_are_what_the_log_says(done: list[Step | str]) -> None:
    desk = filled(done)
    minutes, requests = desk.reader.amounts(desk.reader.tosses())
    for person_id, _, found in by_person(desk):
        assert requests.get(person_id, 0) == found.requests
        assert minutes.get(person_id, 0) == found.spent_minutes


@QUICK
@given(deeds())
def test_ended_waits_are_those_of_the_log(done: list[Step | str]) -> None:
    desk = filled(done)
    people = list(desk.tables[0])
    latest = {ball: desk.reader.turnarounds(ball, people, 0, 100) for ball in ("mine", "theirs")}
    waits = [*desk.reader.done_waits(), *((one, ball, *find_ends(at)) for _, one, _, ball, at in desk.reader.tosses())]
    length = WorkClock(LATER).length
    for person_id, items, _ in by_person(desk):
        for ball, turnarounds in latest.items():
            ended = [
                count_length_days(spell.since, spell.ended, LATER)
                for item in items
                for spell in find_spells(desk.reader.log(followup_id=item.id), LATER)
                if spell.side == ball and spell.ended and spell.ending != "dropped"
            ]
            assert sorted(t.days(LATER) for t in turnarounds if t.person_id == person_id) == sorted(ended)
            lengths = [length(began, at) for number, side, began, at in waits if (number, side) == (person_id, ball)]
            assert sorted(lengths) == sorted(ended)


@QUICK
@given(st.lists(steps([verb for verb in VERBS if verb != "reopen"]), max_size=25))
def test_the_last_sign_is_the_last_that_the_log_shows(done: list[Step]) -> None:
    desk = filled(list(done))
    signs = desk.reader.last_signs(LATER)
    for person_id, _, found in by_person(desk):
        heard = [LATER.start_of(part.heard_at) for part in (found.mine, found.theirs) if part.heard_at]
        # That a wait began is a sign here, though nobody but the user may know of it.
        heard += [LATER.start_of(event.at) for event in found.history if event.deed == "noted"]
        last = signs.get(person_id)
        assert (LATER.start_of(last) if last else None) == max(heard, default=None)
        assert desk.reader.last_signs(LATER, person_id=person_id).get(person_id) == last


@QUICK
@given(deeds())
def test_where_the_ball_lies_is_where_the_last_spell_says(done: list[Step | str]) -> None:
    desk = filled(done)
    for item in desk.reader.select(ALL):
        last = find_spells(desk.reader.log(followup_id=item.id), LATER)[-1]
        assert (last.side, last.since, last.ended is None) == (item.ball, item.since, item.is_open)
        assert last.ended == item.closed_at
