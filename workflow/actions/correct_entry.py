"""Put a mistaken entry right by a new one that names it."""

from datetime import date

from workflow.actions.step import View, action
from workflow.actions.texts import said
from workflow.rules.errors import BadInput, NotFound, RuleBroken
from workflow.rules.outcomes import Outcome
from workflow.rules.record.aftermath import EntryCorrected
from workflow.rules.states import Step
from workflow.store.cases import entry_kind

VOIDABLE = ("extended", "delayed", "consulted")  # They moved no state, so the record can go on without them.


@action(Step.CORRECT_ENTRY)
def correct_entry(
    view: View,
    *,
    corrects: int,
    reason: str,
    day: date | None = None,
    void: bool = False,
    channel: str = "",
    applicant_class: str = "",
    applicant: str = "",
    outcome: Outcome | None = None,
) -> EntryCorrected:
    """Correct the day of an entry, what the opening says of the applicant, the outcome of a closing, or void it.

    The clock is read anew with the right day and refuses one that does not fit.

    Args:
        view: The case.
        corrects: Number of the mistaken entry.
        reason: Why.
        day: The right day.
        void: Whether the entry never happened.
        channel: The right one; of the opening entry.
        applicant_class: Likewise.
        applicant: Likewise.
        outcome: The right outcome; of a closing entry.
    """
    kind = entry_kind(view.unit.connection, view.case.id, corrects)
    if kind is None:
        raise NotFound("Case {case_no} has no entry {no}.", case_no=view.case.case_no, no=corrects)
    if not any((day, void, channel, applicant_class, applicant, outcome)):
        raise BadInput("Nothing is corrected. Say what is right.")
    if void and kind not in VOIDABLE:
        raise RuleBroken(
            "An entry {kind} cannot be void, because later entries rest on it. Void only {voidable}; correct the day "
            "of others.",
            kind=kind,
            voidable=list(VOIDABLE),
        )
    if day is not None:
        _check_day(view, corrects, day)
    if (channel or applicant_class or applicant) and corrects != 1:
        raise BadInput("Channel and applicant stand in entry 1. Correct that one.")
    if outcome is not None and view.case.outcome is None:
        raise BadInput("The case is open and has no outcome to correct. Draft it instead.")
    return EntryCorrected(
        corrects=corrects,
        reason=said(reason, "reason"),
        day=day,
        void=void,
        ref=_ref(view, corrects) if void else "",
        channel=channel,
        applicant_class=applicant_class,
        applicant=applicant,
        outcome=outcome,
    )


def _check_day(view: View, corrects: int, day: date) -> None:
    ticks = [tick for tick in view.case.ticks if tick.seq == corrects]
    if len(ticks) != 1:
        raise BadInput("Entry {no} has no single day that the clock counts. Correct another entry.", no=corrects)
    if day > view.call.on:
        raise RuleBroken("{day} is after this correction of {on}. Enter the day it happened.", day=day, on=view.call.on)


def _ref(view: View, corrects: int) -> str:
    return next((tick.event.ref for tick in view.case.ticks if tick.seq == corrects), "")
