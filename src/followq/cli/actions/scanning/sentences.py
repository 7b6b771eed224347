"""The sentence that asks, read from the mailbox again: no scan keeps it."""

from __future__ import annotations

import re
from contextlib import suppress

from followq.errors import FollowqError
from followq.mail.requests import find_request, split_sentences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from followq.mail.sources.source import Source
    from followq.store.mail_memory.memory import MailMemory

LONGEST_SHOWN = 140
_TRAILER = re.compile(r"^\s*[A-Z][\w-]+-by: .*$", re.MULTILINE)
"""What stands below a patch."""
ASKS = 0.3


def find_sentences(memory: MailMemory, sources: Iterable[Source], message_ids: Iterable[str]) -> dict[str, str]:
    """Of each message the sentence that asks most clearly, else its first one; nothing where it can't be read now."""
    wanted: dict[str, list[str]] = {}
    for message_id in message_ids:
        for name, key in memory.find_places(message_id)[:3]:
            wanted.setdefault(name, []).append(key)
    found: dict[str, str] = {}
    for source in sources:
        # A mailbox that was closed meanwhile costs the sentence, not the scan.
        with suppress(FollowqError, OSError, ValueError):
            for _, mail in source.read_again(wanted.get(source.name, ())):
                found[mail.message_id] = pick_sentence(mail.new_text)
    return found


def pick_sentence(text: str) -> str:
    """The sentence of a text to show, in one line."""
    text = _TRAILER.sub("", text)
    request = find_request(text)
    sentences = [request.sentence] if request.likelihood >= ASKS else split_sentences(text)[:1]
    whole = " ".join(" ".join(sentences).split())
    return whole if len(whole) <= LONGEST_SHOWN else f"{whole[: LONGEST_SHOWN - 1]}…"
