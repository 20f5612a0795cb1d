"""The search for what was asked (检索), as the draft of an answer keeps it: one line for each source.

A line has four parts: kind of source, its name, what was looked for in it, and what came of that, as in
系统｜OA办公系统｜“排污许可”，2016年至2025年｜未检索到.

Source:
    政府信息公开条例 (2019), Art. 36(4); (2008), Art. 21(3). 法释〔2025〕8号 on proving a reasonable search (reported).
"""

from dataclasses import dataclass
from enum import StrEnum

SEPARATOR = "｜"
_PARTS = 4


class Source(StrEnum):
    """What kind of source was searched."""

    SYSTEM = "系统"
    PAPER = "纸质"
    ARCHIVE = "档案"
    UNIT = "部门"


KINDS = frozenset(str(kind) for kind in Source)


@dataclass(frozen=True, slots=True)
class SearchLine:
    """One source that was searched.

    Args:
        kind: One of `Source`; empty for a line in another shape, which is kept whole as the name.
        name: Of the system, register, archive or unit.
        terms: Keywords and range of dates (关键词和时间范围).
        result: What was found, or that nothing was.

    """

    kind: str = ""
    name: str = ""
    terms: str = ""
    result: str = ""

    @property
    def complete(self) -> bool:
        """Tell whether it says how was searched and what came out."""
        return all(part.strip() for part in (self.kind, self.name, self.terms, self.result))


def parse_search(text: str) -> tuple[SearchLine, ...]:
    """Return the sources of a record, in its order; blank lines are left out.

    A line that has not four parts, begins with no kind of source or names none is kept as a source without a kind, so
    that drafts from before the lines had parts still read.
    """
    return tuple(_read(line.strip()) for line in text.splitlines() if line.strip())


def _read(line: str) -> SearchLine:
    parts = [part.strip() for part in line.split(SEPARATOR)]
    if len(parts) != _PARTS or parts[0] not in KINDS or not parts[1]:
        return SearchLine(name=line)
    return SearchLine(*parts)
