"""`with --share` and `with --as-them`: the open book, to be pasted, and the queue as the other side sees it."""

from __future__ import annotations

from collections.abc import Callable

from followq.model.core import phrasing
from followq.model.core.calendar import Calendar
from followq.model.people.relationship import SideDealings
from followq.model.people.shared_view import Book, DoneItem, SharedItem
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Row, Span, line, table
from followq.render.markdown import escape
from followq.render.pages.people import format_days

NOTHING = "Nothing at the moment."


class BookPage(NamedTuple):
    """What a person may see of what is between the two, as text or Markdown."""

    book: Book
    is_markdown: bool
    kind: str = "share"

    def layout(self, calendar: Calendar) -> list[Block]:
        """Three short lists; no table, so that it can be pasted anywhere."""
        book, mark = self.book, escape if self.is_markdown else str
        day = phrasing.day(calendar.today.isoformat(), calendar)
        title = f"{mark(book.name)}: where we stand, {mark(f'{day} {calendar.today.year}')}"
        blocks: list[Block] = [line(f"# {title}" if self.is_markdown else title)]
        parts = (
            ("What I owe you", [self._open(item, calendar, is_mine=True) for item in book.owed]),
            ("What I need from you", [self._open(item, calendar, is_mine=False) for item in book.needed]),
            ("Done lately", [self._done(item, calendar) for item in book.done]),
        )
        for heading, lines in parts:
            if lines or heading != "Done lately":
                blocks += [Line(), line(f"## {heading}" if self.is_markdown else heading)]
                blocks += [Line()] if self.is_markdown else []
                blocks += [line(text) for text in lines or [NOTHING]]
        return blocks

    def _open(self, item: SharedItem, calendar: Calendar, *, is_mine: bool) -> str:
        return self._line(item.text, "; ".join(_stands(item, calendar, is_mine=is_mine)))

    def _done(self, item: DoneItem, calendar: Calendar) -> str:
        on = phrasing.day_alone(item.done_at, calendar)
        return self._line(item.text, f"{'done' if item.side == 'mine' else 'came from you, thank you'}, {on}")

    def _line(self, text: str, stands: str) -> str:
        return f"- **{escape(text)}**: {escape(stands)}" if self.is_markdown else f"- {text}: {stands}"


def _stands(item: SharedItem, calendar: Calendar, *, is_mine: bool) -> list[str]:
    parts = []
    if item.promised:
        late = f", {phrasing.working_days(item.late_days)} late" if item.late_days else ", late" if item.is_late else ""
        parts.append(f"{'promised for' if is_mine else 'expected'} {phrasing.day(item.promised, calendar)}{late}")
    elif item.moved:
        parts.append("the day promised was taken back")
    if item.moved and item.promised:
        parts.append(f"moved {_times(item.moved)}")
    if item.since:
        parts.append(f"open since {phrasing.day_alone(item.since, calendar)}")
    if item.asked_again and not is_mine:
        parts.append(f"I asked again {_times(item.asked_again)}")
    return parts or ["coming up"]


def _times(number: int) -> str:
    return "once" if number == 1 else "twice" if number == 2 else f"{number} times"


class AsThemPage(NamedTuple):
    """The user's queue as one person sees it; `me` is the user's part in the dealings."""

    book: Book
    me: SideDealings
    kind: str = "as-them"

    def layout(self, calendar: Calendar) -> list[Block]:
        """In that person's own words, what they wait for first."""
        name, book = self.book.name, self.book
        blocks: list[Block] = [
            line(Span(f"As {name} sees it", "title"), Span(f"  {_today(calendar)}", "quiet")),
            Line(),
        ]
        blocks += self._part(book.owed, "I wait for {} from you.", "I wait for nothing from you.", calendar, self._owed)
        blocks += [line(self._heard(calendar)), Line()]
        blocks += self._part(book.needed, "You ask me for {}.", "You ask nothing of me.", calendar, self._needed)
        return [*blocks, *(line(text) for text in self._usually())]

    @staticmethod
    def _part(
        items: tuple[SharedItem, ...],
        some: str,
        none: str,
        calendar: Calendar,
        said: Callable[[SharedItem, Calendar], str],
    ) -> list[Block]:
        if not items:
            return [line(none), Line()]
        rows = [
            Row(
                (Span(str(item.id), "id"), Span(item.text, "late" if item.is_late else "")),
                (_quiet(said(item, calendar)),),
            )
            for item in items
        ]
        return [
            line(Span(some.format(phrasing.count(len(items), "thing")), "strong")),
            table((">id", "what"), rows),
            Line(),
        ]

    @staticmethod
    def _owed(item: SharedItem, calendar: Calendar) -> str:
        parts = []
        if item.since:
            waited = f", {phrasing.working_days(item.waited_days)}" if item.waited_days else ""
            parts.append(f"waiting since {phrasing.day_alone(item.since, calendar)}{waited}")
        if item.promised:
            late = f", {phrasing.working_days(item.late_days)} ago" if item.late_days else ""
            verb = "you promised it for" if item.is_late else "you promise it for"
            parts.append(f"{verb} {phrasing.day(item.promised, calendar)}{late}")
        if item.moved:
            parts.append(f"you put it off {_times(item.moved)}")
        if item.told_at:
            parts.append(f"you told me where it stands {phrasing.distance(item.told_at, calendar)}")
        elif item.since:
            parts.append("you have told me nothing about it")
        return "; ".join(parts) or "not before its day"

    @staticmethod
    def _needed(item: SharedItem, calendar: Calendar) -> str:
        parts = [f"since {phrasing.day_alone(item.since, calendar)}"] if item.since else []
        if item.promised:
            parts.append(
                f"you expect it {phrasing.day(item.promised, calendar)}{', I am late' if item.is_late else ''}"
            )
        if item.asked_again:
            parts.append(f"you asked again {_times(item.asked_again)}")
        return "; ".join(parts)

    def _heard(self, calendar: Calendar) -> str:
        heard = self.me.heard_at
        if not heard:
            return "I have not heard from you yet."
        return f"I last heard from you {phrasing.day_alone(heard, calendar)} ({phrasing.distance(heard, calendar)})."

    def _usually(self) -> list[str]:
        me = self.me
        said = []
        if me.turnaround_days is not None:
            when = f"in {format_days(me.turnaround_days)}" if me.turnaround_days else "the same day"
            said.append(f"You usually get back to me {when}.")
        counts = (("kept", me.kept), ("moved", me.moved), ("broke", me.broken))
        outcomes = [f"{verb} {times}" for verb, times in counts if times]
        if outcomes:
            said.append(f"Of your promises to me you {phrasing.join_list(outcomes)}.")
        return [" ".join(said)] if said else []


def _today(calendar: Calendar) -> str:
    return phrasing.day(calendar.today.isoformat(), calendar)


def _quiet(text: str) -> Span:
    return Span(text, "quiet")
