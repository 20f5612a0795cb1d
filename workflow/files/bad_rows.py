"""Rows of a file that cannot be taken: what is wrong with them, and a file of them to correct."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from workflow.files.sheet_writing import Layout, write_sheet
from workflow.rules.errors import BadInput

ERROR_COLUMN = "错误"


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


def write_bad_rows(errors: Iterable[RowError], path: Path, translate: Callable[[str], str] = str) -> int:
    """Write the faulty rows, each once, with the columns they came with and a last one that names their faults.

    Args:
        errors: In the order of the file, as the readers yield them.
        path: CSV or XLSX, by its suffix.
        translate: Maps an English sentence to the language of the reader.

    Returns:
        How many rows were written.

    """
    every = list(errors)
    header = [name for name in dict.fromkeys(name for error in every for name in error.cells) if name != ERROR_COLUMN]
    lines = (_line(header, list(own), translate) for _, own in groupby(every, key=lambda error: error.line))
    return write_sheet(path, Layout(sheet=ERROR_COLUMN, header=(*header, ERROR_COLUMN)), lines)


def _line(header: Sequence[str], own: Sequence[RowError], translate: Callable[[str], str]) -> list[str]:
    """Return one row and all its faults."""
    cells, faults = own[0].cells, "；".join(error.error.text(translate) for error in own)
    return [*(cells.get(name, "") for name in header), faults]
