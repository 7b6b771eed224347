"""Rows 1 to 5 of the faults, for everything there is: no command, error, question or completion steers a terminal.

Every call has a terminal of its own, so that all it shows is seen as a terminal gets it. The texts stand in every field
that takes one, in the name of the folder that all lies in, and in the place of every argument and option.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from followq.cli.app import introspect
from followq.cli.app.registry import COMMANDS, SUBCOMMANDS
from tests.faults.nursery import Ended, Nursery
from tests.faults.shares import IS_LONG, share
from tests.faults.test_text import HARMFUL

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX only")

ODD = "\x1b[31337m\x1b]0;31337\x07\x1b]52;c;31337\x1b\\\x1bP31337\x9b31337J\r\b\x0e\x7f[red]\u202e\u2066\u200b\u2028!"
"""Colours, title, clipboard, device strings, 8-bit controls, line breaks and what turns writing round.

No slash and under 255 bytes: a file may be called so.
"""
PROJECT = "\x1b[31337mFair\x9b2J"
"""What projects and tags are called, and asked for by."""
SEEN = "31337"
SHORT = "^[[3"
OWN_COLOURS = re.compile(r"\x1b\[(?:[0-9]|[0-9]{2})?(?:;[0-9]{1,2})*m")
MOVING = re.compile(r"\x1b\[\??[0-9]{0,4}(?:;[0-9]{1,3}){0,2}[A-HJKhlm]")
"""What a question drawn in place needs: moving the cursor, erasing, hiding it."""

ALL = [name for name in COMMANDS if name not in SUBCOMMANDS] + [
    f"{name} {sub}" for name, subs in SUBCOMMANDS.items() for sub in subs
]
ONE_NUMBER = ODD.replace(";", "").replace(",", "")
"""The same where a separator would make two values of it."""
ID = "1"
WHO = "Eve"

# Every command that prints, in calls that go well; one that is new fails the test until it stands here.
CALLS: dict[str, tuple[tuple[str, ...], ...]] = {
    "status": ((),),
    "add": ((f"Evo {ODD}", f"Near {ODD}"), ("-w", f"Eve {ODD}", f"Again {ODD}", "--by", "fri", "--project", ODD)),
    "today": ((), ("--all",), ("--fits", "4h"), ("--project", PROJECT), ("--tag", PROJECT)),
    "why": ((ID,), (ID, "3")),
    "watch": (("--now", "--once"),),
    "remind": ((), ("--status",), ("--remove",)),
    "count": ((), ("--format", f"{{owed}} {ODD}")),
    "waiting": ((), ("--all",)),
    "nudge": (("2", ODD, "--yes"),),
    "clear": (),
    "mcp": (),
    "scan": (),
    "say": ((ID,), (ID, "late", "--by", "fri", "--log"), ("2", "nudge")),
    "done": ((ID, "--untold", "--note", ODD), ("2", "--thank")),
    "told": ((ID, ODD), (ID, ODD, "--by", "+9d")),
    "toss": (("--by", "fri", "2", f"Tossed {ODD}"),),
    "heard": (("2", ODD), ("2", ODD, "--by", "+9d")),
    "hand": ((ID, f"Helper {ODD}", ODD),),
    "snooze": ((ID, "tomorrow"),),
    "edit": ((ID, "--text", ODD), (ID, "--note", ODD, "--by", "+9d"), (ID, "--person", f"Eva {ODD}")),
    "note": ((ID, ODD),),
    "drop": ((ID, ODD),),
    "reopen": (("4",),),
    "open": ((ID, "--print"),),
    "undo": ((),),
    "redo": ((),),
    "with": ((WHO,), (WHO, "--share"), (WHO, "--as-them"), (WHO, "--all"), (WHO, "--share", "--format", "md")),
    "people": ((), ("--sort", "time"), ("--sort", "dark")),
    "report": (
        (WHO,),
        ("--project", PROJECT),
        (WHO, "--format", "md"),
        (WHO, "--output", f"{ODD}.html", "--format", "html"),
    ),
    "stats": ((),),
    "show": ((ID,), ("2",), ("4",)),
    "list": ((), ("--status", "all"), ("--tag", PROJECT)),
    "search": ((WHO,), ("owed",)),
    "log": ((), ("--all",), (ID,), ("--person", WHO)),
    "person add": ((f"Third {ODD}", "--note", ODD), (f"Fourth {ODD}", "--org", ODD, "--alias", f"Al2 {ODD}")),
    "person edit": (
        (WHO, "--name", f"Eva {ODD}", "--org", ODD),
        (WHO, "--phone", f"1{ONE_NUMBER}", "--no-alias", f"Al {ODD}"),
    ),
    "person merge": ((f"Tom {ODD}", WHO),),
    "person forget": ((WHO, "--dry-run"), (WHO, "--yes")),
    "import": (("in.json", "--yes"), ("in.json", "--dry-run")),
    "export": ((), ("--output", f"{ODD}.json")),
    "config": ((), ("limit", "5"), ("zone",)),
    "backup": ((), ("list",), (f"{ODD}.db",)),
    "restore": (("latest", "--dry-run"), ("latest", "--yes")),
    "doctor": ((),),
    "demo": ((),),
}
SILENT_OF_IT = frozenset(("open", "remind", "stats", "config", "import", "demo"))
"""Commands that show no text of others."""

# Questions, with what is typed behind them.
END = "\x04"
NO = ((r"\[Y/n|\[y/N|at that|n: none", "n\r"),) * 3
"""What is answered where something is asked: whether old copies are to go, on which day to check in."""
FIRST = (("Number: ", "1\r"),)
TALKS_OF = {"add": FIRST, "demo": ((r"enough", "\r"),), "edit": FIRST, "hand": (("Number: ", "3\r"), *NO)}
"""Where a name may mean several, the first is taken; to hand a thing over, somebody new."""
TALKS: dict[str, tuple[tuple[str, ...], tuple[tuple[str, str], ...]]] = {
    "whom": (("add",), ((r"Who\?", "E"), (r"\^\[\[3", "\x03"))),
    "what": (("add", f"Eve {ODD}"), ((r"nothing\.", "> Quote\r"), ("saves 1 line", "\x03"), ("Save 1 line", "\x03"))),
    "what is owed first": (("waiting",), (("at that", "\r"),)),
    "a near name": (("add", f"Evi {ODD}", "Quote"), (("Number: ", END),)),
    "another near name": (("edit", "1", "--person", f"Evi {ODD}"), (("Number: ", END),)),
    "a helper's near name": (("hand", "1", f"Evi {ODD}"), (("Number: ", END),)),
    "a day": (("toss", "1"), (("Check in", END),)),
    "a nudge": (("nudge", "2"), (("all the same", END),)),
    "an import": (("import", "in.json"), (("Bring this in", "n\r"),)),
    "a forgetting": (("person", "forget", WHO), (("no undo", "n\r"),)),
    "copies too": (("person", "forget", WHO), (("no undo", "y\r"), ("Delete", "n\r"))),
    "a restore": (("restore", "latest"), (("Put it in place", "n\r"),)),
    "the round": (("clear",), (("Blocked", "q"),)),
    "the round of the waited for": (("clear", "--waiting"), (("Waited", "q"),)),
}


MORE_LINES = ("done ", "hand 1 ", "nudge ", "log ", "config ", "person merge ", "say 1 ", f"with {ODD[:4]}")


@pytest.fixture(scope="module")
def full(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder, itself called so, with a queue that holds the text wherever one can stand."""
    folder = tmp_path_factory.mktemp("hostile") / ODD
    folder.mkdir()
    about = ("--project", PROJECT, "--tag", PROJECT, "--note", ODD)
    for argv in (
        ("add", f"Eve {ODD}", f"Owed {ODD}", *about, "--by", "fri", "--since", "2026-11-16", "--effort", "30m"),
        ("add", "-w", f"Eve {ODD}", f"Waited {ODD}", *about, "--since", "2026-11-03"),
        ("add", f"Tom {ODD}", f"Blocked {ODD}", "--blocked-by", "2", "--by", "2026-11-20", "--since", "2026-11-02"),
        ("add", f"Eve {ODD}", f"Closed {ODD}", *about),
        ("person", "edit", WHO, "--org", ODD, "--phone", ONE_NUMBER, "--alias", f"Al {ODD}", "--note", ODD),
        ("told", "1", ODD, "--by", "+2d"),
        ("done", "4", "--note", ODD, "--spent", "15m"),
        ("edit", "1", "--link", "https://tracker.example/Evé"),
        ("backup",),
        ("drop", "3", ODD),
        ("undo",),
    ):
        ended = call(nursery, folder, *argv, columns=None)
        assert ended.code == 0, ended
    (folder / "in.json").write_text(json.dumps([{"person": f"Mei {ODD}", "text": ODD, "note": ODD, "source": ODD}]))
    return folder


