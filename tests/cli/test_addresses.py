"""Addresses and numbers are one each, and dialled as a telephone takes them; nobody is greeted by what is no name."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from followq.messages.links import make_tel
from followq.model.people.message_kinds import choose_greeting_name
from tests.conftest import Call


def test_zero_in_brackets_is_not_dialled_from_abroad() -> None:
    assert make_tel("+49 (0)30 123-456") == "tel:+4930123456"
    assert make_tel("(030) 123") == "tel:030123"


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--email", "ana@example.com,tom@example.com"),
        ("--email", "ana@example.com; tom@example.com"),
        ("--phone", "+34 600 000 001, +34 600 000 002"),
        ("--phone", "030 123456 or 030 123457"),
    ],
)
def test_two_addresses_in_one_field_are_refused(fq: Call, option: str, value: str) -> None:
    refused = fq("person", "add", "Ana Lopez", option, value)
    assert (refused.code, "more than one" in refused.err) == (4, True)
    fq("person", "add", "Ana Lopez")
    assert fq("person", "edit", "Ana", option, value).code == 4


@pytest.mark.parametrize("number", ["030/123456", "+34 600 000 001 ext 12", "0800 123456, ext 7"])
def test_one_number_is_taken_however_it_is_written(fq: Call, number: str) -> None:
    assert fq("person", "add", "Ana Lopez", "--phone", number).code == 0


def test_nudge_for_what_is_closed_is_refused(fq: Call) -> None:
    fq("add", "-w", "Ana Lopez", "Sign")
    fq("done", "1")
    refused = fq("say", "1", "nudge")
    assert (refused.code, "nothing to ask for" in refused.err) == (2, True)


@pytest.mark.parametrize("name", ["ACME", "Bcc:", "Weber GmbH", "Support Team", "🦊", "info@example.com"])
def test_company_or_no_name_gets_a_neutral_greeting(fq: Call, name: str) -> None:
    fq("add", name, "Send the quote")
    assert fq("say", "1").out.startswith("Hello,")


def test_people_are_greeted_by_their_first_name() -> None:
    assert choose_greeting_name("Ana Lopez", "Weber") == "Ana"
    assert choose_greeting_name("Dr. Lopez") == "Dr. Lopez"
    assert choose_greeting_name("Weber", "weber") == ""


def test_export_of_an_older_queue_with_two_addresses_in_one_field_comes_back_as_it_was(
    fq: Call, db: Path, tmp_path: Path
) -> None:
    fq("person", "add", "Ana Lopez", "--email", "ana@example.com")
    with closing(sqlite3.connect(db)) as old:
        for table, column in (("people", "emails"), ("changes", "fields")):
            old.execute(
                f"UPDATE {table} SET {column} = replace({column}, 'ana@example.com', 'ana@example.com, a@example.org')"
            )
        old.commit()
    export = fq("export").out
    assert "ana@example.com, a@example.org" in export
    (tmp_path / "in.json").write_text(export, encoding="utf-8")
    other = ("--db", str(tmp_path / "other.db"))
    assert fq(*other, "import", str(tmp_path / "in.json"), "--yes").code == 0
    assert fq(*other, "export").document["people"] == json.loads(export)["people"]
    by_hand = {"people": [{"name": "Tom Baker", "emails": ["t@example.com, b@example.com"]}]}
    (tmp_path / "in.json").write_text(json.dumps(by_hand), encoding="utf-8")
    refused = fq(*other, "import", str(tmp_path / "in.json"), "--yes")
    assert refused.code == 4
    assert "people[0].emails" in refused.err
