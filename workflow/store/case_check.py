"""Holding cases against their entries: each case, its clock and its rows are made again and compared."""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import to_builtins
from sqlalchemy import Connection, select, text

from workflow.rules.duty import DEFAULT_POLICY
from workflow.rules.errors import CaseworkError
from workflow.rules.record.case import Calendars, Case, case_values
from workflow.rules.record.entry import START, Body, Entry, opened
from workflow.rules.record.intake import Opening
from workflow.rules.record.replay import KEYS, KINDS, Replay
from workflow.rules.record.schedule import duty_row, schedule
from workflow.store import models
from workflow.store.chains import between, linked, stored, told
from workflow.store.differences import Differs, Row, compare, compare_row, decoded, filled, names, rows
from workflow.store.outbox_check import SILENT, check_outbox
from workflow.store.rows import DUTIES, TABLES
from workflow.store.session import policy_in

CHUNK = 2000  # Cases that are held in memory at a time.
_CASES = models.Case.__table__
_AGENCIES = models.Agency.__table__
_APPLICANTS = models.Applicant.__table__
_PER_CASE = tuple(table for table in KEYS if table != "applicants")
_BODIES = {kind: msgspec.json.Decoder(body) for kind, body in KINDS.items()}

Span = tuple[UUID | None, UUID | None]
"""The cases whose ids lie in `(after, upto]`; an end that is None is open."""

Made = dict[str, list[Row]]
"""Rows that entries make, by table."""


@dataclass(slots=True)
class Tally:
    """What cases add up to: how many there are, and the numbers and imports that they name."""

    cases: int = 0
    events: int = 0
    applicants: int = 0
    imported: dict[UUID, int] = field(default_factory=dict)
    numbers: dict[tuple[UUID, str, int], set[int]] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        """Add up with the tally of other cases."""
        self.cases += other.cases
        self.events += other.events
        self.applicants += other.applicants
        for import_id, cases in other.imported.items():
            self.imported[import_id] = self.imported.get(import_id, 0) + cases
        for series, given in other.numbers.items():
            self.numbers.setdefault(series, set()).update(given)


