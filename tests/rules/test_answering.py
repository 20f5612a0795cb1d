"""Periods to answer: 行政复议法 (2023), Arts. 48, 54; 行政诉讼法, Art. 67."""

from datetime import date

import pytest

from workflow.files.calendars import shipped_notices
from workflow.rules.answering import Procedure, answer_rule
from workflow.rules.calendar import build
from workflow.rules.citations import Law
from workflow.rules.errors import RuleBroken

CALENDAR = build(shipped_notices())


@pytest.mark.parametrize(
    ("procedure", "copy_on", "period", "last"),
    [
        (Procedure.SUMMARY, "2026-04-20", "5个工作日", "2026-04-27"),
        (Procedure.ORDINARY, "2026-04-20", "10个工作日", "2026-05-07"),
        (Procedure.ORDINARY, "2023-12-29", "10日", "2024-01-08"),
        (Procedure.ORDINARY, "2024-01-02", "10个工作日", "2024-01-16"),
        (Procedure.SUIT, "2026-04-20", "15日", "2026-05-05"),
    ],
)
def test_the_last_day(procedure: Procedure, copy_on: str, period: str, last: str) -> None:
    rule = answer_rule(procedure, date.fromisoformat(copy_on))
    assert rule.period == period
    assert rule.last_day(date.fromisoformat(copy_on), CALENDAR) == date.fromisoformat(last)


def test_the_law_follows_the_day_of_the_copy() -> None:
    laws = [answer_rule(Procedure.ORDINARY, day).citation.law for day in (date(2023, 12, 31), date(2024, 1, 1))]
    assert laws == [Law.RECONSIDERATION_1999, Law.RECONSIDERATION_2023]


@pytest.mark.parametrize(
    ("procedure", "day"),
    [
        (Procedure.SUMMARY, date(2023, 12, 31)),
        (Procedure.SUIT, date(2015, 4, 30)),
        (Procedure.ORDINARY, date(2008, 4, 30)),
    ],
)
def test_where_no_period_is_known_none_is_made_up(procedure: Procedure, day: date) -> None:
    with pytest.raises(RuleBroken, match="No period to answer is known"):
        answer_rule(procedure, day)
