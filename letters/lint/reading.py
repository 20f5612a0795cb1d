"""How the rules read a letter: its typed texts, its blocks, the words that are its own, days and numbers in it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import Enum
from itertools import takewhile

from letters.blocks import Block, Role
from letters.cleaning import TAB
from letters.kinds import Document, Letter, ThirdPartyConsultation
from letters.lint.facts import CaseFacts
from letters.parts import ToApplicant
from letters.replies import Reply, ReplyItem
from workflow.rules.clock_events import Party
from workflow.rules.remedies import Effect

_NO_TEXT = {"addressees", "agent", "contact", "number", "agency", "recital"}
"""Fields that are compared with the record, or hold what the applicant wrote."""
_PUNCTUATION = re.compile(r"[\s，。、；：！？“”‘’（）()《》〈〉…—,.;:!?\-]+")
_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_URL = re.compile(r"https?://[\w.~:/?#@!$&'*+,;=%\-]+")
_PREFIX, _OPEN, _CLOSE = r"[\u4e00-\u9fffA-Za-z]{1,20}", r"[〔﹝［\[（(]", r"[〕﹞］\]）)]"
NUMBER = re.compile(
    rf"(?:{_PREFIX}{_OPEN}\d{{4}}{_CLOSE}第?|{_OPEN}\d{{4}}{_CLOSE}{_PREFIX}第)\d+号"
    r"(?:[-—－][\u4e00-\u9fff]{1,4}|[一二三四五六七八九十]告)?"
)
"""A number of a letter (文号), in the forms that offices use."""


def items(letter: Document) -> Iterator[tuple[int, ReplyItem]]:
    """Yield the decided items of a reply with their numbers; no other letter has any."""
    if isinstance(letter, Reply):
        yield from enumerate(letter.items, 1)


def decides(letter: Document) -> bool:
    """Tell whether the letter decides something."""
    return letter.EFFECT is not Effect.PROCEDURAL


def to_third_party(letter: Document, facts: CaseFacts) -> bool:
    """Tell whether the letter goes to a third party, who must not learn who asked.

    An agency or a court that is handed a case has to learn it.
    """
    if (
        not isinstance(letter, Letter)
        or isinstance(letter, ToApplicant)
        or set(letter.addressees) & set(facts.applicants)
    ):
        return False
    asked = {one.name for one in facts.consultations if one.party is Party.THIRD_PARTY}
    return isinstance(letter, ThirdPartyConsultation) or decides(letter) or bool(set(letter.addressees) & asked)


def typed(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield what was typed into a letter, with the names of its fields; without head, contact and recital."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from typed(part, f"{path}.{key}")
    elif isinstance(value, Iterable):
        for number, part in enumerate(value, 1):
            yield from typed(part, f"{path}[{number}]")
    elif is_dataclass(value):
        for one in fields(value):
            if path or one.name not in _NO_TEXT:
                yield from typed(getattr(value, one.name), f"{path}.{one.name}" if path else one.name)


def main_part(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks of the letter itself, without annexes."""
    return list(takewhile(lambda one: one.role is not Role.ANNEX, blocks))


def body(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks of the letter itself, without what is quoted and without annexes."""
    return [block for block in main_part(blocks) if block.role is not Role.QUOTE]


def of_role(blocks: Iterable[Block], role: Role) -> list[str]:
    """Return the texts of one role."""
    return [block.text for block in blocks if block.role is role]


def normal(text: str) -> str:
    """Return a text as `letters.cleaning` leaves it and a block holds it."""
    return _BREAKS.sub("\n", text).replace("\t", TAB)


def without_urls(text: str) -> str:
    """Return a text without addresses, whose digits and signs mean nothing."""
    return _URL.sub("", text)


def bare(text: str) -> str:
    """Return a text without blanks and punctuation."""
    return _PUNCTUATION.sub("", text)


def alike(one: str, other: str, *, least: float) -> float:
    """Return how much two texts share, from `least` to 1 and punctuation aside; 0 where it is less."""
    matcher = SequenceMatcher(None, bare(one), bare(other), autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    found = matcher.ratio()
    return found if found >= least else 0.0


def days_in(text: str) -> list[date]:
    """Return the days that a text names in full; what is no day of the calendar is left out."""
    found = []
    for year, month, day in _DAY.findall(text):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return found
