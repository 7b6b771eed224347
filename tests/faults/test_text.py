"""Rows 1 to 18 of the faults: text from others is shown, never obeyed, and kept as it was."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import struct
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from followq.cli.main import run
from followq.store.file import connection
from tests.conftest import Call, Result

SGR = re.compile(r"\x1b\[[0-9;]*m")
HARMFUL = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
SCREENS = pytest.mark.parametrize("screen", ["plain", "terminal"])
POSIX = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX only")


@pytest.fixture(autouse=True)
def _no_wait_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are the matter here, and hundreds of writes; what outlives a power cut is tested elsewhere."""
    settings = tuple(setting.replace("FULL", "OFF") for setting in getattr(connection, "_SETTINGS", ()))
    monkeypatch.setattr(connection, "_SETTINGS", settings, raising=False)


def on_terminal(*argv: str, columns: int = 120) -> Result:
    """Call followq within this process with a pseudo-terminal as standard output: the way Rich draws."""
    import fcntl
    import termios

    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 60, columns, 0, 0))
    chunks: list[bytes] = []

    def collect() -> None:
        with contextlib.suppress(OSError):  # Linux's word for the other end being closed
            while chunk := os.read(master, 65536):
                chunks.append(chunk)

    reader = threading.Thread(target=collect)
    reader.start()
    error = io.StringIO()
    try:
        with (
            open(slave, "w", encoding="utf-8") as screen,
            contextlib.redirect_stdout(screen),
            contextlib.redirect_stderr(error),
        ):
            code = run(list(argv))
    finally:
        reader.join()
        os.close(master)
    return Result(code, b"".join(chunks).decode().replace("\r\n", "\n"), error.getvalue())


def harmless(text: str) -> bool:
    """Whether nothing but our own colours could steer a terminal."""
    return not HARMFUL.search(SGR.sub("", text))


def refused(result: Result, code: int, *says: str) -> None:
    """Hold a refusal to the rule for all: no traceback, nothing on standard output, one line with a next step."""
    assert result.code == code, result
    assert result.out == "", result
    assert "Traceback" not in result.err
    (line,) = result.err.splitlines()
    assert re.fullmatch(r"followq: .+ \(.+\)", line), line
    assert harmless(result.err), repr(result.err)
    for words in says:
        assert words in line, line


@contextlib.contextmanager
def untouched(file: Path) -> Iterator[None]:
    """Hold that a file is, byte for byte, what it was, and that nothing appears beside it."""
    before = file.read_bytes() if file.exists() else None
    beside = sorted(file.parent.iterdir())
    yield
    assert (file.read_bytes() if file.exists() else None) == before
    assert sorted(file.parent.iterdir()) == beside


def fill(fq: Call, odd: str) -> None:
    """Make a queue with the odd text in every field that takes one."""
    about = ("--project", odd, "--tag", odd, "--note", odd)
    assert fq("add", f"Eve {odd}", f"Owed {odd}", *about, "--by", "fri", "--since", "2026-11-16").code == 0
    assert fq("add", "-w", f"Eve {odd}", f"Waited {odd}", *about, "--since", "2026-11-10").code == 0
    person = ("--org", odd, "--phone", odd, "--alias", f"Al {odd}", "--note", odd)
    assert fq("person", "edit", "Eve", *person).code == 0


