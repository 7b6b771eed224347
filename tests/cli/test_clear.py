"""`clear`: the guided round at a terminal, by real keys, through everything that happens to terminals."""

from __future__ import annotations

import json
import shlex
import signal
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.screens import CTRL_C, CTRL_U, CTRL_Z, ENTER, ESCAPE, LEFT, TAB, Start, Terminal, followq, terminals
from tests.conftest import NOW, Call

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


@pytest.fixture
def clear(tmp_path: Path) -> Iterator[Start]:
    """Start `followq clear` at a terminal: `clear("--limit", "3", columns=40)`."""
    with terminals(tmp_path, "clear") as start:
        yield start


@pytest.fixture(autouse=True)
def queue(fq: Call) -> None:
    """Three things owed, Ana's first; she owes something too."""
    fq("person", "add", "Ana Lopez", "--phone", "+34 600 000 001", "--channel", "call", "--org", "Harbour Foods")
    fq("add", "Ana Lopez", "Send the revised quote", "--by", "2026-11-20", "--since", "2026-11-13")
    fq("add", "Tom Baker", "Confirm the budget", "--since", "2026-11-18")
    fq("add", "Mei Lin", "Answer her question")
    fq("add", "-w", "Ana Lopez", "Signature under the contract", "--since", "2026-11-12")


def shown(fq: Call, number: int) -> dict[str, Any]:
    followup: dict[str, Any] = fq("show", str(number), "--json").document["followups"][0]
    return followup


def commands(fq: Call) -> list[str]:
    entries = fq("log", "--all", "--json").document["log"]
    return [entry["command"] for entry in {entry["batch"]: entry for entry in entries}.values()]


def test_a_card_says_everything_that_is_needed_to_act(fq: Call, clear: Start) -> None:
    fq("told", "1", now="2026-11-16T09:00:00Z")
    terminal = clear(FOLLOWQ_NOW=NOW)
    terminal.shows("q quit")
    for said in (
        "1 of 3",
        "1 Ana Lopez, Harbour Foods",
        "Send the revised quote",
        "since Fri 13 Nov, 6 working days",
        "promised Fri 20 Nov, 1 working day late",
        "last told Mon 16 Nov (5 working days ago)",
        "reach by call +34 600 000 001",
        "owes you 4 Signature under the contract",
        "why now promised Fri 20 Nov, 1 working day late",
    ):
        assert said in terminal.screen, said


def test_ten_cards_are_ten_keys(fq: Call, clear: Start) -> None:
    for number in range(7):
        fq("add", f"Person {chr(65 + number)}", "Quote")
    terminal = clear()
    terminal.shows("1 of 10")
    terminal.press(*"dddddddddd")
    assert terminal.ended() == 0
    assert "10 cards in under a minute: 10 done. None left." in terminal.text
    assert fq("count", "--json").document["owed"] == 0
    assert commands(fq)[-10:] == ["done"] * 10


def test_at_the_end_it_says_what_was_cleared_and_what_that_may_bring_back(fq: Call, clear: Start) -> None:
    terminal = clear()
    terminal.shows("1 of 3")
    terminal.press("d")
    terminal.shows("2 of 3; 1 dealt with")
    terminal.press("t", ENTER)
    terminal.shows("3 of 3; 2 dealt with")
    terminal.press("q")
    assert terminal.ended() == 0
    assert "2 cards in under a minute: 1 done, 1 told. 1 left." in terminal.text
    assert "What that may bring back 4 Ana Lopez Signature under the contract" in terminal.text
    assert "you owe them nothing more" in terminal.text


