"""What the check of the wheel's metadata lets pass, and what not; the wheel itself is built by `checks/package.py`."""

from __future__ import annotations

import tomllib

import pytest
from checks.environments import ROOT, supported
from checks.package import find_metadata_troubles


def _write(project: dict[str, object], **other: str) -> str:
    # METADATA as the build writes it from pyproject.toml.
    fields = {
        "Name": project["name"],
        "Version": "0.1.0",
        "Summary": project["description"],
        "Author": project["authors"][0]["name"],  # type: ignore[index]
        "License-Expression": project["license"],
        "License-File": "LICENSE",
        "Keywords": ",".join(project["keywords"]),  # type: ignore[arg-type]
        "Requires-Python": project["requires-python"],
        "Description-Content-Type": "text/markdown",
    } | other
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    lines += [f"Classifier: {line}" for line in project["classifiers"]]  # type: ignore[attr-defined]
    return "\n".join(["Metadata-Version: 2.4", *lines, "", "# followq", ""])


@pytest.fixture(scope="module")
def project() -> dict[str, object]:
    table: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def test_the_metadata_is_complete_and_names_nobody_and_no_address(project: dict[str, object]) -> None:
    assert find_metadata_troubles(_write(project)) == []
    assert "urls" not in project
    assert project["authors"] == [{"name": "followq contributors"}]


@pytest.mark.parametrize(
    ("other", "trouble"),
    [
        ({"Author": "Ana Lopez"}, "Author is 'Ana Lopez'"),
        ({"Keywords": ""}, "no Keywords"),
        ({"Project-URL": "Source, https://example.org/followq"}, "Project-URL names"),
        ({"Author-email": "ana@example.com"}, "Author-email names"),
        ({"Requires-Python": ">=3.9"}, "Requires-Python is '>=3.9'"),
    ],
)
def test_what_is_missing_or_made_up_is_named(project: dict[str, object], other: dict[str, str], trouble: str) -> None:
    (found,) = find_metadata_troubles(_write(project, **other))
    assert found.startswith(trouble)


def test_a_python_that_is_not_named_is_missed(project: dict[str, object]) -> None:
    newest = f"Classifier: Programming Language :: Python :: {supported()[-1]}\n"
    text = _write(project)
    assert newest in text
    # Which are supported is read from the same file, so that one alone can be missing only in what was built.
    assert find_metadata_troubles(text.replace(newest, "")) == [f"no classifier {newest[12:].strip()}"]
