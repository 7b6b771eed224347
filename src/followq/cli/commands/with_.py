"""`with`: everything between the user and one person."""

from __future__ import annotations

from followq.cli.commands.people import standings
from followq.cli.finding import find_person
from followq.cli.session import Session
from followq.render.pages.people import WithPage
from followq.store.reader import Selection

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o

CLOSED_SHOWN = 5


def with_(session: Session, name: o.Name) -> WithPage:
    """Before a meeting.

    Both directions, how to reach them, and what was closed last.

    Example:

    followq with ana
    """
    with session.reading() as queue:
        person = find_person(queue, " ".join(name))
        everything = queue.select(Selection(status=None, person_id=person.id))
        (standing,) = standings(session, queue, [person])
    open_ones = sorted((f for f in everything if f.is_open), key=lambda f: (f.ball, f.since, f.id))
    closed = sorted((f for f in everything if not f.is_open), key=lambda f: (f.closed_at or "", f.id), reverse=True)
    return WithPage((standing,), tuple(open_ones), tuple(closed[:CLOSED_SHOWN]), {person.id: person})
