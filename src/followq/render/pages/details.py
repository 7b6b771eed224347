"""`show` and `why`: everything about one follow-up, and where its rank comes from."""

from __future__ import annotations

from collections.abc import Mapping

from followq.model.core import phrasing
from followq.model.core.calendar import Calendar, is_day
from followq.model.core.change import Entry
from followq.model.core.followup import FollowUp
from followq.model.core.history import describe_change, describe_earlier
from followq.model.core.person import Person
from followq.model.core.stays import Arrival
from followq.model.people.message_kinds import quote_remark
from followq.model.priority.clocks import Clock
from followq.model.priority.ranked import Ranked, Term
from followq.model.priority.ranking import QUARTER_HOUR
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Row, Span, line, table
from followq.render.pages.item_rows import describe_away, describe_item, first_ask, make_note_rows, make_state

NOWHERE = 1 << 62
"""Sorts what has no place in today behind everything."""


class ShowPage(NamedTuple):
    """One follow-up with its person, its part of the log, and the working days on each side.

    `linked` were added together with it, the same for other people; `names` holds everybody whom the log speaks of;
    `arrival` says since when and why it is on its side, `clocks` what is due when; nothing of either once it is closed.
    """

    followups: tuple[FollowUp, ...]
    people: tuple[Person, ...]
    log: tuple[Entry, ...]
    days: Mapping[str, int]
    blockers: tuple[FollowUp, ...]
    blocks: tuple[FollowUp, ...]
    linked: tuple[FollowUp, ...]
    names: Mapping[int, Person]
    arrival: Arrival | None = None
    clocks: tuple[Clock, ...] = ()
    kind: str = "show"

    def layout(self, calendar: Calendar) -> list[Block]:
        """What it is, then every fact that is known, then what happened."""
        followup, person = self.followups[0], self.people[0]
        side = "You owe" if followup.ball == "mine" else "You wait for"
        blocks: list[Block] = [
            line(Span(f"{followup.id} ", "id"), Span(followup.text, "title")),
            line(f"{side} {person.name}; ", *make_state(followup, calendar)),
            *([line(f"{self.arrival.text}.")] if self.arrival else []),
            Line(),
        ]
        facts = [Row((Span(name, "quiet"), Span(value))) for name, value in self._facts(followup, person, calendar)]
        blocks += [table(("fact", "value"), facts), Line()]
        rows = [
            Row((
                Span(phrasing.day(entry.at, calendar), "quiet"),
                Span(entry.command),
                Span(_describe_event(entry, calendar, self.names)),
            ))
            for entry in self.log
        ]  # fmt: skip
        return [*blocks, table(("when", "command", "what"), rows), *self._clocks()]

    def _clocks(self) -> list[Block]:
        if not self.clocks:
            return []
        spans: list[Span] = []
        for clock in self.clocks:
            spans += [Span(", " if spans else "Clocks: ", "quiet"), Span(clock.text, "late" if clock.is_over else "")]
        return [Line(), line(*spans)]

    def _facts(self, followup: FollowUp, person: Person, calendar: Calendar) -> list[tuple[str, str]]:
        def day(when: str | None) -> str:
            return phrasing.show_with_distance(when, calendar) if when else ""

        is_moved = followup.first_promised and followup.first_promised != followup.promised
        word = "promised" if followup.ball == "mine" else "expected"
        reach = [followup.channel or person.channel or "", *person.phones, *person.emails]
        reach = [describe_away(person, calendar)] if person.left_on else reach
        facts = [
            ("since", day(followup.since)),
            (word, day(followup.promised)),
            (f"first {word}", day(followup.first_promised) if is_moved else ""),
            ("moved", phrasing.times(followup.slips) if followup.slips else ""),
            ("told" if followup.ball == "mine" else "asked", self._told(calendar)),
            (
                "nudged",
                f"{phrasing.times(followup.nudges)}, last {day(followup.nudged_at)}" if followup.nudges else "",
            ),
            ("heard", day(followup.heard_at)),
            ("snoozed", phrasing.times(followup.snoozes) if followup.snoozes else ""),
            ("effort", phrasing.minutes(followup.effort_minutes) if followup.effort_minutes else ""),
            ("time spent", phrasing.minutes(followup.spent_minutes) if followup.spent_minutes else ""),
            ("so far", self._sides()),
            ("reach by", ", ".join(part for part in reach if part)),
            ("project", followup.project or ""),
            ("tags", ", ".join(followup.tags)),
            ("every", followup.every or ""),
            ("blocked by", "; ".join(describe_item(other, self.names[other.person_id]) for other in self.blockers)),
            ("blocks", "; ".join(describe_item(other, self.names[other.person_id]) for other in self.blocks)),
            ("added with", "; ".join(self._linked(other) for other in self.linked)),
            ("source", followup.source or ""),
            ("link", followup.link or ""),
        ]
        return [*((name, value) for name, value in facts if value), *make_note_rows("note", followup.note)]

    def _linked(self, other: FollowUp) -> str:
        return f"{describe_item(other, self.names[other.person_id])}{'' if other.is_open else f' ({other.status})'}"

    def _told(self, calendar: Calendar) -> str:
        followup = self.followups[0]
        if followup.told_at is None and first_ask(followup):
            return f"not noted yet{first_ask(followup)}"
        return phrasing.show_with_distance(followup.told_at, calendar) if followup.told_at else ""

    def _sides(self) -> str:
        mine, theirs = phrasing.working_days(self.days["mine"]), phrasing.working_days(self.days["theirs"])
        return f"{mine} with you, {theirs} with them"


