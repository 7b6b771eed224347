"""`nudge`: the user asked again, after a look at what they owe that person themselves."""

from __future__ import annotations

from followq.cli import reading
from followq.cli.acting import act
from followq.cli.finding import find_followup
from followq.cli.session import Session
from followq.errors import InterruptedByUserError
from followq.model import verbs
from followq.model.followup import FollowUp
from followq.model.nudging import NUDGES_BEFORE_OTHER_WAYS, outlook
from followq.model.words import count, resolved, shortened
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o


def nudge(session: Session, followup: o.Id, text: o.SaidText = None, is_yes: o.IsYes = False) -> ChangedPage:
    """Count that you asked again.

    First it shows what you owe that person yourself; on a terminal it asks whether to go on.

    Example:

    followq nudge 14 "Called, left a message"
    """
    with session.reading() as queue:
        item = find_followup(queue, followup, session.calendar)
        verbs.nudge(item, session.calendar)
        owed = [f for f in queue.open_with(item.person_id) if f.ball == "mine"]
        person = queue.people([item.person_id])[item.person_id]
        habits = session.habits(queue, queue.open_followups())
    notes = tuple(f"First you owe {person.name}: {f.id} {shortened(f.text)}" for f in owed)
    if owed and session.is_interactive and not is_yes:
        for note in notes:
            session.say(note)
        if not session.confirm("Nudge all the same?", default=False):
            raise InterruptedByUserError("nothing was changed", f"clear {owed[0].id} first: followq show {owed[0].id}")
        notes = ()

    def said(before: FollowUp, after: FollowUp) -> str:
        look = outlook(after, person, session.calendar, habits)
        again = resolved(look.due_on.isoformat(), session.calendar)
        words = f"nudged, {count(after.nudges, 'time')} now; ask again {again}"
        if after.nudges >= NUDGES_BEFORE_OTHER_WAYS:
            words += f". Another way: {look.via or 'call'}, somebody else, or let it go: followq drop {after.id}"
        return words

    page = act(session, "nudge", [str(item.id)], lambda f: verbs.nudge(f, session.calendar), said, reading.text(text))
    return page._replace(notes=notes)
