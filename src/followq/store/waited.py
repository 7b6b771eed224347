"""What the user waits for, as far as it says who is worth a nudge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from followq.model.calendar import Calendar
from followq.model.followup import FollowUp
from followq.store.rows import FOLLOWUP_COLUMNS, SHOWN, id_list, moments_of, to_followup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.calendar import Instant, When
    from followq.model.evident import Before, Evident
    from followq.store.rows import Ask

_WAITED = "f.status = 'open' AND f.ball = 'theirs'"
_SOURCE = "followups f INDEXED BY followups_waited"


def people_to_nudge(ask: Ask, evident: Evident, calendar: Calendar) -> dict[int, bool]:
    """Who may be worth a nudge, by id, and whether that is certain; see `model/evident.py`."""
    surely, maybe = _asked_before(evident.surely, 0), _asked_before(evident.maybe, 1)
    over, maybe_over = (_before("f.promised", evident.expected, otherwise) for otherwise in (0, 1))
    sql = f"""
        SELECT f.person_id, max(
          CASE WHEN f.promised IS NULL THEN {surely} WHEN f.nudges = 0 THEN {over} ELSE {over} AND {surely} END)
        FROM {_SOURCE} WHERE {_WAITED} AND {SHOWN}
          AND CASE WHEN f.promised IS NULL THEN {maybe} WHEN f.nudges = 0 THEN {maybe_over}
            ELSE {maybe_over} OR {maybe} END
        GROUP BY f.person_id
    """
    return {person_id: bool(is_certain) for person_id, is_certain in ask(sql, moments_of(calendar))}


def owed_to_waited_for(ask: Ask, calendar: Calendar) -> int:
    """How much is owed to people who owe something too, as far as neither is hidden."""
    sql = f"""
        SELECT count(*) FROM followups f INDEXED BY followups_owed
        WHERE f.status = 'open' AND f.ball = 'mine' AND {SHOWN} AND f.person_id IN (
          SELECT f.person_id FROM {_SOURCE} WHERE {_WAITED} AND {SHOWN}
        )
    """
    found: int = ask(sql, moments_of(calendar))[0][0]
    return found


def waiting_with(ask: Ask, person_ids: Iterable[int]) -> list[FollowUp]:
    """What the user waits for from some people, by id."""
    sql = f"""
        SELECT {FOLLOWUP_COLUMNS} FROM json_each(:ids) j CROSS JOIN {_SOURCE} ON f.person_id = j.value
        WHERE {_WAITED} ORDER BY f.id
    """
    return [to_followup(row) for row in ask(sql, {"ids": id_list(person_ids)})]


def silent(ask: Ask) -> list[tuple[When, When | None, Instant]]:
    """Since when all that the user waits for is silent, by when it is expected, and when it was entered."""
    return ask(f"SELECT f.since, f.promised, f.created_at FROM {_SOURCE} WHERE {_WAITED}", {})


def _before(moment: str, before: Before | None, otherwise: int) -> str:
    if before is None:
        return str(otherwise)
    return f"{moment} < iif(length({moment}) = 10, '{before.day}', '{before.instant}')"


def _asked_before(by_nudges: Sequence[Before | None], otherwise: int) -> str:
    *rest, last = (_before("ifnull(f.nudged_at, f.since)", before, otherwise) for before in by_nudges)
    cases = " ".join(f"WHEN {nudges} THEN {before}" for nudges, before in enumerate(rest))
    return f"CASE f.nudges {cases} ELSE {last} END"
