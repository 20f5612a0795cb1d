"""Ledgers for tests: rows, imports of them, and the figures that come out."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from factories import Office, at, dump

from workflow.actions.agencies import Stamp
from workflow.actions.import_ledger import Outcomes, Source, import_ledger
from workflow.actions.statistics import statistics
from workflow.files.bad_rows import RowError
from workflow.files.ledger_row import LedgerRow
from workflow.rules.record.case import Case
from workflow.store.importing import on_record
from workflow.store.people import AgencyRow, agency
from workflow.store.session import Store
from workflow.store.verify import verify

SOURCE = Source("台账.csv", "5" * 64)
TODAY = "2026-11-24"


def row(case_no: str, received_on: str, outcome: str = "", closed_on: str = "", **told: Any) -> LedgerRow:
    """Return a row of a ledger; days are written as text."""
    days = ("extended_on", "correction_requested_on", "correction_received_on")
    given = {name: date.fromisoformat(value) if name in days else value for name, value in told.items()}
    usual: dict[str, Any] = {"channel": "online", "applicant_class": "natural_person", "description": "某项信息"}
    return LedgerRow(
        case_no=case_no,
        received_on=date.fromisoformat(received_on),
        outcome=outcome,
        closed_on=date.fromisoformat(closed_on) if closed_on else None,
        **{**usual, **given},
    )


def stamp(office: Office, on: str = TODAY, by: str = "statistician") -> Stamp:
    return Stamp(office.people[by], date.fromisoformat(on), at(on))


def agency_of(office: Office) -> AgencyRow:
    with office.store.reading() as connection:
        return agency(connection, office.agency_id)


def bring_in(
    office: Office, rows: Iterable[LedgerRow | RowError], on: str = TODAY, by: str = "statistician", **asked: Any
) -> Outcomes:
    """Import rows in a unit of their own."""
    with office.store.unit() as unit:
        return import_ledger(
            unit, agency(unit.connection, office.agency_id), stamp(office, on, by), rows, SOURCE, **asked
        )


def case_of(office: Office, case_no: str) -> Case:
    with office.store.reading() as connection:
        return on_record(connection, office.agency_id, [case_no])[case_no].case


def figures(office: Office, year: int, format_id: str = "", today: str = TODAY) -> dict[str, Any]:
    return statistics(office.store, agency_of(office), year, today=date.fromisoformat(today), format_id=format_id)


def filled(result: dict[str, Any], table: str = "applications") -> dict[str, int]:
    """Return the cells of a table that are not 0, as `row.column`."""
    return {
        f"{name}.{column}": value
        for name, cells in result["tables"][table].items()
        for column, value in cells.items()
        if value
    }


def broken(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the equations that must hold and do not."""
    return [check for check in result["checks"] if not check["holds"] and check["level"] == "error"]


def told(errors: Sequence[RowError]) -> list[tuple[int, str, str, str]]:
    """Return row, column, value and what is wrong."""
    return [(error.line, error.column, error.value, str(error.problem)) for error in errors]


def counted(store: Store, *tables: str) -> dict[str, int]:
    """Return how many rows tables have."""
    return {name: len(rows) for name, rows in dump(store).items() if name in tables}


def assert_verified(store: Store) -> None:
    assert verify(store).difference is None
