"""Which places of which laws a typed citation names, and whether the Regulations have them.

Source:
    政府信息公开条例 (2019): 56 articles; (2008): 38.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from workflow.rules.citations import Citation, Law, numeral

_NUMERALS = {numeral(number): number for number in range(1, 1000)}
_CHINESE = "[零一二三四五六七八九十百]+"
_LISTED = re.compile(rf"第((?:{_CHINESE}、)+{_CHINESE})([条款项])")
_TOKEN = re.compile(rf"(《[^《》]+》)|第({_CHINESE})条|第[（(]?({_CHINESE})[）)]?([款项])")
REGULATIONS = Law.REGULATIONS_2019.title
_SHORT = ("《政府信息公开条例》", "《条例》")
_LAST_ARTICLE = {Law.REGULATIONS_2008: 38, Law.REGULATIONS_2019: 56}
# How many items or paragraphs an article on the handling of requests has; others are not looked at.
_LAST_ITEM = {Law.REGULATIONS_2008: {21: 4}, Law.REGULATIONS_2019: {36: 7}}
_LAST_PARAGRAPH = {Law.REGULATIONS_2008: {14: 4}, Law.REGULATIONS_2019: {16: 2, 39: 2}}


class Place(NamedTuple):
    """A place of a law as it was typed."""

    law: str
    article: int
    paragraph: int | None = None
    item: int | None = None

    def __str__(self) -> str:
        text = f"第{numeral(self.article)}条"
        text += f"第{numeral(self.paragraph)}款" if self.paragraph else ""
        return text + (f"第{numeral(self.item)}项" if self.item else "")


def places(text: str) -> tuple[Place, ...]:
    """Return the places that a text names: 《…条例》第三十六条第二项、第三项 are two, as are 第三十六条第二、三项."""
    found: list[Place] = []
    law = ""
    spelt = _LISTED.sub(lambda one: "、".join(f"第{number}{one[2]}" for number in one[1].split("、")), text)
    for title, article, part, unit in _TOKEN.findall(spelt):
        if title:
            law = REGULATIONS if title in _SHORT else title
        elif article:
            found.append(Place(law, _NUMERALS.get(article, 0)))
        elif found:
            _narrow(found, _NUMERALS.get(part, 0), unit)
    return tuple(dict.fromkeys(found))


def _narrow(found: list[Place], number: int, unit: str) -> None:
    """Put a paragraph or an item to the article before it; a second one is a place of its own."""
    last = found[-1]
    taken = last.paragraph if unit == "款" else last.item
    narrowed = last._replace(paragraph=number, item=None) if unit == "款" else last._replace(item=number)
    if taken is None:
        found[-1] = narrowed
    else:
        found.append(narrowed)


def of_regulations(text: str) -> frozenset[Place]:
    """Return the places of the Regulations that a text names, also where it leaves out their title."""
    return frozenset(place._replace(law=REGULATIONS) for place in places(text) if place.law in {"", REGULATIONS})


def as_places(citations: Iterable[Citation]) -> tuple[Place, ...]:
    """Return citations of the rules as places; those of an instrument as a whole are left out."""
    return tuple(Place(one.law.title, one.article, one.paragraph, one.item) for one in citations if one.article)


def text_on(day: date) -> Law:
    """Return the text of the Regulations in force on a day."""
    return Law.REGULATIONS_2019 if Law.REGULATIONS_2019.in_force_on(day) else Law.REGULATIONS_2008


def unknown(text: str, day: date) -> Iterator[Place]:
    """Yield places of the Regulations that the text in force on `day` does not have."""
    law = text_on(day)
    for place in sorted(of_regulations(text)):
        item, paragraph = place.item or 0, place.paragraph or 0
        most_items = _LAST_ITEM[law].get(place.article, item)
        most_paragraphs = _LAST_PARAGRAPH[law].get(place.article, paragraph)
        if not 1 <= place.article <= _LAST_ARTICLE[law] or item > most_items or paragraph > most_paragraphs:
            yield place


def not_in_force(text: str, day: date) -> Iterator[Law]:
    """Yield instruments that a text names by their number although they are not in force on `day`."""
    for law in Law:
        if law.number and law.number in text and not law.in_force_on(day):
            yield law
