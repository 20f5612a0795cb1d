"""L06 to L08: what does not exist was searched for, clues were followed, and the agency in charge is named.

Source:
    政府信息公开条例 (2019), Art. 36(4)(5); 指导案例101号; rows 2, 3, 7, 8, 13.
"""

from collections.abc import Iterator

from letters.kinds import Document
from letters.lint.facts import CaseFacts
from letters.lint.finding import Flaw, flaw
from letters.lint.reading import bare, items
from letters.lint.search import ARCHIVE, PAPER, SYSTEM, clues, search_lines, stated
from letters.replies import ReplyItem
from workflow.rules.outcomes import Outcome
from workflow.rules.search_record import SearchLine

_ARCHIVE = "档案馆"
_TRANSFER = "移交"


def sent_to_archive(item: ReplyItem) -> bool:
    """Tell whether the reply says that the record lies in a state archive (已移交国家档案馆)."""
    named = item.details.get("archive", "").strip() or _ARCHIVE in item.reasons + "".join(item.details.values())
    return item.outcome is Outcome.U2 and bool(named)


def searched(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L06: a system and paper or an archive were searched; a duty to hold is explained; a transfer was looked up.

    The record of the search is that of the facts or, where they have none, that of the letter.
    """
    for number, item in items(letter):
        if item.outcome is not Outcome.U1 and not sent_to_archive(item):
            continue
        known = facts.item(number)
        lines = known.search if known and known.search is not None else search_lines(item.details)
        yield from _sources(number, lines)
        if known and known.duty_to_hold and not stated(item.details, "duty_to_hold"):
            yield flaw(
                "A rule obliges the agency to hold item {item}, and the reply does not say why it has none. Say why.",
                item=number,
            )
        if sent_to_archive(item) and not _transfers_checked(item, lines):
            yield flaw(
                "Item {item} sends the applicant to an archive, and no list of transfers was checked. Check one and "
                "record it.",
                item=number,
            )


def _transfers_checked(item: ReplyItem, lines: tuple[SearchLine, ...]) -> bool:
    """Tell whether the reply names the list of transfers, or the search looked at one."""
    in_search = any(_TRANSFER in line.name + line.terms + line.result for line in lines)
    return in_search or bool(item.details.get("transfer_list", "").strip())


def _sources(number: int, lines: tuple[SearchLine, ...]) -> Iterator[Flaw]:
    kinds = {line.kind for line in lines}
    if SYSTEM not in kinds or not kinds & {PAPER, ARCHIVE}:
        yield flaw(
            "The search for item {item} needs at least a system and paper files or an archive. Search both and record "
            "them as 系统｜名称｜关键词和时间范围｜结果.",
            item=number,
        )
    open_lines = [line.name or line.kind for line in lines if not line.complete]
    if open_lines:
        yield flaw(
            "The record of the search for item {item} lacks terms, period or result for: {places}. Complete it.",
            item=number,
            places=open_lines,
        )


def clues_answered(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L07: every clue the applicant gave stands in the reply with what was found about it."""
    for number, item in items(letter):
        if item.outcome is not Outcome.U1 and not sent_to_archive(item):
            continue
        told, known = clues(item.details), facts.item(number)
        for clue in known.clues if known else ():
            if not any(bare(clue) in bare(one.said) or bare(one.said) in bare(clue) for one in told if bare(one.said)):
                yield flaw(
                    "The applicant's clue {clue} for item {item} is not answered. Say what was found about it.",
                    item=number,
                    clue=clue,
                )
        for one in told:
            if not one.checked.strip():
                yield flaw(
                    "The reply names the clue {clue} for item {item} and not what was found about it. Say it.",
                    item=number,
                    clue=one.said,
                )


def agency_in_charge(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:  # noqa: ARG001 - all rules are asked alike
    """L08: who is in charge is named with a contact, or it is said why that cannot be determined."""
    for number, item in items(letter):
        if item.outcome is not Outcome.U2 or item.details.get("cannot_determine", "").strip():
            continue
        name, contact = _in_charge(item, "responsible_agency", "agency_contact")
        if not (name and contact) and not all(_in_charge(item, "archive", "archive_contact")):
            yield flaw(
                "Item {item} names no responsible agency with its contact. Name it, or say why none can be determined.",
                item=number,
            )
        elif name == letter.agency:
            yield flaw("Item {item} sends the applicant to the agency that answers. Name another one.", item=number)


def _in_charge(item: ReplyItem, name: str, contact: str) -> tuple[str, str]:
    return item.details.get(name, "").strip(), item.details.get(contact, "").strip()
