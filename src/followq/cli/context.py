"""The context of one call: its queue, its settings, its clock. It tells and asks nothing; see `console.py` for that."""

from __future__ import annotations

import os

from followq import paths
from followq.cli.clock import read_calendar
from followq.errors import BadInputError, DiskError
from followq.settings import Loaded, Settings, load
from followq.store.queue import Queue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from contextlib import AbstractContextManager

    from followq.model.core.calendar import Calendar
    from followq.model.core.followup import FollowUp
    from followq.model.core.person import Person
    from followq.model.nudging.response_times import Habits, Surroundings
    from followq.model.priority.ranked import Ranked
    from followq.model.priority.ranking import Weights
    from followq.model.priority.top_items import Shortlist
    from followq.model.priority.workload import Defaults
    from followq.store.records.reader import Reader
    from followq.store.records.sql_ranking import Owed
    from followq.store.records.writer import Batch


class Context:
    """`loaded` holds the settings with their origin. Nothing is opened before it is needed.

    With `is_mending` settings that are wrong only leave a word in `doubts`: the call is there to set them right. With
    `is_rescuing` a file that can't be read at all doesn't stop it either: it is about the queue.
    """

    def __init__(self, db: str | None = None, *, is_mending: bool = False, is_rescuing: bool = False) -> None:
        is_own_place = db is None and "FOLLOWQ_DB" not in os.environ
        self.queue = Queue(paths.queue_path(db), may_make_folder=is_own_place)
        self.doubts: list[str] = []
        """What the user should hear of settings and clock."""
        self.loaded: Loaded = self._loaded(is_mending, is_rescuing)
        self.calendar: Calendar
        try:
            self.calendar, self.zone, doubt = read_calendar(self.loaded.settings)
        except BadInputError as err:
            if not (is_mending or is_rescuing) or not self.settings.holidays:
                raise
            self.calendar, self.zone, doubt = read_calendar(self.settings._replace(holidays=""))
            self.doubts.append(err.message)
        if doubt:
            self.doubts.append(doubt)

    @staticmethod
    def _loaded(is_mending: bool, is_rescuing: bool) -> Loaded:
        path = paths.settings_path()
        try:
            return load(path, is_lenient=is_mending or is_rescuing)
        except (BadInputError, DiskError) as err:
            if not is_rescuing:
                raise
            return Loaded(settings=Settings(), path=path, set_in_file=frozenset(), problems=(err.message,))

    def look_at_clock(self) -> None:
        """Read the clock anew: in a conversation time goes by between two commands."""
        self.calendar, self.zone, _ = read_calendar(self.settings)

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.loaded.settings

    def defaults(self, reader: Reader) -> Defaults:
        """What people and items fall back on: the settings, and the effort that the user's history shows."""
        from followq.model.priority.workload import Defaults

        settings = self.settings
        return Defaults(
            reply_target_days=settings.reply_target_days,
            keep_informed_days=settings.keep_informed_days,
            effort_minutes=reader.usual_effort(),
            desk_minutes=settings.desk_minutes,
        )

    @property
    def weights(self) -> Weights:
        """How much each ranking term counts."""
        from followq.model.priority.ranking import Weights

        return Weights(*(getattr(self.settings, f"weights_{name}") for name in Weights._fields))

    def reading(self) -> AbstractContextManager[Reader]:
        """Questions to the queue; see `Queue.reading`."""
        return self.queue.reading()

    def keep_backups(self) -> None:
        """Tell the queue how many backups stay, before anything that may make one."""
        from followq.store.backup.daily_schedule import Keeping

        self.queue.keeping = Keeping(*(getattr(self.settings, f"backups_{name}") for name in Keeping._fields))

    def restoring(self) -> AbstractContextManager[Batch]:
        """See `Queue.restoring`."""
        return self.queue.restoring()

    def ranked(self, reader: Reader, followups: list[FollowUp], people: dict[int, Person]) -> list[Ranked]:
        """What is owed out of all open follow-ups, most urgent first, by the user's settings."""
        from followq.model.priority.ranking import rank

        return rank(followups, people, self.calendar, self.weights, self.defaults(reader))

    def shortlist(self, reader: Reader) -> tuple[Shortlist, Owed]:
        """The first of what `ranked` would give, without reading everything; and what else is known in sums."""
        from followq.model.priority.top_items import Shortlist

        defaults = self.defaults(reader)
        owed = reader.owed(self.calendar, defaults.effort_minutes)
        return Shortlist(owed, self.calendar, defaults, self.weights), owed

    def habits(self, reader: Reader, waiting: Iterable[FollowUp], of: Collection[int] | None = None) -> Habits:
        """How the people whom the user waits for answer, who is away, and what hangs on whom.

        `waiting` is all that is waited for; anything else in it is passed over. `of` names the people whose habits are
        asked for, where not everybody's are.
        """
        # Only those who look at what is waited for load it.
        from followq.model.nudging import response_times

        waiting = [followup for followup in waiting if followup.is_waiting]
        if not waiting:
            return response_times.Habits((), (), self.calendar, self.settings.nudge_after_days)
        people = {followup.person_id for followup in waiting} if of is None else of
        limits = response_times.ANSWERS_LOOKED_AT, response_times.ANSWERS_LOOKED_AT_EACH
        return response_times.Habits(
            reader.turnarounds("theirs", people, *limits),
            waiting,
            self.calendar,
            self.settings.nudge_after_days,
            reader.turnarounds("theirs", most=response_times.ANSWERS_LOOKED_AT),
            self.surroundings(reader),
        )

    def habits_of(self, reader: Reader, person_ids: Collection[int], around: Surroundings | None = None) -> Habits:
        """What `habits` of everything would say of some people: only their answers are looked at, and what everybody is
        silent about of late.
        """
        from followq.model.nudging import response_times

        limits = response_times.ANSWERS_LOOKED_AT, response_times.ANSWERS_LOOKED_AT_EACH
        latest = reader.turnarounds("theirs", most=response_times.ANSWERS_LOOKED_AT)
        return response_times.Habits(
            reader.turnarounds("theirs", person_ids, *limits),
            reader.silences(self.calendar, person_ids, response_times.find_window_start(latest)),
            self.calendar,
            self.settings.nudge_after_days,
            latest,
            around or self.surroundings(reader),
        )

    def surroundings(self, reader: Reader) -> Surroundings:
        """Who is away or left, and what hangs on whom."""
        from followq.model.nudging.dependents import find_dependents
        from followq.model.nudging.response_times import Surroundings

        dependents = find_dependents(reader.blocked(), self.calendar)
        return Surroundings(self.calendar, reader.absences(self.calendar), dependents, reader.gone_people())

    def new_uid(self) -> str:
        """A name for a record that no other device gives."""
        return os.urandom(16).hex()
