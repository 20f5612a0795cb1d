"""L01 to L05: each item decided once, on its article, for reasons of its own.

Source:
    政府信息公开条例 (2019), Arts. 14–16, 36–39; rows 1, 4, 5, 14–17, 19 of the published letters.
"""

import re
from collections.abc import Iterator, Sequence

from letters.blocks import Block, Role
from letters.kinds import Document
from letters.lint.facts import CaseFacts
from letters.lint.finding import Flaw, flaw
from letters.lint.own_words import gives_reasons, says_something
from letters.lint.reading import items, of_role
from letters.replies import Reply, ReplyItem
from workflow.rules.outcome_details import missing
from workflow.rules.outcomes import Family, Outcome

_HEADING = re.compile(r"关于第(\d+)项")
_WITHOUT_REASONS = {Family.DISCLOSED, Family.PARTIAL, Family.OTHER}
DISCRETIONARY = {Outcome.N5, Outcome.N6, Outcome.N7}
_STILL = re.compile("结束|终结|完成|办结|仍|今后|此后|以后|将来")


def one_disposition(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L01: every item of the request as registered is decided, and nothing else."""
    if not isinstance(letter, Reply):
        return
    for number in range(len(letter.items) + 1, len(facts.items) + 1):
        yield flaw("Item {item} of the request is not decided. Decide it.", item=number)
    if len(letter.items) > len(facts.items):
        yield flaw(
            "The reply decides {decided} items and the request has {asked}. Decide each item once.",
            decided=len(letter.items),
            asked=len(facts.items),
        )


def one_heading(blocks: Sequence[Block], letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L01 in the text: of a request with several items each has its heading once."""
    if not isinstance(letter, Reply) or len(facts.items) == 1:
        return
    found = [int(number) for text in of_role(blocks, Role.HEADING) for number in _HEADING.findall(text)]
    for number in range(1, len(facts.items) + 1):
        times = found.count(number)
        if times != 1:
            yield flaw(
                "Item {item} stands {times} times in the text. Each item of the request is answered once.",
                item=number,
                times=times,
            )


def reasons(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:  # noqa: ARG001 - all rules are asked alike
    """L05: reasons are there, say something of this case, show the discretion used, and the state of the process."""
    for number, item in items(letter):
        if item.outcome.family not in _WITHOUT_REASONS and not item.reasons.strip():
            yield flaw("Item {item} gives no reasons. Say which facts of this case meet the article.", item=number)
        elif _needs_reasons(item) and not gives_reasons(item):
            yield flaw(
                "The reasons of item {item} only repeat the law or phrases that fit every case. Name the facts of this "
                "case.",
                item=number,
            )
        yield from _elements(number, item)
        if item.outcome in DISCRETIONARY and not says_something(item.details.get("discretion", "")):
            yield flaw(
                "Item {item} may be withheld but need not be, and the reply does not say why it is. Give the reason.",
                item=number,
            )
        if item.outcome is Outcome.N6:
            yield from _process(number, item)


def _needs_reasons(item: ReplyItem) -> bool:
    return item.outcome.family not in _WITHOUT_REASONS or item.outcome is Outcome.D3


def _elements(number: int, item: ReplyItem) -> Iterator[Flaw]:
    """A trade secret has three elements; that its owner objects is none of them."""
    if item.outcome is not Outcome.N4A:
        return
    wanted = {gap.key: gap.label for gap in missing(Outcome.N4A, {})}
    empty = [
        wanted[key] for key in ("not_public", "value", "protected") if not says_something(item.details.get(key, ""))
    ]
    if empty:
        yield flaw(
            "Item {item} is withheld as a trade secret without facts for: {elements}. The third party's objection "
            "alone is no ground.",
            item=number,
            elements=empty,
        )


def _process(number: int, item: ReplyItem) -> Iterator[Flaw]:
    state = item.details.get("process_ended", "")
    if not state.strip():
        yield flaw("Item {item} does not say whether the process has ended. Say it.", item=number)
    elif (
        state == "已经结束"
        and not _STILL.search(item.reasons + item.details.get("discretion", ""))
        and not says_something(item.details.get("still_matters", ""))
    ):
        yield flaw(
            "The process of item {item} has ended and the reasons do not say why it must be withheld all the same. "
            "Give the reason, or disclose it.",
            item=number,
        )
