"""Letters with invented people and places: at least one of each kind, for a look at the wording and for the tests."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from letters import (
    sample_amendments,
    sample_consulting,
    sample_disputes,
    sample_fees,
    sample_filing,
    sample_handling,
    sample_intake,
    sample_legacy,
    sample_replies,
    sample_serving,
    sample_timing,
)
from letters.kinds import (
    CorrectionNotice,
    Deficiency,
    Document,
    ExtensionNotice,
    Passage,
    Pause,
    Receipt,
    ThirdPartyConsultation,
)
from letters.sample_facts import AGENCY, ARTICLES, CONTACT, LAW, RECEIVED_ON, recital
from letters.sample_replies import decided, reply
from workflow.rules.outcomes import Outcome

__all__ = [
    "CORRECTION_NOTICE",
    "EXTENSION_NOTICE",
    "REPLY",
    "REPLY_EVERY_OUTCOME",
    "REPLY_REFUSED",
    "SAMPLES",
    "THIRD_PARTY_CONSULTATION",
    "decided",
    "reply",
]

RECEIPT = Receipt(
    agency=AGENCY.name,
    number="甲环回〔2026〕12号",
    addressees=("张三",),
    issued_on=RECEIVED_ON,
    contact=CONTACT,
    recital=recital("乙厂2025年的排污许可证"),
    papers=("政府信息公开申请表1份", "身份证明复印件1份"),
    query_code="Q7K2M9",
    reply_days=LAW.reply_period,
    reply_by=date(2026, 3, 30),
    basis=ARTICLES["reply_period"],
)

CORRECTION_NOTICE = CorrectionNotice(
    agency=AGENCY.name,
    number="甲环补〔2026〕3号",
    addressees=("张三", "李四"),
    you="你们",
    issued_on=date(2026, 3, 4),
    contact=CONTACT,
    recital=recital("乙厂的有关材料"),
    deficiencies=(
        Deficiency(
            what="申请公开的政府信息的描述",
            why="“有关材料”没有名称、文号或者时间，本机关不能据此检索",
            guidance="写明文件名称、文号，或者形成时间、事项等特征，例如“乙厂2025年申领的排污许可证”",
        ),
        Deficiency(
            what="李四的身份证明",
            why="申请表由两人署名，只附有张三的身份证明",
            guidance="附上李四的有效身份证明复印件",
        ),
    ),
    correct_by=date(2026, 3, 18),
    submit_to="邮寄或者当面提交至甲县解放路1号，或者在原申请网页的“补正”栏上传",
    reply_days=LAW.reply_period,
    basis=ARTICLES["correction"],
)

EXTENSION_NOTICE = ExtensionNotice(
    agency=AGENCY.name,
    number="甲环延〔2026〕2号",
    addressees=("张三",),
    issued_on=date(2026, 3, 24),
    contact=CONTACT,
    recital=recital("乙厂2015年至2025年的全部监测报告"),
    reason="所需报告分存三处档案，需要逐份查找和审查",
    days=20,
    due_before=date(2026, 3, 30),
    due_on=date(2026, 4, 28),
    basis=ARTICLES["extension"],
)

THIRD_PARTY_CONSULTATION = ThirdPartyConsultation(
    agency=AGENCY.name,
    number="甲环征〔2026〕1号",
    addressees=("乙化工有限公司",),
    issued_on=date(2026, 3, 4),
    contact=CONTACT,
    received_on=RECEIVED_ON,
    passages=(
        Passage(document="《乙厂排污许可证申请表》", part="第5页至第7页的生产工艺和原料用量"),
        Passage(document="《乙厂环境应急预案》", part="第31页至第34页的应急人员名单"),
    ),
    answer_days=LAW.third_party_period,
    basis=ARTICLES["third_party"],
    attachments=("涉及你单位的信息复印件，共7页",),
)

REPLY = reply(
    (
        "乙厂2025年的排污许可证",
        "乙厂的环境应急预案",
        "2026年2月10日研究乙厂改造的会议记录",
        "乙厂2016年的噪声监测报告",
        "乙厂用地的出让合同",
    ),
    (
        decided(Outcome.D2, "该许可证由本机关于2025年5月6日核发，保存于本机关"),
        decided(Outcome.D3, "该预案由乙厂制作，报本机关备案，共34页"),
        decided(
            Outcome.N6,
            "该会议由本机关召开，形成会议记录1份",
            "该记录载有参会人员的个人意见，乙厂改造方案至今没有批准",
        ),
        decided(Outcome.U1, "乙厂2017年3月建成投产", "乙厂在2016年尚未投产，当年没有对其噪声进行监测"),
        decided(Outcome.U2, "本机关没有制作，也没有保存该合同", "按照职责分工，土地出让由该局办理"),
    ),
    ("《乙厂排污许可证》复印件，共12页", "《乙厂环境应急预案》第1页至第30页复印件，共30页"),
)

LONG_REQUEST = (
    "请公开乙厂自建成以来的下列材料：\n"
    + "".join(f"{n}. 第{n}次监测的报告及其附图；\n" for n in range(1, 13))
    + "谢谢！"
)

REPLY_EVERY_OUTCOME = reply(
    tuple(f"第{number}份材料" for number in range(1, len(Outcome) + 1)),
    tuple(decided(outcome, "本机关已查找该信息", "该信息符合上述情形") for outcome in Outcome),
)

REPLY_REFUSED = reply(
    ("2026年2月10日研究乙厂改造的会议记录",),
    (decided(Outcome.N6, "该会议由本机关召开，形成会议记录1份", "乙厂改造方案至今没有批准"),),
)

REPLY_AFTER_MANY_STEPS = replace(
    reply(
        ("乙厂2025年的排污许可证",),
        (decided(Outcome.D2, "该许可证由本机关核发"),),
        ("《乙厂排污许可证》复印件，共12页",),
    ),
    recital=replace(
        RECEIPT.recital,
        first_request="乙厂的有关材料",
        correction_requested_on=date(2026, 3, 4),
        corrected_on=date(2026, 3, 9),
        pauses=(Pause(started_on=date(2026, 3, 10), until=date(2026, 3, 20), whose="第三方"),),
        extended_until=date(2026, 5, 20),
    ),
    you="你单位",
    addressees=("丙律师事务所",),
    agent="王五",
)

EXTENSION_NOTICE_LONG_REQUEST = replace(
    EXTENSION_NOTICE, recital=replace(EXTENSION_NOTICE.recital, request=(LONG_REQUEST, "乙厂的批复"))
)

THIRD_PARTY_CONSULTATION_2018 = replace(
    THIRD_PARTY_CONSULTATION,
    number="甲环征〔2018〕1号",
    issued_on=date(2018, 6, 4),
    received_on=date(2018, 6, 1),
    answer_days=None,
    answer_by=date(2018, 6, 22),
    basis="《中华人民共和国政府信息公开条例》第二十三条",
    attachments=(),
)

SAMPLES: Mapping[str, Document] = MappingProxyType(
    {
        "receipt": RECEIPT,
        "correction_notice": CORRECTION_NOTICE,
        "extension_notice": EXTENSION_NOTICE,
        "extension_notice_long_request": EXTENSION_NOTICE_LONG_REQUEST,
        "third_party_consultation": THIRD_PARTY_CONSULTATION,
        "third_party_consultation_2018": THIRD_PARTY_CONSULTATION_2018,
        "reply": REPLY,
        "reply_refused": REPLY_REFUSED,
        "reply_after_many_steps": REPLY_AFTER_MANY_STEPS,
        "reply_every_outcome": REPLY_EVERY_OUTCOME,
        **sample_replies.SAMPLES,
        **sample_intake.SAMPLES,
        **sample_timing.SAMPLES,
        **sample_consulting.SAMPLES,
        **sample_handling.SAMPLES,
        **sample_fees.SAMPLES,
        **sample_amendments.SAMPLES,
        **sample_serving.SAMPLES,
        **sample_filing.SAMPLES,
        **sample_disputes.SAMPLES,
        **sample_legacy.SAMPLES,
    }
)
"""A sample of each kind under the name of its template, and some that show more."""
