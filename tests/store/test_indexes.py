"""What is derived from the tables, names and search, is always what a rebuild would give."""

from __future__ import annotations

import unicodedata
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from followq.model.core.person import name_keys
from followq.store.opening import open_queue
from followq.store.records.search_index import make_searchable
from tests.factories import QUICK, followup, person
from tests.store.builders import Desk, Step, Tables, deeds, in_memory, rows, steps, words


def rebuilt_names(tables: Tables) -> set[tuple[str, int]]:
    return {(key, who.id) for who in tables[0].values() for key in name_keys(who)}


def rebuilt_search(tables: Tables) -> dict[int, tuple[str, ...]]:
    people, followups = tables
    return {
        f.id: tuple(
            map(
                make_searchable,
                (
                    " ".join((people[f.person_id].name, *people[f.person_id].aliases)),
                    f.text,
                    f.note or "",
                    f.project or "",
                    " ".join(f.tags),
                ),
            )
        )
        for f in followups.values()
    }


def check(desk: Desk) -> None:
    tables = desk.tables
    assert set(desk.reader.names()) == rebuilt_names(tables)
    kept = rows(desk.connection, "SELECT rowid, person, text, note, project, tags FROM search")
    assert {row[0]: row[1:] for row in kept} == rebuilt_search(tables)
    # FTS5's own comparison of its words with the texts that it holds.
    desk.connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


@QUICK
@given(deeds())
def test_names_and_search_are_what_a_rebuild_would_give_after_every_step(done: list[Step | str]) -> None:
    desk = Desk()
    for deed in done:
        desk.act(deed)
        check(desk)


@QUICK
@given(
    st.lists(
        st.one_of(steps(("rename", "move", "know", "edit", "tag", "project")), st.just("undo")), min_size=3, max_size=15
    )
)
def test_names_and_search_follow_who_is_renamed_and_what_is_moved(done: list[Step | str]) -> None:
    desk = Desk()
    for number in range(3):
        desk.take(Step("add", number, 0, f"Letter {number}", 5))
    for deed in done:
        desk.act(deed)
    check(desk)


@QUICK
@given(st.lists(words(), min_size=1, max_size=5, unique=True))
def test_everybody_is_found_by_each_of_their_names_in_any_case(names: list[str]) -> None:
    desk = Desk()
    desk.add(person(name=names[0], aliases=tuple(names[1:])))
    for name in names:
        for spelling in (name, f"  {name} ", unicodedata.normalize("NFD", name), name.replace(" ", "  ")):
            assert [p.id for p in desk.reader.people_called(spelling)] == [1]


def test_a_closed_follow_up_is_found_under_its_persons_new_name_too() -> None:
    desk = Desk()
    done = followup(status="done", closed_at="2026-11-23T09:00:00Z")
    desk.add(person(), done)
    desk.put("person edit", person(), person(name="Ana Marín", aliases=("Ana Lopez",)))
    assert [f.id for f in desk.reader.search(["marin"])] == [1]
    assert [f.id for f in desk.reader.search(["lopez"])] == [1]


def test_a_name_that_is_given_up_is_free_again() -> None:
    desk = Desk()
    desk.add(person(aliases=("Anita",)), followup())
    desk.put("person edit", person(aliases=("Anita",)), person())
    assert desk.reader.people_called("anita") == []
    assert desk.reader.search(["anita"]) == []


def test_two_people_of_one_name_are_both_found() -> None:
    desk = Desk()
    desk.add(person(), person(id=2, name="ANA LOPEZ"))
    assert [p.id for p in desk.reader.people_called("Ana Lopez")] == [1, 2]


def test_a_rebuild_by_sqlite_itself_changes_no_answer() -> None:
    desk = Desk()
    for number, verb in enumerate(("add", "add both ways", "note", "rename", "edit", "done")):
        desk.take(Step(verb, number, number, "Send the quote", 3))
    before = {word: [f.id for f in desk.reader.search([word])] for word in ("send", "quote", "ana", "tom", "x")}
    desk.connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
    assert {word: [f.id for f in desk.reader.search([word])] for word in before} == before


def test_the_queue_in_memory_has_the_same_tables_as_one_in_a_file(db: Path) -> None:
    # The properties in this folder are searched in memory; this says that it stands for the file.
    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2"
    with closing(open_queue(str(db), is_needed=True)) as connection:
        assert rows(connection, schema) == rows(in_memory(), schema)
