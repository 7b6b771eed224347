"""`report`: what you tell your customer."""

from __future__ import annotations

from followq.cli.actions.batch import writing
from followq.cli.input import parse_options
from followq.cli.input.lookup import find_person
from followq.cli.queries.log_of_person import feed
from followq.cli.session import Session
from followq.errors import BadInputError, NotFoundError, UsageError
from followq.hints import command
from followq.model.core import verbs
from followq.model.core.calendar import Calendar, When
from followq.model.core.filter import Filter, make_test
from followq.model.core.person import Person
from followq.model.core.phrasing import join_list
from followq.model.core.text_limits import one_line
from followq.model.people.status_report import Report, make_report, shorten_report
from followq.model.stats.log_fold import Ledger
from followq.model.stats.stats_figures import choose_usual_since, make_figures, make_periods
from followq.render.pages.changed import ChangedPage
from followq.render.pages.report import ReportPage
from followq.store.records.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.cli.app import options as o

FORMATS = ("text", "md", "html")
USUAL_DAYS = 5
"""Working days that are news where no report went before."""


def report(
    session: Session,
    name: o.MaybeName = None,
    project: o.ProjectFilter = None,
    since: o.SinceFilter = None,
    is_brief: o.IsBrief = False,
    is_sent: o.IsSent = False,
    is_reasons: o.IsReasons = False,
    intro: o.Intro = None,
    file_format: o.ReportFormat = "text",
    output: o.Output = None,
    is_force: o.IsForce = False,
    is_open: o.IsOpen = False,
) -> ReportPage | ChangedPage | None:
    """Tell a customer where things stand.

    Your own opening sentence (--intro), how things stand in words, what is new since the last report, what you owe
    them, what you need from them, what was done, which dates moved and why, and who sends it (config report.sender):
    of one person, one project, or both. Private notes, drop reasons, nudges' words, tags and efforts
    are left out; why a date moved is said in the words of told, on a project of several people only with --reasons.
    News since the last report that you marked as --sent, else the last five
    working days.

    Examples:

    followq report ana --format html --open

    followq report ana --brief --sent
    """
    if not name and project is None:
        raise UsageError("a report needs a person or a project", f"{command('report', 'NAME')}, or --project PROJECT")
    if is_open and file_format == "text":
        file_format = "html"
    if file_format not in FORMATS:
        raise BadInputError(f"unknown format '{file_format[:40]}'", f"one of {', '.join(FORMATS)}")
    if is_open and file_format != "html":
        raise UsageError("only HTML opens in a browser", "leave --format away, or give --format html")
    given = None if since is None else parse_options.parse_past_date(session, since)
    with session.reading() as queue:
        whom = find_person(queue, " ".join(name)) if name else None
        page = _page(session.calendar, queue, whom, project, given, is_brief=is_brief, with_reasons=is_reasons)
    chosen = session.settings
    page = page._replace(
        intro=one_line(intro, "the opening sentence") if intro else "",
        sender=chosen.report_sender,
        has_pace=chosen.report_pace == "yes",
    )
    written = None if file_format == "text" and output is None else _write_page(page, session.calendar, file_format)
    saved = None
    if written and (is_open or output not in (None, "-")):
        saved = _save(session, written, output, is_force, is_open)
    if is_sent:
        _note_sent(session, page.report, whom)
    if saved or written is None or session.as_json:
        return saved or page
    session.write(written)
    return None


