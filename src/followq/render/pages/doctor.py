"""What the doctor found: one line for each, what and where and what to do."""

from __future__ import annotations

from followq.model import words
from followq.model.calendar import Calendar
from followq.model.copies import Backup, Contents
from followq.model.soundness import Finding
from followq.record import NamedTuple
from followq.render.blocks import Block, Span, line
from followq.render.pages.backups import REASONS, items, size


class DoctorPage(NamedTuple):
    """The findings that are left, those that were repaired, what the queue holds, and its newest good backup."""

    path: str
    is_sound: bool
    findings: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    contents: Contents | None
    backup: Backup | None
    backup_before: str | None = None
    kind: str = "doctor"

    def layout(self, calendar: Calendar) -> list[Block]:
        """Sound or not, what was repaired, what is left, the backup."""
        blocks = [self._verdict()]
        blocks += [line(Span("mended: ", "good"), finding.message) for finding in self.fixed]
        if self.backup_before:
            blocks.append(line(Span(f"A backup from before the repair: {self.backup_before}", "quiet")))
        for finding in self.findings:
            word = Span("damage: ", "late") if finding.is_damage else Span("note: ", "warn")
            blocks.append(line(word, finding.message, Span(f" ({finding.hint})", "quiet")))
        return [*blocks, self._backup(calendar)] if self.contents or self.backup else blocks

    def _verdict(self) -> Block:
        holds = f": {items(self.contents)}" if self.contents else ""
        holds += f", {words.count(self.contents.people, 'person', 'people')}" if self.contents else ""
        if self.is_sound:
            return line(Span("✓ ", "good"), Span("Sound", "strong"), f"{holds}, in {self.path}.")
        return line(Span("Damaged", "late"), f"{holds}, in {self.path}.")

    def _backup(self, calendar: Calendar) -> Block:
        if self.backup is None or self.backup.contents is None:
            return line(Span("No backup yet: followq backup", "quiet"))
        made = words.day(self.backup.at, calendar)
        why = REASONS.get(self.backup.reason, self.backup.reason)
        said = f"{items(self.backup.contents)}, {size(self.backup.bytes)}"
        return line(Span(f"Newest good backup: {made} ({why}), {said}.", "quiet"))


class SavedTable(NamedTuple):
    """How it went with one table: rows that came over as they were, mended ones, from the log, lost, not readable.

    `unreadable` counts ids at which nothing could be read, whether something was there or not.
    """

    table: str
    saved: int
    mended: int
    from_log: int
    lost: int
    unreadable: int


class SalvagePage(NamedTuple):
    """What could be saved of a damaged queue into a new file, table by table, and what that took."""

    path: str
    target: str
    contents: Contents
    tables: tuple[SavedTable, ...]
    dropped: int
    added: int
    made_up: tuple[str, ...]
    kind: str = "salvage"

    def layout(self, calendar: Calendar) -> list[Block]:
        """What came over, how, and how to go on."""
        blocks: list[Block] = [line("Saved into ", Span(self.target, "strong"), f": {items(self.contents)}.")]
        blocks += [line(f"  {said}") for table in self.tables if (said := _said(table))]
        if self.dropped:
            entries = words.count(self.dropped, "log entry leads", "log entries lead")
            blocks.append(line(f"  {entries} nowhere any more and stayed behind."))
        if self.added:
            changes = words.count(self.added, "change")
            blocks.append(
                line(f"  {changes} added to the log, so that it leads to what is there; undo ends before them.")
            )
        if self.made_up:
            names = words.listed(list(self.made_up))
            blocks.append(line(Span(f"  Not found: {names}; rename them with followq person edit.", "warn")))
        blocks += [
            line(Span(f"{self.path} is as it was. Look around: followq --db {self.target} today", "quiet")),
            line(Span(f"If it is what you want: followq restore {self.target}", "quiet")),
        ]
        return blocks


def _said(table: SavedTable) -> str:
    parts = (
        (table.saved, "as they were"),
        (table.mended, "with fields mended"),
        (table.from_log, "from the log alone"),
        (table.lost, "lost"),
        (table.unreadable, "ids where nothing could be read"),
    )
    said = ", ".join(f"{number} {text}" for number, text in parts if number)
    return f"{table.table}: {said}" if said else ""
