"""Two published reports brought in and given back: a year of 3,153 requests, and the figures of a year without any."""

from collections.abc import Callable
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import Any, NamedTuple

from workflow.actions.agencies import Stamp, add_agency, grant
from workflow.actions.export_others import export_figures
from workflow.actions.import_ledger import Outcomes, Source, import_ledger
from workflow.actions.import_others import import_figures, import_proceedings
from workflow.actions.statistics import statistics
from workflow.cli.demonstration.player import Office, instant
from workflow.files.figures import Figure, read_figures, write_figures
from workflow.files.ledger import read_ledger, write_ledger
from workflow.files.proceedings import read_proceedings, write_proceedings
from workflow.files.replay import example, figures_of, ledger_of, proceedings_of
from workflow.files.report_tables import Read, read_tables
from workflow.rules.states import Role
from workflow.store.people import AgencyRow, agency

HUAIAN, BAIYIN = "2024-huaian-government", "2018-baiyin-work-safety"
SEED = 2024


class Compared(NamedTuple):
    """A published year, counted again from its ledger."""

    requests: int
    proceedings: int
    result: dict[str, object]
    cells: int
    different: list[str]


def replay_year(office: Office, folder: Path, today: date, progress: Callable[[int], None]) -> Compared:
    """Write the ledger of Huai'an's 2024 report, bring it in, count the year and compare cell by cell."""
    report = example(HUAIAN)
    ledger, proceedings = folder / "huaian-2024.csv", folder / "huaian-2024-proceedings.csv"
    write_ledger(ledger_of(report, seed=SEED), ledger)
    write_proceedings(proceedings_of(report), proceedings)
    row, stamp = _agency(office, "HA", "淮安市人民政府", "government", today)
    with office.store.unit() as unit:
        rows = read_ledger(ledger, today=today)
        added = _clean(import_ledger(unit, row, stamp, rows, Source(ledger.name, _sha256(ledger)), progress=progress))
    with office.store.unit() as unit:
        cases = _clean(
            import_proceedings(unit, row, stamp, read_proceedings(proceedings, today=today), file=proceedings.name)
        )
    result = statistics(office.store, row, 2024, today=today)
    return Compared(added.added, cases.added, result, *_compared(result, read_tables(report)))


def replay_figures(office: Office, folder: Path, today: date) -> tuple[int, bool]:
    """Enter the figures of Baiyin's 2018 report and give them out again; return how many, and whether all are equal."""
    figures = list(figures_of(example(BAIYIN)))
    file, out = folder / "baiyin-2018-figures.csv", folder / "baiyin-2018-figures-out.csv"
    write_figures(figures, file)
    row, stamp = _agency(office, "BY-AJ", "白银市安全生产监督管理局", "department", today)
    with office.store.unit() as unit:
        added = _clean(import_figures(unit, row, stamp, read_figures(file, year=2018), year=2018, file=file.name))
    export_figures(office.store, row, 2018, out)
    given = [figure for figure in read_figures(out, year=2018) if isinstance(figure, Figure)]
    return added.added, {one.place: one.value for one in given} == {one.place: one.value for one in figures}


def _agency(office: Office, code: str, name: str, kind: str, today: date) -> tuple[AgencyRow, Stamp]:
    """Add an agency for which the office's caseworker keeps the statistics."""
    clerk = office.people["caseworker"]
    with office.store.unit() as unit:
        agency_id = add_agency(unit, Stamp(None, today, instant(today)), code=code, name=name, kind=kind)
        stamp = Stamp(clerk, today, instant(today))
        grant(unit, stamp, user_id=clerk, agency_id=agency_id, roles=(Role.STATISTICIAN,))
        return agency(unit.connection, agency_id), stamp


def _clean(done: Outcomes) -> Outcomes:
    """Return what an import did; a published year has no bad row."""
    for error in done.errors:
        raise error.error
    return done


def _compared(result: dict[str, object], published: Read) -> tuple[int, list[str]]:
    """Return how many cells were compared, and those that differ."""
    tables: Any = result["tables"]
    cells = [
        (f"{table}.{row}.{column}", tables[table][row][column], value)
        for table, rows in published.tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
        if value is not None
    ]
    return len(cells), [f"{place}: {counted} ≠ {value}" for place, counted, value in cells if counted != value]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
