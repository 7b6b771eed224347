"""The conversation of `add` after a call: whom it was with, then lines that can be corrected until they are saved."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from followq.cli.input.lookup import settle_person
from followq.cli.input.parse_lines import MARKS, Captured, describe_captured, parse_line
from followq.cli.input.person_choice import Meant
from followq.cli.interactive.known_people import Known, everybody
from followq.cli.interactive.talk import Key, Offer, Question, Talk
from followq.cli.session import Session
from followq.errors import BadInputError, InterruptedByUserError, TerminatedError, UsageError
from followq.model.core.calendar import When
from followq.model.core.phrasing import count, join_list, shorten
from followq.render.blocks import Block, Span
from followq.render.blocks import line as text_line

END_KEYS = (Key("y", "save"), Key("n", "throw away", ("c-d",)), Key("b", "back", ("escape",)))
SORT_KEYS = (Key(">", "mine", ("m",)), Key("<", "theirs", ("t",)), Key("d", "drop"), Key("q", "stop", ("c-d",)))
LINES_AROUND = 3
"""Lines before and behind the one that is sorted which are shown with it."""
LONGEST_SORTED = 300
QUOTE_MARKS = re.compile(r"^\s*(?:[>|]\s*)+")
CHATTER = re.compile(
    r"\s*(?:[>|]|(?:hi|hey|hello|dear|good (?:morning|afternoon|evening)|thanks|thank you|cheers|best"
    r"|kind regards|regards|sincerely|yours|sent from)\b.{0,40}$|on .+ wrote:\s*$)",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(\d{1,4})\s*([<>@].*)", re.DOTALL)
REMOVED = re.compile(r"-\s?(\d{1,4})")


def ask_for_lines(session: Session, name: str | None, otherwise: When | None) -> list[Captured]:
    """Ask for the person, where `name` doesn't say, and for the lines; an empty line ends it.

    Raises: InterruptedByUserError; nothing is saved then.
    """
    talk = session.converse()
    pad: Pad | None = None
    try:
        with talk.held():
            known = everybody(session)
            person = settle_person(session, name or _who(talk, known), can_be_several=True)
            session.say(_introduce(known, person))
            pad = Pad(session, known, person, otherwise)
            _collect(session, talk, pad)
    except InterruptedByUserError as err:
        typed = f", {count(len(pad.items), 'line')} typed" if pad and pad.items else ""
        raise InterruptedByUserError(f"stopped{typed}, nothing was saved") from err
    finally:
        # So far they stood above the line being typed; now they stay.
        for said in pad.told if pad and talk.redraws else ():
            session.say(f"  {said}")
    return pad.items


def _collect(session: Session, talk: Talk, pad: Pad) -> None:
    # Line after line, until they are to be saved.
    draft = ""
    while True:
        try:
            line = talk.line(pad.question(draft))
            if not line.text and line.place >= len(pad.lines):
                return
            draft = line.draft
            unsorted = find_unsorted(line.text)
            if unsorted:
                _sort(session, talk, pad, unsorted)
            else:
                _tell(session, talk, pad.take(line.text, line.place))
        except TerminatedError:
            raise
        except InterruptedByUserError as err:
            if not pad.items:
                raise
            key = talk.key(partial(_ending_page, len(pad.items)), END_KEYS)
            if key == "n":
                raise
            if key == "y":
                return
            draft = err.typed


def _ending_page(lines: int) -> list[Block]:
    return [text_line(f"Save {count(lines, 'line')}?")]


def _sort(session: Session, talk: Talk, pad: Pad, lines: Sequence[str]) -> None:
    # A pasted e-mail: what becomes of each of its lines, by one key; nothing is guessed.
    for number, raw in enumerate(lines):
        text = QUOTE_MARKS.sub("", raw).strip()
        if not text:
            continue
        key = talk.key(partial(_sorting_page, lines, number), SORT_KEYS)
        if key == "q":
            return
        if key not in MARKS:
            continue
        try:
            said = pad.take(f"{key} {text}", len(pad.lines))
        except (BadInputError, UsageError):
            mended = talk.line(pad.question(f"{key} {text}"))
            said = pad.take(mended.text, mended.place) if mended.text else []
        _tell(session, talk, said)


def _tell(session: Session, talk: Talk, said: Sequence[str]) -> None:
    for one in () if talk.redraws else said:
        session.say(f"  {one}")


def _sorting_page(lines: Sequence[str], place: int) -> list[Block]:
    shown: list[Block] = [text_line(f"Line {place + 1} of {len(lines)}")]
    for number in range(max(0, place - LINES_AROUND), min(len(lines), place + LINES_AROUND + 1)):
        is_here = number == place
        is_strong = is_here and not is_chatter(lines, number)
        text = shorten(lines[number].strip(), LONGEST_SORTED)
        shown.append(text_line(Span(f"{'→' if is_here else ' '} {text}", "strong" if is_strong else "quiet")))
    return shown


def find_unsorted(text: str) -> list[str]:
    """The lines of a text that was pasted without marks; none where each says itself what it is."""
    lines = text.splitlines()
    filled = [line.strip() for line in lines if line.strip()]
    is_marked = [
        line[0] in (*MARKS, "@") or bool(NUMBERED.fullmatch(line) or REMOVED.fullmatch(line)) for line in filled
    ]
    return lines if len(filled) > 1 and not all(is_marked) else []


def is_chatter(lines: Sequence[str], place: int) -> bool:
    """Whether a line of an e-mail looks like a quoted one, a greeting, or a part of the signature."""
    is_signed = any(line.strip() == "--" for line in lines[: place + 1])
    return is_signed or bool(CHATTER.match(lines[place]))


class Pad:
    """The lines so far, by their numbers, and whom the next one is about. A removed line leaves its number."""

    def __init__(self, session: Session, known: Known, person: Meant, otherwise: When | None) -> None:
        self._session = session
        self._known = known
        self._person = person
        self._otherwise = otherwise
        self.lines: list[tuple[str, Captured] | None] = []
        self._told: list[tuple[int | None, str]] = []
        self._place_put: int | None = None

    @property
    def items(self) -> list[Captured]:
        """What would be saved, in order."""
        return [line[1] for line in self.lines if line]

    @property
    def told(self) -> tuple[str, ...]:
        """What became of each line, as it is now; a corrected one stands where it stood before."""
        return tuple(said for _, said in self._told)

    def question(self, draft: str) -> Question:
        """The next line, with what of it was typed already, and the earlier ones at hand."""
        hint = f"> what you owe {self._person.shown}, < what they owe you; by fri, 15m, #project at the end."
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
            so_far=self.told,
            is_whole=lambda text: bool(find_unsorted(text)),
        )

    def meaning(self, text: str, place: int) -> str:
        """How what was typed at a place is understood; nothing is taken yet.

        Raises: UsageError, BadInputError, AmbiguousError, NotFoundError.
        """
        unsorted = find_unsorted(text)
        if unsorted:
            filled = count(sum(bool(line.strip()) for line in unsorted), "line")
            return f"{filled} without > or <: Enter sorts them, one key each"
        return "; ".join(self._read(part, place if not n else len(self.lines))[0] for n, part in _parts(text))

    def take(self, text: str, place: int) -> list[str]:
        """Carry out what was typed or pasted, and say what became of each line.

        Raises: as `meaning`, and InterruptedByUserError.
        """
        said = []
        for number, part in _parts(text):
            words, do = self._read(part, place if not number else len(self.lines))
            self._place_put = None
            said.append(do() or words)
            self._remember(self._place_put, said[-1])
        return said

    def _remember(self, place: int | None, said: str) -> None:
        known = next((n for n, (other, _) in enumerate(self._told) if place is not None and other == place), None)
        if known is None:
            self._told.append((place, said))
        else:
            self._told[known] = (place, said)

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
        item = parse_line(self._session.calendar, old[1].person if old else self._person, text, self._otherwise)
        remark = f" ({item.remark})" if item.remark else ""
        return f"{place + 1} {describe_captured(self._session.calendar, item)}{remark}", lambda: self._put(
            place, (text, item)
        )

    def _with(self, name: str, place: int, old: tuple[str, Captured] | None) -> tuple[str, Callable[[], str | None]]:
        # Somebody else: for the lines to come, or for one that is there.
        def switch() -> str:
            person = settle_person(self._session, name, can_be_several=True)
            if old is None:
                self._person = person
                return f"the next lines are with {_introduce(self._known, person)}"
            item = old[1]._replace(person=person)
            self._put(place, (old[0], item))
            return f"{place + 1} {describe_captured(self._session.calendar, item)}"

        return self._known.who(name), switch

    def _place(self, number: str) -> int:
        place = int(number) - 1
        if not 0 <= place < len(self.lines) or not self.lines[place]:
            raise UsageError(f"there is no line {number}", "the numbers stand before the lines")
        return place

    def _put(self, place: int, line: tuple[str, Captured] | None) -> None:
        self.lines[place : place + 1] = [line]
        self._place_put = place

    def _offers(self, typed: str) -> list[Offer]:
        head, at, name = typed.partition("@")
        is_name = at and (not head.strip() or head.strip().isdecimal())
        return [offer._replace(text=f"{head}@{offer.text}") for offer in self._known.offers(name)] if is_name else []


def _parts(text: str) -> list[tuple[int, str]]:
    # Several lines where they were pasted, numbered from 0; one empty one where nothing was typed.
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return list(enumerate(lines or [""]))


def _introduce(known: Known, person: Meant) -> str:
    return join_list([known.introduced(one.name) for one in person.everyone])


def _who(talk: Talk, known: Known) -> str:
    hint = "A name or its beginning. Tab completes; a new name adds a new person."
    return talk.line(Question("Who? ", lambda text, _: known.who(text), known.offers, hint=hint)).text
