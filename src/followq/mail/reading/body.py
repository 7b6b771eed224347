"""What the sender of a message wrote: its text without quotes, copied messages, signatures, footers and patches.

`mail-parser-reply` was tried and left: it takes quadratic to cubic time on one long line (5 s for 8,000 characters),
keeps the quotes between answers, and takes a list with hyphens, with all that follows, for a signature.
"""

from __future__ import annotations

from itertools import islice

from followq.mail.message import LONGEST_FOOTER, LONGEST_TEXT
from followq.mail.reading import reply_marks as marks
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

MOST_LINES = 3_000
_LINES_OF_ATTRIBUTION = 4
_LINES_OF_COPIED_HEAD = 8
_MOST_LINES_OF_SIGNATURE = 20
"""Below a bare `--`, which may be a dash as well; below `-- ` any number."""
_MOST_LINES_BELOW_CLOSING = 8


class StrippedBody(NamedTuple):
    """A body taken apart. `quoted_lines` counts what was quoted or copied, in whatever way."""

    new_text: str
    quoted_lines: int
    footer: str


class _Body:
    """One body being read from top to bottom."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n", MOST_LINES)[:MOST_LINES]
        self.kept: list[str] = []
        self.quoted = 0
        self.place = 0

    def line(self, place: int) -> str:
        return self.lines[place][: marks.LONGEST_LINE] if place < len(self.lines) else ""

    def is_quoted(self, place: int) -> bool:
        return marks.QUOTED.match(self.line(place)) is not None

    def has_more_than(self, count: int, start: int) -> bool:
        filled = (line for line in islice(self.lines, start, None) if line.strip())
        return sum(1 for _ in islice(filled, count + 1)) > count

    def count_filled(self, start: int) -> int:
        return sum(1 for line in self.lines[start:] if line.strip())


def strip_body(text: str) -> StrippedBody:
    """The new text of a body; `text` has plain line ends and no control characters."""
    body = _Body(text)
    footer = ""
    while body.place < len(body.lines):
        line = body.line(body.place)
        if not line.strip():
            body.kept.append("")
            body.place += 1
        elif marks.QUOTED.match(line):
            body.quoted += 1
            body.place += 1
        elif _starts_copy(body) or _starts_unmarked_quote(body):
            _drop_name_above(body)
            body.quoted += body.count_filled(body.place)
            break
        elif _starts_signature(body):
            footer = _read_footer(body)
            break
        elif marks.DISCLAIMER.match(line) and any(map(str.strip, body.kept)):
            break
        else:
            _take_line(body, line)
    return StrippedBody(_join(_trim_closing(body.kept)), body.quoted, footer)


def _take_line(body: _Body, line: str) -> None:
    if skipped := _count_attribution(body) or _count_wrapping(body) or _count_patch(body) or _count_banner(body):
        body.place += skipped
        return
    if not (marks.SENT_FROM.match(line.strip()) or marks.PATCH_SUMMARY.match(line)):
        body.kept.append(body.lines[body.place])
    body.place += 1


def _count_attribution(body: _Body) -> int:
    """Lines of "On Monday, Ana Lopez wrote:" here, where a quote follows."""
    count = _find_attribution(body)
    after = body.place + count
    follows = body.is_quoted(after) or body.is_quoted(after + 1) or body.is_quoted(after + 2)
    return count if follows else 0


def _find_attribution(body: _Body) -> int:
    joined = body.line(body.place).strip()
    if _names_writer(joined):
        return 1
    if not marks.DATED_START.match(joined):
        return 0
    for count in range(2, _LINES_OF_ATTRIBUTION + 1):
        more = body.line(body.place + count - 1).strip()
        if not more or body.is_quoted(body.place + count - 1):
            return 0
        joined = f"{joined} {more}"
        if _names_writer(joined):
            return count
    return 0


def _names_writer(joined: str) -> bool:
    # The cheap questions first: few lines end so, and fewer hold one of the words.
    if not joined.endswith(marks.ENDS_OF_WROTE):
        return False
    end = joined[-marks.LONGEST_LINE :]
    small = end.lower()
    return any(verb in small for verb in marks.VERBS) and marks.WROTE.search(end) is not None


def _starts_unmarked_quote(body: _Body) -> bool:
    """Whether all that follows is the message that is answered, without `>` before its lines."""
    if not marks.DATED_START.match(body.line(body.place)):
        return False
    count = _find_attribution(body)
    if not count or _count_attribution(body):
        return False
    return marks.EXACT_MOMENT.search(" ".join(body.lines[body.place : body.place + count])[:1000]) is not None


def _starts_copy(body: _Body) -> bool:
    """Whether a whole message is copied from here on, with a line or a head of its own above it."""
    line = body.line(body.place)
    if marks.COPIED_MESSAGE.match(line):
        return True
    if ":" in line or "：" in line:
        if marks.COPIED_FROM.match(line):
            head = [body.line(body.place + number) for number in range(1, _LINES_OF_COPIED_HEAD)]
            others = sum(1 for one in head if marks.COPIED_OTHER.match(one))
            return others >= 1 and any(marks.COPIED_SUBJECT.match(one) for one in head)
        if marks.COPIED_TO.match(line):
            return _is_notes_head(body, body.place)
    # Notes puts the name and the date above.
    return marks.SHORT_DATE.search(line[:100]) is not None and any(
        marks.COPIED_TO.match(body.line(body.place + number)) and _is_notes_head(body, body.place + number)
        for number in (1, 2, 3)
    )


def _drop_name_above(body: _Body) -> None:
    # Notes: the name of who wrote stands on a line of its own above the date.
    kept = body.kept
    if not kept or not marks.SHORT_DATE.match(body.line(body.place).strip()):
        return
    if (len(kept) == 1 or not kept[-2].strip()) and "?" not in kept[-1] and len(kept[-1]) < 60:
        kept.pop()


def _is_notes_head(body: _Body, place: int) -> bool:
    head = [body.line(place + number).strip().lower() for number in range(1, 5)]
    return any(one.startswith("cc:") for one in head) and any(one.startswith("subject:") for one in head)


def _starts_signature(body: _Body) -> bool:
    line = body.lines[body.place]
    bare = line.rstrip()
    if bare in ("--", "- --"):
        return line.endswith(" ") or not body.has_more_than(_MOST_LINES_OF_SIGNATURE, body.place + 1)
    following = [body.line(body.place + number) for number in (1, 2, 3)]
    if bare in ("—", "–", "___", "---") and marks.REPLY_DIRECTLY.match(following[0].strip()):
        return True
    is_rule = len(bare) >= 20 and marks.RULE.match(bare) is not None
    return is_rule and any(marks.LIST_FOOTER.search(one) for one in following)


def _read_footer(body: _Body) -> str:
    found: list[str] = []
    body.place += 1
    while body.place < len(body.lines):
        if body.is_quoted(body.place) or _starts_copy(body) or _find_attribution(body):
            body.quoted += body.count_filled(body.place)
            break
        found.append(" ".join(body.line(body.place).split()))
        body.place += 1
    text = _join(found)
    if len(text) > LONGEST_FOOTER:
        text = "\n".join(sorted(text.split("\n"), key=lambda line: "attention" not in line[:40].lower()))
    return text[:LONGEST_FOOTER].rstrip()


def _count_wrapping(body: _Body) -> int:
    """Lines here that wrap a signed or encrypted text."""
    line = body.line(body.place)
    if not line.startswith("-----BEGIN PGP "):
        return 0
    if "SIGNED MESSAGE" in line:
        return 2 if body.line(body.place + 1).startswith("Hash:") else 1
    return _count_until(body, lambda one: one.startswith("-----END PGP "))


def _count_patch(body: _Body) -> int:
    """Lines of a patch here; it ends where people's words begin again."""
    if not marks.PATCH.match(body.line(body.place)):
        return 0
    place = body.place + 1
    while place < len(body.lines):
        line = body.lines[place]
        if line.rstrip() == "--" or not marks.PATCH_LINE.match(line):
            break
        place += 1
    return place - body.place