def call(
    nursery: Nursery,
    folder: Path,
    *argv: str,
    columns: int | None = 80,
    talk: tuple[tuple[str, str], ...] = (),
    env: dict[str, str] | None = None,
) -> Ended:
    """One call at a terminal of its own."""
    own = {
        "FOLLOWQ_DB": str(folder / "queue.db"),
        "FOLLOWQ_CONFIG": str(folder / "config.toml"),
        "FOLLOWQ_NOW": "2026-11-23T09:00:00Z",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TZ": "UTC",
    }
    return nursery.call(folder, *argv, env=own | (env or {}), columns=columns, talk=talk)


def steers(ended: Ended, *, is_drawn: bool = False) -> list[str]:
    """What in all that was shown could steer a terminal, beside our own colours."""
    shown = (MOVING if is_drawn else OWN_COLOURS).sub("", ended.out.replace("\r\n", "\n"))
    return HARMFUL.findall(shown.replace("\r", "") if is_drawn else shown)


def copied(full: Path, tmp_path: Path) -> Path:
    """A fresh folder of the same odd name."""
    folder = tmp_path / full.name
    shutil.rmtree(folder, ignore_errors=True)
    return Path(shutil.copytree(full, folder))


def test_every_command_that_prints_is_tried_with_hostile_texts() -> None:
    assert CALLS.keys() == {*ALL, "status"}
    # A talk, below; tests/cli/test_mcp.py; and tests/cli/test_scan.py, which has the mailboxes for it.
    assert [name for name, calls in CALLS.items() if not calls] == ["clear", "mcp", "scan"]


