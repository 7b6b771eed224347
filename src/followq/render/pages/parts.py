"""What several pages say in the same way."""

from __future__ import annotations

from collections.abc import Sequence

from followq.model import words
from followq.model.calendar import Calendar
from followq.model.followup import FollowUp, is_hidden, is_late
from followq.model.person import Person
from followq.model.ranking import Ranked, Term
from followq.model.reaching import reach
from followq.render.blocks import Row, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.render.blocks import Style

MOST_REASONS = 3


def reason(ranked: Ranked, *, is_late: bool = False, reach: str = "") -> tuple[Span, ...]:
    """Why an item stands where it stands: whether it is avoided, then its largest terms, in words.

    `reach` says before all how to get hold of them. On a full line the smaller terms go; `why` has them all.
    """
    spans = [Span(reach, "strong")] if reach else []
    if ranked.followup.is_avoided:
        spans.append(Span("avoided", "warn"))
    terms = _said_of_waiting(ranked.terms)[:MOST_REASONS]
    if is_late:
        # A broken promise is what they will speak of first, whatever it weighs.
        terms.sort(key=lambda term: term.term != "promise")
    for number, term in enumerate(terms):
        style: Style = "late" if is_late and term.term == "promise" else "quiet"
        spans.append(Span(term.text, style, may_go=number > 0))
    # The separator belongs to the part behind it, so that it goes with that.
    return tuple(span._replace(text=f"; {span.text}") if place else span for place, span in enumerate(spans))


def _said_of_waiting(terms: Sequence[Term]) -> list[Term]:
    # Having been passed over is a matter of waiting: in a row one part says both, at the place of the larger.
    waited = next((term for term in terms if term.term == "waited"), None)
    if waited is None or terms[0].term == "blocked":
        return list(terms)
    parts = {term.term: waited if term.term == "passed_over" else term for term in terms}
    return list(dict.fromkeys(parts.values()))


def ranked_row(ranked: Ranked, person: Person, is_first: bool, calendar: Calendar) -> Row:
    """An owed item in a ranked table: id, who, time, what, and why below."""
    followup = ranked.followup
    style: Style = "" if not is_first else "late" if is_late(followup, calendar) else "strong"
    # Only what the user said: an estimate on each row would be noise, `why` shows it.
    minutes = "" if ranked.is_estimate else words.minutes(ranked.minutes)
    cells = (Span(str(followup.id), "id"), Span(person.name, "strong" if is_first else ""), Span(minutes, "quiet"))
    reach = reached_by(followup, person) if is_first else ""
    return Row((*cells, Span(followup.text, style)), reason(ranked, is_late=is_late(followup, calendar), reach=reach))


def reached_by(followup: FollowUp, person: Person) -> str:
    """`call 555 0100`, `email ana@example.com`; nothing where no address is known."""
    found = reach(followup, person)
    return found.text if found.addresses else ""


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


def note_rows(name: str, note: str | None) -> list[tuple[str, str]]:
    """A note as facts for a page: a row for each of its lines, the first one with the name."""
    return [("" if number else name, line) for number, line in enumerate((note or "").splitlines())]


def one(followup: FollowUp, person: Person) -> str:
    """An item inside a sentence: `12 Ana Lopez: Send the quote`."""
    return f"{followup.id} {person.name}: {words.shortened(followup.text)}"
