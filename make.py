"""The project's few verbs: `python3 make.py demo`, `test`, `check`, `docs`, `bench`, and what looks at the tests.

Needs Python 3.11 and nothing else: the first call builds an environment in `.venv`.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(BIN / "python")


COVERING = (
    "tests/model",
    "tests/store",
    # What the store remembers of mail, and its copies, are tried by the commands that use them.
    *(f"tests/cli/test_{name}.py" for name in ("backup", "scan", "scan_privacy", "scan_steps", "scan_stops")),
)
"""Tests that `coverage` runs; `.ci/run` leaves them out of all the others."""


def _read_project() -> dict[str, Any]:
    import tomllib  # not there before Python 3.11, which is told in words below

    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def dev_tools() -> list[str]:
    """What development needs, as pyproject.toml names it."""
    tools: list[str] = _read_project()["dependency-groups"]["dev"]
    return tools


def list_extras() -> list[str]:
    """Every extra that followq has, in order."""
    return sorted(_read_project()["project"]["optional-dependencies"])


def environment(*, dev: bool) -> None:
    """Build `.venv` with followq in it, once for each state of pyproject.toml; with the tools when `dev`."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + str(dev).encode()).hexdigest()
    stamp = VENV / f".followq-{'dev' if dev else 'run'}"
    if stamp.exists() and stamp.read_text() == wanted and Path(PYTHON).exists():
        return
    if not Path(PYTHON).exists():
        venv.create(VENV, with_pip=True)
    own = f"{ROOT}[{','.join(list_extras())}]" if dev else str(ROOT)
    packages = ["-e", own, *(dev_tools() if dev else [])]
    print("Setting up .venv; this takes a minute the first time.", file=sys.stderr)
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages)
    stamp.write_text(wanted)


def run(*command: str) -> None:
    """Run a command in the project's folder; its failure ends us with its code."""
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code:
        sys.exit(code)


def demo(*words: str) -> None:
    """Show `followq today` on a made-up queue."""
    environment(dev=False)
    run(str(BIN / "followq"), "demo", *words)


def test(*words: str) -> None:
    """Run all tests, on every core."""
    environment(dev=True)
    run(PYTHON, "-m", "pytest", *(words or ["-n", "auto"]))


def check(*_: str) -> None:
    """Lint, format and types."""
    environment(dev=True)
    run(PYTHON, "-m", "ruff", "check")
    run(PYTHON, "-m", "ruff", "format", "--check")
    run(PYTHON, "-m", "mypy")


def docs(*_: str) -> None:
    """Write the generated parts of the documentation anew."""
    environment(dev=True)
    run(PYTHON, "docs/generate.py", "--write")


def site(*_: str) -> None:
    """Build the site in build/site, and follow every link of it."""
    environment(dev=True)
    run(PYTHON, "-m", "checks.website")


def bench(*words: str) -> None:
    """Measure followq beside its peers and its floor, in one run; --quick only tries whether everything runs."""
    environment(dev=True)
    run(PYTHON, "-m", "bench.speed", *words)


def coverage(*words: str) -> None:
    """Run the tests of model and store, and fail where they leave out more than 5% of their branches."""
    environment(dev=True)
    run(PYTHON, "-m", "pytest", "--cov", "--cov-report=term", *(words or ["-n", "auto", *COVERING]))


def mutate(*words: str) -> None:
    """Make small mistakes in the model and list those that no test notices; of one module by its pattern."""
    environment(dev=True)
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "mutmut>=3.8,<4")
    run(PYTHON, "-m", "checks.mutants", *words)


def lowest(*words: str) -> None:
    """Run a share of the tests with the lowest versions of what followq needs."""
    run(sys.executable, "-m", "checks.lowest", *words)


def package(*_: str) -> None:
    """Build the wheel and the sdist, and try each in an empty environment."""
    run(sys.executable, "-m", "checks.package")


def supply(*words: str) -> None:
    """Look at the packages that followq needs: bounds, licences, where they came from."""
    environment(dev=True)
    run(PYTHON, "-m", "checks.supply", *words)


def pythons(*words: str) -> None:
    """Run a share of the tests on every other Python that is here."""
    run(sys.executable, "-m", "checks.pythons", *words)


_VERBS = (demo, test, check, docs, site, bench, coverage, mutate, lowest, package, supply, pythons)
VERBS = {verb.__name__: verb for verb in _VERBS}


def main() -> None:
    """Carry out one verb."""
    if len(sys.argv) < 2 or sys.argv[1] not in VERBS:
        print(__doc__)
        for name, verb in VERBS.items():
            print(f"  {name:10}{verb.__doc__}")
        sys.exit(2)
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older Python should be told in words
        sys.exit("followq needs Python 3.11 or newer")
    VERBS[sys.argv[1]](*sys.argv[2:])


if __name__ == "__main__":
    main()
