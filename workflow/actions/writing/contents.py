"""Every paper of a case in the order of its file, from the record: what the list of a file and of evidence names."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from letters.catalogue import LISTED, Listed
from letters.serving import WAYS
from workflow.actions.writing.common import PARTIES
from workflow.rules.clock import EventType, Party
from workflow.rules.file_order import Section, section_of_document, section_of_file
from workflow.rules.service import Way
from workflow.store.case_papers import CasePapers, KeptLetter
from workflow.store.dossier import Dossier

_FIRST_LISTED = {listed.kind: listed for listed in reversed(LISTED)}
_OPINIONS = {"agree": "同意公开", "partly": "部分同意公开", "refuse": "不同意公开"}


class Paper(NamedTuple):
    """A paper on the file.

    Args:
        section: Where it lies.
        on: Its day.
        title: 题名.
        author: 责任者.
        number: 文号.
        remark: 备注.
        proves: What it proves in a dispute; empty where only a person can tell, or where it proves nothing.
        file: Number of the file that was put on the case, 0 for what the record itself holds.
        void: A draft that was sent back.
        letter: Number of the letter that it is, 0 for what is none.
        form: The form that the record fills for it, empty where none is.
        about: The letter that the form is about, or the consultation that was answered.
    """

    section: Section
    on: date | None
    title: str
    author: str
    number: str = ""
    remark: str = ""
    proves: str = ""
    file: int = 0
    void: bool = False
    letter: int = 0
    form: str = ""
    about: str = ""


def listed_kind(kind: str) -> Listed | None:
    """Return the first line that a kind has in the list of documents, None where it stands in none."""
    return _FIRST_LISTED.get(kind)


def contents(papers: Dossier) -> list[Paper]:
    """Return all papers of the case as they lie in its file, without cover, list and the note at its end."""
    kept = papers.kept()
    found = [
        *_requests(papers),
        *(_letter(papers, letter) for letter in kept.letters),
        *_approvals(papers, kept),
        *_answers(kept),
        *_services(papers, kept),
        *_files(kept),
        *_disputes(kept),
    ]
    return sorted(found, key=lambda paper: (paper.section, paper.on or date.max))


def _requests(papers: Dossier) -> Iterator[Paper]:
    """Yield the request, and what else came from the applicant."""
    case = papers.case
    yield Paper(
        *(Section.APPLICATION, case.received_on, "政府信息公开申请", case.applicant),
        proves="申请人申请公开的内容，以及本机关收到申请的日期",
        form="registration_form",
    )
    for tick in case.ticks:
        if tick.event.type in _FROM_APPLICANT:
            section, title, proves = _FROM_APPLICANT[tick.event.type]
            yield Paper(section, tick.event.on, title, case.applicant, proves=proves)


_FROM_APPLICANT = {
    EventType.CORRECTION_RECEIVED: (Section.CORRECTION, "补正材料", "申请人补正的内容，以及本机关收到补正的日期"),
    EventType.REASONS_RECEIVED: (Section.EXTENSION, "申请人说明理由的材料", "申请人说明的理由和提出日期"),
    EventType.FEE_PAID: (Section.EXTENSION, "信息处理费缴费凭证", "申请人缴费的日期，答复期限自此重新计算"),
    EventType.WITHDRAWN: (Section.APPLICATION, "撤回申请的材料", "申请人撤回申请"),
}
"""What came from the applicant, by the event of the clock that it brought."""

_LETTER_PROVES = {
    Section.REPLY: "本机关对申请的处理结论、事实、理由和依据",
    Section.RECEIPT: "本机关已收到申请，并告知答复的期限",
    Section.CORRECTION: "本机关已一次性告知需要补正的事项和期限",
    Section.EXTENSION: "本机关已就影响答复期限的事项告知申请人",
    Section.CONSULTATION: "本机关已依法征求意见，所需时间不计算在答复期限内",
    Section.SEARCH: "本机关已对申请的信息进行检索",
    Section.SECRECY: "公开前已进行保密审查",
    Section.APPROVAL: "处理决定已经审批",
}
"""What a letter proves, by where it lies."""

_FILE_PROVES = {
    Section.APPLICATION: "申请的提出，以及申请人的身份",
    Section.CORRECTION: "补正的内容和日期",
    Section.CONSULTATION: "被征求意见方的意见和理由",
    Section.SEARCH: "本机关已尽到检索义务，以及检索的结果",
    Section.SECRECY: "公开前已进行保密审查",
    Section.APPROVAL: "处理决定已经审批",
    Section.EXTENSION: "影响答复期限的事项及其审批",
    Section.SERVICE: "文书的送达方式和日期",
}
"""What a file proves, by where it lies."""


def ends(letter: KeptLetter) -> bool:
    """Tell whether a letter is the reply, or ended the request in its place."""
    return not letter.void and _section(letter) is Section.REPLY


def dated(papers: Dossier, letter: KeptLetter) -> date:
    """Return the day that stands on a letter: a reply bears that of its decision."""
    days = {decided.seq: decided.on for decided in papers.kept().decisions}
    return days.get(letter.decision, letter.issued_on)


def _section(letter: KeptLetter) -> Section:
    listed = listed_kind(letter.kind)
    return Section.OTHER if listed is None else section_of_document(listed.id)


def _letter(papers: Dossier, letter: KeptLetter) -> Paper:
    section = Section.APPROVAL if letter.void else _section(letter)
    return Paper(
        section,
        dated(papers, letter),
        letter.title,
        papers.agency.name,
        number=letter.number,
        remark="退回，作废" if letter.void else "",
        proves="" if letter.void else _LETTER_PROVES.get(section, ""),
        void=letter.void,
        letter=letter.no,
    )


def _approvals(papers: Dossier, kept: CasePapers) -> Iterator[Paper]:
    """Yield what was signed inside the house: decisions, extensions, secrecy reviews."""
    for decided in kept.decisions:
        remark = "退回，作废" if decided.void else ""
        yield Paper(
            *(Section.APPROVAL, decided.on, "答复审批记录", decided.approver),
            remark=remark,
            proves="" if decided.void else _LETTER_PROVES[Section.APPROVAL],
            void=decided.void,
            form="approval_form" if decided.seq == papers.case.decision else "",
        )
    for tick in papers.case.ticks:
        if tick.event.type is EventType.EXTENDED:
            author = f"{papers.agency.name}政府信息公开工作机构负责人"
            proves = "延长答复期限已经政府信息公开工作机构负责人同意"
            yield Paper(
                *(Section.EXTENSION, tick.event.on, "延长答复期限审批记录", author),
                proves=proves,
                form="extension_approval" if tick.event.on == papers.days.get(EventType.EXTENDED) else "",
            )
    for review in kept.reviews:
        items = "、".join(str(item) for item in review.items)
        yield Paper(
            *(Section.SECRECY, review.on, f"保密审查记录（第{items}项）", review.reviewer),
            remark="退回，作废" if review.void else "",
            proves="" if review.void else _LETTER_PROVES[Section.SECRECY],
            void=review.void,
            form="" if review.void or review != kept.reviews[-1] else "secrecy_review_form",
        )


def _answers(kept: CasePapers) -> Iterator[Paper]:
    """Yield what the parties that were consulted said, or that they said nothing in their time."""
    for answer in kept.answers:
        party = PARTIES[Party(answer.party)]
        opinion = _OPINIONS.get(answer.effect, "")
        title = f"{party}意见" if answer.answered else f"{party}逾期未提出意见记录"
        proves = f"{party}的意见、理由和提出日期" if answer.answered else f"{party}在期限内未提出意见"
        yield Paper(
            *(Section.CONSULTATION, answer.on, title, answer.name), remark=opinion, proves=proves, about=answer.ref
        )


def _services(papers: Dossier, kept: CasePapers) -> Iterator[Paper]:
    """Yield the proofs of how each letter went."""
    for letter in kept.letters:
        if letter.dispatched_on is not None:
            way = WAYS[Way(letter.way)]
            title = f"{letter.title}（{letter.number}）发出凭证"
            proves = f"{letter.title}已于该日以{way}的方式发出"
            if letter.decision and letter.decision == papers.case.decision and papers.clock.on_time:
                proves += "，没有超过答复期限"
            yield Paper(
                *(Section.SERVICE, letter.dispatched_on, title, papers.agency.name),
                number=letter.proof,
                remark=way,
                proves=proves,
                form="" if letter.void else "service_return",
                about=str(letter.no),
            )
        if letter.served_on is not None:
            title = f"{letter.title}（{letter.number}）送达凭证"
            proves = f"{letter.title}已于该日送达"
            yield Paper(
                *(Section.SERVICE, letter.served_on, title, papers.agency.name),
                number=letter.served_proof,
                proves=proves,
            )


def _files(kept: CasePapers) -> Iterator[Paper]:
    for file in kept.files:
        section = section_of_file(file.name)
        proves = _FILE_PROVES.get(section, "")
        yield Paper(section, file.added_on, file.name, file.adder, proves=proves, file=file.no)


_PROCEEDINGS = {"review": "行政复议", "direct": "行政诉讼（未经复议）", "after": "行政诉讼（复议后）"}


def _disputes(kept: CasePapers) -> Iterator[Paper]:
    for one in kept.proceedings:
        title = f"{_PROCEEDINGS[one.kind]}受理材料"
        yield Paper(Section.DISPUTE, one.filed_on, title, one.body, number=one.docket)
        if one.concluded_on is not None:
            yield Paper(Section.DISPUTE, one.concluded_on, f"{_PROCEEDINGS[one.kind]}结果文书", one.body)
