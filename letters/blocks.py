"""A letter as a short list of typed blocks, read from the restricted HTML that its template makes.

Both the page and the DOCX file are built from the blocks, so they carry the same text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser


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


def parse(html: str) -> tuple[Block, ...]:
    """Read the blocks of a rendered template; breaks of its source lines vanish, `<br>` is a newline, empty blocks go.

    Raises:
        MarkupError: The template used a tag or a class that is no block, or text outside of one.

    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.finish()
    return tuple(reader.blocks)


def text(blocks: Iterable[Block]) -> str:
    """Return the letter as plain text, a line for each block and each break in it."""
    return "".join(f"{block.text}\n" for block in blocks)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._role: Role | None = None
        self._parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" and self._role is not None:
            self._parts.append("\n")
            return
        if tag not in _TAGS or self._role is not None:
            raise MarkupError(f"<{tag}> cannot stand here; a letter is made of {', '.join(_TAGS)} side by side.")
        name = dict(attrs).get("class")
        if name is not None and name not in _CLASSED:
            raise MarkupError(f"No block is called {name}.")
        self._role = _TAGS[tag] if name is None else _CLASSED[name]
        self._parts = []

    def handle_endtag(self, tag: str) -> None:
        if tag not in _TAGS or self._role is None:
            raise MarkupError(f"</{tag}> closes nothing.")
        content = "".join(self._parts).strip(" \t\n")
        if content:
            self.blocks.append(Block(self._role, content))
        self._role = None

    def handle_data(self, data: str) -> None:
        if self._role is not None:
            self._parts.append(_SOURCE_BREAK.sub("", data))
        elif data.strip():
            raise MarkupError(f"The text {data.strip()[:20]!r} stands outside of any block.")

    def finish(self) -> None:
        if self._role is not None:
            raise MarkupError(f"The last {self._role} is not closed.")
