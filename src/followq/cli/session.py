"""What one call of followq has at hand: its queue, its settings, its calendar, and the user."""

from __future__ import annotations

import os
import sys

from followq import paths
from followq.cli import output
from followq.cli.clock import read_calendar
from followq.errors import BadInputError, DiskError, InterruptedByUserError, NeedsConfirmationError
from followq.render.safe import safe
from followq.settings import Loaded, Settings, load
from followq.store.queue import Queue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager

    from followq.cli.input.meant import Meant
    from followq.cli.interactive.talk import Talk
    from followq.model.core.calendar import Calendar
    from followq.model.core.followup import FollowUp
    from followq.model.core.person import Person
    from followq.model.nudging.response_times import Habits
    from followq.model.priority.ranked import Ranked
    from followq.model.priority.ranking import Weights
    from followq.model.priority.top_items import Shortlist
    from followq.model.priority.workload import Defaults
    from followq.render.page import Page
    from followq.store.records.reader import Reader
    from followq.store.records.sql_ranking import Owed
    from followq.store.records.writer import Batch


LEAST_ROWS = 3
LEAST_PROGRESS = 2_000
"""Steps from which a long deed tells how far it is."""
TELL_OF_DEEDS = ("ChangedPage", "BackupPage", "RestorePage", "SalvagePage", "DemoPage", "ClearedPage")
"""Results that tell of something done which is no entry in the log."""


def _edit_from(completions: Callable[[str], Sequence[str]] | None, start: str) -> None:
    # Line editing, where the platform has it; without it input() works all the same.
    try:
        import readline
    except ImportError:
        return

    def complete(typed: str, number: int) -> str | None:
        from followq.model.core.folding import find_rest

        found = completions(typed) if completions else ()
        # What several begin with is put in, so that has to be what was typed; a single one comes as it is written.
        rests = [find_rest(typed, text) for text in found]
        fitting = [typed + rest for rest in rests if rest is not None] if len(found) > 1 else list(found)
        return fitting[number] if number < len(fitting) else None

    readline.set_completer_delims("")
    readline.set_completer(complete)
    readline.parse_and_bind("tab: complete")
    readline.set_startup_hook(lambda: readline.insert_text(start))


