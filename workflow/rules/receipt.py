"""The day a request counts as received (收到申请之日), by channel and law: day 1 of the period is the next working day.

The 2019 text settles it in Art. 31. The 2008 text is silent; a letter of the State Council's disclosure office
(国办公开办函〔2015〕207号) and Guiding Case 26 (指导案例26号) fill the gap, and are applied to the years before them
as well. Where no text speaks, the default is named in the warnings and in `docs/decisions/0003-clock-semantics.md`.
"""

from datetime import date
from enum import StrEnum

import msgspec

from workflow.rules.arrival import Arrival, Channel, Fact, Mail
from workflow.rules.calendar import Calendar
from workflow.rules.errors import BadInput
from workflow.rules.receipt_rules import RULES, Policy, Portal, Receipt, ReceiptRule, ReceiptWarning
from workflow.rules.regimes import Regime, regime_on

__all__ = ["Arrival", "Channel", "Mail", "Portal", "Receipt", "ReceiptRule", "ReceiptWarning", "RestDay", "receipt"]


class RestDay(StrEnum):
    """What a receipt on a rest day counts as. No text says; one court accepted the next working day (E2)."""

    ACTUAL = "actual"
    NEXT_WORKING_DAY = "next_working_day"


def receipt(
    arrival: Arrival,
    calendar: Calendar,
    *,
    rest_day: RestDay = RestDay.ACTUAL,
    portal: Portal = Portal.EARLIER,
    auto_ack_confirms: bool = True,
    regime: Regime | None = None,
) -> Receipt:
    """Return the day the request of `arrival` counts as received, with its rule and what speaks against it.

    Args:
        arrival: What is known of how it came in.
        calendar: Working days, for a receipt on a rest day.
        rest_day: Whether such a receipt stays where it is; `actual` is safe, because it is never later.
        portal: Which day counts for a portal under the 2019 text; `earlier` is safe.
        auto_ack_confirms: Whether the acknowledgement a portal sends by itself is the confirmation.
        regime: The law; by default that of the earliest day of `arrival`.

    Raises:
        BadInput: A day the channel needs is missing, two days contradict each other, or a reason is missing because the
            receipt is later than the portal's own acknowledgement.
        NotReady: The applicant could not be reached yet; the period has not begun.

    Source:
        政府信息公开条例 (2019), Art. 31; 国办公开办函〔2015〕207号; 最高人民法院指导案例26号.

    """
    _refuse_contradiction(arrival)
    law = regime or regime_on(_first_day(arrival))
    found = RULES[law.name][arrival.channel](arrival, Policy(portal, auto_ack_confirms))
    if arrival.auto_ack_on and found.received_on > arrival.auto_ack_on and not arrival.late_reason.strip():
        raise BadInput(
            "The receipt {received_on} is later than the acknowledgement of the portal on {auto_ack_on}. "
            "Enter the reason, or take the day of the acknowledgement.",
            received_on=found.received_on,
            auto_ack_on=arrival.auto_ack_on,
        )
    return _on_rest_day(found, calendar, rest_day)


def _first_day(arrival: Arrival) -> date:
    days = [day for fact in Fact if (day := arrival.day(fact)) is not None]
    if not days:
        raise BadInput("No day is given for the arrival of the request. Enter the day your channel asks for.")
    return min(days)


_LATER = (Fact.SIGNED, Fact.AUTO_ACK, Fact.OFFICE_CONFIRMED, Fact.APPLICANT_CONFIRMED, Fact.CONTACT_RESTORED)


def _refuse_contradiction(arrival: Arrival) -> None:
    came = arrival.arrived_on or arrival.submitted_on
    for fact in _LATER:
        day = arrival.day(fact)
        if came is not None and day is not None and day < came:
            raise BadInput(
                "The request came in on {came}, and an earlier day is given for what followed: {day}, {fact}. "
                "Correct one of the two.",
                came=came,
                day=day,
                fact=fact,
            )


def _on_rest_day(found: Receipt, calendar: Calendar, rest_day: RestDay) -> Receipt:
    if calendar.is_working(found.received_on):
        return found
    if rest_day is RestDay.ACTUAL:
        return msgspec.structs.replace(found, warnings=(*found.warnings, ReceiptWarning.REST_DAY))
    return msgspec.structs.replace(
        found,
        received_on=calendar.add(found.received_on, 1),
        warnings=(*found.warnings, ReceiptWarning.MOVED),
    )