KEYS: list[tuple[tuple[str, ...], str, dict[str, Any], str]] = [
    (("d",), "done", {"status": "done"}, "1 Ana Lopez: Send the revised quote: done, delivered."),
    (("D",), "done", {"status": "done"}, "Tell them it is done"),
    (("t", "Legal looks at it by tue", ENTER), "told", {"promised": "2026-11-24", "ball": "mine"}, "told; you still"),
    (("t", ENTER), "told", {"told_at": "2026-11-23T09:00:00Z"}, "told; you still owe it."),
    (("t", "by fri", ENTER), "told", {"promised": "2026-11-27"}, "told; you still owe it, by Fri 27 Nov"),
    (
        ("o", "Sign it by fri", ENTER),
        "toss",
        {"ball": "theirs", "text": "Sign it", "promised": "2026-11-27"},
        "now they owe you, by Fri 27 Nov",
    ),
    (
        ("o", ENTER, ENTER),
        "toss",
        {"ball": "theirs", "text": "Send the revised quote", "promised": None},
        "now they owe you.",
    ),
    (("s", ENTER), "snooze", {"snoozed_until": "2026-11-24", "snoozes": 1}, "hidden until Tue 24 Nov"),
    (("s", "next mon", ENTER), "snooze", {"snoozed_until": "2026-11-30"}, "hidden until Mon 30 Nov"),
    (
        ("h", "tom", TAB, ENTER, "Draft it by thu", ENTER),
        "hand",
        {"blocked_by": [5]},
        "5 Tom Baker: Draft it: you wait",
    ),
    (("x", "Too late", ENTER), "drop", {"status": "dropped"}, "dropped."),
    (("n", "Call before ten", ENTER), "note", {"note": "Call before ten"}, "noted."),
    (("e", "t", CTRL_U, "Send the new quote", ENTER), "edit", {"text": "Send the new quote"}, "text: Send the new"),
    (("e", "b", "fri", ENTER), "edit", {"promised": "2026-11-27", "slips": 1}, "by Fri 27 Nov"),
    (("e", "b", "none", ENTER), "edit", {"promised": None}, "no date"),
    (("e", "f", "1h30m", ENTER), "edit", {"effort_minutes": 90}, "effort: 1h30m"),
    (("e", "v", "email", ENTER), "edit", {"channel": "email"}, "channel: email"),
    (("e", "p", "spring", ENTER), "edit", {"project": "spring"}, "project: spring"),
    (("e", "w", "Tom Baker", ENTER), "edit", {"person": "Tom Baker"}, "to Tom Baker"),
    (("e", "s", "2026-11-10", ENTER), "edit", {"since": "2026-11-10"}, "since Tue 10 Nov"),
]


@pytest.mark.parametrize(("keys", "command", "fields", "said"), KEYS, ids=lambda value: "".join(value)[:20])
def test_a_key_is_its_command_in_a_batch_of_its_own_and_u_takes_it_back(
    fq: Call, clear: Start, keys: tuple[str, ...], command: str, fields: dict[str, Any], said: str
) -> None:
    before, batches = shown(fq, 1), commands(fq)
    terminal = clear()
    terminal.shows("1 of 3")
    terminal.press(*keys)
    terminal.shows(said)
    after = shown(fq, 1)
    assert {name: after[name] for name in fields} == fields
    assert commands(fq) == [*batches, command]
    terminal.press("u")
    terminal.shows(f"Undid {command}")
    terminal.shows("1 of 3")
    assert shown(fq, 1) == before
    terminal.press("q")
    assert terminal.ended() == 0


def test_a_long_note_stays_on_its_card_and_a_told_one_goes_on(clear: Start) -> None:
    terminal = clear()
    terminal.press("n", "Has a dog", ENTER)
    terminal.shows("note Has a dog")
    assert "1 of 3" in terminal.screen
    terminal.press("t", ENTER)
    terminal.shows("2 of 3")


def test_skip_back_and_the_skipped_ones_again(fq: Call, clear: Start) -> None:
    terminal = clear()
    terminal.shows("1 of 3")
    terminal.press(" ")
    terminal.shows("2 of 3")
    terminal.press("b")
    terminal.shows("1 of 3")
    terminal.press("b")
    terminal.shows("This is the first card.")
    terminal.press(" ", LEFT, " ", "d", "d")
    terminal.shows("That was the last of 3 cards. 1 skipped.")
    terminal.press("s")
    terminal.shows("1 of 3; 2 dealt with")
    terminal.press("d")
    assert terminal.ended() == 0
    assert "3 done. None left." in terminal.text


def test_back_to_a_card_that_is_done_shows_it_so_and_it_can_be_undone(fq: Call, clear: Start) -> None:
    terminal = clear()
    terminal.shows("1 of 3")
    terminal.press("d")
    terminal.shows("2 of 3")
    terminal.press("b")
    screen = terminal.shows("now done Mon 23 Nov")
    assert "d done" not in screen
    terminal.press("d")
    terminal.shows("That key does nothing here")
    terminal.press("u")
    terminal.shows("why now")
    assert shown(fq, 1)["status"] == "open"


