"""Corrections of the record (更正记录): a new entry names the mistaken one, and the clock is read anew."""

from datetime import date
from typing import Any

import pytest
from factories import AT, DECIDED, HISTORIES, REPLIED, Office
from sqlalchemy import select

from workflow.rules.errors import BadInput, CaseworkError, NotFound, RuleBroken
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.rules.states import State
from workflow.store.rows import TABLES
from workflow.store.verify import verify

REASON = {"reason": "误录"}


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


def row(office: Office, table: str, case: Case) -> Any:
    with office.store.reading() as connection:
        rows = TABLES[table]
        return connection.execute(select(rows).where(rows.c.case_id == case.id)).mappings().one()


def corrected(office: Office, case: Case, on: str, **right: Any) -> Case:
    case = office.take(case, "correct_entry", on, **{**REASON, **right})
    assert verify(office.store).difference is None
    return case


def test_the_right_day_of_receipt_moves_the_due_day(office: Office) -> None:
    case = office.case(DECIDED[:1])
    before = case.due_on
    case = corrected(office, case, "2026-03-04", corrects=1, day=date(2026, 2, 27))
    assert before == date(2026, 3, 30)
    assert (case.received_on, case.due_on) == (date(2026, 2, 27), date(2026, 3, 26))  # 02-28 is worked in lieu


def test_a_receipt_after_a_step_that_was_taken_is_refused(sqlite_office: Office) -> None:
    case = sqlite_office.case(DECIDED[:1])
    with pytest.raises(RuleBroken, match="does not fit between the steps"):
        corrected(sqlite_office, case, "2026-03-10", corrects=1, day=date(2026, 3, 4))


def test_the_right_day_of_the_first_step_lets_the_next_one_be_earlier(office: Office) -> None:
    case = office.case([("ask_correction", "2026-03-10")])
    case = corrected(office, case, "2026-03-11", corrects=2, day=date(2026, 3, 4))
    assert (case.correction_on, case.moved_on) == (date(2026, 3, 4), date(2026, 3, 4))
    assert office.take(case, "correct", "2026-03-06").state is State.RECEIVED


@pytest.mark.parametrize(
    ("history", "corrects", "day", "table", "column"),
    [
        ("consulted and answered", 3, date(2026, 3, 3), "consultations", "sent_on"),
        ("consulted and answered", 4, date(2026, 3, 6), "consultations", "delivered_on"),
        ("consulted and answered", 5, date(2026, 3, 9), "consultations", "answered_on"),
        ("charged and paid", 4, date(2026, 3, 9), "fees", "delivered_on"),
        ("charged and paid", 5, date(2026, 3, 19), "fees", "paid_on"),
        ("at replied", 8, date(2026, 3, 13), "letters", "dispatched_on"),
    ],
)
def test_the_row_that_holds_the_day_follows(
    office: Office, history: str, corrects: int, day: date, table: str, column: str
) -> None:
    case = office.case(HISTORIES[history])
    case = corrected(office, case, "2026-04-30", corrects=corrects, day=day)
    assert row(office, table, case)[column] == day
    assert next(tick.event.on for tick in case.ticks if tick.seq == corrects) == day


def test_the_right_day_of_the_reply_is_the_day_the_year_counts(office: Office) -> None:
    case = corrected(office, office.case(REPLIED), "2026-04-30", corrects=8, day=date(2026, 4, 1))
    assert (case.closed_on, case.counted_on, case.on_time, case.counted_late) == (
        date(2026, 4, 1),
        date(2026, 4, 1),
        False,
        True,
    )


def test_a_reply_before_its_decision_is_refused(sqlite_office: Office) -> None:
    with pytest.raises(RuleBroken, match="they leave 2026-03-12 to"):
        corrected(sqlite_office, sqlite_office.case(REPLIED), "2026-04-30", corrects=8, day=date(2026, 3, 11))


def reopened(office: Office) -> Case:
    history = HISTORIES["reopened and replied again"]
    return office.case(history[: [step for step, *_ in history].index("reopen") + 1])


def test_the_first_reply_can_be_put_right_after_a_reopening(office: Office) -> None:
    case = reopened(office)
    case = corrected(office, case, "2026-05-08", corrects=8, day=date(2026, 4, 1))
    assert (case.closed_on, case.outcome) == (None, None)
    assert (case.counted_on, case.counted_late) == (date(2026, 4, 1), True)


def test_the_outcome_that_the_year_counts_stays_when_the_second_reply_is_put_right(office: Office) -> None:
    case = office.case(HISTORIES["reopened and replied again"])
    second = case.ends()[-1]
    case = corrected(office, case, "2026-05-18", corrects=second, outcome=Outcome.U1)
    assert (case.outcome, case.counted_outcome) == (Outcome.U1, Outcome.D3)
    case = corrected(office, case, "2026-05-18", corrects=second, day=date(2026, 5, 14))
    assert (case.closed_on, case.counted_on) == (date(2026, 5, 14), date(2026, 3, 16))


def test_a_correction_between_the_end_and_the_reopening_leaves_what_the_year_counts(office: Office) -> None:
    case = office.case([*REPLIED, ("file_proceeding", "2026-04-01")])
    case = corrected(office, case, "2026-04-02", corrects=8, day=date(2026, 4, 1))
    case = office.take(case, "conclude_proceeding", "2026-05-06")
    case = office.take(case, "reopen", "2026-05-07")
    assert case.counted_late
    assert verify(office.store).difference is None


