"""What a sample reply states for each outcome, about an invented county."""

from collections.abc import Mapping
from types import MappingProxyType

from workflow.rules.outcomes import Outcome

DETAILS: Mapping[Outcome, Mapping[str, str]] = MappingProxyType(
    {
        Outcome.D1: {
            "where": "甲县人民政府网站“环评审批”栏目，https://www.example.gov.cn/hp/2025/118.html",
            "published_on": "2025年5月8日",
        },
        Outcome.D2: {"enclosed": "《乙厂排污许可证》复印件，共12页", "medium": "纸质复印件"},
        Outcome.D3: {
            "enclosed": "《乙厂环境应急预案》第1页至第30页",
            "medium": "纸质复印件",
            "withheld": "该预案第31页至第34页的应急人员名单",
            "withheld_reason": "该名单载有自然人的姓名和联系方式，属于个人隐私，相关人员不同意公开",
            "separation": "该预案含有不应公开的内容，能够作区分处理",
        },
        Outcome.N1: {
            "grade": "秘密",
            "period": "十年",
            "authority": "甲省生态环境厅",
            "separation": "该件全文属于国家秘密，不能作区分处理",
        },
        Outcome.N2: {
            "statute": "《中华人民共和国统计法》",
            "statute_place": "第二十八条",
            "statute_kind": "法律",
            "separation": "该件全部由能够识别调查对象的资料组成，不能作区分处理",
        },
        Outcome.N3: {
            "security_kind": "公共安全",
            "harm": "该图标明危险化学品储罐的位置和防护薄弱处，公开后可能被用于破坏",
            "assessed_by": "甲县应急管理局",
            "separation": "去除储罐位置后该图没有其他内容，不能作区分处理",
        },
        Outcome.N4: {
            "consultation": "本机关于2026年3月4日书面征求乙厂意见，乙厂于3月10日书面表示不同意公开并说明理由",
            "harm": "公开会使乙厂正在进行的仲裁陷于不利",
            "public_interest": "经衡量，不公开不会对公共利益造成重大影响",
            "separation": "该件不能作区分处理",
        },
        Outcome.N4A: {
            "not_public": "该配方从未公开，也不能从公开渠道取得",
            "value": "乙厂以该配方生产的产品占其销售额的大部分",
            "protected": "乙厂与接触该配方的人员签有保密协议，并限制查阅",
            "consultation": "本机关于2026年3月4日书面征求乙厂意见，乙厂于3月10日书面表示不同意公开并附证据",
            "public_interest": "经衡量，不公开不会对公共利益造成重大影响",
            "separation": "该件全部为配方，不能作区分处理",
        },
        Outcome.N4B: {
            "privacy_kind": "病历",
            "privacy_of": "与申请人没有亲属关系的自然人",
            "consultation": "本机关于2026年3月4日书面征求本人意见，本人不同意公开",
            "public_interest": "经衡量，不公开不会对公共利益造成重大影响",
            "separation": "去除本人身份后仍能识别本人，不能作区分处理",
        },
        Outcome.N5: {
            "internal_kind": "人事管理",
            "no_effect": "该信息只用于本机关内部考核，对外部不产生直接影响",
            "discretion": "公开会影响正常的考核秩序",
            "disclosure_rule": "经检索，没有法律、法规、规章规定应当公开",
        },
        Outcome.N6: {
            "process_kind": "讨论记录",
            "process_ended": "尚未结束",
            "discretion": "公开会影响参会人员坦率发表意见",
            "disclosure_rule": "未见此类规定",
        },
        Outcome.N7: {
            "file": "乙厂涉嫌超标排污一案",
            "file_state": "仍在调查",
            "party_access": "您不是该案当事人，不能依照行政处罚的有关规定查阅该案卷",
            "discretion": "公开会妨碍取证",
            "disclosure_rule": "未见此类规定",
        },
        Outcome.N8: {
            "statute": "《不动产登记暂行条例》",
            "statute_place": "第二十七条",
            "channel": "到甲县不动产登记中心（甲县人民路8号）查询",
            "papers_needed": "身份证明和利害关系证明",
        },
        Outcome.U1: {
            "searched": "系统｜办公自动化系统｜“乙厂”“噪声”“监测报告”，2015年1月至2020年12月｜未检索到\n"
            "系统｜环评审批系统｜“乙厂”，2015年1月至2020年12月｜有环评批复1份，没有监测报告\n"
            "档案｜本机关2015年至2020年文书档案｜“乙厂”“噪声”，2015年至2020年｜未检索到\n"
            "部门｜环评科、监测站｜2016年对乙厂的噪声监测｜两部门均答复没有制作",
            "duty_to_hold": "排污单位投产后应当监测厂界噪声，该要求在2016年还不适用于乙厂",
            "clues": "您称2016年8月有人员到乙厂监测｜经核对当月外出记录，该次到场是现场勘察，没有监测",
        },
        Outcome.U2: {
            "reason": "该信息由甲县自然资源局制作并保存",
            "responsible_agency": "甲县自然资源局",
            "role": "制作机关",
            "agency_contact": "甲县人民路2号，0000-7654321",
        },
        Outcome.U3: {
            "work_needed": "从三百余份监测报告中逐份摘录并汇总计算",
            "separation": "所需数据分散在各份报告中，作区分处理仍不能得到汇总结果",
            "nearest_records": "各年度监测报告原件，可以另行申请",
        },
        Outcome.U4: {
            "corrected_on": "本机关于2026年3月4日告知补正，于3月9日收到补正材料",
            "still_unclear": "“有关材料”所指的文件名称、文号或者其他特征",
        },
        Outcome.X1: {
            "petition_reason": "该项内容是反映乙厂夜间排污并要求查处，属于举报",
            "information_item": "所附“乙厂2025年的排污许可证”已作为另一项申请处理",
            "right_channel": "拨打12369环境保护举报热线",
        },
        Outcome.X2: {
            "earlier_request": "2025年8月11日",
            "earlier_reply": "甲环公开〔2025〕31号，2025年9月1日",
            "earlier_served": "2025年9月3日",
            "same_content": "两次申请的信息名称和年度相同",
            "unchanged": "经核查，该信息的存在状态和公开属性此后没有变化",
        },
        Outcome.X3: {"publication": "《甲县年鉴（2024）》第112页", "obtainable": "甲县图书馆可以借阅，书店有售"},
        Outcome.X4: {
            "count": "2026年1月至2月共提出87件，内容基本相同",
            "reasons_asked": "甲环说〔2026〕1号，2026年3月4日",
            "reasons_given": "您说明是为了督促本机关工作，该理由不足以说明需要如此数量和频次的申请",
        },
        Outcome.X5: {
            "already_obtained": "该许可证副本已于2025年9月1日向您提供，有您的签收记录",
            "article": "第三十六条第六项",
        },
        Outcome.C1: {"notice": "甲环补〔2026〕3号，2026年3月4日送达", "last_day": "2026年3月18日"},
        Outcome.C2: {"notice": "甲环费〔2026〕1号，2026年3月4日送达", "last_day": "2026年4月1日"},
        Outcome.C3: {"ended_because": "您于2026年3月10日书面撤回该项申请"},
    }
)
"""What a letter must state for each outcome, filled in."""

