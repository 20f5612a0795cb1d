"""A case file (卷宗) bound into one PDF: its papers one after the other, with bookmarks and with numbers on all pages.

The same papers give the same bytes: no clock is asked, and the file is named by what it holds.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pikepdf

from workflow.files.bindable import Source, opened
from workflow.files.fonts import Fonts
from workflow.files.stamping import free_corners, labels, stamp


class Leaf(NamedTuple):
    """A paper to be bound: its bookmark, its PDF, and how many pages that has."""

    title: str
    file: Source
    pages: int


class Spine(NamedTuple):
    """What the properties of the file say: its title, the agency, and the day of the last paper."""

    title: str
    author: str
    on: date


def first_pages(leaves: Sequence[Leaf]) -> list[int]:
    """Return the number of the first page of each paper, counted from the first page of the file."""
    found, following = [], 1
    for leaf in leaves:
        found.append(following)
        following += leaf.pages
    return found


def bind(leaves: Sequence[Leaf], spine: Spine, fonts: Fonts, out: Path) -> int:
    """Write the papers as one PDF and return how many pages it has.

    Args:
        leaves: Papers that can be bound (`bindable.pages_of`), in their order.
        spine: For the properties.
        fonts: The faces that numbers are set in.
        out: The file to write.
    """
    starts = first_pages(leaves)
    with ExitStack() as held:
        book = held.enter_context(pikepdf.new())
        for leaf in leaves:
            book.pages.extend(held.enter_context(opened(leaf.file)).pages)
        _number(held, book, leaves, starts, fonts)
        with book.open_outline() as outline:
            outline.root.extend(
                pikepdf.OutlineItem(leaf.title, start - 1) for leaf, start in zip(leaves, starts, strict=True)
            )
        _describe(book, spine)
        book.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return len(book.pages)


def _number(held: ExitStack, book: pikepdf.Pdf, leaves: Sequence[Leaf], starts: Sequence[int], fonts: Fonts) -> None:
    numbers = held.enter_context(pikepdf.open(BytesIO(labels(len(book.pages), fonts))))
    corners = [corner for leaf, start in zip(leaves, starts, strict=True) for corner in free_corners(leaf.file, start)]
    for number, (page, label, corner) in enumerate(zip(book.pages, numbers.pages, corners, strict=True), 1):
        stamp(book, page, book.copy_foreign(label.as_form_xobject()), number, corner)


def _describe(book: pikepdf.Pdf, spine: Spine) -> None:
    day = f"{spine.on:%Y%m%d}"
    book.docinfo["/Title"] = spine.title
    book.docinfo["/Author"] = spine.author
    book.docinfo["/CreationDate"] = book.docinfo["/ModDate"] = f"D:{day}000000Z"
    with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = spine.title
        metadata["dc:creator"] = [spine.author]
        metadata["xmp:CreateDate"] = metadata["xmp:ModifyDate"] = f"{spine.on.isoformat()}T00:00:00Z"
    book.Root["/Lang"] = "zh-CN"
    book.Root["/PageMode"] = pikepdf.Name.UseOutlines
    book.Root["/ViewerPreferences"] = pikepdf.Dictionary(DisplayDocTitle=True)
