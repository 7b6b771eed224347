"""Tell ids from what stands behind them, by one rule for every command that takes `ID... [TEXT]`.

The first word is an id or a person, and so is every number, range or list that follows it directly; the rest is the
text. A word with a space in it, which was in quotes, is never an id. Where that leaves a doubt, both readings are
shown and nothing is done.
"""

from __future__ import annotations

from collections.abc import Sequence

from followq import hints
from followq.cli.input.id_words import JOINERS, is_id, looks_like_ids
from followq.cli.session import Session
from followq.errors import AmbiguousError, BadInputError, UsageError
from followq.model.core.phrasing import join_list, shorten
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.calendar import Calendar

HAS_DATE = ("told", "toss", "hand", "heard")
"""Commands whose text may be meant for their `--by`."""

TEXT = "TEXT"


def split(session: Session, command: str, names: Sequence[str], words: Sequence[str]) -> dict[str, Any]:
    """The words of a command line as a command takes them: `names` are its parameters for ids and for the rest.

    Raises: UsageError, AmbiguousError when they can be read in two ways, or something is missing.
    """
    if any(not word.strip() for word in words[:1]):
        raise UsageError("an empty id", "give a number, or a person's name")
    with session.reading() as queue:
        head = _words_of_name(queue, words)
        if "until" in names:
            ids, rest = _before_date(session.calendar, words, head)
        elif "person" in names:
            return _with_helper(queue, names, words, head)
        else:
            ids, rest = _before_text(session, queue, command, words, head)
    return {names[0]: ids, names[1]: rest or None}


def _words_of_name(queue: Reader, words: Sequence[str]) -> int:
    # How many words the first id has: a known person's name may be several.
    if is_id(words[0]):
        return 1
    for number in range(min(len(words), 6), 1, -1):
        name = " ".join(words[:number])
        if any(" " in word for word in words[:number]) or not (long := queue.people_called(name)):
            continue
        short = queue.people_called(words[0])
        if short and short[0].id != long[0].id:
            raise AmbiguousError(f"'{shorten(name)}' and '{words[0]}' are two people", "give the number")
        return number
    return 1


def _ids(words: Sequence[str], head: int, end: int) -> list[str]:
    return [" ".join(words[:head]), *words[head:end]]


def _end_of_ids(words: Sequence[str], head: int) -> int:
    return next((place for place in range(head, len(words)) if not is_id(words[place])), len(words))


def _before_text(
    session: Session, queue: Reader, command: str, words: Sequence[str], head: int
) -> tuple[list[str], list[str]]:
    end = _end_of_ids(words, head)
    ids, rest = _ids(words, head, end), list(words[end:])
    if not rest and command == "note":
        if end > head:
            raise _doubt(command, (ids, TEXT), (ids[:-1], ids[-1]))
        raise UsageError("the note is empty", f"say it in a few words: {_write(command, ids, TEXT)}")
    text = " ".join(rest)
    if not rest or _is_quoted(rest[0]) or (command in HAS_DATE and _is_date(session.calendar, text)):
        return ids, rest
    if rest[0].lower() in JOINERS and len(rest) > 1 and is_id(rest[1]):
        raise _doubt(command, (_join(ids, *rest[:2]), " ".join(rest[2:])), (ids, text))
    if looks_like_ids(rest[0]):
        raise _doubt(command, ([*ids, *_numbers(rest[0])], " ".join(rest[1:])), (ids, text))
    if end > head:
        from_number = f"{ids[-1]} {text}"
        if len(rest) > 1:
            raise _doubt(command, (ids, text), (ids[:-1], from_number))
        session.warn(f"{ids[-1]} is taken as an id; if the text begins there: {_write(command, ids[:-1], from_number)}")
    elif len(rest) == 1 and (person := queue.people_called(text)):
        raise AmbiguousError(
            f"is '{shorten(text)}' the text, or do you mean what is open with {person[0].name} too?",
            f"several follow-ups go by number; as text: {_write(command, ids, text)}",
        )
    return ids, rest


def _is_date(calendar: Calendar, text: str) -> bool:
    # `told 1 2 by fri`: that is refused later on, with the right words.
    if not text.lower().startswith("by "):
        return False
    from followq.dates.lines import read_line

    try:
        return not read_line(text, calendar, may_be_bare=True).text
    except BadInputError:
        return True


def _join(ids: Sequence[str], joiner: str, other: str) -> list[str]:
    is_list = joiner.lower() in ("and", "&", "+")
    return [*ids, other] if is_list else [*ids[:-1], f"{ids[-1]}-{other}"]


def _numbers(word: str) -> list[str]:
    # `3;4` is two, `3–5` and `3..5` are ranges.
    numbers = "".join(ch if ch.isdecimal() else " " for ch in word).split()
    is_range = len(numbers) == 2 and any(dash in word for dash in ("–", "—", ".."))
    return ["-".join(numbers)] if is_range else numbers


def _is_quoted(word: str) -> bool:
    return any(ch.isspace() for ch in word)


def _doubt(command: str, as_ids: tuple[Sequence[str], str], as_text: tuple[Sequence[str], str]) -> UsageError:
    number = next(part for part in as_text[1].split() if any(ch.isdecimal() for ch in part))
    return UsageError(
        f"is {shorten(number, 30)} an id, or does the text begin with it?",
        f"an id: {_write(command, *as_ids)}; the text: {_write(command, *as_text)}",
    )


def _write(command: str, ids: Sequence[str], text: str = "") -> str:
    # What has a space in it can't be taken for an id.
    text = text if not text or _is_quoted(text) or text == TEXT else f" {text}"
    return hints.command(command, of=[*ids, *((text,) if text else ())])


def _before_date(calendar: Calendar, words: Sequence[str], head: int) -> tuple[list[str], list[str]]:
    # `snooze 1 2 weeks`, `snooze 1 2 fri`: the date decides where the ids end.
    end = _end_of_ids(words, head)
    if head == len(words):
        raise UsageError("until when?", f"for example: {hints.command('snooze', of=[*words, 'fri'])}")
    places = range(head, min(end, len(words) - 1) + 1)
    fitting = [place for place in places if _can_be_date(" ".join(words[place:]), calendar)]
    if len(fitting) > 1:
        ways = [_write("snooze", _ids(words, head, place), " ".join(words[place:])) for place in fitting]
        raise UsageError(f"'{shorten(' '.join(words))}' can be read in two ways", join_list(ways, "or"))
    place = fitting[0] if fitting else min(end, len(words) - 1)
    return _ids(words, head, place), list(words[place:])


def _can_be_date(phrase: str, calendar: Calendar) -> bool:
    from followq.dates.phrases import EitherYearError, read_date

    try:
        read_date(phrase, calendar, is_start=True)
    except EitherYearError:
        return True
    except BadInputError:
        return False
    return True


def _with_helper(queue: Reader, names: Sequence[str], words: Sequence[str], head: int) -> dict[str, Any]:
    # `hand 12 Tom Baker Draft the figures`: a known name may be several words.
    end = _end_of_ids(words, head)
    if end == len(words):
        raise UsageError("to whom?", hints.command("hand", of=[*_ids(words, head, end), "Tom Baker"]))
    behind = words[end:]
    length = _words_of_name(queue, behind)
    person, rest = " ".join(behind[:length]), list(behind[length:])
    return dict(zip(names, (_ids(words, head, end), person, rest or None), strict=True))
