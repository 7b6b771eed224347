"""`stats`: in and out, my speed and drag, and the clearing effect, with small plots beside the figures."""

from __future__ import annotations

from collections.abc import Mapping

from followq.model import words
from followq.model.calendar import Calendar
from followq.model.clearing import Clearing
from followq.model.insight import Figures, Promises, Week
from followq.model.person import Person
from followq.model.spread import Spread
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Row, Span, line, table
from followq.render.plots import bar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.render.blocks import Style

MOST_WEEKS = 12


class StatsPage(NamedTuple):
    """A period and the one before it. `clearing` is None where only one project is looked at.

    `avoided` counts what is open and was put off three times or more.
    """

    period: Figures
    before: Figures
    clearing: Clearing | None
    avoided: int
    person: str | None
    project: str | None
    names: Mapping[int, Person]
    kind: str = "stats"

    def layout(self, calendar: Calendar) -> list[Block]:
        """The weeks, what is open by age, speed and promises beside the period before, the clearing effect."""
        period = self.period
        whose = "".join(f", {name}" for name in (self.person, self.project) if name)
        span = f"{words.day(period.since, calendar)} to {words.day(period.until, calendar)}{whose}"
        blocks: list[Block] = [line(Span(span, "title"))]
        if not any((period.mine.came_in, period.mine.open_at_end, period.theirs.came_in, period.theirs.open_at_end)):
            return [*blocks, line("Nothing to count in that time. followq add notes the first.")]
        blocks += [_weeks(period, calendar), Line(), _ages(period), Line(), _speed(period, self.before, calendar)]
        if self.avoided:
            text = f"{words.count(self.avoided, 'open item')} put off three times or more: followq today shows them"
            blocks.append(line(Span(text, "warn")))
        if self.clearing:
            style: Style = "strong" if self.clearing.ratio else "quiet"
            blocks += [Line(), line(Span("Clearing first  ", "title"), Span(clearing_words(self.clearing), style))]
        return blocks


def _head(*names: str) -> Row:
    return Row(tuple(Span(name, "quiet") for name in names))


def _weeks(period: Figures, calendar: Calendar) -> Block:
    shown = period.weeks[-MOST_WEEKS:]
    most = max((max(week.mine_open, week.theirs_open) for week in shown), default=0)
    rows = [_head("week of", "in", "out", "you owe", "", "in", "out", "you wait", "")]
    rows += [_week(week, most, calendar) for week in shown]
    titles = ("week", ">in", ">out", ">open", "plot?", ">in", ">out", ">open", "plot?")
    return table(titles, rows)


def _week(week: Week, most: int, calendar: Calendar) -> Row:
    def figures(came: int, went: int, still: int) -> tuple[Span, ...]:
        return (Span(str(came)), Span(str(went)), Span(str(still), "strong"), bar(still, most, 8))

    day = words.day(week.monday, calendar).partition(" ")[2]
    mine = figures(week.mine_in, week.mine_out, week.mine_open)
    theirs = figures(week.theirs_in, week.theirs_out, week.theirs_open)
    return Row((Span(day, "quiet"), *mine, *theirs))


def _ages(period: Figures) -> Block:
    rows = [_head("open for", "you owe", "", "you wait", "")]
    pairs = list(zip(period.mine.ages, period.theirs.ages, strict=True))
    most = max(age.number for pair in pairs for age in pair)
    for mine, theirs in pairs:
        days = f"{mine.low} to {mine.high}" if mine.high is not None else f"{mine.low} or more"
        style: Style = "late" if mine.high is None and mine.number else ""
        rows.append(
            Row((
                Span(f"{days} working days", "quiet"),
                Span(str(mine.number), style),
                bar(mine.number, most, 16),
                Span(str(theirs.number)),
                bar(theirs.number, most, 16),
            ))
        )  # fmt: skip
    return table(("age", ">mine", "plot?", ">theirs", "plot?"), rows)


