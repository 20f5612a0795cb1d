"""A letter handed out: as text on the screen, or as a page, DOCX or PDF file."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from letters.blocks import ROWS, Block, Role
from letters.render import Sheet, document_of, page_of, pdf_of
from workflow.cli.desk import Desk
from workflow.cli.screen import show
from workflow.rules.errors import BadInput

TEXT, FILES = "text", ("html", "docx", "pdf")

As = Annotated[
    str,
    typer.Option("--as", metavar="FORM", help="text, html, docx or pdf; by the name of the file if not given."),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="File to write; text and pages are printed where it is not given."),
]


def form_of(written: str, out: Path | None) -> str:
    """Return the form that was asked for, or that the name of the file ends with.

    Raises:
        BadInput: It is none, or one that only a file can hold, and no file is named.
    """
    ending = "" if out is None else out.suffix.lower().removeprefix(".")
    form = written or (ending if ending in FILES else TEXT)
    if form not in (TEXT, *FILES):
        raise BadInput(
            "A letter cannot be made as {form}. Choose one of {known}.", form=form[:40], known=[TEXT, *FILES]
        )
    if out is None and form in ("docx", "pdf"):
        raise BadInput("A letter as {form} needs a file to stand in. Name it with --out.", form=form)
    return form


def hand_out(desk: Desk, made: Sheet, form: str, out: Path | None) -> None:
    """Print a letter, or write it to a file and say so; a file that was there stays whole until the new one is."""
    if out is None:
        show(text_of(made.blocks) if form == TEXT else page_of(made))
        return
    content = _content(desk, made, form)
    unfinished = out.with_name(f"{out.name}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    show(desk.words("{title} written to {file}.", title=made.name, file=out))


def _content(desk: Desk, made: Sheet, form: str) -> bytes:
    match form:
        case "html":
            return page_of(made).encode()
        case "docx":
            return document_of(made)
        case "pdf":
            return pdf_of(made, desk.fonts)
    return f"{text_of(made.blocks)}\n".encode()


def text_of(blocks: Sequence[Block]) -> str:
    """Return the words of a letter, a line for each paragraph and each row; no ring shows where the seal goes."""
    return "\n".join(_lines(block for block in blocks if block.role is not Role.SEAL))


def _lines(blocks: Iterator[Block]) -> Iterator[str]:
    for block in blocks:
        if block.role in ROWS:
            yield " ｜ ".join(cell.replace("\n", " ") for cell in block.cells).rstrip()
        else:
            yield block.text.replace("\t", "  ")
