"""However somebody types a name, a project, a tag or a word, it is the same one, in every command and on Tab."""

from __future__ import annotations

import gzip
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from followq.cli.console import _edit_from
from followq.cli.interactive.known_people import everybody
from followq.cli.session import Session
from tests.conftest import Call
from tests.faults.kills import OLD_FILES

Tab = Any


@pytest.fixture
def zoo(fq: Call) -> None:
    """People, projects, tags and texts in letters that many keyboards lack."""
    fq("add", "José Núñez", "Send the quote", "--project", "Żółć", "--tag", "Größe")
    fq("add", "-w", "Søren Ødegård", "大会議室の見積書を確認する")
    fq("add", "王小明", "กรุณาส่งใบเสนอราคาภายในวันศุกร์")
    fq("add", "Đặng Thị Işık", "Invoice for the straße", "--note", "Ñandú")


def ids(fq: Call, *argv: str) -> list[int]:
    return [item["id"] for item in fq(*argv, "--json").document["followups"]]


def name_of(fq: Call, name: str) -> str:
    return str(fq("with", name, "--json").document["people"][0]["name"])


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("jose nunez", "José Núñez"),
        ("NUNEZ", "José Núñez"),
        ("soren", "Søren Ødegård"),
        ("odegard", "Søren Ødegård"),
        ("dang thi isik", "Đặng Thị Işık"),
        ("IŞIK", "Đặng Thị Işık"),
        ("小明", "王小明"),
    ],
)
def test_a_person_is_meant_however_the_name_is_typed(fq: Call, zoo: None, typed: str, name: str) -> None:
    assert name_of(fq, typed) == name
    assert len(ids(fq, "list", "--person", typed)) == 1


def test_a_name_typed_without_its_accents_makes_nobody_new(fq: Call, zoo: None) -> None:
    fq("add", "jose nunez", "One more")
    fq("add", "SOREN ODEGARD", "One more")
    assert [who["name"] for who in fq("people", "--sort", "name", "--json").document["people"]] == [
        "Đặng Thị Işık",
        "José Núñez",
        "Søren Ødegård",
        "王小明",
    ]
    refused = fq("person", "add", "Jose Nunez")
    assert refused.code == 2
    assert "José Núñez is here already" in refused.err


@pytest.mark.parametrize(
    ("argv", "found"),
    [
        (("--project", "zolc"), [1]),
        (("--project", "ŻÓŁĆ"), [1]),
        (("--project", "zol"), []),
        (("--tag", "grosse"), [1]),
        (("--tag", "GRÖSSE"), [1]),
    ],
)
def test_projects_and_tags_are_compared_alike(fq: Call, zoo: None, argv: tuple[str, ...], found: list[int]) -> None:
    assert ids(fq, "list", *argv) == found
    assert ids(fq, "search", "quote", *argv) == found


def test_a_tag_is_taken_away_however_it_is_typed(fq: Call, zoo: None) -> None:
    fq("edit", "1", "--no-tag", "GROSSE")
    assert fq("show", "1", "--json").document["followups"][0]["tags"] == []


def test_the_statistics_of_a_project_are_found_however_it_is_typed(fq: Call, zoo: None) -> None:
    fq("done", "1")
    one, other = (fq("stats", "--project", typed, "--json").document for typed in ("zolc", "Żółć"))
    assert one | {"project": ""} == other | {"project": ""}
    assert one != fq("stats", "--project", "zol", "--json").document | {"project": "zolc"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("invo",), [4]),
        (("voice",), []),
        (("nandu",), [4]),
        (("STRASSE",), [4]),
        (("isik", "inv"), [4]),
        (("見積",), [2]),
        (("会議室",), [2]),
        (("認",), [2]),
        (("室見",), []),
        (("見積書", "会議"), [2]),
        (("odegard", "見積書"), [2]),
        (("เสนอราคา",), [3]),
        (("ศุกร์",), [3]),
        (("วันพุธ",), []),
        (("小明",), [3]),
    ],
)
def test_words_are_found_inside_scripts_without_spaces_and_by_their_beginnings_elsewhere(
    fq: Call, zoo: None, words: tuple[str, ...], found: list[int]
) -> None:
    assert ids(fq, "search", *words) == found


