"""Files that are damaged, hostile or simply not what they should be."""

import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from workflow.files.bad_rows import RowError
from workflow.files.ledger import read_ledger
from workflow.files.ledger_row import LedgerRow
from workflow.rules.errors import BadInput

TODAY = date(2026, 3, 5)
HEADER = ["登记号", "收到日期", "申请方式", "申请人类型", "申请内容"]
ROW = ["2024-1", "2024-02-05", "信函", "自然人", "某项目的批复"]


def read(path: Path) -> list[LedgerRow | RowError]:
    return list(read_ledger(path, today=TODAY))


def refused(path: Path, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        read(path)


def csv_file(folder: Path, *lines: bytes) -> Path:
    path = folder / "a.csv"
    path.write_bytes(b"\r\n".join(lines))
    return path


def line(*cells: str, encoding: str = "utf-8") -> bytes:
    return ",".join(cells).encode(encoding)


def workbook(folder: Path, *rows: list[object], sheets: tuple[str, ...] = ("台账",)) -> Path:
    path = folder / "a.xlsx"
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_long_ledger_is_read_without_being_kept(tmp_path: Path) -> None:
    rows = (line(f"2024-{number}", *ROW[1:4], "某项目的批复" * 50) for number in range(10_000))
    path = csv_file(tmp_path, line(*HEADER), *rows)
    size = path.stat().st_size
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_ledger(path, today=TODAY)) == 10_000
        assert tracemalloc.get_traced_memory()[1] < size / 3
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_offices_use_are_told_apart(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"{','.join(HEADER)}\n{','.join(ROW)}\n2024-2,2024-02-06,网络,其他,㐀\n".encode(encoding))
    assert [row.description for row in read(path) if isinstance(row, LedgerRow)] == ["某项目的批复", "㐀"]


def test_a_file_in_plain_ascii_is_read(tmp_path: Path) -> None:
    path = csv_file(tmp_path, b"case_no,received_on,channel,applicant_class", b"1,2024-02-05,fax,research")
    assert len(read(path)) == 1


