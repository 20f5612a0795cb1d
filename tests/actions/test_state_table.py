"""The table holds through the whole action layer: what it does not have changes nothing, on both databases."""

import pytest
from factories import ACTIONS, AT, Office, dump

from workflow.rules.errors import NotAllowed, NotYours
from workflow.rules.states import LINES, Role, State, Step, allowed


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


@pytest.mark.parametrize("state", State)
def test_a_step_or_a_role_that_the_table_does_not_have_changes_nothing(office: Office, state: State) -> None:
    case = office.case(AT[state])
    before = dump(office.store)
    for name in ACTIONS:
        row = LINES.get((state, Step(name)))
        if row is None:
            with pytest.raises(NotAllowed) as refusal:
                office.take(case, name, "2026-05-06", by="everyone")
            assert all(step in str(refusal.value) for step in allowed(state))
            continue
        for role in set(Role) - row.by:
            with pytest.raises(NotYours):
                office.take(case, name, "2026-05-06", by=role)
    assert dump(office.store) == before


@pytest.mark.parametrize("state", State)
def test_the_history_of_each_state_leads_there(office: Office, state: State) -> None:
    assert office.case(AT[state]).state is state
