"""What may stand where an id is asked for: numbers, ranges, names; all or nothing."""

from __future__ import annotations

import pytest

from tests.conftest import Call


@pytest.fixture(autouse=True)
def six(fq: Call) -> None:
    """Ben, Cleo and Dan have one open item each, Ana has two, Eve has only a closed one."""
    for person in ("Ana Lopez", "Ana Lopez", "Ben Okoro", "Cleo Marsh", "Dan Marsh", "Eve Stone"):
        fq("add", person, "Thing")
    fq("done", "6")


def closed(fq: Call) -> list[int]:
    return [item["id"] for item in fq("list", "--status", "done", "--json").document["followups"]]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("3",), [3]),
        (("#3",), [3]),
        (("03",), [3]),
        (("3", "5"), [3, 5]),
        (("3-5",), [3, 4, 5]),
        (("#3-5",), [3, 4, 5]),
        (("3-3",), [3]),
        (("1", "3-4", "5"), [1, 3, 4, 5]),
        (("3", "3", "3-4"), [3, 4]),
        (("ben okoro",), [3]),
        (("Ben", "Okoro"), [3]),
        (("BEN",), [3]),
        (("okoro",), [3]),
        (("ben", "3"), [3]),
        (("ben", "cleo"), [3, 4]),
        (("1", "dan"), [1, 5]),
    ],
    ids=str,
)
def test_what_is_understood(fq: Call, words: tuple[str, ...], found: list[int]) -> None:
    assert fq("done", *words).code == 0
    assert closed(fq) == [*found, 6]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("9",), 3, "no follow-up 9"),
        (("0",), 3, "no follow-up 0"),
        (("99999999999999999999999",), 3, "no follow-up"),
        (("9" * 5000,), 3, "no follow-up"),
        (("3", "9"), 3, "no follow-up 9"),
        (("3-9",), 3, "no follow-up 7"),
        (("5-3",), 2, "upwards"),
        (("3-",), 2, "not a range"),
        (("1-999999",), 2, "too long a range"),
        (("1-" + "9" * 5000,), 2, "too long a range"),
        (("3", "6"), 3, "done already"),
        (("ana",), 3, "Ana Lopez has 2 open: 1 Thing; 2 Thing"),
        (("marsh",), 3, "Cleo Marsh or Dan Marsh"),
        (("zoe",), 3, "no person named 'zoe'"),
        (("Bem Okoro",), 3, "did you mean Ben Okoro"),
        (("eve",), 3, "nothing is open with Eve Stone"),
        (("3", "zoe"), 3, "zoe"),
        (("",), 2, "empty"),
        (("3", ""), 2, "empty"),
        (("³",), 3, "³"),
        (("٣",), 3, "٣"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_not_understood_or_not_there_changes_nothing(
    fq: Call, words: tuple[str, ...], code: int, said: str
) -> None:
    before = fq("export").document
    refused = fq("done", *words)
    assert (refused.code, refused.out) == (code, "")
    assert said in refused.err
    assert len(refused.err) < 3000
    assert fq("export").document == before


def test_ambiguous_and_not_found_have_codes_of_their_own(fq: Call) -> None:
    assert fq("done", "ana", "--json").error["code"] == "ambiguous"
    assert fq("done", "marsh", "--json").error["code"] == "ambiguous"
    assert fq("done", "9", "--json").error["code"] == "not-found"


@pytest.mark.parametrize("command", ["told", "toss", "drop", "show", "why"])
def test_a_name_serves_where_one_id_is_asked_for(fq: Call, command: str) -> None:
    assert fq(command, "ben").code == 0
    assert fq(command, "ana").code == 3


@pytest.mark.parametrize("words", [("snooze", "ben", "fri"), ("edit", "ben", "--text", "x"), ("note", "ben", "x")])
def test_a_name_serves_before_other_words_too(fq: Call, words: tuple[str, ...]) -> None:
    assert fq(*words).code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("snooze", "3-4", "fri"),
        ("told", "3-4"),
        ("toss", "3-4"),
        ("drop", "3-4"),
        ("note", "3-4", "x"),
        ("edit", "3-4", "--told"),
        ("hand", "3-4", "Ana Lopez"),
        ("nudge", "3-4"),
        ("show", "3-4"),
    ],
    ids=" ".join,
)
def test_a_range_where_one_is_meant_is_refused_or_done_whole_in_one_batch(fq: Call, words: tuple[str, ...]) -> None:
    before = fq("export").document
    called = fq(*words)
    changed = [
        item["id"]
        for item, old in zip(fq("export").document["followups"], before["followups"], strict=False)
        if item != old
    ]
    assert (called.code, changed) in ((2, []), (0, [3, 4]))
    if changed:
        fq("undo")
    assert fq("export").document["followups"] == before["followups"]


def test_a_snoozed_one_is_found_by_name(fq: Call) -> None:
    fq("snooze", "3", "fri")
    assert fq("done", "ben").code == 0


def test_numbers_are_never_used_again(fq: Call) -> None:
    fq("add", "Ana Lopez", "Seventh")
    fq("undo")
    fq("add", "Ana Lopez", "Eighth")
    assert max(item["id"] for item in fq("list", "--json").document["followups"]) == 8
    assert fq("show", "7").code == 3


def test_a_gap_in_a_range_is_told_and_nothing_is_done(fq: Call) -> None:
    fq("add", "Ana Lopez", "Seventh")
    fq("undo")
    fq("add", "Ana Lopez", "Eighth")
    assert fq("done", "5-8").code == 3
    assert closed(fq) == [6]
