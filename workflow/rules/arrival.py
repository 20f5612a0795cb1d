"""How a request came in (申请的渠道): the facts from which its receipt is decided."""

from datetime import date
from enum import StrEnum

import msgspec


class Channel(StrEnum):
    """How a request came in."""

    IN_PERSON = "in_person"
    LETTER = "letter"
    FAX = "fax"
    ONLINE = "online"
    EMAIL = "email"
    ORAL = "oral"
    OTHER = "other"


class Mail(StrEnum):
    """How a letter was posted: with a signature on delivery (挂号、特快专递), or without (平常信函)."""

    REGISTERED = "registered"
    ORDINARY = "ordinary"


class Fact(StrEnum):
    """The days an arrival may carry; named as in `Arrival`, with what each is."""

    HANDED_IN = "the day it was handed in, or its form filled in"
    ARRIVED = "the day it reached the agency"
    SIGNED = "the day the agency signed for it"
    SUBMITTED = "the day the portal reported success"
    AUTO_ACK = "the day the portal acknowledged it by itself"
    OFFICE_CONFIRMED = "the day the office confirmed it"
    APPLICANT_CONFIRMED = "the day the applicant confirmed it"
    CONTACT_RESTORED = "the day contact with the applicant was restored"
    STATED = "the day set by the published rule of the agency"


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of how a request came in; only the days its channel asks for need be given.

    Args:
        channel: How it came in.
        mail: How a letter was posted.
        handed_in_on: Handed over at the counter, or the form filled for an oral request.
        arrived_on: A letter, fax or e-mail reached the agency (an e-mail: its mail system).
        signed_on: The agency signed for the letter.
        submitted_on: The portal reported success.
        auto_ack_on: The portal acknowledged by itself.
        office_confirmed_on: The office confirmed the receipt with the applicant.
        applicant_confirmed_on: The applicant confirmed it.
        contact_restored_on: An applicant who could not be reached was reached.
        stated_on: The day that counts by the agency's published rule for the channel.
        other_unit: Addressed to a person or unit other than the disclosure office.
        unreachable: The applicant could not be reached for the confirmation.
        portal_rule_published: The portal published that the confirmation counts, not the submission.
        late_reason: Why the receipt is later than the portal's own acknowledgement.

    """

    channel: Channel
    mail: Mail | None = None
    handed_in_on: date | None = None
    arrived_on: date | None = None
    signed_on: date | None = None
    submitted_on: date | None = None
    auto_ack_on: date | None = None
    office_confirmed_on: date | None = None
    applicant_confirmed_on: date | None = None
    contact_restored_on: date | None = None
    stated_on: date | None = None
    other_unit: bool = False
    unreachable: bool = False
    portal_rule_published: bool = False
    late_reason: str = ""

    def day(self, fact: Fact) -> date | None:
        """Return the day that is known of `fact`."""
        day: date | None = getattr(self, f"{fact.name.lower()}_on")
        return day
