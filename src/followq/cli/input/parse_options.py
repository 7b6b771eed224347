"""Read what stands behind options: dates, lengths, channels, tags. One place for each kind of word."""

from __future__ import annotations

from collections.abc import Sequence

from followq.errors import BadInputError
from followq.model.core.calendar import When
from followq.model.core.filter import Period, make_period
from followq.model.core.person import CHANNELS, NAME_LIMIT, WEIGHTS
from followq.model.core.phrasing import show_with_distance
from followq.model.core.text_limits import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from followq.cli.session import Session
    from followq.model.core.person import Channel, Weight

    W = TypeVar("W", bound=str)


def parse_date(session: Session, phrase: str, *, is_start: bool = False) -> When:
    """A moment, normally ahead; a remark about the clock goes to the user. `is_start` as in `read_date`.

    A day without a year that has just gone by is asked about on a terminal.

    Raises: BadInputError.
    """
    from followq.dates.phrases import EitherYearError, read_date

    try:
        when, remark = read_date(phrase, session.calendar, is_start=is_start)
    except EitherYearError as err:
        # In a conversation the line itself is still there to be corrected.
        if not session.is_interactive or session.talk is not None:
            raise
        when, remark = err.choices[_which(session, err.message, [choice.when for choice in err.choices])]
    if remark:
        session.warn(remark)
    return when


def _which(session: Session, said: str, choices: Sequence[When]) -> int:
    session.say(f"{said}.")
    numbered = ", ".join(
        f"{number} {show_with_distance(when, session.calendar)}" for number, when in enumerate(choices, 1)
    )
    keys = {str(number): str(number) for number, _ in enumerate(choices, 1)}
    return int(session.choose(f"Which one: {numbered}?", keys)) - 1


def parse_past_date(session: Session, phrase: str, *, is_start: bool = True) -> When:
    """A moment behind.

    Raises: BadInputError.
    """
    from followq.dates.phrases import read_past_date

    when, remark = read_past_date(phrase, session.calendar, is_start=is_start)
    if remark:
        session.warn(remark)
    return when


def parse_past_event(session: Session, phrase: str | None) -> When | None:
    """When something happened that is noted now; None for now or today.

    Raises: BadInputError when it lies ahead.
    """
    if phrase is None:
        return None
    when = parse_past_date(session, phrase)
    return None if when == session.calendar.today.isoformat() else when


def parse_optional_date(session: Session, phrase: str | None) -> When | None:
    """A moment, where an option gives one.

    Raises: BadInputError.
    """
    return None if phrase is None else parse_date(session, phrase)


def parse_period(session: Session, since: str | None, until: str | None) -> Period:
    """The time that `--since` and `--until` name; both look back, so `tue` is the latest one.

    Raises: BadInputError.
    """
    begin = None if since is None else parse_past_date(session, since)
    end = None
    if until is not None:
        from followq.dates.phrases import read_looking_back

        end, remark = read_looking_back(until, session.calendar)
        if remark:
            session.warn(remark)
    found = make_period(begin, end, session.calendar)
    if found.begin >= found.end:
        raise BadInputError("--since lies after --until", "give the earlier day to --since")
    return found


def parse_line(text: str | None, what: str, limit: int = NAME_LIMIT) -> str | None:
    """One line of text, where an option gives one.

    Raises: BadInputError, UsageError.
    """
    return None if text is None else one_line(text, what, limit)


def link(text: str | None) -> str | None:
    """A page's address or a mail's Message-ID, as it is stored; None for none.

    Raises: BadInputError.
    """
    if text is None:
        return None
    from followq.model.core.link import read_link

    return read_link(one_line(text, "the link"))


def parse_every(phrase: str | None) -> str | None:
    """A recurrence, where an option gives one.

    Raises: BadInputError.
    """
    if phrase is None:
        return None
    from followq.dates.lengths import read_every

    return read_every(phrase)


def parse_minutes(phrase: str | None) -> int | None:
    """A length of time; None stays None.

    Raises: BadInputError.
    """
    if phrase is None:
        return None
    from followq.dates.lengths import read_minutes

    return read_minutes(phrase)


def parse_channel(word: str | None) -> Channel | None:
    """A channel; None stays None.

    Raises: BadInputError.
    """
    return _one_of(word, CHANNELS, "channel")


def parse_weight(word: str | None) -> Weight | None:
    """A person's weight; None stays None.

    Raises: BadInputError.
    """
    return _one_of(word, WEIGHTS, "weight")


def _one_of(word: str | None, allowed: Sequence[W], what: str) -> W | None:
    if word is None:
        return None
    for choice in allowed:
        if choice == word.lower():
            return choice
    raise BadInputError(f"'{word[:40]}' is not a {what}", f"one of {', '.join(allowed)}")


def parse_tags(words: Sequence[str] | None) -> tuple[str, ...]:
    """Tags, each once.

    Raises: BadInputError, UsageError.
    """
    return tuple(dict.fromkeys(one_line(word.removeprefix("+"), "the tag", 100) for word in words or ()))


def join_words(words: Sequence[str] | None) -> str:
    """Words of the command line as one text; nothing for none.

    Raises: BadInputError, UsageError.
    """
    return one_line(" ".join(words)) if words else ""
