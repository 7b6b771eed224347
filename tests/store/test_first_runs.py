"""The first runs on a machine: several at once, or killed, make one whole queue."""

from __future__ import annotations

import os
import random
import stat
import time
from contextlib import closing
from pathlib import Path

import pytest

from followq.store.file import schema
from followq.store.opening import open_queue
from tests.store.actors import Actor, at_once
from tests.store.builders import rows


@pytest.mark.parametrize("time_round", range(4))
def test_four_first_runs_at_once_all_write_into_the_one_queue(db: Path, time_round: int) -> None:
    with at_once("add", db, 4, "1") as actors:
        numbers = [actor.rest() for actor in actors]
    assert sorted(numbers) == [["1"], ["2"], ["3"], ["4"]]
    assert os.listdir(db.parent) == ["queue.db"]
    if os.name != "nt":
        assert stat.S_IMODE(db.stat().st_mode) == 0o600
    with closing(open_queue(str(db), is_needed=False)) as connection:
        assert rows(connection, "SELECT count(*) FROM people") == [(1,)]
        assert rows(connection, "PRAGMA integrity_check") == [("ok",)]


def test_a_first_run_killed_at_any_instant_leaves_no_queue_or_a_whole_one(db: Path) -> None:
    chance = random.Random(1)
    outcomes = set()
    for _ in range(8):
        with Actor("make", db) as actor:
            actor.await_ready()
            actor.go()
            time.sleep(chance.uniform(0, 0.02))
            actor.kill()
        outcomes.add(db.exists())
        with closing(open_queue(str(db), is_needed=True)) as connection:
            assert rows(connection, "PRAGMA integrity_check") == [("ok",)]
            assert rows(connection, "PRAGMA user_version") == [(schema.VERSION,)]
        db.unlink()
    assert outcomes


def test_a_queue_that_another_run_makes_just_now_is_no_link_to_nothing(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not there when it was looked for, there a moment later: the first look alone is played here.
    open_queue(str(db), is_needed=True).close()
    real, looks = os.stat, iter([FileNotFoundError()])

    def look(path: str, *options: object, **named: object) -> os.stat_result:
        if path == str(db) and (missing := next(looks, None)):
            raise missing
        return real(path, *options, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", look)
    with closing(open_queue(str(db), is_needed=True)) as connection:
        assert rows(connection, "PRAGMA user_version") == [(schema.VERSION,)]
