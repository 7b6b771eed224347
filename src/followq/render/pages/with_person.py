"""`with`: everything between the user and one person, before a meeting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from followq.hints import command
from followq.model.core import phrasing
from followq.model.core.calendar import Calendar, Instant
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.nudging import absence
from followq.model.nudging.outlook import Outlook
from followq.model.people.message_kinds import SAID, quote_remark
from followq.model.people.people_overview import Standing
from followq.model.people.relationship import Dealings, Event, SideDealings
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Row, Span, line, table
from followq.render.pages.item_rows import first_ask, make_note_rows, make_state, make_to_do
from followq.render.pages.people import asking, describe_open_parts, describe_pace, describe_share, describe_silence

EVENTS_SHOWN, ITEMS_SHOWN = 8, 10
"""Events, and open items on each side, that the page shows unless everything is asked for."""


class WithPage(NamedTuple):
    """What is open both ways, what was closed last, when to ask again, and what passed between the two.

    `followups` come in the order in which they are worth a word: owed late ones first, then as they began;
    then those to ask for, by when that is due. `askings` holds the outlook of those that are not hidden.
    """

    people: tuple[Standing, ...]
    followups: tuple[FollowUp, ...]
    closed: tuple[FollowUp, ...]
    askings: tuple[Outlook, ...]
    dealings: Dealings
    is_all: bool
    names: Mapping[int, Person]
    kind: str = "with"

    def layout(self, calendar: Calendar) -> list[Block]:
        """Who they are and how it stands, then what you owe, what they owe, what happened."""
        item = self.people[0]
        aside = ", ".join(part for part in (item.person.organisation, _weight(item.person)) if part)
        blocks: list[Block] = [line(Span(item.person.name, "title"), Span(f"  {aside}" if aside else "", "quiet"))]
        facts = [Row((Span(name, "quiet"), Span(said))) for name, said in self._facts(item, calendar) if said]
        blocks.append(table(("fact", "value"), facts))
        asked = {outlook.followup.id: outlook for outlook in self.askings}
        owed = [_row(f, make_state(f, calendar)) for f in self.followups if f.ball == "mine"]
        waiting = [_row(f, _asking(f, asked, calendar)) for f in self.followups if f.ball == "theirs"]
        for title, side, rows in (("You owe them", "owed", owed), ("They owe you", "waiting", waiting)):
            shown = rows if self.is_all else rows[:ITEMS_SHOWN]
            if rows:
                blocks += [Line(), line(Span(title, "title")), table((">id", "what"), shown)]
            if len(rows) > len(shown):
                where = command("list", f"--{side}", "--person", item.person.name)
                blocks.append(line(Span(f"and {len(rows) - len(shown)} more: {where}", "quiet")))
        return blocks + self._happened(calendar)

    def _facts(self, item: Standing, calendar: Calendar) -> list[tuple[str, str]]:
        person, mine, theirs = item.person, self.dealings.mine, self.dealings.theirs
        reach = [part for part in (person.channel, *person.phones, *person.emails) if part]
        return [
            ("reach by", "" if person.left_on else ", ".join(reach)),
            ("away", absence.describe_absence(person, calendar).removeprefix("away ")),
            ("open", "; ".join(describe_open_parts(item)) or "nothing"),
            ("in the dark", describe_silence(item) if item.is_dark else ""),
            ("last heard", _describe_heard(mine.heard_at, theirs.heard_at, calendar)),
            ("turnaround", describe_pace(item)),
            ("promises", _promises(mine, theirs)),
            ("asked again", _nudges(mine, theirs)),
            ("time spent", _time(item)),
            ("requests", asking(item)),
            *make_note_rows("private note", person.note),
        ]

    def _happened(self, calendar: Calendar) -> list[Block]:
        history = _tell(self.dealings.history, calendar)[::-1]
        shown = history if self.is_all else history[:EVENTS_SHOWN]
        if not shown:
            return []
        rows = [Row((Span(phrasing.day_alone(at, calendar), "quiet"), Span(said))) for at, said in shown]
        blocks: list[Block] = [
            Line(),
            line(Span("What happened, latest first", "title")),
            table(("when", "what"), rows),
        ]
        if len(history) > len(shown):
            name = self.people[0].person.name
            more = f"and {len(history) - len(shown)} more: {command('with', '--all', of=name)}"
            blocks.append(line(Span(more, "quiet")))
        return blocks


def _weight(person: Person) -> str:
    return {"normal": "", "key": "key", "vip": "VIP"}[person.weight]


def _row(followup: FollowUp, below: tuple[Span, ...]) -> Row:
    return Row((Span(str(followup.id), "id"), Span(followup.text)), below)


def _asking(followup: FollowUp, asked: Mapping[int, Outlook], calendar: Calendar) -> tuple[Span, ...]:
    outlook = asked.get(followup.id)
    if outlook is None:
        return make_state(followup, calendar)
    since = Span(f"since {phrasing.day_alone(followup.since, calendar)}; {outlook.text}; ", "quiet")
    how = "" if outlook.is_gone else first_ask(followup)
    return (since, make_to_do(outlook, calendar), Span(how, "quiet")) if how else (since, make_to_do(outlook, calendar))


def _describe_heard(mine: Instant | None, theirs: Instant | None, calendar: Calendar) -> str:
    sides = [
        f"{who} {phrasing.day_alone(at, calendar)} ({phrasing.distance(at, calendar)})"
        for who, at in (("you from them", theirs), ("they from you", mine))
        if at
    ]
    return "; ".join(sides)


def _promises(mine: SideDealings, theirs: SideDealings) -> str:
    sides = []
    for who, part in (("you", mine), ("they", theirs)):
        counts = (("kept", part.kept), ("moved", part.moved), ("broke", part.broken))
        said = [f"{verb} {times}" for verb, times in counts if times]
        if said:
            sides.append(f"{who} {phrasing.join_list(said)}")
    return "; ".join(sides)


def _nudges(mine: SideDealings, theirs: SideDealings) -> str:
    sides = [
        f"{who} {'once' if part.nudges == 1 else f'{part.nudges} times'}"
        for who, part in (("you asked them", theirs), ("they asked you", mine))
        if part.nudges
    ]
    return "; ".join(sides)


def _time(item: Standing) -> str:
    return f"{phrasing.minutes(item.spent_minutes)}, {describe_share(item.time, 'all you logged')}" if item.time else ""


def _tell(history: Iterable[Event], calendar: Calendar) -> list[tuple[Instant, str]]:
    """What happened, in words; a promise made with something else is told with it."""
    told: list[tuple[Instant, str]] = []
    before: Event | None = None
    for event in history:
        is_same = before is not None and (before.followup_id, before.at) == (event.followup_id, event.at)
        if is_same and event.deed in ("promised", "moved"):
            is_named = before is not None and before.deed == "heard" and event.deed == "promised" and event.until
            how = (
                f"they named {phrasing.day(event.until, calendar)}"
                if is_named and event.until
                else _describe_deed(event, calendar)
            )
            told[-1] = (event.at, f"{told[-1][1]}; {how}")
        else:
            told.append(
                (event.at, f"{_describe_deed(event, calendar)}: {event.followup_id} {phrasing.shorten(event.text)}")
            )
        before = event
    return told


def _describe_deed(event: Event, calendar: Calendar) -> str:
    is_mine = event.side == "mine"
    until = phrasing.day(event.until, calendar) if event.until else ""
    said = f" {quote_remark(event.remark)}" if event.remark else ""
    return {
        "asked": "they asked you" if is_mine else "you asked them",
        "noted": "you wait for it",
        "told": f"you {'told' if is_mine or event.remark == f'{SAID}thanks' else 'asked'} them{said}",
        "promised": f"you promised {until}" if is_mine else f"you expect it {until}",
        "moved": f"{'your promise' if is_mine else 'their day'} {f'moved to {until}' if until else 'was taken back'}",
        "nudged": f"{'they asked you again' if is_mine else 'you asked again'}{said}",
        "heard": f"they said{said}" if said else "they answered in part",
        "done": f"{'you delivered' if is_mine else 'they delivered'}{said}",
        "tossed": f"{'you handed it over' if is_mine else 'they handed it back'}{said}",
        "dropped": f"dropped{said}",
        "reopened": "taken up again",
    }[event.deed]
