"""Holding the record against itself: every chain, state, clock and row is made again from the entries and compared.

The first thing that differs is named: the table, the row and the column, what the entries make and what stands there.
"""

from collections.abc import Callable
from itertools import count
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, func, select

from workflow.rules.record.entry import START
from workflow.rules.record.journal import PAGE_KEYS, PAGES, page_digest
from workflow.store import models
from workflow.store.case_check import CaseCheck, Tally, prepare
from workflow.store.differences import Difference, Differs, Row, compare, decoded, filled, rows, same
from workflow.store.rows import TABLES
from workflow.store.session import Store, zone_of
from workflow.store.side_by_side import checked, spans

_CASES = models.Case.__table__
_JOURNAL = models.JournalEntry.__table__
_AGENCIES = models.Agency.__table__
_APPLICANTS = models.Applicant.__table__
_SERIES = models.NumberSeries.__table__
_PAGES = {kind: msgspec.json.Decoder(page) for kind, page in PAGES.items()}


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
            prepare(connection)
            run.journal(connection)
            run.cases_of(connection, progress)
            run.numbers_of(connection)
    except Differs as differs:
        return Verified(run.tally.cases, run.tally.events, differs.difference)
    return Verified(run.tally.cases, run.tally.events, None)


def verify_part(store: Store, after: UUID | None, cases: int) -> tuple[Verified, UUID | None]:
    """Go through the journal and the next part of the cases; return where the next part begins, None for the start.

    Numbers and imports are only held against the whole record.

    Args:
        store: The record.
        after: The case after which the part begins; None for the first.
        cases: How many.
    """
    run = _Run(store)
    with store.reading() as connection:
        prepare(connection)
        query = select(_CASES.c.id).order_by(_CASES.c.id).offset(cases - 1).limit(1)
        if after is not None:
            query = query.where(_CASES.c.id > after)
        upto: UUID | None = connection.execute(query).scalar_one_or_none()
        try:
            run.journal(connection)
            check = CaseCheck(connection, store.calendars, run.zones)
            check.tally = run.tally
            check.span((after, upto))
        except Differs as differs:
            return Verified(run.tally.cases, run.tally.events, differs.difference), upto
    return Verified(run.tally.cases, run.tally.events, None), upto


class _Run:
    """One pass over the record."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.tally = Tally()
        self.expected_imports: dict[UUID, int] = {}
        self.zones: dict[UUID, ZoneInfo] = {}

    def journal(self, connection: Connection) -> None:
        """Check the chain of the journal, and the rows that its entries make."""
        wanted: dict[str, dict[Row, dict[str, object]]] = {table: {} for table in PAGE_KEYS}
        before = START
        entries = rows(connection, "journal", select(_JOURNAL).order_by(_JOURNAL.c.seq))
        for number, (seq, kind, on, at, by, data, digest) in enumerate(entries, 1):
            where = f"journal {number}"
            same(where, "seq", number, seq)
            if kind not in PAGES:
                raise Differs(f"{where}, kind", "a known kind", kind)
            page = decoded(where, data, _PAGES[kind])
            same(where, "digest", page_digest(before, seq, kind, on, at, by, data), digest)
            before = digest
            for table, values, _ in page.changes(seq):
                key = tuple(values[name] for name in PAGE_KEYS[table])
                wanted[table].setdefault(key, {}).update(values)
        for table, keys in PAGE_KEYS.items():
            query = select(TABLES[table])
            if table == "proceedings":
                query = query.where(TABLES[table].c.case_id.is_(None))
            made = [filled(table, values) for values in wanted[table].values()]
            compare(table, keys, made, rows(connection, table, query))
        self.expected_imports = {key[0]: values["cases"] for key, values in wanted["imports"].items()}  # type: ignore[misc]  # the column is an integer
        for agency_id, zone in rows(connection, "agencies", select(_AGENCIES.c.id, _AGENCIES.c.timezone)):
            self.zones[agency_id] = zone_of(zone)

    def cases_of(self, connection: Connection, progress: Callable[[int], None]) -> None:
        """Check every case, in the order of their ids."""
        chosen = spans(connection)
        if len(chosen) == 1:
            check = CaseCheck(connection, self.store.calendars, self.zones)
            check.tally = self.tally
            check.span(chosen[0], progress)
        else:
            for tally, difference in checked(self.store, connection, self.zones, chosen):
                self.tally.add(tally)
                if difference is not None:
                    raise Differs(*difference)
                if tally.cases:  # The last span is empty where the one before ends with the last case.
                    progress(self.tally.cases)
        self._applicants_of(connection)
        for import_id, cases in self.expected_imports.items():
            same(f"imports {import_id}", "cases", cases, self.tally.imported.get(import_id, 0))

    def _applicants_of(self, connection: Connection) -> None:
        """Check that there is nobody whom no request named."""
        nobody = select(_APPLICANTS.c.id).outerjoin(_CASES, _CASES.c.applicant_id == _APPLICANTS.c.id)
        for (applicant_id,) in rows(connection, "applicants", nobody.where(_CASES.c.id.is_(None)).limit(1)):
            raise Differs(f"applicants {applicant_id}", "no such row", "a row that no entry made")
        kept = connection.execute(select(func.count()).select_from(_APPLICANTS)).scalar_one()
        same("applicants", "rows", self.tally.applicants, kept)

    def numbers_of(self, connection: Connection) -> None:
        """Check that every number given out stands on record, without a gap."""
        for agency_id, series, year, last in rows(connection, "number_series", select(_SERIES)):
            given = self.tally.numbers.pop((agency_id, series, year), {0})
            if (len(given), max(given)) != (last, last):
                gap = next(number for number in count(1) if number not in given)
                raise Differs(f"number_series {series} {year}, number {gap}", f"1 to {last}", f"{len(given)} given")
        for (_, series, year), given in self.tally.numbers.items():
            raise Differs(f"number_series {series} {year}", f"a row with last {max(given)}", "none")
