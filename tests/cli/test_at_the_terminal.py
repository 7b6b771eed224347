"""What only happens at a terminal: questions, colour, the width and height of the screen. By pseudo-terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from followq.store.queue import Queue
from tests.conftest import Call

pexpect: Any = pytest.importorskip("pexpect")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")

Start = Callable[..., Any]
SGR = re.compile(r"\x1b\[([0-9;]*)m")
QUESTION = r"(\x1b\[\?2004h)?Clear those first"


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Start]:
    """Start followq at a terminal: `terminal("add", "Ana", rows=24, columns=80)`."""
    started = []

    def start(*argv: str, rows: int = 24, columns: int = 80, **environment: str) -> Any:
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        env |= {"TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **environment}
        command = ["-m", "followq", *argv]
        child = pexpect.spawn(
            sys.executable,
            command,
            env=env,
            cwd=str(tmp_path),
            dimensions=(rows, columns),
            encoding="utf-8",
            timeout=20,
        )
        child.ptyproc.delayafterclose = child.ptyproc.delayafterterminate = 0.01
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


def finished(child: Any) -> tuple[int, str]:
    """Exit code and the rest of what it said."""
    child.expect(pexpect.EOF)
    rest: str = child.before
    child.wait()
    return child.exitstatus, rest


def broken_off(child: Any, press: Callable[[], None]) -> tuple[int, str]:
    """Exit code and rest, after a key that ends it; pressed again where readline wasn't listening yet."""
    for _ in range(60):
        press()
        if child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=0.3) == 0:
            break
    said: str = child.before
    child.wait()
    return child.exitstatus, said


def looked_at(child: Any) -> tuple[int, str]:
    """Exit code and what a call showed; the question that `waiting` may end in is left by Enter."""
    if child.expect([pexpect.EOF, QUESTION]) == 0:
        child.wait()
        return child.exitstatus, child.before
    shown: str = child.before
    child.sendline("")
    return finished(child)[0], shown


def screen(child: Any) -> list[str]:
    """The lines that a whole call showed, without colour."""
    code, text = looked_at(child)
    assert code == 0, text
    return SGR.sub("", text).replace("\r\n", "\n").splitlines()


def rows(fq: Call) -> list[tuple[str, str, str, str | None]]:
    found = fq("list", "--status", "all", "--json").document["followups"]
    return [(item["person"], item["ball"], item["text"], item["promised"]) for item in found]


@pytest.mark.parametrize(("answer", "person"), [("1", "Ana Lopez"), ("2", "Ana Lopes")])
def test_a_near_name_is_asked_about(fq: Call, terminal: Start, answer: str, person: str) -> None:
    fq("person", "add", "Ana Lopez")
    child = terminal("add", "Ana Lopes", "Quote")
    child.expect("1 Ana Lopez")
    child.expect("2 a new person called Ana Lopes")
    child.sendline(answer)
    assert finished(child)[0] == 0
    assert rows(fq) == [(person, "mine", "Quote", None)]


@pytest.mark.parametrize("answer", ["perhaps", "", "3", "0"])
def test_an_answer_that_is_none_of_the_choices_is_asked_again(fq: Call, terminal: Start, answer: str) -> None:
    fq("person", "add", "Ana Lopez")
    child = terminal("add", "Ana Lopes", "Quote")
    child.expect("Number: ")
    child.sendline(answer)
    child.expect("1 to 2")
    child.sendline("1")
    assert finished(child)[0] == 0
    assert rows(fq)[0][0] == "Ana Lopez"


def test_ctrl_c_at_the_question_saves_nothing(fq: Call, terminal: Start) -> None:
    fq("person", "add", "Ana Lopez")
    child = terminal("add", "Ana Lopes", "Quote")
    child.expect("Who is meant")
    assert broken_off(child, child.sendintr)[0] == 130
    assert rows(fq) == []


@pytest.mark.parametrize("words", [("hand", "1", "Ana Lopes"), ("edit", "1", "--person", "Ana Lopes")])
def test_a_near_name_is_asked_about_wherever_it_may_be_made(fq: Call, terminal: Start, words: tuple[str, ...]) -> None:
    fq("person", "add", "Ana Lopez")
    fq("add", "Tom Baker", "Quote")
    child = terminal(*words)
    child.expect("1 Ana Lopez")
    child.sendline("1")
    assert finished(child)[0] == 0
    assert len(fq("people", "--json").document["people"]) == 2


