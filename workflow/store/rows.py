"""Rows on their way to the database: columns of each table, keys, and statements made once for each shape of write."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy import Column, Table

from workflow.rules.duty import Owed
from workflow.rules.record.case import Case
from workflow.rules.record.entry import Change, Entry
from workflow.rules.record.replay import KEYS
from workflow.rules.record.schedule import duty_row
from workflow.store import models

TABLES: dict[str, Table] = dict(models.Case.metadata.tables)


class Chained(NamedTuple):
    """An entry with its body as text and its digest."""

    entry: Entry
    data: str
    digest: str


class Owing(NamedTuple):
    """What a step changes in the schedule of its case.

    Args:
        puts: What came to be owed, or moved; all that is owed where another person has the case now.
        drops: Duty and reference of what is owed no more.
        on: The day of the step, from which what is new is reminded of.
    """

    puts: list[Owed]
    drops: list[tuple[str, str]]
    on: date

    def rows(self, case: Case) -> list[dict[str, object]]:
        """Return the rows of what came to be owed."""
        return [{**duty_row(case, one), "since": self.on, "fresh": True} for one in self.puts]


class Write(NamedTuple):
    """What one step writes for one case: the case, its new entries, and the rows they add or change.

    `expected` is the version that the case must still have; 0 adds the case.
    """

    case: Case
    expected: int
    values: dict[str, object]
    entries: list[Chained]
    changes: list[Change]
    outbox: list[dict[str, object]]
    owing: Owing


class Shape(NamedTuple):
    """Rows of one table that are written by the same statement."""

    table: str
    columns: tuple[str, ...]
    new: bool


@cache
def columns(table: str) -> tuple[Column[object], ...]:
    """Return the columns of a table in their order."""
    return tuple(TABLES[table].columns)


@cache
def changing() -> tuple[str, ...]:
    """Return the columns of a case that a step may change."""
    fixed = {"id", "agency_id", "case_no", "series", "series_year", "serial", "import_id"}
    return tuple(column.name for column in columns("cases") if column.name not in fixed)


def event_row(case: Case, chained: Chained) -> dict[str, object]:
    """Return the row of an entry."""
    entry = chained.entry
    return {
        "case_id": case.id,
        "seq": entry.seq,
        "kind": entry.body.kind,
        "counts_on": entry.on,
        "at": entry.at,
        "by": entry.by,
        "key": entry.key,
        "ask": entry.ask,
        "data": chained.data,
        "digest": chained.digest,
    }


def shaped(changes: Iterable[Change]) -> dict[Shape, list[dict[str, object]]]:
    """Group changes by the statement that writes them, in the order in which the shapes first appear."""
    groups: dict[Shape, list[dict[str, object]]] = {}
    for change in changes:
        shape = Shape(change.table, tuple(change.values), change.new)
        groups.setdefault(shape, []).append(change.values)
    return groups


def settable(shape: Shape) -> tuple[str, ...]:
    """Return the columns that a change sets: all but the key and the case."""
    keys = {*KEYS[shape.table], "case_id"}
    return tuple(name for name in shape.columns if name not in keys)


DUTIES = "duties"
PUT_DUTIES = """on conflict (case_id, duty, ref) do update set
due_on = excluded.due_on, who = excluded.who, provisional = excluded.provisional, assignee_id = excluded.assignee_id,
since = case when t.due_on = excluded.due_on then t.since else excluded.since end,
fresh = t.fresh or t.due_on <> excluded.due_on"""
"""How a duty that is there already is written again: who reminds of it begins anew only where its day moved."""
