"""Org files: headings with a keyword are tasks; WAITING and DELEGATED_TO say whose ball it is.

Source: https://orgmode.org/manual/ (TODO items, properties, timestamps).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from followq.dates.lengths import read_minutes
from followq.errors import BadInputError, FollowqError
from followq.exchange.address_book import make_uid
from followq.exchange.registry import SourceFile
from followq.exchange.source import Found, ReadingOptions, Refusal, SourceItem, tell_twins_apart
from followq.exchange.source_dates import hide_until, read_moment, read_recurrence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.calendar import Calendar, When
    from followq.model.core.followup import Ball

TODO = ("TODO", "NEXT", "STARTED", "DOING", "INPROGRESS", "IN-PROGRESS", "SOMEDAY", "HOLD", "PROJ", "NOTE")
WAITING = ("WAITING", "WAIT", "WAITINGFOR", "DELEGATED", "FOLLOWUP")
DONE, DROPPED = ("DONE", "COMPLETED", "CLOSED", "FIXED"), ("CANCELLED", "CANCELED", "CNCL", "KILL", "KILLED")
WAITED_PROPERTIES = ("DELEGATED_TO", "DELEGATED-TO", "WAITING_FOR", "WAITING_ON", "WAITINGFOR")
PROPERTIES = ("PERSON", "WHO", "CONTACT", "WITH", "FROM", "ASSIGNEE", "REQUESTER")
_TASK = re.compile(rf"^\*+ (?:{'|'.join((*TODO, *WAITING, *DONE, *DROPPED))}) \S", re.MULTILINE)
_TIME = re.compile(
    r"[<\[](\d{4}-\d{2}-\d{2})(?: [^\s\d>\]]+)?(?: (\d{1,2}:\d{2}))?[^>\]]*?(?: [.+]?\+(\d+)([dwmy]))?[^>\]]*[>\]]"
)
_CHANGE = re.compile(r'- State "(?P<to>[^"]+)"\s+from(?: "[^"]*")?\s+(?P<at>\[[^\]]+\])')
_DRAWER = re.compile(r"^\s*:(?:LOGBOOK|PROPERTIES):.*?^\s*:END:\s*$", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_KEYWORDS = re.compile(r"^#\+(?:SEQ_|TYP_)?TODO:(.*)$", re.MULTILINE | re.IGNORECASE)
_UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
_EFFORT = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)


def fits(file: SourceFile) -> bool:
    """A heading with a keyword, in a file called so or of many stars."""
    return file.document is None and (file.ending == "org" or _TASK.search(file.text[:100_000]) is not None)


def read(file: SourceFile, options: ReadingOptions) -> Iterator[Found]:
    """Each heading with a keyword."""
    import orgparse
    from orgparse.node import OrgEnv

    todos, dones = _keywords(file.text)
    # The file's own keywords count beside the usual ones, not instead.
    text = _KEYWORDS.sub("# ", file.text)
    try:
        root = orgparse.loads(text, env=OrgEnv(todos=todos, dones=dones, filename="<string>"))
    except (ValueError, IndexError, AssertionError, RecursionError) as err:
        raise BadInputError(f"can't be read as Org: {str(err)[:100]}") from err
    twins: dict[str, int] = {}
    found = False
    for node in root[1:]:
        if not node.todo:
            continue
        found = True
        line = node.linenumber
        try:
            item = _item(node, line, options)
        except FollowqError as err:
            yield Refusal(line, err.message, node.heading)
            continue
        yield tell_twins_apart(item, twins)
    if not found:
        raise BadInputError("has no heading with a keyword such as TODO or WAITING", "is it the right file?")


def _keywords(text: str) -> tuple[list[str], list[str]]:
    todos, dones = [*TODO, *WAITING], [*DONE, *DROPPED]
    for found in _KEYWORDS.finditer(text):
        words = [word.partition("(")[0] for word in found[1].split()]
        place = words.index("|") if "|" in words else len(words) - 1
        todos += [word for word in words[:place] if word not in (*todos, *dones)]
        dones += [word for word in words[place:] if word not in ("|", *todos, *dones)]
    return todos, dones


def _item(node: Any, line: int, options: ReadingOptions) -> SourceItem:
    calendar, heading = options.calendar, " ".join(node.heading.split())
    if not heading:
        raise BadInputError("has no heading")
    properties = {str(key).upper(): str(value).strip() for key, value in node.properties.items()}
    text = str(node)
    planned = {kind: moment for kind in ("DEADLINE", "SCHEDULED", "CLOSED") if (moment := _planned(text, kind))}
    due, every = _moment(planned.get("DEADLINE"), calendar), _repeater(planned.get("DEADLINE"))
    hidden = _moment(planned.get("SCHEDULED"), calendar)
    ended = _moment(planned.get("CLOSED"), calendar)
    tags = sorted(node.tags)
    name, ball, why, tags = _side(node, properties, tags, options.columns.get("person", ""))
    since = _moment(_changed_to(text, node.todo), calendar) or _moment(
        _TIME.search(properties.get("CREATED", "")), calendar
    )
    is_closed = node.todo in node.env.done_keys
    parent = node.get_parent()
    return SourceItem(
        key=properties.get("ID") or make_uid("org", heading, *_path(parent))[:16],
        line=line,
        text=heading,
        person=name,
        ball=ball,
        why=why,
        since=since,
        due=due,
        hidden_until=hide_until(hidden, due, calendar),
        status="dropped" if node.todo in DROPPED else "done" if is_closed else "open",
        closed_at=calendar.start_of(ended) if ended else None,
        project=next(iter(_path(parent)), None),
        tags=tuple(tags),
        note=_DRAWER.sub("", node.body).strip() or None,
        every=every,
        effort_minutes=_minutes(properties.get("EFFORT", "")),
        blocked_by=tuple(
            properties.get("BLOCKER", "").replace("ids(", " ").replace(")", " ").replace("id:", " ").split()
        ),
    )


def _path(parent: Any) -> list[str]:
    # Headings above, the nearest first.
    found = []
    while parent is not None and not parent.is_root():
        found.append(" ".join(parent.heading.split()))
        parent = parent.get_parent()
    return [name for name in found if name]


def _side(node: Any, properties: dict[str, str], tags: list[str], wanted: str) -> tuple[str, Ball, str, list[str]]:
    ball: Ball = "theirs" if node.todo in WAITING else "mine"
    why = node.todo if ball == "theirs" else ""
    if wanted == "@":
        named = [tag for tag in tags if tag.startswith("@")]
        if named:
            return named[0][1:].replace("_", " "), ball, why, [tag for tag in tags if tag != named[0]]
    if wanted and properties.get(wanted.upper()):
        return properties[wanted.upper()], ball, why, tags
    for key in WAITED_PROPERTIES:
        if properties.get(key):
            return properties[key], "theirs", key, tags
    return next((properties[key] for key in PROPERTIES if properties.get(key)), ""), ball, why, tags


def _planned(text: str, kind: str) -> re.Match[str] | None:
    place = re.search(rf"^[^*\n]*\b{kind}:\s*", text, re.MULTILINE)
    return _TIME.match(text, place.end()) if place else None


def _changed_to(text: str, keyword: str) -> re.Match[str] | None:
    # The latest stands first in the logbook.
    found = next((one for one in _CHANGE.finditer(text) if one["to"] == keyword), None)
    return _TIME.match(found["at"]) if found else None


def _moment(found: re.Match[str] | None, calendar: Calendar) -> When | None:
    if found is None:
        return None
    day, time = found[1], found[2]
    return read_moment(f"{day} {time.zfill(5)}" if time else day, calendar)


def _repeater(found: re.Match[str] | None) -> str | None:
    return read_recurrence(f"{found[3]} {_UNITS[found[4]]}") if found and found[3] else None


def _minutes(text: str) -> int | None:
    # orgparse gives minutes where it understands an effort.
    found = _EFFORT.fullmatch(text)
    text = f"{text}m" if text.isdecimal() else text
    try:
        return (int(found[1]) * 60 + int(found[2]) or None) if found else read_minutes(text) if text else None
    except FollowqError:
        return None
