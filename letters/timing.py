"""Group B: guidance, end without a correction, extension approval, delay, reasons, withdrawal (B2, B3, B5–B8).

B1 and B4 are in `notices`. Only B3 ends the request by the agency's own act, so only it carries remedies.

Source:
    政府信息公开条例 (2019), Arts. 30, 33, 35, 42; 国办函〔2021〕132号, Art. 3.
"""

from dataclasses import dataclass
from datetime import date

from letters.parts import Document, Form, ToApplicant
from workflow.rules.errors import BadInput, NotReady, RuleBroken
from workflow.rules.remedies import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceRecord(Form):
    """指导释明记录: what was explained to the applicant, and the answer. `issued_on` is the day of the contact.

    Args:
        spoke_with: Who was spoken to on the applicant's side.
        means: How: 电话, 当面, 电子邮件.
        explained: What was explained.
        answer: What the applicant said; empty if nothing yet.
        basis: The article on guidance; empty where the text in force has none.
        clerk: Who explained.

    """

    TITLE = "政府信息公开申请指导释明记录"

    spoke_with: str
    means: str
    explained: str
    answer: str = ""
    basis: str = ""
    clerk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseNotice(ToApplicant):
    """视为放弃申请不再处理告知书: no correction came in time and without good reason, so the request is not handled.

    Args:
        notice_number: Number of the correction notice.
        notice_served_on: The day the applicant had it.
        correct_by: The last day it set.
        reason: That no good reason for the delay was shown, and how this is known.
        basis: The article on corrections.
        remedies: Paragraphs of `remedy_clause.clause`.

    """

    TITLE = "视为放弃申请不再处理告知书"
    EFFECT = Effect.CLOSING

    notice_number: str
    notice_served_on: date
    correct_by: date
    reason: str
    basis: str
    remedies: tuple[str, ...]

    def check(self) -> None:
        """Refuse a notice while the applicant's time runs, after one that came too late, or without remedies."""
        ToApplicant.check(self)
        if self.issued_on <= self.correct_by:
            raise NotReady(
                "The applicant may correct the request up to and including {last}; a notice of {issued} would end it "
                "while that time runs. Issue it after that day.",
                last=self.correct_by,
                issued=self.issued_on,
            )
        if self.notice_served_on > self.correct_by:
            raise RuleBroken(
                "The correction notice reached the applicant on {served}, after the last day {last} that it set, so "
                "nothing was abandoned. Go on with the request.",
                served=self.notice_served_on,
                last=self.correct_by,
            )
        if not self.remedies:
            raise NotReady(
                "The notice ends the request and names no remedies. Enter the agency's reconsideration body."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionApproval(Form):
    """延期答复审批表: proposed by the desk, approved by the head of the disclosure office, before the notice goes out.

    Args:
        received_on: 收到申请之日.
        request: The items, word for word.
        due_before: Last day of the reply without the extension; None while the period does not run.
        days: Working days asked for.
        most: The most that the text in force allows.
        reason: Why.
        basis: The article on the extension.
        due_on: Last day with the extension; None until it is approved.
        approver: Who approved; empty while the form is a proposal.
        approved_on: When; None while it is a proposal.
        notice_on: The day of the notice to the applicant, if it is out.

    """

    TITLE = "政府信息公开申请延期答复审批表"

    received_on: date
    request: tuple[str, ...]
    due_before: date | None = None
    days: int
    most: int
    reason: str
    basis: str
    due_on: date | None = None
    approver: str = ""
    approved_on: date | None = None
    notice_on: date | None = None

    def check(self) -> None:
        """Refuse more days than the text allows, half an approval, and one that comes after the notice."""
        Form.check(self)
        if not 1 <= self.days <= self.most:
            raise BadInput(
                "An extension of {days} working days is not possible. Enter 1 to {most}.",
                days=self.days,
                most=self.most,
            )
        if bool(self.approver) != (self.approved_on is not None):
            raise BadInput("An approval is a name and a day. Enter both, or leave both to be filled in by hand.")
        dated = max(self.issued_on, self.approved_on or self.issued_on)
        if self.notice_on is not None and dated > self.notice_on:
            raise RuleBroken(
                "The notice of the extension is of {notice}, and the approval would be of {dated}. Art. 33(2) asks for "
                "the approval first: date the form by the day of the approval.",
                notice=self.notice_on,
                dated=dated,
            )
        if self.due_before is not None and self.issued_on > self.due_before:
            raise RuleBroken(
                "The period ended on {due}; a form of {issued} cannot extend it any more.",
                due=self.due_before,
                issued=self.issued_on,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayNotice(ToApplicant):
    """延迟答复告知书: among very many requests this one has its reasons, but cannot be answered in time.

    Args:
        reasons_asked_on: When the applicant was asked for reasons; None if they were plain without it.
        reasons_given_on: When they came in.
        reason: Why the reply cannot be given in time.
        until: Last day of the reasonable later period (延迟答复的合理期限).
        period_basis: The article on the usual period.
        basis: The article on the delay.

    """

    TITLE = "政府信息公开申请延迟答复告知书"

    reasons_asked_on: date | None = None
    reasons_given_on: date | None = None
    reason: str
    until: date
    period_basis: str
    basis: str

    def check(self) -> None:
        """Refuse a last day that is over, and reasons that were asked for and not given."""
        ToApplicant.check(self)
        if self.until <= self.issued_on:
            raise BadInput(
                "The last day of the delay, {until}, is not after the notice of {issued}. Set a later day.",
                until=self.until,
                issued=self.issued_on,
            )
        if self.reasons_asked_on is not None and self.reasons_given_on is None:
            raise NotReady("The applicant was asked for reasons and has not answered. Record the answer first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRequest:
    """A request of the same applicant, as a line of the table."""

    case_no: str
    received_on: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonsNotice(ToApplicant):
    """说明理由告知书: number and frequency are clearly beyond what is reasonable; the applicant is asked why.

    Args:
        count: How many requests, this one included.
        requests: All of them, by their day.
        reason: Why their number or frequency is beyond what is reasonable.
        answer_by: Last day of the answer.
        submit_to: Where it goes.
        basis: The article on very many requests.
        period_basis: The article on the usual period.
        fee_basis: The article on the processing fee.

    """

    TITLE = "政府信息公开申请说明理由告知书"

    count: int
    requests: tuple[EarlierRequest, ...]
    reason: str
    answer_by: date
    submit_to: str
    basis: str
    period_basis: str
    fee_basis: str

    @property
    def since(self) -> date:
        """The day of the first request of the table."""
        return min(request.received_on for request in self.requests)

    @property
    def until(self) -> date:
        """The day of the last request of the table."""
        return max(request.received_on for request in self.requests)

    def check(self) -> None:
        """Refuse a table that is not what was counted, a request twice, and a limit that leaves no time."""
        ToApplicant.check(self)
        if not self.requests or len(self.requests) != self.count:
            raise NotReady(
                "The notice is about {count} requests, and its table has {rows}. Name each of them once.",
                count=self.count,
                rows=len(self.requests),
            )
        numbers = [request.case_no for request in self.requests]
        twice = sorted({number for number in numbers if numbers.count(number) > 1})
        if twice:
            raise BadInput("The table names {twice} more than once. Name each request once.", twice=twice)
        if self.recital.case_no not in numbers:
            raise BadInput(
                "The table leaves out this request, {case_no}. Name it as well.", case_no=self.recital.case_no
            )
        if self.until > self.issued_on:
            raise BadInput(
                "The table names a request of {day}, after the notice of {issued}. Leave it out or correct its day.",
                day=self.until,
                issued=self.issued_on,
            )
        if self.answer_by <= self.issued_on:
            raise BadInput(
                "The last day for the answer, {day}, is not after the notice of {issued}. Enter a later day.",
                day=self.answer_by,
                issued=self.issued_on,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalConfirmation(ToApplicant):
    """撤回申请确认告知书: the applicant withdrew, so handling ends. No text regulates it, so none is cited.

    Args:
        withdrawn_on: When.
        how: In which form: 书面, 当面口头并由本机关记录.
        identity: How it was made sure that it was the applicant.

    """

    TITLE = "撤回政府信息公开申请确认告知书"

    withdrawn_on: date
    how: str
    identity: str

    def check(self) -> None:
        """Refuse a confirmation of what did not happen yet."""
        ToApplicant.check(self)
        if self.withdrawn_on > self.issued_on:
            raise BadInput(
                "The withdrawal of {withdrawn} comes after its confirmation of {issued}. Date the letter later.",
                withdrawn=self.withdrawn_on,
                issued=self.issued_on,
            )


KINDS: tuple[type[Document], ...] = (
    GuidanceRecord,
    LapseNotice,
    ExtensionApproval,
    DelayNotice,
    ReasonsNotice,
    WithdrawalConfirmation,
)
