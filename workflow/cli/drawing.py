"""Tables and progress drawn on a terminal; imported only there, because rich takes longer than most commands."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text


def draw_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draw rows under a header."""
    drawing = Table(*header, box=SIMPLE_HEAD)
    for row in rows:
        drawing.add_row(*(Text(cell) for cell in row))
    Console().print(drawing)


@contextmanager
def draw_progress(title: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Draw a bar on standard error; gives the function that is told how far the work is."""
    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.update(task, completed=done)
