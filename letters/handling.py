"""Group C, inside the house: assignment, search, secrecy review, doubt, approval, severance (C6–C10, C12).

None of them has a field for the applicant: whoever searches, reviews or is asked needs to know what was asked, not who
asked. What a form does not know stays an empty cell.

Source:
    政府信息公开条例 (2019), Arts. 14–17, 36(4), 37; (2008), Arts. 14, 21(3), 22.
"""

from dataclasses import dataclass
from datetime import date

from letters.parts import Document, Form, Letter
from workflow.rules.errors import BadInput
from workflow.rules.search_record import SearchLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One item of a request, word for word."""

    no: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentOrder(Form):
    """交办单 to a unit of the house; 协办函 to a subordinate body, by its own title.

    Args:
        unit: Who searches.
        items: What was asked for.
        sources: Where to search, as far as the office knows.
        answer_by: The day by which the result has to be back.
        reply_by: Last day for the reply; None where it is not counted now.
        search_basis: The article on information that is not held.
        severance_basis: The article on severing.
        third_party_basis: The article on third parties.
        hints: What else to mind.
        handler: Who gives the order.

    """

    TITLE = "政府信息公开申请交办单"

    unit: str
    items: tuple[Wish, ...]
    answer_by: date
    search_basis: str
    severance_basis: str
    third_party_basis: str
    sources: tuple[str, ...] = ()
    reply_by: date | None = None
    hints: tuple[str, ...] = ()
    handler: str = ""

    def check(self) -> None:
        """Refuse an order about nothing, or one whose day has passed or comes too late for a reply not yet overdue."""
        Form.check(self)
        if not self.items:
            raise BadInput("The order names no item of the request. Enter what is to be searched for.")
        if self.answer_by < self.issued_on:
            raise BadInput(
                "The result is wanted by {day}, which is before the order of {issued}. Enter a later day.",
                day=self.answer_by,
                issued=self.issued_on,
            )
        if self.reply_by is not None and self.issued_on <= self.reply_by < self.answer_by:
            raise BadInput(
                "The result is wanted by {day}, but the reply is due on {due}. Enter an earlier day.",
                day=self.answer_by,
                due=self.reply_by,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchedItem:
    """One item and where it was searched for; `terms` are those that all sources share."""

    no: int
    text: str
    lines: tuple[SearchLine, ...] = ()
    terms: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRecord(Form):
    """检索情况记录表: by source, what was looked for and what came of it; the proof of a reasonable search.

    Args:
        items: What was searched for.
        duty: Whether a rule obliges the agency to make or keep the information, and which (制作、保存职责).
        clues: What the applicant pointed to, and how each clue was checked.
        proofs: Prints of the screens and other proof.
        searched_on: When; None where it is filled in by hand.
        searcher: Who searched.
        basis: The article on information that is not held.

    """

    TITLE = "检索情况记录表"

    items: tuple[SearchedItem, ...]
    basis: str
    duty: str = ""
    clues: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()
    searched_on: date | None = None
    searcher: str = ""

    def check(self) -> None:
        """Refuse a record of no search, or of one that is still to come."""
        Form.check(self)
        if not self.items:
            raise BadInput("The record names no item of the request. Enter what was searched for.")
        if self.searched_on is not None and self.searched_on > self.issued_on:
            raise BadInput(
                "The search of {day} is after the record of {issued}. Enter the day of the search.",
                day=self.searched_on,
                issued=self.issued_on,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedItem:
    """One item under secrecy review; the information itself never stands in the form.

    Args:
        no: Its number.
        text: What was asked for.
        source: Which unit made or got the information.
        pages: How many pages it has.
        proposal: What the draft proposes: the outcome in Chinese.
        grade: 密级, where it bears one; likewise the two that follow.
        period: 保密期限.
        authority: 定密机关或者定密依据.
        severing: What is to be blacked out.

    """

    no: int
    text: str
    source: str = ""
    pages: str = ""
    proposal: str = ""
    grade: str = ""
    period: str = ""
    authority: str = ""
    severing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundCheck:
    """One ground to be checked, with its articles."""

    ground: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecrecyReviewForm(Form):
    """政府信息公开保密审查表: review first, disclose after, item by item, ground by ground.

    Args:
        items: What is reviewed.
        checks: The grounds of the text in force, each to be answered.
        basis: The article on the review.
        conclusion: 审查结论, where it is on record; with it the three that follow.
        reasons: What was checked and why.
        reviewer: Who signed.
        reviewed_on: When.

    """

    TITLE = "政府信息公开保密审查表"

    items: tuple[ReviewedItem, ...]
    checks: tuple[GroundCheck, ...]
    basis: str
    conclusion: str = ""
    reasons: str = ""
    reviewer: str = ""
    reviewed_on: date | None = None

    def check(self) -> None:
        """Refuse a review of nothing, or by no ground."""
        Form.check(self)
        if not self.items or not self.checks:
            raise BadInput("The review form names no item, or no ground to check. Enter both.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecrecyReferral(Letter):
    """提请确定函: a doubt goes to the competent department or the secrecy administration.

    Args:
        information: A neutral name: neither content nor a title that is itself secret.
        doubt: What cannot be told here, and why.
        law: What was looked at: articles, catalogues of secrets.
        answer_by: The day an answer is wanted by.
        basis: The article on doubts.

    """

    TITLE = "提请确定政府信息是否可以公开的函"

    information: tuple[str, ...]
    doubt: str
    answer_by: date
    basis: str
    law: str = ""
    you: str = "贵单位"

    def check(self) -> None:
        """Refuse a letter about nothing, or one that wants its answer too early."""
        Letter.check(self)
        if not self.information:
            raise BadInput("The letter names no information in doubt. Enter it by a neutral name.")
        if self.answer_by <= self.issued_on:
            raise BadInput(
                "The answer is wanted by {day}, which is not after the letter of {issued}. Enter a later day.",
                day=self.answer_by,
                issued=self.issued_on,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedItem:
    """One item and what the draft proposes for it."""

    no: int
    text: str
    outcome: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the lint of the letter found: the rule, how grave, in words, and why it was overridden."""

    rule: str
    severity: str
    text: str
    override: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What one of those who approve said; whatever is empty is filled in by hand."""

    stage: str
    opinion: str = ""
    name: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalForm(Form):
    """答复审批表: 拟办, 会签, 法制审核, 签发. The number of the letter is given only after it.

    Args:
        document: Title of the letter that is to be approved.
        items: What it decides, item by item.
        opinions: Of those who approve, in their order.
        checked: Whether the lint ran; without it, no finding says nothing.
        findings: What it found.
        due_on: Last day for the reply; None where none is counted.

    """

    TITLE = "政府信息公开答复审批表"

    document: str
    items: tuple[ProposedItem, ...]
    opinions: tuple[Opinion, ...]
    checked: bool = False
    findings: tuple[Finding, ...] = ()
    due_on: date | None = None

    def check(self) -> None:
        """Refuse a form without items, with nobody to approve, or with findings of a lint that did not run."""
        Form.check(self)
        if not self.items or not self.opinions:
            raise BadInput("The approval form names no item, or nobody who approves. Enter both.")
        if self.findings and not self.checked:
            raise BadInput("The form has findings of a check that did not run. Mark the check as done.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """One passage that was taken out: of which item and record, where, and on which ground with its articles."""

    item: int
    document: str
    place: str
    ground: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveredItem:
    """One item that is disclosed in part, as its draft says."""

    no: int
    text: str
    given: str
    withheld: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveranceRecord(Form):
    """区分处理记录: what was taken out where and why, how, and that nothing of it can be made visible again.

    Args:
        items: What is disclosed in part.
        redactions: Passage by passage; empty rows where they are filled in by hand.
        basis: The article on severing.
        method: How it was taken out, so that it cannot come back (不可还原).
        test: Result of the test for layers of text, hidden content and properties of the file.
        redactor: Who took it out.
        tester: Who tested it.

    """

    TITLE = "区分处理记录"

    items: tuple[SeveredItem, ...]
    basis: str
    redactions: tuple[Redaction, ...] = ()
    method: str = ""
    test: str = ""
    redactor: str = ""
    tester: str = ""

    def check(self) -> None:
        """Refuse a record of nothing, or of an item that is not severed."""
        Form.check(self)
        if not self.items:
            raise BadInput("The record names no item that is disclosed in part. Enter it.")
        known = [item.no for item in self.items]
        strange = sorted({one.item for one in self.redactions} - set(known))
        if strange:
            raise BadInput(
                "Passages are taken out of the items {strange}, but only {known} are disclosed in part. Correct the "
                "numbers.",
                strange=strange,
                known=known,
            )


KINDS: tuple[type[Document], ...] = (
    AssignmentOrder,
    SearchRecord,
    SecrecyReviewForm,
    SecrecyReferral,
    ApprovalForm,
    SeveranceRecord,
)
