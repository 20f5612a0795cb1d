import json
from datetime import date
from decimal import Decimal

from workflow.files.forms import form
from workflow.rules.annual_report import as_json, counted, result
from workflow.rules.statistics import Group, ProceedingGroup

REQUESTS = [Group("natural_person", "D2", "online", extended=False, new=12, results=12)]
PROCEEDINGS = [ProceedingGroup("review", "upheld", 1)]


def test_the_result_has_the_shape_of_the_ledger_note() -> None:
    report = result(form("2021"), 2023, "BY-01", counted(form("2021"), REQUESTS, PROCEEDINGS))
    printed = json.loads(as_json(report))
    assert (printed["format"], printed["year"], printed["agency"]) == ("2021", 2023, "BY-01")
    assert printed["tables"]["applications"]["new_received"]["total"] == 12
    assert printed["tables"]["review_litigation"]["cases"]["review_upheld"] == 1
    assert printed["tables"]["art20_1"]["rules"] == {"issued": 0, "repealed": 0, "in_force": 0}
    assert printed["checks"][0] == {
        "id": "app_flow",
        "table": "applications",
        "column": "natural_person",
        "level": "error",
        "op": "=",
        "holds": True,
        "lhs": 12,
        "rhs": 12,
    }
    assert set(printed) == {"format", "year", "agency", "tables", "checks"}


def test_amounts_are_printed_with_the_digits_that_were_entered() -> None:
    figures = {("art20_8", "charges", "amount"): Decimal("316441.1000")}
    report = result(form("2021"), 2025, "A", counted(form("2021"), [], []), figures=figures)
    assert b'"amount":316441.1000' in as_json(report)


def test_what_found_no_row_is_named() -> None:
    groups = [Group("natural_person", "X2", "other", extended=False, new=1, results=1)]
    report = result(form("2008"), 2015, "A", counted(form("2008"), groups, []))
    assert report["unmapped"] == {"X2": 1, "other": 1}


def test_a_year_that_is_not_over_is_provisional() -> None:
    counts = counted(form("2021"), [], [])
    report = result(form("2021"), 2026, "A", counts, as_of=date(2026, 3, 5), provisional=True)
    assert (report["provisional"], report["as_of"]) == (True, "2026-03-05")


def test_the_year_before_opens_the_year() -> None:
    own = form("2021")
    before = counted(own, [Group("commercial", None, "fax", extended=False, new=2, carried_out=2)], []).tables
    this = counted(own, [Group("commercial", "D1", "fax", extended=False, carried_in=1, results=1)], [])
    checks = json.loads(as_json(result(own, 2023, "A", this, previous=before)))["checks"]
    failing = [(one["id"], one["column"], one["lhs"], one["rhs"]) for one in checks if not one["holds"]]
    assert failing == [("app_carry_year", "commercial", 1, 2), ("app_carry_year", "total", 1, 2)]
