"""vCards 2.1, 3.0 and 4.0: people only, with their addresses. Written as 3.0, which every address book reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from followq.errors import BadInputError
from followq.exchange.address_book import make_uid
from followq.exchange.content_lines import ContentLine, escape, fold, read_lines
from followq.exchange.registry import SourceFile
from followq.exchange.source import Found, Passed, ReadingOptions, Refusal, SourcePerson, WritingOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.followup import FollowUp
    from followq.model.core.person import Person

NOT_CALLED = ("FAX", "PAGER", "MODEM", "BBS")
"""Kinds of numbers at which nobody answers."""


def fits(file: SourceFile) -> bool:
    """It begins as every vCard does."""
    return file.text.lstrip()[:11].upper() == "BEGIN:VCARD"


def read(file: SourceFile, options: ReadingOptions) -> Iterator[Found]:
    """A person for each card."""
    card: list[ContentLine] = []
    start = 0
    for line in read_lines(file.text):
        is_edge = line.value.strip().upper() == "VCARD"
        if line.name == "BEGIN" and is_edge:
            if start:
                yield Refusal(start, "this card has no end")
            card, start = [], line.number
        elif line.name == "END" and is_edge and start:
            yield _read_card(card, start)
            card, start = [], 0
        elif start:
            card.append(line)
    if start:
        raise BadInputError(f"line {start}: this card has no end: the file is cut off", "export it again")


def _read_card(card: Sequence[ContentLine], start: int) -> Found:
    # A card within a card (2.1 has them for agents) would mix two people.
    def all_of(name: str) -> list[ContentLine]:
        return [line for line in card if line.name == name]

    def first(name: str) -> str:
        return next((text for line in all_of(name) if (text := " ".join(line.text().split()))), "")

    name = first("FN") or _name_of(all_of("N"))
    organisation = next((parts[0] for line in all_of("ORG") if (parts := line.parts()) and parts[0]), "")
    emails = _emails(all_of("EMAIL"))
    if first("KIND").lower() == "group":
        return Passed(start, "a group, not a person", name)
    name = name or first("NICKNAME") or organisation or (emails[0] if emails else "")
    if not name:
        return Refusal(start, "has no name, organisation or address")
    fields: dict[str, Any] = {
        "name": name,
        "aliases": [alias.strip() for line in all_of("NICKNAME") for alias in line.text().split(",") if alias.strip()],
        "emails": emails,
        "phones": _phones(all_of("TEL")),
    }
    fields["aliases"] = [alias for alias in dict.fromkeys(fields["aliases"]) if alias != name]
    if organisation and organisation != name:
        fields["organisation"] = organisation
    notes = [text for line in all_of("NOTE") if (text := line.text().strip())]
    if notes:
        fields["note"] = "\n".join(notes)
    if uid := first("UID"):
        bare = uid.lower().removeprefix("urn:uuid:").replace("-", "")
        is_uuid = len(bare) == 32 and all(ch in "0123456789abcdef" for ch in bare)
        fields["uid"] = bare if is_uuid else make_uid("vcard", uid)
    return SourcePerson(start, fields)


def _name_of(lines: Sequence[ContentLine]) -> str:
    # Family; given; more; title; suffix.
    for line in lines:
        family, given, more, title, suffix = (*line.parts(), "", "", "", "", "")[:5]
        name = " ".join(part for part in (title, given, more, family, suffix) if part)
        if name:
            return name
    return ""


def _emails(lines: Sequence[ContentLine]) -> list[str]:
    found = ("".join(line.text().split()).removeprefix("mailto:") for line in lines)
    return list(dict.fromkeys(email for email in found if email.count("@") == 1))


def _phones(lines: Sequence[ContentLine]) -> list[str]:
    found = []
    for line in lines:
        number, _, extension = " ".join(line.text().split()).removeprefix("tel:").partition(";ext=")
        if number and not any(kind in line.parameters for kind in NOT_CALLED):
            found.append(f"{number} ext. {extension}" if extension else number)
    return list(dict.fromkeys(found))


def write(people: Mapping[int, Person], followups: Sequence[FollowUp], options: WritingOptions) -> str:
    """A card for each person."""
    return "".join(_card(person) for person in people.values())


def _card(person: Person) -> str:
    given, _, family = person.name.rpartition(" ")
    uid = person.uid
    is_uuid = len(uid) == 32 and all(ch in "0123456789abcdef" for ch in uid)
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"UID:urn:uuid:{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}" if is_uuid else f"UID:{escape(uid)}",
        f"FN:{escape(person.name)}",
        f"N:{escape(family)};{escape(given)};;;",
    ]
    if person.aliases:
        lines.append("NICKNAME:" + ",".join(escape(alias) for alias in person.aliases))
    lines += [f"EMAIL;TYPE=INTERNET:{escape(email)}" for email in person.emails]
    lines += [f"TEL;TYPE=VOICE:{escape(phone)}" for phone in person.phones]
    if person.organisation:
        lines.append(f"ORG:{escape(person.organisation)}")
    if person.note:
        lines.append(f"NOTE:{escape(person.note)}")
    return "".join(fold(line) for line in [*lines, "END:VCARD"])
