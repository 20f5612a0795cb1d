"""Ask all rules about a letter: as a draft before it is approved, and again about its text once it is rendered."""

from collections.abc import Iterable, Iterator, Sequence

from letters.blocks import Block
from letters.kinds import Document
from letters.lint.facts import CaseFacts
from letters.lint.finding import Finding, Flaw, Severity
from letters.lint.table import RULES, Rule


def lint(letter: Document, facts: CaseFacts) -> tuple[Finding, ...]:
    """Return what is wrong with a letter as data, in the order of the rules.

    Args:
        letter: Also one that its own `check` refuses: the lint says all that is wrong with it, not the first thing.
        facts: Of its case.

    """
    return tuple(_found((rule, rule.draft(letter, facts)) for rule in RULES if rule.draft is not None))


def lint_text(blocks: Sequence[Block], letter: Document, facts: CaseFacts) -> tuple[Finding, ...]:
    """Return what is wrong with the rendered text of a letter against the record, in the order of the rules."""
    return tuple(_found((rule, rule.text(blocks, letter, facts)) for rule in RULES if rule.text is not None))


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with which a letter cannot be signed."""
    return tuple(finding for finding in findings if finding.severity is Severity.E)


def _found(asked: Iterable[tuple[Rule, Iterator[Flaw]]]) -> Iterator[Finding]:
    for rule, flaws in asked:
        for one in flaws:
            yield Finding(rule.id, rule.severity, one.sentence, one.params, one.item)
