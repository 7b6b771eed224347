"""Rows 62, 64 and 65 of the faults: what goes out as HTML, as Markdown, as a link, and how files are called."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from followq.cli.desktop import openers as desktop
from tests.conftest import Call

EVIL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "![](http://e.x/a.png)",
    "[bank](javascript:alert(1))",
    "<http://e.x>",
    "a | b | c",
    "</td></table><h1>x",
    "&lt;b&gt; &amp;",
    "{{ 7 * 7 }} `rm -rf`",
)


HARMFUL = {"script", "img", "iframe", "object", "embed", "link", "form", "base"}


class Seen(HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of one element."""
        self.elements.append((tag, dict(attrs)))


@pytest.fixture
def evil(fq: Call) -> None:
    """A queue in which names, texts, projects, notes and reasons are HTML and Markdown."""
    for number, text in enumerate(EVIL):
        assert fq("add", f"Ana {EVIL[0]}", text, "--by", "fri", "--project", EVIL[3], "--note", text).code == 0
        assert fq("told", str(number + 1), text, "--by", "next fri").code == 0
    fq("add", "-w", f"Ana {EVIL[0]}", EVIL[1])
    fq("done", "1")


@pytest.mark.usefixtures("evil")
@pytest.mark.parametrize("whom", [("Ana",), ("--project", EVIL[3])], ids=["person", "project"])
def test_row_62_a_page_holds_texts_as_texts_and_fetches_nothing(whom: tuple[str, ...], fq: Call) -> None:
    html = fq("report", *whom, "--format", "html").out
    seen = Seen()
    seen.feed(html)
    assert not {tag for tag, _ in seen.elements} & HARMFUL
    for tag, attributes in seen.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "style")], tag
        for name in ("href", "action"):
            assert re.match(r"https?:|mailto:|#", attributes.get(name) or "#"), (tag, attributes)
    (policy,) = [a["content"] for _, a in seen.elements if a.get("http-equiv", "") == "Content-Security-Policy"]
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


@pytest.mark.usefixtures("evil")
@pytest.mark.parametrize("argv", [("report", "Ana"), ("report", "--project", EVIL[3]), ("with", "Ana", "--share")])
def test_row_62_markdown_escapes_what_would_be_markup(argv: tuple[str, ...], fq: Call) -> None:
    text = fq(*argv, "--format", "md").out
    bare = re.sub(r"\\[\\`*_{}\[\]<>()#+.!|~&-]", "", text)
    assert not re.search(r"<[a-z/!]", bare), bare
    assert "](" not in bare
    assert "`" not in bare
    tables = [line for line in bare.splitlines() if line.startswith("|")]
    assert all(line.count("|") in {row.count("|") for row in tables if set(row) <= set("|- ")} for line in tables)


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "CON", "n" * 200, ".hidden", "-rf", "a\\b", "nul.txt"])
def test_row_64_no_file_is_called_by_a_person(name: str, fq: Call, tmp_path: Path) -> None:
    fq("add", "--", name, "Quote")
    fq("backup")
    file = tmp_path / "out.html"
    assert fq("report", "--format", "html", "--output", str(file), "--", name).code == 0
    assert fq("export", "--output", str(tmp_path / "out.json")).code == 0
    assert fq("person", "forget", "--yes", "--", name).code == 0
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    kept = {path for path in found if path.startswith("queue.db.backups/")}
    assert found - kept == {"queue.db", "out.html", "out.json"}
    own = r"queue\.db\.backups/([0-9TZ:.-]+[a-z-]*\.db|checked\.json)"
    assert all(re.fullmatch(own, path) for path in kept), kept


def test_row_64_a_name_of_300_characters_is_refused(fq: Call, tmp_path: Path) -> None:
    assert fq("add", "n" * 300, "Quote").code == 4
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the mail program would have been given."""
    found: list[str] = []
    monkeypatch.setattr(desktop, "find_opener", lambda: ["open"])
    monkeypatch.setattr(desktop, "open_link", lambda link, _: found.append(link))
    return found


@pytest.mark.parametrize("broken", ["\r\n", "\n", "\r", "%0d%0a", "&bcc=x@e.x", "?bcc=x@e.x"])
def test_row_65_no_text_adds_a_header_to_a_mail(broken: str, links: list[str], fq: Call) -> None:
    fq("person", "add", "Ana", "--email", "ana@example.com", "--channel", "email")
    fq("add", "Ana", f"Quote{broken}Bcc: eve@e.x{broken}{broken}Body", "--via", "email")
    assert fq("say", "1", "--open").code == 0
    (link,) = links
    assert link.isascii()
    assert not re.search(r"[\r\n\s]", link)
    parts = urlsplit(link)
    assert (parts.scheme, unquote(parts.path)) == ("mailto", "ana@example.com")
    fields = parse_qs(parts.query, strict_parsing=True)
    assert fields.keys() <= {"subject", "body"}
    assert all(len(values) == 1 for values in fields.values())
    assert not re.search(r"[\r\n]", fields["subject"][0])


@pytest.mark.parametrize(
    "address", ["ana@example.com\r\nBcc:eve@e.x", "ana@example.com,eve@e.x", "a@b?bcc=c@d", "a@b c"]
)
def test_row_65_no_address_adds_a_recipient(address: str, links: list[str], fq: Call) -> None:
    made = fq("person", "add", "Ana", "--email", address, "--channel", "email")
    if made.code == 0:
        fq("add", "Ana", "Quote", "--via", "email")
        answer = fq("say", "1", "--open")
        assert answer.code in (0, 4), answer
        for link in links:
            assert unquote(urlsplit(link).path) == address
            assert "bcc" not in urlsplit(link).query
