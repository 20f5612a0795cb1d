from datetime import date
from decimal import Decimal

import pytest

from letters.filters import article, chinese_date, money, phrase, sentence


def test_days_have_no_zeros() -> None:
    assert chinese_date(date(2025, 7, 1)) == "2025年7月1日"


def test_an_article_with_its_item_in_brackets() -> None:
    assert article(36, item=3) == "第三十六条第（三）项"
    assert article(16, 2) == "第十六条第二款"


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        (100, "人民币100元（壹佰元整）"),
        (14700, "人民币14700元（壹万肆仟柒佰元整）"),
        (Decimal("1E+2"), "人民币100元（壹佰元整）"),
        (Decimal("0.50"), "人民币0.50元（伍角整）"),
    ],
)
def test_money_in_figures_and_capitals(yuan: Decimal | int, text: str) -> None:
    assert money(yuan) == text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("本机关未保存", "本机关未保存。"),
        ("本机关未保存。", "本机关未保存。"),
        (" 本机关未保存；\n", "本机关未保存。"),
        ("是否保存？", "是否保存？"),
        ("见“附件。”", "见“附件。”"),
        ("共3页.", "共3页。"),
    ],
)
def test_a_sentence_ends_with_one_stop(typed: str, expected: str) -> None:
    assert sentence(typed) == expected


def test_a_phrase_goes_on() -> None:
    assert phrase("因材料分存三处。") == "因材料分存三处"
