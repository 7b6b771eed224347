"""`clear`: one card, the card at the end of a round, and what the round brought."""

from __future__ import annotations

from collections.abc import Mapping

from followq.hints import command
from followq.model.core import phrasing
from followq.model.core.calendar import Calendar
from followq.model.core.contact import reach
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.priority.ranked import Ranked
from followq.record import NamedTuple
from followq.render.blocks import Block, Line, Row, Span, line, table
from followq.render.pages.item_rows import describe_away, describe_item, make_note_rows, make_reason, make_state

MOST_OTHERS = 2
MOST_PEOPLE = 5
MOST_NOTE = 200
NO_BREAK = "\u00a0"
WAYS_OUT = ("1 do it now", "2 its first two minutes", "3 renegotiate", "4 hand it over", "5 say no")


class Progress(NamedTuple):
    """How far the round is: the card's place of how many, cards that had their turn, minutes spent and to go.

    `box_minutes` is the time the user gave it, `left_minutes` what the cards to come take by estimate.
    """

    place: int
    total: int
    settled: int
    spent_minutes: int
    left_minutes: int
    box_minutes: int | None = None

    def line(self) -> Line:
        """`2 of 8; 1 dealt with; 12m of 45m spent; about 1h20m to go`."""
        parts = [f"{self.place} of {self.total}"]
        if self.settled:
            parts.append(f"{self.settled} dealt with")
        box = f" of {phrasing.minutes(self.box_minutes)}" if self.box_minutes else ""
        if self.spent_minutes or box:
            parts.append(f"{phrasing.minutes(self.spent_minutes)}{box} spent")
        if self.left_minutes:
            parts.append(f"about {phrasing.minutes(self.left_minutes)} to go")
        return line(Span("; ".join(parts), "quiet"))


class CardPage(NamedTuple):
    """One card: the follow-up, whom it is with, and what bears on it.

    `ranked` is None when the user no longer owes it today: done, tossed, put off.
    """

    followup: FollowUp
    ranked: Ranked | None
    person: Person
    progress: Progress
    owes_you: tuple[FollowUp, ...]
    also_owed: tuple[FollowUp, ...]
    blockers: tuple[FollowUp, ...]
    names: Mapping[int, Person]
    kind: str = "card"

    def layout(self, calendar: Calendar) -> list[Block]:
        """Who and what, then every fact that helps, then why it stands here."""
        followup, person = self.followup, self.person
        facts = [Row((Span(name, "quiet"), *spans)) for name, *spans in self._facts(calendar)]
        return [
            Line(),
            self.progress.line(),
            Line(),
            line(Span(f"{followup.id} ", "id"), Span(person.name, "strong"), Span(self._who(), "quiet")),
            line(Span(followup.text, "title")),
            table(("fact", "value"), facts),
            *self._ways_out(),
            Line(),
        ]

    def _who(self) -> str:
        weight = {"key": "key person", "vip": "VIP"}.get(self.person.weight, "")
        return "".join(f", {part}" for part in (self.person.organisation, weight, self.followup.project) if part)

    def _facts(self, calendar: Calendar) -> list[tuple[str, Span]]:
        followup, person = self.followup, self.person
        days = calendar.waited(followup.since)
        since = f"{phrasing.day_alone(followup.since, calendar)}{f', {phrasing.working_days(days)}' if days else ''}"
        is_late = followup.promised is not None and calendar.is_past(followup.promised)
        heard = followup.told_at
        told = (
            f"{phrasing.day_alone(heard, calendar)} ({phrasing.distance(heard, calendar)})" if heard else "nothing yet"
        )
        mend = ("--left", "--to", "SUCCESSOR") if person.left_on else ("--phone", "NUMBER")
        unknown = (
            f"{describe_away(person, calendar) or 'not known'}; {command('person', 'edit', *mend, of=person.name)}"
        )
        reached = reach(followup, person).text or unknown
        facts = [
            ("since", Span(since)),
            ("promised", Span(_promise(followup, calendar), "late" if is_late else "")),
            ("last told", Span(told)),
            ("reach by", Span(reached, "strong" if reach(followup, person).text else "quiet")),
            ("owes you", Span(_several(self.owes_you))),
            ("you also owe", Span(_several(self.also_owed))),
            (
                "blocked by",
                Span("; ".join(describe_item(other, self.names[other.person_id]) for other in self.blockers)),
            ),
        ]
        found = [(name, span) for name, span in facts if span.text]
        found += [
            (name, Span(text))
            for name, text in make_note_rows("note", phrasing.shorten(followup.note or "", MOST_NOTE))
        ]
        if self.ranked:
            text = "".join(span.text for span in make_reason(self.ranked))
            return [*found, ("why now", Span(text))]
        return [*found, ("now", Span("".join(span.text for span in make_state(followup, calendar)), "good"))]

    def _ways_out(self) -> list[Block]:
        if not self.followup.is_avoided or self.ranked is None:
            return []
        times = phrasing.count(self.followup.times_put_off, "time")
        return [
            Line(),
            line(Span(f"Avoided: put off {times}. Five ways out:", "warn")),
            line("  ".join(way.replace(" ", NO_BREAK) for way in WAYS_OUT)),
        ]


def _promise(followup: FollowUp, calendar: Calendar) -> str:
    when, first = followup.promised, followup.first_promised
    if when is None:
        return f"withdrawn, first {phrasing.day(first, calendar)}" if first else ""
    late = -calendar.until(when)
    said = phrasing.show_with_distance(when, calendar)
    if calendar.is_past(when):
        said = f"{phrasing.day(when, calendar)}, {f'{phrasing.working_days(late)} late' if late else 'late'}"
    if first and first != when:
        said += f"; first {phrasing.day(first, calendar)}"
    return said + (f"; moved {phrasing.times(followup.slips)}" if followup.slips else "")


