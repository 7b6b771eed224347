"""What a log looks like once somebody was taken out of it: pure, so that its laws can be tested."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from followq.model.core.change import Change, Entry
from followq.model.core.folding import fold, is_unspaced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def remove_people(entries: Sequence[Entry], gone: Collection[int]) -> list[Entry] | None:
    """One follow-up's part of the log as if it had never been with the people who are gone.

    Empty when it is theirs, or was to the end. What is somebody else's by now begins where it became theirs, in
    the state it then had; a visit in which nothing else happened, as by a merge that was undone, leaves no gap.
    None when only its present state can be kept: it came back by an undo or a redo, whose other half is lost.
    """
    owner: int | None = None
    last = -1
    for place, entry in enumerate(entries):
        pair = entry.change.fields.get("person_id")
        if pair:
            owner = pair[0] if pair[1] is None else pair[1]
            last = place if set(pair) & set(gone) else last
    if owner in gone:
        return []
    if last < 0:
        return list(entries)
    short = _without_visits(entries, gone)
    if short is not None:
        return short
    if entries[last].undoes is not None:
        return None
    state: dict[str, Any] = {}
    for entry in entries[: last + 1]:
        state |= {name: new for name, (_, new) in entry.change.fields.items()}
    fields = {name: (None, value) for name, value in state.items() if value is not None}
    begun = entries[last]._replace(change=Change("followup", entries[last].change.id, "create", fields))
    return [begun, *entries[last + 1 :]]


def _without_visits(entries: Sequence[Entry], gone: Collection[int]) -> list[Entry] | None:
    # The entries less each going to somebody who is gone and coming back at once; None when there is more to it.
    kept: list[Entry] = []
    came_from: int | None = None
    for entry in entries:
        old, new = entry.change.fields.get("person_id", (None, None))
        if came_from is not None:
            if new is None or new in gone:
                return None
            fields = dict(entry.change.fields) | {"person_id": (came_from, new)}
            if came_from == new:
                del fields["person_id"]
            if fields or entry.change.remark:
                kept.append(entry._replace(change=entry.change._replace(fields=fields)))
            came_from = None
        elif old in gone:
            return None
        elif new in gone:
            if entry.change.action != "change" or len(entry.change.fields) > 1 or entry.change.remark:
                return None
            came_from = old
        else:
            kept.append(entry)
    return kept


def remove_links(change: Change, gone: Collection[int]) -> Change | None:
    """The change without links to follow-ups that are gone; None when nothing is left of it."""
    pair = change.fields.get("blocked_by")
    if pair is None or not any(set(side or ()) & set(gone) for side in pair):
        return change
    old, new = (None if side is None else remove_ids(side, gone) for side in pair)
    fields = dict(change.fields) | {"blocked_by": (old, new)}
    if old == new:
        del fields["blocked_by"]
    return change._replace(fields=fields) if fields or change.remark else None


def remove_ids(ids: Iterable[int], gone: Collection[int]) -> tuple[int, ...]:
    """A list of ids less those that are gone."""
    return tuple(number for number in ids if number not in gone)


def make_mention_test(names: Iterable[str]) -> Callable[[str], bool]:
    """A test of whether a text holds one of the names as words of its own, in whatever case and accents."""
    keys = [fold(name) for name in names]

    def mentions(text: str) -> bool:
        folded = fold(text)
        for key in keys:  # noqa: SIM110 - `any` takes longer than the search, and most texts hold none of them
            if key in folded and _holds(folded, key):
                return True
        return False

    return mentions


def _holds(text: str, name: str) -> bool:
    place = text.find(name)
    while place >= 0:
        before, after = text[:place][-1:], text[place + len(name) :][:1]
        if is_unspaced(name[0]) or (not before.isalnum() and not after.isalnum()):
            return True
        place = text.find(name, place + 1)
    return False
