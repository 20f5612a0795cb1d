"""The statistics of one agency and year (年度报告的统计数字), put together: counted, entered, and tested."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from workflow.rules.entered import Figures, entered
from workflow.rules.equations import Cells, Check, check
from workflow.rules.forms import Form
from workflow.rules.statistics import Counted, Group, ProceedingGroup, applications, merged, review_litigation
from workflow.rules.statistics_2008 import statistics_2008

NO_FIGURES: Figures = MappingProxyType({})


def counted(form: Form, groups: Iterable[Group], proceedings: Iterable[ProceedingGroup]) -> Counted:
    """Count the tables of `form` that follow from cases.

    Raises:
        BadInput: The form before 2019 is asked of refusals recorded as plain N4.

    """
    if form.format_id == "2008":
        return statistics_2008(form, groups, proceedings)
    return merged(applications(form, groups), review_litigation(form, proceedings))


def result(
    form: Form,
    year: int,
    agency: str,
    counts: Counted,
    *,
    figures: Figures = NO_FIGURES,
    previous: Mapping[str, Cells] | None = None,
    as_of: date | None = None,
    provisional: bool = False,
) -> dict[str, object]:
    """Return what `statistics --as json` prints: figures, equations, and whatever found no row.

    Args:
        form: Of the year, or another one that is asked for.
        year: Reported on.
        agency: Its code.
        counts: Of `counted`.
        figures: Entered for the year.
        previous: Tables of the same agency's report for the year before, for the carry-over.
        as_of: Day the figures stand for, where that is not the year's 31 December.
        provisional: The year is not over.

    """
    tables, compared = entered(form, figures, counts.tables)
    checks: list[Check] = [*check(form, tables, previous), *compared]
    report: dict[str, object] = {"format": form.format_id, "year": year, "agency": agency, "tables": tables}
    report["checks"] = [verdict.as_dict() for verdict in checks]
    if counts.unmapped:
        report["unmapped"] = counts.unmapped
    if provisional:
        report["provisional"] = True
    if as_of is not None:
        report["as_of"] = as_of.isoformat()
    return report


def as_json(report: Mapping[str, object]) -> bytes:
    """Return a result as JSON; amounts are numbers with exactly the digits that were entered."""
    return msgspec.json.Encoder(decimal_format="number").encode(report)
