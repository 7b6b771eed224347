"""`config`: settings with origin and meaning; setting one, refusing what can't be, keeping the user's file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from followq.settings import MEANINGS, find_key
from tests.conftest import Call


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The settings file, not made yet."""
    return tmp_path / "config.toml"


def row(fq: Call, key: str) -> dict[str, Any]:
    (found,) = fq("config", key, "--json").document["settings"]
    setting: dict[str, Any] = found
    return setting


def test_all_settings_stand_with_value_origin_and_meaning(fq: Call, file: Path) -> None:
    file.write_text("limit = 7\n[weights]\ndark = 2.5\n")
    found = {setting["key"]: setting for setting in fq("config", "--json").document["settings"]}
    assert set(found) == {find_key(field) for field in MEANINGS}
    assert (found["limit"]["value"], found["limit"]["origin"]) == (7, "file")
    assert (found["weights.dark"]["value"], found["weights.dark"]["origin"]) == (2.5, "file")
    assert found["desk_minutes"]["origin"] == "default"
    assert all(setting["meaning"] and setting["allowed"] for setting in found.values())
    out = fq("config").out
    for words in ("limit", "file", "weights.dark", "2.5", "default", str(file)):
        assert words in out


def test_without_a_file_there_are_defaults_and_none_is_made(fq: Call, file: Path) -> None:
    assert row(fq, "limit")["origin"] == "default"
    assert not file.exists()


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (("limit", "5"), 5),
        (("desk_minutes", "90"), 90),
        (("workdays", "mon", "tue", "wed"), ["mon", "tue", "wed"]),
        (("workdays", "Monday,Tuesday"), ["mon", "tue"]),
        (("zone", "Europe/Madrid"), "Europe/Madrid"),
        (("holidays", "de-by"), "DE-BY"),
        (("weights.dark", "0"), 0),
        (("weights.waited", "1.5"), 1.5),
        (("reply_target_days", "0"), 0),
    ],
)
def test_a_setting_is_set_and_stays(fq: Call, words: tuple[str, ...], value: Any) -> None:
    if "holidays" in words:
        pytest.importorskip("holidays", reason="countries' holidays come with followq[holidays]")
    done = fq("config", *words)
    assert done.code == 0, done.err
    assert (row(fq, words[0])["value"], row(fq, words[0])["origin"]) == (value, "file")


def test_a_setting_works_at_once(fq: Call) -> None:
    for number in range(5):
        fq("add", f"Person {chr(65 + number)}", "Thing", "--since", "2026-11-13")
    fq("config", "limit", "2")
    assert len(fq("today", "--json").document["followups"]) == 2
    fq("config", "workdays", "mon")
    assert "waiting 2 working days" in fq("today").out


def test_back_to_the_default(fq: Call, file: Path) -> None:
    fq("config", "limit", "5")
    fq("config", "weights.dark", "5")
    assert fq("config", "limit", "--default").code == 0
    assert fq("config", "weights.dark", "--default").code == 0
    assert (row(fq, "limit")["value"], row(fq, "limit")["origin"]) == (10, "default")
    assert row(fq, "weights.dark")["origin"] == "default"


