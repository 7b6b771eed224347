"""What is owed, in the order in which to get back to people: one way to the first of it, whatever the queue's size.

A queue of usual size is read whole; of a large one, sums and what stands in an index. Both give the same.
"""

from __future__ import annotations

from followq.cli.session import Session
from followq.model.core.filter import Filter, make_test
from followq.model.core.followup import is_hidden
from followq.model.priority.due import MOST_DUE, is_told_of_another
from followq.model.priority.promises import Risk, find_risks, find_stretches, is_soon
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from followq.model.core.followup import FollowUp
    from followq.model.core.person import Person
    from followq.model.priority.ranked import Ranked
    from followq.model.priority.turnaround_forecast import Pace

WHOLE_UP_TO = 250
"""Open follow-ups up to which reading all of them is faster than asking for the first: with what either loads it takes
6.5 ms of CPU against 11 at 100, 8 against 7 to 11 at 200, 11 against 8 at 300 and 14 against 9 at 400.
"""
FEW, FAR_DOWN = 100, 200
"""What is owed to some is looked at one by one up to the former; else among so many of the first of everything."""
ALL = 1 << 62


def first_owed(session: Session, queue: Reader, wanted: Filter = Filter(), *, is_whole: bool = False) -> Whole | Glance:
    """What is owed, in its order, as far as it is `wanted`; `is_whole` where all of it is asked for.

    Every answer to "what comes first" is asked here, so that no two commands differ.
    """
    if is_whole or wanted != Filter() or queue.open_count(WHOLE_UP_TO + 1) <= WHOLE_UP_TO:
        return Whole(session, queue, wanted)
    return Glance(session, queue)


def list_owed(session: Session, wanted: Filter, most: int | None = None) -> list[Ranked]:
    """All that is owed and not hidden, in its order, as far as it is `wanted`; or what is due, and `most` in all."""
    with session.reading() as queue, queue.at_once():
        view = first_owed(session, queue, wanted, is_whole=most is None)
        return view.first(ALL) if most is None else view.first_cards(most)


class Whole:
    """Everything that is open, read and ranked."""

    def __init__(self, session: Session, queue: Reader, wanted: Filter = Filter()) -> None:
        self._session, self._queue = session, queue
        self._is_wanted = make_test(wanted)
        self._everything = queue.open_followups()
        self.people: Mapping[int, Person] = queue.people_of_open()
        self._order = session.ranked(queue, self._everything, self.people)
        self._ranked = [item for item in self._order if self._is_wanted(item.followup)]

    @property
    def owed(self) -> int:
        """How much is owed and not hidden."""
        return len(self._ranked)

    @property
    def hidden(self) -> int:
        """How much is owed and hidden."""
        return sum(f.is_owed and self._is_wanted(f) for f in self._everything) - len(self._ranked)

    def first(self, most: int, at_least: int = 0) -> list[Ranked]:
        """All that is due, and of the others what is left of `most`, but `at_least` so many."""
        return _first_of(self._ranked, most, at_least)

    def first_cards(self, most: int) -> list[Ranked]:
        """All that is due, however much, and of the others what is left of `most`."""
        due = sum(item.part == "due" for item in self._ranked)
        return self._ranked[: max(due, most)]

    def first_owed_to(self, person_ids: Collection[int], most: int) -> tuple[list[Ranked], int]:
        """The first `most` of what is owed to some people, and how much that is in all."""
        theirs = [item for item in self._order if item.followup.person_id in person_ids]
        return theirs[:most], len(theirs)

    def risks(self, most: int = ALL) -> tuple[list[Risk], int]:
        """The first `most` promises at risk, and how many more there are."""
        calendar, desk = self._session.calendar, self._session.settings.desk_minutes
        people = {item.followup.person_id for item in self._order if is_soon(item.followup, calendar)}
        open_since = [(f.person_id, f.since) for f in self._everything if f.ball == "mine"]
        pace_of = _paces(self._session, self._queue, people, lambda: open_since)
        # What isn't asked for takes its time all the same.
        found = [r for r in find_risks(self._order, calendar, desk, pace_of) if self._is_wanted(r.ranked.followup)]
        return found[:most], max(0, len(found) - most)


