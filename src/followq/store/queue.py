"""One queue, opened when it is first needed: to read, and no more than that, or to write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from followq.model.calendar import Instant
from followq.store.door import open_queue
from followq.store.failures import translate
from followq.store.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.store.forgetting import Forgotten
    from followq.store.writer import Batch


class Queue:
    """The queue at a path. Reading where there is no file finds an empty queue and makes none.

    `may_make_folder` is for followq's own place, whose folder nobody made.
    """

    def __init__(self, path: str, *, may_make_folder: bool = False) -> None:
        self.path = path
        self._may_make_folder = may_make_folder
        self._connection: sqlite3.Connection | None = None
        self._is_real = False

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Put questions to the queue.

        Raises: DiskError, DamagedError, BusyError.
        """
        connection = self._open(is_needed=False)
        try:
            yield Reader(connection)
        except (sqlite3.Error, UnicodeDecodeError) as err:
            raise translate(err, self.path) from err

    @contextmanager
    def writing(self, command: str, at: Instant, zone: str, *, is_first: bool = True) -> Iterator[Batch]:
        """One command's batch; see `writer.writing`. Unless `is_first` it makes no queue where there is none."""
        from followq.store.writer import writing

        with writing(self._open(is_needed=is_first), self.path, command, at, zone) as batch:
            yield batch

    @contextmanager
    def restoring(self) -> Iterator[Batch]:
        """A transaction for whoever brings a log of earlier times: `writer.restore`, the demo."""
        from followq.store.writer import transaction

        with transaction(self._open(is_needed=True), self.path) as batch:
            yield batch

    def forget(self, person_ids: Iterable[int], at: Instant, zone: str) -> Forgotten:
        """Erase people for good and write the file anew; see `forgetting.forget`.

        Raises: BusyError, DiskError, DamagedError. When the file could not be written anew, the error says so:
        what was erased is erased.
        """
        from followq.store import forgetting
        from followq.store.writer import transaction

        connection = self._open(is_needed=True)
        connection.execute("PRAGMA secure_delete = ON")
        with transaction(connection, self.path) as batch:
            done = forgetting.forget(batch, person_ids, at, zone)
        self.rewrite()
        return done

    def rewrite(self) -> None:
        """Write the file anew, so that nothing of who was erased is left in it.

        Raises: BusyError, DiskError, DamagedError.
        """
        from followq.store import forgetting

        try:
            forgetting.rewrite(self._open(is_needed=True))
        except sqlite3.Error as err:
            failure = translate(err, self.path)
            failure.message = f"erased, but old text may lie in the file's unused space: {failure.message}"
            failure.hint = "when that is mended: the same person forget again, it writes the file anew"
            raise failure from err

    def copies_holding(self, uids: Iterable[str]) -> list[str]:
        """Backups and other copies beside the queue that hold one of these records; see `backups.copies_holding`."""
        from followq.store.backups import copies_holding

        return copies_holding(self.path, uids)

    def delete_copies(self, copies: Iterable[str]) -> None:
        """Delete copies for good; see `backups.delete`.

        Raises: DiskError.
        """
        from followq.store.backups import delete

        try:
            delete(copies)
        except OSError as err:
            raise translate(err, err.filename or self.path) from err

    def back_up(self, reason: str) -> str:
        """Copy the queue; see `backups.back_up`."""
        from followq.store.backups import back_up

        try:
            return back_up(self._open(is_needed=True), self.path, reason)
        except (sqlite3.Error, OSError) as err:
            raise translate(err, self.path) from err

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self, is_needed: bool) -> sqlite3.Connection:
        if self._connection is not None and is_needed and not self._is_real:
            self.close()
        if self._connection is None:
            self._connection = open_queue(self.path, is_needed=is_needed, may_make_folder=self._may_make_folder)
            self._is_real = is_needed or self._connection.execute("PRAGMA database_list").fetchone()[2] != ""
        return self._connection
