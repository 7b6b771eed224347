"""`demo`: a made-up queue in a temporary place."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from datetime import datetime, time

from followq.cli.queries.today import look_at_morning
from followq.cli.session import Session
from followq.errors import DiskError, UsageError
from followq.hints import call_with, command, quote
from followq.model.core.calendar import format_instant
from followq.render.pages.count_and_config import DemoPage

MORNING = time(10)
ROWS_SHOWN = 4
"""Rows of today that are shown on a terminal, so that all of it has room on a screen of 24 lines."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def demo(session: Session, folder: o.Folder = None, is_tour: o.IsTour = False) -> DemoPage:
    """Try it out.

    Creates a queue of invented people and shows its today. Your own queue is not touched. On a terminal three keys go
    on from there; --tour begins with the four moments of a day, 90 seconds, each with its call to be sent off by Enter.

    Examples:

    followq demo

    followq demo --tour
    """
    from followq.cli.demo.made_up_queue import fill

    is_at_terminal = session.is_interactive and session.is_for_eyes
    if is_tour and not is_at_terminal:
        raise UsageError("the tour takes a terminal", f"{command('demo')} shows the morning alone")

    try:
        folder = folder or tempfile.mkdtemp(prefix="followq-demo-")
    except OSError as err:
        raise DiskError(f"no temporary folder: {err.strerror}", command("demo", "--dir", "FOLDER")) from err
    path = os.path.join(folder, "queue.db")
    if os.path.lexists(path):
        raise DiskError(f"{path}: is there already", "choose another folder")
    real_today = session.calendar.today
    made = Session(path, as_json=session.as_json, is_plain=session.is_plain)
    try:
        _move_to_working_day(made, session)
        fill(made)
        call_with(None)  # what is shown is to be tried once FOLLOWQ_DB is set
        how = f"set FOLLOWQ_DB={path}" if os.name == "nt" else f"export FOLLOWQ_DB={quote(path)}"
        clock = ""
        if made.calendar.today != real_today:
            setter = "set" if os.name == "nt" else "export"
            clock = f"{setter} FOLLOWQ_NOW={made.calendar.now:%Y-%m-%dT%H:%M}"
        program = "followq" if shutil.which("followq") else quote(sys.argv[0])
        page = DemoPage(
            today=look_at_morning(made, ROWS_SHOWN if made.is_for_eyes else None),
            path=path,
            how=how,
            program=program,
            clock=clock,
        )
        if is_at_terminal:
            from followq.cli.demo import tour

            if is_tour:
                tour.walk(session, made, path)
            else:
                tour.offer_keys(session, made, page)
        return page
    finally:
        made.queue.close()


def _move_to_working_day(made: Session, session: Session) -> None:
    # Nobody promises anything for a Saturday: on a day off the demo shows the last working day's morning.
    calendar = made.calendar
    if not calendar.workdays or calendar.is_working(calendar.today):
        return
    day = calendar.add_working_days(calendar.today, -1)
    made.calendar = calendar.as_of(format_instant(datetime.combine(day, MORNING, calendar.zone)))
    session.calendar = made.calendar
