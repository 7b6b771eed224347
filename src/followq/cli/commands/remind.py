"""`remind`: a reminder on the desktop, each working day."""

from __future__ import annotations

from followq.cli.session import Session
from followq.errors import UsageError
from followq.hints import command
from followq.render.pages.reminder import RemindPage, SetupPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o


def remind(
    session: Session,
    is_install: o.IsInstall = False,
    is_remove: o.IsRemove = False,
    is_status: o.IsStatus = False,
    is_send: o.IsSend = False,
    is_dry_run: o.IsSetupDryRun = False,
) -> RemindPage | SetupPage | None:
    """Remind me on working days.

    Without an option it shows the reminder as it would be sent now. --install has your system send it on working days
    at the time of the setting remind.at, but not on holidays nor in the hours of remind.quiet: a timer of systemd, an
    agent of launchd, a task of Windows. It says what it wrote and how to remove that; --dry-run only shows it.

    A reminder says how much needs you, nothing of what or whom: it may stand on a locked screen. The setting
    remind.show adds first names. Where nothing needs you none is sent.

    Examples:

    followq remind

    followq remind --install
    """
    if is_install + is_remove + is_status + is_send > 1:
        raise UsageError("one of --install, --remove, --status and --send at a time", command("remind", "--help"))
    if is_dry_run and not (is_install or is_remove):
        raise UsageError("--dry-run goes with --install or --remove", command("remind", "--install", "--dry-run"))
    if is_install or is_remove or is_status:
        from followq.cli.actions.reminder import setup

        if is_status:
            return setup.look(session)
        return (setup.install if is_install else setup.remove)(session, is_dry_run=is_dry_run)
    return _remind(session, is_send=is_send)


def _remind(session: Session, *, is_send: bool) -> RemindPage | None:
    from followq.cli.actions.reminder.message import make_reminder
    from followq.cli.actions.reminder.notifier import find_notifier, notify

    reminder = make_reminder(session)
    page = RemindPage(title=reminder.title, text=reminder.text, things=reminder.things, not_sent=reminder.not_sent)
    if not is_send:
        return page
    if reminder.not_sent:
        return page if session.as_json else None
    program = find_notifier()
    if not program:
        # Cron mails what is printed.
        return page._replace(sent_by="output")
    notify(program, reminder.title, reminder.text)
    return page._replace(sent_by=program) if session.as_json else None
