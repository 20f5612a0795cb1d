"""Samples of `letters.timing`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from letters.parts import Document
from letters.sample_facts import AGENCY, ARTICLES, CONTACT, LAW, RECEIVED_ON, recital
from letters.timing import (
    DelayNotice,
    EarlierRequest,
    ExtensionApproval,
    GuidanceRecord,
    LapseNotice,
    ReasonsNotice,
    WithdrawalConfirmation,
)
from workflow.rules.remedies import Effect, remedies
from workflow.rules.remedy_clause import clause

CASE_NO = "2026-0012"
LAPSED_ON = date(2026, 3, 19)

GUIDANCE_RECORD = GuidanceRecord(
    agency=AGENCY.name,
    number=CASE_NO,
    issued_on=date(2026, 3, 4),
    spoke_with="张三",
    means="电话",
    explained="说明“有关材料”不能指向特定的信息，建议写明文件名称、文号或者形成时间",
    answer="表示需要的是乙厂2025年申领的排污许可证，将在补正时写明",
    basis=ARTICLES["correction"],
    clerk="赵六",
)

LAPSE_NOTICE = LapseNotice(
    agency=AGENCY.name,
    number="甲环不再〔2026〕1号",
    addressees=("张三",),
    issued_on=LAPSED_ON,
    contact=CONTACT,
    recital=replace(recital("乙厂的有关材料"), correction_requested_on=date(2026, 3, 4)),
    notice_number="甲环补〔2026〕3号",
    notice_served_on=date(2026, 3, 6),
    correct_by=date(2026, 3, 18),
    reason="本机关于2026年3月16日电话提醒，您表示知悉，没有提出不能按期补正的理由",
    basis=ARTICLES["correction"],
    remedies=clause(
        remedies(decided_on=LAPSED_ON, dispatched_on=None, items=(), profile=AGENCY, effect=Effect.CLOSING),
        document="本告知书",
    ),
)

PROPOSED_EXTENSION = ExtensionApproval(
    agency=AGENCY.name,
    number=CASE_NO,
    issued_on=date(2026, 3, 23),
    received_on=RECEIVED_ON,
    request=("乙厂2015年至2025年的全部监测报告",),
    due_before=date(2026, 3, 30),
    days=20,
    most=LAW.max_extension,
    reason="所需报告分存三处档案，需要逐份查找和审查",
    basis=ARTICLES["extension"],
)

EXTENSION_APPROVAL = replace(
    PROPOSED_EXTENSION,
    issued_on=date(2026, 3, 24),
    due_on=date(2026, 4, 28),
    approver="孙七",
    approved_on=date(2026, 3, 24),
    notice_on=date(2026, 3, 24),
)

DELAY_NOTICE = DelayNotice(
    agency=AGENCY.name,
    number="甲环迟〔2026〕1号",
    addressees=("张三",),
    issued_on=date(2026, 3, 20),
    contact=CONTACT,
    recital=recital("乙厂2015年至2025年的全部监测报告"),
    reasons_asked_on=date(2026, 3, 9),
    reasons_given_on=date(2026, 3, 16),
    reason="您在近期提出的42件申请涉及报告三百余份，需要逐份审查",
    until=date(2026, 6, 30),
    period_basis=ARTICLES["reply_period"],
    basis=ARTICLES["excessive"],
)

REASONS_NOTICE = ReasonsNotice(
    agency=AGENCY.name,
    number="甲环说〔2026〕1号",
    addressees=("张三",),
    issued_on=date(2026, 3, 9),
    contact=CONTACT,
    recital=recital("乙厂2015年至2025年的全部监测报告"),
    count=3,
    requests=(
        EarlierRequest(case_no="2026-0009", received_on=date(2026, 2, 27), text="乙厂历年的环评批复"),
        EarlierRequest(case_no="2026-0010", received_on=date(2026, 2, 28), text="乙厂历年的验收意见"),
        EarlierRequest(case_no="2026-0012", received_on=RECEIVED_ON, text="乙厂2015年至2025年的全部监测报告"),
    ),
    reason="三天内连续提出申请，所需信息涉及同一企业十年间的全部文件",
    answer_by=date(2026, 3, 23),
    submit_to="邮寄或者当面提交至甲县解放路1号",
    basis=ARTICLES["excessive"],
    period_basis=ARTICLES["reply_period"],
    fee_basis=ARTICLES["fee"],
)

WITHDRAWAL_CONFIRMATION = WithdrawalConfirmation(
    agency=AGENCY.name,
    number="甲环终〔2026〕1号",
    addressees=("张三",),
    issued_on=date(2026, 3, 11),
    contact=CONTACT,
    recital=recital("乙厂2025年的排污许可证"),
    withdrawn_on=date(2026, 3, 10),
    how="当面提交撤回申请书1份",
    identity="当面核对了身份证原件，与申请时一致",
)

SAMPLES: Mapping[str, Document] = MappingProxyType(
    {
        "guidance_record": GUIDANCE_RECORD,
        "lapse_notice": LAPSE_NOTICE,
        "extension_approval": EXTENSION_APPROVAL,
        "extension_approval_proposed": PROPOSED_EXTENSION,
        "delay_notice": DELAY_NOTICE,
        "reasons_notice": REASONS_NOTICE,
        "withdrawal_confirmation": WITHDRAWAL_CONFIRMATION,
    }
)
