"""What a test of a published report found: one equation, and whether it holds."""

from dataclasses import dataclass

from workflow.rules.equations import Number

TABLE, TEXT, TEXT_TABLE = "table", "text", "text-table"
"""Inside a table; between figures of the text; the text against a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One equation of a published report.

    Args:
        table: Part of the report it was tested in: `t1`, `t3`, `narrative_figures` …
        id: Of the equation of the form, or of the kind of equation between figures.
        column: Column, or the figure the equation is about.
        row: Row, where the equation runs over columns.
        scope: `table`, `text` or `text-table`.
        equation: In words, Chinese.
        level: `error`, `warning` or `info` (plausibility only).
        remark: What was assumed.

    """

    table: str
    id: str
    column: str
    scope: str
    equation: str
    holds: bool
    lhs: Number
    rhs: Number
    op: str = "="
    row: str = ""
    level: str = "error"
    remark: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return it as `check-report` prints it."""
        shown: dict[str, object] = {"table": self.table, "id": self.id, "column": self.column}
        if self.row:
            shown["row"] = self.row
        shown |= {"scope": self.scope, "equation": self.equation, "op": self.op, "holds": self.holds}
        shown |= {"lhs": self.lhs, "rhs": self.rhs}
        if self.remark:
            shown["remark"] = self.remark
        return shown
