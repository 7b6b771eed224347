"""`today`: each morning."""

from __future__ import annotations

from followq.cli import reading
from followq.cli.filters import Filter, chosen, is_wanted
from followq.cli.session import Session
from followq.model.followup import is_hidden
from followq.model.nudging import waits
from followq.model.person import People
from followq.model.promises import at_risk, is_soon
from followq.render.pages.today import MOST_RISKS, MOST_RISKS_NAMED, TodayPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o
    from followq.model.followup import FollowUp
    from followq.model.informing import News
    from followq.model.promises import Risk
    from followq.model.ranking import Ranked
    from followq.store.reader import Reader

LINES_A_RISK = 2
"""Lines of a usual screen that a promise at risk takes."""
ROWS_AROUND = 6
"""Lines on the screen beside the ranked rows: the title, what may follow them, and the prompt."""


def today(
    session: Session,
    limit: o.Limit = None,
    is_all: o.IsAll = False,
    fits: o.Fits = None,
    project: o.ProjectFilter = None,
    tags: o.TagFilter = None,
    person: o.PersonFilter = None,
) -> TodayPage:
    """Rank what you owe.

    The order is cost of delay over duration: what one more day costs the people who wait,
    over the time it takes to clear. followq why ID shows the sum.

    Example:

    followq today --fits 45m
    """
    minutes = reading.minutes(fits)
    with session.reading() as queue, queue.at_once():
        wanted = Filter(chosen(queue, person), project, reading.tags(tags))
        if wanted == Filter() and not (is_all or minutes):
            return _first_of_all(session, queue, limit)
        followups, people = queue.open_followups(), queue.people_of_open()
        everything = session.ranked(queue, followups, people)
        habits = session.habits(queue, followups)
        is_empty = not followups and queue.is_empty()
        risks = _risks(session, queue, everything, followups)
        news = _news(session, queue, followups, people)
    seen = [followup for followup in followups if is_wanted(followup, wanted, session.calendar)]
    seen_ids = {followup.id for followup in seen}
    ranked = [item for item in everything if item.followup.id in seen_ids]
    picked = _fitting(ranked, minutes) if minutes else ranked
    risks = [risk for risk in risks if risk.ranked.followup.id in seen_ids]
    to_inform = tuple(item for item in news if any(item.person_id == followup.person_id for followup in seen))
    others = ROWS_AROUND + LINES_A_RISK * min(MOST_RISKS, len(risks)) + bool(to_inform)
    shown = picked if is_all or minutes else picked[: limit or session.rows_shown(others)]
    waiting = waits(seen, session.calendar, habits)
    return TodayPage(
        tuple(shown),
        0 if minutes else len(picked) - len(shown),
        tuple(risks),
        len({item.followup.person_id for item in waiting if item.is_due}),
        sum(followup.is_owed and is_hidden(followup, session.calendar) for followup in seen),
        is_empty,
        wanted != Filter() or minutes is not None,
        minutes,
        people,
        to_inform=to_inform,
    )


def _first_of_all(session: Session, queue: Reader, limit: int | None) -> TodayPage:
    # The usual call: in a large queue most of what is open is never read.
    from followq.cli import glance

    listed, owed = session.shortlist(queue)
    hidden = queue.hidden("mine", session.calendar)
    risks, more_risks = glance.risks(session, queue, owed, listed, 1 << 62 if session.as_json else MOST_RISKS_NAMED)
    news = glance.news(session, queue)
    others = ROWS_AROUND + LINES_A_RISK * min(MOST_RISKS, len(risks)) + bool(news)
    shown = glance.in_full(queue, listed.first(limit or session.rows_shown(others)))
    people = queue.people({item.person_id for item in news} | {risk.ranked.followup.person_id for risk in risks})
    return TodayPage(
        tuple(shown),
        listed.items - hidden - len(shown),
        tuple(risks),
        glance.nudges_due(session, queue),
        hidden,
        queue.is_empty(),
        False,
        None,
        People(people | listed.people),
        to_inform=tuple(news),
        more_at_risk=more_risks,
    )


def _news(session: Session, queue: Reader, followups: list[FollowUp], people: People) -> list[News]:
    # Only who keeps somebody informed loads it.
    if all(person.keep_informed_days is None for person in people.values()):
        return []
    from followq.cli.informing import news_for

    return news_for(session, queue, followups, people)


def _risks(session: Session, queue: Reader, everything: list[Ranked], followups: list[FollowUp]) -> list[Risk]:
    # Over all that is promised, whatever is filtered: it takes its time all the same.
    calendar, desk_minutes = session.calendar, session.settings.desk_minutes
    with_promises = {item.followup.person_id for item in everything if is_soon(item.followup, calendar)}
    if not with_promises:
        return []
    from followq.cli.promising import paces_for

    open_since = [(followup.person_id, followup.since) for followup in followups if followup.ball == "mine"]
    return at_risk(everything, calendar, desk_minutes, paces_for(session, queue, with_promises, open_since).of)


def _fitting(ranked: list[Ranked], minutes: int) -> list[Ranked]:
    # Only who asks for a time box loads it.
    from followq.model.fitting import fitting

    return fitting(ranked, minutes)
