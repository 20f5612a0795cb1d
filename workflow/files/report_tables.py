"""The tables of a published report, brought to the ids of their form, and the equations of the form on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflow.files.forms import form
from workflow.files.labels import plain_label, short_label
from workflow.files.report_file import Grid, Report
from workflow.files.report_finding import TABLE, Finding
from workflow.rules.equations import Check, Number, check
from workflow.rules.errors import BadInput
from workflow.rules.forms import Form, Line, Table

Cells = dict[str, dict[str, Number | None]]

_BLOCKS = {"行政复议": "review", "未经复议直接起诉": "direct", "复议后起诉": "after"}
_RESULTS = {"结果维持": "upheld", "结果纠正": "corrected", "其他结果": "other", "尚未审结": "pending", "总计": "total"}


@dataclass(frozen=True, slots=True)
class Read:
    """The tables by the ids of the form, and the labels that it does not know."""

    form: Form
    tables: dict[str, Cells] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def figure(self, table: str, row: str, column: str) -> Number | None:
        """Return a figure; None if it is blank or could not be read."""
        return self.tables.get(table, {}).get(row, {}).get(column)


def read_tables(report: Report) -> Read:
    """Bring the tables of `report` to the ids of its form.

    Raises:
        BadInput: Two rows of a table have the same label.

    """
    read = Read(form(report.format_id))
    if report.format_id == "2008":
        return read
    if report.requests:
        read.tables["applications"] = _by_id(read, read.form.table("applications"), report.requests)
    if report.proceedings:
        read.tables["review_litigation"] = _proceedings(read, report.proceedings)
    for table in read.form.tables:
        own = _block(table, report.proactive)
        if own:
            read.tables[table.id] = _by_id(read, table, own)
    return read


def table_findings(report: Report, read: Read) -> Iterator[Finding]:
    """Test row sums, column sums, the carry-over and the four results: every equation of the form.

    A blank cell counts as 0 in a sum; a blank total is not tested.
    """
    parts = {"applications": report.requests_part, "review_litigation": "t3"}
    for verdict in check(read.form, read.tables, blank_is_zero=True):
        yield _finding(read.form, verdict, parts.get(verdict.table, report.proactive_part))


def _finding(own_form: Form, verdict: Check, part: str) -> Finding:
    table = own_form.table(verdict.table)
    equation = next(equation for equation in own_form.cross_checks if equation.id == verdict.id)
    if table.id == "review_litigation":
        column, row = _block_label(verdict.id), ""
    else:
        column, row = _label(table.columns, verdict.column) or "总计", _label(table.rows, verdict.row)
    return Finding(
        table=part,
        id=verdict.id,
        column=column,
        row=row,
        scope=TABLE,
        equation=equation.printed_zh or equation.note,
        holds=verdict.holds,
        lhs=verdict.lhs,
        rhs=verdict.rhs,
        op=verdict.op,
        level=verdict.level,
    )


def _block_label(check_id: str) -> str:
    return next((label for label, block in _BLOCKS.items() if check_id == f"rl_{block}_total"), "")


def _label(lines: tuple[Line, ...], line_id: str | None) -> str:
    return next((line.label_zh for line in lines if line.id == line_id), "")


def _by_id(read: Read, table: Table, grid: Grid) -> Cells:
    rows, columns = _index(table.rows), _index(table.columns)
    cells: Cells = {}
    for label, figures in grid.items():
        row = _find(rows, label)
        if row is None:
            read.unread.append(label)
            continue
        if row in cells:
            raise BadInput("The table has the row {row} twice.", row=label)
        known = {_find(columns, column): value for column, value in figures.items()}
        read.unread.extend(column for column in figures if _find(columns, column) is None)
        cells[row] = {column: value for column, value in known.items() if column is not None}
    return cells


def _index(lines: tuple[Line, ...]) -> dict[str, str]:
    return {name: line.id for line in lines for name in (short_label(line.label_zh), plain_label(line.label_zh))}


def _find(index: Mapping[str, str], label: str) -> str | None:
    """Return the id of a label; 规范性文件 and 行政规范性文件 are one, though the forms changed the word."""
    name = plain_label(label)
    if name in index:
        return index[name]
    if short_label(label) in index:
        return index[short_label(label)]
    return next((own for known, own in index.items() if name.endswith("规范性文件") and known.endswith(name)), None)


def _proceedings(read: Read, grid: Grid) -> Cells:
    line: dict[str, Number | None] = {}
    for block, figures in grid.items():
        prefix = _BLOCKS.get(plain_label(block))
        for label, value in figures.items():
            suffix = _RESULTS.get(plain_label(label))
            if prefix and suffix:
                line[f"{prefix}_{suffix}"] = value
            else:
                read.unread.append(f"{block}/{label}")
    return {"cases": line}


def _block(table: Table, blocks: Mapping[str, Grid]) -> Grid:
    return next((grid for block, grid in blocks.items() if plain_label(block) == plain_label(table.title_zh)), {})
