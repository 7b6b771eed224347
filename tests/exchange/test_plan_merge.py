"""Bringing a file into a queue: people are recognised, nothing comes twice, what is there is left alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.errors import BadInputError
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from tests.exchange.bringing_in import bring_in, exported, planned
from tests.factories import MORE, QUICK, followup, person
from tests.store.builders import NOW, Desk, Step, Tables, deeds, replayed, words

LEAST = {"person": "Ana Lopez", "text": "Send the quote"}


@pytest.fixture
def desk() -> Desk:
    """A queue with Ana in it, and one thing open with her."""
    desk = Desk()
    ana = person(uid="ana", aliases=("Anita",), emails=("ana@example.com",), weight="key", note="Kind")
    desk.add(ana, followup())
    return desk


def people(desk: Desk) -> list[str]:
    return [who.name for who in desk.reader.people().values()]


# People.


@pytest.mark.parametrize(
    "record",
    [
        {"name": "Ana Lopez"},
        {"name": "  ANA   lopez "},
        {"name": "Anita"},
        {"name": "ana@example.com"},
        {"name": "Ana Lopez (sales)"},
        {"name": "Somebody Else", "uid": "ana"},
        {"name": "A. Lopez", "emails": ["other@example.com", "ANA@example.com"]},
        {"name": "Ana Lopez", "uid": "from-another-device"},
    ],
)
def test_a_person_is_recognised_by_uid_name_or_address(desk: Desk, record: dict[str, Any]) -> None:
    bring_in(desk, {"people": [record | {"id": 7}], "followups": [LEAST | {"person": record["name"], "person_id": 7}]})
    assert people(desk) == ["Ana Lopez"]
    assert desk.tables[1][2].person_id == 1


@pytest.mark.parametrize("name", ["Ana Lopez", "anita", "ANA@EXAMPLE.COM", "Ana Lopez (sales)", "ana lopez (cell)"])
def test_a_follow_up_alone_finds_its_person(desk: Desk, name: str) -> None:
    bring_in(desk, [LEAST | {"person": name}])
    assert people(desk) == ["Ana Lopez"]


@pytest.mark.parametrize(
    "name", ["Ana", "Lopez", "Ana Lopez sales", "Ana Lopez (sales) again", "(Ana Lopez)", "Ana Lopes"]
)
def test_a_name_that_is_only_like_it_is_another_person(desk: Desk, name: str) -> None:
    bring_in(desk, [LEAST | {"person": name}])
    assert people(desk) == ["Ana Lopez", name]


def test_uid_counts_for_more_than_the_name() -> None:
    desk = Desk()
    desk.add(person(uid="a"), person(id=2, uid="b", name="Tom Baker"))
    bring_in(desk, {"people": [{"id": 1, "uid": "b", "name": "Ana Lopez"}], "followups": [LEAST | {"person_id": 1}]})
    assert desk.tables[1][1].person_id == 2


def test_a_name_with_a_remark_is_its_own_person_where_there_is_none_without() -> None:
    desk = Desk()
    bring_in(desk, [LEAST | {"person": "Tom Baker (sales)"}])
    assert people(desk) == ["Tom Baker (sales)"]


def test_a_known_person_gains_what_was_missing_and_keeps_what_was_there(desk: Desk) -> None:
    record = {
        "name": "Ana Lopez (sales)",
        "aliases": ["Anita", "Ani"],
        "emails": ["ana@example.com", "lopez@example.com"],
        "phones": ["+34 600 000 001"],
        "organisation": "Harbour Foods",
        "channel": "call",
        "weight": "vip",
        "reply_target_days": 3,
        "note": "Other words",
    }
    bring_in(desk, {"people": [record]})
    ana = desk.reader.people()[1]
    assert ana.name == "Ana Lopez"
    assert set(ana.aliases) == {"Anita", "Ani", "Ana Lopez (sales)"}
    assert ana.emails == ("ana@example.com", "lopez@example.com")
    assert ana.phones == ("+34 600 000 001",)
    assert (ana.organisation, ana.channel, ana.reply_target_days) == ("Harbour Foods", "call", 3)
    assert (ana.weight, ana.note) == ("key", "Kind")


def test_a_known_person_without_a_note_gains_one() -> None:
    desk = Desk()
    desk.add(person())
    bring_in(desk, {"people": [{"name": "Ana Lopez", "note": "Kind", "keep_informed_days": 0, "channel": "meet"}]})
    assert desk.reader.people() == {1: person(note="Kind", keep_informed_days=0, channel="meet")}


def test_what_a_person_gained_they_are_found_by(desk: Desk) -> None:
    bring_in(desk, {"people": [{"name": "Ana Lopez (sales)", "emails": ["lopez@example.com"]}]})
    for name in ("lopez@example.com", "Ana Lopez (sales)"):
        assert [who.id for who in desk.reader.people_called(name)] == [1]


def test_a_list_with_the_same_address_twice_is_kept_once(desk: Desk) -> None:
    bring_in(desk, {"people": [{"name": "Ana Lopez", "phones": ["+34 600", "+34 600"], "aliases": ["Ani", "Ani"]}]})
    ana = desk.reader.people()[1]
    assert (ana.phones, ana.aliases) == (("+34 600",), ("Anita", "Ani"))


def test_a_new_person_is_made_once_for_all_their_follow_ups() -> None:
    desk = Desk()
    bring_in(desk, [LEAST, LEAST | {"person": "ana lopez", "text": "Sign"}, LEAST | {"person": "Tom", "text": "Call"}])
    assert people(desk) == ["Ana Lopez", "Tom"]
    assert [f.person_id for f in desk.tables[1].values()] == [1, 1, 2]


def test_a_new_person_comes_with_everything_the_file_knows() -> None:
    desk = Desk()
    record = {"name": "Tom", "uid": "tom", "weight": "vip", "channel": "chat", "created_at": "2026-01-01T00:00:00Z"}
    bring_in(desk, {"people": [record]})
    assert desk.reader.people() == {
        1: Person(1, "tom", "Tom", weight="vip", channel="chat", created_at="2026-01-01T00:00:00Z")
    }


def test_a_person_id_that_is_not_in_the_file_leaves_the_name_to_tell(desk: Desk) -> None:
    bring_in(desk, [LEAST | {"person_id": 99}])
    assert desk.tables[1][2].person_id == 1


def test_the_files_person_id_counts_where_two_people_share_a_name() -> None:
    desk = Desk()
    document = {
        "people": [{"id": 1, "name": "Ana Lopez", "uid": "a"}, {"id": 2, "name": "Tom", "uid": "t"}],
        "followups": [LEAST | {"person_id": 2}],
    }
    bring_in(desk, document)
    assert desk.reader.people()[desk.tables[1][1].person_id].name == "Tom"


# Follow-ups.


def test_what_a_file_leaves_open_is_filled_in_as_for_a_new_item() -> None:
    desk = Desk()
    bring_in(desk, [LEAST])
    made = desk.tables[1][1]
    assert made == FollowUp(1, made.uid, 1, "Send the quote", since=NOW, created_at=NOW)


@pytest.mark.parametrize(
    ("given_", "filled"),
    [
        ({"promised": "2026-11-27"}, {"first_promised": "2026-11-27"}),
        ({"promised": "2026-11-27", "first_promised": "2026-11-20"}, {"first_promised": "2026-11-20"}),
        ({"created_at": "2026-11-20T09:00:00Z"}, {"since": "2026-11-20T09:00:00Z"}),
        ({"status": "done"}, {"closed_at": NOW}),
        ({"status": "dropped", "closed_at": "2026-11-20T09:00:00Z"}, {"closed_at": "2026-11-20T09:00:00Z"}),
        ({"status": "open", "closed_at": "2026-11-20T09:00:00Z"}, {"closed_at": None}),
        ({"closed_at": "2026-11-20T09:00:00Z"}, {"status": "open", "closed_at": None}),
        ({"every": "weekly", "since": "2026-11-16T22:30:00Z"}, {"every": "1 week", "anchor": "2026-11-16"}),
        ({"every": "weekly", "promised": "2026-11-27"}, {"anchor": "2026-11-27"}),
    ],
)
def test_what_follows_from_a_field_is_filled_in(given_: dict[str, Any], filled: dict[str, Any]) -> None:
    desk = Desk()
    bring_in(desk, [LEAST | given_])
    made = desk.tables[1][1]._asdict()
    assert {name: made[name] for name in filled} == filled


def test_items_get_new_numbers_and_their_links_follow(desk: Desk) -> None:
    document = [
        LEAST | {"id": 10, "text": "First", "blocked_by": [30, 20]},
        LEAST | {"id": 20, "text": "Second"},
        LEAST | {"id": 30, "text": "Third", "blocked_by": [20]},
    ]
    bring_in(desk, document)
    assert [(f.id, f.text, f.blocked_by) for f in desk.tables[1].values()][1:] == [
        (2, "First", (4, 3)),
        (3, "Second", ()),
        (4, "Third", (3,)),
    ]


def test_links_to_what_is_not_in_the_file_are_left_out_and_counted(desk: Desk) -> None:
    plan = bring_in(desk, [LEAST | {"id": 10, "blocked_by": [1, 11, 12]}, LEAST | {"id": 11, "text": "Other"}])
    assert desk.tables[1][2].blocked_by == (3,)
    assert any(note.startswith("2 links") for note in plan.notes)


def test_a_link_to_an_item_that_the_queue_knows_already_is_kept() -> None:
    # The file grew between two imports: its new item waits for one that came in the first time.
    desk = Desk()
    first = LEAST | {"id": 10, "uid": "first"}
    bring_in(desk, [first])
    plan = bring_in(desk, [first, LEAST | {"id": 11, "uid": "second", "text": "Sign", "blocked_by": [10]}])
    assert desk.tables[1][2].blocked_by == (1,)
    assert plan.notes == []


@pytest.mark.parametrize("links", [{10: [10]}, {10: [11], 11: [10]}, {10: [11], 11: [12], 12: [10]}])
def test_items_that_wait_for_each_other_in_a_circle_do_not_come_in_so(links: dict[int, list[int]]) -> None:
    # `edit --blocked-by` refuses a circle: it can't be cleared.
    desk = Desk()
    document = [LEAST | {"id": number, "text": f"Item {number}", "blocked_by": ids} for number, ids in links.items()]
    try:
        bring_in(desk, document)
    except BadInputError:
        return
    waits_for = {f.id: set(f.blocked_by) for f in desk.tables[1].values()}
    for _ in waits_for:
        waits_for = {n: others | {m for o in others for m in waits_for[o]} for n, others in waits_for.items()}
    assert [n for n, others in waits_for.items() if n in others] == []


# Twice.

TWICE: dict[str, Any] = {
    "the least": [LEAST],
    "the same thing twice in one file": [LEAST, LEAST, LEAST],
    "both sides": [LEAST, LEAST | {"ball": "theirs"}],
    "with a beginning": [LEAST | {"since": "2026-11-16"}, LEAST | {"since": "2026-11-17"}],
    "with uids": [LEAST | {"uid": "a"}, LEAST | {"uid": "b"}],
    "from one mail": [LEAST | {"source": "mail:1"}, LEAST | {"source": "mail:1", "text": "Sign"}],
    "names in other spellings": [LEAST, LEAST | {"person": "ana lopez (sales)", "text": "Sign"}],
    "a name with a remark first": [LEAST | {"person": "Tom (sales)"}, LEAST | {"person": "Tom"}],
    "with links": [LEAST | {"id": 5}, LEAST | {"id": 6, "text": "Sign", "blocked_by": [5]}],
    "people alone": {"people": [{"name": "Tom", "emails": ["tom@example.com", "tom@example.com"]}]},
    "people of one name": {"people": [{"name": "Tom", "uid": "a"}, {"name": "tom", "uid": "b", "note": "Other"}]},
    "people who share an address": {
        "people": [{"name": "Tom", "emails": ["desk@example.com"]}, {"name": "Mei", "emails": ["desk@example.com"]}]
    },
}


@pytest.mark.parametrize("document", TWICE.values(), ids=TWICE.keys())
def test_the_same_file_twice_adds_and_changes_nothing(desk: Desk, document: Any) -> None:
    first = bring_in(desk, document)
    before = desk.tables
    again = bring_in(desk, document)
    assert (again.new_people, again.changed_people, again.followups) == ([], [], [])
    assert again.known == len(first.followups)
    assert desk.tables == before


def test_the_same_thing_twice_in_one_file_is_two_things() -> None:
    desk = Desk()
    bring_in(desk, [LEAST, LEAST])
    assert len(desk.tables[1]) == 2


def test_what_is_in_the_queue_already_is_left_as_it_is(desk: Desk) -> None:
    bring_in(desk, [LEAST | {"uid": "a"}])
    before = desk.tables[1]
    plan = bring_in(desk, [LEAST | {"uid": "a", "text": "Other words", "status": "done"}])
    assert plan.known == 1
    assert desk.tables[1] == before


def test_a_bare_list_and_its_own_export_in_one_file_are_the_same_items() -> None:
    # Somebody pastes an export and the list it came from together.
    first = Desk()
    bring_in(first, [LEAST])
    document = json.loads(exported(first.reader))
    document.pop("log")
    document["followups"].append(LEAST)
    desk = Desk()
    bring_in(desk, document)
    assert len(desk.tables[1]) >= 1


def test_bringing_in_can_be_undone_at_once(desk: Desk) -> None:
    before = desk.tables
    bring_in(desk, [LEAST, LEAST | {"person": "Tom"}, LEAST | {"person": "Ana Lopez (sales)"}])
    assert desk.undo()
    assert desk.tables == before
    assert bring_in(desk, [LEAST]).followups[0].id == 5


def test_a_plan_changes_nothing(desk: Desk) -> None:
    before = desk.tables
    assert planned(desk, [LEAST]) == planned(desk, [LEAST])
    assert desk.tables == before


def test_what_nobody_knows_is_named_in_the_notes(desk: Desk) -> None:
    (note,) = bring_in(desk, [LEAST | {"colour": "red", "shape": "round"}]).notes
    assert note == "not known and left out: colour, shape"


# Properties.


def unnumbered(tables: Tables) -> tuple[dict[str, Any], dict[str, Any]]:
    """Everything by uid, with uids and names in place of numbers."""
    who, what = tables
    items = {}
    for item in what.values():
        links = tuple(what[other].uid for other in item.blocked_by if other in what)
        items[item.uid] = item._asdict() | {"id": 0, "person_id": who[item.person_id].uid, "blocked_by": links}
    return {one.uid: one._replace(id=0) for one in who.values()}, items


@QUICK
@given(deeds())
def test_an_export_without_its_log_brings_the_same_into_an_empty_queue(done: list[Step | str]) -> None:
    first = Desk()
    for deed in done:
        first.act(deed)
    document = json.loads(exported(first.reader))
    document.pop("log")
    second = Desk()
    bring_in(second, document)
    assert unnumbered(second.tables) == unnumbered(first.tables)


@QUICK
@given(deeds())
def test_a_queues_own_export_brings_nothing_into_it(done: list[Step | str]) -> None:
    desk = Desk()
    for deed in done:
        desk.act(deed)
    plan = planned(desk, exported(desk.reader))
    assert (plan.new_people, plan.changed_people, plan.followups, plan.notes) == ([], [], [], [])
    assert plan.known == len(desk.tables[1])


NAMES = st.sampled_from(("Ana", "ana", "Ana (sales)", "Ana (cell)", "a@example.com", "Tom", "Tom (Ana)"))
DAYS = st.sampled_from(("2026-11-16", "2026-11-27T09:00:00Z", "2026-11-27T09:00", "2999-12-31", "1970-01-01"))
UIDS = st.sampled_from(("a", "b", "c"))
IDS = st.integers(1, 4)


def optional(**fields: st.SearchStrategy[Any]) -> dict[str, st.SearchStrategy[Any]]:
    return {name: st.one_of(st.none(), strategy) for name, strategy in fields.items()}


PEOPLE = st.fixed_dictionaries(
    {"name": NAMES}
    | optional(
        id=IDS,
        uid=UIDS,
        aliases=st.lists(NAMES, max_size=2),
        emails=st.lists(NAMES, max_size=2),
        organisation=words(),
        weight=st.sampled_from(("normal", "vip")),
        reply_target_days=st.integers(0, 2**31 - 1),
        created_at=DAYS,
    )
)
FOLLOWUPS = st.fixed_dictionaries(
    {"person": NAMES, "text": words()}
    | optional(
        id=IDS,
        uid=UIDS,
        person_id=IDS,
        ball=st.sampled_from(("mine", "theirs")),
        status=st.sampled_from(("open", "done", "dropped")),
        since=DAYS,
        promised=DAYS,
        first_promised=DAYS,
        told_at=DAYS,
        snoozed_until=DAYS,
        closed_at=DAYS,
        created_at=DAYS,
        slips=st.integers(0, 2**31 - 1),
        effort_minutes=st.integers(1, 2**31 - 1),
        tags=st.lists(words(), max_size=2),
        blocked_by=st.lists(IDS, max_size=2),
        every=st.sampled_from(("weekly", "2 months")),
        source=st.sampled_from(("mail:1", "mail:2")),
    )
)
DOCUMENTS = st.fixed_dictionaries(
    {"people": st.lists(PEOPLE, max_size=3), "followups": st.lists(FOLLOWUPS, max_size=4)}
)


@MORE
@given(DOCUMENTS, DOCUMENTS)
def test_whatever_is_let_through_can_be_brought_in_and_a_second_time_adds_nothing(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    desk = Desk()
    for document in (first, second):
        try:
            bring_in(desk, document)
        except BadInputError:
            continue
        before = desk.tables
        again = bring_in(desk, document)
        assert (again.new_people, again.followups) == ([], [])
        assert desk.tables[1] == before[1]
    assert replayed(desk.reader) == desk.tables