@pytest.mark.parametrize(
    ("state", "right"),
    [
        (State.REPLIED, {"corrects": 8, "outcome": Outcome.C3}),
        (State.REPLIED, {"corrects": 8, "outcome": Outcome.U4}),
        (State.REPLIED, {"corrects": 2, "outcome": Outcome.D2}),
        (State.WITHDRAWN, {"corrects": 2, "outcome": Outcome.C1}),
        (State.LAPSED, {"corrects": 3, "outcome": Outcome.D2}),
        (State.RECEIVED, {"corrects": 1, "outcome": Outcome.D2}),
        (State.REVIEWED, {"corrects": 2, "day": date(2026, 3, 2)}),
        (State.RECEIVED, {"corrects": 1, "day": date(2026, 5, 2)}),
        (State.RECEIVED, {"corrects": 1, "channel": "pigeon"}),
        (State.RECEIVED, {"corrects": 1, "applicant_class": "anybody"}),
        (State.REVIEWED, {"corrects": 2, "channel": "fax"}),
        (State.REVIEWED, {"corrects": 2, "void": True}),
        (State.REVIEWED, {"corrects": 1}),
        (State.RECEIVED, {"corrects": 1, "applicant": "李四", "reason": " "}),
        (State.CORRECTING, {"corrects": 2, "day": date(2026, 2, 27)}),
    ],
)
def test_what_cannot_be_put_right_is_refused(sqlite_office: Office, state: State, right: dict[str, Any]) -> None:
    case = sqlite_office.case(AT[state])
    with pytest.raises((BadInput, RuleBroken)):
        corrected(sqlite_office, case, "2026-04-30", **right)


@pytest.mark.parametrize("corrects", [0, -1, 3, 2**70])
def test_an_entry_that_is_not_there_is_refused(office: Office, corrects: int) -> None:
    with pytest.raises(CaseworkError):
        corrected(office, office.case(DECIDED[:1]), "2026-04-30", corrects=corrects, void=True)


def test_a_mistaken_class_and_channel_are_put_right(office: Office) -> None:
    case = corrected(
        office, office.case(), "2026-03-03", corrects=1, channel="letter", applicant_class="research", applicant="李四"
    )
    assert (case.channel, case.applicant_class, case.applicant) == ("letter", "research", "李四")


def test_a_void_extension_leaves_the_first_due_day_and_may_be_made_anew(office: Office) -> None:
    """Art. 33 allows one extension; one that never happened does not count."""
    case = office.case([*DECIDED[:1], ("extend", "2026-03-04")])
    case = corrected(office, case, "2026-03-05", corrects=3, void=True)
    assert (case.due_on, case.extension_days) == (date(2026, 3, 30), 0)
    with pytest.raises(RuleBroken, match="void already"):
        corrected(office, case, "2026-03-05", corrects=3, void=True)
    assert office.take(case, "extend", "2026-03-06").extension_days == 10


def test_a_void_consultation_pauses_nothing_and_holds_up_nothing(office: Office) -> None:
    case = office.case([*DECIDED[:1], ("consult", "2026-03-04"), ("deliver_consultation", "2026-03-05")])
    assert case.clock_status == "paused"
    case = corrected(office, case, "2026-03-09", corrects=3, void=True)
    assert (case.clock_status, case.consultations) == ("running", [])
    assert row(office, "consultations", case)["voided_by"] == case.version
    case = office.take(case, "draft", "2026-03-09")
    assert office.take(case, "submit", "2026-03-10").state is State.SECRECY_CHECK


def test_nothing_else_is_put_right_of_a_void_entry(sqlite_office: Office) -> None:
    case = sqlite_office.case([*DECIDED[:1], ("extend", "2026-03-04")])
    with pytest.raises(BadInput, match="never happened"):
        corrected(sqlite_office, case, "2026-03-05", corrects=3, void=True, day=date(2026, 3, 3))


def test_the_delivery_stays_once_the_silence_counted_from_it_is_on_record(sqlite_office: Office) -> None:
    case = sqlite_office.case(HISTORIES["consulted and silent"])
    with pytest.raises(RuleBroken, match="silence of consultation C3"):
        corrected(sqlite_office, case, "2026-03-30", corrects=4, day=date(2026, 3, 6))


def test_an_entry_of_another_case_is_not_found(sqlite_office: Office) -> None:
    sqlite_office.case(REPLIED)
    with pytest.raises(NotFound, match="has no entry 8"):
        corrected(sqlite_office, sqlite_office.case(), "2026-04-30", corrects=8, outcome=Outcome.D2)


def test_the_words_of_a_request_that_a_ledger_left_out_are_entered_while_it_is_open(office: Office) -> None:
    case = corrected(office, office.case([], items=["原文不详"]), "2026-03-04", corrects=1, items=["甲文件全文"])
    assert row(office, "items", case)["text"] == "甲文件全文"


def test_the_words_of_a_request_stay_once_it_is_answered(sqlite_office: Office) -> None:
    case = sqlite_office.case(REPLIED)
    with pytest.raises(BadInput, match="settled once the case is closed"):
        corrected(sqlite_office, case, "2026-04-20", corrects=1, items=["乙文件", "丙文件"])
