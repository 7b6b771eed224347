"""What the doctor found: one line for each, and what to do once for all alike."""

from __future__ import annotations

from followq.hints import command
from followq.model.core import phrasing
from followq.model.core.calendar import Calendar
from followq.model.integrity.backup_info import Backup, Contents
from followq.model.integrity.invariants import Finding
from followq.record import NamedTuple
from followq.render.blocks import Block, Span, line
from followq.render.pages.backups import REASONS, describe_items, format_size


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
        """Sound or not, what was repaired, what is left, and how to go on."""
        blocks = [] if self._is_closed else [self._verdict()]
        blocks += [line(Span("mended: ", "good"), self._without_path(finding)) for finding in self.fixed]
        if self.backup_before:
            blocks.append(line(Span(f"A backup from before the repair: {self.backup_before}", "quiet")))
        by_hint: dict[str, list[Finding]] = {}
        for finding in self.findings:
            by_hint.setdefault("" if _needs_a_way_out(finding) else finding.hint, []).append(finding)
        for hint in sorted(by_hint, key=bool):
            blocks += self._said(by_hint[hint], hint)
        return blocks + self._way_on(calendar)

    @property
    def _is_closed(self) -> bool:
        return self.contents is None and any(finding.check == "file" for finding in self.findings)

    def _verdict(self) -> Block:
        holds = f": {describe_items(self.contents)}" if self.contents else ""
        holds += f", {phrasing.count(self.contents.people, 'person', 'people')}" if self.contents else ""
        if self.is_sound:
            return line(Span("✓ ", "good"), Span("Sound", "strong"), f"{holds}, in {self.path}.")
        return line(Span("Damaged", "late"), f"{holds}, in {self.path}.")

    def _said(self, findings: list[Finding], hint: str) -> list[Block]:
        # What is to be done stands behind the one, or once below the many.
        is_one = len(findings) == 1
        behind = Span(f" ({hint})" if hint and is_one else "", "quiet")
        blocks: list[Block] = []
        for finding in findings:
            if self._is_closed and finding.check == "file":
                blocks.append(line(Span(finding.message, "late"), behind))
                continue
            word = Span("damage: ", "late") if finding.is_damage else Span("note: ", "warn")
            blocks.append(line(word, self._without_path(finding), behind))
        return blocks if is_one or not hint else [*blocks, line(Span(f"  for these {len(findings)}: {hint}", "quiet"))]

    def _without_path(self, finding: Finding) -> str:
        return finding.message.removeprefix(f"{self.path}: ")

    def _way_on(self, calendar: Calendar) -> list[Block]:
        if any(_needs_a_way_out(finding) for finding in self.findings):
            return self._ways_out(calendar)
        if self.backup is None or self.backup.contents is None:
            # Of a damaged queue none is made; a repair makes its own.
            return (
                [line(Span(f"No backup yet: {command('backup')}", "quiet"))] if self.is_sound and self.contents else []
            )
        made = phrasing.day(self.backup.at, calendar)
        back = "" if self.is_sound else f" It comes back by: {command('restore', 'latest')}"
        said = f"Newest good backup: {made} ({_why(self.backup)}), {_count(self.backup)}.{back}"
        return [line(Span(said, "quiet"))]

    def _ways_out(self, calendar: Calendar) -> list[Block]:
        blocks: list[Block] = []
        more = ""
        if self.backup is not None and self.backup.contents is not None:
            made, ago = phrasing.day(self.backup.at, calendar), phrasing.distance(self.backup.at, calendar)
            said = f": brings back the newest good backup: {_count(self.backup)}, {made} ({_why(self.backup)}, {ago})"
            blocks.append(line(Span(command("restore", "latest"), "strong"), said))
            more = "; it may be more than the backup holds"
        counted = (
            f"{describe_items(self.contents)}, as far as they can be read" if self.contents else "whatever can be read"
        )
        said = f": saves into a new file {counted}{more}"
        return [*blocks, line(Span(command("doctor", "--salvage", "FILE"), "strong"), said)]


def _needs_a_way_out(finding: Finding) -> bool:
    # Nothing mends it, and it is not about whose file it is or what stands in it.
    ways = (command("restore", "latest"), command("doctor", "--salvage"))
    return finding.is_damage and not finding.mend and any(way in finding.hint for way in ways)


def _why(backup: Backup) -> str:
    return REASONS.get(backup.reason, backup.reason)


def _count(backup: Backup) -> str:
    said = describe_items(backup.contents) if backup.contents else ""
    return f"{said}, {format_size(backup.bytes)}"


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
        blocks: list[Block] = [line("Saved into ", Span(self.target, "strong"), f": {describe_items(self.contents)}.")]
        blocks += [line(f"  {said}") for table in self.tables if (said := _describe_saved(table))]
        if self.dropped:
            entries = phrasing.count(self.dropped, "log entry leads", "log entries lead")
            blocks.append(line(f"  {entries} nowhere any more and stayed behind."))
        if self.added:
            changes = phrasing.count(self.added, "change")
            blocks.append(
                line(f"  {changes} added to the log, so that it leads to what is there; undo ends before them.")
            )
        if self.made_up:
            names = phrasing.join_list(list(self.made_up))
            blocks.append(
                line(
                    Span(
                        f"  Not found: {names}; rename them: {command('person', 'edit', 'NAME', '--name', 'NEW')}",
                        "warn",
                    )
                )
            )
        blocks += [
            line(Span(f"{self.path} is as it was. Look around: {command('today', queue=self.target)}", "quiet")),
            line(Span(f"If it is what you want: {command('restore', self.target)}", "quiet")),
        ]
        return blocks


def _describe_saved(table: SavedTable) -> str:
    parts = (
        (table.saved, "as they were"),
        (table.mended, "with fields mended"),
        (table.from_log, "from the log alone"),
        (table.lost, "lost"),
        (table.unreadable, "ids where nothing could be read"),
    )
    said = ", ".join(f"{number} {text}" for number, text in parts if number)
    return f"{table.table}: {said}" if said else ""
