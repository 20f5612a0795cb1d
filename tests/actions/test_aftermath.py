"""What follows a reply or stands beside the work: proceedings, reopening, notes, files, whose case it is."""

from datetime import date
from typing import Any

import pytest
from factories import AT, HISTORIES, REPLIED, Office, answer, found_office
from sqlalchemy import select

from workflow.rules.errors import BadInput, CaseworkError, NotFound, NotReady, RuleBroken
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Facts
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


def owed(office: Office) -> list[tuple[str, str, str]]:
    return sorted((row["duty"], row["ref"], str(row["due_on"])) for row in rows(office, "duties"))


REASSESS = ("reassess", "", "2027-03-16")
"""What the reply of 2026-03-16 withheld is looked at again twelve months later."""


def test_a_simplified_reconsideration_is_answered_in_half_the_time(office: Office) -> None:
    """行政复议法 (2023), Arts. 48, 54: 10 working days, 5 in the simplified procedure; 04-06 is a holiday."""
    case = office.case(FILED)
    case = office.take(case, "file_proceeding", "2026-04-01", simplified=True)
    assert owed(office) == [("answer_review", "1", "2026-04-16"), ("answer_review", "2", "2026-04-09"), REASSESS]
    assert [one.simplified for one in case.proceedings] == [False, True]
    assert [row["simplified"] for row in rows(office, "proceedings")] == [False, True]
    assert verify(office.store).difference is None


@pytest.mark.parametrize("filing", ["direct", "after"])
def test_only_a_reconsideration_has_a_shorter_time(sqlite_office: Office, filing: str) -> None:
    with pytest.raises(BadInput, match=f"this is {filing}"):
        sqlite_office.take(sqlite_office.case(REPLIED), "file_proceeding", "2026-04-01", filing=filing, simplified=True)


def test_an_answer_ends_the_time_for_it_in_its_proceeding_alone(office: Office) -> None:
    case = office.case((*FILED, ("file_proceeding", "2026-04-02", {"filing": "direct", "simplified": False})))
    case = office.take(case, "answer_proceeding", "2026-04-10", no=1, number=" 复答 1号 ")
    assert owed(office) == [("answer_suit", "2", "2026-04-17"), REASSESS]
    case = office.take(case, "answer_proceeding", "2026-04-17", no=2, number="")
    assert owed(office) == [REASSESS]
    assert [row["answered_on"] for row in rows(office, "proceedings")] == [date(2026, 4, 10), date(2026, 4, 17)]
    assert [(one.result, one.on) for one in case.proceedings] == [("", date(2026, 4, 1)), ("", date(2026, 4, 2))]
    case = office.take(case, "conclude_proceeding", "2026-05-06", result="upheld")
    assert case.proceedings[0].answered_on == date(2026, 4, 10)
    assert verify(office.store).difference is None


def test_an_answer_does_not_ask_for_the_procedure_or_for_its_last_day(office: Office) -> None:
    """A body may order the change of procedure, and late is still an answer."""
    case = office.case((*REPLIED, ("file_proceeding", "2026-04-01", {"simplified": True})))
    case = office.take(case, "answer_proceeding", "2026-06-01")
    assert owed(office) == [REASSESS]


@pytest.mark.parametrize("state", State)
def test_a_proceeding_is_answered_in_every_state(sqlite_office: Office, state: State) -> None:
    case = sqlite_office.case((*AT[state], ("file_proceeding", "2026-04-02")))
    case = sqlite_office.take(case, "answer_proceeding", "2026-04-07")
    assert (case.state, case.proceedings[0].answered_on) == (state, date(2026, 4, 7))
    assert not [duty for duty, *_ in owed(sqlite_office) if duty.startswith("answer_")]


ANSWERED = (*FILED, ("answer_proceeding", "2026-04-07"))


@pytest.mark.parametrize(
    ("history", "on", "no", "error", "match"),
    [
        (FILED, "2026-04-07", 2, NotFound, "has no proceeding 2"),
        (concluded("upheld"), "2026-05-07", 1, BadInput, "already concluded"),
        (ANSWERED, "2026-04-08", 1, BadInput, "already answered on 2026-04-07"),
        (FILED, "2026-03-31", 1, RuleBroken, "2026-04-01"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(
    sqlite_office: Office, history: Any, on: str, no: int, error: type[CaseworkError], match: str
) -> None:
    with pytest.raises(error, match=match):
        sqlite_office.take(sqlite_office.case(history), "answer_proceeding", on, no=no)


@pytest.mark.parametrize("by", ["caseworker", "approver"])
@pytest.mark.parametrize("finding", ["still_withheld", "disclosable"])
def test_a_second_look_moves_the_next_one_on_and_nothing_else(office: Office, by: str, finding: str) -> None:
    """政府信息公开条例 (2019), Art. 18."""
    before = office.case(REPLIED)
    assert owed(office) == [REASSESS]
    case = office.take(before, "reassess", "2026-12-01", by, finding=finding)
    assert owed(office) == [("reassess", "", "2027-12-01")]
    assert (case.reassessed_on, case.finding) == (date(2026, 12, 1), finding)
    same = ("state", "outcome", "closed_on", "counted_outcome", "counted_on", "counted_late", "on_time")
    assert [getattr(case, name) for name in same] == [getattr(before, name) for name in same]
    case = office.take(case, "reassess", "2026-12-01", by)
    assert (owed(office), case.finding) == ([("reassess", "", "2027-12-01")], "still_withheld")
    assert verify(office.store).difference is None


def test_a_new_reply_is_not_one_that_was_looked_at(office: Office) -> None:
    history = [taken for taken in HISTORIES["reopened and replied again"] if taken[0] != "serve"]
    place = [name for name, *_ in history].index("file_proceeding")
    looked = ("reassess", "2026-03-31", {"finding": "disclosable"})
    case = office.case([*history[:place], looked, *history[place:]])
    assert (case.reassessed_on, case.finding) == (None, "")
    assert owed(office) == [("reassess", "", "2027-05-13")]
    assert verify(office.store).difference is None


def test_only_what_was_withheld_here_since_2019_is_looked_at_again(sqlite_office: Office) -> None:
    everything = {"items": [answer(1, Outcome.D2), answer(2, Outcome.D2)]}
    given = [(*taken[:2], everything) if taken[0] == "draft" else taken for taken in REPLIED]
    cases = [sqlite_office.case(given), sqlite_office.bring_in(outcome="N1", closed_on=date(2026, 3, 20))]
    for case in cases:
        with pytest.raises(NotReady, match="nothing to look at again here"):
            sqlite_office.take(case, "reassess", "2026-12-01")
    withheld = sqlite_office.case(REPLIED)
    call = sqlite_office.call("caseworker", "2026-12-01", withheld.version)
    for day, looked_at in ((date(2019, 5, 14), False), (date(2019, 5, 15), True)):
        withheld.closed_on = day
        assert Facts(withheld, call, one_person=False).something_withheld is looked_at


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
