"""The public interface, written down once more: what any answer of followq has to look like."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.laws.driver import Answer

EXIT_CODES = frozenset({0, 2, 3, 4, 5, 6, 7, 8, 9, 130})
"""1 is a defect."""
ERRORS = {
    "usage": 2, "not-found": 3, "ambiguous": 3, "bad-input": 4, "busy": 5, "changed": 5, "damaged": 6, "disk": 7,
    "needs-confirmation": 9, "interrupted": 130,
}  # fmt: skip

DAY = r"\d{4}-\d{2}-\d{2}"
INSTANT = rf"{DAY}T\d{{2}}:\d{{2}}:\d{{2}}Z"
CHANNEL = "call|chat|email|meet|letter"


def _text(pattern: str = r"(?s).+") -> Any:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _whole(least: int) -> Any:
    return lambda value: type(value) is int and value >= least


def _maybe(check: Any) -> Any:
    return lambda value: value is None or check(value)


def _list(check: Any) -> Any:
    return lambda value: isinstance(value, list) and all(map(check, value))


_MOMENT = _text(f"{DAY}|{INSTANT}")
FOLLOWUP: Mapping[str, Any] = {
    "id": _whole(1), "uid": _text(), "person": _text(), "person_id": _whole(1), "text": _text(),
    "ball": _text("mine|theirs"), "status": _text("open|done|dropped"), "since": _MOMENT,
    "promised": _maybe(_MOMENT), "first_promised": _maybe(_MOMENT), "slips": _whole(0),
    "told_at": _maybe(_text(INSTANT)), "nudges": _whole(0), "nudged_at": _maybe(_text(INSTANT)),
    "snoozed_until": _maybe(_MOMENT), "snoozes": _whole(0), "effort_minutes": _maybe(_whole(1)),
    "spent_minutes": _whole(0), "channel": _maybe(_text(CHANNEL)), "project": _maybe(_text()),
    "tags": _list(_text()), "note": _maybe(_text()), "every": _maybe(_text(r"\d+ (day|week|month|year)s?")),
    "anchor": _maybe(_text(DAY)), "blocked_by": _list(_whole(1)), "source": _maybe(_text()),
    "created_at": _text(INSTANT), "closed_at": _maybe(_text(INSTANT)),
}  # fmt: skip
PERSON: Mapping[str, Any] = {
    "id": _whole(1), "uid": _text(), "name": _text(), "aliases": _list(_text()), "emails": _list(_text()),
    "phones": _list(_text()), "organisation": _maybe(_text()), "channel": _maybe(_text(CHANNEL)),
    "weight": _text("normal|key|vip"), "reply_target_days": _maybe(_whole(0)),
    "keep_informed_days": _maybe(_whole(0)), "note": _maybe(_text()), "created_at": _text(INSTANT),
}  # fmt: skip
RANKED = {"score", "terms", "minutes", "is_estimate"}
CHANGED = {"followups", "people", "messages", "notes", "forecasts", "is_undoable"}
KEYS: Mapping[str, set[str]] = {
    "today": {
        "followups", "more", "at_risk", "more_at_risk", "nudges_due", "snoozed", "is_empty", "is_filtered",
        "fits_minutes", "to_inform",
    },
    "waiting": {"followups", "more", "owed_first", "more_owed", "snoozed", "is_filtered"},
    "list": {"followups", "is_filtered"},
    "search": {"followups", "is_filtered"},
    "count": {"owed", "late", "waiting", "nudges", "snoozed", "text"},
    "status": {"owed", "late", "waiting", "nudges", "followups", "is_empty"},
    "show": {"followups", "people", "log", "days", "blockers", "blocks"},
    "why": {"followups", "places"},
    "people": {"people", "sort", "more"},
    "with": {"people", "followups", "closed", "askings", "dealings"},
    "log": {"log"},
    "stats": {"period", "before", "clearing", "avoided", "person", "project"},
    "report": {"report", "figures", "is_brief"},
    "say": {"followups", "message", "did", "notes"},
    "config": {"settings", "path"},
    "export": {"people", "followups", "log", "forgotten"},
    "share": {"book"},
    "as-them": {"book", "me"},
    **dict.fromkeys(
        (
            "add", "done", "told", "toss", "nudge", "heard", "hand", "snooze", "edit", "drop", "reopen", "note", "undo",
            "redo", "import", "person add", "person edit", "person merge", "person forget",
        ),
        CHANGED,
    ),
}  # fmt: skip


ANY_TEXT = ("--format", "--note", "--project", "--tag", "--text")


def check(argv: tuple[str, ...], answer: Answer, now: str) -> dict[str, Any] | None:
    """Hold an answer to the contract; the document, where `--json` asked for one and it was given."""
    assert answer.code in EXIT_CODES, (argv, answer)
    assert "Traceback" not in answer.out + answer.err, (argv, answer)
    escapes = [ch for ch in answer.out + answer.err if ch < " " and ch != "\n"]
    assert not escapes, (argv, answer)
    options = argv[: argv.index("--")] if "--" in argv else argv
    # Behind an option that takes any text it is that text.
    before = options[options.index("--json") - 1] if "--json" in options[1:] else ""
    is_json = "--json" in options and "--help" not in options and before not in ANY_TEXT
    if answer.code == 0:
        return _document(argv, answer, now) if is_json else None
    assert answer.out == "", (argv, answer)
    *warnings, error = answer.err.splitlines()
    # An import that needs a yes shows first what would come in; forgetting says what it mends by the way.
    assert (
        answer.code == 9 or argv[:2] == ("person", "forget") or all(line.startswith("followq: ") for line in warnings)
    ), (argv, answer)
    if is_json:
        told = json.loads(error)
        assert list(told) == ["followq", "kind", "code", "message", "hint"], told
        assert (told["followq"], told["kind"], ERRORS[told["code"]]) == (1, "error", answer.code), told
        assert not warnings, answer
    else:
        assert error.startswith("followq: "), (argv, answer)
        assert len(error) > len("followq: "), (argv, answer)
    return None


def _document(argv: tuple[str, ...], answer: Answer, now: str) -> dict[str, Any]:
    assert answer.out.isascii(), answer
    assert answer.out.endswith("\n"), answer
    assert answer.out.count("\n") == 1, answer
    document: dict[str, Any] = json.loads(answer.out)
    assert list(document)[:3] == ["followq", "kind", "now"], argv
    assert (document["followq"], document["now"]) == (1, now), argv
    words = [word for word in argv if not word.startswith("-")]
    kinds = {" ".join(words[:2]), words[0] if words else "status"}
    kinds |= {flag[2:] for flag in ("--share", "--as-them") if flag in argv}
    assert document["kind"] in kinds, (argv, document["kind"])
    wanted = KEYS[document["kind"]]
    if argv[0] == "config" and "messages" in document:
        wanted = CHANGED
    assert wanted <= document.keys(), (argv, wanted - document.keys())
    for record in objects(document):
        if {"uid", "ball"} <= record.keys():
            _fits(record, FOLLOWUP)
        elif {"uid", "emails"} <= record.keys():
            _fits(record, PERSON)
    return document


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a document that stands for something, however deep; the log's old and new values don't."""
    if isinstance(value, dict):
        yield value
        value = [part for name, part in value.items() if name != "changes"]
    if isinstance(value, list):
        for part in value:
            yield from objects(part)


def _fits(record: Mapping[str, Any], form: Mapping[str, Any]) -> None:
    assert form.keys() <= record.keys(), form.keys() - record.keys()
    for name, is_fit in form.items():
        assert is_fit(record[name]), (name, record[name], record)
    if "score" in record:
        assert record.keys() >= RANKED, record
