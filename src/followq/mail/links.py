"""The link of a follow-up that leads back to a message, made of its Message-ID."""

from __future__ import annotations

import hashlib

from followq.errors import BadInputError
from followq.model.core.link import read_link


def make_link(message_id: str) -> str:
    """The link; one made of the id's digest where the id is none that could be opened."""
    try:
        return read_link(f"<{message_id}>")
    except BadInputError:
        digest = hashlib.sha256(message_id.encode("utf-8", "replace")).hexdigest()[:32]
        return f"<{digest}@odd-id.followq>"


def strip_link(link: str) -> str:
    """The Message-ID, or what stands for an odd one."""
    return link.removeprefix("<").removesuffix(">")
