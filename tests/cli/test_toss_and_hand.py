"""`toss` and `hand`: the ball changes sides, or somebody else does the work and the debt stays."""

from __future__ import annotations

from typing import Any

import pytest

from followq.cli.session import Session
from tests.conftest import Call

NEXT_DAY = "2026-11-24T09:00:00Z"


def shown(fq: Call, number: int) -> dict[str, Any]:
    item: dict[str, Any] = fq("show", str(number), "--json").document["followups"][0]
    return item


@pytest.fixture
def both_sides(fq: Call) -> None:
    """One thing that I owe Ana, one that Tom owes me; both have a history."""
    fq("add", "Ana Lopez", "Quote", "--since", "2026-11-16", "--by", "2026-11-20", "--project", "spring", "--tag", "x")
    fq("add", "-w", "Tom Baker", "Numbers", "--since", "2026-11-16", "--by", "fri")
    fq("told", "1", "Nearly there")
    fq("nudge", "2")


def test_what_i_owed_becomes_what_i_wait_for(fq: Call, both_sides: None) -> None:
    tossed = fq("toss", "1", "Sign the quote", "--by", "fri", now=NEXT_DAY)
    assert tossed.code == 0
    assert "now they owe you" in tossed.out
    assert "by Fri 27 Nov (in 3 working days)" in tossed.out
    item = shown(fq, 1)
    assert (item["ball"], item["status"], item["text"]) == ("theirs", "open", "Sign the quote")
    assert (item["since"], item["promised"], item["first_promised"]) == (NEXT_DAY, "2026-11-27", "2026-11-27")
    assert (item["project"], item["tags"]) == ("spring", ["x"])


def test_what_i_waited_for_becomes_what_i_owe(fq: Call, both_sides: None) -> None:
    assert "now you owe them" in fq("toss", "2", now=NEXT_DAY).out
    item = shown(fq, 2)
    assert (item["ball"], item["text"], item["since"]) == ("mine", "Numbers", NEXT_DAY)
    assert (item["promised"], item["nudges"], item["nudged_at"]) == (None, 0, None)


def test_the_history_is_kept_and_both_sides_have_their_days(fq: Call, both_sides: None) -> None:
    fq("toss", "1", now="2026-11-25T09:00:00Z")
    document = fq("show", "1", "--json", now="2026-11-27T09:00:00Z").document
    assert document["days"] == {"mine": 7, "theirs": 2}
    assert [entry["command"] for entry in document["log"]] == ["add", "told", "toss"]


def test_tossing_back_starts_my_clock_anew(fq: Call, both_sides: None) -> None:
    fq("toss", "1", now=NEXT_DAY)
    fq("toss", "1", now="2026-11-26T09:00:00Z")
    item = shown(fq, 1)
    assert (item["ball"], item["since"], item["slips"], item["snoozes"]) == ("mine", "2026-11-26T09:00:00Z", 0, 0)


def test_a_toss_without_a_date_asks_nobody_where_nobody_sits(fq: Call, both_sides: None) -> None:
    tossed = fq("toss", "1")
    assert (tossed.code, tossed.err) == (0, "")
    assert shown(fq, 1)["promised"] is None


def test_a_toss_with_a_bad_date_changes_nothing(fq: Call, both_sides: None) -> None:
    assert fq("toss", "1", "--by", "32 dec").code == 4
    assert shown(fq, 1)["ball"] == "mine"


def test_handing_over_keeps_my_debt_and_blocks_it(fq: Call, both_sides: None) -> None:
    handed = fq("hand", "1", "Mei Lin", "Draft the figures", "--by", "thu")
    assert handed.code == 0
    assert "You still owe 1 Ana Lopez: Quote, blocked by 3" in handed.out
    assert "by Thu 26 Nov (in 3 working days)" in handed.out
    debt, work = shown(fq, 1), shown(fq, 3)
    assert (debt["status"], debt["ball"], debt["blocked_by"], debt["since"]) == ("open", "mine", [3], "2026-11-16")
    assert (work["person"], work["ball"], work["text"]) == ("Mei Lin", "theirs", "Draft the figures")
    assert (work["promised"], work["project"], work["blocked_by"]) == ("2026-11-26", "spring", [])


def test_the_work_has_the_same_text_unless_said_otherwise(fq: Call, both_sides: None) -> None:
    fq("hand", "1", "Mei Lin")
    assert shown(fq, 3)["text"] == "Quote"


def test_what_comes_back_from_the_helper_unblocks(fq: Call, both_sides: None) -> None:
    fq("hand", "1", "Mei Lin")
    assert "blocked by 3" in fq("today").out
    fq("done", "3")
    assert "blocked" not in fq("today").out
    assert shown(fq, 1)["status"] == "open"


