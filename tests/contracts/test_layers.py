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
    "store": {"store", "files", "mail", "model", *BASE},
    "messages": {"messages", "files", "model", *BASE},
    "render": {"render", "model", *BASE},
    "exchange": {"exchange", "dates", "model", *BASE},
    "mail": {"mail", "files", "dates", "model", *BASE},
    "cli": {
        "cli",
        "exchange",
        "mail",
        "dates",
        "store",
        "render",
        "messages",
        "model",
        "settings",
        "paths",
        "files",
        *BASE,
    },
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
    "icalendar": {"exchange"},
    "orgparse": {"exchange"},
    "prompt_toolkit": {"cli"},
    "jinja2": {"messages"},
    "imapclient": {"mail"},
    "keyring": {"mail"},
    "click": set(),
    "mcp": {"cli"},
    "mcp_types": {"cli"},
    "pydantic": {"cli"},
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


MOST_ENTRIES = 16
"""Modules and packages in one folder, beside its `__init__.py`; commands and pages have one for each of theirs."""


def _name(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


def _modules_imported(path: Path) -> set[str]:
    # Every module of ours that one names, for types too; a package stands for its `__init__`.
    known = {_name(file) for file in _files()}
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("followq."):
            module = (node.module or "").removeprefix("followq.")
            names = {f"{module}.{alias.name}" for alias in node.names}
            found |= names & known or {module}
            found |= {module} if names - known else set()
    return found - {_name(path)}


def test_no_module_leads_back_to_itself() -> None:
    """No circle anywhere, inside rooms neither: what imports nothing that is left goes, until nothing is left."""
    left = {_name(path): _modules_imported(path) for path in _files()}
    while free := {name for name, needed in left.items() if not needed & left.keys()}:
        left = {name: needed for name, needed in left.items() if name not in free}
    assert left == {}


def test_no_command_calls_another() -> None:
    for path in (SOURCE / "cli" / "commands").glob("*.py"):
        assert not {name for name in _modules_imported(path) if name.startswith("cli.commands.")}, path.name


def test_packages_of_the_model_stand_on_its_core_alone() -> None:
    for path in (SOURCE / "model").rglob("*.py"):
        package = path.parent.name
        used = {name.split(".")[1] for name in _modules_imported(path) if name.startswith("model.")}
        assert used <= {"core", package}, path.name


def test_folders_can_be_looked_over() -> None:
    for folder in SOURCE.rglob("*/"):
        entries = [path for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]
        if folder.name not in ("commands", "pages"):
            assert len([path for path in entries if path.name != "__init__.py"]) <= MOST_ENTRIES, folder.name


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
    assert knowing == {"cli/interactive/talk/prompted.py", "cli/interactive/talk/editing.py"}


def test_only_the_assistants_hand_knows_mcp() -> None:
    knowing = {
        path.relative_to(SOURCE).parent.as_posix()
        for path in _files()
        if any(name.split(".")[0] in ("mcp", "mcp_types", "pydantic") for name in _imports(path))
    }
    assert knowing == {"cli/assistant"}


def test_the_model_uses_nothing_that_reads_or_draws() -> None:
    for path in (SOURCE / "model").rglob("*.py"):
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
        "cli/desktop/openers.py",
        "cli/completion/answer.py",
        "cli/main.py",
        "cli/app/options.py",
        "cli/console.py",
        "render/rich_console.py",
        "render/terminal.py",
    }


def test_every_write_goes_through_the_one_writer() -> None:
    for path in (SOURCE / "store").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "executescript" not in text, path.name
        assert "with db.conn" not in text, path.name
        # What scans of mail remember is no queue: it has a file, and a writer, of its own.
        if path.parent.name == "mail_memory":
            continue
        # forget.py is the writer's one exception to a log that only grows. search_index.py, repair.py and check.py
        # fill or ask what is derived; salvage.py fills a new file.
        if path.name not in (
            "writer.py",
            "search_index.py",
            "forget.py",
            "schema.py",
            "migrations.py",
            "repair.py",
            "check.py",
            "salvage.py",
        ):
            assert not any(f'"{verb} ' in text for verb in ("INSERT", "UPDATE", "DELETE")), path.name