def test_undo_takes_back_this_round_alone_step_by_step(fq: Call, clear: Start) -> None:
    terminal = clear()
    terminal.shows("1 of 3")
    terminal.press("u")
    terminal.shows("Nothing was done in this round yet.")
    terminal.press("d", "d")
    terminal.shows("3 of 3")
    terminal.press("u", "u", "u")
    terminal.shows("1 of 3")
    assert fq("count", "--json").document["owed"] == 3


def test_undo_never_takes_back_what_somebody_else_did(fq: Call, clear: Start) -> None:
    terminal = clear()
    terminal.shows("1 of 3")
    terminal.press("d")
    terminal.shows("2 of 3")
    fq("note", "3", "from elsewhere")
    terminal.press("u")
    terminal.shows("the queue was changed elsewhere since")
    assert shown(fq, 3)["note"] == "from elsewhere"
    assert shown(fq, 1)["status"] == "done"


def test_a_card_changed_between_showing_and_key_is_shown_again_instead(fq: Call, clear: Start) -> None:
    terminal = clear()
    terminal.shows("1 of 3")
    fq("edit", "1", "--text", "Send the quote for autumn")
    terminal.press("d")
    terminal.shows("1 was changed meanwhile (look at it again)")
    terminal.shows("Send the quote for autumn")
    assert shown(fq, 1)["status"] == "open"
    terminal.press("d")
    terminal.shows("2 of 3")
    assert shown(fq, 1)["status"] == "done"


def test_a_card_that_somebody_else_closed_is_passed_over(fq: Call, clear: Start) -> None:
    terminal = clear()
    terminal.shows("1 of 3")
    fq("done", "2")
    terminal.press("d")
    terminal.shows("2 Tom Baker: Confirm the budget: somebody saw to it meanwhile.")
    terminal.shows("3 of 3")
    terminal.press("d")
    assert terminal.ended() == 0
    assert "2 done. None left." in terminal.text


def test_a_card_closed_elsewhere_while_it_is_shown_is_not_closed_twice(fq: Call, clear: Start) -> None:
    terminal = clear()
    terminal.shows("1 of 3")
    fq("done", "1")
    terminal.press("d")
    terminal.shows("1 was changed meanwhile")
    terminal.shows("2 of 3")
    assert commands(fq).count("done") == 1


def test_a_line_with_a_wrong_date_stays_to_be_mended(fq: Call, clear: Start) -> None:
    terminal = clear()
    terminal.press("t", "Legal looks at it by 32 dec", ENTER)
    terminal.shows("'32 dec' is not a date I know")
    terminal.press(CTRL_U, "Legal looks at it by fri", ENTER)
    terminal.shows("2 of 3")
    assert shown(fq, 1)["promised"] == "2026-11-27"


@pytest.mark.parametrize("key", [CTRL_C, ESCAPE], ids=["ctrl-c", "escape"])
@pytest.mark.parametrize("question", ["t", "o", "s", "h", "x", "n", "e"])
def test_whoever_thinks_better_of_it_is_back_at_the_card(fq: Call, clear: Start, question: str, key: str) -> None:
    batches = commands(fq)
    terminal = clear()
    terminal.shows("q quit")
    terminal.press(question)
    terminal.shows("1 of 3", gone="q quit")
    terminal.press(key)
    terminal.shows("q quit")
    assert "1 of 3" in terminal.screen
    assert commands(fq) == batches


def test_ctrl_c_at_a_card_ends_the_round_and_keeps_what_was_done(fq: Call, clear: Start) -> None:
    terminal = clear()
    terminal.shows("1 of 3")
    terminal.press("d")
    terminal.shows("2 of 3")
    terminal.press(CTRL_C)
    assert terminal.ended() == 130
    assert "1 card in under a minute: 1 done. 2 left." in terminal.text
    assert "followq: stopped; what was done is saved" in terminal.text
    assert "Traceback" not in terminal.text
    assert shown(fq, 1)["status"] == "done"


def test_a_closed_terminal_keeps_what_was_done_and_leaves_nobody_locked_out(fq: Call, clear: Start) -> None:
    terminal = clear()
    terminal.shows("1 of 3")
    terminal.press("d")
    terminal.shows("2 of 3")
    terminal.press("t", "half a senten")
    terminal.shows("half a senten")
    terminal.hang_up()
    assert shown(fq, 1)["status"] == "done"
    assert fq("note", "2", "still writable").code == 0
    assert shown(fq, 2)["told_at"] is None


