import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from workflow.rules.arrival import Channel

VECTORS = Path(__file__).parent.parent / "data" / "clock-vectors.jsonl"
QUESTION = {"id": "E11", "as_of": "2025-10-10", "events": [{"type": "received", "on": "2025-09-10"}]}
ANSWER = {
    "id": "E11",
    "regime": "CN-2019",
    "status": "running",
    "due_on": "2025-10-14",
    "remaining": 3,
    "overdue": False,
    "on_time": None,
}


def vectors() -> list[dict[str, Any]]:
    return [json.loads(line) for line in VECTORS.read_text(encoding="utf-8").splitlines()]


def test_every_vector_is_answered_in_its_place(cli: Any, tmp_path: Path) -> None:
    questions = tmp_path / "in.jsonl"
    questions.write_text("\n".join(json.dumps(one["in"]) for one in vectors()), encoding="utf-8")
    answer = cli("clock", questions)
    found = [json.loads(line) for line in answer.out.splitlines()]
    assert answer.status == 1  # Some of the vectors are refused.
    assert len(found) == len(vectors())
    for vector, one in zip(vectors(), found, strict=True):
        if "error" in vector["out"]:
            assert set(one) == {"id", "error"}
            assert one["id"] == vector["in"]["id"]
        else:
            assert one == vector["out"]


@pytest.mark.parametrize("file", [(), ("-",)])
def test_clock_reads_standard_input(cli: Any, file: tuple[str, ...]) -> None:
    answer = cli("clock", *file, stdin=json.dumps(QUESTION).encode())
    assert (answer.status, answer.json) == (0, ANSWER)


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"id": 7}',
        b'{"id": 7, "as_of": "2025-10-16", "events": [{"type": "received", "on": "yesterday"}]}',
        b'{"id": 7, "as_of": "2025-10-16", "events": [{"type": "lost", "on": "2025-09-10"}]}',
        b'{"id": 7, "as_of": "2001-10-16", "events": [{"type": "received", "on": "2001-09-10"}]}',
        b'{"id": 7, "as_of": "2025-10-16", "events": [{"type": "redo_ordered", "on": "2025-09-10", "days": 1e400}]}',
    ],
)
def test_a_refused_line_says_why_and_the_next_is_still_read(cli: Any, line: bytes) -> None:
    answer = cli("clock", stdin=line + b"\n\n" + json.dumps(QUESTION).encode() + b"\n")
    refused, answered = (json.loads(one) for one in answer.out.splitlines())
    assert answer.status == 1
    assert set(refused) == {"id", "error"}
    assert refused["id"] == (7 if b'"id"' in line and b"1e400" not in line else None)
    assert answered == ANSWER


def test_a_refusal_is_in_the_language_of_the_user(cli: Any) -> None:
    line = json.dumps({**QUESTION, "events": [{"type": "replied", "on": "2025-09-10"}]}).encode()
    assert "不能成立" in cli("clock", stdin=line, language="zh_CN").json["error"]


def test_a_byte_order_mark_is_not_in_the_way(cli: Any) -> None:
    assert cli("clock", stdin=b"\xef\xbb\xbf" + json.dumps(QUESTION).encode()).json == ANSWER


def test_no_questions_no_answers(cli: Any) -> None:
    answer = cli("clock", stdin=b"\n")
    assert (answer.status, answer.out) == (0, "")


def test_a_file_of_questions_that_is_not_there(cli: Any, tmp_path: Path) -> None:
    answer = cli("clock", tmp_path / "none.jsonl")
    assert (answer.status, answer.out) == (2, "")
    assert "cannot be opened: No such file" in answer.err


def test_due_ends_with_the_day(cli: Any) -> None:
    """Art. 33: 20 working days after the receipt; the first Monday of April 2026 is off."""
    answer = cli("due", "2026-03-10", "--as-of", "2026-03-20")
    assert (answer.status, answer.last) == (0, "2026-04-08")
    assert "12 working days left" in answer.out
    assert cli("due", "2026年3月10日").last == cli("due", "2026/3/10").last == "2026-04-08"


def test_each_day_is_explained(cli: Any) -> None:
    """The notice for 2026: 15 to 23 February are off, 14 and 28 February are worked."""
    answer = cli("due", "2026-02-12", "--explain")
    days = {line[:10]: line for line in answer.out.splitlines() if line.startswith("2026-") and " " in line}
    assert days["2026-02-14"].split(maxsplit=3)[1:3] == ["Sat", "2"]
    assert "make-up working day (国务院办公厅关于2026年部分节假日安排的通知)" in days["2026-02-14"]
    assert days["2026-02-16"].split(maxsplit=3)[1:3] == ["Mon", "-"]
    assert "statutory day off" in days["2026-02-16"]
    counted = [line for line in days.values() if line.split()[2] != "-"]
    assert [int(line.split()[2]) for line in counted] == list(range(1, 21))
    assert counted[-1].startswith(answer.last)
    assert "第三十三条第二款" in answer.out


