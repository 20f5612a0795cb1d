import pytest

from workflow.files.forms import form
from workflow.rules.equations import Number, check
from workflow.rules.errors import BadInput
from workflow.rules.outcomes import Outcome
from workflow.rules.statistics import Counted, Group, ProceedingGroup
from workflow.rules.statistics_2008 import TABLE, statistics_2008

FORM = form("2008")
CHANNELS = [
    ("in_person", "rec_in_person"),
    ("oral", "rec_in_person"),
    ("fax", "rec_fax"),
    ("online", "rec_online"),
    ("email", "rec_online"),
    ("letter", "rec_letter"),
]


def counted(*groups: Group, proceedings: tuple[ProceedingGroup, ...] = ()) -> Counted:
    return statistics_2008(FORM, groups, proceedings)


def figures(result: Counted) -> dict[str, Number]:
    return {row: cells["value"] for row, cells in result.tables[TABLE].items() if cells["value"]}


@pytest.mark.parametrize(("channel", "row"), CHANNELS)
def test_requests_are_counted_by_channel(channel: str, row: str) -> None:
    result = counted(Group("natural_person", None, channel, extended=False, new=3, carried_out=3))
    assert figures(result) == {"received": 3, row: 3}


def test_a_channel_without_a_row_is_named() -> None:
    result = counted(Group("natural_person", None, "other", extended=False, new=2))
    assert figures(result) == {}
    assert result.unmapped == {"other": 2}


@pytest.mark.parametrize(("extended", "row"), [(False, "con_on_time"), (True, "con_extended")])
def test_concluded_is_split_by_extension(row: str, *, extended: bool) -> None:
    result = counted(Group("natural_person", "D2", "letter", extended=extended, results=4))
    assert figures(result) == {"concluded": 4, row: 4, "replies": 4, "rep_granted": 4}


@pytest.mark.parametrize(
    ("outcome", "row"),
    [
        ("N1", "ref_secret"),
        ("N2", "ref_law_other"),
        ("N3", "ref_security"),
        ("N4a", "ref_commercial"),
        ("N4b", "ref_privacy"),
        ("N5", "ref_not_info"),
    ],
)
def test_refusals_are_counted_by_reason(outcome: str, row: str) -> None:
    found = figures(counted(Group("natural_person", outcome, "letter", extended=False, results=2)))
    assert (found[row], found["rep_refused"], found["replies"]) == (2, 2, 2)


def test_plain_third_party_refusals_cannot_be_counted() -> None:
    with pytest.raises(BadInput, match=r"5 refusals are recorded as N4.*N4a"):
        counted(Group("natural_person", "N4", "letter", extended=False, results=5))


def test_a_third_party_refusal_of_another_year_is_no_error() -> None:
    assert figures(counted(Group("natural_person", "N4", "letter", extended=False, new=1))) == {
        "received": 1,
        "rec_letter": 1,
    }


def test_correction_notices_are_replies() -> None:
    found = figures(
        counted(
            Group("natural_person", None, "letter", extended=False, corrections=2),
            Group("natural_person", "U4", "letter", extended=False, results=1),
        )
    )
    assert (found["rep_correct"], found["replies"], found["concluded"]) == (3, 3, 1)


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome.row("2008") is None and outcome != "N4"])
def test_an_outcome_without_a_row_is_named_and_still_concluded(outcome: Outcome) -> None:
    result = counted(Group("natural_person", outcome, "letter", extended=False, results=1))
    assert result.unmapped == {outcome.value: 1}
    assert figures(result) == {"concluded": 1, "con_on_time": 1}


def test_both_kinds_of_lawsuit_count_together_and_pending_cases_are_named() -> None:
    result = counted(
        proceedings=(
            ProceedingGroup("review", "corrected", 1),
            ProceedingGroup("review", None, 2),
            ProceedingGroup("direct", "upheld", 3),
            ProceedingGroup("after", "upheld", 4),
            ProceedingGroup("after", None, 5),
        )
    )
    assert figures(result) == {"review": 1, "review_corrected": 1, "litigation": 7, "lit_upheld": 7}
    assert result.unmapped == {"litigation_pending": 5, "review_pending": 2}


def test_an_empty_year_has_a_figure_in_every_row_and_breaks_no_equation() -> None:
    result = counted()
    assert set(result.tables[TABLE]) == {row.id for row in FORM.table(TABLE).rows}
    assert all(one.holds for one in check(FORM, result.tables))
