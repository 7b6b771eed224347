"""What the commands that act on follow-ups have in common: find, change, say what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from followq import hints
from followq.cli.actions.batch import writing
from followq.cli.context import Context
from followq.cli.input import parse_options
from followq.cli.input.lookup import find_followups
from followq.cli.session import Session
from followq.errors import BadInputError, ChangedMeanwhileError, UsageError
from followq.model.core.followup import FollowUp, is_late
from followq.model.core.person import Person, name_key
from followq.model.core.phrasing import day, shorten
from followq.render.pages.changed import ChangedPage
from followq.render.pages.item_rows import describe_item
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.model.core.calendar import Calendar, When
    from followq.model.priority.promises import Forecast

Verb = Callable[[FollowUp, "Calendar"], FollowUp]
Said = Callable[[FollowUp, FollowUp], str]


def apply_verb(
    session: Session,
    command: str,
    ids: Sequence[str],
    verb: Verb,
    said: Said,
    remark: str = "",
    *,
    on: When | None = None,
    check: Callable[[FollowUp], None] | None = None,
    began: Callable[[Reader, FollowUp], When] | None = None,
    found: Sequence[FollowUp] | None = None,
) -> ChangedPage:
    """Carry out a verb on follow-ups, all or nothing, as one batch.

    The verb gets each one with the calendar of when it happened: `on`, as `parse_options.parse_past_event` gave it.
    `said` gives the words for one, from its version before and after: `12 Ana Lopez: Send the quote` and what it
    returns make a sentence. `check` may refuse one before its day is looked at; `began` says since when it may have
    happened where that isn't its own `since`; `found` are those that the ids stand for, where the user was asked about
    them before.

    Raises: NotFoundError, AmbiguousError, ChangedMeanwhileError, what `as_of`, `check` and the verb raise; nothing is
    changed then.
    """
    with writing(session, command) as batch:
        done = []
        for before in read_again(batch, found) if found else find_followups(batch, ids, session.calendar):
            if check:
                check(before)
            after = verb(
                before, shift_calendar(session.calendar, on, before, began(batch, before) if on and began else None)
            )
            batch.put(before, after, remark)
            done.append((before, after))
        names = find_people_of(batch, [after for _, after in done])
        promised = forecast_new_promises(session, batch, done)
    messages = [f"{describe_item(after, names[after.person_id])}: {said(before, after)}." for before, after in done]
    return ChangedPage(
        command,
        tuple(messages),
        tuple(after for _, after in done),
        notes=warn_of_past_dates(session.calendar, done),
        names=names,
        is_undoable=bool(batch.changes),
        forecasts=promised,
    )


def read_again(queue: Reader, found: Sequence[FollowUp]) -> list[FollowUp]:
    """Follow-ups that were found before the user was asked about them, as they are still.

    Raises: ChangedMeanwhileError.
    """
    now = queue.followups(followup.id for followup in found)
    if now != list(found):
        changed = next(followup for followup in found if followup not in now)
        raise ChangedMeanwhileError(f"{changed.id} was changed meanwhile", "look at it again")
    return now


def shift_calendar(calendar: Calendar, on: When | None, followup: FollowUp, since: When | None = None) -> Calendar:
    """The calendar by which a verb notes what happened to a follow-up; `on` is what `parse_options.parse_past_event`
    gave.

    Raises: BadInputError when that was before the ball came (`since`, by default the follow-up's), or before what
    was noted of it already.
    """
    if on is None:
        return calendar
    from followq.cli.input.past_moment import find_moment

    return calendar.as_of(find_moment(followup, on, calendar, since))


def describe_day(calendar: Calendar, on: When | None) -> str:
    """` on Tue 24 Nov`, to stand behind a verb; nothing for what happens now."""
    return "" if on is None else f" on {day(on, calendar)}"


def find_people_of(queue: Reader, followups: Sequence[FollowUp]) -> dict[int, Person]:
    """The people these follow-ups are with, by id."""
    return queue.people({followup.person_id for followup in followups})


def offer_to_ask(calendar: Calendar, followups: Sequence[FollowUp], people: Mapping[int, Person]) -> tuple[str, ...]:
    """A line with the command for the first ask, where somebody is to do something and doesn't know of it yet."""
    waiting = [one for one in followups if one.is_waiting and not one.was_asked]
    if not waiting:
        return ()
    from followq.model.nudging import absence

    away = {i for i, person in people.items() if person.left_on or absence.describe_absence(person, calendar)}
    new = [one.id for one in waiting if one.person_id not in away and calendar.has_come(one.since)]
    if not new:
        return ()
    which = "them" if len(new) == 1 else f"for {new[0]}"
    others = f"; {', '.join(map(str, new[1:]))} in the same way" if len(new) > 1 else ""
    return (f"Ask {which}: {hints.command('say', new[0], 'ask')}{others}",)


def warn_never_asked(followup: FollowUp) -> str:
    """What to say of a nudge where no ask was noted before it."""
    return f"no ask is noted for {followup.id} yet; the first one is {hints.command('say', followup.id, 'ask')}"


def describe_freed(queue: Reader, closed: Sequence[FollowUp]) -> tuple[str, ...]:
    """Notes for what waited for something that is closed now."""
    freed = list(dict.fromkeys(followup for after in closed for followup in queue.blocked_by(after.id)))
    names = find_people_of(queue, freed)
    return tuple(f"No longer blocked by it: {describe_item(f, names[f.person_id])}." for f in freed)


def describe_same_open(queue: Reader, new: FollowUp, person: Person) -> tuple[str, ...]:
    """A note where the same is open with that person already; asked before the new one is added."""
    key = name_key(new.text)
    known = next((number for number, text in queue.open_texts(person.id, new.ball) if name_key(text) == key), None)
    if known is None:
        return ()
    return (
        f"The same is open with {person.name} already: {known} {shorten(new.text)}."
        f" If this is one too many: {hints.command('drop', new.id)}",
    )


def forecast_new_promises(
    context: Context, batch: Reader, done: Sequence[tuple[FollowUp | None, FollowUp]]
) -> tuple[Forecast, ...]:
    """What is worth knowing of the promises that a command made, from what it changed; see `find_forecasts`."""
    promised = [
        after
        for before, after in done
        if after.is_owed
        and after.promised
        and (not before or (before.promised, before.ball) != (after.promised, "mine"))
    ]
    if not promised:
        return ()
    from followq.cli.queries.forecasts import find_forecasts

    return find_forecasts(context, batch, promised)


def warn_of_past_dates(calendar: Calendar, done: Sequence[tuple[FollowUp | None, FollowUp]]) -> tuple[str, ...]:
    """Notes for dates just set that lie behind: a promise may be broken when it is noted, but not unawares."""
    return tuple(
        f"{day(after.promised, calendar)} has gone by: {after.id} is late already."
        for before, after in done
        if is_late(after, calendar)
        and after.promised
        and (before is None or (before.promised, before.ball) != (after.promised, after.ball))
    )


def text_without_date(calendar: Calendar, command: str, ids: Sequence[str], words: Sequence[str] | None) -> str:
    """What a verb is given to say, for a verb with a `--by`: `told 2 by fri` would lose the day in the text.

    Raises: UsageError where it is all date; BadInputError.
    """
    text = parse_options.join_words(words)
    if not text:
        return ""
    from followq.dates.lines import read_line
    from followq.dates.phrases import EitherYearError, read_date

    try:
        read = read_line(text, calendar, may_be_bare=True)
    except BadInputError:
        # A day in a sentence sets nothing, and a note says so; a date alone was meant as one.
        if text.lower().startswith("by "):
            raise
        return text
    phrase = "" if read.text else read.phrase
    if not phrase:
        try:
            read_date(text, calendar)
            phrase = text
        except EitherYearError:
            phrase = text
        except BadInputError:
            return text
    what = "what is waited for now" if command == "toss" else "a text"
    raise UsageError(f"'{shorten(text)}' is a date, not {what}", hints.command(command, "--by", phrase, of=ids))


def warn_of_dates_in_text(calendar: Calendar, followups: Sequence[FollowUp], said: str | None = None) -> list[str]:
    """Notes for texts like "Send the quote by fri", which set no date: that takes --by, or a line of its own.

    Looked at is `said`, or without it each follow-up's own text where nothing is promised.
    """
    notes = []
    for followup in followups:
        whole = followup.text if said is None else said
        if (followup.promised and said is None) or "by " not in whole.lower():
            continue
        from followq.dates.lines import read_line

        try:
            phrase = read_line(whole, calendar, may_be_bare=True).phrase
            if phrase:
                notes.append(
                    f"No date is set; for the one in the text: {hints.command('edit', followup.id, '--by', phrase)}"
                )
        except BadInputError as err:
            notes.append(f"No date is set; {err.message}: {hints.command('edit', followup.id, '--by', 'DATE')}")
    return notes
