"""Where a queue lies and what lies beside it: rights, leftovers, folders that other machines write to."""

from __future__ import annotations

import os
import re
import stat
import time
from contextlib import suppress

from followq.hints import command
from followq.model.integrity.invariants import Finding
from followq.store.backup.copies import is_same, list_names
from followq.store.backup.daily_schedule import SKIPPED
from followq.store.backup.restore import BROKEN
from followq.store.backup.retention import BEFORE_RESTORE, parse_name
from followq.store.file import schema
from followq.store.file.companions import BESIDE

SYNCED = {
    "dropbox": "Dropbox", "onedrive": "OneDrive", "icloud": "iCloud", "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud", "nextcloud": "Nextcloud", "owncloud": "ownCloud", "google drive": "Google Drive",
    "googledrive": "Google Drive", "seafile": "Seafile", "syncthing": "Syncthing", "pcloud": "pCloud", "mega": "MEGA",
    "proton drive": "Proton Drive", "box sync": "Box",
}  # fmt: skip
"""How folders begin that a program keeps equal on several machines, in small letters."""
ALONE = {"mega"}
"""Those of them that have to be the whole name, as other words begin so too."""

NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre", "beegfs", "ncpfs", "coda", "davfs",
    "9p", "vboxsf", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.glusterfs", "fuse.s3fs", "fuse.gvfsd-fuse",
    "fuse.ceph", "fuse.google-drive-ocamlfuse", "fuse.vmhgfs-fuse",
})  # fmt: skip
"""File systems whose locks can't be trusted between machines, as Linux names them."""

MOUNTS = "/proc/self/mountinfo"
OLD_SECONDS = 600
"""Age from which a temporary file belongs to nobody any more."""
MAGIC, APPLICATION = b"SQLite format 3\0", 68
"""How a database's file begins, and where in it its program's number stands.

Source: https://www.sqlite.org/fileformat2.html, 1.3."""
TEMPORARY = re.compile(
    r"\.followq-(?:[a-z0-9_]{8}|[a-z0-9_]+\.(?:salvage|(?:new|part|restore)(?:-journal|-wal|-shm)?))"
)
"""Names of what followq makes before it has its own name; others that begin so are somebody else's."""
OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def look_round(path: str) -> list[Finding]:
    """What is to be said of the queue's file, its folder and its backups, without opening anything."""
    return [*_journal(path), *_rights(path), *_folder(path), *_leftovers(path), *_note_skipped(path)]


def _journal(path: str) -> list[Finding]:
    journal = f"{os.path.realpath(path)}-journal"
    if not os.path.exists(journal) or not os.path.getsize(journal):
        return []
    return [
        Finding(
            "journal",
            f"{journal}: a program was stopped while it wrote",
            "nothing: SQLite takes its half back when the queue is opened; never delete or move that file",
        )
    ]


def _rights(path: str) -> list[Finding]:
    if os.name != "posix":
        return []
    found = []
    for place in find_open_to_others(path):
        mode = stat.S_IMODE(os.stat(place).st_mode)
        message = f"{place}: others on this machine may look into it (mode {mode:o})"
        found.append(Finding("rights", message, command("doctor", "--fix"), mend="rights"))
    return found


def find_open_to_others(path: str) -> list[str]:
    """The queue, its folder of backups and the copies of it, as far as they are not for the owner alone.

    What isn't named as followq names its copies, what is no queue, a link or somebody else's is not ours to close.
    """
    folder = f"{path}.backups"
    copies = [os.path.join(folder, name) for name in list_names(folder) if parse_name(name)]
    # What is broken can't say whose it is any more; its name does, beside a queue.
    aside = [os.path.join(os.path.dirname(path), name) for name in _put_aside(path)]
    ours = [file for file in (os.path.realpath(path), *copies) if is_queue(file)]
    places = [*ours, *([folder] if copies and ours else []), *(aside if ours else [])]
    found = []
    for place in places:
        with suppress(OSError):
            state = os.lstat(place)
            is_file = stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)
            if is_file and state.st_uid == os.geteuid() and state.st_mode & OPEN_TO_OTHERS:
                found.append(place)
    return found


