"""The reply (答复书): one template for every outcome, composed item by item.

Source:
    政府信息公开条例 (2019), Arts. 2, 33, 36–40; (2008), Arts. 2, 21, 22, 26.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from letters.parts import ToApplicant
from letters.replaced import Replaced, check_replaced, saying
from letters.titles import SINGLE, itself
from workflow.rules.errors import NotReady
from workflow.rules.outcome_basis import answer_form
from workflow.rules.outcome_details import missing, nothing_stated
from workflow.rules.outcomes import Family, Outcome
from workflow.rules.remedies import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyItem:
    """The decision on one item of the request.

    Args:
        outcome: 处理决定.
        findings: What was established (事实).
        basis: The articles applied, as `citations.cite` writes them; only a withdrawal (a plain C3) has none.
        reasons: Why the facts meet the articles (理由).
        details: What `outcome_details` asks the letter to state, by key.

    """

    outcome: Outcome
    findings: str
    basis: str = ""
    reasons: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def stated(self) -> Mapping[str, str]:
        """The details that say something."""
        return {key: text for key, text in self.details.items() if not nothing_stated(key, text)}

    @property
    def saying(self) -> str:
        """What decides whether another reply answers it the same way."""
        return saying(self.outcome, self.findings, self.reasons)


_WITHOUT_REASONS = {Family.DISCLOSED, Family.PARTIAL, Family.OTHER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(ToApplicant):
    """政府信息公开申请答复书: item by item in the order of the request; `titles.title_of` has other titles for it.

    Args:
        items: The decisions.
        remedies: The paragraphs of `workflow.rules.remedy_clause.clause`, with `itself` as the document.
        replaces: The earlier letter that it takes the place of, adds to or puts right.

    """

    TITLE = SINGLE
    EFFECT = Effect.REPLY

    items: tuple[ReplyItem, ...]
    remedies: tuple[str, ...]
    replaces: Replaced | None = None

    @property
    def itself(self) -> str:
        """How it calls itself: 本答复书, 本告知书."""
        return itself(self.heading)

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
        self._check_earlier()

    def _check_earlier(self) -> None:
        if self.replaces is not None:
            check_replaced(self.replaces, self.number, self.issued_on, tuple(item.saying for item in self.items))
        elif self.recital.redo_order:
            raise NotReady(
                "The reply follows {order} and does not say what becomes of the earlier letter. Name it, and whether "
                "it was annulled or is revoked.",
                order=self.recital.redo_order,
            )


def _check_item(number: int, item: ReplyItem) -> None:
    answered = answer_form(item.outcome, item.details) is not None
    gaps = missing(item.outcome, item.details)
    if gaps:
        raise NotReady(
            "Item {number} ({outcome}) does not say: {missing}. Fill it in.",
            number=number,
            outcome=item.outcome.label,
            missing=[gap.label for gap in gaps],
        )
    if (item.outcome is not Outcome.C3 or answered) and not item.basis.strip():
        raise NotReady(
            "Item {number} ({outcome}) cites no article. Enter the article it rests on.",
            number=number,
            outcome=item.outcome.label,
        )
    if (item.outcome.family not in _WITHOUT_REASONS or answered) and not item.reasons.strip():
        raise NotReady(
            "Item {number} ({outcome}) gives no reasons. Say which facts of this case meet the article.",
            number=number,
            outcome=item.outcome.label,
        )
