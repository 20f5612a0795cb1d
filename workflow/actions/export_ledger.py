"""Write a year's requests as a ledger (台账) that `import ledger` takes back."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from workflow.actions.import_ledger import ledger_row
from workflow.files.ledger import write_ledger
from workflow.files.ledger_row import LedgerRow
from workflow.rules.record.ledger_view import FINISHED, finished
from workflow.store.importing import extra_headers, of_year
from workflow.store.people import AgencyRow
from workflow.store.session import Store


def export_ledger(store: Store, agency: AgencyRow, year: int, path: Path) -> int:
    """Write the requests that a year counts, in the order of receipt, and return how many.

    The rows are read and written as a stream; the outcome is the one that the year counts.
    """
    with store.reading() as connection:
        headers = extra_headers(connection, agency.id)
        worked_on = of_year(connection, agency.id, year, from_version=2)
        if FINISHED not in headers and any(finished(kept.case) for kept in worked_on):
            headers = sorted([*headers, FINISHED])
        counted = Counter(ledger_row(kept) for kept in of_year(connection, agency.id, year))
        write_ledger(counted, path, extra=headers)
    return counted.count


class Counter:
    """Passes rows on and counts them."""

    def __init__(self, rows: Iterable[LedgerRow]) -> None:
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[LedgerRow]:
        for row in self.rows:
            self.count += 1
            yield row
