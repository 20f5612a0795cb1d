"""Tables written as CSV (UTF-8 with a byte-order mark, which spreadsheets need for Chinese) or XLSX, row by row.

Text stays text in both: no spreadsheet takes a cell for a formula because a person's words start with `=`.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from workflow.files.cells import LONGEST_CELL, quoted
from workflow.rules.errors import BadInput

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Value = str | int | Decimal | date | None

_FIRST_EXCEL_YEAR = 1900
_USUAL_WIDTH = 14


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid out.

    Args:
        sheet: Name of the sheet in a workbook.
        header: Titles of the columns.
        widths: In characters, for as many columns as given.

    """

    sheet: str
    header: tuple[str, ...]
    widths: tuple[int, ...] = ()


def write_sheet(path: Path, layout: Layout, rows: Iterable[Sequence[Value]]) -> int:
    """Write a table and return how many rows it has; a file that could not be finished is not left behind.

    Args:
        path: Ends in .csv or .xlsx.
        layout: Titles and widths.
        rows: As many values each as there are titles; read once, none is kept.

    Raises:
        BadInput: The suffix is another one, or a text is too long for a cell of a workbook.

    """
    write = {".csv": _write_csv, ".xlsx": _write_xlsx}.get(path.suffix.lower())
    if write is None:
        raise BadInput("{file} is neither .csv nor .xlsx. Choose one of the two.", file=path.name)
    unfinished = path.with_name(f"{path.name}.part")
    try:
        number = write(unfinished, layout, rows)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return number


def _write_csv(path: Path, layout: Layout, rows: Iterable[Sequence[Value]]) -> int:
    number = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([quoted(title) for title in layout.header])
        for number, row in enumerate(rows, start=1):  # noqa: B007 - the last one is how many there are
            writer.writerow([_as_csv(value) for value in row])
    return number


def _as_csv(value: Value) -> str:
    if isinstance(value, str):
        return quoted(value)
    return "" if value is None else str(value)


def _write_xlsx(path: Path, layout: Layout, rows: Iterable[Sequence[Value]]) -> int:
    line = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(path), {**options, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet(layout.sheet)
        bold = book.add_format({"bold": True})
        formats = _Formats(
            day=book.add_format({"num_format": "yyyy-mm-dd"}), cents=book.add_format({"num_format": "0.00"})
        )
        for place, title in enumerate(layout.header):
            sheet.set_column(place, place, layout.widths[place] if place < len(layout.widths) else _USUAL_WIDTH)
            sheet.write_string(0, place, title, bold)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                _write_cell(sheet, line, place, value, formats)
    return line


@dataclass(frozen=True, slots=True)
class _Formats:
    day: Any
    cents: Any


def _write_cell(sheet: "Worksheet", line: int, place: int, value: Value, formats: _Formats) -> None:
    if isinstance(value, str):
        _write_text(sheet, line, place, value)
    elif isinstance(value, date):
        if value.year >= _FIRST_EXCEL_YEAR:
            sheet.write_datetime(line, place, value, formats.day)
        else:
            sheet.write_string(line, place, value.isoformat())
    elif isinstance(value, Decimal):
        sheet.write_number(line, place, value, formats.cents)
    elif value is not None:
        sheet.write_number(line, place, value)


def _write_text(sheet: "Worksheet", line: int, place: int, value: str) -> None:
    if len(value) > LONGEST_CELL:
        raise BadInput(
            "Row {row} has a text of {length} characters in column {column}, but a cell of a workbook holds {limit}. "
            "Write a CSV file instead.",
            row=line + 1,
            length=len(value),
            column=place + 1,
            limit=LONGEST_CELL,
        )
    if value:
        sheet.write_string(line, place, value)
