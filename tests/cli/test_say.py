"""`say`: the likeliest message, in whose language, handed to other programs, and logged by the same verbs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from followq.cli.desktop import openers as desktop
from followq.errors import DiskError
from tests.conftest import Call


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The links that were opened, instead of a program that opens them."""
    links: list[str] = []
    monkeypatch.setattr(desktop, "find_opener", lambda: ["opener"])
    monkeypatch.setattr(desktop, "open_link", lambda link, command: links.append(link))
    return links


@pytest.fixture(autouse=True)
def queue(fq: Call) -> None:
    """One of each: late with a mail address, waited for with a number, known to nobody how to reach."""
    fq("person", "add", "Ana Lopez", "--email", "ana@example.com", "--phone", "+34 600 000 001", "--alias", "Boss")
    fq("person", "add", "Tom Baker", "--phone", "555 0100", "--channel", "call")
    fq("add", "Ana Lopez", "Send the quote & terms", "--by", "2026-11-20")
    fq("add", "-w", "Tom Baker", "Numbers")
    fq("add", "Mei Lin", "Her question")
    fq("add", "Tom Baker", "Budget line")


def message(fq: Call, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = fq("say", *words, "--json").document["message"]
    return found


def test_the_likeliest_message_is_chosen_and_said_why(fq: Call) -> None:
    assert [message(fq, i)["kind"] for i in ("1", "2", "3")] == ["late", "ask", "ack"]
    assert message(fq, "1")["why"] == "its promise has passed"
    fq("told", "3")
    assert message(fq, "3")["kind"] == "update"
    fq("done", "1", "2")
    assert [message(fq, i)["kind"] for i in ("1", "2")] == ["done", "thanks"]


def test_a_kind_can_be_named_and_a_wrong_one_is_answered_with_the_near_one(fq: Call) -> None:
    assert message(fq, "1", "no")["kind"] == "no"
    refused = fq("say", "1", "upate")
    assert refused.code == 2
    assert "did you mean update?" in refused.err
    assert "ack, update, ask, nudge" in fq("say", "1", "poem").err


@pytest.mark.parametrize(
    ("number", "kind", "doubt"),
    [("1", "nudge", "1 waits on you: a nudge is for what they owe."), ("2", "late", "2 is theirs to do: late is for")],
)
def test_words_for_the_other_side_are_not_said_unawares(fq: Call, number: str, kind: str, doubt: str) -> None:
    assert doubt in fq("say", number, kind).err
    assert doubt not in fq("say", number).err


def test_a_person_serves_as_id(fq: Call) -> None:
    assert "Hi Mei," in fq("say", "mei").out


def test_into_a_pipe_goes_the_message_alone(fq: Call) -> None:
    shown = fq("say", "2")
    assert shown.out.startswith("Hi Tom,\n\n")
    assert "followq" not in shown.out
    assert shown.err == "First you owe Tom Baker: 4 Budget line\n"


def test_saying_alone_changes_nothing(fq: Call) -> None:
    before = fq("export").out
    fq("say", "1")
    fq("say", "1", "late", "--by", "fri")
    assert fq("export").out == before


def test_a_new_promise_is_in_the_message_and_with_log_in_the_queue(fq: Call) -> None:
    assert "by Friday 27 November" in fq("say", "1", "--by", "fri", "--log").out
    item = fq("show", "1", "--json").document["followups"][0]
    assert (item["promised"], item["slips"]) == ("2026-11-27", 1)
    assert item["told_at"] == "2026-11-23T09:00:00Z"
    fq("undo")
    assert fq("show", "1", "--json").document["followups"][0]["promised"] == "2026-11-20"


def test_a_nudge_is_logged_as_a_nudge(fq: Call) -> None:
    logged = fq("say", "2", "nudge", "--log")
    assert "nudged; ask again" in logged.err
    assert fq("show", "2", "--json").document["followups"][0]["nudges"] == 1
    assert fq("log", "--json").document["log"][-1]["command"] == "nudge"


def test_thanks_for_what_is_closed_are_logged_and_undone(fq: Call) -> None:
    fq("done", "2")
    assert fq("say", "2", "--log").code == 0
    item = fq("show", "2", "--json").document["followups"][0]
    assert (item["status"], item["told_at"]) == ("done", "2026-11-23T09:00:00Z")
    assert "by a message (thanks)" in fq("log").out
    fq("undo")
    assert fq("show", "2", "--json").document["followups"][0]["told_at"] is None


def test_what_is_said_to_be_done_is_not_closed_by_it(fq: Call) -> None:
    logged = fq("say", "3", "done", "--log")
    assert "followq done 3 closes it" in logged.err
    assert fq("show", "3", "--json").document["followups"][0]["status"] == "open"


def test_a_day_goes_with_nothing_closed(fq: Call) -> None:
    fq("done", "1")
    refused = fq("say", "1", "done", "--by", "fri")
    assert refused.code == 2
    assert "--by is for what is open" in refused.err


def item_of(fq: Call, number: str) -> dict[str, Any]:
    found: dict[str, Any] = fq("show", number, "--json").document["followups"][0]
    return found


def test_first_ask_says_what_by_when_and_why_and_a_nudge_comes_after_it(fq: Call) -> None:
    said = fq("say", "2", "--by", "thu", "--why", "The audit begins on Monday", "--log")
    for part in ("“Numbers”", "by Thursday 26 November", "The audit begins on Monday"):
        assert part in said.out
    item = item_of(fq, "2")
    assert (item["told_at"], item["promised"], item["nudges"]) == ("2026-11-23T09:00:00Z", "2026-11-26", 0)
    assert "by a message (ask)" in fq("log").out
    assert message(fq, "2")["kind"] == "nudge"
    fq("undo")
    assert item_of(fq, "2")["promised"] is None
    assert message(fq, "2")["kind"] == "ask"


def test_ask_names_the_promise_that_hangs_on_it_but_not_whose(fq: Call) -> None:
    fq("add", "Mei Lin", "Report", "--by", "fri", "--blocked-by", "2")
    said = fq("say", "2", "ask").out
    assert "promised for Friday 27 November depends on it" in said
    assert "Mei" not in said


def test_first_ask_is_offered_where_they_do_not_know_yet(fq: Call) -> None:
    assert "Ask them: followq say 5 ask" in fq("add", "-w", "Mei Lin", "Plan").out
    assert "say 6 ask" not in fq("add", "-w", "Mei Lin", "Older", "--since", "yesterday").out
    assert "say 7 ask" not in fq("add", "-w", "Mei Lin", "Known", "--told").out
    assert "Ask them: followq say 8 ask" in fq("hand", "1", "Tom Baker", "Draft").out
    assert "Ask them: followq say 3 ask" in fq("toss", "3").out
    assert "ask" not in fq("toss", "3").out
    fq("person", "edit", "Mei Lin", "--away-until", "2026-12-04")
    assert "say 9 ask" not in fq("add", "-w", "Mei Lin", "While away").out


def test_nudge_before_the_first_ask_names_it(fq: Call) -> None:
    hint = "no ask is noted for 2 yet; the first one is followq say 2 ask"
    assert hint in fq("say", "2", "nudge").err
    assert hint in fq("nudge", "2").out
    assert hint not in fq("nudge", "2").out


def test_answer_and_ball_are_one_act_and_one_undo(fq: Call) -> None:
    before = item_of(fq, "1")
    said = fq("say", "1", "update", "--toss", "Sign it", "--by", "fri", "--log", now="2026-11-24T10:00:00Z")
    assert said.code == 0
    assert "“Sign it”" in said.out
    assert "by Friday 27 November" in said.out
    assert "You'll have it" not in said.out
    item = item_of(fq, "1")
    assert (item["ball"], item["text"], item["promised"]) == ("theirs", "Sign it", "2026-11-27")
    assert (item["since"], item["slips"], item["told_at"]) == ("2026-11-24T10:00:00Z", 0, "2026-11-24T10:00:00Z")
    entries = [entry for entry in fq("log", "--json").document["log"] if entry["followup"] == 1]
    assert [entry["command"] for entry in entries][-2:] == ["say", "say"]
    assert message(fq, "1")["kind"] == "nudge"
    fq("undo")
    assert item_of(fq, "1") == before
    assert fq("doctor").code == 0


@pytest.mark.parametrize("kind", ["ack", "update", "ask", "done", "late"])
def test_every_message_that_hands_the_ball_over_asks_for_it(fq: Call, kind: str) -> None:
    text = fq("say", "1", kind, "--toss", "Sign it", "--by", "fri", "--why", "Legal needs it").out
    assert "“Sign it”" in text
    assert "by Friday 27 November" in text
    assert "Why I ask: Legal needs it" in text
    assert "You'll have it" not in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("2", "ask"), "2 is theirs to do already"),
        (("1", "no"), "--toss doesn't go with no"),
        (("1", "nudge"), "--toss doesn't go with nudge"),
    ],
)
def test_ball_goes_over_with_fitting_words_alone(fq: Call, words: tuple[str, ...], why: str) -> None:
    refused = fq("say", *words, "--toss", "Sign it", "--log")
    assert refused.code == 2
    assert why in refused.err


