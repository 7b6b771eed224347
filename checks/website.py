"""Build the site out of README.md and docs/, and look at what came out: `python -m checks.website`.

Zensical builds pages that work from a folder too, so every link is a path to a file. A link into the code leads nowhere
on a site, so it is written there as the file's name. After that every link and every anchor is followed once.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
PAGES, SITE = BUILD / "site-pages", BUILD / "site"
NAV = {
    "Use": (
        "moments", "coming-from", "conversations", "morning", "commands", "dates", "lines", "messages", "figures",
        "prompt", "faq", "compare",
    ),
    "Bring in and take out": ("formats", "mail", "json", "file", "hooks", "agents"),
    "Look after": ("settings", "reliability", "privacy", "platforms", "performance"),
    "Inside": (
        "design", "mail-judging",
        *(f"rooms/{room}" for room in ("model", "store", "cli", "render", "outside", "mail", "checks")),
    ),
}  # fmt: skip
"""The pages by what people come for. A page that stands nowhere here is a finding."""
LINK = re.compile(r"\[([^\]]+)\]\(((?:\.\./)+[^)#]+)(#[^)]*)?\)")
LOADING = ("script", "link", "img", "source", "iframe")
SHIM = "https://unpkg.com/iframe-worker/shim"
CONFIG = """\
[project]
site_name = "followq"
site_description = "{about}"
docs_dir = "site-pages"
site_dir = "site"
use_directory_urls = false
nav = [
{nav}
]

[project.theme]
language = "en"
font = false
features = ["content.code.copy", "navigation.sections", "navigation.top", "search.highlight", "toc.follow"]

[[project.theme.palette]]
media = "(prefers-color-scheme: light)"
scheme = "default"
toggle.icon = "lucide/sun"
toggle.name = "Dark"

[[project.theme.palette]]
media = "(prefers-color-scheme: dark)"
scheme = "slate"
toggle.icon = "lucide/moon"
toggle.name = "Light"

[project.plugins.search]

[project.plugins.offline]

[project.markdown_extensions]
attr_list = {{}}
md_in_html = {{}}
toc.permalink = true
tables = {{}}
pymdownx.highlight.pygments_lang_class = true
pymdownx.superfences = {{}}
"""


def gather() -> list[str]:
    """Copy the pages to where they are built; returns what is wrong with them."""
    shutil.rmtree(PAGES, ignore_errors=True)
    listed = {page for pages in NAV.values() for page in pages}
    found = {path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    wrong = [f"docs/{page}.md stands nowhere in the site's order" for page in sorted(found - listed)]
    wrong += [f"docs/{page}.md is in the site's order, but isn't there" for page in sorted(listed - found)]
    for page in sorted(found & listed):
        _write(f"{page}.md", (ROOT / "docs" / f"{page}.md").read_text("utf-8"))
    readme = (ROOT / "README.md").read_text("utf-8")
    _write("index.md", readme.replace("](docs/", "](").replace('"docs/', '"').replace("](CHANGELOG.md", "](changes.md"))
    _write("changes.md", (ROOT / "CHANGELOG.md").read_text("utf-8").replace("](docs/", "]("))
    for path in (*(ROOT / "docs").glob("*.svg"), *(ROOT / "docs").glob("*.txt")):
        shutil.copy(path, PAGES)
    shutil.copytree(ROOT / "docs" / "hooks", PAGES / "hooks")
    return wrong


def _write(name: str, text: str) -> None:
    # Links that leave docs/ become names: what they lead to is in the repository alone.
    path = PAGES / name
    path.parent.mkdir(parents=True, exist_ok=True)

    def keep(found: re.Match[str]) -> str:
        there = (path.parent / found[2]).resolve()
        return found[0] if PAGES in there.parents else f"{found[1]} (`{found[2].replace('../', '')}`)"

    path.write_text(LINK.sub(keep, text), "utf-8")


def _title(page: str) -> str:
    return (PAGES / f"{page}.md").read_text("utf-8").partition("\n")[0].removeprefix("# ")


def configure() -> Path:
    """Write zensical's settings, with the pages in their order."""
    rows = ['  {"Start" = "index.md"},']
    for head, pages in NAV.items():
        there = [page for page in pages if (PAGES / f"{page}.md").exists()]
        rows.append(f'  {{"{head}" = [')
        rows += [f'    {{"{_title(page)}" = "{page}.md"}},' for page in there]
        rows.append("  ]},")
    rows.append('  {"Changes" = "changes.md"},')
    about = "Whom to get back to first, and why: a personal follow-up queue for the command line."
    path = BUILD / "zensical.toml"
    path.write_text(CONFIG.format(about=about, nav="\n".join(rows)), "utf-8")
    return path


