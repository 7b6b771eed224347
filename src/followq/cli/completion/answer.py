"""Answers a Tab: reads the line typed so far, finds in the static table what may come next, says it the shell's way.

A completion must never disturb the line that is being typed: whatever goes wrong, nothing is offered.
"""

from __future__ import annotations

import os
import sys

from followq.cli.input.id_words import is_id
from followq.errors import FollowqError
from followq.model.core.folding import find_rest
from followq.record import NamedTuple
from followq.render.safe import safe, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.completion.candidates import Offer

VARIABLE = "_FOLLOWQ_COMPLETE"
"""`complete_SHELL` when a script asks; the line up to the cursor is in `_FOLLOWQ_LINE` then."""

MOST = 200
LONGEST_TEXT = 60
FILES = ":files"
"""The answer that asks the shell to complete names of files itself."""

OR_FILES = ("backup_words", "backups")
"""Kinds of words beside which a file's name may stand."""

UNQUOTED = frozenset("_@%+=:,./-")
"""Beside letters and digits, what bash takes without a backslash."""


def answer(asked: str) -> str:
    """What the script of a shell is told: a line for each offer, `:files`, or nothing."""
    what, _, shell = asked.partition("_")
    if what == "source":
        from followq.cli.completion.shells import SCRIPTS

        return SCRIPTS.get(shell, "")
    try:
        words, typed, is_quoted = split(os.environ.get("_FOLLOWQ_LINE", ""))
        found = find_candidates(words[1:], typed)
    except (FollowqError, OSError, ValueError):
        return ""
    if found is None:
        return f"{FILES}\n"
    # What was typed stays as it was typed: the shell takes only what continues it, whatever its case and accents.
    rests = ((find_rest(typed, safe(word)), text) for word, text in found)
    offers = [(typed + rest, safe(text, LONGEST_TEXT)) for rest, text in rests if rest is not None][:MOST]
    said = {"bash": lambda: _for_bash(offers, typed, is_quoted), "zsh": lambda: _for_zsh(offers)}
    lines = said.get(shell, lambda: _with_tabs(offers))()
    return "".join(f"{line}\n" for line in lines)


def split(line: str) -> tuple[list[str], str, bool]:
    """The whole words of a line, the one that is being typed, and whether a quote is open in it."""
    words: list[str] = []
    word, is_begun, quote = "", False, ""
    characters = iter(line)
    for ch in characters:
        if ch == "\\" and quote != "'":
            word, is_begun = word + next(characters, ""), True
        elif quote:
            quote, word = ("", word) if ch == quote else (quote, word + ch)
        elif ch in "'\"":
            quote, is_begun = ch, True
        elif ch.isspace():
            if is_begun:
                words.append(word)
            word, is_begun = "", False
        else:
            word, is_begun = word + ch, True
    # FOO=1 followq ... begins with what only the shell reads.
    while words and "=" in words[0]:
        words.pop(0)
    return words, word, bool(quote)


class Place(NamedTuple):
    """Where in a call the cursor stands: the command, how many values it has, with how many it begins that are ids, and
    the option that wants a value now.
    """

    command: str
    values: int
    ids: int
    option: str
    is_text_only: bool


def find_place(words: list[str]) -> Place:
    """Read a call as far as it goes, the program's own name left out; `--db` holds for what is looked up."""
    from followq.cli.completion.table import TABLE

    name, option, values, ids, is_text_only = "", "", 0, 0, False
    for word in words:
        given, equals, value = word.partition("=")
        if option:
            given, value, option, equals = option, word, "", "="
        elif word == "--" and not is_text_only:
            is_text_only = True
        elif word.startswith("-") and not is_text_only:
            option = given if _kind(name, given) and not equals else ""
        elif not values and f"{name} {word}".strip() in TABLE:
            name = f"{name} {word}".strip()
        else:
            # The first may be a person.
            ids += ids == values and (not values or is_id(word))
            values += 1
        if given == "--db" and equals and not name:
            os.environ["FOLLOWQ_DB"] = value
    return Place(command=name, values=values, ids=ids, option=option, is_text_only=is_text_only)