def test_template_of_your_own_that_does_not_ask_is_refused(fq: Call, tmp_path: Path) -> None:
    fq("say", "--customize", "es")
    (tmp_path / "templates" / "es" / "update.txt").write_text("Hola {{ first_name }}: {{ text }}")
    refused = fq("say", "1", "update", "--toss", "Sign it", "--language", "es", "--log")
    assert refused.code == 4
    assert "name {{ ask }} in it" in refused.err
    assert item_of(fq, "1")["ball"] == "mine"


@pytest.mark.parametrize(
    "twice", [(("nudge", "2"), ("say", "2", "nudge", "--log")), (("say", "2", "nudge", "--log"), ("nudge", "2"))]
)
def test_nudges_by_either_command_on_one_day_are_one(fq: Call, twice: tuple[tuple[str, ...], ...]) -> None:
    fq(*twice[0])
    again = fq(*twice[1])
    assert "nudged again today; ask again" in again.out + again.err
    assert item_of(fq, "2")["nudges"] == 1


def test_nudge_names_a_new_day_and_a_later_one_is_their_slip(fq: Call) -> None:
    fq("nudge", "2", "--by", "wed")
    said = fq("say", "2", "nudge", "--by", "thu", "--log")
    assert "by Thursday 26 November" in said.out
    item = item_of(fq, "2")
    assert (item["promised"], item["slips"], item["nudges"]) == ("2026-11-26", 1, 1)