def test_a_day_that_is_too_late_for_the_own_promise_is_pointed_out(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--by", "fri")
    handed = fq("hand", "1", "Tom", "--by", "fri")
    assert "no sooner than your own promise. To leave time: followq edit 2 --by 2026-11-26" in handed.out
    assert "own promise" not in fq("hand", "1", "Ben", "--by", "thu").out


def test_two_helpers_both_block(fq: Call, both_sides: None) -> None:
    fq("hand", "1", "Mei Lin", "Figures")
    fq("hand", "1", "Tom Baker", "Pictures")
    assert shown(fq, 1)["blocked_by"] == [3, 4]


def test_handing_over_is_one_undo(fq: Call, both_sides: None) -> None:
    fq("hand", "1", "Mei Lin")
    fq("undo")
    assert shown(fq, 1)["blocked_by"] == []
    assert fq("show", "3").code == 3
    assert fq("with", "Mei Lin").code == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [(("2", "Mei Lin"), 2), (("1", "ana lopez"), 2), (("9", "Mei Lin"), 3), (("1", "Mei", "--by", "32 dec"), 4)],
)
def test_what_cannot_be_handed_over_changes_nothing(
    fq: Call, both_sides: None, words: tuple[str, ...], code: int
) -> None:
    before = fq("export").document
    assert fq("hand", *words).code == code
    assert fq("export").document == before


def test_a_helper_with_a_near_name_warns(fq: Call, both_sides: None) -> None:
    handed = fq("hand", "1", "Tom Bakker")
    assert "there is also Tom Baker" in handed.out + handed.err
    assert "followq edit 3 --person 'Tom Baker'" in handed.out + handed.err


def test_a_date_without_its_dashes_is_not_taken_for_the_new_text(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    refused = fq("toss", "1", "by", "fri")
    assert refused.code == 2
    assert refused.err == "followq: 'by fri' is a date, not what is waited for now (followq toss 1 --by fri)\n"
    assert fq("toss", "1", "by the door stands a parcel").code == 0


def test_a_date_left_in_the_new_text_is_pointed_out(fq: Call) -> None:
    fq("add", "Ana", "Quote")
    assert "followq edit 1 --by fri" in fq("toss", "1", "Sign it by fri").out


@pytest.mark.parametrize(
    "between",
    [
        [("toss", "1", "Sign it")],
        [("toss", "1", "Sign it"), ("toss", "1", "Mend it")],
        [("toss", "1", "Sign it", "--by", "thu"), ("edit", "1", "--text", "Sign it twice")],
        [("toss", "1", "Sign it"), ("undo",), ("redo",)],
    ],
    ids=lambda calls: ", ".join(" ".join(words) for words in calls),
)
def test_what_recurs_comes_again_as_it_began(fq: Call, between: list[tuple[str, ...]]) -> None:
    fq("add", "Zoe Quinn", "Send the report", "--every", "week", "--by", "fri")
    number = str(fq("list", "--person", "Zoe Quinn", "--json").document["followups"][0]["id"])
    for words in between:
        assert fq(*(number if word == "1" else word for word in words)).code == 0
    *_, coming = fq("done", number, "--json").document["followups"]
    assert (coming["text"], coming["ball"], coming["promised"]) == ("Send the report", "mine", "2026-12-04")


def test_a_toss_that_was_undone_takes_nothing_back(fq: Call) -> None:
    fq("add", "Zoe Quinn", "Send the report", "--every", "week")
    number = str(fq("list", "--person", "Zoe Quinn", "--json").document["followups"][0]["id"])
    for words in (("toss", number, "Sign it"), ("undo",), ("edit", number, "--text", "Send the figures")):
        fq(*words)
    *_, coming = fq("done", number, "--json").document["followups"]
    assert (coming["text"], coming["ball"]) == ("Send the figures", "mine")


def test_what_is_changed_while_the_user_thinks_about_the_day_is_not_tossed(
    fq: Call, both_sides: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(session: Session, question: str) -> str:
        monkeypatch.setattr(Session, "is_interactive", False)
        fq("edit", "1", "--text", "Send both quotes")
        return ""

    monkeypatch.setattr(Session, "is_interactive", True)
    monkeypatch.setattr(Session, "ask", answer)
    tossed = fq("toss", "1")
    assert tossed.code != 0
    assert "1 was changed meanwhile" in tossed.err
    assert fq("show", "1", "--json").document["followups"][0]["ball"] == "mine"
