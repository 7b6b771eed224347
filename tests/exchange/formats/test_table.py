"""Tables: columns are guessed by name, shown and corrected; what is broken has its line; formulas stay texts."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from followq.errors import BadInputError
from followq.exchange.formats import table
from followq.exchange.registry import recognise
from followq.exchange.source import ReadingOptions, SourcePerson
from tests.conftest import Call
from tests.exchange.formats.lists import found_in, items_in, left_out_of
from tests.factories import calendar


@pytest.mark.parametrize(
    "text",
    [
        "Name,Task\nAna,Quote\n",
        "Contact;Subject\nAna;Quote\n",
        "who\ttitle\nAna\tQuote\n",
        "sep=|\nClient|Summary\nAna|Quote\n",
        "\ufeffFrom,Subj\r\nAna,Quote\r\n",
    ],
    ids=["comma", "semicolon", "tab", "said by Excel", "BOM and CRLF"],
)
def test_columns_are_known_by_their_names(text: str) -> None:
    assert recognise(text.encode(), "export")[0].name == "csv"
    (item,) = items_in(text)
    assert (item.person, item.text) == ("Ana", "Quote")


@pytest.mark.parametrize(
    ("text", "person", "ball"),
    [
        ("Task,Requester,Assignee\nQuote,Ana,Tom\nDraft,Ana,Mei\n", "Tom", "theirs"),
        ("Task,Requester,Assignee\nQuote,Ana,Sam Field\nDraft,Mei,Sam Field\n", "Ana", "mine"),
        ("Task,Owner\nQuote,Tom\n", "Tom", "theirs"),
        ("Task,Who,Side\nQuote,Tom,waiting\n", "Tom", "theirs"),
        ("Task,Who,Status\nQuote,Tom,Waiting for\n", "Tom", "theirs"),
        ("Task,Who,Status\nQuote,Tom,In progress\n", "Tom", "mine"),
    ],
    ids=["assigned to several", "all assigned to one", "owner alone", "side", "status", "no sign"],
)
def test_whose_ball_it_is(text: str, person: str, ball: str) -> None:
    first = items_in(text)[0]
    assert (first.person, first.ball) == (person, ball)


def test_who_the_user_is_can_be_said() -> None:
    text = "Task,Requester,Assignee\nQuote,Ana,Sam Field\nDraft,Ana,Tom\n"
    assert [(i.person, i.ball) for i in items_in(text, me=("sam field",))] == [("Ana", "mine"), ("Tom", "theirs")]


def test_an_address_beside_a_name_is_the_persons() -> None:
    (item,) = items_in("From,Subject\nAna Lopez <ana@example.com>,Quote\n")
    assert (item.person, item.emails) == ("Ana Lopez", ("ana@example.com",))


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2026-11-02", "2026-11-03 14:05"], ["2026-11-02", "2026-11-03T14:05:00Z"]),
        (["2.11.2026", "03.11.2026"], ["2026-11-02", "2026-11-03"]),
        (["02/11/2026", "13/11/2026"], ["2026-11-02", "2026-11-13"]),
        (["11/02/2026", "11/13/2026 3:04 PM"], ["2026-11-02", "2026-11-13T15:04:00Z"]),
        (["02/Nov/26 9:15 AM", "3 Nov 2026"], ["2026-11-02T09:15:00Z", "2026-11-03"]),
    ],
    ids=["ISO", "dots", "day first", "month first", "names"],
)
def test_a_column_of_dates_tells_how_it_is_meant(dates: list[str], expected: list[str]) -> None:
    text = "Task,Date\n" + "".join(f'Quote {n},"{date}"\n' for n, date in enumerate(dates))
    assert [item.since for item in items_in(text)] == expected


def test_dates_that_can_be_read_in_two_ways_are_refused_and_can_be_said() -> None:
    text = "Task,Due\nQuote,1/12/2026\n"
    ((line, why),) = left_out_of(text)
    assert (line, "two ways" in why) == (2, True)
    assert items_in(text, columns={"dates": "day-first"})[0].due == "2026-12-01"
    assert items_in(text, columns={"dates": "month-first"})[0].due == "2026-01-12"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('Who,Task\nAna,"never closed\nTom,Draft\n', "line 2: a quote is never closed"),
        (f"Who,Task\nAna,{'x' * 1_000_000}\n", "line 2: field larger than field limit"),
        ("Who,Task,Task\nAna,Quote,Draft\n", "line 1: column 'Task' is there 2 times"),
        ("Colour,Size\nred,3\n", "line 1: no column is the task: Colour, Size"),
    ],
    ids=["open quote", "huge cell", "header twice", "no task"],
)
def test_a_broken_table_is_refused_with_its_line(text: str, said: str, fq: Call, tmp_path: Path, db: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_text(text)
    refused = fq("import", str(path), "--yes")
    assert refused.code == 4
    assert said in refused.err
    assert len(refused.err.splitlines()) == 1
    assert not db.exists()


def test_rows_that_are_wrong_are_refused_one_by_one() -> None:
    text = 'Who,Task,Due\nAna,"Quote\nof two lines",2026-12-01\nTom,,\nMei,Draft,tomorrow\nPat,Roof,2026-12-01,more\n'
    assert [item.person for item in items_in(text)] == ["Ana"]
    left = left_out_of(text)
    assert [line for line, _ in left] == [4, 5, 6]
    assert "no text" in left[0][1]
    assert "4 cells" in left[2][1]


def test_older_windows_programs_are_read(fq: Call, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("Who;Task\nJosé;Straße\n".encode("cp1252"))
    assert fq("import", str(path), "--yes").code == 0
    assert fq("list", "--json").document["followups"][0]["text"] == "Straße"


def test_the_map_is_shown_corrected_and_remembered_by_the_header(fq: Call, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Deal,Kunde,Was\nD1,Ana,Quote\n")
    assert fq("import", str(path), "--yes").code == 4
    words = ("--map", "person=Kunde", "--map", "text=was")
    shown = fq("import", str(path), "--dry-run", *words).out
    assert "Columns: text=Was, person=Kunde, project=Deal" in shown
    assert fq("import", str(path), "--yes").code == 4, "a look remembers nothing"
    fq("import", str(path), "--yes", *words)
    path.write_text("Deal,Kunde,Was\nD1,Ana,Quote\nD2,Tom,Draft\n")
    assert (
        "1 follow-up (1 owed, 0 waiting) with 1 new person imported; 1 already here."
        in fq("import", str(path), "--yes").out
    )


def test_a_map_to_a_column_that_is_not_there_names_those_that_are(fq: Call, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Who,Task\nAna,Quote\n")
    refused = fq("import", str(path), "--yes", "--map", "person=Name")
    assert refused.code == 4
    assert "no column 'Name'" in refused.err
    assert "Who, Task" in refused.err


def test_a_table_without_tasks_is_people() -> None:
    text = (
        "Title,First Name,Last Name,E-mail Address,E-mail 2 Address,Mobile Phone\n"
        "Dr,Ana,Lopez,ana@example.com,al@example.com,+34 600\n"
    )
    (one,) = found_in(text)
    assert isinstance(one, SourcePerson)
    assert one.fields == {"name": "Ana Lopez", "emails": ["ana@example.com", "al@example.com"], "phones": ["+34 600"]}


FORMULA = '=HYPERLINK("http://example.com")'


@pytest.mark.parametrize("text", [FORMULA, "+1", "-1+1", "@SUM(A1)", "'=1", "''=1", "'quoted", "plain"])
def test_no_cell_is_run_as_a_formula_and_each_comes_back(fq: Call, tmp_path: Path, text: str) -> None:
    fq("add", "Ana", "--", text)
    written = fq("export", "--format", "csv").out
    cell = list(csv.reader(io.StringIO(written)))[1][table.COLUMNS.index("text")]
    assert cell[0] not in "=+-@\t\r"
    path = tmp_path / "back.csv"
    path.write_text(written, newline="")
    again = fq("import", str(path), "--dry-run", "--json").document
    assert (again["known"], again["changed"], again["kept"]) == (1, [], [])
    fq("drop", "1")
    raw = fq("export", "--format", "csv", "--raw").out
    assert list(csv.reader(io.StringIO(raw)))[1][table.COLUMNS.index("text")] == text


def test_another_programs_apostrophes_stay() -> None:
    assert items_in("Who,Task\nAna,'=1\n")[0].text == "'=1"


def test_the_same_table_with_a_row_more_adds_one(fq: Call, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Who,Task\nAna,Quote\nAna,Quote\n")
    fq("import", str(path), "--yes")
    path.write_text("Who,Task\nTom,Draft\nAna,Quote\nAna,Quote\n")
    assert "1 follow-up" in fq("import", str(path), "--yes").out
    assert len(fq("list", "--json").document["followups"]) == 3


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Task ID,Created At,Completed At,Name,Section/Column,Assignee,Due Date,Notes,Projects",
         "12001,2026-11-02,,Send the quote,Doing,Tom Baker,2026-12-01,About the roof,Spring",
         ("12001", "Send the quote", "Tom Baker", "theirs", "2026-11-02", "Spring")),
        ("Card ID,Card Name,Card URL,Labels,Members,Due Date,List Name,Board Name",
         'c1,Send the quote,https://example.com/c1,legal,"Tom Baker, Mei Lin",,Doing,Spring',
         ("c1", "Send the quote", "Tom Baker", "theirs", None, "Spring")),
        ("ID,Title,Description,Status,Creator,Assignee,Created,Project",
         "F-1,Send the quote,About the roof,Todo,Ana Lopez,Sam Field,2026-11-02T09:00:00.000Z,Spring",
         ("F-1", "Send the quote", "Ana Lopez", "mine", "2026-11-02T09:00:00Z", "Spring")),
        ("Issue ID,URL,Title,State,Author,Assignee,Created At (UTC),Closed At (UTC),Labels,Labels",
         "7,https://example.com/7,Send the quote,Open,Ana Lopez,Sam Field,2026-11-02 09:00:00,,a,b",
         ("7", "Send the quote", "Ana Lopez", "mine", "2026-11-02T09:00:00Z", None)),
        ("Summary,Issue key,Status,Reporter,Assignee,Created,Due date,Labels,Labels",
         "Send the quote,FOOD-7,To Do,Ana Lopez,Sam Field,02/Nov/26 9:00 AM,01/Dec/26 12:00 AM,a,b",
         ("FOOD-7", "Send the quote", "Ana Lopez", "mine", "2026-11-02T09:00:00Z", None)),
    ],
    ids=["Asana", "Trello", "Linear", "GitLab", "Jira"],
)  # fmt: skip
def test_tables_of_well_known_programs_need_no_map(header: str, row: str, expected: tuple[object, ...]) -> None:
    (item,) = items_in(f"{header}\n{row}\n", me=("Sam Field",))
    assert (item.key, item.text, item.person, item.ball, item.since, item.project) == expected


def test_the_same_number_in_another_table_is_another_thing(fq: Call, tmp_path: Path) -> None:
    for name, text in (("tasks", "Quote"), ("deals", "Draft")):
        (tmp_path / f"{name}.csv").write_text(f"Id,Who,Task\n1,Ana,{text}\n")
        assert "1 follow-up" in fq("import", str(tmp_path / f"{name}.csv"), "--yes").out
    assert [item["text"] for item in fq("list", "--json").document["followups"]] == ["Quote", "Draft"]
    (tmp_path / "renamed.csv").write_text("Id,Who,Task\n1,Ana,Quote\n")
    assert "Nothing new; 1 already here." in fq("import", str(tmp_path / "renamed.csv")).out


def test_a_published_table_of_mails_is_read_whole(shared: Path) -> None:
    data = (shared / "csv/ml-for-hackers-priority-inbox/final_df.csv").read_bytes()
    row, file = recognise(data, "final_df.csv")
    options = ReadingOptions(calendar())
    assert dict(table.map_columns(file, options)) == {"text": "Subj", "person": "From", "since": "Date"}
    assert (row.name, len(items_in(data))) == ("csv", 2500)


def test_a_hundred_thousand_rows_are_read_one_after_the_other() -> None:
    text = "Who,Task\n" + "".join(f"Person {n % 500},Task {n}\n" for n in range(100_000))
    _, file = recognise(text.encode(), "long.csv")
    assert sum(1 for _ in table.read(file, ReadingOptions(calendar()))) == 100_000


def test_a_reader_of_nothing_says_so() -> None:
    with pytest.raises(BadInputError, match="the file is empty"):
        recognise(b"\n \n", "empty.csv")
