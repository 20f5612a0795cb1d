"""Holding the record against itself: every chain, state, clock and row is made again from the entries and compared.

The first thing that differs is named: the table, the row and the column, what the entries make and what stands there.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, RowMapping, func, select

from workflow.rules.errors import CaseworkError
from workflow.rules.record.case import Case, case_values
from workflow.rules.record.entry import START, Entry, digest
from workflow.rules.record.journal import PAGE_KEYS, PAGES, page_digest
from workflow.rules.record.replay import KEYS, KINDS, Replay
from workflow.store import models
from workflow.store.outbox_check import outbox_differences
from workflow.store.rows import TABLES
from workflow.store.session import Store, zone_of

CHUNK = 1000  # Cases that are held in memory at a time.
_CASES = models.Case.__table__
_EVENTS = models.Event.__table__
_JOURNAL = models.JournalEntry.__table__
_AGENCIES = models.Agency.__table__
_SERIES = models.NumberSeries.__table__
_PER_CASE = tuple(table for table in KEYS if table != "applicants")

Key = tuple[str, tuple[object, ...]]
Numbers = dict[tuple[UUID, str, int], set[int]]


class Difference(NamedTuple):
    """One thing that is not as the entries make it."""

    where: str
    expected: str
    found: str


class Verified(NamedTuple):
    """What was gone through, and the first thing that differs, if anything does."""

    cases: int
    events: int
    difference: Difference | None


class _Differs(Exception):
    def __init__(self, where: str, expected: object, found: object) -> None:
        super().__init__(where)
        self.difference = Difference(where, str(expected), str(found))


def verify(store: Store, progress: Callable[[int], None] = lambda _: None) -> Verified:
    """Go through the whole record.

    Args:
        store: The record.
        progress: Is told the number of cases done.
    """
    run = _Run(store)
    try:
        with store.reading() as connection:
            run.journal(connection)
            run.cases_of(connection, progress)
            run.numbers_of(connection)
            for where, expected, found in outbox_differences(connection):
                raise _Differs(where, expected, found)
    except _Differs as differs:
        return Verified(run.cases, run.events, differs.difference)
    return Verified(run.cases, run.events, None)


class _Run:
    """One pass over the record."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.cases = 0
        self.events = 0
        self.imported: dict[object, int] = {}
        self.expected_imports: dict[object, int] = {}
        self.applicants = 0
        self.numbers: Numbers = {}
        self.zones: dict[UUID, Callable[[datetime], date]] = {}

    def journal(self, connection: Connection) -> None:
        """Check the chain of the journal, and the rows that its entries make."""
        rows: dict[Key, dict[str, object]] = {}
        before = START
        for number, row in enumerate(connection.execute(select(_JOURNAL).order_by(_JOURNAL.c.seq)), 1):
            _same(f"journal {number}", "seq", number, row.seq)
            _known(f"journal {number}", row.kind, PAGES)
            made = page_digest(before, row.seq, row.kind, row.counts_on, row.at, row.by, row.data)
            _same(f"journal {number}", "digest", made, row.digest)
            before = row.digest
            for change in msgspec.json.decode(row.data, type=PAGES[row.kind]).changes(row.seq):
                key = (change.table, tuple(change.values[name] for name in PAGE_KEYS[change.table]))
                rows.setdefault(key, {}).update(change.values)
        for table in PAGE_KEYS:
            query = select(TABLES[table])
            if table == "proceedings":
                query = query.where(TABLES[table].c.case_id.is_(None))
            wanted = {key: values for key, values in rows.items() if key[0] == table}
            _compare(wanted, _keyed(table, PAGE_KEYS[table], connection.execute(query).mappings()))
        self.expected_imports = {key[1][0]: values["cases"] for key, values in rows.items() if key[0] == "imports"}  # type: ignore[misc]  # the column is an integer
        for agency in connection.execute(select(_AGENCIES.c.id, _AGENCIES.c.timezone)):
            zone = zone_of(agency.timezone)
            self.zones[agency.id] = lambda at, zone=zone: at.astimezone(zone).date()  # type: ignore[misc]  # bound early

    def cases_of(self, connection: Connection, progress: Callable[[int], None]) -> None:
        """Check every case, a chunk at a time, in the order of their ids."""
        last: UUID | None = None
        while True:
            query = select(_CASES).order_by(_CASES.c.id).limit(CHUNK)
            chunk = connection.execute(query if last is None else query.where(_CASES.c.id > last)).mappings().all()
            if not chunk:
                break
            last = chunk[-1]["id"]
            self._chunk(connection, chunk)
            self.cases += len(chunk)
            progress(self.cases)
        applicants = connection.execute(select(func.count()).select_from(TABLES["applicants"])).scalar_one()
        _same("applicants", "rows", self.applicants, applicants)
        for import_id, cases in self.expected_imports.items():
            _same(f"imports {import_id}", "cases", cases, self.imported.get(import_id, 0))

    def _chunk(self, connection: Connection, chunk: Sequence[RowMapping]) -> None:
        ids = [row["id"] for row in chunk]
        between = _EVENTS.c.case_id.between(ids[0], ids[-1])
        events = connection.execute(select(_EVENTS).where(between).order_by(_EVENTS.c.case_id, _EVENTS.c.seq))
        by_case = {case_id: list(group) for case_id, group in groupby(events, key=lambda row: row.case_id)}
        wanted: dict[Key, dict[str, object]] = {}
        for row in chunk:
            wanted |= self._case(row, by_case.get(row["id"], []))
        found: dict[Key, RowMapping] = {}
        for name in _PER_CASE:
            table = TABLES[name]
            query = select(table).where(table.c.case_id.between(ids[0], ids[-1]))
            found |= _keyed(name, KEYS[name], connection.execute(query).mappings())
        people = [key[1][0] for key in wanted if key[0] == "applicants"]
        self.applicants += len(people)
        found |= _applicants(connection, people)
        _compare(wanted, found)

    def _case(self, row: RowMapping, events: Sequence[Any]) -> dict[Key, dict[str, object]]:
        """Make a case from its entries, compare its row, and return the other rows that the entries make."""
        where = f"case {row['case_no']}"
        replay, before, entry = Replay(self.store.calendars, self.zones[row["agency_id"]]), START, None
        for number, event in enumerate(events, 1):
            _same(f"{where}, entry {number}", "seq", number, event.seq)
            _known(f"{where}, entry {number}", event.kind, KINDS)
            body = msgspec.json.decode(event.data, type=KINDS[event.kind])
            entry = Entry(event.seq, event.counts_on, event.at, event.by, event.key, event.ask, body)
            _same(f"{where}, entry {number}", "digest", digest(before, row["id"], entry, event.data), event.digest)
            before = event.digest
            try:
                replay.add(row["id"], entry)
            except CaseworkError as error:
                raise _Differs(f"{where}, entry {number}", "an entry that can follow", error) from None
        if replay.case is None or entry is None:
            raise _Differs(where, "entries", "none")
        self.events += len(events)
        try:
            replay.settle(entry)
        except CaseworkError as error:
            raise _Differs(f"{where}, clock", "a clock that can be read", error) from None
        _row(where, case_values(replay.case, before), row)
        self._count(replay.case, replay.rows)
        return replay.rows

    def _count(self, case: Case, rows: dict[Key, dict[str, object]]) -> None:
        """Note the numbers that the case and its letters took, and the import it came with."""
        if case.import_id is not None:
            self.imported[case.import_id] = self.imported.get(case.import_id, 0) + 1
        if case.serial:
            self.numbers.setdefault((case.agency_id, case.series, case.series_year), set()).add(case.serial)
        for (table, _), values in rows.items():
            if table == "letters":
                series = (case.agency_id, str(values["series"]), int(str(values["year"])))
                self.numbers.setdefault(series, set()).add(int(str(values["serial"])))

    def numbers_of(self, connection: Connection) -> None:
        """Check that every number given out stands on record, without a gap."""
        for row in connection.execute(select(_SERIES)):
            given = self.numbers.pop((row.agency_id, row.series, row.year), set())
            missing = sorted(set(range(1, row.last + 1)) ^ given)
            if missing:
                raise _Differs(
                    f"number {row.series} {row.year}/{missing[0]}", f"1 to {row.last}", f"{len(given)} given"
                )
        for (_, series, year), given in self.numbers.items():
            raise _Differs(f"number_series {series} {year}", f"a row with last {max(given)}", "none")


