"""What another program does to a queue: run by `actors.Actor` as `python -m tests.store.actor_script DEED PATH ...`.

It says `ready`, waits for a line, does its deed and says line by line what is done. Imports little: many are started.
"""

from __future__ import annotations

import itertools
import os
import sqlite3
import sys

from followq.errors import FollowqError
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.store import opening
from followq.store.backup import make as make_module
from followq.store.file import connection as connection_module
from followq.store.queue import Queue
from followq.store.records.writer import Batch

NOW = "2026-11-23T09:00:00Z"

# On a machine that does other things too, eight who take turns at its disk may need more than a user's patience.
connection_module.BUSY_SECONDS = 50.0


def say(word: object) -> None:
    """Tell whoever started this."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def await_word() -> None:
    """Wait until whoever started this says go."""
    say("ready")
    sys.stdin.readline()


def add_to(batch: Batch, text: str) -> int:
    """Add one follow-up with Ana, who is made where she is not there yet."""
    if not batch.people_called("Ana Lopez"):
        batch.add(Person(batch.next_id("people"), "ana", "Ana Lopez", created_at=NOW))
    (ana,) = batch.people_called("Ana Lopez")
    number = batch.next_id("followups")
    batch.add(FollowUp(number, f"followup-{number}", ana.id, text, since=NOW, created_at=NOW))
    return number


def add(path: str, times: str) -> None:
    """Add follow-ups one by one, each with a queue of its own as each command has, and say their numbers."""
    await_word()
    for _ in range(int(times)):
        queue = Queue(path)
        with queue.writing("add", NOW, "UTC") as batch:
            number = add_to(batch, "Send the quote")
        queue.close()
        say(number)


def add_for_ever(path: str) -> None:
    """Add pairs until killed; each pair's first number is said once it is kept, and then told."""
    await_word()
    queue = Queue(path)
    for _ in itertools.count():
        with queue.writing("add", NOW, "UTC") as batch:
            first = add_to(batch, "Send the quote")
            add_to(batch, "Send the plan")
        say(first)
        with queue.writing("told", NOW, "UTC") as batch:
            before = batch.followup(first)
            assert before is not None
            batch.put(before, before._replace(told_at=NOW, note="told " * 200), "It is on its way")


def hold(path: str, begin: str) -> None:
    """Hold the queue's lock until killed."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(begin)
    connection.execute("SELECT count(*) FROM people").fetchall()
    await_word()


def back_up(path: str) -> None:
    """Read the queue, then back it up, with little patience."""
    connection_module.BUSY_SECONDS = 0.1
    make_module.PATIENCE_SECONDS = 0.2
    queue = Queue(path)
    with queue.reading() as reader:
        reader.open_followups()
    await_word()
    say(queue.back_up("test"))


def make(path: str) -> None:
    """Make the queue."""
    import followq.store.file.migrations  # noqa: F401  # loaded before the word, so that makers start together

    await_word()
    opening.open_queue(path, is_needed=True)
    say("made")


def make_on_full_disk(path: str) -> None:
    """Make the queue where no file can grow beyond 16 KB."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, 16_384))
    make(path)


def migrate(path: str) -> None:
    """Open the queue as the next version of followq does."""
    from tests.store.next_version import become

    become()
    await_word()
    opening.open_queue(path, is_needed=True)
    say("migrated")


def migrate_and_die(path: str) -> None:
    """Open the queue as the next version of followq does, and be killed in the middle."""
    from tests.store.next_version import become

    become(in_the_middle=lambda: os.kill(os.getpid(), 9))
    await_word()
    opening.open_queue(path, is_needed=True)


def restore_and_die(path: str, copy: str = "", moment: str = "0") -> None:
    """Put a copy in the queue's place, and be killed before or after one of its steps."""
    from followq.store.backup import restore

    def die(*_: object, **__: object) -> None:
        os.kill(os.getpid(), 9)

    plain, aside = os.replace, restore._put_aside

    def replace_and_die(made: str, place: str) -> None:
        plain(made, place)
        die()

    def put_aside_and_die(place: str, is_sound: bool) -> str | None:
        aside(place, is_sound)
        die()
        return None

    steps = (
        (restore, "_check", die),
        (restore, "_lock", die),
        (restore, "_put_aside", die),
        (restore, "_put_aside", put_aside_and_die),
        (os, "replace", replace_and_die),
        (restore, "discard", die),
    )
    setattr(*steps[int(moment)])
    await_word()
    restore.put_in_place(restore.fetch(copy, path, may_make_folder=False), path)


DEEDS = {deed.__name__: deed for deed in (add, add_for_ever, hold, back_up, make, make_on_full_disk, migrate)}
DEEDS["migrate_and_die"] = migrate_and_die
DEEDS["restore_and_die"] = restore_and_die

if __name__ == "__main__":
    try:
        DEEDS[sys.argv[1]](*sys.argv[2:])
    except FollowqError as failure:
        say(f"{type(failure).__name__}: {failure.message}")
