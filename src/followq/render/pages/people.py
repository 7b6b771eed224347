"""`people` and `with`: who needs attention, and everything between the user and one person."""

from __future__ import annotations

from collections.abc import Mapping

from followq.model import words
from followq.model.calendar import Calendar
from followq.model.followup import FollowUp
from followq.model.person import Person
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Row, Span, line, table
from followq.render.pages.parts import plain_row


class Standing(NamedTuple):
    """How things stand with a person.

    `late` counts broken promises on the user's side, `dark_days` working days without a sign either way,
    `drag_days` the working days they wait for the user less those the user waits for them.
    """

    person: Person
    owed: int = 0
    waiting: int = 0
    late: int = 0
    last_heard_at: str | None = None
    dark_days: int | None = None
    drag_days: int = 0
    spent_minutes: int = 0

    def document(self) -> dict[str, object]:
        """The person's fields and these, in one object."""
        rest = self._asdict()
        return {**rest.pop("person")._asdict(), **rest}


class PeoplePage(NamedTuple):
    """People in the order asked for."""

    people: tuple[Standing, ...]
    kind: str = "people"

    def layout(self, calendar: Calendar) -> list[Block]:
        """A row for each."""
        if not self.people:
            return [line('Nobody yet. The first is made on the fly: followq add "Ana Lopez" "Send the quote"')]
        rows = [
            Row((Span(item.person.name, "late" if item.late else ""), Span(_standing(item, calendar))))
            for item in self.people
        ]
        return [table(("who", "how it stands"), rows)]


def _standing(item: Standing, calendar: Calendar) -> str:
    parts = []
    if item.owed:
        late = f", {item.late} late" if item.late else ""
        parts.append(f"you owe {words.count(item.owed, 'thing')}{late}")
    if item.waiting:
        parts.append(f"they owe you {words.count(item.waiting, 'thing')}")
    if item.last_heard_at:
        heard = item.last_heard_at
        parts.append(f"last sign {words.day_alone(heard, calendar)} ({words.distance(heard, calendar)})")
    if item.person.weight != "normal":
        parts.append("key" if item.person.weight == "key" else "VIP")
    return "; ".join(parts) or "nothing open"


class WithPage(NamedTuple):
    """Everything between the user and one person: both directions, then what was closed last."""

    people: tuple[Standing, ...]
    followups: tuple[FollowUp, ...]
    closed: tuple[FollowUp, ...]
    names: Mapping[int, Person]
    kind: str = "with"

    def layout(self, calendar: Calendar) -> list[Block]:
        """How to reach them, what you owe, what they owe, what was done."""
        item = self.people[0]
        person = item.person
        reach = [part for part in (person.organisation, person.channel, *person.phones, *person.emails) if part]
        blocks: list[Block] = [
            line(Span(person.name, "title"), Span(f"  {', '.join(reach)}" if reach else "", "quiet"))
        ]
        blocks.append(line(_standing(item, calendar)))
        if person.note:
            blocks.append(line(Span(person.note, "quiet")))
        owed = [f for f in self.followups if f.ball == "mine"]
        waiting = [f for f in self.followups if f.ball == "theirs"]
        for title, part in (("You owe them", owed), ("They owe you", waiting), ("Closed last", self.closed)):
            if part:
                rows = [plain_row(followup, person, calendar) for followup in part]
                rows = [Row((row.cells[0], row.cells[3]), row.below) for row in rows]
                blocks += [Line(), line(Span(title, "title")), table((">id", "what"), rows)]
        return blocks
