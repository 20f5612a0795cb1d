from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from workflow.files.forms import form
from workflow.files.ledger import read_ledger, write_ledger
from workflow.files.ledger_row import LedgerRow
from workflow.files.ledger_rules import faults
from workflow.files.proceedings import ProceedingRow
from workflow.files.replay import EXAMPLES, example, figures_of, ledger_of, proceedings_of
from workflow.files.report_file import Report, read_report
from workflow.files.report_tables import read_tables
from workflow.rules.annual_report import counted
from workflow.rules.errors import BadInput
from workflow.rules.statistics import Group, ProceedingGroup

REPORTS = Path(__file__).parents[1] / "data" / "reports"
HUAIAN = REPORTS / "2024-huaian-government.json"
COMPLETE = (HUAIAN, REPORTS / "2025-test-city-government.json")


def groups(rows: list[LedgerRow], year: int) -> list[Group]:
    """Count the rows as the store does, one group each."""
    start, end = date(year, 1, 1), date(year, 12, 31)
    return [
        Group(
            row.applicant_class,
            row.outcome or None,
            row.channel,
            extended=False,
            new=int(row.received_on >= start),
            carried_in=int(row.received_on < start),
            results=int(row.closed_on is not None and start <= row.closed_on <= end),
            carried_out=int(row.closed_on is None),
        )
        for row in rows
    ]


def proceeding_groups(rows: list[ProceedingRow]) -> list[ProceedingGroup]:
    found = Counter((row.kind, row.result or None) for row in rows)
    return [ProceedingGroup(kind, result, cases) for (kind, result), cases in found.items()]


@pytest.mark.parametrize("path", COMPLETE, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_replayed_year_gives_the_published_tables_back(path: Path, seed: int) -> None:
    report = read_report(path)
    assert report.year is not None
    rows, proceedings = list(ledger_of(report, seed=seed)), list(proceedings_of(report))
    found = counted(form("2021"), groups(rows, report.year), proceeding_groups(proceedings))
    published = read_tables(report).tables
    assert found.tables == {name: published[name] for name in ("applications", "review_litigation")}


@pytest.fixture(scope="module")
def huaian() -> list[LedgerRow]:
    return list(ledger_of(read_report(HUAIAN), seed=7))


def test_a_replayed_year_is_a_ledger_without_faults(huaian: list[LedgerRow]) -> None:
    assert len(huaian) == 3153
    assert len({row.case_no for row in huaian}) == 3153
    assert [problem for row in huaian for problem in faults(row, date(2024, 12, 31))] == []
    assert huaian == sorted(huaian, key=lambda row: row.received_on)


def test_every_reply_of_a_replayed_year_is_in_time(huaian: list[LedgerRow]) -> None:
    taken = [(row.closed_on - row.received_on).days for row in huaian if row.closed_on]
    assert max(taken) <= 20
    assert all(row.closed_on.weekday() < 5 for row in huaian if row.closed_on)
    assert all(row.received_on >= date(2024, 12, 1) for row in huaian if row.closed_on is None)


def test_the_same_seed_gives_the_same_year(huaian: list[LedgerRow]) -> None:
    assert list(ledger_of(read_report(HUAIAN), seed=7)) == huaian
    assert list(ledger_of(read_report(HUAIAN), seed=8)) != huaian


def test_a_replayed_year_goes_through_a_file(huaian: list[LedgerRow], tmp_path: Path) -> None:
    write_ledger(huaian, tmp_path / "台账.csv", extra=())
    back = [row for row in read_ledger(tmp_path / "台账.csv", today=date(2025, 1, 2)) if isinstance(row, LedgerRow)]
    assert [row.case_no for row in back] == [row.case_no for row in huaian]


def test_a_report_without_tables_has_no_ledger_but_figures() -> None:
    report = example("2018-baiyin-work-safety")
    assert list(ledger_of(report, seed=1)) == []
    assert list(proceedings_of(report)) == []
    assert {figure.table for figure in figures_of(report)} == {
        "disclosure_statistics",
        "x_categories",
        "x_channels",
        "x_text",
    }


def test_figures_of_the_forms_since_2019_stand_in_their_tables() -> None:
    report = read_report(REPORTS / "2019-wendeng-housing.json")
    figures = {figure.place: figure.value for figure in figures_of(report)}
    assert figures["art20_5", "licensing", "items_change"] == -417
    assert figures["art20_9", "procurement", "projects"] == 0
    assert len(figures) == 22


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_the_published_reports(name: str) -> None:
    assert example(name) == read_report(REPORTS / f"{name}.json")


def test_an_unknown_example_is_named() -> None:
    with pytest.raises(BadInput, match="no example 2030"):
        example("2030")


def test_a_report_that_does_not_balance_cannot_be_replayed() -> None:
    rows = {"一、本年新收政府信息公开申请数量": {"自然人": 2}, "（一）予以公开": {"自然人": 1}}
    with pytest.raises(BadInput, match="natural_person of the report does not balance: 2 came in, 1 are accounted"):
        list(ledger_of(_report(rows), seed=1))


def test_a_report_without_a_year_cannot_be_replayed() -> None:
    with pytest.raises(BadInput, match="does not say for which year"):
        list(ledger_of(_report({}, year=None), seed=1))


def _report(requests: dict[str, dict[str, int]], year: int | None = 2024) -> Report:
    return Report(
        format_id="2021",
        year=year,
        agency="",
        requests=requests,
        requests_part="t1",
        proactive={},
        proactive_part="t2",
        proceedings={},
        texts={},
    )
