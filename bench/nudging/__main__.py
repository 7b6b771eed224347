"""How good the timing of nudges is: mail archives replayed morning by morning, beside fixed rules.

`python -m bench.nudging [--json] [--data FOLDER]`. FOLDER holds a folder `mail` with a folder for each archive;
where there is none, only made-up archives are replayed. Nothing is written for the benchmark: followq's own model
decides each morning, on what was known that morning.

A wait begins with a mail that asks somebody for something and ends with an answer (`asks.py`). A nudge is wasted
if the answer comes within two days all the same. A wait is found if it is nudged while no answer comes for two weeks
or ever. Found alone says little: whoever waits longest wastes least and finds nearly as many. So each comparison is
made twice, at the same number found and found as early (mean working days of silence at the first nudge), each
kind with its best mixture of two day counts.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bench.nudging import pooled
from bench.nudging.asks import Ask, asks
from bench.nudging.made import made
from bench.nudging.made_lists import KINDS, made_list
from bench.nudging.mails import read
from bench.nudging.pooled import Replays
from bench.nudging.report import RULES, document, lines, replays

MADE_UP, MADE_LIST = "made up", "made-up list"
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
MADE_SEEDS = (5, 6)
"""Seeds that the model's figures were not chosen on; 1, 2, 11 and 12 were."""
LIST_SEEDS = (13, 14)
"""The same for lists: 1 to 12 were looked at."""


def archives(data: Path) -> dict[str, list[Ask]]:
    """The waits of every archive there is, by its name, the made-up ones last."""
    folders = sorted(path for path in (data / "mail").glob("*") if path.is_dir())
    found = {folder.name: asks(read(folder)) for folder in folders}
    found |= {f"{MADE_UP}, seed {seed}": made(seed) for seed in MADE_SEEDS}
    found |= {f"{MADE_LIST} {kind}, seed {seed}": made_list(seed, KINDS[kind]) for kind in KINDS for seed in LIST_SEEDS}
    return {name: waits for name, waits in found.items() if waits}


def main() -> None:
    """Replay, compare, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", type=Path, default=DATA, help="folder that holds the folder mail")
    options = parser.parse_args()
    has_mail = (options.data / "mail").is_dir()
    if not (has_mail or options.json):
        print(f"no mail archives in {options.data}: made-up ones only")
    results, swept = {}, {}
    for name, waits in archives(options.data).items():
        swept[name] = replays(waits)
        results[name] = document(waits, swept[name])
        if not options.json:
            print("\n".join(("", *lines(name, results[name]))), flush=True)
    kinds: dict[str, list[Replays]] = {}
    for name, some in swept.items():
        kind = next((kind for kind in (MADE_UP, MADE_LIST) if name.startswith(kind)), "mail")
        kinds.setdefault(kind, []).append(some)
    together = {kind: pooled.pooled(some, RULES) for kind, some in kinds.items()}
    if options.json:
        print(json.dumps({"has_mail": has_mail, "archives": results, "pooled": together}))
        return
    for kind, result in together.items():
        print("\n".join(("", *pooled.lines(kind, result))))


if __name__ == "__main__":
    main()
