"""Environments of their own for what is measured, made as pipx makes them, in the ignored folder build/speed.

Each has the program, what it needs, and nothing else: neither pip nor a .pth file that every start would read.
The start script is the newest pip's, as older ones load `re` first.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "speed"
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input")
VERSIONS = """
import json, platform, sqlite3
from importlib.metadata import distributions
found = {one.metadata["Name"].lower(): one.version for one in distributions()}
print(json.dumps({"python": platform.python_version(), "sqlite": sqlite3.sqlite_version, **found}))
"""


class NotInstalledError(Exception):
    """A program can't be had here; says why in one line."""


def made(name: str, requirement: str) -> Path:
    """Python of an environment with a requirement in it: a package's name, or a checkout, which is installed anew.

    Raises: NotInstalledError.
    """
    python = BUILD / name / "bin" / "python"
    stamp = BUILD / f"{name}.txt"
    project = Path(requirement) / "pyproject.toml"
    wanted = hashlib.sha256(project.read_bytes()).hexdigest() if project.exists() else requirement
    if not (python.exists() and stamp.exists() and stamp.read_text() == wanted):
        _run(sys.executable, "-m", "venv", "--without-pip", "--clear", str(BUILD / name))
        _install(python, requirement)
        stamp.write_text(wanted)
    elif project.exists():
        _install(python, "--no-deps", "--force-reinstall", requirement)
    _run(str(python), "-m", "compileall", "-q", str(BUILD / name / "lib"))
    return python


def versions(python: Path) -> dict[str, str]:
    """Versions of Python, SQLite and every package in an environment, by name in small letters."""
    found: dict[str, str] = json.loads(_run(str(python), "-c", VERSIONS))
    return found


def checkout(ref: str) -> Path:
    """Files of another commit, in a folder of their own.

    Raises: NotInstalledError.
    """
    packed = subprocess.run(["git", "archive", ref], cwd=ROOT, capture_output=True, check=False)
    if packed.returncode:
        raise NotInstalledError(f"git knows no {ref}")
    place = BUILD / "against-source"
    shutil.rmtree(place, ignore_errors=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(place, filter="data")
    return place


def pip_version() -> str:
    """Version of the pip whose start scripts are measured."""
    return versions(_installer())["pip"]


def _installer() -> Path:
    python = BUILD / "pip" / "bin" / "python"
    if not (BUILD / "pip.txt").exists():
        _run(sys.executable, "-m", "venv", "--clear", str(BUILD / "pip"))
        _run(str(python), *PIP, "install", "--upgrade", "pip")
        (BUILD / "pip.txt").write_text("")
    return python


def _install(python: Path, *words: str) -> None:
    _run(str(_installer()), *PIP, "--python", str(python), "install", *words)


def _run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise NotInstalledError(last[:200])
    return done.stdout
