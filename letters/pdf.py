"""The blocks of a letter as a PDF file: PDF/A-2a and PDF/UA-1, the same bytes for the same letter.

The source of the typesetter is the same for every letter (`data/letter.typ`). What differs is handed over as JSON and
only ever set as text, so nothing that was typed can become markup. Compilers are kept: one made anew costs a letter ten
times as much.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import typst

from letters import coverage, layout
from letters.blocks import Block, Role
from letters.faces import Fonts, families, stands_in
from letters.looks import Look, Profile

STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
"""Made to last, tagged for readers who cannot see, and with its text."""
_SOURCE = files("letters").joinpath("data/letter.typ").read_bytes()
_TAB = "　　"
# So long without a place to break that it may not fit a line: an address on the web, a row of signs.
_RUN = re.compile(r"[^\s\u2e80-\u2fff\u3040-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]{30,}")
_RUN_IN_CELL = re.compile(_RUN.pattern.replace("30", "10"))
_HEAD = (Role.LETTERHEAD, Role.NUMBER)
_LISTED = frozenset({Role.ATTACHMENTS, Role.ATTACHMENT})
_SHORT_LIST = 8
_LEVELS = {Role.TITLE: 1, Role.ANNEX_TITLE: 1, Role.HEADING: 2}
_TITLES = (Role.LETTERHEAD, Role.AGENCY, Role.TITLE, Role.ANNEX_TITLE)
_FOOT = (Role.COPIES, Role.PRINTED)


def document(blocks: tuple[Block, ...], *, name: str, author: str, issued_on: date, look: Look, fonts: Fonts) -> bytes:
    """Return the letter as a PDF file.

    Args:
        blocks: Of the letter, dressed in the look.
        name: Its title in its properties.
        author: The agency.
        issued_on: The day the properties give as the day of its making.
        look: Its layout.
        fonts: The faces there are.

    Raises:
        NotReady: It holds a character that no face has.

    """
    coverage.check(blocks, fonts)
    edges = layout.right_edges(blocks)
    lines = [
        _table([block for _, block in group]) if is_table else _block(blocks, group[0][0], edges.get(group[0][0]), look)
        for is_table, group in layout.groups(blocks)
    ]
    head = next((block.text for block in blocks if block.role is Role.LETTERHEAD), "")
    letter = {
        "name": name,
        "author": author,
        "letterhead": layout.letterhead_pt(head, look.profile) if head else 0,
        "blocks": lines,
    }
    given = {"letter": msgspec.json.encode(letter).decode(), "layout": _shared(look.profile, fonts)}
    return _compiled(fonts, given, datetime(issued_on.year, issued_on.month, issued_on.day, tzinfo=UTC))


def _block(blocks: tuple[Block, ...], index: int, edge: float | None, look: Look) -> dict[str, Any]:
    block = blocks[index]
    parts = block.text.split("\t") if block.role is Role.PRINTED else block.text.replace("\t", _TAB).split("\n")
    made: dict[str, Any] = {
        "role": block.role,
        "lines": [_pieces(part) for part in parts],
        "keep": keeps(blocks, index),
    }
    if edge is not None:
        made |= {"edge": edge, "cells": layout.width_on_line(block.text)}
    if block.role is Role.SEAL:
        made |= {"diameter": look.seal_mm, "centre": layout.seal_centre(blocks, look)}
    return made


def _table(rows: Sequence[Block]) -> dict[str, Any]:
    shares = layout.column_shares(rows)
    return {
        "role": "table",
        "columns": shares,
        "rows": [
            {
                "role": row.role,
                "cells": [
                    {"span": span, "lines": [_pieces(line, _RUN_IN_CELL) for line in cell.split("\n")]}
                    for cell, span in zip(row.cells, layout.spans(row, len(shares)), strict=True)
                ],
            }
            for row in rows
        ],
    }


def keeps(blocks: tuple[Block, ...], index: int) -> bool:
    """Tell whether a block stays on the page of the next one; of a long list of attachments only the last does."""
    block, after = blocks[index], blocks[index + 1].role if index + 1 < len(blocks) else None
    if block.role in _LISTED and after is Role.ATTACHMENT:
        return sum(other.role in _LISTED for other in blocks) <= _SHORT_LIST
    return layout.STYLES[block.role].keep_with_next


def _pieces(line: str, runs: re.Pattern[str] = _RUN) -> list[str | dict[str, str]]:
    """Return a line with the runs apart that have no place to break and might be longer than a line."""
    pieces: list[str | dict[str, str]] = []
    place = 0
    for run in runs.finditer(line):
        pieces += [line[place : run.start()], {"run": run[0]}]
        place = run.end()
    return [piece for piece in (*pieces, line[place:]) if piece]


@cache
def _shared(profile: Profile, fonts: Fonts) -> str:
    """Return what all letters of a layout share: measures, and the families of each role."""
    styles = {
        role: {
            **{name.replace("_", "-"): value for name, value in asdict(style).items() if name != "font"},
            "font": families(fonts, style.font),
        }
        for role, style in layout.styles(profile).items()
    }
    return msgspec.json.encode(
        {
            "profile": profile,
            "styles": styles,
            "placed": [*_FOOT, *(_HEAD if profile is not Profile.PLAIN else ())],
            "levels": _LEVELS,
            "heavy": _TITLES if stands_in(fonts, layout.TITLE_SONG) else (),
            "heavier": layout.HEAVIER,
            "number-font": families(fonts, layout.SONG),
            "paper": layout.PAPER_MM,
            "margins": (
                layout.MARGIN_TOP_MM,
                layout.MARGIN_RIGHT_MM,
                layout.MARGIN_BOTTOM_MM,
                layout.MARGIN_LEFT_MM,
            ),
            "characters": layout.LINE_CHARACTERS,
            "character": layout.CHARACTER_PT,
            "tracking": layout.CHARACTER_PT - layout.BODY_PT,
            "line": layout.LINE_PT,
            "body": layout.BODY_PT,
            "small": layout.SMALL_PT,
            "cell-rule": layout.CELL_RULE_PT,
            "cell-side": layout.CELL_SIDE,
            "red": layout.RED,
            "page-number": layout.PAGE_NUMBER_PT,
            "page-number-gap": layout.PAGE_NUMBER_GAP_MM,
            "letterhead-top": layout.LETTERHEAD_TOP_MM.get(profile, 0),
            "rule-gap": layout.RULE_GAP_MM,
            "number-gap": layout.NUMBER_GAP_PT,
            "letter-rule": layout.LETTER_RULE_PT,
            "letter-rule-length": layout.LETTER_RULE_MM,
            "letter-rule-bottom": layout.LETTER_RULE_BOTTOM_MM,
            "file-rule": layout.FILE_RULE_PT,
            "outer-rule": layout.OUTER_RULE_MM,
            "inner-rule": layout.INNER_RULE_MM,
        }
    ).decode()


def _compiled(fonts: Fonts, given: dict[str, str], at: datetime) -> bytes:
    """Set the letter with a compiler that nobody else uses meanwhile, and put it back."""
    idle = _idle(fonts)
    compiler = idle.pop() if idle else typst.Compiler(_SOURCE, font_paths=_opened(fonts), ignore_system_fonts=True)
    made = compiler.compile(_SOURCE, format="pdf", sys_inputs=given, pdf_standards=STANDARDS, timestamp=at)
    idle.append(compiler)
    if not isinstance(made, bytes):
        raise TypeError("The typesetter returned no file.")
    return made


@cache
def _idle(fonts: Fonts) -> list[typst.Compiler]:  # noqa: ARG001 (the key)
    return []


@cache
def _opened(fonts: Fonts) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(fonts.folders))
