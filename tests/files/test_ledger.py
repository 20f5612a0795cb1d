import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from workflow.files.bad_rows import RowError, write_bad_rows
from workflow.files.forms import form
from workflow.files.ledger import read_ledger
from workflow.files.ledger_columns import APPLICANT_CLASSES, CHANNELS
from workflow.files.ledger_row import LedgerRow
from workflow.rules.errors import BadInput
from workflow.rules.outcomes import Outcome

TODAY = date(2026, 3, 5)
GOOD = {"登记号": "2024-1", "收到日期": "2024-02-05", "申请方式": "信函", "申请人类型": "自然人"}
CLOSED = {**GOOD, "办理结果": "D2", "答复日期": "2024-02-20"}


def write(folder: Path, *rows: dict[str, str], encoding: str = "utf-8") -> Path:
    path = folder / "台账.csv"
    header = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(folder: Path, *rows: dict[str, str]) -> list[LedgerRow | RowError]:
    return list(read_ledger(write(folder, *rows), today=TODAY))


def one(folder: Path, row: dict[str, str]) -> LedgerRow:
    (found,) = read(folder, row)
    assert isinstance(found, LedgerRow), found
    return found


def faults(folder: Path, *rows: dict[str, str]) -> list[tuple[str, str]]:
    found = read(folder, *rows)
    return [(error.column, str(error.problem)) for error in found if isinstance(error, RowError)]


def test_a_row_with_the_required_columns_is_an_open_case(tmp_path: Path) -> None:
    assert one(tmp_path, GOOD) == LedgerRow(
        case_no="2024-1",
        received_on=date(2024, 2, 5),
        channel="letter",
        applicant_class="natural_person",
        applicant="未登记",
        line=2,
    )


def test_headers_may_be_english_and_in_any_order(tmp_path: Path) -> None:
    row = {"Applicant_Class": "commercial", " case_no": "7", "channel": "fax", "received_on*": "2024/2/5"}
    assert one(tmp_path, row).applicant_class == "commercial"


def test_columns_the_ledger_does_not_know_are_kept(tmp_path: Path) -> None:
    assert one(tmp_path, {**GOOD, "经办处室": "法规处", "会签": ""}).extra == {"经办处室": "法规处"}


@pytest.mark.parametrize(
    "written",
    [
        "2024-02-05",
        "2024/2/5",
        "2024年2月5日",
        "2024 年 2 月 5 日",
        "２０２４年２月５日",
        "2024-2-5",
        "2024-02-05 00:00:00",
    ],
)
def test_a_day_may_be_written_in_the_usual_ways(tmp_path: Path, written: str) -> None:
    assert one(tmp_path, {**GOOD, "收到日期": written}).received_on == date(2024, 2, 5)


@pytest.mark.parametrize(
    "written", ["5.2.2024", "2024-02", "24-02-05", "2024-2/5", "昨天", "45327", "二〇二四年二月五日"]
)
def test_anything_else_is_no_day(tmp_path: Path, written: str) -> None:
    ((column, problem),) = faults(tmp_path, {**GOOD, "收到日期": written})
    assert column == "收到日期"
    assert problem == f"{written} is no date. Write it as 2024-02-05, 2024/2/5 or 2024年2月5日."


def test_a_day_must_be_in_the_calendar_and_later_than_the_regulations(tmp_path: Path) -> None:
    assert faults(tmp_path, {**GOOD, "收到日期": "2024-02-30"}) == [
        ("收到日期", "There is no 2024-02-30 in the calendar.")
    ]
    ((_, problem),) = faults(tmp_path, {**GOOD, "收到日期": "1924-02-05"})
    assert "before the Regulations" in problem


@pytest.mark.parametrize(("code", "chinese"), CHANNELS.items())
def test_channels_are_read_in_both_languages(tmp_path: Path, code: str, chinese: str) -> None:
    assert {one(tmp_path, {**GOOD, "申请方式": written}).channel for written in (code, chinese, code.upper())} == {code}


@pytest.mark.parametrize(("code", "chinese"), APPLICANT_CLASSES.items())
def test_applicant_classes_are_read_in_both_languages(tmp_path: Path, code: str, chinese: str) -> None:
    found = {one(tmp_path, {**GOOD, "申请人类型": written}).applicant_class for written in (code, chinese)}
    assert found == {code}


def test_an_unknown_value_is_answered_with_those_allowed(tmp_path: Path) -> None:
    (error,) = read(tmp_path, {**GOOD, "申请方式": "微信"})
    assert isinstance(error, RowError)
    assert (error.line, error.column, error.value) == (2, "申请方式", "微信")
    assert str(error.error).startswith(
        "Row 2, column 申请方式: 微信 is unknown. Use one of 当面 in_person, 信函 letter"
    )


