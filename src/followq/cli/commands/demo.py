"""`demo`: a made-up queue in a temporary place."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile

from followq.cli.commands.today import today
from followq.cli.session import Session
from followq.errors import DiskError
from followq.hints import call_with, command, quote
from followq.render.pages.small import DemoPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli import options as o


def demo(session: Session, folder: o.Folder = None) -> DemoPage:
    """Try it out.

    Makes a queue of invented people and shows its today. Your own queue is not touched.

    Example:

    followq demo
    """
    from followq.cli.demo_queue import fill

    try:
        folder = folder or tempfile.mkdtemp(prefix="followq-demo-")
    except OSError as err:
        raise DiskError(f"no temporary folder: {err.strerror}", command("demo", "--dir", "FOLDER")) from err
    path = os.path.join(folder, "queue.db")
    if os.path.lexists(path):
        raise DiskError(f"{path}: is there already", "choose another folder")
    made = Session(path, as_json=session.as_json, is_plain=session.is_plain)
    try:
        fill(made)
        call_with(None)  # what is shown is to be tried once FOLLOWQ_DB is set
        how = f"set FOLLOWQ_DB={path}" if os.name == "nt" else f"export FOLLOWQ_DB={quote(path)}"
        program = "followq" if shutil.which("followq") else quote(sys.argv[0])
        return DemoPage(today(made), path, how, program)
    finally:
        made.queue.close()
