"""Requests in the text of a report: how they came, how they ended, and the carry-over (勾稽关系)."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from workflow.files import report_words as words
from workflow.files.report_finding import TEXT, Finding
from workflow.files.report_shares import is_selection
from workflow.files.report_sums import sum_finding
from workflow.files.report_tables import Read
from workflow.files.report_text import Entry, Group
from workflow.rules.equations import Number, holds

_FEWEST = 2
_ALL_HEADS = 6
"""（一）予以公开 to （六）其他处理."""


def request_sums(groups: Sequence[Group]) -> Iterator[Finding]:
    """收到 is the sum of the ways requests came in, of the classes of applicants, and of the subjects asked about."""
    for group in groups:
        for entry, after in _headed(group, words.RECEIVED):
            run = [one for one in after if one.counts_with(entry) and not words.RESULT_ROW.match(one.name)]
            for parts in _dimensions(run):
                if len(parts) >= _FEWEST and not is_selection(group, parts):
                    yield sum_finding(group, (entry, parts))


def result_sums(groups: Sequence[Group]) -> Iterator[Finding]:
    """（七）总计, or 已答复, is the sum of the kinds of results after it.

    Rows of the table that are 0 are often left out of the text, so some of the six rows （一） to （六） and nothing
    else must only not exceed the total.
    """
    for group in groups:
        for entry, after in _headed(group, words.RESULTS):
            parts = _without_sub_rows([one for one in after if one.counts_with(entry)])
            if len(parts) >= _FEWEST and not is_selection(group, parts):
                found = sum_finding(group, (entry, parts))
                yield found if _complete(parts) or found.lhs < found.rhs else _at_least(found)


def flows(groups: Sequence[Group], read: Read, year: int | None) -> Iterator[Finding]:
    """新收 + 上年结转 = 办理结果总计 + 结转下年度, of the forms since 2019.

    A carry-over the text does not mention is taken from the table; without one it counts as 0, unless the other
    carry-over is given: then what is carried out is open, and only 新收 + 上年结转 ≥ 总计 is tested.
    """
    if read.form.format_id == "2008":
        return
    for group in groups:
        received = _first(group, lambda entry: words.RECEIVED.match(entry.name) is not None)
        results = _results(group)
        if received is not None and results is not None:
            yield _flow(group, read, year, received, results)


def _flow(group: Group, read: Read, year: int | None, received: Entry, results: tuple[str, Number]) -> Finding:
    inclusive = words.RECEIVED_IN_ALL in received.name
    told_in = 0 if inclusive else _told(_first(group, lambda entry: _is_carried_in(entry, year)), read, "carried_in")
    told_out = _told(_first(group, _is_carried_out), read, "carried_out")
    op = ">=" if told_out is None and (told_in or 0) > 0 else "="
    lhs, rhs = received.value + (told_in or 0), results[1] + (told_out or 0)
    unsaid = [name for name, told in (("上年结转", told_in), ("结转下年度", told_out)) if told is None]
    received_in_all = received.label if inclusive else f"{received.label} + 上年结转"
    return Finding(
        table=group.part,
        id="app_flow",
        column=received.label,
        row=group.name,
        scope=TEXT,
        equation=f"{received_in_all} {'≥' if op == '>=' else '='} {results[0]} + 结转下年度",
        op=op,
        holds=holds(lhs, op, rhs),
        lhs=lhs,
        rhs=rhs,
        remark=f"{'、'.join(unsaid)}未述及，按0计" if unsaid else "",
    )


def _told(entry: Entry | None, read: Read, row: str) -> Number | None:
    return entry.value if entry else read.figure("applications", row, "total")


def _results(group: Group) -> tuple[str, Number] | None:
    """Return the total of results, as given or as the sum of the rows （一） to （六） in the text."""
    total = _first(group, lambda entry: words.RESULTS.match(entry.name) is not None)
    if total is not None:
        return total.label, total.value
    rows = _without_sub_rows([entry for entry in group.entries if words.RESULT_ROW.match(entry.name)])
    return ("（一）至（六）之和", sum(row.value for row in rows)) if rows else None


def _is_carried_in(entry: Entry, year: int | None) -> bool:
    match = words.CARRIED_IN.search(entry.name)
    return match is not None and (match[1] is None or year is None or int(match[1]) == year - 1)


def _is_carried_out(entry: Entry) -> bool:
    return words.CARRIED_OUT.search(entry.name) is not None


def _first(group: Group, fits: Callable[[Entry], bool]) -> Entry | None:
    return next((entry for entry in group.entries if not entry.is_rate and fits(entry)), None)


def _headed(group: Group, kind: re.Pattern[str]) -> Iterator[tuple[Entry, list[Entry]]]:
    """Yield each figure of `kind` with the figures after it, up to the next one of requests or results."""
    for place, entry in enumerate(group.entries):
        if kind is _kind(entry):
            yield entry, list(takewhile(lambda one: _kind(one) is None, group.entries[place + 1 :]))


def _kind(entry: Entry) -> re.Pattern[str] | None:
    if entry.is_rate:
        return None
    return next((kind for kind in (words.RECEIVED, words.RESULTS) if kind.match(entry.name)), None)


def _dimensions(run: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Yield the figures by the way requests came in, by applicant, and the rest; each may make up the whole."""
    channels = [entry for entry in run if words.REQUEST_CHANNEL.search(entry.name)]
    classes = [entry for entry in run if words.APPLICANT_CLASS.match(entry.name)]
    yield channels
    yield classes
    yield [entry for entry in run if entry not in channels and entry not in classes]


def _without_sub_rows(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries without 三（三）1. and the like where 三（三） itself is given."""
    heads = {match[1] for entry in entries if (match := words.RESULT_ROW.match(entry.name)) and not match[2]}
    return [
        entry
        for entry in entries
        if not ((match := words.RESULT_ROW.match(entry.name)) and match[2] and match[1] in heads)
    ]


def _complete(parts: Sequence[Entry]) -> bool:
    rows = [part for part in parts if words.RESULT_ROW.match(part.name)]
    return len(rows) < len(parts) or len(rows) >= _ALL_HEADS


def _at_least(found: Finding) -> Finding:
    return replace(found, op=">=", holds=True)