def is_queue(file: str) -> bool:
    """Whether a file says of itself that it is followq's."""
    try:
        if not stat.S_ISREG(os.lstat(file).st_mode):
            return False
        with open(file, "rb") as stream:
            start = stream.read(APPLICATION + 4)
    except OSError:
        return False
    return start.startswith(MAGIC) and start[APPLICATION:] == schema.APPLICATION_ID.to_bytes(4, "big")


def _put_aside(path: str) -> list[str]:
    # Names of what a restore put beside the queue, with the journal that belongs to it.
    found = []
    for name in list_names(os.path.dirname(os.path.abspath(path))):
        for reason in (BEFORE_RESTORE, BROKEN):
            start = f"{os.path.basename(path)}.{reason}-"
            stamp, mark, ending = name.removeprefix(start).partition("Z")
            if name.startswith(start) and mark and ending in ("", *BESIDE) and parse_name(f"{stamp}Z-{reason}.db"):
                found.append(name)
    return found


def _folder(path: str) -> list[Finding]:
    place = os.path.realpath(path)
    synced = find_sync_program(place)
    if synced:
        return [
            Finding(
                "folder",
                f"{place}: lies in a folder that {synced} copies while it is written to",
                f"keep it elsewhere (FOLLOWQ_DB), and put copies there: {command('backup', 'FILE')}",
            )
        ]
    system = find_file_system(_mounts(), place)
    if system in NETWORK:
        return [
            Finding(
                "folder",
                f"{place}: lies on a network file system ({system}), where two machines may write at once",
                f"keep it on a disk of this machine (FOLLOWQ_DB), and put copies there: {command('backup', 'FILE')}",
            )
        ]
    return []


def find_sync_program(place: str) -> str:
    """The program that keeps a folder on the way to this file equal on several machines; nothing where none does."""
    for part in place.replace("\\", "/").casefold().split("/")[:-1]:
        for start, name in SYNCED.items():
            if part == start or (part.startswith(start) and start not in ALONE):
                return name
    return ""


def _mounts() -> str:
    try:
        with open(MOUNTS, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except OSError:
        return ""


def find_file_system(mounts: str, place: str) -> str:
    """The kind of file system that a file lies on, by Linux's table of mounts; nothing where it isn't told."""
    longest, kind = -1, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = _unescape(fields[4])
        is_above = place == point or place.startswith(point.rstrip("/") + "/")
        # Of two in one place the later one lies on top.
        if is_above and len(point) >= longest:
            longest, kind = len(point), after.split(" ")[0]
    return kind


def _unescape(point: str) -> str:
    for code, ch in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, ch)
    return point


def _leftovers(path: str) -> list[Finding]:
    return [
        Finding(
            "leftovers",
            f"{file}: left behind by a followq that was stopped",
            command("doctor", "--fix"),
            mend="leftovers",
        )
        for file in find_leftovers(path)
    ]


def find_leftovers(path: str) -> list[str]:
    """Temporary files of ours that nobody is at any more, and second names of the queue that a restore left."""
    folder, backups = os.path.dirname(os.path.abspath(path)), f"{path}.backups"
    temporary = [
        os.path.join(place, name)
        for place in (folder, backups)
        for name in list_names(place)
        if TEMPORARY.fullmatch(name)
    ]
    names = [os.path.join(folder, name) for name in _put_aside(path)]
    return sorted([file for file in temporary if _is_old(file)] + [file for file in names if is_same(file, path)])


def _is_old(file: str) -> bool:
    # The machine's clock, as a file's age is the machine's affair.
    try:
        is_ours = os.path.isdir(file) if file.endswith(".salvage") else os.path.isfile(file)
        return is_ours and not os.path.islink(file) and time.time() - os.lstat(file).st_mtime > OLD_SECONDS
    except OSError:
        return False


def _note_skipped(path: str) -> list[Finding]:
    marks = sorted(name for name in list_names(f"{path}.backups") if name.endswith(SKIPPED))
    days = sorted({name[:10] for name in marks if parse_name(name.replace(SKIPPED, "Z-daily.db"))})
    if not days:
        return []
    message = f"{path}: no backup was made on {', '.join(days[-3:])}, as it would have kept you waiting"
    return [Finding("backups", message, f"{command('backup')} makes one, however long it takes")]
