"""The memory between scans: threads that join, counts that agree with those in memory, and a file that is refused."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followq.errors import BusyError, DamagedError, DiskError
from followq.mail.correspondence import CountedMail
from followq.mail.digest import Digest
from followq.mail.message import MailAddress
from followq.mail.threads import KnownThreads, find_place, split_subject, subject_key
from followq.store.mail_memory.file import name_memory
from followq.store.mail_memory.memory import MailMemory, Membership
from tests.mail.letters import START, write

MINE = frozenset({"sam@example.com"})
BEGIN = datetime(2026, 11, 2, 9, tzinfo=timezone.utc)


@pytest.fixture
def queue(tmp_path: Path) -> str:
    """Path of a queue beside which a memory is made."""
    return str(tmp_path / "queue.db")


def make_digest(number: int, **fields: Any) -> Digest:
    """A message of Ana's to the user, the next one an hour later."""
    made = Digest(
        message_id=f"m{number}@example.org",
        thread=f"m{number}@example.org",
        references=(),
        base_subject="Quote",
        subject="Re: Quote",
        sent_at=BEGIN + timedelta(hours=number),
        sender="ana@example.org",
        sender_name="Ana Lopez",
        recipients=(),
        recipient_names=(),
        is_mine=False,
        role="to",
        automatic="",
        turn="",
        away_until="",
        features={"request": 0.5},
    )
    return made._replace(**fields)


def put_in(memory: MailMemory, *digests: Digest, source: str = "box") -> None:
    known = memory.know_source(source)
    memory.begin()
    for digest in digests:
        ids = (digest.message_id, *digest.references)
        joined = memory.threads_of(ids)
        thread = min({*joined, *ids})
        place = Membership(thread, frozenset(joined - {thread}), ids, is_loose=False, subject_key="quote")
        memory.add(known, digest.message_id, digest._replace(thread=thread), place)
    memory.commit()


def test_the_file_is_named_after_the_queue(queue: str) -> None:
    with MailMemory(queue) as memory:
        assert memory.path == queue.replace("queue.db", "queue.mail.db") == name_memory(queue)


def test_a_digest_comes_back_as_it_went_in(queue: str) -> None:
    digest = make_digest(1, references=("a@b", "c@d"), recipients=("tom@x", "é@x"), recipient_names=("Tom", "'); --"))
    with MailMemory(queue) as memory:
        put_in(memory, digest)
    with MailMemory(queue) as memory:
        found = memory.find_message(digest.message_id)
        assert found == digest._replace(thread="a@b")


def test_what_was_not_committed_is_gone(queue: str) -> None:
    with MailMemory(queue) as memory:
        known = memory.know_source("box")
        memory.begin()
        memory.skip(known, "1", "no sender")
        memory.set_mark(known, "7")
    with MailMemory(queue) as memory:
        known = memory.know_source("box")
        assert (known.mark, memory.find_unseen(known, ["1"])) == ("", ["1"])


def test_other_addresses_empty_it_and_decisions_stay(queue: str) -> None:
    with MailMemory(queue) as memory:
        assert memory.start(MINE) is False
        put_in(memory, make_digest(1))
        memory.decide("sender", "ana@example.org", "2026-11-02T09:00:00Z")
        assert memory.start(MINE) is False
        assert memory.count_messages() == 1
        assert memory.start(MINE | {"sam@example.net"}) is True
        assert memory.count_messages() == 0
        assert memory.find_subjects("sender") == {"ana@example.org"}


MESSAGES = st.lists(
    st.tuples(
        st.integers(0, 9),  # which id it answers
        st.sampled_from(("ana@example.org", "tom@example.org", "sam@example.com")),
        st.sampled_from(("Quote", "Re: Quote", "Boat", "Re: Boat")),
        st.booleans(),
    ),
    max_size=10,
)


