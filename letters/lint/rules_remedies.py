"""L11, L12, L24: remedies in letters that decide and in no other, as the rules of the day give them.

Source:
    行政复议法 (2023), Arts. 20, 23–28; 国办函〔2021〕132号, Art. 3(1); 法释〔2025〕8号, Art. 1; rows 12, 14.
"""

import re
from collections.abc import Iterator, Sequence

from letters.blocks import Block
from letters.kinds import Document, Letter
from letters.lint.facts import CaseFacts
from letters.lint.finding import Flaw, flaw
from letters.lint.reading import body, decides, items
from letters.replies import Reply
from workflow.rules.agencies import addressees
from workflow.rules.outcomes import Outcome, RemedyClass
from workflow.rules.remedy_policy import Route, Warn

_CLAUSE = re.compile("不服的?.{0,80}(?:申请行政复议|提起(?:行政)?诉讼)", re.DOTALL)
_BODY_WARNINGS = (Warn.STRADDLES, Warn.NO_BODY, Warn.MERGED_POWERS)


def given(letter: Document) -> tuple[str, ...]:
    """Return the paragraphs of the clause of a letter; a kind without them has none."""
    found = getattr(letter, "remedies", ())
    return tuple(found)


def _needs_clause(letter: Document, facts: CaseFacts) -> bool:
    """Tell whether something can be challenged; an item that ends by the applicant's own act cites no article."""
    if facts.clause is not None:
        return bool(facts.clause.routes) or bool(facts.clause.paragraphs)
    if isinstance(letter, Reply):
        return any(item.outcome.remedy is not RemedyClass.NONE or item.basis.strip() for item in letter.items)
    return decides(letter)


def as_the_rules(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L11: the clause is there where it has to be, and is that of the rules; where they say first, it says 先.

    Without the clause of the rules only its presence is looked at.
    """
    if not decides(letter):
        return
    has, needs = given(letter), _needs_clause(letter, facts)
    if needs and not has:
        yield flaw("The letter decides and names no remedies. Add the clause that the rules give for its day.")
    elif has and not needs:
        yield flaw("The letter names remedies, and nothing in it can be challenged. Take the clause out.")
    elif facts.clause is not None:
        yield from _differences(has, facts.clause.paragraphs)
        if Route.FIRST in facts.clause.routes and not any("先向" in paragraph for paragraph in has):
            yield flaw("What is withheld goes to reconsideration first, and the clause does not say 先. Say it.")


def _differences(has: Sequence[str], wanted: Sequence[str]) -> Iterator[Flaw]:
    for paragraph in wanted:
        if paragraph not in has:
            yield flaw("The remedies leave out what the rules give: {paragraph} Take it over.", paragraph=paragraph)
    for paragraph in has:
        if paragraph not in wanted:
            yield flaw("The remedies say what the rules do not give: {paragraph} Take it out.", paragraph=paragraph)


def printed(blocks: Sequence[Block], letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L11 in the text: every paragraph of the rules is printed, and no other one."""
    if not decides(letter) or facts.clause is None:
        return
    texts = [block.text for block in body(blocks)]
    for paragraph in facts.clause.paragraphs:
        if paragraph not in texts:
            yield flaw("The text leaves out the remedies: {paragraph} Render it anew.", paragraph=paragraph)
    for text in texts:
        if _CLAUSE.search(text) and text not in facts.clause.paragraphs:
            yield flaw("The text names remedies that the rules do not give: {paragraph}", paragraph=text)


def none_on_the_way(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L12: a letter on the way has no remedies; a request deemed abandoned is closed by a notice that has them."""
    if not decides(letter) and given(letter):
        yield flaw("A letter on the way to the reply cannot be challenged on its own. Take the remedies out.")
    asked = facts.correction
    if asked is None or not asked.abandoned or asked.abandonment_told:
        return
    tells = decides(letter) and (
        not isinstance(letter, Reply) or any(item.outcome is Outcome.C1 for _, item in items(letter))
    )
    if not tells:
        yield flaw(
            "The request is treated as abandoned, and the applicant was not told. Send the notice of the end, with "
            "remedies."
        )


def none_printed(blocks: Sequence[Block], letter: Document, facts: CaseFacts) -> Iterator[Flaw]:  # noqa: ARG001 - alike
    """L12 in the text: no line of a letter on the way reads like remedies."""
    if decides(letter) or not isinstance(letter, Letter):
        return
    for block in body(blocks):
        if _CLAUSE.search(block.text):
            yield flaw(
                "The letter is a step on the way and names remedies: {paragraph} Take them out.", paragraph=block.text
            )


def body_known(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L24: the body that hears a reconsideration is known and valid on the day of the letter."""
    if not decides(letter) or not _needs_clause(letter, facts):
        return
    day = letter.issued_on
    for warning in facts.clause.warnings if facts.clause else ():
        if warning in _BODY_WARNINGS:
            yield flaw("About who hears a reconsideration: {warning}", warning=warning)
    if facts.profile is None:
        return
    if facts.profile.bodies and not any(one.valid_on(day) for one in facts.profile.bodies):
        yield flaw(
            "None of the reconsideration bodies set for the agency is valid on {day}. Check its profile.", day=day
        )
    bodies = addressees(facts.profile, day)
    if given(letter) and not any(name in paragraph for paragraph in given(letter) for name in bodies):
        yield flaw(
            "The remedies name none of the bodies that hear a decision of {day}: {bodies}.",
            day=day,
            bodies=list(bodies),
        )
