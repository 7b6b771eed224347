"""`today`: what the user owes, the most urgent first, and why."""

from __future__ import annotations

from collections.abc import Mapping

from followq.hints import command
from followq.model.core import phrasing
from followq.model.core.calendar import Calendar
from followq.model.core.person import Person
from followq.model.priority.promises import Risk
from followq.model.priority.ranked import Ranked
from followq.record import NamedTuple
from followq.render.blocks import Block, Row, Span, line, table
from followq.render.pages.item_rows import describe_due, describe_item, make_due_row, make_ranked_row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.followup import FollowUp
    from followq.model.nudging.keep_informed import News
    from followq.model.priority.ranked import Part

TITLES: dict[Part, str] = {
    "due": "Promised for today or before",
    "begin": "Start these today, to be ready in time",
    "turn": "These have waited too long",
    "rest": "Then these",
}
FIRST_TITLES: dict[Part, str] = {
    **TITLES,
    "due": "Get back to these first: promised for today or before",
    "rest": "Get back to these first",
}
USUAL, SHORT = (">id", "who", ">time?", "what"), (">id", "who", "due", ">time?", "what")
MOST_RISKS = 2
MOST_TO_INFORM = 2
MOST_NAMED = 3
MOST_RISKS_NAMED = MOST_RISKS - 1 + MOST_NAMED
"""Promises at risk of which the page says more than that there are so many."""


