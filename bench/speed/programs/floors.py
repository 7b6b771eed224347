"""What can't be undercut: bare Python, the libraries alone, and the least script on the same file."""

from __future__ import annotations

from pathlib import Path

from bench.speed.items import Size
from bench.speed.program import Call, Program
from bench.speed.programs import followq

FLOOR_CODE = "import typer, rich.console, rich.table"
FLOOR = "floor"
AGAIN = "floor again"
BARE = "bare"
TYPER = "typer"
FLOORS = {BARE: "pass", TYPER: "import typer", FLOOR: FLOOR_CODE, AGAIN: FLOOR_CODE}
"""Keys of questions that only the floors answer. The floor comes twice, to show what is no difference."""

PYTHON = "Python"
NAIVE = "argparse + sqlite3 + print"
SCRIPT = Path(__file__).with_name("naive.py")


def program(python: Path, version: str) -> Program:
    """The Python of followq's environment, with the same libraries."""

    def calls(_folder: Path, _size: Size) -> dict[str, Call]:
        return {key: Call((str(python), "-c", code)) for key, code in FLOORS.items()}

    return Program(PYTHON, version, _no_data, calls)


def naive(python: Path) -> Program:
    """The script, on followq's own data: its folder stands beside followq's."""

    def calls(folder: Path, _size: Size) -> dict[str, Call]:
        # Compiled like everything else; a script that is called by its path never is.
        code = f"import sys; sys.path.insert(0, {str(SCRIPT.parent)!r}); import naive; naive.main()"
        db = folder.parent.with_name(followq.NAME) / folder.name / followq.FILE
        call = Call((str(python), "-c", code, str(db)))
        dump = call._replace(words=(*call.words, "--dump"))
        return {"today-terminal": call, "today-pipe": call, "export": dump}

    return Program(NAIVE, "", _no_data, calls)


def _no_data(_folder: Path, _size: Size) -> None:
    pass
