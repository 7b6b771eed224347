"""One queue, opened when it is first needed: to read, and no more than that, or to write."""

from __future__ import annotations

import sqlite3

from followq.errors import FollowqError
from followq.store.file.connection import is_there, resolve_link
from followq.store.opening import open_queue
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from types import TracebackType

    from followq.errors import DamagedError
    from followq.model.core.calendar import Instant
    from followq.model.integrity.backup_info import Backup, Contents
    from followq.store.backup.daily_schedule import Keeping
    from followq.store.records.forget import Forgotten
    from followq.store.records.writer import Batch


class Queue:
    """The queue at a path, behind a link at the path that the link leads to: `path` is the file itself.

    Reading where there is no file finds an empty queue and makes none.

    `may_make_folder` is for followq's own place, whose folder nobody made. `keeping` says which backups are made by
    themselves and which stay, None the usual ones; `troubles` takes what went wrong with them, in words: it stops no
    command. `is_first_of_day` is set once something was written before which the day's backup was due.
    """

    def __init__(self, path: str, *, may_make_folder: bool = False) -> None:
        self.path = resolve_link(path)
        self._given = path
        self.may_make_folder = may_make_folder
        self.keeping: Keeping | None = None
        self.troubles: list[str] = []
        self.is_first_of_day = False
        self._connection: sqlite3.Connection | None = None
        self._is_real = False

    def reading(self) -> AbstractContextManager[Reader]:
        """Put questions to the queue.

        Raises: DiskError, DamagedError, BusyError.
        """
        return _Reading(Reader(self._open(is_needed=False)), self._translated)

    def writing(self, command: str, at: Instant, zone: str, *, is_first: bool = True) -> AbstractContextManager[Batch]:
        """One command's batch; see `writer.writing`. Unless `is_first` it makes no queue where there is none."""
        from followq.store.records.writer import writing

        connection = self._open(is_needed=is_first)
        self._back_up_daily(connection, at)
        return writing(connection, self.path, command, at, zone)

    def _back_up_daily(self, connection: sqlite3.Connection, at: Instant) -> None:
        from followq.store.backup.daily_schedule import Keeping, is_due

        keeping = self.keeping or Keeping()
        try:
            if not keeping.daily or not self._is_real or not is_due(connection, self.path, at):
                return
        except sqlite3.Error as err:
            raise self._translated(err) from err
        from followq.store.backup.make import back_up_daily

        try:
            trouble = back_up_daily(connection, self.path, keeping)
        except sqlite3.Error as err:
            raise self._translated(err) from err
        self.is_first_of_day = True
        if trouble:
            self.troubles.append(trouble)

    def restoring(self) -> AbstractContextManager[Batch]:
        """A transaction for whoever brings a log of earlier times: `writer.restore`, the demo."""
        from followq.store.records.writer import transaction

        return transaction(self._open(is_needed=True), self.path)

    def forget(self, person_ids: Iterable[int], at: Instant, zone: str) -> Forgotten:
        """Erase people for good and write the file anew; see `forget_module.forget`.

        Raises: BusyError, DiskError, DamagedError. When the file could not be written anew, the error says so:
        what was erased is erased.
        """
        from followq.store.records import forget as forget_module
        from followq.store.records.writer import transaction

        connection = self._open(is_needed=True)
        connection.execute("PRAGMA secure_delete = ON")
        with transaction(connection, self.path) as batch:
            done = forget_module.forget(batch, person_ids, at, zone)
        self.rewrite()
        return done

    def rewrite(self) -> None:
        """Write the file anew, so that nothing of who was erased is left in it.

        Raises: BusyError, DiskError, DamagedError.
        """
        from followq.store.records import forget as forget_module

        try:
            forget_module.rewrite(self._open(is_needed=True))
        except sqlite3.Error as err:
            failure = self._translated(err)
            failure.message = f"erased, but old text may lie in the file's unused space: {failure.message}"
            failure.hint = "when that is mended: the same person forget again, it writes the file anew"
            raise failure from err

    def copies_holding(self, uids: Iterable[str]) -> list[str]:
        """Backups and other copies beside the queue that hold one of these records; see
        `copies.find_copies_holding`.
        """
        from followq.store.backup.copies import find_copies_holding

        # Beside a link too, where older followqs put them.
        return find_copies_holding(self._given, uids)

    def others_holding(self, uids: Iterable[str]) -> list[str]:
        """Other queues beside this one that hold one of these records; see `copies.find_others_holding`."""
        from followq.store.backup.copies import find_others_holding

        return find_others_holding(self._given, uids)

    def delete_copies(self, copies: Iterable[str]) -> None:
        """Delete copies for good; see `copies.delete`.

        Raises: DiskError.
        """
        from followq.store.backup.copies import delete

        try:
            delete(copies)
        except OSError as err:
            raise self._translated(err, err.filename) from err

    def back_up(self, reason: str) -> str:
        """Copy the queue to its backups; see `make.back_up`. What goes wrong with old ones is one of the troubles.

        Raises: BusyError, DiskError, DamagedError.
        """
        from followq.store.backup.make import back_up

        try:
            return back_up(self._open(is_needed=False), self.path, reason, self.keeping, troubles=self.troubles)
        except (sqlite3.Error, OSError) as err:
            raise self._translated(err) from err

    def back_up_before(self, reason: str) -> None:
        """Copy the queue before something large is done to it, unless it is empty; trouble with that stops nothing."""
        try:
            with self.reading() as reader:
                if not reader.is_empty():
                    self.back_up(reason)
        except FollowqError as err:
            self.troubles.append(f"no backup was made before this: {err.message}")

    def back_up_to(self, target: str, *, overwrite: bool) -> None:
        """Copy the queue to a file; see `make.back_up_to`.

        Raises: UsageError, BusyError, DiskError, DamagedError.
        """
        from followq.store.backup.make import back_up_to

        connection = self._open(is_needed=False)
        try:
            back_up_to(connection, self.path, target, overwrite=overwrite)
        except OSError as err:
            raise self._translated(err, target) from err
        except sqlite3.Error as err:
            raise self._translated(err) from err

    def contents(self) -> Contents:
        """What the queue holds, counted.

        Raises: BusyError, DiskError, DamagedError.
        """
        from followq.store.backup.copies import count_contents

        try:
            return count_contents(self._open(is_needed=False))
        except (sqlite3.Error, UnicodeDecodeError) as err:
            raise self._translated(err) from err

    @property
    def is_there(self) -> bool:
        """There is a file, whatever is in it.

        Raises: DiskError for a path that can't be one.
        """
        return is_there(self.path, self.may_make_folder)

    def refuse_if_gone(self) -> None:
        """Nothing, where there is a queue or never was one.

        Raises: DiskError when only its backups are there.
        """
        from followq.store.opening import refuse_if_gone

        refuse_if_gone(self.path)

    def backups(self) -> list[Backup]:
        """Every copy beside the queue, the newest first; see `copies.list_backups`.

        Raises: DiskError for a path that can't be a queue's.
        """
        from followq.store.backup.copies import list_backups

        is_there(self.path, self.may_make_folder)
        return list_backups(self.path)

    def is_damaged(self, at: Instant) -> bool:
        """Whether doctor's checks find values that followq never wrote; for errors alone, as they read all of it."""
        from followq.store.doctor.check import examine

        self.close()
        try:
            found = examine(self.path, at).findings if self.is_there else ()
            return any(
                finding.is_damage and finding.check in ("file", "integrity", "log", "dates") for finding in found
            )
        except FollowqError:
            return False

    def damaged(self, why: str, hint: str = "") -> DamagedError:
        """The error that says so, with the newest good backup where there is no better hint."""
        from followq.errors import DamagedError
        from followq.store.file.errors import make_damaged_error

        if hint:
            return DamagedError(f"{self.path}: {why}", hint)
        return make_damaged_error(self.path, why)

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self, is_needed: bool) -> sqlite3.Connection:
        if self._connection is not None and is_needed and not self._is_real:
            self.close()
        if self._connection is None:
            self._connection = open_queue(self.path, is_needed=is_needed, may_make_folder=self.may_make_folder)
            self._is_real = is_needed or self._connection.execute("PRAGMA database_list").fetchone()[2] != ""
        return self._connection

    def _translated(self, err: Exception, path: str | None = None) -> FollowqError:
        from followq.store.file.errors import translate

        return translate(err, path or self.path)


class _Reading:
    """The block that puts questions; a class, as `contextlib` would load for it alone on most calls."""

    def __init__(self, reader: Reader, translated: Callable[[Exception], FollowqError]) -> None:
        self._reader = reader
        self._translated = translated

    def __enter__(self) -> Reader:
        return self._reader

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(err, (sqlite3.Error, UnicodeDecodeError)):
            raise self._translated(err) from err
