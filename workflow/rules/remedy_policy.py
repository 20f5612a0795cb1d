"""The routes of the law, what it leaves open, and what an office may set for itself."""

from dataclasses import dataclass
from enum import StrEnum

from workflow.rules.errors import RuleBroken
from workflow.rules.outcomes import Outcome


class Route(StrEnum):
    """The order of reconsideration (行政复议) and suit (行政诉讼)."""

    FIRST = "RF"
    """Reconsideration first, then suit."""
    EITHER = "ALT"
    """Reconsideration or suit, as the person likes."""
    NONE = "NONE"
    """Nothing that could be challenged on its own."""


class Warn(StrEnum):
    """What a reviewer should look at before the letter goes out."""

    STRADDLES = "The decision and its dispatch fall under different rules on remedies; which governs is not settled."
    ADMIN_QUERY = "A register query (Art. 36(7)) is reported as a refusal but is none of Arts. 14 to 16."
    INQUIRY = "Whether an answer to a question that asks for no record (咨询) can be challenged is not settled."
    ART_39 = "Whether a notice on a petition or a publication (Art. 39) can be challenged is not settled."
    DISPUTED_SCOPE = "From 2024-01-01 to 2025-05-31 it was disputed which outcomes go to reconsideration first."
    UNREAD_TEXT = "The implementing regulations in force from 2026-07-01 are applied from reports; read the text."
    NO_BODY = "No reconsideration body is known for this agency on that day; enter it in the profile of the agency."
    MERGED_POWERS = "Before 2024 some places had merged these powers; check that the second body was competent."
    NO_ONLINE_CHANNEL = "A decision served online must name the online channel for reconsideration (Art. 22)."


class GoverningDay(StrEnum):
    """Which day chooses the rules when decision and dispatch straddle a change (UNVERIFIED which one governs)."""

    DECIDED = "decided"
    DISPATCHED = "dispatched"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyPolicy:
    """What the law leaves open and an office may set for itself.

    Args:
        admin_query: Route of N8 from 2024: EITHER by the wording of 法释〔2025〕8号, FIRST as some offices print.
        petition: Route of X1: EITHER, or NONE as a court of Jiangsu saw it.
        publication: Route of X3: EITHER or NONE.
        inquiry: Route of an item answered as a question (咨询): EITHER or NONE.
        first_while_disputed: Outcomes sent to reconsideration first in the disputed window of R3, besides refusals.
        governing_day: Which day chooses the rules.

    """

    admin_query: Route = Route.EITHER
    petition: Route = Route.EITHER
    publication: Route = Route.EITHER
    inquiry: Route = Route.EITHER
    first_while_disputed: frozenset[Outcome] = frozenset()
    governing_day: GoverningDay = GoverningDay.DECIDED

    def __post_init__(self) -> None:
        if self.admin_query is Route.NONE or Route.FIRST in {self.petition, self.publication, self.inquiry}:
            raise RuleBroken(
                "A register query can be RF or ALT, a petition, a publication and a question ALT or NONE. Correct the "
                "policy."
            )


DEFAULT_POLICY = RemedyPolicy()
