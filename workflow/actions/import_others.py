"""Bring in what stands beside the ledger: proceedings (复议、诉讼) and entered figures (统计数字)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TypeVar
from uuid import UUID, uuid5

from workflow.actions.agencies import Stamp
from workflow.actions.import_ledger import Outcomes, fault, may_bring_in
from workflow.files import figures, proceedings
from workflow.files.bad_rows import RowError
from workflow.files.figures import Figure
from workflow.files.proceedings import ProceedingRow
from workflow.rules.errors import BadInput
from workflow.rules.record.journal import FigureEntered, FiguresEntered, ForeignProceeding, ProceedingsEntered
from workflow.store import journal
from workflow.store.people import AgencyRow
from workflow.store.session import Unit
from workflow.store.statistics import KeptProceeding, cell, figures_of, kept_proceedings

R = TypeVar("R")


def import_figures(
    unit: Unit, agency: AgencyRow, stamp: Stamp, rows: Iterable[Figure | RowError], *, year: int, file: str
) -> Outcomes:
    """Enter the figures of a year; one that is on record with the same value changes nothing, another replaces it.

    The figure before stays in the journal. With any bad row nothing is entered.

    Raises:
        NotYours: The person has no role in the agency that may bring something in.
    """
    may_bring_in(unit, agency, stamp)
    done = Outcomes(fields=figures.FIELDS)
    known = figures_of(unit.connection, year, agency.id)
    entered: list[FigureEntered] = []
    for row in _good(rows, done):
        if known.get(row.place) == row.value:
            done.unchanged += 1
        else:
            entered.append(FigureEntered(cell(row.place), _written(row.value), row.place not in known))
    if entered and not done.errors:
        page = FiguresEntered(agency_id=agency.id, year=year, file=file, figures=entered)
        journal.append(unit, page, **stamp._asdict())
        done.added = len(entered)
    return done


def _written(value: Decimal) -> str:
    return format(value, "f")


def import_proceedings(
    unit: Unit, agency: AgencyRow, stamp: Stamp, rows: Iterable[ProceedingRow | RowError], *, file: str
) -> Outcomes:
    """Enter proceedings of a ledger; one on record changes nothing, or gets its result. With a bad row none is entered.

    A proceeding is known again by its request, kind and day of filing, and among those that share these by its result.

    Raises:
        NotYours: The person has no role in the agency that may bring something in.
    """
    may_bring_in(unit, agency, stamp)
    done = Outcomes(fields=proceedings.FIELDS)
    entered = list(_entered(agency.id, list(_good(rows, done)), kept_proceedings(unit.connection, agency.id), done))
    if entered and not done.errors:
        page = ProceedingsEntered(agency_id=agency.id, file=file, proceedings=entered)
        journal.append(unit, page, **stamp._asdict())
        done.added = len(entered)
    return done


def _good(rows: Iterable[R | RowError], done: Outcomes) -> Iterator[R]:
    for row in rows:
        if isinstance(row, RowError):
            done.refuse(row)
        else:
            yield row


def _entered(
    agency_id: UUID, rows: list[ProceedingRow], known: list[KeptProceeding], done: Outcomes
) -> Iterator[ForeignProceeding]:
    """Yield what is new of the rows, or ends a proceeding on record; note those that contradict the record."""
    kept, told = defaultdict(list), defaultdict(list)
    for one in known:
        kept[one.case_no, one.kind, one.filed_on].append(one)
    for row in rows:
        told[row.case_no, row.kind, row.filed_on].append(row)
    for same, given in told.items():
        new, recorded = _without_equal(given, kept[same])
        done.unchanged += len(given) - len(new)
        for number, row in enumerate(new, 1):
            if number > len(recorded):
                id_ = str(uuid5(agency_id, f"proceeding:{same}:{len(kept[same]) + number - len(recorded)}"))
                yield _foreign(id_, row, first=True)
            elif recorded[number - 1].result or not row.result:
                done.refuse(_differs(row, recorded[number - 1]))
            elif recorded[number - 1].case_id is not None:
                done.refuse(_is_ours(row))
            else:
                yield _foreign(recorded[number - 1].id, row, first=False)


def _without_equal(
    rows: list[ProceedingRow], kept: list[KeptProceeding]
) -> tuple[list[ProceedingRow], list[KeptProceeding]]:
    """Return what is left of both when equals are taken away, those on record that are pending first."""
    left, new = sorted(kept, key=lambda one: bool(one.result)), []
    for row in rows:
        equal = next((one for one in left if (one.result, one.concluded_on) == (row.result, row.concluded_on)), None)
        if equal is None:
            new.append(row)
        else:
            left.remove(equal)
    return new, left


def _foreign(id_: str, row: ProceedingRow, *, first: bool) -> ForeignProceeding:
    return ForeignProceeding(
        id=id_,
        case_no=row.case_no,
        filing=row.kind,
        filed_on=row.filed_on,
        result=row.result,
        concluded_on=row.concluded_on,
        first=first,
    )


def _differs(row: ProceedingRow, kept: KeptProceeding) -> RowError:
    name = "result" if row.result != kept.result else "concluded_on"
    problem = BadInput(
        "This proceeding is on record with {ours}. Correct the file, or the record.",
        ours=str(getattr(kept, name) or "-"),
    )
    return fault(row, name, problem, proceedings.FIELDS)


def _is_ours(row: ProceedingRow) -> RowError:
    problem = BadInput(
        "The proceeding over case {case_no} is kept here. Record its end at the case.", case_no=row.case_no
    )
    return fault(row, "result", problem, proceedings.FIELDS)
