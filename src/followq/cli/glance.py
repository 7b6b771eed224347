"""What `today` and followq alone say of a whole queue, without reading it whole: the first things owed in full, of
the rest sums and what stands in an index.
"""

from __future__ import annotations

from followq.cli.session import Session
from followq.model.followup import is_hidden
from followq.model.promises import Risk, at_risk, stretches
from followq.model.ranking import first_to_last
from followq.store.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from followq.model.followup import FollowUp
    from followq.model.informing import News
    from followq.model.nudging import Wait
    from followq.model.pace import Pace
    from followq.model.ranking import Ranked
    from followq.model.shortlist import Shortlist
    from followq.store.owed import Owed

FEW, FAR_DOWN = 100, 200
"""What is owed to some is looked at one by one up to the former; else among so many of the first of everything."""


def in_full(queue: Reader, ranked: Sequence[Ranked]) -> list[Ranked]:
    """What was ranked on its figures alone, with its words."""
    followups = queue.followups(item.followup.id for item in ranked)
    return [item._replace(followup=followup) for item, followup in zip(ranked, followups, strict=True)]


def first_owed_to(session: Session, queue: Reader, person_ids: set[int], in_all: int, most: int) -> list[Ranked]:
    """The most urgent of what is owed to some people: `in_all` things.

    They are looked for among the first of everything; where they are few, or far down, all of theirs is looked at.
    """
    listed, _ = session.shortlist(queue)
    looked_at = most
    while in_all > FEW and looked_at <= FAR_DOWN:
        first = listed.first(looked_at)
        found = [item for item in first if item.followup.person_id in person_ids][:most]
        if len(found) == most or len(first) < looked_at:
            return in_full(queue, found)
        looked_at *= 4
    theirs = [followup for person_id in person_ids for followup in queue.open_with(person_id)]
    owed = [followup for followup in theirs if followup.is_owed and not is_hidden(followup, session.calendar)]
    return sorted(listed.scored(owed), key=first_to_last)[:most]


def risks(session: Session, queue: Reader, owed: Owed, listed: Shortlist, most: int) -> tuple[list[Risk], int]:
    """The first `most` promises at risk, as `promises.at_risk` finds them, and how many more there are."""
    calendar, desk = session.calendar, session.settings.desk_minutes
    looked_at, certain = [], 0
    for stretch in stretches(listed.loads(), calendar, desk):
        missing = max(0, most - certain) if stretch.is_full else -1
        looked_at.append((stretch, listed.scored(owed.promised(stretch.moments, missing)) if missing else []))
        certain += stretch.items if stretch.is_full else 0
    open_to_doubt = {item.followup.person_id for stretch, items in looked_at if not stretch.is_full for item in items}
    pace_of = _paces(session, queue, open_to_doubt)
    found: list[Risk] = []
    in_all = certain
    for stretch, items in looked_at:
        some = at_risk(items, calendar, desk, pace_of, stretch.needed)
        in_all += 0 if stretch.is_full else len(some)
        found += some[: most - len(found)]
    whole = in_full(queue, [risk.ranked for risk in found])
    return [risk._replace(ranked=item) for risk, item in zip(found, whole, strict=True)], in_all - len(found)


def _paces(session: Session, queue: Reader, person_ids: set[int]) -> Callable[[int], Pace] | None:
    # Where everything promised is more than fits in anyway, no pace matters.
    if not person_ids:
        return None
    from followq.cli.promising import paces_for

    return paces_for(session, queue, person_ids, queue.owed_since()).of


def news(session: Session, queue: Reader) -> list[News]:
    """Whom to tell where things stand."""
    people = queue.people_kept_informed()
    if not people:
        return []
    from followq.cli.informing import news_for

    followups = [followup for person_id in people for followup in queue.open_with(person_id)]
    return news_for(session, queue, followups, people)


def nudges_due(session: Session, queue: Reader) -> int:
    """How many people are worth a nudge."""
    from followq.model.nudging import people_due

    return people_due(_waits(session, queue))


def decisions(session: Session, queue: Reader) -> list[FollowUp]:
    """What they were asked for often enough, in full: the user decides what becomes of it."""
    from followq.model.nudging import decisions as undecided

    return queue.followups(followup.id for followup in undecided(_waits(session, queue)))


def _waits(session: Session, queue: Reader) -> list[Wait]:
    from followq.model.nudging import each_wait

    waiting = queue.waits()
    return list(each_wait(waiting, session.calendar, session.habits(queue, waiting)))
