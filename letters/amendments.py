"""Group F: correction of own-information records (更正), Art. 41 (F1–F4).

They answer an application for a correction, not a request for disclosure, so none of them recites one. The text of
2008 obliged an agency that may not correct to pass the application on; since 2019 it may also name the right agency.
Neither sets a time limit.

Source:
    政府信息公开条例 (2019), Art. 41; (2008), Art. 25.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from letters.parts import Document, Form, Letter
from workflow.rules.errors import BadInput, NotReady
from workflow.rules.remedies import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentForm(Form):
    """更正政府信息申请表: filled in by the applicant; what is known stands in it, the rest is left for the pen.

    Args:
        applicant: Name; identity papers and addresses are written by hand.
        record: Name and number of the record.
        held_at: Where it is, or where the applicant got it.
        wrong: What in it is not accurate.
        evidence: What shows that.
        wanted: How it should read.
        days: Working days in which the agency promises an answer; None where it set no period of its own.

    """

    TITLE = "更正政府信息申请表"

    applicant: str = ""
    record: str = ""
    held_at: str = ""
    wrong: str = ""
    evidence: tuple[str, ...] = ()
    wanted: str = ""
    days: int | None = None
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAmendment(Letter):
    """A letter about an application for a correction.

    Args:
        asked_on: The day the application came in.
        record: The record it is about.
        wrong: What the applicant holds to be inaccurate.
        basis: The article on corrections of own-information records.

    """

    asked_on: date
    record: str
    wrong: str
    basis: str

    def check(self) -> None:
        """Refuse a letter that is older than what it answers."""
        Letter.check(self)
        if self.issued_on < self.asked_on:
            raise BadInput(
                "The letter of {issued} is older than the application of {asked} that it answers. Enter the right day.",
                issued=self.issued_on,
                asked=self.asked_on,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One correction: where, what stood there, what stands there now."""

    place: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentNotice(OnAmendment):
    """更正告知书: what was checked, what was changed into what, when, and where.

    Args:
        found: What the check of the evidence showed.
        changes: Old and new content, place by place.
        changed_on: When it was changed.
        changed_in: The register, system or paper in which it was changed.
        remedies: The paragraphs of `workflow.rules.remedy_clause.clause`.

    """

    TITLE = "政府信息更正告知书"
    EFFECT = Effect.CLOSING

    found: str
    changes: tuple[Change, ...]
    changed_on: date
    changed_in: str
    remedies: tuple[str, ...]

    def check(self) -> None:
        """Refuse a notice of nothing, and one of a change that is still to come."""
        OnAmendment.check(self)
        if not self.changes:
            raise BadInput("The notice names no change. Enter what stood in the record and what stands there now.")
        for change in self.changes:
            if change.old.strip() == change.new.strip():
                raise BadInput(
                    "The change of {place} leaves it as it was: {text}. Enter the new content.",
                    place=change.place,
                    text=change.old,
                )
        if not self.asked_on <= self.changed_on <= self.issued_on:
            raise BadInput(
                "The record was changed on {changed}, which is not between the application of {asked} and the letter "
                "of {issued}. Enter the right day.",
                changed=self.changed_on,
                asked=self.asked_on,
                issued=self.issued_on,
            )
        _need_remedies(self.remedies)


class NoAmendment(StrEnum):
    """Why a record is not corrected."""

    NOT_PROVEN = "not_proven"
    """The evidence shows no inaccuracy."""
    NOT_OWN = "not_own"
    """The record is not about the applicant (与其自身相关)."""


