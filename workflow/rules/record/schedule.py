"""The schedule of a case: what is owed in it, read off the case as its last entry left it.

It depends on nothing but the case, its calendar and the office's targets, so that every row of it can be made again.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from workflow.rules.calendar import Calendar
from workflow.rules.clock import EventType
from workflow.rules.clock_events import Party
from workflow.rules.duties import owed
from workflow.rules.duty import DEFAULT_POLICY, Asked, DutyPolicy, Filed, Owed, Situation
from workflow.rules.errors import BadInput
from workflow.rules.record.case import STARTS, Case
from workflow.rules.regimes import regime_on
from workflow.rules.states import State


def schedule(case: Case, calendar: Calendar, policy: DutyPolicy) -> tuple[Owed, ...]:
    """Return what is owed in a case, by day.

    Args:
        case: As its last entry left it, settled.
        calendar: Of its version.
        policy: Of its agency.
    """
    if case.import_id is not None and case.closed_on is not None and case.version == 1:
        return ()  # What ended elsewhere is looked at again there.
    return owed(situation(case, calendar), calendar, policy)


def duty_row(case: Case, owed: Owed) -> dict[str, object]:
    """Return what the record says of something owed."""
    return {
        "case_id": case.id,
        "duty": str(owed.duty),
        "ref": owed.ref,
        "agency_id": case.agency_id,
        "due_on": owed.due_on,
        "who": str(owed.who),
        "provisional": owed.provisional,
        "assignee_id": case.assignee,
    }


def situation(case: Case, calendar: Calendar) -> Situation:
    """Return the facts of a case that its duties depend on, as of the day on which it was settled."""
    today = case.received_on if case.settled is None else case.settled[2]
    if case.closed_on is not None:
        return Situation(
            state=case.state,
            received_on=case.received_on,
            registered_on=case.received_on,
            today=today,
            proceedings=_proceedings(case),
            refused_on=case.withheld_on,
            reassessed_on=case.reassessed_on,
            closed_on=case.closed_on,
        )
    return Situation(
        state=case.state,
        received_on=case.received_on,
        registered_on=case.received_on,
        today=today,
        opened=case.version > 1 or case.assignee is not None,
        corrected=case.corrected,
        correction_notice_by=_notice_by(case, calendar),
        correct_by=case.waits_until if case.state is State.CORRECTING else None,
        pay_by=case.next_on if case.next_what == "pay" else None,
        asked_on=_asked_on(case),
        parties=tuple(parties(case, calendar)) if any(asked.open for asked in case.consultations) else (),
        submitted_on=case.moved_on if case.state is State.SECRECY_CHECK else None,
        cleared=case.state is State.SECRECY_CHECK and case.cleared,
        due_on=case.due_on,
        provisional=case.provisional,
        extended=case.extension_days > 0,
        ordered=_ordered(case),
        proceedings=_proceedings(case),
    )


POLICY_SETTINGS: tuple[str, ...] = DutyPolicy.__struct_fields__
"""Settings of an agency that are periods of its duties."""


def policy_of(settings: Mapping[str, str]) -> DutyPolicy:
    """Return the periods that an agency has set, and the usual ones for the rest.

    Raises:
        BadInput: One is no whole number of at least 1.
    """
    given = {name: settings[name] for name in POLICY_SETTINGS if name in settings}
    if not given:
        return DEFAULT_POLICY
    for name, value in given.items():
        if not (value.isascii() and value.isdecimal() and len(value) <= 4):  # noqa: PLR2004 (digits of a period)
            raise BadInput("The setting {name} is {value}. Enter a whole number of at least 1.", name=name, value=value)
    return DutyPolicy(**{name: int(value) for name, value in given.items()})


def _notice_by(case: Case, calendar: Calendar) -> date | None:
    """Return the last day for asking for a correction; as the clock reads it, in the one state that can still ask."""
    if case.state is not State.RECEIVED or case.corrected:
        return None
    period = regime_on(case.started_on).correction_notice_period
    return None if period is None else calendar.add(case.started_on, period)


def _asked_on(case: Case) -> date | None:
    """Return the day on which the applicant was asked for what the case waits for without a last day."""
    if case.state is State.CORRECTING:
        return max(tick.event.on for tick in case.ticks if tick.event.type is EventType.CORRECTION_REQUESTED)
    return case.reasons_asked_on if case.state is State.REVIEWED else None


def parties(case: Case, calendar: Calendar) -> Iterator[Asked]:
    """Yield the consultations that are open in the record, with the last day of each; Arts. 32, 34."""
    regime = regime_on(case.started_on)
    sent = {t.event.ref: t.event.on for t in case.ticks if t.event.type is EventType.CONSULTATION_STARTED}
    delivered = {t.event.ref: t.event.on for t in case.ticks if t.event.type is EventType.CONSULTATION_DELIVERED}
    for asked in case.consultations:
        if asked.open:
            received = delivered.get(asked.ref)
            period = regime.answer_period(Party(asked.party))
            last_on = None if received is None or period is None else calendar.add(received, period)
            yield Asked(asked.ref, asked.party, received, last_on, sent.get(asked.ref))


def _ordered(case: Case) -> bool:
    """Tell whether the period that runs is that of an order."""
    starts = [tick.event.type for tick in case.ticks if tick.event.type in STARTS]
    return starts[-1] is EventType.REDO_ORDERED


def _proceedings(case: Case) -> tuple[Filed, ...]:
    return tuple(
        Filed(
            one.no,
            one.kind,
            one.on or case.received_on,
            simplified=one.simplified,
            result=one.result,
            answered=one.answered_on is not None,
        )
        for one in case.proceedings
    )
