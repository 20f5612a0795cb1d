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
)
"""The list, in its order."""

BY_ID = {listed.id: listed for listed in LISTED}


def listed_as(kind: type[Document]) -> Listed:
    """Return the first line of a kind."""
    name = kind_name(kind)
    return next(listed for listed in LISTED if listed.kind == name)
