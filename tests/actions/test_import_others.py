"""Bringing in proceedings (复议、诉讼) and entered figures (统计数字), each once."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from factories import Office, dump
from ledgers import agency_of, assert_verified, bring_in, broken, case_of, counted, figures, filled, row, stamp, told

from workflow.actions.export_others import export_figures, export_proceedings
from workflow.actions.import_ledger import Outcomes
from workflow.actions.import_others import import_figures, import_proceedings
from workflow.files.bad_rows import RowError, write_bad_rows
from workflow.files.figures import Figure, read_figures
from workflow.files.proceedings import ProceedingRow, read_proceedings
from workflow.rules.errors import BadInput, NotYours

BAIYIN_FILE = Path(__file__).parents[1] / "data" / "baiyin-2018-figures.csv"


def proceeding(
    filed_on: str, result: str = "", concluded_on: str = "", *, case_no: str = "", kind: str = "review"
) -> ProceedingRow:
    return ProceedingRow(
        case_no=case_no,
        kind=kind,
        filed_on=date.fromisoformat(filed_on),
        result=result,
        concluded_on=date.fromisoformat(concluded_on) if concluded_on else None,
    )


def enter_proceedings(office: Office, *rows: ProceedingRow | RowError, by: str = "statistician") -> Outcomes:
    with office.store.unit() as unit:
        return import_proceedings(unit, agency_of(office), stamp(office, by=by), rows, file="复议.csv")


def enter_figures(
    office: Office, year: int, cells: dict[str, str], *bad: RowError, by: str = "statistician"
) -> Outcomes:
    rows = [
        Figure(table=table, row=name, column=column, value=Decimal(value))
        for (table, name, column), value in ((place.split("/"), value) for place, value in cells.items())
    ]
    with office.store.unit() as unit:
        return import_figures(unit, agency_of(office), stamp(office, by=by), [*rows, *bad], year=year, file="数字.csv")


PENDING = proceeding("2024-05-06", case_no="2024-1")
UPHELD = proceeding("2024-05-06", "upheld", "2024-07-01", case_no="2024-1")


def test_proceedings_are_counted_by_result_and_by_what_is_pending(office: Office) -> None:
    done = enter_proceedings(
        office, UPHELD, proceeding("2024-06-03"), proceeding("2024-06-03", "other", "2025-01-06", kind="direct")
    )
    assert (done.added, done.unchanged) == (3, 0)
    assert filled(figures(office, 2024), "review_litigation") == {
        "cases.review_upheld": 1,
        "cases.review_pending": 1,
        "cases.review_total": 2,
        "cases.direct_pending": 1,
        "cases.direct_total": 1,
    }
    assert filled(figures(office, 2025), "review_litigation") == {
        "cases.review_pending": 1,
        "cases.review_total": 1,
        "cases.direct_other": 1,
        "cases.direct_total": 1,
    }
    assert_verified(office.store)


def test_proceedings_entered_twice_change_nothing(office: Office) -> None:
    same_day = [proceeding("2024-06-03"), proceeding("2024-06-03"), proceeding("2024-06-03", "upheld", "2024-07-01")]
    assert enter_proceedings(office, UPHELD, *same_day).added == 4
    before = dump(office.store)
    done = enter_proceedings(office, *reversed(same_day), UPHELD)
    assert (done.added, done.unchanged, done.errors) == (0, 4, [])
    assert dump(office.store) == before


def test_a_pending_proceeding_gets_its_result(office: Office) -> None:
    enter_proceedings(office, PENDING, proceeding("2024-06-03"))
    done = enter_proceedings(office, UPHELD, proceeding("2024-06-03"))
    assert (done.added, done.unchanged) == (1, 1)
    assert counted(office.store, "proceedings") == {"proceedings": 2}
    assert filled(figures(office, 2024), "review_litigation")["cases.review_upheld"] == 1
    assert_verified(office.store)


def test_one_more_of_the_same_day_is_added(office: Office) -> None:
    enter_proceedings(office, UPHELD)
    assert enter_proceedings(office, UPHELD, PENDING).added == 1
    assert enter_proceedings(office, PENDING, UPHELD, PENDING).added == 1
    assert counted(office.store, "proceedings") == {"proceedings": 3}
    assert_verified(office.store)


@pytest.mark.parametrize(
    ("row", "column", "value", "recorded"),
    [
        (PENDING, "结果", "", "upheld"),
        (proceeding("2024-05-06", "corrected", "2024-07-01", case_no="2024-1"), "结果", "corrected", "upheld"),
        (proceeding("2024-05-06", "upheld", "2024-07-02", case_no="2024-1"), "结案日期", "2024-07-02", "2024-07-01"),
    ],
)
def test_a_proceeding_that_contradicts_the_record_is_refused(
    office: Office, row: ProceedingRow, column: str, value: str, recorded: str
) -> None:
    enter_proceedings(office, UPHELD)
    before = dump(office.store)
    done = enter_proceedings(office, proceeding("2024-09-02"), row)
    assert told(done.errors) == [
        (0, column, value, f"This proceeding is on record with {recorded}. Correct the file, or the record.")
    ]
    assert (done.added, dump(office.store)) == (0, before)


def test_a_proceeding_that_is_kept_at_its_case_is_not_counted_twice(office: Office, tmp_path: Path) -> None:
    bring_in(office, [row("2024-1", "2024-02-05", "D2", "2024-02-28")])
    case = office.take(case_of(office, "2024-1"), "file_proceeding", "2024-05-06", filing="review")
    assert enter_proceedings(office, PENDING).unchanged == 1
    done = enter_proceedings(office, UPHELD)
    assert [error.column for error in done.errors] == ["结果"]
    assert "case 2024-1 is kept here" in str(done.errors[0].error)
    assert write_bad_rows(done.errors, tmp_path / "rest.csv") == 1

    office.take(case, "conclude_proceeding", "2024-07-01", no=1, result="upheld")
    assert enter_proceedings(office, UPHELD).unchanged == 1
    export_proceedings(office.store, agency_of(office), 2024, tmp_path / "复议.csv")
    assert enter_proceedings(office, *read_proceedings(tmp_path / "复议.csv", today=date(2026, 11, 24))).unchanged == 1
    assert counted(office.store, "proceedings") == {"proceedings": 1}


BAD = RowError(4, "结果", "x", BadInput("x"), {"结果": "x"})


def test_with_a_bad_row_nothing_is_entered(office: Office) -> None:
    before = dump(office.store)
    assert enter_proceedings(office, UPHELD, BAD).added == 0
    assert enter_figures(office, 2024, {"art20_1/rules/issued": "3"}, BAD).added == 0
    assert dump(office.store) == before


@pytest.mark.parametrize("by", ["approver", "stranger"])
def test_entering_needs_a_role_in_the_agency(sqlite_office: Office, by: str) -> None:
    with pytest.raises(NotYours):
        enter_proceedings(sqlite_office, UPHELD, by=by)
    with pytest.raises(NotYours):
        enter_figures(sqlite_office, 2024, {"art20_1/rules/issued": "3"}, by=by)


def test_figures_stand_in_their_tables_and_are_kept_once(office: Office) -> None:
    cells = {"art20_1/rules/issued": "3", "art20_8/charges/amount": "59237.2449", "x_接待/1.来访%/人次": "12"}
    assert enter_figures(office, 2024, cells).added == 3
    before = dump(office.store)
    assert enter_figures(office, 2024, {**cells, "art20_1/rules/issued": "3.0"}).unchanged == 3
    assert dump(office.store) == before
    tables = figures(office, 2024)["tables"]
    assert tables["art20_1"]["rules"]["issued"] == 3
    assert tables["art20_8"]["charges"]["amount"] == Decimal("59237.2449")
    assert tables["x_接待"] == {"1.来访%": {"人次": 12}}
    assert_verified(office.store)


def test_a_changed_figure_replaces_the_one_before_which_stays_in_the_journal(office: Office) -> None:
    enter_figures(office, 2024, {"art20_1/rules/issued": "3", "art20_1/rules/repealed": "1"})
    done = enter_figures(office, 2024, {"art20_1/rules/issued": "4", "art20_1/rules/repealed": "1"})
    assert (done.added, done.unchanged) == (1, 1)
    assert figures(office, 2024)["tables"]["art20_1"]["rules"] == {"issued": 4, "repealed": 1, "in_force": 0}
    entries = [entry for entry in dump(office.store)["journal"] if "figures_entered" in entry]
    assert [entry.count('"3"') for entry in entries] == [1, 0]
    assert counted(office.store, "figures") == {"figures": 2}
    assert_verified(office.store)


def test_figures_of_another_form_are_left_out_of_a_form_that_has_no_place_for_them(office: Office) -> None:
    enter_figures(office, 2020, {"art20_5/other_services/decisions": "7", "art20_1/rules/made": "2", "x_a/b/c": "1"})
    assert figures(office, 2020)["tables"]["art20_5"]["other_services"]["decisions"] == 7
    other = figures(office, 2020, "2021")["tables"]
    assert set(other["art20_1"]["rules"]) == {"issued", "repealed", "in_force"}
    assert other["x_a"] == {"b": {"c": 1}}


def test_the_figures_of_baiyin_2018_come_out_unchanged(office: Office, tmp_path: Path) -> None:
    with office.store.unit() as unit:
        read = read_figures(BAIYIN_FILE, year=2018)
        done = import_figures(unit, agency_of(office), stamp(office), read, year=2018, file=BAIYIN_FILE.name)
    assert (done.errors, done.added) == ([], 19)
    out = tmp_path / "out.csv"
    assert export_figures(office.store, agency_of(office), 2018, out) == done.added
    given = {one.place: one.value for one in read_figures(out, year=2018) if isinstance(one, Figure)}
    assert given == {one.place: one.value for one in read_figures(BAIYIN_FILE, year=2018) if isinstance(one, Figure)}

    tables = figures(office, 2018)["tables"]
    assert tables["disclosure_statistics"]["info_disclosed"]["value"] == 449
    assert [tables["disclosure_statistics"][row]["value"] for row in ("ch_website", "ch_other")] == [236, 213]
    assert sorted(cells["value"] for cells in tables["x_channels"].values()) == [213, 236]
    categories = [cells["value"] for cells in tables["x_categories"].values()]
    assert (len(categories), sum(categories)) == (12, 449)
    assert broken(figures(office, 2018)) == []
