"""The reply (答复书): one template for every outcome, composed item by item.

Source:
    政府信息公开条例 (2019), Arts. 33, 36–39; (2008), Arts. 21, 22.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from letters.parts import ToApplicant
from workflow.rules.errors import NotReady
from workflow.rules.outcome_details import missing
from workflow.rules.outcomes import Family, Outcome
from workflow.rules.remedies import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyItem:
    """The decision on one item of the request.

    Args:
        outcome: 处理决定.
        findings: What was established (事实).
        basis: The articles applied, as `citations.cite` writes them; only a withdrawal (C3) has none.
        reasons: Why the facts meet the articles (理由).
        details: What `outcome_details` asks the letter to state, by key.

    """

    outcome: Outcome
    findings: str
    basis: str = ""
    reasons: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


_WITHOUT_REASONS = {Family.DISCLOSED, Family.PARTIAL, Family.OTHER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(ToApplicant):
    """政府信息公开申请答复书: one title for every outcome, item by item in the order of the request.

    `remedies` are the paragraphs of `workflow.rules.remedy_clause.clause`.
    """

    TITLE = "政府信息公开申请答复书"
    EFFECT = Effect.REPLY

    items: tuple[ReplyItem, ...]
    remedies: tuple[str, ...]

    def check(self) -> None:
        """Refuse a reply that leaves an item out, or decides one without what its article asks for."""
        ToApplicant.check(self)
        if len(self.items) != len(self.recital.request):
            raise NotReady(
                "The request has {asked} items and the reply decides {decided}. Decide each item once.",
                asked=len(self.recital.request),
                decided=len(self.items),
            )
        for number, item in enumerate(self.items, 1):
            _check_item(number, item)


def _check_item(number: int, item: ReplyItem) -> None:
    gaps = missing(item.outcome, item.details)
    if gaps:
        raise NotReady(
            "Item {number} ({outcome}) does not say: {missing}. Fill it in.",
            number=number,
            outcome=item.outcome.label,
            missing=[gap.label for gap in gaps],
        )
    if item.outcome is not Outcome.C3 and not item.basis.strip():
        raise NotReady(
            "Item {number} ({outcome}) cites no article. Enter the article it rests on.",
            number=number,
            outcome=item.outcome.label,
        )
    if item.outcome.family not in _WITHOUT_REASONS and not item.reasons.strip():
        raise NotReady(
            "Item {number} ({outcome}) gives no reasons. Say which facts of this case meet the article.",
            number=number,
            outcome=item.outcome.label,
        )
