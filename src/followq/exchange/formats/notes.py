"""Meeting notes and transcripts: which of their lines say that somebody will do something, and who.

By stated rules, and nothing is guessed into place. A line is *proposed* where one of these holds, tried in this order:

- **marked**: it begins with `Action:`, `Action item:`, `To do:`, `TODO:`, `AI:`, `Next step:` or an open box `[ ]`;
- **said**: somebody's own words of what they will do: `Sam: I'll send the draft by Friday`;
- **addressed**: it begins with `@Ana`: `@Ana to check the figures`;
- **named**: it begins with a name that is to do something: `Ana will check ...`, `Ana Lopez to check ...`.

Whoever is named is proposed as the one who does it; in a marked line that is `@Ana`, `Ana to ...`, `Ana will ...`,
`Ana: ...`, `owner: Ana`, or `(Ana)` at its end. Where nobody is named, or only `we`, `somebody` and the like, the owner
stays open. A date is what stands behind `by` at the end, as in a captured line, and none that isn't there is made up;
a line whose date can't be read is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from followq.dates.lines import read_noted
from followq.errors import FollowqError
from followq.exchange.registry import SourceFile
from followq.exchange.source import Found, Passed, ReadingOptions, Refusal, SourceItem, tell_twins_apart
from followq.model.core.person import name_key
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Rule = Literal["marked", "said", "addressed", "named"]

LONGEST_LINE = 2000
"""Characters of a line that are looked at; what is longer is a paragraph, not a line of notes."""

_BULLET = re.compile(r"\s*(?:[-*•–—>]+\s+|\d{1,3}[.)]\s+)?")
_BOX = re.compile(r"\[( |x|X)\]\s+")
_STAMP = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?[\])]?\s+(?:-\s+)?", re.IGNORECASE)
_MARK = re.compile(r"(?:action(?:s|\s+items?|\s+points?)?|to-?\s?do|AI|next\s+steps?)\s*:\s*", re.IGNORECASE)
_NAME = r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,2}"
_SPEAKER = re.compile(rf"(?P<name>{_NAME})(?:\s*\([^)]{{0,40}}\))?:\s+(?P<rest>.+)", re.DOTALL)
_OWN_WORDS = re.compile(
    r"(?:(?:yes|yeah|ok|okay|sure|fine|right|so|and|well)[,.!]?\s+)*"
    r"(?:i['’]ll|i\s+will|i\s+shall|i['’]m\s+going\s+to|i\s+am\s+going\s+to|i\s+can|i['’]d\s+be\s+happy\s+to|let\s+me)\s+(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_ADDRESSED = re.compile(
    r"@(?P<name>[^\W\d_][\w.'’-]*)\s*[:,]?\s+(?:(?:to|will|please|can\s+you|could\s+you)\s+)*(?P<rest>.+)", re.DOTALL
)
_NAMED = re.compile(
    rf"(?P<name>{_NAME}?)\s+(?:to|will|shall|is\s+going\s+to|agreed\s+to|promised\s+to)\s+(?P<rest>.+)", re.DOTALL
)
_OWNER = re.compile(rf"[;,(\[\s]*\b(?:owner|assignee|who):\s*@?(?P<name>{_NAME})[)\]]?\s*$", re.IGNORECASE)
_BEHIND = re.compile(rf"\s+[(\[]@?(?P<name>{_NAME})[)\]]\s*$")
_NOBODY_WORDS = """
we they it this that these those you he she i somebody someone everybody everyone nobody anyone team all both there
what who which when where how why please need needs want plan plans next action decision agenda note notes the
"""
_NOBODY = frozenset(_NOBODY_WORDS.split())
"""First words that are no name."""
_NO_PROMISE = frozenset(["not", "be", "have", "think", "say", "see", "guess", "know", "never", "assume"])
"""Words behind `I will` and `Ana will` after which nothing is promised: `I'll be there`, `It will not work`."""


class Proposal(NamedTuple):
    """A line of notes that says that somebody will do something.

    `line` is its number from 1, `raw` the line as it stands; `owner` who does it, None where nobody is named; `text`
    what, with its date and details still at its end, as in a captured line; `rule` is why it is proposed.
    """

    line: int
    raw: str
    owner: str | None
    text: str
    rule: Rule


class Notes(NamedTuple):
    """What was found in notes: proposals in their order, and the other lines that are not empty, with their numbers."""

    proposals: tuple[Proposal, ...]
    others: tuple[tuple[int, str], ...]


WHY = {
    "marked": "the line is marked as an action",
    "said": "they said that they will",
    "addressed": "they are addressed",
    "named": "they are named as who does it",
}
"""The rules in the words of a preview."""


def fits(file: SourceFile) -> bool:
    """Somebody's promise or a marked action is in it, and it is no list of another kind."""
    is_text = file.document is None and file.ending in ("", "txt", "md", "vtt", "srt")
    return is_text and any(_read(number, line) for number, line in enumerate(_lines(file.text), 1))


