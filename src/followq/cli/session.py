"""One call of followq: its context and its console. A command gets both; what needs only one of them takes that one."""

from __future__ import annotations

from followq.cli.console import Console, rows_of_screen, write_out
from followq.cli.context import Context
from followq.errors import DiskError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from followq.cli.input.person_choice import Meant
    from followq.model.core.followup import FollowUp
    from followq.render.page import Page


LEAST_ROWS = 3
TELL_OF_DEEDS = ("ChangedPage", "BackupPage", "RestorePage", "SalvagePage", "DemoPage", "ClearedPage")
"""Results that tell of something done which is no entry in the log."""


class Session(Context, Console):
    """One call: made at its top, handed down to the command."""

    def __init__(
        self,
        db: str | None = None,
        *,
        as_json: bool = False,
        is_plain: bool = False,
        is_mending: bool = False,
        is_rescuing: bool = False,
        fields: Sequence[str] = (),
    ) -> None:
        Console.__init__(self, as_json=as_json, is_plain=is_plain, fields=fields)
        Context.__init__(self, db, is_mending=is_mending, is_rescuing=is_rescuing)
        self.settled: dict[str, Meant] = {}
        """Names as they were typed, with whom they mean, so that nobody is asked twice."""
        self.seen: FollowUp | None = None
        """What the user looked at when they decided: a write that finds it changed refuses."""
        self.expected_batch: int | None = None
        """Number of the last batch that a program decided on, 0 for none: a write that finds another one refuses."""
        self.written: int | None = None
        """Number of the batch that was written last."""
        for doubt in self.doubts:
            self.warn(doubt)

    def back_up_before(self, reason: str) -> None:
        """Copy the queue before something large is done to it; what goes wrong with that is said and stops nothing."""
        self.keep_backups()
        self.queue.back_up_before(reason)
        self.tell_troubles()

    def tell_troubles(self) -> None:
        """Say what went wrong with backups that were to be made by themselves."""
        for trouble in self.queue.troubles:
            self.warn(trouble)
        self.queue.troubles.clear()

    def show(self, page: Page) -> None:
        """Render a command's result to standard output.

        Raises: OutputClosedError when nobody reads any more; DiskError when it can't be written.
        """
        try:
            self.draw(page, self.calendar)
        except DiskError as err:
            is_deed = type(page).__name__ in TELL_OF_DEEDS or bool(getattr(page, "fixed", ()))
            raise self._after_all(err, is_deed=is_deed) from err

    def _after_all(self, err: DiskError, *, is_deed: bool) -> DiskError:
        # Where only the answer is lost, to try again would do it twice.
        if self.written is not None:
            from followq.hints import command

            return DiskError(err.message, f"what was changed is changed; {command('log')} shows it")
        return DiskError(err.message, "look whether it was done before you repeat it") if is_deed else err

    def write(self, text: str) -> None:
        """Write data to standard output, to the end.

        Raises: OutputClosedError when nobody reads any more; DiskError when it can't be written.
        """
        try:
            write_out(text)
        except DiskError as err:
            raise self._after_all(err, is_deed=False) from err

    def rows_shown(self, others: int) -> int:
        """Rows of two lines that `today` and `waiting` show: the setting, or what the terminal's height takes.

        `others` is the number of lines that stand around them.
        """
        limit = self.settings.limit
        height = rows_of_screen() if self.is_for_eyes else None
        return min(limit, max(LEAST_ROWS, (height - others) // 2)) if height else limit
