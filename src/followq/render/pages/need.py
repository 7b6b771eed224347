"""`watch`: one thing that needs the user from now on, in a line."""

from __future__ import annotations

from collections.abc import Mapping

from followq.model.core.calendar import Calendar, Instant
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.record import NamedTuple
from followq.render.blocks import Block, Span, line
from followq.render.pages.item_rows import describe_item

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.priority.clocks import Need


class NeedPage(NamedTuple):
    """What is needed, since when, in words, and for which follow-up."""

    need: Need
    at: Instant
    text: str
    followups: tuple[FollowUp, ...]
    names: Mapping[int, Person]
    kind: str = "watch"

    def layout(self, calendar: Calendar) -> list[Block]:
        """The follow-up, and what about it."""
        followup = self.followups[0]
        return [line(describe_item(followup, self.names[followup.person_id]), Span(f"; {self.text}", "soon"))]
