"""What a reminder says: whose turn it is, for what, until when, why, and what follows otherwise. No personal data.

Sentences are English keys with places, filled after their translation; places may hold sentences again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from itertools import groupby
from types import MappingProxyType
from typing import TypeAlias

import msgspec

from workflow.rules.calendar import Calendar
from workflow.rules.duty import Duty, Owed
from workflow.rules.duty_basis import basis, otherwise
from workflow.rules.regimes import Regime
from workflow.rules.reminder_days import days_left
from workflow.rules.reminder_templates import fill

Translate: TypeAlias = Callable[[str], str]


class Sentence(msgspec.Struct, frozen=True):
    """A sentence and what fills its places: plain values, enums (translated by their value) or sentences."""

    key: str
    places: Mapping[str, object] = {}

    def text(self, translate: Translate = str) -> str:
        """Return the sentence in the language of `translate`."""
        return translate(self.key).format_map({name: _shown(value, translate) for name, value in self.places.items()})


def _shown(value: object, translate: Translate) -> object:
    if isinstance(value, Sentence):
        return value.text(translate)
    return translate(str(value.value)) if isinstance(value, Enum) else value


class Line(msgspec.Struct, frozen=True):
    """One thing owed, as it stands on a day.

    Args:
        case_no: Of the case; "" where an agency owes it.
        owed: What.
        today: The day of the reminder.
        left: Working days left, negative when over; see `days_left`.
        article: Citation in Chinese, or "".

    """

    case_no: str
    owed: Owed
    today: date
    left: int
    article: str

    @property
    def is_over(self) -> bool:
        """Whether the day has passed; `left` is 0 on the rest days right after it."""
        return self.owed.due_on < self.today


def line(case_no: str, owed: Owed, today: date, calendar: Calendar, regime: Regime) -> Line:
    """Return what is owed as a line of a reminder.

    Args:
        case_no: Of the case; "" where an agency owes it.
        owed: What.
        today: The day of the reminder.
        calendar: Working days as announced.
        regime: Of the clock of the case; for an agency that of the day.

    """
    left = days_left(today, owed.due_on, calendar)
    return Line(case_no, owed, today, left, basis(owed.duty, regime, owed.ref))


TASKS: Mapping[Duty, str] = MappingProxyType(
    {
        Duty.OPEN: "open the new request",
        Duty.CORRECTION_NOTICE: "see whether the request is clear, or ask for its correction",
        Duty.CORRECT: "correct the request",
        Duty.PAY: "pay the processing fee",
        Duty.ANSWER_CONSULTATION: "answer consultation {ref}",
        Duty.LAPSE: "the applicant's time is over: decide whether the case ends",
        Duty.RECORD_SILENCE: "consultation {ref} was not answered in time: record the silence",
        Duty.CHASE: "ask again for what the case waits for",
        Duty.SECRECY_REVIEW: "finish the secrecy review",
        Duty.REDO: "give the new reply that was ordered",
        Duty.REPLY: "reply to the applicant",
        Duty.ANSWER_REVIEW: "answer reconsideration {ref} and hand in the evidence",
        Duty.ANSWER_SUIT: "answer suit {ref} and hand in the evidence",
        Duty.EXTEND: "last chance to extend the period, should that be needed",
        Duty.REASSESS: "look again at what was withheld",
        Duty.REPORT_DEPARTMENT: "hand in and publish the annual report of {ref}",
        Duty.REPORT_GOVERNMENT: "publish the annual report of the government for {ref}",
        Duty.CALENDAR: "load the holiday notice of {ref}",
    }
)
"""What has to be done, without who does it. `{ref}` names a consultation, a proceeding or a year."""


def task(owed: Owed) -> Sentence:
    """Return what has to be done."""
    return Sentence(TASKS[owed.duty], {"ref": owed.ref})


def left(one: Line) -> Sentence:
    """Return how many working days are left or over."""
    count = abs(one.left)
    if one.is_over:
        return _over(count)
    if one.owed.due_on == one.today:
        return Sentence("today is the last day")
    return _still(count)


def _over(count: int) -> Sentence:
    if count == 0:
        return Sentence("over")
    return Sentence("1 working day over") if count == 1 else Sentence("{count} working days over", {"count": count})


def _still(count: int) -> Sentence:
    if count == 0:
        return Sentence("no working day left")
    return Sentence("1 working day left") if count == 1 else Sentence("{count} working days left", {"count": count})


def reminder(one: Line) -> Sentence:
    """Return one duty as one line: the case, who owes what, the day, the count, what follows otherwise, the article."""
    places = {
        "head": _head(one),
        "due_on": one.owed.due_on,
        "left": left(one),
        "otherwise": Sentence(otherwise(one.owed.duty)),
    }
    if one.owed.provisional:
        said = Sentence("{head}, by {due_on} (may still move with the holiday notice), {left}. {otherwise}", places)
    else:
        said = Sentence("{head}, by {due_on}, {left}. {otherwise}", places)
    return Sentence("{line} ({article})", {"line": said, "article": one.article}) if one.article else said


def _head(one: Line) -> Sentence:
    places = {"case_no": one.case_no, "who": one.owed.who, "task": task(one.owed)}
    return Sentence("{case_no}: {task} ({who})", places) if one.case_no else Sentence("{task} ({who})", places)


def subject(one: Line) -> Sentence:
    """Return the subject of a single reminder."""
    places = {"case_no": one.case_no, "task": task(one.owed), "left": left(one)}
    return Sentence("{case_no}: {task}, {left}", places) if one.case_no else Sentence("{task}, {left}", places)


def digest_subject(lines: Iterable[Line]) -> Sentence:
    """Return the subject of a digest: how much is over and how much falls due today come first."""
    unique = set(lines)
    places = {
        "count": len(unique),
        "over": sum(one.is_over for one in unique),
        "today": sum(one.owed.due_on == one.today for one in unique),
    }
    return Sentence("Reminders: {over} over, {today} due today, {count} in all", places)


def digest(lines: Iterable[Line], most: int = 50) -> Iterator[Sentence]:
    """Yield a digest line by line, with headings: what is over, what falls due today, then day by day.

    A line that several rules ask for stands there once.

    Args:
        lines: In any order, as of one day.
        most: How many duties are named; the rest is counted.

    Raises:
        ValueError: `most` is less than 1.

    """
    if most < 1:
        raise ValueError("A digest names at least one duty.")
    ordered = sorted(set(lines), key=_order)
    for heading, group in groupby(ordered[:most], key=_heading):
        yield heading
        yield from (Sentence("- {line}", {"line": reminder(one)}) for one in group)
    if len(ordered) > most:
        yield Sentence("and {count} more", {"count": len(ordered) - most})


_RANK = {duty: place for place, duty in enumerate(Duty)}


def _order(one: Line) -> tuple[date, int, str, str]:
    return one.owed.due_on, _RANK[one.owed.duty], one.case_no, one.owed.ref


def _heading(one: Line) -> Sentence:
    if one.is_over:
        return Sentence("Over")
    if one.owed.due_on == one.today:
        return Sentence("Today")
    return Sentence("By {due_on}", {"due_on": one.owed.due_on})


def digest_text(lines: Sequence[Line], translate: Translate = str, most: int = 50) -> str:
    """Return the digest as plain text."""
    return "\n".join(sentence.text(translate) for sentence in digest(lines, most))


def filled(template: str, one: Line, translate: Translate = str) -> str:
    """Return a subject or text that an office wrote itself, with the places of a line filled in.

    Raises:
        BadInput: The template is not right.

    """
    return fill(
        template,
        {
            "case_no": one.case_no,
            "duty": task(one.owed).text(translate),
            "due_on": str(one.owed.due_on),
            "days_left": str(one.left),
            "article": one.article,
            "otherwise": translate(otherwise(one.owed.duty)),
        },
    )
