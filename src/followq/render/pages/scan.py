"""`scan`: what mailboxes propose, what happened in accepted threads, and what was decided before."""

from __future__ import annotations

from followq.hints import command, undo
from followq.model.core.calendar import Calendar
from followq.model.core.followup import FollowUp
from followq.model.core.phrasing import count, day, shorten, show_with_distance
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Row, Span, line, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from followq.model.core.followup import Ball
    from followq.model.core.person import Person


class ScanProposal(NamedTuple):
    """A follow-up that a thread proposes.

    `person` is who it would be with, `is_known` whether the queue has them already. `likelihood` is from 0.0 to 1.0;
    `sentence` is the one that asks, read from the mailbox for this answer alone.
    """

    ball: Ball
    person: str
    address: str
    is_known: bool
    text: str
    since: str
    likelihood: float
    reasons: tuple[str, ...]
    sentence: str
    message_id: str
    thread: str


class ScanStep(NamedTuple):
    """What a message means for a follow-up that came from its thread, and the command that notes it."""

    followup: int
    person: str
    text: str
    step: str
    at: str
    reason: str
    message_id: str
    command: str


class ScanHint(NamedTuple):
    """What mail tells of a person: that they are away, or that another address is theirs; and the command for it.

    `what` is `away` or `join`; `known_address` is the one that the queue knows them by. `other` is the person to be
    merged into this one, where the address is somebody's.
    """

    what: str
    person: str
    address: str
    known_address: str
    other: str
    until: str
    reason: str
    command: str


class SkipReason(NamedTuple):
    """How many messages weren't taken up for one reason."""

    reason: str
    messages: int


class SkippedRow(NamedTuple):
    """One message that wasn't taken up."""

    source: str
    key: str
    reason: str


class ScanPage(NamedTuple):
    """Proposals, the likeliest first, with how many `more` there are; steps of accepted threads; hints about people.

    `read` counts the messages that are new since the last scan, `remembered` all that are known. `followups` are
    those that were added or changed, `applied` the steps that were carried out.
    """

    messages: tuple[str, ...]
    read: int
    remembered: int
    proposals: tuple[ScanProposal, ...] = ()
    more: int = 0
    steps: tuple[ScanStep, ...] = ()
    applied: tuple[ScanStep, ...] = ()
    hints: tuple[ScanHint, ...] = ()
    skipped: tuple[SkipReason, ...] = ()
    skipped_messages: tuple[SkippedRow, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    notes: tuple[str, ...] = ()
    names: Mapping[int, Person] = {}
    is_dry_run: bool = False
    is_undoable: bool = False
    kind: str = "scan"

    def layout(self, calendar: Calendar) -> list[Block]:
        """What changed, what happened, what is proposed; last what was read."""
        blocks: list[Block] = [line(message) for message in self.messages]
        if self.is_undoable and blocks and (how := undo()):
            blocks[-1] = line(self.messages[-1], Span(how, "quiet"))
        blocks += [line(Span(note, "warn")) for note in self.notes]
        blocks += self._steps(calendar)
        blocks += self._hints()
        blocks += self._proposals(calendar)
        return [*blocks, *self._read()]

    def _steps(self, calendar: Calendar) -> list[Block]:
        blocks: list[Block] = []
        if self.applied:
            blocks.append(line(Span("Noted from your mail", "title")))
            blocks += [line(f"  {_describe_step(step, calendar)}") for step in self.applied]
        if self.steps:
            blocks.append(line(Span("Happened since in accepted threads", "title")))
            for step in self.steps:
                blocks += [line(f"  {_describe_step(step, calendar)}"), line(Span(f"    {step.command}", "quiet"))]
            blocks.append(line(Span(f"  all of it: {command('scan', '--apply')}", "quiet")))
        return blocks

    def _hints(self) -> list[Block]:
        blocks: list[Block] = [line(Span("About people", "title"))] if self.hints else []
        for hint in self.hints:
            blocks += [line(f"  {hint.person}: {hint.reason}"), line(Span(f"    {hint.command}", "quiet"))]
        return blocks

    def _proposals(self, calendar: Calendar) -> list[Block]:
        if not self.proposals:
            return [line(Span(f"{self.more} unlikely: {command('scan', '--all')}", "quiet"))] if self.more else []
        blocks: list[Block] = [line(Span("Proposed", "title"))]
        rows = [describe_proposal(each, calendar) for each in self.proposals]
        blocks.append(table((">", "who", "what"), rows))
        if self.more:
            how = command("scan", "--all")
            blocks.append(line(Span(f"and {self.more} less likely: {how}", "quiet")))
        if not self.is_dry_run:
            how = f"at a terminal, {command('scan')} asks about each; here: {command('scan', '--accept', 'all')}"
            blocks.append(line(Span(f"Nothing of it is in the queue; {how} takes the likely ones.", "quiet")))
        return blocks

    def _read(self) -> list[Block]:
        said = f"{count(self.read, 'new message')} read, {self.remembered:,} known"
        blocks: list[Block] = [line(Span(f"{said}.", "quiet"))]
        if self.skipped:
            reasons = ", ".join(f"{each.messages:,} {each.reason}" for each in self.skipped)
            blocks.append(line(Span(f"Skipped: {reasons}.", "quiet")))
        blocks += [line(Span(f"  {each.source} {each.key}: {each.reason}", "quiet")) for each in self.skipped_messages]
        return blocks


def describe_proposal(each: ScanProposal, calendar: Calendar) -> Row:
    """A proposal as a row: how likely, who, what; below it since when, why, and the sentence."""
    side = "they wait on you" if each.ball == "mine" else "you wait on them"
    why = "; ".join((f"{side} since {show_with_distance(each.since, calendar)}", *each.reasons))
    said = f" “{each.sentence}”" if each.sentence else ""
    return Row(
        (Span(f"{each.likelihood:.0%}", "id"), Span(each.person, "strong"), Span(each.text)),
        (Span(f"{why}.", "quiet"), Span(said)),
    )


def _describe_step(step: ScanStep, calendar: Calendar) -> str:
    what = {
        "told": "told",
        "toss": "the ball changes sides",
        "done": "done",
        "heard": "heard",
        "nudge": "nudged",
    }[step.step]
    return f"{step.followup} {step.person}: {shorten(step.text)}: {what} on {day(step.at, calendar)} ({step.reason})"


class DecidedRow(NamedTuple):
    """A decision: its number, what was decided about what, until when, and since when."""

    number: int
    decision: str
    about: str
    person: str
    until: str
    at: str


class DecidedPage(NamedTuple):
    """What scans don't propose any more, because the user said so."""

    decisions: tuple[DecidedRow, ...]
    kind: str = "scan-decided"

    def layout(self, calendar: Calendar) -> list[Block]:
        """A row for each, and how to take one back."""
        if not self.decisions:
            return [line("Nothing was declined.")]
        rows = [
            Row(
                (Span(str(row.number), "id"), Span(row.decision), Span(row.person, "strong"), Span(row.about)),
                (Span(f"decided on {day(row.at, calendar)}", "quiet"),),
                is_joined=True,
            )
            for row in self.decisions
        ]
        how = command("scan", "--take-back", self.decisions[0].number)
        return [
            table((">", "decision!", "who", "about"), rows),
            Line(),
            line(Span(f"Take one back: {how}", "quiet")),
        ]
