"""Group A: forms of a request, and what is noted when it comes in (A1–A5, A7). The receipt (A6) is in `notices`.

The forms of an applicant (A1, A2, A4) are handed out blank, or printed with what the record holds. What identifies a
person (papers, telephone, addresses) is written on them by hand and kept sealed: no form has a field for it.

Source:
    政府信息公开条例 (2019), Arts. 29, 31, 43; (2008), Arts. 13, 20.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from letters.parts import Document, Form
from workflow.rules.errors import BadInput, NotReady, RuleBroken
from workflow.rules.regimes import regime_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Application(Form):
    """What the application forms share; what is empty is left to be filled in by hand.

    Args:
        basis: The article on what a request contains.
        applicant: Name of who asks; of several, all.
        agent: Who acts for the applicant.
        request: What is asked for, item by item.
        wanted: In which form and way it is wanted, in the applicant's words.
        sealed: What identifies the applicant is on record, sealed; the form says so in its places.
        asks_identity: The text in force asks for a proof of identity (2019, not 2008).
        purpose_basis: The article by which a request has to serve a need of the applicant (2008); empty since 2019.
        asks_fee_relief: The text in force charges costs from which a person can be relieved (2008).

    """

    number: str = ""
    basis: str
    applicant: str = ""
    agent: str = ""
    request: tuple[str, ...] = ()
    wanted: str = ""
    sealed: bool = False
    asks_identity: bool = True
    purpose_basis: str = ""
    asks_fee_relief: bool = False

    SEALED: ClassVar[str] = "（已登记，另行加密保存）"

    @property
    def kept(self) -> str:
        """What stands where something identifies the applicant."""
        return self.SEALED if self.sealed else ""

    def check(self) -> None:
        """Refuse a form that asks for the purpose where the text in force no longer does."""
        Form.check(self)
        if self.purpose_basis and "purpose" not in regime_on(self.issued_on).articles:
            raise RuleBroken(
                "The form of {day} asks what the information is for. The Regulations have not made a request depend on "
                "it since 2019-05-15. Leave the question out.",
                day=self.issued_on,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationOfPerson(Application):
    """政府信息公开申请表, of a natural person."""

    TITLE = "政府信息公开申请表（公民）"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationOfOrganisation(Application):
    """政府信息公开申请表, of an organisation. `chosen` is its kind as the annual report counts it, one of `CLASSES`."""

    TITLE = "政府信息公开申请表（法人或者其他组织）"
    CLASSES: ClassVar[tuple[str, ...]] = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")

    chosen: str = ""

    def check(self) -> None:
        """Refuse a kind of organisation that the annual report does not know."""
        Application.check(self)
        if self.chosen and self.chosen not in self.CLASSES:
            raise BadInput(
                "{chosen} is no kind of organisation that the annual report counts. Allowed are {known}.",
                chosen=self.chosen,
                known=self.CLASSES,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class OralRequest(Application):
    """口头申请笔录: a clerk writes down the request of somebody who really cannot write one, and reads it back.

    Args:
        reason: Why it cannot be made in writing.
        clerk: Who writes it down.
        place: Where; may be empty.

    """

    TITLE = "政府信息公开口头申请笔录"

    reason: str
    clerk: str
    place: str = ""

    def check(self) -> None:
        """Refuse a record that does not say who asks, or for what."""
        Application.check(self)
        if not self.applicant or not self.request:
            raise NotReady(
                "The record of an oral request names no applicant, or nothing that was asked for. Enter both."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation(Form):
    """授权委托书: the applicant lets somebody else act.

    Args:
        principal: Who authorises.
        agent: Who is authorised.
        matter: The request it is about; empty before there is one.
        powers: Which of `POWERS` are given; none of them where the applicant is to tick them.
        until: The last day it holds.

    """

    TITLE = "授权委托书"
    POWERS: ClassVar[tuple[str, ...]] = (
        "提出政府信息公开申请",
        "补正、变更申请内容",
        "撤回申请",
        "接收文书和政府信息",
    )

    number: str = ""
    principal: str = ""
    agent: str = ""
    matter: str = ""
    powers: tuple[str, ...] = ()
    until: date | None = None

    def check(self) -> None:
        """Refuse a power the form does not know, an agent of oneself, and a term that is over."""
        Form.check(self)
        unknown = [power for power in self.powers if power not in self.POWERS]
        if unknown:
            raise BadInput(
                "{unknown} is no power of this form. Allowed are {known}.", unknown=unknown, known=self.POWERS
            )
        if self.principal and self.principal == self.agent:
            raise BadInput("{name} cannot authorise themselves. Enter the agent.", name=self.agent)
        if self.until is not None and self.until < self.issued_on:
            raise BadInput(
                "The authorisation of {issued} ends on {until}, before it begins. Enter a later day.",
                issued=self.issued_on,
                until=self.until,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationForm(Form):
    """登记表: how the request came in, which day counts and why, and the days that follow from it.

    Args:
        channel: 当面, 信函, 网络 …
        posted_as: Number of the letter's posting (邮件号); empty where it did not come by post.
        received_on: 收到申请之日.
        received_because: Why that day.
        receipt_basis: The article that says so; empty where none does.
        applicant: All names.
        applicant_class: As the annual report counts it.
        agent: Who acts for the applicant.
        request: The items, word for word.
        correct_by: Last day for asking for a correction; None where the text in force sets none.
        reply_by: Last day of the reply.
        provisional: `reply_by` lies beyond the holidays announced so far.
        clerk: Who registered it.

    """

    TITLE = "政府信息公开申请登记表"

    channel: str
    posted_as: str = ""
    received_on: date
    received_because: str
    receipt_basis: str = ""
    applicant: str
    applicant_class: str
    agent: str = ""
    request: tuple[str, ...]
    correct_by: date | None = None
    reply_by: date
    provisional: bool = False
    clerk: str

    def check(self) -> None:
        """Refuse a form without items, or whose days are out of order."""
        Form.check(self)
        if not self.request:
            raise BadInput("The request has no text. Enter what was asked for, word for word.")
        if self.reply_by <= self.received_on:
            raise BadInput(
                "The last day of the reply, {due}, is not after the receipt of {received}. Correct one of them.",
                due=self.reply_by,
                received=self.received_on,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptConfirmation(Form):
    """收到申请确认记录: the receipt of a letter nobody signs for, or of a request by internet or fax, is confirmed.

    `issued_on` is the day of the confirmation. The number or address used is written by hand.

    Args:
        channel: 信函, 网络, 传真 …
        arrived_on: The day it reached the agency.
        same_day: The text asks for the confirmation on that day (a letter that nobody signs for).
        late_reason: Why it was not confirmed on that day.
        means: How the applicant was reached: 电话, 短信, 电子邮件.
        spoke_with: Who confirmed for the applicant.
        confirmed: What was confirmed.
        received_on: The day that counts as the receipt.
        basis: The article on the day of receipt; empty where no text speaks.
        evidence: Recording, message or log that is kept.
        clerk: Who confirmed for the agency.

    """

    TITLE = "收到政府信息公开申请确认记录"

    channel: str
    arrived_on: date
    same_day: bool = False
    late_reason: str = ""
    means: str
    spoke_with: str
    confirmed: str
    received_on: date
    basis: str = ""
    evidence: str = ""
    clerk: str

    def check(self) -> None:
        """Refuse days that are out of order, and a late confirmation without its reason."""
        Form.check(self)
        if not self.arrived_on <= self.issued_on <= self.received_on:
            raise BadInput(
                "The request arrived on {arrived}, was confirmed on {confirmed} and counts as received on {received}: "
                "these days are out of order. Correct them.",
                arrived=self.arrived_on,
                confirmed=self.issued_on,
                received=self.received_on,
            )
        if self.same_day and self.issued_on > self.arrived_on and not self.late_reason.strip():
            raise NotReady(
                "The letter arrived on {arrived} and was confirmed on {confirmed}; it is to be confirmed on the day it "
                "arrives (Art. 31). Give the reason.",
                arrived=self.arrived_on,
                confirmed=self.issued_on,
            )


KINDS: tuple[type[Document], ...] = (
    ApplicationOfPerson,
    ApplicationOfOrganisation,
    OralRequest,
    Authorisation,
    RegistrationForm,
    ReceiptConfirmation,
)
