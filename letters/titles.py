"""What a reply is called: one title for all outcomes, or one for each; and what it calls itself."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from workflow.rules.outcomes import Family, Outcome

SINGLE = "政府信息公开申请答复书"
"""The title that fits every reply."""


class TitleStyle(StrEnum):
    """How an agency names its replies."""

    SINGLE = "single"
    """One title; the outcome stands in the text."""
    BY_OUTCOME = "by_outcome"
    """One title for each outcome. A reply with different outcomes keeps the one that fits all."""


_BY_FAMILY = {
    Family.DISCLOSED: "政府信息公开告知书",
    Family.PARTIAL: "政府信息部分公开告知书",
    Family.REFUSED: "政府信息不予公开告知书",
    Family.UNABLE: "政府信息无法提供告知书",
    Family.NOT_PROCESSED: "政府信息公开申请不予处理告知书",
    Family.OTHER: "政府信息公开申请告知书",
}
# What its family's title would misname: a title that contradicts the body is a defect of its own.
_BY_OUTCOME: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.N8: "行政查询事项告知书",
        Outcome.U1: "政府信息不存在告知书",
        Outcome.U2: "非本机关政府信息告知书",
        Outcome.U3: "政府信息不予提供告知书",
        Outcome.X1: "不作为政府信息公开申请处理告知书",
        Outcome.X2: "政府信息公开申请不予重复处理告知书",
        Outcome.X3: "公开出版物获取途径告知书",
    }
)
_CALLED = ("答复书", "告知书", "通知书", "决定书")


def title_of(outcomes: Sequence[Outcome], style: TitleStyle) -> str:
    """Return the title of a reply with these outcomes, in the order of its items."""
    distinct = list(dict.fromkeys(outcomes))
    if style is TitleStyle.SINGLE or len(distinct) != 1:
        return SINGLE
    return _BY_OUTCOME.get(distinct[0], _BY_FAMILY[distinct[0].family])


def itself(title: str) -> str:
    """Return how a letter of this title calls itself: 本答复书, 本告知书; 本文书 where the title ends otherwise."""
    return next((f"本{word}" for word in _CALLED if title.endswith(word)), "本文书")
