"""A report as Markdown, in which a text stays a text."""

from __future__ import annotations

from followq.model.core.calendar import Calendar
from followq.render.markdown import escape
from followq.render.pages.report import ReportPage, Section


def make_markdown(page: ReportPage, calendar: Calendar) -> str:
    """The whole report; a table for each part that has rows."""
    out = [
        f"# {escape(page.title())}",
        f"*{escape(page.dated(calendar))}*",
        *([escape(page.intro)] if page.intro else []),
        f"**{escape(page.status())}**: {escape(page.glance(calendar))}",
    ]
    if page.news(calendar):
        out.append(escape(page.news(calendar)))
    if page.pace():
        out.append(escape(page.pace()))
    for section in page.sections(calendar):
        if section.rows or not page.is_brief:
            out += [f"## {escape(section.title)}", _part(section)]
    if page.sender:
        out.append(escape(page.sender))
    return "\n\n".join(out) + "\n"


def _part(section: Section) -> str:
    if not section.rows:
        return escape(section.empty)
    lines = [_row(section.columns), "|" + " --- |" * len(section.columns)]
    lines += [_row(row.cells) for row in section.rows]
    if section.more:
        lines += ["", f"and {section.more} more"]
    return "\n".join(lines)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(escape(cell) for cell in cells) + " |"