def test_an_extension_is_counted(cli: Any) -> None:
    assert cli("due", "2026-03-10", "--extension", "5").last == "2026-04-15"
    refused = cli("due", "2026-03-10", "--extension", "21")
    assert (refused.status, refused.out) == (1, "")
    assert "allows 1 to 20" in refused.err


def test_a_day_beyond_the_announced_calendar_is_provisional(cli: Any) -> None:
    answer = cli("due", "2026-12-20", "--explain")
    assert "Provisional: the holidays of 2027 are not announced yet" in answer.out
    assert "assumed working day (not yet announced)" in answer.out
    assert "暂定：2027年放假安排尚未公布" in cli("due", "2026-12-20", language="zh_CN").out
    assert "Provisional" not in cli("due", "2026-03-10").out


def test_due_for_a_program(cli: Any) -> None:
    content = cli("due", "2026-03-10", "--as-of", "2026-04-10", "--channel", "email", "--explain", "--json").json
    assert content["due_on"] == "2026-04-08"
    assert (content["regime"], content["overdue"], content["remaining"]) == ("CN-2019", True, -2)
    assert content["rule"] == "The request is received on the day both sides confirm."
    assert [day["on"] for day in content["days"] if day["number"] == 20] == ["2026-04-08"]


@pytest.mark.parametrize("channel", list(Channel))
def test_every_channel_names_its_rule(cli: Any, channel: Channel) -> None:
    answer = cli("due", "2026-03-10", "--channel", channel.value)
    assert answer.last == "2026-04-08"
    assert "received on the day" in answer.out or "received on that day" in answer.out


def test_a_receipt_on_a_rest_day_is_named(cli: Any) -> None:
    assert "falls on a rest day" in cli("due", "2026-03-14", "--channel", "in_person").out


@pytest.mark.parametrize(
    ("args", "status", "says"),
    [
        (["due", "2007-04-01"], 2, "before the Regulations"),
        (["due", "2007-12-31"], 1, "not covered by any holiday notice"),
        (["due", "2026-03-10", "--channel", "pigeon"], 2, "no channel pigeon"),
        (["due", "2026-03-10", "--extension", "-1"], 1, "allows 1 to 20"),
    ],
)
def test_what_cannot_be_counted_is_refused(cli: Any, args: list[str], status: int, says: str) -> None:
    answer = cli(*args)
    assert (answer.status, answer.out) == (status, "")
    assert says in answer.err


NOTICE = {
    "id": "CN-2027",
    "title": "关于2027年部分节假日安排的通知",
    "source": "x",
    "known_on": "2026-11-01",
    "years": [2027],
    "off": ["2027-01-01", "2027-01-04"],
    "worked": [],
}


@pytest.fixture
def notice(home: Path) -> None:
    """A notice in the record, as an import leaves it."""
    with closing(sqlite3.connect(home / "disclosure.db")) as connection:
        connection.execute("pragma foreign_keys = off")
        row = (9, "CN-2027", json.dumps(NOTICE), "v", None)
        connection.execute("insert into notices (seq, id, data, version, undone_by) values (?, ?, ?, ?, ?)", row)
        connection.commit()


@pytest.mark.usefixtures("notice")
def test_imported_notices_are_counted_with(cli: Any) -> None:
    answer = cli("due", "2026-12-20", "--explain")
    assert answer.last == "2027-01-19"
    assert "Provisional" not in answer.out
    question = {"id": 1, "as_of": "2026-12-21", "events": [{"type": "received", "on": "2026-12-20"}]}
    assert cli("clock", stdin=json.dumps(question).encode()).json["due_on"] == "2027-01-19"


def test_days_are_counted_without_a_record(cli: Any, home: Path) -> None:
    shutil.rmtree(home)
    assert cli("due", "2026-12-20").last == "2027-01-15"
    assert not home.exists()


@pytest.mark.parametrize("url", ["postgresql://root@127.0.0.1:1/nothing", "sqlite:///{file}"])
def test_a_record_that_does_not_answer_is_named_and_done_without(cli: Any, tmp_path: Path, url: str) -> None:
    (tmp_path / "no.db").write_text("no database " * 100, encoding="utf-8")
    answer = cli("due", "2026-03-10", database_url=url.format(file=tmp_path / "no.db"))
    assert (answer.status, answer.last) == (0, "2026-04-08")
    assert "The imported holiday notices cannot be read" in answer.err
    assert "Counted with the notices that came with the program." in answer.err