OVER = {
    "process_kind": "请示报告",
    "process_ended": "已经结束",
    "still_matters": "该请示中的备选方案没有被采纳，公开会使公众误认为是正式方案",
    "discretion": "公开会影响以后研究方案时坦率提出意见",
    "disclosure_rule": "经检索，没有法律、法规、规章规定应当公开",
}
"""Process information whose process is over."""

ARCHIVED = {
    "reason": "该信息由本机关制作，已依法移交国家档案馆，本机关没有留存",
    "archive": "甲县档案馆",
    "archive_contact": "甲县文化路3号，0000-7654000；持有效身份证明到馆查阅",
    "transfer_list": "《甲县生态环境局2005年永久档案移交清单》（第3页第17号）",
    "transferred_on": "2016年11月8日",
    "searched": "系统｜办公自动化系统｜文件标题，2005年｜未检索到\n"
    "档案｜本机关档案室2005年移交清单｜逐页查阅｜第3页第17号",
}
"""A record that went to the state archive."""

NO_INFORMATION = {
    "form": "非政府信息",
    "maker": "中共甲县生态环境局党组",
    "function": "党组研究党的建设工作的过程中",
    "element": "该材料不是行政机关在履行行政管理职能过程中制作或者获取的",
    "party_consulted": "本机关已征求党组意见，党组认为该材料属于党务文件",
}
"""What is no government information."""

INQUIRY = {
    "form": "咨询",
    "explanation": "您询问的是新建项目为何需要办理环境影响评价，要求的是对政策的解释，没有指向已经制作或者保存的信息",
    "pointer": "向本机关环评科咨询，电话0000-1234568",
}
"""A question that asks for no record."""
