"""L25, L27 to L29: weak grounds, words left over, one pair of eyes, phrases instead of reasons.

Source:
    Rows 1, 16, 17; practice.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from letters.blocks import Block
from letters.kinds import Document, Letter
from letters.lint.facts import CaseFacts
from letters.lint.finding import Flaw, flaw
from letters.lint.own_words import own, reasons_of, says_something
from letters.lint.places import places
from letters.lint.reading import alike, bare, body, items, typed, without_urls
from workflow.rules.outcomes import Family

_POLICY = re.compile(
    r"(?:国办|[\u4e00-\u9fff]政办|[\u4e00-\u9fff]府办)[\u4e00-\u9fff]{0,8}[〔\[（(]\d{4}[〕\]）)]\d+号"
)
_LEFT_OVER = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|#\}|[×✕]{2,}|[xX*]{3,}|_{2,}|＿{2,}|…{3,}|某某|待填|待补充|待定|此处填写|TODO|〔\s*〕|《\s*》|“\s*”"
)
_DISPOSES = re.compile("本机关决定|不予公开|予以公开|不予提供|不予处理|不再处理|部分公开")
_AND_SO_ON = re.compile("(?<![高平中初同对均相特上下劣优超何一二三四五])等(?![级于同候待效价额奖次])")
_DELIBERATED = re.compile("经(?:本机关)?(?:集体)?研究")
LEAST_COMPARED = 10
"""Characters of reasons below which no likeness is looked for."""
MOST_ALIKE = 0.8


def policy_alone(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:  # noqa: ARG001 - all rules are asked alike
    """L25: a policy document supports an article and does not stand in for it."""
    for number, item in items(letter):
        if _POLICY.search(item.basis) and not places(item.basis):
            yield flaw(
                "Item {item} rests on a policy document alone. Cite the article of a law or of the Regulations.",
                item=number,
            )


def left_over(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:  # noqa: ARG001 - all rules are asked alike
    """L27: no placeholder is left, and what is decided is named in full, without 等."""
    if not isinstance(letter, Letter):
        return
    yield from _placeholders(typed(letter))
    for number, item in items(letter):
        for key in ("enclosed", "withheld"):
            if _AND_SO_ON.search(item.details.get(key, "")):
                yield flaw("Item {item} decides about something 等. Name all of it.", item=number)


def left_over_text(blocks: Sequence[Block], letter: Document, facts: CaseFacts) -> Iterator[Flaw]:  # noqa: ARG001 - alike
    """L27 in the text; forms to be filled in by hand, annexes and quotations are not looked at."""
    if not isinstance(letter, Letter):
        return
    texts = [(block.role.value, block.text) for block in body(blocks)]
    yield from _placeholders(texts)
    for _, text in texts:
        if _DISPOSES.search(text) and _AND_SO_ON.search(text) and "依照" in text:
            yield flaw("The decision is about something 等. Name all of it: {text}", text=text)


def _placeholders(texts: Iterable[tuple[str, str]]) -> Iterator[Flaw]:
    for path, text in texts:
        found = _LEFT_OVER.search(without_urls(text))
        if found:
            yield flaw("{field} still holds {found}. Fill it in.", field=path, found=found[0])


def four_eyes(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L28: another person reviewed than drafted, and it was approved before its day.

    An office that allows one person to do all (`one_person_allowed`) is not told of the first.
    """
    if not isinstance(letter, Letter):
        return
    if facts.drafted_by and not facts.one_person_allowed:
        if facts.drafted_by == facts.reviewed_by:
            yield flaw("{person} drafted and reviewed. Let another person review.", person=facts.drafted_by)
        if facts.drafted_by == facts.approved_by:
            yield flaw("{person} drafted and approved. Let another person approve.", person=facts.drafted_by)
    if facts.approved_on is not None and facts.approved_on > letter.issued_on:
        yield flaw(
            "It was approved on {day}, after its own day {issued}. Date it on or after the approval.",
            day=facts.approved_on,
            issued=letter.issued_on,
        )


def phrases(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L29: 经研究 is no reason, and reasons of other refusals are not those of this one (80 % alike)."""
    for number, item in items(letter):
        reasons = reasons_of(item)
        if _DELIBERATED.search(item.reasons) and not says_something(item.reasons):
            yield flaw("Item {item} gives as its reason that it was deliberated (经研究). Say why.", item=number)
        if item.outcome.family is Family.REFUSED and len(bare(own(reasons))) >= LEAST_COMPARED:
            most = max((alike(reasons, other, least=MOST_ALIKE) for other in facts.other_refusals), default=0.0)
            if most:
                yield flaw(
                    "The reasons of item {item} are {percent} % those of another refusal. Say what is so in this case.",
                    item=number,
                    percent=round(most * 100),
                )
