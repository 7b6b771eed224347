"""What several pages say in the same way."""

from __future__ import annotations

from followq.model import words
from followq.model.calendar import Calendar
from followq.model.followup import FollowUp, is_hidden, is_late
from followq.model.person import Person
from followq.model.ranking import Ranked
from followq.model.terms import PROMISED
from followq.render.blocks import Row, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.render.blocks import Style

MOST_REASONS = 3


def reason(ranked: Ranked) -> tuple[Span, ...]:
    """Why an item stands where it stands: its largest terms, in words, and whether it is avoided."""
    parts = _parts(ranked)[:MOST_REASONS]
    spans = [Span("; ".join(parts), "quiet")]
    if ranked.followup.is_avoided:
        spans.append(Span(f"{'; ' if parts else ''}avoided", "warn"))
    return tuple(spans)


def _parts(ranked: Ranked) -> list[str]:
    # Having been passed over is a matter of waiting: one part says both, once it weighs half a promise.
    texts = {term.term: term.text for term in ranked.terms}
    over = next((term.cost for term in ranked.terms if term.term == "passed_over"), 0.0)
    if over and "waited" in texts:
        waiting = texts.pop("waited")
        texts["passed_over"] = f"{waiting}, passed over" if over >= PROMISED / 2 else waiting
    return list(texts.values())


def ranked_row(ranked: Ranked, person: Person, is_first: bool, calendar: Calendar) -> Row:
    """An owed item in a ranked table: id, who, time, what, and why below."""
    followup = ranked.followup
    style: Style = "" if not is_first else "late" if is_late(followup, calendar) else "strong"
    # Only what the user said: an estimate on each row would be noise, `why` shows it.
    minutes = "" if ranked.is_estimate else words.minutes(ranked.minutes)
    cells = (Span(str(followup.id), "id"), Span(person.name, "strong" if is_first else ""), Span(minutes, "quiet"))
    return Row((*cells, Span(followup.text, style)), reason(ranked))


def state(followup: FollowUp, calendar: Calendar) -> tuple[Span, ...]:
    """Where an item stands, in a few words: closed, hidden, promised, since when."""
    if not followup.is_open and followup.closed_at:
        return (Span(f"{followup.status} {words.day_alone(followup.closed_at, calendar)}", "quiet"),)
    spans = [Span(f"since {words.day_alone(followup.since, calendar)}", "quiet")]
    if followup.promised:
        word = "promised" if followup.ball == "mine" else "expected"
        late = is_late(followup, calendar)
        said = f"{word} {words.day(followup.promised, calendar)}{', late' if late else ''}"
        spans = [Span(said, "late" if late else "soon"), Span("; "), *spans]
    if is_hidden(followup, calendar) and followup.snoozed_until:
        spans += [Span(f"; hidden until {words.day(followup.snoozed_until, calendar)}", "quiet")]
    if followup.nudges:
        spans += [Span(f"; nudged {words.count(followup.nudges, 'time')}", "quiet")]
    if followup.every:
        spans += [Span(f"; every {followup.every.removeprefix('1 ')}", "quiet")]
    return tuple(spans)


def plain_row(followup: FollowUp, person: Person, calendar: Calendar) -> Row:
    """An item in an unranked table: id, side, who, what, and where it stands below."""
    side = "you owe" if followup.ball == "mine" else "you wait"
    cells = (Span(str(followup.id), "id"), Span(side, "quiet"), Span(person.name), Span(followup.text))
    return Row(cells, state(followup, calendar))


def one(followup: FollowUp, person: Person) -> str:
    """An item inside a sentence: `12 Ana Lopez: Send the quote`."""
    return f"{followup.id} {person.name}: {words.shortened(followup.text)}"
