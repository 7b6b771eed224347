"""What several pages say in the same way."""

from __future__ import annotations

from followq.hints import command
from followq.model.core import phrasing
from followq.model.core.calendar import Calendar
from followq.model.core.contact import reach
from followq.model.core.followup import FollowUp, is_hidden, is_late
from followq.model.core.person import Person
from followq.render.blocks import Row, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.nudging.outlook import Outlook
    from followq.model.priority.ranked import Ranked, Term
    from followq.render.blocks import Style

MOST_REASONS = 3
LEAST_SHARE = 0.15
"""Of the whole cost: what adds less is no reason why something stands where it stands."""


def make_reason(ranked: Ranked, *, is_late: bool = False, reach: str = "", away: str = "") -> tuple[Span, ...]:
    """Why an item stands where it stands: whether it is avoided, then at most three of its terms, in words.

    What is due stands there for its promise; anything else for what costs most. `reach` says before all how to get hold
    of them, `away` that one can't. On a full line the smaller terms go; `why` has them all.
    """
    spans = [Span(away, "warn")] if away else []
    spans += [Span(reach, "strong")] if reach else []
    if ranked.followup.is_avoided:
        spans.append(Span("avoided", "warn"))
    for number, term in enumerate(_reasons(ranked)[:MOST_REASONS]):
        style: Style = "late" if is_late and term.term == "promise" else "quiet"
        said = term.text
        if term.term == "blocked":
            blockers = ranked.desk.blockers(ranked.followup)
            said += first_ask(blockers[0]) if len(blockers) == 1 else ""
        spans.append(Span(said, style, may_go=number > 0))
    # The separator belongs to the part behind it, so that it goes with that.
    return tuple(span._replace(text=f"; {span.text}") if place else span for place, span in enumerate(spans))


def _reasons(ranked: Ranked) -> list[Term]:
    terms = list(ranked.terms)
    if ranked.part != "rest":
        why = "waited" if ranked.part == "turn" else "promise"
        return [term for term in terms if term.term in ("blocked", why, "weight")]
    largest = [term for term in terms if term.cost >= LEAST_SHARE * ranked.cost or term.term == "blocked"]
    return largest or terms[:1]


def make_ranked_row(ranked: Ranked, person: Person, is_first: bool, calendar: Calendar) -> Row:
    """An owed item in a ranked table: id, who, time, what, and why below."""
    followup = ranked.followup
    style: Style = "" if not is_first else "late" if is_late(followup, calendar) else "strong"
    # Only what the user said: an estimate on each row would be noise, `why` shows it.
    minutes = "" if ranked.is_estimate else phrasing.minutes(ranked.minutes)
    cells = (Span(str(followup.id), "id"), Span(person.name, "strong" if is_first else ""), Span(minutes, "quiet"))
    reach = describe_reach(followup, person) if is_first else ""
    below = make_reason(ranked, is_late=is_late(followup, calendar), reach=reach, away=describe_away(person, calendar))
    return Row((*cells, Span(followup.text, style)), below)


def describe_away(person: Person, calendar: Calendar) -> str:
    """`away until Fri 4 Dec`, so that whoever is about to call knows; nothing while they are there."""
    if person.away_until is None and person.left_on is None:
        return ""
    from followq.model.nudging.absence import describe_absence

    return describe_absence(person, calendar)


def make_due_row(ranked: Ranked, person: Person, calendar: Calendar) -> Row:
    """What is due, in one line: id, who, how late, time, what."""
    followup = ranked.followup
    late = is_late(followup, calendar)
    minutes = "" if ranked.is_estimate else phrasing.minutes(ranked.minutes)
    return Row(
        (
            Span(str(followup.id), "id"),
            Span(person.name),
            Span(describe_due(ranked), "late" if late else "soon"),
            Span(minutes, "quiet"),
            Span(followup.text),
        ),
        is_short=True,
    )


def describe_due(ranked: Ranked) -> str:
    """When something was due, in a word or two: `today 10:00`, `3 days late`."""
    calendar, when = ranked.desk.calendar, ranked.followup.counted_on or ""
    if calendar.day_of(when) == calendar.today:
        return f"today {calendar.time_of(when)}".rstrip()
    return f"{phrasing.count(-calendar.until(when), 'day')} late" if calendar.until(when) else "late"


def describe_reach(followup: FollowUp, person: Person) -> str:
    """`call 555 0100`, `email ana@example.com`; nothing where no address is known."""
    found = reach(followup, person)
    return found.text if found.addresses else ""


def make_state(followup: FollowUp, calendar: Calendar) -> tuple[Span, ...]:
    """Where an item stands, in a few words: closed, hidden, promised, since when."""
    if not followup.is_open and followup.closed_at:
        return (Span(f"{followup.status} {phrasing.day_alone(followup.closed_at, calendar)}", "quiet"),)
    since = f"since {phrasing.day_alone(followup.since, calendar)}"
    spans = [Span(since, "quiet")]
    if followup.promised:
        word = "promised" if followup.ball == "mine" else "expected"
        late = is_late(followup, calendar)
        said = f"{word} {phrasing.day(followup.promised, calendar)}{', late' if late else ''}"
        spans = [Span(said, "late" if late else "soon"), Span(f"; {since}", "quiet", may_go=True)]
    if is_hidden(followup, calendar) and followup.snoozed_until:
        spans += [Span(f"; hidden until {phrasing.day(followup.snoozed_until, calendar)}", "quiet")]
    if followup.nudges:
        spans += [Span(f"; nudged {phrasing.times(followup.nudges)}", "quiet")]
    if followup.every:
        spans += [Span(f"; every {followup.every.removeprefix('1 ')}", "quiet")]
    return tuple(spans)


def make_plain_row(followup: FollowUp, person: Person, calendar: Calendar) -> Row:
    """An item in an unranked table: id, side, who, what, and where it stands below."""
    side = "you owe" if followup.ball == "mine" else "you wait"
    cells = (Span(str(followup.id), "id"), Span(side, "quiet"), Span(person.name), Span(followup.text))
    return Row(cells, make_state(followup, calendar), is_joined=True)


def make_to_do(outlook: Outlook, calendar: Calendar) -> Span:
    """What to do about a thing that is waited for, and when: `call today`, `decide today`, `hand over`."""
    if outlook.is_gone:
        return Span("hand over", "soon")
    is_now = outlook.days_due >= 0
    what = "decide" if outlook.is_stuck else "ask" if outlook.is_first else outlook.via or "ask"
    when = "today" if is_now else phrasing.day(outlook.due_on.isoformat(), calendar)
    return Span(f"{what} {when}", "soon" if is_now else "quiet")


def first_ask(followup: FollowUp) -> str:
    """`: followq say 3 ask`, to stand behind the words for what no ask is noted for; nothing where one is."""
    return "" if followup.was_asked or not followup.is_waiting else f": {command('say', followup.id, 'ask')}"


def make_note_rows(name: str, note: str | None) -> list[tuple[str, str]]:
    """A note as facts for a page: a row for each of its lines, the first one with the name."""
    return [("" if number else name, line) for number, line in enumerate((note or "").splitlines())]


def describe_item(followup: FollowUp, person: Person) -> str:
    """An item inside a sentence: `12 Ana Lopez: Send the quote`."""
    return f"{followup.id} {person.name}: {phrasing.shorten(followup.text)}"
