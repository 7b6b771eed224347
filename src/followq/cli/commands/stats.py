"""`stats`: end of the week."""

from __future__ import annotations

from datetime import date

from followq.cli.input import parse_options
from followq.cli.input.lookup import find_person
from followq.cli.queries.log_of_person import feed
from followq.cli.session import Session
from followq.errors import BadInputError
from followq.model.core.calendar import is_day
from followq.model.stats.clearing_effect import estimate_clearing_effect
from followq.model.stats.log_fold import Ledger
from followq.model.stats.stats_figures import choose_usual_since, make_figures, make_periods
from followq.render.pages.stats import StatsPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o

LEAST_CLOSED = 10_000
"""Latest closed follow-ups that the clearing effect looks at, however short the period."""


def stats(
    session: Session,
    since: o.SinceFilter = None,
    until: o.UntilFilter = None,
    person: o.PersonFilter = None,
    project: o.ProjectFilter = None,
) -> StatsPage:
    """Tell whether I am fast or a drag.

    It shows what came in and went out, how long either side takes, promises, what you put off, and nudges, each beside
    the period before. Lengths are working days. The clearing effect tells whether what you wait for comes back
    sooner once you owe that person nothing. The period is the last eight weeks, this one included, unless --since is
    given.

    Example:

    followq stats --since "3 months ago" --person ana
    """
    calendar = session.calendar
    asked = parse_options.parse_period(session, since, until)
    if any(when and not is_day(when) for when in (asked.since, asked.until)):
        raise BadInputError("stats counts whole days", "leave the time of day out of --since and --until")
    end = min(calendar.today, calendar.day_of(asked.until)) if asked.until else calendar.today
    begin = calendar.day_of(asked.since) if asked.since else choose_usual_since(end)
    period, before = make_periods(begin, end)
    ledger = Ledger(calendar, (period, before))
    with session.reading() as queue:
        whom = None if person is None else find_person(queue, person)
        closed_since = calendar.start_of(date.fromordinal(before.first).isoformat())
        feed(ledger, calendar, queue, whom, project, closed_since, least=LEAST_CLOSED)
    # What is owed outside of a project counts too, and isn't looked at then.
    clearing = estimate_clearing_effect(*ledger.survival()) if project is None else None
    return StatsPage(
        period=make_figures(period),
        before=make_figures(before),
        clearing=clearing,
        avoided=ledger.avoided,
        person=whom and whom.name,
        project=project,
    )
