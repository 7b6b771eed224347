"""Follow-ups that came from mail, with their threads; and what the threads propose beside them."""

from __future__ import annotations

from datetime import timedelta

from followq.cli.actions.scanning.scan_options import LEAST_SHOWN
from followq.cli.session import Session
from followq.mail.judging import propose
from followq.mail.links import make_link, strip_link
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from followq.mail.correspondence import Correspondence
    from followq.mail.digest import Candidate, Digest
    from followq.model.core.followup import FollowUp
    from followq.store.mail_memory.memory import MailMemory
    from followq.store.records.reader import Reader

BETTER_ODDS = 18.0
"""How much better the odds are that a message needs an answer than those that it still gets one.

Judging has learned the latter, among all that was ever left unanswered: a plain request to the user alone has a few
in twenty there. The order stays as it is.
"""
OLD = timedelta(days=60)
"""Age of its newest message from which a thread without anything likely isn't looked at in every scan."""


class AcceptedThread(NamedTuple):
    """A follow-up, the number of its thread, and every address of the other side. `link` is its message's id."""

    followup: FollowUp
    thread: int
    link: str
    addresses: frozenset[str]


def find_accepted(queue: Reader, memory: MailMemory) -> list[AcceptedThread]:
    """What was accepted, whatever became of it: the queue's links say so, and duplicates that were pointed out."""
    linked = [(followup, strip_link(followup.link or "")) for followup in queue.from_mail()]
    duplicates = memory.find_duplicates()
    known = {followup.id: followup for followup in queue.followups(number for _, number in duplicates)}
    linked += [(known[number], message_id) for message_id, number in duplicates if number in known]
    threads = memory.find_threads({link for _, link in linked})
    people = queue.people({followup.person_id for followup, link in linked if link in threads})
    found = []
    for followup, link in linked:
        if link not in threads:
            continue
        message = memory.find_message(link)
        addresses = {email.lower() for email in people[followup.person_id].emails}
        if message is not None:
            addresses |= set(message.recipients if message.is_mine else (message.sender,))
        found.append(AcceptedThread(followup=followup, thread=threads[link], link=link, addresses=frozenset(addresses)))
    return found


def find_candidates(
    session: Session, memory: MailMemory, accepted: Iterable[AcceptedThread], now: datetime, *, is_whole: bool
) -> list[Candidate]:
    """What the mailboxes propose, the likeliest first: nothing that was accepted, declined or put off to later.

    Without `is_whole` old threads are passed over in which nothing likely was found before. One for each person in a
    thread. What was done and is asked for anew since counts as new; what was dropped doesn't.
    """
    settled = memory.find_settled_threads(session.calendar.today.isoformat())
    declined = memory.find_subjects("sender")
    by_thread: dict[int, list[AcceptedThread]] = {}
    for one in accepted:
        by_thread.setdefault(one.thread, []).append(one)
    correspondence = memory.count_correspondence(now)
    found: list[Candidate] = []
    unlikely: list[int] = []
    for number, digests in memory.list_open_threads(is_whole=is_whole):
        if number in settled:
            continue
        candidates = propose(digests, correspondence, now)
        best = max((_raise_odds(each.likelihood) for each in candidates), default=0.0)
        if best < LEAST_SHOWN / 2 and max(each.sent_at for each in digests) < now - OLD:
            unlikely.append(number)
        known = by_thread.get(number, ())
        seen = set(declined)
        for candidate in candidates:
            if candidate.address in seen:
                continue
            seen.add(candidate.address)
            own = [one for one in known if candidate.address in one.addresses]
            if own:
                found += _propose_anew(own, digests, candidate.address, (correspondence, now))
            elif not known or make_link(candidate.message_id) not in {f"<{one.link}>" for one in known}:
                found.append(candidate)
    if unlikely:
        memory.set_unlikely(unlikely)
    found = [each._replace(likelihood=_raise_odds(each.likelihood)) for each in found]
    return sorted(found, key=lambda each: (-each.likelihood, -each.since.timestamp(), each.message_id))


def _raise_odds(likelihood: float) -> float:
    raised = likelihood * BETTER_ODDS
    return round(raised / (1 - likelihood + raised), 4)


def _propose_anew(
    own: list[AcceptedThread], digests: list[Digest], address: str, judged: tuple[Correspondence, datetime]
) -> list[Candidate]:
    # What the same person asks for once the former is done; as long as it is open, it is that one.
    if any(one.followup.status != "done" for one in own):
        return []
    closed = max(one.followup.closed_at or "" for one in own)
    later = [each for each in digests if each.sent_at.strftime("%Y-%m-%dT%H:%M:%SZ") > closed]
    links = {one.link for one in own}
    return [
        each
        for each in propose(later, *judged)
        if each.address == address and strip_link(make_link(each.message_id)) not in links
    ][:1]
