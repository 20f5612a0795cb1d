"""What happened in a case, as the record has it: correction, extension, consultations, earlier replies, numbers.

A day that is None did not come or is not known; each rule says what it makes of that. Days are those of the agency.
"""

from dataclasses import dataclass
from datetime import date

from workflow.rules.clock_events import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction (补正) asked for.

    Args:
        asked_on: 补正告知之日.
        ask_by: Last day for asking, by the calendar of the case; None where the text sets none (2008).
        times: How often it was asked for, this time included.
        last_on: Last day the applicant was given.
        days: Working days he was given, counted by the calendar of the case.
        received_on: Day of his correction.
        abandoned: The request is treated as given up because nothing came.
        abandonment_told: A notice with remedies said so (不再处理告知).

    """

    asked_on: date | None = None
    ask_by: date | None = None
    times: int = 1
    last_on: date | None = None
    days: int | None = None
    received_on: date | None = None
    abandoned: bool = False
    abandonment_told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """The extension (延长答复期限). `days` and `most` are working days.

    Args:
        approved_on: Day the head of the disclosure office agreed.
        served_on: Day the notice went out to the applicant.
        days: How long.
        most: What the text in force allows.
        due_before: Last day without it.
        due_after: Last day with it.
        times: How often the period was extended.

    """

    approved_on: date | None
    served_on: date | None
    days: int
    most: int
    due_before: date
    due_after: date
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulted:
    """A third party or an agency that was asked.

    Args:
        party: What it is to the case.
        name: Its name.
        items: Numbers of the items it was asked about; empty where that is not on record.
        delivered_on: Day the letter reached it.
        last_on: Last day for its answer; None where the text sets none.
        answered_on: Day of its answer.
        opinion: `agree`, `partly` or `refuse`; empty without an answer.
        told_on: Day it was told that the information is disclosed all the same (公开涉第三方政府信息决定告知).
        release_from: First day on which the information may go out after that.

    """

    party: Party
    name: str
    items: tuple[int, ...] = ()
    delivered_on: date | None = None
    last_on: date | None = None
    answered_on: date | None = None
    opinion: str = ""
    told_on: date | None = None
    release_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierReply:
    """A reply to the same applicant that stands in the register; its texts are empty where they are not kept.

    Args:
        number: 文号.
        on: 成文日期.
        served_on: Day it reached him.
        request: What was asked for.
        reply: What the reply found and why.
        annulled: It was revoked or declared unlawful, and a new one ordered.

    """

    number: str
    on: date
    served_on: date | None = None
    request: str = ""
    reply: str = ""
    annulled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """What a number of the register stands for, and the days that may be named with it.

    Args:
        what: The letter in words, for a message.
        days: 成文日期 and, where it was sent or served, those days.
        times: How often it was given out.
        this: It is the number of the letter that is looked at.

    """

    what: str
    days: tuple[date, ...] = ()
    times: int = 1
    this: bool = False
