"""What a customer is told of how things stand: made for others' eyes, so it holds nothing private.

Left out are notes, tags, efforts, time spent, snoozes, weights, sources, links to other follow-ups, and every remark
but those of `told`, whose words they have heard already; the chores of `done --thank`; words that were corrected since,
and what was before a follow-up moved to the person it is with now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from followq.model.core.calendar import Calendar, Instant, When
from followq.model.core.change import Entry
from followq.model.core.followup import FollowUp, is_late
from followq.model.core.history import is_toss, set_event_time
from followq.model.core.stays import select_log_for_them
from followq.model.people.message_kinds import SAID, is_chore
from followq.model.people.relationship import find_spells
from followq.model.people.shared_view import limit_to_their_view, was_theirs
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from followq.model.core.followup import Ball

    State = Literal["late", "at risk", "waiting", "on track", "open", "clear"]

BRIEF = 3
"""Rows of each part that fit on half a page."""

RISK_DAYS = 5
"""Working days before a promised day from which it is at risk, if it was put off already or hangs on something open."""


class Item(NamedTuple):
    """One thing that is open: `told_at` is the last news of it, `asked` how often it was asked for again.

    `late_days` are the working days since the promised one, `is_new` what came since the last report.
    """

    id: int
    who: str
    text: str
    since: When
    promised: When | None
    first_promised: When | None
    told_at: Instant | None
    asked: int
    is_late: bool
    late_days: int = 0
    is_at_risk: bool = False
    is_new: bool = False


class Deed(NamedTuple):
    """Something that came to its end, or was handed over: `by` says who did it, None that it was dropped."""

    who: str
    text: str
    at: Instant
    by: Ball | None
    is_handed: bool = False


class Move(NamedTuple):
    """A promise of `side` that was put off: from when to when, and what was said with it."""

    who: str
    text: str
    at: Instant
    side: Ball
    was: When | None
    now: When | None
    why: str


class Coming(NamedTuple):
    """A day to come, and on whose side it lies."""

    when: When
    who: str
    text: str
    side: Ball


class Report(NamedTuple):
    """How things stand with one person, in one project, or both; the latest news since `since`.

    `state` is the worst there is: `late` on the user's side, `at risk` there, `waiting` for what is late on theirs,
    `on track` towards a date, `open` without any, or `clear` where nothing is open. Parts are in order of urgency or
    time; `late` counts what is late in `owed`, `at_risk` what may become late there, `overdue` what is late in
    `needed`; `kept` the promises that the user kept since then. `later` is the part of `coming` that is in neither list
    yet.
    """

    person: str | None
    project: str | None
    since: When
    state: State
    late: int
    overdue: int
    owed: tuple[Item, ...]
    needed: tuple[Item, ...]
    done: tuple[Deed, ...]
    moved: tuple[Move, ...]
    coming: tuple[Coming, ...]
    at_risk: int = 0
    kept: int = 0
    later: tuple[Coming, ...] = ()


def make_report(
    followups: Iterable[FollowUp],
    logs: Mapping[int, list[Entry]],
    names: Mapping[int, str],
    calendar: Calendar,
    since: When,
    person: str | None = None,
    project: str | None = None,
    *,
    with_reasons: bool = False,
    is_since_noted: bool = False,
    held_up: Collection[int] = (),
) -> Report:
    """Gather the report from follow-ups, their parts of the log by id, and people's names by id.

    News is what happened since `since`; with `is_since_noted` also what was noted since then but had happened before,
    so that no report misses it. `held_up` are ids of what hangs on something else that is open.

    Why a promise moved was told to one person. That person may read it again; others only `with_reasons`.
    """
    known = {number: select_log_for_them(entries, calendar) for number, entries in logs.items()}
    everything = [
        limit_to_their_view(one, known.get(one.id, ()))
        for one in followups
        if not is_chore(one) and was_theirs(known.get(one.id))
    ]
    # What comes again is nobody's business before its day.
    seen = [one for one in everything if one.is_open and calendar.has_come(one.since)]
    owed, needed = (
        tuple(
            _item(one, names, calendar, since, is_held_up=one.id in held_up)
            for one in sorted(seen, key=lambda one: _urgency(one, calendar))
            if one.ball == ball
        )
        for ball in ("mine", "theirs")
    )
    done: list[Deed] = []
    moved: list[Move] = []
    begin = calendar.start_of(since)
    for one in everything:
        deeds, moves = _events(known.get(one.id, []), names[one.person_id], one.text)
        done += [deed for deed, noted in deeds if (noted if is_since_noted else deed.at) >= begin]
        moved += [
            move if person is not None or with_reasons else move._replace(why="")
            for move, noted in moves
            if (noted if is_since_noted else move.at) >= begin
        ]
    late, overdue = (sum(item.is_late for item in part) for part in (owed, needed))
    at_risk = sum(item.is_at_risk for item in owed)
    ended = [spell for one in everything for spell in find_spells(known.get(one.id, []), calendar)]
    return Report(
        person=person,
        project=project,
        since=since,
        state=_state(late, at_risk, overdue, (*owed, *needed)),
        late=late,
        overdue=overdue,
        owed=owed,
        needed=needed,
        done=tuple(sorted(done, key=lambda deed: (deed.at, deed.text), reverse=True)),
        moved=tuple(sorted(moved, key=lambda move: (move.at, move.text), reverse=True)),
        coming=_coming(everything, names, calendar),
        at_risk=at_risk,
        kept=sum(
            spell.side == "mine" and spell.outcome == "kept" and spell.ended is not None and spell.ended >= begin
            for spell in ended
        ),
        later=_coming([one for one in everything if not calendar.has_come(one.since)], names, calendar),
    )


def _state(late: int, at_risk: int, overdue: int, items: tuple[Item, ...]) -> State:
    if late or at_risk or overdue:
        return "late" if late else "at risk" if at_risk else "waiting"
    if not items:
        return "clear"
    return "on track" if any(item.promised for item in items) else "open"


def _urgency(followup: FollowUp, calendar: Calendar) -> tuple[Any, ...]:
    promised = followup.promised
    return (promised is None, calendar.end_of(promised) if promised else "", followup.since, followup.id)


def _item(followup: FollowUp, names: Mapping[int, str], calendar: Calendar, since: When, *, is_held_up: bool) -> Item:
    late = is_late(followup, calendar)
    until = calendar.until(followup.promised) if followup.promised else None
    is_near = followup.ball == "mine" and until is not None and until <= RISK_DAYS
    return Item(
        id=followup.id,
        who=names[followup.person_id],
        text=followup.text,
        since=followup.since,
        promised=followup.promised,
        first_promised=followup.first_promised,
        told_at=followup.told_at,
        asked=followup.nudges,
        is_late=late,
        late_days=max(0, -until) if late and until is not None else 0,
        is_at_risk=is_near and not late and (followup.slips > 0 or is_held_up),
        is_new=calendar.start_of(followup.since) >= calendar.start_of(since),
    )


def _events(
    entries: Iterable[Entry], who: str, text: str
) -> tuple[list[tuple[Deed, Instant]], list[tuple[Move, Instant]]]:
    # Each with when it was noted. In the words it has now, whatever it was called then: earlier ones may have been
    # corrected.
    deeds: list[tuple[Deed, Instant]] = []
    moves: list[tuple[Move, Instant]] = []
    state: dict[str, Any] = {}
    for noted in entries:
        entry = set_event_time(noted)
        new = {name: value for name, (_, value) in entry.change.fields.items()}
        before, state = state, state | new
        if not before:
            continue
        side, status = before["ball"], new.get("status")
        if status in ("done", "dropped"):
            at = new.get("closed_at") or entry.at
            deeds.append((Deed(who=who, text=text, at=at, by=side if status == "done" else None), noted.at))
        elif status == "open":
            # It was not done after all.
            del deeds[-1:]
        elif is_toss(new, entry.at):
            if "text" in new:
                # What was done had other words, which are not for others; those it has now say what comes next.
                continue
            deeds.append((Deed(who=who, text=text, at=entry.at, by=side, is_handed=True), noted.at))
        elif new.get("slips", 0) > before.get("slips", 0):
            # What `say --log` notes is for the log: it names the kind of message, no reason.
            why = entry.change.remark if entry.command == "told" else ""
            why = "" if why.startswith(SAID) else why
            was, now = before.get("promised"), state.get("promised")
            moves.append((Move(who=who, text=text, at=entry.at, side=side, was=was, now=now, why=why), noted.at))
    return deeds, moves


def _coming(followups: Iterable[FollowUp], names: Mapping[int, str], calendar: Calendar) -> tuple[Coming, ...]:
    found = [
        Coming(when=one.promised, who=names[one.person_id], text=one.text, side=one.ball)
        for one in followups
        if one.is_open and one.promised and not calendar.is_past(one.promised)
    ]
    return tuple(sorted(found, key=lambda coming: (calendar.end_of(coming.when), coming.text)))


def shorten_report(report: Report) -> Report:
    """The half page: the most urgent of each part."""
    return report._replace(
        owed=report.owed[:BRIEF],
        needed=report.needed[:BRIEF],
        done=report.done[:BRIEF],
        moved=report.moved[:BRIEF],
        coming=report.coming[:BRIEF],
        later=report.later[:BRIEF],
    )
