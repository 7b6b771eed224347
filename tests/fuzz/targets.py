"""What is fuzzed, and what has to hold for any bytes: a target takes them and fails where a promise breaks."""

from __future__ import annotations

import json
import re
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from followq import settings
from followq.dates.lines import read_line
from followq.dates.phrases import read_date, read_iso, read_past_date
from followq.errors import BadInputError, DiskError, NotFoundError
from followq.store.opening import open_queue
from tests.factories import calendar
from tests.fuzz.grammar import is_described
from tests.laws import contract, state
from tests.laws.driver import User

CORPUS = Path(__file__).parent / "corpus"
QUOTES = ('"', "“", "„")
LAST_BY = re.compile(r"(?i)(?<![\w-])by(?::?\s+|-)")
CALENDARS = (
    calendar(),
    calendar("2028-02-29", "Europe/Berlin", (2,)),
    calendar("2999-12-30", "Pacific/Kiritimati", ()),
    calendar("1970-01-02", "America/New_York", range(7), ("1970-01-02",)),
)


class Target(NamedTuple):
    """One way in: what is done with the bytes, whose code it is, and words that matter there."""

    run: Callable[[bytes], None]
    code: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """As it is called on the command line, and as its corpus is."""
        return self.run.__name__


def dates(data: bytes) -> None:
    """A date phrase: read as one of those that docs/dates.md describes, or refused in our own words."""
    phrase = data.decode("utf-8", "surrogateescape")
    for now in CALENDARS:
        with suppress(BadInputError):
            found = read_date(phrase, now).when
            assert is_described(phrase), f"{phrase!r} is read as {found}, and no document says so"
            assert read_date(found, now) == (found, ""), phrase
            assert 1970 <= int(found[:4]) <= 2999, phrase
        with suppress(BadInputError):
            found = read_past_date(phrase, now).when
            assert is_described(phrase), phrase
            assert now.has_come(found), phrase
        with suppress(BadInputError):
            assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?", read_iso(phrase, now), re.ASCII), phrase
            assert re.match(r"\d{4}-\d\d-\d\d", phrase, re.ASCII), phrase


def lines(data: bytes) -> None:
    """Lines after a call: every marked one becomes a follow-up with its text and date, or all are refused."""
    with _user() as user:
        answer = user.call("add", "-", "--json", stdin=data)
        document = contract.check(("add", "-", "--json"), answer, user.instant)
        assert answer.code in (0, 2, 3, 4), answer
        found = state.contents(user.db).tables.followups
        if document is None:
            assert user.db.read_bytes() == _empty_queue(), "refused, but something was added"
            return
        written = [line.strip() for line in data.decode("utf-8-sig").splitlines()]
        marked = [(line[0], line[1:].strip()) for line in written if line and line[0] in "<>"]
        assert len(found) == len(marked)
        for row, (mark, rest) in zip(found.values(), marked, strict=True):
            assert row["ball"] == ("theirs" if mark == "<" else "mine")
            # A text is kept in one line without tabs; what is left of it besides stands there letter by letter, but for
            # quotes around all of it. What is left out is the date.
            text = "".join(row["text"].split())
            whole = "".join(rest.split())
            quoted = whole.removeprefix(whole[:1]) if whole[:1] in QUOTES else whole
            assert whole.startswith(text) or quoted.startswith(text), (row["text"], rest)
            if row["promised"]:
                assert is_described(LAST_BY.split(rest)[-1].rstrip(")]. ").rstrip(".,;!?… ")), rest
            else:
                assert text in (whole, whole[1:-1]), (row["text"], rest)
    for now in CALENDARS:
        line = data.decode("utf-8", "replace")
        for may_be_bare in (False, True):
            with suppress(BadInputError):
                assert read_line(line, now, may_be_bare=may_be_bare).text in line


def imports(data: bytes) -> None:
    """A JSON file: it comes in whole and goes out again as it came in, or is refused with nothing changed."""
    with _user() as user:
        answer = user.call("import", "-", "--yes", "--json", stdin=data)
        contract.check(("import", "-", "--yes", "--json"), answer, user.instant)
        assert answer.code in (0, 4), answer
        found = state.contents(user.db)
        if answer.code:
            assert user.db.read_bytes() == _empty_queue(), "refused, but something came in"
            return
        _hold_to_log(found)
        moved = user.folder / "moved.db"
        export = user.call("export").out
        again = user.call("import", "-", "--yes", stdin=export.encode(), db=moved)
        assert again.code == 0, again
        assert state.contents(moved)[:5] == found[:5], "what went out came in otherwise"
        assert "Nothing new" in user.call("import", "-", "--yes", stdin=data).out
        for command in ("today", "waiting", "list", "people", "log", "stats", "report", "undo"):
            shown = user.call(command, "--json")
            contract.check((command, "--json"), shown, user.instant)
            assert shown.code in (0, 2, 3, 4), shown


