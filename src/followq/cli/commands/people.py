"""`people`: who needs attention."""

from __future__ import annotations

from followq.cli.queries.people_overview import find_standings
from followq.cli.session import Session
from followq.errors import BadInputError
from followq.model.people.people_overview import ORDERS, sort_standings
from followq.render.pages.people import PeoplePage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def people(session: Session, sort: o.Sort = "attention", limit: o.Limit = None) -> PeoplePage:
    """See everybody.

    Sorted by who needs attention: late, in the dark beyond their interval, long not heard of. Or by how long
    there was no sign (dark); by whom you keep waiting longer than they keep you, and last who keeps you waiting
    (drag); by the time they take (time), with their share of yours; or by name.

    Example:

    followq people --sort drag
    """
    if sort not in ORDERS:
        raise BadInputError(f"'{sort[:40]}' is not an order", f"one of {', '.join(ORDERS)}")
    with session.reading() as queue:
        found = sort_standings(find_standings(session, queue), sort)
    shown = found[:limit] if limit else found
    return PeoplePage(tuple(shown), sort, len(found) - len(shown))
