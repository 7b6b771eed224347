"""What mail tells of people: until when they are away, and which addresses are one person's."""

from __future__ import annotations

from datetime import date, timedelta

from followq.cli.session import Session
from followq.hints import command
from followq.model.core.person import Person, refer_to
from followq.model.core.phrasing import show_with_distance
from followq.render.pages.scan import ScanHint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from followq.store.mail_memory.memory import MailMemory
    from followq.store.records.reader import Reader

MOST_HINTS = 20


def find_absences(session: Session, queue: Reader, memory: MailMemory) -> list[tuple[ScanHint, Person]]:
    """People of the queue whose out-of-office answers say that they are away, each as they would be noted."""
    found: dict[int, tuple[ScanHint, Person]] = {}
    today = session.calendar.today.isoformat()
    for digest in memory.list_away(today):
        people = queue.people_called(digest.sender)
        last = (date.fromisoformat(digest.away_until) - timedelta(days=1)).isoformat()
        if len(people) != 1 or last < today or (people[0].away_until or "") >= last or people[0].left_on:
            continue
        person = people[0]
        words = refer_to(queue.people_called, person)
        hint = ScanHint(
            what="away",
            person=person.name,
            address=digest.sender,
            known_address=digest.sender,
            other="",
            until=last,
            reason=f"an automatic answer says so: away until {show_with_distance(last, session.calendar)}",
            command=command("person", "edit", "--away-until", last, of=words),
        )
        found[person.id] = (hint, person._replace(away_until=last))
    return list(found.values())[:MOST_HINTS]


def find_joins(queue: Reader, memory: MailMemory) -> list[ScanHint]:
    """Addresses that seem to be of somebody the queue knows by another one, as both write under one full name."""
    declined = memory.find_subjects("join")
    found: dict[str, ScanHint] = {}
    for person in queue.people().values():
        own = {email.lower() for email in person.emails}
        for email in own:
            for name in memory.list_names(email):
                for address in memory.list_addresses(name) if " " in name.strip() else ():
                    key = make_join_subject(email, address)
                    if address not in own and key not in declined and key not in found:
                        found[key] = _describe_join(queue, person, address, name, email)
        if len(found) >= MOST_HINTS:
            break
    return [hint for hint in found.values() if hint.command][:MOST_HINTS]


def make_join_subject(one: str, other: str) -> str:
    """Two addresses as a decision names them."""
    return " ".join(sorted((one, other)))


def _describe_join(queue: Reader, person: Person, address: str, name: str, email: str) -> ScanHint:
    owners = queue.people_called(address)
    words = refer_to(queue.people_called, person)
    if not owners:
        how, other = command("person", "edit", "--email", address, of=words), ""
    elif len(owners) == 1 and owners[0].id > person.id:
        other = owners[0].name
        how = command("person", "merge", refer_to(queue.people_called, owners[0]), words)
    else:
        how, other = "", ""  # shown from the other one's side, or nobody's to say
    return ScanHint(
        what="join",
        person=person.name,
        address=address,
        known_address=email,
        other=other,
        until="",
        reason=f"{name} writes from {email} and from {address}",
        command=how,
    )
