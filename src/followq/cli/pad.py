"""The conversation of `add` after a call: whom it was with, then lines that can be corrected until they are saved."""

from __future__ import annotations

import re
from collections.abc import Callable

from followq.cli.capture import MARKS, Captured, in_words, understood
from followq.cli.finding import Meant, meant
from followq.cli.offers import Known, everybody
from followq.cli.session import Session
from followq.cli.talk import Answer, Offer, Question, Talk
from followq.errors import InterruptedByUserError, UsageError
from followq.model.calendar import When
from followq.model.words import count

NUMBERED = re.compile(r"(\d{1,4})\s*([<>@].*)", re.DOTALL)
REMOVED = re.compile(r"-\s?(\d{1,4})")


def asked(session: Session, name: str | None, otherwise: When | None) -> list[Captured]:
    """Ask for the person, where `name` doesn't say, and for the lines; an empty line ends it.

    Raises: InterruptedByUserError; nothing is saved then.
    """
    talk = session.converse()
    pad: Pad | None = None
    try:
        with talk.held():
            known = everybody(session)
            person = meant(session, name or _who(talk, known))
            session.say(known.introduced(person.name))
            pad = Pad(session, known, person, otherwise)
            line = Answer("")
            while (line := talk.line(pad.question(line.draft))).text or line.place < len(pad.lines):
                for said in pad.take(line.text, line.place):
                    session.say(f"  {said}")
    except InterruptedByUserError as err:
        typed = f", {count(len(pad.items), 'line')} typed" if pad and pad.items else ""
        raise InterruptedByUserError(f"stopped{typed}, nothing was saved") from err
    return pad.items


class Pad:
    """The lines so far, by their numbers, and whom the next one is about. A removed line leaves its number."""

    def __init__(self, session: Session, known: Known, person: Meant, otherwise: When | None) -> None:
        self._session = session
        self._known = known
        self._person = person
        self._otherwise = otherwise
        self.lines: list[tuple[str, Captured] | None] = []

    @property
    def items(self) -> list[Captured]:
        """What would be saved, in order."""
        return [line[1] for line in self.lines if line]

    def question(self, draft: str) -> Question:
        """The next line, with what of it was typed already, and the earlier ones at hand."""
        hint = f"> what you owe {self._person.name}, < what they owe you; by fri, 15m, #project at the end."
        hint += " Ctrl-C saves nothing."
        if self.items:
            hint = f"Enter saves {count(len(self.items), 'line')}. Up corrects one, -1 removes line 1."
        return Question(
            "",
            check=self.meaning,
            offers=self._offers,
            start=draft,
            hint=hint,
            earlier=tuple(line[0] if line else "" for line in self.lines),
            is_numbered=True,
            marks=MARKS,
        )

    def meaning(self, text: str, place: int) -> str:
        """How what was typed at a place is understood; nothing is taken yet.

        Raises: UsageError, BadInputError, AmbiguousError, NotFoundError.
        """
        return "; ".join(self._read(part, place if not n else len(self.lines))[0] for n, part in _parts(text))

    def take(self, text: str, place: int) -> list[str]:
        """Carry out what was typed or pasted, and say what became of each line.

        Raises: as `meaning`, and InterruptedByUserError.
        """
        said = []
        for number, part in _parts(text):
            words, do = self._read(part, place if not number else len(self.lines))
            said.append(do() or words)
        return said

    def _read(self, text: str, place: int) -> tuple[str, Callable[[], str | None]]:
        # What a line would do, in words, and the doing.
        removed, numbered = REMOVED.fullmatch(text), NUMBERED.fullmatch(text)
        if removed:
            return self._read("", self._place(removed[1]))
        if numbered:
            return self._read(numbered[2], self._place(numbered[1]))
        is_new = place >= len(self.lines)
        old = None if is_new else self.lines[place]
        if text.startswith("@"):
            return self._with(text[1:].strip(), place, old)
        if not text:
            return ("", lambda: None) if is_new else (f"{place + 1} removed", lambda: self._put(place, None))
        item = understood(self._session, old[1].person if old else self._person, text, self._otherwise)
        remark = f" ({item.remark})" if item.remark else ""
        return f"{place + 1} {in_words(self._session, item)}{remark}", lambda: self._put(place, (text, item))

    def _with(self, name: str, place: int, old: tuple[str, Captured] | None) -> tuple[str, Callable[[], str | None]]:
        # Somebody else: for the lines to come, or for one that is there.
        def switch() -> str:
            person = meant(self._session, name)
            if old is None:
                self._person = person
                return f"the next lines are with {self._known.introduced(person.name)}"
            item = old[1]._replace(person=person)
            self._put(place, (old[0], item))
            return f"{place + 1} {in_words(self._session, item)}"

        return self._known.who(name), switch

    def _place(self, number: str) -> int:
        place = int(number) - 1
        if not 0 <= place < len(self.lines) or not self.lines[place]:
            raise UsageError(f"there is no line {number}", "the numbers stand before the lines")
        return place

    def _put(self, place: int, line: tuple[str, Captured] | None) -> None:
        self.lines[place : place + 1] = [line]

    def _offers(self, typed: str) -> list[Offer]:
        head, at, name = typed.partition("@")
        is_name = at and (not head.strip() or head.strip().isdecimal())
        return [offer._replace(text=f"{head}@{offer.text}") for offer in self._known.offers(name)] if is_name else []


def _parts(text: str) -> list[tuple[int, str]]:
    # Several lines where they were pasted, numbered from 0; one empty one where nothing was typed.
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return list(enumerate(lines or [""]))


def _who(talk: Talk, known: Known) -> str:
    hint = "A name or its beginning. Tab completes; whoever is new is made on the fly."
    return talk.line(Question("Who? ", lambda text, _: known.who(text), known.offers, hint=hint)).text
