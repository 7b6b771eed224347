"""Words for a name that may mean several people: who they are, and how to say which."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from followq.cli.input.person_choice import Near
from followq.errors import AmbiguousError
from followq.hints import command, quote, repeat
from followq.model.core.person import Person, refer_to, tell_apart
from followq.model.core.phrasing import join_list, shorten

MOST_NAMED = 5
MOST_ASKED = 8
"""People in a numbered choice, which is answered by one digit."""


class SeveralPeopleError(AmbiguousError):
    """A name that means several people: on a terminal `choices` are asked about, and the command is called again."""

    def __init__(self, why: AmbiguousError, name: str, choices: Sequence[Near]) -> None:
        super().__init__(why.message, why.hint)
        self.name = name
        self.choices = choices


def ask_which(people_called: Callable[[str], list[Person]], name: str, found: Sequence[Person]) -> SeveralPeopleError:
    """The error for a name that means several people who are all here."""
    choices = [introduce(people_called, person) for person in found]
    hint = ""
    if len(found) == 2 and len(people_called(name)) == 2:
        hint = f"; if they are one person: {suggest_merge(choices[1].words, choices[0].words)}"
    return SeveralPeopleError(explain_choice(name, choices, name, hint), name, choices[:MOST_ASKED])


def explain_choice(name: str, choices: Sequence[Near], typed: str, hint: str = "") -> AmbiguousError:
    """What to say where nobody can be asked: each who may be meant, with the whole command; then another `hint`."""
    some = choices[:MOST_NAMED]
    more = [f"{len(choices) - len(some)} more"] if len(choices) > len(some) else []
    who = join_list([*(one.shown for one in some), *more], "or")
    ways = join_list([repeat(typed, one.words) or quote(one.words) for one in some], "or")
    return AmbiguousError(f"'{shorten(name)}' may be {who}", ways + hint)


def suggest_merge(gone: str, into: str) -> str:
    """The command that joins two people, by words that mean each."""
    return command("person", "merge", of=(gone, into))


def introduce(people_called: Callable[[str], list[Person]], person: Person) -> Near:
    """A person as one of several to choose from: `Maria Diaz, Acme`."""
    shown = tell_apart(people_called, person)
    whole = f"{shown}, {person.organisation}" if person.organisation else shown
    return Near(refer_to(people_called, person), shown, whole)
