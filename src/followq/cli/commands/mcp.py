"""`mcp`: the commands as tools, for an assistant that the user has."""

from __future__ import annotations

from followq.cli.app.extras import install_command
from followq.cli.session import Session
from followq.errors import NotFoundError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def mcp(session: Session, may_write: o.MayWrite = False) -> None:
    """Serve an assistant.

    Speaks the Model Context Protocol on standard input and output until they are closed: an assistant's program starts
    it. It may look things up; with --write it may also add, told, toss, hand, nudge, done, snooze and undo. It can
    never forget, import, restore, repair or change settings, and nothing is sent. docs/agents.md has the set-up.

    Example:

    followq mcp --write
    """
    try:
        from followq.cli.assistant.server import make_server
    except ModuleNotFoundError as err:
        raise NotFoundError(
            "an assistant's hand needs the package mcp", f"install it: {install_command('mcp')}"
        ) from err
    make_server(session.queue.path, may_write=may_write).run("stdio")