def _known(where: str, kind: str, kinds: Iterable[str]) -> None:
    if kind not in kinds:
        raise _Differs(f"{where}, kind", "a known kind", kind)


def _keyed(name: str, keys: tuple[str, ...], rows: Iterable[RowMapping]) -> dict[Key, RowMapping]:
    return {(name, tuple(row[key] for key in keys)): row for row in rows}


def _applicants(connection: Connection, people: Sequence[object]) -> dict[Key, RowMapping]:
    """Return the rows of applicants; the seal of each must be that of its encrypted text."""
    table = TABLES["applicants"]
    found: dict[Key, RowMapping] = {}
    for start in range(0, len(people), CHUNK):
        part = people[start : start + CHUNK]
        for row in connection.execute(select(table).where(table.c.id.in_(part))).mappings():
            seal = sha256(row["sealed"].encode()).hexdigest() if row["sealed"] else ""
            _same(f"applicants {row['id']}", "sealed", row["seal"], seal)
            found["applicants", (row["id"],)] = row
    return found


def _compare(wanted: dict[Key, dict[str, object]], found: dict[Key, RowMapping]) -> None:
    for key, values in wanted.items():
        row = found.pop(key, None)
        if row is None:
            raise _Differs(_place(key), "a row", "none")
        _row(_place(key), values, row)
    for key in found:
        raise _Differs(_place(key), "no such row", "a row that no entry made")


def _row(where: str, values: dict[str, object], row: RowMapping) -> None:
    for name, value in row.items():
        if name != "sealed":
            _same(where, name, values.get(name), value)


def _same(where: str, column: str, expected: object, found: object) -> None:
    if expected != found:
        raise _Differs(f"{where}, {column}", expected, found)


def _place(key: Key) -> str:
    return f"{key[0]} {' '.join(str(part) for part in key[1])}"
