"""How a letter may leave the house and what proves it (送达).

A decision is an official document: it is handed over, handed over by another agency, or posted through the postal
enterprise alone, and never with postage collected. Posting counts from the day it is handed to the post, the others
from the signature.

Source:
    国办公开办函〔2016〕235号. Its list has no electronic way; by Art. 40 of the 2019 Regulations the applicant chooses
    the form in which information is given. UNVERIFIED: whether the decision itself may be served so.
"""

from enum import StrEnum

from workflow.rules.errors import BadInput, RuleBroken

POSTAL = "中国邮政"
"""Who carries what is posted where nobody is named."""

_OF_THE_POST = ("邮政", "EMS", "ems", "挂号")
_COLLECTED = ("到付", "收件人付")


class Way(StrEnum):
    """The way of service."""

    DIRECT = "direct"  # 直接送达
    ENTRUSTED = "entrusted"  # 委托其他行政机关代为送达
    POST = "post"  # 邮寄送达
    ONLINE = "online"  # 政务服务平台
    EMAIL = "email"  # 电子邮件


ELECTRONIC = frozenset({Way.ONLINE, Way.EMAIL})


def carrier_of(way: Way, carrier: str) -> str:
    """Return who carries a letter as it was said; empty is the postal enterprise, or nobody where it is not posted.

    Raises:
        BadInput: A carrier is named although the letter is not posted.
        RuleBroken: The carrier is no postal enterprise, or the postage is collected.
    """
    if way is not Way.POST:
        if carrier:
            raise BadInput("A carrier is named, but the letter is not posted. Leave it out, or enter the way post.")
        return ""
    if any(word in carrier for word in _COLLECTED):
        raise RuleBroken("The postage may not be collected from the addressee (235号). Post it prepaid.")
    if carrier and not any(word in carrier for word in _OF_THE_POST):
        raise RuleBroken(
            "{carrier} is no postal enterprise, and a decision may be posted through nobody else (235号). Post it by "
            "registered mail or EMS.",
            carrier=carrier,
        )
    return carrier
