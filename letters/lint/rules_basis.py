"""L02 to L04: the articles of each outcome, in the text in force on the day of the letter, and what agrees with them.

Source:
    政府信息公开条例 (2019), Arts. 14–16, 30, 35–39, 42; (2008), Arts. 13, 14, 21; rows 5, 16, 17, 19, 21.
"""

import re
from collections.abc import Iterator
from datetime import date

from letters.kinds import Document
from letters.lint.facts import CaseFacts
from letters.lint.finding import Flaw, flaw
from letters.lint.places import REGULATIONS, Place, as_places, not_in_force, of_regulations, text_on, unknown
from letters.lint.reading import items, typed
from letters.replies import Reply, ReplyItem
from workflow.rules.citations import Law
from workflow.rules.clock_events import Party
from workflow.rules.errors import RuleBroken
from workflow.rules.exemptions import Ground, InternalKind, ProcessKind, SecurityKind, exemption_on
from workflow.rules.outcome_basis import GROUND_OF, basis_on, citations_on
from workflow.rules.outcomes import Family, Outcome, principal

_NEEDS = re.compile("三需要|生产、生活、科研等(?:自身)?特殊需要|国办发〔2008〕36号")
_CONSULTING = {Place(REGULATIONS, 32), Place(REGULATIONS, 23)}
"""The articles on asking third parties; a part that is severed for a ground of theirs needs none of them asked."""

_SIGNATURES = {
    Law.REGULATIONS_2019: {
        *(Place(REGULATIONS, 36, item=item) for item in range(1, 8)),
        *(Place(REGULATIONS, 16, paragraph) for paragraph in (1, 2)),
        *(Place(REGULATIONS, article, paragraph) for article, paragraph in ((39, 1), (39, 2))),
        *(Place(REGULATIONS, article) for article in (14, 15, 16, 35, 38, 39)),
    },
    Law.REGULATIONS_2008: {Place(REGULATIONS, 21, item=item) for item in range(1, 5)},
}
"""Places that stand for one way of answering and for no other."""

_TITLES = (
    ("部分公开", {Outcome.D3}),
    ("不予公开", {outcome for outcome in Outcome if outcome.family is Family.REFUSED}),
    ("不存在", {Outcome.U1}),
    ("非本机关", {Outcome.U2}),
    ("不属于本机关", {Outcome.U2}),
    ("不予处理", {outcome for outcome in Outcome if outcome.family is Family.NOT_PROCESSED}),
    ("重复申请", {Outcome.X2}),
    ("不再处理", {Outcome.C1, Outcome.C2, Outcome.C3}),
)
"""Words of a title that tells one outcome, and the outcomes they tell."""

_CONTRARY = {
    Outcome.U1: re.compile("不属于本机关(?:负责)?公开|不是本机关(?:负责)?公开|非本机关(?:政府)?信息"),
    Outcome.U2: re.compile("(?:政府)?信息不存在"),
}
"""What an item must not say, because it is another outcome."""


_KINDS: dict[Outcome, tuple[str, tuple[str, ...]]] = {
    Outcome.N3: ("security_kind", tuple(SecurityKind)),
    Outcome.N5: ("internal_kind", tuple(InternalKind)),
    Outcome.N6: ("process_kind", tuple(ProcessKind)),
    Outcome.N7: ("file", ()),
}
"""The detail that names the kind within a ground, and its choices."""


