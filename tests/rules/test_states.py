"""The table of states is the rule: what stands in it is possible, and nothing else."""

import gc
import weakref
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from workflow.rules.errors import CaseworkError, NotAllowed, NotReady, NotYours
from workflow.rules.states import (
    LINES,
    MACHINE,
    OPEN,
    TABLE,
    WAYS,
    Role,
    State,
    Step,
    advance,
    advance_in_batch,
    allowed,
)

TRIPLES = list(product(State, Step, Role))


@dataclass(frozen=True)
class Ready:
    """Facts to which no guard objects."""

    corrected: bool = False
    extended: bool = False
    draft_complete: bool = True
    consultation_open: bool = False
    reasons_open: bool = False
    secrecy_cleared: bool = True
    reviewer_is_not_drafter: bool = True
    approver_is_apart: bool = True
    reply_issued: bool = True
    fee_notice_delivered: bool = True
    time_is_over: bool = True
    something_withheld: bool = True


READY = Ready()


def test_what_the_table_has_leads_where_it_says() -> None:
    for state, step, role in TRIPLES:
        row = LINES.get((state, step))
        if row is not None and role in row.by:
            case = SimpleNamespace(state=state)
            assert advance(case, step, frozenset({role}), Ready()) is row.to
            assert case.state is row.to


def test_a_step_that_the_table_does_not_have_is_refused_and_names_those_it_has() -> None:
    for state, step, role in TRIPLES:
        if (state, step) in LINES:
            continue
        case = SimpleNamespace(state=state)
        with pytest.raises(NotAllowed) as refusal:
            advance(case, step, frozenset({role}), Ready())
        assert case.state is state
        assert str(refusal.value).endswith(f"Possible now: {', '.join(allowed(state))}.")


def test_a_role_that_the_row_does_not_have_is_refused_and_names_those_it_has() -> None:
    for state, step, role in TRIPLES:
        row = LINES.get((state, step))
        if row is None or role in row.by:
            continue
        case = SimpleNamespace(state=state)
        with pytest.raises(NotYours) as refusal:
            advance(case, step, frozenset({role}), Ready())
        assert case.state is state
        assert f"for the role {', '.join(sorted(row.by))}," in str(refusal.value)


def test_one_of_several_roles_is_enough_and_none_is_not() -> None:
    case = SimpleNamespace(state=State.RECEIVED)
    with pytest.raises(NotYours):
        advance(case, Step.REVIEW, frozenset(), Ready())
    assert advance(case, Step.REVIEW, frozenset({Role.AUDITOR, Role.CASEWORKER}), Ready()) is State.REVIEWED


@pytest.mark.parametrize(
    ("state", "step", "fact", "error"),
    [
        (State.RECEIVED, Step.ASK_CORRECTION, {"corrected": True}, NotReady),
        (State.REVIEWED, Step.EXTEND, {"extended": True}, NotReady),
        (State.REVIEWED, Step.ASK_REASONS, {"reasons_open": True}, NotReady),
        (State.REVIEWED, Step.SUBMIT, {"draft_complete": False}, NotReady),
        (State.REVIEWED, Step.SUBMIT, {"consultation_open": True}, NotReady),
        (State.REVIEWED, Step.SUBMIT, {"reasons_open": True}, NotReady),
        (State.SECRECY_CHECK, Step.CLEAR, {"reviewer_is_not_drafter": False}, NotYours),
        (State.SECRECY_CHECK, Step.DECIDE, {"secrecy_cleared": False}, NotReady),
        (State.SECRECY_CHECK, Step.DECIDE, {"approver_is_apart": False}, NotYours),
        (State.DECIDED, Step.REPLY, {"reply_issued": False}, NotReady),
        (State.AWAITING_PAYMENT, Step.PAY, {"fee_notice_delivered": False}, NotReady),
        (State.AWAITING_PAYMENT, Step.LAPSE, {"time_is_over": False}, NotReady),
        (State.CORRECTING, Step.LAPSE, {"time_is_over": False}, NotReady),
        (State.REPLIED, Step.REASSESS, {"something_withheld": False}, NotReady),
    ],
)
def test_a_guard_objects_and_the_case_stays(
    state: State, step: Step, fact: dict[str, Any], error: type[CaseworkError]
) -> None:
    case = SimpleNamespace(state=state)
    with pytest.raises(error) as refusal:
        advance(case, step, frozenset(Role), replace(Ready(), **fact))
    assert case.state is state
    assert refusal.value.message in {guard.objection for guard in LINES[state, step].only_if}


def test_each_guard_has_its_own_words() -> None:
    objections = [guard.objection for guard in {guard for row in TABLE for guard in row.only_if}]
    assert len(objections) == len(set(objections))


def test_a_pair_of_state_and_step_stands_in_the_table_once() -> None:
    assert len(LINES) == len(TABLE)


def test_every_state_can_be_reached_and_every_open_one_left() -> None:
    reached = {State.RECEIVED}
    while more := {row.to for row in TABLE if row.source in reached} - reached:
        reached |= more
    assert reached == set(State)
    assert all(any(row.source is state and row.to is not state for row in TABLE) for state in OPEN)


def test_an_open_request_can_be_withdrawn_and_a_closed_one_cannot() -> None:
    assert {row.source for row in TABLE if row.step is Step.WITHDRAW} == OPEN


def test_the_machine_has_the_steps_and_no_way_past_the_guards() -> None:
    assert set(MACHINE.events) == {step.value for step in Step}
    assert not [name for name in MACHINE.events if name.startswith("to_")]


def outcome(move: Callable[..., State], state: State, step: Step, role: Role, facts: Ready) -> tuple[object, ...]:
    """Return what comes of a step: the state, and the refusal in words."""
    case = SimpleNamespace(state=state)
    try:
        return move(case, step, frozenset({role}), facts), case.state
    except CaseworkError as refusal:
        return type(refusal), str(refusal), case.state


def test_a_batch_goes_the_ways_of_the_machine() -> None:
    facts = [READY, *(replace(READY, **{fact.name: not getattr(READY, fact.name)}) for fact in fields(READY))]
    for (state, step, role), seen in product(TRIPLES, facts):
        assert outcome(advance_in_batch, state, step, role, seen) == outcome(advance, state, step, role, seen)


def test_the_ways_of_a_batch_are_all_that_the_machine_has_and_ask_all_that_it_asks() -> None:
    transitions = [one for event in MACHINE.events.values() for some in event.transitions.values() for one in some]
    assert len(WAYS) == len(transitions) == len(TABLE)
    for one in transitions:
        assert all(condition.target for condition in one.conditions)
        assert [one.prepare, one.before, one.after] == [[], [], []]
    assert [MACHINE.prepare_event, MACHINE.before_state_change, MACHINE.after_state_change] == [[], [], []]


class Standing:
    state = State.RECEIVED


def test_the_machine_keeps_no_case() -> None:
    case = Standing()
    for _ in range(100_000):
        case = Standing()
        advance(case, Step.NOTE, frozenset({Role.CASEWORKER}), READY)
    last = weakref.ref(case)
    del case
    gc.collect()
    assert last() is None
    assert len(MACHINE.models) == 0
