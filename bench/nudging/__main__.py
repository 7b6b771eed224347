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

from bench.nudging.asks import Ask, asks
from bench.nudging.made import made
from bench.nudging.mails import read
from bench.nudging.report import document, lines

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
MADE_SEEDS = (5, 6)
"""Seeds that the model's figures were not chosen on; 1, 2, 11 and 12 were."""


def archives(data: Path) -> dict[str, list[Ask]]:
    """The waits of every archive there is, by its name, the made-up ones last."""
    folders = sorted(path for path in (data / "mail").glob("*") if path.is_dir())
    found = {folder.name: asks(read(folder)) for folder in folders}
    found |= {f"made up, seed {seed}": made(seed) for seed in MADE_SEEDS}
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
    results = {}
    for name, waits in archives(options.data).items():
        results[name] = document(waits)
        if not options.json:
            print("\n".join(("", *lines(name, results[name]))), flush=True)
    if options.json:
        print(json.dumps({"has_mail": has_mail, "archives": results}))


if __name__ == "__main__":
    main()
