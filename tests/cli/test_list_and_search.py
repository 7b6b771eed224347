"""`list` and `search`: follow-ups as they are, by every filter."""

from __future__ import annotations

import pytest

from followq.cli.session import Session
from tests.conftest import Call


def ids(fq: Call, *words: str) -> list[int]:
    called = fq(*words, "--json")
    assert called.code == 0, called.err
    return [item["id"] for item in called.document["followups"]]


@pytest.fixture
def mixed(fq: Call) -> None:
    """Owed and waited for, open, snoozed, done and dropped, late and not, old and new."""
    fq("person", "add", "Ana López", "--alias", "The Boss", "--email", "ana@example.com")
    fq("add", "Ana López", "Revised quote", "--by", "2026-11-20", "--since", "2026-11-02", "--project", "Spring")
    fq("add", "Ben Okoro", "Café invitation", "--since", "2026-11-16", "--tag", "print", "--tag", "Urgent")
    fq("add", "-w", "Tom Baker", "Numbers", "--by", "2026-11-20", "--since", "2026-11-10", "--tag", "print")
    fq("add", "-w", "Ana López", "Signature", "--project", "spring", "--note", "Ask the notary")
    fq("add", "Mei Lin", "Old business")
    fq("add", "Mei Lin", "Let go")
    fq("done", "5")
    fq("drop", "6")
    fq("snooze", "2", "fri")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), [1, 2, 3, 4]),
        (("--owed",), [1, 2]),
        (("--waiting",), [3, 4]),
        (("-w",), [3, 4]),
        (("--owed", "--waiting"), [1, 2, 3, 4]),
        (("--person", "ana"), [1, 4]),
        (("--person", "the boss"), [1, 4]),
        (("--person", "ana@example.com"), [1, 4]),
        (("--project", "SPRING"), [1, 4]),
        (("--tag", "print"), [2, 3]),
        (("--tag", "print", "--tag", "urgent"), [2]),
        (("--status", "done"), [5]),
        (("--status", "dropped"), [6]),
        (("--status", "all"), [1, 2, 3, 4, 5, 6]),
        (("--status", "all", "--person", "mei"), [5, 6]),
        (("--overdue",), [1, 3]),
        (("--overdue", "--owed"), [1]),
        (("--since", "2026-11-10"), [2, 3, 4]),
        (("--until", "2026-11-10"), [1, 3]),
        (("--since", "2026-11-10", "--until", "2026-11-16"), [2, 3]),
        (("--since", "today"), [4]),
        (("--since", "last mon"), [2, 4]),
        (("--person", "ana", "--waiting", "--project", "spring"), [4]),
        (("--project", "autumn"), []),
    ],
    ids=str,
)
def test_list_filters(fq: Call, mixed: None, words: tuple[str, ...], found: list[int]) -> None:
    assert ids(fq, "list", *words) == found


def test_a_row_says_number_side_person_text_and_state(fq: Call, mixed: None) -> None:
    rows = {line.split()[0]: line for line in fq("list", "--status", "all").out.splitlines()[:6]}
    for words in ("you owe", "Ana López", "Revised quote", "promised Fri 20 Nov, late", "since Mon 2 Nov"):
        assert words in rows["1"]
    assert "hidden until Fri 27 Nov" in rows["2"]
    for words in ("you wait", "expected Fri 20 Nov, late"):
        assert words in rows["3"]
    assert "done Mon 23 Nov" in rows["5"]
    assert "dropped Mon 23 Nov" in rows["6"]


def test_the_number_of_rows_stands_below(fq: Call, mixed: None) -> None:
    assert fq("list").out.splitlines()[-1] == "4 follow-ups"
    assert fq("list", "--status", "done").out.splitlines()[-1] == "1 follow-up"


def test_an_empty_list_says_what_to_do(fq: Call) -> None:
    assert "followq add" in fq("list").out
    assert "Nothing fits" in fq("list", "--project", "none").out
    assert fq("list").code == 0


