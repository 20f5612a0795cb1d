"""Whether a redacted PDF (区分处理后的文件) still holds what was to be hidden.

What the eye sees of a page is compared with what can be taken out of the file; what a reader of files would find
beside the pages is listed. A file of which nothing leaks is best made from images of its pages.

Source:
    政府信息公开条例 (2019), Art. 37.
"""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2

from workflow.files.redaction_pages import page_leaks
from workflow.rules.leaks import Leak

__all__ = ["leaks", "pages_of"]

_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_LINEARIZED = b"/Linearized"
_TELLING = ("/Title", "/Author", "/Subject", "/Keywords", "/Company", "/Manager", "/SourceModified")
_TELLING_XMP = re.compile(
    rb"<(dc:title|dc:creator|dc:description|dc:subject|pdf:Keywords|xmpMM:History)\b[^>]*>(.*?)</\1>"
    rb"|\b(?:pdf:Keywords|dc:title|dc:creator|dc:description)\s*=\s*[\"'][^\"']+[\"']",
    re.DOTALL,
)
_TAG = re.compile(rb"<[^>]*>")
_PLAIN_MARKS = {"/Link"}
_FORM_MARKS = {"/Widget"}
_SPOKEN = ("/ActualText", "/Alt", "/E")


def leaks(file: bytes) -> tuple[Leak, ...]:
    """Return what a PDF still gives away, each once, in the order of `Leak`; empty when nothing was found.

    A file that is encrypted or broken cannot be examined, which is a leak of its own (`UNREADABLE`).
    """
    try:
        with pikepdf.open(BytesIO(file)) as pdf:
            found = set(_structure(pdf, file))
        with pypdfium2.PdfDocument(file) as pages:
            found |= {leak for page in pages for leak in page_leaks(page)}
    except (pikepdf.PdfError, pikepdf.PasswordError, pypdfium2.PdfiumError):
        return (Leak.UNREADABLE,)
    return tuple(leak for leak in Leak if leak in found)


def pages_of(file: bytes) -> int | None:
    """Return how many pages a PDF has, None where it cannot be opened."""
    try:
        with pypdfium2.PdfDocument(file) as pages:
            return len(pages)
    except pypdfium2.PdfiumError:
        return None


def _structure(pdf: pikepdf.Pdf, file: bytes) -> Iterator[Leak]:
    if pdf.is_encrypted:
        yield Leak.UNREADABLE
    if _tells_properties(pdf):
        yield Leak.METADATA
    if _states(file) > 1:
        yield Leak.REVISIONS
    root = pdf.Root
    names = root.get("/Names", pikepdf.Dictionary())
    if "/EmbeddedFiles" in names or "/AF" in root:
        yield Leak.ATTACHMENTS
    if "/JavaScript" in names or "/AcroForm" in root or "/AA" in root:
        yield Leak.SCRIPTS
    for page in pdf.pages:
        yield from _marks(page)
    if _hidden_layers(root) or _speaks(pdf):
        yield Leak.HIDDEN_TEXT


def _tells_properties(pdf: pikepdf.Pdf) -> bool:
    """Tell whether properties name a person, a subject or a history; which program made the file tells nothing."""
    if any(str(pdf.docinfo.get(key, "")).strip() for key in _TELLING):
        return True
    metadata = pdf.Root.get("/Metadata")
    if metadata is None:
        return False
    for match in _TELLING_XMP.finditer(metadata.read_bytes()):
        if match[1] is None or _TAG.sub(b"", match[2]).strip():
            return True
    return False


def _states(file: bytes) -> int:
    """Return how many states of the file it holds: each that was saved by appending ends with a mark of its own."""
    ends = len(_END.findall(file))
    return ends - 1 if _LINEARIZED in file[:1024] else ends


def _marks(page: pikepdf.Page) -> Iterator[Leak]:
    for mark in page.get("/Annots", pikepdf.Array()):
        kind = str(mark.get("/Subtype", ""))
        if kind == "/FileAttachment":
            yield Leak.ATTACHMENTS
        elif kind in _FORM_MARKS:
            yield Leak.SCRIPTS
        elif kind not in _PLAIN_MARKS:
            yield Leak.ANNOTATIONS


def _hidden_layers(root: pikepdf.Object) -> bool:
    """Tell whether a layer of the file is switched off."""
    if "/OCProperties" not in root:
        return False
    shown = root["/OCProperties"].get("/D", pikepdf.Dictionary())
    return bool(len(shown.get("/OFF", pikepdf.Array()))) or str(shown.get("/BaseState", "/ON")) == "/OFF"


def _speaks(pdf: pikepdf.Pdf) -> bool:
    """Tell whether the structure of the file holds words for what a page shows."""
    if "/StructTreeRoot" not in pdf.Root:
        return False
    return any(
        key in one and str(one[key]).strip()
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary)
        for key in _SPOKEN
    )
