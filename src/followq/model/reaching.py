"""How to reach somebody about one thing: by which channel, at which number or address."""

from __future__ import annotations

from followq.model.followup import FollowUp
from followq.model.person import Person
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.person import Channel

VERBS: dict[Channel, str] = {
    "call": "call",
    "chat": "chat with",
    "email": "write to",
    "meet": "meet",
    "letter": "write a letter to",
}


class Reach(NamedTuple):
    """The channel, where one is known or follows from an address, and the number or address for it."""

    channel: Channel | None = None
    address: str | None = None


def reach(followup: FollowUp, person: Person) -> Reach:
    """The item's own channel, else the person's, else the one that they gave an address for."""
    channel = followup.channel or person.channel
    if channel is None:
        channel = "email" if person.emails else "call" if person.phones else None
    addresses = person.phones if channel in ("call", "chat") else person.emails if channel == "email" else ()
    return Reach(channel, addresses[0] if addresses else None)


def invitation(followup: FollowUp, person: Person) -> str:
    """`call Ana Lopez, 555 0100`: what to do, in words."""
    channel, address = reach(followup, person)
    said = f"{VERBS[channel] if channel else 'get back to'} {person.name}"
    return f"{said}, {address}" if address else said
