"""The user's settings: each has a default, a meaning and a check; all problems are told at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from followq.errors import BadInputError, DiskError, NotFoundError
from followq.hints import command
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LONGEST_SHOWN = 60
TABLES = ("weights", "backups", "report", "remind", "mail")
"""Tables of the file whose settings are fields of their own: `weights_dark` is `dark` in `[weights]`."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Settings(NamedTuple):
    """Every setting with its default. A field `weights_dark` is `dark` in the table `[weights]`.

    `languages` is a table of its own, from people's names to the languages they are written to in.
    """

    workdays: tuple[str, ...] = WEEKDAYS[:5]
    holidays: str = ""
    zone: str = ""
    limit: int = 10
    desk_minutes: int = 120
    reply_target_days: int = 2
    keep_informed_days: int = 5
    nudge_after_days: int = 5
    signature: str = ""
    language: str = "en"
    languages: Mapping[str, str] = {}
    weights_waited: float = 1.0
    weights_promise: float = 1.0
    weights_dark: float = 1.0
    weights_put_off: float = 1.0
    weights_owes_you: float = 1.0
    weights_unblocks: float = 1.0
    weights_weight: float = 1.0
    backups_daily: int = 7
    backups_weekly: int = 4
    backups_others: int = 10
    report_sender: str = ""
    report_pace: str = "yes"
    remind_at: str = "09:00"
    remind_quiet: str = "20:00-07:00"
    remind_show: str = "counts"
    mail_me: tuple[str, ...] = ()
    mail_sources: tuple[str, ...] = ()
    mail_password_command: str = ""
    mail_ca_file: str = ""


class Meaning(NamedTuple):
    """What a setting is for, what it may be in words, and the check that returns the value or None."""

    meaning: str
    allowed: str
    check: Callable[[Any], Any]


def _whole(low: int, high: int) -> Callable[[Any], int | None]:
    def check(value: Any) -> int | None:
        is_fit = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return value if is_fit else None

    return check


def _share(value: Any) -> float | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return abs(float(value)) if is_number and 0 <= value <= 10 else None


def _days(value: Any) -> tuple[str, ...] | None:
    # Weekdays and ranges of them: `mon tue`, `mon-fri`, `sun to thu`, `mon-wed, fri and sat`.
    if not isinstance(value, (list, tuple)) or not all(isinstance(part, str) for part in value):
        return None
    text = " ".join(value).lower()
    for sign in ("-", "–", "—", ".."):
        text = text.replace(sign, " to ")
    words = [word for word in text.replace(",", " ").replace(";", " ").split() if word not in ("and", "&")]
    days: list[str] = []
    while words:
        day, is_range = _weekday(words.pop(0)), words[:1] and words[0] in ("to", "through", "thru", "until", "till")
        last = _weekday(words[1]) if is_range and len(words) > 1 else None if is_range else day
        if day is None or last is None:
            return None
        days += [WEEKDAYS[number % 7] for number in range(day, last + (7 if last < day else 0) + 1)]
        del words[: 2 if is_range else 0]
    return tuple(days) if days and len(set(days)) == len(days) else None


def _weekday(word: str) -> int | None:
    # Its number, of the whole name or the usual short ones.
    word = word.removesuffix(".")
    found = [number for number, name in enumerate(WEEKDAY_NAMES) if word and name.startswith(word)]
    is_usual = len(word) in (2, 3) or word in WEEKDAY_NAMES or word in ("tues", "thur", "thurs")
    return found[0] if len(found) == 1 and is_usual else 2 if word == "weds" else None


