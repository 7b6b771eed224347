"""What a call loads, and that its work doesn't grow with what is closed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Call

SHOW_LOADED = (
    "import sys; from followq.cli.main import run; code = run(sys.argv[1:]);"
    "sys.stderr.write(' '.join(sorted({name.split('.')[0] for name in sys.modules}))); sys.exit(code)"
)
NEVER = {"rich", "sqlite_utils", "dateutil", "pydantic", "tomllib", "tomlkit", "platformdirs", "holidays", "click"}
NEVER |= {"prompt_toolkit", "asyncio"}
SMALL = {"typer", "dataclasses", "inspect", "typing", "re", "enum", "unicodedata", "importlib", "warnings", "zoneinfo"}
"""What costs a few milliseconds each: nothing to a call that parses options, much to `count`."""
if sys.version_info >= (3, 12):
    SMALL.remove("warnings")  # sqlite3 itself brings it there


def _loaded(*argv: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", SHOW_LOADED, *argv], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.fixture(autouse=True)
def _queue(fq: Call) -> None:
    fq("add", "Ana Lopez", "Send the quote")


@pytest.mark.parametrize(
    "argv",
    [
        (),
        ("--help",),
        ("count", "--format", "{nudges}"),
        ("today", "--json"),
        ("today",),
        ("waiting",),
        ("count",),
        ("add", "Ana Lopez", "Numbers"),
        ("done", "1"),
    ],
    ids=" ".join,
)
def test_the_commonest_calls_load_none_of_the_heavy_libraries(argv: tuple[str, ...]) -> None:
    assert not _loaded(*argv) & (NEVER | SMALL - _by_json(argv))


def test_a_screen_is_drawn_with_no_more_of_rich_than_its_styles() -> None:
    drawing = (
        "import sys; from followq.cli import console; from followq.cli.main import run;"
        "console.is_drawing = lambda _: True; run(['today']); sys.stderr.write(' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", drawing], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert "rich.style" in loaded
    assert not loaded & (
        NEVER - {"rich"} | {"rich.console", "rich.text", "rich.table", "dataclasses", "inspect", "json"}
    )


def test_a_look_at_promises_and_the_history_loads_nothing_heavy_either(fq: Call) -> None:
    for number in range(12):
        fq("add", "Tom Baker", f"Thing {number}")
    fq("done", "2-12")
    fq("toss", "13")
    fq("add", "Ana Lopez", "Numbers", "--by", "tomorrow")
    assert not _loaded("today") & (NEVER | SMALL | {"json", "contextlib"})


def _by_json(argv: tuple[str, ...]) -> set[str]:
    # The json package brings re.
    return {"re", "enum", "typing"} if "--json" in argv else set()


@pytest.mark.parametrize("argv", [(), ("today",), ("waiting",), ("count",)], ids=" ".join)
def test_a_queue_that_is_not_there_yet_costs_no_more(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, argv: tuple[str, ...]
) -> None:
    monkeypatch.setenv("FOLLOWQ_DB", str(tmp_path / "none.db"))
    assert not _loaded(*argv) & NEVER


@pytest.mark.parametrize("argv", [("today", "--limit", "5", "--json"), ("list",), ("told", "1")], ids=" ".join)
def test_other_calls_load_typer_and_no_more(argv: tuple[str, ...]) -> None:
    assert not _loaded(*argv) & NEVER


@pytest.mark.parametrize(
    ("argv", "most"),
    [(("--version",), 5), (("count",), 39), (("today",), 65), (("waiting",), 64), (("add", "Ana Lopez", "x"), 57)],
)
def test_a_call_loads_few_files_of_its_own(argv: tuple[str, ...], most: int) -> None:
    """Each costs a sixth of a millisecond, which is a hundredth of what `count` may take."""
    done = subprocess.run(
        [sys.executable, "-c", SHOW_LOADED.replace(".split('.')[0]", ""), *argv],
        capture_output=True,
        text=True,
        check=True,
    )
    assert sum(name.startswith("followq") for name in done.stderr.split()) <= most


def test_the_version_loads_nothing_at_all() -> None:
    assert not _loaded("--version") & (NEVER | {"typer", "sqlite3", "json"})


@pytest.mark.parametrize("line", ["followq to", "followq done ", "followq add --by "])
def test_a_tab_loads_next_to_nothing(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setenv("_FOLLOWQ_COMPLETE", "complete_bash")
    monkeypatch.setenv("_FOLLOWQ_LINE", line)
    assert not _loaded() & (NEVER | {"typer", "json", "re", "inspect", "typing"})


def test_only_say_loads_the_templates() -> None:
    assert "jinja2" in _loaded("say", "1")
    assert "jinja2" not in _loaded("told", "1")


def test_dates_load_dateutil_but_not_its_free_parser() -> None:
    assert "dateutil" in _loaded("add", "Tom Baker", "Numbers", "--by", "fri")
    done = subprocess.run(
        [sys.executable, "-c", SHOW_LOADED.replace(".split('.')[0]", ""), "add", "Tom", "x", "--by", "fri"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "dateutil.parser" not in done.stderr.split()


INTERRUPTED_AT = """
import sys
module = sys.argv.pop(1)
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
from followq.cli.main import main
main()
"""


@pytest.mark.parametrize(
    "module",
    ["errors", "cli.app.dispatch", "settings", "store.queue", "cli.commands.count", "render.plain", "render.safe"],
)
def test_ctrl_c_while_followq_loads_ends_it_without_a_traceback(module: str) -> None:
    command = [sys.executable, "-c", INTERRUPTED_AT, f"followq.{module}", "count"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr in ("", "followq: stopped\n")


@pytest.mark.parametrize(
    "words", [("today",), ("today", "--limit", "5"), ("list", "--json"), ("export",)], ids=" ".join
)
def test_a_call_that_leaves_at_once_has_written_everything(fq: Call, words: tuple[str, ...]) -> None:
    """The process ends without Python's own clearing up, which would write what is left of the output."""
    fq("add", "Ana Lopez", "x" * 10_000)
    script = "import sys; from followq.cli.main import main; main()"
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == fq(*words).out


def test_what_a_call_wrote_stays_when_it_leaves_at_once(fq: Call, db: Path) -> None:
    script = "import sys; from followq.cli.main import main; main()"
    subprocess.run([sys.executable, "-c", script, "add", "Tom Baker", "Numbers"], capture_output=True, check=True)
    assert "Numbers" in fq("list").out
    assert [path.name for path in db.parent.iterdir() if path.name.startswith(db.name)] == [db.name]
