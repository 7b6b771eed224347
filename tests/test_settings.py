"""Settings: defaults, meanings, checks, and a file whose comments stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from followq import settings
from followq.errors import BadInputError, NotFoundError


def test_every_setting_has_a_meaning_and_its_default_passes_its_check() -> None:
    assert set(settings.MEANINGS) == set(settings.Settings._fields)
    for field in settings.Settings._fields:
        assert settings.check_value(field, getattr(settings.Settings(), field)) == getattr(settings.Settings(), field)


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert settings.load(str(tmp_path / "none.toml")).settings == settings.Settings()


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('limit = 0\nworkdays = ["mon", "noday"]\nlimti = 3\nzone = "Nowhere/Land"\n[weights]\ndark = 11\n')
    with pytest.raises(BadInputError) as caught:
        settings.load(str(path))
    for key in (
        "limit can't be 0",
        "workdays can't be",
        "no setting 'limti'",
        "zone can't be",
        "weights.dark can't be",
    ):
        assert key in caught.value.message
    assert "did you mean limit" in caught.value.message


@pytest.mark.parametrize("text", [b"limit = ", b"limit = \xe9", b"limit = 3\nlimit = 4", b"[" * 5000])
def test_a_file_that_is_not_toml_is_refused_with_its_place(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text)
    with pytest.raises(BadInputError, match="is not a settings file"):
        settings.load(str(path))


def test_setting_a_value_keeps_comments_and_order(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "config.toml"
    path.parent.mkdir()
    path.write_text("# mine\nlimit = 5 # rows\n\n[weights]\n# much\ndark = 2.0\n")
    settings.write(str(path), "limit", 7)
    settings.write(str(path), "weights.waited", 0.5)
    settings.write(str(path), "zone", "Europe/Madrid")
    text = path.read_text()
    assert "# mine" in text
    assert "limit = 7 # rows" in text
    assert "# much" in text
    loaded = settings.load(str(path))
    assert loaded.settings.limit == 7
    assert loaded.settings.weights_waited == 0.5
    assert loaded.settings.zone == "Europe/Madrid"
    assert loaded.set_in_file == {"limit", "weights_waited", "weights_dark", "zone"}


def test_taking_a_value_out_brings_the_default_back(tmp_path: Path) -> None:
    path = str(tmp_path / "config.toml")
    settings.write(path, "limit", 7)
    settings.write(path, "limit", None)
    assert settings.load(path).settings.limit == 10


def test_a_key_that_nobody_knows_can_be_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("limit = 5\nfoo = 1\n")
    settings.write(str(path), "foo", None)
    assert path.read_text() == "limit = 5\n"
    with pytest.raises(NotFoundError):
        settings.write(str(path), "foo", None)


def test_a_broken_file_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("limit = ")
    with pytest.raises(BadInputError):
        settings.write(str(path), "limit", 7)
    assert path.read_text() == "limit = "


@pytest.mark.parametrize(
    ("field", "words", "value"),
    [
        ("limit", "20", 20),
        ("workdays", "sun, mon tue", ("sun", "mon", "tue")),
        ("workdays", "mon-fri", ("mon", "tue", "wed", "thu", "fri")),
        ("workdays", "Monday - Friday", ("mon", "tue", "wed", "thu", "fri")),
        ("workdays", "sun to thu", ("sun", "mon", "tue", "wed", "thu")),
        ("workdays", "sun through thurs", ("sun", "mon", "tue", "wed", "thu")),
        ("workdays", "sat–wed", ("sat", "sun", "mon", "tue", "wed")),
        ("workdays", "mon..wed", ("mon", "tue", "wed")),
        ("workdays", "mon-wed, fri and sat", ("mon", "tue", "wed", "fri", "sat")),
        ("workdays", "mon-wed fri-sat", ("mon", "tue", "wed", "fri", "sat")),
        ("workdays", "wed-wed", ("wed",)),
        ("workdays", "mo tu we", ("mon", "tue", "wed")),
        ("workdays", "mon. tues. weds", ("mon", "tue", "wed")),
        ("weights_dark", "1.5", 1.5),
        ("weights_dark", "2", 2.0),
        ("holidays", "de-by", "DE-BY"),
        ("zone", "UTC", "UTC"),
    ],
)
def test_words_become_values(field: str, words: str, value: object) -> None:
    assert settings.parse(field, words) == value


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("limit", "0"), ("limit", "many"), ("limit", "1.5"), ("workdays", "mon mon"), ("workdays", ""),
        ("workdays", "mon-"), ("workdays", "-fri"), ("workdays", "mon-fri fri"), ("workdays", "mon--fri"),
        ("workdays", "mon to"), ("workdays", "m-f"), ("workdays", "mon-noday"), ("workdays", "monkey"),
        ("workdays", "mon/tue"), ("workdays", "1-5"), ("workdays", "5"), ("workdays", "t"), ("workdays", "lun-ven"),
        ("workdays", "mon tue or wed"), ("workdays", "mon-wed-fri"), ("workdays", "and"), ("workdays", "fri night"),
        ("weights_dark", "-1"), ("weights_dark", "nan"), ("weights_dark", "inf"), ("holidays", "Spain"),
        ("zone", "../../etc/passwd"), ("zone", "UTC+3"), ("desk_minutes", "4"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_what_it_takes(field: str, words: str) -> None:
    with pytest.raises(BadInputError, match="it takes"):
        settings.parse(field, words)


def test_an_unknown_setting_names_the_near_one() -> None:
    with pytest.raises(NotFoundError) as caught:
        settings.find_field("weights.darc")
    assert "weights.dark" in caught.value.hint


def test_a_field_is_not_a_key() -> None:
    with pytest.raises(NotFoundError):
        settings.find_field("weights_dark")
