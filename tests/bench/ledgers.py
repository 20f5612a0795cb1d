"""Bringing in a ledger of 100,000 rows: how many a second, and how much memory it takes."""

import multiprocessing
import statistics
from collections.abc import Iterator
from datetime import date, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple
from uuid import UUID

from workflow.actions.agencies import Stamp
from workflow.actions.import_ledger import Source, import_ledger
from workflow.files.ledger import read_ledger, write_ledger
from workflow.files.ledger_row import LedgerRow
from workflow.store.people import agency

from .databases import Place, postgres, sqlite
from .pool import NOW, TODAY
from .racing import Bar, Size, Table
from .record import YEAR, found

ROWS = 100_000
POSTGRES, SQLITE = "import on PostgreSQL", "import on SQLite"
_LEAST, _MOST = 5000, 200  # Rows a second; MB.
_ROUNDS = 3


class Import(NamedTuple):
    """What one import took."""

    rate: float
    peak: float


def measure(size: Size) -> list[Table]:
    """Import a ledger into empty records, each in a process of its own."""
    count = size.rows(ROWS)
    done: dict[str, list[Import]] = {POSTGRES: [], SQLITE: []}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.csv"
        write_ledger(_rows(count), path, extra=["承办科室"])
        for _ in range(min(size.rounds, _ROUNDS)):
            with postgres() as place:
                done[POSTGRES].append(_imported(place, path, count))
            with sqlite() as place:
                done[SQLITE].append(_imported(place, path, count))
    rows = {
        name: {"rows/s": round(_rate(some)), "peak MB": round(max(one.peak for one in some))}
        for name, some in done.items()
    }
    bars = [
        Bar(f"{POSTGRES}, rows/s", round(_rate(done[POSTGRES])), _LEAST),
        Bar(f"{POSTGRES}, peak MB", round(max(one.peak for one in done[POSTGRES])), _MOST, at_least=False),
    ]
    return [Table(f"A ledger of {count:,} rows, from the CSV file to the commit", rows, bars)]


def _rate(some: list[Import]) -> float:
    return statistics.median(one.rate for one in some)


def _rows(count: int) -> Iterator[LedgerRow]:
    """Yield requests of a year: most replied to, some extended or corrected, the last ones open."""
    for number in range(count):
        received = date(YEAR, 1, 2) + timedelta(number * 320 // count)
        extended, corrected, is_open = number % 10 == 3, number % 10 == 7, number % 20 == 19
        yield LedgerRow(
            case_no=f"{YEAR}-L{number:06d}",
            received_on=received,
            channel=("online", "letter", "in_person")[number % 3],
            applicant_class="natural_person",
            applicant="张三",
            description="请公开本县二〇二四年度农村公路养护资金的安排和使用情况",
            extended_on=received + timedelta(12) if extended else None,
            extension_days=20 if extended else None,
            correction_requested_on=received + timedelta(3) if corrected else None,
            correction_received_on=received + timedelta(8) if corrected else None,
            outcome="" if is_open else ("D1", "D2")[number % 2],
            closed_on=None if is_open else received + timedelta(14),
            extra={"承办科室": f"第{number % 9}科"},
        )


def _imported(place: Place, path: Path, count: int) -> Import:
    store = place.store()
    office = found(store)
    store.close()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_import, args=(place, office.agency, office.clerk, path, theirs))
    process.start()
    theirs.close()
    added, seconds, peak = ours.recv()
    process.join()
    if added != count:
        raise AssertionError(added)
    return Import(added / seconds, peak)


def _import(place: Place, agency_id: UUID, by: UUID, path: Path, pipe: Connection) -> None:
    store = place.store()
    start = perf_counter()
    with store.unit() as unit:
        rows = read_ledger(path, today=TODAY)
        stamp = Stamp(by, TODAY, NOW)
        done = import_ledger(unit, agency(unit.connection, agency_id), stamp, rows, Source(path.name, "0" * 64))
    pipe.send((done.added, perf_counter() - start, _peak()))


def _peak() -> float:
    """Return the most memory that this process held, in MB; getrusage would count the parent's before the start."""
    status = Path("/proc/self/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1000
