"""A program that writes as fast as it can: `python -m tests.faults.busy_writer add|mixed TIMES NUMBER`.

It says `ready`, waits for a line, and then prints what each call answered, a line of JSON each.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import sys

from followq.cli.main import run


def call(*argv: str) -> tuple[int, str, str]:
    """One call: its exit code, output and errors."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(list(argv))
    return code, out.getvalue(), err.getvalue()


def main() -> None:
    """Write."""
    deed, times, number = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    chance = random.Random(number)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    own: list[str] = []
    for _ in range(times):
        kind = "add" if deed == "add" or not own else chance.choice(("add", "done", "told", "undo", "redo"))
        if kind == "add":
            answer = call("add", "Ana Lopez", f"Send the quote {number}")
            own += [answer[1].split()[0]] if answer[0] == 0 else []
        elif kind in ("done", "told"):
            answer = call(kind, own.pop() if kind == "done" else own[-1])
        else:
            answer = call(kind)
        sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
