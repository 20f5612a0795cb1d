"""The days of a case as its row of the ledger (台账) has them."""

from datetime import date
from typing import NamedTuple

from workflow.rules.clock import EventType
from workflow.rules.record.case import Case


class LedgerView(NamedTuple):
    """Extension and correction of a case; None where there was none."""

    extended_on: date | None
    extension_days: int | None
    correction_requested_on: date | None
    correction_received_on: date | None


def ledger_view(case: Case) -> LedgerView:
    """Return the first extension and correction on record, for the ledger has room for one of each."""
    first = {tick.event.type: tick.event for tick in reversed(case.ticks)}
    extended = first.get(EventType.EXTENDED)
    void_on, void_days = case.void_extension or (None, None)
    asked = first.get(EventType.CORRECTION_REQUESTED)
    received = first.get(EventType.CORRECTION_RECEIVED)
    return LedgerView(
        void_on if extended is None else extended.on,
        void_days if extended is None else extended.days,
        None if asked is None else asked.on,
        None if received is None else received.on,
    )