def articles(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L02: the articles of each outcome are cited, exist, and are in force; no need (三需要) since 2019."""
    day = letter.issued_on
    for number, item in items(letter):
        try:
            wanted = _wanted(number, item, day, facts)
        except RuleBroken as refusal:
            yield flaw("Item {item}: {why}", item=number, why=refusal)
            continue
        gaps = [place for place in wanted if place not in of_regulations(item.basis)]
        if gaps and not _half_cited(item, day):
            yield flaw(
                "Item {item} ({outcome}) does not cite {places} of the Regulations. Cite all it rests on.",
                item=number,
                outcome=item.outcome.label,
                places=[str(place) for place in gaps],
            )
        elif not item.basis.strip() and item.outcome is not Outcome.C3:
            yield flaw(
                "Item {item} ({outcome}) cites no article. Enter the article it rests on.",
                item=number,
                outcome=item.outcome.label,
            )
    for path, text in _legal(letter):
        for place in unknown(text, day):
            yield flaw(
                "{field} cites {place}, which the Regulations in force on {day} do not have. Correct it.",
                field=path,
                place=str(place),
                day=day,
            )
        for law in not_in_force(text, day):
            yield flaw(
                "{field} names {law} ({number}), which is not in force on {day}. Take it out.",
                field=path,
                law=law.title,
                number=law.number,
                day=day,
            )
    yield from _needs(letter, facts)


def _wanted(number: int, item: ReplyItem, day: date, facts: CaseFacts) -> list[Place]:
    known = facts.item(number)
    wanted = as_places(citations_on(item.outcome, day, known.grounds if known else ()))
    asked = any(one.party is Party.THIRD_PARTY for one in facts.consultations)
    consulted = asked or item.outcome is not Outcome.D3
    return [place for place in wanted if place.law == REGULATIONS and (consulted or place not in _CONSULTING)]


def _legal(letter: Document) -> Iterator[tuple[str, str]]:
    """Yield the texts of the letter that argue from the law: basis and reasons."""
    for path, text in typed(letter):
        if path.rpartition(".")[2] in {"basis", "reasons", "reason", "article"}:
            yield path, text


def _needs(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    if not Law.REGULATIONS_2019.in_force_on(facts.received_on):
        return
    for path, text in typed(letter):
        if _NEEDS.search(text):
            yield flaw(
                "{field} speaks of the applicant's own needs (三需要). The text of 2019 asks for none. Take it out.",
                field=path,
            )


def _half_cited(item: ReplyItem, day: date) -> bool:
    """Tell whether a refusal leaves out how to answer or every ground; L04 says so."""
    ground = GROUND_OF.get(item.outcome)
    if ground is None:
        return False
    cited = of_regulations(item.basis)
    handling = set(as_places(basis_on(item.outcome, day).handling))
    return not handling <= cited or not _grounds(day) & cited


def _grounds(day: date) -> set[Place]:
    found: set[Place] = set()
    for ground in Ground:
        try:
            found |= set(as_places(exemption_on(ground, day).citations))
        except RuleBroken:  # The text of that day does not know the ground.
            continue
    return found - _CONSULTING


def consistent(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L03: outcome, articles, title, record and annual report say the same."""
    for number, item in items(letter):
        yield from _foreign(number, item, letter.issued_on, facts)
        known = facts.item(number)
        if known is not None and known.outcome not in {None, item.outcome}:
            yield flaw(
                "Item {item} is {outcome} in the letter and {decided} on record. Write the letter anew.",
                item=number,
                outcome=item.outcome.label,
                decided=known.outcome.label if known.outcome else "",
            )
        contrary = _CONTRARY.get(item.outcome)
        if contrary is not None and contrary.search("\n".join((item.findings, item.reasons, *item.details.values()))):
            yield flaw(
                "Item {item} mixes 不存在 with 不属于本机关负责公开. Only one of them can be true: decide which.",
                item=number,
            )
    if isinstance(letter, Reply):
        yield from _title(letter)
        yield from _report(letter, facts)


def _foreign(number: int, item: ReplyItem, day: date, facts: CaseFacts) -> Iterator[Flaw]:
    """Yield places that stand for another outcome; what X5 rests on, the drafter chose."""
    known = facts.item(number)
    if item.outcome is Outcome.X5 or (item.outcome is Outcome.D3 and not (known and known.grounds)):
        return
    try:
        own = set(as_places(citations_on(item.outcome, day, known.grounds if known else ())))
    except RuleBroken:  # L02 says so.
        return
    others = sorted((of_regulations(item.basis) & _SIGNATURES[text_on(day)]) - own)
    if others:
        yield flaw(
            "Item {item} ({outcome}) cites {places}, which stands for another answer. Cite the article of this one.",
            item=number,
            outcome=item.outcome.label,
            places=[str(place) for place in others],
        )


def _title(letter: Reply) -> Iterator[Flaw]:
    for words, outcomes in _TITLES:
        if words in letter.heading:
            against = [number for number, item in items(letter) if item.outcome not in outcomes]
            if against:
                yield flaw(
                    "The title {title} does not fit item {items}. Use one title for all outcomes.",
                    title=letter.heading,
                    items=against,
                )
            return


def _report(letter: Reply, facts: CaseFacts) -> Iterator[Flaw]:
    if facts.reported_as is None or not letter.items:
        return
    try:
        principal([item.outcome for item in letter.items], facts.reported_as)
    except RuleBroken as refusal:
        yield flaw("The annual report would count it otherwise: {why}", why=refusal)


def both_articles(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:  # noqa: ARG001 - all rules are asked alike
    """L04: a refusal cites how to answer and its ground, and names the kind within the ground."""
    for number, item in items(letter):
        if item.outcome not in GROUND_OF:
            continue
        try:
            half = _half_cited(item, letter.issued_on)
        except RuleBroken:  # L02 says so.
            half = False
        if half:
            yield flaw(
                "Item {item} refuses without citing both how to answer and the ground of the refusal. Cite both.",
                item=number,
            )
        yield from _kind(number, item)


def _kind(number: int, item: ReplyItem) -> Iterator[Flaw]:
    named = _KINDS.get(item.outcome)
    if named is None:
        return
    key, choices = named
    value = item.details.get(key, "").strip()
    if not value:
        yield flaw("Item {item} does not name which kind of information its ground covers. Name it.", item=number)
    elif choices and value not in choices:
        yield flaw(
            "Item {item} names {kind}, which the article does not know. It knows {choices}.",
            item=number,
            kind=value,
            choices=list(choices),
        )