def _speed(now: Figures, before: Figures, calendar: Calendar) -> Block:
    lengths = (
        ("your turnaround", now.mine.turnaround, before.mine.turnaround),
        ("their turnaround", now.theirs.turnaround, before.theirs.turnaround),
        ("first response", now.service.first_response, before.service.first_response),
        ("next response", now.service.next_response, before.service.next_response),
        ("update", now.service.update, before.service.update),
        ("resolution", now.service.resolution, before.service.resolution),
    )
    since = words.day(before.since, calendar).partition(" ")[2]
    until = words.day(before.until, calendar).partition(" ")[2]
    rows = [_head("working days", "this time", f"{since} to {until}", "")]
    rows += [
        Row((Span(name, "quiet"), Span(_length(this)), Span(_length(that), "quiet"), _trend(this.median, that.median)))
        for name, this, that in lengths
        if this.number or that.number
    ]
    rows += _counts(now, before)
    return table(("what", "now", "before", "trend"), rows)


def _length(length: Spread) -> str:
    if length.median is None or length.p90 is None:
        return "none"
    return f"median {length.median:g}, 90% in {length.p90:g} ({length.number})"


def _counts(now: Figures, before: Figures) -> list[Row]:
    rows = []
    for name, this, that in (
        ("your promises", now.mine.promises, before.mine.promises),
        ("their promises", now.theirs.promises, before.theirs.promises),
    ):
        if sum(this) or sum(that):
            rows.append(
                Row((
                    Span(name, "quiet"),
                    Span(_promises(this), "late" if this.broken and "your" in name else ""),
                    Span(_promises(that), "quiet"),
                    _trend(_share(that), _share(this), "better", "worse"),
                ))
            )  # fmt: skip
    for name, mine, earlier, shown in (
        ("put off", now.put_off, before.put_off, _put_off),
        ("nudges", now.nudges, before.nudges, _nudges),
    ):
        cells = (Span(name, "quiet"), Span(shown(now)), Span(shown(before), "quiet"))
        rows.append(Row((*cells, _trend(mine, earlier, "fewer", "more"))))
    return rows


def _promises(promises: Promises) -> str:
    if not sum(promises):
        return "none"
    return f"{promises.kept} kept, {promises.moved} moved, {promises.broken} broken"


def _share(promises: Promises) -> float | None:
    return promises.kept / sum(promises) if sum(promises) else None


def _put_off(figures: Figures) -> str:
    if not figures.put_off:
        return "none"
    return f"{words.count(figures.put_off_items, 'item')}, {words.count(figures.put_off, 'time')}"


def _nudges(figures: Figures) -> str:
    answers = figures.theirs.turnaround.number
    unasked = f"; {figures.unasked} of {answers} answers without" if answers else ""
    return f"{figures.nudges}{unasked}"


def _trend(now: float | None, before: float | None, less: str = "quicker", more: str = "slower") -> Span:
    if now is None or before is None:
        return Span("")
    if now == before:
        return Span("the same", "quiet")
    return Span(less, "good") if now < before else Span(more, "soon")


def clearing_words(clearing: Clearing) -> str:
    """The clearing effect in one sentence."""
    if clearing.telling < clearing.needed:
        return (
            f"not enough data yet to say whether it brings answers sooner: {clearing.telling} of about "
            f"{clearing.needed} telling answers"
        )
    low = f"{clearing.low:.1f}" if clearing.low is not None else "0"
    high = f"{clearing.high:.1f}" if clearing.high is not None else "any number"
    size = f"(95% interval {low} to {high}, from {clearing.telling} telling answers)"
    ratio = f"{clearing.ratio:.1f} times as fast" if clearing.ratio is not None else "at a rate that has no figure"
    if clearing.low is not None and clearing.low > 1:
        return f"what you wait for comes back {ratio} once you owe that person nothing {size}"
    if clearing.high is not None and clearing.high < 1:
        return f"here it doesn't help: what you wait for comes back {ratio} once you owe that person nothing {size}"
    return f"no effect to be seen: once you owe that person nothing, answers come {ratio} {size}"