@pytest.mark.parametrize("name", [name for name in CALLS if CALLS[name]])
def test_rows_01_to_05_no_command_steers_the_terminal(name: str, nursery: Nursery, full: Path, tmp_path: Path) -> None:
    words = () if name == "status" else tuple(name.split())
    ways: list[tuple[int, tuple[str, ...]]] = [(80, ()), (40, ()), (80, ("--plain",)), (40, ("--json",))]
    shown = ""
    for number, given in enumerate(CALLS[name]):
        # The short share draws each call at one width, and takes turns with the other ways.
        for columns, flags in ways if IS_LONG else (ways[number % 2], ways[2 + number % 2]):
            folder = copied(full, tmp_path)
            if name == "redo":
                assert call(nursery, folder, "undo").code == 0
            ended = call(nursery, folder, *words, *flags, *given, columns=columns, talk=TALKS_OF.get(name, NO))
            assert ended.code == 0, (given, flags, ended)
            assert not steers(ended, is_drawn="/" in ended.out), (given, flags, ended.out)
            assert "Traceback" not in ended.out
            shown += ended.out
    assert SEEN in shown or name in SILENT_OF_IT


@pytest.mark.parametrize("columns", [80, 40] if IS_LONG else [40])
@pytest.mark.parametrize("question", TALKS)
def test_rows_01_to_05_no_question_steers_the_terminal(
    question: str, columns: int, nursery: Nursery, full: Path, tmp_path: Path
) -> None:
    argv, talk = TALKS[question]
    folder = copied(full, tmp_path)
    ended = call(nursery, folder, *argv, columns=columns, talk=talk)
    assert ended.code in (0, 130), ended
    assert not steers(ended, is_drawn=True), ended.out
    assert SHORT in ended.out or question in ("a day", "an import"), ended.out