@pytest.mark.parametrize(("answer", "nudges"), [("n", 0), ("", 0), ("y", 1)])
def test_a_nudge_first_shows_what_i_owe_and_asks(fq: Call, terminal: Start, answer: str, nudges: int) -> None:
    fq("add", "-w", "Tom Baker", "Numbers")
    fq("add", "Tom Baker", "Budget line")
    child = terminal("nudge", "1")
    child.expect("First you owe Tom Baker: 2 Budget line")
    child.expect("Suggested: ask")
    child.expect("all the same")
    child.sendline(answer)
    code, said = finished(child)
    assert "Traceback" not in said
    assert (code == 0) == bool(nudges)
    assert fq("show", "1", "--json").document["followups"][0]["nudges"] == nudges


@pytest.mark.parametrize("words", [("nudge", "1", "--yes"), ("nudge", "1", "--json"), ("nudge", "3")])
def test_a_nudge_asks_nothing_when_told_yes_when_json_or_when_nothing_is_owed(
    fq: Call, terminal: Start, words: tuple[str, ...]
) -> None:
    fq("add", "-w", "Tom Baker", "Numbers")
    fq("add", "Tom Baker", "Budget line")
    fq("add", "-w", "Mei Lin", "Price list")
    code, said = finished(terminal(*words))
    assert code == 0
    assert "all the same" not in said


def test_a_toss_asks_for_a_day_to_check_in(fq: Call, terminal: Start) -> None:
    fq("add", "Ana Lopez", "Quote")
    child = terminal("toss", "1", "Sign it")
    child.expect("Check in on which day")
    child.sendline("32 dec")
    child.expect("is not a date I know")
    child.expect("Check in on which day")
    child.sendline("fri")
    code, said = finished(child)
    assert code == 0
    assert "by Fri 27 Nov" in said
    assert rows(fq) == [("Ana Lopez", "theirs", "Sign it", "2026-11-27")]


def test_a_toss_takes_none_for_a_day(fq: Call, terminal: Start) -> None:
    fq("add", "Ana Lopez", "Quote")
    child = terminal("toss", "1")
    child.expect("Check in on which day")
    child.sendline("")
    assert finished(child)[0] == 0
    assert rows(fq) == [("Ana Lopez", "theirs", "Quote", None)]


@pytest.mark.parametrize("words", [("toss", "1", "--by", "fri"), ("toss", "1", "--json")])
def test_a_toss_with_a_day_or_json_asks_nothing(fq: Call, terminal: Start, words: tuple[str, ...]) -> None:
    fq("add", "Ana Lopez", "Quote")
    code, said = finished(terminal(*words))
    assert code == 0
    assert "Check in" not in said


def test_a_toss_of_what_is_not_there_asks_nothing(fq: Call, terminal: Start) -> None:
    """Nobody should answer a question for an id that can't be tossed."""
    fq("add", "Ana Lopez", "Quote")
    fq("done", "1")
    for number in ("1", "9"):
        child = terminal("toss", number)
        assert child.expect([pexpect.EOF, "Check in"]) == 0
        assert finished(child)[0] == 3


@pytest.mark.parametrize(("answer", "found"), [("n", 0), ("", 0), ("y", 1)])
def test_an_import_previews_and_asks(fq: Call, terminal: Start, tmp_path: Path, answer: str, found: int) -> None:
    (tmp_path / "f.json").write_text('[{"person": "Ana", "text": "Quote"}]')
    child = terminal("import", "f.json")
    child.expect("1 follow-up .* would come in")
    child.expect(r"\[y/N\]")
    child.sendline(answer)
    assert finished(child)[0] == 0
    assert len(rows(fq)) == found


def test_json_at_a_terminal_asks_nothing(fq: Call, terminal: Start, tmp_path: Path) -> None:
    fq("person", "add", "Ana Lopez")
    (tmp_path / "f.json").write_text('[{"person": "Ana", "text": "Quote"}]')
    assert finished(terminal("add", "Ana Lopes", "Quote", "--json"))[0] == 0
    assert finished(terminal("import", "f.json", "--json"))[0] == 9


@pytest.fixture
def colourful(fq: Call) -> None:
    """A queue with something late, something waited for, and long and wide texts."""
    fq("add", "Ana Lopez", "Revised quote " + "with many words " * 20, "--by", "2026-11-20", "--since", "2026-11-02")
    fq("add", "Maximiliana von und zu Hohenstein-Weißenburg", "契約書に署名する" * 10, "--effort", "20m")
    fq("add", "-w", "Tom Baker", "Numbers 🎉 " * 12, "--since", "2026-11-02")
    fq("add", "Tom Baker", "x" * 200, "--by", "fri")