def prepare(connection: Connection) -> None:
    """Let PostgreSQL walk along the keys: a chunk is a range of them, which it cannot know is small."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("set local plan_cache_mode = force_generic_plan"))


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nothing be looked for that refers to itself: nothing made of entries does, and to look took a twentieth."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class CaseCheck:
    """Goes through the cases of a span.

    Args:
        connection: To read with.
        calendars: Gives the calendar of a version.
        zones: Time zones of the agencies.
    """

    def __init__(self, connection: Connection, calendars: Calendars, zones: Mapping[UUID, ZoneInfo]) -> None:
        self.connection = connection
        self.calendars = calendars
        self.zones = zones
        self.tally = Tally()
        settings = connection.execute(select(_AGENCIES.c.id, _AGENCIES.c.settings))
        self.policies = {agency_id: policy_in(told) for agency_id, told in settings}

    def span(self, span: Span, progress: Callable[[int], None] = lambda _: None) -> Tally:
        """Check the cases of a span, a chunk at a time, in the order of their ids, and return what they add up to.

        The chunks leave no room between them, so that rows of a case that is not there are found.

        Raises:
            Differs: Something is not as the entries make it.
        """
        last, end = span
        more = True
        while more:
            query = select(_CASES).where(between(_CASES.c.id, last, end)).order_by(_CASES.c.id).limit(CHUNK)
            with uncollected():
                chunk = rows(self.connection, "cases", query)
                more = len(chunk) == CHUNK
                upto = chunk[-1][0] if more else end
                self._chunk(chunk, last, upto)
            last = upto
            self.tally.cases += len(chunk)
            progress(self.tally.cases)
        return self.tally

    def _chunk(self, chunk: Sequence[Row], after: UUID | None, upto: UUID | None) -> None:
        entries = stored(self.connection, after, upto)
        by_case = {case_id: list(group) for case_id, group in groupby(entries, key=itemgetter(0))}
        made: Made = defaultdict(list)
        for row in chunk:
            named = to_builtins(row[0])  # An id as text, in a fraction of the time.
            self._case(row, named, by_case.pop(named, []), made)
        for case_id in by_case:
            raise Differs(f"events of {case_id}", "a case", "none")
        for name in _PER_CASE:
            table = TABLES[name]
            query = select(table).where(table.c.case_id.is_not(None), between(table.c.case_id, after, upto))
            compare(name, KEYS[name], made[name], rows(self.connection, name, query.order_by(*table.primary_key)))
        mine = [TABLES[DUTIES].c[name] for name in names(DUTIES)]
        owed = select(*mine).where(between(TABLES[DUTIES].c.case_id, after, upto)).order_by(*mine[:3])
        compare(DUTIES, ("case_id", "duty", "ref"), made[DUTIES], rows(self.connection, DUTIES, owed))
        self.tally.applicants += len(made["applicants"])
        people = _sealed(self.connection, made["applicants"], after, upto)
        compare("applicants", KEYS["applicants"], made["applicants"], people)
        check_outbox(self.connection, after, upto, sum(entry[2] != SILENT for entry in entries))

    def _case(self, row: Row, named: str, entries: Sequence[Row], made: Made) -> None:
        """Make a case from its entries, compare its row, and add the other rows that the entries make."""
        where = f"case {row[_CASE_NO]}"
        replay, head, entry = self._replayed(where, row[0], named, entries)
        if replay is None or replay.case is None or entry is None:
            raise Differs(where, "entries", "none")
        self.tally.events += len(entries)
        try:
            replay.settle(entry)
        except CaseworkError as error:
            raise Differs(f"{where}, clock", "a clock that can be read", error) from None
        compare_row(where, "cases", filled("cases", case_values(replay.case, head)), row)
        self._count(replay.case, replay.rows)
        policy = self.policies.get(replay.case.agency_id, DEFAULT_POLICY)
        for owed in schedule(replay.case, self.calendars(replay.case.calendar), policy):
            made[DUTIES].append(filled(DUTIES, duty_row(replay.case, owed)))
        for (table, _), values in replay.rows.items():
            made[table].append(filled(table, values))

    def _replayed(
        self, where: str, case_id: UUID, named: str, entries: Sequence[Row]
    ) -> tuple[Replay | None, str, Entry | None]:
        """Follow the entries of a case and their chain; return the case, the head of the chain and the last entry."""
        replay, head, entry = None, START, None
        for number, (_, seq, kind, said, size, digest) in enumerate(entries, 1):
            if seq != number:
                raise Differs(f"{where}, entry {number}, seq", number, seq)
            if kind not in KINDS:
                raise Differs(f"{where}, entry {number}, kind", "a known kind", kind)
            made = linked(head, said)
            if made != digest:
                raise Differs(f"{where}, entry {number}, digest", made, digest)
            head = made
            body = decoded(where, said[len(said) - size :], _BODIES[kind])
            entry = Entry(seq, *opened(told(named, seq, kind, said)), "", "", body)
            replay = replay or self._begun(body)
            try:
                replay.add(case_id, entry)
            except CaseworkError as error:
                raise Differs(f"{where}, entry {number}", "an entry that can follow", error) from None
        return replay, head, entry

    def _begun(self, body: Body) -> Replay:
        """Return the replay of a case, in the time zone of the agency that its opening names."""
        zone = self.zones.get(body.agency_id) if isinstance(body, Opening) else None
        return Replay(self.calendars, lambda at: at.astimezone(zone or UTC).date())

    def _count(self, case: Case, made: Mapping[tuple[str, object], dict[str, object]]) -> None:
        """Note the numbers that the case and its letters took, and the import it came with."""
        tally = self.tally
        if case.import_id is not None:
            tally.imported[case.import_id] = tally.imported.get(case.import_id, 0) + 1
        if case.serial:
            tally.numbers.setdefault((case.agency_id, case.series, case.series_year), set()).add(case.serial)
        for (table, _), values in made.items():
            if table == "letters":
                series = (case.agency_id, str(values["series"]), int(str(values["year"])))
                tally.numbers.setdefault(series, set()).add(int(str(values["serial"])))


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
            if seal != row[place]:
                raise Differs(f"applicants {row[0]}, sealed", row[place], seal)
            found.append(tuple(row))
    return found
