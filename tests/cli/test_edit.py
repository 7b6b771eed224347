"""`edit`: every option, what counts as a slip, what contradicts itself."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from followq.cli.commands.add import add
from followq.cli.commands.edit import edit
from tests.conftest import NOW, Call


def shown(fq: Call, number: int) -> dict[str, Any]:
    item: dict[str, Any] = fq("show", str(number), "--json").document["followups"][0]
    return item


@pytest.fixture(autouse=True)
def quote(fq: Call) -> None:
    """A follow-up that has everything, behind one that has nothing."""
    fq("add", "Tom Baker", "Numbers")
    more = ("--effort", "30m", "--project", "spring", "--tag", "print", "--tag", "Urgent", "--note", "Ask Mei")
    fq("add", "Ana Lopez", "Quote", "--by", "fri", "--via", "call", "--blocked-by", "1", "--every", "week", *more)


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (("--text", "Revised quote"), {"text": "Revised quote"}),
        (("--person", "tom baker"), {"person": "Tom Baker"}),
        (("--person", "Mei Lin"), {"person": "Mei Lin"}),
        (("--by", "thu"), {"promised": "2026-11-26", "slips": 0}),
        (("--by", "2026-12-01"), {"promised": "2026-12-01", "slips": 1}),
        (("--by", "fri 15:00"), {"promised": "2026-11-27T15:00:00Z", "slips": 0}),
        (("--no-by",), {"promised": None, "slips": 1}),
        (("--since", "2026-11-16"), {"since": "2026-11-16"}),
        (("--via", "email"), {"channel": "email"}),
        (("--effort", "2h"), {"effort_minutes": 120}),
        (("--no-effort",), {"effort_minutes": None}),
        (("--project", "autumn"), {"project": "autumn"}),
        (("--no-project",), {"project": None}),
        (("--tag", "new", "--tag", "print"), {"tags": ["print", "Urgent", "new"]}),
        (("--no-tag", "urgent"), {"tags": ["print"]}),
        (("--no-tag", "+print", "--tag", "new"), {"tags": ["Urgent", "new"]}),
        (("--no-blocked-by", "1"), {"blocked_by": []}),
        (("--every", "2 weeks"), {"every": "2 weeks"}),
        (("--no-every",), {"every": None}),
        (("--note", "Ask Sam"), {"note": "Ask Sam"}),
        (("--note", ""), {"note": None}),
        (("--told",), {"told_at": NOW}),
    ],
)
def test_an_option_changes_its_field_and_no_other(fq: Call, words: tuple[str, ...], changes: dict[str, Any]) -> None:
    before = shown(fq, 2)
    assert fq("edit", "2", *words).code == 0
    after = shown(fq, 2)
    differ = {name: after[name] for name in after if after[name] != before[name]}
    differ.pop("person_id", None)
    differ.pop("anchor", None)
    assert differ == {name: value for name, value in changes.items() if before[name] != value}
    assert after["first_promised"] == "2026-11-27"


def test_several_options_are_one_change_and_one_undo(fq: Call) -> None:
    before = shown(fq, 2)
    fq("edit", "2", "--text", "Other", "--by", "2026-12-01", "--person", "Mei Lin", "--tag", "new")
    fq("undo")
    assert shown(fq, 2) == before


def test_the_answer_says_what_changed_and_what_was(fq: Call) -> None:
    out = fq("edit", "2", "--by", "2026-12-01", "--person", "Mei Lin").out
    for words in ("2 Mei Lin: Quote", "from Ana Lopez to Mei Lin", "by Tue 1 Dec", "was Fri 27 Nov", "moved once"):
        assert words in out


def test_a_blocker_is_added_to_the_others(fq: Call) -> None:
    fq("add", "Mei Lin", "Pictures")
    fq("edit", "2", "--blocked-by", "3")
    assert shown(fq, 2)["blocked_by"] == [1, 3]
    fq("edit", "2", "--no-blocked-by", "1")
    assert shown(fq, 2)["blocked_by"] == [3]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--by", "fri", "--no-by"), 2),
        (("--effort", "1h", "--no-effort"), 2),
        (("--project", "x", "--no-project"), 2),
        (("--every", "week", "--no-every"), 2),
        (("--text", ""), 2),
        (("--no-blocked-by", "3"), 2),
        (("--blocked-by", "2"), 2),
        (("--blocked-by", "99"), 3),
        (("--text", "x" * 10_001), 4),
        (("--note", "x" * 10_001), 4),
        (("--by", "32 dec"), 4),
        (("--since", "tomorrow"), 4),
        (("--via", "pigeon"), 4),
        (("--effort", "30"), 4),
        (("--every", "sometimes"), 4),
        (("--person", "12"), 2),
    ],
)
def test_what_is_refused_changes_nothing(fq: Call, words: tuple[str, ...], code: int) -> None:
    fq("add", "Mei Lin", "Pictures")
    before = fq("export").document
    refused = fq("edit", "2", *words)
    assert refused.code == code
    assert fq("export").document == before


def test_every_option_of_add_can_be_corrected() -> None:
    """The contract: `edit ID` takes the options of `add`; a side that was noted wrongly is no toss."""
    missing = set(inspect.signature(add).parameters) - set(inspect.signature(edit).parameters)
    # Notes are proposals of several new ones.
    assert missing == {"is_from_notes"}


def test_a_circle_of_blockers_is_refused(fq: Call) -> None:
    fq("add", "Mei Lin", "Pictures", "--blocked-by", "2")
    refused = fq("edit", "1", "--blocked-by", "3")
    assert refused.code == 2
    assert "circle" in refused.err
    assert shown(fq, 1)["blocked_by"] == []


def test_nothing_to_change_leaves_no_trace(fq: Call) -> None:
    entries = len(fq("log", "--json").document["log"])
    assert "nothing to change" in fq("edit", "2").out
    assert "nothing to change" in fq("edit", "2", "--project", "spring", "--via", "call").out
    assert len(fq("log", "--json").document["log"]) == entries


def test_the_first_promise_stays(fq: Call) -> None:
    fq("edit", "2", "--by", "2026-12-01")
    fq("edit", "2", "--by", "2026-12-08")
    fq("edit", "2", "--by", "2026-11-24")
    item = shown(fq, 2)
    assert (item["promised"], item["first_promised"], item["slips"]) == ("2026-11-24", "2026-11-27", 2)


def test_a_new_rhythm_counts_from_the_promise(fq: Call) -> None:
    fq("edit", "2", "--every", "month")
    fq("done", "2")
    assert shown(fq, 3)["promised"] == "2026-12-27"


def test_a_closed_one_can_be_corrected(fq: Call) -> None:
    fq("done", "1")
    assert fq("edit", "1", "--text", "All numbers").code == 0
    assert (shown(fq, 1)["text"], shown(fq, 1)["status"]) == ("All numbers", "done")


def test_what_was_edited_is_found_by_its_new_words_only(fq: Call) -> None:
    fq("edit", "2", "--text", "Offer")
    assert fq("search", "quote", "--json").document["followups"] == []
    assert [item["id"] for item in fq("search", "offer", "--json").document["followups"]] == [2]


def test_a_near_name_warns(fq: Call) -> None:
    edited = fq("edit", "2", "--person", "Tom Bakker")
    assert "there is also Tom Baker" in edited.out + edited.err