@pytest.mark.parametrize("command", [("list",), ("search", "quote")])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--status", "closed"), 4),
        (("--status", ""), 4),
        (("--person", "Zoe"), 3),
        (("--since", "tomorrow"), 4),
        (("--until", "32 dec"), 4),
        (("--tag", ""), 2),
    ],
)
def test_a_filter_that_is_not_understood_is_refused(
    fq: Call, mixed: None, command: tuple[str, ...], words: tuple[str, ...], code: int
) -> None:
    refused = fq(*command, *words)
    assert (refused.code, refused.out) == (code, "")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("quote",), [1]),
        (("QUOTE",), [1]),
        (("quo",), [1]),
        (("cafe",), [2]),
        (("CAFÉ",), [2]),
        (("ana",), [1, 4]),
        (("lopez",), [1, 4]),
        (("boss",), [1, 4]),
        (("ana", "quote"), [1]),
        (("quote ana",), [1]),
        (("ana", "numbers"), []),
        (("notary",), [4]),
        (("spring",), [1, 4]),
        (("print",), [2, 3]),
        (("old",), [5]),
        (("let", "go"), [6]),
        (("uote",), []),
        (("zanzibar",), []),
    ],
    ids=str,
)
def test_search_looks_at_texts_notes_names_projects_and_tags_open_or_closed(
    fq: Call, mixed: None, words: tuple[str, ...], found: list[int]
) -> None:
    assert sorted(ids(fq, "search", *words)) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--owed",), [1]),
        (("--waiting",), [4]),
        (("--person", "ana"), [1, 4]),
        (("--person", "tom"), []),
        (("--project", "Spring"), [1, 4]),
        (("--tag", "print"), []),
        (("--status", "done"), []),
        (("--status", "open"), [1, 4]),
        (("--overdue",), [1]),
        (("--since", "2026-11-10"), [4]),
        (("--until", "2026-11-10"), [1]),
    ],
    ids=str,
)
def test_search_takes_the_filters_of_list(fq: Call, mixed: None, words: tuple[str, ...], found: list[int]) -> None:
    assert sorted(ids(fq, "search", "ana", *words)) == found


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "'",
        "*",
        "quo*",
        "(",
        "NEAR(a b)",
        "AND",
        "OR NOT",
        "person:ana",
        "a-b",
        "^quote",
        "{a b}",
        "%",
        "\\",
        "+",
        "²",
    ],
)
def test_search_takes_any_characters_for_words_not_for_a_language(fq: Call, mixed: None, text: str) -> None:
    found = fq("search", "--", text)
    assert found.code in (0, 2)
    assert "defect" not in found.err


def test_search_for_nothing_is_a_usage_error(fq: Call) -> None:
    for words in ((), ("",), ("--", "...")):
        assert fq("search", *words).code == 2


def test_search_follows_a_persons_new_name(fq: Call, mixed: None) -> None:
    fq("person", "edit", "Tom Baker", "--name", "Thomas Miller")
    assert ids(fq, "search", "miller") == [3]
    assert ids(fq, "search", "baker") == [3], "the old name stays as an alias"


def test_search_finds_words_of_other_scripts(fq: Call) -> None:
    fq("add", "Мария Иванова", "Отправить договор")
    fq("add", "田中 太郎", "契約書 署名")
    fq("add", "دانا", "إرسال العرض")
    assert ids(fq, "search", "договор") == [1]
    assert ids(fq, "search", "ИВАНОВА") == [1]
    assert ids(fq, "search", "契約") == [2]
    assert ids(fq, "search", "العرض") == [3]


@pytest.fixture
def sixty(fq: Call) -> None:
    for number in range(60):
        fq("add", "Ana Lopez", f"Quote {number}")


def test_a_terminal_shows_the_best_fifty_and_says_how_to_see_more(
    fq: Call, sixty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "_draws", True)
    best, whole = fq("search", "quote").out, fq("search", "quote", "--all").out
    assert whole.startswith("".join(best.splitlines(keepends=True)[:50]))
    assert best.splitlines()[-1] == "50 follow-ups, the best first; 10 more with --all"
    assert whole.splitlines()[-1] == "60 follow-ups"
    assert fq("search", "quote", "--limit", "55").out.splitlines()[-1].startswith("55 follow-ups")
    assert fq("search", "quote 7").out.splitlines()[-1] == "1 follow-up"


def test_a_pipe_and_json_get_all_that_was_found_unless_told_otherwise(fq: Call, sixty: None) -> None:
    assert fq("search", "quote").out.splitlines()[-1] == "60 follow-ups"
    assert len(fq("search", "quote", "--json").document["followups"]) == 60
    few = fq("search", "quote", "--json", "--limit", "2").document
    assert (len(few["followups"]), few["more"]) == (2, 58)


def test_list_takes_other_orders_than_by_number(fq: Call) -> None:
    fq("add", "Mei Lin", "Menu", "--since", "2026-11-10")
    fq("add", "ana", "Quote", "--by", "2026-12-01")
    fq("add", "-w", "Tom Baker", "Numbers", "--since", "2026-11-02", "--by", "2026-11-27T12:00")
    fq("add", "Äneas", "Hall", "--by", "2026-11-27")

    def order(sort: str) -> list[int]:
        return [row["id"] for row in fq("list", "--sort", sort, "--json").document["followups"]]

    assert order("id") == [1, 2, 3, 4]
    assert order("since") == [3, 1, 2, 4]
    assert order("promised") == [3, 4, 2, 1]
    assert order("person") == [2, 4, 1, 3]
    assert order("updated") == [4, 3, 2, 1]
    fq("note", "2", "Urgent")
    assert order("updated") == [2, 4, 3, 1]
    assert fq("list", "--sort", "size").code == 4


def test_the_orders_that_are_completed_are_those_that_are_taken(fq: Call) -> None:
    from followq.cli.commands.list import ORDERS
    from followq.cli.completion.candidates import list_orders, today_orders
    from followq.cli.queries import today

    assert [order for order, _ in list_orders()] == list(ORDERS)
    assert [order for order, _ in today_orders()] == list(today.ORDERS)
