"""Write what stands beside a year's ledger: proceedings and entered figures, as the imports take them back."""

from pathlib import Path

from workflow.files.figures import Figure, write_figures
from workflow.files.proceedings import ProceedingRow, write_proceedings
from workflow.store.people import AgencyRow
from workflow.store.session import Store
from workflow.store.statistics import figures_of, kept_proceedings


def export_proceedings(store: Store, agency: AgencyRow, year: int, path: Path) -> int:
    """Write the proceedings that a year counts, by the day of filing, and return how many."""
    with store.reading() as connection:
        kept = kept_proceedings(connection, agency.id, year)
    names = ("kind", "filed_on", "case_no", "result", "concluded_on")
    write_proceedings((ProceedingRow(**{name: getattr(one, name) for name in names}) for one in kept), path)
    return len(kept)


def export_figures(store: Store, agency: AgencyRow, year: int, path: Path) -> int:
    """Write the figures entered for a year, in the order of their cells, and return how many."""
    with store.reading() as connection:
        kept = figures_of(connection, year, agency.id)
    write_figures((Figure(table=at[0], row=at[1], column=at[2], value=kept[at]) for at in sorted(kept)), path)
    return len(kept)
