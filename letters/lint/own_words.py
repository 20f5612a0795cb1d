"""What a reply says beyond the words of the law: the reasons of an item, without statute and stock phrases."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from letters.lint.reading import bare
from letters.replies import ReplyItem
from workflow.rules.exemptions import Force, Ground, InternalKind, ProcessKind, SecurityKind
from workflow.rules.outcomes import Outcome

LEAST_OWN = 4
"""Characters that have to be left of reasons; fewer name no fact of any case."""

REASON_DETAILS: Mapping[Outcome, tuple[str, ...]] = MappingProxyType(
    {
        Outcome.D3: ("withheld_reason",),
        Outcome.N1: ("period", "authority"),
        Outcome.N3: ("harm",),
        Outcome.N4: ("harm",),
        Outcome.N4A: ("not_public", "value", "protected"),
        Outcome.N4B: ("privacy_kind", "privacy_of"),
        Outcome.N5: ("discretion", "no_effect"),
        Outcome.N6: ("discretion", "still_matters"),
        Outcome.N7: ("discretion", "party_access"),
        Outcome.U1: ("searched", "search_terms", "duty_to_hold"),
        Outcome.U2: ("reason", "cannot_determine"),
        Outcome.U3: ("work_needed",),
        Outcome.U4: ("still_unclear",),
        Outcome.X1: ("petition_reason",),
        Outcome.X2: ("unchanged", "same_content"),
        Outcome.X3: ("publication",),
        Outcome.X4: ("count", "reasons_given"),
        Outcome.X5: ("already_obtained",),
    }
)
"""The details of an outcome that are reasons."""

_STOCK = (
    *(ground.label for ground in Ground),
    *(str(force) for force in Force),
    *(str(kind) for kinds in (SecurityKind, InternalKind, ProcessKind) for kind in kinds),
    *("行政机关在履行行政管理职能过程中形成的", "公开后可能危及", "公开会对第三方合法权益造成损害的", "依法确定为"),
    *("法律、行政法规禁止公开", "国家秘密", "商业秘密", "个人隐私", "内部事务信息", "过程性信息", "行政执法案卷"),
    *(
        "经本机关集体研究",
        "经集体研究",
        "集体讨论",
        "经研究决定",
        "经本机关研究",
        "经研究",
        "经审查",
        "经核实",
        "经查",
        "依照相关规定",
        "根据有关规定",
        "依据有关规定",
    ),
    *("根据相关规定", "依法依规", "依法", "依照规定", "上述情形", "法定情形", "不宜公开", "不应公开", "应当不予公开"),
    *(
        "可以不予公开",
        "不予公开",
        "不予提供",
        "不能公开",
        "不公开",
        "决定",
        "您申请公开的",
        "你单位申请公开的",
        "申请公开的",
    ),
    *("第三方不同意公开", "权利人不同意公开", "第三方", "权利人", "不同意", "反对公开", "同意公开", "合法权益", "损害"),
    *(
        "该项",
        "该件",
        "该信息",
        "政府信息",
        "相关信息",
        "上述信息",
        "本机关",
        "所申请的",
        "属于",
        "符合",
        "情形",
        "涉及",
    ),
    *(
        "包括",
        "等方面的",
        "方面的",
        "以及",
        "故",
        "因此",
        "因",
        "为",
        "的",
        "等",
        "对",
        "和",
        "或者",
        "且",
        "与",
        "该",
        "信息",
    ),
)
_PHRASES = tuple(sorted({bare(phrase) for phrase in _STOCK}, key=len, reverse=True))
_PLACE = re.compile(r"《[^《》]*(?:条例|法)》|第[零一二三四五六七八九十百]+[条款项]")


def own(text: str) -> str:
    """Return what is left of a text without citations, words of the law, and phrases that fit every case."""
    left = bare(_PLACE.sub("", text))
    for phrase in _PHRASES:
        left = left.replace(phrase, "")
    return left


def gives_reasons(item: ReplyItem) -> bool:
    """Tell whether the reasons of an item say anything about its case.

    Where another statute carries the answer (N2, N8), naming it is the reason.
    """
    if item.outcome in {Outcome.N2, Outcome.N8} and item.details.get("statute", "").strip():
        return True
    return says_something(reasons_of(item))


def says_something(text: str) -> bool:
    """Tell whether a text says anything about its case."""
    return len(own(text)) >= LEAST_OWN


def reasons_of(item: ReplyItem) -> str:
    """Return the reasons of an item: what was typed as such, and the details that are reasons."""
    details = (item.details.get(key, "") for key in REASON_DETAILS.get(item.outcome, ()))
    return "\n".join(part for part in (item.reasons, *details) if part.strip())
