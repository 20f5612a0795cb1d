"""Counting rules of the annual report (年度报告): from counted groups of cases to complete tables.

A year is counted as of its 31 December: a request is new in the year of its receipt, a result belongs to the year of
the reply or closing act, and what is open across the year's ends is carried in or out. The store groups the cases;
nothing here reads a case. Points that the forms leave open are listed in `docs/decisions/0006-counting-rules.md`.

Source:
    政府信息公开条例 (2019), Arts. 31, 49, 50. Forms 国办公开办函〔2021〕30号, 国办公开办函〔2019〕60号.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from workflow.rules.equations import Number
from workflow.rules.forms import Form, Table
from workflow.rules.outcomes import Outcome

Tables = dict[str, dict[str, dict[str, Number]]]
"""Table id -> row id -> column id -> figure; every cell of a table is filled."""

KINDS = ("review", "direct", "after")
"""行政复议, 未经复议直接起诉, 复议后起诉."""

RESULTS = ("upheld", "corrected", "other")
"""结果维持, 结果纠正, 其他结果; a case without a result is pending (尚未审结)."""


class Group(NamedTuple):
    """Cases of one agency and year that count alike, and how many of them each row takes.

    Args:
        outcome: Code of the ledger; None while the cases are open.
        extended: Concluded after an extension or late; only the form before 2019 asks.
        new: Received in the year.
        carried_in, carried_out: Open across the year's start, its end.
        results: Replied or closed in the year.
        corrections: Correction notices (补正告知) sent in the year.

    """

    applicant_class: str
    outcome: str | None
    channel: str
    extended: bool
    new: int = 0
    carried_in: int = 0
    results: int = 0
    carried_out: int = 0
    corrections: int = 0


class ProceedingGroup(NamedTuple):
    """Reconsiderations or lawsuits that count alike: `kind` of `KINDS`, `result` of `RESULTS` or None while pending."""

    kind: str
    result: str | None
    cases: int


class Counted(NamedTuple):
    """Tables, and what has no row or column in them: code -> count."""

    tables: Tables
    unmapped: dict[str, int]


def blank_table(table: Table) -> dict[str, dict[str, Number]]:
    """Return the table with 0 in every cell: a blank or a dash is a recurring fault of published reports."""
    return {row.id: {column.id: 0 for column in table.columns} for row in table.rows}


def applications(form: Form, groups: Iterable[Group]) -> Counted:
    """Count the table 收到和处理政府信息公开申请情况 of the forms since 2019.

    Args:
        form: `2021`, or `2019`, which folds 逾期不补正, 逾期未缴费 and 其他 into （六）其他处理.
        groups: Of one agency and year.

    """
    table = form.table("applications")
    cells = blank_table(table)
    unmapped: Counter[str] = Counter()
    for group in groups:
        if table.column(group.applicant_class) is None:
            unmapped[group.applicant_class] += group.new + group.carried_in
            continue
        for row_id, count in _flow(group):
            cells[row_id][group.applicant_class] += count
        row = _result_row(form, group)
        if row is None:
            unmapped[str(group.outcome)] += group.results
        else:
            cells[row][group.applicant_class] += group.results
    fill_sums(table, cells)
    return Counted({table.id: cells}, named(unmapped))


def review_litigation(form: Form, groups: Iterable[ProceedingGroup]) -> Counted:
    """Count the table 政府信息公开行政复议、行政诉讼情况 of the forms since 2019: one line of fifteen figures."""
    table = form.table("review_litigation")
    cells = blank_table(table)
    unmapped: Counter[str] = Counter()
    for kind, result, cases in groups:
        column = f"{kind}_{result or 'pending'}"
        if table.column(column) is None:
            unmapped[column] += cases
        else:
            cells["cases"][column] += cases
    fill_sums(table, cells)
    return Counted({table.id: cells}, named(unmapped))


def fill_sums(table: Table, cells: dict[str, dict[str, Number]], *, keep: frozenset[str] = frozenset()) -> None:
    """Fill the sum rows and then the sum columns of `cells` in place.

    Args:
        table: Says which rows and columns are sums, and of what.
        cells: Of that table, none missing.
        keep: Sum rows that were entered and stay as they are, to be tested instead.

    """
    for row in table.rows:
        if row.sum_of and row.id not in keep:
            for column in table.columns:
                cells[row.id][column.id] = _row_sum(table, cells, row.id, column.id, keep)
    for column in table.columns:
        if column.sum_of:
            for row_cells in cells.values():
                row_cells[column.id] = sum(row_cells[part] for part in column.sum_of)


def merged(*parts: Counted) -> Counted:
    """Return the tables of all parts, and everything unmapped added up."""
    tables: Tables = {}
    unmapped: Counter[str] = Counter()
    for part in parts:
        tables |= part.tables
        unmapped.update(part.unmapped)
    return Counted(tables, named(unmapped))


def _flow(group: Group) -> tuple[tuple[str, int], ...]:
    return (("new_received", group.new), ("carried_in", group.carried_in), ("carried_out", group.carried_out))


def _result_row(form: Form, group: Group) -> str | None:
    if group.outcome is None or group.outcome not in _OUTCOMES:
        return None
    return Outcome(group.outcome).row(form.format_id)


def _row_sum(
    table: Table, cells: Mapping[str, Mapping[str, Number]], row_id: str, column_id: str, keep: frozenset[str]
) -> Number:
    """Return the sum of a row's parts, which may be sums themselves."""
    row = table.row(row_id)
    if row is None or not row.sum_of or row_id in keep:
        return cells[row_id][column_id]
    return sum((_row_sum(table, cells, part, column_id, keep) for part in row.sum_of), start=0)


def named(counts: Counter[str]) -> dict[str, int]:
    """Return the codes that count anything, in order."""
    return {code: count for code, count in sorted(counts.items()) if count}


_OUTCOMES = frozenset(Outcome)
