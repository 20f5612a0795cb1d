"""The equations of a form (勾稽关系), tested on its tables. All arithmetic is exact: integers and decimals."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from workflow.rules.forms import CrossCheck, Form, Table, Term

Number = int | Decimal
Cells = Mapping[str, Mapping[str, Number | None]]
"""Row id -> column id -> figure; None is a blank cell, which is not 0."""

Place = tuple[str | None, str | None]
"""Column and row an equation is tested in; the one it runs over is None."""

_HOLDS: Mapping[str, Callable[[Number, Number], bool]] = {
    "=": lambda lhs, rhs: lhs == rhs,
    ">=": lambda lhs, rhs: lhs >= rhs,
    "<=": lambda lhs, rhs: lhs <= rhs,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One equation, tested in one column or row of a table.

    Args:
        level: `error`, `warning` or `info`, as in the form.
        op: `=`, `>=` or `<=`.
        column, row: Where it was tested; the one it runs over is None.

    """

    id: str
    table: str
    level: str
    op: str
    holds: bool
    lhs: Number
    rhs: Number
    column: str | None = None
    row: str | None = None

    def as_dict(self) -> dict[str, object]:
        """Return it as `statistics --as json` prints it."""
        place = {name: value for name, value in (("column", self.column), ("row", self.row)) if value is not None}
        verdict = {"level": self.level, "op": self.op, "holds": self.holds, "lhs": self.lhs, "rhs": self.rhs}
        return {"id": self.id, "table": self.table, **place, **verdict}


def holds(lhs: Number, op: str, rhs: Number) -> bool:
    """Tell whether `lhs op rhs`; `op` is `=`, `>=` or `<=`."""
    return _HOLDS[op](lhs, rhs)


def _verdict(equation: CrossCheck, lhs: Number, rhs: Number, place: Place) -> Check:
    return Check(
        id=equation.id,
        table=equation.table,
        level=equation.level,
        op=equation.op,
        holds=holds(lhs, equation.op, rhs),
        lhs=lhs,
        rhs=rhs,
        column=place[0],
        row=place[1],
    )


def check(
    form: Form, tables: Mapping[str, Cells], previous: Mapping[str, Cells] | None = None, *, blank_is_zero: bool = False
) -> list[Check]:
    """Test every equation of `form` that the cells allow.

    An equation is skipped where a cell is missing or blank, or where it needs the report of the year before and there
    is none.

    Args:
        form: Its `cross_checks` are tested.
        tables: Table id -> cells of this year.
        previous: The same of the year before, for terms with `year_offset` -1.
        blank_is_zero: Count a blank cell as 0 unless it is a total; a blank total is skipped all the same, and so is an
            equation of blank cells only. For published reports, which leave cells empty.

    """
    years = {0: tables, -1: previous or {}}
    found: list[Check] = []
    for equation in form.cross_checks:
        found.extend(_tested(form, equation, years, blank_is_zero=blank_is_zero))
    return found


def _tested(
    form: Form, equation: CrossCheck, years: Mapping[int, Mapping[str, Cells]], *, blank_is_zero: bool
) -> Iterator[Check]:
    for place in _places(form, equation):
        find = partial(_figure, form, equation, years, place)
        terms = [(term, find(term)) for term in equation.lhs + equation.rhs]
        if all(value is None for _, (_, value) in terms):
            continue
        values = [0 if value is None and blank_is_zero and leaf else value for _, (leaf, value) in terms]
        if None in values:
            continue
        signed = [term.sign * value for (term, _), value in zip(terms, values, strict=True) if value is not None]
        middle = len(equation.lhs)
        yield _verdict(equation, sum(signed[:middle]), sum(signed[middle:]), place)


def _places(form: Form, equation: CrossCheck) -> list[Place]:
    if equation.for_each == "cell":
        return [(None, None)]
    table = form.table(equation.table)
    if equation.for_each == "column":
        return [(column.id, None) for column in table.columns]
    return [(None, row.id) for row in table.rows]


def _figure(
    form: Form,
    equation: CrossCheck,
    years: Mapping[int, Mapping[str, Cells]],
    place: Place,
    term: Term,
) -> tuple[bool, Number | None]:
    """Return whether the cell is there and no total, and its figure."""
    table_id, row_id, column_id = _cell(equation, place, term)
    cells = years[term.year_offset].get(table_id, {}).get(row_id, {})
    if column_id not in cells:
        return False, None
    return not _is_total(form.table(table_id), row_id, column_id), cells[column_id]


def _cell(equation: CrossCheck, place: Place, term: Term) -> tuple[str, str, str]:
    column, row = place
    if column is not None:
        return equation.table, term.ref, column
    if row is not None:
        return equation.table, row, term.ref
    table_id, row_id, column_id = term.ref.split(".")
    return table_id, row_id, column_id


def _is_total(table: Table, row_id: str, column_id: str) -> bool:
    row, column = table.row(row_id), table.column(column_id)
    return "sum" in {row.kind if row else "", column.kind if column else ""}
