"""The words at the end of a line that say more than its text: `15m #spring +legal !key via call since monday`.

docs/lines.md has the grammar. Whatever is in doubt stays text.
"""

from __future__ import annotations

import re

from followq.dates.asking import Read
from followq.dates.phrases import read_past_date
from followq.errors import BadInputError
from followq.model.core.calendar import Calendar
from followq.model.core.person import CHANNELS, CONTACTED, WEIGHTS
from followq.model.core.phrasing import minutes, show_with_distance
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from followq.model.core.person import Channel, Weight

LONGEST_PHRASE = 12
"""Words of a date that are looked at behind `since`, and of a clause like `called last monday`."""

_EFFORT = re.compile(r"(?=\d)(?:\d{1,3}(?:\.\d{1,2})?h)?(?:\d{1,3}(?:m|min|mins))?", re.ASCII)
_HOUR = re.compile(r"(?:[7-9]|1\d|2[0-4])h", re.ASCII)
_NAME = re.compile(r"[^\W\d_](?:[\w./&'-]*\w)?")
_LOOKS_BACK = re.compile(r"(?:.*\s)?(yesterday|\S+\s+\S+\s+ago|\d+\S+\s+ago|last\s+\S+)", re.IGNORECASE | re.DOTALL)
_HAS_WORD = re.compile(r"[\w)\]\"”“']")
_CLAUSE = re.compile(r"(?:^|[,;(]|\s[-–—])\s*(?=[^,;()]*$)")
_NOT_ALONE_WORDS = """
a about after an and another as at before behind by each every for from in into last least like most my next of on
onto only or our over per than the their these this those till to under until up via vs with within x your
"""
_OTHER_CHANNEL_WORDS = """
phone mobile mail e-mail sms text whatsapp slack teams zoom signal post fax meeting person video
"""
_OBJECT_WORDS = "me us him her them back in again up on at"
_NOT_ALONE = frozenset(_NOT_ALONE_WORDS.split())
"""Words that take what follows them into their own phrase: `wait for 15m`, `post it in #general`."""
_OTHER_CHANNELS = frozenset(_OTHER_CHANNEL_WORDS.split())
_OBJECTS = frozenset(_OBJECT_WORDS.split())
_LEFT_OUT = ("i", "we", "he", "she", "they")


class Details(NamedTuple):
    """What the end of a line says beside its text and its date. `since` is the day on which it began."""

    effort_minutes: int | None = None
    project: str | None = None
    tags: tuple[str, ...] = ()
    weight: Weight | None = None
    channel: Channel | None = None
    since: Read | None = None

    def written(self, calendar: Calendar) -> str:
        """The words again, so that reading them gives the same: `15m, #spring, via call, since Mon 23 Nov (today)`."""
        words = [
            minutes(self.effort_minutes) if self.effort_minutes else "",
            f"#{self.project}" if self.project else "",
            *(f"+{tag}" for tag in self.tags),
            f"!{self.weight}" if self.weight else "",
            f"via {self.channel}" if self.channel else "",
            f"since {show_with_distance(self.since.when, calendar)}" if self.since else "",
        ]
        return ", ".join(word for word in words if word)


NO_DETAILS = Details()


def read_details(text: str, calendar: Calendar, known: Details = NO_DETAILS) -> tuple[str, Details, str]:
    """Take what is understood off the end of a text; `known` was said already, and a second one stays text.

    Returns the text that is left, all details, and a remark where something that stays text may have been meant.
    """
    found, rest = known, text.strip()
    while True:
        shorter, more, remark = _last(rest, calendar, found)
        if more == found:
            return (rest if found != known else text), found, remark
        if not shorter:
            return text, known, f"'{text.strip()[:40]}' stays text, as nothing else is said"
        found, rest = more, shorter


def _last(text: str, calendar: Calendar, known: Details) -> tuple[str, Details, str]:
    # The text without its last detail, with it, and a remark where there is none.
    words = text.split()
    if not words:
        return text, known, ""
    for read in (_since, _take_happened):
        rest, since, remark = read(text, words, calendar)
        if since or remark:
            return _add(text, rest, known, {"since": since} if since else {}, remark)
    word = words[-1].rstrip(",;.")
    via = words[-2].lower() if len(words) > 1 else ""
    if via == "via" and word.lower() in CHANNELS:
        return _add(text, _without(text, 2), known, {"channel": word.lower()})
    given, remark = _one_word(word)
    if given and via in _NOT_ALONE:
        return text, known, f"'{words[-2]} {word}' stays text; alone at the end, '{word}' would be understood"
    if "effort_minutes" in given and not _is_effort_alone(words):
        return text, known, ""
    return _add(text, _without(text, 1), known, given, remark)


