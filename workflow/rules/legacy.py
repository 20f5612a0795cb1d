"""Answers that only the text of 2008 knew, and what they rested on; for cases of that time alone.

Source:
    政府信息公开条例 (2008), Arts. 2, 7, 8, 13, 21, 23; 国办发〔2008〕36号, point 14 on 三需要 (UNVERIFIED: as quoted in
    国办发〔2010〕5号).
"""

from datetime import date
from enum import StrEnum

from workflow.rules.citations import Citation, Law
from workflow.rules.errors import RuleBroken


class Legacy(StrEnum):
    """What was answered; the value is its number in the catalogue of letters."""

    ASK_NEEDS = "L1"
    NEEDS_NOT_SHOWN = "L2"
    NEEDS_UNRELATED = "L3"
    HISTORICAL = "L4"
    SECURITY = "L5"
    ASK_HOLDER = "L6"
    TELL_HOLDER = "L7"
    MIXED_GIVEN = "L8"
    MIXED_REFUSED = "L9"
    ASK_PARTY = "L10"
    PARTY_ANSWERS = "L11"
    PETITION = "L12"
    RECONSIDERATION = "L13"
    LITIGATION = "L14"
    FILE_INSPECTION = "L15"
    SPECIAL_FIELD = "L16"
    INQUIRY = "L17"

    @property
    def rests_on_needs(self) -> bool:
        """Tell whether it asks for a need in production, life or research (三需要), which 2019 did away with."""
        return self in {Legacy.ASK_NEEDS, Legacy.NEEDS_NOT_SHOWN, Legacy.NEEDS_UNRELATED}

    @property
    def informs(self) -> bool:
        """Tell whether it was written as a 函告, which names where to turn."""
        return self in _INFORMING


_INFORMING = frozenset(
    {
        Legacy.PETITION,
        Legacy.RECONSIDERATION,
        Legacy.LITIGATION,
        Legacy.FILE_INSPECTION,
        Legacy.SPECIAL_FIELD,
        Legacy.INQUIRY,
    }
)
_OLD = Law.REGULATIONS_2008
LAST_DAY = _OLD.valid_to
"""The last day on which any of them could be decided."""

_NEEDS = (Citation(_OLD, 13), Citation(Law.OPINIONS_2008))
_BASIS: dict[Legacy, tuple[Citation, ...]] = {
    Legacy.ASK_NEEDS: _NEEDS,
    Legacy.NEEDS_NOT_SHOWN: _NEEDS,
    Legacy.NEEDS_UNRELATED: _NEEDS,
    Legacy.HISTORICAL: (),  # UNVERIFIED: no article names what was made before 2008-05-01; the letter has to name one.
    Legacy.SECURITY: (Citation(_OLD, 21, item=2), Citation(_OLD, 8)),
    Legacy.ASK_HOLDER: (Citation(_OLD, 23),),
    Legacy.TELL_HOLDER: (Citation(_OLD, 23),),
    Legacy.MIXED_GIVEN: (Citation(_OLD, 21, item=1),),
    Legacy.MIXED_REFUSED: (Citation(_OLD, 21, item=2),),
    Legacy.ASK_PARTY: (Citation(_OLD, 7),),
    Legacy.PARTY_ANSWERS: (Citation(_OLD, 7),),
    # UNVERIFIED: no article names the 函告; the letters of that time mostly cite none.
    **dict.fromkeys(_INFORMING, (Citation(_OLD, 2),)),
}


def known_on(day: date) -> bool:
    """Tell whether the text of 2008 is in force on `day`."""
    return _OLD.in_force_on(day)


def legacy_citations(answer: Legacy, day: date) -> tuple[Citation, ...]:
    """Return the places that a letter of `day` cites; none where the letter has to name its own (L4).

    Raises:
        RuleBroken: The text of 2008 is not in force on that day.
    """
    if not known_on(day):
        raise RuleBroken(
            "The answer {answer} rests on the Regulations of 2008, which are not in force on {day}. Choose an outcome "
            "of the present text.",
            answer=answer.value,
            day=day,
        )
    return _BASIS[answer]
