"""CSV in UTF-8 (with or without a byte-order mark) or GB18030, read line by line."""

import csv
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from workflow.files.cells import LONGEST_CELL, unquoted
from workflow.rules.errors import BadInput

_LONGEST_LINE = 4_000_000  # bytes
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_FIELD = re.compile(r'(?:"(?:[^"]|"")*"|[^,"]*)(?:,|$)')

# Two-byte text can look like UTF-8 by accident; four Chinese characters in a row that do are no accident.
_UTF8_CHINESE = re.compile(r"[\u4e00-\u9fff].*?[\u4e00-\u9fff].*?[\u4e00-\u9fff].*?[\u4e00-\u9fff]")


def read_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each row, from 1, and its cells.

    Raises:
        BadInput: The file is in no encoding or in two of them, is no text, or has a cell or a line that is too long.

    """
    with path.open("rb") as file:
        lines = _Lines(file)
        row = 0
        try:
            for row, cells in enumerate(csv.reader(lines, strict=True), start=1):
                yield row, _unquoted(cells)
        except csv.Error as error:
            raise lines.explain(error, row + 1) from error


class _Lines:
    """The decoded lines of a file, and the last of them for the sake of error messages."""

    def __init__(self, file: BinaryIO) -> None:
        self._read = partial(file.readline, _LONGEST_LINE)
        self._encoding = ""
        self._number = 0
        self._text = ""

    def __iter__(self) -> Iterator[str]:
        for raw in iter(self._read, b""):
            self._number += 1
            self._text = self._decoded(raw)
            yield self._text

    def _decoded(self, raw: bytes) -> str:
        if self._number == 1:
            raw = self._without_mark(raw)
        if len(raw) == _LONGEST_LINE or b"\0" in raw:
            raise BadInput("Line {line} is too long or no text. Save the file as CSV in UTF-8.", line=self._number)
        if raw.isascii():
            return raw.decode("ascii")
        self._encoding = self._encoding or _encoding_of(raw)
        try:
            text = raw.decode(self._encoding)
        except UnicodeDecodeError:
            raise self._mixed() from None
        if self._encoding != "utf-8" and _reads_as_utf8(raw):
            raise self._mixed()
        return text

    def _without_mark(self, raw: bytes) -> bytes:
        if raw.startswith(_UTF16_MARKS):
            raise BadInput("The file is in UTF-16. Save it as CSV in UTF-8.")
        if raw.startswith(_UTF8_MARK):
            self._encoding = "utf-8"
        return raw.removeprefix(_UTF8_MARK)

    def _mixed(self) -> BadInput:
        return BadInput(
            "Line {line} is not in {encoding} as the lines before it are, so the file mixes encodings or is damaged. "
            "Save it again as CSV in UTF-8.",
            line=self._number,
            encoding=self._encoding.upper(),
        )

    def explain(self, error: csv.Error, row: int) -> BadInput:
        """Say what the CSV reader stumbled over in row `row`."""
        column = _overlong(self._text)
        if column:
            return BadInput(
                "Row {row}, column {column}: the cell is longer than {limit} characters. Shorten it.",
                row=row,
                column=column,
                limit=LONGEST_CELL,
            )
        return BadInput(
            "Row {row}, up to line {line}, is no CSV: {reason}. Perhaps a quotation mark is not closed.",
            row=row,
            line=self._number,
            reason=str(error),
        )


def _encoding_of(raw: bytes) -> str:
    """Return the encoding of the first line that is not plain ASCII, which the rest of the file must share."""
    for encoding in ("utf-8", "gb18030"):
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise BadInput("The file is neither in UTF-8 nor in GB18030. Save it as CSV in UTF-8.")


def _reads_as_utf8(raw: bytes) -> bool:
    try:
        return _UTF8_CHINESE.search(raw.decode("utf-8")) is not None
    except UnicodeDecodeError:
        return False


def _unquoted(cells: list[str]) -> list[str]:
    for cell in cells:
        if cell[:1] == "'":
            return [unquoted(cell) for cell in cells]
    return cells


def _overlong(text: str) -> int | None:
    """Return the number of the first column, from 1, that is too long, if it stands in this line."""
    for column, field in enumerate(_FIELD.finditer(text), start=1):
        if len(field.group()) > LONGEST_CELL:
            return column
    return None
