from decimal import Decimal

import pytest

from workflow.files.forms import form
from workflow.rules.equations import Cells, Check, check, holds
from workflow.rules.forms import CrossCheck, Form, Term

COLUMNS = ("natural_person", "commercial", "research", "public_welfare", "legal_service", "other_org", "total")


def row(*figures: int | None) -> dict[str, int | None]:
    return dict(zip(COLUMNS, figures, strict=True))


def requests(**rows: dict[str, int | None]) -> dict[str, Cells]:
    return {"applications": rows}


def failing(found: list[Check]) -> list[tuple[str, str | None]]:
    return [(one.id, one.column or one.row) for one in found if not one.holds]


def test_the_printed_equation_is_tested_in_every_column() -> None:
    tables = requests(
        new_received=row(3, 1, 0, 0, 0, 0, 4),
        carried_in=row(1, 0, 0, 0, 0, 0, 1),
        result_total=row(3, 1, 0, 0, 0, 0, 4),
        carried_out=row(0, 0, 0, 0, 0, 0, 0),
    )
    flow = [one for one in check(form("2021"), tables) if one.id == "app_flow"]
    assert [one.column for one in flow] == list(COLUMNS)
    assert failing(flow) == [("app_flow", "natural_person"), ("app_flow", "total")]
    assert (flow[0].lhs, flow[0].rhs) == (4, 3)


def test_the_total_column_is_the_sum_of_six() -> None:
    found = check(form("2021"), requests(new_received=row(3, 1, 0, 0, 0, 0, 5)))
    assert failing(found) == [("app_column_total", "new_received")]


def test_a_missing_row_leaves_its_equations_untested() -> None:
    assert check(form("2021"), requests(carried_out=row(1, 0, 0, 0, 0, 0, 1)))[0].id == "app_column_total"


def test_the_four_results_of_each_block_make_its_total() -> None:
    line = {"review_upheld": 72, "review_corrected": 64, "review_other": 178, "review_pending": 37}
    found = check(form("2021"), {"review_litigation": {"cases": {**line, "review_total": 350}}})
    assert [(one.id, one.lhs, one.rhs) for one in found] == [("rl_review_total", 350, 351)]


def test_the_opening_balance_is_compared_with_the_report_of_the_year_before() -> None:
    this = requests(carried_in=row(34, 0, 0, 0, 0, 0, 34))
    before = requests(carried_out=row(35, 0, 0, 0, 0, 0, 35))
    found = [one for one in check(form("2021"), this, before) if one.id == "app_carry_year"]
    assert failing(found) == [("app_carry_year", "natural_person"), ("app_carry_year", "total")]
    assert not [one for one in check(form("2021"), this) if one.id == "app_carry_year"]


def test_documents_in_force_follow_from_the_year_before() -> None:
    this: dict[str, Cells] = {"art20_1": {"rules": {"issued": 3, "repealed": 5, "in_force": 74}}}
    before: dict[str, Cells] = {"art20_1": {"rules": {"issued": 0, "repealed": 0, "in_force": 76}}}
    (found,) = check(form("2021"), this, before)
    assert (found.id, found.level, found.holds, found.lhs, found.rhs) == ("art20_1_stock", "info", True, 74, 74)


@pytest.mark.parametrize(("total", "tested"), [(56, True), (None, False)])
def test_blank_cells_count_as_zero_but_a_blank_total_is_not_tested(total: int | None, *, tested: bool) -> None:
    tables = requests(new_received=row(56, None, None, None, None, None, total))
    assert bool(check(form("2021"), tables, blank_is_zero=True)) is tested
    assert check(form("2021"), tables) == []


def test_blank_rows_are_not_tested() -> None:
    assert check(form("2021"), requests(granted=row(*[None] * 7)), blank_is_zero=True) == []


def test_amounts_are_added_exactly() -> None:
    cells: Cells = {"staff": {"value": Decimal("0.3")}, "staff_full": {"value": Decimal("0.1")}}
    found = check(form("2008"), {"disclosure_statistics": {**cells, "staff_part": {"value": Decimal("0.2")}}})
    assert [one.holds for one in found if one.id == "staff_split"] == [True]


def test_an_equation_may_run_between_cells_of_several_tables() -> None:
    equation = CrossCheck(
        id="between",
        table="art20_5",
        for_each="cell",
        lhs=(Term(ref="art20_5.licensing.decisions"),),
        op=">=",
        rhs=(Term(ref="art20_6.penalty.decisions", sign=-1),),
        level="info",
        basis="heuristic",
    )
    own = form("2021")
    both = Form(**{**{name: getattr(own, name) for name in own.__struct_fields__}, "cross_checks": (equation,)})
    tables: dict[str, Cells] = {
        "art20_5": {"licensing": {"decisions": 1}},
        "art20_6": {"penalty": {"decisions": 2}},
    }
    (found,) = check(both, tables)
    assert (found.lhs, found.rhs, found.holds, found.column, found.row) == (1, -2, True, None, None)


@pytest.mark.parametrize(
    ("lhs", "op", "rhs", "verdict"), [(1, "=", 1, True), (1, ">=", 2, False), (1, "<=", 2, True), (2, "=", 1, False)]
)
def test_both_sides_are_compared_as_the_form_says(lhs: int, op: str, rhs: int, *, verdict: bool) -> None:
    assert holds(lhs, op, rhs) is verdict


def test_a_check_prints_where_it_was_tested() -> None:
    (found,) = check(form("2021"), requests(new_received=row(1, 0, 0, 0, 0, 0, 1)))
    assert found.as_dict() == {
        "id": "app_column_total",
        "table": "applications",
        "row": "new_received",
        "level": "error",
        "op": "=",
        "holds": True,
        "lhs": 1,
        "rhs": 1,
    }