def test_a_changed_window_gets_the_card_anew(clear: Start) -> None:
    terminal = clear()
    terminal.shows("q quit")
    terminal.resize(24, 40)
    terminal.shows("d done t told o toss s snooze h hand x drop")
    assert all(len(line) <= 40 for line in terminal.lines)
    terminal.resize(30, 120)
    terminal.shows("q quit")
    terminal.press("d")
    terminal.shows("2 of 3")


@pytest.mark.parametrize("keys", [(), ("t", "half a sentence")], ids=["card", "question"])
def test_ctrl_z_and_fg_bring_the_round_back_where_it_was(fq: Call, tmp_path: Path, keys: tuple[str, ...]) -> None:
    terminal = Terminal(
        ["bash", "--norc", "--noprofile", "-i"], tmp_path, PS1="$ ", BASH_SILENCE_DEPRECATION_WARNING="1"
    )
    try:
        terminal.press(f"{shlex.join(followq('clear'))}{ENTER}")
        terminal.shows("1 of 3")
        terminal.press(*keys)
        terminal.shows(keys[-1] if keys else "q quit")
        terminal.press(CTRL_Z)
        terminal.shows("Stopped")
        terminal.press(f"echo $((6 * 7)) is free{ENTER}")
        terminal.shows("42 is free")
        terminal.press(f"fg{ENTER}")
        terminal.shows(keys[-1] if keys else "q quit")
        terminal.press(ENTER if keys else "d")
        terminal.shows("2 of 3")
    finally:
        terminal.close()
    assert shown(fq, 1)["told_at" if keys else "closed_at"]


def test_an_avoided_item_shows_five_ways_out(fq: Call, clear: Start) -> None:
    for day in ("tue", "wed", "thu"):
        fq("snooze", "2", day)
    terminal = clear("--person", "tom", FOLLOWQ_NOW="2026-11-30T09:00:00Z")
    terminal.shows("Avoided: put off 3 times. Five ways out:")
    terminal.shows("1 do it now 2 its first two minutes 3 renegotiate 4 hand it over 5 say no")
    terminal.press("1")
    terminal.shows("Now: 2 Tom Baker Confirm the budget 0m so far")
    terminal.press("b", "2")
    terminal.shows("left of the first two minutes")
    terminal.press("n", "Found the figures", ENTER)
    terminal.shows("note Found the figures")
    terminal.press("3", "needs finance", ENTER)
    terminal.shows("a new date is missing")
    terminal.press(" by fri", ENTER)
    assert terminal.ended() == 0
    assert shown(fq, 2)["promised"] == "2026-12-04"


@pytest.mark.parametrize(("keys", "command"), [(("1", "d"), "done"), (("2", "d"), "done"), (("5", ENTER), "drop")])
def test_a_way_out_is_its_command(fq: Call, clear: Start, keys: tuple[str, ...], command: str) -> None:
    for day in ("tue", "wed", "thu"):
        fq("snooze", "2", day)
    terminal = clear("--person", "tom", FOLLOWQ_NOW="2026-11-30T09:00:00Z")
    terminal.shows("Five ways out")
    terminal.press(*keys)
    assert terminal.ended() == 0
    assert commands(fq)[-1] == command


def test_ways_out_are_no_keys_elsewhere(fq: Call, clear: Start) -> None:
    terminal = clear()
    terminal.shows("1 of 3")
    terminal.press("5")
    terminal.shows("That key does nothing here")


def test_a_limit_makes_a_short_round_and_m_goes_on(fq: Call, clear: Start) -> None:
    terminal = clear("--limit", "2")
    terminal.shows("1 of 2")
    terminal.press("d", "d")
    terminal.shows("That was the last of 2 cards. 1 more is owed beyond this round.")
    terminal.press("m")
    terminal.shows("3 of 3; 2 dealt with")
    terminal.press("u")
    terminal.shows("2 of 3; 1 dealt with")


def test_the_end_of_a_short_round_doesnt_say_that_nothing_is_left(clear: Start) -> None:
    terminal = clear("--limit", "2")
    terminal.shows("1 of 2")
    terminal.press("d", "d")
    terminal.shows("That was the last of 2 cards.")
    terminal.press(ENTER)
    assert terminal.ended() == 0
    assert "2 done. 1 more is owed." in terminal.text


