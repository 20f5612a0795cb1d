"""Lines of parts that a detail of a draft holds: what was searched, clues, parts that are withheld."""

from typing import NamedTuple

from workflow.rules.search_record import SEPARATOR, Source, parse_search

_DONE = {Source.SYSTEM: "检索", Source.PAPER: "查阅", Source.ARCHIVE: "查阅", Source.UNIT: "询问"}


class Searched(NamedTuple):
    """One place that was searched: how (检索, 查阅, 询问), its name, with which words and time, and what came of it."""

    done: str
    name: str
    terms: str
    result: str


def searched_lines(text: str) -> tuple[Searched, ...]:
    """Return the lines of a search (系统｜名称｜关键词和时间范围｜结果); none where it was told in another way."""
    lines = parse_search(text)
    if not all(line.kind for line in lines):
        return ()
    return tuple(Searched(_DONE[Source(line.kind)], line.name, line.terms, line.result) for line in lines)


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Return lines of two parts; the second is empty where a line has one."""
    parted = (line.partition(SEPARATOR) for line in text.splitlines() if line.strip())
    return tuple((first.strip(), second.strip()) for first, _, second in parted)


def beside(text: str, other: str) -> tuple[tuple[str, str], ...]:
    """Return the lines of two texts side by side, where there is more than one line and as many of the other."""
    first, second = ([line.strip() for line in one.splitlines() if line.strip()] for one in (text, other))
    return tuple(zip(first, second, strict=True)) if len(first) == len(second) > 1 else ()
