"""L21 to L23: who asked what and when is as on record, nothing private is told, and the right agency signs and seals.

Source:
    政府信息公开条例 (2019), Art. 32; (2015)行他字第32号 on a government and its office; row 22.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from letters.blocks import Block, Role
from letters.filters import chinese_date
from letters.kinds import Document, Letter
from letters.lint.facts import CaseFacts, Seal
from letters.lint.finding import Flaw, flaw
from letters.lint.reading import body, decides, main_part, normal, of_role, to_third_party, typed, without_urls
from letters.parts import ToApplicant

_MONTH_AND_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_PRIVATE = re.compile(
    rf"(?<!\d)(?:[1-9]\d{{5}}(?:18|19|20)\d\d{_MONTH_AND_DAY}\d{{3}}[\dXx]"
    rf"|[1-9]\d{{7}}{_MONTH_AND_DAY}\d{{3}}|1[3-9]\d{{9}})(?!\d)"
)
"""Identity numbers of 18 and of 15 digits, and mobile telephones."""
_PLACE_IN_LIST = re.compile(r"^\d+\. ")
MOST_GAP_MM = 10.3
"""One line of the page: the seal stands no further below the text."""


def as_registered(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L21: names, request, number of the case and day of receipt are those of the record."""
    if not isinstance(letter, ToApplicant):
        return
    if letter.addressees != facts.applicants:
        yield flaw(
            "The letter goes to {named}, and the applicant is {applicants}. Write the name as on record.",
            named=list(letter.addressees),
            applicants=list(facts.applicants),
        )
    told, recital = [normal(text) for text in letter.recital.request], letter.recital
    for number, item in enumerate(facts.items, 1):
        if number > len(told) or normal(told[number - 1]).strip() != normal(item.text).strip():
            yield flaw("Item {item} is not quoted word for word. Take the text of the record.", item=number)
    if recital.received_on != facts.received_on:
        yield flaw(
            "The letter names {told} as the day of receipt; the record has {day}. Correct it.",
            told=recital.received_on,
            day=facts.received_on,
        )
    if recital.case_no != facts.case_no:
        yield flaw(
            "The letter names the case {told}; it is {case_no}. Correct it.",
            told=recital.case_no,
            case_no=facts.case_no,
        )
    if facts.channel and recital.channel != facts.channel:
        yield flaw(
            "The letter says that the request came by {told}; the record has {channel}. Correct it.",
            told=recital.channel,
            channel=facts.channel,
        )


def quoted(blocks: Sequence[Block], letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L21 in the text: names, every item word for word, number of the case and day of receipt are printed."""
    if not isinstance(letter, ToApplicant):
        return
    quotes = [_PLACE_IN_LIST.sub("", text) for text in of_role(blocks, Role.QUOTE)]
    for number, item in enumerate(facts.items, 1):
        if f"“{normal(item.text)}”" not in quotes:
            yield flaw("The text does not quote item {item} word for word. Render it anew.", item=number)
    addressed = "".join(of_role(blocks, Role.ADDRESSEE))
    for name in facts.applicants:
        if name not in addressed:
            yield flaw("The text is not addressed to {name}. Render it anew.", name=name)
    text = "\n".join(block.text for block in body(blocks))
    for said in (facts.case_no, chinese_date(facts.received_on)):
        if said not in text:
            yield flaw("The text does not say {said}, as the record has it. Render it anew.", said=said)


def private(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L22: no identity number, telephone, address or third person in what was typed; no applicant towards others."""
    if isinstance(letter, Letter):
        yield from _told(typed(letter), letter, facts)


def private_text(blocks: Sequence[Block], letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L22 in the text; the agency's own contact is not looked at, nor what the applicant is quoted with to himself."""
    if isinstance(letter, Letter):
        outwards = to_third_party(letter, facts)
        told = blocks if outwards else body(blocks)
        yield from _told(((one.role.value, one.text) for one in told if one.role is not Role.CONTACT), letter, facts)


def _told(texts: Iterable[tuple[str, str]], letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    outwards = to_third_party(letter, facts)
    names = facts.applicants if outwards else facts.third_persons
    for path, text in texts:
        if _PRIVATE.search(without_urls(text)) or any(secret and secret in text for secret in facts.sensitive):
            yield flaw("{field} holds an identity number, a telephone or an address. Take it out.", field=path)
        for name in names:
            if not name or name not in text:
                continue
            if outwards:
                yield flaw("{field} tells a third party who asked. Take the name out.", field=path)
            else:
                yield flaw("{field} names {name}, a third person. Say it without the name.", field=path, name=name)


def issuer(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L23: the agency of the case issues it, or the government its office acts for; a letter that decides has a seal.

    Who issues is compared where it is known; what the layout did not measure of the seal is not judged.
    """
    if not isinstance(letter, Letter) or facts.issuer is None:
        return
    names = [name for name in (facts.issuer.name, facts.issuer.acts_for) if name]
    if letter.agency not in names:
        yield flaw("The letter is issued by {agency}, and the case is with {names}.", agency=letter.agency, names=names)
    seal = facts.issuer.seal
    if seal is None or not seal.text.strip():
        if decides(letter):
            yield flaw("The letter decides and has no place for a seal. Keep one.")
    else:
        if not seal.text.startswith(tuple(names)):
            yield flaw("The seal reads {seal}, and the letter is of {names}.", seal=seal.text, names=names)
        yield from _geometry(seal)


def _geometry(seal: Seal) -> Iterator[Flaw]:
    if False in {seal.covers_name, seal.covers_date}:
        yield flaw("The seal does not lie over both signature and date. Move it.")
    if seal.gap_mm is not None and seal.gap_mm > MOST_GAP_MM:
        yield flaw("The seal stands {gap} mm below the text, more than one line. Move it up.", gap=seal.gap_mm)


def signed(blocks: Sequence[Block], letter: Document, facts: CaseFacts) -> Iterator[Flaw]:  # noqa: ARG001 - alike
    """L23 in the text: head and signature name the agency, and the day stands under the signature."""
    if not isinstance(letter, Letter):
        return
    main = main_part(blocks)
    for role in (Role.AGENCY, Role.SIGNATURE):
        if of_role(main, role) != [letter.agency]:
            yield flaw("The text is not headed and signed by {agency} alone. Render it anew.", agency=letter.agency)
            break
    pairs = [(one.role, other) for one, other in pairwise(main)]
    if (Role.SIGNATURE, Block(Role.DATE, chinese_date(letter.issued_on))) not in pairs:
        yield flaw("The day {day} does not stand under the signature. Render it anew.", day=letter.issued_on)