def test_a_time_box_takes_what_fits(fq: Call, clear: Start) -> None:
    fq("edit", "1", "--effort", "20m")
    fq("edit", "2", "--effort", "3h")
    fq("edit", "3", "--effort", "10m")
    fq("told", "2")
    terminal = clear("--fits", "45m")
    terminal.shows("1 of 2; 0m of 45m spent; about 30m to go")
    terminal.press("d", "d")
    assert terminal.ended() == 0
    assert shown(fq, 2)["status"] == "open"


def test_only_what_is_owed_to_those_one_waits_for(fq: Call, clear: Start) -> None:
    terminal = clear("--waiting")
    terminal.shows("1 of 1")
    assert "Ana Lopez" in terminal.screen


def test_help_tells_what_each_key_does_and_goes_again(clear: Start) -> None:
    terminal = clear(rows=30)
    terminal.press("?")
    terminal.shows("Somebody else does the work; you still owe it.")
    terminal.press(ENTER)
    terminal.shows("1 of 3")
    assert "Somebody else does the work" not in terminal.screen


def test_view_shows_everything_and_stays_above(clear: Start) -> None:
    terminal = clear(rows=50)
    terminal.press("v")
    terminal.shows("0 working days with them")
    terminal.shows("1 of 3")


def test_work_is_not_handed_to_whom_it_is_owed_and_the_question_stays(fq: Call, clear: Start) -> None:
    terminal = clear()
    terminal.shows("1 of 3")
    terminal.press("h", "ana lopez", ENTER)
    terminal.shows("it is what you owe Ana Lopez")
    terminal.press(CTRL_U, "Tom Baker", ENTER)
    terminal.shows("What does Tom Baker do?")
    terminal.press("Draft it", ENTER)
    terminal.shows("Check in on which day?")
    terminal.press(ENTER)
    terminal.shows("1 dealt with")
    work = shown(fq, 5)
    assert (work["text"], work["promised"]) == ("Draft it", "2026-11-24")


def test_a_message_is_shown_promised_copied_and_noted_by_one_key_each(fq: Call, clear: Start) -> None:
    terminal = clear()
    terminal.shows("1 of 3")
    terminal.press("y")
    screen = terminal.shows("o open c copy s said it p promise a day t toss k another kind Enter back to the card")
    assert "Late: its promise has passed call Ana Lopez, +34 600 000 001 Hi Ana," in screen
    terminal.press(ENTER)
    terminal.shows("1 of 3")
    terminal.press("y", "p")
    terminal.shows("By when?")
    terminal.press("next fri", ENTER)
    terminal.shows("You'll have it by Friday 4 December", gone="By when?")
    terminal.press("c")
    terminal.shows("Asked your terminal to copy it")
    assert "\x1b]52;c;" in terminal.raw
    terminal.press("s")
    screen = terminal.shows("2 of 3; 1 dealt with")
    assert "told; you still owe it, by Fri 4 Dec" in screen
    assert "followq undo" not in screen
    assert (shown(fq, 1)["promised"], commands(fq)[-1]) == ("2026-12-04", "told")
    terminal.press("u")
    terminal.shows("1 of 3; ")
    assert shown(fq, 1)["promised"] == "2026-11-20"


def test_the_ball_goes_over_with_a_message_by_one_key(fq: Call, clear: Start) -> None:
    terminal = clear()
    terminal.shows("1 of 3")
    terminal.press("y", "t")
    terminal.shows("What are they to do now?")
    terminal.press("Sign it by fri", ENTER)
    screen = terminal.shows("k another kind", gone="What are they to do now?")
    assert "Sign it" in screen
    assert "promise a day" not in screen
    terminal.press("s")
    terminal.shows("2 of 3; 1 dealt with")
    item = shown(fq, 1)
    assert (item["ball"], item["text"], item["promised"]) == ("theirs", "Sign it", "2026-11-27")
    assert item["told_at"], "they know of it"
    terminal.press("u")
    terminal.shows("1 of 3; ")
    assert shown(fq, 1)["ball"] == "mine"


def test_a_message_that_leads_nowhere_stays_with_a_reason(fq: Call, clear: Start) -> None:
    fq("person", "edit", "Ana Lopez", "--no-phone", "+34 600 000 001")
    terminal = clear()
    terminal.shows("1 of 3")
    terminal.press("y")
    terminal.shows("o open")
    terminal.press("o")
    terminal.shows("no number of Ana Lopez is known")
    terminal.shows("c copy")
    terminal.press(ENTER)
    terminal.shows("1 of 3")


