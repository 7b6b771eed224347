"""Proposals as pages show them, and what came in, in words."""

from __future__ import annotations

from followq.cli.actions.scanning.accepting import (
    Acceptance,
    find_known_person,
    name_person,
    take_as_proposed,
)
from followq.cli.actions.scanning.sentences import find_sentences
from followq.model.core.calendar import format_instant
from followq.model.core.phrasing import count, shorten
from followq.render.pages.scan import ScanPage, ScanProposal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from followq.cli.actions.scanning.accepting import Accepted
    from followq.cli.input.person_search import Directory
    from followq.mail.digest import Candidate
    from followq.mail.sources.source import Source
    from followq.store.mail_memory.memory import MailMemory
    from followq.store.records.reader import Reader

MOST_TOLD = 10
"""Follow-ups that came in and are told of one by one."""


def tell_none_accepted(page: ScanPage) -> str:
    """What to say where nothing was taken."""
    rest = f" {count(page.more, 'less likely one')} left." if page.more else ""
    return f"Nothing was added.{rest}"


def tell_accepted(page: ScanPage, done: Accepted, more: Sequence[str]) -> ScanPage:
    """The page with what was added, and what else was decided."""
    made = done.followups
    owed = sum(one.ball == "mine" for one in made)
    lines = [
        f"{one.id} {done.people[one.person_id].name}: {'you owe' if one.ball == 'mine' else 'you wait for'}:"
        f" {shorten(one.text)}"
        for one in made[:MOST_TOLD]
    ]
    lines += [f"and {len(made) - MOST_TOLD} more"] if len(made) > MOST_TOLD else []
    said = [f"{count(len(made), 'follow-up')} added ({owed} owed, {len(made) - owed} waiting)."] if made else []
    return page._replace(
        messages=(*page.messages, *lines, *more, *said),
        followups=(*page.followups, *made),
        names={**page.names, **done.people},
        notes=(*page.notes, *done.notes),
        is_undoable=page.is_undoable or bool(made),
    )


def show_candidates(
    queue: Reader, memory: MailMemory, sources: Sequence[Source], candidates: Sequence[Candidate]
) -> tuple[ScanProposal, ...]:
    """Candidates as they are shown, each with the sentence that asks."""
    sentences = find_sentences(memory, sources, [each.message_id for each in candidates])
    return tuple(show_candidate(queue, take_as_proposed(each), sentences) for each in candidates)


def show_candidate(people: Directory, one: Acceptance, sentences: dict[str, str]) -> ScanProposal:
    """One proposal as it stands, perhaps changed by the user."""
    candidate = one.candidate
    person = find_known_person(people, candidate.name, candidate.address)
    return ScanProposal(
        ball="mine" if one.is_owed else "theirs",
        person=one.person or (person.name if person else name_person(candidate.name, candidate.address)),
        address=candidate.address,
        is_known=person is not None,
        text=one.text,
        since=format_instant(candidate.since),
        likelihood=candidate.likelihood,
        reasons=candidate.reasons,
        sentence=sentences.get(candidate.message_id, ""),
        message_id=candidate.message_id,
        thread=candidate.thread,
    )
