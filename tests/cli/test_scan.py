"""`scan`: what mail proposes, what enters the queue and what doesn't, and that a second scan changes nothing."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from tests.cli.mailboxes import ANA, ASKS, ME, MEI, TOM, Mailbox
from tests.conftest import Call

ALL = ("--accept", "all", "--min", "0")


@pytest.fixture
def box(tmp_path: Path) -> Mailbox:
    """A mailbox in which Ana asks the user, and the user asked Tom."""
    made = Mailbox(tmp_path / "mail.mbox")
    made.add_question()
    made.add_my_question()
    return made


def scan(fq: Call, box: Mailbox, *words: str, **more: str) -> dict[str, Any]:
    """Scan it, and read the answer."""
    result = fq("scan", str(box.path), "--me", ME, "--json", *words, **more)
    assert result.code == 0, result.err
    return result.document


def items(fq: Call) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = fq("list", "--status", "all", "--json").document["followups"]
    return found


def test_both_sides_are_proposed_and_nothing_enters_the_queue(fq: Call, box: Mailbox, db: Path) -> None:
    found = {each["person"]: each for each in scan(fq, box)["proposals"]}
    assert found.keys() == {"Ana Lopez", "Tom Baker"}
    assert (found["Ana Lopez"]["ball"], found["Tom Baker"]["ball"]) == ("mine", "theirs")
    assert found["Ana Lopez"]["sentence"].startswith("Could you please send me the budget figures")
    assert found["Ana Lopez"]["since"] == "2026-11-16T10:00:00Z"
    assert found["Ana Lopez"]["reasons"]
    assert not db.exists()


def test_in_words_each_has_its_reason_and_its_sentence(fq: Call, box: Mailbox) -> None:
    said = fq("scan", str(box.path), "--me", ME).out
    assert "Ana Lopez" in said
    assert "they wait on you since Mon 16 Nov" in said
    assert "“Could you please send me the budget figures" in said
    assert "2 new messages read, 2 known." in said


def test_accepting_makes_follow_ups_with_people_and_links(fq: Call, box: Mailbox) -> None:
    scan(fq, box, *ALL)
    owed, waiting = sorted(items(fq), key=lambda item: str(item["ball"]))
    assert (owed["person"], owed["text"], owed["ball"], owed["since"]) == (
        "Ana Lopez",
        "Budget",
        "mine",
        "2026-11-16T10:00:00Z",
    )
    assert (owed["link"], owed["source"]) == ("<q1@example.org>", "mail")
    assert (waiting["person"], waiting["text"], waiting["ball"]) == ("Tom Baker", "Contract", "theirs")
    people = {person["name"]: person["emails"] for person in fq("people", "--json").document["people"]}
    assert people == {"Ana Lopez": ["ana@example.org"], "Tom Baker": ["tom@example.org"]}
    assert fq("open", str(owed["id"]), "--print").out == "<q1@example.org>\n"


def test_a_plain_request_is_taken_without_naming_a_likelihood(fq: Call, box: Mailbox) -> None:
    scan(fq, box, "--accept", "all", "--min", "0.7")
    assert [item["person"] for item in items(fq)][:1] == ["Ana Lopez"]
    scan(fq, box, "--accept", "all")
    assert len(items(fq)) <= 2


def test_only_one_side_is_accepted_where_it_is_named(fq: Call, box: Mailbox) -> None:
    scan(fq, box, "--accept", "waiting", "--min", "0")
    assert [item["person"] for item in items(fq)] == ["Tom Baker"]


def test_unlikely_ones_are_left_where_a_likelihood_is_named(fq: Call, box: Mailbox) -> None:
    scan(fq, box, "--accept", "all", "--min", "1")
    assert items(fq) == []


def test_one_undo_takes_all_of_them_back_and_they_are_proposed_again(fq: Call, box: Mailbox) -> None:
    scan(fq, box, *ALL)
    assert fq("undo").code == 0
    assert items(fq) == []
    assert len(scan(fq, box)["proposals"]) == 2


@pytest.mark.parametrize("end", ["done", "drop", None])
def test_what_was_accepted_is_never_proposed_again(fq: Call, box: Mailbox, end: str | None) -> None:
    scan(fq, box, *ALL)
    if end:
        fq(end, "1", "2") if end == "done" else [fq(end, number) for number in "12"]
    again = scan(fq, box, *ALL)
    assert (again["proposals"], again["followups"], again["steps"], again["read"]) == ([], [], [], 0)
    assert len(items(fq)) == 2


def test_whoever_asks_anew_after_it_was_done_is_proposed_anew(fq: Call, box: Mailbox) -> None:
    scan(fq, box, *ALL)
    fq("done", "1", "2", now="2026-11-24T09:00:00Z")
    box.add("q2@example.org", ANA, ASKS, subject="Re: Budget", answers="q1@example.org", at="2026-11-25 10:00")
    found = scan(fq, box, now="2026-11-26T09:00:00Z")["proposals"]
    assert [(each["person"], each["since"]) for each in found] == [("Ana Lopez", "2026-11-25T10:00:00Z")]


def test_a_kill_between_the_queue_and_the_memory_doubles_nothing(fq: Call, box: Mailbox, tmp_path: Path) -> None:
    scan(fq, box)
    before = (tmp_path / "queue.mail.db").read_bytes()
    scan(fq, box, *ALL)
    (tmp_path / "queue.mail.db").write_bytes(before)
    again = scan(fq, box, *ALL)
    assert (again["proposals"], again["followups"]) == ([], [])
    assert len(items(fq)) == 2


def test_without_its_memory_a_scan_reads_everything_again_and_doubles_nothing(
    fq: Call, box: Mailbox, tmp_path: Path
) -> None:
    scan(fq, box, *ALL)
    (tmp_path / "queue.mail.db").unlink()
    again = scan(fq, box, *ALL)
    assert (again["read"], again["proposals"], again["followups"]) == (2, [], [])


def test_addresses_and_mailboxes_are_remembered(fq: Call, box: Mailbox) -> None:
    fq("scan", str(box.path), "--me", ME)
    again = fq("scan", "--json")
    assert (again.code, again.document["read"], len(again.document["proposals"])) == (0, 0, 2)
    rows = {row["key"]: row["value"] for row in fq("config", "--json").document["settings"]}
    assert (rows["mail.me"], rows["mail.sources"]) == ([ME], [str(box.path)])


def test_other_addresses_of_mine_mean_that_everything_is_read_again(fq: Call, box: Mailbox) -> None:
    scan(fq, box)
    result = fq("scan", "--me", "tom@example.org", "--json")
    assert result.document["read"] == 2
    assert "not those of the last scan" in result.err
    assert [each["person"] for each in result.document["proposals"]] == ["Sam Field"]


def test_a_dry_run_changes_no_file(fq: Call, box: Mailbox, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    found = scan(fq, box, "--dry-run", "--accept", "all", "--min", "0")
    assert len(found["proposals"]) == 2
    assert sorted(tmp_path.iterdir()) == before
    scan(fq, box)
    kept = (tmp_path / "queue.mail.db").read_bytes()
    box.add_question("q9@example.org", MEI, subject="Rooms")
    assert len(scan(fq, box, "--dry-run")["proposals"]) == 3
    assert (tmp_path / "queue.mail.db").read_bytes() == kept


def test_the_mailbox_is_never_changed(fq: Call, box: Mailbox) -> None:
    before = (box.path.read_bytes(), box.path.stat().st_mtime_ns)
    scan(fq, box, *ALL)
    assert (box.path.read_bytes(), box.path.stat().st_mtime_ns) == before


def test_the_memory_is_for_its_owner_alone(fq: Call, box: Mailbox, tmp_path: Path) -> None:
    scan(fq, box)
    assert stat.S_IMODE((tmp_path / "queue.mail.db").stat().st_mode) == 0o600


def test_without_an_address_of_mine_it_says_how_to_name_it(fq: Call, box: Mailbox) -> None:
    result = fq("scan", str(box.path))
    assert result.code == 2
    assert "--me you@example.com" in result.err


def test_without_a_mailbox_it_says_how_to_name_one(fq: Call) -> None:
    result = fq("scan", "--me", ME)
    assert (result.code, "imaps://" in result.err) == (2, True)


@pytest.mark.parametrize("contents", [None, b"no mail at all\n", b""])
def test_a_mailbox_that_is_none_is_refused(fq: Call, tmp_path: Path, contents: bytes | None) -> None:
    path = tmp_path / "none"
    if contents is not None:
        path.write_bytes(contents)
    result = fq("scan", str(path), "--me", ME)
    assert result.code == 4
    assert result.err.startswith("followq: ")


def test_what_could_not_be_read_is_not_remembered(fq: Call, tmp_path: Path) -> None:
    fq("scan", str(tmp_path / "none"), "--me", ME)
    assert fq("scan", "--me", ME).code == 2


def test_of_several_mailboxes_the_good_ones_are_read_all_the_same(fq: Call, box: Mailbox, tmp_path: Path) -> None:
    result = fq("scan", str(tmp_path / "gone.mbox"), str(box.path), "--me", ME, "--json")
    assert (result.code, len(result.document["proposals"])) == (4, 2)
    assert "gone.mbox" in result.err


def test_an_unknown_side_is_refused(fq: Call, box: Mailbox) -> None:
    assert fq("scan", str(box.path), "--me", ME, "--accept", "mine").code == 2


def test_skipped_messages_are_counted_and_listed_with_verbose(fq: Call, box: Mailbox) -> None:
    with box.path.open("ab") as file:
        file.write(b"From x Mon Nov 16 10:00:00 2026\nSubject: nobody\nMessage-ID: <n@x>\n\ntext\n\n")
    found = scan(fq, box, "--verbose")
    assert found["skipped"] == [{"reason": "no sender", "messages": 1}]
    assert found["skipped_messages"][0]["reason"] == "no sender"
    assert scan(fq, box)["skipped_messages"] == []


def test_a_damaged_memory_is_told_in_a_line_that_says_to_remove_it(fq: Call, box: Mailbox, tmp_path: Path) -> None:
    scan(fq, box)
    for damage in (b"nothing of ours" * 500, (tmp_path / "queue.mail.db").read_bytes()[:5000]):
        (tmp_path / "queue.mail.db").write_bytes(damage)
        result = fq("scan", str(box.path), "--me", ME)
        assert result.code == 6
        assert "the next scan reads everything again" in result.err
        assert result.err.count("\n") == 1


def test_people_are_known_by_their_address_first(fq: Call, box: Mailbox) -> None:
    fq("person", "add", "Ana from the harbour", "--email", "Ana@Example.org")
    scan(fq, box, *ALL)
    assert {item["person"] for item in items(fq)} == {"Ana from the harbour", "Tom Baker"}


def test_people_known_by_their_name_gain_the_address(fq: Call, box: Mailbox) -> None:
    fq("person", "add", "ana lopez")
    scan(fq, box, *ALL)
    people = {person["name"]: person["emails"] for person in fq("people", "--json").document["people"]}
    assert people["ana lopez"] == ["ana@example.org"]
    assert "Ana Lopez" not in people


def test_two_names_with_one_address_are_one_person(fq: Call, box: Mailbox) -> None:
    box.add_question("q2@example.org", "A. Lopez <ana@example.org>", subject="Rooms")
    scan(fq, box, *ALL)
    assert sorted(item["person"] for item in items(fq)) == ["Ana Lopez", "Ana Lopez", "Tom Baker"]


def test_a_near_name_makes_a_new_person_and_says_so(fq: Call, box: Mailbox) -> None:
    fq("person", "add", "Ana Lopes")
    said = fq("scan", str(box.path), "--me", ME, *ALL)
    assert "there is also Ana Lopes" in said.out


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ('"Lopez, Ana" <ana@example.org>', "Ana Lopez"),
        ("<ana@example.org>", "ana@example.org"),
        ("=?utf-8?q?Ana=1B[31m_L=C3=B3pez=E2=80=AE?= <ana@example.org>", None),
        ('"Robert\'); DROP TABLE people;--" <ana@example.org>', None),
        ('"id:3" <ana@example.org>', "ana@example.org"),
        ('"12345" <ana@example.org>', "ana@example.org"),
        ('"=HYPERLINK(1)" <ana@example.org>', None),
        (f"{'A' * 5000} <ana@example.org>", None),
    ],
)
def test_whatever_a_name_holds_it_is_data(fq: Call, tmp_path: Path, sender: str, name: str | None) -> None:
    box = Mailbox(tmp_path / "names.mbox")
    box.add_question("q1@example.org", sender, subject="=?utf-8?q?=1B]0;x=07_=E2=80=AE_'); DROP TABLE followups;--?=")
    shown = fq("scan", str(box.path), "--me", ME)
    assert shown.code == 0
    assert not any(ch in shown.out for ch in "\x1b\x07\u202e")
    scan(fq, box, *ALL)
    (made,) = items(fq)
    assert name is None or made["person"] == name
    assert not any(ch in fq("list").out for ch in "\x1b\x07\u202e")
    assert scan(fq, box, *ALL)["followups"] == []
    assert fq("doctor").code == 0


def test_an_id_that_no_link_can_hold_is_accepted_once(fq: Call, tmp_path: Path) -> None:
    box = Mailbox(tmp_path / "ids.mbox")
    box.add_question("no-at:sign`here", ANA)
    assert len(scan(fq, box, *ALL)["followups"]) == 1
    (tmp_path / "queue.mail.db").unlink()
    assert scan(fq, box, *ALL)["followups"] == []


def test_more_mail_read_later_gives_what_all_at_once_gives(fq: Call, tmp_path: Path, monkeypatch: Any) -> None:
    def fill(box: Mailbox, part: int) -> None:
        if part == 1:
            box.add_my_answer("a2@example.com", "a1@example.org", "Thanks, OK.\n", at="2026-11-12 10:00")
            box.add_question("q1@example.org", ANA, at="2026-11-10 09:00")
            box.add_question("q2@example.org", MEI, subject="Rooms", at="2026-11-11 09:00")
            box.add("r1@example.org", TOM, "The figures are here.\n", subject="Re: Contract", at="2026-11-13 08:00")
        else:
            box.add_my_question("w1@example.com", at="2026-11-09 09:00")
            box.add_my_answer("a1@example.com", "q1@example.org", "Here they are: 1, 2, 3.\n", at="2026-11-13 09:00")
            box.add_question(
                "q3@example.org", MEI, subject="Re: Rooms", answers="q2@example.org", at="2026-11-14 09:00"
            )
            box.add_question("q4@example.org", TOM, subject="Boat", at="2026-11-15 09:00")

    one, two = Mailbox(tmp_path / "one.mbox"), Mailbox(tmp_path / "two.mbox")
    fill(one, 1)
    fill(one, 2)
    fill(two, 1)
    at_once = scan(fq, one)["proposals"]
    monkeypatch.setenv("FOLLOWQ_DB", str(tmp_path / "other.db"))
    scan(fq, two)
    fill(two, 2)
    assert scan(fq, two)["proposals"] == at_once
    assert len(at_once) >= 2


def test_old_mail_that_is_unlikely_is_found_again_with_all_and_with_news(fq: Call, tmp_path: Path) -> None:
    box = Mailbox(tmp_path / "old.mbox")
    box.add("o1@example.org", ANA, "The minutes of the meeting are here.", at="2019-01-07 10:00")
    first = scan(fq, box)
    assert first["proposals"] == []
    assert len(scan(fq, box, "--all")["proposals"]) == first["more"] == scan(fq, box)["more"]
    box.add_question("o2@example.org", ANA, subject="Re: Budget", answers="o1@example.org", at="2026-11-20 10:00")
    assert [each["person"] for each in scan(fq, box)["proposals"]] == ["Ana Lopez"]


def test_the_list_is_cut_and_says_how_to_see_all(fq: Call, tmp_path: Path) -> None:
    box = Mailbox(tmp_path / "many.mbox")
    for number in range(15):
        box.add_question(
            f"q{number}@example.org", f"Person {chr(65 + number)} <p{number}@example.org>", subject=f"Thing {number}"
        )
    found = scan(fq, box)
    assert (len(found["proposals"]), found["more"]) == (10, 5)
    assert len(scan(fq, box, "--all")["proposals"]) == 15
    assert len(scan(fq, box, "--limit", "3")["proposals"]) == 3
    assert "and 5 less likely: followq scan --all" in fq("scan").out
