"""`--json FIELD,FIELD`: which fields of each row a document has, told apart from words of the command."""

from __future__ import annotations

from followq.cli.app.dispatch import find_function
from followq.cli.completion.table import TABLE
from followq.errors import UsageError
from followq.render.jsondoc import list_fields, list_known_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FLAG = "--json"
WRITTEN_WHOLE = ("export",)
"""Commands that write their document themselves, piece by piece."""
EXAMPLE = f"{FLAG}=id,person,text"


def take_fields(argv: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """A command line without the fields behind `--json`, and those fields; none where the whole document is asked for.

    `--json=FIELDS` always names fields. The word behind `--json` does where the command takes no words of its own
    (`today --json id,text`); where it does, only a list with a comma, one of whose names is a field
    (`show 3 --json id,text`): `search --json text` searches.

    Raises: UsageError for an empty list.
    """
    words: list[str] = []
    fields: tuple[str, ...] = ()
    command, rest = "", list(argv)
    while rest:
        word = rest.pop(0)
        if word == "--":
            return [*words, word, *rest], fields
        name, equals, value = word.partition("=")
        if name == FLAG and (equals or (rest and _are_fields(command, rest[0]))):
            fields = _split(value if equals else rest.pop(0))
            words.append(FLAG)
            continue
        words.append(word)
        if word.startswith("-"):
            if not equals and _takes_value(command, word) and rest:
                words.append(rest.pop(0))
        elif f"{command} {word}".strip() in TABLE:
            command = f"{command} {word}".strip()
    return words, fields


def _are_fields(command: str, word: str) -> bool:
    if not command or word.startswith("-") or any(name.startswith(f"{command} ") for name in TABLE):
        return False
    arguments = TABLE[command][3]
    return not arguments or ("," in word and not set(word.split(",")).isdisjoint(list_known_fields()))


def _takes_value(command: str, option: str) -> bool:
    return any(option in names and kind is not None for names, kind, _ in TABLE[command][4])


def _split(value: str) -> tuple[str, ...]:
    fields = tuple(part.strip() for part in value.split(","))
    if not all(fields):
        raise UsageError(f"'{FLAG}={value[:40]}' names an empty field", f"for example: {EXAMPLE}")
    return fields


def check_fields(command: str, fields: tuple[str, ...]) -> None:
    """Nothing, where the command's document has every one of the fields; asked before the command does anything.

    Raises: UsageError with those that there are.
    """
    if not fields:
        return
    known = (
        set() if command in WRITTEN_WHOLE else {field for page in _find_pages(command) for field in list_fields(page)}
    )
    if not known:
        raise UsageError(f"the document of {command} has no fields to choose from", f"leave them out: {FLAG}")
    unknown = [field for field in fields if field not in known]
    if unknown:
        said = ", ".join(f"'{field[:40]}'" for field in unknown)
        raise UsageError(f"{command} has no field {said}", f"there are: {', '.join(sorted(known))}")


def _find_pages(command: str) -> list[Any]:
    # Out of the words behind the arrow: `WhyPage | WhyWaitingPage`, without loading what options are made of.
    function = find_function(command)
    names = [name.strip() for name in function.__annotations__["return"].split("|")]
    return [function.__globals__[name] for name in names if name != "None"]
