"""L16, L17: a request is clear before it is answered, and a repetition is one.

Source:
    政府信息公开条例 (2019), Arts. 30, 36(6); rows 9–11.
"""

from collections.abc import Iterator

from letters.kinds import Document
from letters.lint.facts import CaseFacts, Change, EarlierReply, ItemFacts
from letters.lint.finding import Flaw, flaw
from letters.lint.reading import NUMBER, bare, items
from letters.replies import ReplyItem
from workflow.rules.outcomes import Outcome


def clear(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L16: what was unclear was asked about before it is said not to exist; what stayed unclear was asked about, too.

    Where the review did not note whether an item is clear, nothing is said about it.
    """
    for number, item in items(letter):
        known = facts.item(number)
        asked = facts.correction is not None and facts.correction.asked_on is not None
        if item.outcome is Outcome.U1 and known and known.unclear and not asked and not known.clarity_note.strip():
            yield flaw(
                "Item {item} was found unclear and is said not to exist. Ask for a correction, or note how it was "
                "understood.",
                item=number,
            )
        if item.outcome is Outcome.U4 and not (asked and facts.correction and facts.correction.received_on):
            yield flaw(
                "Item {item} is said to be unclear after a correction, and none is on record. Ask for one first.",
                item=number,
            )


def repeated(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L17: the earlier reply to the same applicant is in the register, and every question of the checklist has a no."""
    for number, item in items(letter):
        if item.outcome is not Outcome.X2:
            continue
        earlier = _named(item, facts.earlier)
        if earlier is None:
            yield flaw(
                "Item {item} refers to an earlier reply that the register does not have for this applicant. Name it by "
                "its number.",
                item=number,
            )
            continue
        if earlier.served_on is None:
            yield flaw(
                "The earlier reply {number} for item {item} is not on record as served. Record it, or answer the item.",
                item=number,
                number=earlier.number,
            )
        known = facts.item(number)
        if known is not None:
            yield from _same_facts(number, known, earlier)


def _named(item: ReplyItem, earlier: tuple[EarlierReply, ...]) -> EarlierReply | None:
    told = item.details.get("earlier_reply", "")
    cited = NUMBER.findall(told)
    return next((one for one in earlier if any(number.endswith(one.number) for number in cited)), None)


def _same_facts(number: int, known: ItemFacts, earlier: EarlierReply) -> Iterator[Flaw]:
    if earlier.request and not _pairs(known.text) & _pairs(earlier.request):
        yield flaw(
            "Item {item} and the request answered by {number} have no word in common. Compare them again.",
            item=number,
            number=earlier.number,
        )
    unanswered = [change for change in Change if change not in known.changes]
    if unanswered:
        yield flaw(
            "For item {item} nobody checked whether since the earlier reply: {changes}. Check it and record it.",
            item=number,
            changes=unanswered,
        )
    changed = [change for change in Change if known.changes.get(change)]
    if changed:
        yield flaw(
            "Item {item} is no repetition, because since the earlier reply: {changes}. Answer it anew.",
            item=number,
            changes=changed,
        )


def _pairs(text: str) -> set[str]:
    plain = bare(text)
    return {plain[place : place + 2] for place in range(len(plain) - 1)} - {"申请", "公开", "信息", "政府", "请公"}
