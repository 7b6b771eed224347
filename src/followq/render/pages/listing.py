"""`list` and `search`: follow-ups as they are, unranked."""

from __future__ import annotations

from collections.abc import Mapping

from followq.hints import command
from followq.model.core import phrasing
from followq.model.core.calendar import Calendar, When
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Span, line, table
from followq.render.pages.item_rows import make_plain_row


class ListPage(NamedTuple):
    """Follow-ups in order, what to say when there are none, how many more there are, and the period they are from."""

    kind: str
    followups: tuple[FollowUp, ...]
    names: Mapping[int, Person]
    is_filtered: bool
    more: int = 0
    since: When | None = None
    until: When | None = None

    def layout(self, calendar: Calendar) -> list[Block]:
        """A row for each, then their number."""
        period = phrasing.period(self.since, self.until, calendar)
        if not self.followups:
            hint = (
                f"Nothing fits{period and f' {period}'}. {command('list', '--status', 'all')} shows everything."
                if self.is_filtered
                else f"Nothing is open. {command('add', 'Ana Lopez', 'Send the quote', '--by', 'fri')}"
            )
            return [line(hint)]
        rows = [make_plain_row(followup, self.names[followup.person_id], calendar) for followup in self.followups]
        total = phrasing.count(len(rows), "follow-up")
        if self.more:
            total += f", the best first; {self.more} more with --all"
        total += period and f", {period}"
        return [table((">id", "side?", "who", "what"), rows), Line(), line(Span(total, "quiet"))]
