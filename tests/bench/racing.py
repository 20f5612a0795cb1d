"""Rounds in which everything compared runs once, in rotating order, and the tables that come out."""

import gc
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table as Grid


class Size(NamedTuple):
    """How much is measured: rounds, seconds of each turn of a client, and a tenth of the rows when quick."""

    rounds: int
    seconds: float
    quick: bool

    def rows(self, full: int) -> int:
        """Return how many rows to lay out where the full measurement has `full`."""
        return full // 10 if self.quick else full


class Bar(NamedTuple):
    """What a measured value is held against."""

    what: str
    value: float
    bar: float
    at_least: bool = True

    @property
    def holds(self) -> bool:
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    def as_dict(self) -> dict[str, object]:
        """Return the bar as a line of the JSON file."""
        sign = ">=" if self.at_least else "<="
        return {"what": self.what, "value": self.value, "bar": f"{sign} {self.bar:g}", "holds": self.holds}


@dataclass(frozen=True, slots=True)
class Table:
    """Figures measured side by side, one line for each contender, and the bars they are held against."""

    title: str
    rows: Mapping[str, Mapping[str, object]]
    bars: list[Bar] = field(default_factory=list)
    note: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return the table as a line of the JSON file."""
        rows = {name: dict(row) for name, row in self.rows.items()}
        return {"title": self.title, "rows": rows, "bars": [bar.as_dict() for bar in self.bars], "note": self.note}


Times = dict[str, list[float]]
"""Seconds an operation took, by contender and round."""


def race(contenders: Mapping[str, Callable[[], float]], rounds: int) -> Times:
    """Run every contender once a round; each returns the seconds that one operation took. One round warms up."""
    names = list(contenders)
    times: Times = {name: [] for name in names}
    for turn in range(rounds + 1):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            gc.collect()
            seconds = contenders[name]()
            if turn:
                times[name].append(seconds)
    return times


def timed(work: Callable[[], Any], operations: int = 1) -> Callable[[], float]:
    """Return a contender that does `work`, which is so many operations."""

    def run() -> float:
        start = perf_counter()
        work()
        return (perf_counter() - start) / operations

    return run


def times_as_fast(times: Times, name: str, than: str) -> float:
    """Return how many times as fast `name` is, the median of the rounds."""
    return round(statistics.median(b / a for a, b in zip(times[name], times[than], strict=True)), 3)


def median(times: Times, name: str) -> float:
    """Return the median of the rounds, in seconds."""
    return statistics.median(times[name])


def show(console: Console, table: Table) -> None:
    """Print a table and its bars."""
    if table.rows:
        _show_rows(console, table)
    else:
        console.print(table.title)
    if table.bars:
        bars = Grid("", "measured", "bar", "holds")
        for bar in table.bars:
            line = bar.as_dict()
            bars.add_row(bar.what, _shown(bar.value), str(line["bar"]), "yes" if bar.holds else "NO")
        console.print(bars)


def _show_rows(console: Console, table: Table) -> None:
    columns = list(dict.fromkeys(column for row in table.rows.values() for column in row))
    grid = Grid("", *columns, title=table.title, title_justify="left", caption=table.note, caption_justify="left")
    for name, row in table.rows.items():
        grid.add_row(name, *(_shown(row.get(column, "")) for column in columns))
    console.print(grid)


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
