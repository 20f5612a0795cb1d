"""The draft, its secrecy review and the decision: two people, and what a change voids; Arts. 17, 36."""

from collections.abc import Callable
from typing import Any

import pytest
from factories import AT, DECIDED, Office, answer, found_office
from msgspec import structs
from sqlalchemy import select

from workflow.rules.errors import BadInput, NotReady, NotYours, RuleBroken
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.rules.states import State
from workflow.store.rows import TABLES
from workflow.store.seal import Seal
from workflow.store.session import Store

DRAFTED, SUBMITTED, CLEARED = DECIDED[:2], DECIDED[:3], DECIDED[:4]


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


def rows(office: Office, table: str, case: Case) -> list[Any]:
    kept = TABLES[table]
    with office.store.reading() as connection:
        query = select(kept).where(kept.c.case_id == case.id).order_by(*kept.primary_key)
        return list(connection.execute(query).mappings())


def drafted_by_everyone(office: Office) -> Case:
    case = office.take(office.case(DECIDED[:1]), "draft", "2026-03-09", by="everyone")
    return office.take(case, "submit", "2026-03-10")


def test_a_draft_goes_through_review_and_decision(office: Office) -> None:
    case = office.case(DECIDED)
    assert (case.state, case.decided, case.outcome) == (State.DECIDED, Outcome.D3, None)
    assert [(row["doc"], row["conclusion"], row["alone"]) for row in rows(office, "secrecy_reviews", case)] == [
        (1, "open", False),
        (1, "open", False),
    ]
    (decision,) = rows(office, "decisions", case)
    assert (decision["outcome"], decision["approver_id"]) == ("D3", office.people["approver"])
    assert [(row["outcome"], row["doc"]) for row in rows(office, "items", case)] == [("D2", 1), ("N1", 1)]


def test_the_drafter_neither_reviews_nor_decides(office: Office) -> None:
    case = drafted_by_everyone(office)
    with pytest.raises(NotYours, match="another person has to review"):
        office.take(case, "clear", "2026-03-11", by="everyone")
    case = office.take(case, "clear", "2026-03-11")
    with pytest.raises(NotYours, match="another person has to decide"):
        office.take(case, "decide", "2026-03-12", by="everyone")
    assert office.take(case, "decide", "2026-03-12").state is State.DECIDED


def test_the_reviewer_does_not_decide(office: Office) -> None:
    case = office.take(office.case(SUBMITTED), "clear", "2026-03-11", by="everyone")
    with pytest.raises(NotYours, match="another person has to decide"):
        office.take(case, "decide", "2026-03-12", by="everyone")


def test_who_once_drafted_stays_a_drafter(sqlite_office: Office) -> None:
    case = drafted_by_everyone(sqlite_office)
    case = sqlite_office.take(case, "send_back", "2026-03-11")
    case = sqlite_office.take(case, "draft", "2026-03-12", by="caseworker")
    case = sqlite_office.take(case, "submit", "2026-03-12")
    with pytest.raises(NotYours):
        sqlite_office.take(case, "clear", "2026-03-13", by="everyone")


def test_an_office_of_one_person_may_and_the_record_marks_it(new_store: Callable[[str], Store], seal: Seal) -> None:
    for backend in ("sqlite", "postgres"):
        office = found_office(new_store(backend), seal, one_person=True)
        case = drafted_by_everyone(office)
        for step, on in (("clear", "2026-03-11"), ("decide", "2026-03-12")):
            case = office.take(case, step, on, by="everyone")
        marks = [row["alone"] for table in ("secrecy_reviews", "decisions") for row in rows(office, table, case)]
        assert marks == [True, True, True]
        apart = office.case(DECIDED)
        assert [row["alone"] for row in rows(office, "decisions", apart)] == [False]


def test_a_draft_that_was_handed_in_is_changed_only_after_it_was_sent_back(office: Office) -> None:
    for history in (SUBMITTED, CLEARED, DECIDED):
        case = office.case(history)
        with pytest.raises(Exception, match="cannot take the step draft"):
            office.take(case, "draft", "2026-03-16")


def test_sending_back_voids_reviews_decision_and_the_letter_not_sent(office: Office) -> None:
    case = office.case((*DECIDED, ("issue_reply", "2026-03-13")))
    case = office.take(case, "send_back", "2026-03-16")
    assert (case.state, case.clearances, case.decision, case.decided) == (State.REVIEWED, [], 0, None)
    voided = [
        row["voided_by"] for table in ("secrecy_reviews", "decisions", "letters") for row in rows(office, table, case)
    ]
    assert voided == [case.version] * 4
    case = office.take(case, "submit", "2026-03-17")
    with pytest.raises(NotReady, match="Sign off the secrecy review"):
        office.take(case, "decide", "2026-03-17")
    case = office.take(office.take(case, "clear", "2026-03-17"), "decide", "2026-03-17")
    with pytest.raises(NotReady, match="letter of this decision is not issued"):
        office.take(case, "reply", "2026-03-18")