def walk(call: Call, odd: str, folder: Path) -> Iterator[tuple[tuple[str, ...], Result]]:
    """Every command that prints texts, on a filled queue, with its answer."""
    file = str(folder / "walk.json")
    for argv in (
        ("today", "--all"),
        ("today", "--fits", "4h"),
        ("today", "--project", odd),
        ("waiting",),
        ("waiting", "--all"),
        ("list",),
        ("list", "--tag", odd),
        ("show", "1"),
        ("show", "2"),
        ("why", "1"),
        ("search", "Eve"),
        ("log",),
        ("log", "1"),
        ("log", "--person", "Eve"),
        ("people",),
        ("with", "Eve"),
        ("told", "1", odd),
        ("nudge", "2", odd),
        ("note", "1", odd),
        ("snooze", "1", "tomorrow"),
        ("edit", "1", "--text", f"New {odd}", "--by", "+9d"),
        ("undo",),
        ("redo",),
        ("hand", "1", f"Helper {odd}", odd),
        ("toss", "2", f"Tossed {odd}"),
        ("done", "2", "--note", odd),
        ("reopen", "2"),
        ("drop", "2", odd),
        ("add", f"Evo {odd}", f"Near {odd}"),
        ("add", "-w", f"Eve {odd}", f"Again {odd}"),
        ("done", "1", "--untold"),
        ("person", "add", f"Third {odd}"),
        ("person", "edit", "Eve", "--name", f"Eva {odd}"),
        ("list", "--status", "all"),
        ("log", "--all"),
        ("show", "1"),
        ("export", "--output", file, "--force"),
        ("import", file, "--dry-run"),
    ):
        yield argv, call(*argv)


def shown_not_obeyed(screen: str, fq: Call, folder: Path, odd: str, visible: str) -> None:
    """Hold that no command lets the odd text through, that all show it as `visible`, and that JSON keeps it."""
    fill(fq, odd)
    for argv, answer in walk(fq if screen == "plain" else on_terminal, odd, folder):
        assert answer.code == 0, (argv, answer)
        assert harmless(answer.out), (argv, answer.out)
        assert harmless(answer.err), (argv, answer.err)
        if argv[0] not in ("export", "import"):
            assert visible in SGR.sub("", answer.out), (argv, answer.out)
    answer = fq("list", "--status", "all", "--json")
    assert answer.out.isascii()
    first, second, *_ = answer.document["followups"]
    assert (first["text"], first["project"], first["tags"]) == (f"New {odd}", odd, [odd])
    assert first["note"] == f"{odd}\n{odd}"
    assert second["text"] == f"Tossed {odd}"
    (person,) = fq("with", "Eva", "--json").document["people"]
    assert (person["organisation"], person["phones"], person["note"]) == (odd, [odd], odd)
    assert person["aliases"] == [f"Al {odd}", f"Eve {odd}"]


def shown_in_errors(fq: Call, odd: str) -> None:
    """Hold that an error that quotes what was typed shows the odd text as harmlessly as a page does."""
    fq("add", "Ana", "Quote")
    for argv in (
        ("show", odd),
        ("done", odd),
        ("with", odd),
        ("list", "--person", odd),
        ("list", "--status", odd),
        ("list", "--since", odd),
        ("add", "Ana", "x", "--by", odd),
        ("add", "Ana", "x", "--via", odd),
        ("add", "Ana", "x", "--effort", odd),
        ("add", "Ana", "x", "--every", odd),
        ("snooze", "1", odd),
        ("people", "--sort", odd),
        ("config", odd),
        ("config", "zone", odd),
        ("import", f"no-{odd}.json"),
        ("export", "--output", f"no/such/{odd}"),
        ("--db", f"no/such/{odd}", "today"),
        (odd,),
        ("list", f"--{odd}"),
        ("today", "--limit", odd),
    ):
        answer = fq(*argv)
        assert answer.code in (2, 3, 4, 7), (argv, answer)
        refused(answer, answer.code)


@POSIX
@SCREENS
def test_row_01_escape_codes_are_shown_not_obeyed(screen: str, fq: Call, tmp_path: Path) -> None:
    shown_not_obeyed(screen, fq, tmp_path, "\x1b[2Jgone", "^[[2Jgone")


def test_row_01_errors_show_escape_codes_too(fq: Call) -> None:
    shown_in_errors(fq, "\x1b[2Jgone")


