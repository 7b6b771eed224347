"""Rows 66 to 68 of the faults: readers that leave early, Ctrl-C at a question, and nobody there to be asked."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Call
from tests.faults.test_text import refused, untouched

POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes and pseudo-terminals as POSIX has them")
INTERRUPT, END, CLEAR_LINE = "\x03", "\x04", "\x15"
STEERING = re.compile(r"\x1b\[[?0-9;]*[A-Za-z]")


# 66


@pytest.fixture
def many(fq: Call, tmp_path: Path) -> None:
    """A queue whose pages are longer than any pipe."""
    file = tmp_path / "many.json"
    items = [{"person": f"Person {place % 40}", "text": f"Item {place} {'x' * 100}"} for place in range(1500)]
    file.write_text(json.dumps(items))
    assert fq("import", str(file), "--yes").code == 0


@POSIX
@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    "argv",
    [
        ("list",),
        ("list", "--json"),
        ("list", "--plain"),
        ("today", "--all"),
        ("search", "item"),
        ("log", "--all"),
        ("export",),
    ],
    ids=" ".join,
)
def test_row_66_a_reader_that_has_read_enough_is_no_error(argv: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "followq", *argv]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(100)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) in (0, 141, -signal.SIGPIPE)


@POSIX
@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_row_66_help_into_a_closed_pipe_is_no_error(flag: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "followq", flag], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) in (0, 141, -signal.SIGPIPE)


@POSIX
def test_row_66_what_was_to_be_written_is_written_all_the_same(fq: Call) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "followq", "add", "Ana", "Quote"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) in (0, 141, -signal.SIGPIPE)
    assert len(fq("list", "--json").document["followups"]) == 1


# 67


def at_terminal(*argv: str) -> Any:
    """Start followq on a pseudo-terminal, ready to be talked to."""
    pexpect = pytest.importorskip("pexpect", reason="pseudo-terminals are POSIX only")
    return pexpect.spawn(
        sys.executable, ["-m", "followq", *argv], encoding="utf-8", timeout=20, dimensions=(40, 120), env={**os.environ}
    )


def said(talk: Any) -> tuple[int, str]:
    """How a talk ended: the exit code, and what was said since the last question."""
    with contextlib.suppress(OSError):
        talk.expect_exact(_end())
    talk.close()
    return (talk.exitstatus if talk.exitstatus is not None else -talk.signalstatus, talk.before or "")


def _end() -> Any:
    return pytest.importorskip("pexpect").EOF


@POSIX
@pytest.mark.parametrize("key", [INTERRUPT, END], ids=["ctrl-c", "ctrl-d"])
@pytest.mark.parametrize(
    ("argv", "question"),
    [
        (("add",), "Who?"),
        (("add", "Zoe"), "saves nothing."),
        (("add", "Ana Lopes", "Quote"), "Who is meant?"),
        (("edit", "1", "--person", "Ana Lopes"), "Who is meant?"),
        (("hand", "2", "Ana Lopes"), "Who is meant?"),
        (("toss", "1"), "Check in on which day?"),
        (("nudge", "3"), "nudge all the same (y)"),
        (("import", "in.json"), "Bring this in?"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_row_67_an_end_at_a_question_writes_nothing(
    argv: tuple[str, ...], question: str, key: str, fq: Call, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fq("add", "Ana Lopez", "Quote")
    fq("add", "Tom Baker", "Contract")
    fq("add", "-w", "Ana Lopez", "Signature")
    (tmp_path / "in.json").write_text('[{"person": "Mei", "text": "Prices"}]')
    monkeypatch.chdir(tmp_path)
    with untouched(db):
        talk = at_terminal(*argv)
        talk.expect_exact(question)
        talk.send(key)
        code, rest = said(talk)
    assert code == 130
    assert "Traceback" not in rest
    # A drawn question leaves its own text in front of it, erased on the screen.
    assert "followq: stopped" in STEERING.sub("", rest).strip().splitlines()[-1]


@POSIX
def test_row_67_what_was_typed_before_is_not_half_saved(db: Path) -> None:
    talk = at_terminal("add", "Ana Lopez")
    talk.expect_exact("saves nothing.")
    talk.sendline("> Quote by fri")
    talk.expect_exact("you owe Ana Lopez: Quote")
    talk.sendline("< Signature")
    talk.expect_exact("Ana Lopez owes you: Signature")
    talk.send(INTERRUPT)
    talk.expect_exact("Save 2 lines?")
    talk.send(INTERRUPT)
    code, rest = said(talk)
    assert code == 130
    assert "2 lines typed, nothing was saved" in rest
    assert not db.exists()


@POSIX
def test_row_67_a_wrong_line_is_asked_again_and_the_rest_saved(fq: Call) -> None:
    talk = at_terminal("add", "Ana Lopez")
    talk.expect_exact("saves nothing.")
    for line, answer in (
        ("no mark", "begin with > or <"),
        ("> call by 32 dec", "no such day"),
        (">", "is empty"),
        ("> Quote by fri", "by Fri 27 Nov"),
    ):
        talk.sendline(f"{CLEAR_LINE}{line}")
        talk.expect_exact(answer)
    talk.sendline("")
    code, rest = said(talk)
    assert code == 0, rest
    assert [item["text"] for item in fq("list", "--json").document["followups"]] == ["Quote"]


@POSIX
def test_row_67_a_question_shows_odd_names_harmlessly(fq: Call) -> None:
    fq("add", "Ana \x1b]0;owned\x07Lopez", "Quote \x1b[2Jgone")
    fq("add", "-w", "Ana \x1b]0;owned\x07Lopez", "Signature")
    talk = at_terminal("add", "Ana \x1b]0;owned\x07Lopes", "Contract")
    talk.expect_exact("1 Ana ^[]0;owned^GLopez")
    talk.send(INTERRUPT)
    assert said(talk)[0] == 130
    talk = at_terminal("nudge", "2")
    talk.expect_exact("Quote ^[[2Jgone")
    talk.expect_exact("nudge all the same (y)")
    talk.sendline("n")
    code, rest = said(talk)
    assert code == 130
    assert "nothing was changed" in rest


@POSIX
@pytest.mark.parametrize("answer", ["", "n", "No"])
def test_row_67_a_no_changes_nothing(answer: str, fq: Call, db: Path, tmp_path: Path) -> None:
    fq("add", "Ana", "Quote")
    file = tmp_path / "in.json"
    file.write_text('[{"person": "Mei", "text": "Prices"}]')
    with untouched(db):
        talk = at_terminal("import", str(file))
        talk.expect_exact("Bring this in?")
        talk.sendline(answer)
        code, rest = said(talk)
    assert code in (0, 130)
    assert "othing was changed" in rest


@POSIX
def test_row_67_an_interrupted_reading_of_standard_input_writes_nothing(db: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-m", "followq", "add", "Ana", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b"> Quote\n")
        process.stdin.flush()
        _wait_until_reading(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        (line,) = process.stderr.read().decode().splitlines()
    assert line.startswith("followq: stopped")
    assert not db.exists()


def _wait_until_reading(pid: int) -> None:
    # Until the process sleeps in a system call on its empty pipe; where /proc doesn't tell, a moment.
    import time

    status = Path(f"/proc/{pid}/wchan")
    for _ in range(100):
        time.sleep(0.02)
        with contextlib.suppress(OSError):
            if "pipe" in status.read_text():
                return
        if not status.exists():
            time.sleep(1)
            return


# 68


@pytest.mark.parametrize("given", ["", "y\n", "yes\nyes\n"])
def test_row_68_without_a_terminal_nobody_is_asked(given: str, fq: Call, fq_process: Call, db: Path) -> None:
    fq("add", "Ana", "Quote")
    file = db.parent / "in.json"
    file.write_text('[{"person": "Mei", "text": "Prices"}]')
    with untouched(db):
        answer = fq_process("import", str(file), stdin=given)
        assert (answer.code, answer.out) == (9, "")
        assert "--yes" in answer.err.splitlines()[-1]
        assert "Traceback" not in answer.err
        error = json.loads(fq_process("import", str(file), "--json", stdin=given).err.splitlines()[-1])
        assert error["code"] == "needs-confirmation"
        assert "--yes" in error["hint"]


@POSIX
@pytest.mark.parametrize("closed", [0, 2])
def test_row_68_a_closed_stream_is_no_terminal(closed: int, fq: Call, db: Path) -> None:
    fq("add", "Ana", "Quote")
    file = db.parent / "in.json"
    file.write_text('[{"person": "Mei", "text": "Prices"}]')
    with untouched(db):
        done = subprocess.run(
            [sys.executable, "-m", "followq", "import", str(file)],
            preexec_fn=lambda: os.close(closed),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    assert done.returncode == 9
    assert b"Traceback" not in done.stderr
    if closed != 2:
        assert b"--yes" in done.stderr


def test_row_68_a_preview_needs_no_yes(fq_process: Call, db: Path) -> None:
    file = db.parent / "in.json"
    file.write_text('[{"person": "Mei", "text": "Prices"}]')
    answer = fq_process("import", str(file), "--dry-run")
    assert (answer.code, answer.err) == (0, "")
    assert "1 follow-up" in answer.out
    assert not db.exists()


@pytest.mark.parametrize("argv", [("add",), ("add", "Ana"), ("add", "-"), ("add", "Ana", "-")], ids=" ".join)
def test_row_68_add_without_anything_to_add(argv: tuple[str, ...], fq_process: Call, db: Path) -> None:
    refused(fq_process(*argv), 2, "nothing to add", "followq add")
    assert not db.exists()


def test_row_68_a_near_name_warns_where_nobody_can_be_asked(fq: Call, fq_process: Call) -> None:
    fq("add", "Ana Lopez", "Quote")
    answer = fq_process("add", "Ana Lopes", "Contract")
    assert answer.code == 0
    assert "there is also Ana Lopez" in answer.out
    assert "followq edit 2 --person 'Ana Lopez'" in answer.out
