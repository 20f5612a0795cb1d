"""What happens to a statutory clock: the events, and the refusal of one that cannot follow."""

from datetime import date
from enum import StrEnum

import msgspec

from workflow.rules.errors import RuleBroken


class EventType(StrEnum):
    """What happened, named as in the record."""

    RECEIVED = "received"
    CORRECTION_REQUESTED = "correction_requested"
    CORRECTION_RECEIVED = "correction_received"
    CONSULTATION_STARTED = "consultation_started"
    CONSULTATION_DELIVERED = "consultation_delivered"
    CONSULTATION_ANSWERED = "consultation_answered"
    REASONS_REQUESTED = "reasons_requested"
    REASONS_RECEIVED = "reasons_received"
    EXTENDED = "extended"
    DELAY_SET = "delay_set"
    FEE_NOTIFIED = "fee_notified"
    FEE_PAID = "fee_paid"
    REPLIED = "replied"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    REDO_ORDERED = "redo_ordered"

    # Every event is looked up by its type, and Enum's own hash is interpreted code.
    __hash__ = str.__hash__


class Party(StrEnum):
    """Whom a consultation asks: 第三方, 共同制作机关, 其他机关."""

    THIRD_PARTY = "third_party"
    CO_PRODUCER = "co_producer"
    AGENCY = "agency"

    __hash__ = str.__hash__


class ClockEvent(msgspec.Struct, frozen=True, array_like=True):
    """One event of a clock.

    Args:
        type: What happened.
        on: The day it counts in law, not the day it was entered.
        ref: Which consultation; never used twice in one clock.
        party: Whom a started consultation asks, a value of `Party`.
        days: Working days of an extension, or of the period of an ordered redo.
        until: The day a delay (Art. 35) sets.

    """

    type: EventType
    on: date
    ref: str = ""
    party: str = ""
    days: int = 0
    until: date | None = None


class ClockRefused(RuleBroken):
    """An event cannot follow the ones before it; the message names the event, its day and the rule."""
