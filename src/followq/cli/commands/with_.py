"""`with`: everything between the user and one person."""

from __future__ import annotations

from followq.cli.input.lookup import find_person
from followq.cli.queries.log_of_person import read_log_with
from followq.cli.queries.people_overview import find_standings
from followq.cli.session import Session
from followq.errors import BadInputError, UsageError
from followq.hints import command
from followq.model.core.filter import Filter
from followq.model.core.followup import is_late
from followq.model.core.stays import group_logs_by_id, select_log_for_them
from followq.model.nudging.outlook import make_outlooks
from followq.model.people.relationship import make_dealings, make_dealings_of_logs
from followq.model.people.shared_view import make_book
from followq.render.pages.shared_view import AsThemPage, BookPage
from followq.render.pages.with_person import WithPage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o
    from followq.model.core.calendar import Calendar
    from followq.model.core.change import Entry
    from followq.model.core.followup import FollowUp
    from followq.model.nudging.outlook import Outlook
    from followq.model.people.relationship import SideDealings
    from followq.model.people.shared_view import Book

CLOSED_SHOWN = 5
FORMATS = ("text", "md")


def with_(
    session: Session,
    name: o.Name,
    is_shared: o.IsShared = False,
    as_them: o.AsThem = False,
    file_format: o.ShareFormat = "text",
    is_all: o.IsAllHistory = False,
) -> WithPage | AsThemPage | BookPage | None:
    """Before a meeting.

    Both directions, how to reach them, who was last heard of when, how fast either side is, promises kept and
    moved, time spent, when to ask again, and what happened. --share is the open book, to paste into a mail:
    your notes, tags, projects and everybody else's names stay out of it. --as-them turns the page round:
    your queue as they see it.

    Examples:

    followq with ana

    followq with ana --share --format md
    """
    if file_format not in FORMATS:
        raise BadInputError(f"'{file_format[:40]}' is not a format I share in", f"one of {', '.join(FORMATS)}")
    if is_shared and as_them:
        raise UsageError("--share is for them, --as-them for you", "give one of the two")
    if file_format != "text" and not is_shared:
        raise UsageError(
            "--format is for what you share",
            f"add --share: {command('with', '--share', '--format', file_format, of=' '.join(name))}",
        )
    with session.reading() as queue:
        person = find_person(queue, " ".join(name))
        if is_shared or as_them:
            everything = queue.select(Filter(status=None, person_id=person.id))
            log = queue.log(person_id=person.id)
            book = make_book(person, everything, session.calendar, log)
            return (
                _share(session, book, file_format) if is_shared else AsThemPage(book, _find_known_of_me(session, log))
            )
        # What moved to somebody else happened with this person all the same, as far as it did.
        between = make_dealings(read_log_with(queue, person), session.calendar, person.id)
        open_ = queue.open_with(person.id)
        # Their own habits show best beside everybody's, so that all that is open counts.
        is_waited_for = any(followup.is_waiting for followup in open_)
        habits = session.habits(queue, queue.waits(), [person.id]) if is_waited_for else None
        (standing,) = find_standings(session, queue, person, habits)
        closed = queue.closed_with(person.id, CLOSED_SHOWN)
    asked = make_outlooks(open_, {person.id: person}, session.calendar, habits) if habits else []
    followups = _in_order(open_, asked, session.calendar)
    names = {person.id: person}
    return WithPage(
        people=(standing,),
        followups=tuple(followups),
        closed=tuple(closed),
        askings=tuple(asked),
        dealings=between,
        is_all=is_all,
        names=names,
    )


def _in_order(everything: list[FollowUp], asked: list[Outlook], calendar: Calendar) -> list[FollowUp]:
    # What is worth a word first: late, then waiting longest; what to ask for as it is due, the hidden ones last.
    owed = [f for f in everything if f.is_owed]
    owed.sort(key=lambda f: (not is_late(f, calendar), f.since, f.id))
    on_list = {outlook.followup.id: outlook.followup for outlook in asked}
    return [*owed, *on_list.values(), *(f for f in everything if f.is_waiting and f.id not in on_list)]


def _find_known_of_me(session: Session, log: list[Entry]) -> SideDealings:
    # As far as they know: nothing from before a thing moved to them.
    return make_dealings_of_logs(
        (select_log_for_them(one, session.calendar) for one in group_logs_by_id(log).values()), session.calendar
    ).mine


def _share(session: Session, book: Book, file_format: str) -> BookPage | None:
    page = BookPage(book, is_markdown=file_format == "md")
    if session.as_json:
        return page
    from followq.render import plain

    # Never wrapped or coloured: it is there to be pasted.
    session.write(plain.text(page.layout(session.calendar)))
    return None
