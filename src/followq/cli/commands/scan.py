"""`scan`: follow-ups proposed from mailboxes."""

from __future__ import annotations

from followq.cli.session import Session
from followq.errors import UsageError
from followq.hints import command
from followq.render.pages.changed import ChangedPage
from followq.render.pages.scan import DecidedPage, ScanPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o

SIDES = ("owed", "waiting", "all")


def scan(
    session: Session,
    sources: o.Mailboxes = None,
    me: o.MyAddresses = None,
    side: o.AcceptSide = None,
    least: o.Least = None,
    is_applied: o.IsApplied = False,
    is_dry_run: o.IsScanDryRun = False,
    limit: o.Limit = None,
    is_all: o.IsAll = False,
    is_verbose: o.IsVerbose = False,
    is_decided: o.IsDecided = False,
    taken_back: o.TakenBack = None,
    password_command: o.PasswordCommand = None,
) -> ScanPage | DecidedPage | ChangedPage:
    """Find in your mail who waits on you, and whom you wait on.

    Mailboxes are only read: nothing in them is changed, nothing is sent. SOURCE is an mbox file, a Maildir (or a
    folder of them), .eml files, or a server: imaps://USER@HOST/FOLDER. Addresses and mailboxes are remembered, and
    what was read isn't read again. At a terminal each proposal is asked about, with one key: accept, decline for good,
    later. Nothing enters the queue unasked; elsewhere --accept takes the likely ones.

    What happened since in threads that you accepted is shown with the command that notes it; --apply notes all of it.
    --decided lists what you declined, --take-back undoes one of those. docs/mail.md tells it all.

    Examples:

    followq scan ~/Maildir --me kim@example.com

    followq scan --accept owed --min 0.8

    followq scan --apply
    """
    from followq.cli.actions.scanning.declined import list_decided, take_back
    from followq.cli.actions.scanning.scan_options import ScanOptions
    from followq.cli.actions.scanning.scan_run import run_scan

    if side is not None and side not in SIDES:
        raise UsageError(f"--accept takes owed, waiting or all, not '{side[:30]}'", command("scan", "--accept", "owed"))
    if is_decided:
        return list_decided(session)
    if taken_back is not None:
        return take_back(session, taken_back)
    options = ScanOptions(
        sources=tuple(sources or ()),
        me=tuple(me or ()),
        side=side or "",
        least=least,
        is_applied=is_applied,
        is_dry_run=is_dry_run,
        limit=limit,
        is_all=is_all,
        is_verbose=is_verbose,
        password_command=password_command,
    )
    return run_scan(session, options)
