"""Bring in what stands beside the ledger: proceedings (复议、诉讼) and entered figures (统计数字)."""

from collections.abc import Iterable, Iterator
from uuid import UUID, uuid5

from workflow.actions.agencies import Stamp
from workflow.actions.import_ledger import Outcomes
from workflow.files.bad_rows import RowError
from workflow.files.figures import Figure
from workflow.files.proceedings import ProceedingRow
from workflow.rules.record.journal import FigureEntered, FiguresEntered, ForeignProceeding, ProceedingsEntered
from workflow.store import journal
from workflow.store.people import AgencyRow
from workflow.store.session import Unit
from workflow.store.statistics import foreign_proceedings, stored_figures


def import_figures(
    unit: Unit, agency: AgencyRow, stamp: Stamp, rows: Iterable[Figure | RowError], *, year: int, file: str
) -> Outcomes:
    """Enter the figures of a year; one that is on record with the same value changes nothing, another replaces it.

    The figure before stays in the journal. With any bad row nothing is entered.
    """
    unit.begin()
    done = Outcomes()
    known = stored_figures(unit.connection, year, agency.id)
    entered: list[FigureEntered] = []
    for row in rows:
        if isinstance(row, RowError):
            done.refuse(row)
            continue
        cell, value = ".".join(row.place), format(row.value, "f")
        if known.get(cell) == value:
            done.unchanged += 1
        else:
            entered.append(FigureEntered(cell, value, cell not in known))
    if entered and not done.errors:
        page = FiguresEntered(agency_id=agency.id, year=year, file=file, figures=entered)
        journal.append(unit, page, **stamp._asdict())
        done.added = len(entered)
    return done


def import_proceedings(
    unit: Unit, agency: AgencyRow, stamp: Stamp, rows: Iterable[ProceedingRow | RowError], *, file: str
) -> Outcomes:
    """Enter proceedings of a ledger; one on record changes nothing, or gets its result. With a bad row none is entered.

    A proceeding is known again by its request, kind, day of filing, and its place among those that share these.
    """
    unit.begin()
    done = Outcomes()
    known = foreign_proceedings(unit.connection, agency.id)
    entered: list[ForeignProceeding] = []
    for id_, row in _numbered(agency.id, rows, done):
        result = (row.result, row.concluded_on)
        if known.get(id_) == result:
            done.unchanged += 1
            continue
        entered.append(
            ForeignProceeding(
                id=id_,
                case_no=row.case_no,
                filing=row.kind,
                filed_on=row.filed_on,
                result=row.result,
                concluded_on=row.concluded_on,
                first=id_ not in known,
            )
        )
    if entered and not done.errors:
        page = ProceedingsEntered(agency_id=agency.id, file=file, proceedings=entered)
        journal.append(unit, page, **stamp._asdict())
        done.added = len(entered)
    return done


def _numbered(
    agency_id: UUID, rows: Iterable[ProceedingRow | RowError], done: Outcomes
) -> Iterator[tuple[str, ProceedingRow]]:
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        if isinstance(row, RowError):
            done.refuse(row)
            continue
        same = (row.case_no, row.kind, row.filed_on)
        seen[same] = seen.get(same, 0) + 1
        yield str(uuid5(agency_id, f"proceeding:{same}:{seen[same]}")), row
