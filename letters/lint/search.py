"""The record of a search (检索情况记录) as a reply carries it: lines of 系统｜名称｜关键词和时间范围｜结果."""

from collections.abc import Mapping
from typing import NamedTuple

from workflow.rules.search_record import SEPARATOR, SearchLine, Source

NOTHING = "无"
"""What is stated where there is no duty to hold, and no clue."""
SYSTEM, PAPER, ARCHIVE = Source.SYSTEM, Source.PAPER, Source.ARCHIVE


class Clue(NamedTuple):
    """A hint that the applicant gave, and what became of it."""

    said: str
    checked: str = ""


def stated(details: Mapping[str, str], key: str) -> str:
    """Return what a reply states, nothing where it states that there is nothing (无)."""
    text = details.get(key, "").strip()
    return "" if text == NOTHING else text


def search_lines(details: Mapping[str, str]) -> tuple[SearchLine, ...]:
    """Return the lines of a reply's `searched`; a text without parts is one line of no kind."""
    return tuple(SearchLine(*parts) for parts in _rows(details.get("searched", ""), 4))


def clues(details: Mapping[str, str]) -> tuple[Clue, ...]:
    """Return the lines of a reply's `clues`: 线索｜核查情况."""
    return tuple(Clue(*parts) for parts in _rows(stated(details, "clues"), 2))


def _rows(text: str, most: int) -> list[list[str]]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    rows = [[part.strip() for part in line.split(SEPARATOR, most - 1)] for line in lines]
    return [row if len(row) > 1 else ["", *row] if most > 2 else row for row in rows]  # noqa: PLR2004 - no kind is given
