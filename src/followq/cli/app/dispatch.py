"""Run one command: make its session, call it, show what it returns."""

from __future__ import annotations

import sys

from followq.cli.session import Session
from followq.errors import AmbiguousError, BrokenRecordError, DamagedError, FollowqError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from followq.render.page import Page


RESCUING = ("doctor", "backup", "restore")
"""Commands that go on when the settings can't be read."""


def find_function(command: str) -> Callable[..., Page | None]:
    """The function behind a command: `person add` is `person_add` in `commands/person.py`.

    Python's own words get an underscore: `import` is `import_` in `commands/import_.py`.
    """
    words = command.split()
    is_reserved = command in ("import", "open", "with")
    path = f"followq.cli.commands.{words[0]}{'_' if is_reserved else ''}"
    __import__(path)  # importlib would load for it, and warnings with that
    name = "_".join(words) + ("_" if is_reserved or command in ("list",) else "")
    function: Callable[..., Page | None] = getattr(sys.modules[path], name)
    return function


def _run_settled(session: Session, command: str, given: dict[str, Any], split_into: Sequence[str]) -> Page | None:
    # Nothing was written where a name means several people: on a terminal one is chosen, and the command goes on.
    while True:
        try:
            if not split_into:
                return find_function(command)(session, **given)
            from followq.cli.input.split_ids import split

            return find_function(command)(
                session, **{**given, **split(session, command, split_into, given[split_into[0]])}
            )
        except AmbiguousError as err:
            name, choices = getattr(err, "name", ""), getattr(err, "choices", ())
            if not choices or not session.is_interactive or session.talk is not None:
                raise
            chosen = choices[session.pick("Who is meant?", [one.introduced for one in choices])]
            if not _put_in_place(given, name, chosen.words):
                raise


def _put_in_place(given: dict[str, Any], name: str, words: str) -> bool:
    # The first place where the name was typed: as a word, or as several in a row.
    parts = name.split()
    for key, value in given.items():
        if isinstance(value, str) and value.strip() == name.strip():
            given[key] = words
            return True
        if isinstance(value, list):
            for size in (1, len(parts)):
                for place in range(len(value) - size + 1):
                    if " ".join(map(str, value[place : place + size])).split() == parts:
                        given[key] = [*value[:place], words, *value[place + size :]]
                        return True
    return False


def perform(
    command: str,
    given: dict[str, Any],
    *,
    db: str | None = None,
    as_json: bool = False,
    is_plain: bool = False,
    split_into: Sequence[str] = (),
    fields: Sequence[str] = (),
) -> None:
    """Run a command with its parsed parameters; `fields` are those that its JSON is cut to.

    `split_into` names parameters whose words came as one list, under the first of these names; see `splitting`.

    Raises: FollowqError.
    """
    session = Session(
        db,
        as_json=as_json,
        is_plain=is_plain,
        is_mending=command == "config",
        is_rescuing=command in RESCUING,
        fields=fields,
    )
    try:
        page = _run_settled(session, command, given, split_into)
        if page is not None:
            session.show(page)
    except Exception as err:
        damage = find_damage(session, err)
        if damage is None:
            raise
        raise damage from err
    finally:
        session.queue.close()


def find_damage(session: Session, err: Exception) -> DamagedError | None:
    """What an error says of the queue's file; None where that isn't to blame.

    Values that no followq wrote trip whatever reads them: what looks like a defect may be damage.
    """
    if isinstance(err, BrokenRecordError):
        return session.queue.damaged(f"the queue {err.message}", err.hint)
    if isinstance(err, (FollowqError, OSError)) or not session.queue.is_damaged(session.calendar.instant):
        return None
    return session.queue.damaged("the queue's file is damaged")
