"""What the record knows about a case and the rules of the lint need: plain values, read by whoever asks for the lint.

A fact that is None, or a collection that is None, is not known: most rules then say nothing, and a rule that cannot do
without it says that it is missing. An empty collection means that the record has none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from letters.lint.happened import Consulted, Correction, EarlierReply, Extension, Numbered
from letters.lint.papers import Clause, Enclosure, FeeAsked, Issuer, Seal, Service, UrlCheck
from workflow.rules.agencies import Profile
from workflow.rules.exemptions import Ground
from workflow.rules.outcomes import Outcome
from workflow.rules.search_record import SearchLine

__all__ = [
    "CaseFacts",
    "Change",
    "Clause",
    "Consulted",
    "Correction",
    "EarlierReply",
    "Enclosure",
    "Extension",
    "FeeAsked",
    "Issuer",
    "ItemFacts",
    "Numbered",
    "Seal",
    "SearchLine",
    "Service",
    "UrlCheck",
]

MIN_CORRECTION_DAYS = 7
"""Working days an applicant is given at least. The law says 合理 and no number: an office may set its own."""


class Change(StrEnum):
    """What may have changed since an earlier reply, so that a request is no repetition (重复申请)."""

    DECLASSIFIED = "it was declassified"
    PROCESS_ENDED = "the process has ended"
    NOW_MADE = "it was made or obtained since"
    REORGANISED = "the agency was reorganised"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """An item of the request as registered, and what was found about it.

    Args:
        wording: Word for word.
        corrected: As corrected (补正); empty where it was not.
        outcome: What the record decided; None before a decision.
        grounds: Of the withheld parts of D3.
        search: Lines of the record of the search (检索情况记录表); None where only the letter has them.
        duty_to_hold: Some rule obliges the agency to make or keep it.
        clues: What the applicant gave as hints that it exists.
        mixed: It also holds what may be disclosed.
        unclear: The review found that it does not say what is wanted.
        clarity_note: Why it could be understood all the same.
        changes: The checklist of a repetition, answered.

    """

    wording: str
    corrected: str = ""
    outcome: Outcome | None = None
    grounds: tuple[Ground, ...] = ()
    search: tuple[SearchLine, ...] | None = None
    duty_to_hold: bool | None = None
    clues: tuple[str, ...] = ()
    mixed: bool | None = None
    unclear: bool | None = None
    clarity_note: str = ""
    changes: Mapping[Change, bool] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What was asked for in the end."""
        return self.corrected or self.wording


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """All that the lint asks the record.

    Args:
        items: As registered, in their order.
        case_no: 登记号.
        applicants: Names of all applicants, as on their papers.
        received_on: 收到申请之日.
        channel: As it is read in 以……方式; empty where it is not to be compared.
        sensitive: Identity numbers, telephones, addresses of the applicant, word for word.
        third_persons: Names of natural persons who are third parties.
        due_on: Last day for the reply, pauses and extension included; None while the clock stands.
        dispatch_on: Day on which the letter is to go out.
        late_reason: Why it goes out late.
        correction: None where none was asked for.
        extension: None where the period was not extended.
        consultations: All of them.
        earlier: Replies to the same applicant.
        register: Numbers given out -> what they stand for; None where the register was not read.
        number_pattern: The pattern of the office for this letter, with places for year and n; empty where unknown.
        issuer: None where it is not known who seals.
        profile: Of the agency, for who hears a reconsideration.
        clause: The clause by the rules; None where it was not built.
        reported_as: What the case is counted by, where the office chose.
        enclosures: What is enclosed.
        urls: Addresses that were opened -> what was seen.
        other_refusals: Reasons of other refusals of the office.
        drafted_by: Who wrote the draft.
        reviewed_by: Who signed off the secrecy review.
        approved_by: Who decided.
        approved_on: When.
        one_person_allowed: The office allows one person to do all.
        fee: Of a notice of the fee; None for other letters.
        service: None before it is planned.
        min_correction_days: What the office set.

    """

    items: tuple[ItemFacts, ...]
    case_no: str
    applicants: tuple[str, ...]
    received_on: date
    channel: str = ""
    sensitive: tuple[str, ...] = ()
    third_persons: tuple[str, ...] = ()
    due_on: date | None = None
    dispatch_on: date | None = None
    late_reason: str = ""
    correction: Correction | None = None
    extension: Extension | None = None
    consultations: tuple[Consulted, ...] = ()
    earlier: tuple[EarlierReply, ...] = ()
    register: Mapping[str, Numbered] | None = None
    number_pattern: str = ""
    issuer: Issuer | None = None
    profile: Profile | None = None
    clause: Clause | None = None
    reported_as: Outcome | None = None
    enclosures: tuple[Enclosure, ...] = ()
    urls: Mapping[str, UrlCheck] = field(default_factory=dict)
    other_refusals: tuple[str, ...] = ()
    drafted_by: str = ""
    reviewed_by: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    one_person_allowed: bool = False
    fee: FeeAsked | None = None
    service: Service | None = None
    min_correction_days: int = MIN_CORRECTION_DAYS

    def item(self, number: int) -> ItemFacts | None:
        """Return the registered item of a number from 1, or None where there is none."""
        return self.items[number - 1] if 1 <= number <= len(self.items) else None
