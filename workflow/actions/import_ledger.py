"""Bring in a ledger (台账): history of requests handled elsewhere, all rows or none, each once.

The file is read as a stream and written chunk by chunk in one transaction, so memory stays flat whatever its length.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from workflow.actions.agencies import Stamp
from workflow.actions.recording import checked
from workflow.actions.scheduling import owed_in, rescheduled
from workflow.files.bad_rows import RowError
from workflow.files.cells import shortened
from workflow.files.labels import halfwidth
from workflow.files.ledger_columns import FIELDS
from workflow.files.ledger_row import LedgerRow
from workflow.files.proceedings import ProceedingRow
from workflow.files.sheet_reading import Field
from workflow.rules.calendar import Calendar
from workflow.rules.clock import ClockRefused
from workflow.rules.errors import BadInput, CaseworkError, NotYours
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import case_values
from workflow.rules.record.entry import START, Entry, digest
from workflow.rules.record.intake import Imported
from workflow.rules.record.journal import LedgerImported
from workflow.rules.record.ledger_view import EXTENDED, FINISHED, ON_TIME, finished, ledger_view
from workflow.rules.record.replay import follow
from workflow.rules.record.schedule import policy_of
from workflow.rules.states import Role
from workflow.store import journal, people
from workflow.store.importing import Kept, add_all, chunks, on_record
from workflow.store.people import AgencyRow, roles_of
from workflow.store.rows import Chained, Write
from workflow.store.session import Unit, local_day, zone_of

CHUNK = 2000
MOST_ERRORS = 10_000  # Further errors are counted, not kept.
_MAY = frozenset({Role.INTAKE, Role.CASEWORKER, Role.STATISTICIAN, Role.ADMIN})


class Source(NamedTuple):
    """Where rows come from: the name of the file and its SHA-256."""

    name: str
    sha256: str


@dataclass(slots=True)
class Outcomes:
    """What an import did, or why it did nothing."""

    added: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    refused: int = 0
    fields: Sequence[Field] = FIELDS

    def refuse(self, error: RowError) -> None:
        """Note a fault of a row; its cells go by the usual headers, so that all bad rows fit into one file."""
        self.refused += 1
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(replace(error, cells=self._titled(error.cells)))

    def _titled(self, cells: Mapping[str, str]) -> dict[str, str]:
        usual = {name: field.zh[0] for field in self.fields for name in (field.name, *field.zh)}
        return {usual.get(halfwidth(title).casefold().strip("*"), title): text for title, text in cells.items()}


def import_ledger(
    unit: Unit,
    agency: AgencyRow,
    stamp: Stamp,
    rows: Iterable[LedgerRow | RowError],
    source: Source,
    *,
    skip_bad: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Outcomes:
    """Add the cases of a ledger; a row that is on record already changes nothing, one that differs is an error.

    Args:
        unit: The unit of work; it is rolled back when rows are bad and `skip_bad` is not set.
        agency: Whose ledger it is.
        stamp: Who imports, on which day.
        rows: As read from the file.
        source: The file.
        skip_bad: Take the good rows although others are bad.
        progress: Is told how many rows were gone through.

    Raises:
        NotYours: The person has no role in the agency that may bring something in.
        BadInput: So many rows are bad that they cannot be set apart.
    """
    by = may_bring_in(unit, agency, stamp)
    importer = _Importer(unit, agency, stamp, by, unit.calendar())
    done = Outcomes()
    gone = 0
    for chunk in chunks(iter(rows), CHUNK):
        writes = list(importer.writes(chunk, done))
        if not done.errors or skip_bad:
            add_all(unit, writes)
            done.added += len(writes)
        gone += len(chunk)
        progress(gone)
    _settle(unit, done, skip_bad=skip_bad)
    if done.added:
        page = LedgerImported(
            id=importer.id, agency_id=agency.id, file=source.name, sha256=source.sha256, cases=done.added
        )
        journal.append(unit, page, **stamp._asdict())
    return done


def may_bring_in(unit: Unit, agency: AgencyRow, stamp: Stamp) -> UUID:
    """Return the person, who needs a role that may bring something in; the agency is held until the unit ends.

    So two imports of an agency follow each other, and a registration sees the numbers that an import took.
    """
    unit.begin()
    people.agency(unit.connection, agency.id, held=True)
    if stamp.by is None or not roles_of(unit.connection, stamp.by, agency.id) & _MAY:
        raise NotYours(
            "Bringing data in is for the roles {roles} of the agency. Ask somebody who has one.", roles=sorted(_MAY)
        )
    return stamp.by


def _settle(unit: Unit, done: Outcomes, *, skip_bad: bool) -> None:
    """Keep nothing where a row is bad, unless the good rows are wanted and all the others can be named."""
    if done.errors and not skip_bad:
        unit.rollback()
        done.added = 0
    if done.refused > len(done.errors) and skip_bad:
        raise BadInput(
            "The file has {refused} faults, more than the {most} that can be set apart. Check whether its columns are "
            "the right ones; nothing was taken.",
            refused=done.refused,
            most=MOST_ERRORS,
        )


class _Importer:
    """Makes cases of rows, for one import."""

    def __init__(self, unit: Unit, agency: AgencyRow, stamp: Stamp, by: UUID, calendar: Calendar) -> None:
        self.unit = unit
        self.agency = agency
        self.stamp = stamp
        self.by = by
        self.calendar = calendar
        self.today = local_day(stamp.at, zone_of(agency.timezone))
        self.policy = policy_of(agency.settings)
        self.id = uuid7()

    def writes(self, rows: list[LedgerRow | RowError], done: Outcomes) -> Iterator[Write]:
        """Yield what is to be written for the rows that are new and right; note the others in their order."""
        numbers = [row.case_no for row in rows if isinstance(row, LedgerRow)]
        known = on_record(self.unit.connection, self.agency.id, numbers)
        for row in rows:
            if isinstance(row, RowError):
                done.refuse(row)
                continue
            if row.case_no in known:
                errors = list(differing(row, known[row.case_no]))
                done.unchanged += not errors
                for error in errors:
                    done.refuse(error)
                continue
            try:
                yield self._write(row)
            except CaseworkError as error:
                done.refuse(fault(row, "received_on", error))

    def _write(self, row: LedgerRow) -> Write:
        body = Imported(
            agency_id=self.agency.id,
            case_no=row.case_no,
            received_on=row.received_on,
            channel=row.channel,
            calendar=self.calendar.version,
            items=[row.description],
            extra=row.extra,
            note=row.note,
            import_id=self.id,
            applicant_class=row.applicant_class,
            applicant=row.applicant,
            extended_on=row.extended_on,
            extension_days=row.extension_days or 0,
            correction_requested_on=row.correction_requested_on,
            correction_received_on=row.correction_received_on,
            outcome=Outcome(row.outcome) if row.outcome else None,
            closed_on=row.closed_on,
            fee_fen=int(row.fee * 100) if row.fee is not None else 0,
            late={ON_TIME: False, EXTENDED: True}.get(row.extra.get(FINISHED, "")),
        )
        try:
            return self._opened(body)
        except ClockRefused:
            if body.extended_on is None:
                raise
            return self._opened(msgspec.structs.replace(body, void_extension=True))

    def _opened(self, body: Imported) -> Write:
        """Return what adds the case; ClockRefused where its days cannot follow each other."""
        case = body.open(uuid7())
        entry = Entry(1, body.received_on, self.stamp.at, self.by, "", "", body)
        data = checked(body)
        chained = Chained(entry, data, digest(START, case.id, entry, data))
        follow(case, entry)
        case.settle(lambda _: self.calendar, self.today)
        owing = rescheduled((), owed_in(case, lambda _: self.calendar, self.policy), self.today)
        changes = list(body.changes(case, entry))
        return Write(case, 0, case_values(case, chained.digest), [chained], changes, [], owing)


def ledger_row(kept: Kept) -> LedgerRow:
    """Return a case as a row of the ledger; the days are the first of their kind on record."""
    view = ledger_view(kept.case)
    case = kept.case
    return LedgerRow(
        case_no=case.case_no,
        received_on=case.received_on,
        channel=case.channel,
        applicant_class=case.applicant_class,
        applicant=case.applicant,
        description=kept.description,
        extended_on=view.extended_on,
        extension_days=view.extension_days,
        correction_requested_on=view.correction_requested_on,
        correction_received_on=view.correction_received_on,
        outcome=str(case.counted_outcome or ""),
        closed_on=case.counted_on,
        fee=Decimal(case.fee_fen) / 100 if case.fee_fen else None,
        note=kept.note,
        extra=kept.extra | finished(case),
    )


def differing(row: LedgerRow, kept: Kept) -> Iterator[RowError]:
    """Yield an error for each column in which a row differs from the case on record."""
    recorded = ledger_row(kept)
    names = [name for name in LedgerRow.__struct_fields__ if name not in ("line", "extra")]
    ours = {name: getattr(recorded, name) for name in names} | recorded.extra
    theirs = {name: getattr(row, name) for name in names} | row.extra
    for name in dict.fromkeys((*ours, *theirs)):
        if (ours.get(name) or None) != (theirs.get(name) or None):
            problem = BadInput(
                "Case {case_no} is on record with {ours}. Correct the file, or correct the case by a step.",
                case_no=row.case_no,
                ours=str(ours.get(name) or "-"),
            )
            yield fault(row, name, problem)


def fault(
    row: LedgerRow | ProceedingRow, name: str, problem: CaseworkError, fields: Sequence[Field] = FIELDS
) -> RowError:
    """Return a fault of a row that was read well but cannot be taken, in a field or a further column."""
    titles = {field.name: field.zh[0] for field in fields}
    cells = {title: str(getattr(row, name) or "") for name, title in titles.items()}
    cells |= row.extra if isinstance(row, LedgerRow) else {}
    title = titles.get(name, name)
    wrapped = problem if isinstance(problem, BadInput) else BadInput("{reason}", reason=problem)
    return RowError(row.line, title, shortened(cells.get(title, "")), wrapped, cells)
