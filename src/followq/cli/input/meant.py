"""Whom words mean: one person or several, and who else is near."""

from __future__ import annotations

from followq.model.core.phrasing import listed
from followq.record import NamedTuple


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
        return listed([one.name for one in self.everyone])
