"""The tools: what each takes, which command it is, what it may do. What isn't here doesn't exist for an assistant.

Never here: forgetting, importing, restoring, repairing, settings. Ids are numbers or a person's name, as on the command
line; dates are its phrases.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Field

from followq.cli.assistant.calls import ALL, Call
from followq.record import NamedTuple

Fields = Annotated[
    list[str] | None,
    Field(description="fields of each row, as in the command's JSON; 'all' for the whole document"),
]
Limit = Annotated[int, Field(description="rows of each list")]
Ids = Annotated[list[str], Field(description="numbers, or one person who has one open follow-up")]
Day = Annotated[str | None, Field(description="a date: fri, +3d, in 3 working days, 2026-12-01")]
Seq = Annotated[int, Field(description="seq of the result that this rests on; refused when the queue moved on")]
Text = Annotated[str | None, Field(description="one line")]

OWED = ("id", "person", "text", "since", "promised", "told_at", "slips", "snoozes", "minutes", "part", "action")
WAITED = (
    "id",
    "person",
    "text",
    "since",
    "promised",
    "nudges",
    "channel",
    "nudge_is_due",
    "nudge_due_on",
    "nudge_text",
)
OF_PERSON = ("name", "aliases", "emails", "phones", "channel", "owed", "waiting", "last_heard_at")
PLAIN = ("id", "person", "text", "ball", "status", "since", "promised", "told_at", "snoozed_until", "project")


class ToolKind(NamedTuple):
    """A tool: its function, which makes the call, and the four hints that a client goes by."""

    make: Callable[..., Call]
    is_write: bool = False
    is_destructive: bool = False
    is_idempotent: bool = True

    @property
    def name(self) -> str:
        """As the command is called."""
        return self.make.__name__.removeprefix("call_")


def call_today(limit: Limit = 10, person: str | None = None, project: str | None = None, fields: Fields = None) -> Call:
    """Whom the user should get back to first: what they owe, ranked, the first one first."""
    return Call(
        command="today",
        given={"limit": limit, "person": person, "project": project},
        fields=fields or OWED,
        limit=limit,
    )


def call_waiting(
    limit: Limit = 10, person: str | None = None, project: str | None = None, fields: Fields = None
) -> Call:
    """What the user waits for, whoever is to be asked first; under owed_first what they owe the same people."""
    return Call(
        command="waiting",
        given={"limit": limit, "person": person, "project": project},
        fields=fields or WAITED,
        limit=limit,
    )


def call_with(name: str, limit: Limit = 10, fields: Fields = None) -> Call:
    """Everything between the user and one person, both ways: before a meeting."""
    return Call(command="with", given={"name": [name]}, fields=fields or (*PLAIN, *OF_PERSON), limit=limit)


def call_why(ids: Ids, fields: Fields = None) -> Call:
    """Why something ranks where it does, term by term; with two ids, why one stands above the other."""
    return Call(
        command="why",
        given={"ids": ids},
        fields=fields or ("id", "person", "text", "score", "terms", "minutes"),
        keeps=("places",),
    )


def call_show(followup: str, fields: Fields = None) -> Call:
    """Everything about one follow-up."""
    whole = (*PLAIN, "note", "tags", "effort_minutes", "slips", "snoozes", "link", "name", "emails", "phones")
    return Call(command="show", given={"followup": followup}, fields=fields or whole, keeps=("arrival", "clocks"))


def call_search(query: str, limit: Limit = 10, fields: Fields = None) -> Call:
    """Follow-ups, closed ones too, by words in their text, note or person."""
    return Call(command="search", given={"query": query.split(), "limit": limit}, fields=fields or PLAIN, limit=limit)


def call_list(
    person: str | None = None,
    project: str | None = None,
    status: Annotated[str, Field(description="open, done, dropped or all")] = "open",
    limit: Limit = 20,
    fields: Fields = None,
) -> Call:
    """Follow-ups by number, filtered, without a ranking."""
    return Call(
        command="list",
        given={"person": person, "project": project, "status": status},
        fields=fields or PLAIN,
        limit=limit,
    )


def call_stats(since: Day = None, person: str | None = None) -> Call:
    """How fast the user is and the others are, promises kept, and whether clearing first pays off."""
    return Call(command="stats", given={"since": since, "person": person}, fields=(ALL,), limit=20)


def call_count() -> Call:
    """How many things are owed, late, waited for, and worth a nudge."""
    return Call(command="count", given={}, fields=(ALL,))


def call_say(
    followup: str,
    kind: Annotated[str | None, Field(description="ask, ack, update, nudge, done, late, no or thanks")] = None,
) -> Call:
    """The text of a message that fits, for the user to send. Nothing is sent, opened or noted by it."""
    return Call(
        command="say", given={"followup": followup, "kind": kind}, fields=("id", "person", "text"), keeps=("message",)
    )


def call_add(
    expected_seq: Seq,
    person: str,
    text: str,
    is_waiting: Annotated[bool, Field(description="the other person owes it to the user")] = False,
    by: Day = None,
    project: str | None = None,
    effort: Annotated[str | None, Field(description="15m, 2h")] = None,
) -> Call:
    """Note something that the user owes a person, or waits for. The person is made where there is none."""
    given = {"person": person, "text": [text], "is_waiting": is_waiting, "by": by, "project": project, "effort": effort}
    return _write("add", given, expected_seq)


def call_told(expected_seq: Seq, ids: Ids, text: Text = None, by: Day = None, on: Day = None) -> Call:
    """Note that the user told them where it stands; it stays owed. `by` promises a day."""
    return _write("told", {"ids": ids, "text": _line(text), "by": by, "on": on}, expected_seq)


def call_toss(expected_seq: Seq, ids: Ids, text: Text = None, by: Day = None, on: Day = None) -> Call:
    """Hand the ball to the other side; `text` says what is waited for now."""
    return _write("toss", {"ids": ids, "text": _line(text), "by": by, "on": on}, expected_seq)


def call_hand(expected_seq: Seq, ids: Ids, helper: str, text: Text = None, by: Day = None) -> Call:
    """Note that somebody else does the work; the user still owes the result."""
    return _write("hand", {"ids": ids, "person": helper, "text": _line(text), "by": by}, expected_seq)


def call_nudge(expected_seq: Seq, ids: Ids, text: Text = None, by: Day = None, on: Day = None) -> Call:
    """Note that the user asked again; nothing is sent."""
    return _write("nudge", {"ids": ids, "text": _line(text), "by": by, "on": on, "is_yes": True}, expected_seq)


def call_done(expected_seq: Seq, ids: Ids, spent: Text = None, note: Text = None, on: Day = None) -> Call:
    """Close follow-ups."""
    return _write("done", {"ids": ids, "spent": spent, "note": note, "on": on}, expected_seq)


def call_snooze(expected_seq: Seq, ids: Ids, until: str) -> Call:
    """Hide follow-ups until a date; each time raises their rank later."""
    return _write("snooze", {"ids": ids, "until": [until]}, expected_seq)


def call_undo(expected_seq: Seq) -> Call:
    """Take the last change back, whoever made it."""
    return _write("undo", {}, expected_seq)


def _write(command: str, given: dict[str, Any], expected_seq: int) -> Call:
    return Call(command=command, given=given, fields=CHANGED, limit=20, expected_seq=expected_seq)


def _line(text: str | None) -> list[str] | None:
    return [text] if text else None


CHANGED = ("id", "person", "text", "ball", "status", "promised")
TOOLS = (
    *(
        ToolKind(make=make)
        for make in (
            call_today, call_waiting, call_with, call_why, call_show, call_search, call_list, call_stats, call_count,
            call_say,
        )
    ),
    *(
        ToolKind(make=make, is_write=True, is_idempotent=False)
        for make in (call_add, call_told, call_toss, call_hand, call_nudge, call_snooze)
    ),
    *(
        ToolKind(make=make, is_write=True, is_destructive=True, is_idempotent=False)
        for make in (call_done, call_undo)
    ),
)  # fmt: skip
