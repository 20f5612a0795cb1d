"""The life of a request as a table: which step leads from which state to which, who may take it, and what must be true.

The table is the rule and `transitions` the engine: one machine serves every case, keeps none of them, and adds no
step of its own (`auto_transitions` is off). The diagram in the docs is drawn from the same table.

Source:
    政府信息公开条例 (2019), Arts. 17, 18, 30, 32–36, 42, 51; (2008), Arts. 14, 21–24.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple, Protocol

from transitions import Machine, MachineError

from workflow.rules.errors import CaseworkError, NotAllowed, NotReady, NotYours


class State(StrEnum):
    """Where a request stands. Deadline, outcome and publication are kept apart from it."""

    RECEIVED = "received"  # 已登记
    REVIEWED = "reviewed"  # 办理中
    SECRECY_CHECK = "secrecy_check"  # 保密审查
    DECIDED = "decided"  # 已签批
    REPLIED = "replied"  # 已答复
    CORRECTING = "correcting"  # 待补正
    AWAITING_PAYMENT = "awaiting_payment"  # 待缴费
    LAPSED = "lapsed"  # 不再处理
    WITHDRAWN = "withdrawn"  # 已撤回


OPEN = frozenset(State) - {State.REPLIED, State.LAPSED, State.WITHDRAWN}


class Role(StrEnum):
    """In what capacity a person acts for an agency."""

    INTAKE = "intake"  # 收件
    CASEWORKER = "caseworker"  # 经办人
    SECRECY_REVIEWER = "secrecy_reviewer"  # 保密审查员
    APPROVER = "approver"  # 签批人
    SUPERVISOR = "supervisor"  # 监督
    STATISTICIAN = "statistician"  # 统计
    ADMIN = "admin"  # 管理员
    AUDITOR = "auditor"  # 审计


class Step(StrEnum):
    """What can be done to a case; its record stands in the past tense."""

    REVIEW = "review"
    ASK_CORRECTION = "ask_correction"
    CORRECT = "correct"
    EXTEND = "extend"
    CONSULT = "consult"
    DELIVER_CONSULTATION = "deliver_consultation"
    ANSWER_CONSULTATION = "answer_consultation"
    LAPSE_CONSULTATION = "lapse_consultation"
    ASK_REASONS = "ask_reasons"
    GIVE_REASONS = "give_reasons"
    DELAY = "delay"
    CHARGE = "charge"
    DELIVER_FEE_NOTICE = "deliver_fee_notice"
    PAY = "pay"
    DRAFT = "draft"
    SUBMIT = "submit"
    CLEAR = "clear"
    SEND_BACK = "send_back"
    DECIDE = "decide"
    ISSUE_REPLY = "issue_reply"
    REPLY = "reply"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    APPROVE_LETTER = "approve_letter"
    ISSUE_LETTER = "issue_letter"
    SET_OUT_LETTER = "set_out_letter"
    DISPATCH = "dispatch"
    RETURN_LETTER = "return_letter"
    SERVE = "serve"
    FILE_PROCEEDING = "file_proceeding"
    ANSWER_PROCEEDING = "answer_proceeding"
    CONCLUDE_PROCEEDING = "conclude_proceeding"
    REASSESS = "reassess"
    CORRECT_ENTRY = "correct_entry"
    RECALCULATE = "recalculate"
    ASSIGN = "assign"
    ATTACH = "attach"
    NOTE = "note"
    REVEAL = "reveal"


class Facts(Protocol):
    """What the guards look at; each is a reading of the record as of the call."""

    @property
    def corrected(self) -> bool: ...
    @property
    def extended(self) -> bool: ...
    @property
    def draft_complete(self) -> bool: ...
    @property
    def consultation_open(self) -> bool: ...
    @property
    def reasons_open(self) -> bool: ...
    @property
    def secrecy_cleared(self) -> bool: ...
    @property
    def reviewer_is_not_drafter(self) -> bool: ...
    @property
    def approver_is_apart(self) -> bool: ...
    @property
    def reply_issued(self) -> bool: ...
    @property
    def fee_notice_delivered(self) -> bool: ...
    @property
    def time_is_over(self) -> bool: ...
    @property
    def something_withheld(self) -> bool: ...


class HasState(Protocol):
    """A case, or anything that stands in one of the states."""

    state: State


@dataclass(frozen=True, slots=True)
class Guard:
    """What must be true before a step, and what to do when it is not."""

    test: Callable[[Facts], bool]
    objection: str
    refusal: type[CaseworkError] = NotReady


not_yet_corrected = Guard(
    lambda facts: not facts.corrected,
    "A correction was already asked for. Art. 30 allows one notice that names every point: answer what is clear, "
    "or reply that the request is still unclear (U4).",
)
not_yet_extended = Guard(
    lambda facts: not facts.extended,
    "The reply period was already extended once. Art. 33 allows one extension: reply by the day shown.",
)
draft_complete = Guard(
    lambda facts: facts.draft_complete,
    "The draft is not complete. Give every item an outcome with its reasons first.",
)
no_open_consultation = Guard(
    lambda facts: not facts.consultation_open,
    "A consultation is still open. Record its answer, or its lapse once the period is over, first.",
)
no_open_reasons = Guard(
    lambda facts: not facts.reasons_open,
    "The applicant was asked for reasons and has not answered. Record the answer first.",
)
secrecy_cleared = Guard(
    lambda facts: facts.secrecy_cleared,
    "Sign off the secrecy review (保密审查) of every item in its present version first.",
)
not_the_drafter = Guard(
    lambda facts: facts.reviewer_is_not_drafter,
    "You drafted this reply, so another person has to review it. An office of one person can allow it by the agency "
    "setting one_person.",
    NotYours,
)
four_eyes = Guard(
    lambda facts: facts.approver_is_apart,
    "You drafted or reviewed this reply, so another person has to decide. An office of one person can allow it by "
    "the agency setting one_person.",
    NotYours,
)
reply_issued = Guard(
    lambda facts: facts.reply_issued,
    "The letter of this decision is not issued yet. Issue the reply letter first, then record how it was sent.",
)
fee_notice_delivered = Guard(
    lambda facts: facts.fee_notice_delivered,
    "The day the applicant received the fee notice is not on record. Record it first: the 20 working days run from it.",
)
time_is_over = Guard(
    lambda facts: facts.time_is_over,
    "The applicant's time is not over yet. A case lapses only after the last day that the notice set.",
)
something_withheld = Guard(
    lambda facts: facts.something_withheld,
    "The reply withheld nothing under the Regulations of 2019, or the case came from a ledger, so there is nothing to "
    "look at again here. Choose a case whose reply refused or gave a part only.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    step: Step
    source: State
    to: State
    by: frozenset[Role]
    only_if: tuple[Guard, ...] = ()


def _rows(
    step: Step, sources: Collection[State], to: State | None, by: Collection[Role], only_if: tuple[Guard, ...] = ()
) -> Iterator[Row]:
    """One line for each source, in the order of the states; without `to` the state stays."""
    for source in (state for state in State if state in sources):
        yield Row(step, source, source if to is None else to, frozenset(by), only_if)


_R, _V, _S, _D, _A = State.RECEIVED, State.REVIEWED, State.SECRECY_CHECK, State.DECIDED, State.REPLIED
_C, _P, _L, _W = State.CORRECTING, State.AWAITING_PAYMENT, State.LAPSED, State.WITHDRAWN
_DESK = (Role.INTAKE, Role.CASEWORKER)
_CASE = (Role.CASEWORKER,)
_HEAD = (Role.APPROVER,)
_ALL = (*_DESK, Role.SECRECY_REVIEWER, Role.APPROVER, Role.SUPERVISOR)
_WAITING = (_R, _V, _C, _P)
_ANY = tuple(State)

# fmt: off
TABLE: tuple[Row, ...] = (
    *_rows(Step.REVIEW,               (_R,),      _V,   _CASE),
    *_rows(Step.ASK_CORRECTION,       (_R,),      _C,   _CASE, (not_yet_corrected,)),
    *_rows(Step.CORRECT,              (_C,),      _R,   _DESK),
    *_rows(Step.EXTEND,               (_V,),      None, _HEAD, (not_yet_extended,)),
    *_rows(Step.CONSULT,              (_V,),      None, _CASE),
    *_rows(Step.DELIVER_CONSULTATION, _WAITING,   None, _DESK),
    *_rows(Step.ANSWER_CONSULTATION,  _WAITING,   None, _DESK),
    *_rows(Step.LAPSE_CONSULTATION,   _WAITING,   None, _DESK),
    *_rows(Step.ASK_REASONS,          (_V,),      None, _CASE, (no_open_reasons,)),
    *_rows(Step.GIVE_REASONS,         (_V,),      None, _DESK),
    *_rows(Step.DELAY,                (_V,),      None, _HEAD),
    *_rows(Step.CHARGE,               (_V,),      _P,   _CASE),
    *_rows(Step.DELIVER_FEE_NOTICE,   (_P,),      None, _DESK),
    *_rows(Step.PAY,                  (_P,),      _V,   _DESK, (fee_notice_delivered,)),
    *_rows(Step.DRAFT,                (_V,),      None, _CASE),
    *_rows(Step.SUBMIT,               (_V,),      _S,   _CASE, (draft_complete, no_open_consultation, no_open_reasons)),
    *_rows(Step.CLEAR,                (_S,),      None, (Role.SECRECY_REVIEWER,), (not_the_drafter,)),
    *_rows(Step.SEND_BACK,            (_S,),      _V,   (Role.SECRECY_REVIEWER, Role.APPROVER)),
    *_rows(Step.SEND_BACK,            (_D,),      _V,   (Role.CASEWORKER, Role.APPROVER)),
    *_rows(Step.DECIDE,               (_S,),      _D,   _HEAD, (secrecy_cleared, four_eyes)),
    *_rows(Step.ISSUE_REPLY,          (_D,),      None, _CASE),
    *_rows(Step.REPLY,                (_D,),      _A,   _CASE, (reply_issued,)),
    *_rows(Step.REOPEN,               (_A,),      _V,   _HEAD),
    *_rows(Step.WITHDRAW,             OPEN,       _W,   _DESK),
    *_rows(Step.LAPSE,                (_C, _P),   _L,   _CASE, (time_is_over,)),
    *_rows(Step.APPROVE_LETTER,       _ANY,       None, _HEAD),
    *_rows(Step.ISSUE_LETTER,         _ANY,       None, _DESK),
    *_rows(Step.SET_OUT_LETTER,       _ANY,       None, _DESK),
    *_rows(Step.DISPATCH,             _ANY,       None, _DESK),
    *_rows(Step.RETURN_LETTER,        _ANY,       None, _DESK),
    *_rows(Step.SERVE,                _ANY,       None, _DESK),
    *_rows(Step.FILE_PROCEEDING,      _ANY,       None, _CASE),
    *_rows(Step.ANSWER_PROCEEDING,    _ANY,       None, _CASE),
    *_rows(Step.CONCLUDE_PROCEEDING,  _ANY,       None, _CASE),
    *_rows(Step.REASSESS,             (_A,),      None, (Role.CASEWORKER, Role.APPROVER), (something_withheld,)),
    *_rows(Step.CORRECT_ENTRY,        _ANY,       None, (Role.CASEWORKER, Role.SUPERVISOR)),
    *_rows(Step.RECALCULATE,          OPEN,       None, (Role.ADMIN,)),
    *_rows(Step.ASSIGN,               OPEN,       None, (Role.CASEWORKER, Role.SUPERVISOR)),
    *_rows(Step.ATTACH,               _ANY,       None, _DESK),
    *_rows(Step.NOTE,                 _ANY,       None, _ALL),
    *_rows(Step.REVEAL,               _ANY,       None, (*_DESK, Role.APPROVER)),
)
# fmt: on

LINES = {(row.source, row.step): row for row in TABLE}


def allowed(state: State) -> list[Step]:
    """Return the steps that the table has from `state`, in its order."""
    return [row.step for row in TABLE if row.source is state]


def _may(row: Row, roles: frozenset[Role], facts: Facts) -> bool:
    """Refuse the step for a person without the role and for a guard that objects; the objection says what to do."""
    if not row.by & roles:
        raise NotYours(
            "{step} is for the role {roles}, which you do not have in this agency. Ask somebody who has it.",
            step=row.step,
            roles=sorted(row.by),
        )
    for guard in row.only_if:
        if not guard.test(facts):
            raise guard.refusal(guard.objection)
    return True


def _machine() -> Machine:
    machine = Machine(model=None, states=State, initial=State.RECEIVED, auto_transitions=False, queued=False)
    for row in TABLE:
        machine.add_transition(row.step.value, row.source, row.to, conditions=partial(_may, row))
    return machine


MACHINE = _machine()


class Way(NamedTuple):
    """One transition of the machine: what it asks, and where it leads."""

    conditions: tuple[Callable[[frozenset[Role], Facts], bool], ...]
    to: State


def _ways(events: Any) -> dict[tuple[State, Step], Way]:  # noqa: ANN401 (the machine leaves its insides untyped)
    """Return the transitions of a machine by state and step; there is one at most for each."""
    return {
        (State[source], Step(name)): Way(tuple(asked.func for asked in way.conditions), State[way.dest])
        for name, event in events.items()
        for source, [way] in event.transitions.items()
    }


WAYS = _ways(MACHINE.events)


def advance(case: HasState, step: Step, roles: frozenset[Role], facts: Facts) -> State:
    """Move `case` to the state that `step` leads to and return it.

    Raises:
        NotAllowed: The table has no such step from this state; the message names those it has.
        NotYours: None of `roles` may take the step, or the person may not take both this and an earlier one.
        NotReady: A guard objects; the message says what is missing.
    """
    trigger: Any = MACHINE.events[step.value].trigger
    try:
        trigger(case, roles, facts)
    except MachineError:
        raise _not_allowed(case.state, step) from None
    return case.state


def advance_in_batch(case: HasState, step: Step, roles: frozenset[Role], facts: Facts) -> State:
    """Move one case of many as `advance` does, along the same ways, in a tenth of the time.

    Raises:
        NotAllowed, NotYours, NotReady: As for `advance`.
    """
    way = WAYS.get((case.state, step))
    if way is None:
        raise _not_allowed(case.state, step)
    for condition in way.conditions:
        condition(roles, facts)
    case.state = way.to
    return way.to


def _not_allowed(state: State, step: Step) -> NotAllowed:
    return NotAllowed(
        "A case that is {state} cannot take the step {step}. Possible now: {possible}.",
        state=state,
        step=step,
        possible=allowed(state),
    )
