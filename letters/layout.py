"""How each block looks: the measures of GB/T 9704-2012 for body, title and signature, shared by page and document.

Lengths are in millimetres, points or characters (字) as their names say. A character is one cell of the grid of 28 to a
line. The standard's text was not re-read: the measures are those its open implementations agree on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import ceil
from unicodedata import east_asian_width

from letters.blocks import ROWS, Block, Role
from letters.looks import Look, Profile

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
ROW_PT = 12
"""小四, in the rows of a table: at 16 points a list of seven columns would have four characters in each."""
SMALL_PT = 14
"""抄送 and 印发, 4号."""

LINE_CHARACTERS = 28

RED = "#ff0000"
LETTERHEAD_TOP_MM: Mapping[Profile, float] = {Profile.LETTER: 30.0, Profile.FILE: MARGIN_TOP_MM + 35.0}
"""From the top of the page to that of the letterhead."""
RULE_GAP_MM = 4.0
"""From the letterhead (信函格式) or the number (版头) to the red rule under it."""
LETTER_RULE_MM, LETTER_RULE_BOTTOM_MM = 170.0, 20.0
"""Length of the double rules of 信函格式, and of the lower one's distance from the bottom of the page."""
LETTER_RULE_PT = (1.5, 1.0, 0.75)
"""Thick rule, gap and thin rule. The standard gives none: these are those of an open implementation."""
FILE_RULE_PT = 1.5
"""The standard gives none."""
NUMBER_GAP_PT = 14.0
"""Seven eighths of a character of 16 pt, from the rule of 信函格式 to the number."""
OUTER_RULE_MM, INNER_RULE_MM = 0.35, 0.25
"""The rules of 版记."""
PAGE_NUMBER_GAP_MM = 7.0
"""From the text to the dash beside a page number."""

HEAVIER = 0.02
"""Stroke around a title in ems, where another face has to stand in for 小标宋, which is heavier than those."""

_LETTERHEAD_PT = {Profile.PLAIN: 22.0, Profile.LETTER: 42.0, Profile.FILE: 54.0}
_LETTERHEAD_WIDTH_PT = 420.0
_SEAL_ABOVE_PT = 9.0
_SEAL_GAP_PT = 20.0

_NARROWEST, _WIDEST = 4.0, 16.0
"""Characters that a column counts for at least and at most when the line is shared out."""

_SIGNATURE_EDGE = 4.0
_LEAST_EDGE = 2.0

CELL_RULE_PT = 0.5
CELL_SIDE = 0.4
"""The rules of a table, and the blank beside the text of a cell in characters."""
_WIDEST_NAME = LINE_CHARACTERS - _LEAST_EDGE


@dataclass(frozen=True, slots=True)
class Font:
    """A face by the name offices have it under, and what may stand in for it, best first."""

    name: str
    fallbacks: tuple[str, ...]


_SERIF = ("Noto Serif CJK SC", "Noto Serif SC")
_SANS = ("Noto Sans CJK SC", "Noto Sans SC")

FANGSONG = Font("仿宋", ("FangSong", "仿宋_GB2312", "FangSong_GB2312", "STFangsong", "FandolFang", *_SERIF))
TITLE_SONG = Font(
    "方正小标宋简体",
    (
        "FZXiaoBiaoSong-B05S",
        "方正小标宋_GBK",
        "FZXiaoBiaoSong-B05",
        "小标宋",
        "Noto Serif CJK SC",
        "宋体",
        "SimSun",
        _SERIF[1],
    ),
)
HEI = Font("黑体", ("SimHei", "STHeiti", *_SANS))
SONG = Font("宋体", ("SimSun", "STSong", *_SERIF))


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
    Role.HEAD_ROW: Style(font=HEI, size=ROW_PT, align="center", keep_with_next=True),
    Role.ROW: Style(size=ROW_PT, align="left"),
    Role.SIGN: Style(indent=2, lines_before=1),
    Role.REMARK: Style(indent=2),
    Role.ANNEX: Style(font=HEI, new_page=True, keep_with_next=True),
    Role.ANNEX_TITLE: Style(font=TITLE_SONG, size=22, align="center", lines_before=1, keep_with_next=True),
    Role.LETTERHEAD: Style(font=TITLE_SONG, align="center", keep_with_next=True),
    Role.SEAL: Style(align="center", keep_with_next=True),
    Role.COPIES: Style(size=SMALL_PT, left=1),
    Role.PRINTED: Style(size=SMALL_PT, left=1),
}
"""The look of each role in a letter without a red head."""


