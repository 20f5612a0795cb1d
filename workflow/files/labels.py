"""Labels of the statutory forms, compared without what varies in print: numbering, punctuation, parentheses, quotes."""

import re
import unicodedata
from functools import lru_cache

_NUMBER = "[一二三四五六七八九十]"
_NUMBERING = re.compile(rf"^(?:{_NUMBER}*\({_NUMBER}+\)|{_NUMBER}+、|\d+[.、](?!\d))+")
_NOT_A_WORD = re.compile(r"[\W_]+")


def halfwidth(text: str) -> str:
    """Return `text` with full-width digits, letters and parentheses as their plain forms, and without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=4096)
def plain_label(label: str) -> str:
    """Return the bare words of a label: the last part of its path, without numbering and punctuation.

    `三、本年度办理结果/（三）不予公开/1、属于国家秘密` and `1.属于国家秘密` both give `属于国家秘密`.
    """
    own = halfwidth(label).rsplit("/", maxsplit=1)[-1]
    return _NOT_A_WORD.sub("", _NUMBERING.sub("", own))


@lru_cache(maxsize=4096)
def short_label(label: str) -> str:
    """Return the bare words before a parenthesis or 、 in a label, which many reports leave out: `部分公开`."""
    own = _NUMBERING.sub("", halfwidth(label).rsplit("/", maxsplit=1)[-1])
    return _NOT_A_WORD.sub("", re.split(r"[(、]", own, maxsplit=1)[0])
