"""What the ledger holds of a follow-up while it is open, and of a spell once it has ended."""

from __future__ import annotations

from followq.model.core.calendar import Instant, When
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.followup import Ball


class Held:
    """An open follow-up. Moments are text, nothing for none; days are numbers, 0 for none."""

    __slots__ = (
        "asked", "ball", "began", "broken_on", "days", "entered", "is_promised", "moved_on", "nudges", "person",
        "promised", "seen", "signs", "slipped", "slips", "snoozes", "was_mine",
    )  # fmt: skip

    def __init__(self, person: str) -> None:
        self.person = person
        self.days = 0  # working days of earlier spells on the user's side
        self.was_mine = False  # in an earlier spell
        self.seen = 0  # periods in which it was put off already, as bits
        self.slips = self.snoozes = self.nudges = 0

    def begin(self, ball: str, began: When, entered: Instant) -> None:
        """Begin a new spell, with nothing promised, told, asked or put off in it yet."""
        self.turn(ball)
        self.began, self.entered = began, entered
        self.signs: list[Instant] = []  # when they heard from the user in this spell
        self.promised = ""
        self.is_promised = False
        self.moved_on = self.broken_on = 0  # days on which the promise was put off first, and passed
        self.slipped: list[tuple[int, int]] = []  # days on which the promise was put off, and how often
        self.asked = 0  # nudges in this spell

    def turn(self, ball: str) -> None:
        """Set the side that has the ball."""
        self.ball: Ball = "theirs" if ball == "theirs" else "mine"


class WaitingSpan(NamedTuple):
    """A spell as it is kept for the clearing effect; `entered` is when it was noted."""

    person: str
    began: When
    entered: Instant
    ended: Instant
    is_answered: bool