_HEADED = {Role.TITLE: replace(STYLES[Role.TITLE], lines_before=2)}
_STYLES: Mapping[Profile, Mapping[Role, Style]] = {
    Profile.PLAIN: STYLES,
    Profile.LETTER: {**STYLES, **_HEADED, Role.NUMBER: Style(align="right", keep_with_next=True)},
    Profile.FILE: {**STYLES, **_HEADED, Role.NUMBER: Style(align="center", lines_before=2, keep_with_next=True)},
}


def styles(profile: Profile) -> Mapping[Role, Style]:
    """Return the look of each role in this layout."""
    return _STYLES[profile]


def letterhead_pt(text: str, profile: Profile) -> float:
    """Return the size at which a letterhead fills one line and no more: the layout's own, or what there is room for."""
    return min(_LETTERHEAD_PT[profile], int(_LETTERHEAD_WIDTH_PT / cells(text) * 10) / 10)


def seal_centre(blocks: tuple[Block, ...], look: Look) -> tuple[float, float]:
    """Return how far the middle of the seal is from the right edge, and below the last line before the name, in points.

    It is that of the date across; down it stands a little above that of name and date, and high enough for the seal to
    begin within a line of the text.
    """
    edges = right_edges(blocks)
    day = next((index for index in edges if blocks[index].role is Role.DATE), None)
    across = 0.0 if day is None else (edges[day] + cells(blocks[day].text) / 2) * CHARACTER_PT
    lines = 1 if day is None else ceil(cells(blocks[day - 1].text) / _WIDEST_NAME)
    middle = (STYLES[Role.SIGNATURE].lines_before + lines) * LINE_PT
    return across, min(middle - _SEAL_ABOVE_PT, _SEAL_GAP_PT + look.seal_mm * 72 / 25.4 / 2)


def groups(blocks: tuple[Block, ...]) -> Iterator[tuple[bool, list[tuple[int, Block]]]]:
    """Yield the rows that stand together as one table each, and every other block by itself, with their indexes."""
    for is_table, group in groupby(enumerate(blocks), lambda one: one[1].role in ROWS):
        if is_table:
            yield True, list(group)
        else:
            yield from ((False, [one]) for one in group)


def column_shares(rows: Sequence[Block]) -> tuple[float, ...]:
    """Return the part of the line that each column of a table takes; together they are 1.

    Columns have the width of their longest cell where the line is long enough for all; else each has that of its head,
    and what is left goes to those that want more.
    """
    columns = max(len(row.cells) for row in rows)
    full = [row for row in rows if len(row.cells) == columns]
    wanted = [min(_wanted(full, place), _WIDEST) for place in range(columns)]
    least = [
        min(want, _wanted([row for row in full if row.role is Role.HEAD_ROW], place))
        for place, want in enumerate(wanted)
    ]
    spare = LINE_CHARACTERS * BODY_PT / ROW_PT - sum(least)
    more = sum(wanted) - sum(least)
    if more > spare > 0:
        wanted = [low + (want - low) * spare / more for low, want in zip(least, wanted, strict=True)]
    return tuple(want / sum(wanted) for want in wanted)


def _wanted(rows: Sequence[Block], place: int) -> float:
    """Return the width of the longest line of a column, in characters."""
    lines = (line for row in rows for line in row.cells[place].split("\n"))
    return max([_NARROWEST, *(cells(line) + 1 for line in lines)])


def spans(row: Block, columns: int) -> tuple[int, ...]:
    """Return how many columns each cell of a row takes; the last one of a short row takes what is left."""
    count = len(row.cells)
    return (*(1 for _ in range(count - 1)), columns - count + 1)


def right_edges(blocks: tuple[Block, ...]) -> dict[int, float]:
    """Return, for the index of each signature and date, its distance from the right edge in characters.

    The date stands four characters from the edge and the name is centred over it, so that one seal covers both; a name
    too long for that moves the date inwards.
    """
    edges: dict[int, float] = {}
    for index, (name, day) in enumerate(pairwise(blocks)):
        if (name.role, day.role) == (Role.SIGNATURE, Role.DATE):
            half = (width_on_line(name.text) - cells(day.text)) / 2
            at_name = max(_SIGNATURE_EDGE - half, _LEAST_EDGE)
            edges[index], edges[index + 1] = at_name, at_name + half
    return edges


def width_on_line(name: str) -> float:
    """Return the width of a name in characters of the grid; one that fills more than a line is as wide as a line."""
    return min(cells(name), _WIDEST_NAME)


def cells(text: str) -> float:
    """Return the width of a text in characters of the grid; Latin letters and digits take half a cell."""
    return sum(1.0 if east_asian_width(letter) in "WFA" else 0.5 for letter in text)
