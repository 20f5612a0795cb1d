"""Documents of group F, corrections of own-information records; what they are stands in `letters.amendments`.

An application for a correction is no request for disclosure and has no steps of its own. It is filed with a case of the
same applicant, from which the letters take who it is; everything about the record itself is told.
"""

from collections.abc import Mapping
from typing import Any

from letters.amendments import (
    AmendmentForm,
    AmendmentNotice,
    AmendmentReferral,
    AmendmentRefusal,
    AmendmentTransfer,
    Change,
    Examined,
    NoAmendment,
)
from workflow.actions.texts import one_of
from workflow.actions.writing.common import Wanted, Writer, head
from workflow.actions.writing.fees import closing_remedies
from workflow.actions.writing.telling import parts, told, told_day, told_day_if, told_lines, told_lines_if
from workflow.rules.errors import BadInput
from workflow.rules.regimes import CN_2008, regime_on
from workflow.store.dossier import Dossier

_TRANSFER_REMEDY = "remedy_amendment_transfer"


def amendment_form(papers: Dossier, number: str, wanted: Wanted) -> AmendmentForm:
    """Return the form of an application for a correction (更正政府信息申请表); all that may be told is optional.

    The agency's setting `amendment_days` is its own period, in working days; the Regulations set none.
    """
    say = {name: wanted.told.get(name, "").strip() for name in ("record", "held_at", "wrong", "wanted")}
    return AmendmentForm(
        agency=papers.agency.name,
        number=number,
        issued_on=wanted.on,
        applicant=papers.case.applicant,
        evidence=told_lines_if(wanted, "evidence"),
        days=_own_days(papers.agency.settings),
        basis=regime_on(wanted.on).articles["own_record"],
        **say,
    )


def _own_days(settings: Mapping[str, str]) -> int | None:
    value = settings.get("amendment_days", "").strip()
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        raise BadInput("{key} is {value}. Give a whole number from 1.", key="amendment_days", value=value)
    return int(value)


def _on_amendment(papers: Dossier, number: str, wanted: Wanted) -> dict[str, Any]:
    """Return what every letter about an application for a correction has.

    Told: `asked_on` (when it came in), `record`, `wrong`.
    """
    asked_on = told_day(wanted, "asked_on", "收到更正申请的日期")
    return head(papers, number, wanted.on) | {
        "asked_on": asked_on,
        "record": told(wanted, "record", "要求更正的政府信息记录"),
        "wrong": told(wanted, "wrong", "申请人认为不准确之处"),
        "basis": regime_on(asked_on).articles["own_record"],
    }


def amendment_notice(papers: Dossier, number: str, wanted: Wanted) -> AmendmentNotice:
    """Return the notice of a correction (更正告知书).

    Told besides: `found`, `changes` (a line each: 更正之处｜更正前｜更正后), `changed_on`, `changed_in`.
    """
    changes = [parts(line, 3, "changes") for line in told_lines(wanted, "changes", "更正的内容")]
    return AmendmentNotice(
        **_on_amendment(papers, number, wanted),
        found=told(wanted, "found", "审核查明的情况"),
        changes=tuple(Change(place=place, old=old, new=new) for place, old, new in changes),
        changed_on=told_day(wanted, "changed_on", "更正的日期"),
        changed_in=told(wanted, "changed_in", "在何处更正"),
        remedies=closing_remedies(papers, wanted.on),
    )


def amendment_refusal(papers: Dossier, number: str, wanted: Wanted) -> AmendmentRefusal:
    """Return the refusal of a correction (不予更正告知书).

    Told besides: `ground` (not_proven, not_own), `reasons`, `examined` (a line each: 证据｜审核结果).
    """
    ground = one_of(told(wanted, "ground", "不予更正的情形"), tuple(NoAmendment), "ground")
    examined = [parts(line, 2, "examined") for line in told_lines_if(wanted, "examined")]
    return AmendmentRefusal(
        **_on_amendment(papers, number, wanted),
        ground=NoAmendment(ground),
        examined=tuple(Examined(evidence=evidence, result=result) for evidence, result in examined),
        reasons=told(wanted, "reasons", "不予更正的理由"),
        remedies=closing_remedies(papers, wanted.on),
    )


def amendment_transfer(papers: Dossier, number: str, wanted: Wanted) -> AmendmentTransfer:
    """Return the letter that passes an application on (转送函).

    Told besides: `agency`, `why`, `enclosed` (a line each: the application, its evidence).
    """
    agency = told(wanted, "agency", "有权更正的行政机关")
    about = _on_amendment(papers, number, wanted)
    applicant = "、".join(about["addressees"])
    about |= {"addressees": (agency,), "you": "贵单位", "agent": ""}
    return AmendmentTransfer(
        **about,
        applicant=applicant,
        why=told(wanted, "why", "为何由该机关更正"),
        attachments=told_lines(wanted, "enclosed", "随函转送的材料"),
    )


def amendment_referral(papers: Dossier, number: str, wanted: Wanted) -> AmendmentReferral:
    """Return what tells the applicant who may correct the record (转送告知书).

    Told besides: `agency`, `agency_contact`, `why`, and `transferred_on` where the application was passed on. Whether
    the letter can be challenged is UNVERIFIED: the setting `remedy_amendment_transfer` is `either` or `none`.
    """
    about = _on_amendment(papers, number, wanted)
    route = one_of(papers.agency.settings.get(_TRANSFER_REMEDY, "either"), ("either", "none"), _TRANSFER_REMEDY)
    return AmendmentReferral(
        **about,
        agency_named=told(wanted, "agency", "有权更正的行政机关"),
        agency_contact=told(wanted, "agency_contact", "该机关的联系方式"),
        why=told(wanted, "why", "为何由该机关更正"),
        transferred_on=told_day_if(wanted, "transferred_on"),
        must_transfer=regime_on(about["asked_on"]) is CN_2008,
        remedies=closing_remedies(papers, wanted.on) if route == "either" else (),
    )


WRITERS: Mapping[str, Writer] = {
    "amendment_notice": amendment_notice,
    "amendment_refusal": amendment_refusal,
    "amendment_transfer": amendment_transfer,
    "amendment_referral": amendment_referral,
}
"""Letters, which are signed and numbered."""

FORMS: Mapping[str, Writer] = {"amendment_form": amendment_form}
"""Forms, which are printed and filed."""
