"""The keys of a card: which command each calls, and what it asks for first.

Every key ends in a command's own function, with that command's own checks and words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from followq.cli.input import parse_options
from followq.cli.input.lookup import settle_person
from followq.cli.interactive.known_people import everybody
from followq.cli.interactive.talk import Key, Offer, Question, Talk
from followq.cli.session import Session
from followq.errors import BadInputError, InterruptedByUserError, UsageError
from followq.model.core.followup import FollowUp
from followq.model.core.person import CHANNELS
from followq.model.core.phrasing import day, minutes, show_with_distance
from followq.model.core.text_limits import one_line, require_person_name
from followq.render.blocks import Block, Line, line
from followq.render.pages.card import CardPage

Check = Callable[[str], str]
Offers = Callable[[str], list[Offer]]


class CardPrompt:
    """The questions that a key asks below its card."""

    def __init__(self, session: Session, talk: Talk, card: CardPage) -> None:
        self.session = session
        self.talk = talk
        self.card = card

    @property
    def id(self) -> str:
        """The card's follow-up as commands take it."""
        return str(self.card.followup.id)

    def line(self, prompt: str, hint: str, check: Check, start: str = "", offers: Offers | None = None) -> str:
        """One checked line."""
        above = tuple(self.card.layout(self.session.calendar))
        question = Question(
            prompt=prompt, check=lambda text, _: check(text), offers=offers, start=start, hint=hint, above=above
        )
        return self.talk.line(question).text

    def saying(self, prompt: str, hint: str, *, has_date: bool = False) -> tuple[list[str] | None, str | None]:
        """A text that may end in `by DATE`, as commands take the two; with `has_date` it has to."""
        from followq.dates.lines import read_line

        def check(text: str) -> str:
            read = read_line(text, self.session.calendar, may_be_bare=True)
            if has_date and not read.by:
                raise BadInputError("a new date is missing", "for example: needs legal, by next tue")
            by = f"by {show_with_distance(read.by.when, self.session.calendar)}" if read.by else ""
            return ", ".join(part for part in (f"“{read.text}”" if read.text else "", by, read.hint) if part)

        read = read_line(self.line(prompt, hint, check), self.session.calendar, may_be_bare=True)
        return ([read.text] if read.text else None), read.phrase or None

    def person(self, prompt: str, hint: str, is_needed: bool = True) -> str:
        """The name of a person other than the card's, completed while it is typed."""
        known = everybody(self.session)
        own = self.card.person

        def check(text: str) -> str:
            if any(person.id == own.id for person in known.people_called(text)):
                raise UsageError(f"it is what you owe {own.name}", "somebody else, or Esc")
            return known.who(text) if text or is_needed else ""

        def offers(typed: str) -> list[Offer]:
            return [offer for offer in known.offers(typed) if offer.text != own.name]

        name = self.line(prompt, hint, check, offers=offers)
        # First whom it means, then what they are to do; the command finds it settled.
        if name and (settled := settle_person(self.session, name)).name != name:
            if any(person.id == own.id for person in known.people_called(settled.name)):
                raise UsageError(f"it is what you owe {own.name}", "somebody else, or Esc")
            return settled.name
        return name

    def date(self, prompt: str, hint: str, otherwise: str = "") -> str:
        """A date's words, `otherwise` for an empty line."""
        return self.line(prompt, hint, lambda text: self._resolved(text or otherwise)) or otherwise

    def _resolved(self, phrase: str) -> str:
        from followq.dates.phrases import read_date

        return show_with_distance(read_date(phrase, self.session.calendar).when, self.session.calendar)


class Action(NamedTuple):
    """A key of a card: its command, what that is given, and what the help says."""

    key: Key
    command: str
    given: Callable[[CardPrompt], dict[str, Any]]
    meaning: str


def _ask_done(ask: CardPrompt) -> dict[str, Any]:
    return {"ids": [ask.id]}


def _ask_untold(ask: CardPrompt) -> dict[str, Any]:
    return {"ids": [ask.id], "is_untold": True}


def _ask_told(ask: CardPrompt) -> dict[str, Any]:
    text, by = ask.saying(
        "What did you tell them? ", "Enter alone: just that they know. A promise: by fri, at the end."
    )
    return {"ids": [ask.id], "text": text, "by": by}


def _toss(ask: CardPrompt) -> dict[str, Any]:
    text, by = ask.saying("What do they owe you now? ", "Enter alone: the same. When: by fri, at the end.")
    return {"ids": [ask.id], "text": text, "by": by}


def _snooze(ask: CardPrompt) -> dict[str, Any]:
    calendar = ask.session.calendar
    tomorrow = calendar.add_working_days(calendar.today, 1).isoformat()
    said = f"Enter alone: {day(tomorrow, calendar)}. It counts, and it comes back higher."
    return {"ids": [ask.id], "until": [ask.date("Hide until when? ", said, tomorrow)]}


