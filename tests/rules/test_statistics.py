from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.files.forms import form
from workflow.files.replay import example
from workflow.files.report_tables import read_tables
from workflow.rules.equations import check
from workflow.rules.outcomes import Outcome
from workflow.rules.statistics import Group, ProceedingGroup, applications, blank_table, merged, review_litigation

CLASSES = ("natural_person", "commercial", "research", "public_welfare", "legal_service", "other_org")
PAIRS = [(kind, result) for kind in ("review", "direct", "after") for result in ("upheld", "corrected", "other", None)]


class Span(NamedTuple):
    """A case, as far as counting goes."""

    applicant_class: str
    received_on: date
    closed_on: date | None
    outcome: Outcome

    def group(self, year: int) -> Group:
        start, end = date(year, 1, 1), date(year, 12, 31)
        open_at_start = self.received_on < start and (self.closed_on is None or self.closed_on >= start)
        open_at_end = self.received_on <= end and (self.closed_on is None or self.closed_on > end)
        closed = self.closed_on is not None and start <= self.closed_on <= end
        return Group(
            applicant_class=self.applicant_class,
            outcome=self.outcome if closed else None,
            channel="online",
            extended=False,
            new=int(start <= self.received_on <= end),
            carried_in=int(open_at_start),
            results=int(closed),
            carried_out=int(open_at_end),
        )


days = st.dates(date(2019, 1, 1), date(2026, 12, 31))
spans = st.builds(
    lambda who, one, other, is_open, outcome: Span(who, min(one, other), None if is_open else max(one, other), outcome),
    st.sampled_from(CLASSES),
    days,
    days,
    st.booleans(),
    st.sampled_from(Outcome),
)


@given(cases=st.lists(spans, max_size=30), year=st.integers(2019, 2026), format_id=st.sampled_from(["2019", "2021"]))
def test_the_request_table_balances(cases: list[Span], year: int, format_id: str) -> None:
    tables, unmapped = applications(form(format_id), [case.group(year) for case in cases])
    assert unmapped == {}
    assert [one for one in check(form(format_id), tables) if not one.holds] == []


@given(cases=st.lists(spans, max_size=30), year=st.integers(2021, 2026))
def test_what_one_year_carries_out_the_next_carries_in(cases: list[Span], year: int) -> None:
    own = form("2021")
    this, following = (applications(own, [case.group(one) for case in cases]).tables for one in (year, year + 1))
    carried = [one for one in check(own, following, this) if one.id == "app_carry_year"]
    assert len(carried) == len(CLASSES) + 1
    assert all(one.holds for one in carried)


@given(cells=st.lists(st.tuples(st.sampled_from(PAIRS), st.integers(0, 500)), max_size=20))
def test_the_proceedings_table_balances(cells: list[tuple[tuple[str, str | None], int]]) -> None:
    groups = [ProceedingGroup(kind, result, cases) for (kind, result), cases in cells]
    tables, unmapped = review_litigation(form("2021"), groups)
    assert unmapped == {}
    assert all(one.holds for one in check(form("2021"), tables))
    line = tables["review_litigation"]["cases"]
    assert sum(line[f"{kind}_total"] for kind in ("review", "direct", "after")) == sum(cases for _, cases in cells)


def test_huaian_2024_is_reproduced_cell_by_cell() -> None:
    published = read_tables(example("2024-huaian-government"))
    requests = published.tables["applications"]
    by_row = {outcome.row("2021"): outcome for outcome in Outcome}
    groups = [
        group
        for column in CLASSES
        for row, cells in requests.items()
        for group in _groups(column, row, int(cells[column] or 0), by_row)
    ]
    line = published.tables["review_litigation"]["cases"]
    proceedings = [
        ProceedingGroup(kind, result, int(line[f"{kind}_{result or 'pending'}"] or 0)) for kind, result in PAIRS
    ]
    counted = merged(applications(form("2021"), groups), review_litigation(form("2021"), proceedings))
    assert counted.tables == published.tables
    assert counted.unmapped == {}


def _groups(column: str, row: str, cases: int, by_row: dict[str | None, Outcome]) -> list[Group]:
    still_open = Group(column, None, "online", extended=False)
    flow = {
        "new_received": still_open._replace(new=cases),
        "carried_in": still_open._replace(carried_in=cases),
        "carried_out": still_open._replace(carried_out=cases),
    }
    if row in flow:
        return [flow[row]]
    return [Group(column, by_row[row], "online", extended=False, results=cases)] if row in by_row else []


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_counts_once_in_the_row_of_its_form(outcome: Outcome) -> None:
    group = Group("commercial", outcome, "letter", extended=True, new=1, results=1)
    for format_id in ("2019", "2021"):
        cells = applications(form(format_id), [group]).tables["applications"]
        filled = {row for row, columns in cells.items() if columns["commercial"]}
        assert filled == {"new_received", outcome.row(format_id), "result_total"}
        assert cells["result_total"]["total"] == 1


@pytest.mark.parametrize("outcome", [Outcome.C1, Outcome.C2, Outcome.C3])
def test_the_form_of_2019_folds_other_endings(outcome: Outcome) -> None:
    cells = applications(form("2019"), [Group("research", outcome, "fax", extended=False, results=2)]).tables
    assert cells["applications"]["other_handling"]["research"] == 2


def test_every_cell_is_filled() -> None:
    for counted in (applications(form("2021"), []), review_litigation(form("2021"), [])):
        for table_id, cells in counted.tables.items():
            assert cells == blank_table(form("2021").table(table_id))


def test_what_has_no_row_or_column_is_named() -> None:
    groups = [
        Group("natural_person", "Z9", "online", extended=False, new=2, results=2),
        Group("embassy", "D1", "online", extended=False, new=3, carried_in=1, results=4),
    ]
    counted = applications(form("2021"), groups)
    assert counted.unmapped == {"Z9": 2, "embassy": 4}
    assert counted.tables["applications"]["new_received"]["total"] == 2


def test_a_proceeding_of_an_unknown_kind_is_named() -> None:
    counted = review_litigation(form("2021"), [ProceedingGroup("appeal", "upheld", 2)])
    assert counted.unmapped == {"appeal_upheld": 2}
