"""followq's own JSON, read: what is fine is taken, what is not is told with its place, nothing else ever comes up."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.errors import BadInputError
from followq.exchange import streaming
from followq.exchange.queue_json import Document, read
from followq.exchange.streaming import Spool
from followq.model.core.change import Entry, Mark
from followq.model.core.followup import TEXT_LIMIT, FollowUp
from followq.model.core.person import NAME_LIMIT, Person
from followq.store.file import schema
from tests.exchange.bringing_in import steps_of
from tests.factories import MORE, QUICK, calendar

LEAST = {"person": "Ana Lopez", "text": "Send the quote"}


class Whole(NamedTuple):
    """A document with all of its records in memory, to be compared."""

    people: list[dict[str, Any]]
    followups: list[dict[str, Any]]
    log: list[Entry]
    ignored: frozenset[str] = frozenset()
    replaced: int = 0
    forgotten: tuple[Mark, ...] = ()


def whole(document: Document) -> Whole:
    people, followups, log, ignored, replaced, forgotten = document
    return Whole(list(people), list(followups), list(log), ignored, replaced, forgotten)


def taken(document: Any) -> Whole:
    return whole(read(json.dumps(document).encode(), "queue.json", calendar()))


def refused(data: bytes) -> str:
    """The words with which a file is refused."""
    with pytest.raises(BadInputError) as caught:
        read(data, "queue.json", calendar())
    assert caught.value.message.startswith("queue.json: ")
    assert caught.value.hint
    return caught.value.message.removeprefix("queue.json: ")


def problems(document: Any) -> list[str]:
    """What is said to be wrong with a document."""
    return refused(json.dumps(document).encode()).split("; ")


# What is taken.


def test_a_list_of_people_and_texts_is_enough() -> None:
    document = taken([LEAST, {"person": "Tom Baker", "text": "Sign"}])
    assert document.followups == [LEAST, {"person": "Tom Baker", "text": "Sign"}]
    assert (document.people, document.log, document.ignored) == ([], [], frozenset())


def test_people_alone_are_enough() -> None:
    assert taken({"people": [{"name": "Ana Lopez"}]}).people == [{"name": "Ana Lopez"}]


@pytest.mark.parametrize(
    "document", [[], {"followups": []}, {"people": []}, {"people": [], "followups": [], "log": []}]
)
def test_nothing_in_the_right_form_is_nothing(document: Any) -> None:
    assert taken(document) == Whole([], [], [])


def test_a_byte_order_mark_and_spaces_around_are_no_matter() -> None:
    data = b"\xef\xbb\xbf\r\n " + json.dumps([LEAST]).encode() + b" \n"
    assert whole(read(data, "queue.json", calendar())).followups == [LEAST]


def test_text_in_any_script_is_kept_as_it_is() -> None:
    item = {"person": "Åsa Ängström", "text": "合同 签字 😀 \u202eevil"}
    data = json.dumps([item], ensure_ascii=False).encode()
    assert whole(read(data, "queue.json", calendar())).followups == [item]


def test_null_is_the_same_as_left_out() -> None:
    item = dict.fromkeys(FollowUp._fields, None) | LEAST
    assert taken([item]).followups == [LEAST]
    assert taken({"people": [dict.fromkeys(Person._fields, None) | {"name": "Ana"}]}).people == [{"name": "Ana"}]


def test_what_nobody_knows_is_left_out_and_named() -> None:
    document = taken({"people": [{"name": "Ana", "birthday": "1980"}], "followups": [LEAST | {"colour": "red"}]})
    assert document.people == [{"name": "Ana"}]
    assert document.followups == [LEAST]
    assert document.ignored == {"birthday", "colour"}


def test_every_field_of_a_person_is_read() -> None:
    known = {
        "id": 7,
        "uid": "a1b2",
        "name": "Ana Lopez",
        "aliases": ["Anita"],
        "emails": ["ana@example.com"],
        "phones": ["+34 600 000 001"],
        "organisation": "Harbour Foods",
        "channel": "call",
        "weight": "vip",
        "reply_target_days": 2,
        "keep_informed_days": 0,
        "note": "Two\nlines",
        "away_until": "2026-12-04",
        "left_on": "2026-12-31",
        "created_at": "2026-11-23T09:00:00Z",
    }
    assert known.keys() == set(Person._fields)
    lists = {"aliases": ("Anita",), "emails": ("ana@example.com",), "phones": ("+34 600 000 001",)}
    assert taken({"people": [known]}).people == [known | lists]


EVERYTHING: dict[str, Any] = {
    "id": 7,
    "uid": "c3d4",
    "person": "Ana Lopez",
    "person_id": 3,
    "text": "Send the quote",
    "ball": "theirs",
    "status": "done",
    "since": "2026-11-16",
    "promised": "2026-11-27T15:00:00Z",
    "first_promised": "2026-11-20",
    "agreed": "2026-11-27",
    "slips": 1,
    "told_at": "2026-11-17T09:00:00Z",
    "nudges": 2,
    "nudged_at": "2026-11-18T09:00:00Z",
    "heard_at": "2026-11-19T09:00:00Z",
    "snoozed_until": "2026-12-01",
    "snoozes": 3,
    "effort_minutes": 30,
    "spent_minutes": 45,
    "channel": "email",
    "project": "spring",
    "tags": ["urgent", "a b"],
    "note": "Two\nlines",
    "every": "2 weeks",
    "anchor": "2026-11-16",
    "blocked_by": [3, 4],
    "source": "mail:1@example.com",
    "link": "<1@mail.example>",
    "created_at": "2026-11-16T09:00:00Z",
    "closed_at": "2026-11-23T09:00:00Z",
}


def test_every_field_of_a_follow_up_is_read() -> None:
    assert EVERYTHING.keys() == {*FollowUp._fields, "person"}
    lists = {"tags": ("urgent", "a b"), "blocked_by": (3, 4)}
    assert taken([EVERYTHING]).followups == [EVERYTHING | lists]


@pytest.mark.parametrize(
    ("key", "value", "read_as"),
    [
        ("text", "  Send\nthe\tquote \r\n", "Send the quote"),
        ("person", " Ana\nLopez ", "Ana Lopez"),
        ("text", "NUL\0here", "NUL\ufffdhere"),
        ("note", "  keeps\n its lines ", "  keeps\n its lines "),
        ("promised", "2026-11-27T17:00:00+02:00", "2026-11-27T15:00:00Z"),
        ("promised", "2026-11-27 17:00", "2026-11-27T17:00:00Z"),
        ("promised", "2026-11-27T17:00:00.75Z", "2026-11-27T17:00:00Z"),
        ("told_at", "2026-11-27", "2026-11-27T00:00:00Z"),
        ("anchor", "2026-11-27T17:00:00Z", "2026-11-27"),
        ("every", "weekly", "1 week"),
        ("every", "every 2 weeks", "2 weeks"),
        ("tags", ["  a\nb "], ("a b",)),
        ("tags", [], ()),
        ("slips", 0, 0),
        ("id", 2**31 - 1, 2**31 - 1),
        ("text", "x" * TEXT_LIMIT, "x" * TEXT_LIMIT),
        ("person", "x" * NAME_LIMIT, "x" * NAME_LIMIT),
    ],
)
def test_values_are_brought_into_the_form_that_the_queue_keeps(key: str, value: Any, read_as: Any) -> None:
    assert taken([LEAST | {key: value}]).followups[0][key] == read_as


def test_a_time_without_an_offset_is_in_the_users_zone() -> None:
    data = json.dumps([LEAST | {"promised": "2026-11-27T17:00"}]).encode()
    madrid = whole(read(data, "queue.json", calendar(zone="Europe/Madrid")))
    assert madrid.followups[0]["promised"] == "2026-11-27T16:00:00Z"


# What is no document.


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty"),
        (b"not json", "line 1, column 1"),
        (b'[{"person": "Ana",\n "text": }]', "line 2, column 10"),
        (b'[{"person": "Ana", "text": "Quote"}', "line 1, column 36"),
        (b"[] []", "line 1, column 4"),
        (b'{"followups": [], }', "line 1, column 1"),
        (b'[{"person": "Ana", "text": "Quote", "slips": NaN}]', "NaN"),
        (b'[{"person": "Ana", "text": "Quote", "slips": Infinity}]', "Infinity"),
        (b"[-Infinity]", "-Infinity"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"followups": ' * 100_000, "nested too deeply"),
        (b"\xff\xfe[\x00]\x00", "UTF-16"),
        (b"[\x00]\x00", "UTF-16"),
        (b"\x00\x00\xfe\xff\x00\x00\x00[", "UTF-16"),
        ('[{"person": "José", "text": "Quote"}]'.encode("latin-1"), "line 1 is not UTF-8"),
        (b"[" + b"9" * 5000 + b"]", "5000 digits"),
        (b"\x00\x01\x02", "UTF-16"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"%PDF-1.7", "a PDF"),
        (b"SQLite format 3\0" + bytes(84), "a database of another program"),
        (b"SQLite format 3\0" + bytes(52) + schema.APPLICATION_ID.to_bytes(4, "big"), "a queue, not an export"),
        (b'[{"person": "Ana", "text": "Quote", "text": "Plan"}]', '"text" is there twice in one record of "Ana"'),
        (b'{"followups": [], "followups": []}', '"followups" is there twice'),
        (b'[{"person": "Ana", "text": "Quote", "source": {"a": 1, "a": 2}}]', '"a" is there twice'),
    ],
)
def test_what_is_not_json_is_refused_with_the_place_where_it_ends_to_be(data: bytes, words: str) -> None:
    assert words in refused(data)


@pytest.mark.parametrize("document", [None, True, 5, 1.5, "text", {}, {"followq": 1}, {"items": []}])
def test_json_of_another_kind_is_refused_with_the_least_that_would_do(document: Any) -> None:
    with pytest.raises(BadInputError, match="neither followups nor people") as caught:
        taken(document)
    assert '"person"' in caught.value.hint


@pytest.mark.parametrize("version", [2, 99, "2", None, [], 0])
def test_a_file_of_another_format_is_refused(version: Any) -> None:
    with pytest.raises(BadInputError, match="newer followq") as caught:
        taken({"followq": version, "followups": [LEAST]})
    assert "update followq" in caught.value.hint


def test_a_file_of_any_size_is_read_but_no_record_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "LONGEST_VALUE", 1_000_000)
    many = json.dumps([LEAST | {"note": "x" * 5000}] * 250).encode()
    assert len(many) > 1_000_000
    assert len(read(many, "queue.json", calendar()).followups) == 250
    pieces = iter([b'[{"note": "', *[b"x" * 100_000] * 99])
    with pytest.raises(BadInputError, match="more than 1 MB"):
        read(pieces, "queue.json", calendar())
    assert list(pieces), "it read on where it could have known"


TRICKY = [
    LEAST | {"note": 'brackets ]}, {"a": [1, "\\"]} and "quotes", Zoë 契約 🎉 \u0000', "slips": 12, "tags": ["a", "b"]},
    LEAST | {"text": "Second", "effort_minutes": 30, "colour": [None, True, False, 1.5e3, {}, {"a": []}]},
]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 16, 61])
@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("is_ascii", [True, False])
def test_however_a_file_is_cut_into_pieces_it_is_read_the_same(size: int, indent: int | None, is_ascii: bool) -> None:
    document = {"people": [{"name": "Ana Lopez"}], "followups": TRICKY, "log": [ENTRY], "more": {"a": [1, 2]}}
    data = json.dumps(document, indent=indent, ensure_ascii=is_ascii).encode()
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    assert whole(read(pieces, "queue.json", calendar())) == whole(read(data, "queue.json", calendar()))


@pytest.mark.parametrize("size", [1, 3, 20])
@pytest.mark.parametrize(
    "data",
    [
        b'[{"person": "Ana",\n "text": }]',
        b'[{"person": "Ana",\n "text": "Quote"},\n\n {"person": NaN}]',
        b'[{"person": "Ana", "text": "Quote"}',
        b"[] []",
        b'{"followups": [],\n }',
        b'{"followups": [1],\n"followups": []}',
        b'[1, 2,\n "unterminated',
        '[1, 2,\n\n "Jos\xe9"]'.encode("latin-1"),
        b"[1, 2, tru, 3]",
    ],
)
def test_however_a_broken_file_is_cut_the_place_of_the_mistake_is_the_same(data: bytes, size: int) -> None:
    with pytest.raises(BadInputError) as caught:
        read((data[at : at + size] for at in range(0, len(data), size)), "queue.json", calendar())
    assert caught.value.message == f"queue.json: {refused(data)}"


@QUICK
@given(st.lists(st.integers() | st.text() | st.dictionaries(st.text(), st.text())))
def test_a_list_that_is_kept_on_the_disk_is_the_same_list(rows: list[Any]) -> None:
    spool: Spool[Any] = Spool(lambda row: row)
    spool.ROWS, kept = 3, list(rows)
    for row in rows:
        spool.append(row)
    assert (len(spool), list(spool), list(spool)) == (len(kept), kept, kept)


# Problems, each with its place.


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"followups": {}}, "followups: is not a list"),
        ({"followups": None}, "followups: is not a list"),
        ({"people": "Ana"}, "people: is not a list"),
        ({"people": [], "log": {}}, "log: is not a list"),
        ([5], "followups[0]: is not an object"),
        ([LEAST, None], "followups[1]: is not an object"),
        ([LEAST, [LEAST]], "followups[1]: is not an object"),
        ({"people": ["Ana"]}, "people[0]: is not an object"),
        ([{"text": "Quote"}], "followups[0]: has no person"),
        ([{"person": "Ana"}], "followups[0]: has no text"),
        ({"people": [{"id": 1}]}, "people[0]: has no name"),
        ([LEAST, LEAST | {"person": None}], "followups[1]: has no person"),
        ([LEAST | {"person": "12"}], "followups[0].person: a person can't be called '12': numbers are follow-ups"),
        ([LEAST | {"person": ""}], "followups[0].person: the person's name is empty"),
        ([LEAST | {"text": " \n\t "}], "followups[0].text: the text is empty"),
        ([LEAST | {"text": "\u200b"}], "followups[0].text: the text is empty"),
        ([LEAST | {"text": "x" * 10_001}], "followups[0].text: the text has 10,001 characters, 10,000 is the most"),
        ([LEAST | {"person": "x" * 201}], "followups[0].person: the person's name has 201 characters, 200 is the most"),
        ([LEAST | {"text": "\ud800"}], "followups[0].text: the text is not valid UTF-8"),
        ([LEAST | {"note": "\udfff"}], "followups[0].note: the text is not valid UTF-8"),
        ([LEAST | {"tags": ["a", "\ud800"]}], "followups[0].tags: the text is not valid UTF-8"),
        ([LEAST | {"tags": ["a", ""]}], "followups[0].tags: the text is empty"),
        ([LEAST | {"tags": "urgent"}], "followups[0].tags: is not a list"),
        ([LEAST | {"tags": ["a", 5]}], "followups[0].tags: is not a text"),
        ([LEAST | {"blocked_by": [0]}], "followups[0].blocked_by: is not a whole number from 1"),
        ([LEAST | {"blocked_by": 3}], "followups[0].blocked_by: is not a list"),
        ([LEAST | {"ball": "nobody"}], "followups[0].ball: is none of mine, theirs"),
        ([LEAST | {"status": "lost"}], "followups[0].status: is none of open, done, dropped"),
        ([LEAST | {"channel": "fax"}], "followups[0].channel: is none of call, chat, email, meet, letter"),
        ({"people": [{"name": "Ana", "weight": "heavy"}]}, "people[0].weight: is none of normal, key, vip"),
        ([LEAST | {"promised": "Friday"}], "followups[0].promised: 'Friday' is not a date"),
        ([LEAST | {"promised": "2026-02-30"}], "followups[0].promised: '2026-02-30' is not a date I know: no such day"),
        ([LEAST | {"promised": "1969-12-31"}], "followups[0].promised: '1969-12-31' is outside the years 1970 to 2999"),
        ([LEAST | {"promised": "3000-01-01"}], "followups[0].promised: '3000-01-01' is outside the years 1970 to 2999"),
        ([LEAST | {"every": "sometimes"}], "followups[0].every: 'sometimes' is not a recurrence I know"),
        ([LEAST | {"effort_minutes": 0}], "followups[0].effort_minutes: is not a whole number from 1"),
        ([LEAST | {"effort_minutes": 1.5}], "followups[0].effort_minutes: is not a whole number from 1"),
        ([LEAST | {"slips": True}], "followups[0].slips: is not a whole number from 0"),
        ([LEAST | {"slips": "1"}], "followups[0].slips: is not a whole number from 0"),
        ([LEAST | {"slips": 10**30}], "followups[0].slips: is not a whole number from 0"),
        ([LEAST | {"slips": 2**31}], "followups[0].slips: is not a whole number from 0"),
        ([LEAST | {"id": -1}], "followups[0].id: is not a whole number from 1"),
        ([LEAST | {"uid": ""}], "followups[0].uid: is not a uid"),
        ([LEAST | {"uid": "a b"}], "followups[0].uid: is not a uid"),
        ([LEAST | {"uid": "x" * 101}], "followups[0].uid: is not a uid"),
        ([LEAST | {"id": 5}, LEAST | {"id": 5}], "followups[1].id: is the same as in followups[0]"),
        ([LEAST | {"uid": "u"}, LEAST, LEAST | {"uid": "u"}], "followups[2].uid: is the same as in followups[0]"),
        ({"people": [{"name": n, "id": 1} for n in "AB"]}, "people[1].id: is the same as in people[0]"),
        ({"people": [{"name": n, "uid": "u"} for n in "AB"]}, "people[1].uid: is the same as in people[0]"),
    ],
)  # fmt: skip
def test_a_problem_is_told_with_its_place(document: Any, problem: str) -> None:
    assert problem in problems(document)


def test_all_problems_are_told_at_once() -> None:
    document = {"people": [{"name": 5}, {}], "followups": [LEAST | {"slips": -1}, "x", {"person": "Ana"}]}
    assert problems(document) == [
        "people[0].name: is not a text",
        "followups[0].slips: is not a whole number from 0",
        "followups[1]: is not an object",
        "people[1]: has no name",
        "followups[2]: has no text",
    ]


def test_of_very_many_problems_the_first_twenty_are_told_and_the_rest_is_counted() -> None:
    told = problems([{"person": "Ana"}] * 50)
    assert told[:20] == [f"followups[{n}]: has no text" for n in range(20)]
    assert told[20:] == ["and 30 more"]


def test_a_file_twice_as_wrong_takes_twice_as_long_to_refuse_and_no_more() -> None:
    def steps(count: int) -> int:
        data = json.dumps([{"person": "Ana"}] * count).encode()
        return steps_of(lambda: refused(data))

    assert steps(400) < 3 * steps(200)


def test_a_person_and_a_follow_up_may_have_the_same_number() -> None:
    document = taken({"people": [{"name": "Ana", "id": 1, "uid": "u"}], "followups": [LEAST | {"id": 1, "uid": "u"}]})
    assert document.people[0]["id"] == document.followups[0]["id"] == 1


TEXTS = {"person", "text", "project", "note", "source", "link", "every", "uid", "name", "organisation"}
MOMENTS = {"since", "promised", "first_promised", "told_at", "nudged_at", "snoozed_until", "anchor"}
MOMENTS |= {"agreed", "heard_at", "away_until", "left_on", "created_at", "closed_at"}
CHOICES = {"ball", "status", "channel", "weight"}
LISTS = {"tags", "blocked_by", "aliases", "emails", "phones"}
WRONG: list[Any] = [True, False, -1, 1.5, 1e300, 10**30, [], [[]], [None], {}, {"a": 1}, "", " ", "x" * 20_000]


def wrong_for(key: str) -> list[Any]:
    if key in TEXTS:
        lengths: list[Any] = ["", " ", "x" * 20_000]
        return [value for value in WRONG if not isinstance(value, str)] + ([] if key == "note" else lengths)
    if key in LISTS:
        return [value for value in WRONG if value != []]
    return WRONG


@pytest.mark.parametrize("key", sorted({*FollowUp._fields, "person"}))
def test_a_value_of_the_wrong_kind_for_a_follow_ups_field_is_refused_with_its_place(key: str) -> None:
    for value in wrong_for(key):
        (problem,) = problems([LEAST, LEAST | {key: value}])
        assert problem.startswith(f"followups[1].{key}: "), value


@pytest.mark.parametrize("key", sorted(Person._fields))
def test_a_value_of_the_wrong_kind_for_a_persons_field_is_refused_with_its_place(key: str) -> None:
    for value in wrong_for(key):
        (problem,) = problems({"people": [{"name": "Ana"}, {"name": "Tom", key: value}]})
        assert problem.startswith(f"people[1].{key}: "), value


def test_every_field_has_its_kind_in_these_tests() -> None:
    numbers = {"id", "person_id", "slips", "nudges", "snoozes", "effort_minutes", "spent_minutes"}
    numbers |= {"reply_target_days", "keep_informed_days"}
    assert TEXTS | MOMENTS | CHOICES | LISTS | numbers == {*FollowUp._fields, *Person._fields, "person"}


# The log.

ENTRY: dict[str, Any] = {
    "seq": 1,
    "batch": 1,
    "at": "2026-11-23T09:00:00Z",
    "zone": "UTC",
    "command": "add",
    "undoes": None,
    "followup": None,
    "person": 1,
    "action": "create",
    "changes": {"id": [None, 1], "name": [None, "Ana"], "aliases": [None, []]},
    "remark": "",
}


def test_an_entry_of_the_log_is_read() -> None:
    (entry,) = taken({"people": [], "log": [ENTRY]}).log
    assert (entry.seq, entry.batch, entry.command, entry.undoes) == (1, 1, "add", None)
    assert (entry.change.subject, entry.change.id, entry.change.action) == ("person", 1, "create")
    assert entry.change.fields == {"id": (None, 1), "name": (None, "Ana"), "aliases": (None, ())}


@pytest.mark.parametrize("key", ["seq", "batch", "at", "command", "person", "action", "changes"])
def test_an_entry_that_lacks_something_is_told_with_its_place(key: str) -> None:
    entry = {name: value for name, value in ENTRY.items() if name != key}
    assert problems({"people": [], "log": [ENTRY, entry]}) == [f"log[1]: has no {key}"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("seq", 0),
        ("seq", "1"),
        ("batch", 10**30),
        ("at", "yesterday"),
        ("at", 5),
        ("command", ""),
        ("command", []),
        ("zone", 5),
        ("undoes", "1"),
        ("person", "Ana"),
        ("followup", [1]),
        ("action", "destroy"),
        ("action", {}),
        ("changes", []),
        ("changes", {"name": "Ana"}),
        ("changes", {"name": [None]}),
        ("changes", {"name": [None, 5]}),
        ("changes", {"name": 5}),
        ("changes", {"created_at": [None, "Friday"]}),
        ("remark", 5),
        ("remark", "x" * 20_000),
    ],
)
def test_an_entry_with_something_wrong_is_told_with_its_place(key: str, value: Any) -> None:
    (problem,) = problems({"people": [], "log": [ENTRY, ENTRY | {"seq": 2, key: value}]})
    assert problem.startswith("log[1]")


@pytest.mark.parametrize("entry", [5, None, [], "add", [ENTRY]])
def test_an_entry_that_is_none_is_told_with_its_place_in_words(entry: Any) -> None:
    (problem,) = problems({"people": [], "log": [entry]})
    assert problem.startswith("log[0]: ")
    assert "attribute" not in problem, "Python's words, not followq's"


@pytest.mark.parametrize("changes", [[], {"name": 5}, {"name": "Ana"}, {"name": [None]}])
def test_changes_that_are_none_are_told_in_words(changes: Any) -> None:
    (problem,) = problems({"people": [], "log": [ENTRY | {"changes": changes}]})
    assert not any(word in problem for word in ("unpack", "attribute", "iterable")), problem


def test_fields_of_an_entry_that_nobody_knows_are_left_out() -> None:
    changes = ENTRY["changes"] | {"birthday": [None, "1980-01-01"]}
    (entry,) = taken({"people": [], "log": [ENTRY | {"changes": changes}]}).log
    assert "birthday" not in entry.change.fields


# Anything at all.

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=12,
)
KEYS = st.sampled_from(sorted({*FollowUp._fields, *Person._fields, *ENTRY}))
RECORDS = st.lists(st.one_of(JSON, st.dictionaries(KEYS, JSON, max_size=8)), max_size=3)


def read_or_refused(data: bytes) -> None:
    try:
        read(data, "queue.json", calendar())
    except BadInputError:
        refused(data)


@QUICK
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refused(data)


@MORE
@given(st.fixed_dictionaries({"people": RECORDS, "followups": RECORDS, "log": RECORDS}))
def test_any_json_is_read_or_refused(document: dict[str, Any]) -> None:
    read_or_refused(json.dumps(document).encode())