def stand_alone() -> None:
    """Put our own script where the pages would load one from elsewhere, for the search in a folder."""
    shutil.copy(ROOT / "docs" / "file-search.js", SITE)
    for path in SITE.rglob("*.html"):
        own = "../" * (len(path.relative_to(SITE).parts) - 1) + "file-search.js"
        path.write_text(path.read_text("utf-8").replace(SHIM, own), "utf-8")


class Links(HTMLParser):
    """What a page leads to, and the places in it that others may lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.loads: set[str] = set()
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element's links and its own place."""
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.targets.append(value)
                self.loads |= {value} if tag in LOADING and "//" in value else set()
            elif name in ("id", "name") and value:
                self.places.add(value)


def follow() -> Iterator[str]:
    """Every link of the built site that leads nowhere, and every one that loads something from elsewhere."""
    pages = {path: Links(path.read_text("utf-8")) for path in sorted(SITE.rglob("*.html"))}
    for path, links in pages.items():
        yield from (f"{path.relative_to(SITE)}: loads {address}" for address in sorted(links.loads))
        for target in links.targets:
            address, place = urldefrag(target)
            if urlsplit(address).scheme or address.startswith("//"):
                continue
            there = (path.parent / unquote(address)).resolve() if address else path
            if not there.exists():
                yield f"{path.relative_to(SITE)}: {target} is not there"
            elif place and there in pages and unquote(place) not in pages[there].places:
                yield f"{path.relative_to(SITE)}: {target} has no such place"


TYPED = """<script>
setTimeout(() => document.querySelector(".md-search__button").click(), 1500);
setTimeout(() => {
  const host = [...document.querySelectorAll("*")].find((one) => one.shadowRoot?.querySelector("input"));
  const input = host.shadowRoot.querySelector("input");
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, "snooze");
  input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  setTimeout(() => document.body.append("FOUND " + host.shadowRoot.textContent), 3000);
}, 3000);
</script>"""
"""Opens the search of a page and looks for a word."""


def search() -> Iterator[str]:
    """Look for a word in the built site, opened from its folder by a real browser, where there is one."""
    browser = shutil.which("chromium")
    if browser is None:
        print("SKIPPED: the search of the site, as there is no chromium")
        return
    page = SITE / "try.html"
    page.write_text((SITE / "index.html").read_text("utf-8") + TYPED, "utf-8")
    call = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=12000", "--dump-dom"]
    shown = subprocess.run([*call, page.as_uri()], capture_output=True, text=True, timeout=120, check=False).stdout
    page.unlink()
    if not re.search(r"FOUND .*\d+ results", shown, re.DOTALL):
        yield "the search found nothing for a word that stands in the pages"


def main() -> None:
    """Build it; every finding is a line, and ends with 1."""
    wrong = gather()
    config = configure()
    shutil.rmtree(SITE, ignore_errors=True)
    built = subprocess.run(
        [Path(sys.executable).with_name("zensical"), "build", "--clean", "--strict", "--config-file", config],
        capture_output=True,
        text=True,
        check=False,
    )
    print(built.stdout + built.stderr)
    if built.returncode:
        wrong.append("zensical didn't build it")
    else:
        (SITE / "404.html").unlink(missing_ok=True)  # for servers alone, and its links begin at their root
        stand_alone()
        wrong += [*follow(), *search()]
    for line in wrong:
        print(line, file=sys.stderr)
    if wrong:
        sys.exit(1)
    print(f"{len(list(SITE.rglob('*.html')))} pages in {SITE.relative_to(ROOT)}/index.html")


if __name__ == "__main__":
    main()
