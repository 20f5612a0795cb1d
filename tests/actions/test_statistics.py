"""The year's figures: as of its 31 December whatever happened since, balanced in every form, on both databases."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from conftest import fresh_store
from factories import FOUNDED, REPLIED, Office, found_office
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledgers import agency_of, assert_verified, bring_in, broken, figures, filled, row, stamp

from workflow.actions.agencies import Stamp, add_agency, grant
from workflow.actions.import_others import import_proceedings
from workflow.actions.register import CLASSES
from workflow.files.ledger_row import LedgerRow
from workflow.files.replay import example, ledger_of, proceedings_of
from workflow.files.report_tables import read_tables
from workflow.rules.arrival import Channel
from workflow.rules.errors import BadInput
from workflow.rules.outcomes import Outcome
from workflow.rules.states import Role
from workflow.store.seal import Seal
from workflow.store.session import Store

FORMS = ("2008", "2019", "2021")


def in_every_form(office: Office, year: int, today: str = "2028-01-10") -> dict[str, Any]:
    return {name: figures(office, year, name, today)["tables"] for name in FORMS}


def changed(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """Return by how much each cell changed."""
    moved = Counter(after)
    moved.subtract(before)
    return {cell: by for cell, by in moved.items() if by}


class TestAsOfTheEndOfTheYear:
    def test_a_case_closed_later_is_carried_over(self, office: Office) -> None:
        case = office.register("2026-12-28")
        before = in_every_form(office, 2026)
        office.take(case, "withdraw", "2027-01-05")
        assert in_every_form(office, 2026) == before
        assert filled(figures(office, 2026, today="2028-01-10")) == {
            "new_received.natural_person": 1,
            "new_received.total": 1,
            "carried_out.natural_person": 1,
            "carried_out.total": 1,
        }
        assert filled(figures(office, 2027, today="2028-01-10")) == {
            "carried_in.natural_person": 1,
            "carried_in.total": 1,
            "oth_other.natural_person": 1,
            "oth_other.total": 1,
            "result_total.natural_person": 1,
            "result_total.total": 1,
        }

    def test_a_case_reopened_and_replied_to_later_counts_once_by_its_first_reply(self, office: Office) -> None:
        case = office.case(REPLIED)
        before = in_every_form(office, 2026)
        assert filled(figures(office, 2026, today="2028-01-10"))["partial.total"] == 1
        for step, on in (
            ("file_proceeding", "2027-01-05"),
            ("conclude_proceeding", "2027-02-03"),
            ("reopen", "2027-02-04"),
            ("extend", "2027-02-05"),
            ("draft", "2027-02-05"),
            ("submit", "2027-02-05"),
            ("clear", "2027-02-08"),
            ("decide", "2027-02-08"),
            ("issue_reply", "2027-02-08"),
            ("reply", "2027-02-09"),
        ):
            case = office.take(case, step, on)
            assert in_every_form(office, 2026) == before
        assert filled(figures(office, 2027, today="2028-01-10")) == {}
        assert filled(figures(office, 2027, today="2028-01-10"), "review_litigation")["cases.review_corrected"] == 1
        assert_verified(office.store)

    def test_a_correction_asked_for_later_counts_in_its_own_year(self, office: Office) -> None:
        case = office.register("2026-12-28")
        before = in_every_form(office, 2026)
        case = office.take(case, "ask_correction", "2027-01-05", reply_by=date(2027, 1, 20))
        office.take(case, "correct", "2027-01-12")
        assert in_every_form(office, 2026) == before
        assert filled(figures(office, 2027, "2008", "2028-01-10"), "disclosure_statistics") == {
            "rep_correct.value": 1,
            "replies.value": 1,
        }

    def test_a_mistaken_outcome_that_is_put_right_changes_its_two_rows(self, office: Office) -> None:
        case = office.case(REPLIED)
        before = filled(figures(office, 2026, today="2028-01-10"))
        office.take(case, "correct_entry", "2027-01-05", corrects=8, outcome=Outcome.D2, reason="误录")
        after = filled(figures(office, 2026, today="2028-01-10"))
        assert changed(before, after) == {
            "partial.natural_person": -1,
            "partial.total": -1,
            "granted.natural_person": 1,
            "granted.total": 1,
        }
        assert broken(figures(office, 2026, today="2028-01-10")) == []

    def test_a_proceeding_ended_later_was_pending(self, office: Office) -> None:
        case = office.take(office.case(REPLIED), "file_proceeding", "2026-12-01")
        before = in_every_form(office, 2026)
        office.take(case, "conclude_proceeding", "2027-02-03")
        assert in_every_form(office, 2026) == before


ROWS = [
    row("1", "2023-12-25", "D2", "2024-01-15"),
    row("2", "2024-02-05", "N7", "2024-03-01", applicant_class="commercial"),
    row("3", "2024-12-25", "X1", "2025-01-15"),
    row("4", "2024-05-06", "C2", "2024-07-15", channel="letter"),
]


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.N7])
def test_another_outcome_changes_its_two_rows_alone(sqlite_store: Store, seal: Seal, outcome: Outcome) -> None:
    ours, theirs = found_office(sqlite_store, seal), found_office(sqlite_store, seal, "0002")
    other = row("2", "2024-02-05", outcome, "2024-03-01", applicant_class="commercial")
    bring_in(ours, ROWS)
    bring_in(theirs, [other if one.case_no == "2" else one for one in ROWS])
    for format_id in ("2019", "2021"):
        one, two = (filled(figures(office, 2024, format_id)) for office in (ours, theirs))
        row_id = outcome.row(format_id)
        assert changed(one, two) == {f"ref_enforcement_file.{column}": -1 for column in ("commercial", "total")} | {
            f"{row_id}.{column}": 1 for column in ("commercial", "total")
        }
    assert filled(figures(ours, 2025)) == filled(figures(theirs, 2025))


def test_what_a_form_has_no_row_for_is_named(office: Office) -> None:
    bring_in(
        office,
        [
            row("1", "2018-03-05", "X2", "2018-03-12"),
            row("2", "2018-03-05", "X2", "2018-03-12", channel="other"),
            row("3", "2018-03-05", "D2", "2018-03-12", channel="email"),
        ],
    )
    result = figures(office, 2018)
    assert result["unmapped"] == {"X2": 2, "other": 1}
    assert filled(result, "disclosure_statistics")["received.value"] == 2
    assert "unmapped" not in figures(office, 2018, "2021")
    assert figures(office, 2018, "2021")["tables"]["applications"]["np_repeat"]["total"] == 2


def test_plain_third_party_refusals_cannot_be_counted_by_the_form_that_splits_them(office: Office) -> None:
    bring_in(office, [row("1", "2024-03-05", "N4", "2024-03-12")])
    assert filled(figures(office, 2024))["ref_third_party.total"] == 1
    with pytest.raises(BadInput, match="1 refusals are recorded as N4"):
        figures(office, 2024, "2008")


@pytest.mark.parametrize(
    ("year", "match"), [(2007, "from 2008 to 2026"), (2027, "from 2008 to 2026"), (0, "from 2008")]
)
def test_a_year_without_the_regulations_or_not_begun_is_refused(sqlite_office: Office, year: int, match: str) -> None:
    with pytest.raises(BadInput, match=match):
        figures(sqlite_office, year)


def test_an_unknown_form_is_refused(sqlite_office: Office) -> None:
    with pytest.raises(BadInput, match="2020"):
        figures(sqlite_office, 2024, "2020")


@pytest.mark.parametrize(
    ("year", "format_id"), [(2008, "2008"), (2018, "2008"), (2019, "2019"), (2020, "2019"), (2021, "2021")]
)
def test_the_year_chooses_its_form(sqlite_office: Office, year: int, format_id: str) -> None:
    assert figures(sqlite_office, year)["format"] == format_id
    assert broken(figures(sqlite_office, year)) == []


def test_the_running_year_is_provisional(office: Office) -> None:
    office.register("2026-11-02")
    result = figures(office, 2026, today="2026-11-24")
    assert (result["provisional"], result["as_of"]) == (True, "2026-11-24")
    assert filled(result)["carried_out.total"] == 1
    over = figures(office, 2026, today="2027-01-01")
    assert "provisional" not in over
    assert "as_of" not in over


def test_another_agency_does_not_count(store: Store, seal: Seal) -> None:
    ours, theirs = found_office(store, seal), found_office(store, seal, "0002")
    bring_in(theirs, ROWS)
    assert filled(figures(ours, 2024)) == {}
    assert figures(theirs, 2024)["agency"] == "0002"


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, seal: Seal) -> Iterator[Office]:
    with fresh_store(request, request.param, tmp_path_factory.mktemp("shared")) as store:
        yield found_office(store, seal)


def test_huaian_2024_is_counted_as_published(shared: Office) -> None:
    report = example("2024-huaian-government")
    assert bring_in(shared, ledger_of(report, seed=1)).added == 3153
    with shared.store.unit() as unit:
        import_proceedings(unit, agency_of(shared), stamp(shared), proceedings_of(report), file="复议.csv")
    result, published = figures(shared, 2024), read_tables(report).tables
    cells = [(table, name) for table in ("applications", "review_litigation") for name in published[table]]
    assert sum(len(published[table][name]) for table, name in cells) > 180
    assert [name for table, name in cells if result["tables"][table][name] != published[table][name]] == []
    assert broken(result) == []
    assert filled(figures(shared, 2025))["carried_in.total"] == published["applications"]["carried_out"]["total"]


FIRST, LAST = date(2017, 1, 2), date(2021, 12, 31)
SPLIT = [one for one in Outcome if one is not Outcome.N4]


@st.composite
def requests(draw: st.DrawFn) -> LedgerRow:
    received_on = FIRST + timedelta(days=draw(st.integers(0, (LAST - FIRST).days)))
    outcome = draw(st.sampled_from([None, *SPLIT]))
    closed_on = None if outcome is None else received_on + timedelta(days=draw(st.integers(0, 500)))
    asked = draw(st.none() | st.integers(0, 40))
    asked_on = None if asked is None else received_on + timedelta(days=asked)
    if asked_on and closed_on and asked_on > closed_on:
        asked_on = None
    return LedgerRow(
        case_no=uuid4().hex,
        received_on=received_on,
        channel=draw(st.sampled_from(Channel)),
        applicant_class=draw(st.sampled_from(CLASSES)),
        outcome=outcome or "",
        closed_on=closed_on,
        correction_requested_on=asked_on,
    )


def other_agency(office: Office) -> Office:
    """Add an agency for which the same person keeps the statistics."""
    installation = Stamp(None, FOUNDED.date(), FOUNDED)
    with office.store.unit() as unit:
        agency_id = add_agency(unit, installation, code=uuid4().hex, name="某局", kind="department")
        grant(
            unit,
            installation,
            user_id=office.people["statistician"],
            agency_id=agency_id,
            roles=[Role.STATISTICIAN],
        )
    return Office(office.store, office.seal, agency_id, office.people)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(requests(), max_size=25))
def test_every_year_of_every_ledger_balances(shared: Office, rows: list[LedgerRow]) -> None:
    office = other_agency(shared)
    assert bring_in(office, rows).added == len(rows)
    days = [day for one in rows for day in (one.received_on, one.closed_on) if day]
    spanned = range(min(days, default=FIRST).year - 1, max(days, default=FIRST).year + 2)
    for format_id in FORMS:
        results = [figures(office, year, format_id) for year in spanned]
        assert [broken(result) for result in results] == [[]] * len(results)
        for result in results:
            (_accounted_2008 if format_id == "2008" else _accounted)(result, rows, result["year"])
        if format_id != "2008":
            tables = [result["tables"]["applications"] for result in results]
            assert [one["carried_in"] for one in tables[1:]] == [one["carried_out"] for one in tables[:-1]]
            assert sum(tables[0]["carried_in"].values()) == 0


def _accounted(result: dict[str, Any], rows: list[LedgerRow], year: int) -> None:
    table = result["tables"]["applications"]
    assert "unmapped" not in result
    assert table["new_received"]["total"] == sum(one.received_on.year == year for one in rows)
    assert table["result_total"]["total"] == sum(
        one.closed_on is not None and one.closed_on.year == year for one in rows
    )


def _accounted_2008(result: dict[str, Any], rows: list[LedgerRow], year: int) -> None:
    table, lost = result["tables"]["disclosure_statistics"], result.get("unmapped", {})
    new = sum(one.received_on.year == year for one in rows)
    closed = sum(one.closed_on is not None and one.closed_on.year == year for one in rows)
    asked = sum(one.correction_requested_on is not None and one.correction_requested_on.year == year for one in rows)
    assert table["received"]["value"] + lost.get("other", 0) == new
    assert table["concluded"]["value"] == closed
    replies = sum(count for code, count in lost.items() if code != "other")
    assert table["replies"]["value"] + replies == closed + asked
