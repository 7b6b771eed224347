"""mbox files: where messages begin, where the next scan goes on, and that nothing is changed."""

from __future__ import annotations

import fcntl
import os
import tracemalloc
from datetime import datetime, timezone
from pathlib import Path

import pytest

from followq.mail.message import Mail, SkippedMail
from followq.mail.sources.registry import open_source
from followq.mail.sources.source import SourceConfig
from tests.mail.sources.samples import know, mbox_message, message, read_again, refuse_password, scan, subjects


@pytest.fixture
def box(tmp_path: Path) -> Path:
    path = tmp_path / "box"
    path.write_bytes(b"".join(map(mbox_message, range(5))))
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_messages_come_in_their_order(tmp_path: Path, end: str) -> None:
    path = tmp_path / "box"
    path.write_bytes(b"".join(mbox_message(number, end=end) for number in range(3)))
    found = scan(path)
    assert subjects(found) == ["Question 0", "Question 1", "Question 2"]
    assert [one.done for one in found][-1] == path.stat().st_size


def test_what_was_appended_is_all_that_is_read_next_time(box: Path) -> None:
    mark = scan(box)[-1].mark
    assert scan(box, mark) == []
    with box.open("ab") as file:
        file.write(mbox_message(5) + mbox_message(6))
    assert subjects(scan(box, mark)) == ["Question 5", "Question 6"]


def test_a_scan_that_was_cut_short_goes_on_behind_the_last_stored_message(box: Path) -> None:
    assert subjects(scan(box, scan(box)[2].mark)) == ["Question 3", "Question 4"]


@pytest.mark.parametrize("mark", ["nonsense", "5", "99999999999999999999999999 x", "100000000 abc", "-1 abc"])
def test_a_mark_that_does_not_fit_is_started_over(box: Path, mark: str) -> None:
    assert len(scan(box, mark)) == 5


def test_a_rewritten_mailbox_is_read_from_the_start(box: Path) -> None:
    mark = scan(box)[-1].mark
    box.write_bytes(b"".join(map(mbox_message, range(1, 9))))
    assert len(scan(box, mark)) == 8


def test_lines_in_bodies_begin_no_message(tmp_path: Path) -> None:
    body = (
        "From here on\nFrom ana@example.org Mon Jan  4 10:00:00 2021\nno blank line above.\n\n"
        "From now on it is easy.\n\nFrom ana@example.org Mon Jan  4 10:00:00 2021\nbut no head below?\n\n"
        ">From ana Mon Jan  4 10:00:00 2021\n>>From deeper"
    )
    path = tmp_path / "box"
    path.write_bytes(mbox_message(1, body) + mbox_message(2))
    found = scan(path)
    assert subjects(found) == ["Question 1", "Question 2"]
    assert isinstance(found[0].mail, Mail)
    assert "\nFrom ana Mon Jan 4 10:00:00 2021" in found[0].mail.new_text


@pytest.mark.parametrize("length", ["0", "3", "99999999", "-5", "x"])
def test_lengths_that_lie_change_nothing(tmp_path: Path, length: str) -> None:
    path = tmp_path / "box"
    first = mbox_message(1).replace(b"To: tom", f"Content-Length: {length}\nTo: tom".encode())
    path.write_bytes(first + mbox_message(2))
    assert subjects(scan(path)) == ["Question 1", "Question 2"]


@pytest.mark.parametrize(
    "line",
    [
        "From - Mon Jan  4 10:00:00 2021",
        "From ana at example.org  Mon Jan  4 10:00:00 2021",
        "From MAILER-DAEMON Mon, 4 Jan 2021 10:00:00 +0100",
        "From ???@??? Mon Jan 04 10:00:00 2021",
        "From ana@example.org Monday Jan 4 10:00 2021 remote from host",
    ],
)
def test_dialects_of_the_line_that_begins_a_message(tmp_path: Path, line: str) -> None:
    path = tmp_path / "box"
    path.write_bytes(b"".join(f"{line}\n".encode() + message(number) + b"\n" for number in range(2)))
    assert subjects(scan(path)) == ["Question 0", "Question 1"]