def _mistakes() -> Iterator[tuple[str, ...]]:
    """The text in place of every argument and option of every command, and calls of nothing that is there."""
    for name in ALL:
        found = introspect.describe_command(name)
        needed = [ID if "ID" in argument.metavar else WHO for argument in found.arguments]
        for place in range(len(needed)):
            yield (*name.split(), *needed[:place], ODD, *needed[place + 1 :])
        for option in found.options:
            if option.metavar:
                yield (*name.split(), *needed, option.names[-1], ODD)
        yield (*name.split(), *needed, f"--{ODD}")
        yield (*name.split(), *needed, ODD, ODD, ODD)
    yield (ODD,)
    yield (f"--{ODD}",)
    yield ("--db", ODD, "list")
    yield ("--db", f"no{ODD}/{ODD}", "add", WHO, "Quote")
    yield ("person", ODD)
    yield ("help", ODD)
    yield ("config", ODD, ODD)
    yield ("--install-completion", ODD)
    yield ("--show-completion", ODD)


def test_rows_01_to_05_no_mistake_steers_the_terminal(nursery: Nursery, full: Path, tmp_path: Path) -> None:
    folder = copied(full, tmp_path)
    seen = 0
    for number, argv in enumerate(_mistakes()):
        if number % share(8, 1):
            continue
        # What it does is not looked at, only what it shows; a question is left by its end.
        ended = call(nursery, folder, *argv, columns=(80, 40)[number % 2], talk=((r"\? |\(q\)|Number: ", END),) * 2)
        assert ended.code != 1, (argv, ended)
        assert not steers(ended, is_drawn=True), (argv, ended.out)
        seen += SHORT in ended.out
        if number % 10 == 0:
            folder = copied(full, tmp_path)
    assert seen > 5


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("config.toml", f"zone = {json.dumps(ODD)}\n"),
        ("config.toml", f"{json.dumps(ODD)} = 1\n"),
        ("config.toml", f"limit = {ODD}\n"),
        ("in.json", json.dumps([{"person": ODD, "text": "x", "status": ODD}])),
        ("in.json", json.dumps([{ODD: 1}])),
        ("in.json", ODD),
        ("queue.db", ODD),
    ],
)
def test_rows_01_to_05_no_file_steers_the_terminal(
    file: str, content: str, nursery: Nursery, full: Path, tmp_path: Path
) -> None:
    for argv in (("today",), ("config",), ("import", "in.json", "--yes"), ("doctor",), ("list", "--json")):
        folder = copied(full, tmp_path)
        (folder / file).write_text(content, encoding="utf-8")
        envs: tuple[dict[str, str], ...] = ({}, {"TZ": ODD}, {"FOLLOWQ_NOW": ODD}, {"FOLLOWQ_CONFIG": ODD})
        for env in envs if IS_LONG or argv == ("today",) else envs[:1]:
            ended = call(nursery, folder, *argv, env=env)
            assert ended.code != 1, (argv, ended)
            assert not steers(ended), (argv, env, ended.out)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_rows_01_to_05_no_completion_steers_the_terminal(shell: str, nursery: Nursery, full: Path) -> None:
    shown = ""
    for line in (
        "show ", "with ", "edit 1 --project ", "list --tag ", "list --person=", "reopen ", "restore ", f"show {ODD}",
        *(MORE_LINES if IS_LONG else ()),
    ):  # fmt: skip
        for columns in ("80", "40") if shell == "bash" else ("80",):
            env = {"_FOLLOWQ_COMPLETE": f"complete_{shell}", "_FOLLOWQ_LINE": f"followq {line}"}
            ended = call(nursery, full, env=env | {"_FOLLOWQ_COLUMNS": columns})
            assert ended.code == 0, (line, ended)
            assert not steers(Ended(0, ended.out.replace("\t", " "), "", 0, 0)), (line, ended.out)
            # What was typed is given back as it was typed; the shell has it on the screen already.
            shown += ended.out
    assert SEEN in shown
