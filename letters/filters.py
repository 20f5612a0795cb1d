"""How letters write days, articles, money and sentences."""

from datetime import date
from decimal import Decimal

from letters.searching import beside, pairs, searched_lines
from workflow.rules.citations import article_text, numeral
from workflow.rules.fees import capitals

__all__ = ["FILTERS", "article", "chinese_date", "money", "numeral", "phrase", "sentence"]

_CLOSING = "。！？…"
_ALL_STOPS = _CLOSING + "；;，,、."
_AFTER_A_QUOTE = tuple(stop + quote for stop in _CLOSING for quote in "”」』）")


def chinese_date(day: date) -> str:
    """Return 2025年7月1日, months and days without a zero."""
    return f"{day.year}年{day.month}月{day.day}日"


def article(number: int, paragraph: int | None = None, item: int | None = None) -> str:
    """Return 第三十六条第（三）项, for an office that writes items in brackets; `citations.cite` is the plain form."""
    return article_text(number, paragraph, item, brackets=True)


def money(yuan: Decimal | int) -> str:
    """Return 人民币100元（壹佰元整）."""
    figure = f"{yuan:f}" if isinstance(yuan, Decimal) else str(yuan)
    return f"人民币{figure}元（{capitals(yuan)}）"


def phrase(text: str) -> str:
    """Return what was typed without its last stop, to go on in the same sentence."""
    return text.strip().rstrip(_ALL_STOPS)


def sentence(text: str) -> str:
    """Return what was typed with one full stop at its end."""
    stripped = text.strip()
    if stripped.endswith((*_CLOSING, *_AFTER_A_QUOTE)):
        return stripped
    return phrase(stripped) + "。"


FILTERS = {
    "article": article,
    "beside": beside,
    "chinese_date": chinese_date,
    "money": money,
    "numeral": numeral,
    "pairs": pairs,
    "phrase": phrase,
    "searched_lines": searched_lines,
    "sentence": sentence,
}
