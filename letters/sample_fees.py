"""Samples of `letters.fees`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from letters.fees import FeeNotice, Payee, UnpaidEnd
from letters.parts import Document
from letters.sample_facts import AGENCY, CONTACT, LAW, recital
from workflow.rules.citations import cite
from workflow.rules.fees import fee_by_items, fee_by_pages, tariff_on
from workflow.rules.outcome_basis import citations_on
from workflow.rules.outcomes import Outcome
from workflow.rules.remedies import Effect, remedies
from workflow.rules.remedy_clause import clause

_DAY = date(2026, 3, 10)
_END = date(2026, 4, 10)
_TARIFF = tariff_on(_DAY)
_BY_PAGES = fee_by_pages(150, _TARIFF)
_BY_ITEMS = fee_by_items(28, 5, _TARIFF)
_RECITAL = recital("乙厂2015年至2025年的全部监测报告")

FEE_NOTICE = FeeNotice(
    agency=AGENCY.name,
    number="甲环费〔2026〕1号",
    addressees=("张三",),
    issued_on=_DAY,
    contact=CONTACT,
    recital=_RECITAL,
    fee=_BY_PAGES,
    yuan=1700,
    reason="该申请要求复制的监测报告数量明显超过合理范围",
    basis=cite(citations_on(Outcome.C2, _DAY)),
    payee=Payee(
        name="甲县财政局非税收入专户",
        bank="某银行甲县支行",
        account="0000 1111 2222 3333",
        ways="银行转账，或者凭本通知书到上述银行柜面缴纳",
    ),
    pay_days=_TARIFF.payment_days,
    reply_days=LAW.reply_period,
)

UNPAID_END = UnpaidEnd(
    agency=AGENCY.name,
    number="甲环告〔2026〕9号",
    addressees=("张三",),
    issued_on=_END,
    contact=CONTACT,
    recital=_RECITAL,
    notice="甲环费〔2026〕1号",
    notice_served_on=date(2026, 3, 11),
    yuan=1700,
    pay_days=_TARIFF.payment_days,
    pay_by=date(2026, 4, 9),
    basis=cite(citations_on(Outcome.C2, _END)),
    remedies=clause(
        remedies(decided_on=_END, dispatched_on=None, items=[], profile=AGENCY, effect=Effect.CLOSING),
        document="本告知书",
    ),
)

SAMPLES: Mapping[str, Document] = {
    "fee_notice": FEE_NOTICE,
    "fee_notice_by_items": replace(
        FEE_NOTICE,
        fee=_BY_ITEMS,
        yuan=_BY_ITEMS.amount,
        reason="您本月提出的申请数量明显超过合理范围",
        pay_by=date(2026, 4, 8),
    ),
    "unpaid_end": UNPAID_END,
}