def test_every_item_is_reviewed_in_its_present_version(office: Office) -> None:
    case = office.take(office.case(SUBMITTED), "clear", "2026-03-11", items=[1])
    with pytest.raises(NotReady, match="Sign off the secrecy review"):
        office.take(case, "decide", "2026-03-12")
    case = office.take(case, "clear", "2026-03-12", items=[2])
    assert office.take(case, "decide", "2026-03-12").state is State.DECIDED


def test_a_question_put_to_the_secrecy_administration_clears_nothing(sqlite_office: Office) -> None:
    """Art. 17(3): 对政府信息不能确定是否可以公开的，报有关主管部门或者保密行政管理部门确定."""
    case = sqlite_office.take(sqlite_office.case(SUBMITTED), "clear", "2026-03-11", conclusion="refer")
    with pytest.raises(NotReady):
        sqlite_office.take(case, "decide", "2026-03-12")


def test_what_the_review_withholds_is_not_given(sqlite_office: Office) -> None:
    case = sqlite_office.case(SUBMITTED)
    with pytest.raises(RuleBroken, match="Item 1 is drafted as disclosed"):
        sqlite_office.take(case, "clear", "2026-03-11", conclusion="withhold")
    assert sqlite_office.take(case, "clear", "2026-03-11", conclusion="withhold", items=[2]).version == 5


@pytest.mark.parametrize(
    ("history", "step", "wrong"),
    [
        (SUBMITTED, "clear", {"conclusion": "perhaps"}),
        (SUBMITTED, "clear", {"ground": " "}),
        (SUBMITTED, "clear", {"items": [3]}),
        (SUBMITTED, "send_back", {"reason": ""}),
        (DECIDED[:1], "draft", {"items": []}),
        (DECIDED[:1], "draft", {"items": [answer(3, Outcome.D2)]}),
        (DECIDED[:1], "draft", {"items": [answer(1, Outcome.D2), answer(1, Outcome.D1)]}),
    ],
)
def test_what_names_nothing_is_refused(sqlite_office: Office, history: Any, step: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        sqlite_office.take(sqlite_office.case(history), step, "2026-03-13", **wrong)


@pytest.mark.parametrize("outcome", [Outcome.C1, Outcome.C2, Outcome.C3, Outcome.U4])
def test_an_outcome_that_no_reply_can_have_is_refused(sqlite_office: Office, outcome: Outcome) -> None:
    usual = answer(1, outcome)
    ended = {"ended_because": "申请人撤回"} if outcome is Outcome.C3 else usual.detail
    draft = structs.replace(usual, detail=ended)
    with pytest.raises(RuleBroken):
        sqlite_office.take(sqlite_office.case(DECIDED[:1]), "draft", "2026-03-09", items=[draft])


def test_an_outcome_that_the_law_of_the_day_does_not_know_is_refused(sqlite_office: Office) -> None:
    """行政执法案卷 came with Art. 16 of 2019."""
    case = sqlite_office.take(sqlite_office.register("2019-05-13"), "review", "2019-05-14")
    with pytest.raises(RuleBroken, match="cannot be decided on 2019-05-14"):
        sqlite_office.take(case, "draft", "2019-05-14", items=[answer(1, Outcome.N7)])


def test_an_incomplete_draft_is_not_handed_in(sqlite_office: Office) -> None:
    case = sqlite_office.case((*DECIDED[:1], ("draft", "2026-03-09", {"items": [answer(1, Outcome.D2)]})))
    with pytest.raises(NotReady, match="draft is not complete"):
        sqlite_office.take(case, "submit", "2026-03-10")
    case = sqlite_office.take(case, "draft", "2026-03-10", items=[answer(2, Outcome.D2)])
    assert sqlite_office.take(case, "submit", "2026-03-10").state is State.SECRECY_CHECK


def test_the_office_chooses_what_counts_where_all_items_fail(sqlite_office: Office) -> None:
    items = [answer(1, Outcome.U1), answer(2, Outcome.N1)]
    history = [*DECIDED[:1], ("draft", "2026-03-09", {"items": items}), *DECIDED[2:4]]
    case = sqlite_office.case(history)
    with pytest.raises(RuleBroken, match="Its items allow U1, N1"):
        sqlite_office.take(case, "decide", "2026-03-12", chosen=Outcome.D2)
    assert sqlite_office.take(case, "decide", "2026-03-12", chosen=Outcome.N1).decided is Outcome.N1


def test_reviewed_means_that_nothing_is_decided_yet(sqlite_office: Office) -> None:
    assert sqlite_office.case(AT[State.SECRECY_CHECK]).decided is None
