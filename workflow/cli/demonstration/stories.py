"""Twelve requests, one for each way through the state table; people, firms and places are invented."""

from collections.abc import Callable

from workflow.actions.ask_correction import ask_correction, correct
from workflow.actions.charge import charge, deliver_fee_notice, pay
from workflow.actions.clear_secrecy import clear_secrecy, send_back
from workflow.actions.consult import answer_consultation, consult, deliver_consultation
from workflow.actions.extend import extend
from workflow.actions.proceedings import answer_proceeding, conclude_proceeding, file_proceeding, reopen
from workflow.actions.register import Requester
from workflow.actions.withdraw import lapse, withdraw
from workflow.cli.demonstration.player import Player
from workflow.rules.arrival import Arrival, Channel, Mail
from workflow.rules.exemptions import Ground
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.rules.record.deciding import ItemDraft

ZHANG = Requester(
    name="张三",
    applicant_class="natural_person",
    identifiers={"id_number": "000000200001010011", "phone": "13000000000"},
)
FIRM = Requester(name="乙化工有限公司", applicant_class="commercial", identifiers={"address": "甲县工业园2号"})
LAWYERS = Requester(name="丙律师事务所", applicant_class="legal_service")
INSTITUTE = Requester(name="丁环境研究所", applicant_class="research")

SECRET = {
    "not_public": "该配比仅由乙厂技术负责人掌握，未在任何渠道公开",
    "value": "配比决定产品的成本和品质，能够带来竞争优势",
    "protected": "乙厂与接触人员签订保密协议，文件加密保存",
    "consultation": "本机关书面征求乙厂意见，乙厂在期限内书面表示不同意公开并说明理由",
    "public_interest": "经衡量，不公开不会对公共利益造成重大影响",
    "separation": "该材料全文由配比数据组成，不能作区分处理",
}
SEARCH = {
    "searched": "系统｜监测数据平台｜“丁河”“加密监测”，2016年1月至12月｜未检索到\n"
    "档案｜档案室2016年监测类案卷｜“丁河”，2016年｜只有例行监测报告，没有加密监测数据\n"
    "部门｜环境监测科｜2016年丁河加密监测｜答复当年没有开展",
    "duty_to_hold": "加密监测按需开展，没有规定要求当年必须开展",
    "clues": "无",
}
CLASSIFIED = {
    "grade": "秘密",
    "period": "十年",
    "authority": "甲省有权定密机关",
    "separation": "该件全文属于国家秘密，不能作区分处理",
}
ENFORCEMENT = {
    "file": "甲环罚立〔2024〕18号案",
    "file_state": "已经结案",
    "party_access": "申请人不是该案当事人，不能依照其他法律查阅该案卷",
    "discretion": "公开该案卷中的调查材料可能影响以后的执法工作",
    "disclosure_rule": "未发现法律、法规、规章规定应当公开",
}


def _portal(play: Player) -> Arrival:
    return Arrival(
        channel=Channel.ONLINE,
        submitted_on=play.day,
        auto_ack_on=play.day,
        office_confirmed_on=play.day,
        applicant_confirmed_on=play.day,
    )


def _counter(play: Player) -> Arrival:
    return Arrival(channel=Channel.IN_PERSON, handed_in_on=play.day)


def _post(play: Player) -> Arrival:
    return Arrival(channel=Channel.LETTER, mail=Mail.REGISTERED, signed_on=play.day)


def asked(case: Case) -> str:
    """Return the reference of the consultation that was begun last."""
    return case.consultations[-1].ref


def given(no: int, name: str, pages: int = 6) -> ItemDraft:
    """Return an item that is provided."""
    enclosed = f"{name}复印件，共{pages}页"
    return ItemDraft(
        no=no,
        outcome=Outcome.D2,
        findings=f"本机关制作并保存有{name}",
        detail={"enclosed": enclosed, "medium": "纸质复印件"},
    )


def disclosed(play: Player) -> None:
    """予以公开: asked at the counter, given within the period."""
    play.register(_counter(play), ZHANG, "乙厂2025年排污许可证")
    play.reviewed().after(3).answer(given(1, "《乙厂排污许可证》"))