def tab(fq_process: Call, line: str, shell: str = "fish") -> list[str]:
    asked = {"_FOLLOWQ_COMPLETE": f"complete_{shell}", "_FOLLOWQ_LINE": line}
    return fq_process(env=asked).out.splitlines()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("followq with jose", ["jose Núñez"]),
        ("followq with nun", ["nunez\tJosé Núñez"]),
        ("followq with ODE", ["ODEgård\tSøren Ødegård"]),
        ("followq list --person=isi", ["--person=isik\tĐặng Thị Işık"]),
        ("followq list --project zo", ["zołć"]),
        ("followq list --tag gros", ["grosse"]),
    ],
)
def test_tab_continues_what_was_typed(fq: Call, fq_process: Call, zoo: None, line: str, offered: list[str]) -> None:
    found = tab(fq_process, line)
    assert [word.lower().replace("ñ", "n").replace("ı", "i") for word in found] == [
        word.lower().replace("ñ", "n").replace("ı", "i") for word in offered
    ]


def test_tab_offers_names_alone_while_nothing_is_typed(fq: Call, fq_process: Call, zoo: None) -> None:
    assert tab(fq_process, "followq with ") == ["José Núñez", "Søren Ødegård", "王小明", "Đặng Thị Işık"]


@pytest.mark.parametrize("typed", ["nunez", "jose", "José", "NÚÑ"])
def test_the_editor_offers_whom_the_commands_find(fq: Call, zoo: None, typed: str) -> None:
    session = Session()
    known = everybody(session)
    session.queue.close()
    assert [offer.text for offer in known.offers(typed)] == ["José Núñez"]
    assert name_of(fq, typed) == "José Núñez"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no readline")
@pytest.mark.parametrize(
    ("typed", "offered", "completed"),
    [
        ("nunez", ["José Núñez"], ["José Núñez"]),
        ("jose n", ["José Núñez"], ["José Núñez"]),
        ("jo", ["José Núñez", "Jorge"], ["josé Núñez", "jorge"]),
        ("nu", ["José Núñez", "Nuria"], ["nuria"]),
        ("zo", [], []),
    ],
)
def test_a_line_that_is_edited_is_completed_alike(typed: str, offered: list[str], completed: list[str]) -> None:
    import readline

    _edit_from(lambda _: offered, "")
    complete = readline.get_completer()
    readline.set_startup_hook(None)
    assert complete is not None
    found = [complete(typed, number) for number in range(len(offered) + 1)]
    assert found[: found.index(None)] == completed


# Two people whose names became one, or who share an address.


@pytest.fixture
def alike(db: Path) -> None:
    """A queue of format 4, in which Jose Nunez (5) and José Núñez (6) are two people."""
    db.write_bytes(gzip.decompress((OLD_FILES / "version-4.db.gz").read_bytes()))


def test_two_whose_names_become_one_stay_two_people(fq: Call, alike: None, db: Path) -> None:
    assert ids(fq, "list", "--person", "id:5") == [8]
    assert ids(fq, "list", "--person", "José Núñez") == [9]
    assert ids(fq, "list", "--person", "pepe") == [9]
    with closing(sqlite3.connect(db)) as plain:
        held = plain.execute("SELECT person_id FROM person_names WHERE key = 'jose nunez' ORDER BY 1").fetchall()
    assert held == [(5,), (6,)]
    assert fq("doctor").code == 0
    assert ids(fq, "search", "会議") == [9]
    assert ids(fq, "list", "--tag", "GROSSE") == [8]


