"""How the demonstration is printed: timelines, statutory tables and what was made."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from workflow.cli.demonstration.player import Line, Player
from workflow.cli.screen import titles
from workflow.files.forms import form
from workflow.rules.forms import Table as FormTable

Translate = Callable[[str], str]


def timeline(console: Console, say: Translate, number: int, play: Player) -> None:
    """Print one request: every step with the day it counts, who took it, and the due day after it."""
    case = play.now
    outcome = case.outcome.label if case.outcome is not None else "—"
    console.print(f"\n[bold]{number}. {case.case_no}[/bold]  {play.title}  →  {outcome}", highlight=False)
    table = Table(box=box.SIMPLE, pad_edge=False)
    for header in titles(say, "Day", "Step", "Who", "State", "Clock", "Due day"):
        table.add_column(header, no_wrap=True)
    for line in play.lines:
        table.add_row(*_cells(line, say))
    console.print(table)


def _cells(line: Line, say: Translate) -> Iterable[str]:
    due = "—" if line.due_on is None else str(line.due_on)
    mark = f" ({say('provisional')})" if line.provisional else ""
    return str(line.on), say(line.step), line.who, say(line.state), say(line.clock), due + mark


def statutory(console: Console, say: Translate, result: dict[str, Any]) -> None:
    """Print the request table and the proceedings as the form prints them, and the equations."""
    own = form(str(result["format"]))
    for table_id in ("applications", "review_litigation"):
        if table_id in result["tables"]:
            console.print(_statutory(own.table(table_id), result["tables"][table_id]))
    checks = result["checks"]
    kept = sum(check["holds"] for check in checks)
    console.print(say("Equations: {kept} of {all} hold.").format(kept=kept, all=len(checks)))
    for check in checks:
        if not check["holds"]:
            console.print(f"  ✗ {check['id']} {check.get('column', '')}: {check['lhs']} {check['op']} {check['rhs']}")


def _statutory(table: FormTable, cells: dict[str, dict[str, Any]]) -> Table:
    shown = Table(title=table.title_zh, box=box.SIMPLE_HEAD, pad_edge=False)
    if len(table.rows) == 1:
        shown.add_column("", min_width=28)
        shown.add_column("", justify="right", min_width=8)
        for column in table.columns:
            shown.add_row(f"{_group(table, column.parent)}{column.label_zh}", str(cells[table.rows[0].id][column.id]))
        return shown
    shown.add_column("", overflow="fold", max_width=44)
    for column in table.columns:
        shown.add_column(column.label_zh, justify="right", no_wrap=True)
    headings = {group.id: group.label_zh for group in table.groups}
    for name in table.print_order:
        figures = [str(cells[name][column.id]) for column in table.columns] if name in cells else []
        row = table.row(name)
        shown.add_row(headings[name] if row is None else f"  {row.label_zh}", *figures)
    return shown


def _group(table: FormTable, parent: str | None) -> str:
    names = [group.label_zh for group in table.column_groups if group.id == parent]
    return f"{names[0]} · " if names else ""


def made(console: Console, say: Translate, rows: Sequence[tuple[str, str]]) -> None:
    """Print what was made and where."""
    table = Table(title=say("What was made"), box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(say("What"))
    table.add_column(say("Where"), overflow="fold")
    for what, where in rows:
        table.add_row(what, where)
    console.print(table)
