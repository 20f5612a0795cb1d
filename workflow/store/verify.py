"""Holding the record against itself: every chain, state, clock and row is made again from the entries and compared.

The first thing that differs is named: the table, the row and the column, what the entries make and what stands there.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC
from hashlib import sha256
from itertools import count, groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, func, select

from workflow.rules.errors import CaseworkError
from workflow.rules.record.case import Case, case_values
from workflow.rules.record.entry import START, Body, Entry, chained, opened
from workflow.rules.record.intake import Opening
from workflow.rules.record.journal import PAGE_KEYS, PAGES, page_digest
from workflow.rules.record.replay import KEYS, KINDS, Replay
from workflow.store import models
from workflow.store.chains import between, stored
from workflow.store.differences import (
    Difference,
    Differs,
    Row,
    compare,
    compare_row,
    decoded,
    filled,
    names,
    rows,
    same,
)
from workflow.store.outbox_check import SILENT, check_outbox
from workflow.store.rows import TABLES
from workflow.store.session import Store, zone_of

CHUNK = 2000  # Cases that are held in memory at a time.
_CASES = models.Case.__table__
_JOURNAL = models.JournalEntry.__table__
_AGENCIES = models.Agency.__table__
_APPLICANTS = models.Applicant.__table__
_SERIES = models.NumberSeries.__table__
_PER_CASE = tuple(table for table in KEYS if table != "applicants")
_BODIES = {kind: msgspec.json.Decoder(body) for kind, body in KINDS.items()}
_PAGES = {kind: msgspec.json.Decoder(page) for kind, page in PAGES.items()}

Numbers = dict[tuple[UUID, str, int], set[int]]
Made = dict[str, list[Row]]
"""Rows that entries make, by table."""


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
        """Check every case, a chunk at a time, in the order of their ids; the chunks leave no room between them."""
        last: UUID | None = None
        more = True
        while more:
            query = select(_CASES).where(between(_CASES.c.id, last, None)).order_by(_CASES.c.id).limit(CHUNK)
            chunk = rows(connection, "cases", query)
            more = len(chunk) == CHUNK
            upto = chunk[-1][0] if more else None
            self._chunk(connection, chunk, last, upto)
            last = upto
            self.cases += len(chunk)
            progress(self.cases)
        self._applicants_of(connection)
        for import_id, cases in self.expected_imports.items():
            same(f"imports {import_id}", "cases", cases, self.imported.get(import_id, 0))

    def _chunk(self, connection: Connection, chunk: Sequence[Row], after: UUID | None, upto: UUID | None) -> None:
        entries = stored(connection, after, upto)
        by_case = {case_id: list(group) for case_id, group in groupby(entries, key=itemgetter(0))}
        made: Made = defaultdict(list)
        for row in chunk:
            self._case(row, by_case.pop(str(row[0]), []), made)
        for case_id in by_case:
            raise Differs(f"events of {case_id}", "a case", "none")
        for name in _PER_CASE:
            table = TABLES[name]
            query = select(table).where(table.c.case_id.is_not(None), between(table.c.case_id, after, upto))
            compare(name, KEYS[name], made[name], rows(connection, name, query.order_by(*table.primary_key)))
        self.applicants += len(made["applicants"])
        people = _sealed(connection, made["applicants"], after, upto)
        compare("applicants", KEYS["applicants"], made["applicants"], people)
        check_outbox(connection, after, upto, sum(entry[2] != SILENT for entry in entries))

    def _case(self, row: Row, entries: Sequence[Row], made: Made) -> None:
        """Make a case from its entries, compare its row, and add the other rows that the entries make."""
        where = f"case {row[_CASE_NO]}"
        replay, head, entry = self._replayed(where, row[0], entries)
        if replay is None or replay.case is None or entry is None:
            raise Differs(where, "entries", "none")
        self.events += len(entries)
        try:
            replay.settle(entry)
        except CaseworkError as error:
            raise Differs(f"{where}, clock", "a clock that can be read", error) from None
        compare_row(where, "cases", filled("cases", case_values(replay.case, head)), row)
        self._count(replay.case, replay.rows)
        for (table, _), values in replay.rows.items():
            made[table].append(filled(table, values))

    def _replayed(self, where: str, case_id: UUID, entries: Sequence[Row]) -> tuple[Replay | None, str, Entry | None]:
        """Follow the entries of a case and their chain; return the case, the head of the chain and the last entry."""
        replay, head, entry, named = None, START, None, str(case_id)
        for number, (_, seq, kind, told, data, digest) in enumerate(entries, 1):
            if seq != number:
                raise Differs(f"{where}, entry {number}, seq", number, seq)
            if kind not in KINDS:
                raise Differs(f"{where}, entry {number}, kind", "a known kind", kind)
            made = chained(head, named, seq, kind, f"{told}|{data}")
            if made != digest:
                raise Differs(f"{where}, entry {number}, digest", made, digest)
            head = made
            body = decoded(where, data, _BODIES[kind])
            entry = Entry(seq, *opened(told), "", "", body)
            replay = replay or self._begun(body)
            try:
                replay.add(case_id, entry)
            except CaseworkError as error:
                raise Differs(f"{where}, entry {number}", "an entry that can follow", error) from None
        return replay, head, entry

    def _begun(self, body: Body) -> Replay:
        """Return the replay of a case, in the time zone of the agency that its opening names."""
        zone = self.zones.get(body.agency_id) if isinstance(body, Opening) else None
        return Replay(self.store.calendars, lambda at: at.astimezone(zone or UTC).date())

    def _count(self, case: Case, made: dict[tuple[str, Row], dict[str, object]]) -> None:
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
        for (applicant_id,) in rows(connection, "applicants", nobody.where(_CASES.c.id.is_(None)).limit(1)):
            raise Differs(f"applicants {applicant_id}", "no such row", "a row that no entry made")
        kept = connection.execute(select(func.count()).select_from(_APPLICANTS)).scalar_one()
        same("applicants", "rows", self.applicants, kept)

    def numbers_of(self, connection: Connection) -> None:
        """Check that every number given out stands on record, without a gap."""
        for agency_id, series, year, last in rows(connection, "number_series", select(_SERIES)):
            given = self.numbers.pop((agency_id, series, year), {0})
            if (len(given), max(given)) != (last, last):
                gap = next(number for number in count(1) if number not in given)
                raise Differs(f"number_series {series} {year}, number {gap}", f"1 to {last}", f"{len(given)} given")
        for (_, series, year), given in self.numbers.items():
            raise Differs(f"number_series {series} {year}", f"a row with last {max(given)}", "none")


_CASE_NO = names("cases").index("case_no")


def _sealed(connection: Connection, people: Sequence[Row], after: UUID | None, upto: UUID | None) -> list[Row]:
    """Return the rows of applicants whom the cases in `(after, upto]` brought; the seal of each must be right."""
    columns: list[Any] = [_APPLICANTS.c[name] for name in names("applicants")]
    place = names("applicants").index("seal")
    brought = {row[0] for row in people}
    asked = select(_CASES.c.applicant_id).where(between(_CASES.c.id, after, upto))
    query = select(*columns, _APPLICANTS.c.sealed).where(_APPLICANTS.c.id.in_(asked))
    found: list[Row] = []
    for *row, sealed in rows(connection, "applicants", query):
        if row[0] in brought:
            seal = sha256(str(sealed).encode()).hexdigest() if sealed else ""
            same(f"applicants {row[0]}", "sealed", row[place], seal)
            found.append(tuple(row))
    return found
