"""The command line itself: help, version, suggestions, `--`, `--db`, `--plain`, empty values, examples in the help."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from followq import __version__
from followq.cli.app.dispatch import find_function
from followq.cli.app.registry import COMMANDS, MEANT, SUBCOMMANDS
from tests.conftest import Call

NAMES = [name for name in COMMANDS if name not in SUBCOMMANDS]
NAMES += [f"{name} {sub}" for name, subs in SUBCOMMANDS.items() for sub in subs]


FILES = {
    "queue.json": '[{"person": "Zoe Quinn", "text": "From a file"}]',
    "todo.txt": "2026-11-02 Send the plan who:Zoe due:2026-11-27\n",
    "people.csv": "Name,Task\nZoe Quinn,Send the plan\n",
    "reviews.json": '[{"title": "Add a button", "url": "https://forge.example/a/b/pull/1", "author": {"login": "zoe"},'
    ' "createdAt": "2026-11-16T09:00:00Z"}]',
}
"""What the examples of import speak of."""


def examples() -> list[str]:
    """Every example that stands in a command's help."""
    found = []
    for name in NAMES:
        _, _, rest = (find_function(name).__doc__ or "").partition("Example")
        found += [line.strip() for line in rest.splitlines() if line.strip().startswith("followq ")]
    return found


@pytest.mark.parametrize("words", [("--version",), ("--db", "x.db", "--version")])
def test_the_version_is_printed(fq: Call, words: tuple[str, ...]) -> None:
    assert fq(*words) == (0, f"followq {__version__}\n", "")


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("help",)], ids=" ".join)
def test_its_help_shows_every_command_and_how_to_try_it(fq: Call, db: Path, words: tuple[str, ...]) -> None:
    helped = fq(*words)
    assert helped.code == 0
    assert "followq demo" in helped.out
    for name in COMMANDS:
        assert re.search(rf"\b{name}\b", helped.out)
    assert not db.exists()


def test_help_with_a_command_is_that_commands_help(fq: Call) -> None:
    assert fq("help", "add").out == fq("add", "--help").out == fq("add", "-h").out
    assert fq("person", "-h").out == fq("help", "person").out


def test_help_works_with_settings_that_are_broken(fq: Call, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("limit = ")
    assert fq("--help").code == 0


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("tody", "today"), ("wating", "waiting"), ("delete", "drop"), ("ls", "list"), ("reminder", "nudge"),
        ("forget Ana", "person forget"), ("ask 2", "say 2 ask"), ("ask", "say ID ask"), ("thank 3", "say 3 thanks"),
        ("week", "today"), ("morning", "today"), ("reply 4", "say"), ("await", "add -w"), ("finish 2", "done"),
        ("person delete Ana", "person forget"), ("person rename Ana", "person edit"),
    ],
)  # fmt: skip
def test_an_unknown_command_is_answered_with_the_near_one(fq: Call, word: str, meant: str) -> None:
    refused = fq(*word.split())
    assert refused.code == 2
    assert f"Did you mean '{meant}'" in refused.err


def test_what_other_words_are_meant_to_be_are_commands() -> None:
    names = {*COMMANDS, *(f"{name} {sub}" for name, subs in SUBCOMMANDS.items() for sub in subs)}
    for meant in MEANT.values():
        assert meant.split()[0] in COMMANDS
        assert meant in names or meant.partition(" ")[0] in ("say", "add")
    assert not set(MEANT) & names


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example(fq: Call, name: str) -> None:
    helped = fq(*name.split(), "--help")
    assert (helped.code, helped.err) == (0, "")
    assert "Example" in helped.out
    assert f"followq {name}" in " ".join(helped.out.split())
    assert "--json" in helped.out
    assert "--plain" in helped.out


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_an_example_to_be_tried(name: str) -> None:
    assert [example for example in examples() if example.startswith(f"followq {name}")]


