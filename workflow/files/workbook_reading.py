"""XLSX workbooks, read row by row after a look at the archive they come in."""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from warnings import catch_warnings, simplefilter

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from workflow.files.cells import Cell, Unreadable
from workflow.rules.errors import BadInput

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""What .xls files and workbooks with a password start with."""

MOST_ENTRIES = 10_000
MOST_BYTES = 1_000_000_000
MOST_RATIO = 200
RATIO_MATTERS_FROM = 10_000_000

_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, InvalidFileException, DefusedXmlException, SyntaxError),
    *(ValueError, KeyError, IndexError, TypeError, AttributeError, NotImplementedError, OverflowError),
    *(OSError, RuntimeError, AssertionError, struct.error),
)


def read_workbook(path: Path, sheets: Sequence[str]) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the number of each row, from 1, and its cells, of the first sheet that has one of the names.

    A workbook of a single sheet is read whatever that is called.

    Args:
        path: An XLSX file.
        sheets: Names the sheet may have.

    Raises:
        BadInput: The archive is a bomb, protected or damaged, or has no such sheet.

    """
    check_archive(path)
    # Opened here, for by its path openpyxl would refuse a workbook whose name does not end in .xlsx.
    with path.open("rb") as file, closing(_opened(file)) as book:
        rows = _sheet(book, sheets).iter_rows()
        for number, row in enumerate(_undamaged(rows), start=1):
            yield number, [_value(cell) for cell in row]


def check_archive(path: Path) -> None:
    """Refuse an archive that would unpack to more than any ledger holds, before anything is unpacked.

    Raises:
        BadInput: Too many parts, too many bytes, too high a ratio, or a password.

    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except _DAMAGED as error:
        raise _damaged() from error
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MOST_ENTRIES or unpacked > MOST_BYTES:
        raise BadInput(
            "The workbook unpacks to {parts} parts of {bytes} bytes together, which no ledger needs. Split the file.",
            parts=len(parts),
            bytes=unpacked,
        )
    if unpacked > RATIO_MATTERS_FROM and unpacked > MOST_RATIO * packed:
        raise BadInput(
            "The workbook unpacks to {ratio} times its size, as no real one does. Save it again from the program that "
            "made it.",
            ratio=unpacked // packed,
        )
    if any(part.flag_bits & 1 for part in parts):
        raise BadInput("The workbook is protected by a password. Save it without one.")


def _opened(file: BinaryIO) -> "Workbook":
    try:
        with catch_warnings():
            # What openpyxl cannot keep, such as validations, matters to nobody who only reads.
            simplefilter("ignore")
            return load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except _DAMAGED as error:
        raise _damaged() from error


def _sheet(book: "Workbook", names: Sequence[str]) -> Any:  # noqa: ANN401 - the stubs know no read-only sheet
    wanted = {name.casefold() for name in names}
    sheets = book.worksheets
    for sheet in sheets:
        if sheet.title.strip().casefold() in wanted:
            return _unbounded(sheet)
    if len(sheets) == 1:
        return _unbounded(sheets[0])
    raise BadInput(
        "The workbook has no sheet {wanted}. It has {sheets}. Rename the one that is meant.",
        wanted=list(names),
        sheets=[sheet.title for sheet in sheets],
    )


def _unbounded(sheet: Any) -> Any:  # noqa: ANN401 - the stubs know no read-only sheet
    """Return the sheet without the size it claims, which other programs get wrong."""
    sheet.reset_dimensions()
    return sheet


def _undamaged(rows: Iterator[Any]) -> Iterator[Any]:
    try:
        yield from rows
    except _DAMAGED as error:
        raise _damaged() from error


def _value(cell: Any) -> Cell:  # noqa: ANN401 - the stubs know no read-only cell
    if cell.value is None:
        return None
    if cell.data_type == "f":
        return Unreadable(
            BadInput(
                "Cell {cell} holds a formula. Replace it with its value.",
                cell=cell.coordinate,
            )
        )
    if cell.data_type == "e":
        return Unreadable(BadInput("Cell {cell} holds the error {value}.", cell=cell.coordinate, value=cell.value))
    value: Cell = cell.value
    return unescape(value) if isinstance(value, str) else value


def _damaged() -> BadInput:
    return BadInput("The file is no readable XLSX workbook. Save it again as XLSX or as CSV in UTF-8.")
