"""Which programs are measured, where they are found, and what is told of each: versions, or why it is missing."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

from bench.speed import environments
from bench.speed.environments import ROOT, NotInstalledError
from bench.speed.program import Program
from bench.speed.programs import floors, followq, taskwarrior, todoman, topydo
from bench.speed.results import Results

Gathered = tuple[list[Program], dict[str, str], dict[str, str]]
"""The programs, the missing ones with why, and facts about the run."""

AT = "followq at "
PEERS: tuple[tuple[str, str, Callable[[Path, str], Program]], ...] = (
    (todoman.NAME, "todo", todoman.program),
    (topydo.NAME, "topydo", topydo.program),
)
"""Peers from the package registry: their package, their script."""


def installed(*, against: str | None = None, has_peers: bool = True) -> Gathered:
    """Everything in an environment of its own; what is missing is installed.

    Raises: NotInstalledError when followq itself can't be.
    """
    python = environments.made("followq", str(ROOT))
    programs, facts = _ours(python)
    missing: dict[str, str] = {}
    facts["start scripts"] = f"pip {environments.pip_version()}"
    if against:
        other = environments.made("against", str(environments.checkout(against)))
        programs.insert(2, followq.program(other, environments.versions(other)["followq"], f"{AT}{against}"))
    if has_peers:
        _add_taskwarrior(programs, missing)
        for name, script, make in PEERS:
            try:
                there = environments.made(name, name)
                programs.append(make(there.with_name(script), environments.versions(there)[name]))
            except NotInstalledError as err:
                missing[name] = f"can't be installed here: {err}"
    return _with_versions(programs, missing, facts)


def at_hand() -> Gathered:
    """What this Python has; nothing is installed."""
    programs, facts = _ours(Path(sys.executable))
    missing: dict[str, str] = {}
    _add_taskwarrior(programs, missing)
    for name, script, make in PEERS:
        there = environments.BUILD / name / "bin" / script
        if there.exists():
            programs.append(make(there, environments.versions(there.with_name("python"))[name]))
        else:
            missing[name] = "not installed yet; a run without --quick does it"
    return _with_versions(programs, missing, facts)


def others(results: Results) -> list[str]:
    """Other versions of followq in a run."""
    return [name for name in results.programs() if name.startswith(AT)]


def failures(results: Results) -> int:
    """Say which calls failed; 1 when there are any, else 0."""
    found = [
        f"{program}, {key}: {why}"
        for one in results.sizes
        for program, skipped in one.skipped.items()
        for key, why in skipped.items()
    ]
    print("\n".join(("", *(f"FAILED {line}" for line in found))) if found else "\nevery call ran")
    return 1 if found else 0


def _ours(python: Path) -> tuple[list[Program], dict[str, str]]:
    found = environments.versions(python)
    programs = [
        floors.program(python, found["python"]),
        followq.program(python, f"{found['followq']} ({_commit()})"),
        floors.naive(python),
    ]
    named = ("typer", "rich", "sqlite")
    return programs, {
        "date": f"{datetime.now(timezone.utc):%Y-%m-%d}",
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        "libraries": ", ".join(f"{name} {found[name]}" for name in named),
    }


def _with_versions(programs: list[Program], missing: dict[str, str], facts: dict[str, str]) -> Gathered:
    facts["programs"] = ", ".join(f"{one.name} {one.version}" for one in programs if one.version)
    return programs, missing, facts


def _add_taskwarrior(programs: list[Program], missing: dict[str, str]) -> None:
    path = shutil.which("task")
    if path is None:
        missing[taskwarrior.NAME] = "not installed; on Debian: apt-get install taskwarrior"
        return
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=True)
    programs.append(taskwarrior.program(Path(path), done.stdout.strip()))


def _commit() -> str:
    words = ["git", "describe", "--always", "--dirty"]
    try:
        return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "no commit known"


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
