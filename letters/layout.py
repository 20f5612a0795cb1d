"""How each block looks: the measures of GB/T 9704-2012 for body, title and signature, shared by page and document.

Lengths are in millimetres, points or characters (字) as their names say. A character is one cell of the grid of 28 to a
line. The standard's text was not re-read: the measures are those its open implementations agree on.
"""

from dataclasses import dataclass
from itertools import pairwise
from unicodedata import east_asian_width

from letters.blocks import Block, Role

PAPER_MM = (210, 297)
MARGIN_TOP_MM, MARGIN_LEFT_MM, MARGIN_RIGHT_MM = 37.0, 28.0, 26.0
MARGIN_BOTTOM_MM = 34.9
"""35 mm less a tenth: 22 lines of 29 pt are 0.07 mm more than the 225 mm left, and a page would hold 21."""
LINE_PT = 29
"""Pitch of 22 lines a page: 580 twips."""
CHARACTER_PT = 15.75
"""Pitch of 28 characters of 16 pt a line: each is set closer by a quarter of a point."""
BODY_PT = 16
PAGE_NUMBER_PT = 14

_SIGNATURE_EDGE = 4.0
_LEAST_EDGE = 2.0


@dataclass(frozen=True, slots=True)
class Font:
    """A face by the name offices have it under, and what may stand in for it, best first."""

    name: str
    fallbacks: tuple[str, ...]


FANGSONG = Font("仿宋", ("FangSong", "仿宋_GB2312", "FangSong_GB2312", "STFangsong", "FandolFang", "Noto Serif CJK SC"))
TITLE_SONG = Font("方正小标宋简体", ("FZXiaoBiaoSong-B05S", "小标宋", "Noto Serif CJK SC", "宋体", "SimSun"))
HEI = Font("黑体", ("SimHei", "STHeiti", "Noto Sans CJK SC"))
SONG = Font("宋体", ("SimSun", "STSong", "Noto Serif CJK SC"))


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a role. `indent` is the first line's, `left` that of the whole block, both in characters."""

    font: Font = FANGSONG
    size: int = BODY_PT
    align: str = "justify"
    indent: int = 0
    left: int = 0
    lines_before: float = 0
    keep_with_next: bool = False
    new_page: bool = False


STYLES = {
    Role.AGENCY: Style(font=TITLE_SONG, size=22, align="center", keep_with_next=True),
    Role.TITLE: Style(font=TITLE_SONG, size=22, align="center", keep_with_next=True),
    Role.NUMBER: Style(align="center", lines_before=1, keep_with_next=True),
    Role.ADDRESSEE: Style(lines_before=1, keep_with_next=True),
    Role.PARAGRAPH: Style(indent=2),
    Role.HEADING: Style(font=HEI, indent=2, keep_with_next=True),
    Role.ITEM: Style(indent=2),
    Role.QUOTE: Style(indent=2),
    Role.CONTACT: Style(indent=2, keep_with_next=True),
    Role.ATTACHMENTS: Style(indent=2, lines_before=1, keep_with_next=True),
    Role.ATTACHMENT: Style(left=5, keep_with_next=True),
    Role.SIGNATURE: Style(align="right", lines_before=2, keep_with_next=True),
    Role.DATE: Style(align="right"),
    Role.HEAD_ROW: Style(font=HEI, align="center", keep_with_next=True),
    Role.ROW: Style(align="left"),
    Role.SIGN: Style(indent=2, lines_before=1),
    Role.REMARK: Style(indent=2),
    Role.ANNEX: Style(font=HEI, new_page=True, keep_with_next=True),
    Role.ANNEX_TITLE: Style(font=TITLE_SONG, size=22, align="center", lines_before=1, keep_with_next=True),
}


def right_edges(blocks: tuple[Block, ...]) -> dict[int, float]:
    """Return, for the index of each signature and date, its distance from the right edge in characters.

    The date stands four characters from the edge and the name is centred over it, so that one seal covers both; a name
    too long for that moves the date inwards.
    """
    edges: dict[int, float] = {}
    for index, (name, day) in enumerate(pairwise(blocks)):
        if (name.role, day.role) == (Role.SIGNATURE, Role.DATE):
            half = (_cells(name.text) - _cells(day.text)) / 2
            at_name = max(_SIGNATURE_EDGE - half, _LEAST_EDGE)
            edges[index], edges[index + 1] = at_name, at_name + half
    return edges


def _cells(text: str) -> float:
    """Return the width of a text in characters of the grid; Latin letters and digits take half a cell."""
    return sum(1.0 if east_asian_width(letter) in "WFA" else 0.5 for letter in text)
