"""Sums in the text of a report: a figure that names a whole, and the figures beside it that should add up to it.

The text does not say which figures belong together; these rules read it off the labels and their order. Where a list
can be read in more than one way, the reading that comes nearest to adding up counts, so a report is at fault only if no
reading of it adds up.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from workflow.files import report_words as words
from workflow.files.report_finding import TEXT, Finding
from workflow.files.report_shares import claims_all, is_selection
from workflow.files.report_text import Entry, Group
from workflow.rules.equations import holds

Sum = tuple[Entry, Sequence[Entry]]
"""A whole and its parts."""

_FEWEST = 2
"""A single figure below a whole is a part of it, not all of it."""


def nested_sums(groups: Iterable[Group], *, channels_overlap: bool) -> Iterator[Finding]:
    """A nested group breaks down the total of the group it stands in: 总数 = 各渠道之和, 总数 = 各类别之和."""
    for group in groups:
        if group.whole is not None:
            parts = [entry for entry in group.entries if entry.counts_with(group.whole)]
            if len(parts) >= _FEWEST:
                yield sum_finding(group, (group.whole, parts), channels_overlap=channels_overlap)


def total_sums(groups: Iterable[Group], *, channels_overlap: bool) -> Iterator[Finding]:
    """A figure called 总数 is the sum of the figures after it, of the same unit.

    Left alone is a list that says itself, by its shares, that it is a selection.
    """
    for group in groups:
        total = group.total()
        if total is None:
            continue
        after = group.entries[group.entries.index(total) + 1 :]
        parts = [entry for entry in after if entry.counts_with(total) and not words.DECISIONS.search(entry.name)]
        enough = len(parts) >= _FEWEST or (parts and claims_all(group, parts[0]))
        if enough and not is_selection(group, parts):
            for one in min(_readings(total, parts), key=_distance):
                yield sum_finding(group, one, channels_overlap=channels_overlap)


def headed_sums(groups: Iterable[Group]) -> Iterator[Finding]:
    """Without a 总数, a figure may still head a list.

    A website (网站) heads the kinds of information after it, 新媒体 the microblog and the like, any figure those of
    each level of government (国家级、省级…), and any figure those named for the group, as 当面申请 in 申请.
    """
    for group in groups:
        if group.total() is None:
            for place, entry in enumerate(group.entries):
                members = _members(group, entry, group.entries[place + 1 :])
                if len(members) >= _FEWEST:
                    yield sum_finding(group, (entry, members))


def parts_within(groups: Iterable[Group]) -> Iterator[Finding]:
    """What is said to be among a figure (其中) cannot exceed it."""
    for group in groups:
        whole = None
        for entry in group.entries:
            if not entry.part:
                whole = whole if entry.is_aside else entry
            elif whole is not None and not entry.is_rate and entry.unit in {"", whole.unit}:
                yield _finding(group, "part_within", whole, [entry], ">=", f"{whole.label} ≥ {entry.label}")


def sum_finding(group: Group, one: Sum, *, channels_overlap: bool = False) -> Finding:
    """Test one sum.

    Args:
        group: Where it stands.
        one: Whole and parts.
        channels_overlap: Before 2019 the same item counts in every channel it went through, so the channels may exceed
            the total but not fall short of it, unless one of them takes what is left (其他).

    """
    whole, parts = one
    names = [part.name for part in parts]
    media = all(words.MEDIUM.search(name) is not None for name in names)
    overlap = channels_overlap and media and not any(words.OTHER_MEDIA.search(name) for name in names)
    op = "<=" if overlap else "="
    equation = f"{whole.label} {'≤' if overlap else '='} {' + '.join(part.label for part in parts)}"
    return _finding(group, "sum", whole, parts, op, equation)


def _finding(group: Group, check_id: str, whole: Entry, parts: Sequence[Entry], op: str, equation: str) -> Finding:
    added = sum(part.value for part in parts)
    return Finding(
        table=group.part,
        id=check_id,
        column=whole.label,
        row=group.name,
        scope=TEXT,
        equation=equation,
        op=op,
        holds=holds(whole.value, op, added),
        lhs=whole.value,
        rhs=added,
    )


def _readings(total: Entry, parts: Sequence[Entry]) -> Iterator[list[Sum]]:
    """Yield the ways to read the figures after a total.

    All are its parts; the last part is broken down by the rest; channels and kinds each make up the whole. Figures by
    government (市政府及其部门 …) are never mixed with others.
    """
    by_government = [part for part in parts if words.BY_GOVERNMENT.search(part.name)]
    if len(by_government) >= _FEWEST:
        yield [(total, by_government)]
        return
    yield [(total, parts)]
    for last in range(1, len(parts) - _FEWEST):
        yield [(total, parts[: last + 1]), (parts[last], parts[last + 1 :])]
    media = [part for part in parts if words.MEDIUM.search(part.name)]
    kinds = [part for part in parts if part not in media]
    if len(media) >= _FEWEST and len(kinds) >= _FEWEST:
        yield [(total, media), (total, kinds)]


def _distance(reading: Sequence[Sum]) -> Decimal:
    """Return by how much the sums of a reading fail, added up."""
    differences = (Decimal(whole.value) - sum(Decimal(part.value) for part in parts) for whole, parts in reading)
    return sum((abs(difference) for difference in differences), start=Decimal(0))


def _members(group: Group, head: Entry, after: Sequence[Entry]) -> list[Entry]:
    """Return the figures that `head` heads, if it heads any."""
    if head.is_aside or head.part:
        return []
    if words.WEBSITE.search(head.name):
        return list(takewhile(lambda entry: _is_kind(entry, head), after))
    if words.NEW_MEDIA.search(head.name):
        return list(takewhile(lambda entry: words.SOCIAL.search(entry.name), after))
    if words.MEDIUM.search(head.name):
        return []
    return _levels(head, after) or _namesakes(group, head, after)


def _is_kind(entry: Entry, head: Entry) -> bool:
    other = words.MEDIUM.search(entry.name) or words.DECISIONS.search(entry.name)
    return entry.counts_with(head) and not other


def _levels(head: Entry, after: Sequence[Entry]) -> list[Entry]:
    """Return the run of figures by level of government, all of the same thing."""
    first = words.BY_LEVEL.match(after[0].name) if after else None
    if first is None or words.BY_LEVEL.match(head.name):
        return []

    def same(entry: Entry) -> bool:
        match = words.BY_LEVEL.match(entry.name)
        return match is not None and match[1] == first[1] and entry.counts_with(head)

    return list(takewhile(same, after))


def _namesakes(group: Group, head: Entry, after: Sequence[Entry]) -> list[Entry]:
    """Return the run of figures whose labels end with the name of the group, if `head` is the one before them."""
    if head.name.endswith(group.name) or words.RECEIVED.match(head.name):
        return []
    return list(takewhile(lambda entry: entry.name.endswith(group.name) and entry.counts_with(head), after))