def _time(item: Ranked) -> str:
    return f"{'about ' if item.is_estimate else ''}{phrasing.minutes(item.minutes)}"


def _describe_event(entry: Entry, calendar: Calendar, names: Mapping[int, Person]) -> str:
    said = "; ".join(
        part for part in (describe_earlier(entry, calendar), describe_change(entry.change, calendar, names)) if part
    )
    return f"{quote_remark(entry.change.remark)} {said}".strip()


LEAST_SHOWN = 0.05
"""Points from which a term is more than a line of 0.0."""


class WhyPage(NamedTuple):
    """One or more owed items with the sum behind each score, and their places in today; what is hidden has none."""

    followups: tuple[Ranked, ...]
    places: Mapping[int, int]
    names: Mapping[int, Person]
    kind: str = "why"

    def layout(self, calendar: Calendar) -> list[Block]:
        """The sum, term by term, then the division."""
        blocks: list[Block] = []
        for item in self.followups:
            place = self.places.get(item.followup.id)
            stands = f"place {place} in today" if place else "not in today"
            blocks += [
                line(
                    Span(describe_item(item.followup, self.names[item.followup.person_id]), "title"),
                    Span(f"  {stands}", "quiet"),
                ),
                Line(),
            ]
            rows = [
                Row((Span(f"{term.cost:.1f}"), Span(term.term.replace("_", " "), "quiet"), Span(term.text)))
                for term in item.terms
                if term.cost >= LEAST_SHOWN or term.term == "blocked"
            ]
            estimate = "estimated" if item.is_estimate else "as you said"
            rows += [
                Row((Span(f"{item.cost:.1f}", "strong"), Span("sum"), Span("points that one more day costs"))),
                Row((
                    Span(f"{item.score:.1f}", "strong"),
                    Span("score", "strong"),
                    Span(f"points per {QUARTER_HOUR} minutes; it takes {phrasing.minutes(item.minutes)}, {estimate}"),
                )),
            ]  # fmt: skip
            blocks += [table((">points", "term", "why"), rows), Line()]
        return [*blocks[:-1], *self._compared()]

    def _compared(self) -> list[Block]:
        if len(self.followups) != 2:
            return []
        first, second = sorted(self.followups, key=lambda item: self.places.get(item.followup.id, NOWHERE))
        return [
            Line(),
            line(f"{first.followup.id} stands above {second.followup.id}: {describe_difference(first, second)}."),
        ]


