"""Whom words mean: one person or several, and who else is near."""

from __future__ import annotations

from followq.model.core.phrasing import join_list
from followq.record import NamedTuple

SURELY = ";"
"""Between two names it always means two people; what else holds it is one name all the same."""

SIGNS = ",;&/+"


def may_be_in_parts(name: str) -> bool:
    """Whether a name holds anything that `several_people.py` has to look at; most hold nothing of the kind."""
    return not (_SIGNS_AND_QUOTE.isdisjoint(name) and " and " not in name.lower())


_SIGNS_AND_QUOTE = frozenset(f'{SIGNS}"')


class Near(NamedTuple):
    """Somebody who may be meant: words that mean them alone, how to call them, and how with their organisation."""

    words: str
    shown: str
    introduced: str = ""


class Meant(NamedTuple):
    """A person as meant: the name to look up or to make, and near names worth a warning.

    `others` are the rest where several people were named for one thing: each gets a follow-up of their own.
    """

    name: str
    near: tuple[Near, ...] = ()
    others: tuple[Meant, ...] = ()

    @property
    def everyone(self) -> tuple[Meant, ...]:
        """Each of the people meant."""
        return (self._replace(others=()), *self.others)

    @property
    def shown(self) -> str:
        """`Ana Lopez and Tom Baker`."""
        return join_list([one.name for one in self.everyone])


class Reading(NamedTuple):
    """How a typed name is understood before anybody is asked.

    It means one of `choices` where there are any, with `is_new` perhaps somebody new; or each of the people named in
    `parts`, without `is_certain` perhaps; or else the one called `name`, who is new unless `is_known`, with `near` ones
    who may have been meant.
    """

    name: str
    is_known: bool = False
    is_new: bool = False
    choices: tuple[Near, ...] = ()
    near: tuple[Near, ...] = ()
    parts: tuple[str, ...] = ()
    is_certain: bool = False