def test_pasted_text_presses_no_keys(fq: Call, clear: Start) -> None:
    batches = commands(fq)
    terminal = clear()
    terminal.shows("q quit")
    terminal.press("\x1b[200~dddd\x1b[201~", "?")
    terminal.shows("Delivered: it is closed.")
    assert commands(fq) == batches


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_colour_is_used_where_none_is_wanted(clear: Start, columns: int) -> None:
    terminal = clear(columns=columns, NO_COLOR="1")
    terminal.shows("q quit")
    assert "1 working day late" in terminal.screen
    assert not terminal.colours


def test_a_low_screen_keeps_the_keys_in_sight(fq: Call, clear: Start) -> None:
    fq("edit", "1", "--text", "word " * 400, "--note", "private " * 100)
    terminal = clear(rows=12, columns=40)
    terminal.shows("q quit")
    assert "d done" in terminal.screen
    terminal.press("d")
    terminal.shows("2 of 3")


@pytest.mark.parametrize(("words", "environment"), [((), {"TERM": "dumb"}), (("--plain",), {})], ids=["dumb", "plain"])
def test_plain_lines_do_the_same_without_drawing(
    fq: Call, clear: Start, words: tuple[str, ...], environment: dict[str, str]
) -> None:
    terminal = clear(*words, rows=60, **environment)
    terminal.shows("Keys: d done, t told, o toss")
    terminal.press("told", ENTER)
    terminal.shows("What did you tell them?")
    terminal.press("Soon by fri", ENTER)
    terminal.shows("2 of 3")
    terminal.press("!", ENTER)
    terminal.shows("'!' is none of the keys.")
    terminal.press("u", ENTER)
    terminal.shows("Undid told")
    terminal.press("d", ENTER, "q", ENTER)
    assert terminal.ended() == 0
    assert "1 done. 2 left." in terminal.text
    assert not terminal.colours
    assert shown(fq, 1)["status"] == "done"


@pytest.mark.parametrize("words", [(), ("--plain",), ("--fits", "45m")], ids=" ".join)
def test_without_a_terminal_it_says_what_to_do_instead(fq_process: Call, words: tuple[str, ...]) -> None:
    refused = fq_process("clear", *words)
    assert (refused.code, refused.out) == (2, "")
    assert len(refused.err.splitlines()) == 1
    assert "followq today" in refused.err
    as_json = fq_process("clear", "--json", *words)
    assert as_json.code == 2
    assert json.loads(as_json.err)["code"] == "usage"


def test_json_asks_nothing_at_a_terminal_either(clear: Start) -> None:
    terminal = clear("--json")
    assert terminal.ended() == 2
    assert '"kind": "error"' in terminal.text


def test_nothing_owed_is_told_at_once(fq: Call, clear: Start) -> None:
    fq("done", "1-3")
    terminal = clear()
    assert terminal.ended() == 0
    assert "Nothing to clear" in terminal.text


def test_texts_of_others_steer_nothing(fq: Call, clear: Start) -> None:
    evil = "x\x1b]0;owned\x07\x1b[2Jgone\u202e"
    fq("edit", "1", "--text", evil, "--note", evil)
    fq("person", "edit", "Ana Lopez", "--org", evil, "--phone", evil)
    terminal = clear()
    terminal.shows("x^[]0;owned^G^[[2Jgone\\u202e")
    terminal.press("t", ENTER)
    terminal.shows("2 of 3")
    assert "\x1b]0;" not in terminal.raw
    assert "\x1b[2J" not in terminal.raw
    assert "\u202e" not in terminal.raw


def test_a_queue_that_is_busy_keeps_the_card(fq: Call, clear: Start, db: Path) -> None:
    import sqlite3

    terminal = clear()
    terminal.shows("1 of 3")
    other = sqlite3.connect(db, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    terminal.press("d")
    terminal.shows("is writing")
    other.execute("ROLLBACK")
    other.close()
    terminal.shows("1 of 3")
    terminal.press("d")
    terminal.shows("2 of 3")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_from_outside_ends_it_quietly_and_gives_the_terminal_back(clear: Start, number: int) -> None:
    terminal = clear()
    terminal.shows("1 of 3")
    assert not termios.tcgetattr(terminal.child.child_fd)[3] & termios.ICANON
    terminal.child.kill(number)
    assert terminal.ended() == 130
    assert "Traceback" not in terminal.text
    assert termios.tcgetattr(terminal.child.child_fd)[3] & termios.ICANON
