"""Group H: answers in a reconsideration and in a suit, with their lists of evidence (H1, H2).

Source:
    行政复议法 (2023), Arts. 48, 54, 70: without an answer and its evidence the act counts as one without evidence.
    行政诉讼法, Arts. 34, 67.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from letters.parts import Document, ToApplicant
from workflow.rules.errors import BadInput, NotReady


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A line of the list: what it is, its number and day, how many pages, and what it proves."""

    name: str
    proves: str
    number: str = ""
    on: date | None = None
    pages: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """How an item of the request was decided: what was done, by which articles, and why."""

    disposition: str
    basis: str = ""
    findings: str = ""
    reasons: str = ""


class Demand(StrEnum):
    """What the agency asks for."""

    UPHOLD = "uphold"
    """That its act stands."""
    REJECT = "reject"
    """That the application or suit is not accepted at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(ToApplicant):
    """An answer to a body or court about a request. `you` is how it names who asked for the information.

    Args:
        docket: Number of the proceeding; empty where the copy names none.
        opponent: Who brought it.
        copy_on: When the copy of the application or complaint came in.
        period: The period to answer, as the rules say it.
        answer_by: Its last day.
        answer_basis: The article that sets it.
        reply: Number of the reply that is contested; empty where there is none, or none with a number.
        reply_on: Its day; None where nothing was decided.
        sent: How and when the reply left the house; empty where it did not.
        decided: The items as decided, in the order of the request.
        grounds: What the agency says to the grounds of the other side.
        demand: What it asks for.
        evidence: The list.
        late_reason: Why it answers after its last day; empty in time.
        represented_by: Who represents the agency (负责人、法定代表人).

    """

    LIST: ClassVar[str] = "证据清单"
    DEMANDS: ClassVar[dict[Demand, str]]
    COPY: ClassVar[str]
    MATTER: ClassVar[str]
    SIDE: ClassVar[str]

    docket: str = ""
    opponent: str
    copy_on: date
    period: str
    answer_by: date
    answer_basis: str
    reply: str = ""
    reply_on: date | None = None
    sent: str = ""
    decided: tuple[Decided, ...] = ()
    grounds: tuple[str, ...]
    demand: Demand
    evidence: tuple[Evidence, ...]
    late_reason: str = ""
    represented_by: str = ""

    @property
    def annexes(self) -> tuple[str, ...]:
        """The request, where it is long, and the list of evidence."""
        return ("申请公开的内容", self.LIST) if self.recital.long else (self.LIST,)

    @property
    def asked(self) -> str:
        """What the agency asks for, in words."""
        return self.DEMANDS[self.demand]

    def check(self) -> None:
        """Refuse an answer without grounds or evidence, one that defends nothing, and one late without a reason."""
        ToApplicant.check(self)
        if not self.grounds:
            raise NotReady("The answer gives no grounds. Answer each ground of the other side.")
        if not self.evidence:
            raise NotReady("The answer has no evidence, and an act without evidence does not stand. Enter the list.")
        if self.demand is Demand.UPHOLD and (self.reply_on is None or not self.decided):
            raise NotReady("The answer asks that the reply stands, and there is none. Ask for something else.")
        if self.decided and len(self.decided) != len(self.recital.request):
            raise NotReady(
                "The request has {asked} items and the answer speaks of {decided}. Say of each how it was decided.",
                asked=len(self.recital.request),
                decided=len(self.decided),
            )
        if self.issued_on < self.copy_on:
            raise BadInput(
                "The answer of {issued} is older than the copy of {copy} that it answers. Enter the right day.",
                issued=self.issued_on,
                copy=self.copy_on,
            )
        if self.issued_on > self.answer_by and not self.late_reason.strip():
            raise NotReady(
                "The answer was due on {last} and is of {issued}. Say why it is late, as late_reason.",
                last=self.answer_by,
                issued=self.issued_on,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAnswer(Answer):
    """行政复议答复书: to the reconsideration body, with the list of evidence."""

    TITLE = "行政复议答复书"
    COPY = "行政复议申请书副本"
    MATTER = "申请行政复议"
    SIDE = "申请人"
    DEMANDS: ClassVar[dict[Demand, str]] = {
        Demand.UPHOLD: "综上，本机关的处理决定认定事实清楚，证据确凿，适用依据正确，程序合法，内容适当，请求予以维持。",
        Demand.REJECT: "综上，该行政复议申请不符合受理条件，请求予以驳回。",
    }

    you: str = "申请人"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuitAnswer(Answer):
    """行政诉讼答辩状: to the court, with the list of evidence."""

    TITLE = "行政诉讼答辩状"
    COPY = "起诉状副本"
    MATTER = "提起行政诉讼"
    SIDE = "原告"
    DEMANDS: ClassVar[dict[Demand, str]] = {
        Demand.UPHOLD: "综上，被诉处理决定证据确凿，适用法律、法规正确，符合法定程序，请求判决驳回原告的诉讼请求。",
        Demand.REJECT: "综上，该起诉不符合法定的起诉条件，请求裁定驳回原告的起诉。",
    }

    you: str = "原告"


KINDS: tuple[type[Document], ...] = (ReviewAnswer, SuitAnswer)