@pytest.mark.parametrize("outcome", Outcome)
def test_outcomes_are_read_by_code_and_name(tmp_path: Path, outcome: Outcome) -> None:
    found = {
        one(tmp_path, {**CLOSED, "办理结果": written}).outcome for written in (outcome, outcome.lower(), outcome.label)
    }
    assert found == {outcome.value}


def test_outcomes_are_read_by_the_row_labels_of_the_forms(tmp_path: Path) -> None:
    for format_id in ("2019", "2021"):
        for row in form(format_id).table("applications").rows:
            if row.parent and not row.sum_of:
                bare = row.label_zh.lstrip("（）一二三四五六七12345678.")
                for written in (row.label_zh, bare, row.label_zh.replace(".", "、")):
                    found = one(tmp_path, {**CLOSED, "办理结果": written}).outcome
                    assert Outcome(found).row(format_id) == row.id


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("三、本年度办理结果/（三）不予公开/1.属于国家秘密", "N1"),
        ("部分公开", "D3"),
        ("信息不存在", "U1"),
        ("商业秘密", "N4a"),
        ("3.其他", "C3"),
    ],
)
def test_outcomes_are_read_as_offices_write_them(tmp_path: Path, written: str, code: str) -> None:
    assert one(tmp_path, {**CLOSED, "办理结果": written}).outcome == code


def test_an_unknown_outcome_is_answered_with_the_codes(tmp_path: Path) -> None:
    ((column, problem),) = faults(tmp_path, {**CLOSED, "办理结果": "已转办"})
    assert column == "办理结果"
    assert "D1, D2, D3" in problem


@pytest.mark.parametrize(
    ("written", "fee"), [("15", "15.00"), ("1,234.5", "1234.50"), ("１５元", "15.00"), ("0.00", "0.00")]
)
def test_fees_have_two_places(tmp_path: Path, written: str, fee: str) -> None:
    found = one(tmp_path, {**GOOD, "收费金额": written}).fee
    assert (found, str(found)) == (Decimal(fee), fee)


@pytest.mark.parametrize("written", ["免费", "-5", "1.005", "1e3"])
def test_anything_else_is_no_fee(tmp_path: Path, written: str) -> None:
    ((column, _),) = faults(tmp_path, {**GOOD, "收费金额": written})
    assert column == "收费金额"


def test_words_of_a_person_are_data(tmp_path: Path) -> None:
    found = one(tmp_path, {**GOOD, "申请人": "@张三", "申请内容": '=HYPERLINK("a")', "备注": "-"})
    assert (found.applicant, found.description, found.note) == ("@张三", '=HYPERLINK("a")', "-")


def test_line_breaks_and_commas_stay_in_a_quoted_cell(tmp_path: Path) -> None:
    assert one(tmp_path, {**GOOD, "申请内容": "一、批复,\r\n二、方案"}).description == "一、批复,\n二、方案"


def test_a_control_character_cannot_be_kept(tmp_path: Path) -> None:
    ((column, problem),) = faults(tmp_path, {**GOOD, "申请人": "张\x0b三"})
    assert (column, problem) == ("申请人", "The text contains a control character that cannot be kept. Delete it.")


@pytest.mark.parametrize(
    ("changes", "column", "problem"),
    [
        ({"办理结果": "D2"}, "答复日期", "an outcome but no day"),
        ({"答复日期": "2024-02-20"}, "办理结果", "a day of the reply but no outcome"),
        ({"办理结果": "D2", "答复日期": "2024-02-04"}, "答复日期", "2024-02-04 is before 2024-02-05"),
        ({"延期日期": "2024-02-20"}, "延期天数", "Enter by how many working days"),
        ({"延期天数": "10"}, "延期日期", "Enter the day of the extension"),
        ({"延期日期": "2024-02-01", "延期天数": "10"}, "延期日期", "2024-02-01 is before 2024-02-05"),
        ({"延期日期": "2024-02-20", "延期天数": "21"}, "延期天数", "21 working days .* Enter 1 to 20"),
        ({"延期日期": "2024-02-20", "延期天数": "0"}, "延期天数", "Enter 1 to 20"),
        ({"补正收到日期": "2024-02-20"}, "补正通知日期", "none was asked for"),
        ({"补正通知日期": "2024-02-01"}, "补正通知日期", "2024-02-01 is before 2024-02-05"),
        ({"补正通知日期": "2024-02-10", "补正收到日期": "2024-02-09"}, "补正收到日期", "is before 2024-02-10"),
        ({"补正通知日期": "2024-03-01", "办理结果": "C1", "答复日期": "2024-02-20"}, "补正通知日期", "after the reply"),
        ({"收到日期": "2026-03-06"}, "收到日期", "2026-03-06 is after today, 2026-03-05"),
        ({"办理结果": "D1", "答复日期": "2026-03-06"}, "答复日期", "is after today"),
        ({"登记号": ""}, "登记号", "Every row needs a value"),
    ],
)  # fmt: skip
def test_a_row_that_contradicts_itself_is_named(
    tmp_path: Path, changes: dict[str, str], column: str, problem: str
) -> None:
    blank = dict.fromkeys(("延期日期", "延期天数", "补正通知日期", "补正收到日期", "办理结果", "答复日期"), "")
    ((found_column, found),) = faults(tmp_path, {**blank, **GOOD, **changes})
    assert found_column == column
    with pytest.raises(BadInput, match=problem):
        raise BadInput(found)


