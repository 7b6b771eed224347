"""Run one command: make its session, call it, show what it returns."""

from __future__ import annotations

import sys

from followq.cli.session import Session
from followq.errors import BrokenRecordError, DamagedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from followq.render.page import Page


def function_of(command: str) -> Callable[..., Page | None]:
    """The function behind a command: `person add` is `person_add` in `commands/person.py`.

    Python's own words get an underscore: `import` is `import_` in `commands/import_.py`.
    """
    words = command.split()
    is_reserved = command in ("import", "with")
    path = f"followq.cli.commands.{words[0]}{'_' if is_reserved else ''}"
    __import__(path)  # importlib would load for it, and warnings with that
    name = "_".join(words) + ("_" if is_reserved or command in ("list",) else "")
    function: Callable[..., Page | None] = getattr(sys.modules[path], name)
    return function


def perform(
    command: str, given: dict[str, Any], *, db: str | None = None, as_json: bool = False, is_plain: bool = False
) -> None:
    """Run a command with its parsed parameters.

    Raises: FollowqError.
    """
    session = Session(db, as_json=as_json, is_plain=is_plain, is_mending=command == "config")
    try:
        page = function_of(command)(session, **given)
        if page is not None:
            session.show(page)
    except BrokenRecordError as err:
        raise DamagedError(f"{session.queue.path}: the queue {err.message}", err.hint) from err
    finally:
        session.queue.close()
