"""`say`: the message, for whom, why this one, and what was done with it."""

from __future__ import annotations

from collections.abc import Mapping

from followq.model.core.calendar import Calendar
from followq.model.core.contact import describe_contact
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.people.message_kinds import KINDS
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Span, line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.person import Channel
    from followq.model.people.message_kinds import Kind


class Message(NamedTuple):
    """What is said, of which kind and why that one, in which language, and by which channel and address."""

    kind: Kind
    why: str
    language: str
    subject: str
    text: str
    channel: Channel | None
    address: str | None


class SayPage(NamedTuple):
    """One follow-up's message; what was `did` with it, in sentences; `is_bare` where only the message is wanted."""

    followups: tuple[FollowUp, ...]
    message: Message
    did: tuple[str, ...]
    notes: tuple[str, ...]
    names: Mapping[int, Person]
    is_bare: bool
    kind: str = "say"

    def layout(self, calendar: Calendar) -> list[Block]:
        """The message between what it is and what can be done with it."""
        if self.is_bare:
            return self._text()
        blocks = [*self.words(), Line()]
        if self.did:
            return blocks + [line(said) for said in self.did]
        others = ", ".join(kind for kind in KINDS if kind != self.message.kind)
        return [
            *blocks,
            line(Span("--open or --copy takes it along, --log notes that you said it", "quiet")),
            line(Span(f"or say: {others}", "quiet")),
        ]

    def words(self) -> list[Block]:
        """What kind of message it is and why, how to reach them, and the message."""
        message, followup = self.message, self.followups[0]
        blocks: list[Block] = [line(Span(note, "warn")) for note in self.notes]
        head = message.kind if message.why == "as you asked" else f"{message.kind}: {message.why}"
        to_do = describe_contact(followup, self.names[followup.person_id])
        blocks += [line(Span(head[0].upper() + head[1:], "title")), line(Span(to_do, "quiet"))]
        if message.subject and message.channel in (None, "email", "letter"):
            blocks.append(line(Span("Subject: ", "quiet"), message.subject))
        return [*blocks, Line(), *self._text()]

    def _text(self) -> list[Block]:
        return [line(part) for part in self.message.text.splitlines()]
