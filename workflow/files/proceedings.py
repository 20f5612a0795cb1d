"""Reconsiderations and lawsuits over disclosure (行政复议、行政诉讼) as CSV or XLSX: one row is one proceeding."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from workflow.files.bad_rows import RowError
from workflow.files.cells import choice, day, number_text
from workflow.files.sheet_reading import Field, read_sheet
from workflow.files.sheet_writing import Layout, write_sheet
from workflow.rules.errors import BadInput

KINDS: Mapping[str, str] = MappingProxyType({"review": "行政复议", "direct": "未经复议直接起诉", "after": "复议后起诉"})
RESULTS: Mapping[str, str] = MappingProxyType({"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果"})
_PENDING = {"尚未审结": "", "pending": ""}


class ProceedingRow(Struct, frozen=True, kw_only=True):
    """One reconsideration or lawsuit.

    Args:
        kind: Code of `KINDS`.
        filed_on: 受理日期.
        case_no: 登记号 of the request; "" where it is not known. It need not be in the ledger.
        result: Code of `RESULTS`; "" while it is pending (尚未审结).
        concluded_on: 结案日期; None while it is pending.
        line: Row of the file it came from, from 1.

    """

    kind: str
    filed_on: date
    case_no: str = ""
    result: str = ""
    concluded_on: date | None = None
    line: int = 0


def _named(names: Mapping[str, str]) -> dict[str, str]:
    return {**{code: code for code in names}, **{chinese: code for code, chinese in names.items()}}


FIELDS = (
    Field("case_no", ("登记号",), number_text),
    Field("kind", ("类型", "类别", "种类"), choice(_named(KINDS), ", ".join([*KINDS.values(), *KINDS])), required=True),
    Field("filed_on", ("受理日期",), day, required=True),
    Field(
        "result",
        ("结果", "审理结果"),
        choice({**_named(RESULTS), **_PENDING}, ", ".join([*RESULTS.values(), *RESULTS])),
    ),
    Field("concluded_on", ("结案日期",), day),
)
SHEETS = ("复议诉讼", "行政复议诉讼", "proceedings")


def read_proceedings(path: Path, *, today: date) -> Iterator[ProceedingRow | RowError]:
    """Yield each proceeding of a file, or every fault of its row.

    Args:
        path: CSV (UTF-8 or GB18030) or XLSX, told apart by content.
        today: No day may lie after it.

    Raises:
        BadInput: The file cannot be read, or its header lacks or repeats columns.

    """
    for record in read_sheet(path, FIELDS, SHEETS):
        if isinstance(record, RowError):
            yield record
            continue
        values: dict[str, Any] = record.values
        row = ProceedingRow(**values, line=record.line)
        problems = list(_faults(row, today))
        if problems:
            yield from (record.fault(name, problem) for name, problem in problems)
        else:
            yield row


def write_proceedings(rows: Iterable[ProceedingRow], path: Path) -> None:
    """Write proceedings so that `read_proceedings` gives the same rows; the suffix is .csv or .xlsx."""
    header = tuple(field.zh[0] for field in FIELDS)
    write_sheet(
        path,
        Layout(sheet=SHEETS[0], header=header, widths=(18, 18, 12, 12, 12)),
        ([row.case_no, KINDS[row.kind], row.filed_on, RESULTS.get(row.result, ""), row.concluded_on] for row in rows),
    )


def _faults(row: ProceedingRow, today: date) -> Iterator[tuple[str, BadInput]]:
    if row.result and row.concluded_on is None:
        yield "concluded_on", BadInput("There is a result but no day. Enter the day of the decision (结案日期).")
    if row.concluded_on is not None and not row.result:
        yield "result", BadInput("There is a day of the decision but no result. Enter the result (结果).")
    if row.concluded_on is not None and row.concluded_on < row.filed_on:
        yield (
            "concluded_on",
            BadInput("{day} is before {earlier}, on which it depends.", day=row.concluded_on, earlier=row.filed_on),
        )
    for name, own in (("filed_on", row.filed_on), ("concluded_on", row.concluded_on)):
        if own is not None and own > today:
            yield name, BadInput("{day} is after today, {today}. Enter what has happened.", day=own, today=today)
