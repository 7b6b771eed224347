"""HTML that stays what it was meant to be: texts are texts, nothing runs, nothing is fetched, everybody can read it."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followq.render.html import Html, make_page, tag, text
from followq.render.report_html import STYLE
from tests.conftest import Call
from tests.factories import QUICK

HOSTILE = "</title></style><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


class Seen(HTMLParser):
    """What a parser finds: elements with their attributes, and all text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data


@given(st.text())
@QUICK
def test_any_text_comes_back_as_one_text(words: str) -> None:
    seen = Seen(tag("p", words, title=words))
    assert [name for name, _ in seen.elements] == ["p"]
    plain = Seen(text(words)).text
    assert seen.text == plain
    assert seen.elements[0][1]["title"] == plain


def test_what_steers_the_reader_is_made_visible() -> None:
    assert text("a\u202eb\x1b") == r"a\u202eb^["


def test_only_what_was_made_here_is_html() -> None:
    assert tag("p", tag("b", "x"), "<b>") == "<p><b>x</b>&lt;b&gt;</p>"


@pytest.mark.parametrize("name", ["onclick", "style", "src", "href", "srcset", "action"])
def test_no_element_can_run_or_fetch_anything(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        tag("p", "x", **{name: "javascript:alert(1)"})


def test_the_policy_forbids_everything_but_its_own_style() -> None:
    made = make_page(HOSTILE, "p { color: red }", Html("<p>x</p>"))
    seen = Seen(made)
    (policy,) = [a["content"] or "" for _, a in seen.elements if a.get("http-equiv") == "Content-Security-Policy"]
    digest = base64.b64encode(hashlib.sha256(b"p { color: red }").digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert [name for name, _ in seen.elements if name in ("script", "img")] == []
    assert made.index("Content-Security-Policy") < made.index("<style>")


@pytest.fixture
def report(fq: Call) -> Seen:
    """A report whose names and texts are hostile, parsed."""
    fq("add", HOSTILE, HOSTILE, "--by", "2026-11-24", "--project", HOSTILE, now="2026-11-16T09:00:00Z")
    fq("add", "-w", HOSTILE, HOSTILE, "--by", "2026-11-18", "--project", HOSTILE)
    fq("told", "1", HOSTILE, "--by", "2026-11-26", now="2026-11-17T09:00:00Z")
    fq("add", HOSTILE, HOSTILE, "--project", HOSTILE)
    fq("done", "3", now="2026-11-20T09:00:00Z")
    called = fq("report", "--project", HOSTILE, "--format", "html", now="2026-11-23T09:00:00Z")
    assert called.code == 0, called.err
    return Seen(called.out)


def test_a_report_is_made_of_harmless_elements(report: Seen) -> None:
    names = {name for name, _ in report.elements}
    assert names == {
        "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "h1", "h2", "p",
        "strong", "table", "thead", "tbody", "tr", "th", "td", "svg", "desc", "text", "rect", "line",
    }  # fmt: skip
    attributes = {name for _, attributes in report.elements for name in attributes}
    assert not {name for name in attributes if name.startswith("on")} | attributes & {"style", "src", "href"}
    assert report.text.count("<script>alert(1)</script>") >= 8


def test_a_report_can_be_heard_as_well_as_seen(report: Seen) -> None:
    order = [name for name, _ in report.elements if name in ("h1", "h2")]
    assert order == ["h1", *["h2"] * 5]
    assert dict(report.elements)["html"]["lang"] == "en"
    assert all(a.get("scope") in ("col", "row") for name, a in report.elements if name == "th")
    ids = [a["id"] for _, a in report.elements if "id" in a]
    assert len(ids) == len(set(ids))
    for name, attributes in report.elements:
        if name in ("table", "svg"):
            assert attributes["aria-labelledby"] in ids
    (svg,) = [a for name, a in report.elements if name == "svg"]
    assert svg["role"] == "img"


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(ch * 2 for ch in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_colour_can_be_read_on_its_ground() -> None:
    sheets = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", part)) for part in re.findall(r":root {[^}]*}", STYLE)]
    assert len(sheets) == 3
    for sheet in sheets:
        colours = sheets[0] | sheet
        for ink, paper in (
            ("ink", "paper"), ("soft", "paper"), ("late", "paper"), ("late", "late-paper"), ("wait", "wait-paper"),
            ("good", "good-paper"),
        ):  # fmt: skip
            assert _contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
        for bar in ("us", "you"):
            assert _contrast(colours[bar], colours["paper"]) >= 3, bar


def test_the_sheet_fetches_nothing() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE
