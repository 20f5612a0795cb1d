"""A letter as a short list of typed blocks, read from the restricted HTML that its template makes.

Both the page and the DOCX file are built from the blocks, so they carry the same text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from html import unescape

CELL = "\t"
"""Stands between the cells of a row; no typed text holds it, for `cleaning` makes it a blank."""


class Role(StrEnum):
    """What a block is in the letter; the layout of each role is in `layout`."""

    AGENCY = "agency"
    TITLE = "title"
    NUMBER = "number"
    ADDRESSEE = "addressee"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    CONTACT = "contact"
    ATTACHMENTS = "attachments"
    ATTACHMENT = "attachment"
    SIGNATURE = "signature"
    DATE = "date"
    ANNEX = "annex"
    ANNEX_TITLE = "annex-title"
    HEAD_ROW = "head-row"
    ROW = "row"
    SIGN = "sign"
    REMARK = "remark"
    LETTERHEAD = "letterhead"
    SEAL = "seal"
    COPIES = "copies"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the letter, or one row of a table. A line break inside it is a newline, a tab ends a cell."""

    role: Role
    text: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of a row; a paragraph is one cell."""
        return tuple(self.text.split(CELL))


class MarkupError(ValueError):
    """A template used markup that no block stands for: a mistake in the template, never in what was typed."""


ROWS = (Role.HEAD_ROW, Role.ROW)
"""Rows of a table; those that stand together are one table, with as many columns as its first row has cells."""

_TAGS = {"h1": Role.TITLE, "h2": Role.HEADING, "blockquote": Role.QUOTE, "li": Role.ITEM, "p": Role.PARAGRAPH}
_CLASSED = {role.value: role for role in Role}
_SOURCE_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_BLOCK = re.compile(r'<(\w+)(?: class="([^"<>]*)")?>([^<]*(?:<br>[^<]*)*)</\1>\s*')
_ROW = re.compile(r"<tr>\s*((?:<t[hd]>[^<]*(?:<br>[^<]*)*</t[hd]>\s*)+)</tr>\s*")
_CELL = re.compile(r"<(t[hd])>([^<]*(?:<br>[^<]*)*)</\1>")


def parse(html: str) -> tuple[Block, ...]:
    """Read the blocks of a rendered template; breaks of its source lines vanish, `<br>` is a newline, empty blocks go.

    A row is `<tr>` with `<td>` or, all of them, `<th>`. It stays where its cells are empty, to be filled by hand.

    Raises:
        MarkupError: The template used a tag or a class that is no block, or text outside of one.

    """
    blocks: list[Block] = []
    html = html.strip()
    place = 0
    while place < len(html):
        row = _ROW.match(html, place)
        if row is not None:
            blocks.append(_row(row[1]))
            place = row.end()
            continue
        found = _BLOCK.match(html, place)
        if found is None:
            start = html[place : place + 20]
            raise MarkupError(f"{start!r} cannot stand here; a letter is made of {', '.join(_TAGS)} side by side.")
        tag, name, markup = found.groups()
        content = _content(markup)
        role = _role(tag, name)
        if content:
            blocks.append(Block(role, content))
        place = found.end()
    return tuple(blocks)


def _row(markup: str) -> Block:
    cells = _CELL.findall(markup)
    head = all(tag == "th" for tag, _ in cells)
    return Block(Role.HEAD_ROW if head else Role.ROW, CELL.join(_content(cell) for _, cell in cells))


def _role(tag: str, name: str | None) -> Role:
    if tag not in _TAGS:
        raise MarkupError(f"<{tag}> cannot stand here; a letter is made of {', '.join(_TAGS)} side by side.")
    if name is not None and (name not in _CLASSED or _CLASSED[name] in ROWS):
        raise MarkupError(f"No block is called {name}.")
    return _TAGS[tag] if name is None else _CLASSED[name]


def _content(markup: str) -> str:
    lines = _SOURCE_BREAK.sub("", markup).split("<br>")
    return unescape("\n".join(lines)).strip(" \t\n")


def text(blocks: Iterable[Block]) -> str:
    """Return the letter as plain text, a line for each block and each break in it."""
    return "".join(f"{block.text}\n" for block in blocks)
