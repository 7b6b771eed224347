"""`with --share` and `with --as-them`: the open book, and the page turned round."""

from __future__ import annotations

import pytest

from tests.conftest import Call

PRIVATE = (
    "Pnickname", "Pmail", "+99 123", "Porg", "Ppersonnote", "Pnote", "Ptag", "Pproject", "Pother", "Psaid", "Pwork",
    "Pdropped", "Pwhy", "Pundone",
)  # fmt: skip


@pytest.fixture
def private(fq: Call) -> None:
    """Everything a queue can hold of somebody and of others that is nobody's business."""
    more = ("--alias", "Pnickname", "--email", "Pmail@example.com", "--phone", "+99 123", "--org", "Porg")
    fq("person", "add", "Ana Lopez", *more, "--note", "Ppersonnote", "--weight", "vip", now="2026-11-02T09:00:00Z")
    fq("add", "Ana Lopez", "Quote", "--note", "Pnote", "--tag", "Ptag", "--project", "Pproject", "--by", "2026-11-20")
    fq("add", "-w", "Ana Lopez", "Signature", "--note", "Pnote", "--effort", "77m")
    fq("hand", "1", "Pother Person", "Pwork")
    fq("nudge", "2", "Psaid")
    fq("told", "1", "Psaid", "--by", "2026-11-19")
    fq("snooze", "1", "2026-11-10")
    fq("add", "Ana Lopez", "Pdropped")
    fq("drop", "4", "Pwhy")
    fq("add", "Ana Lopez", "Pundone")
    fq("undo")
    fq("add", "Ana Lopez", "Sent the draft")
    fq("done", "6", "--spent", "77m", "--note", "Pnote", now="2026-11-20T09:00:00Z")
    fq("count", now="2026-11-23T09:00:00Z")


@pytest.mark.parametrize("words", [(), ("--format", "md"), ("--json",), ("--plain",)])
def test_nothing_private_leaves_the_queue(fq: Call, private: None, words: tuple[str, ...]) -> None:
    shared = fq("with", "ana", "--share", *words)
    assert (shared.code, shared.err) == (0, "")
    for word in ("Ana Lopez", "Quote", "Signature", "Sent the draft"):
        assert word in shared.out
    for word in (*PRIVATE, "VIP", "77", "1h17m", "hidden"):
        assert word.lower() not in shared.out.lower(), word


def test_it_is_short_and_can_be_pasted(fq: Call, private: None) -> None:
    assert fq("with", "ana", "--share").out.splitlines() == [
        "Ana Lopez: where we stand, Mon 23 Nov 2026",
        "",
        "What I owe you",
        "- Quote: promised for Thu 19 Nov, 2 working days late; open since Mon 2 Nov",
        "",
        "What I need from you",
        "- Signature: open since Mon 2 Nov; I asked again once",
        "",
        "Done lately",
        "- Sent the draft: done, Fri 20 Nov",
    ]
    assert "\n## What I owe you\n\n- **Quote**: promised" in fq("with", "ana", "--share", "--format", "md").out


@pytest.mark.parametrize("words", [("--as-them",), ("--as-them", "--json")])
def test_what_they_cannot_see_is_not_on_the_page_turned_round(fq: Call, private: None, words: tuple[str, ...]) -> None:
    turned = fq("with", "ana", *words)
    assert turned.code == 0
    for word in PRIVATE:
        assert word.lower() not in turned.out.lower(), word


def test_the_page_turned_round_speaks_as_they_would(fq: Call, private: None) -> None:
    out = fq("with", "ana", "--as-them").out
    assert out.startswith("As Ana Lopez sees it  Mon 23 Nov\n\nI wait for 1 thing from you.\n1  Quote")
    assert "waiting since Mon 2 Nov, 15 working days; you promised it for Thu 19 Nov, 2 working days ago" in out
    assert "you told me where it stands 15 working days ago" in out
    assert "I last heard from you Fri 20 Nov (1 working day ago)." in out
    assert "You ask me for 1 thing.\n2  Signature  [since Mon 2 Nov; you asked again once]" in out
    assert "You usually get back to me in 14 working days. Of your promises to me you broke 1." in out
    fq("add", "Mei", "Prices")
    fresh = fq("with", "mei", "--as-them").out
    assert "I have not heard from you yet." in fresh
    assert "You ask nothing of me." in fresh
    assert "you have told me nothing about it" in fresh


def test_what_does_not_fit_together_is_refused(fq: Call, private: None) -> None:
    assert fq("with", "ana", "--share", "--as-them").code == 2
    assert fq("with", "ana", "--format", "md").code == 2
    refused = fq("with", "ana", "--share", "--format", "pdf")
    assert refused.code == 4
    assert "text, md" in refused.err
