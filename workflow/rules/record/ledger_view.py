"""The days of a case as its row of the ledger (台账) has them."""

from collections.abc import Iterator
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from workflow.rules.clock import ClockEvent, EventType
from workflow.rules.record.case import Case

FINISHED = "办结情况"
"""A further column of a ledger, for requests whose lateness does not follow from the days that a row has."""

ON_TIME, EXTENDED = "按时办结", "延期办结"
"""Its values, as the form before 2019 calls them."""

_TOLD = {
    EventType.RECEIVED,
    EventType.CORRECTION_REQUESTED,
    EventType.CORRECTION_RECEIVED,
    EventType.EXTENDED,
    EventType.REPLIED,
    EventType.WITHDRAWN,
    EventType.LAPSED,
}
"""The events that a row tells."""


class LedgerView(NamedTuple):
    """Extension and correction of a case; None where there was none."""

    extended_on: date | None
    extension_days: int | None
    correction_requested_on: date | None
    correction_received_on: date | None


def ledger_view(case: Case) -> LedgerView:
    """Return the first extension and correction before the reply, for the ledger has room for one of each."""
    first = {event.type: event for event in reversed(list(_first_round(case)))}
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


def finished(case: Case) -> dict[str, str]:
    """Return the further column of a case that ended, where a consultation, a fee or a delay moved its due day."""
    if case.counted_on is None or all(event.type in _TOLD for event in _first_round(case)):
        return {}
    return {FINISHED: EXTENDED if case.counted_late else ON_TIME}


def _first_round(case: Case) -> Iterator[ClockEvent]:
    """Yield the events up to the end that the year counts; a redo that was ordered later is none of them."""
    return takewhile(lambda event: event.type is not EventType.REDO_ORDERED, (tick.event for tick in case.ticks))
