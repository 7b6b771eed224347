"""`terminal.show()`: every page at every width, with any text: nothing too wide, no id cut, nothing steered."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pyte
import pytest
from docs import pictures
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from followq.cli.session import Session
from followq.model.integrity.backup_info import Backup, Contents
from followq.render import rich_console, styles, terminal
from followq.render.blocks import Block, Line, Row, Span, Table, line, table
from followq.render.pages.backups import BackupsPage
from tests.conftest import Call
from tests.factories import calendar

WIDTHS = [40, 60, 80, 120]
EVIL = "\x1b]0;title\x07\x1b[2J\x1b[31mred\x9b31m \u202e\u2066 [bold]x[/bold] [link=http://example.com]y[/link] :smile:"
TEXTS = {
    "short": "Send the quote",
    "ten thousand characters": "Lorem ipsum dolor " * 555,
    "one long word": "x" * 10_000,
    "ideographs": "契約書に署名する" * 100,
    "right to left": "إرسال العرض المعدل " * 50,
    "emoji": "🎉👍🏽🇪🇸 " * 80,
    "joined emoji": "👩\u200d👩\u200d👧 " * 80,
    "marks": "e\u0301\u0302" * 200,
    "hostile": EVIL * 5,
}
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def drawn(blocks: list[Block], width: int, monkeypatch: pytest.MonkeyPatch | None = None) -> list[str]:
    out = io.StringIO()
    if monkeypatch:
        monkeypatch.setenv("COLUMNS", str(width))
    terminal.show(blocks, out)
    return out.getvalue().splitlines()


def wide_table(text: str) -> Table:
    rows = [
        Row((Span("7", "id"), Span(text), Span("1h30m"), Span(text)), (Span(text), Span("; avoided"))),
        Row((Span("123456", "id"), Span("Ana"), Span(""), Span(text))),
    ]
    return table((">id", "who", ">time?", "what"), rows)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_line_of_a_table_is_wider_than_the_screen(monkeypatch: pytest.MonkeyPatch, text: str, width: int) -> None:
    for shown in drawn([wide_table(text)], width, monkeypatch):
        assert cell_len(shown) <= width


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_ids_are_never_cut(monkeypatch: pytest.MonkeyPatch, text: str, width: int) -> None:
    lines = drawn([wide_table(text)], width, monkeypatch)
    assert lines[0].startswith("     7  ")
    assert len([shown for shown in lines if shown.startswith("123456  ")]) == 1


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_text_steers_the_terminal(monkeypatch: pytest.MonkeyPatch, text: str, width: int) -> None:
    blocks: list[Block] = [line(Span(text, "title")), Line(), wide_table(text)]
    for shown in drawn(blocks, width, monkeypatch):
        assert not STEERING.search(shown)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(
    st.text(st.characters(exclude_categories=()), max_size=200),
    st.text(st.characters(exclude_categories=()), max_size=200),
)
def test_any_texts_fit_and_steer_nothing(first: str, second: str) -> None:
    row = Row((Span("7"), Span(first), Span(second)), (Span(second),))
    for shown in drawn([table((">id", "who", "what"), [row]), line(first)], 80):
        assert cell_len(shown) <= 80
        assert not STEERING.search(shown)


class Terminal(io.StringIO):
    """A file that is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


def screen(written: str, columns: int) -> list[list[tuple[str, str, bool]]]:
    """What stands where, with colour and weight; pyte knows no dim."""
    shown = pyte.Screen(columns, 60)
    pyte.Stream(shown).feed(written.replace("\n", "\r\n"))
    return [
        [(cell.data, cell.fg, cell.bold) for cell in (shown.buffer[row][column] for column in range(columns))]
        for row in range(60)
    ]


words = st.text(st.sampled_from("abcé契🎉 -[]"), max_size=60)
spans = st.builds(Span, words, st.sampled_from(sorted(styles.SHEET)), st.booleans())


@settings(derandomize=True, max_examples=100, deadline=None)
@given(
    st.lists(st.builds(Row, st.tuples(spans, spans, spans, spans), st.tuples(spans, spans)), max_size=3),
    st.tuples(spans, spans),
    st.sampled_from(WIDTHS),
    st.booleans(),
)
def test_our_own_codes_draw_what_rich_draws(
    rows: list[Row], sentence: tuple[Span, ...], columns: int, is_colourless: bool
) -> None:
    page: list[Block] = [Line(sentence), table((">id", "who!", ">time?", "what"), rows)]
    out = Terminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TERM", "xterm-256color")
        if is_colourless:
            patch.setenv("NO_COLOR", "1")
        rich_console.show(page, out, columns)
        assert screen(terminal.draw_blocks(page, columns), columns) == screen(out.getvalue(), columns)


