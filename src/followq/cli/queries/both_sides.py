"""Both sides of the people whom the user waits for: what is owed to them, and whom to ask when."""

from __future__ import annotations

from followq.cli.input.filters import read_filter
from followq.cli.queries.ranked import ALL, first_owed
from followq.cli.session import Session
from followq.hints import command
from followq.model.core.filter import Filter, make_test
from followq.model.core.followup import is_hidden
from followq.model.core.phrasing import shortened
from followq.model.nudging.nudging import Wait, waits
from followq.model.nudging.outlook import Outlook, outlook
from followq.render.pages.waiting import Asking, WaitingPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.person import Person
    from followq.store.records.reader import Reader

MOST_OWED = 3
"""Things owed to the people who are waited for that are shown before whom to ask."""

LINES_AROUND = 8
"""Lines beside the rows: two titles, what stands below each part, the question, the prompt."""


def both_sides(
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
        found = waits(seen, session.calendar, habits)
        on_list = {item.followup.person_id for item in found}
        view = first_owed(session, queue, is_whole=is_whole)
        owed_shown, owed_in_all = view.first_owed_to(on_list, ALL if is_all else MOST_OWED)
        room = limit or session.rows_shown(others=2 * MOST_OWED + LINES_AROUND)
        shown = found if is_all else found[:room]
        askings = [(wait, 0) for wait in found] if is_all else _by_person(found)
        asked = askings if is_all else askings[:room]
        waits_shown = [*shown, *(wait for wait, _ in asked)]
        people = queue.people(item.followup.person_id for some in (waits_shown, owed_shown) for item in some)

    def look(wait: Wait) -> Outlook:
        return outlook(wait.followup, people[wait.followup.person_id], session.calendar, habits)

    return WaitingPage(
        tuple(look(wait) for wait in shown),
        len(found) - len(shown),
        tuple(Asking(look(wait), others) for wait, others in asked),
        len(askings) - len(asked),
        tuple(owed_shown),
        owed_in_all - len(owed_shown),
        sum(followup.is_waiting and is_hidden(followup, session.calendar) for followup in seen),
        wanted != Filter(),
        people,
    )


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
    said = [f"First you owe {person.name}: {f.id} {shortened(f.text)}" for f in owed[:MOST_OWED]]
    if more > 0:
        said.append(f"And {more} more: {command('list', '--owed', '--person', person.name)}")
    return tuple(said)


def _by_person(found: list[Wait]) -> list[tuple[Wait, int]]:
    # The first of each person, which is the most due, with the number of the others.
    first: dict[int, Wait] = {}
    others: dict[int, int] = {}
    for item in found:
        person_id = item.followup.person_id
        if person_id in first:
            others[person_id] = others.get(person_id, 0) + 1
        first.setdefault(person_id, item)
    return [(wait, others.get(person_id, 0)) for person_id, wait in first.items()]
