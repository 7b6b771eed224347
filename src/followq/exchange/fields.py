"""What each field of followq's own JSON may hold: one checker for each, which returns the model's value.

A checker takes the value and the calendar, and raises FollowqError or ValueError with what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from followq.dates.lengths import read_every
from followq.dates.phrases import read_iso
from followq.model.core.calendar import Calendar
from followq.model.core.followup import BALLS, STATUSES, TEXT_LIMIT
from followq.model.core.link import read_link
from followq.model.core.person import CHANNELS, WEIGHTS
from followq.model.core.text_limits import (
    one_line,
    refuse_several_emails,
    refuse_several_phones,
    require_person_name,
    require_storable,
)

COUNT_LIMIT = 2**31
_UID = re.compile(r"[0-9A-Za-z._@:-]{1,100}", re.ASCII)

Checker = Callable[[Any, Calendar], Any]

MOST_KNOWN = 1 << 14


class KnownTexts(dict[str, Any]):
    """A field's texts as they were read, with what the model makes of each: by the thousand most of them come again."""

    def __init__(self, name: str, check: Checker, calendar: Calendar) -> None:
        super().__init__()
        self.name = name
        self._check = check
        self._calendar = calendar

    def read(self, value: Any) -> Any:
        """The model's value.

        Raises: FollowqError, ValueError.
        """
        return self[value] if type(value) is str else self._check(value, self._calendar)

    def __missing__(self, value: str) -> Any:
        """A text that wasn't met lately."""
        found = self._check(value, self._calendar)
        if len(self) >= MOST_KNOWN:
            self.clear()
        self[value] = found
        return found


def text(value: Any, what: str = "the text") -> str:
    """A text that can be stored; NUL characters are replaced."""
    if type(value) is str and len(value) <= TEXT_LIMIT and value.isascii() and "\0" not in value:
        return value
    if not isinstance(value, str):
        raise ValueError("is not a text")
    return require_storable(value.replace("\0", "\ufffd"), what)


def choice(allowed: tuple[str, ...]) -> Checker:
    """Checker for one of some words."""

    def check(value: Any, _: Calendar) -> str:
        if value not in allowed:
            raise ValueError(f"is none of {', '.join(allowed)}")
        return str(value)

    return check


def whole(low: int) -> Checker:
    """Checker for a whole number from `low`."""

    def check(value: Any, _: Calendar) -> int:
        if type(value) is not int or not low <= value < COUNT_LIMIT:
            raise ValueError(f"is not a whole number from {low}")
        return value

    return check


def _texts(value: Any, _: Calendar) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("is not a list")
    return tuple(one_line(text(part)) for part in value)


def _emails(value: Any, calendar: Calendar) -> tuple[str, ...]:
    found = _texts(value, calendar)
    for part in found:
        refuse_several_emails(part)
    return found


def _phones(value: Any, calendar: Calendar) -> tuple[str, ...]:
    found = _texts(value, calendar)
    for part in found:
        refuse_several_phones(part)
    return found


def _ids(value: Any, calendar: Calendar) -> tuple[int, ...]:
    if not isinstance(value, list):
        raise ValueError("is not a list")
    return tuple(whole(1)(part, calendar) for part in value)


def _when(value: Any, calendar: Calendar) -> str:
    return read_iso(text(value), calendar)


def instant(value: Any, calendar: Calendar) -> str:
    """An instant; a day alone is the user's midnight."""
    return calendar.start_of(read_iso(text(value), calendar))


def _day(value: Any, calendar: Calendar) -> str:
    return calendar.day_of(read_iso(text(value), calendar)).isoformat()


def _uid(value: Any, _: Calendar) -> str:
    if not isinstance(value, str) or not _UID.fullmatch(value):
        raise ValueError("is not a uid")
    return value


def _any_text(value: Any, _: Calendar) -> str:
    return text(value)


def line(value: Any, _: Calendar) -> str:
    """A text in one line that isn't empty."""
    return one_line(text(value))


def _link(value: Any, _: Calendar) -> str:
    return read_link(line(value, _))


def _name(value: Any, _: Calendar) -> str:
    return require_person_name(text(value))


def _every(value: Any, _: Calendar) -> str:
    return read_every(text(value))


PERSON: dict[str, Checker] = {
    "id": whole(1),
    "uid": _uid,
    "name": _name,
    "aliases": _texts,
    "emails": _emails,
    "phones": _phones,
    "organisation": line,
    "channel": choice(CHANNELS),
    "weight": choice(WEIGHTS),
    "reply_target_days": whole(0),
    "keep_informed_days": whole(0),
    "note": _any_text,
    "away_until": _day,
    "left_on": _day,
    "created_at": instant,
}

KEPT_PERSON: dict[str, Checker] = PERSON | {"emails": _texts, "phones": _texts}
"""A person out of a queue's own log: what older followqs took, two addresses in one field too, comes back as it was."""
FOLLOWUP: dict[str, Checker] = {
    "id": whole(1),
    "uid": _uid,
    "person": _name,
    "person_id": whole(1),
    "text": line,
    "ball": choice(BALLS),
    "status": choice(STATUSES),
    "since": _when,
    "promised": _when,
    "first_promised": _when,
    "agreed": _when,
    "slips": whole(0),
    "told_at": instant,
    "nudges": whole(0),
    "nudged_at": instant,
    "heard_at": instant,
    "snoozed_until": _when,
    "snoozes": whole(0),
    "effort_minutes": whole(1),
    "spent_minutes": whole(0),
    "channel": choice(CHANNELS),
    "project": line,
    "tags": _texts,
    "note": _any_text,
    "every": _every,
    "anchor": _day,
    "blocked_by": _ids,
    "source": line,
    "link": _link,
    "created_at": instant,
    "closed_at": instant,
}
