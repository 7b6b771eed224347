"""Change the model by small mistakes and see which ones no test notices: `python -m checks.mutants [PATTERN]...`.

A pattern names mutants, `followq.model.people.shared_view.*`; without any all are tried, which takes an hour and more.
Everything happens in a copy of the tree (`--in FOLDER` keeps it and goes on where an earlier run stood), so
nothing lands in the checkout. Ends with a line for each module and the mutants that lived, each with its diff.
What mutmut doesn't touch: what stands outside of functions, and properties.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from checks.environments import ROOT

_COPIED = ("src", "tests", "bench", "checks", "pyproject.toml", "README.md", "make.py")


def main() -> None:
    """Copy the tree, run mutmut in the copy, and print what lived."""
    words = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="followq-mutants-") as temporary:
        folder = Path(words.pop(1)) if words[:1] == ["--in"] else Path(temporary)
        patterns = [word for word in words if word != "--in"]
        _copy(folder)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FOLLOWQ_")}
        mutmut = [sys.executable, "-m", "mutmut"]
        listed = [*mutmut, "results", "--all", "true"]
        subprocess.run([*mutmut, "run", *patterns], cwd=folder, env=environment, check=False, stdin=subprocess.DEVNULL)
        found = subprocess.run(listed, cwd=folder, capture_output=True, text=True, check=True)
        results = [line.strip().partition(": ")[::2] for line in found.stdout.splitlines() if ": " in line]
        _count([(name, result) for name, result in results if result != "not checked"])
        for name, result in results:
            if result in ("survived", "no tests"):
                shown = subprocess.run([*mutmut, "show", name], cwd=folder, capture_output=True, text=True, check=False)
                print(f"\n{name}: {result}\n{shown.stdout.strip()}")


def _copy(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            left = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, folder / name, dirs_exist_ok=True, ignore=left)
        else:
            shutil.copy2(source, folder / name)


def _count(results: list[tuple[str, str]]) -> None:
    modules: dict[str, Counter[str]] = defaultdict(Counter)
    for name, result in results:
        modules[name.split(".")[2]][result] += 1
    for module, counts in sorted(modules.items()):
        said = ", ".join(f"{number} {result}" for result, number in counts.most_common())
        print(f"{module:14}{sum(counts.values()):6}  {said}")


if __name__ == "__main__":
    main()
