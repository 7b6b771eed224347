"""The one family of errors. Raised anywhere, printed in one place (`cli/main.py`)."""

from __future__ import annotations

from followq import hints


class FollowqError(Exception):
    """Something the user has to know: one line of what and where, and a hint what to do.

    The hint may begin with a `command`, given in words: the model knows nothing of the call that it is for.
    `code` is the stable word for `--json`, `exit_code` the process's exit code.
    """

    code = "defect"
    exit_code = 1

    def __init__(self, message: str, hint: str = "", command: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = f"{hints.command(*command)} {hint}".rstrip() if command else hint


class UsageError(FollowqError):
    """The command line itself is wrong."""

    code = "usage"
    exit_code = 2


class NotFoundError(FollowqError):
    """Nothing fits what was asked for."""

    code = "not-found"
    exit_code = 3


class AmbiguousError(NotFoundError):
    """More than one thing fits what was asked for."""

    code = "ambiguous"


class BadInputError(FollowqError):
    """A date, a file or a setting that can't be taken as it is."""

    code = "bad-input"
    exit_code = 4


class BusyError(FollowqError):
    """Another program holds the queue."""

    code = "busy"
    exit_code = 5


class ChangedMeanwhileError(BusyError):
    """Another program changed what the user was looking at; nothing was written."""

    code = "changed"


class DamagedError(FollowqError):
    """The queue is damaged, foreign, or newer than this program."""

    code = "damaged"
    exit_code = 6


class DiskError(FollowqError):
    """The disk, or the rights to it."""

    code = "disk"
    exit_code = 7


class NetworkError(FollowqError):
    """A server that doesn't answer, isn't the one it should be, lets nobody in, or doesn't keep to the protocol."""

    code = "network"
    exit_code = 8


class NeedsConfirmationError(FollowqError):
    """Nobody is there to be asked, and `--yes` was not given."""

    code = "needs-confirmation"
    exit_code = 9


class BrokenRecordError(FollowqError):
    """Something in the queue that followq never wrote; the caller adds which file it is."""

    code = "damaged"
    exit_code = 6


class OutputClosedError(FollowqError):
    """Whoever read our output has read enough; nothing to say about it."""

    exit_code = 0


class InterruptedByUserError(FollowqError):
    """Ctrl-C, or the end of input at a question: nothing was written. `typed` is what stood in the line."""

    code = "interrupted"
    exit_code = 130
    typed = ""


class TerminatedError(InterruptedByUserError):
    """The system asked the process to end: no question is asked any more."""
