"""When something happened that is noted later: a moment between what is known of a follow-up and now."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from followq.errors import BadInputError
from followq.hints import command
from followq.model.core.calendar import Calendar, Instant, When, format_instant, is_day
from followq.model.core.followup import FollowUp
from followq.model.core.phrasing import day

SIGNS = (("told_at", "was told"), ("nudged_at", "was asked for again"), ("heard_at", "was heard of"))
"""Moments of a follow-up that what happened can't lie before, with the words for them.

When they were asked for what they owe is none: somebody may be asked again, or say when it was first.
"""


def find_moment(followup: FollowUp, on: When, calendar: Calendar, since: When | None = None) -> Instant:
    """The instant at which something happened to a follow-up on a day or at a moment behind.

    A day without a time is noon of it, or right after whatever is known of that day already; never after now. With
    `since` only that the follow-up had begun by then is asked for.

    Raises: BadInputError when that contradicts what is known.
    """
    began = followup.since if since is None else since
    is_too_early = on < calendar.day_of(began).isoformat() if is_day(on) else on < calendar.start_of(began)
    if is_too_early:
        came = "began" if since else "came to your side" if followup.ball == "mine" else "came to their side"
        raise BadInputError(
            f"{followup.id} {came} on {day(began, calendar)}, which is after {day(on, calendar)}",
            f"if it was earlier: {command('edit', followup.id, '--since', on)}",
        )
    known = [(began, "began")] if not is_day(began) else []
    if since is None:
        known += [
            (at, said)
            for name, said in SIGNS
            if (at := getattr(followup, name))
            and not (followup.ball == "theirs" and name == "told_at" and _is_after(at, on, calendar))
        ]
    for at, said in known[1:] if not is_day(began) else known:
        if _is_after(at, on, calendar):
            raise BadInputError(
                f"{followup.id} {said} on {day(at, calendar)}, which is after {day(on, calendar)}",
                "give a later day, or leave --on away",
            )
    if not is_day(on):
        return on
    noon = format_instant(datetime.combine(calendar.day_of(on), time(12), calendar.zone))
    after = max((at for at, _ in known), default="")
    if after >= noon:
        noon = format_instant(datetime.fromisoformat(after) + timedelta(seconds=1))
    return min(noon, calendar.instant)


def _is_after(at: Instant, on: When, calendar: Calendar) -> bool:
    return calendar.day_of(at).isoformat() > on if is_day(on) else at > on
