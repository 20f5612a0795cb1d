"""Duties as values: what is owed, by whom, by which day, and the facts and periods that it follows from."""

from datetime import date
from enum import StrEnum

import msgspec

from workflow.rules.errors import BadInput
from workflow.rules.exemptions import REVIEW_MONTHS
from workflow.rules.states import State


class Actor(StrEnum):
    """Who has to act: somebody of the agency in a role, or somebody outside it."""

    CASEWORKER = "caseworker"
    SECRECY_REVIEWER = "secrecy_reviewer"
    APPROVER = "approver"
    APPLICANT = "applicant"
    CONSULTED = "consulted party"
    STATISTICIAN = "statistician"
    ADMIN = "admin"
    NOBODY = "nobody"


class Duty(StrEnum):
    """What is owed. Of two that are due on one day, the one that stands first here comes first."""

    OPEN = "open"
    """Look at a new request; the office's own target."""
    CORRECTION_NOTICE = "correction_notice"
    """Find out whether the request is clear, or ask for a correction (补正告知), within 7 working days; Art. 30."""
    CORRECT = "correct"
    """The applicant's time for the correction."""
    PAY = "pay"
    """The applicant's 20 working days to pay the fee."""
    ANSWER_CONSULTATION = "answer_consultation"
    """The 15 working days of a third party (Art. 32) or a co-producer (Art. 34)."""
    LAPSE = "lapse"
    """The applicant's time is over: judge whether the case ends. It is offered and never done silently."""
    RECORD_SILENCE = "record_silence"
    """The party's time is over: record its silence and go on."""
    CHASE = "chase"
    """Ask again where the case waits and no period binds; the office's own target."""
    SECRECY_REVIEW = "secrecy_review"
    """Review every item before release (保密审查), Art. 17; the office's own target within the period of the reply."""
    REDO = "redo"
    """The new reply that a review or a court ordered, within the days of the order."""
    REPLY = "reply"
    """The reply (答复), Art. 33."""
    ANSWER_REVIEW = "answer_review"
    """The written answer in a reconsideration: 10 working days, 5 in the simplified procedure; 行政复议法, 48, 54."""
    ANSWER_SUIT = "answer_suit"
    """The written answer in a suit: 15 days; 行政诉讼法, 67."""
    EXTEND = "extend"
    """Last day on which an extension can still be decided; Art. 33(2). A possibility, so it is never first."""
    REASSESS = "reassess"
    """Look again at what was withheld (定期评估审查); Art. 18."""
    REPORT_DEPARTMENT = "report_department"
    """Hand in and publish the annual report by 31 January; Art. 49(1)."""
    REPORT_GOVERNMENT = "report_government"
    """Publish the annual report of the government by 31 March; Art. 49(2)."""
    CALENDAR = "calendar"
    """Load the holiday notice of the next year."""

    __hash__ = str.__hash__  # Enum's own hash is interpreted code.


UNTIL = frozenset({Duty.CORRECT, Duty.PAY, Duty.ANSWER_CONSULTATION, Duty.EXTEND})
"""Nothing can be owed after the day: somebody's time or a possibility, and another duty takes over."""

FOLLOWING = frozenset({Duty.LAPSE, Duty.RECORD_SILENCE})
"""Nothing can be done before the day: the time of somebody else is still running."""


class Owed(msgspec.Struct, frozen=True, array_like=True):
    """One thing owed.

    Args:
        duty: What.
        ref: Of which consultation, proceeding, waiting (`correction`, `payment`, `reasons`) or year; "" for the case.
        due_on: Last day. It depends on the record and the calendar alone, not on the day it was read.
        who: Who has to act.
        provisional: The day lies beyond the announced holidays and may still move.

    """

    duty: Duty
    ref: str
    due_on: date
    who: Actor
    provisional: bool = False


