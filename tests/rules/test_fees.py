from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.rules.errors import BadInput, RuleBroken
from workflow.rules.fees import (
    TARIFFS,
    Line,
    Method,
    beyond_free_items,
    capitals,
    fee_by_items,
    fee_by_pages,
    tariff_on,
)

# 国办函〔2020〕109号, Arts. 4 and 5.
BY_ITEMS = [
    (10, 0),
    (11, 100),
    (12, 200),
    (30, 2000),
    (31, 2200),
    (35, 3000),
    (40, 4000),
    (41, 4300),
    (45, 5500),
    (50, 7000),
    (51, 7400),
]
BY_PAGES = [(30, 0), (31, 10), (100, 700), (101, 720), (150, 1700), (200, 2700), (201, 2740), (250, 4700), (500, 14700)]


@pytest.mark.parametrize(("items", "yuan"), BY_ITEMS)
def test_items_of_a_month(items: int, yuan: int) -> None:
    assert fee_by_items(0, items).amount == yuan


@pytest.mark.parametrize(("pages", "yuan"), BY_PAGES)
def test_pages_of_a_request(pages: int, yuan: int) -> None:
    assert fee_by_pages(pages).amount == yuan


def test_the_items_before_are_not_charged_again() -> None:
    assert fee_by_items(29, 2).lines == (Line(30, 30, 100), Line(31, 31, 200))


def test_a_new_request_costs_what_the_month_costs_more() -> None:
    assert fee_by_items(10, 1).amount == 100
    assert fee_by_items(3, 4).amount == 0


def test_the_lines_of_the_notice() -> None:
    fee = fee_by_items(0, 45)
    assert fee.method is Method.BY_ITEMS
    assert [(line.count, line.rate, line.amount) for line in fee.lines] == [
        (10, 0, 0),
        (20, 100, 2000),
        (10, 200, 2000),
        (5, 300, 1500),
    ]


@given(st.integers(0, 300), st.integers(1, 100), st.integers(1, 100))
def test_splitting_the_items_over_several_requests_changes_nothing(before: int, first: int, second: int) -> None:
    together = fee_by_items(before, first + second).amount
    assert together == fee_by_items(before, first).amount + fee_by_items(before + first, second).amount


@given(st.integers(1, 3000))
def test_every_page_is_in_one_line(pages: int) -> None:
    assert sum(line.count for line in fee_by_pages(pages).lines) == pages


@pytest.mark.parametrize(("before", "now"), [(-1, 1), (0, 0)])
def test_no_items_no_fee(before: int, now: int) -> None:
    with pytest.raises(BadInput, match="cannot be charged"):
        fee_by_items(before, now)


def test_no_pages_no_fee() -> None:
    with pytest.raises(BadInput, match="0 pages"):
        fee_by_pages(0)


def test_there_is_no_fee_before_2021() -> None:
    assert tariff_on(date(2021, 1, 1)) is TARIFFS[0]
    with pytest.raises(RuleBroken, match="2020-12-31: the rules start on 2021-01-01"):
        tariff_on(date(2020, 12, 31))


def test_the_first_day_is_marked_as_unverified() -> None:
    assert "UNVERIFIED" in TARIFFS[0].note


def test_the_eleventh_item_of_a_month_is_worth_a_warning() -> None:
    assert not beyond_free_items(10)
    assert beyond_free_items(11)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "零元整"),
        (10, "壹拾元整"),
        (100, "壹佰元整"),
        (1005, "壹仟零伍元整"),
        (2002, "贰仟零贰元整"),
        (14700, "壹万肆仟柒佰元整"),
        (107000, "壹拾万柒仟元整"),
        (100001, "壹拾万零壹元整"),
        (1000000, "壹佰万元整"),
        (100001000, "壹亿零壹仟元整"),
        (Decimal("1409.50"), "壹仟肆佰零玖元伍角整"),
        (Decimal("6007.14"), "陆仟零柒元壹角肆分"),
        (Decimal("325.04"), "叁佰贰拾伍元零肆分"),
        (Decimal("0.50"), "伍角整"),
    ],
)
def test_capitals(amount: Decimal | int, text: str) -> None:
    assert capitals(amount) == text


@pytest.mark.parametrize("amount", [Decimal(-1), Decimal("0.001"), Decimal(10) ** 12, Decimal("NaN")])
def test_what_is_no_amount(amount: Decimal) -> None:
    with pytest.raises(BadInput, match="no amount of yuan"):
        capitals(amount)


def read_back(text: str) -> Decimal:
    """The amount of a text in capitals, read as a cashier does."""
    total, section, digit = Decimal(0), 0, 0
    for letter in text.removesuffix("整"):
        if letter in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(letter)
        elif letter in "拾佰仟":
            section, digit = section + digit * 10 ** ("拾佰仟".index(letter) + 1), 0
        elif letter in "万亿元":
            total, section, digit = total + (section + digit) * {"万": 10**4, "亿": 10**8, "元": 1}[letter], 0, 0
        else:
            total, digit = total + digit * {"角": Decimal("0.1"), "分": Decimal("0.01")}[letter], 0
    return total


@given(st.decimals(0, 10**12 - 1, places=2))
def test_capitals_read_back_to_the_amount(amount: Decimal) -> None:
    text = capitals(amount)
    assert read_back(text) == amount
    assert "零零" not in text
