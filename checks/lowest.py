"""Run a share of the tests with the lowest versions that pyproject.toml allows: `python -m checks.lowest`.

The newest are what the normal environment has. Only what pyproject.toml names is held down: what those
packages need in turn is the newest that they take, as pip would choose it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from make import dev_tools, list_extras

from checks.environments import lowest, make, run

SHARE = [
    # typer, and all that hangs on its words
    "tests/cli/test_command_line.py",
    "tests/cli/test_completion.py",
    "tests/cli/test_quick_path.py",
    "tests/contracts",
    # rich
    "tests/render/test_card.py",
    "tests/render/test_safe.py",
    "tests/render/test_terminal.py",
    # sqlite-utils
    "tests/store/test_migrations.py",
    "tests/store/test_schema.py",
    "tests/store/test_search.py",
    "tests/store/test_writer.py",
    # python-dateutil, holidays
    "tests/dates/test_past_dates.py",
    "tests/dates/test_phrases.py",
    "tests/dates/test_recurrence.py",
    "tests/cli/test_clock_and_zone.py",
    # prompt_toolkit
    "tests/cli/test_at_the_terminal.py",
    "tests/cli/test_capture.py",
    # jinja2
    "tests/messages",
    "tests/cli/test_say.py",
    # mcp
    "tests/cli/test_mcp.py",
    # platformdirs, tomlkit
    "tests/test_paths.py",
    "tests/test_settings.py",
    "tests/cli/test_config.py",
    # imapclient, keyring
    "tests/mail/sources",
]
"""Each dependency's own tests, and the commands that stand on it."""

_NEEDED = ("hypothesis", "pexpect", "pyte", "pytest", "trustme")


def main() -> None:
    """Build the environment, say what is in it, and run the tests in it."""
    with tempfile.TemporaryDirectory(prefix="followq-lowest-") as folder:
        tools = [tool for tool in dev_tools() if tool.startswith(_NEEDED)]
        held = lowest()
        extras = ",".join(list_extras())
        programs = make(Path(folder) / "venv", "-e", f".[{extras}]", *tools, constraints=held)
        print("tested at their lowest:", ", ".join(held), flush=True)
        run(programs / "python", "-m", "pip", "check")
        words = sys.argv[1:] or ["-n", "auto", *SHARE]
        run(programs / "python", "-m", "pytest", "-p", "no:cacheprovider", *words)


if __name__ == "__main__":
    main()
