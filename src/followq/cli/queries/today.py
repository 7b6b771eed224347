"""The morning: what is owed in its order, what is at risk, whom to inform, as `today` and the guided round show it."""

from __future__ import annotations

from followq.cli.input.filters import read_filter
from followq.cli.queries import summary
from followq.cli.queries.ranked import ALL, first_owed
from followq.cli.session import Session
from followq.errors import BadInputError
from followq.model.core.filter import Filter
from followq.model.core.person import People
from followq.render.pages.today import MOST_RISKS, MOST_RISKS_NAMED, TodayPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.priority.ranked import Ranked


LINES_A_RISK = 2
"""Lines of a usual screen that a promise at risk takes."""


ROWS_AROUND = 6
"""Lines on the screen beside the ranked rows: the title, what may follow them, and the prompt."""


ORDERS = ("rank", "waited")

LEAST_OTHERS = 3
"""Rows beside what is due that are shown however much is due, unless a limit is given."""


def look_at_morning(
    session: Session,
    limit: int | None = None,
    is_all: bool = False,
    fits: str | None = None,
    project: str | None = None,
    tags: list[str] | None = None,
    person: str | None = None,
    sort: str = "rank",
) -> TodayPage:
    """What is owed, the first of it or all, with what stands around it; the options are those of `today`.

    Raises: BadInputError, NotFoundError, AmbiguousError, and what reading raises.
    """
    minutes = None if fits is None else _read_minutes(fits)
    if sort not in ORDERS:
        raise BadInputError(f"'{sort[:40]}' is not an order", f"one of {', '.join(ORDERS)}")
    is_by_wait = sort == "waited"
    with session.reading() as queue, queue.at_once():
        wanted = read_filter(queue, person, project, tags)
        view = first_owed(session, queue, wanted, is_whole=is_all or is_by_wait or minutes is not None)
        # The words name a few; a program gets as many as it asks for.
        most_risks = ALL if is_all else limit or session.settings.limit
        risks, more_risks = view.risks(most_risks if session.as_json else MOST_RISKS_NAMED)
        news = summary.find_people_to_inform(session, queue, wanted)
        is_empty = not view.owed and queue.is_empty()
        never_owed = not (view.owed or view.hidden or wanted != Filter() or queue.was_ever_owed())
        asks = summary.asks(session, queue, wanted)
        around = ROWS_AROUND + LINES_A_RISK * min(MOST_RISKS, len(risks)) + bool(news)
        if minutes is not None:
            found = view.first(ALL)
            shown = _fitting(found, minutes)
            fit = {item.followup.id for item in shown}
            pressing = [item for item in found if item.part in ("due", "begin")]
            left_out = tuple(item for item in pressing if item.followup.id not in fit and not item.is_blocked)
        else:
            most = ALL if is_all else limit or session.rows_shown(around)
            shown, left_out = view.first(ALL if is_by_wait else most, 0 if limit else min(most, LEAST_OTHERS)), ()
        if is_by_wait:
            shown.sort(key=lambda item: (session.calendar.start_of(item.followup.since), item.followup.id))
            shown = shown if minutes is not None else shown[:most]
        to_name = (
            {item.person_id for item in news}
            | {followup.person_id for followup in asks.decisions}
            | {risk.ranked.followup.person_id for risk in risks}
        )
        people = People({**queue.people(to_name - view.people.keys()), **view.people})
    return TodayPage(
        followups=tuple(shown),
        more=0 if minutes is not None else view.owed - len(shown),
        at_risk=tuple(risks),
        nudges_due=asks.nudges,
        snoozed=view.hidden,
        is_empty=is_empty,
        never_owed=never_owed,
        is_filtered=wanted != Filter() or minutes is not None,
        fits_minutes=minutes,
        names=people,
        to_inform=tuple(news),
        more_at_risk=more_risks,
        left_out=left_out,
        decisions=asks.decisions,
        first_asks=asks.first,
        rows_of_screen=session.rows_shown(around) if session.is_for_eyes else 0,
        sort=sort,
    )


def _read_minutes(fits: str) -> int | None:
    # Only who asks for a time box loads what reads it.
    from followq.cli.input.parse_options import parse_minutes

    return parse_minutes(fits)


def _fitting(ranked: list[Ranked], minutes: int) -> list[Ranked]:
    # Only who asks for a time box loads it.
    from followq.model.priority.time_box import choose_fitting

    return choose_fitting(ranked, minutes)
