"""What every source of mail is: a name that stays, messages in the order they lie, and where the next scan goes on."""

from __future__ import annotations

import json

from followq.mail.message import Mail, SkippedMail
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Literal

    Unseen = Callable[[Sequence[str]], list[str]]
    """Of these keys, those that no scan has stored yet. Asked of at most `MOST_ASKED` at once."""

MOST_ASKED = 1_000


class SourceConfig(NamedTuple):
    """What a source needs besides its name; only IMAP does."""

    ca_file: str = ""
    """Certificates to trust instead of the system's."""
    password_command: str = ""
    """Its first line of output is the password; no shell runs it."""


class ReadMail(NamedTuple):
    """One message, and where it lies.

    `key` names it in its source: the place in an mbox, the name in a folder, folder and UID in IMAP. `mark` is what
    to store once this message has been stored, and to give to the next `read_new`. `done` counts in the source's unit.
    """

    key: str
    mail: Mail | SkippedMail
    mark: str
    done: int


def load_marks(mark: str) -> dict[str, str]:
    """The marks of a source's several boxes, by box; none where the text is none of ours."""
    try:
        found = json.loads(mark or "{}")
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


class Source:
    """A mailbox. `name` is the same at every scan, without a password; `total` is 0 where nobody knows."""

    name = ""
    total = 0
    unit: Literal["bytes", "messages"] = "messages"

    def read_new(self, mark: str, unseen: Unseen) -> Iterator[ReadMail]:
        """What came since `mark` (empty: everything), one at a time; a mark that doesn't fit any more is started over.

        So what is known may come again; its Message-ID tells.

        Raises: BadInputError where it can't be read any more, NetworkError where the connection is lost; what was
        yielded until then is good.
        """
        raise NotImplementedError

    def read_again(self, keys: Iterable[str]) -> Iterator[tuple[str, Mail]]:
        """The messages at these keys, as far as they are still there.

        An mbox that was rewritten has others in their places: compare the `message_id`.

        Raises: as `read_new`.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Let go of files and connections."""
