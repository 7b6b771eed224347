"""Keeping accepted follow-ups in step with their threads: what new messages mean for them, shown or carried out."""

from __future__ import annotations

from followq.cli.actions.batch import writing
from followq.cli.actions.scanning.threads import AcceptedThread
from followq.cli.session import Session
from followq.hints import command
from followq.mail.steps import MailStep, find_steps
from followq.model.core import verbs
from followq.model.core.calendar import format_instant
from followq.model.core.followup import FollowUp
from followq.render.pages.scan import ScanStep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from followq.model.core.calendar import Calendar, Instant
    from followq.model.core.person import Person
    from followq.store.mail_memory.memory import MailMemory


def find_new_steps(
    session: Session, memory: MailMemory, accepted: Iterable[AcceptedThread]
) -> list[tuple[FollowUp, list[MailStep]]]:
    """What happened in the threads of open follow-ups that they don't show yet, by follow-up."""
    found = []
    for one in accepted:
        if not one.followup.is_open:
            continue
        new = memory.list_new_in_thread(one.thread, memory.dealt_up_to(one.followup.id))
        if not new:
            continue
        since = _noted_up_to(one.followup, session.calendar)
        digests = memory.list_thread(one.thread)
        late = {
            each.message_id
            for each in digests
            if each.message_id in new
            and _is_after(format_instant(each.sent_at), since)
            and format_instant(each.sent_at) <= session.calendar.instant
        }
        steps = find_steps(digests, late, one.addresses, is_mine=one.followup.ball == "mine")
        if steps:
            found.append((one.followup, steps))
    return found


def _noted_up_to(followup: FollowUp, calendar: Calendar) -> Instant:
    moments = (followup.told_at, followup.heard_at, followup.nudged_at)
    return max(calendar.start_of(followup.since), *(moment or "" for moment in moments))


def _is_after(sent: Instant, noted: Instant) -> bool:
    # What was noted by hand has minutes only: the command that is shown names no seconds.
    return (f"{sent[:17]}00Z" if noted.endswith(":00Z") else sent) > noted


def describe_steps(
    session: Session, found: Iterable[tuple[FollowUp, list[MailStep]]], people: dict[int, Person]
) -> list[ScanStep]:
    """The steps as they are shown, each with the command that notes it."""
    rows = []
    for followup, steps in found:
        for step in steps:
            at = step.at.astimezone(session.calendar.zone).strftime("%Y-%m-%d %H:%M")
            extra = ("--thank",) if step.kind == "done" and _is_theirs(followup, steps) else ()
            rows.append(
                ScanStep(
                    followup=followup.id,
                    person=people[followup.person_id].name,
                    text=followup.text,
                    step=step.kind,
                    at=format_instant(step.at),
                    reason=step.reason,
                    message_id=step.message_id,
                    command=command(step.kind, followup.id, *extra, "--on", at),
                )
            )
    return rows


def _is_theirs(followup: FollowUp, steps: list[MailStep]) -> bool:
    tosses = sum(step.kind == "toss" for step in steps)
    return (followup.ball == "theirs") != bool(tosses % 2)


def apply_steps(
    session: Session, memory: MailMemory, accepted: Iterable[AcceptedThread], people: Sequence[Person]
) -> list[tuple[FollowUp, list[MailStep]]]:
    """Carry the steps out as one batch, each on the day it happened; returns the follow-ups as they are now.

    `people` are those known to be away, as they are to be from now on.

    One that comes again when it is done is left to the user: `done` brings its next.
    """
    wanted = {
        followup.id: (followup, steps)
        for followup, steps in find_new_steps(session, memory, accepted)
        if not followup.every
    }
    if not wanted and not people:
        return []
    done: list[tuple[FollowUp, list[MailStep]]] = []
    with writing(session, "scan") as batch:
        for person in people:
            batch.put(batch.people([person.id])[person.id], person)
        for now in batch.followups(wanted):
            before, steps = wanted[now.id]
            if now != before:  # somebody was quicker
                continue
            after = before
            for step in steps:
                after = _take_step(after, step, session.calendar.as_of(format_instant(step.at)))
            remark = "; ".join(step.reason for step in steps)
            batch.put(before, after, remark)
            done.append((after, steps))
    # Behind the queue: where this is lost, the follow-ups themselves say how far they go.
    for followup, _ in done:
        memory.deal_with(followup.id, memory.last_number())
    return done


def _take_step(followup: FollowUp, step: MailStep, then: Calendar) -> FollowUp:
    if step.kind == "told":
        return verbs.tell(followup, then)
    if step.kind == "toss":
        return verbs.toss(followup, then)
    if step.kind == "heard":
        return verbs.hear(followup, then)
    if step.kind == "nudge":
        return verbs.nudge(followup, then)
    return verbs.close(followup, then)