def find_candidates(words: list[str], typed: str) -> Offer | None:
    """Everything that may stand behind these words of a call; None means files."""
    from followq.cli.completion.table import TABLE

    command, values, ids, option, is_text_only = find_place(words)
    if option:
        return _of_kind(_kind(command, option), typed)
    if typed.startswith("-") and not is_text_only:
        given, equals, value = typed.partition("=")
        if equals:
            found = _of_kind(_kind(command, given), value)
            return found and [(f"{given}={word}", text) for word, text in found]
        return [(names[-1], text) for names, _, text in TABLE[command][4]]
    start = f"{command} ".lstrip()
    below = [(name[len(start) :], row[1]) for name, row in TABLE.items() if name.startswith(start) and name != command]
    if below and not values:
        return [(name, text) for name, text in below if " " not in name]
    found = _argument(TABLE[command][3], values, ids, typed)
    if found and TABLE[command][3][0][0] in OR_FILES and not any(word.startswith(typed) for word, _ in found):
        return None
    return found


def _kind(command: str, given: str) -> str | None:
    # What an option's value is: a kind, - for anything; None for a flag and for what isn't known.
    from followq.cli.completion.table import TABLE

    for names, kind, _ in TABLE[command][4]:
        if given in names:
            return kind
    return None


def _argument(arguments: tuple[tuple[str, bool], ...], place: int, ids: int, typed: str) -> Offer | None:
    if len(arguments) > 1 and arguments[0][1]:
        # Ids, and what stands behind them: one more id, or the first word of that.
        behind = _argument(arguments[1:], place - ids, 0, typed) if place else []
        return [*(_of_kind(arguments[0][0], typed) or ()), *(behind or ())] if place == ids else behind
    for number, (kind, is_repeated) in enumerate(arguments):
        if number == place or (is_repeated and place > number):
            return _of_kind(kind, typed)
    return []


def _of_kind(kind: str | None, typed: str) -> Offer | None:
    if kind == "files":
        return None
    if kind in (None, "", "-"):
        return []
    from followq.cli.completion import candidates as candidates_module

    found: Offer = candidates_module.people(typed) if kind == "people" else getattr(candidates_module, kind)()
    return found


def _escape(word: str) -> str:
    return "".join(ch if ch.isalnum() or ch in UNQUOTED else f"\\{ch}" for ch in word)


def _for_bash(offers: Offer, typed: str, is_quoted: bool) -> list[str]:
    # bash puts in what it is given as it is: a name with a space has to come as one word. What it takes for
    # the word begins behind the last character that breaks words for it, @ and : among them.
    quoted = (lambda word: word) if is_quoted else _escape
    breaks = set(os.environ.get("_FOLLOWQ_BREAKS", "")) - set(" \t\n\"'\\")
    kept = 0 if is_quoted else max((at + 1 for at, ch in enumerate(typed) if ch in breaks & UNQUOTED), default=0)
    cut = len(quoted(typed[:kept]))
    words = [quoted(word)[cut:] for word, _ in offers]
    columns = int(os.environ.get("_FOLLOWQ_COLUMNS") or 0)
    if len(words) < 2 or columns <= 0 or not any(text for _, text in offers):
        return words
    # bash has no descriptions. What stands behind the word is seen in the list only: as the words differ, what
    # they have in common, which is all that bash puts in, ends before it.
    widest = min(max(width(word) for word in words), columns // 2)
    lines = []
    for word, (_, text) in zip(words, offers, strict=True):
        gap = " " * max(0, widest - width(word))
        room = columns - max(widest, width(word)) - 3
        lines.append(f"{word}{gap}  {text if width(text) <= room else text[: max(0, room - 1)] + '…'}".rstrip())
    return lines


def _for_zsh(offers: Offer) -> list[str]:
    words = [(word.replace("\\", "\\\\").replace(":", "\\:"), text) for word, text in offers]
    return [f"{word}:{text}" if text else word for word, text in words]


def _with_tabs(offers: Offer) -> list[str]:
    return [f"{word}\t{text}" if text else word for word, text in offers]


def show(asked: str) -> None:
    """Write the answer to standard output."""
    sys.stdout.write(answer(asked))
