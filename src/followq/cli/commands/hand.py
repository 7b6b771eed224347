"""`hand`: somebody else does the work, the debt stays."""

from __future__ import annotations

from followq.cli import reading
from followq.cli.acting import dates_left_in_text, gone_by
from followq.cli.finding import find_followup, meant, near_note, taken
from followq.cli.session import Session
from followq.errors import UsageError
from followq.model import verbs
from followq.model.followup import FollowUp
from followq.model.words import resolved
from followq.render.pages.changed import ChangedPage
from followq.render.pages.parts import one

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o


def hand(
    session: Session, followup: o.OwedId, person: o.Helper, text: o.WorkText = None, by: o.By = None
) -> ChangedPage:
    """Hand the work over, not the debt.

    You still owe your customer; what you wait for from the helper is new, and blocks it.

    Example:

    followq hand 12 "Tom Baker" "Draft the figures" --by thu
    """
    expected = reading.maybe_date(session, by)
    words = reading.text(text)
    helper_meant = meant(session, person)
    with session.writing("hand") as batch:
        before = find_followup(batch, followup, session.calendar)
        verbs.require_open(before)
        if before.ball != "mine":
            raise UsageError(f"{before.id} is theirs to do, not yours to hand over", f"followq nudge {before.id}")
        helper = taken(batch, session, helper_meant)
        if helper.id == before.person_id:
            raise UsageError(f"{before.id} is what you owe {helper.name}", f"if they act now: followq toss {before.id}")
        work = FollowUp(
            id=batch.next_id("followups"),
            uid=session.new_uid(),
            person_id=helper.id,
            text=words or before.text,
            ball="theirs",
            since=session.calendar.instant,
            promised=expected,
            first_promised=expected,
            project=before.project,
            tags=before.tags,
            created_at=session.calendar.instant,
        )
        batch.add(work)
        after = before._replace(blocked_by=(*before.blocked_by, work.id))
        batch.put(before, after)
        names = batch.people([helper.id, before.person_id])
    when = f", by {resolved(expected, session.calendar)}" if expected else ""
    message = (
        f"{one(work, helper)}: you wait for it{when}. "
        f"You still owe {one(after, names[after.person_id])}, blocked by {work.id}."
    )
    notes = (*near_note(helper_meant, work.id), *gone_by(session, [(None, work)]))
    if words:
        notes = (*notes, *dates_left_in_text(session, [work]))
    return ChangedPage("hand", (message,), (after, work), notes=notes, names=names)
