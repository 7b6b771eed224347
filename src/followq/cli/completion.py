"""What the shell offers behind a Tab: ids with their text, people, projects, tags, settings."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable

from typer import Context

from followq.cli.session import Session
from followq.errors import FollowqError
from followq.render.safe import safe
from followq.store.reader import Reader

MOST = 200

Offer = list[tuple[str, str]]


def _offered(found: Iterable[tuple[str, str]], incomplete: str) -> Offer:
    # What was typed stays as it was typed: the shell takes only what continues it, whatever its case.
    start = incomplete.casefold()
    fitting = [(word, text) for word, text in found if word.casefold().startswith(start)]
    offers = [(incomplete + safe(word)[len(incomplete) :], safe(text, 60)) for word, text in fitting[:MOST]]
    if os.environ.get("_FOLLOWQ_COMPLETE") == "complete_bash":
        # bash puts in what it is given as it is: a name with a space has to come as one word.
        return [(re.sub(r"([^\w@%+=:,./-])", r"\\\1", word), text) for word, text in offers]
    return offers


def _from_queue(ctx: Context, find: Callable[[Reader], Iterable[tuple[str, str]]], incomplete: str) -> Offer:
    # A completion must never disturb the line that is being typed: whatever goes wrong, nothing is offered.
    try:
        session = Session(ctx.find_root().params.get("db"), as_json=True)
        with session.reading() as queue:
            return _offered(find(queue), incomplete)
    except FollowqError:
        return []


def ids(ctx: Context, incomplete: str) -> Offer:
    """Ids of open follow-ups, with person and text."""

    def find(queue: Reader) -> list[tuple[str, str]]:
        people = queue.people_of_open()
        return [(str(f.id), f"{people[f.person_id].name}: {f.text}") for f in queue.open_followups()]

    return _from_queue(ctx, find, incomplete)


def people(ctx: Context, incomplete: str) -> Offer:
    """People's names."""

    def find(queue: Reader) -> list[tuple[str, str]]:
        return [(person.name, person.organisation or "") for person in queue.people().values()]

    return _from_queue(ctx, find, incomplete)


def projects(ctx: Context, incomplete: str) -> Offer:
    """Projects of open follow-ups."""
    return _from_queue(ctx, lambda queue: [(project, "") for project in queue.projects()], incomplete)


def tags(ctx: Context, incomplete: str) -> Offer:
    """Tags of open follow-ups."""

    def find(queue: Reader) -> list[tuple[str, str]]:
        return [(tag, "") for tag in sorted({tag for f in queue.open_followups() for tag in f.tags})]

    return _from_queue(ctx, find, incomplete)


def settings(incomplete: str) -> Offer:
    """Settings with their meaning."""
    from followq.settings import MEANINGS, key_of

    return _offered([(key_of(field), said.meaning) for field, said in MEANINGS.items()], incomplete)
