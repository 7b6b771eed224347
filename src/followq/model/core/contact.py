"""How to reach somebody about one thing: by which channel, and where that leads."""

from __future__ import annotations

from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.person import Channel

VERBS: dict[Channel, str] = {
    "call": "call",
    "chat": "chat with",
    "email": "write to",
    "meet": "meet",
    "letter": "write a letter to",
}


class Reach(NamedTuple):
    """The channel to use, None where none is known, and where it leads: numbers or addresses, maybe none."""

    channel: Channel | None
    addresses: tuple[str, ...]

    @property
    def address(self) -> str | None:
        """The first number or address."""
        return self.addresses[0] if self.addresses else None

    @property
    def text(self) -> str:
        """`call +34 600 000 001`, `email ana@example.com`, `meet`; nothing where nothing is known."""
        return " ".join(part for part in (self.channel or "", " or ".join(self.addresses)) if part)


def reach(followup: FollowUp, person: Person) -> Reach:
    """Find out how to reach them: the item's channel, else the person's, else what is known of them."""
    if person.left_on:
        return Reach(None, ())
    known: Channel | None = "email" if person.emails else "call" if person.phones else None
    return reach_by(followup.channel or person.channel or known, person)


def reach_by(channel: Channel | None, person: Person) -> Reach:
    """Where a channel leads with this person; nowhere with one who left, as their address is stale."""
    if person.left_on:
        return Reach(channel, ())
    addresses: dict[Channel | None, tuple[str, ...]] = {
        "call": person.phones,
        "email": person.emails,
        "chat": person.emails or person.phones,
        "meet": person.phones or person.emails,
    }
    return Reach(channel, addresses.get(channel, ()))


def describe_contact(followup: FollowUp, person: Person) -> str:
    """`call Ana Lopez, 555 0100`: what to do, in words."""
    found = reach(followup, person)
    said = f"{VERBS[found.channel] if found.channel else 'get back to'} {person.name}"
    return f"{said}, {found.address}" if found.address else said
