"""What trying bad input at random brought to light: closed streams, odd places, hostile values, endless sums."""

from __future__ import annotations

import json
import os
import re
import shlex
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest

from followq.cli.commands.log import log
from followq.cli.session import Session
from followq.errors import DiskError
from followq.store.queue import Queue
from tests.conftest import Call, Result
from tests.factories import person
from tests.faults.test_endings import at_terminal, said
from tests.faults.test_text import on_terminal, refused, untouched
from tests.store.builders import NOW

POSIX = pytest.mark.skipif(os.name != "posix", reason="streams, devices and rights as POSIX has them")
LONGEST_WAIT = 6
"""Seconds after which a call counts as hung; each of these takes a fraction of one when all is well."""


def texts(fq: Call) -> list[str]:
    """The texts of all that is open."""
    return [item["text"] for item in fq("list", "--json").document["followups"]]


def with_closed(closed: Iterable[int], *argv: str, env: dict[str, str] | None = None) -> Result:
    """Call followq as a process that was started without some of its three streams."""

    def close() -> None:
        for stream in closed:
            os.close(stream)

    done = subprocess.run(
        [sys.executable, "-m", "followq", *argv],
        preexec_fn=close,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, **(env or {})},
        timeout=60,
        check=False,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def with_output(path: str, *argv: str, stream: str = "stdout", env: dict[str, str] | None = None) -> Result:
    """Call followq as a process whose output, or whose errors, go to a file or device."""
    streams: dict[str, int] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with Path(path).open("wb") as out:
        streams[stream] = out.fileno()
        done = subprocess.run(
            [sys.executable, "-m", "followq", *argv],
            stdin=subprocess.DEVNULL,
            stdout=streams["stdout"],
            stderr=streams["stderr"],
            env={**os.environ, **(env or {})},
            timeout=60,
            check=False,
        )
    return Result(done.returncode, (done.stdout or b"").decode(), (done.stderr or b"").decode())


# Streams


@POSIX
@pytest.mark.parametrize("closed", [(1,), (2,), (0, 1, 2)], ids=str)
@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("list",), 0),
        (("today", "--json"), 0),
        (("add", "Tom", "Contract"), 0),
        (("show", "99"), 3),
        (("--help",), 0),
        (("nonsense",), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_call_without_streams_does_what_it_would(
    argv: tuple[str, ...], code: int, closed: tuple[int, ...], fq: Call
) -> None:
    fq("add", "Ana", "Quote")
    answer = with_closed(closed, *argv)
    assert "Traceback" not in answer.err
    assert answer.code == code, answer
    assert len(answer.err.splitlines()) == (1 if code and 2 not in closed else 0)
    assert texts(fq) == (["Quote", "Contract"] if argv[0] == "add" else ["Quote"])


@POSIX
@pytest.mark.parametrize(
    "argv", [("import", "-"), ("import", "-", "--yes"), ("add", "Ana", "-"), ("add",)], ids=" ".join
)
def test_a_call_that_wants_standard_input_without_one_is_refused(argv: tuple[str, ...], db: Path) -> None:
    answer = with_closed((0,), *argv)
    assert answer.code in (2, 4, 7), answer
    refused(answer, answer.code)
    assert not db.exists()


@POSIX
def test_a_warning_that_nobody_can_read_stops_nothing(fq: Call, tmp_path: Path) -> None:
    odd = {"TZ": "Nonsense/Zone"}
    answer = with_closed((2,), "add", "Ana", "Closed", env=odd)
    assert (answer.code, texts(fq)) == (0, ["Closed"])
    if Path("/dev/full").exists():
        answer = with_output("/dev/full", "add", "Ana", "Full", stream="stderr", env=odd)
        assert (answer.code, texts(fq)) == (0, ["Closed", "Full"])


@POSIX
def test_a_warning_into_a_closed_pipe_loses_no_follow_up(fq: Call) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "followq", "add", "Ana", "Quote"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "TZ": "Nonsense/Zone"},
    ) as process:
        assert process.stderr is not None
        process.stderr.close()
        code = process.wait(60)
    assert (code, texts(fq)) == (0, ["Quote"])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is Linux's")
