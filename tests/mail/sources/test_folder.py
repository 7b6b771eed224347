"""Folders of messages: Maildirs, nested ones, loose files, mbox files among them, and that nothing is moved."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from followq.mail.message import SkippedMail
from followq.mail.sources.registry import open_source
from followq.mail.sources.source import MOST_ASKED, SourceConfig
from tests.mail.sources.samples import mbox_message, message, read_again, refuse_password, scan, subjects


def make_maildir(path: Path, *numbers: int) -> Path:
    for name in ("cur", "new", "tmp"):
        (path / name).mkdir(parents=True)
    for number in numbers:
        (path / "cur" / f"{number}.host:2,S").write_bytes(message(number))
    return path


def test_new_and_seen_messages_are_read_and_unfinished_ones_are_not(tmp_path: Path) -> None:
    box = make_maildir(tmp_path / "box", 1)
    (box / "new" / "2.host").write_bytes(message(2))
    (box / "tmp" / "3.host").write_bytes(message(3))
    (box / "cur" / ".hidden").write_bytes(message(4))
    (box / "cur" / "5.host:2,DS").write_bytes(message(5))
    (box / "cur" / "6.host:2,ST").write_bytes(message(6))
    before = sorted(tmp_path.rglob("*"))
    found = scan(box)
    assert subjects(found) == ["Question 1", "Question 2"]
    assert [one.key for one in found] == ["1.host", "2.host"]
    assert sorted(tmp_path.rglob("*")) == before


def test_nested_maildirs_are_read_but_trash_and_spam(tmp_path: Path) -> None:
    box = make_maildir(tmp_path / "box", 1)
    make_maildir(box / ".Sent", 2)
    make_maildir(box / ".Projects.Tea", 3)
    make_maildir(box / ".Trash", 4)
    make_maildir(box / ".INBOX.Junk", 5)
    make_maildir(box / "sub" / "deep", 6)
    (box / "dovecot-uidlist").write_text("3 V1 N2\n")
    assert sorted(subjects(scan(box))) == ["Question 1", "Question 2", "Question 3", "Question 6"]
    assert subjects(scan(box / ".Trash")) == ["Question 4"]


def test_known_names_are_asked_for_in_batches_and_not_opened(tmp_path: Path) -> None:
    box = make_maildir(tmp_path / "box")
    for number in range(MOST_ASKED + 10):
        (box / "cur" / f"{number:05}.host:2,").write_bytes(message(number))
    asked: list[int] = []

    def unseen(keys: Sequence[str]) -> list[str]:
        asked.append(len(keys))
        return [key for key in keys if key == "00007.host"]

    source = open_source(str(box), refuse_password, SourceConfig())
    found = list(source.read_new("", unseen))
    assert asked == [MOST_ASKED, 10]
    assert [one.key for one in found] == ["00007.host"]
    assert source.total == MOST_ASKED + 10


def test_a_message_whose_flags_changed_is_still_known_and_found_again(tmp_path: Path) -> None:
    box = make_maildir(tmp_path / "box")
    (box / "new" / "1.host").write_bytes(message(1))
    key = scan(box)[0].key
    (box / "new" / "1.host").rename(box / "cur" / "1.host:2,RS")
    assert scan(box, "", key) == []
    assert read_again(box, key, "9.host", "../../etc/passwd") == {key: "Question 1"}


@pytest.mark.parametrize("name", ["one.eml", "1", "note.txt"])
def test_loose_messages_are_read_whatever_their_names(tmp_path: Path, name: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / name).write_bytes(message(1))
    (tmp_path / "deep" / "README").write_text("Words: of no message\n")
    found = scan(tmp_path)
    assert subjects(found) == ["Question 1"]
    assert read_again(tmp_path, found[0].key) == {f"deep/{name}": "Question 1"}
    assert scan(tmp_path, "", found[0].key) == []


def test_a_broken_eml_is_skipped_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(b"\0\0\0")
    (tmp_path / "2.eml").write_bytes(message(2))
    assert scan(tmp_path)[0].mail == SkippedMail("not a message")


def test_one_eml_file_is_a_source(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(message(1))
    found = scan(tmp_path / "1.eml")
    assert subjects(found) == ["Question 1"]
    assert scan(tmp_path / "1.eml", "", found[0].key) == []


def test_mbox_files_in_a_folder_go_on_each_at_its_mark(tmp_path: Path) -> None:
    for name in ("2021-January.txt", "b.mbox", "Junk", "Trash.mbox"):
        (tmp_path / name).write_bytes(mbox_message(1) + mbox_message(2))
    found = scan(tmp_path)
    assert len(found) == 4
    assert scan(tmp_path, found[-1].mark) == []
    assert len(scan(tmp_path, found[2].mark)) == 1
    with (tmp_path / "b.mbox").open("ab") as file:
        file.write(mbox_message(3))
    assert subjects(scan(tmp_path, found[-1].mark)) == ["Question 3"]
    assert list(read_again(tmp_path, found[1].key).values()) == ["Question 2"]


def test_names_that_are_no_text_are_spelt_out(tmp_path: Path) -> None:
    box = make_maildir(tmp_path / "box")
    Path(bytes(box / "cur").decode() + "/caf\udce9.host:2,S").write_bytes(message(1))
    found = scan(box)
    assert found[0].key == "caf\\xe9.host"
    assert read_again(box, found[0].key) == {found[0].key: "Question 1"}


def test_folders_that_lead_back_to_themselves_end(tmp_path: Path) -> None:
    box = make_maildir(tmp_path / "box", 1)
    (box / "again").symlink_to(box)
    (box / "up").symlink_to(tmp_path)
    assert subjects(scan(box)) == ["Question 1"]


@pytest.mark.parametrize(
    ("folder", "least"),
    [
        ("mail/notmuch-corpora", 200),
        ("mail-nasty/mu-testdata", 20),
        ("mail/enron-kean-and-government-affairs/msgs", 1000),
    ],
)
def test_real_folders_are_read(shared: Path, folder: str, least: int) -> None:
    assert len(scan(shared / folder)) >= least


def test_an_empty_maildir_has_no_messages(tmp_path: Path) -> None:
    assert scan(make_maildir(tmp_path / "box")) == []
