"""The order of the papers in a case file (卷内文件的排列顺序).

UNVERIFIED: no national text orders the file of a request; this is the order in use. Cover and list stand before it.
"""

from enum import IntEnum


class Section(IntEnum):
    """Where a paper lies in the file; within a section papers lie by their day."""

    REPLY = 1
    """The reply, or the letter that ended the request in its place."""
    APPROVAL = 2
    """Approval with the drafts, letters that were sent back among them."""
    APPLICATION = 3
    """The request with its envelope and proof of identity."""
    RECEIPT = 4
    CORRECTION = 5
    EXTENSION = 6
    """What moved the period: extension, reasons, fee."""
    CONSULTATION = 7
    SEARCH = 8
    SECRECY = 9
    PROVIDED = 10
    """The information that was provided, and what was taken out of it."""
    OTHER = 11
    """What has no place of its own."""
    SERVICE = 12
    """Proofs of service."""
    DISPUTE = 13
    """Papers of a later reconsideration or suit."""
    NOTE = 14
    """备考表."""


_GROUPS = {
    "A": Section.APPLICATION,
    "A6": Section.RECEIPT,
    "B": Section.EXTENSION,
    "B1": Section.CORRECTION,
    "B2": Section.CORRECTION,
    "B3": Section.REPLY,
    "B8": Section.REPLY,
    "C": Section.CONSULTATION,
    "C6": Section.SEARCH,
    "C7": Section.SEARCH,
    "C8": Section.SECRECY,
    "C9": Section.SECRECY,
    "C10": Section.APPROVAL,
    "C12": Section.PROVIDED,
    "D": Section.REPLY,
    "E1": Section.EXTENSION,
    "E2": Section.REPLY,
    "G": Section.SERVICE,
    "H": Section.DISPUTE,
}

_WORDS = (
    ("复议", Section.DISPUTE),
    ("诉讼", Section.DISPUTE),
    ("起诉", Section.DISPUTE),
    ("答辩", Section.DISPUTE),
    ("判决", Section.DISPUTE),
    ("裁定", Section.DISPUTE),
    ("送达", Section.SERVICE),
    ("回证", Section.SERVICE),
    ("邮寄", Section.SERVICE),
    ("EMS", Section.SERVICE),
    ("检索", Section.SEARCH),
    ("保密", Section.SECRECY),
    ("征求意见", Section.CONSULTATION),
    ("第三方", Section.CONSULTATION),
    ("审批", Section.APPROVAL),
    ("呈批", Section.APPROVAL),
    ("延期", Section.EXTENSION),
    ("缴费", Section.EXTENSION),
    ("补正", Section.CORRECTION),
    ("申请", Section.APPLICATION),
    ("身份证", Section.APPLICATION),
    ("信封", Section.APPLICATION),
    ("委托书", Section.APPLICATION),
    ("提供", Section.PROVIDED),
)


def section_of_document(listed: str) -> Section:
    """Return where a document lies by its number in the list of documents (C7), or where it has none, apart."""
    return _GROUPS.get(listed) or _GROUPS.get(listed[:1], Section.OTHER)


def section_of_file(name: str) -> Section:
    """Return where a file that was put on the case lies, by the first word of its name that tells."""
    return next((section for word, section in _WORDS if word in name), Section.OTHER)
