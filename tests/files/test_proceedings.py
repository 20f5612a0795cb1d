from datetime import date
from pathlib import Path

import pytest

from workflow.files.bad_rows import RowError
from workflow.files.proceedings import KINDS, RESULTS, ProceedingRow, read_proceedings, write_proceedings
from workflow.rules.errors import BadInput

TODAY = date(2026, 3, 5)


def read(
    folder: Path, *lines: str, header: str = "登记号,类型,受理日期,结果,结案日期"
) -> list[ProceedingRow | RowError]:
    path = folder / "复议.csv"
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return list(read_proceedings(path, today=TODAY))


def problem(folder: Path, line: str) -> tuple[str, str]:
    (error,) = read(folder, line)
    assert isinstance(error, RowError)
    return error.column, str(error.problem)


@pytest.mark.parametrize(("code", "chinese"), KINDS.items())
def test_kinds_are_read_in_both_languages(tmp_path: Path, code: str, chinese: str) -> None:
    found = read(tmp_path, f"1,{code},2024-05-06,,", f"2,{chinese},2024-05-06,,")
    assert [each.kind for each in found if isinstance(each, ProceedingRow)] == [code, code]


@pytest.mark.parametrize(("code", "chinese"), RESULTS.items())
def test_results_are_read_in_both_languages(tmp_path: Path, code: str, chinese: str) -> None:
    found = read(tmp_path, *(f",review,2024-05-06,{written},2024-07-01" for written in (code, chinese)))
    assert [each.result for each in found if isinstance(each, ProceedingRow)] == [code, code]


@pytest.mark.parametrize("written", ["", "尚未审结"])
def test_a_proceeding_without_a_result_is_pending(tmp_path: Path, written: str) -> None:
    (row,) = read(tmp_path, f",行政复议,2024-05-06,{written},")
    assert row == ProceedingRow(kind="review", filed_on=date(2024, 5, 6), line=2)


def test_the_number_of_the_request_may_be_left_out(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "after,2024-05-06,other,2024-08-01", header="kind,filed_on,result,concluded_on")
    assert isinstance(row, ProceedingRow)
    assert (row.case_no, row.kind, row.concluded_on) == ("", "after", date(2024, 8, 1))


@pytest.mark.parametrize(
    ("line", "column", "start"),
    [
        (",调解,2024-05-06,,", "类型", "调解 is unknown. Use one of 行政复议"),
        (",review,2024-05-06,胜诉,2024-07-01", "结果", "胜诉 is unknown. Use one of 结果维持"),
        (",review,2024-05-06,upheld,", "结案日期", "There is a result but no day."),
        (",review,2024-05-06,,2024-07-01", "结果", "There is a day of the decision but no result."),
        (",review,2024-05-06,upheld,2024-05-05", "结案日期", "2024-05-05 is before 2024-05-06"),
        (",review,2026-03-06,,", "受理日期", "2026-03-06 is after today"),
        (",review,,,", "受理日期", "The cell is empty."),
    ],
)
def test_a_row_that_cannot_be_is_named(tmp_path: Path, line: str, column: str, start: str) -> None:
    found = problem(tmp_path, line)
    assert found[0] == column
    assert found[1].startswith(start)


def test_the_columns_that_are_needed_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"类型 \(kind\), 受理日期 \(filed_on\)"):
        read(tmp_path, header="登记号,结果")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_is_written_is_read_back(tmp_path: Path, suffix: str) -> None:
    rows = [
        ProceedingRow(kind="review", filed_on=date(2024, 5, 6), case_no="=1", line=2),
        ProceedingRow(
            kind="direct", filed_on=date(2024, 5, 7), result="other", concluded_on=date(2024, 9, 1), case_no="9", line=3
        ),
    ]
    path = tmp_path / f"a{suffix}"
    write_proceedings(rows, path)
    assert list(read_proceedings(path, today=TODAY)) == rows