@pytest.mark.parametrize(
    "argv", [("list",), ("list", "--json"), ("export",), ("--help",), ("--version",)], ids=" ".join
)
def test_output_that_has_no_room_is_the_disks_fault(argv: tuple[str, ...], fq: Call) -> None:
    fq("add", "Ana", "Quote")
    answer = with_output("/dev/full", *argv)
    assert answer.code == 7
    assert "Traceback" not in answer.err
    assert len(answer.err.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is Linux's")
def test_what_was_saved_is_not_called_undone_when_only_the_output_fails(fq: Call) -> None:
    answer = with_output("/dev/full", "add", "Ana", "Quote")
    assert answer.code == 7
    assert texts(fq) == ["Quote"]
    assert "try again" not in answer.err  # it would be there twice


def test_ctrl_c_after_the_commit_does_not_claim_that_nothing_changed(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Session, "show", interrupted)
        quick = fq("add", "Ana", "Quote")
        slow = fq("add", "Ana", "Contract", "--by", "fri")
    assert (quick.code, slow.code) == (130, 130)
    assert texts(fq) == ["Quote", "Contract"]
    assert "nothing was changed" not in quick.err + slow.err


@POSIX
def test_captured_bytes_that_are_no_text_are_refused_under_a_strict_locale(fq_process: Call, db: Path) -> None:
    # Only the C locale smuggles such bytes through; everywhere else Python reads standard input strictly.
    strict = {"PYTHONIOENCODING": "utf-8:strict"}
    refused(fq_process("add", "Ana", "-", stdin=b"> good\n> caf\xe9\n", env=strict), 4, "UTF-8")
    refused(fq_process("add", "-", stdin=b"caf\xe9\n> x\n", env=strict), 4, "UTF-8")
    assert not db.exists()


@POSIX
def test_typed_bytes_that_are_no_text_are_refused_under_a_strict_locale(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8:strict")
    talk = at_terminal("add")
    talk.codec_errors = "surrogateescape"
    talk.expect_exact("Who?")
    os.write(talk.child_fd, b"caf\xe9\r")
    os.write(talk.child_fd, b"\x03")
    code, rest = said(talk)
    assert code in (2, 4, 130), rest
    assert "defect" not in rest
    assert not db.exists()


# Places


@POSIX
def test_settings_that_are_no_regular_file_are_never_replaced(
    fq: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # FOLLOWQ_CONFIG=/dev/null is a common way to say "no settings"; to replace it would break the machine.
    null = tmp_path / "null"
    try:
        os.mknod(null, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        null.read_bytes()
    except OSError:
        pytest.skip("making a device takes root")
    monkeypatch.setenv("FOLLOWQ_CONFIG", str(null))
    assert fq("today").code in (0, 7)
    refused(fq("config", "limit", "5"), 7, str(null))
    assert null.is_char_device()


@POSIX
def test_an_export_never_replaces_what_is_no_regular_file(fq: Call, tmp_path: Path) -> None:
    fq("add", "Ana", "Quote")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    refused(fq("export", "--output", str(pipe), "--force"), 7, str(pipe))
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is Linux's")
@pytest.mark.parametrize(
    ("argv", "hint"),
    [
        (("today",), "make room and try again"),
        (("list", "--json"), "make room and try again"),
        (("export",), "make room and try again"),
        (("report", "Ana", "--format", "md"), "make room and try again"),
        (("doctor",), "make room and try again"),
        (("done", "1"), "followq log shows it"),
        (("report", "Ana", "--format", "md", "--sent"), "followq log shows it"),
        (("backup",), "look whether it was done"),
        (("config", "limit", "4"), "look whether it was done"),
    ],
    ids=str,
)
def test_only_who_changed_something_says_so_when_the_output_fails(argv: tuple[str, ...], hint: str, fq: Call) -> None:
    fq("add", "Ana", "Quote")
    answer = with_output("/dev/full", *argv)
    assert (answer.code, hint in answer.err, "the disk is full" in answer.err) == (7, True, True)
    assert ("changed" in answer.err) == (hint == "followq log shows it")


@pytest.mark.parametrize("is_writing", [True, False])
def test_a_full_disk_speaks_of_changes_only_where_one_was_under_way(db: Path, is_writing: bool) -> None:
    err = sqlite3.OperationalError("database or disk is full")
    err.sqlite_errorname = "SQLITE_FULL"
    queue = Queue(str(db))
    with queue.writing("add", NOW, "UTC") as batch:
        batch.add(person())
    block = queue.writing("add", NOW, "UTC") if is_writing else queue.reading()
    with pytest.raises(DiskError) as caught, block:
        raise err
    assert caught.value.message.endswith("the disk is full, nothing was changed" if is_writing else "the disk is full")
    assert caught.value.hint == "make room and try again"


@POSIX
@pytest.mark.parametrize("kind", ["/dev/zero", "/proc/kmsg", "pipe", "folder"])
@pytest.mark.parametrize(
    "argv",
    [
        ("today",),
        ("config", "limit", "3"),
        ("import", "IT", "--yes"),
        ("restore", "IT", "--yes"),
        ("--db", "IT", "list"),
    ],
    ids=" ".join,
)
def test_what_is_no_file_with_an_end_is_refused_wherever_a_file_is_read(
    fq: Call, tmp_path: Path, kind: str, argv: tuple[str, ...]
) -> None:
    fq("add", "Ana", "Quote")
    place = Path(kind) if kind.startswith("/") else tmp_path / kind
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    if kind == "/proc/kmsg" and (os.geteuid() or not place.exists() or argv[0] in ("today", "config")):
        pytest.skip("what the kernel tells is text for who may read it")
    config = {"FOLLOWQ_CONFIG": str(place)} if argv[0] in ("today", "config") else {}
    done = subprocess.run(
        [sys.executable, "-m", "followq", *(word.replace("IT", str(place)) for word in argv)],
        env={**os.environ, **config},
        capture_output=True,
        text=True,
        timeout=LONGEST_WAIT,
        check=False,
    )
    assert done.returncode in (4, 6, 7), done
    assert len(done.stderr.splitlines()) == 1
    assert str(place) in done.stderr
    assert "defect" not in done.stderr


@pytest.mark.parametrize("data", ["limit = 4".encode("utf-16"), "limit = 4".encode("utf-16-le"), b"SQLite format 3\0"])
def test_settings_that_are_no_text_in_utf_8_are_said_to_be_so(
    fq: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    (tmp_path / "wide.toml").write_bytes(data)
    monkeypatch.setenv("FOLLOWQ_CONFIG", str(tmp_path / "wide.toml"))
    refused(fq("today"), 4, "wide.toml", "UTF-8")
    refused(fq("config", "limit", "5"), 4, "wide.toml", "UTF-8")
    assert (tmp_path / "wide.toml").read_bytes() == data


@POSIX
def test_settings_in_a_pipe_do_not_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done = subprocess.run(
        [sys.executable, "-m", "followq", "today"],
        env={**os.environ, "FOLLOWQ_CONFIG": str(pipe)},
        capture_output=True,
        timeout=LONGEST_WAIT,
        check=False,
    )
    assert done.returncode in (4, 7)


def test_an_export_never_replaces_the_queue_itself(fq: Call, db: Path, tmp_path: Path) -> None:
    fq("add", "Ana", "Quote")
    (tmp_path / "folder").mkdir()
    with untouched(db):
        for path in (str(db), str(tmp_path / "folder" / ".." / "queue.db")):
            answer = fq("export", "--output", path, "--force")
            assert answer.code in (2, 4, 7), answer
            refused(answer, answer.code, path)
    assert texts(fq) == ["Quote"]


def test_folders_that_cannot_be_made_are_named(fq: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("text")
    monkeypatch.setenv("FOLLOWQ_CONFIG", str(tmp_path / "no" / "such" / "config.toml"))
    (tmp_path / "no").symlink_to("nowhere") if os.name == "posix" else (tmp_path / "no").write_text("")
    refused(fq("config", "limit", "5"), 7, "config.toml")


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG folders are Linux's")
@pytest.mark.parametrize("home", ["HOME", "XDG_DATA_HOME"])
def test_a_home_that_is_no_folder_is_named(
    home: str, fq: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("text")
    monkeypatch.delenv("FOLLOWQ_DB")
    monkeypatch.setenv(home, str(file))
    for argv in (("add", "Ana", "Quote"), ("done", "1"), ("demo", "--dir", str(file))):
        refused(fq(*argv), 7, str(file))
    answer = fq("list")
    assert answer.code in (0, 7), answer
    assert file.read_text() == "text"


@pytest.mark.parametrize(
    "argv",
    [
        ("done", "1"),
        ("told", "Ana"),
        ("edit", "1", "--text", "x"),
        ("person", "edit", "Ana", "--phone", "1"),
        ("undo",),
    ],
    ids=" ".join,
)
def test_a_change_that_finds_nothing_makes_no_queue(argv: tuple[str, ...], fq: Call, db: Path) -> None:
    refused(fq(*argv), 3)
    assert not db.exists()


# Numbers, words and settings


@pytest.mark.parametrize("word", ["9" * 5000, "1-" + "9" * 5000, "9" * 30, "9223372036854775808"])
def test_a_number_that_no_integer_holds_is_not_found(word: str, fq: Call, db: Path) -> None:
    fq("add", "Ana", "Quote")
    with untouched(db):
        for argv in (("show", word), ("done", word), ("why", word), ("edit", "1", "--blocked-by", word), ("log", word)):
            answer = fq(*argv)
            assert answer.code in (2, 3), (argv, answer.err[-300:])
            refused(answer, answer.code)


@pytest.mark.parametrize(
    "word", ["0", "-1", "3-1", "1-", "-3", "1-2-3", "#", "1,2", "²", "٣", "1.0", "+1", "1-1001", "0x1", "1-٣"]
)
def test_odd_ids_are_refused(word: str, fq: Call, db: Path) -> None:
    fq("add", "Ana", "Quote")
    with untouched(db):
        for argv in (("done", "--", word), ("show", "--", word), ("drop", "--", word)):
            answer = fq(*argv)
            assert answer.code in (2, 3), (argv, answer)
            refused(answer, answer.code)


def test_an_emoji_newer_than_python_is_a_text_like_any_other(fq: Call) -> None:
    # U+1FAE8, shaking face, came with Unicode 15; Python 3.11 knows Unicode 14.
    assert fq("add", "Ana", "\U0001fae8").code == 0
    assert texts(fq) == ["\U0001fae8"]


def test_a_setting_that_would_lock_everybody_out_is_refused(fq: Call, tmp_path: Path) -> None:
    pytest.importorskip("holidays", reason="countries' holidays come with followq[holidays]")
    fq("add", "Ana", "Quote")
    for code in ("ZZ", "DE-ZZZ"):
        refused(fq("config", "holidays", code), 4, code)
        assert fq("today").code == 0
    assert not (tmp_path / "config.toml").exists()


@pytest.mark.parametrize(
    ("contents", "mend"),
    [
        ('holidays = "ZZ"\n', ("config", "holidays", "--default")),
        ('holidays = "ZZ"\n', ("config", "holidays", "")),
        ("limit = 0\n", ("config", "limit", "5")),
        ("limit = 0\n", ("config", "limit", "--default")),
    ],
    ids=["default", "empty", "value", "limit"],
)
def test_the_way_out_that_is_hinted_at_works(contents: str, mend: tuple[str, ...], fq: Call, tmp_path: Path) -> None:
    if "holidays" in contents:
        pytest.importorskip("holidays", reason="countries' holidays come with followq[holidays]")
    (tmp_path / "config.toml").write_text(contents)
    answer = fq("today")
    refused(answer, 4)
    assert "followq config" in answer.err
    assert fq(*mend).code == 0, mend
    assert fq("today").code == 0


@pytest.mark.parametrize(
    "contents",
    [
        b"\xff\xfe",
        b"\x00",
        b"limit = ",
        b"limit = 5\nlimit = 6\n",
        b"[weights]\n[weights]\n",
        b"weights = 1\n",
        b"[[weights]]\ndark = 1\n",
        b"limit = true\n",
        b"limit = 1e400\n",
        b"weights.dark = nan\n",
        b"weights.dark = -inf\n",
        b'workdays = ["mon", 1]\n',
        b'workdays = "mon"\n',
        b"zone = 1979-05-27\n",
        b'zone = "../../etc/passwd"\n',
        b'"\\u001b[2J" = "\\u001b[2J"\n',
        b'zone = "' + b"x" * 5000 + b'"\n',
        b"a = " + b"[" * 5000 + b"]" * 5000 + b"\n",
        b"limit = " + b"9" * 5000 + b"\n",
    ],
    ids=range(19),
)
def test_broken_settings_are_refused_with_the_file(contents: bytes, fq: Call, db: Path, tmp_path: Path) -> None:
    fq("add", "Ana", "Quote")
    file = tmp_path / "config.toml"
    file.write_bytes(contents)
    with untouched(db):
        for argv in (("today",), ("add", "Ana", "x"), ("people",), ("list", "--plain")):
            refused(fq(*argv), 4, str(file))
    assert file.read_bytes() == contents


@pytest.mark.parametrize("now", ["", "2026-11-23T09:00:00Z\n", "20261123T090000Z", "2026-11-23"])
def test_odd_clocks_that_can_be_read_are_read(now: str, fq: Call) -> None:
    assert fq("today", now=now).code == 0


@pytest.mark.parametrize(
    "now", ["x", "\x1b[2J", "9999-12-31", "0001-01-01T00:00", "2026-11-23T09:00+99:00", "9" * 5000]
)
def test_odd_clocks_that_cannot_be_read_are_refused(now: str, fq: Call, db: Path) -> None:
    refused(fq("today", now=now), 4, "FOLLOWQ_NOW")
    refused(fq("add", "Ana", "Quote", now=now), 4, "FOLLOWQ_NOW")
    assert not db.exists()


@POSIX
@pytest.mark.parametrize("columns", ["0", "-1", "1", "x", "9" * 30, ""])
def test_odd_widths_draw_all_the_same(columns: str, fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    fq("add", "Ana", "Quote")
    monkeypatch.setenv("COLUMNS", columns)
    answer = on_terminal("list")
    assert (answer.code, answer.err) == (0, "")
    assert "Quote" in answer.out


@pytest.mark.parametrize(
    "words", [("a",) * 600, ("x" * 50_000,), ('"',), ("NEAR(",), ("a*",), ("-a", "AND"), ("^", "ª")]
)
def test_odd_searches_find_nothing_and_break_nothing(words: tuple[str, ...], fq: Call) -> None:
    fq("add", "Tom", "Contract")
    answer = fq("search", "--", *words)
    assert answer.code in (0, 2), answer.err[-300:]
    if answer.code:
        refused(answer, 2)


def test_the_examples_in_the_help_of_log_work(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    (example,) = re.findall(r"^ *followq (log .*)$", log.__doc__ or "", re.MULTILINE)
    answer = fq(*shlex.split(example))
    assert answer.code == 0, (example, answer.err)


# Export and import


def _moved(fq: Call, db: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Result, str, str]:
    before = fq("export").out
    file = db.parent / "moved.json"
    file.write_text(before)
    monkeypatch.setenv("FOLLOWQ_DB", str(db.parent / "other.db"))
    answer = fq("import", str(file), "--yes")
    return answer, before, fq("export").out


def _long_note(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    fq("note", "1", "n" * 9_000)
    fq("note", "1", "m" * 9_000)


def _long_note_at_once(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--note", "n" * 10_001)


def _long_text_untold(fq: Call) -> None:
    fq("add", "Ana", "T" * 10_000)
    fq("done", "1", "--untold")


def _long_text_thanked(fq: Call) -> None:
    fq("add", "-w", "Ana", "T" * 10_000)
    fq("done", "1", "--thank")


def _everything_undone(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    fq("undo")


def _odd_lists(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--tag", 'a","b', "--tag", "1", "--tag", "[]", "--tag", "\\", "--tag", '", ')
    fq("person", "edit", "Ana", "--alias", '["x"]', "--phone", "1")


def _renamed_and_handed_on(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--every", "month", "--by", "2027-01-31")
    fq("hand", "1", "Tom", "Draft")
    fq("person", "edit", "Ana", "--name", "Anita")
    fq("done", "Tom")
    fq("done", "1")
    fq("undo")
    fq("redo")


@pytest.mark.parametrize(
    "make",
    [
        _long_note,
        _long_note_at_once,
        _long_text_untold,
        _long_text_thanked,
        _everything_undone,
        _odd_lists,
        _renamed_and_handed_on,
    ],
)
def test_whatever_commands_make_is_moved_without_loss(
    make: Callable[[Call], None], fq: Call, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(fq)
    answer, before, after = _moved(fq, db, monkeypatch)
    assert answer.code == 0, answer.err[:300]
    assert after == before


def _piped(*argv: str, stdin: str = "") -> Result:
    done = subprocess.run(
        [sys.executable, "-m", "followq", *argv],
        input=stdin.encode(),
        capture_output=True,
        timeout=LONGEST_WAIT,
        check=False,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_two_thousand_million_nudges_do_not_hang(fq: Call) -> None:
    item = {"person": "Ana", "text": "Quote", "ball": "theirs", "nudges": 2**31 - 1}
    answer = _piped("import", "-", "--yes", stdin=json.dumps([item]))
    assert answer.code in (0, 4)
    assert _piped("waiting").code == 0
    assert _piped("nudge", "Ana").code in (0, 3)


def test_a_month_of_free_time_does_not_hang(fq: Call, tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    file.write_text(
        json.dumps([{"person": "Ana", "text": f"Item {n}", "effort_minutes": 7 + n % 50} for n in range(500)])
    )
    fq("import", str(file), "--yes")
    assert _piped("today", "--fits", "744h").code == 0


# A queue that somebody edited by hand


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE followups SET tags = '[x]'",
        "UPDATE followups SET tags = '[1,null]'",
        "UPDATE followups SET blocked_by = '[[]'",
        "UPDATE followups SET promised = '2026-99-99'",
        "UPDATE followups SET since = 'longT00:00:00Z'",
        "UPDATE followups SET snoozed_until = '2026-13-45'",
        "UPDATE followups SET every = 'fortnight', anchor = '2026-11-27'",
        "UPDATE followups SET text = CAST(x'ff' AS TEXT)",
        "UPDATE changes SET fields = '{oops}'",
        "UPDATE batches SET at = '2026-99-99'",
        "UPDATE people SET emails = '[{]'",
        "DELETE FROM people",
        "DROP TABLE search",
        "DROP TABLE changes",
    ],
)
def test_a_queue_edited_by_hand_is_damaged_not_a_defect(change: str, fq: Call, db: Path) -> None:
    fq("add", "Ana", "Quote", "--by", "fri", "--every", "week", "--tag", "a")
    fq("add", "-w", "Tom", "Contract")
    with closing(sqlite3.connect(db)) as connection:
        connection.execute(change)
        connection.commit()
    before = db.read_bytes()
    for argv in (
        ("today",),
        ("waiting",),
        ("count",),
        ("list",),
        ("show", "1"),
        ("why", "1"),
        ("log",),
        ("people",),
        ("with", "Ana"),
        ("search", "quote"),
        ("export",),
        ("done", "1"),
    ):
        answer = fq(*argv)
        assert answer.code in (0, 3, 4, 6), (argv, answer.code, answer.err)
        if answer.code == 6:
            refused(answer, 6, str(db))
            assert db.read_bytes() == before
        assert "Traceback" not in answer.err


@pytest.mark.parametrize("state", ["/proc", "file"])
def test_a_crash_file_that_cannot_be_written_hides_nothing(
    state: str, fq: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("Ana's secret")

    (tmp_path / "file").write_text("text")
    monkeypatch.setattr(Session, "show", broken)
    monkeypatch.setenv("XDG_STATE_HOME", state if state.startswith("/") else str(tmp_path / state))
    answer = fq("today")
    refused(answer, 1, "ZeroDivisionError", "report")
    assert "secret" not in answer.err


@POSIX
def test_a_crash_file_holds_no_texts_and_is_private(fq: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "".join(reversed("hcirtso"))  # a word that stands in no line of code

    def broken(*_: object) -> None:
        raise ZeroDivisionError(secret)

    monkeypatch.setattr(Session, "show", broken)
    answer = fq("add", secret, secret)
    refused(answer, 1)
    (file,) = tmp_path.rglob("crash.txt")
    assert str(file) in answer.err
    assert "broken" in file.read_text()
    assert secret not in file.read_text() + answer.err
    assert file.stat().st_mode & 0o077 == 0