@pytest.mark.parametrize(("first", "second"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_a_file_of_two_encodings_is_refused_with_the_line(tmp_path: Path, first: str, second: str) -> None:
    lines = [line(*HEADER, encoding=first), line(*ROW, encoding=first), line(*ROW, encoding=second)]
    refused(csv_file(tmp_path, *lines), f"Line 3 is not in {first.upper()}")


def test_a_name_in_gb18030_that_looks_like_utf8_is_no_second_encoding(tmp_path: Path) -> None:
    name = "联通"
    assert name.encode("gb18030").decode("utf-8", "replace").isprintable()
    lines = [
        line(*HEADER, encoding="gb18030"),
        line("2024-1", "2024-02-05", "fax", "research", name, encoding="gb18030"),
    ]
    (row,) = read(csv_file(tmp_path, *lines))
    assert isinstance(row, LedgerRow)
    assert row.description == name


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "The file is empty"),
        (b"\r\n\r\n", "The file is empty"),
        (b"\xff\xfe1\x00", "UTF-16"),
        (b"\x81\xff\xff,", "neither in UTF-8 nor in GB18030"),
        (b"a,b\x00,c\n", "Line 1 is too long or no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old .xls workbook or has a password"),
        (b"PK\x03\x04 broken", "no readable XLSX"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    refused(csv_file(tmp_path, content), problem)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    refused(tmp_path / "nowhere.csv", "nowhere.csv cannot be opened")


def test_all_that_a_header_lacks_or_repeats_is_named_at_once(tmp_path: Path) -> None:
    path = csv_file(tmp_path, line("登记号", "case_no", "收到日期", "处室", "处室"))
    with pytest.raises(BadInput) as caught:
        read(path)
    message = str(caught.value)
    assert "申请方式 (channel), 申请人类型 (applicant_class)" in message
    assert "登记号, case_no, 处室, 处室 mean the same" in message


def test_a_header_that_only_repeats_a_column_is_refused(tmp_path: Path) -> None:
    refused(csv_file(tmp_path, line(*HEADER, "received_on")), "收到日期, received_on mean the same")


def test_a_row_wider_than_the_header_is_named(tmp_path: Path) -> None:
    (error,) = read(csv_file(tmp_path, line(*HEADER), line(*ROW, "又一件", "")))
    assert isinstance(error, RowError)
    assert (error.line, error.column, error.value) == (2, "6", "又一件")


def test_a_row_narrower_than_the_header_has_empty_cells(tmp_path: Path) -> None:
    (row,) = read(csv_file(tmp_path, line(*HEADER), line(*ROW[:4])))
    assert isinstance(row, LedgerRow)
    assert row.description == ""


def test_a_quotation_mark_left_open_is_named(tmp_path: Path) -> None:
    refused(
        csv_file(tmp_path, line(*HEADER), line(*ROW[:4], '"未完'), line(*ROW)), "Row 2.*quotation mark is not closed"
    )


@pytest.mark.parametrize("length", [32_768, 100_000])
def test_a_cell_longer_than_a_spreadsheet_takes_is_a_fault_of_its_row(tmp_path: Path, length: int) -> None:
    (error,) = read(csv_file(tmp_path, line(*HEADER), line(*ROW[:4], "长" * length)))
    assert isinstance(error, RowError)
    assert str(error.error).startswith("Row 2, column 申请内容: The cell is longer than 32767 characters")
    assert len(error.value) <= 61


def test_a_cell_of_a_million_characters_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path, line(*HEADER), line(*ROW), line(*ROW[:4], "长" * 1_000_000))
    refused(path, "Row 3, column 5: the cell is longer than 32767 characters")


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    refused(csv_file(tmp_path, line(*HEADER), b"a" * 4_000_001), "Line 2 is too long")


def test_a_workbook_gives_the_values_of_its_cells(tmp_path: Path) -> None:
    header: list[object] = [*HEADER, "延期日期", "延期天数", "收费金额", "备注"]
    row: list[object] = [20240001, datetime(2024, 2, 5), "信函", "自然人", "批复", date(2024, 2, 20), 10, 12.5, True]  # noqa: DTZ001
    (found,) = read(workbook(tmp_path, header, row))
    assert isinstance(found, LedgerRow)
    assert (found.case_no, found.received_on, found.extended_on) == ("20240001", date(2024, 2, 5), date(2024, 2, 20))
    assert (found.extension_days, found.fee, found.note, found.line) == (10, Decimal("12.50"), "True", 2)


def test_rows_of_a_workbook_are_counted_as_it_shows_them(tmp_path: Path) -> None:
    found = read(workbook(tmp_path, [], [*HEADER], [], [*ROW], ["2", "昨天", "信函", "自然人"]))
    assert [each.line for each in found] == [4, 5]


def test_a_formula_is_refused_with_its_cell(tmp_path: Path) -> None:
    (error,) = read(workbook(tmp_path, [*HEADER], [ROW[0], "=TODAY()", *ROW[2:]]))
    assert isinstance(error, RowError)
    assert str(error.error) == "Row 2, column 收到日期: Cell B2 holds a formula. Replace it with its value."


def test_text_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    path = workbook(tmp_path, [*HEADER], [*ROW[:4], "=1+1"])
    book = load_workbook(path)
    book.worksheets[0].cell(2, 5).data_type = "s"
    book.save(path)
    (row,) = read(path)
    assert isinstance(row, LedgerRow)
    assert row.description == "=1+1"


def rewrite(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, change(name, data))


def test_an_error_value_is_named(tmp_path: Path) -> None:
    (error,) = read(workbook(tmp_path, [*HEADER], [*ROW[:4], "#N/A"]))
    assert isinstance(error, RowError)
    assert "Cell E2 holds the error #N/A" in str(error.error)


def test_a_long_number_kept_as_a_number_has_lost_digits(tmp_path: Path) -> None:
    (error,) = read(workbook(tmp_path, [*HEADER], [20240205000000012345, *ROW[1:]]))
    assert isinstance(error, RowError)
    assert "has lost digits" in str(error.error)


def test_a_workbook_of_one_sheet_needs_no_name(tmp_path: Path) -> None:
    assert len(read(workbook(tmp_path, [*HEADER], [*ROW], sheets=("Sheet1",)))) == 1


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    path = workbook(tmp_path, [*HEADER], [*ROW])
    assert len(read(path.rename(tmp_path / "upload.tmp"))) == 1


def test_a_workbook_without_the_sheet_names_those_it_has(tmp_path: Path) -> None:
    refused(
        workbook(tmp_path, [*HEADER], [*ROW], sheets=("甲", "乙")),
        "no sheet 台账, 依申请公开台账, ledger. It has 甲, 乙",
    )


def test_a_cell_of_a_million_characters_in_a_workbook_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path, [*HEADER], [*ROW[:4], "LONG"])
    rewrite(path, lambda _, data: data.replace(b"<t>LONG</t>", b"<t>" + b"x" * 1_000_000 + b"</t>"))
    (error,) = read(path)
    assert isinstance(error, RowError)
    assert str(error.error).startswith("Row 2, column 申请内容: The cell is longer than")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path, [*HEADER], [*ROW])
    bomb = b"<worksheet>" + b" " * 60_000_000
    rewrite(path, lambda name, data: bomb if name == "xl/worksheets/sheet1.xml" else data)
    refused(path, "unpacks to [0-9]+ times its size")


def test_an_archive_of_very_many_parts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}", b"")
    refused(path, "10001 parts")


def test_an_archive_that_claims_more_than_a_gigabyte_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", b"")
    data = bytearray(path.read_bytes())
    size = data.index(b"PK\x01\x02") + 24
    data[size : size + 4] = (2_000_000_000).to_bytes(4, "little")
    path.write_bytes(data)
    refused(path, "2000000000 bytes together")


def test_a_workbook_with_a_password_in_the_archive_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, [*HEADER])
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    refused(path, "protected by a password")


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    refused(path, "no readable XLSX")


def test_entities_in_a_workbook_are_not_expanded(tmp_path: Path) -> None:
    path = workbook(tmp_path, [*HEADER], [*ROW])
    lol = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    rewrite(path, lambda name, data: lol if name == "xl/worksheets/sheet1.xml" else data)
    refused(path, "no readable XLSX")


def test_a_workbook_cut_short_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, [*HEADER], [*ROW])
    rewrite(path, lambda name, data: data[:-40] if name == "xl/worksheets/sheet1.xml" else data)
    refused(path, "no readable XLSX")
