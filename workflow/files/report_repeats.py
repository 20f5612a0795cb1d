"""A figure that a report gives more than once, in two places of its text or in its text and a table."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType

from workflow.files import report_words as words
from workflow.files.report_finding import TEXT, TEXT_TABLE, Finding
from workflow.files.report_tables import Read
from workflow.files.report_text import Entry, Group
from workflow.rules.equations import Number

_SHORTEST = 3
"""Names of fewer characters say too little to be the same thing."""

_DECISIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "行政许可": ("art20_5", "licensing"),
        "行政处罚": ("art20_6", "penalty"),
        "行政强制": ("art20_6", "coercion"),
    }
)
_HEADS = {
    "一": "granted",
    "二": "partial",
    "三": "refused",
    "四": "unable",
    "五": "not_processed",
    "六": "other_handling",
}


def repeated(groups: Sequence[Group]) -> Iterator[Finding]:
    """The same thing has the same figure wherever the text gives it.

    Compared are a figure of the statistics with one of the text, and a category with the group named for it. Two names
    are the same if they agree without words that change nothing (网站, 信息, 累计 …), in any order.
    """
    for first, second in combinations(groups, 2):
        for one in first.entries:
            for other in second.entries:
                if _core(one) and _core(one) == _core(other) and _comparable(first, second, one, other):
                    yield _same(first, second, one, other)


def listed(groups: Sequence[Group]) -> Iterator[Finding]:
    """A number of things equals how many of them the text lists (列举)."""
    for group in groups:
        for entry in group.entries:
            match = words.LISTED.match(entry.name)
            for other in groups:
                for one in other.entries if match and other is not group else ():
                    if match and words.FILLERS.sub("", one.name) == words.FILLERS.sub("", match[1]):
                        yield _same(other, group, one, entry)


def named_for_group(groups: Sequence[Group]) -> Iterator[Finding]:
    """A figure such as 产生并主动公开 gives again the total of the group 主动公开."""
    for group in groups:
        total = group.total()
        if total is None:
            continue
        for other in groups:
            for one in other.entries if other is not group else ():
                if one.name == f"产生并{group.name}" and one.unit in {"", total.unit}:
                    yield _same(other, group, one, total)


def against_tables(groups: Sequence[Group], read: Read) -> Iterator[Finding]:
    """What the text says of requests, decisions and proceedings stands in the tables too.

    A difference is reported, but the report counts as consistent: the text may count something else.
    """
    for group in groups:
        for entry in group.entries:
            cell = None if entry.is_rate else _cell(group, entry, read)
            if cell is not None:
                yield _finding(group, entry, "text_table", TEXT_TABLE, cell, "正文与表中同一数字")


def _comparable(first: Group, second: Group, one: Entry, other: Entry) -> bool:
    """Tell whether two figures stand where the same name means the same thing."""
    if one.is_rate or other.is_rate or (one.unit and other.unit and one.unit != other.unit):
        return False
    if first.part != second.part:
        return True
    return any(
        category.whole is not None and set(words.FILLERS.sub("", section.name)) == set(_core(figure))
        for category, section, figure in ((first, second, one), (second, first, other))
    )


def _core(entry: Entry) -> str:
    """Return the characters, in order, of what the figure counts; "" if they are too few or too general to tell."""
    name = next((category for described, category in words.SAME_CATEGORY if described.search(entry.name)), entry.name)
    bare = words.FILLERS.sub("", name)
    general = words.TOTAL.search(name) or words.MEDIUM.search(bare) or len(bare) < _SHORTEST
    return "" if general else "".join(sorted(bare))


def _cell(group: Group, entry: Entry, read: Read) -> Number | None:
    """Return the figure of the tables that says the same as `entry`."""
    if group.name in {"行政复议", "行政诉讼"} and words.TOTAL.search(entry.name):
        return _proceedings(group.name, read)
    decisions = next((cell for word, cell in _DECISIONS.items() if entry.name in {word, f"公示{word}"}), None)
    if decisions is not None:
        return read.figure(*decisions, "decisions")
    rows = ("new_received", "carried_in") if words.RECEIVED_IN_ALL in entry.name else _row(entry)
    return _sum(read, rows) if rows else _result_row(entry, read)


def _row(entry: Entry) -> tuple[str, ...]:
    rows = {
        "new_received": words.RECEIVED,
        "carried_in": words.CARRIED_IN,
        "carried_out": words.CARRIED_OUT,
        "result_total": words.RESULTS,
    }
    return next(((row,) for row, kind in rows.items() if kind.search(entry.name)), ())


def _result_row(entry: Entry, read: Read) -> Number | None:
    match = words.RESULT_ROW.match(entry.name)
    if match is None or "applications" not in read.tables:
        return None
    head = _HEADS[match[1]]
    rows = [row.id for row in read.form.table("applications").rows if head in {row.parent, row.id}]
    if match[2]:
        place = int(match[2]) - 1
        return _sum(read, rows[place : place + 1])
    return _sum(read, rows)


def _sum(read: Read, rows: Sequence[str]) -> Number | None:
    figures = [read.figure("applications", row, "total") for row in rows]
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known and len(known) == len(rows) else None


def _proceedings(kind: str, read: Read) -> Number | None:
    blocks = ("review",) if kind == "行政复议" else ("direct", "after")
    figures = [read.figure("review_litigation", "cases", f"{block}_total") for block in blocks]
    known = [figure for figure in figures if figure is not None]
    return sum(known) if len(known) == len(blocks) else None


def _same(first: Group, second: Group, one: Entry, other: Entry) -> Finding:
    return _finding(first, one, "repeated", TEXT, other.value, f"{first.where(one)} = {second.where(other)}")


def _finding(group: Group, entry: Entry, check_id: str, scope: str, other: Number, equation: str) -> Finding:
    return Finding(
        table=group.part,
        id=check_id,
        column=entry.label,
        row=group.name,
        scope=scope,
        equation=equation,
        holds=entry.value == other,
        lhs=entry.value,
        rhs=other,
    )
