"""Whether a file that was put on a case can be bound into its file page by page, and what keeps it out."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from warnings import catch_warnings, simplefilter

import pikepdf
import pypdfium2
import typst
from PIL import Image

from workflow.files.fonts import Fonts

Source = Path | bytes
"""A PDF: a file on the disk, or one that was just made."""

PICTURES = {"image/jpeg": ("JPEG", "jpg"), "image/png": ("PNG", "png")}
"""Pictures that become a page, by their media type: what they must be, and what the typesetter calls it."""
PDF = "application/pdf"


class Why(StrEnum):
    """What keeps a file from being bound; it is in the archive as it was kept."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    LAYERS = "layers"
    """Layers are switched off, and would be seen once its pages stand in another file."""
    MEDIA = "media"
    """It is neither a PDF nor a picture."""


class Unbindable(Exception):
    """A file that cannot be bound."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class Limits(NamedTuple):
    """How much is bound of one file; more goes into the archive alone."""

    most_bytes: int = 256 * 2**20
    most_pages: int = 3000
    most_pixels: int = 80_000_000


USUAL = Limits()
# What the two readers raise at files that are none: their own errors, and those of a value of another kind inside.
_BROKEN = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    pypdfium2.PdfiumError,
    AttributeError,
    KeyError,
    RuntimeError,
    TypeError,
    ValueError,
)
_FORGOTTEN = ("/Annots", "/StructParents", "/AA", "/Tabs", "/B", "/PieceInfo", "/Thumb", "/PresSteps")
_SOURCE = b"""
#set document(title: sys.inputs.name)
#set page(width: 210mm, height: 297mm, margin: (x: 15mm, y: 20mm))
#image(sys.inputs.file, format: sys.inputs.format, width: 100%, height: 100%, fit: "contain")
"""


@contextmanager
def opened(source: Source) -> Iterator[pikepdf.Pdf]:
    """Open a PDF as it is to be bound: what fields and notes show is drawn on the page, what acts by itself is gone."""
    with pikepdf.open(
        BytesIO(source) if isinstance(source, bytes) else source, attempt_recovery=False, suppress_warnings=True
    ) as pdf:
        if "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")
        for page in pdf.pages:
            for key in _FORGOTTEN:
                if key in page.obj:
                    del page.obj[key]
            _own_resources(page)
        yield pdf


def _own_resources(page: pikepdf.Page) -> None:
    """Give a page resources that it shares with no other, with a place for what is to be drawn on it."""
    own = dict(_items(page.resources))
    own["/XObject"] = pikepdf.Dictionary(dict(_items(own.get("/XObject", pikepdf.Dictionary()))))
    page.obj["/Resources"] = pikepdf.Dictionary(own)


def _items(of: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
    for key in of.keys():  # noqa: SIM118 (an object of pikepdf goes through its values)
        yield str(key), of[key]


def pages_of(source: Source, limits: Limits = USUAL) -> int:
    """Return how many pages a PDF brings.

    Raises:
        Unbindable: It is encrypted, damaged, too large or has layers that are switched off.
    """
    if (len(source) if isinstance(source, bytes) else source.stat().st_size) > limits.most_bytes:
        raise Unbindable(Why.TOO_LARGE)
    try:
        count = _examined(source, limits)
    except pikepdf.PasswordError as error:
        raise Unbindable(Why.ENCRYPTED) from error
    except _BROKEN as error:
        raise Unbindable(Why.DAMAGED) from error
    return count


def _examined(source: Source, limits: Limits) -> int:
    with opened(source) as pdf:
        if pdf.is_encrypted:
            raise Unbindable(Why.ENCRYPTED)
        count = len(pdf.pages)
        if count > limits.most_pages:
            raise Unbindable(Why.TOO_LARGE)
        if _hides_layers(pdf):
            raise Unbindable(Why.LAYERS)
        sound = count > 0 and all(_has_room(page) for page in pdf.pages)
    with pypdfium2.PdfDocument(source) as seen:
        sound = sound and len(seen) == count and all(page.get_width() > 0 for page in seen)
    if not sound:
        raise Unbindable(Why.DAMAGED)
    return count


def _has_room(page: pikepdf.Page) -> bool:
    left, bottom, right, top = box_of(page)
    return right - left > 1 and top - bottom > 1


def box_of(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """Return what is shown of a page, in points: left, bottom, right, top."""
    media, crop = ([float(value) for value in box] for box in (page.mediabox, page.cropbox))
    one, other = _in_order(media), _in_order(crop)
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def turn_of(page: pikepdf.Page) -> int:
    """Return by how many degrees a page is turned when it is shown: 0, 90, 180 or 270."""
    try:
        turned = int(page.obj.get("/Rotate", 0)) % 360
    except (TypeError, ValueError):
        return 0
    return turned if turned % 90 == 0 else 0


def _in_order(box: list[float]) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = box
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _hides_layers(pdf: pikepdf.Pdf) -> bool:
    if "/OCProperties" not in pdf.Root:
        return False
    shown = pdf.Root["/OCProperties"].get("/D", pikepdf.Dictionary())
    return bool(len(shown.get("/OFF", pikepdf.Array()))) or str(shown.get("/BaseState", "/ON")) != "/ON"


@contextmanager
def _unwarned() -> Iterator[None]:
    """Make the warning of a picture that is too large an error."""
    with catch_warnings():
        simplefilter("error", Image.DecompressionBombWarning)
        yield


def picture_page(file: Path, media: str, fonts: Fonts, limits: Limits = USUAL) -> bytes:
    """Return a PDF of one A4 page with a picture as large as it fits, turned as its maker says.

    Raises:
        Unbindable: It is not what its media type says, cannot be read to its end, or is too large.
    """
    expected, called = PICTURES[media]
    try:
        with _unwarned(), Image.open(file, formats=[expected]) as picture:
            if picture.width * picture.height > limits.most_pixels or file.stat().st_size > limits.most_bytes:
                raise Unbindable(Why.TOO_LARGE)
            picture.load()
        compiler = typst.Compiler(root=file.parent, font_paths=list(fonts.folders), ignore_system_fonts=True)
        given = {"name": file.name, "file": f"/{file.name}", "format": called}
        made = compiler.compile(_SOURCE, format="pdf", sys_inputs=given, timestamp=0, pdf_tags=False)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unbindable(Why.TOO_LARGE) from error
    except (OSError, SyntaxError, ValueError, typst.TypstError) as error:
        raise Unbindable(Why.DAMAGED) from error
    if not isinstance(made, bytes):
        raise TypeError("The typesetter returned no file.")
    return made
