"""L09, L10, L26: third parties were asked and weighed, and what can be disclosed was separated.

Source:
    政府信息公开条例 (2019), Arts. 15, 32, 37; (2008), Arts. 22, 23; rows 4, 6.
"""

from collections.abc import Iterator

from letters.kinds import Document
from letters.lint.facts import CaseFacts, Consulted
from letters.lint.finding import Flaw, flaw
from letters.lint.reading import items
from workflow.rules.clock_events import Party
from workflow.rules.outcome_basis import GROUND_OF
from workflow.rules.outcome_details import must_state
from workflow.rules.outcomes import Outcome

THIRD_PARTY = {Outcome.N4, Outcome.N4A, Outcome.N4B}


def _about(facts: CaseFacts, number: int) -> list[Consulted]:
    """Return the third parties asked about an item, also those of whom it is not on record."""
    return [
        one for one in facts.consultations if one.party is Party.THIRD_PARTY and (not one.items or number in one.items)
    ]


def third_party_asked(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L09: the third party got the letter, answered or let its period end, and the public interest was weighed.

    Where the text sets no period (2008), nothing is said about an answer that did not come.
    """
    for number, item in items(letter):
        if item.outcome not in THIRD_PARTY:
            continue
        asked = _about(facts, number)
        if not asked:
            yield flaw("Item {item} is withheld for a third party that was not asked. Consult it first.", item=number)
        for one in asked:
            if one.delivered_on is None:
                yield flaw(
                    "The letter to {party} about item {item} is not on record as delivered. Record the delivery.",
                    item=number,
                    party=one.name,
                )
            elif one.answered_on is None and one.last_on is not None and letter.issued_on <= one.last_on:
                yield flaw(
                    "{party} has until {day} to answer about item {item}. Wait for the answer or the end of that day.",
                    item=number,
                    party=one.name,
                    day=one.last_on,
                )
        if not item.details.get("public_interest", "").strip():
            yield flaw(
                "Item {item} does not weigh whether withholding gravely harms the public interest. Record how it was "
                "weighed.",
                item=number,
            )


def separated(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L10: a refusal says whether what may be disclosed can be separated.

    It is asked for where the record says that the document is mixed; where the record says nothing, for the outcomes
    whose letters state it.
    """
    for number, item in items(letter):
        if item.outcome not in GROUND_OF and item.outcome is not Outcome.D3:
            continue
        known = facts.item(number)
        mixed = known.mixed if known else None
        stated = any(
            detail.key == "separation" for duty in must_state(item.outcome) for way in duty.ways for detail in way
        )
        if (mixed or (mixed is None and stated)) and not item.details.get("separation", "").strip():
            yield flaw(
                "Item {item} does not say whether the rest can be separated and disclosed. Check it and say so.",
                item=number,
            )


def told_before_release(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L26: a third party that refused is told first, and the gap passes before the information goes out.

    A consultation of which it is not on record what items it is about is not held against a reply that withholds
    something for third parties.
    """
    withheld = any(item.outcome in THIRD_PARTY for _, item in items(letter))
    leaves_on = facts.dispatch_on or letter.issued_on
    for number, item in items(letter):
        if item.outcome is not Outcome.D2:
            continue
        for one in _about(facts, number):
            if one.opinion != "refuse" or (withheld and not one.items):
                continue
            if one.told_on is None:
                yield flaw(
                    "{party} refused, and item {item} is disclosed without telling it. Tell it first, with reasons.",
                    item=number,
                    party=one.name,
                )
            elif one.release_from is not None and leaves_on < one.release_from:
                yield flaw(
                    "{party} was told of the disclosure of item {item}; it may go out from {day}. Wait until then.",
                    item=number,
                    party=one.name,
                    day=one.release_from,
                )
