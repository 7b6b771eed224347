"""Which mailboxes a scan reads, and whose they are; both are remembered in the settings."""

from __future__ import annotations

import os

from followq.cli.session import Session
from followq.errors import BadInputError, FollowqError, NetworkError, UsageError
from followq.hints import command
from followq.mail.sources.registry import open_source
from followq.mail.sources.source import Source, SourceConfig
from followq.settings import check_value, load, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def find_mine(session: Session, given: Sequence[str] | None) -> tuple[str, ...]:
    """The user's own addresses, in small letters.

    Raises: UsageError where none are known; BadInputError for what is no address.
    """
    mine: tuple[str, ...] = check_value("mail_me", list(given)) if given else session.settings.mail_me
    if not mine:
        raise UsageError(
            "your own addresses aren't known yet",
            f"name them: {command('scan', '--me', 'you@example.com', of='SOURCE')}",
        )
    return mine


def list_mailboxes(session: Session, given: Sequence[str] | None) -> list[str]:
    """The mailboxes to read, as they are remembered: paths as whole ones.

    Raises: UsageError where none is named or remembered.
    """
    if not given:
        if not session.settings.mail_sources:
            raise UsageError(
                "no mailbox is named, and none is remembered",
                f"name an mbox file, a Maildir, or imaps://USER@HOST: {command('scan', 'SOURCE')}",
            )
        return list(session.settings.mail_sources)
    return list(dict.fromkeys(word if "://" in word else os.path.abspath(os.path.expanduser(word)) for word in given))


def open_mailbox(session: Session, text: str, password_command: str | None) -> Source:
    """Open one of them; its password is asked for where it has to be.

    Raises: UsageError, BadInputError, NetworkError.
    """
    command_line = session.settings.mail_password_command if password_command is None else password_command
    config = SourceConfig(ca_file=session.settings.mail_ca_file, password_command=command_line)
    return open_source(text, lambda question: _ask_password(session, question), config)


def _ask_password(session: Session, question: str) -> str:
    if not session.is_interactive:
        raise UsageError(
            "the mailbox needs a password, and nobody can be asked here",
            f"name a program that prints it: {command('config', 'mail.password_command', 'COMMAND')}",
        )
    import getpass

    return getpass.getpass(f"{question}: ")


def remember_mailboxes(
    session: Session, mine: Sequence[str], read: Sequence[str], password_command: str | None
) -> list[str]:
    """Write to the settings what was named and isn't there yet; says so in a line for each."""
    settings, said = session.settings, []
    if tuple(mine) != settings.mail_me:
        _write(session, "mail.me", tuple(mine))
        said.append(f"Remembered: your addresses are {', '.join(mine)}.")
    new = [text for text in read if text not in settings.mail_sources]
    if new:
        _write(session, "mail.sources", (*settings.mail_sources, *new))
        said.append(f"Remembered: {command('scan')} alone reads {', '.join(new)} from now on.")
    if password_command and password_command != settings.mail_password_command:
        _write(session, "mail.password_command", password_command)
        said.append("Remembered: the password command.")
    return said


def _write(session: Session, key: str, value: object) -> None:
    try:
        write(session.loaded.path, key, value)
        session.loaded = load(session.loaded.path, is_lenient=True)
    except FollowqError as err:
        session.warn(f"{key} could not be remembered: {err.message}")


def choose_failure(failures: Sequence[FollowqError]) -> FollowqError:
    """Of what went wrong with several mailboxes what the exit code tells: a server first, then a file."""
    kinds = (NetworkError, BadInputError)
    return min(failures, key=lambda err: next((place for place, kind in enumerate(kinds) if isinstance(err, kind)), 2))
