"""`doctor`: is the queue sound? Checks, repairs, and saving what can be read."""

from __future__ import annotations

from followq.cli.progress import progress
from followq.cli.session import Session
from followq.errors import DamagedError, UsageError
from followq.hints import command
from followq.model.integrity.invariants import Finding
from followq.render.pages.changed import ChangedPage
from followq.render.pages.doctor import DoctorPage, SalvagePage, SavedTable
from followq.store.backup.copies import SET_ASIDE, TAKEN_ALL_THE_SAME, list_backups
from followq.store.doctor.check import CheckReport, examine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o
    from followq.model.integrity.backup_info import Backup

BESIDE = {"rights", "leftovers"}
"""Repairs that don't touch what is in the file."""


def doctor(
    session: Session,
    is_fix: o.IsFix = False,
    is_dropping: o.IsDropTriggers = False,
    salvage_to: o.SalvageTo = None,
) -> DoctorPage | SalvagePage | ChangedPage:
    """Check the queue.

    It checks the file, the links in it, the search index, whether the log matches the tables and undo still works,
    dates, permissions, the folder, the clock, the settings, the backups. Each finding is one line with what to do about
    it; findings with the same remedy share it. Exit code 0 when the queue is sound, 6 when it is damaged.

    --fix makes a backup, then repairs what needs no guessing: the search index, indexes, permissions, leftovers.
    --salvage reads a damaged queue row by row into a new file, says what was recovered and what is lost, and leaves the
    damaged one untouched; it can't be combined with --fix.

    Examples:

    followq doctor

    followq doctor --fix

    followq doctor --salvage saved.db
    """
    if is_dropping and not is_fix:
        raise UsageError("--drop-triggers goes with --fix", command("doctor", "--fix", "--drop-triggers"))
    if salvage_to is not None and is_fix:
        raise UsageError(
            "--salvage doesn't go with --fix: it leaves the damaged queue as it is",
            f"{command('doctor', '--salvage', 'FILE')} saves what can be read, "
            f"{command('doctor', '--fix')} mends the queue itself",
        )
    path = session.queue.path
    if not session.queue.is_there:
        session.queue.refuse_if_gone()
        return ChangedPage(
            "doctor", (f"There is no queue at {path} yet; {command('add')} makes one.",), is_undoable=False
        )
    if salvage_to is not None:
        return _salvage(session, salvage_to)
    with progress("Checking", is_shown=session.is_for_eyes) as tell:
        report = examine(path, session.calendar.instant, tell)
    fixed: tuple[Finding, ...] = ()
    backup_before = None
    if is_fix:
        from followq.store.doctor.repair import mend

        wanted = _find_wanted(report, is_dropping)
        session.keep_backups()
        backup_before = mend(path, wanted, session.queue.keeping)
        after = examine(path, session.calendar.instant)
        fixed = tuple(finding for finding in report.findings if finding.mend and finding not in after.findings)
        report = after._replace(findings=tuple(_hold_back(finding, wanted) for finding in after.findings))
    page = _page(session, report, fixed, backup_before)
    if page.is_sound:
        return page
    session.show(page)
    checks = {finding.check for finding in page.findings if finding.is_damage}
    said = "it can't be used as a queue" if "file" in checks else f"{len(checks)} of the checks found damage"
    raise DamagedError(f"{path}: {said}", "what to do stands with what was found")


def _way_with(copy: Backup) -> str:
    # Never to delete it: it may be the only one that holds something.
    if copy.problem.startswith(TAKEN_ALL_THE_SAME):
        return f"nothing; to put it in place all the same: {command('restore', copy.path)}"
    if copy.problem.startswith("damaged"):
        return f"nothing; what can be read of it: {command('doctor', '--salvage', 'FILE', queue=copy.path)}"
    return "nothing; it is left alone"


def _salvage(session: Session, target: str) -> SalvagePage:
    from os.path import expanduser

    from followq.store.backup.copies import look
    from followq.store.doctor.salvage import save

    path, target = session.queue.path, expanduser(target)
    done = save(path, target, session.calendar.instant, session.zone, session.new_uid)
    tables = [SavedTable(name, *tally, done.unreadable.get(name, 0)) for name, tally in done.saved.tallies.items()]
    tables += [
        SavedTable(table=name, saved=len(rows), mended=0, from_log=0, lost=0, unreadable=done.unreadable.get(name, 0))
        for name, rows in (("batches", done.saved.batches), ("changes", done.saved.entries))
    ]
    return SalvagePage(
        path=path,
        target=target,
        contents=look(target),
        tables=tuple(tables),
        dropped=done.saved.dropped,
        added=len(done.saved.fresh),
        made_up=done.saved.made_up,
    )


def _find_wanted(report: CheckReport, is_dropping: bool) -> set[str]:
    wanted = {finding.mend for finding in report.findings if finding.mend}
    if any(finding.check in ("file", "integrity") for finding in report.findings):
        # Nothing is written into a file that SQLite itself finds damaged.
        return wanted & BESIDE
    return wanted if is_dropping else wanted - {"triggers"}


def _hold_back(finding: Finding, wanted: set[str]) -> Finding:
    # Everything else that was to be mended and isn't has said so.
    if finding.mend != "wal" or "wal" not in wanted:
        return finding
    message = f"{finding.message}; that stays so while another program has the file open"
    return finding._replace(message=message, hint="end that program; the next write switches it back")


def _page(session: Session, report: CheckReport, fixed: tuple[Finding, ...], backup_before: str | None) -> DoctorPage:
    path = session.queue.path
    copies = list_backups(path, reads_all=True)
    good = next((copy for copy in copies if copy.contents and copy.reason not in SET_ASIDE), None)
    findings = [*report.findings]
    findings += [
        Finding("backups", f"{copy.path}: can't be used, it is {copy.problem}", _way_with(copy))
        for copy in copies
        if copy.problem
    ]
    if not session.settings.backups_daily:
        findings.append(Finding("backups", "no backups are made by themselves", command("config", "backups.daily", 7)))
    findings += [
        Finding("settings", f"settings: {problem}", f"mend it in the file, or: {command('config', 'KEY', 'VALUE')}")
        for problem in session.loaded.problems
    ]
    is_sound = not any(finding.is_damage for finding in findings)
    return DoctorPage(
        path=path,
        is_sound=is_sound,
        findings=tuple(findings),
        fixed=fixed,
        contents=report.contents,
        backup=good,
        backup_before=backup_before,
    )
