"""Commands that users may paste are made in one place, `hints.py`: for the queue of the call, and quoted."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from followq.cli.app.registry import COMMANDS

SOURCE = Path(__file__).resolve().parents[2] / "src" / "followq"

HELP = {
    "cli/completion/table.py": "help and its examples, made from docstrings",
    "cli/completion/shells.py": "the scripts that shells load",
    "cli/app/registry.py": "help",
    "cli/app/extras.py": "commands of pipx, uv and pip, which name followq as a package",
    "render/pages/help.py": "help",
}
WRITTEN_OUT = re.compile(rf"\bfollowq (?:--[a-z]|(?:{'|'.join(COMMANDS)}|\Z)\b|\{{)")
NO_COMMAND = re.compile(r"followq \{(, Python.*)?$|is it a followq export|A followq export")
"""The version, and what is no command."""


def _texts(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "{" for part in node.values)
            found.append("".join(map(str, parts)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            found.append(node.value)
    return found


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_command_is_written_out_by_hand(path: Path) -> None:
    found = [text for text in _texts(path) if WRITTEN_OUT.search(text)]
    if str(path.relative_to(SOURCE)) in HELP:
        assert found, "nothing is left to be excepted"
    else:
        assert not [text for text in found if not NO_COMMAND.match(text)]
