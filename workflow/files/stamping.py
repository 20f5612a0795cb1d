"""Numbers of the whole file (卷内页号) on the pages bound into it, where they cover nothing.

Lengths are points. Places are those of the page as it is shown, from its lower left corner, however it is turned.
"""

from typing import NamedTuple

import pikepdf
import pypdfium2
import typst

from workflow.files.bindable import Source, box_of, turn_of
from workflow.files.fonts import Fonts

WIDTH, HEIGHT = 54, 12
EDGE = 14
"""From the edge of the page to the number."""
_STRIP = HEIGHT + 6
"""What a page grows by above where all of its corners are taken."""
_LIGHTEST_INK, _GRAIN = 170, 48
"""Shades from 0 to 255: what is darker is ink, and so much does the paper of a scan vary."""
_SOURCE = """
#set document(title: "卷内页号")
#set page(width: 54pt, height: 12pt, margin: 0pt)
#set text(font: sys.inputs.font, size: 9pt, fallback: false)
#for number in range(1, int(sys.inputs.last) + 1) {
  page(align(center + horizon)[卷内 #number])
}
""".encode()

Matrix = tuple[float, float, float, float, float, float]


class Corner(NamedTuple):
    """Where a number stands: at the right or left edge, above or below."""

    right: bool
    above: bool


def labels(last: int, fonts: Fonts) -> bytes:
    """Return a PDF with the numbers from 1, one a page, each as large as its place."""
    compiler = typst.Compiler(font_paths=list(fonts.folders), ignore_system_fonts=True)
    given = {"last": str(last), "font": fonts.faces[-1].family}
    made = compiler.compile(_SOURCE, format="pdf", sys_inputs=given, timestamp=0, pdf_tags=False)
    if not isinstance(made, bytes):
        raise TypeError("The typesetter returned no file.")
    return made


def free_corners(source: Source, first: int) -> list[Corner | None]:
    """Return for each page of a PDF a corner in which nothing stands, the outer one above before the others.

    Args:
        source: The PDF.
        first: The number of its first page; odd ones have their outer edge on the right.
    """
    with pypdfium2.PdfDocument(source) as pdf:
        return [_free(page, number) for number, page in enumerate(pdf, first)]


def _free(page: pypdfium2.PdfPage, number: int) -> Corner | None:
    outer = number % 2 == 1
    wanted = (Corner(side, above) for above in (True, False) for side in (outer, not outer))
    return next((corner for corner in wanted if _is_free(page, corner)), None)


def _is_free(page: pypdfium2.PdfPage, corner: Corner) -> bool:
    """Tell whether the place of a number holds nothing but light paper."""
    width, height = page.get_size()
    if width < WIDTH + 2 * EDGE or height < HEIGHT + 2 * EDGE:
        return False
    x, y = _place(corner, width, height)
    crop = (x, y, width - x - WIDTH, height - y - HEIGHT)
    try:
        bitmap = page.render(scale=2, grayscale=True, crop=crop)
    except (pypdfium2.PdfiumError, ValueError):
        return False
    shades = [
        shade for row in range(bitmap.height) for shade in bytes(bitmap.buffer)[row * bitmap.stride :][: bitmap.width]
    ]
    return bool(shades) and min(shades) > _LIGHTEST_INK and max(shades) - min(shades) <= _GRAIN


def _place(corner: Corner, width: float, height: float) -> tuple[float, float]:
    return (width - EDGE - WIDTH if corner.right else EDGE), (height - EDGE - HEIGHT if corner.above else EDGE)


def stamp(book: pikepdf.Pdf, page: pikepdf.Page, label: pikepdf.Object, number: int, corner: Corner | None) -> None:
    """Put a number on a page; where no corner is free, the page grows above for it."""
    box, turn = box_of(page), turn_of(page)
    width, height = _shown_size(box, turn)
    name = f"/JuanNei{number}"
    room = b""
    if corner is None:
        scale = min(1.0, width / (WIDTH + 2))
        x, y = width - (WIDTH + 1) * scale if number % 2 else scale, height + 3
        room = f"1 g 0 {height:.3f} {width:.3f} {_STRIP} re f ".encode()
        _grow(page, box, turn)
    else:
        scale, (x, y) = 1.0, _place(corner, width, height)
    turned = " ".join(f"{value:.3f}" for value in _matrix(box, turn))
    drawn = f"{scale:.4f} 0 0 {scale:.4f} {x:.3f} {y:.3f} cm {name} Do".encode()
    page.obj.Resources.XObject[name] = label
    page.contents_add(book.make_stream(b"q\n"), prepend=True)
    page.contents_add(book.make_stream(b"\nQ q " + turned.encode() + b" cm " + room + drawn + b" Q\n"))


def _shown_size(box: tuple[float, float, float, float], turn: int) -> tuple[float, float]:
    width, height = box[2] - box[0], box[3] - box[1]
    return (height, width) if turn in {90, 270} else (width, height)


def _matrix(box: tuple[float, float, float, float], turn: int) -> Matrix:
    """Return what leads from a place of the page as it is shown to the same place in the file."""
    left, bottom, right, top = box
    return {
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }.get(turn, (1, 0, 0, 1, left, bottom))


def _grow(page: pikepdf.Page, box: tuple[float, float, float, float], turn: int) -> None:
    left, bottom, right, top = box
    grown = {
        90: (left - _STRIP, bottom, right, top),
        180: (left, bottom - _STRIP, right, top),
        270: (left, bottom, right + _STRIP, top),
    }.get(turn, (left, bottom, right, top + _STRIP))
    for key in ("/MediaBox", "/CropBox"):
        page.obj[key] = pikepdf.Array(grown)
    for key in ("/TrimBox", "/BleedBox", "/ArtBox"):
        if key in page.obj:
            del page.obj[key]
