"""Samples of `letters.disputes`."""

from collections.abc import Mapping
from datetime import date

from letters.disputes import Decided, Demand, Evidence, ReviewAnswer, SuitAnswer
from letters.parts import Document
from letters.sample_facts import AGENCY, CONTACT, RECEIVED_ON, REPLIED_ON, recital
from workflow.rules.answering import Procedure, answer_rule
from workflow.rules.citations import cite
from workflow.rules.exemptions import Ground
from workflow.rules.outcome_basis import citations_on
from workflow.rules.outcomes import Outcome

_COPY_ON = date(2026, 4, 20)
_REVIEW = answer_rule(Procedure.SUMMARY, _COPY_ON)
_SUIT = answer_rule(Procedure.SUIT, date(2026, 6, 8))
_REPLY = "甲环公开〔2026〕12号"
_DECIDED = Decided(
    disposition=f"本机关的处理决定为“{Outcome.N6.label}”",
    basis=cite(citations_on(Outcome.N6, REPLIED_ON, [Ground.PROCESS])),
    findings="该会议由本机关召开，形成会议记录1份",
    reasons="乙厂改造方案至今没有批准，公开参会人员的个人意见会影响其坦率发表意见",
)
_EVIDENCE = (
    Evidence(
        name="政府信息公开申请",
        on=RECEIVED_ON,
        pages="2页",
        proves="申请人申请公开的内容，以及本机关收到申请的日期",
    ),
    Evidence(
        name="政府信息公开申请答复书",
        number=_REPLY,
        on=REPLIED_ON,
        pages="3页",
        proves="本机关对申请的处理结论、事实、理由和依据",
    ),
    Evidence(
        name="政府信息公开申请答复书发出凭证",
        number="EX000000012CN",
        on=date(2026, 3, 27),
        pages="1页",
        proves="答复书已于该日以邮寄送达的方式发出，没有超过答复期限",
    ),
)

REVIEW_ANSWER = ReviewAnswer(
    agency=AGENCY.name,
    number="甲环复答〔2026〕1号",
    addressees=("甲县人民政府",),
    issued_on=date(2026, 4, 24),
    contact=CONTACT,
    recital=recital("2026年2月10日研究乙厂改造的会议记录"),
    docket="甲政复〔2026〕3号",
    opponent="张三",
    copy_on=_COPY_ON,
    period=_REVIEW.period,
    answer_by=date(2026, 4, 27),
    answer_basis=cite([_REVIEW.citation]),
    reply=_REPLY,
    reply_on=REPLIED_ON,
    sent="该答复书于2026年3月27日以邮寄送达的方式发出",
    decided=(_DECIDED,),
    grounds=(
        "申请人认为该会议记录是行政决定的依据，应当公开。乙厂改造方案尚未批准，没有作出以该记录为依据的决定",
        "申请人认为答复没有说明理由。答复书已载明该记录的性质、所处的阶段和不公开的考虑",
    ),
    demand=Demand.UPHOLD,
    evidence=_EVIDENCE,
    represented_by="王某",
)

SUIT_ANSWER = SuitAnswer(
    agency=AGENCY.name,
    number="甲环诉答〔2026〕1号",
    addressees=("甲县人民法院",),
    issued_on=date(2026, 6, 18),
    contact=CONTACT,
    recital=REVIEW_ANSWER.recital,
    docket="（2026）甲行初5号",
    opponent="张三",
    copy_on=date(2026, 6, 8),
    period=_SUIT.period,
    answer_by=date(2026, 6, 23),
    answer_basis=cite([_SUIT.citation]),
    reply=_REPLY,
    reply_on=REPLIED_ON,
    sent=REVIEW_ANSWER.sent,
    decided=(_DECIDED,),
    grounds=("原告主张其是乙厂周边居民，应当知悉改造情况。申请人与事项有无利害关系，不改变该记录的性质",),
    demand=Demand.UPHOLD,
    evidence=_EVIDENCE,
)

SAMPLES: Mapping[str, Document] = {"review_answer": REVIEW_ANSWER, "suit_answer": SUIT_ANSWER}
