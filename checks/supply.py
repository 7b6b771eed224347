"""Look at what followq stands on, as installed here: `python -m checks.supply [--advisories]`.

Bounds, licences, where the packages came from, and whether they fit each other. With `--advisories` the known
vulnerabilities too, where a service that knows them can be reached; else it says that this was left out.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from importlib.metadata import Distribution, PackagePath, distribution
from pathlib import Path

from make import list_extras
from packaging.requirements import Requirement

from checks.environments import fail, make, requirements, run

_PERMISSIVE = re.compile(r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Public Domain|Unlicense)\b", re.I)
_DATED = {"tzdata"}
"""Versions that are dates promise nothing, so that there is none to stay below."""
_SERVICE_SECONDS = 90


def closure(name: str, extras: frozenset[str] = frozenset()) -> dict[str, Distribution]:
    """Every package that one needs on this machine, by name, itself included.

    Raises: importlib.metadata.PackageNotFoundError for what isn't installed.
    """
    found: dict[str, Distribution] = {}
    todo = [(name, extras)]
    seen: set[tuple[str, frozenset[str]]] = set()
    while todo:
        name, wanted = todo.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        found[name] = distribution(name)
        for line in found[name].requires or ():
            needed = Requirement(line)
            if any(needed.marker is None or needed.marker.evaluate({"extra": extra}) for extra in {"", *wanted}):
                todo.append((needed.name.lower().replace("_", "-"), frozenset(needed.extras)))
    return found


def licence(package: Distribution) -> str:
    """What its metadata says of its licence, in one line."""
    said = package.metadata.get_all("License-Expression") or [
        line.rpartition("::")[2].strip()
        for line in package.metadata.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    said = said or package.metadata.get_all("License") or []
    if not said and any(_BSD in file.read_text("utf-8") for file in _licence_files(package)):
        said = ["BSD, by its text"]
    return ", ".join(said or ["nothing"]).splitlines()[0]


_BSD = "Redistribution and use in source and binary forms, with or without"


def _licence_files(package: Distribution) -> list[PackagePath]:
    named = set(package.metadata.get_all("License-File") or ())
    return [file for file in package.files or () if file.name in named and ".dist-info" in str(file.parent)]


def _bounds() -> None:
    for line in requirements():
        needed = Requirement(line)
        signs = {bound.operator for bound in needed.specifier}
        if ">=" not in signs or ("<" not in signs and needed.name not in _DATED):
            fail(f"{line}: a lowest version and one to stay below belong there")


def _packages(packages: dict[str, Distribution]) -> None:
    for name, package in sorted(packages.items()):
        said = licence(package)
        print(f"  {name:22}{package.version:14}{said}")
        if not _PERMISSIVE.search(said):
            fail(f"{name}: its licence is given as {said}")
        if name != "followq" and package.read_text("direct_url.json"):
            fail(f"{name}: comes from an address of its own, not from the package index")
        hooks = [file for file in package.files or () if file.suffix == ".pth"]
        if name != "followq" and hooks:
            fail(f"{name}: runs at every start of Python, by {hooks[0]}")


def _advisories(packages: dict[str, Distribution]) -> None:
    with tempfile.TemporaryDirectory(prefix="followq-supply-") as folder:
        pinned = Path(folder) / "pinned.txt"
        pinned.write_text("".join(f"{n}=={p.version}\n" for n, p in packages.items() if n != "followq"))
        try:
            programs = make(Path(folder) / "venv", "pip-audit>=2.7,<3")
            asked = subprocess.run(
                [programs / "pip-audit", "--requirement", pinned, "--no-deps", "--disable-pip", "--format", "json"],
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                timeout=_SERVICE_SECONDS,
                check=False,
            )
            answers = json.loads(asked.stdout)["dependencies"]
        except (subprocess.SubprocessError, ValueError, KeyError):
            print("SKIPPED: known vulnerabilities, as no service that knows them could be asked")
            return
    bad = [f"{a['name']} {a['version']}: {v['id']}" for a in answers for v in a.get("vulns", ())]
    if bad:
        fail("known vulnerabilities: " + "; ".join(bad))
    missed = [a["name"] for a in answers if "skip_reason" in a]
    if missed:
        print(
            f"SKIPPED: known vulnerabilities of {len(missed)} of {len(answers)} packages, as nothing answered for them"
        )
    else:
        print(f"no known vulnerabilities in {len(answers)} packages")


def main() -> None:
    """Check the bounds, the packages, their fit, and if asked for the advisories."""
    _bounds()
    packages = closure("followq", frozenset(list_extras()))
    _packages(packages)
    run(sys.executable, "-m", "pip", "check")
    if "--advisories" in sys.argv[1:]:
        _advisories(packages)
    else:
        print("SKIPPED: known vulnerabilities; --advisories asks for them")


if __name__ == "__main__":
    main()
