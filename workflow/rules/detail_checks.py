"""What a detail of a draft may not say, beyond being there.

Source:
    政府信息公开条例 (2019), Arts. 14, 36(1), 36(4), 37; 国办函〔2021〕132号 on a wrong way of access
    (错误告知方式、途径).
"""

import re
from collections.abc import Mapping

from workflow.rules.errors import BadInput
from workflow.rules.outcome_details import NONE
from workflow.rules.outcomes import Outcome

_ADDRESS = re.compile(r"https?://[^\s，。；、）)”]+", re.IGNORECASE)
_HOME = re.compile(r"https?://[^/?#]+(?:/(?:index|default|main)?(?:\.\w+)?)?[?#]?", re.IGNORECASE)
_NO_STATUTES = ("通知", "意见", "函", "批复", "纪要")


def home_pages(text: str) -> tuple[str, ...]:
    """Return the addresses in a text that lead to the front page of a site and to no document."""
    return tuple(address for address in _ADDRESS.findall(text) if _HOME.fullmatch(address.rstrip(".")))


def check_details(no: int, outcome: Outcome, given: Mapping[str, str]) -> None:
    """Refuse details of the draft of item `no` that state something and still do not tell what the article asks for.

    Raises:
        BadInput: A home page as the way to a document, a notice as the statute that forbids disclosure, withheld parts
            and reasons that do not pair off, or a clue without its check.
    """
    if outcome is Outcome.D1:
        _check_address(no, given.get("where", ""))
    if outcome is Outcome.N2:
        _check_statute(no, given.get("statute", ""))
    if outcome is Outcome.D3:
        _check_parts(no, given.get("withheld", ""), given.get("withheld_reason", ""))
    if outcome is Outcome.U1:
        _check_clues(no, given.get("clues", NONE))


def _check_address(no: int, where: str) -> None:
    for address in home_pages(where):
        raise BadInput(
            "Item {no} sends the applicant to {address}, the front page of a site. Give the address of the document "
            "itself (Art. 36(1)).",
            no=no,
            address=address,
        )


def _check_statute(no: int, statute: str) -> None:
    name = statute.strip().rstrip("》")
    if name.endswith(_NO_STATUTES):
        raise BadInput(
            "Item {no} names {statute} as what forbids disclosure. Only a law or an administrative regulation can "
            "(Art. 14); name it.",
            no=no,
            statute=statute.strip(),
        )


def _check_parts(no: int, withheld: str, reasons: str) -> None:
    parts, why = _lines(withheld), _lines(reasons)
    if len(parts) > 1 and len(parts) != len(why):
        raise BadInput(
            "Item {no} withholds {parts} parts and gives {reasons} reasons. Give one line of reasons for each part.",
            no=no,
            parts=len(parts),
            reasons=len(why),
        )


def _check_clues(no: int, clues: str) -> None:
    for line in [] if clues.strip() == NONE else _lines(clues):
        clue, _, checked = line.partition("｜")
        if not clue.strip() or not checked.strip():
            raise BadInput(
                "Item {no}: the clue {clue} does not say how it was checked. Write each clue on a line as "
                "线索｜核查情况.",
                no=no,
                clue=line,
            )


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
