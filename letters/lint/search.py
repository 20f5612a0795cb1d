"""The record of a search (检索情况记录) as a reply carries it: lines of 系统｜名称｜关键词和时间范围｜结果."""

from collections.abc import Mapping
from typing import NamedTuple

NOTHING = "无"
"""What is stated where there is no duty to hold, and no clue."""
SYSTEM, PAPER, ARCHIVE, UNIT = "系统", "纸质", "档案", "部门"


class SearchLine(NamedTuple):
    """One place that was searched: its kind (系统, 纸质, 档案, 部门), its name, terms and period, and what came out."""

    kind: str
    name: str
    terms: str = ""
    result: str = ""

    @property
    def complete(self) -> bool:
        """Tell whether it says how was searched and what came out."""
        return all(part.strip() for part in self)


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
    rows = [[part.strip() for part in line.split("｜", most - 1)] for line in lines]
    return [row if len(row) > 1 else ["", *row] if most > 2 else row for row in rows]  # noqa: PLR2004 - no kind is given
