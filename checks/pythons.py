"""Run a share of the tests on every other Python that is here: `python -m checks.pythons [3.13]...`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from make import dev_tools, list_extras

from checks.environments import make_with, run, supported

SHARE = [
    "tests/contracts/test_layers.py",
    "tests/contracts/test_startup.py",
    "tests/dates/test_phrases.py",
    "tests/dates/test_refused_phrases.py",
    "tests/faults/test_endings.py",
    "tests/model/test_change.py",
    "tests/model/test_verbs.py",
    "tests/render/test_safe.py",
    "tests/render/test_terminal.py",
    "tests/store/test_door.py",
    "tests/store/test_migrations.py",
    "tests/store/test_writer.py",
    "tests/test_record.py",
    "tests/cli/test_quick_path.py",
    "tests/cli/test_undo.py",
]
"""What differs between Pythons: records, start-up, argument parsing, sqlite3, zones, terminals."""

_NEEDED = ("hypothesis", "pexpect", "pyte", "pytest")


def others() -> dict[str, Path]:
    """The supported Pythons that are here beside the one that runs this, by version; pyenv's too."""
    found = {}
    for version in supported():
        if version == "{}.{}".format(*sys.version_info):
            continue
        roots = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
        places = [shutil.which(f"python{version}"), *sorted(roots.glob(f"{version}.*/bin/python{version}"))]
        for place in places:
            if place and _answers(Path(place), version):
                found[version] = Path(place)
                break
    return found


def _answers(python: Path, version: str) -> bool:
    # A shim of pyenv stands on the path for every version that it has, and answers for those that are chosen.
    try:
        asked = subprocess.run(
            [python, "-c", "import sys, venv, ensurepip, sqlite3; print('{}.{}'.format(*sys.version_info))"],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0 and asked.stdout.strip() == version


def main() -> None:
    """Build an environment for each and run the share in it; say which ones are not here."""
    words = sys.argv[1:]
    here = others()
    for version in supported():
        if version not in here and version != "{}.{}".format(*sys.version_info):
            print(f"SKIPPED: Python {version}, which is not here")
    for version, python in here.items():
        if words and version not in words:
            continue
        with tempfile.TemporaryDirectory(prefix="followq-python-") as folder:
            print(f"Python {version}: {python}", flush=True)
            tools = [tool for tool in dev_tools() if tool.startswith(_NEEDED)]
            extras = ",".join(list_extras())
            programs = make_with(python, Path(folder) / "venv", "-e", f".[{extras}]", *tools)
            run(programs / "python", "-m", "pytest", "-p", "no:cacheprovider", "-n", "auto", *SHARE)


if __name__ == "__main__":
    main()
