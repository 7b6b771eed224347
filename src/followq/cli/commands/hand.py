"""`hand`: somebody else does the work, the debt stays."""

from __future__ import annotations

from followq.cli.actions.batch import writing
from followq.cli.actions.change_followups import (
    describe_day,
    describe_same_open,
    offer_to_ask,
    read_again,
    shift_calendar,
    text_without_date,
    warn_of_dates_in_text,
    warn_of_past_dates,
)
from followq.cli.input import parse_options
from followq.cli.input.lookup import find_followups, find_or_create_person, note_near_people, settle_person
from followq.cli.input.person_choice import Meant
from followq.cli.session import Session
from followq.errors import BadInputError, UsageError
from followq.hints import command
from followq.model.core import verbs
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from followq.model.core.phrasing import show_with_distance
from followq.model.nudging import absence
from followq.model.nudging.nudging import check_in
from followq.render.pages.changed import ChangedPage
from followq.render.pages.item_rows import describe_item
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o
    from followq.model.core.calendar import When
    from followq.store.records.reader import Reader
    from followq.store.records.writer import Batch


def hand(
    session: Session,
    ids: o.OwedIds,
    person: o.Helper,
    text: o.WorkText = None,
    by: o.By = None,
    on: o.On = None,
) -> ChangedPage:
    """Hand the work over, not the debt.

    You still owe your customer. What you wait for from the helper becomes a follow-up of its own, which blocks yours
    until it is done. Where you promised a day, the helper is due before it.

    Example:

    followq hand 12 "Tom Baker" "Draft the figures" --by thu
    """
    expected, happened = parse_options.parse_optional_date(session, by), parse_options.parse_past_event(session, on)
    words = text_without_date(session.calendar, "hand", [*ids, person], text)
    helper_meant = settle_person(session, person)
    found = None
    if expected is None and session.is_interactive:
        with session.reading() as queue:
            found = _find_handed(session, queue, ids, helper_meant)
        expected = _ask_for_day(session, min((f.promised for f in found if f.promised), default=None))
    with writing(session, "hand") as batch:
        pairs = []
        helper = None
        for before in read_again(batch, found) if found else _find_handed(session, batch, ids, helper_meant):
            helper = helper or find_or_create_person(batch, session, helper_meant)
            pairs.append(_hand_over(session, batch, before, helper, words, expected, happened))
        names = batch.people({followup.person_id for pair in pairs for followup in pair[:2]})
    given = f"handed over{describe_day(session.calendar, happened)}, " if happened else ""
    messages = tuple(
        f"{describe_item(work, names[work.person_id])}: {given}you wait for it{_until(after, work, session)}. "
        f"You still owe {describe_item(after, names[after.person_id])}, blocked by {work.id}."
        for after, work, _ in pairs
    )
    work = [made for _, made, _ in pairs]
    notes = (
        *(note for _, _, notes in pairs for note in notes),
        *note_near_people(helper_meant, work[0].id),
        *warn_of_past_dates(session.calendar, [(None, made) for made in work]),
        *(note for after, made, _ in pairs for note in _too_late(after, made, session)),
        *_away(names[work[0].person_id], session),
        *(warn_of_dates_in_text(session.calendar, work) if words else ()),
        *offer_to_ask(session.calendar, work, names),
    )
    return ChangedPage("hand", messages, tuple(f for pair in pairs for f in pair[:2]), notes=notes, names=names)


def _find_handed(session: Session, queue: Reader, ids: list[str], helper: Meant) -> list[FollowUp]:
    # What is handed over, once it is certain that it can be.
    handed = find_followups(queue, ids, session.calendar)
    own = {person.id: person for person in queue.people_called(helper.name)}
    for found in handed:
        verbs.require_open(found)
        if found.ball != "mine":
            how = command("edit", found.id, "--person", helper.name)
            raise UsageError(
                f"{found.id} is theirs to do, not yours to hand over", f"if somebody else does it now: {how}"
            )
        if found.person_id in own:
            name = own[found.person_id].name
            raise UsageError(f"{found.id} is what you owe {name}", f"if they act now: {command('toss', found.id)}")
    return handed


def _hand_over(
    session: Session, batch: Batch, before: FollowUp, helper: Person, words: str, expected: When | None, on: When | None
) -> tuple[FollowUp, FollowUp, tuple[str, ...]]:
    at = shift_calendar(session.calendar, on, before).instant
    work = FollowUp(
        id=batch.next_id("followups"),
        uid=session.new_uid(),
        person_id=helper.id,
        text=words or before.text,
        ball="theirs",
        since=at,
        promised=expected,
        first_promised=expected,
        project=before.project,
        tags=before.tags,
        # As if it had been noted then: a day that is given says when it was handed over, not that they were asked.
        created_at=at,
    )
    notes = describe_same_open(batch, work, helper)
    batch.add(work)
    after = before._replace(blocked_by=(*before.blocked_by, work.id))
    batch.put(before, after)
    return after, work, notes


def _ask_for_day(session: Session, promised: When | None) -> When | None:
    # What a promise hangs on is asked for before it: Enter takes the day that is proposed.
    if promised is None:
        return None
    day = check_in(promised, session.calendar)
    question = f"Check in on which day? (Enter: {show_with_distance(day, session.calendar)}, n: none) "
    while phrase := session.ask(question):
        if phrase.lower() in ("n", "no", "none"):
            return None
        try:
            return parse_options.parse_date(session, phrase)
        except BadInputError as err:
            session.say(f"{err.message} ({err.hint})")
    return day


def _until(owed: FollowUp, work: FollowUp, session: Session) -> str:
    promised = owed.promised
    if work.promised:
        return f", by {show_with_distance(work.promised, session.calendar)}"
    if promised is None:
        return ""
    if session.calendar.day_of(promised) <= session.calendar.today:
        late = show_with_distance(promised, session.calendar)
        return f", though you promised it by {late}: agree on a new day with {command('told', owed.id, '--by', 'DATE')}"
    day = show_with_distance(check_in(promised, session.calendar), session.calendar)
    return f", and ask on {day} at the latest, as you promised it by {show_with_distance(promised, session.calendar)}"


def _too_late(owed: FollowUp, work: FollowUp, session: Session) -> tuple[str, ...]:
    calendar = session.calendar
    if not (owed.promised and work.promised) or calendar.end_of(work.promised) < calendar.end_of(owed.promised):
        return ()
    day = check_in(owed.promised, calendar)
    return (f"That is no sooner than your own promise. To leave time: {command('edit', work.id, '--by', day)}",)


def _away(helper: Person, session: Session) -> tuple[str, ...]:
    away = absence.describe_absence(helper, session.calendar)
    return (f"{helper.name} is {away}.",) if away else ()