def read(file: SourceFile, options: ReadingOptions) -> Iterator[Found]:
    """The proposals; where nobody is named, the person is left open, and so is who waits for what the user does."""
    twins: dict[str, int] = {}
    notes = read_notes(file.text)
    for number, text in notes.others:
        yield Passed(number, "nobody's promise in it", text)
    for found in notes.proposals:
        is_mine = found.owner is not None and name_key(found.owner) in options.me
        try:
            read = read_noted(found.text, options.calendar)
        except FollowqError as err:
            yield Refusal(found.line, err.message, found.raw)
            continue
        item = SourceItem(
            key=sha256(f"{found.owner}|{found.text}".encode()).hexdigest()[:16],
            line=found.line,
            text=read.text,
            person="" if is_mine else found.owner or "",
            ball="mine" if is_mine else "theirs",
            why=WHY[found.rule],
            due=read.by.when if read.by else None,
            project=read.details.project,
            tags=read.details.tags,
            effort_minutes=read.details.effort_minutes,
            is_named=not is_mine and found.owner is not None,
        )
        yield tell_twins_apart(item, twins)


def read_notes(text: str) -> Notes:
    """Find what is promised in notes or in a transcript; see the rules above.

    A box that is ticked is no proposal.
    """
    proposals: list[Proposal] = []
    others: list[tuple[int, str]] = []
    for number, line in enumerate(_lines(text), 1):
        if not line:
            continue
        found = _read(number, line)
        if found:
            proposals.append(found)
        else:
            others.append((number, line))
    return Notes(tuple(proposals), tuple(others))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


def _read(number: int, line: str) -> Proposal | None:
    if len(line) > LONGEST_LINE:
        return None
    rest = line[_end_of(_BULLET, line) :]
    rest = rest[_end_of(_STAMP, rest) :]
    box = _BOX.match(rest)
    if box and box[1] != " ":
        return None
    is_marked = bool(box)
    rest = rest[box.end() :] if box else rest
    if mark := _MARK.match(rest):
        is_marked, rest = True, rest[mark.end() :]
    owner, text, rule = _owner_of(rest, is_marked=is_marked)
    if rule is None or not any(ch.isalnum() for ch in text):
        return None
    return Proposal(line=number, raw=line, owner=owner, text=text.strip(), rule=rule)


def _owner_of(rest: str, *, is_marked: bool) -> tuple[str | None, str, Rule | None]:
    # Who, what, and by which rule; no rule where nothing is proposed.
    marked: Rule | None = "marked" if is_marked else None
    if addressed := _ADDRESSED.match(rest):
        return addressed["name"].rstrip(".'’-"), addressed["rest"], marked or "addressed"
    if speaker := _SPEAKER.match(rest):
        own = _OWN_WORDS.match(speaker["rest"])
        if _is_name(speaker["name"]) and own and not _is_no_promise(own["rest"]):
            return speaker["name"], own["rest"], marked or "said"
        if is_marked and _is_name(speaker["name"]):
            return speaker["name"], speaker["rest"], "marked"
    named = _NAMED.match(rest)
    if named and _is_name(named["name"]) and not _is_no_promise(named["rest"]):
        return named["name"], named["rest"], marked or "named"
    if not is_marked:
        return None, "", None
    for pattern in (_OWNER, _BEHIND):
        found = pattern.search(rest)
        if found and _is_name(found["name"]):
            return found["name"], rest[: found.start()], "marked"
    return None, rest, "marked"


def _is_name(text: str) -> bool:
    # Each word of a name begins with a capital, in scripts that have them.
    words = text.split()
    return words[0].casefold() not in _NOBODY and not any(word[0].islower() for word in words)


def _is_no_promise(rest: str) -> bool:
    return rest.split(None, 1)[0].casefold().rstrip(",.") in _NO_PROMISE


def _end_of(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0