def make_up(fq: Call, command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What single examples need: a link and its program, a wait that is older, an answer to a question."""
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    if command[0] == "open":
        fq("edit", "12", "--link", "https://tracker.example/12")
        monkeypatch.setattr("followq.cli.desktop.openers.find_opener", lambda _: ["true"])
        monkeypatch.setattr("followq.cli.desktop.openers.open_link", lambda *_: None)
    if command[0] == "watch":
        monkeypatch.setattr("followq.cli.commands.watch.sleep", lambda _: None)
        command += [] if "--for" in command else ["--for", "1m"]
    if command[0] == "mcp":  # serves until its input ends; tests/cli/test_mcp.py
        command.append("--help")
    if command == ["remind", "--install"]:
        command.append("--dry-run")
    if "--on" in command:
        fq("edit", "14", "--since", "2026-11-16")
    if command[0] == "import" and "--dry-run" not in command:
        command.append("--yes")
    if command[0] == "scan":
        folder = Path.cwd() / "Maildir"
        for name in ("cur", "new", "tmp"):
            (folder / name).mkdir(parents=True)
        (folder / "new" / "1.host").write_text(
            "From: ana@example.org\nTo: kim@example.com\nSubject: Hi\n\nCould you call?\n"
        )
        fq("scan", str(folder), "--me", "kim@example.com")


@pytest.mark.parametrize("example", examples())
def test_the_examples_in_the_help_work(fq: Call, example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a queue with the people, numbers and files that they speak of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    command = shlex.split(example.partition(" | ")[0])[1:]
    if "holidays" in command:
        pytest.importorskip("holidays", reason="countries' holidays come with followq[holidays]")
    for name, text in FILES.items() if command[0] == "import" else ():
        (tmp_path / name).write_text(text)
    if "add" not in command:
        fq("add", "Ana", "Quote", "--project", "website")
    for number in range(2, 21):
        fq("add", f"Person {chr(64 + number)}", "Quote", *(("-w",) if number == 14 else ()))
    if command[:2] == ["person", "merge"]:
        for name in command[2:]:
            fq("person", "add", name)
    if command[0] in ("reopen", "redo"):
        fq("done", "12")
    if command[0] == "redo":
        fq("undo")
    for _ in range(3 if command[0] == "restore" else 0):
        fq("backup")
    make_up(fq, command, monkeypatch)
    called = fq(*command)
    if command[0] == "clear" or "--tour" in command:  # these take a terminal, and have it in tests of their own
        assert called.code == 2
        return
    # What is to be pasted stands alone; that it was noted as sent is said beside it.
    beside = "Noted as sent to Ana; followq undo takes it back.\n" if "--sent" in command else ""
    # Beside a message in a pipe, what was done with it is said there.
    assert (called.code, called.err if command[0] != "say" else beside) == (0, beside)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("tody", "today"), ("wating", "waiting"), ("don", "done"), ("serch", "search"), ("sho", "show")],
)
def test_an_unknown_command_suggests_the_near_one(fq: Call, typed: str, meant: str) -> None:
    refused = fq(typed)
    assert (refused.code, refused.out) == (2, "")
    assert f"'{meant}'" in refused.err
    assert len(refused.err.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("frobnicate",),
        ("today", "--frobnicate"),
        ("today", "extra"),
        ("done",),
        ("told",),
        ("--db",),
        ("--frobnicate", "today"),
        ("person", "frobnicate"),
        ("add", "Ana", "Quote", "--by"),
    ],
)
def test_a_wrong_command_line_is_one_line_with_a_hint(fq: Call, db: Path, words: tuple[str, ...]) -> None:
    refused = fq(*words)
    assert (refused.code, refused.out) == (2, "")
    assert re.fullmatch(r"followq: .+ \(.*--help\)\n", refused.err)
    assert not db.exists()


def test_an_unknown_option_suggests_the_near_one(fq: Call) -> None:
    assert "--limit" in fq("today", "--limt", "3").err


@pytest.mark.parametrize("text", ["-x marks the spot", "--by the way", "-5 degrees", "-"])
def test_a_text_that_begins_with_a_dash_goes_behind_two(fq: Call, text: str) -> None:
    assert fq("add", "Ana", "--", text, "now").code == 0
    assert fq("list", "--json").document["followups"][0]["text"] == f"{text} now"


def test_a_text_with_a_dash_is_told_where_it_goes(fq: Call) -> None:
    refused = fq("add", "Ana", "-x marks the spot")
    assert refused.code == 2
    assert "goes after --" in refused.err


def test_options_may_stand_anywhere(fq: Call) -> None:
    assert fq("add", "--by", "fri", "Ana", "--project", "spring", "Send", "quote").code == 0
    assert fq("add", "--by=fri", "Ana", "Again").code == 0


def test_the_queue_is_named_before_the_command(fq: Call, db: Path, tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")
    fq("add", "Ana", "In my own")
    assert fq("--db", other, "add", "Ben", "In the other").code == 0
    assert fq("--db", other, "count").out == "1 owed, 0 late\n"
    assert "In the other" in fq("--db", other, "today").out
    assert "In the other" not in fq("today").out
    assert fq("--db", other, "today", "--json").document["followups"][0]["person"] == "Ben"


def test_the_home_folder_may_be_written_short(fq: Call, tmp_path: Path) -> None:
    fq("--db", "~/short.db", "add", "Ana", "Quote")
    assert (tmp_path / "short.db").exists()


def test_without_any_setting_the_queue_lies_in_the_users_own_place(
    fq: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FOLLOWQ_DB", "FOLLOWQ_CONFIG"):
        monkeypatch.delenv(name)
    assert fq("add", "Ana", "Quote").code == 0
    assert [path.name for path in tmp_path.rglob("*.db")] == ["queue.db"]


@pytest.mark.parametrize("name", ["today", "waiting", "list", "people", "log", "config"])
def test_plain_is_what_a_pipe_gets(fq: Call, name: str) -> None:
    fq("add", "Ana Lopez", "Quote", "--by", "2026-11-20")
    fq("add", "-w", "Ana Lopez", "Signature")
    piped = fq(name)
    assert piped.code == 0
    assert piped.out == fq(name, "--plain").out
    assert "\x1b" not in piped.out
    assert not set("─│╭╮╰╯┃━┏┓") & set(piped.out)


def test_two_outputs_at_once_give_json(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    assert fq("today", "--json", "--plain").document["kind"] == "today"


@pytest.mark.parametrize(
    "words",
    [
        ("add", "Ana", "Quote", "--by", ""),
        ("add", "Ana", "Quote", "--since", ""),
        ("told", "1", "--by", ""),
        ("toss", "1", "--by", ""),
        ("hand", "1", "Tom", "--by", ""),
        ("edit", "1", "--by", ""),
        ("edit", "1", "--person", ""),
        ("list", "--since", ""),
        ("list", "--until", ""),
        ("search", "quote", "--until", ""),
        ("log", "--since", ""),
    ],
    ids=" ".join,
)
def test_an_empty_value_is_refused_not_taken_for_none(fq: Call, words: tuple[str, ...]) -> None:
    """`--by "$WHEN"` with an empty WHEN must not silently lose the date."""
    fq("add", "Ana", "Quote")
    before = fq("export").document
    assert fq(*words).code in (2, 4)
    assert fq("export").document == before


def test_words_that_are_no_utf8_are_refused(fq_process: Call, db: Path) -> None:
    refused = fq_process("add", "Ana", b"caf\xe9")
    assert refused.code == 2
    assert "UTF-8" in refused.err
    assert not db.exists()


def test_output_goes_through_a_terminal_that_knows_only_ascii(fq_process: Call) -> None:
    fq_process("add", "José", "Café 契約 🎉")
    shown = fq_process("today", env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert shown.code == 0
    assert "Jos\\xe9" in shown.out


def test_a_reader_that_stops_reading_is_no_error(fq_process: Call, tmp_path: Path) -> None:
    fq_process("add", "Ana", "Quote")
    for _ in range(3):
        done = subprocess.run(
            f"{shlex.quote(sys.executable)} -m followq export | head -c 1; echo ${{PIPESTATUS[0]}}",
            shell=True,
            executable="/bin/bash",
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )
        assert done.stdout == "{0\n"
        assert done.stderr == ""
