"""The statutory forms of the annual report (政府信息公开工作年度报告), as data: tables, rows, columns, equations.

A form is decoded from JSON by `workflow.files.forms`; the labels are those of the printed forms. What could not be read
in full carries an `evidence` or a `status` in the data.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from workflow.rules.errors import BadInput, NotFound

LAST_YEAR_OF_2008 = 2018
LAST_YEAR_OF_2019 = 2020


def form_for_year(year: int) -> str:
    """Return the id of the form on which a report for `year` is made, the year reported on.

    Source:
        国办发〔2014〕32号 to 2018; 国办公开办函〔2019〕60号 for 2019 and 2020; 国办公开办函〔2021〕30号 later.

    """
    if year <= LAST_YEAR_OF_2008:
        return "2008"
    return "2019" if year <= LAST_YEAR_OF_2019 else "2021"


class Line(Struct, frozen=True, kw_only=True):
    """What rows and columns have in common.

    Args:
        id: Name in code, files and results.
        label_zh: Label as printed.
        parent: Id of the heading or the row it is printed under.
        unit: Unit of its figures; None where the form implies none.
        kind: `input`, or `sum` of the lines in `sum_of`.
        value_type: `integer`, `signed_integer` or `decimal`.

    """

    id: str
    label_zh: str
    label_en: str
    parent: str | None = None
    unit: str | None = None
    kind: str = "input"
    sum_of: tuple[str, ...] = ()
    value_type: str = "integer"
    unit_printed: bool = True
    note: str = ""


class Column(Line, frozen=True, kw_only=True):
    """A column of figures."""


class Row(Line, frozen=True, kw_only=True):
    """A row of figures; `evidence` says how far its label could be confirmed."""

    legal_basis: tuple[str, ...] = ()
    maps_to_2021: tuple[str, ...] = ()
    code: str = ""
    evidence: str = ""
    evidence_note: str = ""


class Heading(Struct, frozen=True, kw_only=True):
    """A merged cell or a heading row; it carries no figures."""

    id: str
    label_zh: str
    label_en: str
    parent: str | None = None
    printed_as: str = "merged_cell"
    evidence: str = ""


class Table(Struct, frozen=True, kw_only=True):
    """One printed table.

    Args:
        print_order: Ids of headings and rows, top to bottom.
        corner_note_zh: What the corner cell prints.
        status: What is UNVERIFIED about it; empty if nothing.
        partial: Whether rows are missing because only a part of the form could be read.

    """

    id: str
    section: str
    title_zh: str
    title_en: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    groups: tuple[Heading, ...] = ()
    column_groups: tuple[Heading, ...] = ()
    print_order: tuple[str, ...] = ()
    row_header_zh: str = ""
    corner_note_zh: str = ""
    header_columns_zh: tuple[str, ...] = ()
    status: str = ""
    partial: bool = False

    def row(self, row_id: str) -> Row | None:
        """Return the row with this id, if the table has it."""
        return next((row for row in self.rows if row.id == row_id), None)

    def column(self, column_id: str) -> Column | None:
        """Return the column with this id, if the table has it."""
        return next((column for column in self.columns if column.id == column_id), None)


class Term(Struct, frozen=True, kw_only=True):
    """One signed cell of an equation; `year_offset` -1 takes it from the report of the year before."""

    ref: str
    sign: int = 1
    year_offset: int = 0


class CrossCheck(Struct, frozen=True, kw_only=True):
    """One equation (勾稽关系) of a form.

    Args:
        for_each: `column`: the refs are rows, to be tested in every column; `row`: the reverse; `cell`: the refs are
            `table.row.column`.
        op: `=`, `>=` or `<=`, between the signed sums of the two sides.
        level: `error` must hold before filing, `warning` is to be explained, `info` is plausibility only.
        basis: `printed`, `arithmetic`, `derived` or `heuristic`: how far the form itself says so.

    """

    id: str
    table: str
    for_each: str
    lhs: tuple[Term, ...]
    op: str
    rhs: tuple[Term, ...]
    level: str
    basis: str
    note: str = ""
    printed_zh: str = ""


class Section(Struct, frozen=True, kw_only=True):
    """One part of the report: prose (`narrative`) or `tables`."""

    order: int
    id: str
    title_zh: str
    kind: str
    optional: bool = False


class Form(Struct, frozen=True, kw_only=True):
    """One format of the report: its parts, its tables and the equations between their cells."""

    format_id: str
    title_zh: str
    title_en: str
    authority: Mapping[str, Any]
    report_years: Mapping[str, int | None]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    cross_checks: tuple[CrossCheck, ...]

    def table(self, table_id: str) -> Table:
        """Return the table with this id; NotFound names the tables there are."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise NotFound(
            "The form {form} has no table {table}. It has {tables}.",
            form=self.format_id,
            table=table_id,
            tables=[table.id for table in self.tables],
        )


def decimal_allowed(row: Row, column: Column) -> bool:
    """Tell whether the cell may have decimals, such as an amount in 万元."""
    return "decimal" in {row.value_type, column.value_type}


def negative_allowed(row: Row, column: Column) -> bool:
    """Tell whether the cell may be negative, as 本年增/减 is."""
    return "signed_integer" in {row.value_type, column.value_type}


def known_form(format_id: str) -> str:
    """Return `format_id` if there is such a form; BadInput otherwise."""
    if format_id in {"2008", "2019", "2021"}:
        return format_id
    raise BadInput("{form} is no form of the annual report. Use 2008, 2019 or 2021.", form=format_id)
