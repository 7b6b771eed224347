"""`today`: each morning."""

from __future__ import annotations

from followq.cli.queries.today import look_at_morning
from followq.cli.session import Session
from followq.render.pages.today import TodayPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def today(
    session: Session,
    limit: o.Limit = None,
    is_all: o.IsAll = False,
    fits: o.Fits = None,
    project: o.ProjectFilter = None,
    tags: o.TagFilter = None,
    person: o.PersonFilter = None,
    sort: o.TodaySort = "rank",
) -> TodayPage:
    """Rank what you owe.

    What is promised for today or before comes first, all of it, in the order in which it can be kept. Then what has to
    start today, then everything else by cost of delay over duration: what one more day costs the people who wait,
    over the time it takes to clear. followq why ID shows the sum.
    --sort waited puts first who has waited longest, whatever is promised.

    Example:

    followq today --fits 45m
    """
    return look_at_morning(session, limit, is_all, fits, project, tags, person, sort)
