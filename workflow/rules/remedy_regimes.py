"""R1 to R5: periods and order of reconsideration (行政复议) and suit (行政诉讼), by the day of the decision.

Source:
    行政复议法 (2023), Arts. 20, 23, 34; (1999), Art. 9. 行政诉讼法, Arts. 45, 46; (1989), Art. 39.
    法释〔2025〕8号, Art. 1.
"""

from dataclasses import dataclass
from datetime import date

from workflow.rules.citations import Citation, Law
from workflow.rules.errors import RuleBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """The rules on remedies for decisions from `valid_from` until the next regime.

    Args:
        name: R1 to R5.
        valid_from: First day of a decision under it.
        suit_months: To sue directly, from receipt of the letter.
        review_first: Withholding has to go to reconsideration first (复议前置).
        review: The law of reconsideration in force.
        citations: For a free choice.
        first_citations: For reconsideration first; the first of them is the article that orders it.
        review_days: Calendar days to apply for reconsideration, from receipt of the letter.
        suit_days_after_review: Calendar days to sue, from receipt of the reconsideration decision.
        disputed: Which outcomes go to reconsideration first was not settled then.
        note: What is UNVERIFIED.

    """

    name: str
    valid_from: date
    suit_months: int
    review_first: bool
    review: Law
    citations: tuple[Citation, ...]
    first_citations: tuple[Citation, ...] = ()
    review_days: int = 60
    suit_days_after_review: int = 15
    disputed: bool = False
    note: str = ""


_R1999, _R2023 = Law.RECONSIDERATION_1999, Law.RECONSIDERATION_2023
_L1989, _L2014 = Law.LITIGATION_1989, Law.LITIGATION_2014
_EITHER = (Citation(_R2023, 20, 1), Citation(_L2014, 46, 1))
_FIRST = (Citation(_R2023, 23, 1, 4), Citation(_R2023, 20, 1), Citation(_R2023, 34), Citation(_L2014, 45))
_COURT = Citation(Law.COURT_RULES_2025, 1)

REGIMES = (
    Regime(
        name="R1",
        valid_from=date(2008, 5, 1),
        suit_months=3,
        review_first=False,
        review=_R1999,
        citations=(Citation(_R1999, 9, 1), Citation(_L1989, 39)),
    ),
    Regime(
        name="R2",
        valid_from=date(2015, 5, 1),
        suit_months=6,
        review_first=False,
        review=_R1999,
        citations=(Citation(_R1999, 9, 1), Citation(_L2014, 46, 1)),
    ),
    Regime(
        name="R3",
        valid_from=date(2024, 1, 1),
        suit_months=6,
        review_first=True,
        review=_R2023,
        citations=_EITHER,
        first_citations=_FIRST,
        disputed=True,
        note="UNVERIFIED: whether more than withholding under Arts. 14 to 16 went to reconsideration first.",
    ),
    Regime(
        name="R4",
        valid_from=date(2025, 6, 1),
        suit_months=6,
        review_first=True,
        review=_R2023,
        citations=(*_EITHER, _COURT),
        first_citations=(*_FIRST, _COURT),
    ),
    Regime(
        name="R5",
        valid_from=date(2026, 7, 1),
        suit_months=6,
        review_first=True,
        review=_R2023,
        citations=(*_EITHER, _COURT),
        first_citations=(*_FIRST, Citation(Law.RECONSIDERATION_RULES_2026, 31), _COURT),
        note="UNVERIFIED: the revised implementing regulations are known from two reports only.",
    ),
)


def remedy_regime_on(day: date) -> Regime:
    """Return the rules for a decision of `day`.

    Raises:
        RuleBroken: The day lies before the Regulations.

    """
    for regime in reversed(REGIMES):
        if regime.valid_from <= day:
            return regime
    raise RuleBroken(
        "A decision of {day} is older than the Regulations, which start on {start}. Enter a later day.",
        day=day,
        start=REGIMES[0].valid_from,
    )
