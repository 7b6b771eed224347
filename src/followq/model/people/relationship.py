"""What passed between the user and one person, out of the log: spells, promises, signs of life, events.

Everything here is worked out from the entries of that person's follow-ups; nothing is kept anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from followq.model.core.calendar import Calendar, Instant, When, is_day
from followq.model.core.change import Entry
from followq.model.core.followup import is_since_given
from followq.model.core.history import is_toss, select_standing, set_event_time
from followq.model.core.stays import Stay, find_stays, group_logs_by_id
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from followq.model.core.followup import Ball

    Ending = Literal["", "done", "tossed", "dropped", "moved"]
    Outcome = Literal["", "kept", "moved", "broken"]
    Deed = Literal[
        "asked", "noted", "told", "promised", "moved", "nudged", "heard", "done", "tossed", "dropped", "reopened"
    ]


class Spell(NamedTuple):
    """One time that the ball lay on one side.

    `ended` is None while it still does. `outcome` is what became of that side's promise, by the worst of it:
    `broken` when the promised day passed first, `moved` when it was put off in time, `kept` when the ball was
    let go of by then; nothing without a promise, while it is open, or when it was dropped or moved to another person
    in time.
    """

    followup_id: int
    side: Ball
    since: When
    ended: Instant | None
    ending: Ending
    outcome: Outcome
    nudges: int


class Event(NamedTuple):
    """Something that happened between the two, with the side that had the ball, the text and the words of then.

    `until` is the moment promised. `is_from_me` tells the user's signs of life from theirs; None for what the
    other side didn't see.
    """

    at: Instant
    followup_id: int
    deed: Deed
    side: Ball
    text: str
    remark: str
    until: When | None
    is_from_me: bool | None


class SideDealings(NamedTuple):
    """One side's part in the dealings.

    `turnaround_days` is the median of working days from being asked to letting go of the ball, over
    `turnarounds` times; None without any. `nudges` counts how often this side had to be asked again,
    `heard_at` is its last sign of life.
    """

    turnaround_days: float | None = None
    turnarounds: int = 0
    kept: int = 0
    moved: int = 0
    broken: int = 0
    nudges: int = 0
    heard_at: Instant | None = None


class Dealings(NamedTuple):
    """Both parts, the time logged, how many things they asked of the user, and what happened, oldest first."""

    mine: SideDealings
    theirs: SideDealings
    spent_minutes: int
    requests: int
    history: tuple[Event, ...]


def make_dealings(entries: Iterable[Entry], calendar: Calendar, person_id: int | None = None) -> Dealings:
    """Work out what passed between the user and one person.

    `entries` is the log of all follow-ups that ever were with them, in order; entries about people are passed over.
    Without a `person_id` they never were with anybody else.
    """
    if person_id is None:
        return make_dealings_of_logs((select_standing(log) for log in group_logs_by_id(entries).values()), calendar)
    return make_dealings_of_logs((stay.entries for stay in find_stays_with(person_id, entries, calendar)), calendar)


def find_stays_with(person_id: int, entries: Iterable[Entry], calendar: Calendar) -> list[Stay]:
    """The stays with one person, follow-up by follow-up, out of a log."""
    logs = group_logs_by_id(entries).values()
    return [stay for log in logs for stay in find_stays(log, calendar) if stay.person_id == person_id]


def make_dealings_of_logs(lives: Iterable[Iterable[Entry]], calendar: Calendar) -> Dealings:
    """The same of standing logs that each tell of one time with that person."""
    followups: list[_Followup] = []
    for entries in lives:
        walk: _Followup | None = None
        for entry in entries:
            walk = walk or _Followup(entry.change.id, calendar)
            walk.take(entry)
        followups += [walk] if walk else []
    spells = [spell for followup in followups for spell in followup.spells()]
    history = [event for followup in followups for event in followup.history()]
    history.sort(key=lambda event: (event.at, event.followup_id))
    return Dealings(
        mine=_part("mine", spells, history, calendar),
        theirs=_part("theirs", spells, history, calendar),
        spent_minutes=sum(followup.spent_minutes for followup in followups),
        requests=sum(followup.is_request for followup in followups),
        history=tuple(history),
    )


def find_spells(entries: Iterable[Entry], calendar: Calendar) -> list[Spell]:
    """The spells of one follow-up, in order, out of its part of the log."""
    walk: _Followup | None = None
    for entry in select_standing(entries):
        walk = walk or _Followup(entry.change.id, calendar)
        walk.take(entry)
    return walk.spells() if walk else []


def median(numbers: Iterable[float]) -> float | None:
    """The middle one, or the mean of the two in the middle; None for none."""
    found = sorted(numbers)
    half = len(found) // 2
    if not found:
        return None
    return float(found[half]) if len(found) % 2 else (found[half - 1] + found[half]) / 2


def count_length_days(since: When, until: When, calendar: Calendar) -> int:
    """Working days from one moment to another; none when it lay ahead."""
    return max(0, calendar.working_days(calendar.day_of(since), calendar.day_of(until)))


def _part(side: Ball, spells: list[Spell], history: list[Event], calendar: Calendar) -> SideDealings:
    own = [spell for spell in spells if spell.side == side]
    ended = [
        count_length_days(spell.since, spell.ended, calendar)
        for spell in own
        if spell.ended and spell.ending in ("done", "tossed")
    ]
    outcomes = [spell.outcome for spell in own]
    signs = [event.at for event in history if event.is_from_me is (side == "mine")]
    return SideDealings(
        turnaround_days=median(ended),
        turnarounds=len(ended),
        kept=outcomes.count("kept"),
        moved=outcomes.count("moved"),
        broken=outcomes.count("broken"),
        nudges=sum(spell.nudges for spell in own),
        heard_at=signs[-1] if signs else None,
    )


class _Open:
    """A spell that is being walked through, with what is known of its promise."""

    def __init__(self, side: Ball, since: When) -> None:
        self.side = side
        self.since = since
        self.promised: When | None = None
        self.is_promised = self.is_moved = self.is_broken = False
        self.nudges = 0
        self.ended: Instant | None = None
        self.ending: Ending = ""

    def outcome(self) -> Outcome:
        if self.is_broken:
            return "broken"
        if self.is_moved:
            return "moved"
        return "kept" if self.is_promised and self.ending in ("done", "tossed") else ""


class _Followup:
    """One follow-up on its way through the log."""

    def __init__(self, followup_id: int, calendar: Calendar) -> None:
        self.id = followup_id
        self._calendar = calendar
        self._state: dict[str, Any] = {}
        self._spells: list[_Open] = []
        self._first: Event | None = None
        self._brought = False
        self._events: list[Event] = []

    @property
    def is_request(self) -> bool:
        """It began with their asking for something."""
        return bool(self._spells) and self._spells[0].side == "mine"

    @property
    def spent_minutes(self) -> int:
        """The time logged so far."""
        minutes: int = self._state.get("spent_minutes", 0)
        return minutes

    def take(self, entry: Entry) -> None:
        """Go on by one entry, at the moment it happened, whenever it was noted."""
        entry = set_event_time(entry)
        new = {name: value for name, (_, value) in entry.change.fields.items()}
        before, self._state = self._state, self._state | new
        at: Instant = new.get("closed_at") or entry.at
        if not before:
            self._begin(entry)
        spell = self._spells[-1]
        self._check_promise(spell, at)
        if entry.change.action == "remove":
            # With somebody else from now on: they see no end of it.
            spell.ended, spell.ending = spell.ended or at, spell.ending or "moved"
            return
        if before and is_toss(new, entry.at):
            spell = self._turn(spell, entry)
        # A corrected side was never the other.
        spell.side = self._state["ball"]
        spell.since = new.get("since", spell.since)
        self._note_contacts(spell, before, new, entry)
        self._note_promise(spell, before, new, entry)
        self._note_status(spell, before, new, at, entry)

    def _begin(self, entry: Entry) -> None:
        spell = _Open(self._state["ball"], self._state["since"])
        self._spells.append(spell)
        if self._calendar.start_of(spell.since) <= entry.at:
            # What begins later was planned by the user; nobody said anything.
            self._first = self._event("asked", spell, entry, is_from_me=None)
            self._brought = any(self._state.get(name) for name in ("told_at", "nudges", "heard_at"))

    def _turn(self, spell: _Open, entry: Entry) -> _Open:
        spell.ended, spell.ending = entry.at, "tossed"
        self._events.append(self._event("tossed", spell, entry, is_from_me=spell.side == "mine"))
        after = _Open(self._state["ball"], self._state["since"])
        self._spells.append(after)
        return after

    def _check_promise(self, spell: _Open, at: Instant) -> None:
        # Whether the promise passed before this moment, with the ball still there.
        if spell.promised and spell.ended is None and _has_passed(spell.promised, at, self._calendar):
            spell.is_broken = True

    def _note_contacts(self, spell: _Open, before: dict[str, Any], new: dict[str, Any], entry: Entry) -> None:
        is_begun_asked = not before and spell.side == "theirs"
        if new.get("told_at") and not is_begun_asked:
            told = self._event("told", spell, entry, is_from_me=True)
            self._events.append(told._replace(at=new["told_at"]))
        more = new.get("nudges", 0) - before.get("nudges", 0)
        if more > 0:
            spell.nudges += more
            nudged = self._event("nudged", spell, entry, is_from_me=spell.side == "theirs")
            self._events.append(nudged._replace(at=new.get("nudged_at") or entry.at))
        if new.get("heard_at"):
            heard = self._event("heard", spell, entry, is_from_me=False)
            self._events.append(heard._replace(at=new["heard_at"]))

    def _note_promise(self, spell: _Open, before: dict[str, Any], new: dict[str, Any], entry: Entry) -> None:
        if not new.keys() & {"promised", "slips", "ball"}:
            return
        is_slip = self._state.get("slips", 0) > before.get("slips", 0)
        spell.promised = self._state.get("promised")
        spell.is_promised = spell.is_promised or spell.promised is not None
        spell.is_moved = spell.is_moved or is_slip
        if spell.promised or is_slip:
            self._events.append(self._event("moved" if is_slip else "promised", spell, entry, is_from_me=None))

    def _note_status(
        self, spell: _Open, before: dict[str, Any], new: dict[str, Any], at: Instant, entry: Entry
    ) -> None:
        status = new.get("status", "open")
        if status != "open" and spell.ended is None:
            self._check_promise(spell, at)
            spell.ended, spell.ending = at, status
            is_from_me = None if status == "dropped" else spell.side == "mine"
            self._events.append(self._event(status, spell, entry, is_from_me=is_from_me)._replace(at=at))
        elif status == "open" and before.get("status", "open") != "open" and "status" in new:
            # It was not done after all: the same wait goes on, and nobody gave a sign.
            spell.ended, spell.ending = None, ""
            last = max((n for n, event in enumerate(self._events) if event.deed in ("done", "dropped")), default=None)
            if last is not None:
                self._events[last] = self._events[last]._replace(is_from_me=None)
            self._events.append(self._event("reopened", spell, entry, is_from_me=None))

    def _event(self, deed: Deed, spell: _Open, entry: Entry, *, is_from_me: bool | None) -> Event:
        until = spell.promised if deed in ("promised", "moved") else None
        text: str = self._state["text"]
        return Event(entry.at, self.id, deed, spell.side, text, entry.change.remark, until, is_from_me)

    def spells(self) -> list[Spell]:
        """What was walked through, up to now."""
        for spell in self._spells:
            self._check_promise(spell, self._calendar.instant)
        return [
            Spell(self.id, spell.side, spell.since, spell.ended, spell.ending, spell.outcome(), spell.nudges)
            for spell in self._spells
        ]

    def history(self) -> list[Event]:
        """What happened, in order."""
        if self._first is None:
            return self._events
        begun = self._spells[0]
        at = self._calendar.start_of(begun.since)
        knows = begun.side == "mine" or self._brought or is_since_given(begun.since, self._state.get("created_at", ""))
        deed: Deed = "asked" if knows else "noted"
        first = self._first._replace(at=at, deed=deed, side=begun.side, is_from_me=begun.side == "theirs")
        # What was only noted was no word to them.
        return [first if knows else first._replace(is_from_me=None), *self._events]


def _has_passed(promised: When, at: Instant, calendar: Calendar) -> bool:
    end = calendar.end_of(promised)
    moment = datetime.fromisoformat(at)
    return moment >= end if is_day(promised) else moment > end
