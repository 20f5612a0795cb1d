"""A large record is verified by several processes, each over spans of cases, all seeing the same moment.

Making a case again is the work of a processor, and one process has one.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from itertools import pairwise
from multiprocessing import current_process, get_context
from os import cpu_count
from pathlib import Path
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select, text

from workflow.rules.notices import Notice
from workflow.store import models
from workflow.store.case_check import CaseCheck, Span, Tally, prepare
from workflow.store.differences import Difference, Differs
from workflow.store.files import FileStore
from workflow.store.session import Store

SPAN = 2000  # Cases of a span.
LARGE = 8000  # Cases from which several processes are sooner done than one, which need not start them.
MOST = 4  # Processes.
_CASES = models.Case.__table__

Result = tuple[Tally, Difference | None]


class Moment(NamedTuple):
    """What a process needs to see the record as the one that started it."""

    url: str
    shipped: tuple[Notice, ...]
    folder: Path
    snapshot: str
    zones: Mapping[UUID, ZoneInfo]


def _processes() -> int:
    """Return how many processes share the work; a daemon, such as a worker of a pool, may start none."""
    return 1 if current_process().daemon else min(MOST, cpu_count() or 1)


def spans(connection: Connection) -> list[Span]:
    """Return the spans in which the record is gone through: one, or several where processes may share them."""
    if connection.dialect.name != "postgresql" or _processes() == 1:
        return [(None, None)]
    number = func.row_number().over(order_by=_CASES.c.id)
    numbered = select(_CASES.c.id, number.label("number")).subquery()
    ends = list(
        connection.scalars(select(numbered.c.id).where(numbered.c.number % SPAN == 0).order_by(numbered.c.number))
    )
    return list(pairwise([None, *ends, None])) if len(ends) * SPAN >= LARGE else [(None, None)]


def checked(
    store: Store, connection: Connection, zones: Mapping[UUID, ZoneInfo], chosen: list[Span]
) -> Iterator[Result]:
    """Yield what the cases of each span add up to and what differs there, in the order of the spans."""
    snapshot = str(connection.scalar(select(func.pg_export_snapshot())))
    moment = Moment(
        store.url.render_as_string(hide_password=False), store.calendars.shipped, store.files.root, snapshot, zones
    )
    with ProcessPoolExecutor(_processes(), get_context("spawn"), _enter, (moment,)) as pool:
        try:
            yield from pool.map(_check, chosen)
        finally:
            pool.shutdown(cancel_futures=True)


class _Entered:
    """The record as a process of the pool has it open, from its start to its end."""

    stack = ExitStack()
    store: Store
    connection: Connection
    zones: Mapping[UUID, ZoneInfo]


def _enter(moment: Moment) -> None:
    """Open the record as it stood for the process that started this one."""
    _Entered.store = Store(moment.url, moment.shipped, FileStore(moment.folder))
    _Entered.connection = _Entered.stack.enter_context(_Entered.store.reading())
    _Entered.connection.execute(text(f"set transaction snapshot '{moment.snapshot}'"))
    _Entered.zones = moment.zones
    prepare(_Entered.connection)


def _check(span: Span) -> Result:
    check = CaseCheck(_Entered.connection, _Entered.store.calendars, _Entered.zones)
    try:
        return check.span(span), None
    except Differs as differs:
        return check.tally, differs.difference
