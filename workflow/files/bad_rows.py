"""Rows of a file that cannot be taken: what is wrong with them, and a file of them to correct."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from workflow.files.sheet_writing import Layout, write_sheet
from workflow.rules.errors import BadInput

ERROR_COLUMN = "错误"
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class RowError:
    """One fault of one row.

    Args:
        line: Number of the row as a spreadsheet shows it; the header is row 1.
        column: Header of the column as written in the file.
        value: What stands there, shortened.
        problem: What is wrong with it and what is allowed.
        cells: The whole row as text, header -> value.

    """

    line: int
    column: str
    value: str
    problem: BadInput
    cells: Mapping[str, str]

    @property
    def error(self) -> BadInput:
        """The fault with its place."""
        return BadInput(
            "Row {row}, column {column}: {problem}", row=self.line, column=self.column, problem=self.problem
        )


def shortened(value: str) -> str:
    """Return enough of `value` to find it again."""
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"


def write_bad_rows(errors: Iterable[RowError], path: Path) -> int:
    """Write the faulty rows, each once, with the columns they came with and a last one that names their faults.

    Args:
        errors: In the order of the file, as the readers yield them.
        path: CSV or XLSX, by its suffix.

    Returns:
        How many rows were written.

    """
    rows = [(dict(own[0].cells), "；".join(str(error.error) for error in own)) for own in _by_row(errors)]
    header = [*dict.fromkeys(name for cells, _ in rows for name in cells if name != ERROR_COLUMN), ERROR_COLUMN]
    lines = ([*(cells.get(name, "") for name in header[:-1]), faults] for cells, faults in rows)
    write_sheet(path, Layout(sheet=ERROR_COLUMN, header=tuple(header)), lines)
    return len(rows)


def _by_row(errors: Iterable[RowError]) -> Iterator[list[RowError]]:
    for _, own in groupby(errors, key=lambda error: error.line):
        yield list(own)
