"""Samples of `letters.amendments`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

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
from letters.parts import Document
from letters.sample_facts import AGENCY, ARTICLES, CONTACT
from workflow.rules.regimes import regime_on
from workflow.rules.remedies import Effect, remedies
from workflow.rules.remedy_clause import clause

_ASKED = date(2026, 3, 2)
_DAY = date(2026, 3, 20)
_BASIS = ARTICLES["own_record"]
_REMEDIES = clause(
    remedies(decided_on=_DAY, dispatched_on=None, items=[], profile=AGENCY, effect=Effect.CLOSING),
    document="本告知书",
)

AMENDMENT_FORM = AmendmentForm(
    agency=AGENCY.name,
    number="2026-0012",
    issued_on=_ASKED,
    applicant="张三",
    record="《乙村污水接入户登记表》第12号",
    held_at="本机关于2026年2月9日以甲环公开〔2026〕3号提供的复印件",
    wrong="登记的接入日期为2025年1月1日",
    evidence=("施工单位出具的验收单", "缴费凭证"),
    wanted="接入日期2024年11月1日",
    days=20,
    basis=_BASIS,
)

AMENDMENT_NOTICE = AmendmentNotice(
    agency=AGENCY.name,
    number="甲环更〔2026〕1号",
    addressees=("张三",),
    issued_on=_DAY,
    contact=CONTACT,
    asked_on=_ASKED,
    record="《乙村污水接入户登记表》第12号",
    wrong="登记的接入日期为2025年1月1日，实际为2024年11月1日",
    basis=_BASIS,
    found="您提交的验收单载明接入日期为2024年11月1日，与施工单位留存的记录一致，登记的日期系录入错误",
    changes=(Change(place="第12号“接入日期”栏", old="2025年1月1日", new="2024年11月1日"),),
    changed_on=date(2026, 3, 18),
    changed_in="乙村污水接入户登记系统",
    remedies=_REMEDIES,
)

AMENDMENT_REFUSAL = AmendmentRefusal(
    agency=AGENCY.name,
    number="甲环更〔2026〕2号",
    addressees=("张三",),
    issued_on=_DAY,
    contact=CONTACT,
    asked_on=_ASKED,
    record=AMENDMENT_NOTICE.record,
    wrong=AMENDMENT_NOTICE.wrong,
    basis=_BASIS,
    ground=NoAmendment.NOT_PROVEN,
    examined=(
        Examined(evidence="施工单位出具的验收单", result="验收单所载户号为第21号，不是第12号"),
        Examined(evidence="缴费凭证", result="该凭证证明缴纳了接入费用，没有载明接入日期"),
    ),
    reasons="登记的日期与本机关保存的第12号接入验收记录一致，上述证据均不能反映第12号的接入日期",
    remedies=_REMEDIES,
)

AMENDMENT_TRANSFER = AmendmentTransfer(
    agency=AGENCY.name,
    number="甲环函〔2026〕5号",
    addressees=("甲县住房和城乡建设局",),
    issued_on=date(2026, 3, 6),
    contact=CONTACT,
    asked_on=_ASKED,
    record=AMENDMENT_NOTICE.record,
    wrong=AMENDMENT_NOTICE.wrong,
    basis=_BASIS,
    applicant="张三",
    why="该登记表由贵单位制作，本机关只保存其复印件",
    attachments=("更正政府信息申请表1份", "施工单位出具的验收单复印件1份"),
)

AMENDMENT_REFERRAL = AmendmentReferral(
    agency=AGENCY.name,
    number="甲环更〔2026〕3号",
    addressees=("张三",),
    issued_on=_DAY,
    contact=CONTACT,
    asked_on=_ASKED,
    record=AMENDMENT_NOTICE.record,
    wrong=AMENDMENT_NOTICE.wrong,
    basis=_BASIS,
    agency_named="甲县住房和城乡建设局",
    agency_contact="甲县人民路3号，0000-7654321",
    why="该登记表由甲县住房和城乡建设局制作，本机关只保存其复印件",
    transferred_on=date(2026, 3, 6),
    remedies=_REMEDIES,
)

_DAY_2018 = date(2018, 6, 20)
_RESULT_2018 = remedies(decided_on=_DAY_2018, dispatched_on=None, items=[], profile=AGENCY, effect=Effect.CLOSING)

SAMPLES: Mapping[str, Document] = {
    "amendment_form": AMENDMENT_FORM,
    "amendment_notice": AMENDMENT_NOTICE,
    "amendment_refusal": AMENDMENT_REFUSAL,
    "amendment_transfer": AMENDMENT_TRANSFER,
    "amendment_referral": AMENDMENT_REFERRAL,
    "amendment_referral_guidance": replace(AMENDMENT_REFERRAL, transferred_on=None),
    "amendment_referral_2018": replace(
        AMENDMENT_REFERRAL,
        number="甲环更〔2018〕3号",
        issued_on=_DAY_2018,
        asked_on=date(2018, 6, 4),
        transferred_on=date(2018, 6, 8),
        must_transfer=True,
        wrong="登记的接入日期为2017年1月1日，实际为2016年11月1日",
        basis=regime_on(date(2018, 6, 4)).articles["own_record"],
        remedies=clause(_RESULT_2018, document="本告知书"),
    ),
}