def _page(
    calendar: Calendar,
    queue: Reader,
    whom: Person | None,
    project: str | None,
    since: When | None,
    *,
    is_brief: bool,
    with_reasons: bool,
) -> ReportPage:
    wanted = Filter(status=None, person_id=whom.id if whom else None, project=project)
    if project is not None:
        named = queue.project_called(project, wanted.person_id)
        if not named:
            raise NotFoundError(
                f"nothing is in project '{project[:40]}'", f"{command('list', '--status', 'all')} shows projects"
            )
        project = named
    begin = since or _find_last_sent(calendar, queue, whom, project)
    start = calendar.start_of(begin)
    found = {one.id: one for one in queue.select(wanted, closed_since=start)}
    # What was closed earlier but noted since is news too.
    noted = [number for number in queue.closed_and_noted(start) if number not in found]
    found |= {one.id: one for one in filter(make_test(wanted), queue.followups(noted))}
    recent = [found[number] for number in sorted(found)]
    logs = queue.logs(one.id for one in recent)
    names = {person.id: person.name for person in queue.people({one.person_id for one in recent}).values()}
    held_up = frozenset(
        one.id for one in recent if any((other := queue.followup(i)) and other.is_open for i in one.blocked_by)
    )
    whole = make_report(
        recent,
        logs,
        names,
        calendar,
        begin,
        whom and whom.name,
        project,
        with_reasons=with_reasons,
        is_since_noted=since is None,
        held_up=held_up,
    )
    period, before = make_periods(choose_usual_since(calendar.today), calendar.today)
    ledger = Ledger(calendar, (period, before))
    closed_since = calendar.start_of(choose_usual_since(calendar.today).isoformat())
    feed(ledger, calendar, queue, whom, project, closed_since, is_for_others=True)
    return ReportPage(
        report=shorten_report(whole) if is_brief else whole,
        figures=make_figures(period),
        whole=whole,
        is_brief=is_brief,
    )


def _find_last_sent(calendar: Calendar, queue: Reader, whom: Person | None, project: str | None) -> When:
    sent = queue.last_remark("report", _remark(project), whom.id if whom else None)
    return sent or calendar.add_working_days(calendar.today, -USUAL_DAYS).isoformat()


def _remark(project: str | None) -> str:
    # What marks a sent report in the log, with each person it went to.
    return f"status report on {project}" if project else "status report"


def _note_sent(session: Session, shown: Report, whom: Person | None) -> None:
    # They know now where it stands, and what is needed of them: one batch, one undo.
    owed, needed = {item.id for item in shown.owed}, {item.id for item in shown.needed}
    with writing(session, "report") as batch:
        followups = batch.select(Filter(person_id=whom.id if whom else None, project=shown.project))
        for one in followups:
            if one.id in owed or (one.id in needed and not one.was_asked):
                batch.put(one, verbs.tell(one, session.calendar))
        people = batch.people({whom.id} if whom else _readers(batch, shown.project)).values()
        for person in people:
            batch.put(person, person, _remark(shown.project))
        told = join_list([person.name for person in people][:3])
    session.say(f"Noted as sent to {told or 'nobody'}; {command('undo')} takes it back.")


def _readers(queue: Reader, project: str | None) -> set[int]:
    # With whom something is open in the project; where nothing is, with whom something was: the mark is theirs.
    open_ = {one.person_id for one in queue.select(Filter(project=project))}
    return open_ or {one.person_id for one in queue.select(Filter(status=None, project=project))}


def _write_page(page: ReportPage, calendar: Calendar, file_format: str) -> str:
    if file_format == "md":
        from followq.render.report_markdown import make_markdown

        return make_markdown(page, calendar)
    if file_format == "html":
        from followq.render.report_html import make_html_page

        return make_html_page(page, calendar)
    from followq.render import plain

    return plain.text(page.layout(calendar))


def _save(session: Session, text: str, output: str | None, is_force: bool, is_open: bool) -> ChangedPage:
    from followq.cli.desktop import browser_pages
    from followq.files import write_whole
    from followq.store.backup.copies import is_same

    if output and output != "-":
        path = output
        if is_same(path, session.queue.path):
            raise UsageError(f"{path}: is the queue itself", "choose another name")
        write_whole(path, text, overwrite=is_force)
    else:
        path = browser_pages.write_page(text)
    if is_open:
        from followq.cli.desktop import openers as desktop

        desktop.open_in_browser(path)
    return ChangedPage("report", (f"Report written to {path}.",), is_undoable=False)
