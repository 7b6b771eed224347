"""Environments of their own, made and thrown away by the checks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_LOWEST = re.compile(r"(?P<name>[\w.-]+)(?:\[[^\]]*\])?\s*>=\s*(?P<version>[\w.]+)")


def _project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def requirements() -> list[str]:
    """What followq needs at run time, its extras included."""
    project = _project()
    return [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]


def supported() -> list[str]:
    """The Pythons that pyproject.toml names, `3.11` first."""
    named = [line.rpartition(" :: ")[2] for line in _project()["classifiers"] if ":: Python :: 3." in line]
    return sorted(named, key=lambda version: int(version.partition(".")[2]))


def lowest() -> list[str]:
    """The lowest version of each that pyproject.toml allows, as constraints for pip.

    Raises: ValueError for one without a lowest version.
    """
    found = []
    for requirement in requirements():
        match = _LOWEST.match(requirement)
        if match is None:
            raise ValueError(f"{requirement}: no lowest version")
        _, mark, condition = requirement.partition(";")
        found.append(f"{match['name']}=={match['version']}{mark}{condition}")
    return found


def make(folder: Path, *packages: str, constraints: list[str] | None = None) -> Path:
    """Build an environment of this Python and install into it; returns its folder of programs.

    Raises: subprocess.CalledProcessError.
    """
    words: list[str] = []
    if constraints is not None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        (folder.parent / "constraints.txt").write_text("\n".join(constraints) + "\n")
        words = ["--constraint", str(folder.parent / "constraints.txt")]
    return make_with(Path(sys.executable), folder, *words, *packages)


def make_with(python: Path, folder: Path, *words: str) -> Path:
    """Build an environment of another Python and hand the words to its `pip install`; returns its programs' folder.

    Raises: subprocess.CalledProcessError.
    """
    run(python, "-m", "venv", "--clear", folder)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, *words], cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        fail(f"pip install {' '.join(words)}\n{done.stderr}")
    if "yanked" in done.stderr:
        fail(f"a version that its makers took back was chosen\n{done.stderr}")
    return programs


def run(*command: str | Path) -> None:
    """Run a command in the project's folder.

    Raises: subprocess.CalledProcessError.
    """
    subprocess.run([str(word) for word in command], cwd=ROOT, check=True, stdin=subprocess.DEVNULL)


def fail(reason: str) -> None:
    """End with one line that says why."""
    sys.exit(f"failed: {reason}")
