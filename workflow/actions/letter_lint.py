"""The lint of a letter at its issue: what blocks it, and what needs a reason that stays on record."""

from collections.abc import Callable, Collection, Mapping, Sequence

from letters.blocks import Block, text
from letters.kinds import Document, Reply
from letters.lint.finding import Finding, Severity
from letters.lint.reading import NUMBER
from letters.lint.run import lint, lint_text
from workflow.actions.enclosures import attached_to
from workflow.actions.letter_facts import Beside, facts_of
from workflow.actions.texts import said
from workflow.rules.errors import BadInput, NotReady
from workflow.rules.outcomes import Family, Outcome
from workflow.store.dossier import Dossier
from workflow.store.letter_register import OtherReply, other_refusals, registered, replies_to
from workflow.store.session import Unit

MOST_REFUSALS = 30
"""Other refusals that the reasons are compared with; each takes a while."""


class Faulty(NotReady):
    """A letter that cannot be signed as it is.

    Args:
        sentence: What to do.
        findings: What the lint found.
    """

    def __init__(self, sentence: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(sentence, findings=[Said(one) for one in findings])


class Said(NotReady):
    """A finding as a part of another sentence."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.sentence, **finding.params)
        self.rule = finding.rule

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return the finding behind its rule."""
        return f"{self.rule} {super().text(translate)}"


def found_in(
    unit: Unit, papers: Dossier, letter: Document, made: Sequence[Block], about: "Asked"
) -> tuple[Finding, ...]:
    """Return all findings of a letter, of its data and of its text.

    Args:
        unit: To look up in what the letter is compared with.
        papers: Of the case, as of the day on which the letter is to go out.
        letter: As it was written.
        made: Its blocks.
        about: What the person who issues says of it.
    """
    case = papers.case
    numbers = set(NUMBER.findall(text(made))) - {getattr(letter, "number", "")}
    beside = Beside(
        papers.clock.as_of,
        late_reason=about.late_reason,
        seen=about.seen,
        files=attached_to(unit, letter, case.id) if case.attachments and isinstance(letter, Reply) else (),
        replies=_others(unit, papers),
        registered=registered(unit, case.agency_id, numbers),
        refusals=other_refusals(unit, case.agency_id, _refused(letter), case.id, MOST_REFUSALS),
    )
    facts = facts_of(papers, letter, beside)
    return (*lint(letter, facts), *lint_text(made, letter, facts))


class Asked:
    """What the person who issues says of the letter.

    Args:
        late_reason: Why it goes out late, where it does.
        seen: Address or enclosure -> what was seen there.
        accept: Rule of a warning -> why the letter is issued all the same.
    """

    def __init__(
        self,
        late_reason: str = "",
        seen: Mapping[str, str] | None = None,
        accept: Mapping[str, str] | None = None,
    ) -> None:
        self.late_reason = late_reason.strip()
        self.seen = {name: said(note, "note") for name, note in (seen or {}).items()}
        self.accept = {rule: said(reason, "reason") for rule, reason in (accept or {}).items()}


def accepted(findings: Sequence[Finding], asked: Asked) -> dict[str, str]:
    """Return the warnings that were found, by rule, with the reason why the letter is issued all the same.

    Raises:
        Faulty: A finding blocks the letter, or a warning has no reason.
        BadInput: A reason is given for what no warning is about.
    """
    faults = [one for one in findings if one.severity is Severity.E]
    if faults:
        raise Faulty("The letter cannot be signed as it is: {findings} Correct that first.", once(faults))
    warned = {one.rule for one in findings}
    open_ = [one for one in findings if one.rule not in asked.accept]
    if open_:
        raise Faulty(
            "The letter needs a look before it is signed: {findings} Correct it, or give a reason for each rule named.",
            once(open_),
        )
    strange = sorted(set(asked.accept) - warned)
    if strange:
        raise BadInput("A reason is given for {rules}, which found nothing. Leave it out.", rules=strange)
    return {rule: asked.accept[rule] for rule in sorted(warned)}


def once(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings without those that draft and text have in common."""
    return list({(one.rule, str(one)): one for one in findings}.values())


def _refused(letter: Document) -> Collection[str]:
    if not isinstance(letter, Reply):
        return ()
    return {str(item.outcome) for item in letter.items if item.outcome.family is Family.REFUSED}


def _others(unit: Unit, papers: Dossier) -> list[OtherReply]:
    """Return the replies to the same applicant, where this one rests on an earlier one."""
    applicant = papers.case.applicant_id
    if applicant is None or all(item.outcome != Outcome.X2 for item in papers.items):
        return []
    return replies_to(unit, papers.case.agency_id, applicant, papers.case.id)