def _hold_to_log(found: state.Contents) -> None:
    player = state.Player()
    for entry in found.log:
        player.play(entry)
    assert state.same(player.state(found.tables), found.tables), "the log leads elsewhere"
    assert found.names == state.names_of(found.tables.people)
    assert found.search == state.search_of(found.tables)


def configs(data: bytes) -> None:
    """A settings file: taken where every value is allowed, else refused with the file and each wrong key named."""
    with _user() as user:
        user.config.write_bytes(data)
        answer = user.call("count", "--json")
        contract.check(("count", "--json"), answer, user.instant)
        wrong = _wrong_keys(data)
        if wrong is None:
            assert answer.code == 4, answer
            assert "is not a settings file" in answer.err, answer
            return
        refused = json.loads(answer.err)["message"] if answer.code else ""
        # A country whose holidays nobody knows is told once everything else is right.
        assert answer.code == (4 if wrong else 0) or "holidays is" in refused, (answer, wrong)
        for key in wrong:
            assert key in refused or len(wrong) > 5, (key, refused)
        _hold_to_setting(user, data)


def _hold_to_setting(user: User, data: bytes) -> None:
    # Setting one value leaves the others as they are, in the file as in force.
    before = settings.load(str(user.config), is_lenient=True)
    try:
        settings.write(str(user.config), "limit", 7)
    except (BadInputError, DiskError, NotFoundError):
        assert user.config.read_bytes() == data
        return
    after = settings.load(str(user.config), is_lenient=True)
    assert after.settings == before.settings._replace(limit=7)
    old, new = tomllib.loads(data.decode()), tomllib.loads(user.config.read_text("utf-8"))
    # Compared as they are written: nan is not equal to itself.
    wanted = {**{key: repr(value) for key, value in old.items()}, "limit": "7"}
    assert {key: repr(value) for key, value in new.items()} == wanted


_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and low <= value <= high


def _is_zone(value: Any) -> bool:
    # Zones are as many as the system knows: those of which there is no doubt are enough.
    return isinstance(value, str)


ALLOWED: Mapping[str, Callable[[Any], bool]] = {
    "workdays": lambda value: (
        isinstance(value, list)
        and all(isinstance(day, str) for day in value)
        and 0 < len(value) == len({day.lower()[:3] for day in value})
        and all(day.lower()[:3] in _DAYS for day in value)
    ),
    "holidays": lambda value: (
        isinstance(value, str) and (not value or bool(re.fullmatch(r"[A-Za-z]{2}(-\w+)?", value)))
    ),
    "zone": _is_zone,
    "limit": _whole(1, 1000),
    "desk_minutes": _whole(5, 1440),
    "reply_target_days": _whole(0, 60),
    "keep_informed_days": _whole(0, 250),
    "nudge_after_days": _whole(1, 60),
    "signature": lambda value: isinstance(value, str) and len(value) <= 200 and (not value or value.isprintable()),
    "language": lambda value: (
        isinstance(value, str) and bool(re.fullmatch(r"(?=.{1,20}$)[A-Za-z][\w-]*", value, re.ASCII))
    ),
    "languages": lambda value: isinstance(value, dict) and all(map(_is_language, value.items())),
}
WEIGHTS = {"waited", "passed_over", "promise", "dark", "put_off", "owes_you", "unblocks", "weight"}


def _is_language(pair: tuple[str, Any]) -> bool:
    return bool(pair[0]) and ALLOWED["language"](pair[1])


def _is_weight(value: Any) -> bool:
    return type(value) in (int, float) and 0 <= value <= 10


def _wrong_keys(data: bytes) -> list[str] | None:
    # None where it is no TOML at all.
    try:
        document = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    wrong = []
    for key, value in document.items():
        if key == "weights" and isinstance(value, dict):
            wrong += [f"weights.{name}" for name, part in value.items() if name not in WEIGHTS or not _is_weight(part)]
        elif key.startswith("languages.") and key != "languages.":
            wrong += [] if ALLOWED["languages"](value) else ["languages"]
        elif key.startswith("weights.") and key.removeprefix("weights.") in WEIGHTS:
            wrong += [] if _is_weight(value) else [key]
        elif key not in ALLOWED or not ALLOWED[key](value) or (key == "zone" and not _is_known_zone(value)):
            wrong.append(key)
    return wrong


