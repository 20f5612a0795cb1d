"""What a PDF file shows, measured: its characters with their places, its lines of text, and what is drawn.

Lengths are points from the upper left corner of the page.
"""

import ctypes
import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

MM = 72 / 25.4


class Sign(NamedTuple):
    """A character: its box as drawn, and the point it stands on."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float


class Line(NamedTuple):
    """The characters that stand on one base line, from left to right."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    base: float
    signs: tuple[Sign, ...]


class Drawn(NamedTuple):
    """What is drawn that is no text, and whether it is red."""

    left: float
    top: float
    right: float
    bottom: float
    red: bool


class Page(NamedTuple):
    """A page of a file."""

    width: float
    height: float
    lines: tuple[Line, ...]
    drawn: tuple[Drawn, ...]
    text: str

    def line(self, begins: str) -> Line:
        """Return the first line that begins so."""
        return next(line for line in self.lines if line.text.startswith(begins))


def pages(file: bytes) -> list[Page]:
    """Return what each page of a file shows."""
    with pypdfium2.PdfDocument(file) as opened:
        return [_page(page) for page in opened]


def words(text: str) -> str:
    """Return a text without white space and numbers of pages, to compare what forms of a letter say."""
    return re.sub(r"\s", "", re.sub(r"(?m)^— \d+ —\s*$", "", text))


def _page(page: pypdfium2.PdfPage) -> Page:
    height = page.get_height()
    text = page.get_textpage()
    signs = sorted(_signs(text, height), key=lambda sign: (round(sign.base, 1), sign.left))
    lines = tuple(_line(tuple(some)) for _, some in groupby(signs, lambda sign: round(sign.base, 1)))
    drawn = tuple(_drawn(thing, height) for thing in page.get_objects([raw.FPDF_PAGEOBJ_PATH]))
    return Page(page.get_width(), height, lines, drawn, text.get_text_range().replace("\r\n", "\n"))


def _signs(text: pypdfium2.PdfTextPage, height: float) -> Iterator[Sign]:
    for index in range(text.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(text, index))
        if character.isspace():
            continue
        left, bottom, right, top = text.get_charbox(index)
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        size = raw.FPDFText_GetFontSize(text, index)
        yield Sign(character, left, height - top, right, height - bottom, height - y.value, size)


def _line(signs: tuple[Sign, ...]) -> Line:
    return Line(
        "".join(sign.text for sign in signs),
        min(sign.left for sign in signs),
        max(sign.right for sign in signs),
        min(sign.top for sign in signs),
        max(sign.bottom for sign in signs),
        signs[0].base,
        signs,
    )


def _drawn(thing: pypdfium2.PdfObject, height: float) -> Drawn:
    matrix = thing.get_matrix()
    points = [matrix.on_point(*_point(thing, index)) for index in range(raw.FPDFPath_CountSegments(thing))]
    (left, right), (bottom, top) = ((min(some), max(some)) for some in zip(*points, strict=True))
    colour = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(thing, *colour)
    red, green, blue = (part.value for part in colour[:3])
    return Drawn(left, height - top, right, height - bottom, red > 200 and green < 60 and blue < 60)


def _point(thing: pypdfium2.PdfObject, index: int) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(thing, index), x, y)
    return x.value, y.value
