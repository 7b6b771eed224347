"""Both sides of the people whom the user waits for: what is owed to them, and whom to ask when."""

from __future__ import annotations

from followq.cli.input.filters import read_filter
from followq.cli.queries.ranked import ALL, first_owed
from followq.cli.session import Session
from followq.hints import command
from followq.model.core.filter import Filter, make_test
from followq.model.core.followup import is_hidden, is_late
from followq.model.core.phrasing import shorten
from followq.model.nudging.nudging import Wait, find_waits
from followq.model.nudging.outlook import Outlook, make_outlook
from followq.render.pages.waiting import Asking, WaitingPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.calendar import Calendar
    from followq.model.core.followup import FollowUp
    from followq.model.core.person import Person
    from followq.store.records.reader import Reader

MOST_OWED = 3
"""Things owed to the people who are waited for that are shown before whom to ask."""

LINES_AROUND = 8
"""Lines beside the rows: two titles, what stands below each part, the question, the prompt."""


def look_at_waiting(
    session: Session,
    limit: int | None,
    is_all: bool,
    project: str | None,
    tags: list[str] | None,
    person: str | None,
) -> WaitingPage:
    """What is owed to the people who are waited for, and whom to ask, as `waiting` shows it."""
    with session.reading() as queue, queue.at_once():
        wanted = read_filter(queue, person, project, tags)
        is_whole = is_all or wanted != Filter()
        followups = queue.open_followups() if is_whole else queue.waited_for()
        habits = session.habits(queue, followups)
        seen = list(filter(make_test(wanted), followups))
        found = find_waits(seen, session.calendar, habits)
        on_list = {item.followup.person_id for item in found}
        view = first_owed(session, queue, is_whole=is_whole)
        owed_shown, owed_in_all = view.first_owed_to(on_list, ALL if is_all else MOST_OWED)
        room = limit or session.rows_shown(others=2 * MOST_OWED + LINES_AROUND)
        shown = found if is_all else found[:room]
        askings = [[wait] for wait in found] if is_all else _by_person(found, session.calendar)
        asked = askings if is_all else askings[:room]
        waits_shown = [*shown, *(wait for group in asked for wait in group)]
        people = queue.people(item.followup.person_id for some in (waits_shown, owed_shown) for item in some)

    def look(wait: Wait) -> Outlook:
        return make_outlook(wait.followup, people[wait.followup.person_id], session.calendar, habits)

    return WaitingPage(
        followups=tuple(look(wait) for wait in shown),
        more=len(found) - len(shown),
        by_person=tuple(
            Asking(outlook=look(lead), dated=_next_dated(others, session.calendar), others=len(others))
            for lead, *others in asked
        ),
        more_people=len(askings) - len(asked),
        owed_first=tuple(owed_shown),
        more_owed=owed_in_all - len(owed_shown),
        snoozed=sum(followup.is_waiting and is_hidden(followup, session.calendar) for followup in seen),
        is_filtered=wanted != Filter(),
        names=people,
    )


def _by_person(found: list[Wait], calendar: Calendar) -> list[list[Wait]]:
    # The waits of each person, people in the order of their most pressing one, the one to show first.
    groups: dict[int, list[Wait]] = {}
    for wait in found:
        groups.setdefault(wait.followup.person_id, []).append(wait)
    return [_lead_first(group, calendar) for group in groups.values()]


def _lead_first(group: list[Wait], calendar: Calendar) -> list[Wait]:
    # Of what is due, a day of theirs that has passed says more than silence; longer silence would hide it.
    first = group[0]
    late = [wait for wait in group if is_late(wait.followup, calendar) and wait.days_due >= 0]
    if not late or first.days_due < 0 or is_late(first.followup, calendar):
        return group
    lead = min(late, key=lambda wait: calendar.end_of(wait.followup.promised or ""))
    return [lead, *(wait for wait in group if wait is not lead)]


def _next_dated(others: list[Wait], calendar: Calendar) -> FollowUp | None:
    dated = [wait.followup for wait in others if wait.followup.promised]
    return min(dated, key=lambda one: calendar.end_of(one.promised or ""), default=None)


def first_you_owe(session: Session, queue: Reader, person: Person, without: int | None = None) -> tuple[str, ...]:
    """Sentences for what the user owes somebody whom they are about to ask, the first of it in the order of today, and
    how much more there is; `without` is a follow-up that isn't meant.
    """
    owed = [f for f in queue.open_with(person.id) if f.ball == "mine" and f.id != without]
    more = len(owed) - MOST_OWED
    if more > 0:
        first, _ = first_owed(session, queue).first_owed_to({person.id}, MOST_OWED)
        places = {item.followup.id: place for place, item in enumerate(first)}
        owed.sort(key=lambda followup: places.get(followup.id, MOST_OWED))
    said = [f"First you owe {person.name}: {f.id} {shorten(f.text)}" for f in owed[:MOST_OWED]]
    if more > 0:
        said.append(f"And {more} more: {command('list', '--owed', '--person', person.name)}")
    return tuple(said)
