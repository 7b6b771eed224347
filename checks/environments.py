"""Environments of their own, made and thrown away by the checks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_LOWEST = re.compile(r"(?P<name>[\w.-]+)(?:\[[^\]]*\])?\s*>=\s*(?P<version>[\w.]+)")


def project() -> dict[str, object]:
    """The `[project]` table of pyproject.toml."""
    table: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return table


def requirements() -> list[str]:
    """What followq needs at run time, its extras included."""
    found = list(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"])
    for extra in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"].values():
        found += extra
    return found


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
    """Build an environment and install into it; returns its folder of programs.

    Raises: subprocess.CalledProcessError.
    """
    venv.create(folder, with_pip=True, clear=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    words: list[str] = []
    if constraints is not None:
        (folder / "constraints.txt").write_text("\n".join(constraints) + "\n")
        words = ["--constraint", str(folder / "constraints.txt")]
    run(programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words, *packages)
    return programs


def run(*command: str | Path) -> None:
    """Run a command in the project's folder.

    Raises: subprocess.CalledProcessError.
    """
    subprocess.run([str(word) for word in command], cwd=ROOT, check=True, stdin=subprocess.DEVNULL)


def fail(reason: str) -> None:
    """End with one line that says why."""
    sys.exit(f"failed: {reason}")
