"""kill -9 at any instant: the file is sound, what was acknowledged is there, nothing is there by half."""

from __future__ import annotations

import random
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from followq.store.opening import open_queue
from followq.store.records.reader import Reader
from tests.store.actors import Actor
from tests.store.builders import replayed, rows, tables

KILLS = 20


def test_twenty_kills_lose_nothing_and_leave_nothing_by_half(db: Path) -> None:
    chance = random.Random(20)
    acknowledged: set[int] = set()
    for _ in range(KILLS):
        with Actor("add_for_ever", db) as actor:
            actor.await_ready()
            actor.go()
            acknowledged |= {int(actor.line()) for _ in range(chance.randint(1, 4))}
            time.sleep(chance.uniform(0, 0.02))
            acknowledged |= set(map(int, actor.kill_and_listen()))
        with closing(open_queue(str(db), is_needed=False)) as connection:
            reader = Reader(connection)
            assert rows(connection, "PRAGMA integrity_check") == [("ok",)]
            assert rows(connection, "PRAGMA foreign_key_check") == []
            assert replayed(reader) == tables(reader)
            assert {n for first in acknowledged for n in (first, first + 1)} <= tables(reader)[1].keys()
            sizes = Counter(
                (entry.batch, entry.command) for entry in reader.log() if entry.change.subject == "followup"
            )
            assert {(command, size) for (_, command), size in sizes.items()} <= {("add", 2), ("told", 1)}
            assert rows(connection, "SELECT rowid FROM search ORDER BY 1") == rows(
                connection, "SELECT id FROM followups ORDER BY 1"
            )
    assert len(acknowledged) >= KILLS
