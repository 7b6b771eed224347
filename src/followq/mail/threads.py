"""Which conversation a message belongs to, found one message at a time.

Ids first: whatever a message names in References or In-Reply-To is in its thread, seen or not. A message that joins
several threads makes one of them. Only a message that joins none by id is placed by its subject, and only if it looks
like a reply, or the mailbox has no reply headers at all. The thread's key is the smallest id that is known of it, so
the same ids give the same threads with the same keys in whatever order they come.
"""

from __future__ import annotations

import re
from datetime import timedelta

from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Protocol

    from followq.mail.message import Mail

    class ThreadLookup(Protocol):
        """The threads known so far."""

        def threads_of(self, ids: Iterable[str]) -> set[str]:
            """Keys of the threads that these ids belong to, whether a message has the id or only names it."""

        def thread_by_subject(self, base: str, around: datetime, days: int, *, loose_only: bool) -> str:
            """Key of the thread with the message of this `subject_key` that was sent nearest to `around`.

            At most `days` from it, before or after; empty where there is none. With `loose_only` only messages count
            that were placed with `ThreadPlace.is_loose`.
            """


DAYS_BY_SUBJECT = 30
LONGEST_BASE = 200
SHORTEST_KEY = 4
"""Letters of a subject that can join anything: "hi" and "ok" can't."""

_PREFIX = re.compile(
    r"\s*(?:re|aw|sv|vs|antw|antwort|fwd?|fw|wg|tr|rif|r|ynt|odp|res|enc|ref|vl|doorst|i|rv|回复|转发|答复|返信)"
    r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s*[:：]\s*",
    re.IGNORECASE,
)
_TAG = re.compile(r"\s*\[[^\]]{1,40}\]\s*")
_FORWARD = re.compile(r"(?:fwd?|fw|wg|tr|doorst|i|enc|vl|rv|转发)\b", re.IGNORECASE)
_MOST_PREFIXES = 40


class ThreadPlace(NamedTuple):
    """Where a message belongs."""

    thread: str
    merged: frozenset[str]
    """Keys of other threads that are this one from now on."""
    ids: tuple[str, ...]
    """Of the message and of what it refers to: all are in the thread."""
    is_loose: bool
    """A reply that no id joins to anything known; a message that comes later may be what it answers."""


def find_place(mail: Mail, lookup: ThreadLookup, *, by_subject_alone: bool = False) -> ThreadPlace:
    """Find the thread of a message that isn't in the lookup yet.

    `by_subject_alone`: the mailbox has no reply headers at all, so equal subjects are one conversation.
    """
    references = tuple(dict.fromkeys(reference for reference in mail.references if reference != mail.message_id))
    ids = (mail.message_id, *references)
    is_linked = bool(lookup.threads_of(references))
    joined = set(lookup.threads_of(ids))
    base, looks_like_reply = split_subject(mail.subject)
    key = subject_key(base)
    is_loose = looks_like_reply and not is_linked
    if len(key) >= SHORTEST_KEY and not is_linked:
        # What isn't a reply itself can only be what an earlier read, unplaced reply answers.
        loose_only = not (looks_like_reply or by_subject_alone)
        found = lookup.thread_by_subject(key, mail.sent_at, DAYS_BY_SUBJECT, loose_only=loose_only)
        joined |= {found} - {""}
    thread = min(joined | set(ids))
    return ThreadPlace(thread=thread, merged=frozenset(joined - {thread}), ids=ids, is_loose=is_loose)


def split_subject(subject: str) -> tuple[str, bool]:
    """Split a subject into what it is about, at most `LONGEST_BASE` characters, and whether it looks like a reply.

    Prefixes of replies and forwards in many languages go, and so do the lists' tags in brackets.
    """
    rest = " ".join(subject.split())
    looks_like_reply = False
    for _ in range(_MOST_PREFIXES):
        shorter = _TAG.sub("", rest, count=1) if rest.startswith("[") else rest
        found = _PREFIX.match(shorter)
        if found:
            looks_like_reply = True
            shorter = shorter[found.end() :]
        if shorter == rest or not shorter:
            break
        rest = shorter
    return rest[:LONGEST_BASE].strip(), looks_like_reply


def subject_key(base: str) -> str:
    """What two subjects have in common that are the same but for the way they are written."""
    return " ".join(base.casefold().split())


def is_forward(subject: str) -> bool:
    """Whether the subject says that somebody passes on what they got."""
    return bool(_FORWARD.match(_TAG.sub("", subject).lstrip()))


class KnownThreads:
    """A `ThreadLookup` in memory."""

    def __init__(self) -> None:
        self._key_of: dict[str, str] = {}
        self._ids_of: dict[str, list[str]] = {}
        self._by_subject: dict[str, list[tuple[datetime, str, bool]]] = {}

    def threads_of(self, ids: Iterable[str]) -> set[str]:
        """Look the keys up."""
        return {self._key_of[each] for each in ids if each in self._key_of}

    def thread_by_subject(self, base: str, around: datetime, days: int, *, loose_only: bool) -> str:
        """Look through the messages of that subject; of two equally near ones the smaller id counts."""
        reach = timedelta(days=days)
        near = [
            (abs(sent_at - around), message_id)
            for sent_at, message_id, is_loose in self._by_subject.get(base, ())
            if abs(sent_at - around) <= reach and (is_loose or not loose_only)
        ]
        return self._key_of[min(near)[1]] if near else ""

    def add(self, mail: Mail, *, by_subject_alone: bool = False) -> str:
        """ThreadPlace a message and remember it. Returns its thread's key."""
        place = find_place(mail, self, by_subject_alone=by_subject_alone)
        members = self._ids_of.setdefault(place.thread, [])
        for merged in place.merged:
            moved = self._ids_of.pop(merged, [])
            members.extend(moved)
            self._key_of.update(dict.fromkeys(moved, place.thread))
        for each in place.ids:
            if self._key_of.get(each) != place.thread:
                self._key_of[each] = place.thread
                members.append(each)
        base = subject_key(split_subject(mail.subject)[0])
        self._by_subject.setdefault(base, []).append((mail.sent_at, mail.message_id, place.is_loose))
        return place.thread

    def thread_now(self, message_id: str) -> str:
        """Key of the thread of a message that was added, after all that was merged since."""
        return self._key_of[message_id]