def test_ten_thousand_ideographs_are_broken_in_no_time() -> None:
    shown = drawn([line("契" * 10_000)], 80)
    assert {len(part) for part in shown} == {40}


def test_markup_and_emoji_names_are_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = "\n".join(drawn([wide_table("[bold]x[/bold] :smile: [red]")], 120, monkeypatch))
    assert "[bold]x[/bold] :smile: [red]" in shown


def test_a_narrow_screen_does_without_the_side_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "1h30m" in "\n".join(drawn([wide_table("x")], 80, monkeypatch))
    assert "1h30m" not in "\n".join(drawn([wide_table("x")], 40, monkeypatch))


@pytest.mark.parametrize("width", WIDTHS)
def test_backups_keep_their_time_and_reason_apart_on_any_screen(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    held = Contents(1234, 345, 20, 4000, None)
    copies = (
        Backup("/q/a.db", "2026-11-23T09:00:00Z", "before-import", 1_640_000, held),
        Backup("/q/b.db", "2026-11-23T08:00:00Z", "before-restore", 1_640_000, held),
        Backup("/q/c.db", "2026-11-22T08:00:00Z", "by-hand", 1_640_000, None, "damaged"),
    )
    shown = drawn(BackupsPage("/q", copies).layout(calendar()), width, monkeypatch)
    text = " ".join(" ".join(shown).split())
    assert [re.sub(" +", " ", row)[:18] for row in shown if row[:1] in "123"] == [
        "1 Mon 23 Nov 09:00", "2 Mon 23 Nov 08:00", "3 Sun 22 Nov 08:00",
    ]  # fmt: skip
    assert [text.count(why) for why in ("before an import", "before a restore")] == [1, 1] or width == 60
    assert "by hand; damaged: can't be used" in text
    assert ("1.6 MB" in text) == (width >= 60)


def test_what_is_whole_is_cut_after_what_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [Row((Span("Mon 23 Nov 09:00"), Span("before a rest"), Span("x" * 30)))]
    (first, *_) = drawn([table(("when!", "why", "what"), rows)], 40, monkeypatch)
    assert first.startswith("Mon 23 Nov 09:00  befo")


def test_what_is_said_below_keeps_its_words_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    reason = "waiting 6 working days; promised Fri 20 Nov, 1 working day late; heard nothing yet"
    row = Row((Span("7"), Span("Ana"), Span("Quote")), (Span(reason),))
    lines = drawn([table((">id", "who", "what"), [row])], 60, monkeypatch)
    assert " ".join(" ".join(lines[1:]).split()) == reason


@pytest.mark.parametrize("width", [40, 60, 80])
def test_smaller_reasons_go_before_a_line_breaks(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    reasons = [
        Span("promised Fri 20 Nov, late", "late"),
        *(Span(f"; reason {i} of many", may_go=True) for i in range(9)),
    ]
    shown = drawn([table((">id", "what"), [Row((Span("7"), Span("Quote")), tuple(reasons))])], width, monkeypatch)
    assert len(shown) == 2
    assert shown[1].strip().startswith("promised Fri 20 Nov, late; reason 0" if width > 55 else "promised Fri 20 Nov")
    assert cell_len(shown[1]) <= width


def test_reasons_that_may_not_go_are_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    row = Row((Span("7"), Span("Quote")), (Span("word " * 20), Span("; gone", may_go=True)))
    shown = drawn([table((">id", "what"), [row])], 40, monkeypatch)
    assert " ".join(shown).count("word") == 20
    assert "gone" not in " ".join(shown)


def test_colours_are_those_that_both_grounds_show() -> None:
    """Yellow, green and cyan vanish on white, blue on black."""
    used = {word for style in styles.SHEET.values() for word in style.split()} - {"bold", "dim"}
    assert used <= {"red", "magenta"}


@pytest.mark.parametrize("is_dark", [True, False])
def test_a_picture_asks_for_nothing_from_elsewhere_and_is_the_same_each_time(is_dark: bool) -> None:
    page: list[Block] = [line(Span("Get back to these first", "title")), wide_table("Send the quote")]
    picture = pictures.svg(page, "followq", columns=80, is_dark=is_dark)
    assert picture == pictures.svg(page, "followq", columns=80, is_dark=is_dark)
    assert re.findall(r"(?:https?|data):[^\"' ]*", picture) == ["http://www.w3.org/2000/svg"]
    assert "@font-face" not in picture
    ElementTree.fromstring(picture)


def test_a_picture_of_a_hostile_text_is_a_picture() -> None:
    picture = pictures.svg([line(EVIL + "<script>&")], "followq", columns=80, is_dark=True)
    assert "<script>" not in picture
    ElementTree.fromstring(picture)


def test_a_row_without_words_below_shows_its_whole_text(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "word " * 60
    row = Row((Span("7"), Span("Ana"), Span(text)))
    lines = drawn([table((">id", "who", "what"), [row])], 60, monkeypatch)
    assert " ".join(lines).count("word") == 60


@pytest.mark.parametrize("columns", ["0", "-5", "many", "1", "9999999"])
def test_a_width_that_makes_no_sense_does_no_harm(monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = drawn([wide_table("Send the quote")], 80)
    assert lines
    assert max(map(cell_len, lines)) <= 120


@pytest.fixture
def nasty_queue(fq: Call, db: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A queue with every text of the table above, on both sides, in names, notes, projects and tags. Made once."""
    made = tmp_path_factory.getbasetemp() / "nasty-queue.db"
    if made.exists():
        shutil.copy(made, db)
        return
    for text in TEXTS.values():
        rest = ("--note", text[:500], "--project", text[:90], "--tag", text[:90])
        fq("add", f"Person {text[:150]}", text, "--by", "2026-11-20", "--since", "2026-11-02", "--effort", "90m", *rest)
        fq("add", "-w", f"Person {text[:150]}", text, "--since", "2026-11-02", "--by", "2026-11-20")
    fq("person", "edit", "Person Send the quote", "--note", EVIL, "--org", EVIL, "--alias", EVIL, "--phone", EVIL)
    fq("told", "1", EVIL)
    fq("add", "Person Send the quote", "Closed")
    fq("done", "19")
    shutil.copy(db, made)


PAGES = [
    ("today", "--all"),
    ("waiting", "--all"),
    ("list", "--status", "all"),
    ("search", "e"),
    ("show", "1"),
    ("show", "3"),
    ("why", "1", "17"),
    ("people",),
    ("with", "Person Send the quote"),
    ("log", "--all"),
    ("count",),
    ("config",),
    ("undo",),
]


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_every_page_fits_every_width(
    fq: Call, nasty_queue: None, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr(Session, "_draws", True)
    for width in WIDTHS:
        monkeypatch.setenv("COLUMNS", str(width))
        shown = fq(*words)
        assert shown.code == 0, shown.err
        assert not STEERING.search(shown.out)
        if words != ("undo",) and words != ("count",):
            assert max(map(cell_len, shown.out.splitlines())) <= width


@pytest.mark.parametrize("words", [words for words in PAGES if words[0] in ("today", "list", "search")], ids=" ".join)
def test_every_row_of_a_page_shows_its_whole_number(
    fq: Call, nasty_queue: None, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    numbers = [item["id"] for item in fq(*words, "--json").document["followups"]]
    monkeypatch.setattr(Session, "_draws", True)
    for width in WIDTHS:
        monkeypatch.setenv("COLUMNS", str(width))
        shown = [int(found) for found in re.findall(r"^ {0,1}(\d+) {2}\S", fq(*words).out, re.MULTILINE)]
        assert shown == numbers


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_plain_pages_hold_nothing_that_steers(fq: Call, nasty_queue: None, words: tuple[str, ...]) -> None:
    shown = fq(*words, "--plain")
    assert shown.code == 0
    assert not STEERING.search(shown.out)
    assert not STEERING.search(shown.err)


def test_an_error_about_a_hostile_text_is_harmless(fq: Call, nasty_queue: None) -> None:
    evil = f"Nobody {EVIL}"
    for words in (("with", evil), ("done", evil), (evil,), ("add", "Ana", "x", "--by", evil), ("--db", evil, "today")):
        failed = fq(*words)
        assert failed.code in (2, 3, 4, 7)
        assert len(failed.err.splitlines()) == 1
        assert not STEERING.search(failed.err)
