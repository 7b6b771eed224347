"""Whose ball a review or a ticket is, by rules that hold for every forge.

Only what asks somebody passes a ball: a request for review, an assignment, a review that asks for changes, Gerrit's
attention set. A comment, a thumbs-up or a push passes none. Robots hold no ball, and nobody waits where a robot asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from followq.errors import BadInputError
from followq.exchange.source_dates import read_moment
from followq.model.core.person import name_key
from followq.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from followq.model.core.calendar import Calendar, Instant, When
    from followq.model.core.followup import Ball

BY_ROBOT = "written by a robot: nobody waits"
NOT_YOURS = "neither asked of you nor by you"
NOBODY_ASKED = "yours, and nobody is asked"
DRAFT = "a draft: nobody is asked yet"

_ROBOT = re.compile(r"\[bot\]$|^app/|(?:^|[-_])(?:ro)?bot(?:$|[-_\d])|^(?:dependabot|renovate|github-actions)\b", re.I)


class Account(NamedTuple):
    """Somebody on a forge: what they are called there, and their own name where it is told."""

    login: str
    name: str = ""
    email: str = ""
    is_robot: bool = False

    @property
    def shown(self) -> str:
        """The name that says most."""
        return self.name or self.login

    def is_one_of(self, me: frozenset[str]) -> bool:
        """Whether this is the user, by any of the names."""
        return any(name_key(name) in me for name in (self.login, self.name, self.email) if name)


class Ruling(NamedTuple):
    """The other person, whose ball it is, by which rule, and since when if that is told apart from the beginning."""

    account: Account
    ball: Ball
    why: str
    since: When | None = None


def read_account(value: Any) -> Account | None:
    """An account as GitHub, GitLab, Gerrit or Jira writes it; None where there is none."""
    if isinstance(value, str) and value.strip():
        return Account(value.strip(), is_robot=bool(_ROBOT.search(value)))
    if not isinstance(value, Mapping):
        return None
    account = value.get("account", value)
    if not isinstance(account, Mapping):
        return None

    def text(*keys: str) -> str:
        return next((found.strip() for key in keys if isinstance(found := account.get(key), str) and found.strip()), "")

    login = text("login", "username", "slug", "accountId", "key", "email", "emailAddress", "name", "displayName")
    name = text("displayName", "name")
    if not (login or name):
        return None
    is_said = account.get("is_bot") is True or account.get("bot") is True or account.get("type") == "Bot"
    is_said = is_said or account.get("accountType") == "app" or "SERVICE_USER" in as_list(account.get("tags"))
    is_robot = is_said or bool(_ROBOT.search(login) or _ROBOT.search(name))
    return Account(login=login or name, name=name, email=text("email", "emailAddress"), is_robot=is_robot)


def as_list(value: Any) -> list[Any]:
    """The value where it is a list; else an empty one: any field may hold anything."""
    return value if isinstance(value, list) else []


def read_accounts(values: Any) -> list[Account]:
    """The people among some accounts; robots hold no ball."""
    values = values.values() if isinstance(values, Mapping) else values if isinstance(values, Sequence) else ()
    found = [read_account(value) for value in values]
    return [account for account in found if account is not None and not account.is_robot]


def judge_ticket(author: Account | None, doers: Sequence[Account], me: frozenset[str]) -> Ruling | str:
    """Whose a ticket is, or why it is left out.

    Without `me` the list is taken for what the user has to do.
    """
    is_by_me = author is not None and author.is_one_of(me)
    if not me or any(doer.is_one_of(me) for doer in doers):
        if author is None or is_by_me:
            return Ruling(Account(""), "mine", "assigned to you, and yours")
        if author.is_robot:
            return BY_ROBOT
        return Ruling(author, "mine", "assigned to you" if me else "the list is taken for yours; --me says who you are")
    if is_by_me:
        return Ruling(doers[0], "theirs", "assigned to them") if doers else NOBODY_ASKED
    return NOT_YOURS


def judge_review(
    author: Account | None, asked: Sequence[Account], me: frozenset[str], *, is_draft: bool, is_told: bool
) -> Ruling | str:
    """Whose a review is that nobody has given yet, or why it is left out.

    `asked` are those of whom it is asked, `is_told` whether the list says so at all.
    """
    if author is None:
        return "has no author"
    if author.is_one_of(me):
        if is_draft:
            return DRAFT
        return Ruling(asked[0], "theirs", "asked for a review") if asked else NOBODY_ASKED
    if author.is_robot:
        return BY_ROBOT
    if is_draft:
        return DRAFT
    if me and is_told and not any(one.is_one_of(me) for one in asked):
        return NOT_YOURS
    return Ruling(author, "mine", "your review is asked" if me and is_told else "the list is taken for your reviews")


def read_when(value: Any, what: str, calendar: Calendar) -> Instant | None:
    """An instant out of a record; nothing where there is none.

    Raises: BadInputError that names the field.
    """
    if not isinstance(value, str) or not value.strip() or value.startswith("0001-"):
        return None
    try:
        return calendar.start_of(read_moment(value, calendar))
    except BadInputError as err:
        raise BadInputError(f"{what}: {err.message}") from None


def read_texts(values: Any, *keys: str) -> tuple[str, ...]:
    """Texts of a list, or of a key of its records."""
    if not isinstance(values, Iterable) or isinstance(values, (str, Mapping)):
        return ()
    found = []
    for value in values:
        text = next((value.get(key) for key in keys if value.get(key)), "") if isinstance(value, Mapping) else value
        if isinstance(text, str) and text.strip():
            found.append(text)
    return tuple(found)
