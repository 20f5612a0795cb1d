"""Holding the record against itself: every chain, state, clock and row is made again from the entries and compared.

The first thing that differs is named: the table, the row and the column, what the entries make and what stands there.
"""

from collections.abc import Callable, Sequence
from datetime import UTC
from hashlib import sha256
from itertools import count, groupby
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, select, true

from workflow.rules.errors import CaseworkError
from workflow.rules.record.case import Case, case_values
from workflow.rules.record.entry import START, Body, Entry, digest
from workflow.rules.record.intake import Opening
from workflow.rules.record.journal import PAGE_KEYS, PAGES, page_digest
from workflow.rules.record.replay import KEYS, KINDS, Replay
from workflow.store import models
from workflow.store.differences import (
    Difference,
    Differs,
    Key,
    compare,
    compare_row,
    decoded,
    keyed,
    known,
    rows,
    same,
)
from workflow.store.outbox_check import outbox_differences
from workflow.store.rows import TABLES
from workflow.store.session import Store, zone_of

CHUNK = 1000  # Cases that are held in memory at a time.
_CASES = models.Case.__table__
_EVENTS = models.Event.__table__
_JOURNAL = models.JournalEntry.__table__
_AGENCIES = models.Agency.__table__
_APPLICANTS = models.Applicant.__table__
_SERIES = models.NumberSeries.__table__
_PER_CASE = tuple(table for table in KEYS if table != "applicants")

Numbers = dict[tuple[UUID, str, int], set[int]]


class Verified(NamedTuple):
    """What was gone through, and the first thing that differs, if anything does."""

    cases: int
    events: int
    difference: Difference | None


