"""The options by which several commands filter; what each means stands in `model/core/filter.py`."""

from __future__ import annotations

from followq.errors import BadInputError
from followq.model.core.filter import Filter
from followq.model.core.followup import STATUSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.followup import Ball, Status
    from followq.store.records.reader import Reader


def read_filter(queue: Reader, person: str | None, project: str | None, tags: list[str] | None) -> Filter:
    """The filter that `--person`, `--project` and `--tag` make, of what is open.

    Raises: NotFoundError, AmbiguousError, BadInputError, UsageError.
    """
    who = None
    if person is not None:
        from followq.cli.input.lookup import find_person  # which a look at everybody does without

        who = find_person(queue, person).id
    words: tuple[str, ...] = ()
    if tags:
        from followq.cli.input.parse_options import parse_tags  # likewise

        words = parse_tags(tags)
    return Filter(person_id=who, project=project, tags=words)


def choose_side(is_owed: bool, is_waiting: bool) -> Ball | None:
    """The side that `--owed` and `--waiting` leave; both or neither leave both."""
    return None if is_owed == is_waiting else "mine" if is_owed else "theirs"


def parse_status(word: str) -> Status | None:
    """The status that `--status` names; None for `all`.

    Raises: BadInputError.
    """
    if word == "all":
        return None
    for status in STATUSES:
        if status == word:
            return status
    raise BadInputError(f"'{word[:40]}' is not a status", f"one of {', '.join(STATUSES)}, all")
