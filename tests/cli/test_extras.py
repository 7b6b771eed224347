"""An extra that is missing is told with the command that brings it, for whatever installed followq."""

from __future__ import annotations

from pathlib import Path

import pytest

from followq.cli.app.extras import install_command


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("pipx_metadata.json", "pipx inject followq holidays"),
        ("uv-receipt.toml", "uv tool install 'followq[holidays]'"),
        ("", "'/home/ana/my venv/python' -m pip install 'followq[holidays]'"),
    ],
)
def test_extra_is_installed_as_followq_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: str, said: str
) -> None:
    if mark:
        (tmp_path / mark).touch()
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setattr("sys.executable", "/home/ana/my venv/python")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: object())
    assert install_command("holidays") == said


def test_environment_without_pip_is_told_of_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setattr("sys.executable", "/opt/python")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert install_command("holidays") == "uv pip install --python /opt/python 'followq[holidays]'"
