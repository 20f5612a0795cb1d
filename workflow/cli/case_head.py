"""The head of a case: where it stands, until when, and what comes next."""

from copy import copy
from typing import NamedTuple

from workflow.cli.desk import Desk
from workflow.cli.explained import remaining_words
from workflow.cli.screen import Say, facts
from workflow.rules.clock import Clock, read
from workflow.rules.obligation import Obligation, obligation
from workflow.rules.record.case import Case
from workflow.rules.wording import word


class Head(NamedTuple):
    """A case as of today: its clock read again, because a waiting time may be over since its last entry."""

    case: Case
    clock: Clock
    next: Obligation


def head_of(desk: Desk, case: Case) -> Head:
    """Return the head of a case as of today."""
    today = max(desk.today, case.received_on)
    settled = copy(case)
    settled.settle(desk.store.calendars, today)
    clock = read([tick.event for tick in case.ticks], desk.store.calendars(case.calendar), today)
    return Head(settled, clock, obligation(settled, today))


def head_json(desk: Desk, case: Case) -> dict[str, object]:
    """Return the head for a program to read."""
    head = head_of(desk, case)
    clock, following = head.clock, head.next
    return {
        "case_no": case.case_no,
        "version": case.version,
        "state": case.state.value,
        "received_on": case.received_on,
        "outcome": case.outcome and case.outcome.value,
        "closed_on": case.closed_on,
        "clock": {
            "status": clock.status.value,
            "due_on": clock.due_on,
            "provisional": clock.provisional,
            "remaining": clock.remaining,
            "overdue": clock.overdue,
            "on_time": clock.on_time,
            "regime": clock.regime,
        },
        "reassessed": case.reassessed_on and {"on": case.reassessed_on, "finding": case.finding},
        "next": {"who": following.who.value, "what": following.what and following.what.value, "by": following.by},
    }


def show_head(desk: Desk, case: Case) -> None:
    """Print the head."""
    say, head = desk.translate, head_of(desk, case)
    shown = {
        say("Case"): case.case_no,
        say("State"): say(case.state.value),
        say("Version"): str(case.version),
        say("Received"): str(case.received_on),
        say("Clock"): say(head.clock.status.value),
        say("Due day"): due_words(head.clock, say),
        say("Days left"): remaining_words(head.clock, say),
    }
    if case.outcome is not None:
        shown[say("Outcome")] = f"{case.outcome} {case.outcome.label}"
        shown[say("Closed")] = f"{case.closed_on} {on_time_words(head.clock, say)}".rstrip()
    if case.reassessed_on is not None:
        shown[say("Looked at again")] = finding_words(case, say)
    shown[say("Next")] = next_words(head.next, say)
    facts(shown)


def due_words(clock: Clock, say: Say) -> str:
    """Return the due day, marked where it is provisional."""
    if clock.due_on is None:
        return say("none while the period does not run")
    return f"{clock.due_on}{say(' (provisional)') if clock.provisional else ''}"


def on_time_words(clock: Clock, say: Say) -> str:
    """Return whether the reply was in time, in words; empty where that is no question."""
    return {None: "", True: say("in time"), False: say("late")}[clock.on_time]


def finding_words(case: Case, say: Say) -> str:
    """Return when something withheld was last looked at again, what was found, and what to do where it may go out."""
    found = f"{case.reassessed_on} {say(word('finding', case.finding))}"
    if case.finding != "disclosable":
        return found
    advice = say("Make the record public, or answer anew on a new request: this reply and its year stay as they are.")
    return f"{found}. {advice}"


def next_words(following: Obligation, say: Say) -> str:
    """Return who does what by when."""
    if following.what is None:
        return ""
    by = say(", by {day}").format(day=following.by) if following.by else ""
    return f"{say(following.who.value)}: {say(following.what.value)}{by}"
