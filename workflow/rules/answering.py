"""In what time an agency answers a reconsideration (行政复议) or a suit (行政诉讼), and by which articles.

The days of a reconsideration are working days since 2024, those of a suit calendar days; all count from receipt of the
copy.

Source:
    行政复议法 (2023), Arts. 48, 54; (1999), Art. 23. 行政诉讼法, Art. 67.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workflow.rules.calendar import Calendar
from workflow.rules.citations import Citation, Law
from workflow.rules.errors import RuleBroken


class Procedure(StrEnum):
    """How the matter is heard."""

    ORDINARY = "ordinary"
    SUMMARY = "summary"
    SUIT = "suit"

    @property
    def label(self) -> str:
        """The procedure as a letter names it."""
        return _LABELS[self]


_LABELS = {Procedure.ORDINARY: "普通程序", Procedure.SUMMARY: "简易程序", Procedure.SUIT: "行政诉讼程序"}


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """A period to answer, for copies that came in `valid_from` or later; `note` is what is UNVERIFIED."""

    procedure: Procedure
    valid_from: date
    days: int
    working: bool
    citation: Citation
    note: str = ""

    @property
    def period(self) -> str:
        """The period as a letter says it."""
        return f"{self.days}个工作日" if self.working else f"{self.days}日"

    def last_day(self, copy_on: date, calendar: Calendar) -> date:
        """Return the last day to answer a copy that came in on `copy_on`; the next day is the first."""
        return calendar.add(copy_on, self.days) if self.working else copy_on + timedelta(days=self.days)


_R1999, _R2023, _L2014 = Law.RECONSIDERATION_1999, Law.RECONSIDERATION_2023, Law.LITIGATION_2014

RULES = (
    AnswerRule(Procedure.ORDINARY, date(2024, 1, 1), 10, True, Citation(_R2023, 48)),
    AnswerRule(Procedure.SUMMARY, date(2024, 1, 1), 5, True, Citation(_R2023, 54)),
    AnswerRule(
        Procedure.ORDINARY,
        date(2008, 5, 1),
        10,
        False,
        Citation(_R1999, 23),
        "UNVERIFIED: the text of 1999 was not read again; it made working days of five and seven days only.",
    ),
    AnswerRule(Procedure.SUIT, date(2015, 5, 1), 15, False, Citation(_L2014, 67)),
)


def answer_rule(procedure: Procedure, copy_on: date) -> AnswerRule:
    """Return the period for a copy that came in on a day.

    Raises:
        RuleBroken: No such procedure, or no period for it, is known for that day.
    """
    for rule in RULES:
        if rule.procedure is procedure and rule.valid_from <= copy_on and rule.citation.law.in_force_on(copy_on):
            return rule
    raise RuleBroken(
        "No period to answer is known for {procedure} and a copy of {day}. Choose another procedure, or check the day.",
        procedure=procedure.label,
        day=copy_on,
    )