def test_without_date_the_line_above_the_message_tells(tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.write_bytes(b"From ana@example.org Mon Jan  4 17:18:00 2021\nFrom: ana@example.org\n\nHi\n")
    mail = scan(path)[0].mail
    assert isinstance(mail, Mail)
    assert mail.sent_at == datetime(2021, 1, 4, 17, 18, tzinfo=timezone.utc)


def test_a_bad_message_is_skipped_and_the_rest_read(tmp_path: Path) -> None:
    path = tmp_path / "box"
    broken = b"From x Mon Jan  4 10:00:00 2021\nSubject: of nobody\n\nx\n\n"
    path.write_bytes(mbox_message(1) + broken + mbox_message(2))
    assert [one.mail for one in scan(path)][1] == SkippedMail("no sender")
    assert len(scan(path)) == 3


def test_an_empty_mailbox_is_one(tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.write_bytes(b"")
    assert scan(path) == []


def test_messages_are_found_again_by_their_place(box: Path) -> None:
    found = scan(box)
    wanted = {one.key: f"Question {number}" for number, one in enumerate(found) if number in (1, 4)}
    assert read_again(box, *wanted, "7", "999999", "x") == wanted


def test_nothing_is_changed(box: Path) -> None:
    os.utime(box, (1_000_000_000, 1_000_000_000))
    before, listed = box.read_bytes(), sorted(box.parent.iterdir())
    box.chmod(0o400)
    scan(box)
    assert (box.read_bytes(), sorted(box.parent.iterdir())) == (before, listed)
    assert box.stat().st_mtime == 1_000_000_000


@pytest.mark.parametrize("lock", ["file", "flock"])
def test_the_last_message_of_a_mailbox_being_written_waits_for_the_next_scan(box: Path, lock: str) -> None:
    whole = scan(box)
    with box.open("ab") as file:
        if lock == "file":
            (box.parent / "box.lock").touch()
            assert subjects(scan(box)) == subjects(whole)[:-1]
            (box.parent / "box.lock").unlink()
        else:
            fcntl.flock(file, fcntl.LOCK_EX)
            assert subjects(scan(box)) == subjects(whole)[:-1]
    assert len(scan(box)) == 5


def test_memory_stays_bounded_by_one_message(tmp_path: Path) -> None:
    path = tmp_path / "box"
    with path.open("wb") as file:
        file.write(mbox_message(1))
        file.write(b"From x Mon Jan  4 10:00:00 2021\nFrom: ana@example.org\nSubject: endless\n\n")
        file.seek(200_000_000, os.SEEK_CUR)  # a line without an end, of a size that costs no disk
        file.write(b"\n\n" + mbox_message(2))
    tracemalloc.start()
    try:
        assert subjects(scan(path)) == ["Question 1", "endless", "Question 2"]
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


def test_a_real_mailbox_is_read_whole(shared: Path) -> None:
    found = scan(shared / "mail/linux-man-2021h1/linux-man-2021h1.mbox")
    assert len(found) == 1697
    assert all(isinstance(one.mail, Mail) for one in found)


def test_a_mailbox_that_grows_while_it_is_read_is_read_on_next_time_at_the_latest(box: Path) -> None:
    source = open_source(str(box), refuse_password, SourceConfig())
    reading = source.read_new("", know())  # type: ignore[arg-type]
    first = next(reading)
    with box.open("ab") as file:
        file.write(mbox_message(5))
    found = [first, *reading]
    source.close()
    assert [*subjects(found), *subjects(scan(box, found[-1].mark))] == [f"Question {number}" for number in range(6)]


def test_a_mailbox_emptied_while_it_is_read_ends_the_reading(box: Path) -> None:
    source = open_source(str(box), refuse_password, SourceConfig())
    reading = source.read_new("", know())  # type: ignore[arg-type]
    mark = next(reading).mark
    box.write_bytes(b"")
    assert len(list(reading)) <= 4
    source.close()
    assert scan(box, mark) == []
