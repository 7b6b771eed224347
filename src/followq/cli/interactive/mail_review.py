"""The review of what mail proposes: a card for each, one key, and nothing is written before the end."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from followq.cli.actions.scanning.accepting import Acceptance, accept, take_as_proposed
from followq.cli.actions.scanning.people import make_join_subject
from followq.cli.actions.scanning.proposal_rows import show_candidate, tell_accepted
from followq.cli.actions.scanning.sentences import find_sentences
from followq.cli.input.lookup import find_followup, settle_person
from followq.cli.input.parse_options import parse_date
from followq.cli.interactive.known_people import Known, everybody
from followq.cli.interactive.talk import Key, Question, Talk
from followq.cli.session import Session
from followq.dates.lines import read_noted
from followq.errors import BadInputError, UsageError
from followq.model.core.phrasing import count, shorten, show_with_distance
from followq.render.blocks import Block, Line, Span, line
from followq.render.pages.item_rows import describe_item

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from followq.mail.digest import Candidate

    Above = tuple[Block, ...]
    from followq.mail.sources.source import Source
    from followq.render.pages.scan import ScanHint, ScanPage, ScanProposal
    from followq.store.mail_memory.decisions import DecisionKind
    from followq.store.mail_memory.memory import MailMemory

KEYS = (
    Key("enter", "accept", ("a", "y")),
    Key("t", "turn round"),
    Key("e", "edit"),
    Key("w", "who"),
    Key("d", "decline thread"),
    Key("x", "decline sender"),
    Key("u", "duplicate of"),
    Key("l", "later"),
    Key("s", "skip", ("n", "right")),
    Key("q", "stop", ("escape", "c-d")),
)
HINT_KEYS = (
    Key("enter", "yes", ("a", "y")),
    Key("d", "never"),
    Key("s", "skip", ("n", "right")),
    Key("q", "stop", ("escape", "c-d")),
)
READ_AHEAD = 10
"""Proposals whose sentences are read from the mailbox together."""
LATER_DAYS = 7


class MailReview:
    """One round: what was decided so far."""

    def __init__(self, session: Session, memory: MailMemory, sources: Sequence[Source]) -> None:
        self.session = session
        self.memory = memory
        self.sources = sources
        self.taken: list[Acceptance] = []
        self.decided: list[tuple[DecisionKind, str, str]] = []
        self.hints: list[ScanHint] = []
        self.sentences: dict[str, str] = {}
        self.is_over = False

    def go(self, candidates: Sequence[Candidate], hints: Sequence[ScanHint]) -> None:
        """Ask about each proposal, and then about each hint.

        Raises: InterruptedByUserError at Ctrl-C; nothing is kept then.
        """
        talk = self.session.converse()
        known = everybody(self.session)
        gone: set[str] = set()
        for place, candidate in enumerate(candidates):
            if candidate.address in gone or self.is_over:
                continue
            if candidate.message_id not in self.sentences:
                ahead = [each.message_id for each in candidates[place : place + READ_AHEAD]]
                self.sentences |= dict.fromkeys(ahead, "") | find_sentences(self.memory, self.sources, ahead)
            if self._decide(talk, known, candidate, f"{place + 1} of {len(candidates)}") == "x":
                gone.add(candidate.address)
        for hint in hints:
            if not self.is_over:
                self._decide_hint(talk, hint)

    def _decide(self, talk: Talk, known: Known, candidate: Candidate, place: str) -> str:
        one = take_as_proposed(candidate)
        while True:
            shown = show_candidate(known, one, self.sentences)
            key = talk.key(partial(self._card, one, shown, place), KEYS)
            if key == "q":
                self.is_over = True
            elif key == "enter":
                self.taken.append(one)
            elif key == "d":
                self.decided.append(("thread", candidate.message_id, ""))
            elif key == "x":
                self.decided.append(("sender", candidate.address, ""))
            elif key == "t":
                one = one._replace(is_owed=not one.is_owed)
                continue
            elif key in ("e", "w"):
                above = tuple(self._card(one, shown, place))
                one = self._edit(talk, one, above) if key == "e" else self._name(talk, known, one, above)
                continue
            elif key in ("u", "l"):
                above = tuple(self._card(one, shown, place))
                if not (self._point_out if key == "u" else self._put_off)(talk, one, above):
                    continue
            return key

    def _card(self, one: Acceptance, shown: ScanProposal, place: str) -> list[Block]:
        calendar = self.session.calendar
        side = f"You owe {shown.person}" if one.is_owed else f"{shown.person} owes you"
        by = f", by {show_with_distance(one.by, calendar)}" if one.by else ""
        who = "known" if shown.is_known or one.person else "new"
        blocks = [
            line(
                Span(f"Proposal {place}", "title"),
                Span(f"  {shown.likelihood:.0%}: {'; '.join(shown.reasons)}", "quiet"),
            ),
            line(Span(f"{side}: {one.text}{by}", "strong")),
        ]
        if shown.sentence:
            blocks.append(line(f"“{shown.sentence}”"))
        since = f"since {show_with_distance(shown.since, calendar)}"
        return [*blocks, line(Span(f"{since}; {shown.address}, {who}", "quiet")), Line()]

    def _edit(self, talk: Talk, one: Acceptance, above: Above) -> Acceptance:
        calendar = self.session.calendar

        def check(text: str, _: int) -> str:
            read = read_noted(text, calendar)
            return f"by {show_with_distance(read.by.when, calendar)}" if read.by else ""

        hint = "Its date and details at the end: by fri 15m #project"
        typed = talk.line(Question("", check, start=one.text, hint=hint, above=above)).text
        if not typed:
            return one
        read = read_noted(typed, calendar)
        return one._replace(
            text=read.text or one.text,
            by=read.by.when if read.by else one.by,
            effort_minutes=read.details.effort_minutes or one.effort_minutes,
            project=read.details.project or one.project,
            tags=read.details.tags or one.tags,
        )

    def _name(self, talk: Talk, known: Known, one: Acceptance, above: Above) -> Acceptance:
        hint = "A name, or its beginning and Tab. Nothing: whoever wrote it."
        typed = talk.line(
            Question("Who? ", lambda text, _: known.who(text) if text else "", known.offers, hint=hint, above=above)
        ).text
        try:
            return one._replace(person=settle_person(self.session, typed).name if typed else "")
        except (BadInputError, UsageError) as err:
            self.session.say(f"{err.message} ({err.hint})")
            return one

    def _point_out(self, talk: Talk, one: Acceptance, above: Above) -> bool:
        def check(text: str, _: int) -> str:
            if not text:
                return ""
            with self.session.reading() as queue:
                found = find_followup(queue, text, self.session.calendar)
                return shorten(describe_item(found, queue.people({found.person_id})[found.person_id]))

        with self.session.reading() as queue:
            people = queue.people_called(one.candidate.address)
            open_ = [f"{each.id} {shorten(each.text, 40)}" for who in people for each in queue.open_with(who.id)]
        hint = f"Open with them: {'; '.join(open_[:4])}" if open_ else "Its number, or a name with one open follow-up."
        typed = talk.line(Question("Which follow-up is it? ", check, hint=hint, above=above)).text
        if not typed:
            return False
        with self.session.reading() as queue:
            number = find_followup(queue, typed, self.session.calendar).id
        self.taken.append(one._replace(duplicate_of=number))
        return True

    def _put_off(self, talk: Talk, one: Acceptance, above: Above) -> bool:
        calendar = self.session.calendar

        def check(text: str, _: int) -> str:
            return f"asks again {show_with_distance(self._read_day(text), calendar)}"

        typed = talk.line(
            Question("Ask again when? ", check, hint="Enter alone: in a week. 3d, mon, dec 1", above=above)
        ).text
        self.decided.append(("later", one.candidate.message_id, self._read_day(typed)))
        return True

    def _read_day(self, text: str) -> str:
        calendar = self.session.calendar
        if not text.strip():
            return (calendar.today + timedelta(days=LATER_DAYS)).isoformat()
        if text.strip().isdecimal() and len(text.strip()) < 4:
            return (calendar.today + timedelta(days=int(text))).isoformat()
        day = calendar.day_of(parse_date(self.session, text))
        if day <= calendar.today:
            raise BadInputError("that isn't ahead", "for example: 3d, mon, dec 1")
        return day.isoformat()

    def _decide_hint(self, talk: Talk, hint: ScanHint) -> None:
        key = talk.key(partial(_show_hint, hint), HINT_KEYS if hint.what == "join" else HINT_KEYS[:1] + HINT_KEYS[2:])
        if key == "q":
            self.is_over = True
        elif key == "enter":
            self.hints.append(hint)
        elif key == "d":
            self.decided.append(("join", make_join_subject(hint.known_address, hint.address), ""))


def _show_hint(hint: ScanHint) -> list[Block]:
    what = {
        "away": f"Note that {hint.person} is away until {hint.until}?",
        "join": f"Are {hint.person} and {hint.other} one person?"
        if hint.other
        else f"Is {hint.address} {hint.person}'s?",
    }[hint.what]
    return [line(Span("About people", "title")), line(Span(what, "strong")), line(Span(hint.reason, "quiet")), Line()]


def review_mail(
    session: Session, memory: MailMemory, sources: Sequence[Source], candidates: Sequence[Candidate], page: ScanPage
) -> ScanPage:
    """Ask about each proposal and each hint, then write what was decided: one batch, one undo.

    Raises: InterruptedByUserError at Ctrl-C; nothing is changed then.
    """
    review = MailReview(session, memory, sources)
    review.go(candidates, page.hints)
    session.talk = None
    done = accept(session, memory, review.taken, review.hints) if review.taken or review.hints else None
    memory.begin()
    for kind, subject, until in review.decided:
        memory.decide(kind, subject, session.calendar.instant, until=until)
    memory.commit()
    said = _tell_decisions(review)
    page = page._replace(hints=())
    if done is None:
        return page._replace(messages=(*page.messages, *said) or ("Nothing was changed.",))
    return tell_accepted(page, done, said)._replace(is_undoable=True)


def _tell_decisions(review: MailReview) -> list[str]:
    kinds = [kind for kind, _, _ in review.decided]
    parts = [
        count(kinds.count("thread"), "thread") if "thread" in kinds else "",
        count(kinds.count("sender"), "sender") if "sender" in kinds else "",
    ]
    said = [f"Declined: {' and '.join(part for part in parts if part)}."] if any(parts) else []
    if "later" in kinds:
        said.append(f"Later: {count(kinds.count('later'), 'proposal')}.")
    duplicates = [str(one.duplicate_of) for one in review.taken if one.duplicate_of is not None]
    if duplicates:
        said.append(f"Known already: {', '.join(duplicates)}.")
    return said + [f"{hint.person}: noted, {hint.reason}." for hint in review.hints]
