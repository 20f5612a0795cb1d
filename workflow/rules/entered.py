"""Figures that are entered rather than counted.

They are the tables of Art. 20, and what the form before 2019 asks of channels, staff and meetings. Registers that a
form does not have are kept under tables named `x_…`.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from workflow.rules.equations import Check, Number
from workflow.rules.errors import BadInput
from workflow.rules.forms import Column, Form, Row, Table, decimal_allowed, negative_allowed
from workflow.rules.statistics import Tables, blank_table, fill_sums
from workflow.rules.statistics_2008 import COUNTED_ROWS
from workflow.rules.statistics_2008 import TABLE as TABLE_2008

Place = tuple[str, str, str]
"""(table, row, column)."""

Figures = Mapping[Place, Decimal]

FREE_PREFIX = "x_"
COUNTED_TABLES = frozenset({"applications", "review_litigation"})


def is_counted(table: str, row: str) -> bool:
    """Tell whether the row is counted from cases, so that an entered figure can only confirm it."""
    return table in COUNTED_TABLES or (table == TABLE_2008 and row in COUNTED_ROWS)


def admit(form: Form, place: Place, value: Decimal) -> None:
    """Check an entered figure against the form.

    Raises:
        BadInput: The form has no such table, row or column, or the cell takes no such value. Free tables take anything.

    """
    table_id, row_id, column_id = place
    if not all(place):
        raise BadInput("A figure needs a table, a row and a column. Fill in all three.")
    if table_id.startswith(FREE_PREFIX):
        return
    table = _table(form, table_id)
    row, column = _row(table, row_id), _column(table, column_id)
    if not decimal_allowed(row, column) and value != value.to_integral_value():
        raise BadInput("{value} is not a whole number, as {place} asks for.", value=value, place=".".join(place))
    if value < 0 and not negative_allowed(row, column):
        raise BadInput("{value} is negative, which {place} cannot be.", value=value, place=".".join(place))


def entered(form: Form, figures: Figures, counted: Tables) -> tuple[Tables, list[Check]]:
    """Join the entered figures to the counted tables.

    A cell nobody entered is 0. A counted cell keeps its count; a figure entered for it is compared instead, so that the
    register and the form cannot drift apart unseen. Sum rows that were entered are kept, for the equations to test.

    Args:
        form: Of the year the figures belong to.
        figures: Admitted by `admit`.
        counted: Tables counted from cases.

    Returns:
        All tables of the form that are counted, national or entered, then the free ones; and the comparisons.

    """
    tables = _free_tables(figures)
    checks: list[Check] = []
    for table in form.tables:
        own = {(row, column): value for (name, row, column), value in figures.items() if name == table.id}
        if table.id in counted or own or table.section == "proactive":
            cells, compared = _filled(table, own, counted.get(table.id))
            tables[table.id] = cells
            checks.extend(compared)
    order = [table.id for table in form.tables if table.id in tables]
    return {name: tables[name] for name in (*order, *sorted(set(tables) - set(order)))}, checks


def _filled(
    table: Table, figures: Mapping[tuple[str, str], Decimal], counted: dict[str, dict[str, Number]] | None
) -> tuple[dict[str, dict[str, Number]], list[Check]]:
    cells = {row: dict(columns) for row, columns in (counted or blank_table(table)).items()}
    checks: list[Check] = []
    kept: set[str] = set()
    for (row, column), value in figures.items():
        if counted is not None and is_counted(table.id, row):
            checks.append(_compared(table, row, column, cells[row][column], value))
        else:
            cells[row][column] = plain(value)
            kept.add(row)
    fill_sums(table, cells, keep=frozenset(kept))
    return cells, checks


def _compared(table: Table, row: str, column: str, count: Number, value: Decimal) -> Check:
    return Check(
        id="entered_as_counted",
        table=table.id,
        level="error",
        op="=",
        holds=count == value,
        lhs=count,
        rhs=plain(value),
        column=column,
        row=row,
    )


def plain(value: Decimal) -> Number:
    """Return a whole number as int and an amount with its digits."""
    return int(value) if value == value.to_integral_value() else value


def _free_tables(figures: Figures) -> Tables:
    tables: Tables = {}
    for (table, row, column), value in figures.items():
        if table.startswith(FREE_PREFIX):
            tables.setdefault(table, {}).setdefault(row, {})[column] = plain(value)
    return tables


def _table(form: Form, table_id: str) -> Table:
    for table in form.tables:
        if table.id == table_id:
            return table
    raise BadInput(
        "The form {form} has no table {table}. Use one of {tables}, or a name that starts with x_ for a register of "
        "your own.",
        form=form.format_id,
        table=table_id,
        tables=[table.id for table in form.tables],
    )


def _row(table: Table, row_id: str) -> Row:
    row = table.row(row_id)
    if row is None:
        raise BadInput(
            "The table {table} has no row {row}. Use one of {rows}.",
            table=table.id,
            row=row_id,
            rows=_ids(table.rows),
        )
    return row


def _column(table: Table, column_id: str) -> Column:
    column = table.column(column_id)
    if column is None:
        raise BadInput(
            "The table {table} has no column {column}. Use one of {columns}.",
            table=table.id,
            column=column_id,
            columns=_ids(table.columns),
        )
    return column


def _ids(lines: Iterable[Row | Column]) -> list[str]:
    return [line.id for line in lines]