def _several(followups: tuple[FollowUp, ...]) -> str:
    shown = [f"{f.id} {phrasing.shorten(f.text, 40)}" for f in followups[:MOST_OTHERS]]
    more = len(followups) - len(shown)
    return "; ".join([*shown, f"{more} more"] if more > 0 else shown)


class CardHelpPage(NamedTuple):
    """What each key of a card does."""

    keys: tuple[tuple[str, str], ...]
    is_avoided: bool
    kind: str = "help"

    def layout(self, calendar: Calendar) -> list[Block]:
        """A row for each."""
        ways = [
            ("1", "Do it now, with the time beside it."),
            ("2", "Its first two minutes."),
            ("3", "Renegotiate: a new date, and they are told."),
            ("4", "Hand it over."),
            ("5", "Say no."),
        ]
        moving = [
            ("space", "Skip: it comes back at the end of the round."),
            ("b", "Back to the card before."),
            ("u", "Undo what was done last in this round, any number of times."),
            ("q", "Quit, as Ctrl-C does; what was done is saved."),
        ]
        rows = [*self.keys, *(ways if self.is_avoided else []), *moving]
        return [table(("key", "what"), [Row((Span(key, "strong"), Span(said))) for key, said in rows]), Line()]


class PausePage(NamedTuple):
    """What stands between two stretches of a round: the time is up, or every card was shown.

    `skipped` counts cards of the round without a turn, `more` what is owed beyond it.
    """

    progress: Progress
    is_time_up: bool
    skipped: int
    more: int
    kind: str = "pause"

    def layout(self, calendar: Calendar) -> list[Block]:
        """What is over, and what there still is."""
        box = self.progress.box_minutes
        if self.is_time_up and box:
            first = f"Your {phrasing.minutes(box)} are over; {phrasing.count(self.skipped, 'card')} left."
        else:
            first = f"That was the last of {phrasing.count(self.progress.total, 'card')}."
            if self.skipped:
                first += f" {self.skipped} skipped."
        more = f"{self.more} more {'is' if self.more == 1 else 'are'}"
        rest = f" {more} owed beyond this round." if self.more else ""
        return [line(Span(first, "title"), rest), Line()]


class ClearedPage(NamedTuple):
    """What a round brought: how many cards had which outcome, what was cleared, what that may bring back.

    `bring_back` is what the people whose things were cleared owe the user, `clear_with` those of them who
    wait for nothing any more; `left` counts cards without a turn, `beyond` what
    is owed besides the round's.
    """

    outcomes: Mapping[str, int]
    cleared: tuple[FollowUp, ...]
    bring_back: tuple[FollowUp, ...]
    clear_with: tuple[int, ...]
    left: int
    minutes: int
    is_empty: bool
    names: Mapping[int, Person]
    beyond: int = 0
    kind: str = "clear"

    def layout(self, calendar: Calendar) -> list[Block]:
        """The sum, then what it may bring back."""
        if self.is_empty:
            return [
                line(
                    Span("Nothing to clear: nobody waits on you here. ", "good"),
                    f"Whom you wait for: {command('waiting')}",
                )
            ]
        took = f"in {phrasing.minutes(self.minutes)}" if self.minutes else "in under a minute"
        said = [f"{number} {OUTCOMES[command]}" for command, number in self.outcomes.items()]
        total = sum(self.outcomes.values())
        if not total:
            return [line(f"Nothing was cleared this time; {self.left} left.")]
        head = f"{phrasing.count(total, 'card')} {took}: {', '.join(said)}."
        none = f" {self.beyond} more {'is' if self.beyond == 1 else 'are'} owed." if self.beyond else " None left."
        blocks: list[Block] = [line(Span(head, "good"), f" {self.left} left." if self.left else none)]
        blocks += self._brought(calendar)
        return [*blocks, line(Span(f"{command('undo')} takes back the last of it, any number of times.", "quiet"))]

    def _brought(self, calendar: Calendar) -> list[Block]:
        # A row for each person, the ones who wait for nothing more first: they are asked as a person.
        of_person: dict[int, list[FollowUp]] = {}
        for followup in sorted(self.bring_back, key=lambda f: (f.person_id not in self.clear_with, f.since, f.id)):
            of_person.setdefault(followup.person_id, []).append(followup)
        if not of_person:
            return []
        rows = [self._row(found, calendar) for found in list(of_person.values())[:MOST_PEOPLE]]
        more = len(of_person) - len(rows)
        others = f"and {phrasing.count(more, 'more person', 'more people')}; give" if more > 0 else "Give"
        return [
            line(Span("What that may bring back", "title")),
            table((">id", "who", "what"), rows),
            line(Span(f"{others} it a day, then: {command('waiting')}", "quiet")),
        ]

    def _row(self, found: list[FollowUp], calendar: Calendar) -> Row:
        first, person = found[0], self.names[found[0].person_id]
        below = [*make_state(first, calendar)]
        if len(found) > 1:
            below.append(Span(f"; and {phrasing.count(len(found) - 1, 'other')}", "quiet"))
        if person.id in self.clear_with:
            below.append(Span("; you owe them nothing more", "good"))
        return Row((Span(str(first.id), "id"), Span(person.name), Span(first.text)), tuple(below))


OUTCOMES = {
    "done": "done",
    "toss": "tossed",
    "told": "told",
    "hand": "handed over",
    "snooze": "snoozed",
    "drop": "let go",
}
