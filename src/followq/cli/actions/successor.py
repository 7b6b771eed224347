"""Somebody leaves for good: what is open with them goes to a successor, or waits to be handed over."""

from __future__ import annotations

from followq.cli.actions.change_followups import offer_to_ask
from followq.cli.context import Context
from followq.cli.input.lookup import find_or_create_person
from followq.cli.input.person_choice import Meant
from followq.errors import UsageError
from followq.hints import command
from followq.model.core import verbs
from followq.model.core.filter import Filter
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.core.phrasing import count, join_list, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.store.records.writer import Batch

MOST_NAMED = 3


def hand_over_all(
    context: Context, batch: Batch, leaver: Person, meant: Meant
) -> tuple[list[FollowUp], str, tuple[str, ...]]:
    """Give everything open to the successor; returns it, and what to say of it. What is closed stays where it was.

    Raises: UsageError when the successor is the one who leaves, or has left.
    """
    successor = find_or_create_person(batch, context, meant)
    if successor.id == leaver.id:
        raise UsageError(f"{leaver.name} can't take over from {leaver.name}", "name somebody else")
    if successor.left_on:
        raise UsageError(
            f"{successor.name} has left too",
            f"name somebody else, or: {command('person', 'edit', '--no-left', of=successor.name)}",
        )
    pairs = [(before, verbs.move(before, successor.id, context.calendar)) for before in _find_open(batch, leaver)]
    for before, after in pairs:
        batch.put(before, after)
    moved = [after for _, after in pairs]
    said = f"{count(len(moved), 'follow-up')} {'is' if len(moved) == 1 else 'are'} with {successor.name} now."
    ask = offer_to_ask(context.calendar, moved, {successor.id: successor})
    notes = tuple(f"{successor.name} doesn't know of it yet. {note}" for note in ask)
    if not meant.near:
        return moved, said, notes
    others = join_list([one.shown for one in meant.near])
    doubt = f"{successor.name} is new here; there is also {others}. If you meant that: {command('undo')}"
    return moved, said, (doubt, *notes)


def tell_what_stays(batch: Batch, leaver: Person) -> tuple[str, ...]:
    """What is still open with somebody who left, and how to hand it over."""
    stays = _find_open(batch, leaver)
    if not stays:
        return ()
    named = join_list([f"{one.id} {shorten(one.text, 40)}" for one in stays[:MOST_NAMED]])
    more = f" and {len(stays) - MOST_NAMED} more" if len(stays) > MOST_NAMED else ""
    how = command("person", "edit", "--left", "--to", "SUCCESSOR", of=leaver.name)
    return (f"Still open with {leaver.name}: {named}{more}. To hand it over: {how}",)


def _find_open(batch: Batch, person: Person) -> list[FollowUp]:
    return batch.select(Filter(person_id=person.id))
