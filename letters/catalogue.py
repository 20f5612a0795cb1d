"""Every document of the procedure by the number it goes by: what it is called, to whom it goes, what it needs.

The numbers are those of the list in `docs/letters.md`: A intake, B time, C consultation and handling, D replies, E
fees, F corrections, G service and file, H disputes, L letters of the text of 2008 alone.
"""

from enum import StrEnum
from typing import NamedTuple

from letters.kinds import KINDS, Document, Form, kind_name
from workflow.rules.remedies import Effect


class To(StrEnum):
    """Who gets it."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third party"
    AGENCY = "agency"
    AUTHORITY = "review body or court"
    HOUSE = "house"
    """Nobody outside: it stays on the file."""
    US = "us"
    """Somebody outside fills it in for the agency."""


class Signs(StrEnum):
    """Whose approval (签发) it needs before it gets its number."""

    LEADER = "leader"
    """An authorised leader: everything that decides."""
    HEAD = "head"
    """The head of the disclosure office (政府信息公开工作机构负责人); Art. 33(2) for the extension."""
    DESK = "desk"
    """Whoever handles the case."""
    NOBODY = "nobody"
    """It is no letter of the agency."""


class Listed(NamedTuple):
    """A document of the list.

    Args:
        id: Its number: A6, D12, L3.
        name: What it is called in Chinese.
        kind: The name of its kind (`kind_name`); several numbers may share one, as the replies do.
        to: Who gets it.
        signs: Whose approval it needs.
        sample: Under which name a sample is found.
        outcomes: Of a reply, the codes of the outcomes it is for.
    """

    id: str
    name: str
    kind: str
    to: To
    signs: Signs
    sample: str
    outcomes: tuple[str, ...] = ()

    @property
    def document(self) -> type[Document]:
        """The kind itself."""
        return _KINDS[self.kind]

    @property
    def is_form(self) -> bool:
        """Tell whether it is filled in and filed, and has no number of its own."""
        return issubclass(self.document, Form)

    @property
    def decides(self) -> bool:
        """Tell whether it carries remedies."""
        return self.document.EFFECT is not Effect.PROCEDURAL


_KINDS = {kind_name(kind): kind for kind in KINDS}

_REPLY = ("reply", To.APPLICANT, Signs.LEADER)


def _reply(number: int, name: str, sample: str, *outcomes: str) -> Listed:
    return Listed(f"D{number}", name, *_REPLY, sample, outcomes)


LISTED: tuple[Listed, ...] = (
    Listed("A1", "政府信息公开申请表（公民）", "application_of_person", To.US, Signs.NOBODY, "application_of_person"),
    Listed(
        "A2",
        "政府信息公开申请表（法人或者其他组织）",
        "application_of_organisation",
        To.US,
        Signs.NOBODY,
        "application_of_organisation",
    ),
    Listed("A3", "口头申请笔录", "oral_request", To.HOUSE, Signs.DESK, "oral_request"),
    Listed("A4", "授权委托书", "authorisation", To.US, Signs.NOBODY, "authorisation"),
    Listed("A5", "登记表", "registration_form", To.HOUSE, Signs.DESK, "registration_form"),
    Listed("A6", "登记回执", "receipt", To.APPLICANT, Signs.DESK, "receipt"),
    Listed("A7", "收到申请确认记录", "receipt_confirmation", To.HOUSE, Signs.DESK, "receipt_confirmation"),
    Listed("B1", "补正告知书", "correction_notice", To.APPLICANT, Signs.DESK, "correction_notice"),
    Listed("B2", "指导释明记录", "guidance_record", To.HOUSE, Signs.DESK, "guidance_record"),
    Listed("B3", "视为放弃申请不再处理告知书", "lapse_notice", To.APPLICANT, Signs.LEADER, "lapse_notice"),
    Listed("B4", "延期答复告知书", "extension_notice", To.APPLICANT, Signs.HEAD, "extension_notice"),
    Listed("B5", "延期答复审批表", "extension_approval", To.HOUSE, Signs.HEAD, "extension_approval"),
    Listed("B6", "延迟答复告知书", "delay_notice", To.APPLICANT, Signs.HEAD, "delay_notice"),
    Listed("B7", "说明理由告知书", "reasons_notice", To.APPLICANT, Signs.DESK, "reasons_notice"),
    Listed("B8", "撤回申请确认告知书", "withdrawal_confirmation", To.APPLICANT, Signs.DESK, "withdrawal_confirmation"),
    Listed(
        "C1", "第三方意见征询书", "third_party_consultation", To.THIRD_PARTY, Signs.DESK, "third_party_consultation"
    ),
    Listed("C2", "第三方意见回执", "third_party_opinion", To.US, Signs.NOBODY, "third_party_opinion"),
    Listed("C3", "征求意见告知书", "consultation_notice", To.APPLICANT, Signs.DESK, "consultation_notice"),
    Listed(
        "C4",
        "征求意见函（共同制作机关）",
        "co_producer_consultation",
        To.AGENCY,
        Signs.DESK,
        "co_producer_consultation",
    ),
    Listed("C5", "共同制作机关意见回执", "co_producer_opinion", To.US, Signs.NOBODY, "co_producer_opinion"),
    Listed("C6", "协办函、交办单", "assignment_order", To.HOUSE, Signs.DESK, "assignment_order"),
    Listed("C7", "检索情况记录表", "search_record", To.HOUSE, Signs.DESK, "search_record"),
    Listed("C8", "保密审查表", "secrecy_review_form", To.HOUSE, Signs.DESK, "secrecy_review_form"),
    Listed("C9", "提请确定函", "secrecy_referral", To.AGENCY, Signs.HEAD, "secrecy_referral"),
    Listed("C10", "答复审批表", "approval_form", To.HOUSE, Signs.DESK, "approval_form"),
    Listed(
        "C11", "公开决定告知书（第三方）", "disclosure_decision", To.THIRD_PARTY, Signs.LEADER, "disclosure_decision"
    ),
    Listed("C12", "区分处理记录", "severance_record", To.HOUSE, Signs.DESK, "severance_record"),
    _reply(1, "予以公开：已主动公开", "reply_d1", "D1"),
    _reply(2, "予以公开：提供", "reply_d2", "D2"),
    _reply(3, "部分公开", "reply_d3", "D3"),
    _reply(4, "不予公开：国家秘密", "reply_d4", "N1"),
    _reply(5, "不予公开：法律、行政法规禁止公开", "reply_d5", "N2"),
    _reply(6, "不予公开：危及“三安全一稳定”", "reply_d6", "N3"),
    _reply(7, "不予公开：商业秘密等第三方合法权益", "reply_d7", "N4a", "N4"),
    _reply(8, "不予公开：个人隐私", "reply_d8", "N4b"),
    _reply(9, "不予公开：内部事务信息", "reply_d9", "N5"),
    _reply(10, "不予公开：过程性信息", "reply_d10", "N6"),
    _reply(11, "不予公开：行政执法案卷信息", "reply_d11", "N7"),
    _reply(12, "政府信息不存在", "reply_d12", "U1"),
    _reply(13, "不属于本机关负责公开", "reply_d13", "U2"),
    _reply(14, "重复申请不予重复处理", "reply_d14", "X2"),
    _reply(15, "依特别规定办理（行政查询事项）", "reply_d15", "N8"),
    _reply(16, "需要加工、分析，不予提供", "reply_d16", "U3"),
    _reply(17, "补正后仍不明确，无法提供", "reply_d17", "U4"),
    _reply(18, "不作为政府信息公开申请处理（信访、投诉、举报）", "reply_d18", "X1"),
    _reply(19, "公开出版物，告知获取途径", "reply_d19", "X3"),
    _reply(20, "大量反复申请理由不合理，不予处理", "reply_d20", "X4"),
    _reply(21, "要求确认或者重新出具已获取的信息，不予处理", "reply_d21", "X5"),
    _reply(22, "非政府信息", "reply_d22", "C3"),
    _reply(23, "咨询事项告知", "reply_d23", "C3"),
    _reply(24, "已移交国家档案馆告知", "reply_d24", "U2"),
    _reply(25, "多项混合答复", "reply_d25"),
    _reply(26, "重新答复、补充答复、更正答复", "reply_d26"),
    Listed("E1", "收费通知书", "fee_notice", To.APPLICANT, Signs.HEAD, "fee_notice"),
    Listed("E2", "逾期未缴费不再处理告知书", "unpaid_end", To.APPLICANT, Signs.LEADER, "unpaid_end"),
    Listed("F1", "更正政府信息申请表", "amendment_form", To.US, Signs.NOBODY, "amendment_form"),
    Listed("F2", "更正告知书", "amendment_notice", To.APPLICANT, Signs.LEADER, "amendment_notice"),
    Listed("F3", "不予更正告知书", "amendment_refusal", To.APPLICANT, Signs.LEADER, "amendment_refusal"),
    Listed("F4", "更正申请转送告知书", "amendment_referral", To.APPLICANT, Signs.LEADER, "amendment_referral"),
    Listed("F4a", "更正申请转送函", "amendment_transfer", To.AGENCY, Signs.LEADER, "amendment_transfer"),
    Listed("G1", "送达回证", "service_return", To.HOUSE, Signs.NOBODY, "service_return"),
    Listed("G2", "邮寄登记", "posting_record", To.HOUSE, Signs.NOBODY, "posting_record"),
    Listed("G3", "卷宗封面", "file_cover", To.HOUSE, Signs.NOBODY, "file_cover"),
    Listed("G4", "卷内文件目录", "file_contents", To.HOUSE, Signs.NOBODY, "file_contents"),
    Listed("G5", "备考表", "file_note", To.HOUSE, Signs.NOBODY, "file_note"),
    Listed("G6", "办理台账页", "ledger_sheet", To.HOUSE, Signs.NOBODY, "ledger_sheet"),
    Listed("H1", "行政复议答复书", "review_answer", To.AUTHORITY, Signs.LEADER, "review_answer"),
    Listed("H2", "行政诉讼答辩状", "suit_answer", To.AUTHORITY, Signs.LEADER, "suit_answer"),
    Listed("L1", "补充三需要材料告知", "legacy_needs_notice", To.APPLICANT, Signs.DESK, "legacy_needs_notice"),
    Listed("L2", "未补充三需要证明，不予提供", "legacy_reply", To.APPLICANT, Signs.LEADER, "legacy_reply"),
    Listed("L3", "与三需要无关，不予提供", "legacy_reply", To.APPLICANT, Signs.LEADER, "legacy_l3"),
    Listed("L4", "历史信息", "legacy_reply", To.APPLICANT, Signs.LEADER, "legacy_l4"),
    Listed("L5", "危及“三安全一稳定”（2008年第八条）", "legacy_reply", To.APPLICANT, Signs.LEADER, "legacy_l5"),
    Listed("L6", "权利人意见征询", "legacy_consultation", To.THIRD_PARTY, Signs.DESK, "legacy_consultation"),
    Listed("L7", "公开权利人信息告知", "legacy_disclosure", To.THIRD_PARTY, Signs.LEADER, "legacy_disclosure"),
    Listed("L8", "党政混合信息：公开", "legacy_reply", To.APPLICANT, Signs.LEADER, "legacy_l8"),
    Listed("L9", "党政混合信息：不予公开", "legacy_reply", To.APPLICANT, Signs.LEADER, "legacy_l9"),
    Listed("L10", "党政混合信息：意见征询", "legacy_consultation", To.AGENCY, Signs.DESK, "legacy_l10"),
    Listed("L11", "党政混合信息：意见答复", "legacy_consultation", To.US, Signs.NOBODY, "legacy_l11"),
    Listed("L12", "函告：信访", "legacy_reply", To.APPLICANT, Signs.LEADER, "legacy_l12"),
    Listed("L13", "函告：行政复议", "legacy_reply", To.APPLICANT, Signs.LEADER, "legacy_l13"),
    Listed("L14", "函告：涉诉", "legacy_reply", To.APPLICANT, Signs.LEADER, "legacy_l14"),
    Listed("L15", "函告：查阅案卷", "legacy_reply", To.APPLICANT, Signs.LEADER, "legacy_l15"),
    Listed("L16", "函告：特定领域", "legacy_reply", To.APPLICANT, Signs.LEADER, "legacy_l16"),
    Listed("L17", "函告：咨询", "legacy_reply", To.APPLICANT, Signs.LEADER, "legacy_l17"),
)
"""The list, in its order."""

BY_ID = {listed.id: listed for listed in LISTED}


def listed_as(kind: type[Document]) -> Listed:
    """Return the first line of a kind."""
    name = kind_name(kind)
    return next(listed for listed in LISTED if listed.kind == name)


def listed_by(name: str) -> Listed | None:
    """Return the line of a number, as D12 or d12, or the first one of a kind; None where there is neither."""
    numbered = {listed.id.casefold(): listed for listed in LISTED}
    if name.casefold() in numbered:
        return numbered[name.casefold()]
    return next((listed for listed in LISTED if listed.kind == name), None)
