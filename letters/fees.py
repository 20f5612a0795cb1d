"""Group E: the notice of the fee (信息处理费) and the end where it was not paid (E1, E2).

Source:
    政府信息公开条例 (2019), Art. 42; 政府信息公开信息处理费管理办法 (国办函〔2020〕109号).
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from letters.parts import Document, ToApplicant
from workflow.rules.errors import BadInput, NotReady
from workflow.rules.fees import Fee, Method
from workflow.rules.remedies import Effect

UNITS = {Method.BY_ITEMS: "件", Method.BY_PAGES: "页"}
"""What is counted by each method."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """Where the fee is paid: holder of the account, bank, number, and in what ways."""

    name: str
    bank: str
    account: str
    ways: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeNotice(ToApplicant):
    """信息处理费收费通知书: one method, its lines, the sum, the account, and what follows if it is not paid.

    Args:
        fee: As the tariff makes it: its method is the only one, its lines include the free units.
        yuan: The sum as it is on record; it has to be that of the lines.
        reason: Why number or frequency of the requests clearly exceeds what is reasonable.
        basis: The articles on the fee.
        payee: The account.
        pay_days: Working days to pay, from the day after the notice came.
        pay_by: The last day to pay; None where the day of service is not known yet.
        reply_days: Working days of the reply period, which starts anew with the payment.

    """

    TITLE = "政府信息公开信息处理费收费通知书"

    fee: Fee
    yuan: int
    reason: str
    basis: str
    payee: Payee
    pay_days: int
    reply_days: int
    pay_by: date | None = None

    @property
    def unit(self) -> str:
        """What is counted: 件 or 页."""
        return UNITS[self.fee.method]

    @property
    def before(self) -> int:
        """How many items the applicant had in the same month before this request; 0 by page."""
        return self.fee.lines[0].first - 1

    @property
    def quantity(self) -> int:
        """How many items or pages this request has."""
        return sum(line.count for line in self.fee.lines)

    def check(self) -> None:
        """Refuse a notice whose lines have gaps, do not make its sum, or make nothing."""
        ToApplicant.check(self)
        lines = self.fee.lines
        if not lines or any(after.first != line.last + 1 for line, after in pairwise(lines)):
            raise BadInput("The lines of the fee leave units out or count some twice. Let the tariff make them.")
        if self.fee.method is Method.BY_PAGES and self.before:
            raise BadInput("Pages are counted for each request from the first. Let the tariff make the lines.")
        if self.fee.amount != self.yuan:
            raise BadInput(
                "The lines of the fee come to {lines} yuan and the notice asks for {yuan}. Enter the fee anew.",
                lines=self.fee.amount,
                yuan=self.yuan,
            )
        if self.yuan <= 0:
            raise BadInput("Nothing is due for this request, so there is nothing to ask for. Handle it without a fee.")
        if self.pay_by is not None and self.pay_by <= self.issued_on:
            raise BadInput(
                "The last day to pay, {day}, is not after the notice of {issued}. Enter a later day.",
                day=self.pay_by,
                issued=self.issued_on,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpaidEnd(ToApplicant):
    """逾期未缴费不再处理告知书: which notice came when, until when it could be paid, and that the request is closed.

    `remedies` are the paragraphs of `workflow.rules.remedy_clause.clause`.
    """

    TITLE = "政府信息公开申请逾期未缴费不再处理告知书"
    EFFECT = Effect.CLOSING

    notice: str
    notice_served_on: date
    yuan: int
    pay_days: int
    pay_by: date
    basis: str
    remedies: tuple[str, ...]

    def check(self) -> None:
        """Refuse an end before the time to pay is over, or without a word on remedies."""
        ToApplicant.check(self)
        if not self.notice_served_on < self.pay_by < self.issued_on:
            raise NotReady(
                "The fee notice came on {served} and could be paid until {last}; a letter of {issued} cannot say that "
                "this time is over. Issue it after the last day.",
                served=self.notice_served_on,
                last=self.pay_by,
                issued=self.issued_on,
            )
        if not self.remedies:
            raise NotReady("The letter ends the request and names no remedies. Enter who hears a reconsideration.")


KINDS: tuple[type[Document], ...] = (FeeNotice, UnpaidEnd)
