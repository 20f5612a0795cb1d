"""A clean case for a letter: what the record would have to say for the lint to find nothing."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from letters import render
from letters.blocks import Block
from letters.kinds import CorrectionNotice, Document, ExtensionNotice, Reply, ReplyItem, ThirdPartyConsultation
from letters.legacy import LegacyReply
from letters.lint import lint, lint_text
from letters.lint.facts import (
    CaseFacts,
    Change,
    Clause,
    Consulted,
    Correction,
    EarlierReply,
    Enclosure,
    Extension,
    Issuer,
    ItemFacts,
    Numbered,
    Seal,
    SearchLine,
    UrlCheck,
)
from letters.lint.reading import NUMBER, days_in
from letters.lint.search import clues
from letters.parts import Letter, ToApplicant
from letters.sample_facts import AGENCY, RECEIVED_ON
from letters.samples import decided, reply
from workflow.rules.clock_events import Party
from workflow.rules.exemptions import Ground
from workflow.rules.outcome_basis import answer_form
from workflow.rules.outcomes import Outcome
from workflow.rules.remedies import DecidedItem, Effect, Recipient, remedies

SEARCH = (
    SearchLine("系统", "环评审批系统", "“乙厂”“噪声”，2015年1月至2020年12月", "没有相关记录"),
    SearchLine("档案", "2015年至2020年的文书档案和移交清单", "逐卷查找", "没有相关记录"),
)
UNCHANGED = dict.fromkeys(Change, False)
SEAL = Seal(text=AGENCY.name, covers_name=True, covers_date=True, gap_mm=5.0)


def clean_facts(letter: Document, **changes: Any) -> CaseFacts:
    """Return a record that agrees with the letter in everything."""
    addressees = letter.addressees if isinstance(letter, Letter) else ()
    recital = letter.recital if isinstance(letter, ToApplicant) else None
    facts = CaseFacts(
        items=_items(letter),
        case_no=recital.case_no if recital else "2026-0012",
        applicants=addressees if recital else ("张三",),
        received_on=recital.received_on if recital else RECEIVED_ON,
        channel=recital.channel if recital else "",
        sensitive=("110101199003071234", "13800001111", "甲县和平里5号"),
        due_on=letter.issued_on + timedelta(days=5),
        dispatch_on=letter.issued_on,
        correction=_correction(letter),
        extension=_extension(letter),
        consultations=_consultations(letter),
        earlier=tuple(
            EarlierReply(number=number, on=days[0], served_on=days[0], request=_asked(letter))
            for number, days in _cited(letter).items()
            if days
        ),
        register={number: Numbered(what="此前的文书", days=tuple(days)) for number, days in _cited(letter).items()}
        | {letter.number: Numbered(what="本文书", days=(letter.issued_on,), this=True)},
        issuer=Issuer(name=letter.agency, seal=replace(SEAL, text=letter.agency)),
        profile=AGENCY,
        clause=clean_clause(letter),
        enclosures=_enclosures(letter),
        urls=dict.fromkeys(re.findall(r"https?://[\w./-]+", _where(letter)), UrlCheck.DOCUMENT),
        drafted_by="甲",
        reviewed_by="乙",
        approved_by="丙",
        approved_on=letter.issued_on,
    )
    return replace(facts, **changes)


def clean_clause(letter: Document) -> Clause | None:
    if letter.EFFECT is Effect.PROCEDURAL:
        return None
    outwards = not isinstance(letter, ToApplicant)
    found = remedies(
        decided_on=letter.issued_on,
        dispatched_on=letter.issued_on,
        items=[
            DecidedItem(number, item.outcome, answer_form(item.outcome, item.details))
            for number, item in enumerate(_decided(letter), 1)
        ],
        profile=AGENCY,
        effect=letter.EFFECT,
        recipient=Recipient.THIRD_PARTY if outwards else Recipient.APPLICANT,
    )
    itself = re.search(r"自收到(本.{2,6}?)之日起", "".join(getattr(letter, "remedies", ())))
    return replace(Clause.of(found, itself[1] if itself else "本答复书"), warnings=())


def _decided(letter: Document) -> tuple[ReplyItem, ...]:
    return letter.items if isinstance(letter, Reply) else ()


def _asked(letter: Document) -> str:
    return "；".join(letter.recital.request) if isinstance(letter, ToApplicant) else ""


def _items(letter: Document) -> tuple[ItemFacts, ...]:
    if not isinstance(letter, ToApplicant):
        return (ItemFacts(wording="乙厂2025年的排污许可证"),)
    decided = dict(enumerate(_decided(letter)))
    return tuple(
        ItemFacts(
            wording=text,
            outcome=decided[place].outcome if place in decided else None,
            grounds=(Ground.PRIVACY,) if place in decided and decided[place].outcome is Outcome.D3 else (),
            search=SEARCH,
            clues=tuple(one.said for one in clues(decided[place].details)) if place in decided else (),
            changes=UNCHANGED,
        )
        for place, text in enumerate(letter.recital.request)
    )


def _correction(letter: Document) -> Correction | None:
    if isinstance(letter, CorrectionNotice):
        return Correction(asked_on=letter.issued_on, ask_by=letter.issued_on, last_on=letter.correct_by, days=10)
    return Correction(asked_on=date(2026, 3, 4), ask_by=date(2026, 3, 11), received_on=date(2026, 3, 9))


def _extension(letter: Document) -> Extension | None:
    if not isinstance(letter, ExtensionNotice):
        return None
    return Extension(
        approved_on=letter.issued_on,
        served_on=letter.due_before,
        days=letter.days,
        most=20,
        due_before=letter.due_before,
        due_after=letter.due_on,
    )


def _consultations(letter: Document) -> tuple[Consulted, ...]:
    if isinstance(letter, ThirdPartyConsultation):
        return ()
    asked = [
        number
        for number, item in enumerate(_decided(letter), 1)
        if item.outcome in {Outcome.D3, Outcome.N4, Outcome.N4A, Outcome.N4B}
    ]
    if not asked:
        return ()
    return (
        Consulted(
            party=Party.THIRD_PARTY,
            name="乙化工有限公司",
            items=tuple(asked),
            delivered_on=date(2026, 3, 4),
            last_on=date(2026, 3, 25),
            answered_on=date(2026, 3, 10),
            opinion="refuse",
        ),
    )


def _cited(letter: Document) -> dict[str, list[date]]:
    """Return the numbers a reply cites in its details, with the days named there."""
    found: dict[str, list[date]] = {}
    for item in _decided(letter):
        for text in item.details.values():
            for number in NUMBER.findall(text):
                found[number] = days_in(text)
    replaced = getattr(letter, "replaces", None)
    earlier = [getattr(replaced, "number", "")]
    if isinstance(letter, ToApplicant):
        earlier.append(letter.recital.earlier_reply)
    if isinstance(letter, LegacyReply):
        found |= {number: days_in(letter.notice) for number in NUMBER.findall(letter.notice)}
    return found | {number: [] for number in earlier if number}


def _where(letter: Document) -> str:
    return "\n".join(item.details.get("where", "") for item in _decided(letter))


def _enclosures(letter: Document) -> tuple[Enclosure, ...]:
    if not isinstance(letter, Reply):
        return ()
    told = (item.details.get("enclosed", "") for item in letter.items if item.outcome in {Outcome.D2, Outcome.D3})
    names = [line for text in (*letter.attachments, *told) for line in text.splitlines() if line]
    return tuple(Enclosure(name=name) for name in dict.fromkeys(names))


def found(letter: Document, facts: CaseFacts | None = None) -> list[str]:
    """Return the ids of the rules that say something about the draft, each once, in their order."""
    return list(dict.fromkeys(one.rule for one in lint(letter, facts or clean_facts(letter))))


def found_in_text(letter: Document, facts: CaseFacts | None = None, blocks: Sequence[Block] | None = None) -> list[str]:
    """Return the ids of the rules that say something about the text, rendered or as handed over."""
    printed = render.blocks(letter) if blocks is None else blocks
    return list(dict.fromkeys(one.rule for one in lint_text(printed, letter, facts or clean_facts(letter))))


def with_item(letter: Reply, number: int = 1, **changes: Any) -> Reply:
    """Return a reply with one item changed; `details` are put over those it has."""
    item = letter.items[number - 1]
    changes["details"] = {**item.details, **changes.get("details", {})}
    items = (*letter.items[: number - 1], replace(item, **changes), *letter.items[number:])
    return replace(letter, items=items)


def with_fact(facts: CaseFacts, number: int = 1, **changes: Any) -> CaseFacts:
    """Return facts with those of one item changed."""
    item = replace(facts.items[number - 1], **changes)
    return replace(facts, items=(*facts.items[: number - 1], item, *facts.items[number:]))


def one_item(outcome: Outcome, asked: str = "乙厂的有关文件", reasons: str = "乙厂改造方案至今没有批准") -> Reply:
    """Return a reply of one item, decided as the samples decide, on facts of its own."""
    return reply((asked,), (decided(outcome, "本机关已查找该信息", reasons),))
