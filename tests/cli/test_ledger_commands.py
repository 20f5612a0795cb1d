import hashlib
import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from workflow.files.ledger import read_ledger
from workflow.files.ledger_row import LedgerRow
from workflow.store import session

HEADER = "登记号,收到日期,申请方式,申请人类型,申请人,申请内容,办理结果,答复日期,科室"
ROWS = (
    "甲-1,2024-02-05,网络,自然人,张三,2023年预算,D2,2024-02-20,办公室",
    "甲-2,2024/3/5,信函,商业企业,某公司,,U1,2024年3月20日,",
    "甲-3,2024-12-25,网络,自然人,,,,,",
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    file = tmp_path / "ledger.csv"
    file.write_text("\n".join([HEADER, *ROWS]), encoding="utf-8")
    return file


def kept(home: Path) -> int:
    with closing(sqlite3.connect(home / "disclosure.db")) as connection:
        return int(connection.execute("select count(*) from cases").fetchone()[0])


def requests(file: Path) -> list[LedgerRow]:
    rows = [row for row in read_ledger(file, today=date.max) if isinstance(row, LedgerRow)]
    return [replace(row, line=0) for row in rows]


def test_a_ledger_comes_in_once(cli: Any, ledger: Path, home: Path) -> None:
    first, second = cli("import", "ledger", ledger), cli("import", "ledger", ledger)
    digest = hashlib.sha256(ledger.read_bytes()).hexdigest()
    assert (first.status, first.out) == (0, f"3 rows added, 0 on record already.\nSHA-256 {digest}\n")
    assert (second.status, second.out.splitlines()[0]) == (0, "Nothing new: all 3 rows are on record already.")
    assert "没有新内容：全部3行均已在系统中。" in cli("import", "ledger", ledger, language="zh_CN").out
    assert kept(home) == 3
    assert cli("verify").status == 0


def test_what_came_in_goes_out_again(cli: Any, ledger: Path, tmp_path: Path) -> None:
    cli("import", "ledger", ledger)
    for name in ("out.csv", "out.xlsx"):
        written = cli("export", "ledger", "--year", "2024", "--out", tmp_path / name)
        assert (written.status, written.out) == (0, f"3 rows written to {tmp_path / name}.\n")
        assert requests(tmp_path / name) == requests(ledger)
        assert cli("import", "ledger", tmp_path / name).out.startswith("Nothing new")
    assert load_workbook(tmp_path / "out.xlsx")["台账"]["A2"].value == "甲-1"


def test_every_fault_is_named_and_nothing_is_kept(cli: Any, ledger: Path, home: Path) -> None:
    bad = [
        ROWS[0].replace("网络", "电报").replace("D2", "Q9"),
        ROWS[1],
        ROWS[2].replace("2024-12-25", "2024-13-25"),
        ROWS[0],
    ]
    ledger.write_text("\n".join([HEADER, *bad]), encoding="utf-8")
    answer = cli("import", "ledger", ledger)
    assert (answer.status, answer.out) == (1, "")
    assert [line.split(": ")[0] for line in answer.err.splitlines()[:-1]] == [
        "Row 2, column 申请方式, value “电报”",
        "Row 2, column 办理结果, value “Q9”",
        "Row 4, column 收到日期, value “2024-13-25”",
    ]
    assert "Use one of 当面 in_person" in answer.err
    assert answer.err.splitlines()[-1] == "Nothing was kept. Correct the 3 faults and do it again."
    assert kept(home) == 0
    chinese = cli("import", "ledger", ledger, language="zh_CN")
    assert "第2行，“申请方式”列，值“电报”：电报不是可用的值。请从当面 in_person" in chinese.err
    for_program = cli("import", "ledger", ledger, "--json")
    assert (for_program.status, for_program.json["faults"]) == (1, 3)
    assert for_program.json["errors"][0]["value"] == "电报"


def test_a_row_that_differs_from_the_record(cli: Any, ledger: Path, home: Path) -> None:
    cli("import", "ledger", ledger)
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("2024-02-20", "2024-02-21"), encoding="utf-8")
    answer = cli("import", "ledger", ledger)
    assert answer.status == 1
    assert "column 答复日期, value “2024-02-21”: Case 甲-1 is on record with 2024-02-20" in answer.err
    assert kept(home) == 3


def test_the_same_number_twice_in_a_file(cli: Any, ledger: Path) -> None:
    ledger.write_text("\n".join([HEADER, ROWS[0], ROWS[0]]), encoding="utf-8")
    assert "甲-1 is already in row 2" in cli("import", "ledger", ledger).err


def test_bad_rows_are_set_apart_and_come_in_once_put_right(cli: Any, ledger: Path, tmp_path: Path, home: Path) -> None:
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("信函", "电报"), encoding="utf-8")
    rest = tmp_path / "rest.csv"
    answer = cli("import", "ledger", ledger, "--skip-bad", rest)
    assert (answer.status, answer.out.splitlines()[0]) == (0, "2 rows added, 0 on record already.")
    assert answer.err == f"The rows with 1 faults are in {rest}.\n"
    assert kept(home) == 2
    text = rest.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].endswith("错误")
    assert "电报 is unknown" in text
    rest.write_text(text.replace("电报,", "信函,"), encoding="utf-8")
    assert cli("import", "ledger", rest).status == 0
    assert kept(home) == 3


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"),
        ("登记号,收到日期\n1,2024-02-05".encode(), "no column 申请方式 (channel), 申请人类型 (applicant_class)"),
        (f"{HEADER},登记号\n".encode(), "mean the same"),
        (
            HEADER.encode() + "\n甲-1,2024-02-05,网络,自然人,张三,预算,,,\n".encode("gb18030"),
            "mixes encodings or is damaged",
        ),
        (HEADER.encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04 and then nothing of a workbook", "no readable XLSX workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old .xls workbook"),
    ],
)
def test_a_file_that_cannot_be_read(cli: Any, ledger: Path, content: bytes, says: str, home: Path) -> None:
    ledger.write_bytes(content)
    answer = cli("import", "ledger", ledger)
    assert (answer.status, answer.out) == (2, "")
    assert says in answer.err
    assert kept(home) == 0


