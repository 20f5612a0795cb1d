"""Files to be bound, for tests: PDFs of all kinds, pictures; and what a bound file shows."""

import io
import random
from hashlib import sha256
from typing import Any

import pikepdf
import pypdfium2
from factories import Office
from PIL import Image

from workflow.rules.record.case import Case


def pdf(*texts: str, size: tuple[int, int] = (595, 842), rotate: int = 0, full: bool = False) -> bytes:
    """Return a PDF with a page for each text; a full one has ink everywhere."""
    made = pikepdf.new()
    for text in texts:
        page = made.add_blank_page(page_size=size)
        page.obj.Rotate = rotate
        page.obj.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(
                F1=pikepdf.Dictionary(
                    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                )
            )
        )
        ink = f"0 g 0 0 {size[0]} {size[1]} re f 1 g " if full else ""
        page.contents_add(f"{ink}BT /F1 24 Tf 100 {size[1] // 2} Td ({text}) Tj ET".encode())
    return saved(made)


def saved(made: pikepdf.Pdf, **how: Any) -> bytes:
    file = io.BytesIO()
    made.save(file, **how)
    return file.getvalue()


def encrypted(*, user: str) -> bytes:
    """Return a PDF that is locked; without a password of the user it can be looked at and not be changed."""
    with pikepdf.open(io.BytesIO(pdf("secret"))) as made:
        return saved(made, encryption=pikepdf.Encryption(owner="o", user=user))


def picture(kind: str, size: tuple[int, int] = (40, 20), **how: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, format=kind, **how)
    return file.getvalue()


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def attach(office: Office, case: Case, name: str, media: str, content: bytes, on: str = "2026-03-16") -> Case:
    """Put a file on the case and keep it."""
    digest = sha256(content).hexdigest()
    office.store.files.put(content)
    return office.take(case, "attach", on, name=name, media=media, size=len(content), sha256=digest)


def texts(file: Any) -> list[str]:
    """Return the text of each page."""
    with pypdfium2.PdfDocument(file) as opened:
        return [page.get_textpage().get_text_range() for page in opened]


def outline(file: Any) -> list[tuple[str, int]]:
    """Return the bookmarks with the number of their page, from 1."""
    with pypdfium2.PdfDocument(file) as opened:
        return [(mark.get_title(), mark.get_dest().get_index() + 1) for mark in opened.get_toc()]
