"""Makes queues of any size, the same ones each time."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone
from pathlib import Path

from followq.model.calendar import instant
from followq.model.followup import FollowUp
from followq.model.person import Person
from followq.store.queue import Queue

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
PEOPLE = 200


def fill(path: Path, open_items: int, closed_items: int, seed: int = 1) -> None:
    """Fill a new queue with open items on both sides and closed ones; one batch, a fixed clock."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    queue = Queue(str(path))
    with queue.writing("fill", instant(NOW), "UTC") as batch:
        for number in range(1, PEOPLE + 1):
            batch.add(Person(id=number, uid=f"p{number}", name=f"Person {number}", created_at=instant(NOW)))
        for number in range(1, open_items + closed_items + 1):
            since = NOW - timedelta(hours=chance.randint(0, 24 * 90))
            promised = (NOW + timedelta(days=chance.randint(-10, 20))).date().isoformat()
            is_open = number > closed_items
            batch.add(
                FollowUp(
                    id=number,
                    uid=f"f{number}",
                    person_id=chance.randint(1, PEOPLE),
                    text=f"Send the quote number {number}",
                    ball="mine" if chance.random() < 0.8 else "theirs",
                    status="open" if is_open else "done",
                    since=instant(since),
                    promised=promised if chance.random() < 0.5 else None,
                    first_promised=promised,
                    effort_minutes=chance.choice((None, 5, 15, 30, 60)),
                    created_at=instant(since),
                    closed_at=None if is_open else instant(NOW),
                )
            )
    queue.close()
