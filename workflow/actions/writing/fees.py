"""Documents of group E, fees written from the record; what they are stands in `letters.fees`."""

from collections.abc import Mapping
from datetime import date

from letters.fees import FeeNotice, Payee, UnpaidEnd
from workflow.actions.agency_profile import profile_of, remedy_policy
from workflow.actions.writing.common import Wanted, Writer, head, recital, regime
from workflow.actions.writing.telling import told, told_or_set
from workflow.rules.citations import cite
from workflow.rules.clock import EventType
from workflow.rules.errors import NotFound, NotReady
from workflow.rules.fees import Fee, Tariff, fee_by_items, fee_by_pages, tariff_on
from workflow.rules.outcome_basis import citations_on
from workflow.rules.outcomes import Outcome
from workflow.rules.record.handling import Charged
from workflow.rules.remedies import Effect, remedies
from workflow.rules.remedy_clause import clause
from workflow.rules.states import State
from workflow.store.dossier import Dossier

_FEN = 100


def fee_notice(papers: Dossier, number: str, wanted: Wanted) -> FeeNotice:
    """Return the fee notice (收费通知书); the record has the fee, the agency's settings the account.

    Told: `reason`, why number or frequency is beyond what is reasonable. `payee`, `bank`, `account` and `ways` take the
    place of the settings `fee_payee`, `fee_bank`, `fee_account` and `fee_ways`.

    Raises:
        NotFound: No fee was charged.
        NotReady: The payment is not awaited any more, or something is neither told nor set.
    """
    charged = _charged(papers)
    if papers.case.state is not State.AWAITING_PAYMENT:
        raise NotReady("No payment is awaited in this case now, so nothing can be asked for. Charge the fee first.")
    tariff = tariff_on(papers.case.received_on)
    return FeeNotice(
        **head(papers, number, wanted.on),
        recital=recital(papers),
        fee=_fee(charged, tariff),
        yuan=charged.fen // _FEN,
        reason=told(wanted, "reason", "为何数量、频次明显超过合理范围"),
        basis=cite(citations_on(Outcome.C2, wanted.on)),
        payee=_payee(papers, wanted),
        pay_days=tariff.payment_days,
        reply_days=regime(papers).reply_period,
        pay_by=papers.clock.pay_by,
    )


def _charged(papers: Dossier) -> Charged:
    charged = papers.entries.get("charged")
    if not isinstance(charged, Charged):
        raise NotFound("No fee was charged in this case. Take that step first; the letter says what it says.")
    return charged


def _fee(charged: Charged, tariff: Tariff) -> Fee:
    if charged.method == "items":
        return fee_by_items(charged.before, charged.quantity, tariff)
    return fee_by_pages(charged.quantity, tariff)


def _payee(papers: Dossier, wanted: Wanted) -> Payee:
    asked = {"name": ("payee", "收款单位"), "bank": ("bank", "开户银行"), "account": ("account", "账号")}
    asked["ways"] = ("ways", "缴费方式")
    settings = papers.agency.settings
    return Payee(
        **{name: told_or_set(wanted, settings, key, f"fee_{key}", what) for name, (key, what) in asked.items()}
    )


def unpaid_end(papers: Dossier, number: str, wanted: Wanted) -> UnpaidEnd:
    """Return the letter that ends a request whose fee was not paid (逾期未缴费不再处理告知书).

    Told: `notice`, the number of the fee notice, where it was issued elsewhere.

    Raises:
        NotFound: No fee was charged, or its notice did not arrive.
        NotReady: The case has not lapsed for want of payment.
    """
    charged, lapsed = _charged(papers), papers.entries.get("lapsed")
    if lapsed is None or papers.case.outcome is not Outcome.C2:
        raise NotReady("The case has not lapsed for want of payment. Take that step after the last day to pay.")
    served_on = papers.days.get(EventType.FEE_NOTIFIED)
    if served_on is None:
        raise NotFound("The day the applicant received the fee notice is not on record. Record it first.")
    tariff = tariff_on(papers.case.received_on)
    return UnpaidEnd(
        **head(papers, number, wanted.on),
        recital=recital(papers),
        notice=_notice_number(papers, wanted),
        notice_served_on=served_on,
        yuan=charged.fen // _FEN,
        pay_days=tariff.payment_days,
        pay_by=papers.calendar.add(served_on, tariff.payment_days),
        basis=cite(citations_on(Outcome.C2, wanted.on)),
        remedies=closing_remedies(papers, wanted.on),
    )


def _notice_number(papers: Dossier, wanted: Wanted) -> str:
    issued = [letter.number for letter in papers.kept().letters if letter.kind == "fee_notice" and not letter.void]
    return issued[-1] if issued else told(wanted, "notice", "收费通知书的文号")


def closing_remedies(papers: Dossier, on: date) -> tuple[str, ...]:
    """Return the remedies of a letter of that day that decides as a whole, by what the agency set."""
    result = remedies(
        decided_on=on,
        dispatched_on=None,
        items=[],
        profile=profile_of(papers.agency),
        effect=Effect.CLOSING,
        policy=remedy_policy(papers.agency.settings),
    )
    return clause(result, document="本告知书")


WRITERS: Mapping[str, Writer] = {"fee_notice": fee_notice, "unpaid_end": unpaid_end}
"""Letters, which are signed and numbered."""

FORMS: Mapping[str, Writer] = {}
"""Forms, which are printed and filed."""
