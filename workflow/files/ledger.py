"""The request ledger (依申请公开台账) as CSV or XLSX: one row is one request."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from workflow.files.bad_rows import RowError
from workflow.files.ledger_columns import APPLICANT_CLASSES, CHANNELS, FIELDS, SHEETS, WIDTHS
from workflow.files.ledger_row import LedgerRow
from workflow.files.ledger_rules import faults
from workflow.files.sheet_reading import Record, read_sheet
from workflow.files.sheet_writing import Layout, Value, write_sheet
from workflow.rules.errors import BadInput


def read_ledger(path: Path, *, today: date) -> Iterator[LedgerRow | RowError]:
    """Yield each request of a ledger, or every fault of its row, in the order of the file and without keeping rows.

    Args:
        path: CSV (UTF-8 or GB18030) or XLSX, told apart by content.
        today: No day of a ledger may lie after it.

    Raises:
        BadInput: The file cannot be read, or its header lacks or repeats columns. It comes with the first row.

    """
    seen: dict[str, int] = {}
    for record in read_sheet(path, FIELDS, SHEETS):
        if isinstance(record, RowError):
            yield record
            continue
        row = _row(record)
        problems = faults(row, today)
        first = seen.setdefault(row.case_no, row.line)
        if first != row.line:
            problems.append(("case_no", _duplicate(row.case_no, first)))
        if problems:
            yield from (record.fault(name, problem) for name, problem in problems)
        else:
            yield row


def write_ledger(rows: Iterable[LedgerRow], path: Path, *, extra: Sequence[str] | None = None) -> None:
    """Write requests so that `read_ledger` gives the same rows.

    Args:
        rows: In the order to write.
        path: Ends in .csv or .xlsx.
        extra: Headers of further columns, as in `LedgerRow.extra`. None gathers them from the rows, which are then held
            in memory; with a sequence, rows are written one by one.

    Raises:
        BadInput: Another suffix, a text too long for a workbook, or a row with a column that `extra` lacks.

    """
    if extra is None:
        rows = list(rows)
        extra = list(dict.fromkeys(name for row in rows for name in row.extra))
    header = (*(field.zh[0] for field in FIELDS), *extra)
    write_sheet(path, Layout(sheet=SHEETS[0], header=header, widths=WIDTHS), (_values(row, extra) for row in rows))


def _row(record: Record) -> LedgerRow:
    values: dict[str, Any] = record.values
    return LedgerRow(**values, extra=record.extra, line=record.line)


def _duplicate(case_no: str, first: int) -> BadInput:
    return BadInput(
        "{case_no} is already in row {first}. Each request has its own number.", case_no=case_no, first=first
    )


def _values(row: LedgerRow, extra: Sequence[str]) -> list[Value]:
    unknown = row.extra.keys() - set(extra)
    if unknown:
        raise BadInput(
            "{case_no} has columns that are not written: {columns}.", case_no=row.case_no, columns=sorted(unknown)
        )
    return [
        row.case_no,
        row.received_on,
        CHANNELS[row.channel],
        APPLICANT_CLASSES[row.applicant_class],
        row.applicant,
        row.description,
        row.extended_on,
        row.extension_days,
        row.correction_requested_on,
        row.correction_received_on,
        row.outcome,
        row.closed_on,
        row.fee,
        row.note,
        *(row.extra.get(name, "") for name in extra),
    ]