def _is_known_zone(value: str) -> bool:
    from zoneinfo import available_timezones

    return not value or value.upper() == "UTC" or value in available_timezones() | {"localtime", "posixrules"}


@cache
def _empty_queue() -> bytes:
    # Made once: what is fuzzed is what comes in, not how a file is made.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "queue.db"
        open_queue(str(path), is_needed=True).close()
        return path.read_bytes()


@contextmanager
def _user() -> Iterator[User]:
    user = User()
    user.db.write_bytes(_empty_queue())
    try:
        yield user
        assert not user.crashed, user.crashed
    finally:
        user.close()


_DATE_WORDS = (
    "today", "tomorrow", "yesterday", "fri", "tues", "wednesday", "next ", "last ", "on ", "in ", "the ", "of ", "at ",
    " ago", "end of ", "eow", "eom", "week", "month", "year", "working days", "wd", "hours", "3pm", "12:00", "15th",
    "31st", "dec ", "feb 29", "2026", "2999-12-31", "1970-01-01", "T10:00", "Z", "+02:00", "+3d", "2w", "9999", "a ",
    "six ", ",", "1.2", "13/02", "utc", "this ", "noon", "cob ", "eod", "close of business ", "tonight", "morning",
    "lunch", "from ", "first ", "twenty-first", "latest", "(", ")", "q1 ", "quarter", "13.03.2026", "2026/3/13",
    "fri 27 nov", "'s ", "fortnight", "tmrw", "coming ", "past ", "within ", "now", "no later than ", '"',
    "by two weeks", "c.o.b.",
)  # fmt: skip
_JSON_WORDS = (
    '{"people": [', '"followups": [', '{"person": "Ana", "text": "x"}', '"uid": "u"', '"id": 1', '"ball": "theirs"',
    '"status": "done"', '"closed_at": "2026-11-20T09:00:00Z"', '"promised": "2026-12-01"', '"blocked_by": [1]',
    '"log": [', '"seq": 1, "batch": 1', '"action": "create"', '"changes": {"text": [null, "x"]}', '"followup": 1',
    '"command": "add"', '"undoes": 1', '"forgotten": [{"batch": 1, "at": "2026-11-20"}]', "null", "true", "1e999",
    "NaN", "-1", "[[[[", '"\\ud800"', '"\\u0000"', "]}", ",", '"every": "2 weeks"', '"tags": ["a"]', '"person_id": 1',
    "99999999999999999999", '"emails": ["a@example.com"]', '"aliases": ["Ana"]',
)  # fmt: skip
_TOML_WORDS = (
    "limit = 3\n", "[weights]\n", "dark = 0.5\n", "promise = nan\n", "inf", "workdays = ['mon', 'wed']\n", "zone = ",
    '"Europe/Madrid"\n', "holidays = 'ES'\n", "signature = 'Ana'\n", "[languages]\n", '"Ana Lopez" = "es"\n', "# why\n",
    "weights.dark = 1\n", "'weights.dark' = 2\n", "'languages.Ana' = 'es'\n", "limt = 3\n", "true", "1_0",
    "[[x]]\n", '"""', "\\u0000",
    "desk_minutes = 60\n", "2026-11-23T09:00:00Z", "= {a = 1}\n", "language = 'es'\n", "reply_target_days = 2\n",
)  # fmt: skip

TARGETS: Mapping[str, Target] = {
    target.name: target
    for target in (
        Target(dates, ("dates/phrases.py", "dates/days.py", "dates/monthdays.py", "dates/hours.py"), _DATE_WORDS),
        Target(
            lines,
            ("dates/lines.py", "dates/timewords.py", "cli/input/parse_lines.py", "model/core/text_limits.py"),
            (*_DATE_WORDS, "\n> ", "\n< ", "@Ana\n", " by "),
        ),
        Target(imports, ("exchange/queue_json.py", "exchange/plan.py", "exchange/fields.py"), _JSON_WORDS),
        Target(configs, ("settings.py",), _TOML_WORDS),
    )
}


def corpus(name: str) -> list[Path]:
    """The saved inputs of a target: what failed once, and what is interesting."""
    return sorted(path for path in (CORPUS / name).iterdir() if path.is_file())
