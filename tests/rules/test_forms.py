import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.files.forms import form
from workflow.rules.errors import BadInput, NotFound
from workflow.rules.forms import Form, Table, decimal_allowed, form_for_year, negative_allowed

FORMS = ("2008", "2019", "2021")
ROWS = {"2019": 23, "2021": 25}


@pytest.mark.parametrize(
    ("year", "format_id"),
    [(2008, "2008"), (2018, "2008"), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2030, "2021")],
)
def test_the_year_reported_on_chooses_the_form(year: int, format_id: str) -> None:
    assert form_for_year(year) == format_id


@given(year=st.integers(2008, 2040))
def test_the_form_of_a_year_says_that_it_is_for_that_year(year: int) -> None:
    years = form(form_for_year(year)).report_years
    assert (years["from"] or 0) <= year <= (years["to"] or year)


@pytest.mark.parametrize(("format_id", "count"), ROWS.items())
def test_the_request_table_has_the_rows_of_the_printed_form(format_id: str, count: int) -> None:
    assert len(form(format_id).table("applications").rows) == count


@pytest.mark.parametrize("format_id", FORMS)
def test_ids_are_unique_and_sums_add_lines_of_their_table(format_id: str) -> None:
    for table in form(format_id).tables:
        for lines in (table.rows, table.columns):
            ids = [line.id for line in lines]
            assert len(ids) == len(set(ids))
            assert all(set(line.sum_of) <= set(ids) for line in lines)


@pytest.mark.parametrize("format_id", FORMS)
def test_the_print_order_names_every_row(format_id: str) -> None:
    for table in form(format_id).tables:
        headings = [heading.id for heading in table.groups]
        assert sorted(table.print_order) == sorted([*headings, *(row.id for row in table.rows)])


@pytest.mark.parametrize("format_id", FORMS)
def test_every_equation_refers_to_lines_that_exist(format_id: str) -> None:
    own = form(format_id)
    for equation in own.cross_checks:
        lines = _ids(own.table(equation.table), equation.for_each)
        assert {term.ref for term in equation.lhs + equation.rhs} <= lines


def _ids(table: Table, for_each: str) -> set[str]:
    return {line.id for line in (table.rows if for_each == "column" else table.columns)}


@pytest.mark.parametrize("format_id", FORMS)
def test_a_form_is_read_once(format_id: str) -> None:
    assert form(format_id) is form(format_id)


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(BadInput, match="2014 is no form"):
        form("2014")


def test_an_unknown_table_is_named_with_those_there_are(form_2021: Form) -> None:
    with pytest.raises(NotFound, match=r"no table art20_9.*art20_1"):
        form_2021.table("art20_9")


def test_amounts_take_decimals_and_changes_take_a_sign(form_2021: Form) -> None:
    charges = form_2021.table("art20_8")
    licences = form("2019").table("art20_5")
    assert decimal_allowed(charges.rows[0], charges.columns[0])
    assert not decimal_allowed(licences.rows[0], licences.columns[0])
    assert [column.id for column in licences.columns if negative_allowed(licences.rows[0], column)] == ["items_change"]


@pytest.fixture
def form_2021() -> Form:
    return form("2021")
