"""Somebody leaves for good: what is open with them goes to a successor, or waits to be handed over."""

from __future__ import annotations

from followq.cli.input.lookup import taken
from followq.cli.input.meant import Meant
from followq.cli.session import Session
from followq.errors import UsageError
from followq.hints import command
from followq.model.core.filter import Filter
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.core.phrasing import count, listed, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.store.records.writer import Batch

MOST_NAMED = 3


def hand_over_all(
    session: Session, batch: Batch, leaver: Person, meant: Meant
) -> tuple[list[FollowUp], str, tuple[str, ...]]:
    """Give everything open to the successor; returns it, and what to say of it. What is closed stays where it was.

    Raises: UsageError when the successor is the one who leaves, or has left.
    """
    successor = taken(batch, session, meant)
    if successor.id == leaver.id:
        raise UsageError(f"{leaver.name} can't take over from {leaver.name}", "name somebody else")
    if successor.left_on:
        raise UsageError(
            f"{successor.name} has left too",
            f"name somebody else, or: {command('person', 'edit', '--no-left', of=successor.name)}",
        )
    moved = [one._replace(person_id=successor.id) for one in _open(batch, leaver)]
    for after in moved:
        batch.put(after._replace(person_id=leaver.id), after)
    said = f"{count(len(moved), 'follow-up')} {'is' if len(moved) == 1 else 'are'} with {successor.name} now."
    if not meant.near:
        return moved, said, ()
    others = listed([one.shown for one in meant.near])
    return (
        moved,
        said,
        (f"{successor.name} is new here; there is also {others}. If you meant that: {command('undo')}",),
    )


def tell_what_stays(batch: Batch, leaver: Person) -> tuple[str, ...]:
    """What is still open with somebody who left, and how to hand it over."""
    stays = _open(batch, leaver)
    if not stays:
        return ()
    named = listed([f"{one.id} {shortened(one.text, 40)}" for one in stays[:MOST_NAMED]])
    more = f" and {len(stays) - MOST_NAMED} more" if len(stays) > MOST_NAMED else ""
    how = command("person", "edit", "--left", "--to", "SUCCESSOR", of=leaver.name)
    return (f"Still open with {leaver.name}: {named}{more}. To hand it over: {how}",)


def _open(batch: Batch, person: Person) -> list[FollowUp]:
    return batch.select(Filter(person_id=person.id))
