"""What comes again when a recurring follow-up is done: once, on its day, at its own hour."""

from __future__ import annotations

from followq.cli.context import Context
from followq.dates.lengths import find_next_day
from followq.model.core import recurring, verbs
from followq.model.core.calendar import Calendar, is_day
from followq.model.core.followup import FollowUp
from followq.model.core.phrasing import day, shorten
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.store.records.writer import Batch


def bring_next(
    context: Context, calendar: Calendar, batch: Batch, closed: FollowUp, every: str, anchor: str
) -> tuple[FollowUp | None, str]:
    """Add what comes after a recurring follow-up, where it isn't there yet; and what there is to say of it.

    `calendar` is that of the moment at which it was done.
    """
    known = _already_next(batch, closed)
    if known:
        return None, f"{known.id} {shorten(known.text)} comes next, as it did when this was done before."
    # What was missed meanwhile is not owed again: the next one lies ahead.
    days = [calendar.day_of(when) for when in (closed.promised, closed.since) if when]
    occurs_on = find_next_day(every, anchor, max(*days, calendar.today), calendar)
    again = _with_own_hour(batch, closed, calendar)
    made = verbs.make_next_occurrence(again, calendar, occurs_on, batch.next_id("followups"), context.new_uid())
    made = made._replace(created_at=context.calendar.instant)
    batch.add(made)
    hour = calendar.time_of(again.promised) if again.promised else ""
    if made.promised and hour != calendar.time_of(made.promised):
        return made, f"{hour} is skipped that day, clocks go forward: {day(made.promised, calendar)} is meant."
    return made, ""


def _already_next(queue: Reader, closed: FollowUp) -> FollowUp | None:
    # Done, opened again and done: what came next the first time is there, and no twin comes.
    for number in recurring.find_closing_batches(queue.log(followup_id=closed.id)):
        for followup_id in recurring.find_next(closed, queue.log(batch=number)):
            if found := queue.followup(followup_id):
                return found
    return None


def _with_own_hour(batch: Batch, closed: FollowUp, calendar: Calendar) -> FollowUp:
    log = batch.log(followup_id=closed.id)
    again = recurring.restore_before_tosses(closed, log)
    if again.promised is None or is_day(again.promised) or not log:
        return again
    others = {entry.change.id for entry in batch.log(batch=log[0].batch) if entry.change.subject == "followup"}
    before = [
        recurring.restore_before_tosses(other, batch.log(followup_id=other.id))
        for number in sorted(others - {closed.id})
        if (other := batch.followup(number)) and other.every
    ]
    return again._replace(promised=recurring.find_own_hour(again, before, calendar))
