"""docs/performance.md and its plots: the generated parts of the page; the words around them are written by hand."""

from __future__ import annotations

import re

from bench.speed import plot, tables
from bench.speed.environments import ROOT
from bench.speed.results import Results

PAGE = ROOT / "docs" / "performance.md"


def parts(results: Results) -> dict[str, str]:
    """What stands between `<!-- NAME -->` and `<!-- /NAME -->`."""
    found = [f"### {title}\n\n" + "\n".join(lines) + "\n" for title, lines in tables.sections(results)]
    return {
        "facts": "\n".join(tables.facts(results)),
        "aims": "\n".join(tables.aims_table(results)),
        "tables": "\n".join(found).rstrip(),
    }


def filled(text: str, found: dict[str, str]) -> str:
    """The page with its parts put in.

    Raises: ValueError when it has no place for one.
    """
    for name, words in found.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(\n?<!-- /{name} -->)", re.DOTALL)
        if not pattern.search(text):
            raise ValueError(f"the page has no place for {name}")
        text = pattern.sub(lambda place, words=words: f"{place[1]}{words}\n<!-- /{name} -->", text)  # type: ignore[misc]  # noqa: B023
    return text


def write(results: Results) -> None:
    """Write the page and both plots."""
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), parts(results)), encoding="utf-8")
    for is_dark in (False, True):
        name = f"speed-{'dark' if is_dark else 'light'}.svg"
        PAGE.with_name(name).write_text(plot.svg(plot.lines_of(results), is_dark=is_dark), encoding="utf-8")
