"""The year's figures of an agency (统计): counted from cases, joined with what was entered, tested by the equations."""

from datetime import date

from workflow.files.forms import form
from workflow.rules.annual_report import counted, result
from workflow.rules.entered import FREE_PREFIX, Figures, entered
from workflow.rules.equations import Cells
from workflow.rules.errors import BadInput
from workflow.rules.forms import Form, form_for_year
from workflow.rules.statistics import Counted
from workflow.store.people import AgencyRow
from workflow.store.session import Connection, Store
from workflow.store.statistics import figures_of, groups_of, proceedings_of

EARLIEST = 2008  # The first year of the Regulations.


def statistics(store: Store, agency: AgencyRow, year: int, *, today: date, format_id: str = "") -> dict[str, object]:
    """Return the statistics of an agency's year, as `statistics --as json` prints them.

    Args:
        store: The record.
        agency: Whose year.
        year: From 2008; the running year is counted as of now and marked provisional.
        today: Today.
        format_id: `2008`, `2019` or `2021`; the year chooses when empty.

    Raises:
        BadInput: The year lies before the Regulations or in the future, or there is no such format.
    """
    if not EARLIEST <= year <= today.year:
        raise BadInput(
            "{year} has no statistics. Choose a year from {first} to {last}.",
            year=str(year),
            first=str(EARLIEST),
            last=str(today.year),
        )
    chosen = form(format_id or form_for_year(year))
    running = year == today.year
    with store.reading() as connection:
        return result(
            chosen,
            year,
            agency.code,
            _counted(connection, agency, year, chosen),
            figures=_figures(connection, agency, year, chosen),
            previous=_previous(connection, agency, year, chosen),
            as_of=today if running else None,
            provisional=running,
        )


def _counted(connection: Connection, agency: AgencyRow, year: int, chosen: Form) -> Counted:
    groups = groups_of(connection, year, [agency.id], by_channel=chosen.format_id == "2008")
    return counted(chosen, groups, proceedings_of(connection, year, [agency.id]))


def _figures(connection: Connection, agency: AgencyRow, year: int, chosen: Form) -> Figures:
    """Return the figures entered for a year: those of its own form, in another form the registers that have none."""
    figures = figures_of(connection, year, agency.id)
    own = form_for_year(year) == chosen.format_id
    return {place: value for place, value in figures.items() if own or place[0].startswith(FREE_PREFIX)}


def _previous(connection: Connection, agency: AgencyRow, year: int, chosen: Form) -> dict[str, Cells] | None:
    """Return the tables of the year before in the same form, for the carry-over; what was not entered is left out."""
    if year == EARLIEST or chosen.format_id == "2008":
        return None
    figures = _figures(connection, agency, year - 1, chosen)
    counts = _counted(connection, agency, year - 1, chosen)
    tables, _ = entered(chosen, figures, counts.tables)
    named = {table for table, _, _ in figures} | set(counts.tables)
    return {table: cells for table, cells in tables.items() if table in named}
