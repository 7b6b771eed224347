"""What comes again: a recurring follow-up as it was before its ball changed sides."""

from __future__ import annotations

from collections.abc import Iterable

from followq.model.followup import FollowUp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.change import Entry

KEPT = ("text", "ball", "promised")
"""What a toss sets anew."""


def before_tosses(followup: FollowUp, log: Iterable[Entry]) -> FollowUp:
    """The follow-up with the text, the side and the promise that it had before the first toss that stands.

    "Send the report" every week, tossed as "sign it", comes again as "send the report". `log` holds its entries, in
    order; tosses that were undone don't count.
    """
    now: dict[str, object] = {}
    starts: dict[int, dict[str, object]] = {}
    undone: dict[int, dict[str, object]] = {}
    for entry in log:
        if entry.command == "toss" and entry.undoes is None:
            starts[entry.batch] = dict(now)
        elif entry.undoes in starts:
            undone[entry.batch] = starts.pop(entry.undoes)
        elif entry.undoes in undone:
            # A redo of a toss: its own undo names the redo, not the toss.
            starts[entry.batch] = undone.pop(entry.undoes)
        now |= {name: entry.change.fields[name][1] for name in KEPT if name in entry.change.fields}
    first = starts[min(starts)] if starts else {}
    return followup._replace(**first) if {"text", "ball"} <= first.keys() else followup  # type: ignore[arg-type]
