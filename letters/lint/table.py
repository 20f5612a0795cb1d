"""The rules of the letter lint in one table: id, severity, what looks at the draft, what at the text, and why.

`rows` are the published letters of which the rule was learnt, by their number in `docs/letters-lint.md`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from letters.blocks import Block
from letters.kinds import Document
from letters.lint import (
    rules_basis,
    rules_clarity,
    rules_identity,
    rules_interests,
    rules_issue,
    rules_items,
    rules_numbers,
    rules_provision,
    rules_remedies,
    rules_search,
    rules_time,
    rules_warnings,
)
from letters.lint.facts import CaseFacts
from letters.lint.finding import Flaw, Severity

DraftCheck = Callable[[Document, CaseFacts], Iterator[Flaw]]
TextCheck = Callable[[Sequence[Block], Document, CaseFacts], Iterator[Flaw]]
_E, _W = Severity.E, Severity.W


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `draft` looks at the letter as data, `text` at its rendered blocks; it has one of them or both."""

    id: str
    severity: Severity
    draft: DraftCheck | None
    text: TextCheck | None = None
    rows: tuple[int, ...] = ()


# fmt: off
RULES = (
    Rule("L01", _E, rules_items.one_disposition, rules_items.one_heading, (1, 4)),
    Rule("L02", _E, rules_basis.articles, None, (5, 17)),
    Rule("L03", _E, rules_basis.consistent, None, (5,)),
    Rule("L04", _E, rules_basis.both_articles, None, (16, 19)),
    Rule("L05", _E, rules_items.reasons, None, (1, 15, 16)),
    Rule("L06", _E, rules_search.searched, None, (2, 3, 7, 8)),
    Rule("L07", _E, rules_search.clues_answered, None, (2, 3)),
    Rule("L08", _E, rules_search.agency_in_charge, None, (13,)),
    Rule("L09", _E, rules_interests.third_party_asked, None, (6,)),
    Rule("L10", _E, rules_interests.separated, None, (4,)),
    Rule("L11", _E, rules_remedies.as_the_rules, rules_remedies.printed),
    Rule("L12", _E, rules_remedies.none_on_the_way, rules_remedies.none_printed, (12,)),
    Rule("L13", _E, rules_time.in_time, None, (20,)),
    Rule("L14", _E, rules_time.extension_told, None, (20,)),
    Rule("L15", _E, rules_time.correction_asked, None, (9, 12)),
    Rule("L16", _E, rules_clarity.clear, None, (9,)),
    Rule("L17", _E, rules_clarity.repeated, None, (11,)),
    Rule("L18", _E, rules_provision.provided),
    Rule("L19", _E, rules_provision.unreadable),
    Rule("L20", _E, rules_numbers.allocated, rules_numbers.printed_numbers, (14,)),
    Rule("L21", _E, rules_identity.as_registered, rules_identity.quoted, tuple(range(1, 23))),
    Rule("L22", _E, rules_identity.private, rules_identity.private_text),
    Rule("L23", _E, rules_identity.issuer, rules_identity.signed, (22,)),
    Rule("L24", _W, rules_remedies.body_known),
    Rule("L25", _W, rules_warnings.policy_alone, None, (17,)),
    Rule("L26", _W, rules_interests.told_before_release),
    Rule("L27", _W, rules_warnings.left_over, rules_warnings.left_over_text),
    Rule("L28", _W, rules_warnings.four_eyes),
    Rule("L29", _W, rules_warnings.phrases, None, (1, 16)),
    Rule("L30", _E, rules_issue.fee, rules_issue.fee_text),
    Rule("L31", _E, rules_issue.service),
    Rule("L32", _W, rules_issue.new_reply),
)
# fmt: on
"""All rules, in their order."""