def _count_banner(body: _Body) -> int:
    """Lines of a notice that a mail server puts above the text, to the end of its paragraph."""
    line = body.line(body.place)
    if not (marks.BANNER.match(line) or marks.DISCLAIMER.match(line)):
        return 0
    place = body.place
    while place < len(body.lines) and body.lines[place].strip():
        place += 1
    return place - body.place


def _count_until(body: _Body, is_last: Callable[[str], bool]) -> int:
    for place in range(body.place, len(body.lines)):
        if is_last(body.lines[place]):
            return place - body.place + 1
    return len(body.lines) - body.place


def _trim_closing(kept: list[str]) -> list[str]:
    """Without the name, title and telephone below "Best regards,"."""
    places = [place for place, line in enumerate(kept) if line.strip()]
    for place in places[-1 - _MOST_LINES_BELOW_CLOSING :]:
        if place != places[0] and marks.CLOSING.match(kept[place].strip()[: marks.LONGEST_LINE]):
            below = kept[place + 1 :]
            if not any("?" in line or len(line) > 80 for line in below):
                return kept[: place + 1]
    return kept


def _join(lines: list[str]) -> str:
    """The lines single-spaced, with one blank line at most between them, and no rules at the end."""
    out: list[str] = []
    length = 0
    for line in lines:
        text = " ".join(line.split())
        if text or (out and out[-1]):
            out.append(text)
            length += len(text) + 1
        if length > LONGEST_TEXT:
            break
    while out and (not out[-1] or marks.RULE.match(out[-1])):
        out.pop()
    return "\n".join(out)[:LONGEST_TEXT].rstrip()
