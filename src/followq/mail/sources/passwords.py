"""Where the password of a mailbox comes from: the user's own command, the system's keyring, or the user."""

from __future__ import annotations

import shlex
import subprocess

from followq.errors import NetworkError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

KEYRING_SERVICE = "followq"
_SECONDS_FOR_COMMAND = 120
"""It may have to ask for a passphrase itself."""
_LONGEST = 1_000


def find_password(login: str, command: str, ask_password: Callable[[str], str]) -> str:
    """The password for `USER@HOST`.

    Raises: UsageError for a command that can't be run or where nothing is answered; NetworkError for one that fails.
    """
    password = _run(command) if command else _look_up(login) or ask_password(f"Password of {login}")
    if not password or len(password) > _LONGEST or any(ch in password for ch in "\0\r\n"):
        raise UsageError(f"no usable password for {login}", "give it when asked, or name a --password-command")
    return password


def _run(command: str) -> str:
    try:
        words = shlex.split(command)
        if not words:
            raise ValueError("no words in it")
        # Standard input and error stay the user's, so that it can ask for a passphrase.
        done = subprocess.run(words, stdout=subprocess.PIPE, timeout=_SECONDS_FOR_COMMAND, check=False)  # noqa: S603
    except (OSError, ValueError) as err:
        raise UsageError(f"the password command can't be run: {err}", "name a program; no shell runs it") from err
    except subprocess.TimeoutExpired as err:
        raise NetworkError("the password command doesn't end", "try it by hand") from err
    if done.returncode:
        raise NetworkError(f"the password command ended with {done.returncode}", "try it by hand")
    return done.stdout.decode("utf-8", "replace").partition("\n")[0].rstrip("\r")


def _look_up(login: str) -> str:
    try:
        import keyring

        return keyring.get_password(KEYRING_SERVICE, login) or ""
    except Exception:
        return ""
