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
    Listed("A6", "登记回执", "receipt", To.APPLICANT, Signs.DESK, "receipt"),
    Listed("B1", "补正告知书", "correction_notice", To.APPLICANT, Signs.DESK, "correction_notice"),
    Listed("B4", "延期答复告知书", "extension_notice", To.APPLICANT, Signs.HEAD, "extension_notice"),
    Listed(
        "C1", "第三方意见征询书", "third_party_consultation", To.THIRD_PARTY, Signs.DESK, "third_party_consultation"
    ),
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
