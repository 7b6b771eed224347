"""vCards of every version and of odd programs; what is written is read by an address book, line breaks and all."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from followq.errors import BadInputError
from followq.exchange.content_lines import escape, fold, read_lines
from followq.exchange.source import SourcePerson
from tests.conftest import Call
from tests.exchange.formats.lists import found_in, left_out_of


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def only(text: str) -> dict[str, object]:
    (one,) = found_in(text)
    assert isinstance(one, SourcePerson)
    return dict(one.fields)


def test_a_person_with_everything() -> None:
    fields = only(
        card(
            "FN:Ana Lopez",
            "N:Lopez;Ana;;;",
            "NICKNAME:Anita,AL",
            "item1.EMAIL;TYPE=INTERNET;TYPE=pref:ana@example.com",
            'EMAIL;X-LABEL="a;b:c":ana@home.example.com',
            "TEL;TYPE=CELL:+34 600 000 001",
            "TEL;TYPE=WORK,FAX:+34 600 000 002",
            "TEL;VALUE=uri;TYPE=work:tel:+34-600-000-003;ext=7",
            "ORG:Harbour Foods;Sales",
            "NOTE:Kind\\, and\\nhas a dog",
            "PHOTO;ENCODING=b:/9j/4QFa",
            " RXhpZg",
            "UID:urn:uuid:0f8b6a2c-9a67-4b6f-8c40-0c5f6f5d1a11",
        )
    )
    assert fields == {
        "name": "Ana Lopez",
        "aliases": ["Anita", "AL"],
        "emails": ["ana@example.com", "ana@home.example.com"],
        "phones": ["+34 600 000 001", "+34-600-000-003 ext. 7"],
        "organisation": "Harbour Foods",
        "note": "Kind, and\nhas a dog",
        "uid": "0f8b6a2c9a674b6f8c400c5f6f5d1a11",
    }


def test_older_cards_have_quoted_printable_over_several_lines() -> None:
    fields = only(
        card(
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Jos=C3=A9=20L=C3=B3=",
            "pez",
            "EMAIL;PREF;INTERNET:jose@example.com",
            "TEL;WORK;FAX:1",
            version="2.1",
        )
    )
    assert (fields["name"], fields["emails"], fields["phones"]) == ("José López", ["jose@example.com"], [])


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["N:Lopez;Ana;;Dr.;"], "Dr. Ana Lopez"),
        (["FN:", "ORG:Harbour Foods"], "Harbour Foods"),
        (["EMAIL:ana@example.com"], "ana@example.com"),
    ],
    ids=["parts", "organisation", "address"],
)
def test_a_card_without_a_full_name_has_another(lines: list[str], name: str) -> None:
    assert only(card(*lines))["name"] == name


def test_what_is_nobody_is_left_out_with_its_line() -> None:
    text = card("FN:Team", "KIND:group", version="4.0") + card("TEL:12345678") + card("FN:Ana")
    assert left_out_of(text) == [(1, "a group, not a person"), (6, "has no name, organisation or address")]


def test_a_file_that_is_cut_off_changes_nothing(fq: Call, tmp_path: Path, db: Path) -> None:
    path = tmp_path / "cut.vcf"
    path.write_text(card("FN:Ana") + "BEGIN:VCARD\nFN:To")
    refused = fq("import", str(path), "--yes")
    assert refused.code == 4
    assert "line 5: this card has no end" in refused.err
    assert not db.exists()


def test_known_people_gain_and_the_same_file_adds_nothing(fq: Call, tmp_path: Path) -> None:
    fq("person", "add", "Ana Lopez", "--email", "ana@example.com")
    path = tmp_path / "people.vcf"
    path.write_text(card("FN:Ana Lopez", "TEL:+34 600") + card("FN:Tom Baker", "EMAIL:tom@example.com"))
    imported = fq("import", str(path), "--yes")
    assert "1 new person imported; 1 known person gains an address or a name" in imported.out
    people = {who["name"]: who for who in fq("people", "--json").document["people"]}
    assert (people["Ana Lopez"]["emails"], people["Ana Lopez"]["phones"]) == (["ana@example.com"], ["+34 600"])
    assert "Nothing new" in fq("import", str(path)).out


def test_a_line_break_in_a_name_or_note_begins_no_property(fq: Call, tmp_path: Path) -> None:
    fq("person", "add", "Ana, Lopez; sales", "--note", "One\nEMAIL:evil@example.com")
    written = fq("export", "--format", "vcard").out
    assert "\nEMAIL" not in written.replace("\r\n", "\n")
    assert "FN:Ana\\, Lopez\\; sales" in written
    path = tmp_path / "back.vcf"
    path.write_text(written, newline="")
    assert "Nothing new" in fq("import", str(path)).out


def test_folding_parts_no_character() -> None:
    line = "NOTE:" + "漢字🎉" * 40
    folded = fold(line)
    assert all(len(part.encode()) <= 75 for part in folded.split("\r\n"))
    (found,) = read_lines(folded)
    assert found.value == line[5:]
    assert "\x1b" not in escape("a\x1bb\r\nc")


def test_real_address_books_are_read(shared: Path) -> None:
    people = 0
    for path in sorted((shared / "vcard" / "ez-vcard").glob("*.vcf")):
        found = found_in(path.read_bytes(), path.name)
        assert found
        assert all(isinstance(one, SourcePerson) for one in found), path.name
        people += len(found)
    assert people == 25


def test_khard_reads_what_is_written(fq: Call, tmp_path: Path) -> None:
    if shutil.which("khard") is None:
        pytest.skip("khard is not installed (Debian: khard)")
    fq(
        "person",
        "add",
        "Ana Lopez",
        "--email",
        "ana@example.com",
        "--phone",
        "+34 600 000 001",
        "--org",
        "Harbour Foods",
    )
    fq("person", "add", "José 田中", "--email", "jose@example.com", "--note", "Likes; commas, and\nlines")
    book = tmp_path / "book"
    book.mkdir()
    written = fq("export", "--format", "vcard").out
    for number, part in enumerate(written.split("BEGIN:VCARD")[1:]):
        (book / f"{number}.vcf").write_text("BEGIN:VCARD" + part, newline="")
    config = tmp_path / "khard.conf"
    config.write_text(f"[addressbooks]\n[[book]]\npath = {book}\n")
    done = subprocess.run(
        ["khard", "-c", str(config), "email", "--parsable"],
        capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert {tuple(line.split("\t")[:2]) for line in done.stdout.splitlines() if "\t" in line} == {
        ("ana@example.com", "Ana Lopez"),
        ("jose@example.com", "José 田中"),
    }


def test_what_is_no_card_says_so() -> None:
    with pytest.raises(BadInputError, match="no end"):
        found_in("BEGIN:VCARD\nFN:Ana\n")
