"""Fold the log into whole-queue figures, entry by entry, in memory that history doesn't fill.

Only open follow-ups and counts are held. A *spell* is a stretch of a follow-up's life with the ball on one side: from
`since` until it was done, dropped, or tossed to the other side. Lengths are working days between two days.
What was undone never happened; whoever feeds the ledger leaves it out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import date

from followq.errors import BrokenRecordError
from followq.model.core.calendar import Calendar, Instant, When
from followq.model.core.change import Entry
from followq.model.core.followup import AVOIDED_FROM
from followq.model.core.history import is_move, is_toss, set_event_time
from followq.model.stats.clearing_effect import WaitingSpell
from followq.model.stats.open_item import Held, WaitingSpan
from followq.model.stats.period_counts import PeriodCounts
from followq.model.stats.working_time import WorkClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    Event = tuple[int, Instant, str, Mapping[str, str]]
    """A log entry in short: follow-up, time, action, and the new values of FIELDS, as text, nothing for none.

    The time is when it happened; where it was noted later, that time stands with the values as `noted`.
    """

FIELDS = (
    "person_id", "ball", "status", "since", "promised", "first_promised", "slips", "told_at", "heard_at", "nudges",
    "nudged_at", "snoozes", "closed_at",
)  # fmt: skip
"""Fields of a follow-up that figures are made of."""

_FIGURED = frozenset(FIELDS)


def make_events(lives: Iterable[Iterable[Entry]]) -> tuple[list[Event], frozenset[int]]:
    """Standing logs as events, in the order of the log, and the numbers of those that were reopened.

    Each log counts as a follow-up of its own: they are numbered in turn.
    """
    found = []
    reopened = set()
    for number, entries in enumerate(lives, 1):
        for entry in entries:
            fields = entry.change.fields
            new = {name: "" if value is None else str(value) for name, (_, value) in fields.items() if name in _FIGURED}
            happened = set_event_time(entry).at
            if happened != entry.at:
                new["noted"] = entry.at
            found.append((entry.seq, number, happened, entry.change.action, new))
            if entry.change.action == "change" and new.get("status") == "open":
                reopened.add(number)
    found.sort(key=lambda event: event[:2])
    return [(number, at, action, new) for _, number, at, action, new in found], frozenset(reopened)


MOST_WAITS, MOST_DEBTS = 4000, 12_000
"""Latest ended spells on either side that are kept for the clearing effect."""


class Ledger:
    """Everything that is counted while the log passes by, for each of several periods that don't overlap.

    `avoided` counts what is owed and was put off too often; it is known after `finish`.
    """

    def __init__(self, calendar: Calendar, tallies: Iterable[PeriodCounts]) -> None:
        self.tallies = tuple(tallies)
        self.avoided = 0
        self._now = calendar.instant
        self._clock = WorkClock(calendar)
        # What ended before all periods needs no figures: most of a long log.
        first = date.fromordinal(min(tally.first for tally in self.tallies))
        self._from: Instant = calendar.start_of(first.isoformat())
        self._open: dict[int, Held] = {}
        self._closed: dict[int, tuple[Held, Instant, str]] = {}
        self._waits: deque[WaitingSpan] = deque(maxlen=MOST_WAITS)
        self._debts: deque[WaitingSpan] = deque(maxlen=MOST_DEBTS)
        self._forgotten: Instant = ""  # up to when debts are not all known

    def feed(self, events: Iterable[Event], reopened: frozenset[int] = frozenset()) -> None:
        """Take in events in the order of the log.

        `reopened` names the follow-ups that are taken up again some time. They weren't done after all, so their spells
        end when the log does; others are counted and forgotten when they close.

        Raises: BrokenRecordError.
        """
        followup_id = 0
        try:
            for followup_id, at, action, new in events:
                self._take(followup_id, at, action, new, reopened)
        except (KeyError, ValueError) as err:
            what = f"holds a log entry of follow-up {followup_id} that can't be read"
            raise BrokenRecordError(what) from err

    def _take(
        self, followup_id: int, at: Instant, action: str, new: Mapping[str, str], reopened: frozenset[int]
    ) -> None:
        held = self._open.get(followup_id)
        if action == "create":
            held = self._open[followup_id] = self._create(at, new)
        elif held is None:
            if new.get("status") == "open" and followup_id in self._closed:
                self._open[followup_id] = self._closed.pop(followup_id)[0]
            return
        elif is_toss(new, at):
            self._end(held, at, "tossed")
            self._turn(held, at, new)
        else:
            self._happen(held, at, new)
        status = new.get("status", "open")
        if status == "open" and action != "remove":
            return
        del self._open[followup_id]
        ended = new.get("closed_at") or at
        if followup_id in reopened:
            self._closed[followup_id] = (held, ended, status)
        elif ended >= self._from:
            self._end(held, ended, status)
        else:
            self._keep(held, ended, status == "done")

    def _create(self, at: Instant, new: Mapping[str, str]) -> Held:
        held = Held(new["person_id"])
        held.begin(new.get("ball", "mine"), new.get("since") or at, at)
        # What a new one brings along happened nobody knows when.
        held.slips, held.snoozes, held.nudges = (int(new.get(name) or 0) for name in ("slips", "snoozes", "nudges"))
        held.asked = held.nudges
        held.moved_on = self._clock.day(at) if held.slips else 0
        self._happen(held, at, new)
        return held

    def _turn(self, held: Held, at: Instant, new: Mapping[str, str]) -> None:
        held.was_mine = held.was_mine or held.ball == "mine"
        held.slips = held.snoozes = held.nudges = 0
        promised = held.promised
        held.begin(new["ball"], at, new.get("noted") or at)
        # Nothing is noted of a day that the other side promises too.
        self._happen(held, at, {"promised": promised, **new})

    def _happen(self, held: Held, at: Instant, new: Mapping[str, str]) -> None:
        held.person = new.get("person_id", held.person)
        if "ball" in new:
            # A correction: it was never on the other side.
            held.turn(new["ball"])
        if "since" in new and not is_move(new, at):
            held.began = new["since"] or held.began
        if new.get("told_at"):
            held.signs.append(new["told_at"])
        more = {}
        for name in ("nudges", "slips", "snoozes"):
            if name in new:
                count = int(new[name] or 0)
                if count > getattr(held, name):
                    more[name] = count - getattr(held, name)
                setattr(held, name, count)
        if more:
            held.asked += more.get("nudges", 0)
            self._count_moves(held, self._clock.day(at), more)
        if "promised" in new:
            self._check_promise(held, at)
            held.promised = new["promised"]
            held.is_promised = held.is_promised or held.promised != ""
        if "slips" in more and not held.moved_on:
            held.moved_on = self._clock.day(at)

    def _check_promise(self, held: Held, at: Instant) -> None:
        if held.promised and not held.broken_on and self._clock.is_after(at, held.promised):
            held.broken_on = self._clock.day(held.promised)

    def _count_moves(self, held: Held, day: int, more: Mapping[str, int]) -> None:
        for tally in self.tallies:
            if tally.holds(day):
                tally.counts["nudges"] += more.get("nudges", 0)
        self._put_off(held, day, more.get("snoozes", 0))
        if "slips" in more:
            # Whose day it was is known for good when the spell ends: until then its side may be corrected.
            held.slipped.append((day, more["slips"]))

    def _put_off(self, held: Held, day: int, times: int) -> None:
        for place, tally in enumerate(self.tallies):
            if times and tally.holds(day):
                tally.counts["put off"] += times
                tally.counts["put off items"] += not held.seen & 1 << place
                held.seen |= 1 << place

    def _respond(self, held: Held) -> None:
        # Told at the end of a spell, as until then its side and its beginning may be corrected.
        if held.ball != "mine" or not held.signs:
            return
        self._length("next response" if held.was_mine else "first response", held.began, held.signs[0])
        for before, sign in zip(held.signs, held.signs[1:], strict=False):
            self._length("update", before, sign)

    def _length(self, name: str, since: When, at: Instant) -> None:
        if at < self._from:
            return
        day = self._clock.day(at)
        days = self._clock.between(self._clock.day(since), day)
        for tally in self.tallies:
            if tally.holds(day):
                tally.add(name, days)

    def _end(self, held: Held, at: Instant, how: str) -> None:
        is_answer = how in ("done", "tossed")
        self._keep(held, at, is_answer)
        if is_answer:
            held.signs.append(at)
        ended = self._clock.day(at)
        began = min(self._clock.day(held.began), ended)
        days = self._clock.between(began, ended)
        if held.ball == "mine":
            held.days += days
        if at < self._from:
            return
        self._respond(held)
        for tally in self.tallies:
            if began > tally.last or ended < tally.first:
                continue
            self._flow(tally, held, began, ended)
            if is_answer and tally.holds(ended):
                tally.flow(f"{held.ball} answered", ended)
                self._answer(tally, held, days, how)
        self._settle(held, at, ended if is_answer else 0)

    def _keep(self, held: Held, ended: Instant, is_answered: bool) -> None:
        span = WaitingSpan(held.person, held.began, held.entered, ended, is_answered)
        if held.ball == "theirs":
            self._waits.append(span)
            return
        if len(self._debts) == MOST_DEBTS:
            self._forgotten = max(self._forgotten, self._debts[0].ended)
        self._debts.append(span)

    @staticmethod
    def _answer(tally: PeriodCounts, held: Held, days: int, how: str) -> None:
        tally.add(f"{held.ball} turnaround", days)
        if held.ball == "theirs":
            tally.counts["unasked"] += not held.asked
            tally.counts["asked"] += held.asked
        if how == "done" and (held.was_mine or held.ball == "mine"):
            tally.add("resolution", held.days)

    def _flow(self, tally: PeriodCounts, held: Held, began: int, ended: int | None) -> None:
        if tally.holds(began):
            tally.flow(f"{held.ball} in", began)
        if ended is not None and tally.holds(ended):
            tally.flow(f"{held.ball} out", ended)
        elif began <= tally.last and (ended is None or ended > tally.last):
            tally.ages[held.ball][self._clock.between(began, tally.last)] += 1

    def _settle(self, held: Held, at: Instant, answered_on: int) -> None:
        if held.ball == "mine":
            for day, times in held.slipped:
                self._put_off(held, day, times)
        # Each promise counts once, by the worst of it, on the day of that.
        self._check_promise(held, at)
        if held.broken_on:
            outcome, day = "broken", held.broken_on
        elif held.moved_on:
            outcome, day = "moved", held.moved_on
        elif held.is_promised and answered_on:
            outcome, day = "kept", answered_on
        else:
            return
        for tally in self.tallies:
            if tally.holds(day):
                tally.counts[f"{held.ball} {outcome}"] += 1

    def finish(self) -> None:
        """Count what is open when the log ends, and what was closed in the end after having been taken up again."""
        for held, ended, how in self._closed.values():
            self._end(held, ended, how)
        for held in self._open.values():
            began = self._clock.day(held.began)
            for tally in self.tallies:
                self._flow(tally, held, began, None)
            self._respond(held)
            self._settle(held, self._now, 0)
            self.avoided += held.ball == "mine" and held.slips + held.snoozes >= AVOIDED_FROM
            self._keep(held, self._now, is_answered=False)

    def survival(self) -> tuple[dict[int, list[WaitingSpell]], dict[int, list[tuple[float, float]]]]:
        """Waiting spells and owing intervals by person, on the work clock, for `clearing_effect`; after `finish`.

        A wait that was noted late could not be seen to end before: it counts from then on. So does one from a time
        whose debts were forgotten.
        """
        reading = self._clock.reading
        owing: dict[int, list[tuple[float, float]]] = {}
        for debt in self._debts:
            owing.setdefault(int(debt.person), []).append((reading(debt.began), reading(debt.ended)))
        waiting: dict[int, list[WaitingSpell]] = {}
        for wait in self._waits:
            began = reading(wait.began)
            entered = max(began, reading(max(wait.entered, self._forgotten)))
            spell = WaitingSpell(began, entered, reading(wait.ended), wait.is_answered)
            waiting.setdefault(int(wait.person), []).append(spell)
        return waiting, owing
