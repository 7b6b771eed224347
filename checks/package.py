"""Build the wheel and the sdist, and try each in an empty environment: `python -m checks.package`."""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
import tempfile
import zipfile
from email.parser import Parser
from pathlib import Path

from checks.environments import ROOT, fail, make, supported

_LEFT_BEHIND = ("__pycache__", ".pyc", ".orig", ".rej", "~")
_TOP_OF_SDIST = {
    ".gitignore", "CHANGELOG.md", "LICENSE", "PKG-INFO", "README.md", "bench", "checks", "docs", "make.py",
    "pyproject.toml", "src", "tests",
}  # fmt: skip


def main() -> None:
    """Build both, look into them, install each into an empty environment and walk through the main flows."""
    with tempfile.TemporaryDirectory(prefix="followq-package-") as name:
        folder = Path(name)
        tools = make(folder / "build", "build")
        built = subprocess.run(
            [tools / "python", "-m", "build", "--outdir", folder / "dist", ROOT],
            capture_output=True,
            text=True,
            check=False,
        )
        if built.returncode:
            fail(f"build\n{built.stdout}{built.stderr}")
        wheel, sdist = next(folder.glob("dist/*.whl")), next(folder.glob("dist/*.tar.gz"))
        _look_into_wheel(wheel)
        _look_into_sdist(sdist)
        for package in (wheel, sdist):
            programs = make(folder / "try", str(package))
            _walk(programs, folder / package.name.replace(".", "-"))
            print(f"{package.name}: installs and works", flush=True)


def _look_into_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    wanted = {
        str(path.relative_to(source))
        for path in (source / "followq").rglob("*")
        if path.is_file() and not str(path).endswith(_LEFT_BEHIND)
    }
    code = {name for name in names if name.startswith("followq/")}
    if code != wanted:
        fail(f"the wheel differs from src/followq in {sorted(code ^ wanted)}")
    rest = {name.partition("/")[2] for name in names - code}
    expected = {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE", "data/share/man/man1/followq.1"}
    if rest != expected:
        fail(f"the wheel has {sorted(rest)} beside the code, where {sorted(expected)} was expected")
    metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
    troubles = find_metadata_troubles(zipfile.ZipFile(wheel).read(metadata).decode("utf-8"))
    if troubles:
        fail(f"the wheel's metadata: {'; '.join(troubles)}")


def find_metadata_troubles(text: str) -> list[str]:
    """What is missing in a wheel's METADATA, or says what isn't so; nothing where it is complete."""
    found = Parser().parsestr(text)
    wanted = {
        "Name": "followq",
        "Author": "followq contributors",
        "License-Expression": "MIT",
        "Description-Content-Type": "text/markdown",
        "Requires-Python": f">={supported()[0]}",
    }
    troubles = [f"{name} is {found[name]!r}, not {value!r}" for name, value in wanted.items() if found[name] != value]
    troubles += [f"no {name}" for name in ("Version", "Summary", "Keywords", "License-File") if not found[name]]
    classifiers = set(found.get_all("Classifier", []))
    begun = ("Development Status", "Environment", "Intended Audience", "Operating System", "Topic", "Typing")
    troubles += [f"no classifier {name}" for name in begun if not any(c.startswith(f"{name} :: ") for c in classifiers)]
    pythons = {f"Programming Language :: Python :: {version}" for version in supported()}
    troubles += [f"no classifier {name}" for name in sorted(pythons - classifiers)]
    troubles += [f"{name} beside License-Expression" for name in classifiers if name.startswith("License ::")]
    # An address has to be one that was registered for followq; none is known yet, and people aren't named.
    named = ("Home-page", "Download-URL", "Project-URL", "Author-email", "Maintainer", "Maintainer-email")
    troubles += [f"{name} names {found[name]!r}" for name in named if found[name]]
    if not found.get_payload():
        troubles.append("no description")
    return troubles


def _look_into_sdist(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    stray = [name for name in names if name.endswith(_LEFT_BEHIND) or name.partition("/")[0] not in _TOP_OF_SDIST]
    if stray:
        fail(f"the sdist has stray files: {stray}")


def _walk(programs: Path, home: Path) -> None:
    """A new user's first minutes: the installed program alone, in an empty home, far from the source."""
    home.mkdir()
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(home),
        "FOLLOWQ_DB": str(home / "queue.db"),
        "FOLLOWQ_CONFIG": str(home / "config.toml"),
        "LANG": "C.UTF-8",
    } | ({"SYSTEMROOT": os.environ["SYSTEMROOT"]} if os.name == "nt" else {})

    def followq(*words: str, code: int = 0, **more: str) -> str:
        done = subprocess.run(
            [programs / "followq", *words],
            env=environment | more,
            cwd=home,
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )
        if done.returncode != code or "Traceback" in done.stderr:
            fail(f"followq {' '.join(words)}: ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def holds(part: str, text: str) -> None:
        if part not in text:
            fail(f"{part!r} is missing in:\n{text}")

    holds("followq", followq("--version"))
    followq("add", "Ana Lopez", "Send the quote", "--by", "fri", "--effort", "30m")
    followq("add", "Tom Baker", "Sign the contract", "-w")
    holds("Send the quote", followq("today"))
    holds("Send the quote", followq("today", "--plain"))
    holds("Sign the contract", followq("waiting"))
    holds("Ana Lopez", followq("why", "1"))
    followq("done", "1", "--spent", "20m")
    if "Send the quote" in followq("today"):
        fail("what is done is still shown today")
    followq("undo")
    holds("Send the quote", followq("today"))
    holds("Ana", followq("say", "1"))
    followq("export", "--output", "copy.json")
    taken = json.loads((home / "copy.json").read_text())
    if len(taken["followups"]) != 2:
        fail("the export doesn't hold both follow-ups")
    followq("import", "copy.json", "--yes", FOLLOWQ_DB=str(home / "second.db"))
    holds("Send the quote", followq("today", FOLLOWQ_DB=str(home / "second.db")))
    holds("<html", followq("report", "ana", "--format", "html"))
    followq("config", "limit", "5")
    followq("nonsense", code=2)
    holds("_FOLLOWQ_COMPLETE", followq("--show-completion", "bash"))
    holds("today", followq(_FOLLOWQ_COMPLETE="complete_bash", COMP_WORDS="followq tod", COMP_CWORD="1"))
    holds("Sound", followq("doctor"))
    holds("checked", followq("backup"))
    holds("Restored", followq("restore", "latest", "--yes"))
    if not (programs.parent / "share" / "man" / "man1" / "followq.1").is_file():
        fail("the man page isn't where man looks")


if __name__ == "__main__":
    main()
