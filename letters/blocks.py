"""A letter as a short list of typed blocks, read from the restricted HTML that its template makes.

Both the page and the DOCX file are built from the blocks, so they carry the same text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from html import unescape


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
    LETTERHEAD = "letterhead"
    SEAL = "seal"
    COPIES = "copies"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the letter. A line break inside it is a newline."""

    role: Role
    text: str


class MarkupError(ValueError):
    """A template used markup that no block stands for: a mistake in the template, never in what was typed."""


_TAGS = {"h1": Role.TITLE, "h2": Role.HEADING, "blockquote": Role.QUOTE, "li": Role.ITEM, "p": Role.PARAGRAPH}
_CLASSED = {role.value: role for role in Role}
_SOURCE_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_BLOCK = re.compile(r'<(\w+)(?: class="([^"<>]*)")?>([^<]*(?:<br>[^<]*)*)</\1>\s*')


def parse(html: str) -> tuple[Block, ...]:
    """Read the blocks of a rendered template; breaks of its source lines vanish, `<br>` is a newline, empty blocks go.

    Raises:
        MarkupError: The template used a tag or a class that is no block, or text outside of one.

    """
    blocks: list[Block] = []
    html = html.strip()
    place = 0
    while place < len(html):
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


def _role(tag: str, name: str | None) -> Role:
    if tag not in _TAGS:
        raise MarkupError(f"<{tag}> cannot stand here; a letter is made of {', '.join(_TAGS)} side by side.")
    if name is not None and name not in _CLASSED:
        raise MarkupError(f"No block is called {name}.")
    return _TAGS[tag] if name is None else _CLASSED[name]


def _content(markup: str) -> str:
    lines = _SOURCE_BREAK.sub("", markup).split("<br>")
    return unescape("\n".join(lines)).strip(" \t\n")


def text(blocks: Iterable[Block]) -> str:
    """Return the letter as plain text, a line for each block and each break in it."""
    return "".join(f"{block.text}\n" for block in blocks)
