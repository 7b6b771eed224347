"""todo.txt, as Gina Trapani's format description and the common add-ons have it: `due:`, `t:`, `rec:`, `id:`.

Source: https://github.com/todotxt/todo.txt (the format), todo.txt-cli's add-ons for `t:`, pter and topydo for `rec:`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from followq.dates.lengths import read_minutes
from followq.errors import BadInputError, FollowqError
from followq.exchange.address_book import make_uid
from followq.exchange.registry import SourceFile
from followq.exchange.source import Found, Passed, ReadingOptions, Refusal, SourceItem, WritingOptions, tell_twins_apart
from followq.exchange.source_dates import read_moment, read_recurrence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.calendar import Calendar, When
    from followq.model.core.followup import FollowUp
    from followq.model.core.person import Person

WAITING_WORDS = frozenset(("waiting", "waitingfor", "waiting-for", "waiting_for", "wait", "wf", "delegated"))
PERSON_KEYS = ("who", "person", "with", "to", "from", "for", "wf", "waiting", "delegated")
WAITED_KEYS = frozenset(("from", "wf", "waiting", "delegated"))
JOINER = "\u2060"
"""Set before a word of a text that would be taken for a mark of the format; it takes no room and is taken off again."""
_DATE = r"\d{4}-\d{2}-\d{2}"
_HEAD = re.compile(rf"(?:x (?:({_DATE}) )?)?(?:\(([A-Z])\) )?(?:({_DATE}) )?", re.ASCII)
_DONE = re.compile(rf"x (?:({_DATE}) )?(?:\([A-Z]\) )?(?:({_DATE}) )?", re.ASCII)
_MARKED = re.compile(rf"(?:x )?(?:\([A-Z]\) |{_DATE} )|(?:^|\s)[+@]\w|(?:^|\s)(?:due|t|rec|pri|id):\S", re.ASCII)
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):([^\s/:][^\s]*)", re.ASCII)
_LENGTH = re.compile(r"\+?(\d*)([bdwmy])", re.ASCII)
_UNITS = {"b": "working days", "d": "days", "w": "weeks", "m": "months", "y": "years"}


def fits(file: SourceFile) -> bool:
    """Most lines have a mark of the format; in a file called so, one is enough."""
    lines = [line for line in file.text.splitlines()[:200] if line.strip()]
    marked = sum(bool(_MARKED.search(line)) for line in lines)
    is_named = any(word in file.name.lower() for word in ("todo", "done.txt", "task"))
    if file.document is not None or file.ending not in ("txt", "") or not lines:
        return False
    return marked > 0 if is_named else marked * 2 > len(lines)


def read(file: SourceFile, options: ReadingOptions) -> Iterator[Found]:
    """A task in each line."""
    twins: dict[str, int] = {}
    for number, raw in enumerate(file.text.split("\n"), 1):
        line = raw.strip("\r \t")
        if not line:
            continue
        try:
            item = _read_line(line, number, options)
        except FollowqError as err:
            yield Refusal(number, err.message, line)
            continue
        if item is None:
            yield Passed(number, "no words", line)
            continue
        # Two equal lines are two tasks.
        yield tell_twins_apart(item, twins)


def _read_line(line: str, number: int, options: ReadingOptions) -> SourceItem | None:
    is_done = line.startswith("x ")
    head = (_DONE if is_done else _HEAD).match(line)
    assert head is not None
    ended, began = (head[1], head[2]) if is_done else (None, head[3])
    calendar = options.calendar
    people_sign = options.columns.get("person", "")
    words: list[str] = []
    keys: dict[str, str] = {}
    contexts: list[str] = []
    projects: list[str] = []
    is_sentence = False
    # From the end: marks behind the last word are marks alone, those within the sentence are words of it as well.
    for word in reversed(line[head.end() :].split()):
        found = _KEY.fullmatch(word)
        if found and _is_known(found[1].lower(), people_sign):
            keys[found[1].lower()] = found[2]
        elif word[0] in "@+" and len(word) > 1:
            (contexts if word[0] == "@" else projects).insert(0, word[1:])
            if is_sentence and word[0] != people_sign and word[1:].lower() not in WAITING_WORDS:
                words.insert(0, word[1:])
        else:
            words.insert(0, word.removeprefix(JOINER))
            is_sentence = True
    ball, why = _side(keys, contexts, projects)
    contexts, projects = ([w for w in part if w.lower() not in WAITING_WORDS] for part in (contexts, projects))
    name, key = _person(keys, people_sign)
    if people_sign in ("@", "+"):
        named = contexts if people_sign == "@" else projects
        name = name or (_spaced(named.pop(0)) if named else "")
    if key in WAITED_KEYS:
        ball, why = "theirs", f"{key}:"
    text = " ".join(words) or " ".join(f"@{word}" for word in contexts)
    if not text:
        return None
    return SourceItem(
        key=keys.get("id") or keys.get("uuid") or keys.get("uid") or make_uid(text, name, began or "")[:16],
        line=number,
        text=text,
        person=name,
        ball="theirs" if ball == "theirs" else "mine",
        why=why,
        since=_moment(began, "the creation date", calendar),
        due=_moment(keys.get("due"), "due", calendar),
        hidden_until=_moment(keys.get("t"), "t", calendar),
        status="done" if is_done else "open",
        closed_at=calendar.start_of(ended) if ended and _moment(ended, "the completion date", calendar) else None,
        project=_spaced(projects[0]) if projects else None,
        tags=tuple(_spaced(word) for word in (*projects[1:], *contexts)),
        every=_recurrence(keys.get("rec", "")),
        lost=f"rec:{keys['rec']}" if keys.get("rec") and not _recurrence(keys["rec"]) else "",
        effort_minutes=_minutes(keys.get("effort", "")),
        blocked_by=tuple(filter(None, keys.get("p", keys.get("after", "")).split(","))),
    )


_FIELDS = frozenset(("due", "t", "rec", "id", "uuid", "uid", "effort", "p", "after", *PERSON_KEYS))


def _is_known(key: str, people_sign: str) -> bool:
    return key in _FIELDS or key == people_sign.lower()


def _person(keys: Mapping[str, str], people_sign: str) -> tuple[str, str]:
    for key in (people_sign.lower(), *PERSON_KEYS):
        if key and keys.get(key):
            return _spaced(keys[key]), key
    return "", ""


def _side(keys: Mapping[str, str], contexts: Sequence[str], projects: Sequence[str]) -> tuple[str, str]:
    for sign, words in (("@", contexts), ("+", projects)):
        for word in words:
            if word.lower() in WAITING_WORDS:
                return "theirs", f"{sign}{word}"
    return "mine", ""


def _moment(text: str | None, what: str, calendar: Calendar) -> When | None:
    if not text:
        return None
    try:
        return read_moment(text, calendar)
    except BadInputError as err:
        raise BadInputError(f"{what}: {err.message}", err.hint) from None


def _recurrence(text: str) -> str | None:
    found = _LENGTH.fullmatch(text)
    return read_recurrence(f"{found[1] or 1} {_UNITS[found[2]]}" if found else text) if text else None


def _minutes(text: str) -> int | None:
    try:
        return read_minutes(text) if text else None
    except FollowqError:
        return None


def _spaced(word: str) -> str:
    return word.replace("_", " ").strip() or word


def _joined(words: str) -> str:
    return re.sub(r"[\s_]+", "_", words.strip())


def write(people: Mapping[int, Person], followups: Sequence[FollowUp], options: WritingOptions) -> str:
    """A line for each; `id:` finds it again."""
    uids = {followup.id: followup.uid for followup in followups}
    names = {number: person.name for number, person in people.items()}
    return "".join(_line(followup, names[followup.person_id], uids, options.calendar) + "\n" for followup in followups)


def _line(followup: FollowUp, person: str, uids: Mapping[int, str], calendar: Calendar) -> str:
    parts = []
    if not followup.is_open:
        parts += ["x", calendar.day_of(followup.closed_at or followup.since).isoformat()]
    parts += [calendar.day_of(followup.since).isoformat(), _harmless(followup.text)]
    parts.append(f"{'who' if followup.ball == 'mine' else 'from'}:{_joined(person)}")
    if followup.project:
        parts.append(f"+{_joined(followup.project)}")
    parts += [f"@{_joined(tag)}" for tag in followup.tags]
    for key, value in (("due", followup.promised), ("t", followup.snoozed_until)):
        if value:
            parts.append(f"{key}:{calendar.day_of(value).isoformat()}")
    if followup.every:
        number, _, unit = followup.every.partition(" ")
        letter = "b" if unit.startswith("working") else unit[0]
        parts.append(f"rec:+{number}{letter}")
    if followup.effort_minutes:
        parts.append(f"effort:{followup.effort_minutes}m")
    blockers = [uids[number] for number in followup.blocked_by if number in uids]
    if blockers:
        parts.append("after:" + ",".join(blockers))
    parts.append(f"id:{followup.uid}")
    return " ".join(parts)


def _harmless(text: str) -> str:
    # What the format would take for a mark of its own gets a sign in front that joins it to nothing.
    words = []
    for word in text.split():
        found = _KEY.fullmatch(word)
        is_mark = (word[0] in "@+" and len(word) > 1) or (found and found[1].lower() in _FIELDS)
        words.append(f"{JOINER}{word}" if is_mark else word)
    text = " ".join(words)
    head = _HEAD.match(f"{text} ")
    return f"{JOINER}{text}" if (head and head.end()) or text.startswith("x ") else text
