"""Documents of group G, service written from the record; what they are stands in `letters.serving`.

Both are about a letter of the case: `about` is its number in the case.
"""

from collections.abc import Mapping
from typing import Any

from letters.catalogue import To
from letters.serving import AddressFrom, PostingRecord, PostService, ServiceReturn
from workflow.actions.texts import one_of
from workflow.actions.writing.common import Wanted, Writer, head
from workflow.actions.writing.contents import listed_kind
from workflow.actions.writing.telling import told, told_day, told_number
from workflow.rules.errors import NotFound, RuleBroken
from workflow.rules.service import Way
from workflow.store.case_papers import KeptLetter
from workflow.store.dossier import Dossier


def service_return(papers: Dossier, number: str, wanted: Wanted) -> ServiceReturn:
    """Return the return of service of a letter (送达回证), to be filled in where it is handed over.

    Told, all optional: `copies`, `to` (who is served, where that is neither the applicant nor the party consulted).
    """
    letter = _letter(papers, wanted)
    return ServiceReturn(
        **_serving(papers, number, wanted, letter),
        way=Way(letter.way) if letter.way else None,
        sent_on=letter.dispatched_on,
        proof=letter.proof,
    )


def posting_record(papers: Dossier, number: str, wanted: Wanted) -> PostingRecord:
    """Return the record of a posting (邮寄登记).

    Told: `service` (ems or registered: a postal enterprise, no courier), `address_from` (request, correction or
    confirmed), and, where the record does not have them, `tracking_no` and `posted_on`. `copies`, `to` and `returned`
    may be told.

    Raises:
        RuleBroken: The record says that the letter went another way.
    """
    letter = _letter(papers, wanted)
    if letter.way and letter.way != Way.POST:
        raise RuleBroken(
            "Letter {no} is on record as sent another way ({way}), so it was not posted. Print its return of service.",
            no=letter.no,
            way=letter.way,
        )
    service = one_of(told(wanted, "service", "邮政企业的服务"), tuple(PostService), "service of the post")
    source = one_of(told(wanted, "address_from", "收件地址的来源"), tuple(AddressFrom), "source of the address")
    return PostingRecord(
        **_serving(papers, number, wanted, letter),
        service=PostService(service),
        tracking_no=letter.proof or told(wanted, "tracking_no", "邮件号码"),
        posted_on=letter.dispatched_on or told_day(wanted, "posted_on", "交邮日期"),
        address_from=AddressFrom(source),
        returned=wanted.told.get("returned", "").strip(),
    )


def _letter(papers: Dossier, wanted: Wanted) -> KeptLetter:
    for letter in papers.kept().letters:
        if str(letter.no) == wanted.about.strip():
            if letter.void:
                raise RuleBroken("Letter {no} was sent back and is void, so it is not served.", no=letter.no)
            return letter
    raise NotFound("The case has no letter {no}. Issue it first.", no=wanted.about or "-")


def _serving(papers: Dossier, number: str, wanted: Wanted, letter: KeptLetter) -> dict[str, Any]:
    return {
        "agency": papers.agency.name,
        "number": number,
        "issued_on": wanted.on,
        "document": letter.title,
        "document_no": letter.number,
        "addressee": wanted.told.get("to", "").strip() or _addressee(papers, letter, wanted),
        "copies": told_number(wanted, "copies", 1),
    }


def _addressee(papers: Dossier, letter: KeptLetter, wanted: Wanted) -> str:
    """Return whom a letter went to: the applicant only where the list of documents says so."""
    listed = listed_kind(letter.kind)
    if listed is not None and listed.to is To.APPLICANT:
        return "、".join(head(papers, letter.number, wanted.on)["addressees"])
    asked = [one.name for one in papers.consultations if one.ref == letter.about]
    heard = [one.body for one in papers.kept().proceedings if str(one.no) == letter.about]
    found = heard if listed is not None and listed.to is To.AUTHORITY else asked
    return next((name for name in found if name), "") or told(wanted, "to", "受送达人")


WRITERS: Mapping[str, Writer] = {}
"""Letters, which are signed and numbered."""

FORMS: Mapping[str, Writer] = {"service_return": service_return, "posting_record": posting_record}
"""Forms, which are printed and filed."""
