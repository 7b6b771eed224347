"""What is derived from people and follow-ups so that they are found: by a name's key, and by words.

Both hold text folded by `model/core/folding.py`, so that SQLite compares what was folded in one way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from followq.model.core.followup import FollowUp
from followq.model.core.person import Person, name_key
from followq.store.records.rows import NotJsonError, to_list

INTO_NAMES = "INSERT INTO person_names (key, person_id) VALUES (?, ?)"
OUT_OF_NAMES = "DELETE FROM person_names WHERE key = ? AND person_id = ?"
INTO_SEARCH = "INSERT INTO search (rowid, person, text, note, project, tags) VALUES (?, ?, ?, ?, ?, ?)"


def make_searchable(text: str) -> str:
    """A text as the search index holds it, and as it is asked for: folded, each word apart."""
    if text.isascii():
        return text.lower()
    from followq.model.core.folding import fold, set_apart

    return set_apart(fold(text))


def make_index_row(followup: FollowUp, person: Person) -> tuple[str, ...]:
    """What the search index holds of a follow-up: person, text, note, project and tags."""
    return list_indexed_names(person), *list_indexed_words(
        followup.text, followup.note, followup.project, followup.tags
    )


def list_indexed_names(person: Person) -> str:
    """What it holds of the person."""
    return make_searchable(" ".join((person.name, *person.aliases)))


def list_indexed_words(text: str, note: str | None, project: str | None, tags: Iterable[str]) -> Iterator[str]:
    """What it holds of everything else."""
    return map(make_searchable, (text, note or "", project or "", " ".join(tags)))


def index_all(connection: sqlite3.Connection) -> None:
    """Fill both indexes, which are empty, from people and follow-ups.

    Asks for no column that came after the first version, as migrations do this too. A list that is damaged is left
    out: that is no reason to keep a queue from being opened, and doctor tells of it.
    """
    names: dict[int, tuple[str, ...]] = {}
    for number, name, aliases, emails in connection.execute("SELECT id, name, aliases, emails FROM people").fetchall():
        names[number] = (name, *_words(aliases))
        keys = {name_key(word) for word in (*names[number], *_words(emails))}
        connection.executemany(INTO_NAMES, [(key, number) for key in sorted(keys)])
    sql = "SELECT id, person_id, text, note, project, tags FROM followups"
    rows = connection.execute(sql).fetchall()
    connection.executemany(
        INTO_SEARCH,
        [
            (
                number,
                make_searchable(" ".join(names.get(person_id, ()))),
                *list_indexed_words(text, note, project, _words(tags)),
            )
            for number, person_id, text, note, project, tags in rows
        ],
    )


def _words(column: str) -> tuple[str, ...]:
    try:
        return tuple(map(str, to_list(column)))
    except NotJsonError:
        return ()


def bring_fold(connection: sqlite3.Connection) -> None:
    """Let this connection's questions use `fold(text)`."""
    connection.create_function("fold", 1, _fold, deterministic=True)


def _fold(text: str | None) -> str | None:
    if text is None or text.isascii():
        return text and text.lower()
    from followq.model.core.folding import fold

    return fold(text)