NO_AMENDMENT = {
    NoAmendment.NOT_PROVEN: "提交的证据不能证明该政府信息记录不准确",
    NoAmendment.NOT_OWN: "该政府信息记录与申请人自身不相关",
}
"""The grounds as a letter says them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A piece of evidence, and what its examination showed."""

    evidence: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentRefusal(OnAmendment):
    """不予更正告知书: the ground, the evidence piece by piece, and the reasons.

    Args:
        ground: Why it is not corrected.
        examined: Each piece of evidence handed in; for the ground that it proves nothing there is at least one.
        reasons: The facts that meet the ground.
        remedies: The paragraphs of `workflow.rules.remedy_clause.clause`.

    """

    TITLE = "政府信息不予更正告知书"
    EFFECT = Effect.CLOSING

    ground: NoAmendment
    reasons: str
    remedies: tuple[str, ...]
    examined: tuple[Examined, ...] = ()

    @property
    def why(self) -> str:
        """The ground in words."""
        return NO_AMENDMENT[self.ground]

    def check(self) -> None:
        """Refuse a refusal that only repeats its ground, or calls evidence insufficient that it does not name."""
        OnAmendment.check(self)
        if self.ground is NoAmendment.NOT_PROVEN and not self.examined:
            raise NotReady(
                "The letter calls the evidence insufficient and names none. Enter each piece and what it shows."
            )
        if self.reasons.strip().rstrip("。") == self.why:
            raise NotReady("The reasons only repeat the ground. Say which facts of this record meet it.")
        _need_remedies(self.remedies)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentTransfer(OnAmendment):
    """更正申请转送函: to the agency that may correct the record, with the application and its evidence.

    Args:
        applicant: Who applied; the other agency has to answer that person.
        why: Why the agency addressed may correct the record.
        attachments: The application and each piece of evidence.

    """

    TITLE = "更正政府信息申请转送函"

    applicant: str
    why: str
    you: str = "贵单位"

    def check(self) -> None:
        """Refuse a letter that passes nothing on."""
        OnAmendment.check(self)
        if not self.attachments:
            raise BadInput("The letter passes nothing on. Enter the application and its evidence as attachments.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentReferral(OnAmendment):
    """转送 (指引) 告知书: who may correct the record, how that agency is reached, and whether it was passed on.

    Args:
        agency_named: The agency that may correct the record.
        agency_contact: How it is reached.
        why: Why it is that agency and not this one.
        transferred_on: When the application was passed on; None where the applicant is only told where to go.
        must_transfer: The text in force obliges the agency to pass the application on (2008, Art. 25).
        remedies: The paragraphs of the clause; empty where the office holds that the letter affects no right.

    """

    TITLE = "更正政府信息申请转送告知书"
    GUIDANCE: ClassVar[str] = "更正政府信息申请指引告知书"
    EFFECT = Effect.CLOSING

    agency_named: str
    agency_contact: str
    why: str
    remedies: tuple[str, ...]
    transferred_on: date | None = None
    must_transfer: bool = False

    @property
    def heading(self) -> str:
        """The title as printed; one that speaks of a transfer would be wrong where there was none."""
        return self.title or (self.TITLE if self.transferred_on else self.GUIDANCE)

    def check(self) -> None:
        """Refuse mere advice where the application has to be passed on, and a transfer outside of its days."""
        OnAmendment.check(self)
        if self.must_transfer and self.transferred_on is None:
            raise NotReady(
                "The text in force when the application came in obliges the agency to pass it on. Pass it on and enter "
                "the day."
            )
        if self.transferred_on is not None and not self.asked_on <= self.transferred_on <= self.issued_on:
            raise BadInput(
                "The application was passed on on {day}, which is not between its receipt on {asked} and the letter "
                "of {issued}. Enter the right day.",
                day=self.transferred_on,
                asked=self.asked_on,
                issued=self.issued_on,
            )


def _need_remedies(paragraphs: tuple[str, ...]) -> None:
    if not paragraphs:
        raise NotReady("The letter decides and names no remedies. Enter who hears a reconsideration.")


KINDS: tuple[type[Document], ...] = (
    AmendmentForm,
    AmendmentNotice,
    AmendmentRefusal,
    AmendmentTransfer,
    AmendmentReferral,
)
