"""What the tests of the command line share: a queue that doesn't wait for the disk."""

from __future__ import annotations

import pytest

from followq.store.file import connection


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pulls the plug here: what `synchronous = FULL` is for is tested with the store."""
    settings: tuple[str, ...] = getattr(connection, "_SETTINGS", ())
    hurried = tuple(setting.replace("synchronous = FULL", "synchronous = OFF") for setting in settings)
    monkeypatch.setattr(connection, "_SETTINGS", hurried, raising=False)