def describe_difference(first: Ranked, second: Ranked) -> str:
    """What puts one above the other, in words: what they have in common is no reason."""
    if first.part != second.part:
        place = _stands_there(first)
        other = "" if second.part == "rest" else f"; {second.followup.id} {_stands_there(second)}"
        return f"it {place}{other}"
    if first.part == "turn":
        return _older(first, second)
    if first.part != "rest":
        return _sooner(first, second)
    reasons = _gains(first, second)[:2]
    if first.minutes < second.minutes:
        reasons.append(f"takes {_time(first)}, not {_time(second)}")
    why = phrasing.join_list(reasons) or "it came first"
    if first.cost < second.cost:
        # The shorter one goes first though the other costs more: say so, it is what one wonders about.
        more = _gains(second, first)
        why += f", though {second.followup.id} costs more a day{f': {more[0]}' if more else ''}"
    return why


def _stands_there(item: Ranked) -> str:
    if item.part == "turn":
        days = phrasing.working_days(item.desk.calendar.waited(item.followup.since))
        return f"has waited too long ({days})"
    if item.part == "rest":
        return "can wait"
    calendar, when = item.desk.calendar, item.followup.counted_on or ""
    promised = phrasing.day(when, calendar)
    if item.part == "begin":
        return f"start today to be ready on {promised}"
    late = -calendar.until(when)
    if calendar.is_past(when):
        return f"was promised for {promised}" + (f", {phrasing.working_days(late)} late" if late else "")
    return "is promised for today"


def _older(first: Ranked, second: Ranked) -> str:
    # Both have waited too long: the longest wait goes first.
    one, other = (item.desk.calendar.waited(item.followup.since) for item in (first, second))
    if one > other:
        return f"it has waited {phrasing.working_days(one)}, not {phrasing.working_days(other)}"
    if first.followup.times_put_off > second.followup.times_put_off:
        return "it was put off more often"
    if first.minutes < second.minutes:
        return f"it takes {_time(first)}, not {_time(second)}"
    return "it came first"


def _sooner(first: Ranked, second: Ranked) -> str:
    # Both are pressing by their promises.
    calendar = first.desk.calendar
    one_day, other_day = (item.followup.counted_on or "" for item in (first, second))
    if calendar.day_of(one_day) < calendar.day_of(other_day):
        return f"it is promised for {phrasing.day(one_day, calendar)}, not for {phrasing.day(other_day, calendar)}"
    if not is_day(one_day) and one_day != other_day:
        return f"it is promised for {calendar.time_of(one_day)}"
    if calendar.day_of(one_day) > calendar.day_of(other_day):
        return f"it takes {_time(first)} and can still be kept; {second.followup.id} is late already"
    if first.minutes < second.minutes:
        return f"it takes {_time(first)}, not {_time(second)}"
    if first.person_factor > second.person_factor:
        return "they weigh more"
    if first.followup.times_put_off > second.followup.times_put_off:
        return "it was put off more often"
    return "it came first"


def _gains(one: Ranked, other: Ranked) -> list[str]:
    # What costs more with the one than with the other, in words, the largest difference first.
    theirs = {term.term: term for term in other.terms}
    gains = []
    for term in one.terms:
        same = theirs.get(term.term)
        gain = term.cost - (same.cost if same else 0.0)
        if gain > LEAST_SHOWN and (same is None or same.text != term.text):
            gains.append((gain, _more(term, same)))
    if other.action == "ask" and one.action != "ask":
        gains.append((0.0, f"{other.followup.id} is {other.terms[0].text}"))
    if other.action == "tell" and one.action != "tell":
        gains.append((0.0, f"{other.followup.id} only has to be told of now"))
    return list(dict.fromkeys(text for _, text in sorted(gains, reverse=True)))


def _more(term: Term, other: Term | None) -> str:
    # A term in words, beside the same term of another thing.
    if other is None:
        return term.text
    if term.term in ("waited", "promise", "dark"):
        # Of two alike sentences the second needs no more than what is different.
        head, tail = _apart(term.text, other.text)
        return f"{head}, not {tail}"
    return f"{term.text} (not: {other.text})"


def _apart(one: str, other: str) -> tuple[str, str]:
    mine, theirs = one.split(" "), other.split(" ")
    same = 0
    while same < min(len(mine), len(theirs)) - 1 and mine[same] == theirs[same]:
        same += 1
    return one, " ".join(theirs[same:])
