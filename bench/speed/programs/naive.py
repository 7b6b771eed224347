"""The least a Python program can do on followq's file: the owed items that have waited longest, with whose they are.

No ranking, no reasons, no colours, no check of anything; with --dump every row as JSON, a line for each. A floor in the
tables; uses nothing of followq.
"""

import argparse
import json
import sqlite3

QUERY = """
SELECT f.id, p.name, f.text, f.since, f.promised FROM followups f JOIN people p ON p.id = f.person_id
WHERE f.status = 'open' AND f.ball = 'mine' ORDER BY f.since, f.id LIMIT ?
"""


def main() -> None:
    """Print a line for each item."""
    parser = argparse.ArgumentParser()
    parser.add_argument("db")
    parser.add_argument("--limit", type=int, default=15)
    parser.add_argument("--dump", action="store_true")
    options = parser.parse_args()
    connection = sqlite3.connect(f"file:{options.db}?mode=ro", uri=True)
    if options.dump:
        for table in ("people", "followups", "batches", "changes"):
            for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608 - our own names
                print(json.dumps(row))
        return
    for number, name, text, since, promised in connection.execute(QUERY, (options.limit,)):
        print(f"{number:6}  {name:20.20}  {text}  [since {since}{f', promised {promised}' if promised else ''}]")


if __name__ == "__main__":
    main()
