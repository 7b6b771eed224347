"""A report as one HTML page that stands alone: for a mail, a browser, a sheet of A4."""

from __future__ import annotations

from followq.model.core import phrasing
from followq.model.core.calendar import Calendar
from followq.model.stats.stats_figures import Week
from followq.render.html import Html, join, make_page, tag
from followq.render.pages.report import ReportEntry, ReportPage, Section

STYLE = """
:root { color-scheme: light dark; --ink: #1d2430; --soft: #56606f; --paper: #fff; --line: #d5dae1; --band: #f3f5f8;
  --late: #a3161c; --late-paper: #fdecec; --wait: #7a4b00; --wait-paper: #fdf3df; --good: #14602f;
  --good-paper: #e6f4ea; --us: #2f5fb3; --you: #8a6d1f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --soft: #a9b3c1; --paper: #14181f; --line: #38404d;
  --band: #1d232d; --late: #ff9b9b; --late-paper: #3a1719; --wait: #f3c878; --wait-paper: #362a12; --good: #8fd9a8;
  --good-paper: #143020; --us: #86acf0; --you: #dcbd63; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 50rem; padding: 1.5rem 1.25rem 3rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; break-after: avoid; }
p { margin: .25rem 0; }
.intro { margin: 1rem 0; }
.sender { margin-top: 2rem; font-weight: 600; overflow-wrap: anywhere; }
.dated, .pace, footer, .empty, .more { color: var(--soft); }
.glance { margin: 1rem 0; padding: .75rem 1rem; border-left: .35rem solid; border-radius: .25rem;
  background: var(--band); }
.glance strong { margin-right: .5rem; }
.late { color: var(--late); }
.glance.late { background: var(--late-paper); }
.glance.waiting { color: var(--wait); background: var(--wait-paper); }
.glance.good { color: var(--good); background: var(--good-paper); }
table { width: 100%; border-collapse: collapse; font-size: .95rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
thead th { color: var(--soft); font-weight: 600; font-size: .85rem; }
tbody th { font-weight: 500; width: 99%; min-width: 11rem; }
.day { min-width: 7rem; }
.by { min-width: 4.5rem; }
.who { min-width: 8rem; }
.due { min-width: 9.5rem; }
.why { min-width: 13rem; }
tr { break-inside: avoid; }
td.late { font-weight: 600; }
svg { display: block; width: 100%; max-width: 30rem; height: auto; margin: .5rem 0; }
svg text { fill: var(--soft); font-size: 11px; font-family: inherit; }
svg .us { fill: var(--us); }
svg .you { fill: var(--you); }
svg line { stroke: var(--line); }
svg .figure { fill: var(--ink); }
footer { margin-top: 2.5rem; font-size: .85rem; }
@media (max-width: 34rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  table, tbody, tr, th, td { display: block; }
  tr { display: flex; flex-direction: column; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  tbody th { order: -1; font-weight: 600; width: auto; }
  tbody th, .day, .by, .who, .due, .why { min-width: 0; }
  tbody th, td { border: 0; padding: 0; min-width: 0; }
  td:empty { display: none; }
  td::before { content: attr(data-name) ": "; color: var(--soft); font-weight: 400; }
}
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --paper: #fff; --line: #bbb; --late: #8a0f14; --wait: #5f3a00;
    --good: #0d4a22; --us: #2f5fb3; --you: #8a6d1f; --late-paper: #fff; --wait-paper: #fff; --good-paper: #fff; }
  @page { size: A4; margin: 18mm 16mm; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  th, td { padding-top: .25rem; padding-bottom: .25rem; }
  .sender, footer { margin-top: 1rem; break-before: avoid; }
  section { break-inside: auto; }
  h2 { margin-top: 1.2rem; }
  .brief h2 { margin: .7rem 0 .1rem; font-size: 1rem; }
  .brief table { font-size: .85rem; }
  .brief th, .brief td { padding-top: .1rem; padding-bottom: .1rem; }
  .brief + footer { margin-top: .7rem; }
}
"""
KINDS = {"Who": "who", "By": "by", "Whose": "by", "Promised": "due", "Needed by": "due", "Why": "why"}
"""Kinds of columns, which have a width each; the others hold a day, and what it is about takes the rest."""

GLANCES = {"late": "glance late", "at risk": "glance waiting", "waiting": "glance waiting", "open": "glance"}
GROUP, BAR, HIGH = 44, 17, 80
"""Widths of a week and of a bar, and the height of the tallest one, in the plot's units."""


