"""What a page of a PDF holds and does not show: characters without contrast, text in no colour, pictures under boxes.

Lengths are points of the page; a character is looked at in the picture of the page at `SCALE` pixels a point.
"""

import ctypes
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from workflow.rules.leaks import Leak

SCALE = 3
SEEN = 0.96
"""Share of one shade from which a character does not stand out: strokes take more than the rest of its box."""
LEAST_BOX_PT = 3
"""A narrower box over a picture is a line."""

_WITHOUT_STROKES = set("一—–-―－_＿|｜丨lI1iｌ!！.．。,，、·•…:：;；'’‘\"“”`~〇■█▇●◆▲")
"""Signs that fill their box or nearly nothing of it, seen or not."""
_INVISIBLE = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
_SHADES = bytes(shade // 32 for shade in range(256))
_LIGHTEST = 7


class _Picture(NamedTuple):
    """A page in shades of grey, row by row."""

    pixels: bytes
    width: int
    height: int
    stride: int

    def within(self, left: int, top: int, right: int, bottom: int) -> bytes:
        """Return the shades of a part, from 0 to 7; what lies outside of the page is left out."""
        columns = slice(max(left, 0), min(right, self.width))
        rows = range(max(top, 0), min(bottom, self.height))
        if columns.start >= columns.stop:
            return b""
        lines = (self.pixels[row * self.stride + columns.start : row * self.stride + columns.stop] for row in rows)
        return b"".join(lines).translate(_SHADES)


def page_leaks(page: pypdfium2.PdfPage) -> Iterator[Leak]:
    """Yield what a page holds and does not show."""
    page.set_rotation(0)  # Only of the page in memory: the places of characters know no rotation.
    if any(raw.FPDFTextObj_GetTextRenderMode(text) in _INVISIBLE for text in page.get_objects([raw.FPDF_PAGEOBJ_TEXT])):
        yield Leak.HIDDEN_TEXT
    if _covers_a_picture(page):
        yield Leak.COVERED_PICTURE
    yield from _unseen_characters(page)


def _unseen_characters(page: pypdfium2.PdfPage) -> Iterator[Leak]:
    picture, text = _picture(page), page.get_textpage()
    for index in range(text.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(text, index))
        if character.isspace() or not character.isprintable() or character in _WITHOUT_STROKES:
            continue
        left, bottom, right, top = text.get_charbox(index)
        (x1, y1), (x2, y2) = _pixel(page, picture, left, top), _pixel(page, picture, right, bottom)
        shades = picture.within(x1, y1, x2, y2)
        if not shades:
            if right > left:
                yield Leak.HIDDEN_TEXT  # It stands outside of the page.
            continue
        most = max(range(_LIGHTEST + 1), key=shades.count)
        if shades.count(most) >= SEEN * len(shades):
            yield Leak.HIDDEN_TEXT if most == _LIGHTEST else Leak.COVERED_TEXT


def _picture(page: pypdfium2.PdfPage) -> _Picture:
    bitmap = page.render(scale=SCALE, grayscale=True, may_draw_forms=True)
    return _Picture(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)


def _pixel(page: pypdfium2.PdfPage, picture: _Picture, x: float, y: float) -> tuple[int, int]:
    column, row = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, picture.width, picture.height, 0, x, y, column, row)
    return column.value, row.value


def _covers_a_picture(page: pypdfium2.PdfPage) -> bool:
    """Tell whether a filled box was drawn over a picture: what it covers is still in the picture."""
    pictures: list[tuple[float, float, float, float]] = []
    for thing in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH], max_depth=1):
        box = thing.get_bounds()
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            if any(_overlap(box, other) for other in pictures):
                return True
            pictures.append(box)
        elif _filled(thing) and any(_overlap(box, other) for other in pictures):
            return True
    return False


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width >= LEAST_BOX_PT and height >= LEAST_BOX_PT


def _filled(path: pypdfium2.PdfObject) -> bool:
    """Tell whether a path hides what lies under it: it is filled, and not with glass."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, mode, stroke)
    shades = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(path, *shades)
    return mode.value != raw.FPDF_FILLMODE_NONE and shades[3].value > 0
