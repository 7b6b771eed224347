"""`stats`: in and out, my speed and drag, and the clearing effect, with small plots beside the figures."""

from __future__ import annotations

from followq.hints import command
from followq.model.core import phrasing
from followq.model.core.calendar import Calendar
from followq.model.stats.clearing_effect import Clearing
from followq.model.stats.quantiles import Spread
from followq.model.stats.stats_figures import Figures, Promises, Week
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Row, Span, Table, line, table
from followq.render.plots import draw_bar, draw_spark

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.render.blocks import Style

MOST_WEEKS = 12


class StatsPage(NamedTuple):
    """A period and the one before it. `clearing` is None where only one project is looked at.

    `avoided` counts what is owed and was put off three times or more.
    """

    period: Figures
    before: Figures
    clearing: Clearing | None
    avoided: int
    person: str | None
    project: str | None
    kind: str = "stats"

    def layout(self, calendar: Calendar) -> list[Block]:
        """The weeks, what is open by age, speed and promises beside the period before, the clearing effect."""
        period = self.period
        whose = "".join(f", {name}" for name in (self.person, self.project) if name)
        span = f"{phrasing.day(period.since, calendar)} to {phrasing.day(period.until, calendar)}{whose}"
        blocks: list[Block] = [line(Span(span, "title"))]
        if not any((period.mine.came_in, period.mine.open_at_end, period.theirs.came_in, period.theirs.open_at_end)):
            return [*blocks, line(f"Nothing to count in that time. {command('add')} notes the first.")]
        legend = "By week: what you owe (came in, went out, still owed), then the same of what you wait for"
        blocks += [line(Span(legend, "quiet")), _weeks(period, calendar)]
        has_past = len([week for week in period.weeks if week.mine_in or week.theirs_in]) > 1
        parts = [_flows(period)] if has_past else []
        parts += [_ages(period), _lengths(period, self.before), _counts(period, self.before, calendar)]
        for part in parts:
            # A head alone says nothing.
            blocks += [Line(), part] if len(part.rows) > 1 else []
        if self.avoided:
            items = phrasing.count(self.avoided, "thing") + " you owe"
            were = "was" if self.avoided == 1 else "were"
            text = f"{items} {were} put off three times or more: {command('today')}"
            blocks.append(line(Span(text, "warn")))
        if self.clearing:
            style: Style = "strong" if self.clearing.ratio else "quiet"
            blocks += [Line(), line(Span("Clearing first  ", "title"), Span(describe_clearing(self.clearing), style))]
        return blocks


def _head(*names: str) -> Row:
    return Row(tuple(Span(name, "quiet") for name in names))


def _weeks(period: Figures, calendar: Calendar) -> Block:
    shown = period.weeks[-MOST_WEEKS:]
    most = max((max(week.mine_open, week.theirs_open) for week in shown), default=0)
    while len(shown) > 1 and not any((shown[0].mine_in, shown[0].mine_out, shown[0].mine_open, shown[0].theirs_in)):
        # Weeks before the first thing was noted have nothing to say.
        shown = shown[1:]
    rows = [_head("week", "in", "out", "owed", "", "in", "out", "waits", "")]
    rows += [_week(week, most, calendar) for week in shown]
    titles = ("week!", ">in", ">out", ">open", "plot?", ">in", ">out", ">open", "plot?")
    return table(titles, rows)


def _week(week: Week, most: int, calendar: Calendar) -> Row:
    def figures(came: int, went: int, still: int) -> tuple[Span, ...]:
        return (Span(str(came)), Span(str(went)), Span(str(still), "strong"), draw_bar(still, most, 8))

    day = phrasing.day(week.monday, calendar).partition(" ")[2]
    mine = figures(week.mine_in, week.mine_out, week.mine_open)
    theirs = figures(week.theirs_in, week.theirs_out, week.theirs_open)
    return Row((Span(day, "quiet"), *mine, *theirs))


def _flows(period: Figures) -> Table:
    weeks = period.weeks[-MOST_WEEKS:]
    lines = (
        ("came to you", [week.mine_in for week in weeks]),
        ("went out", [week.mine_out for week in weeks]),
        ("you asked for", [week.theirs_in for week in weeks]),
        ("came back", [week.theirs_answered for week in weeks]),
    )
    most = max((number for _, numbers in lines for number in numbers), default=0)
    rows = [_head("week by week", "in all", "most", "")]
    rows += [
        Row(
            (Span(name, "quiet"), Span(str(sum(numbers)), "strong"), Span(str(max(numbers))), draw_spark(numbers, most))
        )
        for name, numbers in lines
    ]
    return table(("what!", ">all", ">most", "plot"), rows)


def _ages(period: Figures) -> Table:
    rows = [_head("working days", "you owe", "", "they owe", "")]
    pairs = list(zip(period.mine.ages, period.theirs.ages, strict=True))
    most = max(age.number for pair in pairs for age in pair)
    for mine, theirs in pairs:
        if not mine.number and not theirs.number:
            continue
        days = f"{mine.low} to {mine.high}" if mine.high is not None else f"{mine.low} or more"
        style: Style = "late" if mine.high is None and mine.number else ""
        rows.append(
            Row((
                Span(f"open {days}", "quiet"),
                Span(str(mine.number), style),
                draw_bar(mine.number, most, 16),
                Span(str(theirs.number)),
                draw_bar(theirs.number, most, 16),
            ))
        )  # fmt: skip
    return table(("age!", ">mine", "plot?", ">theirs", "plot?"), rows)


