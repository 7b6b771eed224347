"""The user's own programs, called after a command has changed the queue: `hooks/on-add`, `hooks/on-done` ...

A hook is told what happened as one JSON document on its standard input. The change is committed by then: whatever a
hook does, nothing is lost and nothing is taken back. What is imported in bulk calls none.
"""

from __future__ import annotations

import os
import stat
import subprocess

from followq.errors import FollowqError
from followq.files import explain
from followq.model.core.calendar import Instant
from followq.render.jsondoc import entry, followup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.cli.session import Session
    from followq.store.records.reader import Reader

SECONDS = 10
"""After which a hook is stopped, with all that it started."""
EVERY = "on-any"
"""The hook that is called after every command, after the command's own."""
WITHOUT = ("import", "report")
"""Commands that call no hook: what comes out of a file is no act of the user, and a mark in the log is no change."""
INSIDE = "FOLLOWQ_IN_HOOK"
"""Set for hooks: a followq that a hook calls calls no hooks."""
MOST_SAID = 200
"""Characters of a hook's own complaint that are passed on."""


def run_hooks(session: Session, command: str, batch: int, folder: str) -> None:
    """Call the hooks of a command, each after the other; what goes wrong is warned of and stops nothing.

    `folder` exists. On Windows hooks are not called.
    """
    names = [f"on-{command.replace(' ', '-')}", EVERY]
    found = [name for name in names if os.path.lexists(os.path.join(folder, name))]
    if command in WITHOUT or not found or os.environ.get(INSIDE):
        return
    if os.name == "nt":
        session.warn(f"{folder}: hooks are not called on Windows")
        return
    try:
        data = _describe(session, command, batch)
        for name in found:
            trouble = _refuse(folder, name) or _run(session, folder, name, data)
            if trouble:
                session.warn(f"the hook {os.path.join(folder, name)} {trouble}; what you did is done all the same")
    except (FollowqError, OSError) as err:
        why = err.message if isinstance(err, FollowqError) else explain(err)[0]
        session.warn(f"hooks were not called: {why}; what you did is done all the same")
    except KeyboardInterrupt:
        session.warn("stopped while a hook was running; what you did is done all the same")


def _describe(session: Session, command: str, batch: int) -> bytes:
    import json

    with session.reading() as queue:
        document = _document(queue, command, batch, session.calendar.instant)
    return json.dumps(document).encode() + b"\n"


def _document(queue: Reader, command: str, batch: int, now: Instant) -> dict[str, Any]:
    # The follow-ups and people as they are now; one that undo took away is in the entries alone.
    entries = queue.log(batch=batch)
    ids = dict.fromkeys(one.change.id for one in entries if one.change.subject == "followup")
    followups = [item for number in ids if (item := queue.followup(number))]
    people = {one.change.id for one in entries if one.change.subject == "person"}
    names = queue.people(people | {item.person_id for item in followups})
    return {
        "followq": 1,
        "kind": "hook",
        "now": now,
        "command": command,
        "batch": batch,
        "followups": [followup(item, names) for item in followups],
        "people": [person._asdict() for person in names.values()],
        "entries": [entry(one) for one in entries],
    }


def _refuse(folder: str, name: str) -> str:
    # What somebody else could have put there is not run.
    try:
        for path in (folder, os.path.join(folder, name)):
            state = os.stat(path)
            if state.st_uid not in (os.geteuid(), 0):
                return f"was not called: {path} belongs to somebody else"
            if state.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                return f"was not called: others may write {path} (chmod go-w)"
        if not stat.S_ISREG(state.st_mode) or not os.access(path, os.X_OK):
            return "was not called: it is no executable file (chmod u+x)"
    except OSError as err:
        return f"was not called: {explain(err)[0]}"
    return ""


def _run(session: Session, folder: str, name: str, data: bytes) -> str:
    import signal
    import tempfile

    environment = {**os.environ, "FOLLOWQ_DB": os.path.abspath(session.queue.path), INSIDE: "1"}
    with tempfile.TemporaryFile() as complaint:
        try:
            # A process group of its own, so that what it starts ends with it. What it prints is no part of the answer.
            child = subprocess.Popen(  # noqa: S603 - the user's own program, by its path, without a shell
                [os.path.join(folder, name)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=complaint,
                cwd=folder,
                env=environment,
                start_new_session=True,
            )
        except OSError as err:
            return f"can't be started: {explain(err)[0]}"
        try:
            child.communicate(data, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return f"took more than {SECONDS} seconds and was stopped"
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        if not child.returncode:
            return ""
        size = complaint.seek(0, os.SEEK_END)
        complaint.seek(max(0, size - MOST_SAID * 4))
        lines = complaint.read(MOST_SAID * 4).decode("utf-8", "replace").strip().splitlines()
        said = f": {lines[-1][:MOST_SAID]}" if lines else ""
        how = f"exit {child.returncode}" if child.returncode > 0 else f"signal {-child.returncode}"
        return f"failed ({how}){said}"
