"""Laws and their articles as data, and how a letter names them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import groupby, pairwise

from workflow.rules.errors import BadInput

_DIGITS = "零一二三四五六七八九"
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))
_MOST = 9999
_REGULATIONS = "《中华人民共和国政府信息公开条例》"


def numeral(number: int) -> str:
    """Return a positive number below ten thousand as it stands in an article: 36 is 三十六, 102 is 一百零二.

    Raises:
        BadInput: The number is not between 1 and 9999.

    """
    if not 1 <= number <= _MOST:
        raise BadInput("{number} is no number of an article. Give one from 1 to 9999.", number=number)
    text, rest = "", number
    for value, name in _PLACES:
        digit, rest = divmod(rest, value)
        if digit:
            text += _DIGITS[digit] + name
        elif text and rest and not text.endswith("零"):
            text += "零"
    text += _DIGITS[rest] if rest else ""
    return text.removeprefix("一") if 10 <= number < 20 else text  # noqa: PLR2004 - 十 to 十九 drop their 一


class Law(Enum):
    """An instrument a letter may rest on: its title and number as printed, the days it is in force, what is open."""

    REGULATIONS_2008 = (
        _REGULATIONS,
        "国务院令第492号",
        date(2008, 5, 1),
        date(2019, 5, 14),
        "",
    )
    REGULATIONS_2019 = (_REGULATIONS, "国务院令第711号", date(2019, 5, 15), None, "")
    OPINIONS_2010 = (
        "《国务院办公厅关于做好政府信息依申请公开工作的意见》",
        "国办发〔2010〕5号",
        date(2010, 1, 12),
        date(2019, 5, 14),
        "UNVERIFIED: which of its points carries internal and process information was not read.",
    )
    REGISTER_LETTER_2016 = (
        "《国务院办公厅政府信息与政务公开办公室关于不动产登记资料依申请公开问题的函》",
        "国办公开办函〔2016〕206号",
        date(2016, 9, 18),
        date(2019, 5, 14),
        "UNVERIFIED: title and number; the text was read.",
    )
    FEE_RULES = (
        "《政府信息公开信息处理费管理办法》",
        "国办函〔2020〕109号",
        date(2021, 1, 1),
        None,
        "UNVERIFIED: the day it came into force; it was issued on 2020-11-17.",
    )
    OPINIONS_2008 = (
        "《国务院办公厅关于施行〈中华人民共和国政府信息公开条例〉若干问题的意见》",
        "国办发〔2008〕36号",
        date(2008, 5, 1),
        date(2019, 5, 14),
        "UNVERIFIED: its point 14 is known as quoted in 国办发〔2010〕5号; the text was not read.",
    )
    ARCHIVES_1987 = ("《中华人民共和国档案法》", "", date(1988, 1, 1), date(2020, 12, 31), "")
    ARCHIVES_2020 = (
        "《中华人民共和国档案法》",
        "",
        date(2021, 1, 1),
        None,
        "UNVERIFIED: which article opens a transferred record was not read; letters cite the law as a whole.",
    )
    SECRETS_2010 = ("《中华人民共和国保守国家秘密法》", "", date(2010, 10, 1), date(2024, 4, 30), "")
    SECRETS_2024 = ("《中华人民共和国保守国家秘密法》", "", date(2024, 5, 1), None, "")
    RECONSIDERATION_1999 = ("《中华人民共和国行政复议法》", "", date(1999, 10, 1), date(2023, 12, 31), "")
    RECONSIDERATION_2023 = ("《中华人民共和国行政复议法》", "", date(2024, 1, 1), None, "")
    LITIGATION_1989 = ("《中华人民共和国行政诉讼法》", "", date(1990, 10, 1), date(2015, 4, 30), "")
    LITIGATION_2014 = ("《中华人民共和国行政诉讼法》", "", date(2015, 5, 1), None, "")
    COURT_RULES_2025 = (
        "《最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释》",
        "法释〔2025〕8号",
        date(2025, 6, 1),
        None,
        "",
    )
    RECONSIDERATION_RULES_2026 = (
        "《中华人民共和国行政复议法实施条例》",
        "",
        date(2026, 7, 1),
        None,
        "UNVERIFIED: the revised text was not read; Arts. 30 and 31 are known from reports only.",
    )

    def __init__(self, title: str, number: str, valid_from: date, valid_to: date | None, note: str) -> None:
        self.title = title
        self.number = number
        self.valid_from = valid_from
        self.valid_to = valid_to
        self.note = note

    def in_force_on(self, day: date) -> bool:
        """Tell whether the instrument is in force on `day`, its first and last day included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Citation:
    """One place of a law (条、款、项); without an article, the instrument as a whole."""

    law: Law
    article: int | None = None
    paragraph: int | None = None
    item: int | None = None

    @property
    def place(self) -> str:
        """The place without the law: 第三十六条第三项, empty for an instrument cited as a whole."""
        return article_text(self.article, self.paragraph, self.item) if self.article else ""

    def __str__(self) -> str:
        return self.law.title + self.place


def article_text(article: int, paragraph: int | None = None, item: int | None = None, *, brackets: bool = False) -> str:
    """Return 第三十六条第三项, or 第三十六条第（三）项 for an office that writes items in brackets."""
    text = f"第{numeral(article)}条"
    if paragraph is not None:
        text += f"第{numeral(paragraph)}款"
    if item is not None:
        text += f"第（{numeral(item)}）项" if brackets else f"第{numeral(item)}项"
    return text


def cite(citations: Iterable[Citation]) -> str:
    """Return the places as a letter names them, each law once: 《…条例》第三十六条第二项、第三项、第三十七条.

    A place cited twice is named once. An instrument cited as a whole carries its number.
    """
    unique = list(dict.fromkeys(citations))
    laws = list(dict.fromkeys(citation.law for citation in unique))
    ordered = sorted(unique, key=lambda citation: laws.index(citation.law))
    return "、".join(_of_one_law(law, list(places)) for law, places in groupby(ordered, key=lambda one: one.law))


def _of_one_law(law: Law, citations: list[Citation]) -> str:
    cited = [citation for citation in citations if citation.place]
    if cited:
        following = (_after(before, citation) for before, citation in pairwise(cited))
        return law.title + "、".join((cited[0].place, *following))
    return f"{law.title}（{law.number}）" if law.number else law.title


def _after(before: Citation, citation: Citation) -> str:
    """Return a place after another one: an item of the same article goes without repeating it."""
    same = (before.article, before.paragraph) == (citation.article, citation.paragraph)
    if same and before.item is not None and citation.item is not None:
        return f"第{numeral(citation.item)}项"
    return citation.place
