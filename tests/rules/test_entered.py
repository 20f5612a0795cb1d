from decimal import Decimal

import pytest

from workflow.files.forms import form
from workflow.rules.entered import Place, admit, entered
from workflow.rules.errors import BadInput
from workflow.rules.statistics import Group, applications
from workflow.rules.statistics_2008 import TABLE, statistics_2008


def test_entered_figures_stand_beside_cells_that_nobody_entered() -> None:
    figures = {("art20_1", "rules", "issued"): Decimal(3), ("art20_8", "charges", "amount"): Decimal("59237.2449")}
    tables, checks = entered(form("2021"), figures, {})
    assert tables["art20_1"]["rules"] == {"issued": 3, "repealed": 0, "in_force": 0}
    assert tables["art20_8"] == {"charges": {"amount": Decimal("59237.2449")}}
    assert list(tables) == ["art20_1", "art20_5", "art20_6", "art20_8"]
    assert checks == []


def test_registers_the_form_does_not_have_are_kept_as_entered() -> None:
    tables, _ = entered(form("2021"), {("x_visits", "现场接待", "人次"): Decimal(87)}, {})
    assert tables["x_visits"] == {"现场接待": {"人次": 87}}


@pytest.mark.parametrize(("value", "agrees"), [(2, True), (3, False)])
def test_a_figure_for_a_counted_cell_is_compared_and_never_replaces_the_count(value: int, *, agrees: bool) -> None:
    group = Group("natural_person", None, "online", extended=False, new=2, carried_out=2)
    counted = applications(form("2021"), [group]).tables
    place = ("applications", "new_received", "total")
    tables, (found,) = entered(form("2021"), {place: Decimal(value)}, counted)
    assert tables["applications"] == counted["applications"]
    assert (found.id, found.lhs, found.rhs, found.holds) == ("entered_as_counted", 2, value, agrees)


def test_sums_before_2019_are_kept_if_entered_and_added_up_if_not() -> None:
    counted = statistics_2008(form("2008"), [], []).tables
    parts = {(TABLE, "staff_full", "value"): Decimal(1), (TABLE, "staff_part", "value"): Decimal(2)}
    added, _ = entered(form("2008"), parts, counted)
    kept, _ = entered(form("2008"), {**parts, (TABLE, "staff", "value"): Decimal(4)}, counted)
    assert added[TABLE]["staff"]["value"] == 3
    assert kept[TABLE]["staff"]["value"] == 4


def test_a_counted_sum_before_2019_stays_the_sum_of_what_was_counted() -> None:
    counted = statistics_2008(form("2008"), [], []).tables
    tables, (found,) = entered(form("2008"), {(TABLE, "received", "value"): Decimal(0)}, counted)
    assert tables[TABLE]["received"]["value"] == 0
    assert found.holds


def test_local_forms_appear_only_when_something_was_entered_for_them() -> None:
    counted = statistics_2008(form("2008"), [], []).tables
    without, _ = entered(form("2008"), {}, counted)
    with_gansu, _ = entered(form("2008"), {("gansu_monthly_2008", "visitors", "period"): Decimal(87)}, counted)
    assert list(without) == [TABLE]
    assert with_gansu["gansu_monthly_2008"]["visitors"] == {"period": 87, "year_to_date": 0}


@pytest.mark.parametrize(
    ("place", "value", "problem"),
    [
        (("art20_9", "procurement", "amount"), 1, "no table art20_9.*x_"),
        (("art20_1", "laws", "issued"), 1, "no row laws.*rules, normative_docs"),
        (("art20_1", "rules", "made"), 1, "no column made.*issued, repealed"),
        (("art20_1", "rules", "issued"), "1.5", "1.5 is not a whole number"),
        (("art20_1", "rules", "issued"), -1, "-1 is negative"),
        (("art20_1", "", "issued"), 1, "needs a table, a row and a column"),
    ],
)
def test_a_figure_the_form_does_not_take_is_refused(place: Place, value: object, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        admit(form("2021"), place, Decimal(str(value)))


def test_what_the_form_takes_is_admitted() -> None:
    admit(form("2019"), ("art20_5", "licensing", "items_change"), Decimal(-417))
    admit(form("2021"), ("art20_8", "charges", "amount"), Decimal("190.457379"))
    admit(form("2021"), ("x_anything", "不限", "任意"), Decimal("-0.5"))