class Session:
    """One call: made at its top, handed down to the command.

    `loaded` holds the settings with their origin. Nothing is opened before it is needed. With `is_mending`
    settings that are wrong only warn: the call is there to set them right. With `is_rescuing` a file that can't be read
    at all doesn't stop it either: it is about the queue.
    """

    def __init__(
        self,
        db: str | None = None,
        *,
        as_json: bool = False,
        is_plain: bool = False,
        is_mending: bool = False,
        is_rescuing: bool = False,
    ) -> None:
        is_own_place = db is None and "FOLLOWQ_DB" not in os.environ
        self.queue = Queue(paths.queue_path(db), may_make_folder=is_own_place)
        self.as_json = as_json
        self.is_plain = is_plain
        self.warnings: list[str] = []
        self.talk: Talk | None = None
        """The conversation going on, which asks every question while it lasts."""
        self.settled: dict[str, Meant] = {}
        """Names as they were typed, with whom they mean, so that nobody is asked twice."""
        self.seen: FollowUp | None = None
        """What the user looked at when they decided: a write that finds it changed refuses."""
        self.written: int | None = None
        """Number of the batch that was written last."""
        self.loaded: Loaded = self._loaded(is_mending, is_rescuing)
        self.calendar: Calendar
        try:
            self.calendar, self.zone, warning = read_calendar(self.loaded.settings)
        except BadInputError as err:
            if not (is_mending or is_rescuing) or not self.settings.holidays:
                raise
            self.calendar, self.zone, warning = read_calendar(self.settings._replace(holidays=""))
            self.warn(err.message)
        if warning:
            self.warn(warning)

    @staticmethod
    def _loaded(is_mending: bool, is_rescuing: bool) -> Loaded:
        path = paths.settings_path()
        try:
            return load(path, is_lenient=is_mending or is_rescuing)
        except (BadInputError, DiskError) as err:
            if not is_rescuing:
                raise
            return Loaded(Settings(), path, frozenset(), (err.message,))

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
            settings.reply_target_days, settings.keep_informed_days, reader.usual_effort(), settings.desk_minutes
        )

    @property
    def weights(self) -> Weights:
        """How much each ranking term counts."""
        from followq.model.priority.ranking import Weights

        return Weights(*(getattr(self.settings, f"weights_{name}") for name in Weights._fields))

    @property
    def is_interactive(self) -> bool:
        """Somebody sits at the terminal who can be asked."""
        streams = (sys.stdin, sys.stderr)
        return not self.as_json and all(stream is not None and stream.isatty() for stream in streams)

    def reading(self) -> AbstractContextManager[Reader]:
        """Questions to the queue; see `Queue.reading`."""
        return self.queue.reading()

    def back_up_before(self, reason: str) -> None:
        """Copy the queue before something large is done to it; what goes wrong with that is said and stops nothing."""
        self.keep_backups()
        self.queue.back_up_before(reason)
        self.tell_troubles()

    def keep_backups(self) -> None:
        """Tell the queue how many backups stay, before anything that may make one."""
        from followq.store.backup.daily_schedule import Keeping

        self.queue.keeping = Keeping(*(getattr(self.settings, f"backups_{name}") for name in Keeping._fields))

    def tell_troubles(self) -> None:
        """Say what went wrong with backups that were to be made by themselves."""
        for trouble in self.queue.troubles:
            self.warn(trouble)
        self.queue.troubles.clear()

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

    def habits(self, reader: Reader, waiting: Iterable[FollowUp]) -> Habits:
        """How the people whom the user waits for answer, who is away, and what hangs on whom.

        `waiting` is all that is waited for; anything else in it is passed over.
        """
        # Only those who look at what is waited for load it.
        from followq.model.nudging import response_times
        from followq.model.nudging.dependents import dependents

        waiting = [followup for followup in waiting if followup.is_waiting]
        if not waiting:
            return response_times.Habits((), (), self.calendar, self.settings.nudge_after_days)
        people = {followup.person_id for followup in waiting}
        limits = response_times.ANSWERS_LOOKED_AT, response_times.ANSWERS_LOOKED_AT_EACH
        return response_times.Habits(
            reader.turnarounds("theirs", people, *limits),
            waiting,
            self.calendar,
            self.settings.nudge_after_days,
            reader.turnarounds("theirs", most=response_times.ANSWERS_LOOKED_AT),
            absences=reader.absences(self.calendar),
            dependents=dependents(reader.blocked(), self.calendar),
            gone=reader.gone_people(),
        )

    def new_uid(self) -> str:
        """A name for a record that no other device gives."""
        return os.urandom(16).hex()

    def warn(self, text: str) -> None:
        """Tell something beside the result, on standard error; with `--json` only once the result is out."""
        if self.as_json:
            self.warnings.append(text)
        else:
            self._tell(f"followq: {safe(text)}\n")

    def say(self, text: str) -> None:
        """Tell something in a conversation; a program that reads JSON has none."""
        if self.as_json:
            return
        from followq.render.screen import columns_of, wrapped

        is_screen = sys.stderr is not None and sys.stderr.isatty()
        self._tell(wrapped(safe(text), columns_of(sys.stderr)) or "\n" if is_screen else f"{safe(text)}\n")

    def show_progress(self, done: int, total: int) -> None:
        """Tell at a terminal how far a long deed is, in one line that is written over; nothing elsewhere."""
        is_watched = not self.as_json and sys.stderr is not None and sys.stderr.isatty()
        if is_watched and total >= LEAST_PROGRESS and (done == total or done % (total // 100) == 0):
            self._tell(f"\r{done * 100 // total:3}%" if done < total else "\r    \r")

    @staticmethod
    def _tell(text: str) -> None:
        # Standard error may be closed or full; what is done is done all the same.
        from contextlib import suppress

        with suppress(OSError, ValueError):
            if sys.stderr is not None:
                sys.stderr.write(text)
                sys.stderr.flush()

    def ask(self, question: str, completions: Sequence[str] = ()) -> str:
        """The user's answer to a question; Tab completes to one of `completions`.

        Raises: InterruptedByUserError at Ctrl-C or end of input.
        """
        if self.talk is not None:
            return self.talk.ask(question, completions)
        from followq.model.core.folding import find_rest

        def fitting(typed: str) -> list[str]:
            return [text for text in completions if find_rest(typed, text) is not None]

        return self.typed(question, fitting)

    def typed(self, question: str, completions: Callable[[str], Sequence[str]] | None = None, start: str = "") -> str:
        """A line typed behind a question, `start` being there to be edited; Tab completes it.

        Raises: InterruptedByUserError at Ctrl-C or end of input.
        """
        has_lines = sys.stdout.isatty()
        if has_lines:
            _edit_from(completions, start)
        else:
            self._tell(safe(question))
        try:
            return input(safe(question) if has_lines else "").strip()
        except (KeyboardInterrupt, EOFError) as err:
            self._tell("\n")
            raise InterruptedByUserError("stopped, nothing was changed") from err

    def converse(self) -> Talk:
        """Begin a conversation, drawn where the terminal can place text; every question goes there from now on."""
        if self._draws:
            from followq.cli.interactive.talk.drawn import Drawn

            self.talk = Drawn(self)
        else:
            from followq.cli.interactive.talk.plain import Plain

            self.talk = Plain(self)
        return self.talk

    def confirm(self, question: str, *, default: bool) -> bool:
        """Yes or no; an empty answer is the default."""
        if self.talk is not None:
            return self.talk.confirm(question, default)
        shown = f"{question} [{'Y/n' if default else 'y/N'}]"
        return self.choose(shown, {"y": "yes", "n": "no"}, "y" if default else "n") == "y"

    def choose(self, question: str, keys: dict[str, str], default: str = "") -> str:
        """One of some letters, each with the word it stands for: by one key, else by a line. Enter is the default.

        Raises: InterruptedByUserError at Ctrl-C or end of input.
        """
        from followq.cli.interactive.keyboard import can_read_keys, read_key

        is_single = self.talk is None and can_read_keys()
        while True:
            if is_single:
                self._tell(f"{safe(question)} ")
                try:
                    answer = read_key()
                except InterruptedByUserError:
                    self._tell("\n")
                    raise
            else:
                answer = self.ask(f"{question} ").lower()
            answer = default if answer in ("", "enter") else answer
            chosen = next((key for key, word in keys.items() if answer in (key, word)), "")
            if is_single:
                self._tell(f"{safe(keys.get(chosen, answer[:20]))}\n")
            if chosen:
                return chosen
            letters = " or ".join(filter(None, (", ".join([*keys][:-1]), [*keys][-1])))
            self.say(f"{letters}; Ctrl-C changes nothing.")

    def pick(self, question: str, choices: Sequence[str]) -> int:
        """The place of the one that the user takes, by its number; there is no default.

        Raises: InterruptedByUserError.
        """
        if self.talk is not None:
            return self.talk.choose(question, choices)
        while True:
            self.say(question)
            for number, choice in enumerate(choices, 1):
                self.say(f"  {number} {choice}")
            answer = self.ask("Number: ")
            if answer.isascii() and answer.isdecimal() and 1 <= int(answer) <= len(choices):
                return int(answer) - 1
            self.say(f"1 to {len(choices)}; Ctrl-C changes nothing.")

    def require_yes(self, question: str, is_given: bool) -> bool:
        """Whether to go on: `--yes`, or the user's word.

        Raises: NeedsConfirmationError where nobody can be asked.
        """
        if is_given:
            return True
        if not self.is_interactive:
            raise NeedsConfirmationError(
                "this needs a yes, and nobody is here to say it", "repeat with --yes, or look first with --dry-run"
            )
        return self.confirm(question, default=False)

    def show(self, page: Page) -> None:
        """Render a command's result to standard output.

        Raises: OutputClosedError when nobody reads any more; DiskError when it can't be written.
        """
        try:
            self._show(page)
        except DiskError as err:
            is_deed = type(page).__name__ in TELL_OF_DEEDS or bool(getattr(page, "fixed", ()))
            raise self._after_all(err, is_deed=is_deed) from err

    def _after_all(self, err: DiskError, *, is_deed: bool) -> DiskError:
        # Where only the answer is lost, to try again would do it twice.
        if self.written is not None:
            from followq.hints import command

            return DiskError(err.message, f"what was changed is changed; {command('log')} shows it")
        return DiskError(err.message, "look whether it was done before you repeat it") if is_deed else err

    def _show(self, page: Page) -> None:
        if self.as_json:
            from followq.render import jsondoc

            output.write(jsondoc.text(page, self.calendar.instant))
            for text in self.warnings:
                self._tell(f"followq: {safe(text)}\n")
            return
        output.draw(page.layout(self.calendar), is_drawn=self._draws)

    def write(self, text: str) -> None:
        """Write data to standard output, to the end.

        Raises: OutputClosedError when nobody reads any more; DiskError when it can't be written.
        """
        try:
            output.write(text)
        except DiskError as err:
            raise self._after_all(err, is_deed=False) from err

    def rows_shown(self, others: int) -> int:
        """Rows of two lines that `today` and `waiting` show: the setting, or what the terminal's height takes.

        `others` is the number of lines that stand around them.
        """
        limit = self.settings.limit
        height = output.rows_of_screen() if self.is_for_eyes else None
        return min(limit, max(LEAST_ROWS, (height - others) // 2)) if height else limit

    @property
    def is_for_eyes(self) -> bool:
        """The result is drawn on a terminal."""
        return not self.as_json and self._draws

    @property
    def _draws(self) -> bool:
        return output.is_drawing(self.is_plain)
