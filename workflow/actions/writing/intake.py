"""Documents of group A written from the record; what they are stands in `letters.intake`.

`BLANKS` are the forms that an agency hands out, before there is any record.
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from letters.intake import (
    ApplicationOfOrganisation,
    ApplicationOfPerson,
    Authorisation,
    OralRequest,
    ReceiptConfirmation,
    RegistrationForm,
)
from letters.kinds import Document
from workflow.actions.texts import term
from workflow.actions.writing.common import BECAUSE, Wanted, Writer, applicants, regime
from workflow.actions.writing.told import told, told_day, told_day_or, told_lines, told_or
from workflow.files.ledger_columns import APPLICANT_CLASSES, CHANNELS, UNNAMED
from workflow.rules.citations import Citation, Law, cite
from workflow.rules.errors import NotReady, RuleBroken
from workflow.rules.receipt import ReceiptRule
from workflow.rules.record.intake import Registered
from workflow.rules.regimes import CN_2019, Regime, regime_on
from workflow.store.dossier import Dossier

PERSON = "natural_person"
CONFIRMED = frozenset(
    {ReceiptRule.LETTER_CONFIRMED, ReceiptRule.CONTACT_RESTORED, ReceiptRule.BOTH_CONFIRMED},
)
"""Rules by which the day of receipt is that of a confirmation."""
_LETTER_RULES = frozenset({ReceiptRule.LETTER_CONFIRMED, ReceiptRule.CONTACT_RESTORED})
_ITEM_OF_ART_31: Mapping[ReceiptRule, int] = MappingProxyType(
    {
        ReceiptRule.HANDED_IN: 1,
        ReceiptRule.SIGNED: 2,
        ReceiptRule.LETTER_CONFIRMED: 2,
        ReceiptRule.BOTH_CONFIRMED: 3,
    }
)


def application_of_person(papers: Dossier, number: str, wanted: Wanted) -> ApplicationOfPerson:  # noqa: ARG001 (the form is that of the day of receipt)
    """Return the application form of a natural person, with what the record holds."""
    if papers.case.applicant_class != PERSON:
        raise NotReady("The applicant is an organisation. Print the form for organisations.")
    return ApplicationOfPerson(**_application(papers, number))


def application_of_organisation(papers: Dossier, number: str, wanted: Wanted) -> ApplicationOfOrganisation:  # noqa: ARG001 (as above)
    """Return the application form of an organisation, with what the record holds."""
    if papers.case.applicant_class == PERSON:
        raise NotReady("The applicant is a natural person. Print the form for persons.")
    chosen = APPLICANT_CLASSES[papers.case.applicant_class]
    return ApplicationOfOrganisation(**_application(papers, number), chosen=chosen)


def oral_request(papers: Dossier, number: str, wanted: Wanted) -> OralRequest:
    """Return the record of an oral request; told `reason`, and `clerk` and `place` if they are not the usual ones."""
    if papers.case.channel != "oral":
        raise RuleBroken(
            "The request came in by {channel}, so nothing was taken down. Only an oral request has such a record.",
            channel=CHANNELS[papers.case.channel],
        )
    return OralRequest(
        **_application(papers, number),
        reason=told(wanted, "reason", term("why the request cannot be made in writing")),
        clerk=_clerk(papers, wanted),
        place=told_or(wanted, "place"),
    )


def authorisation(papers: Dossier, number: str, wanted: Wanted) -> Authorisation:
    """Return the authorisation with what the record holds; told `powers` (a line each) and `until`, if known."""
    opening = papers.opening
    return Authorisation(
        agency=papers.agency.name,
        number=number,
        issued_on=wanted.on,
        principal=_asking(papers),
        agent=opening.applicant.agent if isinstance(opening, Registered) else "",
        matter="；".join(item.text for item in papers.items),
        powers=tuple(power for power, *_ in told_lines(wanted, "powers")),
        until=told_day_or(wanted, "until"),
    )


def registration_form(papers: Dossier, number: str, wanted: Wanted) -> RegistrationForm:
    """Return the registration form as of the receipt; told `posted_as` for a letter."""
    case, clock = papers.case, papers.clock
    if clock.due_on is None or clock.extension_days or clock.start != case.received_on:
        raise NotReady(
            "The period was stopped, extended or begun anew by {day}, so the form could not name its first last day. "
            "Date it by the day of the receipt.",
            day=wanted.on,
        )
    rule = _rule(papers)
    return RegistrationForm(
        agency=papers.agency.name,
        number=number,
        issued_on=wanted.on,
        channel=CHANNELS[case.channel],
        posted_as=told_or(wanted, "posted_as"),
        received_on=case.received_on,
        received_because=BECAUSE[rule] if rule else "以本机关登记为准",
        receipt_basis=_receipt_basis(papers),
        applicant=_asking(papers) or UNNAMED,
        applicant_class=APPLICANT_CLASSES[case.applicant_class],
        agent=_agent(papers),
        request=tuple(papers.opening.items),
        correct_by=clock.correction_notice_by,
        reply_by=clock.due_on,
        provisional=clock.provisional,
        clerk=_clerk(papers, wanted),
    )


def receipt_confirmation(papers: Dossier, number: str, wanted: Wanted) -> ReceiptConfirmation:
    """Return the record of a confirmation of the day it is asked for.

    Told are `arrived_on`, `means` and `confirmed`, and where they apply `spoke_with`, `evidence`, `clerk` and
    `late_reason`.
    """
    rule = _rule(papers)
    if rule not in CONFIRMED:
        raise RuleBroken(
            "The day of receipt of this request does not rest on a confirmation: {rule} There is nothing to record.",
            rule=rule or term("It was brought in from a ledger."),
        )
    return ReceiptConfirmation(
        agency=papers.agency.name,
        number=number,
        issued_on=wanted.on,
        channel=CHANNELS[papers.case.channel],
        arrived_on=told_day(wanted, "arrived_on", term("the day the request reached the agency")),
        same_day=rule in _LETTER_RULES,
        late_reason=told_or(wanted, "late_reason"),
        means=told(wanted, "means", term("how the applicant was reached")),
        spoke_with=told_or(wanted, "spoke_with", papers.case.applicant),
        confirmed=told(wanted, "confirmed", term("what was confirmed")),
        received_on=papers.case.received_on,
        basis=_receipt_basis(papers),
        evidence=told_or(wanted, "evidence"),
        clerk=_clerk(papers, wanted),
    )


def _application(papers: Dossier, number: str) -> dict[str, Any]:
    """Return what an application form says of a case, as on the day of its receipt."""
    opening = papers.opening
    who = opening.applicant if isinstance(opening, Registered) else None
    return {
        "agency": papers.agency.name,
        "number": number,
        "issued_on": papers.case.received_on,
        "applicant": _asking(papers),
        "agent": _agent(papers),
        "request": tuple(item for item in opening.items if item.strip()),
        "wanted": opening.form if isinstance(opening, Registered) else "",
        "sealed": who is not None and (bool(who.seal) or who.known),
        **_asked_by(regime_on(papers.case.received_on)),
    }


def _asked_by(law: Regime) -> dict[str, Any]:
    """Return what an application form asks for under a text of the Regulations."""
    return {
        "basis": law.articles["request"],
        "asks_identity": law is CN_2019,
        "purpose_basis": law.articles.get("purpose", ""),
        "asks_fee_relief": "purpose" in law.articles,
    }


def _asking(papers: Dossier) -> str:
    """Return all who ask, without the agent."""
    return "、".join(name for name in applicants(papers) if name != _agent(papers))


def _agent(papers: Dossier) -> str:
    return papers.opening.applicant.agent if isinstance(papers.opening, Registered) else ""


def _clerk(papers: Dossier, wanted: Wanted) -> str:
    """Return who is said to have done it, or else who registered the request."""
    return told_or(wanted, "clerk", papers.by.get("registered") or papers.by["imported"])


def _rule(papers: Dossier) -> ReceiptRule | None:
    opening = papers.opening
    return ReceiptRule(opening.receipt) if isinstance(opening, Registered) and opening.receipt else None


def _receipt_basis(papers: Dossier) -> str:
    """Return the place that makes this day the receipt; empty where a text is silent and practice speaks."""
    rule = _rule(papers)
    if rule is None or rule not in _ITEM_OF_ART_31 or papers.case.channel == "other" or regime(papers) is not CN_2019:
        return ""
    return cite([Citation(Law.REGULATIONS_2019, 31, item=_ITEM_OF_ART_31[rule])])


def _blank_person(agency: str, on: date) -> ApplicationOfPerson:
    return ApplicationOfPerson(agency=agency, issued_on=on, **_asked_by(regime_on(on)))


def _blank_organisation(agency: str, on: date) -> ApplicationOfOrganisation:
    return ApplicationOfOrganisation(agency=agency, issued_on=on, **_asked_by(regime_on(on)))


def _blank_authorisation(agency: str, on: date) -> Authorisation:
    return Authorisation(agency=agency, issued_on=on)


WRITERS: Mapping[str, Writer] = {}
"""Letters, which are signed and numbered; this group has its only one, the receipt, in `notices`."""

FORMS: Mapping[str, Writer] = {
    "application_of_person": application_of_person,
    "application_of_organisation": application_of_organisation,
    "oral_request": oral_request,
    "authorisation": authorisation,
    "registration_form": registration_form,
    "receipt_confirmation": receipt_confirmation,
}
"""Forms, which are printed and filed."""

BLANKS: Mapping[str, Callable[[str, date], Document]] = {
    "application_of_person": _blank_person,
    "application_of_organisation": _blank_organisation,
    "authorisation": _blank_authorisation,
}
"""Forms that are handed out, by agency and the day from which they are used: that day chooses what they ask."""
