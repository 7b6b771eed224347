"""What a reminder says: how much of what needs the user, and first names only where the user wants that."""

from __future__ import annotations

from collections.abc import Mapping

from followq.cli.queries.needs import Needs, find_needs
from followq.cli.session import Session
from followq.model.core.phrasing import join_list
from followq.model.people.message_kinds import clean, find_first_name
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.priority.clocks import Need

TITLE = "followq"
MOST_NAMED = 3
PARTS: Mapping[tuple[Need, ...], tuple[str, str]] = {
    ("promise_late",): ("1 promise late", "{} promises late"),
    ("promise_today",): ("1 promised for today", "{} promised for today"),
    ("promise_soon",): ("1 for the next working day", "{} for the next working day"),
    ("first_answer",): ("1 first answer due", "{} first answers due"),
    ("news",): ("1 person to keep informed", "{} people to keep informed"),
    ("ask", "nudge"): ("1 person worth a nudge", "{} people worth a nudge"),
    ("decision",): ("1 to decide", "{} to decide"),
    ("snooze",): ("1 back from a snooze", "{} back from a snooze"),
}
"""What is told of each kind of need, for one and for several, in this order."""
OF_PEOPLE = ("ask", "news")
"""Kinds of which people are counted, not things: one asks a person once."""


class Reminder(NamedTuple):
    """What is shown, how many things it is about, and why it is not sent now, if it isn't."""

    title: str
    text: str
    things: int
    not_sent: str


def make_reminder(session: Session) -> Reminder:
    """The reminder as it would be sent at this moment."""
    with session.reading() as queue, queue.at_once():
        needs = find_needs(session, queue)
    things = len({occasion.followup_id for occasion in needs.present})
    return Reminder(
        title=TITLE,
        text=_describe(needs, session.settings.remind_show == "names"),
        things=things,
        not_sent=find_reason_not_to_send(session) if things else "nothing needs you",
    )


def find_reason_not_to_send(session: Session) -> str:
    """Why no reminder is sent at this moment: a day off, quiet hours; nothing otherwise."""
    calendar, quiet = session.calendar, session.settings.remind_quiet
    if not calendar.is_working(calendar.today):
        return "today is a day off"
    now = calendar.now.astimezone(calendar.zone).strftime("%H:%M")
    return f"{quiet} is quiet" if is_quiet(now, quiet) else ""


def is_quiet(time: str, quiet: str) -> bool:
    """Whether a time of day lies in the quiet hours, which may span midnight; their end is not quiet any more."""
    if not quiet:
        return False
    begin, end = quiet.split("-")
    return begin <= time < end if begin < end else time >= begin or time < end


def _describe(needs: Needs, is_named: bool) -> str:
    said = []
    for kinds, (one, several) in PARTS.items():
        some = [occasion for occasion in needs.present if occasion.need in kinds]
        if not some:
            continue
        people = list(dict.fromkeys(needs.followups[occasion.followup_id].person_id for occasion in some))
        number = len(people) if kinds[0] in OF_PEOPLE else len(some)
        part = one if number == 1 else several.format(number)
        said.append(f"{part} ({_name(needs, people)})" if is_named else part)
    return "; ".join(said)


def _name(needs: Needs, person_ids: list[int]) -> str:
    names = [clean(find_first_name(needs.people[number].name))[:30] for number in person_ids]
    more = len(names) - MOST_NAMED
    return join_list([*names[:MOST_NAMED], f"{more} more"] if more > 0 else names)
