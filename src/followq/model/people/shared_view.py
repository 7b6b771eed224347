"""The open book: what a person may see of the queue, and nothing else.

What is shared is named here, field by field; a test holds that every other field stays out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from followq.model.core.calendar import Calendar, Instant, When
from followq.model.core.change import Entry
from followq.model.core.followup import FollowUp, is_late
from followq.model.core.person import Person
from followq.model.core.stays import BEFORE_THEM, group_logs_by_id, select_log_for_them
from followq.model.people.message_kinds import is_chore
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.followup import Ball

SHARED_OF_PERSON = frozenset({"name"})
SHARED_OF_FOLLOWUP = frozenset({
    "id", "text", "ball", "status", "since", "promised", "slips", "told_at", "nudges", "closed_at",
})  # fmt: skip
"""Fields that the book is made from. All others are private: notes, tags, project, source, effort and time
spent, snoozes, channel, what blocks it and who that is with, and whatever the log holds."""

DONE_DAYS = 20
"""Working days for which what was done is told."""


class SharedItem(NamedTuple):
    """One open thing as both sides may see it.

    `since` is None when its time has not come, `late_days` the working days by which the promise has passed,
    `is_late` also within the day. `moved` counts how often the promise was put off, `asked_again` the nudges.
    """

    id: int
    text: str
    since: When | None
    waited_days: int
    promised: When | None
    is_late: bool
    late_days: int
    moved: int
    asked_again: int
    told_at: Instant | None


class DoneItem(NamedTuple):
    """One thing that was done lately, and by which side."""

    id: int
    text: str
    side: Ball
    done_at: Instant


class Book(NamedTuple):
    """Everything between the user and one person that this person may see.

    `owed` is what the user owes them, `needed` what the user needs from them, longest waiting first, late before
    that; `done` what either side did in the last twenty working days, the latest first.
    """

    name: str
    owed: tuple[SharedItem, ...]
    needed: tuple[SharedItem, ...]
    done: tuple[DoneItem, ...]


def limit_to_their_view(followup: FollowUp, known: Iterable[Entry]) -> FollowUp:
    """The follow-up without what was before it moved to its present person; `known` is `select_log_for_them`."""
    entries = list(known)
    if not entries or entries[0].change.action != "create":
        return followup
    state = {name: new for entry in entries for name, (_, new) in entry.change.fields.items()}
    return followup._replace(
        **{name: state[name] for name in (*BEFORE_THEM, "since", "first_promised") if name in state}
    )


def was_theirs(known: Sequence[Entry] | None) -> bool:
    """Whether it was with its present person while it was open; `known` is `select_log_for_them`, None where none was
    read.
    """
    return known is None or len(known) > 0


def make_book(person: Person, followups: Iterable[FollowUp], calendar: Calendar, entries: Iterable[Entry] = ()) -> Book:
    """Open the book for a person; `followups` is everything with them, closed ones too, `entries` its log."""
    logs = group_logs_by_id(entries)
    owed: list[SharedItem] = []
    needed: list[SharedItem] = []
    done: list[DoneItem] = []
    for one in followups:
        if is_chore(one):
            continue
        known = select_log_for_them(logs[one.id], calendar) if one.id in logs else None
        if not was_theirs(known):
            continue
        followup = limit_to_their_view(one, known or ())
        if followup.is_open:
            (owed if followup.ball == "mine" else needed).append(_item(followup, calendar))
        elif followup.status == "done" and followup.closed_at and calendar.waited(followup.closed_at) <= DONE_DAYS:
            done.append(DoneItem(id=followup.id, text=followup.text, side=followup.ball, done_at=followup.closed_at))
    for items in (owed, needed):
        items.sort(key=lambda item: (not item.is_late, -item.late_days, item.since or "9", item.id))
    done.sort(key=lambda item: (item.done_at, item.id), reverse=True)
    return Book(name=person.name, owed=tuple(owed), needed=tuple(needed), done=tuple(done))


def _item(followup: FollowUp, calendar: Calendar) -> SharedItem:
    late = is_late(followup, calendar)
    return SharedItem(
        id=followup.id,
        text=followup.text,
        since=followup.since if calendar.has_come(followup.since) else None,
        waited_days=calendar.waited(followup.since),
        promised=followup.promised,
        is_late=late,
        late_days=max(0, -calendar.until(followup.promised)) if late and followup.promised else 0,
        moved=followup.slips,
        asked_again=followup.nudges,
        told_at=followup.told_at,
    )
