"""Random people take random steps on random days, over several requests and years; the record stays whole.

Whatever was refused changed nothing, whatever was taken stands in the table of states, and at the end chains, clocks
and rows are what the entries make, and the statutory table of every year balances.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import date, timedelta
from itertools import count
from typing import Any, ClassVar, TypeAlias

import pytest
from factories import ACTIONS, USUAL, answer, at, found_office, role_for
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from workflow.actions.register import CLASSES, Requester
from workflow.files.forms import form
from workflow.rules.arrival import Arrival, Channel
from workflow.rules.equations import check
from workflow.rules.errors import CaseworkError
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.rules.states import LINES, OPEN, Role, State, Step, allowed
from workflow.rules.statistics import Group, applications
from workflow.store.rows import TABLES
from workflow.store.seal import Seal
from workflow.store.session import Store
from workflow.store.statistics import groups_of
from workflow.store.verify import verify

Opened: TypeAlias = Callable[[str], AbstractContextManager[Store]]
FIRST_DAY = date(2025, 11, 20)
YEARS = (2025, 2026, 2027, 2028)
PEOPLE = [*Role, "everyone", "stranger"]
OUTCOMES = [Outcome.D1, Outcome.D2, Outcome.D3, Outcome.N1, Outcome.N4A, Outcome.U1, Outcome.U4, Outcome.X2, Outcome.C1]
LAGS = st.sampled_from([*[0] * 9, 1, 3, 12, 40, -1])
PERSONS = st.sampled_from([*[""] * 20, *PEOPLE])
PROCEEDINGS = ("file_proceeding", "answer_proceeding", "conclude_proceeding")
ANY_TIME = ("note", "assign", "attach", "issue_letter", "dispatch", "serve", *PROCEEDINGS)
NEXT = {
    State.RECEIVED: ("review",),
    State.REVIEWED: ("draft", "submit"),
    State.SECRECY_CHECK: ("clear", "decide"),
    State.DECIDED: ("issue_reply", "reply"),
    State.REPLIED: (*PROCEEDINGS, "reopen"),
    State.CORRECTING: ("correct",),
    State.AWAITING_PAYMENT: ("deliver_fee_notice", "pay"),
}
"""The steps by which a request goes on, as an office would take them."""


def days_from(on: date, first: int, last: int) -> st.SearchStrategy[date]:
    return st.integers(first, last).map(lambda days: on + timedelta(days=days))


def said(step: str, case: Case, on: date) -> st.SearchStrategy[dict[str, Any]]:
    """Draw what a step could say, right or wrong."""
    refs = st.sampled_from([*(one.ref for one in case.consultations if one.open), "C9"])
    numbers = st.sampled_from([1, 1, 1, 2, 3])
    letters = st.sampled_from([*(one.no for one in case.letters), 9])
    drafts = st.lists(st.tuples(numbers, st.sampled_from(OUTCOMES)), min_size=1, max_size=3)
    known: dict[str, st.SearchStrategy[dict[str, Any]]] = {
        "ask_correction": st.fixed_dictionaries({"reply_by": days_from(on, -1, 40)}),
        "correct": st.fixed_dictionaries({"items": st.sampled_from([[], ["一"], ["", "二"]])}),
        "extend": st.fixed_dictionaries({"days": st.sampled_from([0, 1, 10, 20, 21])}),
        "consult": st.fixed_dictionaries({"party": st.sampled_from(["third_party", "co_producer", "agency"])}),
        "deliver_consultation": st.fixed_dictionaries({"ref": refs}),
        "answer_consultation": st.fixed_dictionaries({"ref": refs}),
        "lapse_consultation": st.fixed_dictionaries({"ref": refs}),
        "delay": st.fixed_dictionaries({"until": days_from(on, -1, 90)}),
        "charge": st.fixed_dictionaries(
            {"method": st.sampled_from(["items", "pages"]), "quantity": st.sampled_from([1, 20, 40])}
        ),
        "draft": drafts.map(lambda pairs: {"items": [answer(no, outcome) for no, outcome in pairs]}),
        "clear": st.fixed_dictionaries(
            {
                "conclusion": st.sampled_from(["open", "redact", "withhold", "refer"]),
                "items": st.sampled_from([(), (1,)]),
            }
        ),
        "decide": st.fixed_dictionaries({"chosen": st.sampled_from([None, None, *OUTCOMES])}),
        "dispatch": st.fixed_dictionaries({"no": letters}),
        "serve": st.fixed_dictionaries({"no": letters}),
        "file_proceeding": st.fixed_dictionaries(
            {"filing": st.sampled_from(["review", "direct", "after"]), "simplified": st.booleans()}
        ),
        "answer_proceeding": st.fixed_dictionaries({"no": numbers}),
        "reassess": st.fixed_dictionaries({"finding": st.sampled_from(["still_withheld", "disclosable", "open"])}),
        "conclude_proceeding": st.fixed_dictionaries(
            {"no": numbers, "result": st.sampled_from(["upheld", "corrected", "other"])}
        ),
        "reopen": st.fixed_dictionaries({"proceeding": numbers, "days": st.sampled_from([0, 1, 15, 30])}),
        "correct_entry": corrections(case, on),
    }
    return known.get(step, st.just({}))


def corrections(case: Case, on: date) -> st.SearchStrategy[dict[str, Any]]:
    right = st.one_of(
        st.fixed_dictionaries({"day": days_from(on, -30, 1)}),
        st.just({"void": True}),
        st.fixed_dictionaries({"outcome": st.sampled_from(OUTCOMES)}),
        st.fixed_dictionaries({"applicant_class": st.sampled_from(CLASSES), "corrects": st.just(1)}),
    )
    corrects = st.integers(1, case.version + 1)
    return st.tuples(right, corrects).map(lambda both: {"corrects": both[1], "reason": "误录", **both[0]})


class Life(RuleBasedStateMachine):
    """An office at work, in a record of its own."""

    opened: ClassVar[Callable[[], AbstractContextManager[Store]]]
    seal: ClassVar[Seal]

    def __init__(self) -> None:
        super().__init__()
        self.done = ExitStack()
        self.office = found_office(self.done.enter_context(type(self).opened()), self.seal)
        self.today = FIRST_DAY
        self.cases: list[Case] = []
        self.keys = count(1)

    @rule(days=st.sampled_from([1, 1, 1, 2, 3, 5, 30, 150]))
    def some_days_pass(self, days: int) -> None:
        self.today = min(self.today + timedelta(days=days), date(2028, 6, 30))

    @rule(lag=LAGS, who=st.sampled_from(CLASSES), by=st.sampled_from(["intake", "caseworker", "auditor"]))
    @precondition(lambda self: len(self.cases) < 6)
    def a_request_comes_in(self, lag: int, who: str, by: str) -> None:
        came = Arrival(channel=Channel.IN_PERSON, handed_in_on=self.today - timedelta(days=lag))
        asks = Requester(name="张三", applicant_class=who, identifiers={"id_number": "110101"})
        try:
            self.cases.append(
                self.office.register(str(self.today), by=by, arrival=came, requester=asks, items=["一", "二"])
            )
        except CaseworkError:
            assert lag < 0 or by == "auditor"

    @rule(data=st.data(), number=st.integers(0, 5))
    @precondition(lambda self: self.cases)
    def a_request_goes_on(self, data: st.DataObject, number: int) -> None:
        place = number % len(self.cases)
        for step in NEXT.get(self.cases[place].state, ())[: data.draw(st.integers(1, 3))]:
            case = self.cases[place]
            words = {"items": [answer(1, Outcome.D2), answer(2, Outcome.U1)]} if step == "draft" else {}
            self.take(place, step, role_for(step, case.state), self.today, USUAL.get(step, {}) | words)

    @rule(data=st.data())
    @precondition(lambda self: self.cases)
    def people_do_this_and_that(self, data: st.DataObject) -> None:
        for _ in range(data.draw(st.integers(1, 6))):
            place = data.draw(st.integers(0, len(self.cases) - 1))
            case, on = self.cases[place], self.today - timedelta(days=data.draw(LAGS))
            of_this_state = [step for step in allowed(case.state) if step in ACTIONS and step not in ANY_TIME]
            step = data.draw(st.sampled_from([*of_this_state * 3, "correct_entry", *ANY_TIME, *sorted(ACTIONS)]))
            words = USUAL.get(step, {}) | data.draw(said(step, case, on))
            self.take(place, step, data.draw(PERSONS) or role_for(step, case.state), on, words)

    def take(self, place: int, step: str, by: str, on: date, words: dict[str, Any]) -> None:
        before = self.cases[place]
        call = self.office.call(by, on, before.version, key=f"life {next(self.keys)}", now=at(self.today))
        try:
            after = self.office.take(before, step, on, call=call, **words)
        except CaseworkError as refusal:
            refusal.text()
            assert self.kept(before) == (before.version, before.state)
            return
        self.look(before, Step(step), by, after)
        self.cases[place] = after

    def kept(self, case: Case) -> tuple[int, str]:
        rows = TABLES["cases"]
        with self.office.store.reading() as connection:
            row = connection.execute(select(rows.c.version, rows.c.state).where(rows.c.id == case.id)).one()
        return row.version, row.state

    def look(self, before: Case, step: Step, by: str, after: Case) -> None:
        """Check what a step that was taken did."""
        row = LINES[before.state, step]
        assert after.state is row.to
        assert after.version == before.version + 1
        assert by == "everyone" or Role(by) in row.by
        person = self.office.people[by]
        assert not (step is Step.CLEAR and person in before.drafters)
        assert not (step is Step.DECIDE and person in {*before.drafters, *before.reviewers})
        assert (after.outcome is None) == (after.closed_on is None) == (after.state in OPEN)
        if step is not Step.CORRECT_ENTRY and before.counted_on is not None:
            assert (after.counted_on, after.counted_outcome) == (before.counted_on, before.counted_outcome)

    @invariant()
    def no_request_stands_outside_the_table(self) -> None:
        assert all(case.state in set(State) for case in self.cases)

    def teardown(self) -> None:
        with self.done:
            self.look_back()

    def look_back(self) -> None:
        """Check the whole record, and the table of every year."""
        verified = verify(self.office.store)
        assert verified.difference is None
        assert verified.cases == len(self.cases)
        assert verified.events == sum(case.version for case in self.cases)
        for year in YEARS:
            groups = [grouped(case, year) for case in self.cases]
            counted = applications(form("2021"), groups)
            assert counted.unmapped == {}
            assert [one for one in check(form("2021"), counted.tables) if not one.holds] == []
            with self.office.store.reading() as connection:
                kept = groups_of(connection, year, [self.office.agency_id], by_channel=False)
            assert applications(form("2021"), kept).tables == counted.tables


def grouped(case: Case, year: int) -> Group:
    """Return what a case counts in a year, as of its 31 December."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    end = case.counted_on or date.max
    return Group(
        applicant_class=case.applicant_class,
        outcome=str(case.counted_outcome) if first <= end <= last else None,
        channel=case.channel,
        extended=False,
        new=int(first <= case.received_on <= last),
        carried_in=int(case.received_on < first <= end),
        results=int(first <= end <= last),
        carried_out=int(case.received_on <= last < end),
    )


def live(opened: Opened, key: Seal, backend: str, examples: int, steps: int) -> None:
    class AnOffice(Life):
        opened = staticmethod(lambda: opened(backend))
        seal = key

    limits = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    run_state_machine_as_test(AnOffice, settings=limits)


@pytest.mark.parametrize(("backend", "examples", "steps"), [("sqlite", 25, 60), ("postgres", 6, 40)])
def test_an_office_works_for_years(store_context: Opened, seal: Seal, backend: str, examples: int, steps: int) -> None:
    live(store_context, seal, backend, examples, steps)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("backend", "examples", "steps"), [("sqlite", 1500, 100), ("postgres", 200, 100)])
def test_an_office_works_for_very_many_years(
    store_context: Opened, seal: Seal, backend: str, examples: int, steps: int
) -> None:
    live(store_context, seal, backend, examples, steps)
