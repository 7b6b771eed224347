"""`hand`: somebody else does the work, the debt stays."""

from __future__ import annotations

from followq.cli import reading
from followq.cli.acting import dates_left_in_text, gone_by, same_open, text_without_date
from followq.cli.finding import find_followups, meant, near_note, taken
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
    from followq.model.calendar import When
    from followq.model.person import Person
    from followq.store.writer import Batch


def hand(session: Session, ids: o.OwedIds, person: o.Helper, text: o.WorkText = None, by: o.By = None) -> ChangedPage:
    """Hand the work over, not the debt.

    You still owe your customer; what you wait for from the helper is new, and blocks it.

    Example:

    followq hand 12 "Tom Baker" "Draft the figures" --by thu
    """
    expected = reading.maybe_date(session, by)
    words = text_without_date(session, "hand", [*ids, person], text)
    helper_meant = meant(session, person)
    with session.writing("hand") as batch:
        handed = find_followups(batch, ids, session.calendar)
        for before in handed:
            _require_mine(before)
        helper = taken(batch, session, helper_meant)
        pairs = [_hand_over(session, batch, before, helper, words, expected) for before in handed]
        names = batch.people([helper.id, *(before.person_id for before in handed)])
    when = f", by {resolved(expected, session.calendar)}" if expected else ""
    messages = tuple(
        f"{one(work, helper)}: you wait for it{when}. "
        f"You still owe {one(after, names[after.person_id])}, blocked by {work.id}."
        for after, work, _ in pairs
    )
    work = [work for _, work, _ in pairs]
    same = [note for _, _, notes in pairs for note in notes]
    notes = (*same, *near_note(helper_meant, work[0].id), *gone_by(session, [(None, item) for item in work]))
    left = dates_left_in_text(session, work) if words else ()
    return ChangedPage(
        "hand", messages, tuple(f for pair in pairs for f in pair[:2]), notes=(*notes, *left), names=names
    )


def _require_mine(followup: FollowUp) -> None:
    verbs.require_open(followup)
    if followup.ball != "mine":
        raise UsageError(f"{followup.id} is theirs to do, not yours to hand over", f"followq nudge {followup.id}")


def _hand_over(
    session: Session, batch: Batch, before: FollowUp, helper: Person, words: str, expected: When | None
) -> tuple[FollowUp, FollowUp, tuple[str, ...]]:
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
    notes = same_open(batch, work, helper)
    batch.add(work)
    after = before._replace(blocked_by=(*before.blocked_by, work.id))
    batch.put(before, after)
    return after, work, notes