@pytest.mark.parametrize(
    "argv",
    [
        ("with", "jose nunez"),
        ("with", "nunez"),
        ("add", "jose nunez", "Quote"),
        ("add", "-w", "Jose Nunez", "Quote"),
        ("person", "edit", "jose nunez", "--weight", "vip"),
        ("list", "--person", "Jose Nunez"),
        ("done", "jose nunez"),
        ("edit", "1", "--person", "jose nunez"),
        ("hand", "1", "Jose Nunez"),
    ],
)
def test_the_hint_says_what_means_only_one_of_them(fq: Call, alike: None, argv: tuple[str, ...]) -> None:
    refused = fq(*argv)
    assert refused.code == 3
    assert "may be Jose Nunez (id:5) or José Núñez" in refused.err
    assert "id:5" in refused.err.partition("(id:5)")[2]
    assert "'José Núñez'" in refused.err
    place = next(place for place, word in enumerate(argv) if "nunez" in word.lower())
    for words in ("id:5", "José Núñez"):
        assert fq(*argv[:place], words, *argv[place + 1 :]).code == 0


def test_the_editor_names_each_of_them_in_words_of_their_own(fq: Call, alike: None) -> None:
    session = Session()
    known = everybody(session)
    session.queue.close()
    assert [offer.text for offer in known.offers("nunez")] == ["id:5", "José Núñez"]
    assert known.offers("nunez")[0].meaning.startswith("Jose Nunez")
    assert known.who("id:5").startswith("Jose Nunez (")
    assert known.who("jose nunez") == "Jose Nunez (id:5) or José Núñez? Enter asks"


def test_a_reference_means_one_person_or_nobody(fq: Call, alike: None) -> None:
    assert fq("add", "ID:5", "Quote").code == 0
    assert name_of(fq, " id:5 ") == "Jose Nunez"
    for argv in (("with", "id:99"), ("add", "id:99", "Quote"), ("person", "edit", "id:99", "--weight", "vip")):
        assert fq(*argv).code == 3
    assert fq("person", "add", "id:7").code == 2
    assert fq("person", "edit", "Tom Baker", "--name", "id:7").code == 2
    merged = fq("person", "merge", "id:5", "José Núñez")
    assert merged.code == 0
    assert ids(fq, "list", "--person", "jose nunez") == [8, 9, 10]


def test_an_address_that_two_people_have_is_told_and_tells_how_to_join_them(fq: Call) -> None:
    fq("person", "add", "Ana Lopez", "--email", "ana@example.com")
    added = fq("person", "add", "Zoe", "--email", "ANA@example.com")
    assert "ANA@example.com is Ana Lopez's too; if they are one person: followq person merge Zoe 'Ana Lopez'" in (
        added.out + added.err
    )
    fq("person", "add", "Tom Baker")
    edited = fq("person", "edit", "Tom Baker", "--email", "ana@example.com")
    assert "is Ana Lopez's too" in edited.out + edited.err
    assert "is Zoe's too" in edited.out + edited.err
    again = fq("person", "edit", "Tom Baker", "--weight", "vip")
    assert "too" not in again.out + again.err
    fq("person", "merge", "Tom Baker", "Ana Lopez")
    refused = fq("with", "ana@example.com")
    assert refused.code == 3
    assert (
        "followq with 'Ana Lopez' or followq with Zoe; if they are one person: followq person merge Zoe 'Ana Lopez'"
        in refused.err
    )
    assert fq("person", "merge", "Zoe", "Ana Lopez").code == 0
    (ana,) = fq("with", "ana@example.com", "--json").document["people"]
    assert ana["emails"] == ["ana@example.com"]


def test_a_new_name_with_somebodys_address_in_it_is_told(fq: Call) -> None:
    fq("person", "add", "Ana Lopez", "--email", "ana@example.com")
    added = fq("add", "A. L. <ANA@example.com>", "Quote")
    assert "there is also Ana Lopez. If you meant that: followq edit 1 --person" in added.out + added.err


def test_people_are_sorted_and_mentioned_in_the_same_form(fq: Call, zoo: None) -> None:
    fq("add", "Tom Baker", "Ask jose nunez; 王小明也在")
    for name in ("José Núñez", "王小明"):
        forgotten = fq("person", "forget", name, "--yes")
        assert "Still named in follow-up 5, with others" in forgotten.out + forgotten.err