def _add(text: str, rest: str, known: Details, given: dict[str, Any], remark: str = "") -> tuple[str, Details, str]:
    if not given:
        return text, known, remark
    (name, value), *_ = given.items()
    if name == "tags":
        return rest, known._replace(tags=tuple(dict.fromkeys((str(value), *known.tags)))), ""
    if getattr(known, name) not in (None, value):
        said = text[len(rest) :].strip(" ,;")
        return text, known, f"'{said}' stays text: what it says is given already"
    return rest, known._replace(**{name: value}), ""


def _one_word(word: str) -> tuple[dict[str, Any], str]:
    mark, name = word[:1], word[1:]
    if mark in ("#", "+") and _NAME.fullmatch(name):
        return {"project" if mark == "#" else "tags": name}, ""
    if mark == "!" and name.isalpha():
        weight = name.lower()
        if weight in WEIGHTS[1:]:
            return {"weight": weight}, ""
        return {}, f"'{word[:40]}' stays text; how much a person counts is written !key or !vip"
    if mark == "@":
        if name.lower() in CHANNELS:
            return {"channel": name.lower()}, ""
        channels = ", ".join(f"@{channel}" for channel in CHANNELS)
        return {}, f"'{word[:40]}' stays text; channels are {channels}" if name.lower() in _OTHER_CHANNELS else ""
    if word and _EFFORT.fullmatch(word):
        from followq.dates.lengths import read_minutes

        try:
            return {"effort_minutes": read_minutes(word)}, ""
        except BadInputError:
            return {}, ""
    return {}, ""


def _is_effort_alone(words: Sequence[str]) -> bool:
    # `10 - 15m`, `2 x 5m` and `~ 15m` are something else, `by fri 15h` may be an hour of the day.
    before = [word for word in words[:-1] if word not in ("-", "–", "—")][-1:]
    is_hour = _HOUR.fullmatch(words[-1].rstrip(",;.")) and "by" in map(str.lower, words[-LONGEST_PHRASE:-1])
    return not is_hour and not any(word.isdecimal() or not _HAS_WORD.search(word) for word in before)


def _since(text: str, words: Sequence[str], calendar: Calendar) -> tuple[str, Read | None, str]:
    lower = [word.lower() for word in words]
    if "since" not in lower[-LONGEST_PHRASE:-1]:
        return text, None, ""
    length = lower[::-1].index("since") + 1
    phrase = " ".join(words[1 - length :]).rstrip(",;.")
    try:
        return _without(text, length), read_past_date(phrase, calendar), ""
    except BadInputError as err:
        from followq.dates.timewords import sounds_like_time

        said = f"'since {phrase[:40]}' stays text, as {err.message}"
        return text, None, said if sounds_like_time(phrase) else ""


def _take_happened(text: str, words: Sequence[str], calendar: Calendar) -> tuple[str, Read | None, str]:
    # `called yesterday`: a clause of its own, which tells of a contact and ends in its day.
    start = [found.end() for found in _CLAUSE.finditer(text.rstrip(" ,;.)"))][-1:] or [0]
    clause = text[start[0] :].rstrip(" ,;.)")
    parts = clause.split()
    verb = next((number for number, part in enumerate(parts) if part.lower() in CONTACTED), None)
    if verb is not None and verb <= 2 and len(parts) <= LONGEST_PHRASE + 4:
        subject, end = parts[:verb], verb + 1
        while end < len(parts) - 1 and end < verb + 3 and parts[end].lower() in _OBJECTS:
            end += 1
        is_plain = all(word.lower() in _LEFT_OUT for word in subject)
        if is_plain or all(word.istitle() for word in subject):
            try:
                since = read_past_date(" ".join(parts[end:]), calendar)
            except BadInputError:
                return text, None, _unsaid(clause)
            # What only says that there was a contact goes with its day; who it was, and all there is, stays.
            head = text[: start[0]].rstrip(" ,;(–—").removesuffix(" -").rstrip()
            if is_plain and head:
                return head, since, ""
            kept = parts[:end]
            while len(kept) > verb + 1 and kept[-1].lower() in ("on", "at"):
                kept.pop()
            is_open = text[: start[0]].rstrip().endswith("(")
            return f"{text[: start[0]]}{' '.join(kept)}{')' if is_open else ''}", since, ""
    return text, None, _unsaid(clause)


def _unsaid(clause: str) -> str:
    back = _LOOKS_BACK.fullmatch(clause)
    if not back:
        return ""
    return f"'{' '.join(back[1].split())}' stays text; the day it began is written 'since DATE' at the end"


def _without(text: str, number: int) -> str:
    # Without its last words, and without what set them off.
    rest = text.rsplit(None, number)
    head = rest[0] if len(rest) > number else ""
    head = head.rstrip(" \t,;")
    return head[:-1].rstrip(" \t,;") if head.endswith((" -", " –", " —")) else head