class Asked(msgspec.Struct, frozen=True, array_like=True):
    """A consultation still open in the record.

    Args:
        ref: Its name in the case.
        party: A value of `clock_events.Party`.
        delivered_on: The day the party signed for the letter; None before.
        last_on: The party's last day, where the law sets one and the letter was delivered.
        sent_on: The day the letter went out.

    """

    ref: str
    party: str
    delivered_on: date | None = None
    last_on: date | None = None
    sent_on: date | None = None


class Filed(msgspec.Struct, frozen=True, array_like=True):
    """A reconsideration or suit over the case.

    Args:
        no: Its number in the case.
        kind: `review`, `direct` or `after`.
        filed_on: The day on record from which the time for the answer is counted.
        simplified: A reconsideration in the simplified procedure (简易程序).
        result: "" while it is pending.
        answered: The agency's answer was handed in.

    """

    no: int
    kind: str
    filed_on: date
    simplified: bool = False
    result: str = ""
    answered: bool = False


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of a case that its duties depend on, as of a day.

    Args:
        state: Where it stands.
        received_on: Receipt.
        registered_on: The day it was entered.
        today: The day asked about.
        opened: Somebody of the office has looked at it.
        corrected: A correction was asked for, in this or an earlier round.
        correction_notice_by: Last day for asking for one, as the clock gives it.
        correct_by: Last day that the notice set for the applicant.
        pay_by: Last day to pay.
        asked_on: The day the applicant was asked for reasons (Art. 35), or for a correction without a last day.
        parties: Consultations open in the record, also where the clock has closed them by silence.
        submitted_on: The day the draft went to the secrecy review.
        cleared: Every item of the draft is cleared.
        due_on: Due day of the reply as the clock gives it; None while it stands still.
        provisional: Of the due day.
        extended: The period was extended.
        ordered: The reply is one that a review or a court ordered.
        proceedings: All of them.
        refused_on: Day of a decision that withholds something.
        reassessed_on: The day it was last looked at again.
        closed_on: The day the case ended.

    """

    state: State
    received_on: date
    registered_on: date
    today: date
    opened: bool = True
    corrected: bool = False
    correction_notice_by: date | None = None
    correct_by: date | None = None
    pay_by: date | None = None
    asked_on: date | None = None
    parties: tuple[Asked, ...] = ()
    submitted_on: date | None = None
    cleared: bool = False
    due_on: date | None = None
    provisional: bool = False
    extended: bool = False
    ordered: bool = False
    proceedings: tuple[Filed, ...] = ()
    refused_on: date | None = None
    reassessed_on: date | None = None
    closed_on: date | None = None


class DutyPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The periods of `owed`: those of the procedure laws, and targets that no text sets. Working days if not said.

    UNVERIFIED: no text sets `open_days`, `secrecy_days` (local rules say 7 to 15), `record_days`, `party_days` or
    `reassess_months`. The laws count the answers from the day the agency received the copy of the application or
    complaint; the day of filing on record is not later, so the answer is never called for too late.

    Args:
        open_days: To open a new request; 8 working hours are counted as one working day.
        secrecy_days: For the secrecy review; it never reaches beyond the reply.
        record_days: To record that somebody's time is over.
        party_days: After which the office asks again where no period binds; as Arts. 32 and 34 give others.
        review_days: For the answer in a reconsideration; 行政复议法 (2023), Art. 48.
        simplified_days: The same in the simplified procedure; Art. 54.
        suit_days: Natural days for the answer in a suit; 行政诉讼法, Art. 67.
        reassess_months: Until what was withheld is looked at again; Art. 18 says 定期.

    Raises:
        BadInput: A period is less than 1.

    """

    open_days: int = 1
    secrecy_days: int = 5
    record_days: int = 1
    party_days: int = 15
    review_days: int = 10
    simplified_days: int = 5
    suit_days: int = 15
    reassess_months: int = REVIEW_MONTHS

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            if getattr(self, name) < 1:
                raise BadInput("{name} is {value}. Enter a period of at least 1.", name=name, value=getattr(self, name))


DEFAULT_POLICY = DutyPolicy()
