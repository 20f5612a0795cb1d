"""Rows of a CSV file or a workbook, read by the names of their columns."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workflow.files.bad_rows import ERROR_COLUMN, RowError
from workflow.files.cells import LONGEST_CELL, Cell, Parse, Unreadable, shortened, text
from workflow.files.csv_reading import read_csv
from workflow.files.labels import halfwidth
from workflow.files.workbook_reading import OLD_OFFICE, read_workbook
from workflow.rules.errors import BadInput

_ARCHIVE = b"PK"

NumberedRows = Iterator[tuple[int, Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class Field:
    """A column that is understood.

    Args:
        name: English header, and the key of the value.
        zh: Chinese headers; the first is the usual one.
        parse: Reads a cell; raises BadInput with what is allowed.
        required: The column must be there, and filled in every row.

    """

    name: str
    zh: tuple[str, ...]
    parse: Parse
    required: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """The header row, bound to the fields.

    Args:
        titles: As written.
        known: Name, place and reader of every column that is understood.
        required: Names of the fields that must be filled.
        extra: Title and place of the other columns.
        absent: Values of the fields that have no column.

    """

    titles: tuple[str, ...]
    known: tuple[tuple[str, int, Parse], ...]
    required: tuple[str, ...]
    extra: tuple[tuple[str, int], ...]
    absent: dict[str, object]

    def title(self, name: str) -> str:
        """Return the header of a field as the file writes it."""
        return next((self.titles[place] for own, place, _ in self.known if own == name), name)


@dataclass(frozen=True, slots=True)
class Record:
    """A row whose cells could all be read.

    Args:
        line: Number of the row as a spreadsheet shows it; the header is row 1.
        values: Name of each field -> value; "" or None where the cell is empty or there is no such column.
        extra: Title -> text of the other columns, where they hold anything.

    """

    line: int
    values: dict[str, object]
    extra: dict[str, str]
    header: Header
    cells: Sequence[Cell]

    def fault(self, name: str, problem: BadInput) -> RowError:
        """Return what is wrong with the row, in the column of field `name`."""
        title = self.header.title(name)
        shown = _as_text(self.header, self.cells)
        return RowError(self.line, title, shortened(shown.get(title, "")), problem, shown)


def read_sheet(path: Path, fields: Sequence[Field], sheets: Sequence[str]) -> Iterator[Record | RowError]:
    """Yield every row that is not blank, or every fault of it, without keeping any.

    Args:
        path: CSV or XLSX, told apart by content.
        fields: Columns that are understood.
        sheets: Names the sheet may have in a workbook of several.

    Raises:
        BadInput: The file cannot be read, or its header lacks or repeats columns.

    """
    rows = _rows(path, sheets)
    header = _header(fields, rows)
    width = len(header.titles)
    for line, cells in rows:
        if not any(cells):
            continue
        full = cells if len(cells) == width else _fitted(cells, width)
        if len(full) > width:
            yield _too_wide(header, line, full)
            continue
        try:
            record = _record(header, line, full)
        except BadInput:
            yield from _faults(header, line, full)
        else:
            yield record


def _rows(path: Path, sheets: Sequence[str]) -> NumberedRows:
    try:
        with path.open("rb") as file:
            start = file.read(len(OLD_OFFICE))
    except OSError as error:
        raise BadInput("{file} cannot be opened: {reason}.", file=path.name, reason=str(error.strerror)) from error
    if start == OLD_OFFICE:
        raise BadInput("The file is an old .xls workbook or has a password. Save it as XLSX without a password.")
    return read_workbook(path, sheets) if start.startswith(_ARCHIVE) else read_csv(path)


def _header(fields: Sequence[Field], rows: NumberedRows) -> Header:
    """Bind the first row that is not blank; the faults of a header are named all at once."""
    titles = next(([text(cell) for cell in cells] for _, cells in rows if any(cells)), None)
    if titles is None:
        raise BadInput("The file is empty. Its first row must name the columns.")
    while titles and not titles[-1]:
        titles.pop()
    by_title = {_folded(title): field for field in fields for title in (field.name, *field.zh)}
    bound = [by_title.get(_folded(title)) for title in titles]
    _refuse_faulty(fields, titles, bound)
    named = [title or f"列{place}" for place, title in enumerate(titles, start=1)]
    return Header(
        titles=tuple(named),
        known=tuple((field.name, place, field.parse) for place, field in enumerate(bound) if field),
        required=tuple(field.name for field in fields if field.required),
        extra=tuple(
            (named[place], place) for place, field in enumerate(bound) if not field and titles[place] != ERROR_COLUMN
        ),
        absent={field.name: field.parse(None) for field in fields if field not in bound},
    )


def _refuse_faulty(fields: Sequence[Field], titles: Sequence[str], bound: Sequence[Field | None]) -> None:
    missing = [f"{field.zh[0]} ({field.name})" for field in fields if field.required and field not in bound]
    keys = [field.name if field else _folded(title) for title, field in zip(titles, bound, strict=True)]
    repeated = [title for title, key in zip(titles, keys, strict=True) if title and Counter(keys)[key] > 1]
    if missing and repeated:
        raise BadInput(
            "The header has no column {missing}, and {repeated} mean the same. Name each column once.",
            missing=missing,
            repeated=repeated,
        )
    if missing:
        raise BadInput("The header has no column {missing}. Add it to the first row.", missing=missing)
    if repeated:
        raise BadInput("In the header {repeated} mean the same. Name each column once.", repeated=repeated)


def _record(header: Header, line: int, cells: Sequence[Cell]) -> Record:
    values = {name: parse(cells[place]) for name, place, parse in header.known}
    for name in header.required:
        if values[name] in {None, ""}:
            raise _empty()
    if header.absent:
        values |= header.absent
    extra = {title: value for title, place in header.extra if (value := text(cells[place]))} if header.extra else {}
    return Record(line, values, extra, header, cells)


def _faults(header: Header, line: int, cells: Sequence[Cell]) -> Iterator[RowError]:
    shown = _as_text(header, cells)
    if not any(shown.values()):
        return
    readers = [*header.known, *((title, place, text) for title, place in header.extra)]
    for name, place, parse in readers:
        title = header.titles[place]
        try:
            if parse(cells[place]) in {None, ""} and name in header.required:
                raise _empty()
        except BadInput as problem:
            yield RowError(line, title, shortened(shown[title]), problem, shown)


def _empty() -> BadInput:
    return BadInput("The cell is empty. Every row needs a value here.")


def _too_wide(header: Header, line: int, cells: Sequence[Cell]) -> RowError:
    problem = BadInput(
        "The row has {cells} cells, the header {columns}. Remove what is too much, or quote text that has commas.",
        cells=len(cells),
        columns=len(header.titles),
    )
    beyond = len(header.titles)
    return RowError(line, str(beyond + 1), shortened(_shown(cells[beyond])), problem, _as_text(header, cells))


def _fitted(cells: Sequence[Cell], width: int) -> Sequence[Cell]:
    """Return the cells as wide as the header, or wider where cells beyond it hold anything."""
    own = list(cells)
    while len(own) > width and own[-1] in {None, ""}:
        own.pop()
    return own + [None] * (width - len(own))


def _as_text(header: Header, cells: Iterable[Cell]) -> dict[str, str]:
    return {title: _shown(cell) for title, cell in zip(header.titles, cells, strict=False)}


def _shown(cell: Cell) -> str:
    if isinstance(cell, Unreadable):
        return ""
    try:
        return text(cell)
    except BadInput:
        return str(cell)[:LONGEST_CELL]


def _folded(title: str) -> str:
    return halfwidth(title).casefold().strip("*")
