"""What a letter must state for each outcome, beyond the decision and its reasons.

Source:
    政府信息公开条例 (2019), Arts. 30, 32, 35–39; 保守国家秘密法 (2024), Arts. 14, 20 on grade and period of a secret.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.rules.exemptions import InternalKind, ProcessKind, SecurityKind
from workflow.rules.outcomes import Outcome

SECRET_GRADES = ("绝密", "机密", "秘密")


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
    """One of several ways to satisfy a duty; each way is a set of details that belong together."""

    ways: tuple[tuple[Detail, ...], ...]

    def missing_from(self, given: Mapping[str, str]) -> tuple[Detail, ...]:
        """Return what is missing from the way that was taken furthest, nothing when one way is complete."""
        gaps = [tuple(detail for detail in way if not detail.stated_in(given)) for way in self.ways]
        done = [len(way) - len(gap) for way, gap in zip(self.ways, gaps, strict=True)]
        return () if not all(gaps) else gaps[done.index(max(done))]


def _all(*details: Detail) -> tuple[Requirement, ...]:
    return tuple(Requirement(((detail,),)) for detail in details)


def _either(*ways: tuple[Detail, ...]) -> Requirement:
    return Requirement(ways)


_SEPARATION = Detail("separation", "能否区分处理的审查情况")
_PUBLIC_INTEREST = Detail("public_interest", "公共利益衡量情况")
_DISCRETION = Detail("discretion", "行使裁量不予公开的理由")
_CONSULTED = Detail("consultation", "征求第三方意见的情况")
_CHANNEL = Detail("channel", "获取途径")

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
        Detail("process_ended", "行政管理过程是否已经结束", ("已经结束", "尚未结束")),
        _DISCRETION,
        Detail("disclosure_rule", "有无应当公开的法律、法规、规章规定"),
    ),
    Outcome.N7: _all(
        Detail("file", "执法案件"),
        Detail("file_state", "案件办理状态"),
        _DISCRETION,
        Detail("disclosure_rule", "有无应当公开的法律、法规、规章规定"),
    ),
    Outcome.N8: _all(Detail("statute", "作出特别规定的法律、行政法规名称"), _CHANNEL),
    Outcome.U1: _all(
        Detail("searched", "检索的系统、档案和部门"), Detail("search_terms", "检索使用的关键词和时间范围")
    ),
    Outcome.U2: (
        *_all(Detail("reason", "不属于本机关负责公开的理由")),
        _either(
            (Detail("responsible_agency", "负责公开的行政机关名称"), Detail("agency_contact", "该机关联系方式")),
            (Detail("cannot_determine", "无法确定负责机关的理由"),),
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
    Outcome.C3: _all(Detail("ended_because", "终止办理的原因和日期")),
}


def must_state(outcome: Outcome) -> tuple[Requirement, ...]:
    """Return what a letter must state for `outcome`, in the order of the text."""
    return _MUST_STATE[outcome]


def missing(outcome: Outcome, given: Mapping[str, str]) -> tuple[Detail, ...]:
    """Return what `given` (key to text, as the drafter entered it) still lacks for a letter; empty when complete."""
    return tuple(detail for duty in _MUST_STATE[outcome] for detail in duty.missing_from(given))
