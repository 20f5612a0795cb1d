"""One rule for each channel and law: which day of an arrival counts as the receipt, where it stands, what is open."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeAlias

import msgspec

from workflow.rules.arrival import Arrival, Channel, Fact, Mail
from workflow.rules.errors import BadInput, NotReady
from workflow.rules.regimes import CN_2008, CN_2019, LAW, regime_on


class Portal(StrEnum):
    """Which day counts for a portal under the 2019 text: the earlier of success and confirmation, or the latter."""

    EARLIER = "earlier"
    CONFIRMED = "confirmed"


class ReceiptRule(StrEnum):
    """Which day counts."""

    HANDED_IN = "A request handed over in person is received on that day."
    FORM_FILLED = "An oral request is received on the day its form is filled in."
    SIGNED = "A letter that is signed for is received on the day the agency signs."
    LETTER_CONFIRMED = (
        "A letter that nobody signs for is received on the day the office confirms it with the applicant."
    )
    CONTACT_RESTORED = "When the applicant cannot be reached, the request is received on the day contact is restored."
    MAIL_SYSTEM = "An e-mail is received on the day it reaches the mail system of the agency."
    BOTH_CONFIRMED = "The request is received on the day both sides confirm."
    PORTAL_SUCCESS = "A request through the portal is received on the day the portal reports success."
    STATED = "The request is received on the day set by the published rule of the agency."


class ReceiptWarning(StrEnum):
    """What a reviewer or a court may see differently."""

    CONFIRMED_LATE = "The office should have confirmed the receipt with the applicant on the day it arrived."
    AFTER_SUCCESS = "A court may take the day the portal reported success (Guiding Case 26)."
    PRACTICE = "No text settles this case; the day follows practice."
    REST_DAY = "The receipt falls on a rest day; no text says whether it moves to the next working day."
    MOVED = "The receipt fell on a rest day and was moved to the next working day by a setting."


class Receipt(msgspec.Struct, frozen=True):
    """The day a request counts as received.

    Args:
        received_on: That day; counting begins the next working day.
        rule: The sentence behind it.
        article: Where it stands, in Chinese; "" where only practice speaks.
        warnings: What may be seen differently.

    """

    received_on: date
    rule: ReceiptRule
    article: str
    warnings: tuple[ReceiptWarning, ...] = ()


_ART_31 = f"{LAW}第三十一条"
_LETTER_207 = "国办公开办函〔2015〕207号"
_CASE_26 = "最高人民法院指导案例26号"


class Policy(msgspec.Struct, frozen=True):
    """The settings, as `receipt` takes them."""

    portal: Portal
    auto_ack_confirms: bool


Rule: TypeAlias = Callable[[Arrival, Policy], Receipt]


def _needed(arrival: Arrival, fact: Fact) -> date:
    day = arrival.day(fact)
    if day is None:
        raise BadInput(
            "A day is missing: {fact}. It decides the receipt of a request that came in by {channel}. Enter it.",
            fact=fact,
            channel=arrival.channel,
        )
    return day


def _in_person(article: str) -> Rule:
    def rule(arrival: Arrival, _: Policy) -> Receipt:
        return Receipt(_needed(arrival, Fact.HANDED_IN), ReceiptRule.HANDED_IN, article)

    return rule


def _oral(arrival: Arrival, _: Policy) -> Receipt:
    return Receipt(_needed(arrival, Fact.HANDED_IN), ReceiptRule.FORM_FILLED, "", (ReceiptWarning.PRACTICE,))


def _letter_2008(arrival: Arrival, _: Policy) -> Receipt:
    """A letter to another unit or person counts as one that nobody signs for."""
    if _mail(arrival) is Mail.REGISTERED and not arrival.other_unit:
        return Receipt(_needed(arrival, Fact.SIGNED), ReceiptRule.SIGNED, _LETTER_207)
    return _confirmed_letter(arrival, _LETTER_207)


def _letter_2019(arrival: Arrival, _: Policy) -> Receipt:
    """A letter to another unit counts when the agency signs for it: the text does not say otherwise."""
    if _mail(arrival) is Mail.REGISTERED:
        warnings = (ReceiptWarning.PRACTICE,) if arrival.other_unit else ()
        return Receipt(_needed(arrival, Fact.SIGNED), ReceiptRule.SIGNED, f"{_ART_31}第二项", warnings)
    return _confirmed_letter(arrival, f"{_ART_31}第二项")


def _mail(arrival: Arrival) -> Mail:
    if arrival.mail is None:
        raise BadInput("Say how the letter was posted. Allowed are {known}.", known=list(map(str, Mail)))
    return arrival.mail


def _confirmed_letter(arrival: Arrival, article: str) -> Receipt:
    if arrival.unreachable:
        return _contact_restored(arrival)
    confirmed_on = _needed(arrival, Fact.OFFICE_CONFIRMED)
    late = arrival.arrived_on is not None and confirmed_on > arrival.arrived_on
    warnings = (ReceiptWarning.CONFIRMED_LATE,) if late else ()
    return Receipt(confirmed_on, ReceiptRule.LETTER_CONFIRMED, article, warnings)


def _contact_restored(arrival: Arrival) -> Receipt:
    if arrival.contact_restored_on is None:
        raise NotReady(
            "The applicant could not be reached, so the period has not begun ({article}). "
            "Register the request and enter the day contact is restored.",
            article=_LETTER_207,
        )
    restored_on = arrival.contact_restored_on
    warnings = () if regime_on(restored_on) is CN_2008 else (ReceiptWarning.PRACTICE,)
    return Receipt(restored_on, ReceiptRule.CONTACT_RESTORED, _LETTER_207, warnings)


def _mail_system(arrival: Arrival, _: Policy) -> Receipt:
    return Receipt(_needed(arrival, Fact.ARRIVED), ReceiptRule.MAIL_SYSTEM, _LETTER_207)


def _both_confirm(article: str) -> Rule:
    def rule(arrival: Arrival, _: Policy) -> Receipt:
        if arrival.unreachable:
            return _contact_restored(arrival)
        confirmed_on = max(_needed(arrival, Fact.OFFICE_CONFIRMED), _needed(arrival, Fact.APPLICANT_CONFIRMED))
        return Receipt(confirmed_on, ReceiptRule.BOTH_CONFIRMED, article)

    return rule


def _portal_2008(arrival: Arrival, _: Policy) -> Receipt:
    if arrival.stated_on is not None:
        return Receipt(arrival.stated_on, ReceiptRule.STATED, _CASE_26)
    return Receipt(_needed(arrival, Fact.SUBMITTED), ReceiptRule.PORTAL_SUCCESS, _CASE_26)


def _portal_2019(arrival: Arrival, policy: Policy) -> Receipt:
    """Take the earlier of success and confirmation, unless the portal published that the confirmation counts."""
    article = f"{_ART_31}第三项"
    confirmed_on = _portal_confirmation(arrival, policy)
    if policy.portal is Portal.CONFIRMED or arrival.portal_rule_published:
        if confirmed_on is None:
            confirmed_on = _needed(arrival, Fact.OFFICE_CONFIRMED)
        later = arrival.submitted_on is not None and confirmed_on > arrival.submitted_on
        warnings = (ReceiptWarning.AFTER_SUCCESS,) if later else ()
        return Receipt(confirmed_on, ReceiptRule.BOTH_CONFIRMED, article, warnings)
    submitted_on = _needed(arrival, Fact.SUBMITTED)
    if confirmed_on is not None and confirmed_on <= submitted_on:
        return Receipt(confirmed_on, ReceiptRule.BOTH_CONFIRMED, article)
    return Receipt(submitted_on, ReceiptRule.PORTAL_SUCCESS, _CASE_26)


def _portal_confirmation(arrival: Arrival, policy: Policy) -> date | None:
    """The submission is the applicant's side; the office's side is its confirmation, or the acknowledgement."""
    if policy.auto_ack_confirms and arrival.auto_ack_on is not None:
        return arrival.auto_ack_on
    if arrival.office_confirmed_on is None:
        return None
    return max(arrival.office_confirmed_on, arrival.applicant_confirmed_on or arrival.office_confirmed_on)


def _other_2008(arrival: Arrival, policy: Policy) -> Receipt:
    if arrival.stated_on is not None:
        return Receipt(arrival.stated_on, ReceiptRule.STATED, _LETTER_207)
    return _both_confirm(_LETTER_207)(arrival, policy)


def _other_2019(arrival: Arrival, policy: Policy) -> Receipt:
    """The text knows no other channel; the day is found as it was before."""
    found = _other_2008(arrival, policy)
    return Receipt(found.received_on, found.rule, "", (ReceiptWarning.PRACTICE,))


RULES: Mapping[str, Mapping[Channel, Rule]] = {
    CN_2008.name: {
        Channel.IN_PERSON: _in_person(_LETTER_207),
        Channel.LETTER: _letter_2008,
        Channel.FAX: _both_confirm(_LETTER_207),
        Channel.ONLINE: _portal_2008,
        Channel.EMAIL: _mail_system,
        Channel.ORAL: _oral,
        Channel.OTHER: _other_2008,
    },
    CN_2019.name: {
        Channel.IN_PERSON: _in_person(f"{_ART_31}第一项"),
        Channel.LETTER: _letter_2019,
        Channel.FAX: _both_confirm(f"{_ART_31}第三项"),
        Channel.ONLINE: _portal_2019,
        Channel.EMAIL: _both_confirm(f"{_ART_31}第三项"),
        Channel.ORAL: _oral,
        Channel.OTHER: _other_2019,
    },
}
