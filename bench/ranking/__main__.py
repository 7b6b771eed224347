"""Run the year at the desk and print what became of it.

python -m bench.ranking                      the built-in scenarios, by load and known efforts
python -m bench.ranking SCENARIO.json ...    scenario files, grouped by name without the seed
python -m bench.ranking --varieties          offices that differ in one thing each
python -m bench.ranking --ablation           what each term of the score does
python -m bench.ranking --laws               worst lateness, and what key people and VIPs wait
python -m bench.ranking --write              all of these, into the tables of README.md, and its picture
python -m bench.ranking --save FOLDER        the built-in scenarios as files
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from bench.ranking import frontier, habits, hindsight, making, speed, tables
from bench.ranking.measures import Waits, best_of, measure, waits_of
from bench.ranking.policies import PEERS, POLICIES
from bench.ranking.scenario import Scenario, document, read
from bench.ranking.tables import Group
from bench.ranking.year import live

README = Path(__file__).with_name("README.md")


def measured(task: tuple[str, Scenario]) -> tuple[dict[str, float], dict[int, Waits]]:
    """One policy's measures in one scenario, and what people of each weight waited."""
    policy, scenario = task
    year = live(scenario, POLICIES[policy]())
    return measure(year), waits_of(year)


def planned(task: tuple[Scenario, dict[str, float]]) -> float:
    """The headline that a plan made afterwards reaches."""
    return hindsight.headline(*task)


def groups_of(named: Iterable[tuple[str, list[Scenario]]], run: Callable[..., Iterable[Any]]) -> list[Group]:
    """Every policy's measures in every scenario, by group; `run` is `map`, or a pool's."""
    groups = list(named)
    scenarios = {scenario.name: scenario for _, group in groups for scenario in group}
    tasks = [(policy, scenario) for scenario in scenarios.values() for policy in POLICIES]
    results = iter(list(run(measured, tasks)))
    found = {name: {policy: next(results) for policy in POLICIES} for name in scenarios}
    measures = {name: {policy: read for policy, (read, _) in by.items()} for name, by in found.items()}
    bests = [best_of([measures[name][peer] for peer in PEERS]) for name in scenarios]
    reached = dict(zip(scenarios, run(planned, list(zip(scenarios.values(), bests, strict=True))), strict=True))
    return [
        Group(
            group,
            {year.name: measures[year.name] for year in years},
            {year.name: found[year.name]["followq"][1] for year in years},
            {year.name: reached[year.name] for year in years},
        )
        for group, years in groups
    ]


def from_files(paths: list[str]) -> list[tuple[str, list[Scenario]]]:
    """Scenarios of files, grouped by their name without a seed (`-s1`) at its end.

    Raises: ValueError.
    """
    groups: dict[str, list[Scenario]] = {}
    for path in paths:
        scenario = read(Path(path))
        groups.setdefault(re.sub(r"[-_ ]?s?\d+$", "", scenario.name) or scenario.name, []).append(scenario)
    return list(groups.items())


def save(folder: Path) -> None:
    """Write the built-in scenarios as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for _, scenarios in making.built_in():
        for scenario in scenarios:
            (folder / f"{scenario.name}.json").write_text(json.dumps(document(scenario)), encoding="utf-8")


def write_readme(run: Callable[..., Any]) -> None:
    """Write every table of README.md anew."""
    text = README.read_text(encoding="utf-8")
    offices, others = groups_of(making.built_in(), run), groups_of(making.varieties(), run)
    parts = {
        "results": tables.markdown(offices),
        "laws": tables.laws([*offices, *others]),
        "varieties": tables.summary(others),
        "ablation": tables.ablation(habits.ablation(run)),
    }
    for name, table in parts.items():
        text = re.sub(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", rf"\1{table}\n\2", text, flags=re.DOTALL)
    README.write_text(text, encoding="utf-8")
    frontier.write(run)


def main() -> None:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.ranking", description="A simulated year at a desk.")
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO.json", help="scenario files; else the built-in ones")
    parser.add_argument("--json", action="store_true", help="the whole table as one JSON document")
    parser.add_argument("--varieties", action="store_true", help="offices that differ in one thing each")
    parser.add_argument("--ablation", action="store_true", help="what each term of the score does")
    parser.add_argument("--laws", action="store_true", help="worst lateness, and what key people and VIPs wait")
    parser.add_argument("--write", action="store_true", help="write the tables and the picture of README.md anew")
    parser.add_argument("--save", metavar="FOLDER", type=Path, help="write the built-in scenarios as files")
    parser.add_argument("--speed", action="store_true", help="processor time of ranking queues of growing size")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes to use")
    options = parser.parse_args()
    if options.save:
        save(options.save)
        return
    if options.speed:
        print("\n".join(speed.lines()))
        return
    with Pool(options.jobs) as pool:
        if options.write:
            write_readme(pool.map)
        elif options.ablation:
            rows = habits.ablation(pool.map)
            print(json.dumps([row._asdict() for row in rows], indent=1) if options.json else tables.ablation(rows))
        else:
            try:
                named = from_files(options.scenarios) if options.scenarios else None
            except ValueError as err:
                sys.exit(f"bench.ranking: {err}")
            groups = groups_of(named or (making.varieties() if options.varieties else making.built_in()), pool.map)
            written = tables.laws if options.laws else tables.text
            print(json.dumps(tables.whole(groups), indent=1) if options.json else written(groups))


if __name__ == "__main__":
    main()
