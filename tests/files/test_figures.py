from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflow.files.bad_rows import RowError
from workflow.files.figures import Figure, read_figures, write_figures
from workflow.files.replay import example, figures_of
from workflow.rules.entered import Place

BAIYIN = Path(__file__).parents[1] / "data" / "baiyin-2018-figures.csv"


def values(path: Path, year: int) -> dict[Place, Decimal]:
    found = list(read_figures(path, year=year))
    assert not [each for each in found if isinstance(each, RowError)]
    return {each.place: each.value for each in found if isinstance(each, Figure)}


def fault(folder: Path, *lines: str, year: int = 2024) -> tuple[int, str, str]:
    path = folder / "figures.csv"
    path.write_text("\n".join(["table,row,column,value", *lines]), encoding="utf-8")
    (error,) = [each for each in read_figures(path, year=year) if isinstance(each, RowError)]
    return error.line, error.column, str(error.problem)


def test_the_figures_of_baiyin_2018_add_up() -> None:
    figures = values(BAIYIN, 2018)
    categories = [value for (table, _, _), value in figures.items() if table == "x_categories"]
    channels = [value for (table, _, _), value in figures.items() if table == "x_channels"]
    own = {row: value for (table, row, _), value in figures.items() if table == "disclosure_statistics"}
    assert len(categories) == 12
    assert len(channels) == 2
    assert own["info_disclosed"] == 449 == sum(categories) == sum(channels) == own["ch_website"] + own["ch_other"]
    assert own["ch_website"] == 236
    assert own["ch_other"] == 213
    assert own["policy_articles"] == 16
    assert own["hot_topics"] == 7


def test_the_figures_of_baiyin_2018_are_those_of_the_published_report() -> None:
    published = {figure.place: figure.value for figure in figures_of(example("2018-baiyin-work-safety"))}
    assert values(BAIYIN, 2018).items() <= published.items()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_figures_of_baiyin_2018_come_back_after_a_round(tmp_path: Path, suffix: str) -> None:
    read = [each for each in read_figures(BAIYIN, year=2018) if isinstance(each, Figure)]
    path = tmp_path / f"figures{suffix}"
    write_figures(read, path)
    assert list(read_figures(path, year=2018)) == read


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.decimals(-(10**12), 10**12, places=4), max_size=5))
def test_every_digit_of_an_amount_survives(tmp_path: Path, numbers: list[Decimal]) -> None:
    figures = [
        Figure(table="x_amounts", row=str(place), column="value", value=number, line=place)
        for place, number in enumerate(numbers, start=2)
    ]
    path = tmp_path / "figures.csv"
    write_figures(figures, path)
    assert list(read_figures(path, year=2024)) == figures


def test_a_number_may_have_separators(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text('表,行,列,数值\nart20_8,charges,amount,"59,237.2449"\n', encoding="utf-8")
    assert values(path, 2024) == {("art20_8", "charges", "amount"): Decimal("59237.2449")}


@pytest.mark.parametrize(
    ("line", "column", "problem"),
    [
        ("art20_9,procurement,projects,1", "table", "The form 2021 has no table art20_9."),
        ("art20_1,laws,issued,1", "row", "The table art20_1 has no row laws."),
        ("art20_1,rules,made,1", "column", "The table art20_1 has no column made."),
        ("art20_1,rules,issued,1.5", "value", "1.5 is not a whole number"),
        ("art20_1,rules,issued,近万", "value", "近万 is no number."),
        ("art20_1,rules,issued,", "value", "The cell is empty."),
        ("art20_1,,issued,3", "row", "The cell is empty."),
    ],
)
def test_a_figure_the_form_has_no_place_for_is_named(tmp_path: Path, line: str, column: str, problem: str) -> None:
    found = fault(tmp_path, line)
    assert found[:2] == (2, column)
    assert found[2].startswith(problem)


def test_the_year_chooses_the_form(tmp_path: Path) -> None:
    assert fault(tmp_path, "art20_9,procurement,amount,80618.5", "art20_1,rules,issued,1", year=2019)[0] == 3


def test_a_cell_is_entered_once(tmp_path: Path) -> None:
    found = fault(tmp_path, "art20_1,rules,issued,1", "art20_1,rules,issued,2")
    assert found == (3, "row", "art20_1.rules.issued is already in row 2. Enter each cell once.")
