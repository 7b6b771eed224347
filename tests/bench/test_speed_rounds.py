"""Who joins which round, what is left out and why, and that every write is taken back. No real time is looked at."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from bench.speed.items import Size
from bench.speed.program import ID, Call, Program
from bench.speed.results import Measured
from bench.speed.rounds import NOTHING, Foretold, Outcome, Runner, make_same, measure
from bench.speed.runner import KILLED


class Fake(Runner):
    """Answers each call by its first word, and remembers the calls in their order."""

    def __init__(self, answers: Mapping[str, Outcome]) -> None:
        self.answers = dict(answers)
        self.said: list[tuple[str, ...]] = []

    def run(self, call: Call, folder: Path, *, is_terminal: bool = False, seconds: float = 10.0) -> Outcome:
        """Write into the folder when told to."""
        if call == NOTHING:
            return Outcome(0, 0.0, 9000, 0.0, b"")
        self.said.append(call.words)
        if call.words[0] == "add":
            file = folder / "data"
            file.write_text(file.read_text() + "more")
        return self.answers.get(call.words[0], took(0.1))

    def close(self) -> None:
        """Nothing to end."""


def took(seconds: float, code: int = 0, said: bytes = b"") -> Outcome:
    """What a call came to."""
    return Outcome(code, seconds, 20480, seconds, said)


def program(*keys: str, name: str = "some") -> Program:
    """A program whose calls are called after their questions."""

    def fill(folder: Path, _size: Size) -> None:
        (folder / "data").write_text("data")

    def calls(_folder: Path, _size: Size) -> dict[str, Call]:
        return {"add": Call(("add",)), **{key: Call((key, ID) if key == "done" else (key,)) for key in keys}}

    def prepare(_folder: Path, _size: Size) -> list[Call]:
        return [Call(("first",)), Call(("add",))]

    return Program(name, "1", fill, calls, prepare, lambda _folder, _size: {ID: ["3", "5", "8"]})


def measured(fake: Fake, folder: Path, one: Program, rounds: int = 6, foretold: Foretold | None = None) -> Measured:
    """One program alone, 100 open items."""
    return measure(Size(100, 0), [one], rounds, fake, folder, foretold or Foretold())


def test_every_call_joins_every_round_in_turn_after_one_that_does_not_count(tmp_path: Path) -> None:
    fake = Fake({})
    found = measured(fake, tmp_path, program("count", "version"), rounds=2)
    assert [words[0] for words in fake.said] == ["first", "add", *["add", "count", "version"] * 3]
    assert [len(taken) for taken in found.samples["some"].values()] == [2, 2, 2]
    assert found.samples["some"]["count"][0] == (0.1, 20.0, 0.1)
    assert found.least_megabytes == 8.8


def test_a_slow_call_joins_every_third_round(tmp_path: Path) -> None:
    found = measured(Fake({"search": took(0.7)}), tmp_path, program("search", "count"))
    assert [sample is not None for sample in found.samples["some"]["search"]] == [True, False, False] * 2
    assert all(found.samples["some"]["count"])


def test_a_very_slow_call_joins_the_first_round_alone(tmp_path: Path) -> None:
    found = measured(Fake({"doctor": took(6.0)}), tmp_path, program("doctor"))
    assert [sample is not None for sample in found.samples["some"]["doctor"]] == [True] + [False] * 5


def test_what_has_to_come_first_is_called_before_each_time_and_not_measured(tmp_path: Path) -> None:
    fake, one = Fake({"undo": took(0.4)}), program("redo")
    calls = {"redo": Call(("redo",), before=(Call(("undo",)),))}
    found = measured(fake, tmp_path, one._replace(calls=lambda _folder, _size: calls), rounds=1)
    assert [words[0] for words in fake.said] == ["first", "add", "undo", "redo", "undo", "redo"]
    assert found.samples["some"]["redo"][0] == (0.1, 20.0, 0.1)


def test_each_round_closes_another_item(tmp_path: Path) -> None:
    fake = Fake({})
    measured(fake, tmp_path, program("done"), rounds=3)
    assert [words[1] for words in fake.said if words[0] == "done"] == ["3", "5", "8", "3"]


def test_what_a_call_writes_is_taken_back_before_the_next_one(tmp_path: Path) -> None:
    measured(Fake({}), tmp_path, program("count"))
    # Once at first, so that whatever is made at the first write is there, and never again.
    assert (tmp_path / "some" / "work" / "data").read_text() == "datamore"


def test_what_takes_too_long_or_fails_is_left_out_and_says_why(tmp_path: Path) -> None:
    answers = {"search": took(30.1, KILLED), "count": took(0.1, 3, b"Traceback\nValueError: too many\n")}
    found = measured(Fake(answers), tmp_path, program("search", "count", "version"))
    assert found.skipped["some"] == {
        "search": "over 30 s: was stopped",
        "count": "fails with code 3: ValueError: too many",
    }
    assert set(found.samples["some"]) == {"add", "version"}


def test_a_program_whose_first_call_takes_too_long_is_left_out_at_that_size(tmp_path: Path) -> None:
    found = measured(Fake({"first": took(120.0, KILLED)}), tmp_path, program("count"))
    assert found.skipped == {"some": {"*": "over 120 s: was stopped"}}
    assert found.samples == {}


def test_what_is_foretold_to_take_too_long_is_not_tried(tmp_path: Path) -> None:
    foretold, fake = Foretold(), Fake({})
    foretold.note("some", "count", 10, 3.1)
    found = measured(fake, tmp_path, program("count"), foretold=foretold)
    assert found.skipped["some"] == {"count": "not tried: foretold to take over 30 s"}
    assert ("count",) not in fake.said


def test_a_foretold_time_grows_with_the_items_from_the_next_smaller_size() -> None:
    foretold = Foretold()
    assert foretold.seconds("some", "count", 100) == 0.0
    foretold.note("some", "count", 10, 1.0)
    foretold.note("some", "count", 100, 2.0)
    assert foretold.seconds("some", "count", 1_000) == 20.0
    assert foretold.seconds("some", "count", 50) == 5.0
    assert foretold.seconds("other", "count", 50) == 0.0


def test_a_folder_is_made_equal_with_its_times_and_what_is_equal_is_left_alone(tmp_path: Path) -> None:
    kept, work = tmp_path / "kept", tmp_path / "work"
    (kept / "inner").mkdir(parents=True)
    (kept / "inner" / "same").write_text("same")
    (kept / "changed").write_text("before")
    make_same(kept, work)
    untouched = (work / "inner" / "same").stat().st_ino
    (work / "changed").write_text("afterwards")
    (work / "inner" / "new").write_text("new")
    (work / "folder").mkdir()
    make_same(kept, work)
    assert sorted(path.name for path in work.rglob("*")) == ["changed", "inner", "same"]
    assert (work / "changed").read_text() == "before"
    assert (work / "inner" / "same").stat().st_ino == untouched
    for name in ("changed", "inner", "inner/same"):
        assert (work / name).stat().st_mtime_ns == (kept / name).stat().st_mtime_ns


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    """A real one."""
    real = Runner(tmp_path)
    yield real
    real.close()


def python(code: str) -> Call:
    """A call of this Python."""
    return Call((sys.executable, "-c", code))


def test_it_tells_a_terminal_of_the_usual_size_from_a_pipe(runner: Runner, tmp_path: Path) -> None:
    call = python("import os, sys; print(sys.stdout.isatty() and tuple(os.get_terminal_size()), sys.stdin.isatty())")
    assert runner.run(call, tmp_path, is_terminal=True).said == b"(80, 24) False\r\n"
    assert runner.run(call, tmp_path).said == b"False False\n"


def test_it_types_once_something_was_said(runner: Runner, tmp_path: Path) -> None:
    call = python("print('First'); print(input() + '!')")._replace(typed=b"q\n")
    assert runner.run(call, tmp_path, is_terminal=True).said.replace(b"\r", b"") == b"First\nq\nq!\n"


def test_what_is_typed_to_takes_as_long_as_to_its_first_lines(runner: Runner, tmp_path: Path) -> None:
    call = python("import time; print('First', flush=True)\nwhile time.process_time() < 1: pass\nprint(input())")
    found = runner.run(call._replace(typed=b"q\n"), tmp_path, is_terminal=True)
    assert 0 < found.seconds < 0.8


def test_it_hands_on_the_code_and_what_was_said_last(runner: Runner, tmp_path: Path) -> None:
    found = runner.run(python("import sys; print('x' * 100_000); print('no'); sys.exit(1)"), tmp_path)
    assert found.code == 1
    assert found.said.endswith(b"xxx\nno\n")
    assert found.seconds > 0
    assert found.peak_kib > 1000


def test_it_passes_no_environment_on_but_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    real = Runner(tmp_path)
    found = real.run(python("import os; print(sorted(os.environ))")._replace(env={"MORE": "1"}), tmp_path).said
    real.close()
    assert b"PYTHON" not in found
    assert b"MORE" in found


def test_it_ends_what_takes_too_long(runner: Runner, tmp_path: Path) -> None:
    assert runner.run(python("while True: pass"), tmp_path, seconds=0.1).code == KILLED
    assert runner.run(python("import time; time.sleep(600)"), tmp_path, seconds=0.1).code == KILLED