def make_html_page(page_: ReportPage, calendar: Calendar) -> str:
    """The whole report."""
    report = page_.report
    parts = [
        tag(
            "header",
            tag("h1", page_.title(), dir="auto"),
            tag("p", page_.dated(calendar), class_="dated"),
            *([tag("p", page_.intro, class_="intro", dir="auto")] if page_.intro else []),
            tag(
                "p",
                tag("strong", page_.status()),
                page_.glance(calendar),
                class_=GLANCES.get(report.state, "glance good"),
            ),
            *([tag("p", page_.news(calendar), class_="news", dir="auto")] if page_.news(calendar) else []),
            *([tag("p", page_.pace(), class_="pace")] if page_.pace() else []),
        )
    ]
    sections = [part for part in page_.sections(calendar) if part.rows or not page_.is_brief]
    main = [_section(section, number) for number, section in enumerate(sections)]
    if not page_.is_brief and any(week.mine_open or week.theirs_open for week in page_.figures.weeks):
        main.append(_plot(page_, calendar))
    parts += [
        tag("main", *main, class_="brief") if page_.is_brief else tag("main", *main),
        *([tag("p", page_.sender, class_="sender", dir="auto")] if page_.sender else []),
        tag("footer", f"As of {phrasing.day(calendar.instant, calendar)}, written by followq."),
    ]
    return make_page(page_.title(), STYLE, join(parts))


def _section(section: Section, number: int) -> Html:
    name = f"part-{number}"
    inside = [tag("h2", section.title, id=name)]
    if section.rows:
        # Roles by name, as the blocks that a narrow screen turns a table into would lose them.
        heads = tag(
            "tr", *(tag("th", column, scope="col", role="columnheader") for column in section.columns), role="row"
        )
        rows = [_row(section, row) for row in section.rows]
        inside.append(
            tag(
                "table",
                tag("thead", heads, role="rowgroup"),
                tag("tbody", *rows, role="rowgroup"),
                aria_labelledby=name,
                role="table",
            )
        )
    else:
        inside.append(tag("p", section.empty, class_="empty"))
    if section.more:
        inside.append(tag("p", f"and {section.more} more", class_="more"))
    return tag("section", *inside)


def _row(section: Section, row: ReportEntry) -> Html:
    return tag("tr", *(_cell(*pair, row.is_late) for pair in zip(section.columns, row.cells, strict=True)), role="row")


def _cell(column: str, words_: str, is_late: bool) -> Html:
    if column == "What":
        return tag("th", words_, scope="row", role="rowheader", dir="auto")
    kind = KINDS.get(column, "day")
    classes = "due late" if is_late and kind == "due" else kind
    return tag("td", words_, class_=classes, role="cell", data_name=column, dir="auto")


def _plot(page_: ReportPage, calendar: Calendar) -> Html:
    weeks = page_.figures.weeks
    you = "with you" if page_.report.person else "with others"
    most = max(max(week.mine_open, week.theirs_open) for week in weeks)
    drawn = [part for place, week in enumerate(weeks) for part in _bars(place, week, most, calendar)]
    base = HIGH + 34
    drawn.append(tag("line", x1=0, x2=GROUP * len(weeks), y1=base, y2=base))
    drawn += _legend(("us", "open with us"), ("you", f"open {you}"))
    said = "; ".join(f"{_week(week, calendar)}: {week.mine_open} and {week.theirs_open}" for week in weeks)
    title = f"Open with us and {you}, at the end of each week"
    return tag(
        "section",
        tag("h2", title, id="plot"),
        tag(
            "svg",
            tag("title", title),
            tag("desc", said),
            *drawn,
            viewBox=f"0 0 {GROUP * len(weeks)} {base + 20}",
            role="img",
            aria_labelledby="plot",
        ),
    )


def _bars(place: int, week: Week, most: int, calendar: Calendar) -> list[Html]:
    base = HIGH + 34
    left = place * GROUP + (GROUP - 2 * BAR) / 2
    drawn = [tag("text", _week(week, calendar), x=left + BAR, y=base + 14, text_anchor="middle")]
    for number, (side, value) in enumerate((("us", week.mine_open), ("you", week.theirs_open))):
        tall = round(value / most * HIGH, 1) if most else 0
        x = left + number * BAR
        drawn.append(tag("rect", class_=side, x=x, y=round(base - tall, 1), width=BAR - 2, height=tall))
        middle = x + BAR / 2 - 1
        drawn.append(
            tag("text", str(value), class_="figure", x=middle, y=round(base - tall - 4, 1), text_anchor="middle")
        )
    return drawn


def _legend(*entries: tuple[str, str]) -> list[Html]:
    drawn = []
    for number, (side, words_) in enumerate(entries):
        x = 5 + number * 110
        drawn += [
            tag("rect", class_=side, x=x, y=2, width=10, height=10),
            tag("text", words_, x=x + 15, y=11),
        ]
    return drawn


def _week(week: Week, calendar: Calendar) -> str:
    return phrasing.day(week.monday, calendar).partition(" ")[2]
