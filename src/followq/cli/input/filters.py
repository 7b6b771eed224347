"""The filters that several commands share."""

from __future__ import annotations

from followq.errors import BadInputError
from followq.model.core.calendar import Calendar
from followq.model.core.followup import STATUSES, FollowUp, is_late
from followq.record import NamedTuple
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.followup import Ball, Status


class Filter(NamedTuple):
    """Which follow-ups are shown: of one person, one project, with all of these tags, on one side, ..."""

    person_id: int | None = None
    project: str | None = None
    tags: tuple[str, ...] = ()
    ball: Ball | None = None
    status: Status | None = None
    is_overdue: bool = False


def chosen(queue: Reader, person: str | None) -> int | None:
    """The id of the person that a filter names.

    Raises: NotFoundError, AmbiguousError.
    """
    if person is None:
        return None
    from followq.cli.input.lookup import find_person  # which a look at everybody does without

    return find_person(queue, person).id


def is_wanted(followup: FollowUp, wanted: Filter, calendar: Calendar) -> bool:
    """Whether a follow-up passes; projects and tags are compared as `folding.fold` has them."""
    if wanted.ball not in (None, followup.ball) or wanted.status not in (None, followup.status):
        return False
    if wanted.is_overdue and not is_late(followup, calendar):
        return False
    if wanted.person_id is not None and followup.person_id != wanted.person_id:
        return False
    if wanted.project is None and not wanted.tags:
        return True
    from followq.model.core.folding import fold  # which a look at everything does without

    if wanted.project is not None and fold(followup.project or "") != fold(wanted.project):
        return False
    return set(map(fold, wanted.tags)) <= set(map(fold, followup.tags))


def side(is_owed: bool, is_waiting: bool) -> Ball | None:
    """The side that `--owed` and `--waiting` leave; both or neither leave both."""
    return None if is_owed == is_waiting else "mine" if is_owed else "theirs"


def status_of(word: str) -> Status | None:
    """The status that `--status` names; None for `all`.

    Raises: BadInputError.
    """
    if word == "all":
        return None
    for status in STATUSES:
        if status == word:
            return status
    raise BadInputError(f"'{word[:40]}' is not a status", f"one of {', '.join(STATUSES)}, all")