@pytest.mark.parametrize(("received", "limit"), [("2019-05-14", 15), ("2019-05-15", 20)])
def test_an_extension_is_as_long_as_the_regulations_of_the_day_allow(tmp_path: Path, received: str, limit: int) -> None:
    """(2008), Art. 24; (2019), Art. 33."""
    row = {**GOOD, "收到日期": received, "延期日期": "2019-06-03"}
    assert one(tmp_path, {**row, "延期天数": str(limit)}).extension_days == limit
    assert faults(tmp_path, {**row, "延期天数": str(limit + 1)})


def test_a_correction_starts_the_period_under_the_regulations_of_its_day(tmp_path: Path) -> None:
    row = {**GOOD, "收到日期": "2019-05-06", "补正通知日期": "2019-05-08", "补正收到日期": "2019-05-20"}
    assert one(tmp_path, {**row, "延期日期": "2019-06-10", "延期天数": "20"}).extension_days == 20


@pytest.mark.parametrize(("closed", "refused"), [("2018-12-28", True), ("2019-01-02", False)])
def test_third_party_refusals_are_told_apart_before_2019(tmp_path: Path, closed: str, *, refused: bool) -> None:
    row = {**GOOD, "收到日期": "2018-12-10", "办理结果": "N4", "答复日期": closed}
    assert bool(faults(tmp_path, row)) is refused
    assert one(tmp_path, {**row, "办理结果": "N4b"}).outcome == "N4b"


def test_a_number_is_used_once_and_both_rows_are_named(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD, {**GOOD, "登记号": "2024-2"}, {**GOOD, "收到日期": "2024-03-01"})
    assert [type(each) for each in found] == [LedgerRow, LedgerRow, RowError]
    error = found[2]
    assert isinstance(error, RowError)
    assert str(error.error).startswith("Row 4, column 登记号: 2024-1 is already in row 2.")


def test_all_faults_of_all_rows_come_in_one_run(tmp_path: Path) -> None:
    rows = (
        {**GOOD, "收到日期": "昨天", "申请方式": "微信"},
        {**GOOD, "登记号": "2"},
        {**GOOD, "登记号": "3", "申请人类型": "公民"},
    )
    found = read(tmp_path, *rows)
    assert [(each.line, each.column) for each in found if isinstance(each, RowError)] == [
        (2, "收到日期"),
        (2, "申请方式"),
        (4, "申请人类型"),
    ]
    assert [each.line for each in found if isinstance(each, LedgerRow)] == [3]


def test_blank_rows_are_skipped(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    path.write_text(f"{path.read_text(encoding='utf-8')}\n , ,,\n", encoding="utf-8")
    assert len(list(read_ledger(path, today=TODAY))) == 1


def test_bad_rows_are_written_with_their_faults_and_can_be_corrected(tmp_path: Path) -> None:
    bad = {**GOOD, "收到日期": "昨天", "申请方式": "微信", "经办处室": "=法规处"}
    found = read(tmp_path, {**GOOD, "登记号": "1"}, bad)
    path = tmp_path / "错误.csv"
    assert write_bad_rows([each for each in found if isinstance(each, RowError)], path) == 1
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["错误"].startswith("Row 3, column 收到日期: 昨天 is no date.")
    assert "；Row 3, column 申请方式" in row["错误"]
    assert row["经办处室"] == "'=法规处"
    corrected = {**row, "收到日期": "2024-02-05", "申请方式": "信函", "经办处室": row["经办处室"]}
    assert one(tmp_path, corrected).extra == {"经办处室": "=法规处"}


def test_bad_rows_can_be_written_to_a_workbook(tmp_path: Path) -> None:
    (error,) = read(tmp_path, {**GOOD, "收到日期": "?"})
    assert isinstance(error, RowError)
    assert write_bad_rows([error], tmp_path / "错误.xlsx") == 1
    (again,) = read_ledger(tmp_path / "错误.xlsx", today=TODAY)
    assert isinstance(again, RowError)
    assert (again.column, again.value) == ("收到日期", "?")
