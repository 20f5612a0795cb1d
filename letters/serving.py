"""Group G: proof of service and of posting (G1, G2).

Source:
    国办公开办函〔2016〕235号: a decision is served directly, through another agency, or by post; by post only through a
    postal enterprise, and never with the postage collected from the addressee.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from letters.parts import Document, Form
from workflow.rules.errors import BadInput
from workflow.rules.service import Way

WAYS = {
    Way.DIRECT: "直接送达",
    Way.ENTRUSTED: "委托其他行政机关代为送达",
    Way.POST: "邮寄送达",
    Way.ONLINE: "网络送达",
    Way.EMAIL: "电子邮件送达",
}
"""The ways as a form prints them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving(Form):
    """What both proofs have: which letter it is.

    Args:
        document: Title of the letter.
        document_no: Its number (文号).
        addressee: Who gets it.
        copies: How many.

    """

    document: str
    document_no: str
    addressee: str
    copies: int = 1

    def check(self) -> None:
        """Refuse a proof of no copy."""
        Form.check(self)
        if self.copies < 1:
            raise BadInput("{copies} copies cannot be served. Enter 1 or more.", copies=self.copies)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReturn(Serving):
    """送达回证: by whom, where and when, to the minute, a letter was handed over, or why it was not taken.

    Places, times and signatures are written by hand where the letter is handed over.

    Args:
        way: How it is served; None where that is ticked by hand.
        sent_on: The day it left the house, where that is on record.
        proof: Number of the proof on record.

    """

    TITLE = "送达回证"

    way: Way | None = None
    sent_on: date | None = None
    proof: str = ""

    @property
    def ways(self) -> str:
        """All ways, the one taken ticked."""
        return "　".join(f"{'■' if way is self.way else '□'}{label}" for way, label in WAYS.items())


class PostService(StrEnum):
    """What a postal enterprise (邮政企业) offers for a decision; a courier has no place here."""

    EMS = "ems"
    REGISTERED = "registered"


POST_SERVICES = {PostService.EMS: "邮政特快专递（EMS）", PostService.REGISTERED: "挂号信"}
"""The services as a form prints them."""


class AddressFrom(StrEnum):
    """Where the address that was used comes from; the address itself stands on the envelope."""

    REQUEST = "request"
    CORRECTION = "correction"
    CONFIRMED = "confirmed"


ADDRESS_FROM = {
    AddressFrom.REQUEST: "申请表所填地址",
    AddressFrom.CORRECTION: "补正材料所填地址",
    AddressFrom.CONFIRMED: "与收件人确认的地址",
}
"""The sources as a form prints them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingRecord(Serving):
    """邮寄登记: through which service of the post, under what number, on what day, and what it held.

    Args:
        service: Of the postal enterprise.
        tracking_no: 邮件号码.
        posted_on: 交邮日期: the day that counts for the period.
        address_from: Where the address comes from.
        returned: How a letter that came back was dealt with; empty where none did.

    """

    TITLE = "邮寄登记表"

    service: PostService
    tracking_no: str
    posted_on: date
    address_from: AddressFrom
    returned: str = ""

    @property
    def service_name(self) -> str:
        """The service in words."""
        return POST_SERVICES[self.service]

    @property
    def address_source(self) -> str:
        """The source of the address in words."""
        return ADDRESS_FROM[self.address_from]

    def check(self) -> None:
        """Refuse a posting that is still to come."""
        Serving.check(self)
        if self.posted_on > self.issued_on:
            raise BadInput(
                "The letter is said to be posted on {posted}, after the form of {issued}. Enter the day it was posted.",
                posted=self.posted_on,
                issued=self.issued_on,
            )


KINDS: tuple[type[Document], ...] = (ServiceReturn, PostingRecord)
