"""A sample reply for each number of group D, about an invented county."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from letters.parts import Document
from letters.replaced import How, Replaced
from letters.replies import Reply, ReplyItem
from letters.sample_details import ARCHIVED, DETAILS, INQUIRY, NO_INFORMATION, OVER
from letters.sample_facts import AGENCY, CONTACT, REPLIED_ON, recital
from letters.titles import TitleStyle, itself, title_of
from workflow.rules.citations import Law, cite
from workflow.rules.exemptions import Ground
from workflow.rules.outcome_basis import answer_form, citations_on
from workflow.rules.outcomes import Outcome
from workflow.rules.remedies import DecidedItem, remedies
from workflow.rules.remedy_clause import clause

_GROUNDS = {Outcome.D3: (Ground.PRIVACY,)}


def decided(outcome: Outcome, findings: str, reasons: str = "", details: Mapping[str, str] | None = None) -> ReplyItem:
    """Return an item as the rules found it on the day of the sample reply."""
    stated = DETAILS[outcome] if details is None else details
    basis = cite(citations_on(outcome, REPLIED_ON, _GROUNDS.get(outcome, ()), stated))
    if outcome is Outcome.X5:
        basis = Law.REGULATIONS_2019.title + stated["article"]
    return ReplyItem(outcome=outcome, findings=findings, basis=basis, reasons=reasons, details=stated)


def reply(
    request: tuple[str, ...],
    items: tuple[ReplyItem, ...],
    attachments: tuple[str, ...] = (),
    number: int = 12,
    *,
    title: str = "",
) -> Reply:
    """Return a reply of the sample agency with the remedies of its day."""
    result = remedies(
        decided_on=REPLIED_ON,
        dispatched_on=REPLIED_ON,
        items=[
            DecidedItem(place, item.outcome, answer_form(item.outcome, item.details))
            for place, item in enumerate(items, 1)
        ],
        profile=AGENCY,
    )
    return Reply(
        agency=AGENCY.name,
        number=f"甲环公开〔2026〕{number}号",
        addressees=("张三",),
        issued_on=REPLIED_ON,
        contact=CONTACT,
        title=title,
        recital=recital(*request),
        items=items,
        remedies=clause(result, itself(title or Reply.TITLE)),
        attachments=attachments,
    )


def _of(request: str, item: ReplyItem, *attachments: str) -> Reply:
    return reply((request,), (item,), attachments)


def _titled(request: Sequence[str], *items: ReplyItem) -> Reply:
    """Return a reply of an agency that has a title for each outcome."""
    title = title_of([item.outcome for item in items], TitleStyle.BY_OUTCOME)
    return reply(tuple(request), items, title=title)


PERMIT = "乙厂2025年的排污许可证"
COPY = "《乙厂排污许可证》复印件，共12页"
NOISE = "乙厂2016年的噪声监测报告"
OLD = Replaced(
    day=date(2026, 1, 15), how=How.ANNULLED, number="甲环公开〔2026〕2号", by="甲县人民政府甲政复决〔2026〕3号决定"
)

_GIVEN = decided(Outcome.D2, "该许可证由本机关于2025年5月6日核发，保存于本机关")
_D2 = decided(
    Outcome.D2,
    "该许可证由本机关于2025年5月6日核发，原件为纸质，共12页",
    details={
        "enclosed": COPY,
        "medium": "纸质复印件",
        "form_reason": "您要求提供电子文件；该件只有纸质原件，扫描可能损坏装订载体，提供复印件较为适当",
    },
)
_D10 = decided(
    Outcome.N6,
    "该件为本机关2025年3月3日向甲县人民政府报送的请示，县人民政府已于2025年6月批复",
    "该请示列有三个备选方案，批复只采纳了其中一个",
    OVER,
)
_D12 = decided(Outcome.U1, "乙厂2017年3月建成投产", "乙厂在2016年尚未投产，当年没有对其噪声进行监测")
_UNCLEAR = replace(
    _of("乙厂的有关材料，请全部提供", decided(Outcome.U4, "补正材料只增加了“全部”二字", "不能确定所指的文件或者事项")),
    recital=replace(
        recital("乙厂的有关材料，请全部提供"),
        first_request="乙厂的有关材料",
        correction_requested_on=date(2026, 3, 4),
        corrected_on=date(2026, 3, 9),
    ),
)
_ASKED = replace(recital(PERMIT), received_on=date(2025, 12, 22))
_AGAIN = replace(
    _of(PERMIT, _GIVEN, COPY),
    recital=replace(_ASKED, earlier_reply=OLD.number, earlier_reply_on=OLD.day, redo_order=OLD.by),
    replaces=OLD,
)


def _later(how: How, title: str, findings: str) -> Reply:
    """Return a reply that the agency adds to an own letter of which nobody complained."""
    item = replace(_GIVEN, findings=findings)
    made = reply((PERMIT,), (item,), (COPY,), 15, title=title)
    return replace(made, recital=_ASKED, replaces=replace(OLD, how=how, by=""))


SAMPLES: Mapping[str, Document] = MappingProxyType(
    {
        "reply_d1": _of("乙厂改造项目的环评批复", decided(Outcome.D1, "该批复由本机关制作，文号为甲环审〔2025〕118号")),
        "reply_d2": _of(PERMIT, _D2, COPY),
        "reply_d3": _of(
            "乙厂的环境应急预案",
            decided(Outcome.D3, "该预案由乙厂制作，报本机关备案，共34页"),
            "《乙厂环境应急预案》第1页至第30页复印件，共30页",
        ),
        "reply_d4": _of(
            "甲县某设施的环境安全评估件", decided(Outcome.N1, "该件由本机关保存", "该件尚在保密期限内，没有解密")
        ),
        "reply_d5": _of(
            "2025年环境统计中乙厂填报的原始资料",
            decided(Outcome.N2, "该资料由乙厂在统计调查中填报", "该资料能够识别单个统计调查对象，用途限于统计"),
        ),
        "reply_d6": _of(
            "乙厂危险化学品储罐布置图",
            decided(Outcome.N3, "该图由乙厂报本机关备案，共1张", "该图的内容使储罐容易成为破坏的目标"),
        ),
        "reply_d7": _of(
            "乙厂的原料配方备案材料",
            decided(Outcome.N4A, "该材料由乙厂报本机关备案，共7页", "该材料具备商业秘密的各项要件，权利人不同意公开"),
        ),
        "reply_d8": _of(
            "2025年9月乙厂泄漏事故受伤人员的病历",
            decided(Outcome.N4B, "本机关在事故调查中获取病历3份", "病历反映个人健康状况，公开会损害本人的合法权益"),
        ),
        "reply_d9": _of(
            "本机关2025年度工作人员考核记录",
            decided(Outcome.N5, "该记录由本机关制作，共26页", "该记录记载对工作人员的评议意见"),
        ),
        "reply_d10": _of("2025年3月关于乙厂改造方案的请示", _D10),
        "reply_d11": _of(
            "乙厂涉嫌超标排污一案的全部材料",
            decided(Outcome.N7, "该案于2026年2月2日立案，案卷现有材料41页", "案卷中的询问笔录和证据清单反映调查方向"),
        ),
        "reply_d12": _of(NOISE, _D12),
        "reply_d12_by_outcome": _titled((NOISE,), _D12),
        "reply_d13": _of(
            "乙厂用地的出让合同",
            decided(Outcome.U2, "本机关没有制作，也没有保存该合同", "按照职责分工，土地出让由该局办理"),
        ),
        "reply_d14": _of(PERMIT, decided(Outcome.X2, "您两次申请的是同一份许可证", "本次申请没有提出新的事实")),
        "reply_d15": _of(
            "丁路5号房屋的登记资料",
            decided(Outcome.N8, "该资料属于不动产登记资料", "不动产登记资料的查询，有关法规规定了查询人和程序"),
        ),
        "reply_d16": _of(
            "乙厂2010年以来各污染物排放总量的汇总表",
            decided(Outcome.U3, "本机关保存有乙厂各次监测报告，没有制作过汇总表", "制作该表需要重新计算和分析"),
        ),
        "reply_d17": _UNCLEAR,
        "reply_d18": _of(
            "请查处乙厂夜间排污并公开处理结果",
            decided(Outcome.X1, "该项内容要求本机关履行查处职责", "要求查处不是要求提供已有的信息"),
        ),
        "reply_d19": _of("甲县2023年环境质量状况", decided(Outcome.X3, "该内容已收入年鉴", "该年鉴公开发行")),
        "reply_d20": _of(
            "乙厂2026年2月27日的值班记录",
            decided(Outcome.X4, "您在两个月内提出的申请多数内容相同", "申请的数量和频次明显超过合理范围"),
        ),
        "reply_d21": _of(
            "请重新出具乙厂排污许可证副本", decided(Outcome.X5, "该副本与您现在申请的是同一份", "您已经获取该信息")
        ),
        "reply_d22": _of(
            "2025年局党组会议记录",
            decided(Outcome.C3, "该材料保存于本机关", "该会议没有行使行政管理职权", NO_INFORMATION),
        ),
        "reply_d23": _of(
            "新建项目为什么要办理环境影响评价？",
            decided(Outcome.C3, "该项内容没有指向任何文件", "回答该问题需要解释政策，不是提供已有的信息", INQUIRY),
        ),
        "reply_d24": _of(
            "乙厂2005年的环评批复",
            decided(Outcome.U2, "该批复于2005年制作，2016年移交档案馆", "移交后该件由档案馆保管和提供利用", ARCHIVED),
        ),
        "reply_d25": reply(
            (PERMIT, "2025年3月关于乙厂改造方案的请示", NOISE, "2025年局党组会议记录"),
            (
                _GIVEN,
                _D10,
                _D12,
                decided(Outcome.C3, "该材料保存于本机关", "该会议没有行使行政管理职权", NO_INFORMATION),
            ),
            (COPY,),
        ),
        "reply_d26": _AGAIN,
        "reply_d26_revokes": replace(_AGAIN, replaces=replace(OLD, how=How.REVOKES)),
        "reply_d26_supplement": _later(
            How.SUPPLEMENTS, "政府信息公开申请补充答复书", "前次答复遗漏了该许可证的附页，现一并提供"
        ),
        "reply_d26_correction": _later(
            How.CORRECTS, "政府信息公开申请更正答复书", "前次答复所附复印件缺少第7页，现提供完整的复印件"
        ),
    }
)
"""Samples by the numbers of the catalogue: `reply_d1` to `reply_d26`, and variants of some."""
