"""L20: a number is given out once, looks as the office writes it, and cited numbers are those of the register.

Source:
    Row 14, where a decision cites another number than the letter bears.
"""

import re
from collections.abc import Iterator, Sequence

from letters.blocks import Block, Role
from letters.kinds import Document, Letter
from letters.lint.facts import CaseFacts, Numbered
from letters.lint.finding import Flaw, flaw
from letters.lint.reading import NUMBER, body, days_in, items, of_role
from letters.parts import ToApplicant
from workflow.rules.citations import Law

_BEFORE_BRACKET = re.compile(r"[〔﹝［\[（(]")
_INSTRUMENT = re.compile(r"(《[^《》]+》)（([^（）]*\d+号)）")
_NUMBERS_OF = {law.title: tuple(one.number for one in Law if one.title == law.title and one.number) for law in Law}
_NEAR = 16
"""Characters after a number within which a day belongs to it."""


def allocated(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L20: the number of the letter is of the form in use and was given out for it alone; those cited are registered.

    A draft without a number yet is left alone; a register that was not read, too.
    """
    if not isinstance(letter, Letter):
        return
    if letter.number.strip():
        yield from _own(letter.number, facts)
    for told in _slots(letter):
        yield from _cited(told, facts, every=True)


def _own(number: str, facts: CaseFacts) -> Iterator[Flaw]:
    if facts.number_pattern:
        if not _by_pattern(facts.number_pattern).fullmatch(number):
            yield flaw(
                "The number {number} is not of the form {pattern} of the office. Give it out anew.",
                number=number,
                pattern=facts.number_pattern,
            )
    elif not NUMBER.fullmatch(number):
        yield flaw("{number} is no number of a letter. It needs a prefix, a year in brackets and 号.", number=number)
    known = (facts.register or {}).get(number)
    if known is not None and (known.times > 1 or not known.this):
        yield flaw(
            "The number {number} is already that of another letter: {what}. Give out the next one.",
            number=number,
            what=known.what,
        )


def _by_pattern(pattern: str) -> re.Pattern[str]:
    """Return what matches a number of the office: its pattern has places for the year and the serial."""
    text = re.escape(pattern)
    for place, digits in (("year", r"\d{4}"), ("n", r"\d+")):
        text = re.sub(rf"\\{{{place}(?::[^{{}}]*)?\\}}", lambda _, one=digits: one, text)  # type: ignore[misc]
    return re.compile(text)


def _slots(letter: Letter) -> Iterator[str]:
    """Yield the fields that name an earlier letter of the agency."""
    for _, item in items(letter):
        for key in ("earlier_reply", "notice", "corrected_on"):
            if item.details.get(key, "").strip():
                yield item.details[key]
    if isinstance(letter, ToApplicant) and letter.recital.earlier_reply:
        yield letter.recital.earlier_reply


def _cited(text: str, facts: CaseFacts, *, every: bool, own: str = "") -> Iterator[Flaw]:
    """Yield numbers of a text that the register does not have, or has with other days.

    Args:
        text: Where numbers are cited.
        facts: With the register.
        every: Every number in it is one of the agency's letters; else those are whose prefix the register knows.
        own: The number of the letter itself.
    """
    if facts.register is None:
        return
    prefixes = {_prefix(number) for number in facts.register} | ({_prefix(own)} if own else set())
    for found in NUMBER.finditer(text):
        number = _with_prefix(found[0], prefixes)
        if number == own or not (every or _prefix(number) in prefixes):
            continue
        known = facts.register.get(number)
        if known is None:
            yield flaw("The letter cites {number}, which the register does not have. Correct it.", number=number)
        else:
            yield from _days(number, known, text[found.end() : found.end() + _NEAR])


def _prefix(number: str) -> str:
    return _BEFORE_BRACKET.split(number, maxsplit=1)[0]


def _with_prefix(number: str, prefixes: set[str]) -> str:
    """Return the number without words of the sentence before it, where its end is a prefix of the register."""
    words = _prefix(number)
    known = [prefix for prefix in prefixes if prefix and words.endswith(prefix)]
    return max(known, key=len) + number[len(words) :] if known else number


def _days(number: str, known: Numbered, after: str) -> Iterator[Flaw]:
    named = days_in(after)
    if named and known.days and named[0] not in known.days:
        yield flaw(
            "The letter cites {number} with {day}; the register has {days}. Correct it.",
            number=number,
            day=named[0],
            days=list(known.days),
        )


def printed_numbers(blocks: Sequence[Block], letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L20 in the text: the number printed is that of the letter, and those cited are right.

    Numbers of the agency's own series are looked up in the register, those of laws and rules with their titles; numbers
    of other letters are not known.
    """
    if not isinstance(letter, Letter):
        return
    printed = of_role(blocks, Role.NUMBER)
    if printed != [letter.number]:
        yield flaw(
            "The text bears the number {printed} and the letter is {number}. Render it anew.",
            printed=printed,
            number=letter.number,
        )
    for block in body(blocks):
        if block.role is not Role.NUMBER:
            yield from _cited(block.text, facts, every=False, own=letter.number)
            yield from _instruments(block.text)


def _instruments(text: str) -> Iterator[Flaw]:
    """Yield laws and rules that a text names with the number of another one."""
    for title, number in _INSTRUMENT.findall(text):
        right = _NUMBERS_OF.get(title, ())
        if right and number not in right:
            yield flaw(
                "The text names {law} with the number {number}; it is {right}. Correct it.",
                law=title,
                number=number,
                right=list(right),
            )
