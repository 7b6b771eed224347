"""What there is to say about a follow-up, and the facts that a message is made of."""

from __future__ import annotations

import unicodedata

from followq.model.core.calendar import Calendar, When
from followq.model.core.followup import FollowUp, is_late
from followq.model.core.person import Person
from followq.model.core.phrasing import shorten
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    Kind = Literal["ack", "update", "ask", "nudge", "done", "late", "no", "thanks"]

KINDS: dict[Kind, str] = {
    "ack": "you have it, and they can count on you",
    "update": "where it stands",
    "ask": "you ask for it: what, by when, why",
    "nudge": "you ask again",
    "done": "it is done",
    "late": "it takes longer than promised",
    "no": "you won't do it",
    "thanks": "thank you",
}

FOR_OWED: tuple[Kind, ...] = ("ack", "update", "done", "late", "no")
"""Kinds that speak of what the user owes."""

WITH_TOSS: tuple[Kind, ...] = ("ack", "update", "ask", "done", "late")
"""Kinds that can ask them to act now, as the ball goes over with the message."""

ASKING: tuple[Kind, ...] = ("ask", "nudge")
"""Kinds that ask for something, by a day that they are to keep."""

LONGEST_TEXT = 300
TELLING, THANKING = "Tell them it is done: ", "Thank them: "
"""How the small items begin that `done --untold` and `done --thank` leave behind."""

SAID = "said: "
"""How the log's remark begins where `say --log` noted a message; the kind follows."""

TITLES = {"dr", "prof", "mr", "mrs", "ms", "mx", "sir", "sr", "sra", "don", "doña", "herr", "frau", "mme", "m"}

NO_NAMES = {
    "gmbh", "ag", "kg", "ltd", "inc", "llc", "corp", "plc", "sa", "sl", "bv", "srl", "company", "team", "support",
    "office", "info", "sales", "billing", "accounting", "helpdesk", "service", "department", "bank", "university", "to",
    "cc", "bcc", "re", "fwd", "fw", "from", "subject",
}  # fmt: skip
"""Words of names that nobody is greeted by: of companies, of shared mailboxes, of a mail's head."""

_JOINERS = "\u200c\u200d"


def is_chore(followup: FollowUp) -> bool:
    """A small item that `done --untold` or `done --thank` left: the user's own business, never on a page for others."""
    return followup.text.startswith((TELLING, THANKING))


def quote_remark(remark: str) -> str:
    """What was noted with a change, as words of the user's own; a message that was said is told by its kind."""
    if remark.startswith(SAID):
        return f"by a message ({remark.removeprefix(SAID)})"
    return f"“{shorten(remark)}”" if remark else ""


class Moment(NamedTuple):
    """A day in parts, for words in any language: `weekday` runs from 0 for Monday, `time` is `15:00` or empty.

    `days` are calendar days from today, negative behind.
    """

    day: int
    month: int
    year: int
    weekday: int
    time: str
    days: int
    is_past: bool
    is_this_year: bool


def make_moment(when: When, calendar: Calendar) -> Moment:
    """A moment in the user's zone."""
    on = calendar.day_of(when)
    days = (on - calendar.today).days
    time, is_past = calendar.time_of(when), calendar.is_past(when)
    return Moment(
        day=on.day,
        month=on.month,
        year=on.year,
        weekday=on.weekday(),
        time=time,
        days=days,
        is_past=is_past,
        is_this_year=on.year == calendar.today.year,
    )


def choose_likeliest(followup: FollowUp, calendar: Calendar) -> tuple[Kind, str]:
    """What there is to say by the state it is in, and that state in words."""
    mine = followup.ball == "mine"
    if followup.status == "dropped":
        return ("no", "you dropped it") if mine else ("thanks", "you let it go")
    if followup.status == "done":
        return ("done", "you delivered it") if mine else ("thanks", "they delivered it")
    if not mine:
        return ("nudge", "you wait for it") if followup.was_asked else ("ask", "no ask is noted yet")
    if followup.text.startswith(TELLING):
        return "done", "it is done and they don't know yet"
    if followup.text.startswith(THANKING):
        return "thanks", "they delivered it"
    if is_late(followup, calendar):
        return "late", "its promise has passed"
    if followup.told_at:
        return "update", "they have heard from you before"
    return "ack", "they have heard nothing yet"


def clean(text: str) -> str:
    """The text in one line, without what is no character of a message: controls, and marks that turn its direction."""
    kept = (
        " " if ch in "\t\r\n\v\f\u2028\u2029" else ch
        for ch in text
        if ch in "\t\r\n\v\f\u2028\u2029" + _JOINERS or unicodedata.category(ch) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())


def find_first_name(name: str) -> str:
    """What one is called in a greeting: `Ana` for Ana Lopez and for Lopez, Ana; the whole name with a title.

    An address stands for whoever has no name yet.
    """
    last, comma, first = name.partition(", ")
    words = (f"{first} {last}" if comma and first else name.partition("@")[0]).split(" ")
    if words[0].rstrip(".").casefold() in TITLES:
        return name
    # G. Branden Robinson is Branden, J. Smith is J. Smith.
    given = [word for word in words[:-1] if not word.endswith(".")]
    return given[0] if given else words[0] if not words[0].endswith(".") else name


def choose_greeting_name(name: str, organisation: str = "") -> str:
    """The first name, empty for a company and for what is no name: those are greeted without one."""
    words = {word.strip(".,;:()").casefold() for word in name.partition("@")[0].split()}
    first = find_first_name(name)
    is_name = all(ch.isalpha() or ch in "'’.- " or unicodedata.category(ch).startswith("M") for ch in first)
    is_company = name.casefold() == organisation.casefold() or (first.isupper() and len(first) > 2)
    return "" if not is_name or is_company or words & NO_NAMES else first


def collect_facts(
    followup: FollowUp,
    person: Person,
    calendar: Calendar,
    signature: str = "",
    by: When | None = None,
    ask_by: When | None = None,
    *,
    ask: str = "",
    why: str = "",
    needed_for: When | None = None,
) -> dict[str, Any]:
    """What a template may name. `by` is a promise made with this message; `broken` one that has passed.

    `ask` is what they are to do now, where the ball goes over with the message. `ask_by` is the day by which to ask
    for an answer, `why` the user's own reason, `needed_for` the day for which the user promised what hangs on it.
    """
    promised = by or followup.promised
    is_over = followup.promised is not None and calendar.is_past(followup.promised)
    about = followup.text
    for beginning in (TELLING, THANKING):
        about = about.removeprefix(beginning)
    name = clean(person.name)
    return {
        "name": name,
        "first_name": choose_greeting_name(name, clean(person.organisation or "")),
        "organisation": clean(person.organisation or ""),
        "text": shorten(clean(about).rstrip(" ."), LONGEST_TEXT),
        "project": clean(followup.project or ""),
        "promised": make_moment(promised, calendar) if promised and not calendar.is_past(promised) else None,
        "broken": make_moment(followup.promised, calendar) if followup.promised and is_over else None,
        "ask": shorten(clean(ask).rstrip(" ."), LONGEST_TEXT),
        "ask_by": make_moment(ask_by, calendar) if ask_by else None,
        "why": shorten(clean(why), LONGEST_TEXT),
        "needed_for": make_moment(needed_for, calendar) if needed_for and not calendar.is_past(needed_for) else None,
        "since": make_moment(followup.since, calendar),
        "waited_days": max(0, calendar.waited(followup.since)),
        "nudges": followup.nudges,
        "slips": followup.slips,
        "is_mine": followup.ball == "mine",
        "signature": clean(signature),
    }
