"""Samples of `letters.intake`: forms as they are handed out, and filled in from an invented case."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from letters.intake import (
    ApplicationOfOrganisation,
    ApplicationOfPerson,
    Authorisation,
    OralRequest,
    ReceiptConfirmation,
    RegistrationForm,
)
from letters.parts import Document
from letters.sample_facts import AGENCY, ARTICLES, RECEIVED_ON
from workflow.rules.citations import Citation, Law, cite
from workflow.rules.regimes import CN_2008

CASE_NO = "2026-0012"

BLANK_FOR_A_PERSON = ApplicationOfPerson(agency=AGENCY.name, issued_on=RECEIVED_ON, basis=ARTICLES["request"])

FILLED_FOR_A_PERSON = replace(
    BLANK_FOR_A_PERSON,
    number=CASE_NO,
    applicant="张三、李四",
    request=("乙厂2025年的排污许可证", "乙厂的环境应急预案\n（含附图）"),
    wanted="电子邮件发送扫描件",
    sealed=True,
)

BLANK_OF_2018 = replace(
    BLANK_FOR_A_PERSON,
    issued_on=date(2018, 6, 1),
    basis=CN_2008.articles["request"],
    asks_identity=False,
    purpose_basis=CN_2008.articles["purpose"],
    asks_fee_relief=True,
)

BLANK_FOR_AN_ORGANISATION = ApplicationOfOrganisation(
    agency=AGENCY.name, issued_on=RECEIVED_ON, basis=ARTICLES["request"]
)

FILLED_FOR_AN_ORGANISATION = replace(
    BLANK_FOR_AN_ORGANISATION,
    number=CASE_NO,
    applicant="丙律师事务所",
    chosen="法律服务机构",
    agent="王五",
    request=("乙厂2025年的排污许可证",),
)

ORAL_REQUEST = OralRequest(
    agency=AGENCY.name,
    number=CASE_NO,
    issued_on=RECEIVED_ON,
    basis=ARTICLES["request"],
    applicant="张三",
    request=("乙厂2025年的排污许可证",),
    wanted="当面领取纸质复印件",
    sealed=True,
    reason="申请人视力残疾，不能书写",
    clerk="赵六",
    place="甲县生态环境局政务服务窗口",
)

AUTHORISATION = Authorisation(agency=AGENCY.name, issued_on=RECEIVED_ON)

AUTHORISATION_FILLED = replace(
    AUTHORISATION,
    number=CASE_NO,
    principal="丙律师事务所",
    agent="王五",
    matter="申请公开乙厂2025年的排污许可证",
    powers=("提出政府信息公开申请", "补正、变更申请内容", "接收文书和政府信息"),
    until=date(2026, 12, 31),
)

REGISTRATION_FORM = RegistrationForm(
    agency=AGENCY.name,
    number=CASE_NO,
    issued_on=RECEIVED_ON,
    channel="信函",
    posted_as="XA00000000044",
    received_on=RECEIVED_ON,
    received_because="当日签收",
    receipt_basis=cite([Citation(Law.REGULATIONS_2019, 31, item=2)]),
    applicant="张三、李四",
    applicant_class="自然人",
    request=("乙厂2025年的排污许可证", "乙厂的环境应急预案"),
    correct_by=date(2026, 3, 11),
    reply_by=date(2026, 3, 30),
    clerk="赵六",
)

RECEIPT_CONFIRMATION = ReceiptConfirmation(
    agency=AGENCY.name,
    number=CASE_NO,
    issued_on=RECEIVED_ON,
    channel="信函",
    arrived_on=RECEIVED_ON,
    same_day=True,
    means="电话",
    spoke_with="张三",
    confirmed="来信系其本人寄出，申请公开乙厂2025年的排污许可证；本机关已告知以当日为收到申请之日",
    received_on=RECEIVED_ON,
    basis=cite([Citation(Law.REGULATIONS_2019, 31, item=2)]),
    evidence="通话录音1份",
    clerk="赵六",
)

RECEIPT_CONFIRMATION_LATE = replace(
    RECEIPT_CONFIRMATION,
    arrived_on=date(2026, 2, 27),
    late_reason="当日两次拨打电话无人接听",
)

SAMPLES: Mapping[str, Document] = MappingProxyType(
    {
        "application_of_person": BLANK_FOR_A_PERSON,
        "application_of_person_filled": FILLED_FOR_A_PERSON,
        "application_of_person_2018": BLANK_OF_2018,
        "application_of_organisation": BLANK_FOR_AN_ORGANISATION,
        "application_of_organisation_filled": FILLED_FOR_AN_ORGANISATION,
        "oral_request": ORAL_REQUEST,
        "authorisation": AUTHORISATION,
        "authorisation_filled": AUTHORISATION_FILLED,
        "registration_form": REGISTRATION_FORM,
        "receipt_confirmation": RECEIPT_CONFIRMATION,
        "receipt_confirmation_late": RECEIPT_CONFIRMATION_LATE,
    }
)
