"""Samples of `letters.handling`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from letters.handling import (
    ApprovalForm,
    AssignmentOrder,
    Finding,
    GroundCheck,
    Opinion,
    ProposedItem,
    Redaction,
    ReviewedItem,
    SearchedItem,
    SearchRecord,
    SecrecyReferral,
    SecrecyReviewForm,
    SeveranceRecord,
    SeveredItem,
    Wish,
)
from letters.parts import Document
from letters.sample_facts import AGENCY, ARTICLES, CONTACT, REPLIED_ON
from workflow.rules.citations import cite
from workflow.rules.exemptions import EXEMPTIONS, Ground, exemption_on
from workflow.rules.outcome_basis import citations_on
from workflow.rules.outcomes import Outcome
from workflow.rules.search_record import parse_search

_CASE_NO = "2026-0012"
_PERMIT = "乙厂2025年的排污许可证"
_NOISE = "乙厂2016年的噪声监测报告"
_PLAN = "乙厂的环境应急预案"

ASSIGNMENT_ORDER = AssignmentOrder(
    agency=AGENCY.name,
    number=_CASE_NO,
    issued_on=date(2026, 3, 3),
    unit="环境监测科",
    items=(Wish(no=1, text=_PERMIT), Wish(no=2, text=_NOISE)),
    sources=("环境监测管理系统", "2016年监测报告纸质台账", "综合档案室"),
    answer_by=date(2026, 3, 10),
    reply_by=date(2026, 3, 30),
    hints=("申请人指明该报告由原县环境监测站编制，请查找该站移交的材料",),
    search_basis=ARTICLES["not_held"],
    severance_basis=ARTICLES["severance"],
    third_party_basis=ARTICLES["third_party"],
    handler="李四",
)

SEARCH_RECORD = SearchRecord(
    agency=AGENCY.name,
    number=_CASE_NO,
    issued_on=date(2026, 3, 10),
    items=(
        SearchedItem(
            no=2,
            text=_NOISE,
            lines=parse_search(
                "系统｜环境监测管理系统｜“乙厂”“噪声”，2016年1月至2017年12月｜未检索到\n"
                "纸质｜监测报告台账（2016年、2017年）｜逐页查阅｜2016年无记载，2017年3月起有记载\n"
                "档案｜综合档案室全宗目录｜“乙厂”，2010年至2018年｜未检索到\n"
                "部门｜环境监测科、执法大队｜询问经办人王五、赵六｜乙厂2017年3月投产，2016年没有监测"
            ),
        ),
    ),
    basis=ARTICLES["not_held"],
    duty="没有。2016年没有要求对未投产的企业进行噪声监测的规定",
    clues=("申请人指明该报告由原县环境监测站编制：已查阅该站2018年移交清单，没有该报告",),
    proofs=("系统检索截图，共3页", "监测报告台账2016年目录复印件，共2页"),
    searched_on=date(2026, 3, 9),
    searcher="王五",
)

SECRECY_REVIEW_FORM = SecrecyReviewForm(
    agency=AGENCY.name,
    number=_CASE_NO,
    issued_on=date(2026, 3, 20),
    items=(
        ReviewedItem(no=1, text=_PERMIT, source="行政审批科", pages="12", proposal=Outcome.D2.label),
        ReviewedItem(
            no=2,
            text=_PLAN,
            source="环境应急科",
            pages="34",
            proposal=Outcome.D3.label,
            severing="第31页至第34页的姓名和住址",
        ),
    ),
    checks=tuple(
        GroundCheck(ground=one.ground.label, basis=cite(one.citations))
        for one in EXEMPTIONS
        if one.in_force_on(REPLIED_ON)
    ),
    basis=ARTICLES["secrecy_review"],
    conclusion="区分处理后公开",
    reasons="两份材料均未标注密级，经逐页审查不含国家秘密；预案第31页至第34页含个人隐私",
    reviewer="赵六",
    reviewed_on=date(2026, 3, 23),
)

SECRECY_REFERRAL = SecrecyReferral(
    agency=AGENCY.name,
    number="甲环函〔2026〕11号",
    addressees=("甲县国家保密局",),
    issued_on=date(2026, 3, 9),
    contact=CONTACT,
    information=("申请第3项所涉的会议材料（不涉密名称）",),
    doubt="该材料引用了其他机关的数据，没有标注密级，本机关不能确定所引用的数据是否属于国家秘密",
    law="本机关国家秘密事项一览表，没有列明该类数据",
    answer_by=date(2026, 3, 20),
    basis=ARTICLES["secrecy_doubt"],
)

APPROVAL_FORM = ApprovalForm(
    agency=AGENCY.name,
    number=_CASE_NO,
    issued_on=date(2026, 3, 24),
    document="政府信息公开申请答复书",
    items=(
        ProposedItem(no=1, text=_PERMIT, outcome=Outcome.D2.label, basis=cite(citations_on(Outcome.D2, REPLIED_ON))),
        ProposedItem(no=2, text=_NOISE, outcome=Outcome.U1.label, basis=cite(citations_on(Outcome.U1, REPLIED_ON))),
    ),
    checked=True,
    findings=(
        Finding(rule="L25", severity="W", text="理由部分引用了规范性文件", override="仅作说明，依据仍为条例"),
        Finding(rule="L06", severity="E", text="第2项没有检索纸质或者档案来源"),
    ),
    opinions=(
        Opinion(stage="拟办", opinion="拟按上述结果答复", name="李四", on=date(2026, 3, 20)),
        Opinion(stage="会签"),
        Opinion(stage="保密审查", opinion="可以公开", name="赵六", on=date(2026, 3, 23)),
        Opinion(stage="法制审核"),
        Opinion(stage="签发"),
    ),
    due_on=date(2026, 3, 30),
)

SEVERANCE_RECORD = SeveranceRecord(
    agency=AGENCY.name,
    number=_CASE_NO,
    issued_on=date(2026, 3, 24),
    items=(
        SeveredItem(
            no=2,
            text=_PLAN,
            given="《乙厂环境应急预案》第1页至第30页",
            withheld="第31页至第34页的应急人员姓名和住址",
            reason="属于个人隐私，公开会损害其合法权益",
        ),
    ),
    basis=ARTICLES["severance"],
    redactions=(
        Redaction(
            item=2,
            document="《乙厂环境应急预案》",
            place="第31页至第34页，人员名单第2列、第4列",
            ground=Ground.PRIVACY.label,
            basis=cite(exemption_on(Ground.PRIVACY, REPLIED_ON).citations),
        ),
    ),
    method="打印后遮盖，重新扫描为图像文件",
    test="文件无文字层、无隐藏内容，属性中无原文",
    redactor="李四",
    tester="赵六",
)

SAMPLES: Mapping[str, Document] = {
    "assignment_order": ASSIGNMENT_ORDER,
    "assignment_order_subordinate": replace(
        ASSIGNMENT_ORDER, title="政府信息公开申请协办函", unit="甲县环境监测站", sources=(), hints=(), handler=""
    ),
    "search_record": SEARCH_RECORD,
    "search_record_blank": replace(
        SEARCH_RECORD,
        items=(SearchedItem(no=1, text=_PERMIT), SearchedItem(no=2, text=_NOISE)),
        duty="",
        clues=(),
        proofs=(),
        searched_on=None,
        searcher="",
    ),
    "secrecy_review_form": SECRECY_REVIEW_FORM,
    "secrecy_referral": SECRECY_REFERRAL,
    "approval_form": APPROVAL_FORM,
    "severance_record": SEVERANCE_RECORD,
    "severance_record_blank": replace(SEVERANCE_RECORD, redactions=(), method="", test="", redactor="", tester=""),
}
