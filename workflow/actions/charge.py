"""Charge the information processing fee (信息处理费) and receive it; Art. 42, 国办函〔2020〕109号."""

from workflow.actions.step import View, action
from workflow.actions.texts import one_of
from workflow.rules.errors import BadInput, RuleBroken
from workflow.rules.fees import fee_by_items, fee_by_pages, tariff_on
from workflow.rules.record.handling import Charged, FeeNoticeDelivered, Paid
from workflow.rules.states import Step
from workflow.store.cases import requests_in_month

METHODS = ("items", "pages")
MOST = 100_000  # Items or pages of one request.


@action(Step.CHARGE)
def charge(view: View, *, method: str, quantity: int) -> Charged:
    """Send a fee notice. The office decides to charge; the amount is computed, never typed.

    Args:
        view: The case.
        method: `items` (按件: progressive over the applicant's requests of the calendar month) or `pages` (按量).
        quantity: Items of this request, or pages, from 1.

    Raises:
        BadInput: The quantity is none that a request can have.
        RuleBroken: Nothing is due, or no tariff was in force when the request came in.
    """
    one_of(method, METHODS, "way of charging")
    if not 1 <= quantity <= MOST:
        raise BadInput("{quantity} cannot be charged. Enter 1 to {most}.", quantity=quantity, most=MOST)
    tariff = tariff_on(view.case.received_on)
    before = requests_in_month(view.unit.connection, view.case) if method == "items" else 0
    fee = fee_by_items(before, quantity, tariff) if method == "items" else fee_by_pages(quantity, tariff)
    if fee.amount == 0:
        raise RuleBroken("Nothing is due for this request: it lies within what is free. Handle it without a fee.")
    return Charged(method=method, quantity=quantity, before=before, fen=fee.amount * 100)


@action(Step.DELIVER_FEE_NOTICE)
def deliver_fee_notice(view: View) -> FeeNoticeDelivered:
    """Record the day the applicant received the notice; 20 working days to pay run from the next one."""
    if view.case.moved_on is not None and view.call.on < view.case.moved_on:
        raise RuleBroken(
            "{on} is before the fee notice of {moved_on}. Enter a day from then on.",
            on=view.call.on,
            moved_on=view.case.moved_on,
        )
    return FeeNoticeDelivered()


@action(Step.PAY)
def pay(view: View, *, receipt_no: str = "") -> Paid:  # noqa: ARG001 (the clock checks the day)
    """Record the payment; the period is counted anew (UNVERIFIED, see the decision on the clock)."""
    return Paid(receipt_no=receipt_no)