@settings(max_examples=30)
@given(MESSAGES, st.randoms(use_true_random=False))
def test_threads_and_counts_are_those_kept_in_memory(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, str, str, bool]], random: Any
) -> None:
    mails = [
        write(
            f"m{number}@x",
            MailAddress("", sender),
            MailAddress("", "sam@example.com" if sender != "sam@example.com" else "ana@example.org"),
            subject=subject,
            answers=(f"m{answers}@x",) if refers and answers != number else (),
            hours=number,
        )
        for number, (answers, sender, subject, refers) in enumerate(rows)
    ]
    random.shuffle(mails)
    threads = KnownThreads()
    digests = []
    with MailMemory(str(tmp_path_factory.mktemp("memory") / "q.db")) as memory:
        known = memory.know_source("box")
        for mail in mails:
            place = find_place(mail, memory)
            threads.add(mail)
            digest = make_digest(0)._replace(
                message_id=mail.message_id,
                thread=place.thread,
                references=mail.references,
                subject=mail.subject,
                sent_at=mail.sent_at,
                sender=mail.sender.address,
                is_mine=mail.sender.address in MINE,
                recipients=("ana@example.org",) if mail.sender.address in MINE else (),
                recipient_names=("Ana",) if mail.sender.address in MINE else (),
                features={"to_count": 1.0},
            )
            digests.append(digest)
            key = subject_key(split_subject(mail.subject)[0])
            memory.begin()
            memory.add(
                known,
                mail.message_id,
                digest,
                Membership(place.thread, place.merged, place.ids, is_loose=place.is_loose, subject_key=key),
            )
            memory.commit()
        for mail in mails:
            found = memory.find_message(mail.message_id)
            assert found is not None
            assert found.thread == threads.thread_now(mail.message_id)
        counted = CountedMail().add_all(sorted(digests, key=lambda one: one.sent_at))
        stored = memory.count_correspondence(START + timedelta(days=30))
        moment = START + timedelta(hours=4, minutes=30)
        for address in ("ana@example.org", "tom@example.org"):
            assert stored.count(address)[::2] == counted.count(address)[::2]
            assert stored.count_since(address, moment) == counted.count_since(address, moment)


def test_only_threads_in_which_somebody_may_wait_are_read_again(queue: str) -> None:
    asked: list[str] = []

    def is_open(digests: list[Digest]) -> bool:
        asked.extend(each.message_id for each in digests)
        return "m1@example.org" in asked[-1]

    with MailMemory(queue) as memory:
        put_in(memory, make_digest(1), make_digest(2))
        memory.settle_new_threads(is_open)
        assert sorted(asked) == ["m1@example.org", "m2@example.org"]
        assert [digests[0].message_id for _, digests in memory.list_open_threads()] == ["m1@example.org"]
        memory.settle_new_threads(is_open)
        assert len(asked) == 2
        put_in(memory, make_digest(3, references=("m2@example.org",)))
        memory.settle_new_threads(is_open)
        assert asked[2:] == ["m2@example.org", "m3@example.org"]


@pytest.mark.parametrize(
    "spoil",
    [
        "PRAGMA application_id = 7",
        "PRAGMA user_version = 99",
        "CREATE TRIGGER t AFTER INSERT ON messages BEGIN DELETE FROM decisions; END",
        "CREATE VIEW v AS SELECT 1",
    ],
)
def test_a_file_that_is_not_ours_is_refused_with_what_to_do(queue: str, spoil: str) -> None:
    with MailMemory(queue) as memory:
        path = memory.path
    connection = sqlite3.connect(path)
    connection.execute(spoil)
    connection.commit()
    connection.close()
    with pytest.raises(DamagedError) as caught:
        MailMemory(queue)
    assert "the next scan reads everything again" in caught.value.hint


def test_an_empty_file_left_by_a_kill_is_filled(queue: str) -> None:
    Path(name_memory(queue)).touch()
    with MailMemory(queue) as memory:
        assert memory.count_messages() == 0


def test_a_folder_in_its_place_is_refused(queue: str) -> None:
    Path(name_memory(queue)).mkdir()
    with pytest.raises(DiskError):
        MailMemory(queue)


def test_a_second_scan_at_the_same_time_is_busy(queue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("followq.store.file.connection.BUSY_SECONDS", 0.1)
    with MailMemory(queue) as memory:
        memory.begin()
        with pytest.raises(BusyError), MailMemory(queue) as other:
            other.begin()


def test_decisions_about_one_thread_cover_what_joins_it_later(queue: str) -> None:
    with MailMemory(queue) as memory:
        put_in(memory, make_digest(1), make_digest(2))
        memory.decide("thread", "m2@example.org", "2026-11-02T09:00:00Z")
        assert len(memory.find_settled_threads("2026-11-03")) == 1
        put_in(memory, make_digest(3, references=("m1@example.org", "m2@example.org")))
        (settled,) = memory.find_settled_threads("2026-11-03")
        assert len(memory.list_thread(settled)) == 3
