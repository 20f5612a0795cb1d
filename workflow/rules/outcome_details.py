"""What a letter must state for each outcome, beyond the decision and its reasons.

A letter needs what `missing` names; a draft needs what `missing_in_draft` names besides. The rest may be stated where
the case has it. So a decision of an earlier version of the rules still gets its letter.

Source:
    政府信息公开条例 (2019), Arts. 2, 10, 16, 30, 32, 35–40.
    保守国家秘密法 (2024), Arts. 14, 20 on grade and period of a secret.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflow.rules.exemptions import InternalKind, ProcessKind, SecurityKind
from workflow.rules.outcomes import AnswerForm, Outcome

SECRET_GRADES = ("绝密", "机密", "秘密")
ENDED = "已经结束"
NONE = "无"
"""What is stated where there is nothing to state of `_MAY_BE_NONE`; a letter then says nothing of it."""

_MAY_BE_NONE = frozenset({"duty_to_hold", "clues", "information_item"})
_ITEMS_OF_36 = tuple(f"第三十六条第{item}项" for item in "一二三四五六七")


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing the letter states: its key in the record, its Chinese label, its choices (anything when empty)."""

    key: str
    label: str
    choices: tuple[str, ...] = ()

    def stated_in(self, given: Mapping[str, str]) -> bool:
        """Tell whether `given` states it, and as one of the choices where there are any."""
        value = given.get(self.key, "").strip()
        return bool(value) and (not self.choices or value in self.choices)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One of several ways to satisfy a duty; each way is a set of details that belong together.

    `when` is the key and the value (any when empty) of the detail that brings the duty about; without it there always
    is one.
    """

    ways: tuple[tuple[Detail, ...], ...]
    when: tuple[str, str] | None = None

    def applies_to(self, given: Mapping[str, str]) -> bool:
        """Tell whether what is stated brings the duty about."""
        if self.when is None:
            return True
        key, value = self.when
        stated = given.get(key, "").strip()
        return stated == value if value else bool(stated)

    def missing_from(self, given: Mapping[str, str]) -> tuple[Detail, ...]:
        """Return what is missing from the way that was taken furthest, nothing when one way is complete."""
        if not self.applies_to(given):
            return ()
        gaps = [tuple(detail for detail in way if not detail.stated_in(given)) for way in self.ways]
        done = [len(way) - len(gap) for way, gap in zip(self.ways, gaps, strict=True)]
        return () if not all(gaps) else gaps[done.index(max(done))]


def _all(*details: Detail) -> tuple[Requirement, ...]:
    return tuple(Requirement(((detail,),)) for detail in details)


def _either(*ways: tuple[Detail, ...]) -> Requirement:
    return Requirement(ways)


def _when(key: str, value: str, *details: Detail) -> tuple[Requirement, ...]:
    return tuple(Requirement(((detail,),), (key, value)) for detail in details)


_SEPARATION = Detail("separation", "能否区分处理的审查情况")
_PUBLIC_INTEREST = Detail("public_interest", "公共利益衡量情况")
_DISCRETION = Detail("discretion", "行使裁量不予公开的理由")
_DISCLOSURE_RULE = Detail("disclosure_rule", "有无应当公开的法律、法规、规章规定")
_CONSULTED = Detail("consultation", "征求第三方意见的情况")
_SEARCHED = Detail("searched", "检索的系统、档案和部门")
_CHANNEL = Detail("channel", "获取途径")
_MEDIUM = Detail("medium", "提供的形式和载体")

_MUST_STATE: dict[Outcome, tuple[Requirement, ...]] = {
    Outcome.D1: _all(Detail("where", "获取该信息的方式和途径")),
    Outcome.D2: (
        _either(
            (Detail("enclosed", "随函提供的信息名称和页数"),),
            (Detail("where", "获取该信息的方式和途径"), Detail("when", "获取时间")),
        ),
    ),
    Outcome.D3: _all(
        Detail("enclosed", "公开的部分"),
        Detail("withheld", "不予公开的部分"),
        Detail("withheld_reason", "不予公开部分的理由"),
        _SEPARATION,
    ),
    Outcome.N1: _all(
        Detail("grade", "密级", SECRET_GRADES),
        Detail("period", "保密期限"),
        Detail("authority", "定密机关或者定密依据"),
        _SEPARATION,
    ),
    Outcome.N2: _all(
        Detail("statute", "禁止公开的法律、行政法规名称"), Detail("statute_place", "该法条款"), _SEPARATION
    ),
    Outcome.N3: _all(
        Detail("security_kind", "危及的对象", tuple(SecurityKind)),
        Detail("harm", "公开将造成的具体危害"),
        Detail("assessed_by", "作出判断的机关"),
        _SEPARATION,
    ),
    Outcome.N4: _all(_CONSULTED, Detail("harm", "对第三方合法权益的损害"), _PUBLIC_INTEREST, _SEPARATION),
    Outcome.N4A: _all(
        Detail("not_public", "不为公众所知悉的情况"),
        Detail("value", "具有的商业价值"),
        Detail("protected", "权利人采取的保密措施"),
        _CONSULTED,
        _PUBLIC_INTEREST,
        _SEPARATION,
    ),
    Outcome.N4B: _all(Detail("privacy_kind", "个人隐私的种类"), _CONSULTED, _PUBLIC_INTEREST, _SEPARATION),
    Outcome.N5: _all(Detail("internal_kind", "内部事务信息的种类", tuple(InternalKind)), _DISCRETION),
    Outcome.N6: _all(
        Detail("process_kind", "过程性信息的种类", tuple(ProcessKind)),
        Detail("process_ended", "行政管理过程是否已经结束", (ENDED, "尚未结束")),
        _DISCRETION,
        _DISCLOSURE_RULE,
    ),
    Outcome.N7: _all(Detail("file", "执法案件"), Detail("file_state", "案件办理状态"), _DISCRETION, _DISCLOSURE_RULE),
    Outcome.N8: _all(Detail("statute", "作出特别规定的法律、行政法规名称"), _CHANNEL),
    Outcome.U1: _all(_SEARCHED),
    Outcome.U2: (
        *_all(Detail("reason", "不属于本机关负责公开的理由")),
        _either(
            (Detail("responsible_agency", "负责公开的行政机关名称"), Detail("agency_contact", "该机关联系方式")),
            (Detail("cannot_determine", "无法确定负责机关的理由"),),
            (
                Detail("archive", "接收该信息的国家档案馆名称"),
                Detail("archive_contact", "该档案馆联系方式和查阅途径"),
                Detail("transfer_list", "移交清单的名称、编号及其中的记载"),
                Detail("transferred_on", "移交日期"),
            ),
        ),
    ),
    Outcome.U3: _all(Detail("work_needed", "需要加工、分析的工作"), Detail("nearest_records", "可提供的相近现有信息")),
    Outcome.U4: _all(
        Detail("corrected_on", "补正通知和收到补正的日期"),
        Detail("still_unclear", "补正后仍不明确之处"),
    ),
    Outcome.X1: _all(Detail("petition_reason", "实质为信访、举报、投诉的理由")),
    Outcome.X2: _all(
        Detail("earlier_reply", "此前答复的文号和日期"),
        Detail("unchanged", "事实状态未发生变化的核查情况"),
    ),
    Outcome.X3: _all(Detail("publication", "公开出版物的名称、期号")),
    Outcome.X4: _all(Detail("count", "申请的数量和期间"), Detail("reasons_given", "申请人说明的理由及其不合理之处")),
    Outcome.X5: _all(Detail("already_obtained", "申请人已获取该信息的证明"), Detail("article", "适用的条款")),
    Outcome.C1: _all(Detail("notice", "补正告知书的文号和送达日期"), Detail("last_day", "补正期限届满日")),
    Outcome.C2: _all(Detail("notice", "收费通知书的文号和送达日期"), Detail("last_day", "缴费期限届满日")),
    Outcome.C3: (
        _either(
            (Detail("ended_because", "终止办理的原因和日期"),),
            (
                Detail("form", "其他处理的情形", (AnswerForm.NO_INFORMATION,)),
                Detail("element", "不符合政府信息定义的哪一要件"),
                Detail("maker", "该材料的制作者"),
                Detail("function", "制作或者保存该材料时履行的职能"),
            ),
            (
                Detail("form", "其他处理的情形", (AnswerForm.INQUIRY,)),
                Detail("explanation", "所咨询的内容和为何不是申请获取信息"),
                Detail("pointer", "可以向何处咨询"),
            ),
        ),
    ),
}

_A_DRAFT_ALSO: dict[Outcome, tuple[Requirement, ...]] = {
    Outcome.D1: _all(Detail("published_on", "公开日期")),
    Outcome.D2: _all(_MEDIUM),
    Outcome.D3: _all(_MEDIUM),
    Outcome.N2: _all(Detail("statute_kind", "该法的种类", ("法律", "行政法规"))),
    Outcome.N4B: _all(Detail("privacy_of", "隐私涉及的人员范围，不写姓名")),
    Outcome.N5: _all(Detail("no_effect", "对外部不产生直接影响的情况"), _DISCLOSURE_RULE),
    Outcome.N6: _when("process_ended", ENDED, Detail("still_matters", "行政管理过程结束后仍不宜公开的理由")),
    Outcome.N7: _all(Detail("party_access", "申请人是否为案件当事人，能否依照其他法律查阅案卷")),
    Outcome.N8: _all(Detail("statute_place", "该法条款"), Detail("papers_needed", "办理时需要的材料")),
    Outcome.U1: _all(
        Detail("duty_to_hold", f"有无应当制作或者保存的规定，有规定而没有的原因（没有规定的写“{NONE}”）"),
        Detail("clues", f"申请人提供的线索和核查情况（没有线索的写“{NONE}”）"),
    ),
    Outcome.U2: (
        *_when(
            "responsible_agency", "", Detail("role", "该机关负责公开的缘由", ("制作机关", "保存机关", "最初获取机关"))
        ),
        *_when("archive", "", _SEARCHED),
    ),
    Outcome.U3: _all(_SEPARATION),
    Outcome.X1: _all(Detail("information_item", f"其中申请获取信息的内容如何处理（没有的写“{NONE}”）")),
    Outcome.X2: _all(
        Detail("earlier_request", "此前申请的日期"),
        Detail("earlier_served", "此前答复的送达日期"),
        Detail("same_content", "两次申请内容相同的比对情况"),
    ),
    Outcome.X3: _all(Detail("obtainable", "该出版物的获取途径")),
    Outcome.X4: _all(Detail("reasons_asked", "说明理由告知书的文号和日期")),
    Outcome.X5: _all(Detail("article", "适用的条款", _ITEMS_OF_36)),
}
"""What a draft must state besides; decisions from before this list are without it."""

_MAY_STATE: dict[Outcome, tuple[Detail, ...]] = {
    Outcome.D2: (Detail("form_reason", "提供形式与申请要求不同的理由"),),
    Outcome.D3: (Detail("form_reason", "提供形式与申请要求不同的理由"),),
    Outcome.U1: (Detail("search_terms", "检索使用的关键词和时间范围"),),
    Outcome.X1: (Detail("right_channel", "反映诉求的正确途径"),),
    Outcome.C3: (Detail("party_consulted", "征求党的机关意见的情况"),),
}
"""What a letter states where the case has it."""


def must_state(outcome: Outcome) -> tuple[Requirement, ...]:
    """Return what a draft must state for `outcome`, in the order of the text."""
    return (*_MUST_STATE[outcome], *_A_DRAFT_ALSO.get(outcome, ()))


def may_state(outcome: Outcome) -> tuple[Detail, ...]:
    """Return what a letter for `outcome` states besides, where the case has it."""
    return _MAY_STATE.get(outcome, ())


def nothing_stated(key: str, text: str) -> bool:
    """Tell whether a detail has nothing that a letter could say: it is blank, or 无 where that is an answer."""
    return not text.strip() or (key in _MAY_BE_NONE and text.strip() == NONE)


def missing(outcome: Outcome, given: Mapping[str, str]) -> tuple[Detail, ...]:
    """Return what `given` (key to text, as the drafter entered it) still lacks for a letter; empty when complete."""
    return tuple(_gaps(_MUST_STATE[outcome], given))


def missing_in_draft(outcome: Outcome, given: Mapping[str, str]) -> tuple[Detail, ...]:
    """Return what `given` still lacks for a draft, each key once; it asks for all that a letter does, and more."""
    by_key = {gap.key: gap for gap in _gaps(must_state(outcome), given)}
    return tuple(by_key.values())


def _gaps(duties: tuple[Requirement, ...], given: Mapping[str, str]) -> Iterator[Detail]:
    for duty in duties:
        yield from duty.missing_from(given)
