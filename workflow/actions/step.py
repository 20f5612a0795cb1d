"""What every step of a case shares: who, which version, which key, the table, the record, the clock, one write.

An action is a plan: a pure function that is given the case as it stands and says what to record. Called, it is one
step in the caller's unit of work; `many` takes a batch of them with one read and one write.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import update_wrapper
from operator import itemgetter
from typing import Concatenate, Generic, NamedTuple, ParamSpec
from uuid import UUID

from workflow.actions.recording import ask, check_day, recorded
from workflow.actions.scheduling import owed_in
from workflow.rules.errors import KeyReused, NotFound, Stale
from workflow.rules.record.case import Call, Case, Facts
from workflow.rules.record.entry import Body
from workflow.rules.states import Role, State, Step, advance, advance_in_batch
from workflow.store.cases import case_as_of
from workflow.store.rows import Write
from workflow.store.session import Loaded, Unit, local_day

P = ParamSpec("P")


class View(NamedTuple):
    """What a plan is given: the case, the call, what the guards asked, and the unit to look things up in."""

    case: Case
    call: Call
    facts: Facts
    unit: Unit


class Action(Generic[P]):
    """A step as something that can be called.

    Args:
        step: Its line in the state table.
        plan: Says what to record; raises where a rule forbids it.
        means: Names of arguments that say by what means the step is taken, such as the faces that are installed, and
            not what is asked: a call that differs in them alone is the same call.
    """

    def __init__(
        self, step: Step, plan: Callable[Concatenate[View, P], Body], means: frozenset[str] = frozenset()
    ) -> None:
        self.step = step
        self.plan = plan
        self.means = means
        update_wrapper(self, plan)

    def __call__(self, unit: Unit, case_id: UUID, call: Call, *args: P.args, **kwargs: P.kwargs) -> Case:
        """Take the step and return the case after it; a call with a known key returns its first result again.

        Raises:
            NotFound: No such case, or it is another agency's.
            NotAllowed, NotYours, NotReady: The state table refuses.
            Stale: The case moved on since `call.version`.
            KeyReused: The key was used for something else.
            RuleBroken, BadInput: A rule or the input forbids it. Nothing is changed in any of these.
        """
        asked = self._asked(call, *args, **kwargs)
        loaded = unit.load(case_id, call.by, call.key)
        if loaded is None:
            raise no_case()
        if loaded.seen:
            return first_result(unit, loaded, asked)
        write = self._write(advance, unit, loaded, call, asked, *args, **kwargs)
        if unit.save([write]):
            return write.case
        loaded = unit.load(case_id, call.by, call.key)
        if loaded is None or not loaded.seen:
            raise stale(write.case.case_no)
        return first_result(unit, loaded, asked)

    def many(self, unit: Unit, calls: Sequence[tuple[UUID, Call]], *args: P.args, **kwargs: P.kwargs) -> list[Case]:
        """Take the same step for distinct cases with one read and one write; all are taken or none.

        Raises:
            CaseworkError: As for one call; the first refusal refuses the batch.
            ValueError: A case stands in the batch twice.
        """
        if len({case_id for case_id, _ in calls}) < len(calls):
            raise ValueError("A case can be in a batch only once.")
        unit.begin()
        cases: dict[UUID, Case] = {}
        for late in unit.save_all(self._writes(unit, calls, cases, *args, **kwargs)):
            raise stale(late.case.case_no)
        return [cases[case_id] for case_id, _ in calls]

    def _writes(
        self,
        unit: Unit,
        calls: Sequence[tuple[UUID, Call]],
        cases: dict[UUID, Case],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Iterator[Write]:
        """Decide one call after the other, in the order of the cases, or two batches may deadlock; fill in `cases`."""
        by_id = unit.load_many([(case_id, call.by, call.key) for case_id, call in calls])
        for case_id, call in sorted(calls, key=itemgetter(0)):
            asked = self._asked(call, *args, **kwargs)
            loaded = by_id.get(case_id)
            if loaded is None:
                raise no_case()
            if loaded.seen:
                cases[case_id] = first_result(unit, loaded, asked)
                continue
            cases[case_id] = loaded.case
            yield self._write(advance_in_batch, unit, loaded, call, asked, *args, **kwargs)

    def _asked(self, call: Call, /, *args: P.args, **kwargs: P.kwargs) -> str:
        """Return the digest of what a call asks for."""
        return ask(self.step, call, [args, {name: said for name, said in kwargs.items() if name not in self.means}])

    def _write(
        self,
        move: Callable[[Case, Step, frozenset[Role], Facts], State],
        unit: Unit,
        loaded: Loaded,
        call: Call,
        asked: str,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Write:
        """Decide a step of the case as it was read, and return what it writes."""
        case, standing = loaded.case, loaded.standing
        if case.version != call.version:
            raise stale(case.case_no)
        calendars = unit.store.calendars
        owed = owed_in(case, calendars, standing.policy)
        before, facts = case.state, Facts(case, call, standing.one_person)
        move(case, self.step, standing.roles, facts)
        moved = case.state is not before
        today = local_day(call.at, standing.zone)
        check_day(case, call, today, moves=moved)
        body = self.plan(View(case, call, facts, unit), *args, **kwargs)
        if moved:
            case.moved, case.moved_on = case.version + 1, call.on
        return recorded(case, loaded.head, body, call, asked, calendars, today, standing.policy, owed)


def action(step: Step, *, means: Iterable[str] = ()) -> Callable[[Callable[Concatenate[View, P], Body]], Action[P]]:
    """Make a plan the action of `step`; `means` as in `Action`."""

    def make(plan: Callable[Concatenate[View, P], Body]) -> Action[P]:
        return Action(step, plan, frozenset(means))

    return make


def first_result(unit: Unit, loaded: Loaded, asked: str) -> Case:
    """Return the case as the first call with this key left it.

    Raises:
        KeyReused: That call asked for something else.
    """
    if loaded.seen_ask != asked:
        raise KeyReused(
            "This key was already used for another step of case {case_no}. Send a new step with a new key.",
            case_no=loaded.case.case_no,
        )
    if loaded.case.version == loaded.seen:
        return loaded.case
    return case_as_of(unit.store, unit.connection, loaded.case.id, loaded.seen)


def no_case() -> NotFound:
    """Return the refusal of a case that is not there, or not the caller's."""
    return NotFound("There is no such case in your agency. Check the number, or the agency you act for.")


def stale(case_no: str) -> Stale:
    """Return the refusal of a step that was decided on an older version."""
    return Stale(
        "Case {case_no} has moved on since you read it. Read it again and decide on what it says now.", case_no=case_no
    )