def _hand(ask: CardPrompt) -> dict[str, Any]:
    person = ask.person("Who does the work? ", "Your debt stays; you wait for them then.")
    text, by = ask.saying(f"What does {person} do? ", "Enter alone: the same text. When: by thu, at the end.")
    return {"ids": [ask.id], "person": person, "text": text, "by": by}


def _drop(ask: CardPrompt) -> dict[str, Any]:
    reason = ask.line("Why do you say no? ", "Enter alone: no reason. Tell them too; a no is an answer.", _any)
    return {"ids": [ask.id], "reason": [reason] if reason else None}


def _note(ask: CardPrompt) -> dict[str, Any]:
    return {"ids": [ask.id], "text": [ask.line("Note: ", "For yourself alone.", _some)]}


def _just_id(ask: CardPrompt) -> dict[str, Any]:
    return {"followup": ask.id}


def renegotiate(ask: CardPrompt) -> dict[str, Any]:
    """What `told` is given for a new date: it has to have one."""
    text, by = ask.saying(
        "New date, and what you tell them: ", "For example: legal needs longer by next tue", has_date=True
    )
    return {"ids": [ask.id], "text": text, "by": by}


def _any(text: str) -> str:
    return one_line(text) if text else ""


def _some(text: str) -> str:
    one_line(text)
    return ""


class Field(NamedTuple):
    """A part of a follow-up that `e` changes: its key, the option of `edit`, the value now, its check."""

    key: Key
    option: str
    hint: str
    now: Callable[[FollowUp], str]
    check: Callable[[Session, str], object]


FIELDS = (
    Field(Key("t", "text"), "text", "", lambda f: f.text, lambda _, text: one_line(text)),
    Field(
        Key("b", "by"), "by", "none withdraws it; a later day counts as moved", lambda _: "", parse_options.parse_date,
    ),
    Field(Key("w", "who"), "person", "", lambda _: "", lambda _, text: require_person_name(text)),
    Field(
        Key("v", "via"), "via", ", ".join(CHANNELS),
        lambda f: f.channel or "", lambda _, text: parse_options.parse_channel(text),
    ),
    Field(
        Key("f", "effort"), "effort", "15m, 2h, 1h30m",
        lambda f: minutes(f.effort_minutes) if f.effort_minutes else "",
        lambda _, text: parse_options.parse_minutes(text),
    ),
    Field(
        Key("p", "project"), "project", "",
        lambda f: f.project or "", lambda _, text: parse_options.parse_line(text, "it"),
    ),
    Field(Key("s", "since"), "since", "when they began to wait", lambda _: "", parse_options.parse_past_date),
)  # fmt: skip


def _edit(ask: CardPrompt) -> dict[str, Any]:
    keys = (*(field.key for field in FIELDS), Key("enter", "back", ("escape", "q")))

    def page() -> list[Block]:
        return [*ask.card.layout(ask.session.calendar), line("Change what?"), Line()]

    pressed = ask.talk.key(page, keys)
    field = next((field for field in FIELDS if field.key.key == pressed), None)
    if field is None:
        raise InterruptedByUserError("nothing was changed")
    start = field.now(ask.card.followup)

    def check(text: str) -> str:
        if text and not (field.option == "by" and text == "none"):
            field.check(ask.session, text)
        return "" if text else "Enter alone leaves it as it is."

    prompt = f"{field.key.word.capitalize()}: "
    is_person = field.option == "person"
    answer = ask.person(prompt, "", is_needed=False) if is_person else ask.line(prompt, field.hint, check, start)
    if answer in ("", start):
        raise InterruptedByUserError("nothing was changed")
    given = {"no_by": True} if field.option == "by" and answer == "none" else {field.option: answer}
    return {"ids": [ask.id], **given}


ACTIONS = (
    Action(Key("d", "done"), "done", _ask_done, "Delivered: it is closed."),
    Action(
        Key("D", "done, untold", is_shown=False), "done", _ask_untold, "Done, and a small item to tell them is left."
    ),
    Action(Key("t", "told"), "told", _ask_told, "They know where it stands; you still owe it."),
    Action(Key("o", "toss"), "toss", _toss, "You did your part; now they are to act."),
    Action(Key("s", "snooze"), "snooze", _snooze, "Hide it until a date; every time counts."),
    Action(Key("h", "hand"), "hand", _hand, "Somebody else does the work; you still owe it."),
    Action(Key("x", "drop"), "drop", _drop, "Say no: closed without being done."),
    Action(Key("e", "edit"), "edit", _edit, "Correct the text, the date, the person, the effort ..."),
    Action(Key("n", "note"), "note", _note, "Add to the private note."),
    Action(Key("y", "say"), "say", _just_id, "A message to them: open it, copy it, note that you said it."),
    Action(Key("l", "link", is_shown=False), "open", _just_id, "Open the page or mail it came from."),
    Action(Key("v", "view"), "show", _just_id, "Everything about it, with its history."),
)