class TodayPage(NamedTuple):
    """The ranked items shown, how many more there are, promises at risk, and how many people are worth a nudge.

    `fits_minutes` is the time box, where one was given; `is_empty` when the queue holds nothing at all,
    `never_owed` when nothing in it was ever owed;
    `more_at_risk` promises are not among those `at_risk`, which are enough for the words; `to_inform` whoever is to be
    kept informed and has heard nothing for that long. `left_out` is due, but doesn't fit into the time box. `decisions`
    are things that others were asked for often enough, `first_asks` says how many of the people worth a nudge are to be
    asked for the first time; `sort` is `rank`, or `waited` for the longest wait first. Where more than
    `rows_of_screen` are due, each takes one line; 0 where there is no screen.
    """

    followups: tuple[Ranked, ...]
    more: int
    at_risk: tuple[Risk, ...]
    nudges_due: int
    snoozed: int
    is_empty: bool
    is_filtered: bool
    fits_minutes: int | None
    names: Mapping[int, Person]
    to_inform: tuple[News, ...] = ()
    more_at_risk: int = 0
    left_out: tuple[Ranked, ...] = ()
    decisions: tuple[FollowUp, ...] = ()
    rows_of_screen: int = 0
    never_owed: bool = False
    first_asks: int = 0
    sort: str = "rank"
    kind: str = "today"

    def layout(self, calendar: Calendar) -> list[Block]:
        """First whom to get back to, then what else is worth a look."""
        day = phrasing.day(calendar.today.isoformat(), calendar)
        if not self.followups:
            return self._nothing(day) + self._footer()
        return self._parts(day, calendar) + self._footer()

    def _parts(self, day: str, calendar: Calendar) -> list[Block]:
        title = FIRST_TITLES[self.followups[0].part]
        if self.fits_minutes:
            spent = sum(item.minutes for item in self.followups)
            title = f"What clears most in {phrasing.minutes(self.fits_minutes)} (takes {phrasing.minutes(spent)})"
        are_many = sum(item.part == "due" for item in self.followups) > self.rows_of_screen > 0
        rows = [self._row(item, are_many, calendar) for item in self.followups]
        together = [row for row in rows if not row.is_short]
        if self.sort == "waited":
            title = f"{title}, the longest wait first" if self.fits_minutes else "Who has waited longest"
        blocks: list[Block] = [line(Span(title, "title"), Span(f"  {day}", "quiet"))]
        if self.sort == "waited":
            return [*blocks, table(USUAL, rows, rows)]
        for part, under in TITLES.items():
            some = [row for row, item in zip(rows, self.followups, strict=True) if item.part == part]
            if not some:
                continue
            if len(blocks) > 1 and not self.fits_minutes:
                blocks.append(line(Span(under, "title")))
            blocks.append(table(SHORT if some[0].is_short else USUAL, some, () if some[0].is_short else together))
        return blocks

    def _row(self, item: Ranked, are_many: bool, calendar: Calendar) -> Row:
        person = self.names[item.followup.person_id]
        if item.part == "due" and are_many and self.sort == "rank":
            return make_due_row(item, person, calendar)
        return make_ranked_row(item, person, item is self.followups[0], calendar)

    def _nothing(self, day: str) -> list[Block]:
        if self.is_filtered:
            return [line(f"Nothing you owe fits that. {command('today')} shows everything.")]
        if self.is_empty:
            return [
                line(Span("A clean desk: your queue is empty.", "good"), Span(f"  {day}", "quiet")),
                line(
                    "After the next call: ",
                    Span(command("add", "Ana Lopez", "Send the quote", "--by", "fri"), "strong"),
                ),
                line("To look around on a made-up queue: ", Span(command("demo"), "strong")),
            ]
        if self.never_owed:
            return [
                line(Span("Nobody waits on you: you owe nothing yet.", "good"), Span(f"  {day}", "quiet")),
                *([] if self.nudges_due else [line("Whom you wait for: ", Span(command("waiting"), "strong"))]),
            ]
        if self.snoozed:
            done = "✓ Nothing left for today. Well done."
        else:
            done = "✓ All clear: nobody waits on you. Well done."
        blocks: list[Block] = [line(Span(done, "good"), Span(f"  {day}", "quiet"))]
        if not self.nudges_due:
            blocks.append(
                line("What you wait for has a way of coming by itself now: ", Span(command("waiting"), "strong"))
            )
        return blocks

    def _footer(self) -> list[Block]:
        lines: list[Block] = []
        rest = []
        if self.more:
            rest.append(f"{self.more} more: {command('today', '--all')}")
        if self.snoozed:
            rest.append(f"{self.snoozed} snoozed: {command('list', '--owed')}")
        if self.followups and not self.is_filtered:
            rest.append(f"card by card: {command('clear')}")
        elif self.followups and self.fits_minutes:
            rest.append(f"card by card: {command('clear', '--fits', phrasing.minutes(self.fits_minutes))}")
        if rest:
            lines.append(line(Span("; ".join(rest), "quiet")))
        lines += self._left_out()
        lines += self._risks()
        if self.to_inform:
            lines.append(line("Tell them where things stand: ", phrasing.join_list(self._to_inform())))
        if self.decisions:
            said = [describe_item(followup, self.names[followup.person_id]) for followup in self.decisions[:MOST_NAMED]]
            more = len(self.decisions) - len(said)
            said += [f"{more} more"] if more else []
            ways = "ask somebody else, do without, or let it go"
            lines.append(line(Span("Asked often enough: ", "warn"), f"{phrasing.join_list(said)}: {ways}"))
        if self.nudges_due:
            people = "1 person is" if self.nudges_due == 1 else f"{self.nudges_due} people are"
            first = f" ({self.first_asks} may not know yet what you wait for)" if self.first_asks else ""
            lines.append(line(f"Then {people} worth a nudge{first}: ", Span(command("waiting"), "strong")))
        return lines

    def _left_out(self) -> list[Block]:
        # Two lines, as with what is at risk.
        whole = self.left_out if len(self.left_out) <= MOST_RISKS else self.left_out[: MOST_RISKS - 1]
        lines: list[Block] = []
        for item in whole:
            what = describe_item(item.followup, self.names[item.followup.person_id])
            when = f"due {describe_due(item)}" if item.part == "due" else "start it today"
            lines.append(line(Span("Doesn't fit: ", "warn"), f"{what} ({phrasing.minutes(item.minutes)}), {when}"))
        others = [
            f"{item.followup.id} {self.names[item.followup.person_id].name}" for item in self.left_out[len(whole) :]
        ]
        if others:
            more = len(others) - MOST_NAMED
            named = others[:MOST_NAMED] + ([f"{more} more"] if more > 0 else [])
            lines.append(line(Span("Doesn't fit either: ", "warn"), phrasing.join_list(named)))
        return lines

    def _risks(self) -> list[Block]:
        # Two lines: beyond two promises the second names the others.
        whole = self.at_risk if len(self.at_risk) + self.more_at_risk <= MOST_RISKS else self.at_risk[: MOST_RISKS - 1]
        lines: list[Block] = []
        for risk in whole:
            followup = risk.ranked.followup
            subject = describe_item(followup, self.names[followup.person_id])
            lines.append(line(Span("At risk: ", "warn"), f"{subject}: {risk.text}"))
        others = [risk.ranked.followup for risk in self.at_risk[len(whole) :]]
        if others:
            named = [f"{followup.id} {self.names[followup.person_id].name}" for followup in others[:MOST_NAMED]]
            more = len(others) - MOST_NAMED + self.more_at_risk
            named += [f"{more} more"] if more > 0 else []
            lines.append(line(Span("At risk too: ", "warn"), phrasing.join_list(named)))
        return lines

    def _to_inform(self) -> list[str]:
        # One line: how long it has been for one, else who they are.
        names = [self.names[item.person_id].name for item in self.to_inform]
        if len(names) == 1:
            return [f"{names[0]} (no sign for {phrasing.working_days(self.to_inform[0].days)})"]
        more = len(names) - MOST_TO_INFORM
        return [*names[:MOST_TO_INFORM], f"{more} more: {command('people')}"] if more > 0 else names
