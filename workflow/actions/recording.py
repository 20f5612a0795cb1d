"""From what a step says to what is written: days checked, entry chained, clock settled, rows and outbox made."""

import re
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

import msgspec

from workflow.actions.scheduling import owed_in, rescheduled
from workflow.rules.duty import DutyPolicy, Owed
from workflow.rules.errors import BadInput, RuleBroken
from workflow.rules.record.case import Calendars, Call, Case, case_values
from workflow.rules.record.entry import Body, Entry, digest, encoded
from workflow.rules.record.replay import follow
from workflow.rules.states import Step
from workflow.store.rows import Chained, Write

MOST_TEXT = 200_000  # Characters of one entry; longer texts belong in an attachment.
MOST_KEY = 200  # Characters of an idempotency key.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # The escape itself, not a backslash that somebody typed before "u0000".
_ENCODER = msgspec.json.Encoder(order="deterministic")


def ask(step: Step | str, call: Call, data: object) -> str:
    """Return the digest that tells one call from another with the same key; who, which day and what was asked.

    Raises:
        BadInput: The key is empty, too long or no text, or what was asked is no text.
    """
    if not call.key or len(call.key) > MOST_KEY or not call.key.isprintable():
        raise BadInput(
            "A step needs an idempotency key of 1 to {most} printable characters, so that it is not taken twice. Give "
            "each new step its own.",
            most=MOST_KEY,
        )
    return sha256(_encoded([str(step), call.by, call.on, data])).hexdigest()[:32]


def _encoded(data: object) -> bytes:
    try:
        return _ENCODER.encode(data)
    except UnicodeEncodeError:
        raise BadInput("A text holds half a character, which no letter can print. Enter it again.") from None


def check_day(case: Case, call: Call, today: date, *, moves: bool) -> None:
    """Refuse a day in the future, before the receipt, or before the step that led to the present state.

    Raises:
        RuleBroken: The day is out of order; the message names it and the day it must not come before or after.
    """
    if call.on > today:
        raise RuleBroken("{on} is in the future: today is {today}. Enter the day it happened.", on=call.on, today=today)
    if call.on < case.received_on:
        raise RuleBroken(
            "{on} is before the receipt on {received_on}. Enter a day from then on.",
            on=call.on,
            received_on=case.received_on,
        )
    if moves and case.moved_on is not None and call.on < case.moved_on:
        raise RuleBroken(
            "{on} is before the last step of the case on {moved_on}. Enter a day from then on.",
            on=call.on,
            moved_on=case.moved_on,
        )


def checked(body: Body) -> str:
    """Return the text of an entry.

    Raises:
        BadInput: It holds a NUL character or is longer than an entry may be.
    """
    data = encoded(body)
    if "\\u0000" in data and _NUL.search(data):
        raise BadInput("A text holds a NUL character, which no letter can print. Remove it.")
    if len(data) > MOST_TEXT:
        raise BadInput(
            "The text has {length} characters; an entry holds {most}. Attach it as a file instead.",
            length=len(data),
            most=MOST_TEXT,
        )
    return data


def recorded(
    case: Case,
    head: str,
    body: Body,
    call: Call,
    asked: str,
    calendars: Calendars,
    today: date,
    policy: DutyPolicy,
    before: Sequence[Owed],
) -> Write:
    """Chain the entry to the record, make of the case what it is after it, and return all that is to be written.

    Args:
        case: Moved by the step already.
        head: Digest of its last entry.
        body: What the entry says.
        call: The call.
        asked: Its digest.
        calendars: Gives the calendar of a version.
        today: The agency's day of the call.
        policy: The periods of the agency's duties.
        before: What was owed in the case before the step.

    Raises:
        ClockRefused: The clock cannot take the event; the message names it, its day and the rule.
    """
    expected = case.version
    entry = Entry(expected + 1, call.on, call.at, call.by, call.key, asked, body)
    data = checked(body)
    chained = Chained(entry, data, digest(head, case.id, entry, data))
    had_it = case.assignee
    follow(case, entry)
    case.settle(calendars, today)
    return Write(
        case,
        expected,
        case_values(case, chained.digest),
        [chained],
        list(body.changes(case, entry)),
        outbox([chained], case),
        rescheduled(before, owed_in(case, calendars, policy), today, passed_on=case.assignee != had_it),
    )


def outbox(chained: Sequence[Chained], case: Case) -> list[dict[str, object]]:
    """Return what goes out for entries: one row each, with the case number and nothing about a person."""
    return [
        {
            "case_id": case.id,
            "seq": one.entry.seq,
            "topic": f"case.{one.entry.body.kind}",
            "payload": f'{{"kind":"{one.entry.body.kind}","seq":{one.entry.seq}}}',
            "created_at": one.entry.at,
            "claimed_at": None,
            "claimed_by": None,
            "attempts": 0,
            "sent_at": None,
            "error": None,
        }
        for one in chained
    ]
