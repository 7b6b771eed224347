"""Who may import whom: downward only, and one room for each dependency."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "followq"
BASE = {"errors", "record", "hints"}
MAY_IMPORT = {
    "model": {"model", "errors", "record"},
    "dates": {"dates", "model", *BASE},
    "store": {"store", "files", "model", *BASE},
    "voice": {"voice", "files", "model", *BASE},
    "render": {"render", "model", *BASE},
    "exchange": {"exchange", "dates", "model", *BASE},
    "cli": {"cli", "exchange", "dates", "store", "render", "voice", "model", "settings", "paths", "files", *BASE},
    "errors": {"hints"},
    "hints": set(),
    "record": set(),
    "files": {"errors"},
    "paths": set(),
    "settings": {"files", *BASE},
    "__main__": {"cli"},
    "__init__": set(),
}
ROOM_OF = {
    "typer": {"cli"},
    "rich": {"render"},
    "sqlite3": {"store"},
    "sqlite_utils": {"store"},
    "dateutil": {"dates"},
    "tomllib": {"settings"},
    "tomlkit": {"settings"},
    "platformdirs": {"paths"},
    "holidays": {"cli"},
    "prompt_toolkit": {"cli"},
    "jinja2": {"voice"},
    "click": set(),
    "pydantic": set(),
}
STANDARD_FOR_MODEL = {"__future__", "bisect", "collections", "datetime", "math", "unicodedata", "typing"}


def _files() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            found |= {f"followq.{alias.name}" for alias in node.names} if module == "followq" else {module}
    return found


@pytest.mark.parametrize("path", _files(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_downward_only(path: Path) -> None:
    own = {name.split(".")[1] for name in _imports(path) if name.startswith("followq.")} - {"__version__"}
    assert own <= MAY_IMPORT[_room(path)]


@pytest.mark.parametrize("dependency", ROOM_OF)
def test_one_room_names_each_dependency(dependency: str) -> None:
    rooms = {_room(path) for path in _files() for name in _imports(path) if name.split(".")[0] == dependency}
    assert rooms <= ROOM_OF[dependency]


def test_only_the_drawn_conversation_knows_prompt_toolkit() -> None:
    knowing = {
        path.relative_to(SOURCE).as_posix()
        for path in _files()
        if any(name.split(".")[0] == "prompt_toolkit" for name in _imports(path))
    }
    assert knowing == {"cli/interactive/talk/drawn.py", "cli/interactive/talk/editing.py"}


def test_the_model_uses_nothing_that_reads_or_draws() -> None:
    for path in (SOURCE / "model").glob("*.py"):
        outside = {name.split(".")[0] for name in _imports(path)} - {"followq"}
        assert outside <= STANDARD_FOR_MODEL, path.name


def test_only_one_module_asks_for_the_time() -> None:
    asking = {
        path.relative_to(SOURCE).as_posix()
        for path in _files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("now", "today", "utcnow")
        and isinstance(node.value, ast.Name)
        if node.value.id in ("datetime", "date", "time")
    }
    # A backup's name carries the machine's time, whatever the user's clock says.
    assert asking == {"cli/clock.py", "store/backup/make.py"}


def _is_sink(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = ast.unparse(node.func)
    return called in ("print", "console.print", "sys.stdout.write", "out.write", "sys.stderr.write", "typer.echo")


def test_output_has_its_few_sinks() -> None:
    sinks = {
        path.relative_to(SOURCE).as_posix()
        for path in _files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _is_sink(node)
    }
    assert sinks == {
        # The clipboard of a terminal is set by the one sequence that is ours.
        "cli/desktop.py",
        "cli/completion/answer.py",
        "cli/main.py",
        "cli/app/options.py",
        "cli/output.py",
        "cli/session.py",
        "render/rich_console.py",
        "render/terminal.py",
    }


def test_every_write_goes_through_the_one_writer() -> None:
    for path in (SOURCE / "store").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "executescript" not in text, path.name
        assert "with db.conn" not in text, path.name
        # forgetting.py is the writer's one exception to a log that only grows. indexes.py, mending.py and checking.py
        # fill or ask what is derived; salvage.py fills a new file.
        if path.name not in (
            "writer.py",
            "indexes.py",
            "forgetting.py",
            "schema.py",
            "migrations.py",
            "mending.py",
            "checking.py",
            "salvage.py",
        ):
            assert not any(f'"{verb} ' in text for verb in ("INSERT", "UPDATE", "DELETE")), path.name
