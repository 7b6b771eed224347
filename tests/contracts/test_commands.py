"""Every command loads, has help with an example, and stands in the documentation."""

from __future__ import annotations

import importlib.util
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

from followq.cli.app import introspect
from followq.cli.app.dispatch import find_function
from followq.cli.app.registry import COMMANDS, PANELS, SUBCOMMANDS
from followq.cli.completion import candidates, table
from followq.model.core.followup import FollowUp
from followq.model.core.person import Person
from tests.conftest import Call

ROOT = Path(__file__).resolve().parents[2]
ALL = [name for name in COMMANDS if name not in SUBCOMMANDS] + [
    f"{name} {sub}" for name, subs in SUBCOMMANDS.items() for sub in subs
]
IN_JSON = frozenset((
    "id", "uid", "person", "text", "ball", "status", "since", "promised", "first_promised", "slips", "told_at",
    "nudges", "nudged_at", "snoozed_until", "snoozes", "effort_minutes", "spent_minutes", "channel", "project",
    "tags", "note", "every", "blocked_by", "source", "created_at", "closed_at",
))  # fmt: skip


@pytest.mark.parametrize("name", ALL)
def test_every_command_has_help_and_an_example(name: str, fq: Call) -> None:
    result = fq(*name.split(), "--help")
    assert result.code == 0
    assert f"Usage: followq {name}" in result.out
    assert re.search(rf"Examples?:\s+(│\s*)?followq {name}", result.out), result.out
    assert "--json" in result.out


@pytest.mark.parametrize("name", ALL)
def test_every_example_names_only_options_that_exist(name: str, fq: Call) -> None:
    known = set(re.findall(r"--[a-z-]+", fq(*name.split(), "--help").out))
    lines = [line for line in inspect.getdoc(find_function(name)).splitlines() if line.startswith("followq ")]  # type: ignore[union-attr]
    assert {option for line in lines for option in re.findall(r"--[a-z-]+", line)} <= known


def test_every_command_module_is_in_the_tree() -> None:
    files = {path.stem.rstrip("_") for path in (ROOT / "src/followq/cli/commands").glob("*.py")} - {""}
    # status is followq alone.
    assert files - {"init", "status"} == set(COMMANDS) | ({"__init"} & files)


def test_the_help_groups_the_commands_by_moment(fq: Call) -> None:
    out = fq("--help").out
    places = [out.index(f"\n{panel}\n") for panel in PANELS]
    assert places == sorted(places)
    assert all(re.search(rf"^{name}  .*\n +followq {name}\b.*$", out, re.MULTILINE) for name in ALL)


def test_the_help_of_a_call_with_options_is_the_same(fq: Call, tmp_path: Path) -> None:
    assert fq("--db", str(tmp_path / "other.db"), "--help").out.rstrip() == fq("--help").out.rstrip()


def test_what_completion_and_help_show_is_the_real_tree() -> None:
    """Generated, but proved: whoever adds an option runs `python3 make.py docs`."""
    namespace: dict[str, object] = {}
    exec(introspect.make_table_source(), namespace)
    assert namespace["TABLE"] == table.TABLE
    assert namespace["MOMENTS"] == table.MOMENTS == PANELS


def test_the_keys_of_the_contract_come_from_the_model() -> None:
    assert {"person", *FollowUp._fields} >= IN_JSON
    assert {"id", "name", "aliases", "emails", "phones", "channel", "weight"} <= set(Person._fields)


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_documentation_says_what_the_program_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["generate.py"])
    monkeypatch.setattr("os.environ", dict(__import__("os").environ))
    code = _generator().main()
    assert code == 0, capsys.readouterr().out


def test_the_man_page_has_every_command_option_and_exit_code() -> None:
    text = (ROOT / "docs" / "followq.1").read_text(encoding="utf-8")
    plain = re.sub(r"\\f[BIR]|\\&", "", text).replace("\\-", "-").replace("\\e", "\\")
    for name in ALL:
        assert f"followq {name}" in plain
    for row in table.TABLE.values():
        assert all(names[-1] in plain for names, _, _ in row[4])
    macros = {line.split(" ")[0] for line in text.splitlines() if line.startswith((".", "'"))}
    assert macros <= {'.\\"', ".TH", ".SH", ".SS", ".TP", ".IP", ".PP", ".B", ".RI", ".RS", ".RE", ".EX", ".EE"}


def test_every_command_the_readme_shows_exists(fq: Call) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"^followq (\w+)", text, re.MULTILINE)) | set(re.findall(r"`followq (\w+)", text))
    assert shown <= set(COMMANDS)
    for name in shown:
        used = set(re.findall(rf"^followq {name} [^#\n]*", text, re.MULTILINE))
        known = fq(name, "--help").out
        assert all(option in known for line in used for option in re.findall(r" (--[a-z-]+)", line)), name


def test_what_is_completed_has_a_function_that_offers_it() -> None:
    rows = table.TABLE.values()
    kinds = {kind for *_, arguments, _ in rows for kind, _ in arguments} | {
        kind for *_, given in rows for _, kind, _ in given
    }
    assert len(kinds) > 15
    assert all(callable(getattr(candidates, kind)) for kind in kinds - {"", "-", None} if kind)
