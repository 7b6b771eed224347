"""A report as Markdown, in which a text stays a text."""

from __future__ import annotations

from followq.model.core.calendar import Calendar
from followq.render.markdown import escaped
from followq.render.pages.report import ReportPage, Section


def markdown(page: ReportPage, calendar: Calendar) -> str:
    """The whole report; a table for each part that has rows."""
    out = [
        f"# {escaped(page.title())}",
        f"*{escaped(page.dated(calendar))}*",
        *([escaped(page.intro)] if page.intro else []),
        f"**{escaped(page.status())}**: {escaped(page.glance(calendar))}",
    ]
    if page.news(calendar):
        out.append(escaped(page.news(calendar)))
    if page.pace():
        out.append(escaped(page.pace()))
    for section in page.sections(calendar):
        if section.rows or not page.is_brief:
            out += [f"## {escaped(section.title)}", _part(section)]
    if page.sender:
        out.append(escaped(page.sender))
    return "\n\n".join(out) + "\n"


def _part(section: Section) -> str:
    if not section.rows:
        return escaped(section.empty)
    lines = [_row(section.columns), "|" + " --- |" * len(section.columns)]
    lines += [_row(row.cells) for row in section.rows]
    if section.more:
        lines += ["", f"and {section.more} more"]
    return "\n".join(lines)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"
