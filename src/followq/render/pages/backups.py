"""Copies of the queue: one that was made, those there are, one that was put in place."""

from __future__ import annotations

from followq.hints import command
from followq.model.core import phrasing
from followq.model.core.calendar import Calendar
from followq.model.integrity.backup_info import Backup, Contents
from followq.record import NamedTuple
from followq.render.blocks import Block, Row, Span, line, table

REASONS = {
    "daily": "daily",
    "by-hand": "by hand",
    "before-import": "before an import",
    "before-migration": "before an update",
    "before-repair": "before a repair",
    "before-restore": "before a restore",
}


class BackupPage(NamedTuple):
    """A copy that was made: where, how large, and what is in it."""

    path: str
    bytes: int
    contents: Contents
    kind: str = "backup"

    def layout(self, calendar: Calendar) -> list[Block]:
        """Where it is, what it holds, how it comes back."""
        said = f"{format_size(self.bytes)}, {describe_items(self.contents)}, checked"
        return [
            line("Backed up to ", Span(self.path, "strong"), f": {said}."),
            line(Span(f"All there are: {command('backup', 'list')}", "quiet")),
        ]


class BackupsPage(NamedTuple):
    """The copies beside the queue, the newest first; their places are the numbers that `restore` takes."""

    folder: str
    backups: tuple[Backup, ...]
    kind: str = "backups"

    def layout(self, calendar: Calendar) -> list[Block]:
        """A row for each; where there is none, how to make one."""
        if not self.backups:
            return [
                line("There is no backup yet: one is made at the first write of each day. Now: ", command("backup")),
            ]
        rows = [
            Row((
                Span(str(number), "id"),
                Span(phrasing.day(backup.at, calendar)),
                Span(format_size(backup.bytes), "quiet"),
                Span(describe_items(backup.contents) if backup.contents else ""),
                self._why(backup),
            ))
            for number, backup in enumerate(self.backups, 1)
        ]  # fmt: skip
        return [
            table((">", "made!", ">size?!", "holds?!", "why"), rows),
            line(Span(f"in {self.folder}; put one in place: {command('restore', 'NUMBER')}", "quiet")),
        ]

    def _why(self, backup: Backup) -> Span:
        why = REASONS.get(backup.reason, backup.reason)
        return Span(why) if backup.contents else Span(f"{why}; {backup.problem}: can't be used", "late")


class RestorePage(NamedTuple):
    """A copy beside what the queue holds now, and whether it was put in place; `kept` is where the old file is then.

    `problem` says why the present queue can't be read.
    """

    path: str
    source: str
    before: Contents | None
    after: Contents
    problem: str = ""
    notes: tuple[str, ...] = ()
    is_done: bool = False
    is_refused: bool = False
    kept: str | None = None
    kind: str = "restore"

    def preview(self, calendar: Calendar) -> list[str]:
        """What would change, in lines."""
        if self.before:
            then = f"Now: {describe_contents(self.before, calendar)}."
        else:
            more = f"what can be read of it may be more than the copy holds: {command('doctor', '--salvage', 'FILE')}"
            then = f"Now: {self.problem}; {more}." if self.problem else "Now: there is no queue."
        return [then, f"Then: {describe_contents(self.after, calendar)}, from {self.source}.", *self.notes]

    def layout(self, calendar: Calendar) -> list[Block]:
        """What would change; or what came back, and how to go back from that."""
        if self.is_refused:
            return [line("Nothing was changed.")]
        if not self.is_done:
            return [line(text) for text in self.preview(calendar)]
        blocks: list[Block] = [line(f"Restored: {describe_contents(self.after, calendar)}, from {self.source}.")]
        if self.kept:
            blocks.append(line("The file before it is kept: ", Span(self.kept, "strong")))
        if self.kept and self.before:
            blocks.append(
                line(Span(f"undo can't take this back; to go back: {command('restore', self.kept)}", "quiet"))
            )
        elif self.kept:
            blocks.append(
                line(
                    Span(f"what can be read of it: {command('doctor', '--salvage', 'FILE', queue=self.kept)}", "quiet")
                )
            )
        return blocks + [line(Span(note, "warn")) for note in self.notes]


def describe_items(contents: Contents) -> str:
    """`12 follow-ups, 5 open`."""
    return f"{phrasing.count(contents.followups, 'follow-up')}, {contents.open} open"


def describe_contents(contents: Contents, calendar: Calendar) -> str:
    """`12 follow-ups, 5 open, last change Mon 23 Nov 09:00`."""
    last = f", last change {phrasing.day(contents.last_at, calendar)}" if contents.last_at else ""
    return describe_items(contents) + last


def format_size(number: int) -> str:
    """A file's size: `56 KB`, `3.4 MB`."""
    if number < 1_000_000:
        return f"{max(1, round(number / 1000))} KB"
    return f"{number / 1_000_000:.1f} MB"
