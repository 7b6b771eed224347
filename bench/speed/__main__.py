"""How fast followq is at any size, beside its peers and beside what Python costs anyway, all in one run.

`python -m bench.speed` makes queues, runs every program on the same work in turn, and prints processor time (user
and system) as medians, and as medians of each round's ratio to the floor, which is what any program on these
libraries pays before it does anything. followq and its peers are installed in environments of their own in build/speed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from bench.speed import environments, gathering, page, tables
from bench.speed.items import FEW_PEOPLE, TEN_YEARS, Size, usual
from bench.speed.results import Results, from_file, to_file
from bench.speed.rounds import Foretold, Runner, measure

ROUNDS = {2_000: 15, 10_000: 11, 100_000: 5}
"""Rounds for queues of up to so many open items."""
HISTORY_ROUNDS = 11
CROWDS = (usual(10_000, 3_333), usual(100_000, 33_333))
SIZES = (*map(usual, (100, 1_000, 2_000, 10_000, 100_000)), *CROWDS, TEN_YEARS)
QUICK = usual(50)


def size(text: str) -> Size:
    """`1000`, `1000+1000000` or `1000/333`: open items, closed ones where they are not a quarter as many, people."""
    items, _, people = text.replace(",", "").partition("/")
    first, plus, closed = items.partition("+")
    found = Size(int(first), int(closed)) if plus else usual(int(first))
    return found._replace(people=int(people or FEW_PEOPLE))


def rounds_of(wanted: Size) -> int:
    """How many rounds are enough; large queues are slow and noise matters less there."""
    if wanted.is_history:
        return HISTORY_ROUNDS
    return next((rounds for most, rounds in ROUNDS.items() if wanted.open <= most), min(ROUNDS.values()))


def run(options: argparse.Namespace) -> Results:
    """Gather the programs and measure them."""
    if options.quick:
        programs, missing, facts = gathering.at_hand()
    else:
        programs, missing, facts = gathering.installed(against=options.against, has_peers=not options.without_peers)
    sizes = [QUICK] if options.quick else sorted(options.sizes or SIZES, key=lambda one: (one.is_history, one))
    results = Results(facts, missing, [])
    foretold = Foretold()
    environments.BUILD.mkdir(parents=True, exist_ok=True)
    for wanted in sizes:
        with tempfile.TemporaryDirectory(dir=environments.BUILD, prefix="queues-") as folder:
            home = Path(folder) / "home"
            home.mkdir()
            runner = Runner(home)
            rounds = options.rounds or (1 if options.quick else rounds_of(wanted))
            results.sizes.append(measure(wanted, programs, rounds, runner, Path(folder), foretold))
            runner.close()
    return results


def show(results: Results) -> None:
    """Print everything."""
    print("\n".join(tables.facts(results)))
    for title, lines in tables.sections(results):
        print("\n".join(("", f"## {title}", "", *lines)))
    for other in gathering.others(results):
        print("\n".join(("", f"## Against {other}", "", *tables.against_table(results, other))))
    print("\n".join(("", "## Aims", "", *tables.aims_table(results))))


def main() -> None:
    """Read the options, measure, print, write."""
    parser = argparse.ArgumentParser(prog="bench.speed", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, help="for every size; by default fewer for large queues")
    parser.add_argument("--sizes", type=size, nargs="+", metavar="OPEN[+CLOSED][/PEOPLE]", help="by default all")
    parser.add_argument(
        "--quick", action="store_true", help="one round on 50 items, with what is at hand: does it run?"
    )
    parser.add_argument("--against", metavar="REF", help="another commit of followq beside this checkout")
    parser.add_argument("--without-peers", action="store_true", help="followq and the floors alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the run, sample by sample")
    parser.add_argument("--from", dest="source", type=Path, metavar="FILE", help="take a kept run; measure nothing")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md and its plots anew")
    options = parser.parse_args()
    results = from_file(options.source) if options.source else run(options)
    if options.json:
        to_file(results, options.json)
    show(results)
    if options.write:
        page.write(results)
    if options.quick:
        sys.exit(gathering.failures(results))


if __name__ == "__main__":
    main()