def partly(play: Player) -> None:
    """部分公开: one item given, one severed because it names people; the first draft went back."""
    play.register(_portal(play), INSTITUTE, "乙厂2025年监测报告", "乙厂环境应急预案")
    severed = ItemDraft(
        no=2,
        outcome=Outcome.D3,
        findings="本机关保存有《乙厂环境应急预案》，共34页",
        reasons="第31页至第34页载有应急人员的姓名和联系方式，公开会损害其合法权益",
        grounds=[Ground.PRIVACY],
        detail={
            "enclosed": "《乙厂环境应急预案》第1页至第30页",
            "medium": "纸质复印件",
            "withheld": "该预案第31页至第34页",
            "withheld_reason": "该部分载有自然人的姓名和联系方式，属于个人隐私",
            "separation": "该预案能够作区分处理，已将其余部分提供",
        },
    )
    whole = given(2, "《乙厂环境应急预案》", 34)
    play.reviewed().after(4).submitted(given(1, "《乙厂2025年监测报告》"), whole).after(1)
    play.take(send_back, "reviewer", reason="应急预案第31页至第34页载有个人信息，应当区分处理")
    play.answer(severed, conclusion="redact")


def refused(play: Player) -> None:
    """不予公开: a third party was asked, objected with reasons, and the agency agreed."""
    play.register(_post(play), LAWYERS, "乙厂的原料配方备案材料")
    play.reviewed().after(1)
    question = "乙厂原料配方备案材料（甲环备〔2025〕7号）"
    play.take(consult, "caseworker", party="third_party", name="乙化工有限公司", question=question)
    play.letter("third_party_consultation", asked)
    play.after(2).take(deliver_consultation, "caseworker", ref=asked)
    reasons = "配方未公开，已采取保密措施，公开会使竞争对手获利"
    play.after(6).take(answer_consultation, "caseworker", ref=asked, opinion="refuse", reasons=reasons)
    secret = ItemDraft(
        no=1,
        outcome=Outcome.N4A,
        findings="该材料载明乙厂产品的原料配比",
        reasons="该配比不为公众所知悉，具有商业价值，并经权利人采取保密措施，公开会对其合法权益造成损害",
        detail=SECRET,
    )
    play.after(2).answer(secret, conclusion="withhold")


def not_held(play: Player) -> None:
    """信息不存在: searched in the system and in the archive, and not found."""
    play.register(_portal(play), ZHANG, "2016年丁河水质加密监测数据")
    missing = ItemDraft(
        no=1,
        outcome=Outcome.U1,
        findings="丁河水质监测由本机关负责",
        reasons="2016年本机关未对丁河开展加密监测，该信息未曾制作",
        detail=SEARCH,
    )
    play.reviewed().after(5).answer(missing)


def other_agency(play: Player) -> None:
    """不属于本机关负责公开: the responsible agency is named with its contact."""
    play.register(_portal(play), FIRM, "甲县2025年国有土地出让合同")
    elsewhere = ItemDraft(
        no=1,
        outcome=Outcome.U2,
        findings="国有土地出让合同由自然资源主管部门订立并保存",
        reasons="本机关不是该信息的制作机关，也未获取该信息",
        detail={
            "reason": "国有土地出让不属于生态环境主管部门的职责",
            "responsible_agency": "甲县自然资源局",
            "role": "制作机关",
            "agency_contact": "甲县解放路9号，0000-7654321",
        },
    )
    play.reviewed().after(2).answer(elsewhere)


def corrected(play: Player) -> None:
    """补正后予以公开: the correction restarts the period."""
    play.register(_portal(play), ZHANG, "乙厂的有关材料")
    play.letter("receipt", way="online").after(2)
    point = "申请公开的政府信息的描述｜“有关材料”不能指向特定信息，本机关不能据此检索｜写明文件名称、文号或者形成时间"
    play.take(ask_correction, "caseworker", points=[point], reply_by=play.office.calendar.add(play.day, 10))
    play.letter("correction_notice")
    play.after(5).take(correct, "intake", items=["乙厂2025年环境影响评价批复"])
    play.taken_up().after(2).answer(given(1, "《乙厂环境影响评价批复》"))


