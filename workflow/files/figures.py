"""Figures of a report that are entered rather than counted, as CSV or XLSX: one row is one cell of a table."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct

from workflow.files.bad_rows import RowError
from workflow.files.cells import Cell, text
from workflow.files.forms import form
from workflow.files.labels import halfwidth
from workflow.files.sheet_reading import Field, Record, read_sheet
from workflow.files.sheet_writing import Layout, write_sheet
from workflow.rules.entered import Place, admit
from workflow.rules.errors import BadInput
from workflow.rules.forms import Form, form_for_year

_NUMBER = re.compile(r"-?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,10})?", re.ASCII)


class Figure(Struct, frozen=True, kw_only=True):
    """One figure: the cell it belongs to by the ids of the form, and its value; `line` is its row in the file."""

    table: str
    row: str
    column: str
    value: Decimal
    line: int = 0

    @property
    def place(self) -> Place:
        """Table, row and column."""
        return self.table, self.row, self.column


def _number(cell: Cell) -> Decimal | None:
    written = halfwidth(text(cell))
    if not written:
        return None
    if not _NUMBER.fullmatch(written):
        raise BadInput("{value} is no number. Write digits, such as 12 or 59237.2449.", value=written[:60])
    return Decimal(written.replace(",", ""))


FIELDS = (
    Field("table", ("表",), text, required=True),
    Field("row", ("行",), text, required=True),
    Field("column", ("列",), text, required=True),
    Field("value", ("数值",), _number, required=True),
)
SHEETS = ("数字", "figures")


def read_figures(path: Path, *, year: int) -> Iterator[Figure | RowError]:
    """Yield each figure of a file, or every fault of its row.

    Args:
        path: CSV (UTF-8 or GB18030) or XLSX, told apart by content.
        year: Reported on; it chooses the form whose ids are known. Tables named `x_…` are free.

    Raises:
        BadInput: The file cannot be read, or its header lacks or repeats columns.

    """
    seen: dict[Place, int] = {}
    own_form = form(form_for_year(year))
    for record in read_sheet(path, FIELDS, SHEETS):
        yield record if isinstance(record, RowError) else _figure(record, own_form, seen)


def write_figures(figures: Iterable[Figure], path: Path) -> None:
    """Write figures so that `read_figures` gives the same ones; the suffix is .csv or .xlsx."""
    layout = Layout(sheet=SHEETS[0], header=tuple(field.zh[0] for field in FIELDS), widths=(24, 24, 18, 14))
    write_sheet(path, layout, ([*figure.place, _written(figure.value)] for figure in figures))


def _figure(record: Record, own_form: Form, seen: dict[Place, int]) -> Figure | RowError:
    values: dict[str, Any] = record.values
    figure = Figure(**values, line=record.line)
    try:
        admit(own_form, figure.place, figure.value)
    except BadInput as problem:
        return record.fault(_column_of(own_form, figure.place), problem)
    first = seen.setdefault(figure.place, figure.line)
    if first != figure.line:
        place = ".".join(figure.place)
        return record.fault(
            "row", BadInput("{place} is already in row {first}. Enter each cell once.", place=place, first=first)
        )
    return figure


def _column_of(own_form: Form, place: Place) -> str:
    """Return which of the four columns is at fault."""
    table = next((table for table in own_form.tables if table.id == place[0]), None)
    if table is None:
        return "table"
    if table.row(place[1]) is None:
        return "row"
    return "value" if table.column(place[2]) else "column"


def _written(value: Decimal) -> str:
    return format(value, "f")
