"""Who has to do what next, read off cases with a history."""

from datetime import date

import pytest
from factories import AT, DECIDED, HISTORIES, Office, Taken

from workflow.rules.duty import Actor
from workflow.rules.obligation import obligation, possible
from workflow.rules.record.replay import KINDS
from workflow.rules.states import TABLE, Role, State, Step, allowed
from workflow.rules.wording import ENTRIES, all_words, has_words, word

CLEARED = DECIDED[:4]
ISSUED = (*DECIDED, ("issue_reply", "2026-03-13"))
CONSULTED = HISTORIES["consulted and answered"][:3]
CHARGED = HISTORIES["charged and paid"]


@pytest.mark.parametrize(
    ("history", "who", "what", "by"),
    [
        ((), Actor.CASEWORKER, Step.REVIEW, "2026-03-30"),
        (AT[State.REVIEWED], Actor.CASEWORKER, Step.DRAFT, "2026-03-30"),
        (DECIDED[:2], Actor.CASEWORKER, Step.SUBMIT, "2026-03-30"),
        (AT[State.SECRECY_CHECK], Actor.SECRECY_REVIEWER, Step.CLEAR, "2026-03-30"),
        (CLEARED, Actor.APPROVER, Step.DECIDE, "2026-03-30"),
        (AT[State.DECIDED], Actor.CASEWORKER, Step.ISSUE_REPLY, "2026-03-30"),
        (ISSUED, Actor.CASEWORKER, Step.REPLY, "2026-03-30"),
        (AT[State.REPLIED], Actor.NOBODY, None, None),
        (AT[State.CORRECTING], Actor.APPLICANT, Step.CORRECT, "2026-03-31"),
        (CHARGED[:2], Actor.CASEWORKER, Step.DELIVER_FEE_NOTICE, "2026-03-30"),
        (CHARGED[:3], Actor.APPLICANT, Step.PAY, "2026-04-03"),
        (CONSULTED[:2], Actor.CONSULTED, Step.ANSWER_CONSULTATION, None),
        (CONSULTED, Actor.CONSULTED, Step.ANSWER_CONSULTATION, "2026-03-26"),
        (HISTORIES["extended, delayed"][:3], Actor.APPLICANT, Step.GIVE_REASONS, None),
        (HISTORIES["consulted and silent"], Actor.CASEWORKER, Step.DRAFT, "2026-04-22"),
    ],
)
def test_what_comes_next(
    sqlite_office: Office, history: tuple[Taken, ...], who: Actor, what: Step | None, by: str | None
) -> None:
    found = obligation(sqlite_office.case(history), date(2026, 3, 20))
    assert found == (who, what, None if by is None else date.fromisoformat(by))


@pytest.mark.parametrize(
    ("history", "last", "what"),
    [
        (AT[State.CORRECTING], date(2026, 3, 31), Step.LAPSE),
        (CHARGED[:3], date(2026, 4, 3), Step.LAPSE),
        (CONSULTED, date(2026, 3, 26), Step.LAPSE_CONSULTATION),
    ],
)
def test_time_that_is_over_turns_to_the_caseworker(
    sqlite_office: Office, history: tuple[Taken, ...], last: date, what: Step
) -> None:
    case = sqlite_office.case(history)
    assert obligation(case, last).who is not Actor.CASEWORKER
    assert obligation(case, date.fromordinal(last.toordinal() + 1)) == (Actor.CASEWORKER, what, last)


@pytest.mark.parametrize("state", State)
def test_the_steps_possible_are_those_of_the_table(sqlite_office: Office, state: State) -> None:
    case = sqlite_office.case(AT[state])
    call = sqlite_office.call("everyone", "2026-04-02", case.version)
    found = possible(case, call, frozenset({Role.CASEWORKER}), one_person=False)
    assert [one.step for one in found] == [step for step in allowed(state) if step is not Step.RECALCULATE]
    rows = {row.step: row for row in TABLE if row.source is state}
    for one in found:
        assert set(one.by) == rows[one.step].by
        assert one.mine is (Role.CASEWORKER in one.by)
        assert set(one.objections) <= {guard.objection for guard in rows[one.step].only_if}


def test_what_is_missing_is_named(sqlite_office: Office) -> None:
    case = sqlite_office.case(AT[State.REVIEWED])
    call = sqlite_office.call("caseworker", "2026-03-10", case.version)
    steps = {one.step: one for one in possible(case, call, frozenset({Role.CASEWORKER}), one_person=False)}
    assert steps[Step.DRAFT].objections == ()
    assert [text[:26] for text in steps[Step.SUBMIT].objections] == ["The draft is not complete."]


def test_every_kind_of_entry_has_its_words() -> None:
    assert ENTRIES.keys() == KINDS.keys()


def test_a_code_without_a_word_stays_as_it_is() -> None:
    assert word("way", "post") == "by post"
    assert word("way", "pigeon") == "pigeon"
    assert word("no such field", "post") == "post"
    assert (has_words("way"), has_words("no such field")) == (True, False)
    assert "by post" in all_words()
