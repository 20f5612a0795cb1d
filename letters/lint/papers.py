"""What goes with a letter: who issues and seals it, what is enclosed, its fee, and how it is served."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from workflow.rules.fees import Line, Method
from workflow.rules.leaks import Leak
from workflow.rules.remedies import Remedies
from workflow.rules.remedy_clause import clause
from workflow.rules.remedy_policy import Route, Warn


class UrlCheck(StrEnum):
    """What was seen when an address was opened."""

    DOCUMENT = "the document itself"
    OTHER_PAGE = "a page that is not the document"
    DEAD = "nothing that opens"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The seal, or the place kept for it. What the layout did not measure is None.

    Args:
        text: What it reads: the agency's name, or that of its disclosure office (政府信息公开专用章).
        covers_name: It lies over the signature.
        covers_date: It lies over the date.
        gap_mm: From the last line of the text to its upper edge.

    """

    text: str
    covers_name: bool | None = None
    covers_date: bool | None = None
    gap_mm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Whose act the letter is: the agency, or the government for which its office signs (`acts_for`)."""

    name: str
    acts_for: str = ""
    seal: Seal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The remedies clause that the rules give for the day of the decision."""

    paragraphs: tuple[str, ...]
    routes: tuple[Route, ...] = ()
    bodies: tuple[str, ...] = ()
    warnings: tuple[Warn, ...] = ()

    @classmethod
    def of(cls, found: Remedies, document: str = "本答复书") -> "Clause":
        """Return the clause of what `workflow.rules.remedies.remedies` found; raises what `remedy_clause.clause` does.

        Nobody who hears the case is no error here: it is a finding of the lint.
        """
        words = clause(found, document) if found.bodies else ()
        return cls(paragraphs=words, routes=found.routes, bodies=found.bodies, warnings=found.warnings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """Something enclosed.

    Args:
        name: As the letter names it, or the part of that which tells it apart.
        pages: Of the file; None where they cannot be counted.
        attached: The file is there.
        redacted: Parts of it were made unreadable.
        leaks: What of the redacted parts can still be read (`workflow.files.redaction`); None before it was looked at.

    """

    name: str
    pages: int | None = None
    attached: bool = True
    redacted: bool = False
    leaks: tuple[Leak, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeAsked:
    """The fee (信息处理费) as the notice puts it, in yuan.

    Args:
        methods: How it is charged; one is right.
        lines: Units and rates.
        total: What has to be paid.
        capitals: The same in capitals (大写).
        payment_days: Working days for paying.

    """

    methods: tuple[Method, ...]
    lines: tuple[Line, ...]
    total: Decimal | int
    capitals: str
    payment_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """How the letter is to reach its addressee, and what proves it.

    Args:
        way: `direct`, `entrusted`, `post`, `online` or `email`.
        by_postal_enterprise: It is posted with the postal enterprise (邮政企业), not with another courier.
        collect: The addressee would pay the postage (到付).
        chosen: The addressee asked for this way.
        proof: The proof of service is on file.
        closing: The case is about to be closed.

    """

    way: str
    by_postal_enterprise: bool | None = None
    collect: bool = False
    chosen: bool = False
    proof: bool = False
    closing: bool = False
