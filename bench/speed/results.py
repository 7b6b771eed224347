"""What a run found: samples by size, program and question, and how they are kept in a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from bench.speed.items import Size


class Sample(NamedTuple):
    """One call: processor seconds (user and system), peak megabytes, seconds on the wall."""

    cpu: float
    megabytes: float
    wall: float

    @classmethod
    def of(cls, cpu: float, peak_kib: int, wall: float) -> Sample:
        """Rounded to what a clock can tell."""
        return cls(round(cpu, 6), round(peak_kib / 1024, 1), round(wall, 6))


class Measured(NamedTuple):
    """One size: by program and question a sample for each round, None where it did not join.

    `skipped` says why there are none; "*" stands for all questions. A peak of no more than `least_megabytes` is the
    bench's own.
    """

    size: Size
    rounds: int
    samples: dict[str, dict[str, list[Sample | None]]]
    skipped: dict[str, dict[str, str]]
    least_megabytes: float = 0.0


class Results(NamedTuple):
    """A whole run: `facts` are the machine and the versions, `missing` the programs that are not there, and why."""

    facts: Mapping[str, str]
    missing: Mapping[str, str]
    sizes: list[Measured]

    def programs(self) -> list[str]:
        """Names of all programs that should have been measured, in order, the missing ones last."""
        seen = {name: None for one in self.sizes for name in (*one.samples, *one.skipped)}
        return [*seen, *(name for name in self.missing if name not in seen)]


def to_file(results: Results, path: Path) -> None:
    """Keep a run as JSON."""
    document = {
        "bench": "speed",
        "facts": results.facts,
        "missing": results.missing,
        "sizes": [{"size": one.size, **dict(zip(one._fields[1:], one[1:], strict=True))} for one in results.sizes],
    }
    path.write_text(json.dumps(document, indent=None) + "\n", encoding="utf-8")


def from_file(path: Path) -> Results:
    """Take a run up again."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    sizes = []
    for one in document["sizes"]:
        samples = {
            program: {
                key: [None if sample is None else Sample(*sample) for sample in taken] for key, taken in answers.items()
            }
            for program, answers in one["samples"].items()
        }
        sizes.append(Measured(Size(*one["size"]), one["rounds"], samples, one["skipped"], one["least_megabytes"]))
    return Results(document["facts"], document["missing"], sizes)
