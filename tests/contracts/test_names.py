"""Names can be guessed: functions are imperative, a class name exists once, records are built with keywords."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "followq"

IRREGULAR = frozenset(
    """
    begun bound brought built caught chosen done drawn fallen found given gone heard held hidden kept known led left
    lost made meant met paid said seen sent shown sold sought spent taken told torn undone understood untold woken worn
    written ahead again missing onward
    """.split()  # noqa: SIM905 - a list of strings would take forty lines
)
"""Participles that don't end in -ed, and adverbs that were once the names of functions."""

ENDS_LIKE_ONE = frozenset(
    ("add", "exceed", "feed", "happen", "lengthen", "listen", "need", "open", "proceed", "reopen", "shorten", "speed")
)
"""Imperatives and nouns with such an ending."""

PAST_ON_PURPOSE = frozenset(("followq.store.file.migrations", "followq.cli.completion.candidates"))
"""A migration is named after what it brings, and its name is stored in every queue; candidates have the names of the
kinds of words that options declare."""

MOST_POSITIONAL = 3

TABLES = frozenset(("Action", "DemoStep", "Field", "Series"))
"""Records of tables written out in the code, a row each, under a comment or a docstring that says the columns."""

HOT = frozenset(("Change", "Entry", "Event", "Ranked", "Spell", "WaitingSpan", "WaitingSpell"))
"""Records made for each row of a log or of a queue, where keywords cost a microsecond each time."""


def trees() -> dict[str, ast.Module]:
    """Every file of the package by its module's name."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def is_past(name: str) -> bool:
    """Whether a function's name begins with a past participle."""
    first = name.split("_", maxsplit=1)[0]
    return first not in ENDS_LIKE_ONE and (first in IRREGULAR or first.endswith(("ed", "en")))


def test_no_class_name_exists_twice() -> None:
    places = defaultdict(list)
    for module, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(module)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_public_function_is_named_by_a_past_participle() -> None:
    found = {
        f"{module}.{node.name}"
        for module, tree in trees().items()
        if module not in PAST_ON_PURPOSE
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and is_past(node.name)
        # A command's function has the command's name.
        and not (module.startswith("followq.cli.commands.") and node.name == module.rsplit(".", 1)[1])
    }
    assert found == set()


def test_records_of_more_than_three_fields_are_built_with_keywords() -> None:
    known = trees()
    records = {
        node.name
        for tree in known.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "NamedTuple" for base in node.bases)
    }
    assert records >= TABLES | HOT
    found = [
        f"{module}:{node.lineno} {name}"
        for module, tree in known.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and len(node.args) > MOST_POSITIONAL
        for name in [node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")]
        if name in records - TABLES - HOT and not any(isinstance(value, ast.Starred) for value in node.args)
    ]
    assert found == []
