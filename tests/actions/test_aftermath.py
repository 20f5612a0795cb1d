"""What follows a reply or stands beside the work: proceedings, reopening, notes, files, whose case it is."""

from datetime import date
from typing import Any

import pytest
from factories import HISTORIES, REPLIED, Office, found_office
from sqlalchemy import select

from workflow.rules.errors import BadInput, CaseworkError, NotFound, NotReady, RuleBroken
from workflow.rules.outcomes import Outcome
from workflow.rules.states import State
from workflow.store.rows import TABLES
from workflow.store.verify import verify

FILED = (*REPLIED, ("file_proceeding", "2026-04-01"))


def concluded(result: str) -> Any:
    return (*FILED, ("conclude_proceeding", "2026-05-06", {"result": result}))


def rows(office: Office, table: str) -> list[Any]:
    kept = TABLES[table]
    with office.store.reading() as connection:
        return list(connection.execute(select(kept).order_by(*kept.primary_key)).mappings())


@pytest.mark.parametrize("result", ["corrected", "other"])
def test_a_proceeding_lost_opens_the_case_again(office: Office, result: str) -> None:
    """The new reply has the period that the order sets; the year keeps what it counted (statistics, 1.5)."""
    case = office.case(concluded(result))
    (kept,) = rows(office, "proceedings")
    assert (kept["kind"], kept["result"], kept["concluded_on"]) == ("review", result, date(2026, 5, 6))
    case = office.take(case, "reopen", "2026-05-07", days=15)
    assert (case.state, case.outcome, case.closed_on, case.clock_status) == (State.REVIEWED, None, None, "running")
    assert case.due_on == date(2026, 5, 27)  # Saturday 05-09 is worked in lieu.
    assert (case.counted_outcome, case.counted_on) == (Outcome.D3, date(2026, 3, 16))
    assert [row["voided_by"] for table in ("decisions", "secrecy_reviews") for row in rows(office, table)] == [11] * 3
    assert [(row["outcome"], row["doc"]) for row in rows(office, "items")] == [(None, 0), (None, 0)]


def test_the_second_reply_stands_beside_the_one_that_was_counted(office: Office) -> None:
    case = office.case(HISTORIES["reopened and replied again"])
    assert (case.outcome, case.closed_on, case.on_time) == (Outcome.D3, date(2026, 5, 13), True)
    assert case.counted_on == date(2026, 3, 16)
    assert [letter.sent for letter in case.letters] == [True, True]


def test_a_case_of_a_ledger_is_opened_again_and_stays_late_for_its_year(office: Office) -> None:
    case = office.bring_in(outcome="N1", closed_on=date(2026, 3, 31))
    assert case.counted_late
    days = {"file_proceeding": "2026-04-02", "conclude_proceeding": "2026-05-06", "reopen": "2026-05-07"}
    for step, on in days.items():
        case = office.take(case, step, on)
    assert (case.state, case.counted_late, case.counted_outcome) == (State.REVIEWED, True, Outcome.N1)
    assert verify(office.store).difference is None


@pytest.mark.parametrize("history", [FILED, concluded("upheld")])
def test_a_proceeding_that_is_not_lost_opens_nothing(sqlite_office: Office, history: Any) -> None:
    with pytest.raises(NotReady, match="has not ended against the reply"):
        sqlite_office.take(sqlite_office.case(history), "reopen", "2026-05-07")


@pytest.mark.parametrize(
    ("step", "wrong", "error"),
    [
        ("reopen", {"proceeding": 2}, NotFound),
        ("reopen", {"days": 0}, BadInput),
        ("reopen", {"days": 10**9}, CaseworkError),
        ("reopen", {"order": " "}, BadInput),
        ("conclude_proceeding", {"no": 1}, BadInput),
        ("conclude_proceeding", {"no": 2}, NotFound),
        ("file_proceeding", {"filing": "letter"}, BadInput),
    ],
)
def test_what_does_not_fit_a_proceeding_is_refused(
    sqlite_office: Office, step: str, wrong: dict[str, Any], error: type[CaseworkError]
) -> None:
    with pytest.raises(error):
        sqlite_office.take(sqlite_office.case(concluded("corrected")), step, "2026-05-07", **wrong)


def test_a_result_is_one_of_three(sqlite_office: Office) -> None:
    with pytest.raises(BadInput, match="upheld, corrected, other"):
        sqlite_office.take(sqlite_office.case(FILED), "conclude_proceeding", "2026-05-06", result="won")


def test_several_proceedings_are_numbered(sqlite_office: Office) -> None:
    case = sqlite_office.case((*concluded("upheld"), ("file_proceeding", "2026-05-20", {"filing": "after"})))
    assert [(one.no, one.kind, one.result) for one in case.proceedings] == [(1, "review", "upheld"), (2, "after", "")]


def test_a_case_is_given_to_somebody_of_the_agency(office: Office) -> None:
    case = office.take(office.case(), "assign", "2026-03-03", to=office.people["approver"], reason="代班")
    assert case.assignee == office.people["approver"]
    with pytest.raises(NotFound, match="no role in the agency"):
        office.take(case, "assign", "2026-03-03", to=office.people["stranger"])
    other = found_office(office.store, office.seal, "0002")
    with pytest.raises(NotFound, match="no role in the agency"):
        office.take(case, "assign", "2026-03-03", to=other.people["everyone"])
    assert verify(office.store).difference is None


def test_files_are_numbered(office: Office) -> None:
    case = office.case([("attach", "2026-03-03"), ("attach", "2026-03-03", {"name": "附件二.pdf"})])
    assert [(row["no"], row["name"]) for row in rows(office, "attachments")] == [(1, "附件.pdf"), (2, "附件二.pdf")]
    assert case.attachments == 2


@pytest.mark.parametrize("name", ["秘密★3年.pdf", "机密级会议纪要.docx", "绝密★.txt"])
def test_a_file_with_a_classification_is_never_kept(sqlite_office: Office, name: str) -> None:
    """保守国家秘密法 (2024), Art. 31: state secrets are not kept in a system that is not classified."""
    with pytest.raises(RuleBroken, match="bears a classification"):
        sqlite_office.take(sqlite_office.case(), "attach", "2026-03-03", name=name)


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"size": -1}, {"size": 2**63}, {"sha256": "abc"}, {"sha256": "A" * 64}, {"sha256": "g" * 64}],
)
def test_a_file_that_cannot_be_is_refused(office: Office, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        office.take(office.case(), "attach", "2026-03-03", **wrong)


def test_a_note_says_something(sqlite_office: Office) -> None:
    with pytest.raises(BadInput, match="note is empty"):
        sqlite_office.take(sqlite_office.case(), "note", "2026-03-03", text="\n\t ")