@POSIX
def test_row_01_the_terminal_path_is_the_coloured_one(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    assert SGR.search(on_terminal("list").out)
    assert not SGR.search(on_terminal("list", "--plain").out)


@pytest.mark.parametrize(
    ("shell", "variables"),
    [
        ("complete_bash", {"COMP_WORDS": "followq show ", "COMP_CWORD": "2"}),
        ("complete_bash", {"COMP_WORDS": "followq with ", "COMP_CWORD": "2"}),
        ("complete_zsh", {"_TYPER_COMPLETE_ARGS": "followq show "}),
        ("complete_fish", {"_TYPER_COMPLETE_ARGS": "followq show ", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}),
    ],
)
def test_row_01_completions_show_escape_codes_too(
    shell: str, variables: dict[str, str], fq: Call, fq_process: Call
) -> None:
    fill(fq, "\x1b[2Jgone")
    answer = fq_process(env={"_FOLLOWQ_COMPLETE": shell, **variables})
    assert "Traceback" not in answer.err
    assert answer.out
    assert harmless(answer.out.replace("\t", " ")), answer.out


@POSIX
@SCREENS
def test_row_02_a_window_title_is_shown_not_set(screen: str, fq: Call, tmp_path: Path) -> None:
    shown_not_obeyed(screen, fq, tmp_path, "\x1b]0;owned\x07", "^[]0;owned^G")


@POSIX
@SCREENS
def test_row_03_the_clipboard_is_left_alone(screen: str, fq: Call, tmp_path: Path) -> None:
    shown_not_obeyed(screen, fq, tmp_path, "\x1b]52;c;ZXZp\x07", "^[]52;c;ZXZp^G")


@POSIX
@SCREENS
def test_row_04_a_hidden_link_is_shown_not_made(screen: str, fq: Call, tmp_path: Path) -> None:
    shown_not_obeyed(screen, fq, tmp_path, "\x1b]8;;http://e.x\x1b\\bank\x1b]8;;\x1b\\", "^[]8;;http://e.x^[")


@POSIX
@SCREENS
def test_row_05_eight_bit_controls_are_shown_not_obeyed(screen: str, fq: Call, tmp_path: Path) -> None:
    shown_not_obeyed(screen, fq, tmp_path, "\x9b31mred\x9d0;t\x9c", "\\u009b31mred\\u009d0")


@pytest.mark.parametrize("broken", ["\r", "\n", "\r\n", "\u2028", "\x0b", "\x85"])
def test_row_06_a_line_break_in_a_title_is_a_space(broken: str, fq: Call, tmp_path: Path) -> None:
    fq("add", f"Ana{broken}Lopez", f"Safe{broken}EVIL", "--project", f"Spring{broken}fair")
    (item,) = fq("list", "--json").document["followups"]
    assert (item["person"], item["text"], item["project"]) == ("Ana Lopez", "Safe EVIL", "Spring fair")
    file = tmp_path / "in.json"
    file.write_text(json.dumps([{"person": f"Tom{broken}Baker", "text": f"Two{broken}lines"}]))
    assert fq("import", str(file), "--yes").code == 0
    rows = fq("list").out.splitlines()
    assert [row.split("  ")[2:4] for row in rows[:2]] == [["Ana Lopez", "Safe EVIL"], ["Tom Baker", "Two lines"]]


@pytest.mark.parametrize("broken", ["\r", "\n", "\u2028"])
@POSIX
@SCREENS
def test_row_06_a_note_of_many_lines_makes_no_rows_of_its_own(
    screen: str, broken: str, fq: Call, tmp_path: Path
) -> None:
    note = f"First{broken}9  you owe  Boss  Everything"
    fq("add", "Ana", "Quote")
    fq("edit", "1", "--note", note)
    for argv in (("show", "1"), ("log",), ("list",), ("search", "quote")):
        out = (fq if screen == "plain" else on_terminal)(*argv).out
        assert harmless(out)
        assert not any(line.startswith("9") for line in out.splitlines()), out
    assert fq("show", "1", "--json").document["followups"][0]["note"] == note


@pytest.mark.parametrize(
    "argv",
    [
        ("add", "Ana", "a\0b"),
        ("add", "A\0na", "Quote"),
        ("add", "Ana", "Quote", "--project", "a\0b"),
        ("add", "Ana", "Quote", "--tag", "a\0b"),
        ("add", "Ana", "Quote", "--note", "a\0b"),
        ("edit", "1", "--text", "a\0b"),
        ("edit", "1", "--note", "a\0b"),
        ("edit", "1", "--person", "a\0b"),
        ("note", "1", "a\0b"),
        ("told", "1", "a\0b"),
        ("toss", "1", "a\0b"),
        ("done", "1", "--note", "a\0b"),
        ("drop", "1", "a\0b"),
        ("hand", "1", "T\0m", "Draft"),
        ("person", "add", "T\0m"),
        ("person", "add", "Tom", "--note", "a\0b"),
        ("person", "edit", "Ana", "--phone", "a\0b"),
    ],
)
def test_row_07_nul_is_refused_in_commands(argv: tuple[str, ...], fq: Call, db: Path) -> None:
    fq("add", "Ana", "First")
    with untouched(db):
        refused(fq(*argv), 4, "NUL")


def test_row_07_nul_is_refused_in_captured_lines(fq_process: Call, db: Path) -> None:
    refused(fq_process("add", "Ana", "-", stdin="> good\n> a\0b\n"), 4, "line 2", "NUL")
    assert not db.exists()


def test_row_07_nul_is_replaced_on_import_and_counted(fq: Call, tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    file.write_text(json.dumps([{"person": "A\0na", "text": "a\0b", "note": "\0"}, {"person": "Tom", "text": "Quote"}]))
    answer = fq("import", str(file), "--yes")
    assert answer.code == 0
    item = fq("list", "--json").document["followups"][0]
    assert (item["person"], item["text"], item["note"]) == ("A\ufffdna", "a\ufffdb", "\ufffd")
    assert "NUL" in answer.out + answer.err  # and how many


@POSIX
@SCREENS
def test_row_08_markup_is_literal(screen: str, fq: Call, tmp_path: Path) -> None:
    shown_not_obeyed(screen, fq, tmp_path, "[/x][red]x[/red][/][link=https://e.x]bank[/link]\\", "[/x][red]x[/red][/]")


def test_row_08_markup_in_errors_is_literal(fq: Call) -> None:
    shown_in_errors(fq, "[/x]")


@POSIX
@SCREENS
def test_row_09_emoji_codes_are_literal(screen: str, fq: Call, tmp_path: Path) -> None:
    shown_not_obeyed(screen, fq, tmp_path, ":smiley:", ":smiley:")


@POSIX
@SCREENS
def test_row_10_a_name_that_runs_backwards_is_visible(screen: str, fq: Call, tmp_path: Path) -> None:
    shown_not_obeyed(screen, fq, tmp_path, "doc\u202egpj.exe", "doc\\u202egpj.exe")


def test_row_10_file_names_in_errors_are_visible_too(fq: Call, tmp_path: Path) -> None:
    refused(fq("import", str(tmp_path / "doc\u202egpj.exe")), fq("import", "missing").code, "doc\\u202egpj.exe")


@POSIX
@SCREENS
def test_row_11_invisible_characters_are_visible(screen: str, fq: Call, tmp_path: Path) -> None:
    shown_not_obeyed(
        screen, fq, tmp_path, "zero\u200bwidth\u200e\u2066\ufeff\u00ad\U000e0041", "zero\\u200bwidth\\u200e"
    )


@pytest.mark.parametrize("invisible", ["\u2066", "\ufeff", "\u00ad", "\u2060", "\U000e0041"])
def test_row_11_each_invisible_character_is_visible(invisible: str, fq: Call) -> None:
    point = ord(invisible)
    fq("add", "Ana", f"pass{invisible}word")
    shown = f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"
    assert f"pass{shown}word" in fq("list").out


def test_row_11_search_finds_words_without_their_invisible_characters(fq: Call) -> None:
    fq("add", "Ana", "in\u200bvoice for the st\u00adand")
    for word in ("invoice", "inv", "in\u200bvoice", "stand"):
        assert len(fq("search", word, "--json").document["followups"]) == 1, word
    fq("add", "To\u200bm", "Quote")
    assert fq("with", "Tom").code == 0


@POSIX
@SCREENS
def test_row_12_at_most_eight_marks_on_a_character_are_shown(screen: str, fq: Call) -> None:
    heap = "e" + "\u0301" * 190 + "nd"
    assert fq("add", f"Z{heap}", heap, "--note", heap).code == 0
    call = fq if screen == "plain" else on_terminal
    for argv in (("today",), ("list",), ("show", "1"), ("why", "1"), ("log",), ("people",), ("with", "Z"), ("undo",)):
        out = call(*argv).out
        assert "\u0301" * 8 in out, argv
        assert "\u0301" * 9 not in out, argv
    fq("redo")
    (item,) = fq("list", "--json").document["followups"]
    assert (item["person"], item["text"], item["note"]) == (f"Z{heap}", heap, heap)


@pytest.mark.skipif(os.name == "nt", reason="Windows hands arguments over as text, never as bytes")
@pytest.mark.parametrize(
    "argv",
    [
        ("add", "Ana", b"caf\xe9"),
        ("add", b"\xff", "Quote", "--json"),
        ("search", b"\xed\xa0\x80"),
        ("done", b"\x80"),
        (b"\xfe",),
    ],
)
def test_row_13_bytes_that_are_no_text_are_refused(argv: tuple[str | bytes, ...], fq_process: Call, db: Path) -> None:
    answer = fq_process(*argv)
    if "--json" in argv:
        assert (answer.code, answer.out) == (2, "")
        assert (answer.error["code"], answer.error["message"]) == ("usage", "the command line is not valid UTF-8")
    else:
        refused(answer, 2, "not valid UTF-8")
    assert not db.exists()


def test_row_13_lone_surrogates_are_refused_in_every_command(fq: Call, db: Path) -> None:
    fq("add", "Ana", "First")
    with untouched(db):
        for argv in (
            ("note", "1", "a\ud800"),
            ("told", "1", "\udcff"),
            ("config", "\ud800"),
            ("--db", "\udc80", "list"),
        ):
            refused(fq(*argv), 2, "not valid UTF-8")


def test_row_14_the_longest_name_is_said_and_the_table_keeps_its_columns(fq: Call, db: Path) -> None:
    fq("add", "N" * 200, "T" * 10_000, "--by", "fri", "--project", "p" * 100)
    (item,) = fq("list", "--json").document["followups"]
    assert (item["person"], item["text"]) == ("N" * 200, "T" * 10_000)
    with untouched(db):
        refused(fq("add", "N" * 201, "Quote"), 4, "201", "200")
        refused(fq("add", "N" * 10_000, "Quote"), 4, "10,000", "200")
        refused(fq("add", "Ana", "T" * 10_001), 4, "10,001", "10,000")
        refused(fq("note", "1", "T" * 10_001), 4, "10,001", "10,000")


@POSIX
@pytest.mark.parametrize("columns", [24, 40, 60, 120])
def test_row_14_a_long_name_pushes_neither_id_nor_date_away(columns: int, fq: Call) -> None:
    fq("add", "N" * 200, "T" * 10_000, "--by", "fri", "--since", "2026-11-16")
    fq("add", "-w", "N" * 200, "T" * 10_000, "--since", "2026-11-16")
    for argv in (("list",), ("today",), ("waiting",), ("search", "T"), ("with", "N"), ("show", "1"), ("log",)):
        out = SGR.sub("", on_terminal(*argv, columns=columns).out)
        assert max(map(cell_len, out.splitlines())) <= columns, (argv, out)
        if argv != ("show", "1"):
            assert re.search(r"^ *[12] |: |  [12] ", out, re.MULTILINE), (argv, out)
    out = SGR.sub("", on_terminal("list", columns=columns).out)
    first = out.splitlines()[0]
    assert first.startswith("1 ")
    assert "promised Fri 27 Nov" in " ".join(out.split())


SCRIPTS = (
    "山田太郎",
    "김민준",
    "علي حسن",
    "דוד כהן",
    "हिन्दी शर्मा",
    "Zoë Çelik",
    "Ζωή Νέου",
    "ไทย ใจดี",
    "Ngọc Ánh",
    "Jo 🎉👍🏽",
)


def test_row_15_names_of_all_scripts_are_unchanged(fq: Call) -> None:
    for name in SCRIPTS:
        assert fq("add", name, f"Text {name}").code == 0
    out = fq("list").out
    names = [item["person"] for item in fq("list", "--json").document["followups"]]
    assert names == list(SCRIPTS)
    for name in SCRIPTS:
        assert name in out
        assert f"Text {name}" in out
        assert fq("with", name).code == 0
        assert fq("search", name.split()[0], "--json").document["followups"]


@POSIX
@SCREENS
def test_row_15_names_of_all_scripts_are_aligned(screen: str, fq: Call) -> None:
    for name in SCRIPTS:
        fq("add", name, "Quote")
    rows = SGR.sub("", (fq if screen == "plain" else on_terminal)("list").out).splitlines()
    rows = [row for row in rows if "Quote" in row]
    assert len(rows) == len(SCRIPTS)
    if screen == "plain":
        # Where not even terminals agree on the cells, in Devanagari and in coloured emoji, near enough is enough.
        rows = [row for row in rows if "हिन्दी" not in row and "👍" not in row]
    assert len({cell_len(row.partition("Quote")[0]) for row in rows}) == 1, "\n".join(rows)


@pytest.mark.parametrize("nothing", ["", " ", "\t \n", "\u00a0", "\u2028"])
def test_row_16_nothing_is_no_title(nothing: str, fq: Call, db: Path) -> None:
    fq("add", "Ana", "First")
    with untouched(db):
        for argv in (
            ("add", "Ana", nothing),
            ("add", nothing, "Quote"),
            ("add", "-w", "Ana", nothing, "--by", "fri"),
            ("edit", "1", "--text", nothing),
            ("note", "1", nothing),
            ("hand", "1", nothing),
            ("person", "add", nothing),
            ("show", nothing),
            ("done", nothing),
            ("search", nothing),
        ):
            refused(fq(*argv), 2)


def test_row_16_a_captured_line_without_words_is_refused(fq_process: Call, db: Path) -> None:
    answer = fq_process("add", "Ana", "-", stdin="> good\n>\n<   \n")
    assert answer.code in (2, 4)
    refused(answer, answer.code, "line 2", "line 3")
    assert not db.exists()


@pytest.mark.parametrize("title", ["-x", "-20 % on the quote", "--by the way", "--", "---"])
def test_row_17_a_title_with_a_dash_works_after_two_of_them(title: str, fq: Call) -> None:
    assert fq("add", "Ana", "--", title).code == 0
    (item,) = fq("list", "--json").document["followups"]
    assert item["text"] == title
    assert fq("edit", "1", f"--text={title}!").code == 0
    assert fq("note", "1", "--", title).code == 0


@pytest.mark.parametrize("title", ["-20 % on the quote", "-x", "--quote"])
def test_row_17_a_title_with_a_dash_is_refused_with_the_hint(title: str, fq: Call, db: Path) -> None:
    refused(fq("add", "Ana", title), 2, "a text that starts with - goes after --")
    assert not db.exists()


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "ascii:strict", "cp1252"])
def test_row_18_a_terminal_that_lacks_characters_gets_escapes(encoding: str, fq: Call, fq_process: Call) -> None:
    fq("add", "山田 Zoë", "Quote für 🎉", "--by", "fri")
    fq("add", "-w", "山田 Zoë", "Über 山")
    for argv in (("today",), ("waiting",), ("show", "1")):
        answer = fq_process(*argv, env={"PYTHONIOENCODING": encoding})
        assert (answer.code, answer.err) == (0, ""), argv
        assert "\\u5c71\\u7530" in answer.out, argv
    refused(fq_process("show", "nobody 山", env={"PYTHONIOENCODING": encoding}), 3, "nobody \\u5c71")
    answer = fq_process("list", "--json", env={"PYTHONIOENCODING": encoding})
    assert answer.document["followups"][0]["person"] == "山田 Zoë"


@pytest.mark.skipif(sys.platform == "win32", reason="locales are set by environment on POSIX only")
def test_row_18_the_c_locale_prints_too(fq: Call, fq_process: Call) -> None:
    fq("add", "山田 Zoë", "Quote für 🎉", "--by", "fri")
    locale = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    answer = fq_process("today", env=locale)
    assert (answer.code, answer.err) == (0, "")
    assert "1" in answer.out