def test_colour_is_used_at_a_terminal(terminal: Start, colourful: None) -> None:
    code, text = finished(terminal("today"))
    assert code == 0
    assert any(set(found.split(";")) & {"31", "32", "33", "36"} for found in SGR.findall(text))
    assert "\x1b" not in SGR.sub("", text)


@pytest.mark.parametrize("name", ["today", "waiting", "list", "people", "log", "config"])
def test_no_color_is_honoured(terminal: Start, colourful: None, name: str) -> None:
    code, text = looked_at(terminal(name, NO_COLOR="1"))
    assert code == 0
    for found in SGR.findall(text):
        assert not any(30 <= int(number or 0) <= 49 or 90 <= int(number or 0) <= 107 for number in found.split(";"))


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {}])
def test_plain_or_a_dumb_terminal_gets_no_escape_at_all(
    terminal: Start, colourful: None, environment: dict[str, str]
) -> None:
    words = ("today",) if environment else ("today", "--plain")
    code, text = finished(terminal(*words, **environment))
    assert code == 0
    assert "\x1b" not in text


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("words", [("today",), ("waiting",), ("list",)], ids=" ".join)
def test_no_line_is_wider_than_the_screen(
    terminal: Start, colourful: None, words: tuple[str, ...], columns: int
) -> None:
    for line in screen(terminal(*words, columns=columns)):
        assert cell_len(line) <= columns, line


@pytest.mark.parametrize("rows_of_screen", [18, 24, 40])
@pytest.mark.parametrize("name", ["today", "waiting"])
def test_the_morning_fits_on_one_screen(fq: Call, terminal: Start, name: str, rows_of_screen: int) -> None:
    for number in range(20):
        fq("add", f"Person {chr(65 + number)}", "Thing", "--since", "2026-11-20")
        fq("add", "-w", f"Person {chr(65 + number)}", "Thing", "--since", "2026-11-02")
    # The last line is the prompt's, or the question's.
    assert len(screen(terminal(name, rows=rows_of_screen, columns=100))) < rows_of_screen


@pytest.mark.parametrize("rows_of_screen", [18, 40])
def test_whatever_is_due_stands_on_the_page_one_line_each_where_they_are_many(
    fq: Call, terminal: Start, rows_of_screen: int
) -> None:
    for number in range(25):
        fq("add", f"Person {chr(65 + number)}", "Thing", "--by", "2026-11-20")
    shown = screen(terminal("today", rows=rows_of_screen, columns=80))
    assert sum("1 day late" in line for line in shown) == 25
    assert len(shown) < 25 + 8


@pytest.mark.parametrize("rows_of_screen", [18, 24, 40])
def test_promises_at_risk_push_nothing_off_the_screen(fq: Call, terminal: Start, rows_of_screen: int) -> None:
    for number in range(20):
        fq("add", f"Person {chr(65 + number)}", "Send the quote", "--by", "tomorrow", "--effort", "1h")
        fq("add", "-w", f"Person {chr(65 + number)}", "Thing", "--since", "2026-11-02")
    shown = screen(terminal("today", rows=rows_of_screen, columns=80))
    assert len(shown) < rows_of_screen
    assert sum("At risk" in line for line in shown) == 2


def test_a_sentence_needs_no_colour(fq: Call, terminal: Start) -> None:
    code, text = finished(terminal("add", "Ana Lopez", "Quote"))
    assert code == 0
    assert "1 added: you owe Ana Lopez: Quote" in text
    assert "\x1b" not in text


def test_hostile_texts_cannot_steer_the_terminal(fq: Call, terminal: Start) -> None:
    evil = "\x1b]0;title\x07\x1b[2J\x1b[31mred\x9b31m\u202e\u2066 [bold]x[/bold] [link=http://example.com]y[/link]"
    fq("add", f"Eve {evil}", f"Text {evil}", "--note", evil, "--project", evil, "--tag", evil)
    fq("add", "-w", f"Eve {evil}", f"Text {evil}")
    for words in (("today",), ("waiting",), ("list",), ("show", "1"), ("why", "1"), ("people",), ("log",)):
        code, text = looked_at(terminal(*words, columns=100))
        assert code == 0
        rest = SGR.sub("", text).replace("\r\n", "\n")
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", rest), words


