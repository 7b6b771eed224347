"""How well the judging of mail finds what people really answered: `python -m bench.mail`.

Every "me" that answered often enough is judged with weights learned without it (`--across` leaves its whole mail set
out). `--requests` measures the request test, `--train` writes both tables of weights into the package, `--quick` is a
small round with the package's own weights. `--data FOLDER` holds `mail`, `labels` and `mail-truth.py`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bench.mail import sentences
from bench.mail.learning import write_table
from bench.mail.report import Row, learn_from, list_lines, read_people, report_left_out, report_one
from bench.mail.truth import SCRIPT, list_people, read_mail_set

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
TABLES = ROOT / "src" / "followq" / "mail" / "weights"
QUICK_SET, QUICK_MOMENTS, QUICK_PEOPLE = "notmuch-corpora", 8, 2


def main() -> None:
    """Measure, or learn."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name in ("requests", "train", "quick", "across", "json"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    if not (options.data / SCRIPT).is_file():
        print(f"skipped: no {SCRIPT} in {options.data}")
        return
    if options.train:
        _train(options.data)
    elif options.requests:
        _show_requests(options.data)
    elif options.quick:
        _show_requests(options.data)
        mails = read_mail_set(options.data, QUICK_SET)
        people = list_people(mails, 5)[:QUICK_PEOPLE]
        _show([row for me in people for row in report_one(mails, me, most=QUICK_MOMENTS)], as_json=False)
    else:
        everybody = list(read_people(_read_sets(options.data)))
        rows = report_left_out(
            everybody,
            lambda one, other: one.mails.name == other.mails.name if options.across else one.me == other.me,
        )
        _show(list(rows), as_json=options.json)


def _read_sets(data: Path):  # type: ignore[no-untyped-def]
    return (read_mail_set(data, path.name) for path in sorted((data / "mail").iterdir()) if path.is_dir())


def _train(data: Path) -> None:
    learn_half, _ = sentences.read_halves(data)
    table = TABLES / "requests.py"
    text = sentences.write_table(sentences.learn(learn_half))
    # The judging looks at what the request test says: a changed test is loaded by the next call only.
    if not table.is_file() or table.read_text(encoding="utf-8") != text:
        table.write_text(text, encoding="utf-8")
        print("request weights written; call again for the judging's, which rest on them")
        return
    weights = learn_from(read_people(_read_sets(data)))
    (TABLES / "judging.py").write_text(write_table(weights.owed, weights.waiting), encoding="utf-8")
    print("judging weights written")


def _show_requests(data: Path) -> None:
    _, rest = sentences.read_halves(data)
    print(f"request test, {len(rest)} sentences not learned from: precision, recall, F1")
    for name, found in sentences.measure_all(rest).items():
        print(f"  {name:14}{found.precision:.3f} {found.recall:.3f} {found.f1:.3f}")


def _show(rows: list[Row], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([row._asdict() for row in rows], indent=1))
        return
    for unit in ("message", "thread"):
        print("\n".join(list_lines(rows, unit)))


if __name__ == "__main__":
    main()
