"""The guided round through what is owed: which card is next, what was done to each, what is left.

Pure: a round is a record, every key makes the next one. What a card shows is read anew each time it is
dealt; only its place in the round is settled at the start.
"""

from __future__ import annotations

from collections.abc import Iterable

from followq.record import NamedTuple

LEAVING = ("done", "toss", "told", "hand", "snooze", "drop")
"""Commands after which a card has had its turn, the most welcome first."""

CLEARING = ("done", "toss", "drop")
"""Those of them after which nobody waits on the user any more."""


class Step(NamedTuple):
    """One thing done in the round: to which follow-up, by which command, in which batch of the log."""

    followup_id: int
    command: str
    batch: int


class Round(NamedTuple):
    """Cards by follow-up id in their order, the place of the one shown, and what was done, in order.

    `place` is one behind the last card when all had their turn. `gone` are cards that somebody else took
    away before they were shown. `box_minutes` is the time the user has; None for all the time it takes.
    """

    ids: tuple[int, ...]
    place: int = 0
    steps: tuple[Step, ...] = ()
    gone: tuple[int, ...] = ()
    box_minutes: int | None = None

    @property
    def current(self) -> int | None:
        """The follow-up on the card shown; None when the round is over."""
        return self.ids[self.place] if self.place < len(self.ids) else None

    @property
    def outcomes(self) -> dict[int, str]:
        """What became of each card that had its turn: its last leaving command, by id."""
        return {step.followup_id: step.command for step in self.steps if step.command in LEAVING}

    @property
    def left(self) -> tuple[int, ...]:
        """Cards that had no turn yet: skipped ones and those to come."""
        settled = {*self.outcomes, *self.gone}
        return tuple(followup_id for followup_id in self.ids if followup_id not in settled)


def go_to_next(round_: Round) -> Round:
    """Go to the next card that had no turn yet; this one stays for later."""
    left = set(round_.left)
    places = range(round_.place + 1, len(round_.ids))
    return round_._replace(place=next((p for p in places if round_.ids[p] in left), len(round_.ids)))


def go_back(round_: Round) -> Round:
    """Go to the card before this one, whatever became of it."""
    return round_._replace(place=max(0, round_.place - 1))


def record_step(round_: Round, step: Step) -> Round:
    """Note what was done; a leaving command brings the next card."""
    after = round_._replace(steps=(*round_.steps, step))
    return go_to_next(after) if step.command in LEAVING and step.followup_id == round_.current else after


def forget_last_step(round_: Round) -> Round:
    """Forget the last step, which was taken back, and return to its card."""
    step = round_.steps[-1]
    return round_._replace(steps=round_.steps[:-1], place=round_.ids.index(step.followup_id))


def skip_missing(round_: Round) -> Round:
    """The card shown is no longer there to be dealt: go on to the next."""
    assert round_.current is not None
    return go_to_next(round_._replace(gone=(*round_.gone, round_.current)))


def add_cards(round_: Round, ids: Iterable[int]) -> Round:
    """Add cards behind the last, each once, and go to the first of them."""
    new = [followup_id for followup_id in dict.fromkeys(ids) if followup_id not in round_.ids]
    return go_to_next(round_._replace(ids=(*round_.ids, *new), place=len(round_.ids) - 1))


def return_to_skipped(round_: Round) -> Round:
    """Go back to the first card that was skipped."""
    return go_to_next(round_._replace(place=-1))


def drop_time_box(round_: Round) -> Round:
    """Go on without regard to the time box."""
    return round_._replace(box_minutes=None)


def is_time_up(round_: Round, spent_minutes: float) -> bool:
    """The time box is used up, with cards left."""
    return round_.box_minutes is not None and spent_minutes >= round_.box_minutes and bool(round_.left)


def count_outcomes(round_: Round) -> dict[str, int]:
    """How many cards had each outcome, in the order of `LEAVING`; outcomes that didn't occur are left out."""
    outcomes = list(round_.outcomes.values())
    return {command: outcomes.count(command) for command in LEAVING if command in outcomes}


def find_cleared(round_: Round) -> tuple[int, ...]:
    """Follow-ups on which nobody waits any more, in the order of their cards."""
    outcomes = round_.outcomes
    return tuple(followup_id for followup_id in round_.ids if outcomes.get(followup_id) in CLEARING)
