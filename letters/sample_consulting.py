"""Samples of `letters.consulting`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from letters.consulting import (
    Answer,
    ConsultationNotice,
    CoProducerConsultation,
    CoProducerOpinion,
    DisclosureDecision,
    ThirdPartyOpinion,
)
from letters.notices import Passage
from letters.parts import Document
from letters.sample_facts import AGENCY, ARTICLES, CONTACT, LAW, RECEIVED_ON, recital
from workflow.rules.citations import cite
from workflow.rules.clock_events import Party
from workflow.rules.exemptions import Ground, exemption_on
from workflow.rules.remedies import Effect, Recipient, remedies
from workflow.rules.remedy_clause import clause
from workflow.rules.third_party import RELEASE_GAP

_PASSAGES = (
    Passage(document="《乙厂排污许可证申请表》", part="第5页至第7页的生产工艺和原料用量"),
    Passage(document="《乙厂环境应急预案》", part="第31页至第34页的应急人员名单"),
)
_JOINT = (Passage(document="《甲县化工园区整治工作方案》（甲环发〔2025〕8号）"),)
_DECIDED_ON = date(2026, 4, 1)

THIRD_PARTY_OPINION = ThirdPartyOpinion(
    agency=AGENCY.name,
    number="2026-0012",
    issued_on=date(2026, 3, 4),
    party="乙化工有限公司",
    passages=_PASSAGES,
    letter="甲环征〔2026〕1号",
)

CONSULTATION_NOTICE = ConsultationNotice(
    agency=AGENCY.name,
    number="甲环告〔2026〕5号",
    addressees=("张三",),
    issued_on=date(2026, 3, 4),
    contact=CONTACT,
    recital=recital("乙厂2025年的排污许可证申请表"),
    party=Party.THIRD_PARTY,
    started_on=date(2026, 3, 4),
    consult_basis=ARTICLES["third_party"],
    pause_basis=ARTICLES["pause"],
    answer_days=LAW.third_party_period,
)

CO_PRODUCER_CONSULTATION = CoProducerConsultation(
    agency=AGENCY.name,
    number="甲环函〔2026〕9号",
    addressees=("甲县应急管理局",),
    issued_on=date(2026, 3, 4),
    contact=CONTACT,
    received_on=RECEIVED_ON,
    request=("甲县化工园区2025年的整治方案",),
    passages=_JOINT,
    question="该方案的整治工作是否已经结束",
    answer_days=15,
    basis=ARTICLES["co_producer"],
    attachments=("《甲县化工园区整治工作方案》复印件，共12页",),
)

CO_PRODUCER_OPINION = CoProducerOpinion(
    agency=AGENCY.name,
    number="2026-0012",
    issued_on=date(2026, 3, 4),
    party="甲县应急管理局",
    passages=_JOINT,
    letter="甲环函〔2026〕9号",
)

DISCLOSURE_DECISION = DisclosureDecision(
    agency=AGENCY.name,
    number="甲环三〔2026〕1号",
    addressees=("乙化工有限公司",),
    issued_on=_DECIDED_ON,
    contact=CONTACT,
    consulted_on=date(2026, 3, 4),
    answer=Answer.REFUSED,
    answered_on=date(2026, 3, 18),
    opinion="上述内容属于本公司的商业秘密",
    passages=_PASSAGES[:1],
    reasons="生产工艺和原料用量已经写入公司公开的环境影响报告书全本，公众可以查阅，不符合商业秘密不为公众所知悉的条件",
    release_days=RELEASE_GAP,
    basis=cite(exemption_on(Ground.TRADE_SECRET, _DECIDED_ON).citations),
    remedies=clause(
        remedies(
            decided_on=_DECIDED_ON,
            dispatched_on=None,
            items=(),
            profile=AGENCY,
            effect=Effect.CLOSING,
            recipient=Recipient.THIRD_PARTY,
        ),
        document="本告知书",
    ),
)

SAMPLES: Mapping[str, Document] = {
    "third_party_opinion": THIRD_PARTY_OPINION,
    "consultation_notice": CONSULTATION_NOTICE,
    "consultation_notice_agency": replace(
        CONSULTATION_NOTICE, party=Party.AGENCY, consult_basis=ARTICLES["agencies"], answer_days=None
    ),
    "co_producer_consultation": CO_PRODUCER_CONSULTATION,
    "co_producer_opinion": CO_PRODUCER_OPINION,
    "disclosure_decision": DISCLOSURE_DECISION,
    "disclosure_decision_public_interest": replace(
        DISCLOSURE_DECISION,
        answer=Answer.PARTLY,
        opinion="同意公开应急流程，应急人员名单涉及个人隐私",
        passages=_PASSAGES[1:],
        reasons="名单载明的是岗位和值班电话，公开前已经遮挡姓名和个人住址",
        public_interest="周边居民需要据此在事故发生时及时联系，不公开会延误疏散",
    ),
    "disclosure_decision_silent": replace(
        DISCLOSURE_DECISION,
        answer=Answer.SILENT,
        answered_on=date(2026, 3, 26),
        opinion="",
        reasons="该申请表载明的原料用量不涉及生产配方，公开不会损害你单位的合法权益",
    ),
}