class Glance:
    """The first of a large queue, of which most is never read."""

    def __init__(self, session: Session, queue: Reader) -> None:
        self._session, self._queue = session, queue
        self._list, self._sums = session.shortlist(queue)
        self.hidden = queue.hidden("mine", session.calendar)

    @property
    def owed(self) -> int:
        """How much is owed and not hidden."""
        return self._list.items - self.hidden

    @property
    def people(self) -> Mapping[int, Person]:
        """Whoever was looked at, by id."""
        return self._list.people

    def first(self, most: int, at_least: int = 0) -> list[Ranked]:
        """All that is due, and of the others what is left of `most`, but `at_least` so many."""
        return self._in_full(self._list.first(most, at_least))

    def first_cards(self, most: int) -> list[Ranked]:
        """All that is due, however much, and of the others what is left of `most`."""
        due = self._list.all_due()
        return due if len(due) >= most else self._in_full(self._list.first(most))

    def first_owed_to(self, person_ids: Collection[int], most: int) -> tuple[list[Ranked], int]:
        """The first `most` of what is owed to some people, and how much that is in all.

        They are looked for among the first of everything; where they are few, or far down, all of theirs is looked at.
        """
        in_all = self._queue.owed_to_waited_for(self._session.calendar)
        looked_at = most
        while in_all > FEW and looked_at <= FAR_DOWN:
            first = self._list.first(looked_at)
            found = [item for item in first if item.followup.person_id in person_ids][:most]
            if len(found) == most or len(first) < looked_at:
                return self._in_full(found), in_all
            looked_at *= 4
        from followq.model.priority.ranking import sort_scored

        theirs = [followup for person_id in person_ids for followup in self._queue.open_with(person_id)]
        owed = [followup for followup in theirs if followup.is_owed and not is_hidden(followup, self._session.calendar)]
        return sort_scored(self._list.scored(owed), self._list.desk)[:most], in_all

    def risks(self, most: int = ALL) -> tuple[list[Risk], int]:
        """The first `most` promises at risk, as `promises.find_risks` finds them, and how many more there are."""
        calendar, desk = self._session.calendar, self._session.settings.desk_minutes
        listed = self._list
        due = [*listed.due, *listed.due_behind]
        looked_at, certain = [], 0
        for stretch in find_stretches(listed.loads(), calendar, desk, listed.due_minutes):
            missing = max(0, most - certain) if stretch.is_full else -1
            later = self._sums.promised(stretch.moments, missing) if missing else []
            looked_at.append((stretch, listed.scored(later)))
            certain += stretch.items if stretch.is_full else 0
        before = sum(listed.desk.takes[item.followup.id][0] for item in listed.due) + listed.due_between

        def due_at_risk(pace_of: Callable[[int], Pace] | None) -> list[Risk]:
            first = find_risks(listed.due, calendar, desk, pace_of)
            return first + find_risks(listed.due_behind, calendar, desk, pace_of, before)

        certain_ids = {risk.ranked.followup.id for risk in due_at_risk(None)}
        doubtful = [item for item in due if item.followup.id not in certain_ids and is_soon(item.followup, calendar)]
        doubtful += [item for stretch, items in looked_at if not stretch.is_full for item in items]
        people = {item.followup.person_id for item in doubtful}
        pace_of = _paces(self._session, self._queue, people, self._queue.owed_since)
        risks = due_at_risk(pace_of)
        found, in_all = risks[:most], len(risks) + certain
        for stretch, items in looked_at:
            some = find_risks(items, calendar, desk, pace_of, stretch.needed)
            in_all += 0 if stretch.is_full else len(some)
            found += some[: most - len(found)]
        whole = self._in_full([risk.ranked for risk in found])
        return [risk._replace(ranked=item) for risk, item in zip(found, whole, strict=True)], in_all - len(found)

    def _in_full(self, ranked: Sequence[Ranked]) -> list[Ranked]:
        # What was ranked on its figures alone gets its words.
        bare = [item.followup.id for item in ranked if not item.followup.text]
        words: dict[int, FollowUp] = {followup.id: followup for followup in self._queue.followups(bare)}
        return [item._replace(followup=words.get(item.followup.id, item.followup)) for item in ranked]


def find_first_due(session: Session, queue: Reader) -> Ranked | None:
    """What stands first in `first_owed`, where that is promised for today or before; what they were told of another day
    for can wait.

    Nothing else bears on the order of what is due, so only that is looked at: `done` would take a fifth longer.
    """
    calendar = session.calendar
    found = queue.owed(calendar).counted_on(None, calendar.today)
    due = [followup for followup in found if not is_told_of_another(followup, calendar)]
    if not due:
        return None
    from followq.model.priority.ranking import score, sort_scored
    from followq.model.priority.workload import make_desk

    blockers = queue.followups({other for followup in due for other in followup.blocked_by})
    some = list({followup.id: followup for followup in (*blockers, *due)}.values())
    people = queue.people({followup.person_id for followup in some})
    view = make_desk(some, people, session.calendar, session.defaults(queue))
    return sort_scored([score(followup, view, session.weights) for followup in due], view)[0]


def _first_of(ranked: Sequence[Ranked], most: int, at_least: int = 0) -> list[Ranked]:
    """Of a whole order all that is due (`MOST_DUE` at the most), and of the others what is left of `most`, but
    `at_least` so many; everything with `ALL`.
    """
    due = sum(item.part == "due" for item in ranked)
    if due > MOST_DUE and most < ALL:
        return list(ranked[:MOST_DUE])
    return list(ranked[: due + max(most - due, at_least, 0)])


def _paces(
    session: Session, queue: Reader, person_ids: set[int], open_since: Callable[[], list[tuple[int, str]]]
) -> Callable[[int], Pace] | None:
    # Where nothing is promised, or more than fits in anyway, no pace matters.
    if not person_ids:
        return None
    from followq.cli.queries.forecasts import find_paces

    return find_paces(session, queue, person_ids, open_since()).of
