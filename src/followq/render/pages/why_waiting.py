"""`why` of what is waited for: where the day of the next nudge comes from."""

from __future__ import annotations

from collections.abc import Mapping

from followq.model.core.calendar import Calendar
from followq.model.core.person import Person
from followq.model.nudging.outlook import Explanation
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Row, Span, line, table
from followq.render.pages.item_rows import describe_item, make_to_do


class WhyWaitingPage(NamedTuple):
    """One or more waited for items with the reasons for their days."""

    followups: tuple[Explanation, ...]
    names: Mapping[int, Person]
    kind: str = "why"

    def layout(self, calendar: Calendar) -> list[Block]:
        """What to do on which day, then every reason."""
        blocks: list[Block] = []
        for item in self.followups:
            followup = item.outlook.followup
            rows = [Row((Span(reason.term, "quiet"), Span(reason.text))) for reason in item.terms]
            blocks += [
                line(
                    Span(describe_item(followup, self.names[followup.person_id]), "title"),
                    "  ",
                    make_to_do(item.outlook, calendar),
                ),
                Line(),
                table(("term", "why"), rows),
                Line(),
            ]
        return blocks[:-1]
