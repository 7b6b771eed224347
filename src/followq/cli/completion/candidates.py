"""What can be completed: ids with their text, people, projects, tags, settings, dates, fixed words.

Each function offers everything there is of its kind, as the word and what stands beside it; options name
it by a `Complete`, and `answer.py` picks what fits.
"""

from __future__ import annotations

from followq import paths
from followq.model.core.calendar import format_utc
from followq.model.core.phrasing import join_list
from followq.store.queue import Queue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from followq.model.core.followup import Ball
    from followq.model.core.person import Person
    from followq.store.records.reader import Reader

    T = TypeVar("T")

Offer = list[tuple[str, str]]

MOST_CLOSED = 50
"""Closed follow-ups that are offered: nobody takes up again what was closed long ago without looking for it."""


def _from_queue(find: Callable[[Reader], Iterable[T]]) -> list[T]:
    queue = Queue(paths.queue_path(None))
    try:
        with queue.reading() as reader:
            return list(find(reader))
    finally:
        queue.close()


def ids() -> Offer:
    """Ids of open follow-ups, with person and text."""
    return _open_ids(("mine", "theirs"))


def owed_ids() -> Offer:
    """Ids of what is owed."""
    return _open_ids(("mine",))


def waited_ids() -> Offer:
    """Ids of what is waited for."""
    return _open_ids(("theirs",))


def _open_ids(balls: tuple[Ball, ...]) -> Offer:
    return _from_queue(
        lambda queue: [(str(i), f"{name}: {text}") for ball in balls for i, name, text in queue.open_lines(ball)]
    )


def closed_ids() -> Offer:
    """Ids of the follow-ups closed last."""

    def find(queue: Reader) -> list[tuple[str, str]]:
        closed = queue.closed_last(MOST_CLOSED)
        people = queue.people({f.person_id for f in closed})
        return [(str(f.id), f"{people[f.person_id].name}: {f.text}") for f in closed]

    return _from_queue(find)


def people(typed: str) -> Offer:
    """People's names; where something is typed, whom a command would take it for, in words that continue it."""

    def find(queue: Reader) -> Offer:
        if not typed:
            return [(who.name, who.organisation or "") for who in queue.people().values()]
        from followq.cli.input.person_search import search_people

        people = queue.people_called(typed) + search_people(queue, typed)
        offers: dict[str, list[str]] = {}
        for who in dict.fromkeys(people):
            # Somebody else's name in full would mean them alone.
            words = [word for word in _spellings(who, typed) if who in (queue.people_called(word) or [who])]
            for word in words or ([typed] if len(people) == 1 else []):
                offers.setdefault(word, []).append(who.organisation or "" if word == who.name else who.name)
        return [(word, join_list(list(filter(None, whose)), "or")) for word, whose in offers.items()]

    return _from_queue(find)


def _spellings(who: Person, typed: str) -> list[str]:
    # Of a person's names, from each of their words on, what continues that which was typed.
    from followq.model.core.folding import find_rest, from_each_word

    words = [word for name in (who.name, *who.aliases) for word in from_each_word(name)]
    return [word for word in dict.fromkeys((*words, *who.emails)) if find_rest(typed, word) is not None]


def projects() -> Offer:
    """Projects of open follow-ups."""
    return _from_queue(lambda queue: [(project, "") for project in queue.projects()])


def tags() -> Offer:
    """Tags of open follow-ups."""
    return _from_queue(lambda queue: [(tag, "") for tag in sorted({t for f in queue.open_followups() for t in f.tags})])


def settings() -> Offer:
    """Settings with their meaning."""
    from followq.settings import MEANINGS, find_key

    return [(find_key(field), said.meaning) for field, said in MEANINGS.items()]


def dates() -> Offer:
    """The commonest ways to write a date."""
    return [
        ("today", ""),
        ("tomorrow", ""),
        *((day, "the next one") for day in ("mon", "tue", "wed", "thu", "fri")),
        ("+3d", "in three days"),
        ("1w", "in a week"),
        ("eow", "end of the week"),
        ("eom", "end of the month"),
    ]


def past_dates() -> Offer:
    """The commonest ways to write a day behind."""
    return [("today", ""), ("yesterday", ""), ("3d ago", ""), ("1w ago", ""), ("last mon", ""), ("last fri", "")]


def lengths() -> Offer:
    """Usual lengths of time."""
    return [(length, "") for length in ("5m", "15m", "30m", "45m", "1h", "2h")]


def channels() -> Offer:
    """Ways to reach people."""
    from followq.model.core.person import CHANNELS

    return [(channel, "") for channel in CHANNELS]


def weights() -> Offer:
    """Weights of people."""
    from followq.model.core.person import WEIGHTS

    return [(weight, "") for weight in WEIGHTS]


def statuses() -> Offer:
    """What `--status` takes."""
    from followq.model.core.followup import STATUSES

    return [(status, "") for status in (*STATUSES, "all")]


def orders() -> Offer:
    """What `people --sort` takes."""
    return [(order, "") for order in ("attention", "dark", "drag", "time", "name")]


def list_orders() -> Offer:
    """What `list --sort` takes."""
    return [(order, "") for order in ("id", "since", "promised", "person", "updated")]


def today_orders() -> Offer:
    """What `today --sort` takes."""
    return [("rank", ""), ("waited", "who has waited longest first")]


def mail_sides() -> Offer:
    """What `scan --accept` takes."""
    return [("owed", "what you owe"), ("waiting", "what you wait for"), ("all", "both")]


def messages() -> Offer:
    """Kinds of message, with when each is said."""
    from followq.model.people.message_kinds import KINDS

    return list(KINDS.items())


def shells() -> Offer:
    """Shells that can complete."""
    from followq.cli.completion.shells import SCRIPTS

    return [(shell, "") for shell in SCRIPTS]


def backup_words() -> Offer:
    """What `backup` takes beside a file."""
    return [("list", "the backups there are")]


def backups() -> Offer:
    """Backups by their numbers, with time and reason; looked at by name only."""
    from followq.store.backup.copies import list_copies
    from followq.store.file.connection import resolve_link

    copies = list_copies(resolve_link(paths.queue_path(None)))
    numbered = [(str(number), f"{format_utc(at)}, {reason}") for number, (_, at, reason) in enumerate(copies, 1)]
    return [("latest", "the newest that is sound"), *numbered]


def files() -> Offer:
    """Nothing of ours: the shell completes files itself."""
    return []


def read_formats() -> Offer:
    """Formats that `import` reads."""
    from followq.exchange.registry import FORMATS

    return [(row.name, row.title) for row in FORMATS if row.reads]


def written_formats() -> Offer:
    """Formats that `export` writes."""
    from followq.exchange.registry import FORMATS

    return [(row.name, row.title) for row in FORMATS if row.writes]