def test_comments_and_order_stay(fq: Call, file: Path) -> None:
    file.write_text('# mine\nzone = "UTC"  # home\n\nlimit = 7 # rows\n\n[weights]\n# darkness\ndark = 2\n')
    fq("config", "limit", "9")
    fq("config", "weights.promise", "3")
    text = file.read_text()
    for words in ("# mine\n", 'zone = "UTC"  # home\n', "limit = 9 # rows\n", "# darkness\ndark = 2\n"):
        assert words in text
    assert row(fq, "weights.promise")["value"] == 3


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (("limit", "0"), "1 to 1000"),
        (("limit", "1001"), "1 to 1000"),
        (("limit", "many"), "1 to 1000"),
        (("limit", ""), "1 to 1000"),
        (("limit", "2.5"), "1 to 1000"),
        (("limit", "9" * 5000), "1 to 1000"),
        (("desk_minutes", "1"), "5 to 1440"),
        (("workdays", "mon", "mon"), "sun"),
        (("workdays", "noday"), "sun"),
        (("workdays", ""), "sun"),
        (("zone", "Nowhere/Land"), "Europe/Madrid"),
        (("zone", "../etc/passwd"), "Europe/Madrid"),
        (("holidays", "Spain"), "ES"),
        (("weights.dark", "11"), "0 (not at all) to 10"),
        (("weights.dark", "--", "-1"), "0 (not at all) to 10"),
        (("weights.dark", "nan"), "0 (not at all) to 10"),
        (("weights.dark", "inf"), "0 (not at all) to 10"),
        (("nudge_after_days", "0"), "1 to 60"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_a_setting_cannot_be_is_refused_with_its_range(
    fq: Call, file: Path, words: tuple[str, ...], allowed: str
) -> None:
    refused = fq("config", *words)
    assert (refused.code, refused.out) == (4, "")
    assert words[0] in refused.err
    assert allowed in refused.err
    assert not file.exists()


@pytest.mark.parametrize(
    ("key", "near"), [("limits", "limit"), ("weight.dark", "weights.dark"), ("weights_dark", "weights.dark")]
)
def test_an_unknown_setting_is_not_found_and_the_near_one_named(fq: Call, key: str, near: str) -> None:
    for words in ((key,), (key, "3")):
        refused = fq("config", *words)
        assert refused.code == 3
        assert near in refused.err


def test_default_goes_with_one_setting_alone(fq: Call) -> None:
    assert fq("config", "--default").code == 2
    assert fq("config", "limit", "5", "--default").code == 2


def test_all_problems_of_a_file_are_told_at_once(fq: Call, file: Path) -> None:
    file.write_text('limit = 5000\nworkdays = ["noday"]\ncolour = "red"\nzone = 7\n[weights]\ndark = 99\nmood = 1\n')
    refused = fq("today")
    assert (refused.code, refused.out) == (4, "")
    for words in ("limit", "1 to 1000", "workdays", "colour", "zone", "weights.dark", "weights.mood", str(file)):
        assert words in refused.err
    assert len(refused.err.splitlines()) == 1


@pytest.mark.parametrize("text", ["limit = \n", "limit = 7\nlimit = 8\n", "[weights\n", "\x00", 'zone = "\\ud800"'])
def test_a_file_that_is_no_toml_is_refused_in_one_line(fq: Call, file: Path, text: str) -> None:
    file.write_text(text)
    refused = fq("today")
    assert refused.code == 4
    assert str(file) in refused.err
    assert len(refused.err.splitlines()) == 1


@pytest.mark.parametrize("words", [("limit", "10"), ("limit", "--default")])
def test_a_bad_value_can_be_mended_as_the_hint_says(fq: Call, file: Path, words: tuple[str, ...]) -> None:
    """The hint of the refusal is `or: followq config KEY VALUE`."""
    file.write_text("# mine\nlimit = 5000\n")
    assert "followq config" in fq("today").err
    mended = fq("config", *words)
    assert mended.code == 0, mended.err
    assert fq("today").code == 0
    assert "# mine" in file.read_text()


def test_holidays_that_nobody_knows_do_not_lock_the_user_out(fq: Call) -> None:
    """Refused when set, or taken back as the hint says: `followq config holidays ''`."""
    if fq("config", "holidays", "ZZ").code == 0:
        assert fq("today").code == 4
        mended = fq("config", "holidays", "")
        assert mended.code == 0, mended.err
    assert fq("today").code == 0


def test_a_file_that_cannot_be_read_is_the_disks_fault(fq: Call, file: Path) -> None:
    file.mkdir()
    assert fq("today").code == 7
    assert fq("config", "limit", "5").code == 7


def test_the_place_of_the_file_is_made_when_it_is_needed(
    fq: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOLLOWQ_CONFIG", str(tmp_path / "new" / "folder" / "config.toml"))
    assert fq("config", "limit", "5").code == 0
    assert row(fq, "limit")["value"] == 5


def test_a_linked_file_stays_a_link(fq: Call, file: Path, tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text("limit = 7\n")
    file.symlink_to(tmp_path / "real.toml")
    fq("config", "limit", "8")
    assert file.is_symlink()
    assert (tmp_path / "real.toml").read_text() == "limit = 8\n"


def test_config_needs_no_queue(fq: Call, db: Path) -> None:
    fq("config", "limit", "5")
    assert not db.exists()


def test_a_weight_switches_a_term_off(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--since", "2026-11-02")
    assert "heard nothing" in fq("why", "1").out
    fq("config", "weights.dark", "0")
    assert "heard nothing" not in fq("why", "1").out


def test_targets_and_gaps_of_the_settings_count(fq: Call) -> None:
    fq("add", "Ana", "Quote", "--since", "2026-11-20")
    fq("add", "-w", "Tom", "Numbers", "--since", "2026-11-20")
    fq("config", "reply_target_days", "0")
    fq("config", "nudge_after_days", "1")
    assert "heard nothing" in fq("why", "1").out
    assert fq("waiting", "--json").document["followups"][0]["nudge_is_due"]
    fq("config", "desk_minutes", "5")
    fq("edit", "1", "--by", "today", "--effort", "10m")
    assert "At risk" in fq("today").out


@pytest.mark.parametrize(
    "text", ["weights.dark = 2", "a = ['', '']\nb.c.d = 5", "languages.Ana = 'es'", "limit = 3", "weights = {dark = 2}"]
)
@pytest.mark.parametrize("words", [("limit", "7"), ("weights.promise", "2"), ("languages.Tom", "de")])
def test_a_last_line_without_an_end_does_not_run_into_what_is_set(
    fq: Call, file: Path, text: str, words: tuple[str, str]
) -> None:
    file.write_text(text)
    before = tomllib.loads(text)
    assert fq("config", *words).code == 0
    after = tomllib.loads(file.read_text())
    table, dot, name = words[0].partition(".")
    (after[table] if dot else after).pop(name or table)
    (before.get(table, {}) if dot else before).pop(name or table, None)
    assert {key: value for key, value in after.items() if value != {}} == before


def test_a_file_that_would_say_something_else_is_left_alone(
    fq: Call, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("limit = 3\nsignature = 'Ana'\n")
    for spoilt in ("limit = 7signature = 'Ana'", "limit = 7\n"):
        monkeypatch.setattr("tomlkit.dumps", lambda _, spoilt=spoilt: spoilt)
        refused = fq("config", "limit", "7")
        assert (refused.code, "set limit in it by hand" in refused.err) == (4, True)
        assert file.read_text() == "limit = 3\nsignature = 'Ana'\n"


def test_a_range_of_workdays_is_understood_whole_and_shown_back(fq: Call, file: Path) -> None:
    said = fq("config", "workdays", "mon-fri")
    assert "workdays is mon tue wed thu fri now" in said.out
    assert tomllib.loads(file.read_text())["workdays"] == ["mon", "tue", "wed", "thu", "fri"]
    file.write_text('workdays = ["sun-tue", "thu"]')
    assert fq("config", "workdays", "--json").document["settings"][0]["value"] == ["sun", "mon", "tue", "thu"]
    file.write_text('workdays = ["mon-someday"]')
    assert fq("today").code == 4


def test_a_language_is_set_as_it_is_spelt(fq: Call, file: Path) -> None:
    assert "language is en now" in fq("config", "language", "EN").out
    fq("say", "--customize", "de-formal")
    assert "language is de-formal now" in fq("config", "language", "DE_Formal").out
    assert tomllib.loads(file.read_text())["language"] == "de-formal"
    assert "no templates for es yet: followq say --customize es" in fq("config", "language", "ES").err
    file.write_text('language = "EN"\n[languages]\n"Ana" = "En"\n')
    fq("add", "Ana", "Quote")
    assert fq("say", "1").code == 0
    assert fq("say", "1", "--language", "EN").code == 0


def test_a_language_for_nobody_is_told(fq: Call) -> None:
    fq("add", "Ana Lopez", "Quote")
    assert "no person named 'Anna Lopez' yet" in fq("config", "languages.Anna Lopez", "en").err
    assert fq("config", "languages.Ana Lopez", "en").err == ""
