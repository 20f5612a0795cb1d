"""Documents of group B written from the record; what they are stands in `letters.timing`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from letters.parts import LONG
from letters.timing import (
    DelayNotice,
    EarlierRequest,
    ExtensionApproval,
    GuidanceRecord,
    LapseNotice,
    ReasonsNotice,
    WithdrawalConfirmation,
)
from workflow.actions.agency_profile import profile_of, remedy_policy
from workflow.actions.texts import term
from workflow.actions.writing.common import Wanted, Writer, head, recital, regime
from workflow.actions.writing.told import told, told_day, told_day_or, told_lines, told_number, told_or
from workflow.rules.clock import EventType
from workflow.rules.errors import BadInput, NotFound, NotReady, RuleBroken
from workflow.rules.outcomes import Outcome
from workflow.rules.remedies import Effect, remedies
from workflow.rules.remedy_clause import clause
from workflow.rules.states import State
from workflow.store.dossier import Dossier, LetterText


def guidance_record(papers: Dossier, number: str, wanted: Wanted) -> GuidanceRecord:
    """Return the record of one contact; told `means`, `explained` and `clerk`, and `spoke_with` and `answer` if any."""
    law = regime(papers)
    return GuidanceRecord(
        agency=papers.agency.name,
        number=number,
        issued_on=wanted.on,
        spoke_with=told_or(wanted, "spoke_with", papers.case.applicant),
        means=told(wanted, "means", term("how the applicant was reached")),
        explained=told(wanted, "explained", term("what was explained")),
        answer=told_or(wanted, "answer"),
        basis=law.articles["correction"] if law.correction_notice_period is not None else "",
        clerk=told(wanted, "clerk", term("who explained it")),
    )


def lapse_notice(papers: Dossier, number: str, wanted: Wanted) -> LapseNotice:
    """Return the notice that a request not corrected is not handled any more; told `reason` before the case lapsed."""
    asked, law, case = papers.entries.get("correction_asked"), regime(papers), papers.case
    if asked is None:
        raise NotFound("No correction was asked for, so nothing was abandoned.")
    if law.correction_notice_period is None:
        raise RuleBroken("The Regulations of 2008 do not deem a request abandoned. Decide it as it stands.")
    if case.state is not State.CORRECTING and case.outcome is not Outcome.C1:
        raise RuleBroken(
            "The request is {state}: it does not wait for a correction and did not lapse for want of one.",
            state=case.state,
        )
    notice, served_on = _served_notice(papers)
    lapsed = papers.entries.get("lapsed")
    return LapseNotice(
        **head(papers, number, wanted.on),
        recital=recital(papers),
        notice_number=notice.number,
        notice_served_on=served_on,
        correct_by=asked.reply_by,
        reason=lapsed.reason if lapsed else told(wanted, "reason", term("that no good reason for the delay was shown")),
        basis=law.articles["correction"],
        remedies=_remedies(papers, wanted.on),
    )


def _served_notice(papers: Dossier) -> tuple[LetterText, date]:
    """Return the last correction notice that left the house, and the day the applicant had it."""
    sent = [letter for letter in papers.letters if letter.kind == "correction_notice" and letter.dispatched_on]
    if not sent:
        raise NotReady(
            "No correction notice was sent, so the applicant's time never ran. Issue it and record how it was sent."
        )
    served_on = sent[-1].served_on
    if served_on is None:
        raise NotReady(
            "The day the applicant received the correction notice {number} is not on record. Record its service first: "
            "without proof of it nothing is abandoned.",
            number=sent[-1].number,
        )
    return sent[-1], served_on


def _remedies(papers: Dossier, decided_on: date) -> tuple[str, ...]:
    """Return the clause of a letter that ends the request as a whole."""
    found = remedies(
        decided_on=decided_on,
        dispatched_on=None,
        items=(),
        profile=profile_of(papers.agency),
        effect=Effect.CLOSING,
        policy=remedy_policy(papers.agency.settings),
    )
    return clause(found, document="本告知书")


def extension_approval(papers: Dossier, number: str, wanted: Wanted) -> ExtensionApproval:
    """Return the approval of the extension on record; before it, a proposal by what is told: `days` and `reason`."""
    clock, law = papers.clock, regime(papers)
    common: dict[str, Any] = {
        "agency": papers.agency.name,
        "number": number,
        "issued_on": wanted.on,
        "received_on": papers.case.received_on,
        "request": tuple(item.text for item in papers.items),
        "most": law.max_extension,
        "basis": law.articles["extension"],
        "notice_on": _extension_told_on(papers),
    }
    extended, approved_on = papers.entries.get("extended"), papers.days.get(EventType.EXTENDED)
    if extended is None or approved_on is None or not clock.extension_days:
        return ExtensionApproval(
            **common,
            due_before=clock.due_on,
            days=told_number(wanted, "days", term("by how many working days the period is to be extended")),
            reason=told(wanted, "reason", term("why the period is to be extended")),
        )
    return ExtensionApproval(
        **common,
        due_before=extended.due_before,
        days=extended.days,
        reason=extended.reason,
        due_on=clock.due_on,
        approver=papers.by["extended"],
        approved_on=approved_on,
    )


def _extension_told_on(papers: Dossier) -> date | None:
    """Return the day of the notice of the extension since the period began."""
    days = [letter.issued_on for letter in papers.letters if letter.kind == "extension_notice"]
    return next((day for day in reversed(days) if day >= papers.clock.start), None)


def delay_notice(papers: Dossier, number: str, wanted: Wanted) -> DelayNotice:
    """Return the notice of the reasonable later day of Art. 35."""
    delayed, clock, law = papers.entries.get("delayed"), papers.clock, regime(papers)
    if delayed is None or EventType.DELAY_SET not in papers.days:
        raise NotFound("No later day was set by {day}. Take the step delay first.", day=wanted.on)
    if clock.due_on != delayed.until:
        raise NotReady(
            "The last day is not {until} any more. Issue the notice when the later day is set.", until=delayed.until
        )
    asked_on = papers.days.get(EventType.REASONS_REQUESTED)
    asked_on = asked_on if asked_on is not None and asked_on >= clock.start else None
    given = papers.entries.get("reasons_given")
    if asked_on is not None and not clock.reasons_open and given is not None and not given.accepted:
        raise RuleBroken(
            "The reasons were not accepted; Art. 35 delays only a request with good reasons. Decide it instead."
        )
    return DelayNotice(
        **head(papers, number, wanted.on),
        recital=recital(papers),
        reasons_asked_on=asked_on,
        reasons_given_on=None if asked_on is None or clock.reasons_open else papers.days[EventType.REASONS_RECEIVED],
        reason=delayed.reason,
        until=delayed.until,
        period_basis=law.articles["reply_period"],
        basis=law.articles["excessive"],
    )


def reasons_notice(papers: Dossier, number: str, wanted: Wanted) -> ReasonsNotice:
    """Return the notice that asks for reasons.

    Told is `answer_by`. The table is made of the applicant's requests on record, from the day told as `since`; where
    the record does not know them, they are told as `requests`, a line each: 登记号｜2026-03-02｜申请内容.
    """
    asked, law = papers.entries.get("reasons_asked"), regime(papers)
    if asked is None or EventType.REASONS_REQUESTED not in papers.days:
        raise NotFound("No reasons were asked for by {day}. Take the step ask_reasons first.", day=wanted.on)
    return ReasonsNotice(
        **head(papers, number, wanted.on),
        recital=recital(papers),
        count=asked.count,
        requests=_told_requests(wanted) or _requests_on_record(papers, wanted),
        reason=asked.reason,
        answer_by=told_day(wanted, "answer_by", term("the last day for the answer")),
        submit_to=papers.agency.settings.get("submit_to", f"当面或者邮寄至{papers.agency.name}"),
        basis=law.articles["excessive"],
        period_basis=law.articles["reply_period"],
        fee_basis=law.articles["fee"],
    )


def _requests_on_record(papers: Dossier, wanted: Wanted) -> tuple[EarlierRequest, ...]:
    since = told_day_or(wanted, "since") or date.min
    return tuple(
        EarlierRequest(case_no=one.case_no, received_on=one.received_on, text=_short(one.text))
        for one in sorted(papers.asked)
        if since <= one.received_on <= wanted.on
    )


def _told_requests(wanted: Wanted) -> tuple[EarlierRequest, ...]:
    return tuple(_request(line) for line in told_lines(wanted, "requests"))


def _request(line: tuple[str, ...]) -> EarlierRequest:
    try:
        case_no, day, text = line
        return EarlierRequest(case_no=case_no, received_on=date.fromisoformat(day), text=text)
    except ValueError:
        raise BadInput(
            "{line} is no line of the table of requests. Write it as 登记号｜2026-03-02｜申请内容.",
            line="｜".join(line),
        ) from None


def _short(text: str) -> str:
    """Return a request as a line of the table."""
    line = "；".join(text.splitlines())
    return line if len(line) <= LONG else f"{line[:LONG]}……"


def withdrawal_confirmation(papers: Dossier, number: str, wanted: Wanted) -> WithdrawalConfirmation:
    """Return the confirmation of the withdrawal on record; told `identity`: how it was made sure who withdrew."""
    withdrawn, withdrawn_on = papers.entries.get("withdrawn"), papers.days.get(EventType.WITHDRAWN)
    if withdrawn is None or withdrawn_on is None:
        raise NotFound("No withdrawal is on record by {day}. Record it first.", day=wanted.on)
    return WithdrawalConfirmation(
        **head(papers, number, wanted.on),
        recital=recital(papers),
        withdrawn_on=withdrawn_on,
        how=withdrawn.how,
        identity=told(wanted, "identity", term("how the identity of who withdrew was checked")),
    )


WRITERS: Mapping[str, Writer] = {
    "lapse_notice": lapse_notice,
    "delay_notice": delay_notice,
    "reasons_notice": reasons_notice,
    "withdrawal_confirmation": withdrawal_confirmation,
}
"""Letters, which are signed and numbered."""

FORMS: Mapping[str, Writer] = {
    "guidance_record": guidance_record,
    "extension_approval": extension_approval,
}
"""Forms, which are printed and filed."""
