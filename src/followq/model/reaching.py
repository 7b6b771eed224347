"""How to reach a person about something: the channel, and the number or address that goes with it."""

from __future__ import annotations

from followq.model.followup import FollowUp
from followq.model.person import Person
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.person import Channel


class Reach(NamedTuple):
    """The channel to use, None where none is known, and where it leads: numbers or addresses, maybe none."""

    channel: Channel | None
    addresses: tuple[str, ...]

    @property
    def text(self) -> str:
        """`call +34 600 000 001`, `email ana@example.com`, `meet`; nothing where nothing is known."""
        return " ".join(part for part in (self.channel or "", " or ".join(self.addresses)) if part)


def reach(followup: FollowUp, person: Person) -> Reach:
    """Find out how to reach them: the item's channel, else the person's, else what is known of them."""
    known: Channel | None = "call" if person.phones else "email" if person.emails else None
    channel = followup.channel or person.channel or known
    return by(channel, person)


def by(channel: Channel | None, person: Person) -> Reach:
    """Where a channel leads with this person."""
    addresses: dict[Channel | None, tuple[str, ...]] = {
        "call": person.phones,
        "email": person.emails,
        "chat": person.emails or person.phones,
        "meet": person.phones or person.emails,
    }
    return Reach(channel, addresses.get(channel, ()))