def correction_missed(play: Player) -> None:
    """逾期不补正: nothing came in, and the case was ended on purpose, not by itself."""
    play.register(_post(play), ZHANG, "全部文件")
    play.after(3)
    point = "申请公开的政府信息的描述｜“全部文件”没有名称、文号或者其他特征｜写明需要的文件名称或者事项"
    play.take(ask_correction, "caseworker", points=[point], reply_by=play.office.calendar.add(play.day, 10))
    play.letter("correction_notice")
    play.after(11).take(lapse, "caseworker", reason="申请人未补正，也未说明正当理由")


def fee_unpaid(play: Player) -> None:
    """逾期未缴费: 250 pages, a fee notice, and twenty working days without payment."""
    play.register(_portal(play), FIRM, "2020年至2025年全部排污许可证副本（纸质）")
    play.reviewed().after(1).take(charge, "caseworker", method="pages", quantity=250)
    play.after(1).take(deliver_fee_notice, "caseworker")
    play.after(21).take(lapse, "caseworker", reason="申请人逾期未缴纳信息处理费，也未说明正当理由")


def extended(play: Player) -> None:
    """缴费、延期后予以公开: the payment begins the period anew, the extension comes before its last day."""
    play.register(_counter(play), INSTITUTE, "2010年以来丁河断面监测年报")
    play.reviewed().after(1).take(charge, "caseworker", method="pages", quantity=120)
    play.after(1).take(deliver_fee_notice, "caseworker")
    play.after(5).take(pay, "intake", receipt_no="0012345")
    play.after(12).take(extend, "approver", days=15, reason="所涉年报分存三处，需要逐卷调取")
    play.letter("extension_notice")
    play.after(10).answer(given(1, "《丁河断面监测年报》", 120))


def withdrawn(play: Player) -> None:
    """撤回: the applicant found it on the website."""
    play.register(_portal(play), ZHANG, "甲县2025年空气质量公报")
    play.reviewed().after(1).take(withdraw, "intake", how="申请人来函书面撤回，已核对身份")


def state_secret(play: Player) -> None:
    """国家秘密: the reviewer cannot tell, refers it, and the answer decides; only a neutral reference is kept."""
    play.register(_post(play), LAWYERS, "甲县某设施环境安全评估件")
    play.reviewed().after(2)
    kept = ItemDraft(
        no=1,
        outcome=Outcome.N1,
        findings="所申请的文件已由有权机关依法定密",
        reasons="该文件尚在保密期限内，未解密",
        detail=CLASSIFIED,
    )
    play.submitted(kept).after(1)
    play.take(clear_secrecy, "reviewer", conclusion="refer", ground="不能确定是否仍需保密，已提请保密行政管理部门确定")
    play.after(4).finish("withhold")


def reopened(play: Player) -> None:
    """复议纠正后重新答复: the reply was revoked, a new one ordered within ten working days."""
    play.register(_portal(play), ZHANG, "乙厂2024年行政处罚决定书")
    process = ItemDraft(
        no=1,
        outcome=Outcome.N7,
        findings="本机关于2024年对乙厂作出行政处罚决定，决定书存于案卷",
        reasons="该决定书与立案、调查、听证材料一并归入案卷",
        detail=ENFORCEMENT,
    )
    play.reviewed().after(2).answer(process, conclusion="withhold")
    play.after(5).take(
        file_proceeding, "caseworker", filing="review", body="甲县人民政府", docket=f"甲政复〔{play.day.year}〕3号"
    )
    play.after(6).take(answer_proceeding, "caseworker", no=1, number=f"甲环复答〔{play.day.year}〕3号")
    play.after(4).take(conclude_proceeding, "caseworker", no=1, result="corrected", ending="责令重新答复")
    play.take(
        reopen, "approver", proceeding=1, days=10, order=f"甲县人民政府行政复议决定书（甲政复决〔{play.day.year}〕3号）"
    )
    play.after(3).answer(given(1, "《行政处罚决定书》"))


STORIES: tuple[Callable[[Player], None], ...] = (
    disclosed,
    partly,
    refused,
    not_held,
    other_agency,
    corrected,
    correction_missed,
    fee_unpaid,
    extended,
    withdrawn,
    state_secret,
    reopened,
)
