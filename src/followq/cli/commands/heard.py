"""`heard`: they said something about what they owe, and still owe it."""

from __future__ import annotations

import re

from followq.cli.actions.change_followups import apply_verb, describe_day, text_without_date, warn_of_dates_in_text
from followq.cli.input import parse_options
from followq.cli.session import Session
from followq.hints import command
from followq.model.core import verbs
from followq.model.core.followup import FollowUp
from followq.model.core.phrasing import show_with_distance
from followq.render.pages.changed import ChangedPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from followq.cli.app import options as o
    from followq.model.core.calendar import Calendar


_PART = re.compile(r"\b(half|part|parts|partly|some|first|rest|most|third|draft|piece|pieces)\b", re.IGNORECASE)


def heard(
    session: Session, ids: o.WaitedIds, text: o.HeardText = None, by: o.NamedBy = None, on: o.On = None
) -> ChangedPage:
    """Note that they answered in part.

    They said "got it", sent half of it, or named a day: the ball stays with them, and their silence is counted from
    now on. --by is the day for all of it and replaces the day you expected it by; a later one counts as a slip of
    theirs. For a day that is only for a part, add that part as its own follow-up: followq add -w. Once you have all
    of it, that is done.

    Examples:

    followq heard 14 "Half of it is here" --by thu

    followq heard 14 "Got it"
    """
    words, happened = (
        text_without_date(session.calendar, "heard", ids, text),
        parse_options.parse_past_event(session, on),
    )
    named = parse_options.parse_optional_date(session, by)

    def said(before: FollowUp, after: FollowUp) -> str:
        sentence = f"heard{describe_day(session.calendar, happened)}; they still owe it"
        if named:
            moved = ", later than before" if after.slips > before.slips else ""
            sentence += f", all of it by {show_with_distance(named, session.calendar)}{moved}"
        return sentence

    def verb(followup: FollowUp, calendar: Calendar) -> FollowUp:
        return verbs.hear(followup, calendar, named)

    page = apply_verb(session, "heard", ids, verb, said, words, on=happened)
    if named and by and _PART.search(words):
        page = page._replace(notes=(*page.notes, *_if_for_a_part(session, page, ids, by)))
    left = () if named else warn_of_dates_in_text(session.calendar, page.followups, words)
    return page._replace(notes=(*page.notes, *left))


def _if_for_a_part(session: Session, page: ChangedPage, ids: Sequence[str], by: str) -> list[str]:
    # The day that was noted is of the whole; the words sound as if they might have named it for a part.
    if len(page.followups) != 1:
        return []
    name = page.names[page.followups[0].person_id].name
    again = command("add", "-w", name, "The part", "--by", by)
    return [f"If only a part comes by then: {command('undo')}, {command('heard', of=ids)}, and for the part {again}"]
