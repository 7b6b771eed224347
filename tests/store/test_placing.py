"""A made file gets its name whole or not at all, on file systems with links and without."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

from followq.files import place


@pytest.fixture(params=[True, False], ids=["links", "no links"])
def _disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk with links, and one without."""

    def refuse(*_: object) -> NoReturn:
        raise OSError(95, "Operation not supported")

    if not request.param:
        monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("_disk")
def test_what_is_there_is_replaced_only_when_asked_for(tmp_path: Path) -> None:
    made, final = tmp_path / "made", tmp_path / "final"
    made.write_text("new")
    place(str(made), str(final))
    assert final.read_text() == "new"
    made.unlink(missing_ok=True)
    made.write_text("newer")
    with pytest.raises(FileExistsError):
        place(str(made), str(final))
    assert final.read_text() == "new"
    place(str(made), str(final), overwrite=True)
    assert final.read_text() == "newer"