def test_a_question_about_a_hostile_name_is_harmless_too(fq: Call, terminal: Start) -> None:
    fq("person", "add", "Ana \x1b[31mLopez\x1b]0;t\x07")
    child = terminal("add", "Ana \x1b[31mLopes\x1b]0;t\x07", "Quote")
    child.expect("Who is meant")
    child.sendline("2")
    _, said = finished(child)
    assert "\x1b" not in said
    assert "\x07" not in said


def test_forgetting_asks_first_and_then_about_older_copies(terminal: Start, fq: Call, db: Path) -> None:
    fq("add", "Ana Lopez", "Quote")
    copy = Path(Queue(str(db)).back_up("test"))
    refused = terminal("person", "forget", "ana")
    refused.expect("Erase Ana Lopez, 1 follow-up with them")
    refused.expect("There is no undo")
    refused.sendline("")
    code, said = finished(refused)
    assert (code, "Nothing was changed" in said) == (0, True)
    assert len(rows(fq)) == 1
    child = terminal("person", "forget", "ana", columns=200)
    child.expect("There is no undo")
    child.sendline("y")
    # A long line is wrapped to the screen, here within the path.
    child.expect(r"Older copies hold them\s+still:")
    child.expect(re.escape(copy.name))
    child.sendline("y")
    code, said = finished(child)
    assert code == 0
    assert "Deleted, as they held them" in said
    assert not copy.exists()
    assert rows(fq) == []


@pytest.mark.parametrize(("key", "left"), [("y", 0), ("n", 1), ("\r", 1)])
def test_a_yes_or_no_is_one_key_without_enter(fq: Call, terminal: Start, key: str, left: int) -> None:
    fq("person", "add", "Ana Lopez")
    child = terminal("person", "forget", "Ana Lopez")
    child.expect("There is no undo")
    child.send(key)
    finished(child)
    assert len(fq("people", "--json").document["people"]) == left


def test_nudge_and_waiting_take_one_key_without_enter(fq: Call, terminal: Start) -> None:
    fq("add", "-w", "Tom Baker", "Numbers")
    fq("add", "Tom Baker", "Budget line")
    child = terminal("nudge", "1")
    child.expect("all the same")
    child.send("y")
    assert finished(child)[0] == 0
    assert fq("show", "1", "--json").document["followups"][0]["nudges"] == 1
    child = terminal("waiting")
    child.expect("Clear those first")
    child.send("c")
    child.expect("1 of 1")
    child.send("q")
    assert finished(child)[0] == 0


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_ctrl_c_and_ctrl_d_at_a_key_change_nothing(fq: Call, terminal: Start, key: str) -> None:
    fq("person", "add", "Ana Lopez")
    child = terminal("person", "forget", "Ana Lopez")
    child.expect("There is no undo")
    code, said = broken_off(child, lambda: child.send(key))
    assert code == 130
    assert "Traceback" not in said
    assert len(fq("people", "--json").document["people"]) == 1


def test_an_import_shows_what_it_would_do_and_asks_about_each_kind(fq: Call, terminal: Start, tmp_path: Path) -> None:
    path = tmp_path / "todo.txt"
    path.write_text("2026-11-02 Quote who:Ana id:1\n2026-11-02 Draft who:Ana id:2\n2026-11-02 Roof who:Tom id:3\n")
    fq("import", str(path), "--yes")
    fq("edit", "1", "--text", "My own words")
    path.write_text(
        "2026-11-02 Their words who:Ana id:1\n2026-11-02 Roof who:Tom +home id:3\n2026-11-02 New who:Mei id:4\n"
    )
    child = terminal("import", str(path))
    child.expect("New \\(1\\):")
    child.expect("Changed there \\(1\\):")
    child.expect("Changed there and here: kept as it is here \\(1\\):")
    child.expect("No longer in the list \\(1\\):")
    child.expect("Go on\\? \\[y/N\\]")
    child.send("y")
    child.expect("Close what is no longer in the list \\(1\\)\\? \\[y/N\\]")
    child.send("y")
    child.expect("Take the list's version of what both sides changed \\(1\\)\\? \\[y/N\\]")
    child.send("n")
    code, rest = finished(child)
    assert code == 0
    assert "1 follow-up (1 owed, 0 waiting) with 1 new person imported; 1 changed; 1 closed" in rest
    items = {item["id"]: item for item in fq("list", "--status", "all", "--json").document["followups"]}
    assert (items[1]["text"], items[2]["status"], items[3]["project"]) == ("My own words", "done", "home")
