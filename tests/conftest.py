"""What all tests share: a fixed clock, a queue of their own, and two ways to call followq."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, settings

from followq.cli.main import run
from followq.hints import call_with

NOW = "2026-11-23T09:00:00Z"
"""The Monday on which all tests take place, unless they say otherwise."""

# What is started in the background inherits an ignored Ctrl-C, and so would every followq that a test interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
# And under nohup an ignored hang-up: tests go on without their terminal all the same, what they start hears of it.
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, lambda *_: None)

# A busy machine is no defect, and every run tries the same: what fails here fails everywhere.
settings.register_profile("followq", deadline=None, derandomize=True, database=None)
settings.load_profile("followq")
# Whether a mutant fails is all that `make.py mutate` asks, not on which smallest example.
settings.register_profile("mutants", settings.get_profile("followq"), phases=(Phase.explicit, Phase.generate))


class Result(NamedTuple):
    """What a call answered."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """Standard output, read as the one JSON document it has to be."""
        document: dict[str, Any] = json.loads(self.out)
        return document

    @property
    def error(self) -> dict[str, Any]:
        """Standard error, read as the JSON error it has to be."""
        document: dict[str, Any] = json.loads(self.err)
        return document


Call = Callable[..., Result]


@pytest.fixture(autouse=True)
def _world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the user's queue, settings, clock, zone or terminal."""
    monkeypatch.setenv("FOLLOWQ_DB", str(tmp_path / "queue.db"))
    monkeypatch.setenv("FOLLOWQ_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("FOLLOWQ_NOW", NOW)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("HOME", str(tmp_path))
    # Users have their output buffered, whatever runs the tests has.
    for name in (
        "PYTHONUNBUFFERED",
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
        "NO_COLOR",
        "COLUMNS",
        "_FOLLOWQ_COMPLETE",
    ):
        monkeypatch.delenv(name, raising=False)
    call_with(None)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The queue's file, not made yet."""
    return tmp_path / "queue.db"


@pytest.fixture
def fq(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call followq within this process: `fq("add", "Ana", "Quote", now="2026-11-24T09:00:00Z")`."""

    def call(*argv: str, now: str | None = None) -> Result:
        if now is not None:
            monkeypatch.setenv("FOLLOWQ_NOW", now)
        capsys.readouterr()
        code = run(list(argv))
        out, err = capsys.readouterr()
        return Result(code, out, err)

    return call


@pytest.fixture
def fq_process(tmp_path: Path) -> Call:
    """Call followq as a process of its own, with pipes: for standard input, environment and exit codes."""

    def call(
        *argv: str | bytes, stdin: str | bytes = "", env: Mapping[str, str] | None = None, now: str | None = None
    ) -> Result:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        environment |= dict(env or {})
        if now is not None:
            environment["FOLLOWQ_NOW"] = now
        done = subprocess.run(
            [sys.executable, "-m", "followq", *argv],
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            capture_output=True,
            env=environment,
            cwd=tmp_path,
            timeout=60,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))

    return call


@pytest.fixture
def shared() -> Path:
    """The folder of real data beside the checkout; tests that need it skip where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data in ../shared/data is not here")
    return folder