def test_a_workbook_that_unpacks_without_end(cli: Any, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    answer = cli("import", "ledger", bomb)
    assert answer.status == 2
    assert "times its size" in answer.err


def test_a_ledger_in_gb18030(cli: Any, ledger: Path) -> None:
    ledger.write_bytes(ledger.read_text(encoding="utf-8").encode("gb18030"))
    assert cli("import", "ledger", ledger).out.startswith("3 rows added")


def test_no_such_file(cli: Any, tmp_path: Path) -> None:
    answer = cli("import", "ledger", tmp_path / "none.csv")
    assert (answer.status, "There is no file" in answer.err) == (2, True)


def test_a_full_disk_keeps_nothing(cli: Any, ledger: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"乙-{number},2024-02-05,网络,自然人,张三,{'长' * 500},D2,2024-02-20," for number in range(3000)]
    ledger.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    pragmas = session._pragmas  # noqa: SLF001 (the disk is made small where the connection is made)

    def small(raw: Any, record: object) -> None:
        pragmas(raw, record)
        (pages,) = raw.execute("pragma page_count").fetchone()
        raw.execute(f"pragma max_page_count = {pages + 400}")

    monkeypatch.setattr(session, "_pragmas", small)
    answer = cli("import", "ledger", ledger)
    assert (answer.status, answer.out) == (1, "")
    assert (
        answer.err == "The disk is full, so nothing was kept (database or disk is full). Make room and do it again.\n"
    )
    monkeypatch.undo()
    assert kept(home) == 0


def test_the_rest_file_must_be_writable_before_anything_is_kept(
    cli: Any, ledger: Path, tmp_path: Path, home: Path
) -> None:
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("信函", "电报"), encoding="utf-8")
    for rest, status in ((tmp_path / "no" / "rest.csv", 1), (tmp_path / "rest.txt", 2)):
        assert cli("import", "ledger", ledger, "--skip-bad", rest).status == status
        assert kept(home) == 0


@pytest.mark.parametrize("role", ["approver", "auditor"])
def test_bringing_in_needs_a_role(cli: Any, ledger: Path, home: Path, role: str) -> None:
    cli("user", "add", "li", "李四", "--role", role)
    answer = cli("import", "ledger", ledger, "--by", "li")
    assert (answer.status, "is for the roles" in answer.err) == (1, True)
    assert kept(home) == 0


def test_proceedings_and_figures(cli: Any, tmp_path: Path) -> None:
    suits, figures = tmp_path / "suits.csv", tmp_path / "figures.csv"
    suits.write_text(
        "登记号,类型,受理日期,结果,结案日期\n甲-1,行政复议,2024-03-01,结果维持,2024-04-01\n", encoding="utf-8"
    )
    figures.write_text("表,行,列,数值\nart20_1,rules,issued,3\n", encoding="utf-8")
    assert cli("import", "proceedings", suits).out.startswith("1 rows added")
    assert cli("import", "proceedings", suits).out.startswith("Nothing new")
    assert cli("import", "figures", figures, "--year", "2024").out.startswith("1 rows added")
    assert cli("import", "figures", figures, "--year", "2024").out.startswith("Nothing new")
    for name, source in (("proceedings", suits), ("figures", figures)):
        out = tmp_path / f"{name}-out.csv"
        assert cli("export", name, "--year", "2024", "--out", out).status == 0
        assert out.read_text(encoding="utf-8-sig").split() == source.read_text(encoding="utf-8").split()
    counted = cli("statistics", "--year", "2024", "--as", "json").json["tables"]
    assert counted["art20_1"]["rules"]["issued"] == 3
    assert counted["review_litigation"]["cases"]["review_upheld"] == 1


def test_a_figure_that_the_form_does_not_have(cli: Any, tmp_path: Path) -> None:
    figures = tmp_path / "figures.csv"
    figures.write_text("表,行,列,数值\nart20_1,rules,lost,3\nart20_1,rules,issued,many\n", encoding="utf-8")
    answer = cli("import", "figures", figures, "--year", "2024")
    assert answer.status == 1
    assert "no column lost. Use one of issued" in answer.err
    assert "value “many”: many is no number" in answer.err


@pytest.mark.parametrize("year", ["2007", "10000", "last"])
def test_a_year_without_reports(cli: Any, tmp_path: Path, year: str) -> None:
    answer = cli("export", "ledger", "--year", year, "--out", tmp_path / "x.csv")
    assert answer.status == 2
    assert not (tmp_path / "x.csv").exists()


def test_a_file_of_another_kind_is_not_written(cli: Any, tmp_path: Path) -> None:
    answer = cli("export", "ledger", "--year", "2024", "--out", tmp_path / "x.ods")
    assert (answer.status, "neither .csv nor .xlsx" in answer.err) == (2, True)
