"""Counting that the user asked again, after a look at what they owe that person themselves."""

from __future__ import annotations

from collections.abc import Sequence

from followq.cli.actions.change_followups import (
    apply_verb,
    describe_day,
    find_people_of,
    warn_never_asked,
    warn_of_dates_in_text,
)
from followq.cli.input.lookup import find_followups
from followq.cli.queries.waiting import first_you_owe
from followq.cli.session import Session
from followq.errors import InterruptedByUserError
from followq.hints import command
from followq.model.core import verbs
from followq.model.core.calendar import Calendar
from followq.model.core.contact import reach_by as reached
from followq.model.core.filter import Filter
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.core.phrasing import shorten, show_with_distance, times
from followq.model.nudging import absence
from followq.model.nudging.nudging import is_other_way
from followq.model.nudging.outlook import WAYS_OUT, Outlook, make_outlook
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.calendar import Calendar, When
    from followq.render.pages.card import ClearedPage


def nudge_followups(
    session: Session, ids: Sequence[str], words: str, expected: When | None, happened: When | None, *, is_sure: bool
) -> ChangedPage:
    """Nudge follow-ups, all or nothing; unless `is_sure` a user at a terminal is asked to clear their own side first.

    `expected` is the day that they named, `happened` when it was where that was earlier.

    Raises: InterruptedByUserError, NotFoundError, AmbiguousError and what the verb raises.
    """
    with session.reading() as queue:
        items = find_followups(queue, ids, session.calendar)
        people = find_people_of(queue, items)
        owed = {i: first_you_owe(session, queue, person) for i, person in people.items()}
        habits = session.habits_of(queue, people)
    # What was asked already is not held up any more.
    is_asking = session.is_interactive and not is_sure and happened is None
    if is_asking:
        for item in items:
            verbs.nudge(item, session.calendar, expected)  # who is asked wouldn't be refused afterwards
    notes: list[str] = []
    for person_id in dict.fromkeys(item.person_id for item in items):
        person, asked = people[person_id], [item for item in items if item.person_id == person_id]
        own = owed[person_id]
        if own and is_asking:
            _look_at_own_side(
                session, [(item, make_outlook(item, person, session.calendar, habits)) for item in asked], person, own
            )
        else:
            notes += own

    def said(before: FollowUp, after: FollowUp) -> str:
        look = make_outlook(after, people[after.person_id], session.calendar, habits)
        again = show_with_distance(look.due_on.isoformat(), session.calendar)
        is_same_day = after.nudges == before.nudges
        again_today = " again" if happened else " again today"
        words = f"nudged{again_today if is_same_day else ''}{describe_day(session.calendar, happened)}"
        words += f", {times(after.nudges)} so far" if after.nudges > 1 else ""
        if expected:
            moved = ", later than before" if after.slips > before.slips else ""
            words += f"; expected by {show_with_distance(expected, session.calendar)}{moved}"
        if look.is_stuck:
            return f"{words}; if nothing comes, decide {again}: {WAYS_OUT} ({command('drop', after.id)})"
        way = f" another way: {reached(look.via or 'call', person).text}" if is_other_way(after) else ""
        return f"{words}; ask again {again}{f',{way}' if way else ''}"

    first = [warn_never_asked(item) for item in items if not item.was_asked]

    def verb(followup: FollowUp, calendar: Calendar) -> FollowUp:
        return verbs.nudge(followup, calendar, expected)

    page = apply_verb(session, "nudge", ids, verb, said, words, on=happened, found=items)
    away = [*(note for person in people.values() for note in _away(person, session.calendar)), *first]
    return page._replace(
        notes=(*away, *notes, *page.notes, *warn_of_dates_in_text(session.calendar, page.followups, words))
    )


def _away(person: Person, calendar: Calendar) -> tuple[str, ...]:
    away = absence.describe_absence(person, calendar)
    if person.left_on:
        how = command("person", "edit", "--left", "--to", "SUCCESSOR", of=person.name)
        return (f"{person.name} is {away}: {how} hands it over.",)
    return (f"{person.name} is {away}: their silence doesn't count.",) if away else ()


def _look_at_own_side(
    session: Session, asked: Sequence[tuple[FollowUp, Outlook]], person: Person, notes: Sequence[str]
) -> None:
    # The gate: own queue first. Ends where the nudge may go on.
    for note in notes:
        session.say(note)
    for item, look in asked:
        session.say(f"You wait for {item.id} {shorten(item.text)}: {look.text}.")
        on = show_with_distance(max(look.due_on, session.calendar.today).isoformat(), session.calendar)
        session.say(f"Suggested: {reached(look.via, person).text or 'ask'}, {on}.")
    stopped = InterruptedByUserError("nothing was changed", command("clear", "--person", person.name))
    keys = {"c": "clear them", "y": "yes", "n": "no"}
    answer = session.choose("Clear those now (c), nudge all the same (y), stop (Enter)?", keys, default="n")
    if answer == "n":
        raise stopped
    if answer == "c":
        session.show(_clear_with(session, person))
        if not session.confirm("What you wait for may come by itself now. Nudge all the same?", default=False):
            raise InterruptedByUserError("no nudge yet", command("nudge", *(i.id for i, _ in asked)))


def _clear_with(session: Session, person: Person) -> ClearedPage:
    from followq.cli.interactive.card_round import clear_round
    from followq.cli.queries.ranked import list_owed

    return clear_round(session, lambda: list_owed(session, Filter(person_id=person.id)), None, None)