def test_open_fills_in_a_mail(fq: Call, opened: list[str]) -> None:
    fq("say", "1", "--open")
    assert opened[0].startswith(
        "mailto:ana@example.com?subject=Send%20the%20quote%20%26%20terms&body=Hi%20Ana%2C%0D%0A"
    )


def test_open_dials_where_the_channel_is_a_call(fq: Call, opened: list[str]) -> None:
    fq("say", "2", "--open")
    assert opened == ["tel:5550100"]


def test_open_without_an_address_says_how_to_give_one(fq: Call, opened: list[str]) -> None:
    refused = fq("say", "3", "--open", "--log")
    assert refused.code == 3
    assert "followq person edit 'Mei Lin' --email" in refused.err
    assert not opened
    assert fq("show", "3", "--json").document["followups"][0]["told_at"] is None


def test_a_program_that_fails_after_the_log_is_told_with_a_way_back(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(link: str, command: list[str]) -> None:
        raise DiskError("it broke", "try again")

    monkeypatch.setattr(desktop, "find_opener", lambda: ["opener"])
    monkeypatch.setattr(desktop, "open_link", fail)
    failed = fq("say", "1", "--open", "--log")
    assert failed.code == 7
    assert "followq undo takes that back" in failed.err


def test_the_clipboard_gets_the_message_as_it_is(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    def copy(text: str, command: list[str]) -> str:
        copied.append(text)
        return f"Copied with {command[0]}."

    monkeypatch.setattr(desktop, "find_copier", lambda: ["xclip"])
    monkeypatch.setattr(desktop, "copy", copy)
    called = fq("say", "1", "--copy")
    assert copied == [called.out.rstrip("\n")]
    assert called.err == "Copied with xclip.\n"


def test_a_language_is_chosen_for_each_person(fq: Call, tmp_path: Path) -> None:
    assert fq("say", "--customize", "es").code == 0
    folder = tmp_path / "templates" / "es"
    (folder / "late.txt").write_text("Hola {{ first_name }}, lo siento.")
    assert fq("config", "languages.boss", "es").code == 0
    assert fq("say", "1").out == "Hola Ana, lo siento.\n"
    assert fq("say", "3").out.startswith("Hi Mei")
    assert fq("say", "1", "--language", "en").out.startswith("Hi Ana")
    assert message(fq, "1")["language"] == "es"
    assert fq("config", "languages.boss", "--default").code == 0
    assert fq("say", "1").out.startswith("Hi Ana")
    assert fq("config", "language", "es").code == 0
    assert fq("say", "1").out.startswith("Hola")


def test_languages_are_a_table_of_the_settings_file(fq: Call, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[languages]\n"Ana Lopez" = "es"\n')
    found = {row["key"]: row["value"] for row in fq("config", "--json").document["settings"]}
    assert found["languages"] == {"Ana Lopez": "es"}
    (tmp_path / "config.toml").write_text('[languages]\n"Ana Lopez" = "../es"\n')
    assert fq("today").code == 4
    assert fq("config", "languages", "es").code in (2, 4)


def test_the_signature_ends_every_message(fq: Call) -> None:
    fq("config", "signature", "Best,", "Kim")
    assert fq("say", "1").out.endswith("\n\nBest, Kim\n")


def test_a_hostile_name_and_text_stay_text(fq: Call, opened: list[str]) -> None:
    fq("person", "add", "Eve\x1b[2J {{7*7}}", "--email", "eve@example.com")
    fq("add", "eve@example.com", "x\x1b]0;t\x07 [bold] {{ 7*7 }} \u202e&bcc=a@b.c")
    shown = fq("say", "5", "--open")
    assert "\x1b" not in shown.out + shown.err
    assert "“x]0;t [bold] {{ 7*7 }} &bcc=a@b.c”" in shown.out
    assert "&bcc" not in opened[0]
    assert "%1B" not in opened[0]


def test_nothing_to_say_it_about_is_a_usage_error(fq: Call) -> None:
    assert fq("say").code == 2
    assert fq("say", "99").code == 3


def test_the_document_has_what_a_program_needs(fq: Call) -> None:
    document = json.loads(fq("say", "1", "--json").out)
    assert set(document["message"]) == {"kind", "why", "language", "subject", "text", "channel", "address"}
    assert document["message"]["address"] == "ana@example.com"
    assert "is_bare" not in document


def test_what_is_promised_for_today_needs_no_by(fq: Call) -> None:
    today = fq("add", "Ben", "Draft", "--by", "today", "--json").document["followups"][0]["id"]
    later = fq("add", "Ben", "Plan", "--by", "2026-12-03", "--json").document["followups"][0]["id"]
    assert "You'll have it today. " in fq("say", str(today), "ack").out
    assert "You'll have it by Thursday 3 December. " in fq("say", str(later), "ack").out


def test_what_moved_is_new_to_whom_it_came(fq: Call) -> None:
    fq("nudge", "2", "Called", now="2026-11-24T09:00:00Z")
    fq("told", "4", "Soon")
    fq("edit", "2", "4", "--person", "Mei Lin", now="2026-12-07T09:00:00Z")
    asked, owed = message(fq, "2"), message(fq, "4")
    assert (asked["kind"], owed["kind"]) == ("ask", "ack")
    for number, kind, former in (("2", "nudge", "once more"), ("4", "ack", "no answer so far")):
        assert former not in message(fq, number, kind)["text"]
    fq("edit", "2", "4", "--person", "Tom Baker")
    assert "no ask is noted for 2 yet" in fq("say", "2", "nudge").err