def verify(store: Store, progress: Callable[[int], None] = lambda _: None) -> Verified:
    """Go through the whole record, as it stands at one moment.

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
                raise Differs(where, expected, found)
    except Differs as differs:
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
        self.zones: dict[UUID, ZoneInfo] = {}

    def journal(self, connection: Connection) -> None:
        """Check the chain of the journal, and the rows that its entries make."""
        wanted: dict[Key, dict[str, object]] = {}
        before = START
        for number, row in enumerate(rows(connection, "journal", select(_JOURNAL).order_by(_JOURNAL.c.seq)), 1):
            where = f"journal {number}"
            same(where, "seq", number, row["seq"])
            known(where, row["kind"], PAGES)
            page = decoded(where, row["data"], PAGES[row["kind"]])
            made = page_digest(before, row["seq"], row["kind"], row["counts_on"], row["at"], row["by"], row["data"])
            same(where, "digest", made, row["digest"])
            before = row["digest"]
            for change in page.changes(row["seq"]):
                key = (change.table, tuple(change.values[name] for name in PAGE_KEYS[change.table]))
                wanted.setdefault(key, {}).update(change.values)
        for table in PAGE_KEYS:
            query = select(TABLES[table])
            if table == "proceedings":
                query = query.where(TABLES[table].c.case_id.is_(None))
            found = keyed(table, PAGE_KEYS[table], rows(connection, table, query))
            compare({key: values for key, values in wanted.items() if key[0] == table}, found)
        self.expected_imports = {key[1][0]: values["cases"] for key, values in wanted.items() if key[0] == "imports"}  # type: ignore[misc]  # the column is an integer
        for agency in rows(connection, "agencies", select(_AGENCIES.c.id, _AGENCIES.c.timezone)):
            self.zones[agency["id"]] = zone_of(agency["timezone"])

    def cases_of(self, connection: Connection, progress: Callable[[int], None]) -> None:
        """Check every case, a chunk at a time, in the order of their ids; the chunks leave no room between them."""
        last: UUID | None = None
        more = True
        while more:
            query = select(_CASES).where(_between(_CASES.c.id, last, None)).order_by(_CASES.c.id).limit(CHUNK)
            chunk = rows(connection, "cases", query)
            more = len(chunk) == CHUNK
            upto = chunk[-1]["id"] if more else None
            self._chunk(connection, chunk, last, upto)
            last = upto
            self.cases += len(chunk)
            progress(self.cases)
        self._applicants_of(connection)
        for import_id, cases in self.expected_imports.items():
            same(f"imports {import_id}", "cases", cases, self.imported.get(import_id, 0))

    def _chunk(
        self, connection: Connection, chunk: Sequence[RowMapping], after: UUID | None, upto: UUID | None
    ) -> None:
        query = select(_EVENTS).where(_between(_EVENTS.c.case_id, after, upto))
        events = rows(connection, "events", query.order_by(_EVENTS.c.case_id, _EVENTS.c.seq))
        by_case = {case_id: list(group) for case_id, group in groupby(events, key=lambda row: row["case_id"])}
        wanted: dict[Key, dict[str, object]] = {}
        for row in chunk:
            wanted |= self._case(row, by_case.pop(row["id"], []))
        for case_id in by_case:
            raise Differs(f"events of {case_id}", "a case", "none")
        found: dict[Key, RowMapping] = {}
        for name in _PER_CASE:
            table = TABLES[name]
            query = select(table).where(table.c.case_id.is_not(None), _between(table.c.case_id, after, upto))
            found |= keyed(name, KEYS[name], rows(connection, name, query))
        people = [key[1][0] for key in wanted if key[0] == "applicants"]
        self.applicants += len(people)
        found |= _sealed(connection, people)
        compare(wanted, found)

    def _case(self, row: RowMapping, events: Sequence[Any]) -> dict[Key, dict[str, object]]:
        """Make a case from its entries, compare its row, and return the other rows that the entries make."""
        where = f"case {row['case_no']}"
        replay, head, entry = self._replayed(where, row["id"], events)
        if replay is None or replay.case is None or entry is None:
            raise Differs(where, "entries", "none")
        self.events += len(events)
        try:
            replay.settle(entry)
        except CaseworkError as error:
            raise Differs(f"{where}, clock", "a clock that can be read", error) from None
        compare_row(where, case_values(replay.case, head), row)
        self._count(replay.case, replay.rows)
        return replay.rows

    def _replayed(self, where: str, case_id: UUID, events: Sequence[Any]) -> tuple[Replay | None, str, Entry | None]:
        """Follow the entries of a case and their chain; return the case, the head of the chain and the last entry."""
        replay, before, entry = None, START, None
        for number, event in enumerate(events, 1):
            place = f"{where}, entry {number}"
            same(place, "seq", number, event["seq"])
            known(place, event["kind"], KINDS)
            body = decoded(place, event["data"], KINDS[event["kind"]])
            entry = Entry(event["seq"], event["counts_on"], event["at"], event["by"], event["key"], event["ask"], body)
            same(place, "digest", digest(before, case_id, entry, event["data"]), event["digest"])
            before = event["digest"]
            replay = replay or self._begun(body)
            try:
                replay.add(case_id, entry)
            except CaseworkError as error:
                raise Differs(place, "an entry that can follow", error) from None
        return replay, before, entry

    def _begun(self, body: Body) -> Replay:
        """Return the replay of a case, in the time zone of the agency that its opening names."""
        zone = self.zones.get(body.agency_id) if isinstance(body, Opening) else None
        return Replay(self.store.calendars, lambda at: at.astimezone(zone or UTC).date())

    def _count(self, case: Case, made: dict[Key, dict[str, object]]) -> None:
        """Note the numbers that the case and its letters took, and the import it came with."""
        if case.import_id is not None:
            self.imported[case.import_id] = self.imported.get(case.import_id, 0) + 1
        if case.serial:
            self.numbers.setdefault((case.agency_id, case.series, case.series_year), set()).add(case.serial)
        for (table, _), values in made.items():
            if table == "letters":
                series = (case.agency_id, str(values["series"]), int(str(values["year"])))
                self.numbers.setdefault(series, set()).add(int(str(values["serial"])))

    def _applicants_of(self, connection: Connection) -> None:
        """Check that there is nobody whom no request named."""
        nobody = select(_APPLICANTS.c.id).outerjoin(_CASES, _CASES.c.applicant_id == _APPLICANTS.c.id)
        for row in rows(connection, "applicants", nobody.where(_CASES.c.id.is_(None)).limit(1)):
            raise Differs(f"applicants {row['id']}", "no such row", "a row that no entry made")
        kept = connection.execute(select(func.count()).select_from(_APPLICANTS)).scalar_one()
        same("applicants", "rows", self.applicants, kept)

    def numbers_of(self, connection: Connection) -> None:
        """Check that every number given out stands on record, without a gap."""
        for row in rows(connection, "number_series", select(_SERIES)):
            series, year, last = row["series"], row["year"], row["last"]
            given = self.numbers.pop((row["agency_id"], series, year), {0})
            if (len(given), max(given)) != (last, last):
                gap = next(number for number in count(1) if number not in given)
                raise Differs(f"number_series {series} {year}, number {gap}", f"1 to {last}", f"{len(given)} given")
        for (_, series, year), given in self.numbers.items():
            raise Differs(f"number_series {series} {year}", f"a row with last {max(given)}", "none")


def _between(column: ColumnElement[Any], after: UUID | None, upto: UUID | None) -> ColumnElement[bool]:
    bounds = [] if after is None else [column > after]
    return and_(true(), *bounds, *([] if upto is None else [column <= upto]))


def _sealed(connection: Connection, people: Sequence[object]) -> dict[Key, RowMapping]:
    """Return the rows of applicants; the seal of each must be that of its encrypted text."""
    found: dict[Key, RowMapping] = {}
    for start in range(0, len(people), CHUNK):
        part = people[start : start + CHUNK]
        for row in rows(connection, "applicants", select(_APPLICANTS).where(_APPLICANTS.c.id.in_(part))):
            seal = sha256(str(row["sealed"]).encode()).hexdigest() if row["sealed"] else ""
            same(f"applicants {row['id']}", "sealed", row["seal"], seal)
            found["applicants", (row["id"],)] = row
    return found
