"""`hand`: somebody else does the work, the debt stays."""

from __future__ import annotations

from followq.cli import reading
from followq.cli.acting import gone_by
from followq.cli.finding import Meant, find_followup, meant, near_note, taken
from followq.cli.session import Session
from followq.errors import BadInputError, UsageError
from followq.model import absence, verbs
from followq.model.followup import FollowUp
from followq.model.nudging import check_in
from followq.model.person import Person
from followq.model.words import resolved
from followq.render.pages.changed import ChangedPage
from followq.render.pages.parts import one
from followq.store.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o
    from followq.model.calendar import When


def hand(
    session: Session, followup: o.OwedId, person: o.Helper, text: o.WorkText = None, by: o.By = None
) -> ChangedPage:
    """Hand the work over, not the debt.

    You still owe your customer; what you wait for from the helper is new, and blocks it. Where you promised a
    day, the helper is asked before it, whatever else is said.

    Example:

    followq hand 12 "Tom Baker" "Draft the figures" --by thu
    """
    expected = reading.maybe_date(session, by)
    words = reading.text(text)
    helper_meant = meant(session, person)
    with session.reading() as queue:
        promised = _handed(session, queue, followup, helper_meant).promised
    expected = expected or _asked(session, promised)
    with session.writing("hand") as batch:
        before = _handed(session, batch, followup, helper_meant)
        helper = taken(batch, session, helper_meant)
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
    when = f", by {resolved(expected, session.calendar)}" if expected else _check_in(promised, session)
    message = (
        f"{one(work, helper)}: you wait for it{when}. "
        f"You still owe {one(after, names[after.person_id])}, blocked by {work.id}."
    )
    notes = (
        *near_note(helper_meant, work.id),
        *gone_by(session, [(None, work)]),
        *_too_late(after, work, session),
        *_away(helper, session),
    )
    return ChangedPage("hand", (message,), (after, work), notes=notes, names=names)


def _handed(session: Session, queue: Reader, followup: str, helper: Meant) -> FollowUp:
    # What is handed over, once it is certain that it can be.
    found = find_followup(queue, followup, session.calendar)
    verbs.require_open(found)
    if found.ball != "mine":
        raise UsageError(f"{found.id} is theirs to do, not yours to hand over", f"followq nudge {found.id}")
    for person in queue.people_called(helper.name):
        if person.id == found.person_id:
            raise UsageError(f"{found.id} is what you owe {person.name}", f"if they act now: followq toss {found.id}")
    return found


def _asked(session: Session, promised: When | None) -> When | None:
    # What a promise hangs on is asked for before it: Enter takes the day that is proposed.
    if promised is None or not session.is_interactive:
        return None
    day = check_in(promised, session.calendar)
    question = f"Check in on which day? (Enter: {resolved(day, session.calendar)}, n: none) "
    while phrase := session.ask(question):
        if phrase.lower() in ("n", "no", "none"):
            return None
        try:
            return reading.date(session, phrase)
        except BadInputError as err:
            session.say(f"{err.message} ({err.hint})")
    return day


def _check_in(promised: When | None, session: Session) -> str:
    if promised is None:
        return ""
    day = resolved(check_in(promised, session.calendar), session.calendar)
    return f", and ask on {day} at the latest, as you promised it by {resolved(promised, session.calendar)}"


def _too_late(owed: FollowUp, work: FollowUp, session: Session) -> tuple[str, ...]:
    calendar = session.calendar
    if not (owed.promised and work.promised) or calendar.end_of(work.promised) < calendar.end_of(owed.promised):
        return ()
    day = check_in(owed.promised, calendar)
    return (f"That is no sooner than your own promise. To leave time: followq edit {work.id} --by {day}",)


def _away(helper: Person, session: Session) -> tuple[str, ...]:
    away = absence.said(helper, session.calendar)
    return (f"{helper.name} is {away}.",) if away else ()
