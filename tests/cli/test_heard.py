"""`heard`: they said something about what they owe, and still owe it."""

from __future__ import annotations

from tests.conftest import Call

LATER = "2026-11-30T09:00:00Z"


def _wait(fq: Call) -> None:
    fq("add", "Tom Baker", "Send the figures", "-w", "--by", "thu", now="2026-11-23T09:00:00Z")


def test_their_silence_is_counted_from_what_they_said(fq: Call) -> None:
    _wait(fq)
    before = fq("waiting", "--json", now=LATER).document
    assert fq("heard", "1", "Got it").code == 0
    record = fq("list", "--json").document["followups"][0]
    assert (record["ball"], record["heard_at"], record["status"]) == ("theirs", LATER, "open")
    assert before["followups"] != fq("waiting", "--json").document["followups"]
    assert "heard today" in fq("waiting").out


def test_a_later_day_replaces_the_expected_one_and_is_their_slip(fq: Call) -> None:
    _wait(fq)
    answer = fq("heard", "1", "Half of it is here", "--by", "fri", now="2026-11-24T09:00:00Z")
    assert "they still owe it, all of it by Fri 27 Nov (in 3 working days), later than before" in answer.out
    assert (
        "If only a part comes by then: followq undo, followq heard 1, and for the part followq add -w 'Tom Baker' "
        in answer.out
    )
    record = fq("list", "--json").document["followups"][0]
    assert (record["promised"], record["first_promised"], record["slips"]) == ("2026-11-27", "2026-11-26", 1)


def test_a_day_named_without_a_word_of_a_part_is_for_the_whole(fq: Call) -> None:
    _wait(fq)
    for words in (("heard", "1", "--by", "fri"), ("heard", "1", "Got it, needs longer", "--by", "fri")):
        assert "part" not in fq(*words, now="2026-11-24T09:00:00Z").out


def test_an_earlier_day_is_no_slip(fq: Call) -> None:
    _wait(fq)
    fq("heard", "1", "--by", "wed", now="2026-11-24T09:00:00Z")
    assert fq("list", "--json").document["followups"][0]["slips"] == 0


def test_with_shows_it_as_their_word(fq: Call) -> None:
    _wait(fq)
    fq("heard", "1", "Half of it is here", now="2026-11-24T09:00:00Z")
    shown = fq("with", "Tom").out
    assert "they said “Half of it is here”: 1 Send the figures" in shown
    assert "you from them Tue 24 Nov" in shown
    event = fq("with", "Tom", "--json").document["dealings"]["history"][-1]
    assert (event["deed"], event["is_from_me"]) == ("heard", False)


def test_what_they_said_is_not_shown_to_others(fq: Call) -> None:
    _wait(fq)
    fq("heard", "1", "Grumbled about it", "--by", "fri", now="2026-11-24T09:00:00Z")
    for call in (("report", "Tom"), ("with", "Tom", "--share"), ("with", "Tom", "--as-them")):
        assert "Grumbled" not in fq(*call).out


def test_several_are_noted_together_or_not_at_all(fq: Call) -> None:
    _wait(fq)
    fq("add", "Ana Lopez", "Quote")
    refused = fq("heard", "1", "2", "Got it")
    assert (refused.code, fq("list", "--waiting", "--json").document["followups"][0]["heard_at"]) == (2, None)
    assert "followq told 2" in refused.err


def test_undo_takes_it_back(fq: Call) -> None:
    _wait(fq)
    before = fq("list", "--json").document["followups"]
    fq("heard", "1", "Got it", "--by", "fri")
    fq("undo")
    assert fq("list", "--json").document["followups"] == before


def test_telling_them_of_their_own_task_is_refused_with_heard(fq: Call) -> None:
    _wait(fq)
    refused = fq("told", "1", "Soon")
    assert (refused.code, "followq heard 1" in refused.err) == (2, True)


def test_say_writes_no_apology_of_the_users_for_their_task(fq: Call) -> None:
    _wait(fq)
    for kind in ("ack", "update", "late", "done", "no"):
        refused = fq("say", "1", kind, "--log")
        assert (refused.code, refused.out) == (2, "")
        assert f"{kind} is for what you owe" in refused.err
    assert fq("list", "--json").document["followups"][0]["told_at"] is None
    assert fq("say", "1", "thanks", "--log").code == 0


def test_a_day_in_what_they_said_sets_nothing_and_a_line_says_so(fq: Call) -> None:
    _wait(fq)
    heard = fq("heard", "1", "Half of it by Thursday, called on Monday", now="2026-11-24T09:00:00Z")
    assert heard.code == 0
    assert "No date is set" in heard.out
    assert fq("list", "--json").document["followups"][0]["promised"] == "2026-11-26"
