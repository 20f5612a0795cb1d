from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.rules.citations import cite
from workflow.rules.errors import RuleBroken
from workflow.rules.exemptions import Force, Ground, Override, exemption_on, review_on

TODAY = date(2026, 3, 2)
BEFORE = date(2018, 6, 1)


@pytest.mark.parametrize("ground", [Ground.STATE_SECRET, Ground.LAW_FORBIDS, Ground.SECURITY])
def test_article_14_leaves_no_choice(ground: Ground) -> None:
    exemption = exemption_on(ground, TODAY)
    assert exemption.force is Force.MUST
    assert exemption.override is Override.NONE
    assert cite(exemption.citations).endswith("第十四条")


@pytest.mark.parametrize("ground", [Ground.TRADE_SECRET, Ground.PRIVACY, Ground.THIRD_PARTY])
def test_article_15_asks_the_third_party_and_may_yield_to_the_public_interest(ground: Ground) -> None:
    exemption = exemption_on(ground, TODAY)
    assert exemption.consult_third_party
    assert exemption.override is Override.MAY


def test_in_2008_the_public_interest_had_to_prevail() -> None:
    assert exemption_on(Ground.TRADE_SECRET, BEFORE).override is Override.SHALL


@pytest.mark.parametrize(
    ("ground", "kinds"),
    [
        (Ground.SECURITY, ("国家安全", "公共安全", "经济安全", "社会稳定")),
        (Ground.INTERNAL, ("人事管理", "后勤管理", "内部工作流程")),
        (Ground.PROCESS, ("讨论记录", "过程稿", "磋商信函", "请示报告")),
    ],
)
def test_the_kinds_the_article_names(ground: Ground, kinds: tuple[str, ...]) -> None:
    assert exemption_on(ground, TODAY).kinds == kinds


def test_article_16_is_a_choice_and_its_second_paragraph_yields_to_rules_that_order_disclosure() -> None:
    assert exemption_on(Ground.INTERNAL, TODAY).force is Force.MAY
    assert not exemption_on(Ground.INTERNAL, TODAY).yields_to_disclosure_rules
    assert exemption_on(Ground.PROCESS, TODAY).yields_to_disclosure_rules
    assert exemption_on(Ground.ENFORCEMENT_FILE, TODAY).yields_to_disclosure_rules


@pytest.mark.parametrize("ground", [Ground.ENFORCEMENT_FILE, Ground.THIRD_PARTY])
def test_grounds_the_text_of_2008_does_not_know(ground: Ground) -> None:
    with pytest.raises(RuleBroken, match="no ground for withholding in a decision of 2018-06-01"):
        exemption_on(ground, BEFORE)


def test_a_refusal_of_today_is_looked_at_again_after_a_year() -> None:
    assert review_on(exemption_on(Ground.PROCESS, TODAY), TODAY) == date(2027, 3, 2)


def test_the_interval_is_the_offices_own_and_ends_with_the_month() -> None:
    assert review_on(exemption_on(Ground.PROCESS, TODAY), date(2026, 8, 31), months=6) == date(2027, 2, 28)


def test_a_secret_is_looked_at_when_its_period_ends() -> None:
    secret = exemption_on(Ground.STATE_SECRET, TODAY)
    assert review_on(secret, TODAY, secret_until=date(2026, 7, 31)) == date(2026, 8, 1)
    assert review_on(secret, TODAY, secret_until=date(2040, 1, 1)) == date(2027, 3, 2)


def test_the_text_of_2008_asks_for_no_second_look() -> None:
    assert review_on(exemption_on(Ground.STATE_SECRET, BEFORE), BEFORE) is None


@given(st.dates(date(2019, 5, 15), date(2090, 1, 1)), st.integers(1, 60))
def test_the_second_look_lies_as_many_months_ahead(day: date, months: int) -> None:
    due = review_on(exemption_on(Ground.INTERNAL, day), day, months=months)
    assert due is not None
    assert (due.year - day.year) * 12 + due.month - day.month == months
    assert due.day <= day.day