def _country(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    country, _, region = value.partition("-")
    is_fit = country.isascii() and country.isalpha() and len(country) == 2 and (not _ or region.isalnum())
    return value.upper() if not value or is_fit else None


def _zone(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    if value and value.upper() != "UTC":
        from zoneinfo import ZoneInfo

        try:
            ZoneInfo(value)
        except (OSError, ValueError, KeyError):
            return None
    return value


def _signature(value: Any) -> str | None:
    is_fit = isinstance(value, str) and len(value) <= 200 and (not value or value.isprintable())
    return value if is_fit else None


def _yes_or_no(value: Any) -> str | None:
    return (
        {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else value if value in ("yes", "no") else None
    )


def _language(value: Any) -> str | None:
    if not isinstance(value, str) or not 0 < len(value) <= 20:
        return None
    is_fit = value.isascii() and value[0].isalpha() and value.replace("-", "").replace("_", "").isalnum()
    # English is built in as en; other languages are folders, spelt as they are.
    return None if not is_fit else "en" if value.lower() == "en" else value


def _languages(value: Any) -> dict[str, str] | None:
    is_fit = isinstance(value, Mapping) and all(name and _language(language) for name, language in value.items())
    return {name: _language(language) or "" for name, language in value.items()} if is_fit else None


def _time(value: Any) -> str | None:
    # `9:05` as `09:05`; nothing that may be read as another half of the day.
    if not isinstance(value, str):
        return None
    hours, colon, minutes = value.partition(":")
    is_fit = bool(colon) and all(part.isascii() and part.isdecimal() for part in (hours, minutes))
    is_fit = is_fit and len(hours) in (1, 2) and len(minutes) == 2 and int(hours) < 24 and int(minutes) < 60
    return f"{int(hours):02}:{minutes}" if is_fit else None


def _hours(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    begin, dash, end = value.partition("-")
    first, last = _time(begin.strip()), _time(end.strip())
    return "" if not value else f"{first}-{last}" if dash and first and last and first != last else None


def _shown(value: Any) -> str | None:
    return value if value in ("counts", "names") else None


def _addresses(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, (list, tuple)) or not all(isinstance(part, str) for part in value):
        return None
    found = [word.lower() for part in value for word in part.replace(",", " ").replace(";", " ").split()]
    is_fit = all(word.count("@") == 1 and word.strip("@") == word and word.isprintable() for word in found)
    return tuple(dict.fromkeys(found)) if is_fit else None


def _mailboxes(value: Any) -> tuple[str, ...] | None:
    # One typed on the command line may be several: paths have spaces in them, and hardly a semicolon.
    if not isinstance(value, (list, tuple)) or not all(isinstance(part, str) for part in value):
        return None
    found = [word.strip() for part in value for word in part.split(";") if word.strip()]
    return tuple(dict.fromkeys(found)) if all("\0" not in word and len(word) <= 4096 for word in found) else None


def _line(value: Any) -> str | None:
    return value if isinstance(value, str) and len(value) <= 4096 and (not value or value.isprintable()) else None


def _weight(what: str) -> Meaning:
    return Meaning(f"how much {what} counts in the rank", "0 (not at all) to 10", _share)


MEANINGS: Mapping[str, Meaning] = {
    "workdays": Meaning(
        "the days on which people's waiting counts", 'some of "mon" to "sun", or ranges like "mon-fri"', _days
    ),
    "holidays": Meaning(
        "country whose holidays don't count, with a region after a dash; needs followq[holidays]",
        'like "ES" or "DE-BY", or ""',
        _country,
    ),
    "zone": Meaning("your time zone; empty means the system's", 'like "Europe/Madrid", or ""', _zone),
    "limit": Meaning("how many rows today and waiting show", "1 to 1000", _whole(1, 1000)),
    "desk_minutes": Meaning("minutes a day you have for getting back to people", "5 to 1440", _whole(5, 1440)),
    "reply_target_days": Meaning(
        "working days within which people should hear from you first", "0 to 60", _whole(0, 60)
    ),
    "keep_informed_days": Meaning(
        "working days after which people should hear where it stands", "0 to 250", _whole(0, 250)
    ),
    "nudge_after_days": Meaning(
        "working days of silence before a first nudge to people of whom nothing is known yet", "1 to 60", _whole(1, 60)
    ),
    "signature": Meaning("how your messages end", "a name, or a line", _signature),
    "language": Meaning(
        "the language of your messages: en, or a folder of templates of your own", 'like "es"', _language
    ),
    "languages": Meaning("the language for single people", "one at a time, by the key languages.NAME", _languages),
    "weights_waited": _weight("the time they have waited"),
    "weights_promise": _weight("a promise, near or broken,"),
    "weights_dark": _weight("being left in the dark"),
    "weights_put_off": _weight("having been put off"),
    "weights_owes_you": _weight("that they owe you something too"),
    "weights_unblocks": _weight("what else waits for it"),
    "weights_weight": _weight("a key or VIP person"),
    "backups_daily": Meaning(
        "days whose backup is kept, made at the first write of each; 0 makes none", "0 to 365", _whole(0, 365)
    ),
    "backups_weekly": Meaning("weeks before those whose last backup is kept", "0 to 520", _whole(0, 520)),
    "backups_others": Meaning(
        "backups kept of each other kind: by hand, before an import, a repair, an update",
        "1 to 1000",
        _whole(1, 1000),
    ),
    "report_sender": Meaning(
        "who sends your reports and how to reach you, as it stands below them",
        'a line, like "Kim Park, +34 600 000 000, kim@example.com"',
        _signature,
    ),
    "mail_me": Meaning(
        "your own addresses, for scan; scan --me sets them", 'addresses, like "kim@example.com"', _addresses
    ),
    "mail_sources": Meaning(
        "the mailboxes that scan reads when none is named; scan SOURCE adds to them",
        'paths and imaps:// addresses, with ";" between them',
        _mailboxes,
    ),
    "mail_password_command": Meaning(
        "the program whose first line of output is the password of your mailbox on a server",
        'a command line, like "pass show mail", or ""',
        _line,
    ),
    "mail_ca_file": Meaning(
        "certificates to trust for your mail server instead of the system's", 'a file, or ""', _line
    ),
    "report_pace": Meaning("whether reports say how soon either side usually answers", '"yes" or "no"', _yes_or_no),
    "remind_at": Meaning(
        "when the reminder comes on working days, once it was installed", 'a time like "09:00"', _time
    ),
    "remind_quiet": Meaning(
        "hours without reminders, also of a computer that was switched on late", 'like "20:00-07:00", or ""', _hours
    ),
    "remind_show": Meaning(
        "what reminders show, on locked screens too: how much of what, or first names as well",
        '"counts" or "names"',
        _shown,
    ),
}


class Loaded(NamedTuple):
    """Settings with where each came from, and what in the file had to be left out as wrong."""

    settings: Settings
    path: str
    set_in_file: frozenset[str]
    problems: tuple[str, ...] = ()


def find_key(field: str) -> str:
    """Name of a setting as it is written: `weights.dark` for the field `weights_dark`."""
    return field.replace("_", ".", 1) if field.startswith(tuple(f"{table}_" for table in TABLES)) else field


def find_field(key: str) -> str:
    """The field for a written name.

    Raises: NotFoundError with the near names.
    """
    if key.startswith("languages.") and key != "languages.":
        return "languages"
    field = key.replace(".", "_", 1)
    if field not in MEANINGS or key != find_key(field):
        import difflib

        near = difflib.get_close_matches(key, [find_key(name) for name in MEANINGS], 3)
        hint = f"did you mean {' or '.join(near)}?" if near else f"{command('config')} lists all settings"
        raise NotFoundError(f"there is no setting '{key}'", hint)
    return field


def load(path: str, *, is_lenient: bool = False) -> Loaded:
    """Read the settings file; one that isn't there means defaults.

    With `is_lenient` wrong values are left out and told in `problems`, so that they can be set right.

    Raises: BadInputError with every problem in it; DiskError.
    """
    data = _contents(path)
    if data is None:
        return Loaded(Settings(), path, frozenset())
    loaded = check(_parse_file(data, path), path)
    if loaded.problems and not is_lenient:
        hint = f"mend them in the file, or: {command('config', 'KEY', 'VALUE')}"
        hint += f"; {command('config', 'KEY', '--default')} takes one out"
        raise BadInputError(f"{path}: {'; '.join(loaded.problems)}", hint)
    return loaded


def _contents(path: str) -> bytes | None:
    # None where there is no file; looked for first, as most users have none and then nothing is loaded.
    if path == os.devnull:
        # A common way to say that there are none; any other device may never end.
        return None
    try:
        os.stat(path)
        from followq.files import LARGEST_TEXT, read_whole

        data = read_whole(path, LARGEST_TEXT)
    except FileNotFoundError:
        return None
    except DiskError as err:
        raise DiskError(err.message, "the settings have to be a file: check FOLLOWQ_CONFIG") from err
    except (OSError, ValueError) as err:
        from followq.files import explain

        why, hint = explain(err)
        raise DiskError(f"{path}: the settings can't be read: {why}", hint) from err
    if len(data) > LARGEST_TEXT:
        raise BadInputError(f"{path}: is larger than {LARGEST_TEXT // 1000} KB", "check FOLLOWQ_CONFIG")
    return data


def _parse_file(data: bytes, path: str) -> dict[str, Any]:
    import tomllib

    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data:
        what = f"{path}: is not a settings file: it is not text in UTF-8"
        raise BadInputError(what, "save it as UTF-8, or check FOLLOWQ_CONFIG")
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as err:
        raise BadInputError(f"{path}: is not a settings file: {err}", "mend the line, or move the file away") from err


def check(document: Mapping[str, Any], path: str) -> Loaded:
    """Check a settings file's contents, value by value."""
    values, problems = {}, []
    for key, value in _flat(document).items():
        try:
            field = find_field(key)
            values[field] = check_value(field, value)
        except (NotFoundError, BadInputError) as err:
            problems.append(f"{err.message} ({err.hint})" if isinstance(err, NotFoundError) else err.message)
    return Loaded(settings=Settings(**values), path=path, set_in_file=frozenset(values), problems=tuple(problems))


def _flat(document: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in document.items():
        if key in TABLES and isinstance(value, dict):
            flat |= {f"{key}.{name}": part for name, part in value.items()}
        else:
            flat[key] = value
    return flat


def check_value(field: str, value: Any, written: str | None = None) -> Any:
    """The value in its stored form; `written` is how the user wrote it.

    Raises: BadInputError with what is allowed.
    """
    meaning = MEANINGS[field]
    fit = meaning.check(value)
    if fit is None:
        shown = _show(value) if written is None else f"'{written}'"
        shown = shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"
        raise BadInputError(f"{find_key(field)} can't be {shown}: it takes {meaning.allowed}", meaning.meaning)
    return fit


def _show(value: Any) -> str:
    # As it stands in the file, not as Python writes it.
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if hasattr(value, "isoformat") else repr(value)


def parse(field: str, words: str) -> Any:
    """A value typed on the command line.

    Raises: BadInputError with what is allowed.
    """
    default = getattr(Settings(), field)
    value: Any = [words] if isinstance(default, tuple) else words
    if isinstance(default, Mapping):
        # One entry of the table is set, the key names it.
        return check_value("language", words)
    if not isinstance(default, (str, tuple)) and words.isascii() and "_" not in words:
        # Python would take 1_0 for ten, and the digits of any script.
        try:
            value = int(words) if isinstance(default, int) else float(words)
        except ValueError:
            value = words
    return check_value(field, value, words)


def write(path: str, key: str, value: Any) -> None:
    """Set one value in the file, or take it out with None; comments and order stay.

    What is taken out may be a key that no followq knows.

    Raises: BadInputError when the file is broken already; NotFoundError for a key that isn't there to be
    taken out; DiskError. The file is old or new, never half.
    """
    import tomlkit

    from followq.files import explain, make_folder, write_whole

    data = _contents(path) or b""
    before = _parse_file(data, path)
    text = data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    # A last line that has no end would run into what comes behind it.
    document = tomlkit.parse(text if text.endswith("\n") or not text else f"{text}\n")
    table: Any = document
    name = key
    for table_name in (*TABLES, "languages"):
        if key.startswith(f"{table_name}."):
            name = key.removeprefix(f"{table_name}.")
            if not isinstance(document.get(table_name), dict):
                document[table_name] = tomlkit.table()
            table = document[table_name]
    if value is None:
        if name not in table:
            find_field(key)
        table.pop(name, None)
    else:
        table[name] = list(value) if isinstance(value, tuple) else value
    try:
        make_folder(os.path.dirname(os.path.abspath(path)))
    except OSError as err:
        why, hint = explain(err)
        raise DiskError(f"{path}: its folder can't be made: {why}", hint) from err
    text = tomlkit.dumps(document)
    _refuse_spoilt(path, text, key, before)
    write_whole(path, text, overwrite=True)


def _refuse_spoilt(path: str, text: str, key: str, before: Mapping[str, Any]) -> None:
    # Files are written by hand in ways that no library knows all of: one that would say something else is left alone.
    def others(document: Mapping[str, Any]) -> dict[str, str]:
        flat = _flat(document)
        languages = flat.pop("languages", {})
        if isinstance(languages, dict):
            flat |= {f"languages.{name}": value for name, value in languages.items()}
        # What stands where a table belongs is wrong, and gives way to the table.
        for gone in (key, key.partition(".")[0]):
            flat.pop(gone, None)
        return {name: repr(value) for name, value in flat.items()}

    hint = f"set {key} in it by hand"
    try:
        after = _parse_file(text.encode(), path)
    except BadInputError as err:
        raise BadInputError(f"{path}: can't be changed without spoiling it", hint) from err
    if others(after) != others(before):
        raise BadInputError(f"{path}: can't be changed without spoiling it", hint)
