"""Importing another program's list: previewed, asked about, never twice, and what the user changed here stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, Call

TODO = """\
2026-11-02 Send the quote who:Ana_Lopez +spring due:2026-12-01
2026-11-03 Signed contract from:Tom_Baker @legal
x 2026-11-10 2026-11-01 Old thing who:Ana_Lopez
"""


@pytest.fixture
def todo(tmp_path: Path) -> Path:
    """A todo.txt with one thing owed, one waited for, one closed."""
    path = tmp_path / "todo.txt"
    path.write_text(TODO)
    return path


def rows(fq: Call, *filters: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = fq("list", "--status", "all", "--json", *filters).document["followups"]
    return found


def test_a_list_is_recognised_and_imported(fq: Call, todo: Path) -> None:
    imported = fq("import", str(todo), "--yes")
    assert imported.code == 0
    assert "2 follow-ups (1 owed, 1 waiting) with 2 new people imported; 1 left out." in imported.out
    owed, waiting = rows(fq)
    assert (owed["person"], owed["text"], owed["ball"]) == ("Ana Lopez", "Send the quote", "mine")
    assert (owed["since"], owed["promised"], owed["project"]) == ("2026-11-02", "2026-12-01", "spring")
    assert (waiting["person"], waiting["ball"], waiting["tags"]) == ("Tom Baker", "theirs", ["legal"])


def test_a_dry_run_shows_each_with_its_side_and_the_rule(fq: Call, todo: Path) -> None:
    shown = fq("import", str(todo), "--dry-run").out
    assert "todo.txt: person: who:" in shown
    assert "you owe it" in shown
    assert "they owe it (from:); since Tue 3 Nov" in shown
    assert "Left out: 1 item, closed there (line 3)" in shown
    assert rows(fq) == []


def test_elsewhere_than_on_a_terminal_it_needs_a_yes(fq: Call, todo: Path, db: Path) -> None:
    assert fq("import", str(todo)).code == 9
    assert not db.exists()


def test_the_same_list_again_changes_nothing(fq: Call, todo: Path) -> None:
    fq("import", str(todo), "--yes")
    before = fq("export").document
    again = fq("import", str(todo))
    assert (again.code, again.out) == (0, "Nothing new; 2 already here; 1 left out.\n")
    assert fq("export").document == before


def test_it_is_one_undo(fq: Call, todo: Path) -> None:
    fq("import", str(todo), "--yes")
    fq("undo")
    assert rows(fq) == []
    fq("import", str(todo), "--yes")
    assert len(rows(fq)) == 2


def with_ids(path: Path, *lines: str) -> str:
    path.write_text("".join(f"2026-11-02 {line}\n" for line in lines))
    return str(path)


def test_what_changed_in_the_list_is_updated(fq: Call, todo: Path) -> None:
    fq("import", with_ids(todo, "Quote who:Ana due:2026-12-01 id:1"), "--yes")
    changed = fq("import", with_ids(todo, "Final quote who:Ana due:2026-12-03 +spring id:1"), "--yes")
    assert "1 changed" in changed.out
    (item,) = rows(fq)
    assert (item["text"], item["promised"], item["project"]) == ("Final quote", "2026-12-03", "spring")
    assert item["slips"] == 1, "a day moved back in the list is a slip too"


def test_what_the_user_changed_here_stays(fq: Call, todo: Path) -> None:
    fq("import", with_ids(todo, "Quote who:Ana id:1"), "--yes")
    fq("edit", "1", "--text", "My own words")
    assert "Nothing new" in fq("import", str(todo)).out, "only this side changed"
    both = fq("import", with_ids(todo, "Their words who:Ana due:2026-12-03 id:1"), "--yes")
    assert "--theirs takes the list's" in both.out
    (item,) = rows(fq)
    assert (item["text"], item["promised"]) == ("My own words", "2026-12-03")
    fq("import", str(todo), "--yes", "--theirs")
    assert rows(fq)[0]["text"] == "Their words"


def test_what_was_undone_here_is_no_change_of_the_users(fq: Call, todo: Path) -> None:
    fq("import", with_ids(todo, "Quote who:Ana id:1"), "--yes")
    fq("edit", "1", "--text", "My own words")
    fq("undo")
    fq("import", with_ids(todo, "Their words who:Ana id:1"), "--yes")
    assert rows(fq)[0]["text"] == "Their words"


def test_an_update_that_was_undone_is_offered_again(fq: Call, todo: Path) -> None:
    fq("import", with_ids(todo, "Quote who:Ana id:1"), "--yes")
    path = with_ids(todo, "Their words who:Ana id:1")
    fq("import", path, "--yes")
    fq("undo")
    assert rows(fq)[0]["text"] == "Quote"
    assert "1 changed" in fq("import", path, "--yes").out
    assert rows(fq)[0]["text"] == "Their words"


def test_what_is_closed_there_is_closed_here(fq: Call, todo: Path) -> None:
    fq("import", with_ids(todo, "Quote who:Ana id:1"), "--yes")
    todo.write_text("x 2026-11-20 2026-11-02 Quote who:Ana id:1\n")
    assert "1 closed" in fq("import", str(todo), "--yes").out
    (item,) = rows(fq)
    assert (item["status"], item["closed_at"]) == ("done", "2026-11-20T00:00:00Z")
    fq("undo")
    assert rows(fq)[0]["status"] == "open"


def test_what_the_user_closed_here_stays_closed(fq: Call, todo: Path) -> None:
    fq("import", with_ids(todo, "Quote who:Ana id:1"), "--yes")
    fq("done", "1")
    assert "Nothing new; 1 already here." in fq("import", str(todo)).out
    fq("import", with_ids(todo, "Another quote who:Ana id:1"), "--yes")
    assert rows(fq)[0]["status"] == "done"


def test_what_is_opened_again_there_is_opened_here(fq: Call, todo: Path) -> None:
    path = with_ids(todo, "Quote who:Ana id:1")
    fq("import", path, "--yes")
    todo.write_text("x 2026-11-20 2026-11-02 Quote who:Ana id:1\n")
    fq("import", path, "--yes")
    fq("import", with_ids(todo, "Quote who:Ana id:1"), "--yes")
    assert rows(fq)[0]["status"] == "open"


def test_what_is_gone_is_only_proposed_for_closing(fq: Call, todo: Path) -> None:
    fq("import", with_ids(todo, "Quote who:Ana id:1", "Draft who:Ana id:2"), "--yes")
    path = with_ids(todo, "Draft who:Ana id:2")
    kept = fq("import", path, "--yes")
    assert "No longer in the list, and still open here: 1; --close-gone closes them." in kept.out
    assert [item["status"] for item in rows(fq)] == ["open", "open"]
    assert "No longer in the list (1)" in fq("import", path, "--dry-run").out
    assert "1 closed" in fq("import", path, "--yes", "--close-gone").out
    assert [item["status"] for item in rows(fq)] == ["done", "open"]


def test_another_list_of_the_format_is_not_what_is_gone(fq: Call, tmp_path: Path) -> None:
    fq("import", with_ids(tmp_path / "work-todo.txt", "Quote who:Ana id:1"), "--yes")
    other = fq("import", with_ids(tmp_path / "home-todo.txt", "Roof who:Tom id:9"), "--yes")
    assert "No longer" not in other.out
    again = fq("import", with_ids(tmp_path / "work-todo-2026-11-23.txt", "Quote who:Ana id:1"))
    assert "Nothing new; 1 already here." in again.out, "a date in the file's name is no other list"


def test_closed_ones_come_as_history_on_request(fq: Call, todo: Path) -> None:
    fq("import", str(todo), "--yes", "--closed")
    closed = rows(fq)[-1]
    assert (closed["text"], closed["status"], closed["closed_at"]) == ("Old thing", "done", "2026-11-10T00:00:00Z")
    assert "Nothing new; 3 already here." in fq("import", str(todo), "--closed").out


def test_who_is_named_by_nobody_gets_a_stand_in_that_is_told(fq: Call, todo: Path) -> None:
    path = with_ids(todo, "Clear the desk +home", "Parcel @waiting")
    imported = fq("import", path, "--yes")
    assert "2 name nobody" in imported.out
    assert [(item["person"], item["ball"]) for item in rows(fq)] == [("Myself", "mine"), ("Somebody", "theirs")]
    fq("undo")
    fq("import", path, "--yes", "--person", "Mei Lin")
    assert {item["person"] for item in rows(fq)} == {"Mei Lin"}


def test_one_bad_line_is_refused_with_its_number_and_the_rest_comes_in(fq: Call, todo: Path) -> None:
    todo.write_text(f"Quote who:Ana due:2026-02-30\nDraft who:Ana\n{'x' * 10_001} who:Ana\n")
    imported = fq("import", str(todo), "--yes")
    assert "1 follow-up (1 owed, 0 waiting) with 1 new person imported; 2 refused." in imported.out
    assert "line 1: due: '2026-02-30' is not a date" in imported.out
    assert "line 3: the text has 10,001 characters, 10,000 is the most" in imported.out
    assert [row["line"] for row in fq("import", str(todo), "--json").document["refused"]] == [1, 3]


def test_a_file_of_which_nothing_can_be_taken_is_bad_input(fq: Call, todo: Path, db: Path) -> None:
    todo.write_text("Quote who:Ana due:2026-02-30\n")
    refused = fq("import", str(todo), "--yes")
    assert refused.code == 4
    assert "line 1: due:" in refused.err
    assert not db.exists()


def test_what_steers_a_terminal_is_shown_instead_of_obeyed(fq: Call, todo: Path) -> None:
    todo.write_text("2026-11-02 \x1b[31mred \x07bell who:Ana\n2026-11-02 nul\0byte who:Ana\n")
    shown = fq("import", str(todo), "--dry-run").out
    assert "\x1b" not in shown
    assert "^[[31mred" in shown
    fq("import", str(todo), "--yes")
    assert rows(fq)[1]["text"] == "nul\ufffdbyte"


def test_json_has_every_row(fq: Call, todo: Path) -> None:
    document = fq("import", str(todo), "--dry-run", "--json").document
    assert (document["kind"], document["format"], document["is_dry_run"]) == ("import", "todo.txt", True)
    first, second = document["added"]
    assert (first["line"], first["followup"]["person"], first["followup"]["ball"]) == (1, "Ana Lopez", "mine")
    assert second["why"] == "from:"
    assert document["skipped"] == [{"line": 3, "reason": "closed there", "text": "Old thing"}]


def test_what_no_format_fits_is_said_so(fq: Call, tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text("Once upon a time\nthere was a desk.\n")
    refused = fq("import", str(path), "--yes")
    assert refused.code == 4
    assert "no format that followq knows" in refused.err
    assert "--format" in refused.err
    assert fq("import", str(path), "--yes", "--format", "todotxt").code == 0
    assert fq("import", str(path), "--yes", "--format", "nonsense").code == 4


def test_a_map_of_an_unknown_field_is_a_usage_error(fq: Call, todo: Path) -> None:
    refused = fq("import", str(todo), "--yes", "--map", "colour=Name")
    assert refused.code == 2
    assert "no such field" in refused.err


def test_people_of_the_queue_are_known_by_their_aliases(fq: Call, todo: Path) -> None:
    fq("person", "add", "Ana Lopez", "--alias", "ana-l")
    fq("import", with_ids(todo, "Quote who:ana-l id:1"), "--yes")
    assert rows(fq)[0]["person"] == "Ana Lopez"
    assert len(fq("people", "--json").document["people"]) == 1


def test_blockers_in_a_circle_are_left_out(fq: Call, todo: Path) -> None:
    fq(
        "import",
        with_ids(todo, "One who:Ana id:a after:b", "Two who:Ana id:b after:a", "Three who:Ana id:c after:a"),
        "--yes",
    )
    assert [item["blocked_by"] for item in rows(fq)] == [[2], [], [1]]
    assert "Nothing new" in fq("import", str(todo)).out


def test_the_clock_of_the_import_is_when_it_was_noted(fq: Call, todo: Path) -> None:
    fq("import", str(todo), "--yes")
    assert {item["created_at"] for item in rows(fq)} == {NOW}


def test_what_is_only_proposed_writes_nothing_and_makes_no_copy(fq: Call, todo: Path, tmp_path: Path) -> None:
    fq("import", with_ids(todo, "Quote who:Ana id:1", "Draft who:Ana id:2"), "--yes")
    before = fq("export").document["log"]
    proposed = fq("import", with_ids(todo, "Draft who:Ana id:2"))
    assert proposed.code == 0, "nothing to confirm"
    assert "--close-gone closes them" in proposed.out
    assert fq("export").document["log"] == before


def test_what_is_for_lists_is_refused_with_an_export_of_followq(fq: Call, tmp_path: Path) -> None:
    path = tmp_path / "queue.json"
    path.write_text('[{"person": "Ana", "text": "Quote"}]')
    refused = fq("import", str(path), "--yes", "--map", "person=Name")
    assert refused.code == 2
    assert "--map" in refused.err


def test_whoever_was_found_for_an_item_without_a_name_stays(fq: Call, todo: Path) -> None:
    path = with_ids(todo, "Clear the desk id:1")
    fq("import", path, "--yes", "--person", "Mei Lin")
    assert "Nothing new" in fq("import", path).out
    assert [item["person"] for item in rows(fq)] == ["Mei Lin"]
    assert [who["name"] for who in fq("people", "--json").document["people"]] == ["Mei Lin"]


def test_what_was_closed_as_gone_comes_back_with_the_list(fq: Call, todo: Path) -> None:
    both = with_ids(todo, "Quote who:Ana id:1", "Draft who:Ana id:2")
    fq("import", both, "--yes")
    fq("import", with_ids(todo, "Draft who:Ana id:2"), "--yes", "--close-gone")
    fq("import", with_ids(todo, "Quote who:Ana id:1", "Draft who:Ana id:2"), "--yes")
    assert [item["status"] for item in rows(fq)] == ["open", "open"]


def test_what_was_exported_and_went_on_elsewhere_comes_back(fq: Call, todo: Path) -> None:
    fq("add", "Ana Lopez", "Quote")
    fq("add", "Ana Lopez", "Draft")
    written = fq("export", "--format", "todotxt").out
    quote, draft = written.splitlines()
    todo.write_text(f"x 2026-11-23 {quote}\n{draft.replace('Draft', 'Drafts')} due:2026-12-01\n")
    fq("import", str(todo), "--yes")
    closed, changed = rows(fq)
    assert closed["status"] == "done"
    assert (changed["text"], changed["promised"]) == ("Draft", "2026-12-01"), "which text is newer nobody can tell"