def _lengths(now: Figures, before: Figures) -> Table:
    lengths = (
        ("your turnaround", now.mine.turnaround, before.mine.turnaround),
        ("their turnaround", now.theirs.turnaround, before.theirs.turnaround),
        ("first response", now.service.first_response, before.service.first_response),
        ("next response", now.service.next_response, before.service.next_response),
        ("update", now.service.update, before.service.update),
        ("resolution", now.service.resolution, before.service.resolution),
    )
    found = [row for row in lengths if row[1].number or row[2].number]
    if not any(that.number for _, _, that in found):
        rows = [_head("working days", "median", "90%", "times")]
        rows += [Row((Span(name, "quiet"), *_length(this, "strong"))) for name, this, _ in found]
        return table(("what!", ">now", ">90%", ">n?"), rows)
    rows = [_head("working days", "median", "90%", "times", "before", "90%", "times", "")]
    rows += [
        Row((
            Span(name, "quiet"),
            *_length(this, "strong"),
            *_length(that, "quiet"),
            _trend(this.median, that.median, "quicker", "slower"),
        ))
        for name, this, that in found
    ]  # fmt: skip
    return table(("what!", ">now", ">90%", ">n?", ">before?", ">90%?", ">n?", "trend"), rows)


def _length(length: Spread, style: Style) -> tuple[Span, Span, Span]:
    if length.median is None or length.p90 is None:
        return Span("-", "quiet"), Span("-", "quiet"), Span("0", "quiet")
    rest: Style = "quiet" if style == "quiet" else ""
    return Span(f"{length.median:g}", style), Span(f"{length.p90:g}", rest), Span(str(length.number), "quiet")


def _counts(now: Figures, before: Figures, calendar: Calendar) -> Table:
    since = phrasing.day(before.since, calendar).partition(" ")[2]
    until = phrasing.day(before.until, calendar).partition(" ")[2]
    rows = [_head("", "this time", f"{since} to {until}", "")]
    for whose, this, that in (
        ("your promises", now.mine.promises, before.mine.promises),
        ("their promises", now.theirs.promises, before.theirs.promises),
    ):
        if sum(this) or sum(that):
            rows += _promises(whose, this, that)
    if now.put_off or before.put_off:
        trend = _trend(now.put_off, before.put_off, "fewer", "more")
        rows.append(_count("things you put off", str(now.put_off_items), str(before.put_off_items), Span("")))
        rows.append(_count("times you did", str(now.put_off), str(before.put_off), trend))
    if now.nudges or before.nudges:
        trend = _trend(now.nudges, before.nudges, "fewer", "more")
        rows.append(_count("your nudges", str(now.nudges), str(before.nudges), trend))
    if now.theirs.turnaround.number or before.theirs.turnaround.number:
        rows.append(_count("unprompted answers", _describe_unasked(now), _describe_unasked(before), Span("")))
    if not _has_counts(before):
        return table(("what!", ">now"), [Row(row.cells[:2]) for row in rows])
    return table(("what!", ">now", ">before?", "trend"), rows)


def _has_counts(figures: Figures) -> bool:
    # Whether there is anything to put beside a period.
    promises = sum(figures.mine.promises) + sum(figures.theirs.promises)
    return bool(promises or figures.put_off or figures.nudges or figures.theirs.turnaround.number)


def _promises(whose: str, now: Promises, before: Promises) -> list[Row]:
    earlier, lately = (promises.kept / sum(promises) if sum(promises) else None for promises in (before, now))
    return [
        _count(
            f"{whose} kept",
            _part(now.kept, sum(now)),
            _part(before.kept, sum(before)),
            _trend(earlier, lately, "better", "worse"),
        ),
        *(
            _count(f"{whose} {name}", str(this), str(that), Span(""))
            for name, this, that in (("moved", now.moved, before.moved), ("broken", now.broken, before.broken))
            if this or that
        ),
    ]


def _part(number: int, whole: int) -> str:
    return f"{number} of {whole}" if whole else "-"


def _count(name: str, now: str, before: str, trend: Span) -> Row:
    return Row((Span(name, "quiet"), Span(now, "strong"), Span(before, "quiet"), trend))


def _describe_unasked(figures: Figures) -> str:
    return _part(figures.unasked, figures.theirs.turnaround.number)


def _trend(now: float | None, before: float | None, less: str, more: str) -> Span:
    if now is None or before is None:
        return Span("")
    if now == before:
        return Span("same", "quiet")
    return Span(less, "good") if now < before else Span(more, "soon")


def describe_clearing(clearing: Clearing) -> str:
    """The clearing effect in one sentence."""
    if clearing.telling < clearing.needed:
        return (
            f"not enough data yet to say whether it brings answers sooner: {clearing.telling} of about "
            f"{clearing.needed} usable answers"
        )
    low = f"{clearing.low:.2f}" if clearing.low is not None else "0"
    high = f"{clearing.high:.2f}" if clearing.high is not None else "any number"
    size = f"(95% interval {low} to {high}, from {clearing.telling} usable answers)"
    ratio = f"{clearing.ratio:.2f} times as fast" if clearing.ratio is not None else "at a rate without a figure"
    if clearing.low is not None and clearing.low > 1:
        return f"it pays: once you owe that person nothing, what you wait for comes back {ratio} {size}"
    if clearing.high is not None and clearing.high < 1:
        return f"not here: once you owe that person nothing, what you wait for comes back {ratio} {size}"
    return f"no effect to be seen: once you owe that person nothing, answers come {ratio} {size}"
