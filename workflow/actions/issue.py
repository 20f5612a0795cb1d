"""Issue letters (签发文书): a number, the text from the record, the files kept; all in the step that records it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from letters import coverage
from letters.catalogue import LISTED, Signs
from letters.editing import blocks_by
from letters.faces import Fonts
from letters.kept import to_bytes
from letters.kinds import Document, Form, kind_name
from letters.own_word import document as document_in
from letters.render import Sheet, blocks, document_of, page_of, sheet
from workflow.actions.agency_profile import look_of
from workflow.actions.letter_lint import Asked, accepted, found_in
from workflow.actions.letter_numbers import Number, next_number
from workflow.actions.letter_numbers import Wanted as WantedNumber
from workflow.actions.step import View, action
from workflow.actions.word_templates import SUFFIX
from workflow.actions.writing import WRITERS
from workflow.actions.writing.common import Wanted
from workflow.actions.writing.replies import remedies_of, reply_letter
from workflow.rules.errors import NotFound, NotReady, RuleBroken
from workflow.rules.numbering import NOTICE, REPLY
from workflow.rules.record.case import Approval, Letter
from workflow.rules.record.closing import LetterApproved, LetterIssued, ReplyIssued
from workflow.rules.states import Step
from workflow.store.dossier import Dossier, dossier
from workflow.store.templates import own_text
from workflow.store.word_templates import own_word

DECIDING = frozenset(one.kind for one in LISTED if one.signs is Signs.LEADER and one.kind != REPLY)
"""Letters beside the reply that decide; a leader approves each (签发) before it is issued."""


@action(Step.APPROVE_LETTER)
def approve_letter(view: View, *, letter: str, about: str = "", note: str = "") -> LetterApproved:
    """Approve a letter that decides (签发), before the desk issues it.

    Args:
        view: The case.
        letter: One of `WRITERS` that decides.
        about: Name of the consultation, letter or proceeding it is about.
        note: For the file.

    Raises:
        NotFound: There is no such letter.
        RuleBroken: It needs no approval of its own, or was approved and not issued yet.
    """
    _known(letter)
    if letter not in DECIDING:
        raise RuleBroken(
            "The letter {letter} needs no approval of its own. Those that do are {letters}.",
            letter=letter,
            letters=sorted(DECIDING) or ["-"],
        )
    if _approval(view, letter, about) is not None:
        raise RuleBroken("The letter {letter} is approved already. Issue it.", letter=letter)
    return LetterApproved(letter=letter, about=about, note=note)


@action(Step.ISSUE_LETTER, means=["faces"])
def issue_letter(
    view: View,
    *,
    letter: str,
    about: str = "",
    papers: Sequence[str] = (),
    told: Mapping[str, str] | None = None,
    replaces: int = 0,
    late_reason: str = "",
    accept: Mapping[str, str] | None = None,
    faces: Fonts | None = None,
) -> LetterIssued:
    """Issue a letter on the way to the reply.

    Args:
        view: The case.
        letter: One of `WRITERS`.
        about: Name of the consultation, letter or proceeding it is about.
        papers: What was handed in, for a receipt.
        told: What the letter says that the record does not hold, by the names its writer asks for.
        replaces: Number in the case of the letter that it takes the place of, 0 for none.
        late_reason: Why it goes out late, where it does.
        accept: Rule of the lint that only warns -> why the letter is issued all the same.
        faces: Those its PDF will be set in; None to find only then what they lack.

    Raises:
        NotFound: There is no such letter, or nothing on record that it could say.
        NotReady: It decides and was not approved, the lint found what has to be corrected first, or no face has a
            character of it.
        RuleBroken: What it would replace is a letter of another kind, or void.
    """
    _known(letter)
    approval = _approval(view, letter, about)
    if letter in DECIDING and approval is None:
        raise NotReady(
            "The letter {letter} decides and is not approved (签发) yet. Have it approved with the step "
            "approve_letter first.",
            letter=letter,
        )
    written, wanted = WRITERS[letter], Wanted(view.call.on, about, papers, told or {})
    issuing = Issuing(letter, NOTICE, view.call.on, replaces, Asked(late_reason, None, accept), faces)
    made = _issued(view, issuing, lambda papers, number: written(papers, number, wanted))
    return LetterIssued(**made, about=about, approval=0 if approval is None else approval.seq)


@action(Step.ISSUE_REPLY, means=["faces"])
def issue_reply(
    view: View,
    *,
    replaces: int = 0,
    late_reason: str = "",
    seen: Mapping[str, str] | None = None,
    accept: Mapping[str, str] | None = None,
    faces: Fonts | None = None,
) -> ReplyIssued:
    """Issue the reply as decided, with the remedies of the day of the decision.

    Args:
        view: The case.
        replaces: Number in the case of the letter of this decision that it takes the place of, 0 for none.
        late_reason: Why it goes out late, where it does.
        seen: Address on the web or enclosure -> what the person who issues saw there; a file of the case of the name
            of an enclosure needs none.
        accept: Rule of the lint that only warns -> why the letter is issued all the same.
        faces: Those its PDF will be set in; None to find only then what they lack.

    Raises:
        RuleBroken: The decision already has its letter; replace that, send it, or send the draft back.
        NotReady: An item does not state what its article asks for, the lint found what has to be corrected first, or
            no face has a character of the letter.
    """
    if view.facts.reply_issued and not replaces:
        raise RuleBroken("This decision already has its letter. Send it, or send the draft back and decide anew.")
    issuing = Issuing(REPLY, REPLY, None, replaces, Asked(late_reason, seen, accept), faces)
    return ReplyIssued(**_issued(view, issuing, reply_letter))


class Issuing(NamedTuple):
    """A letter about to be issued.

    Args:
        kind: Of the letter.
        series: `reply` or `notice`.
        on: Its day; None for a reply, which has the day of the decision.
        replaces: Number in the case of the letter that it takes the place of, 0 for none.
        asked: What the person who issues says of it.
        faces: Those its PDF will be set in, where they are known.
    """

    kind: str
    series: str
    on: date | None
    replaces: int
    asked: Asked
    faces: Fonts | None


def _issued(view: View, issuing: Issuing, written: Callable[[Dossier, str], Document]) -> dict[str, Any]:
    """Take the next number of the year of the letter, write it, keep its files, and return what the entry says."""
    unit, case = view.unit, view.case
    _check_replaced(view, issuing)
    papers = dossier(unit, case, view.call.on)
    on = issuing.on or papers.decided_on or view.call.on
    number = next_number(unit, case, papers.agency.settings, WantedNumber(issuing.kind, issuing.series, on.year))
    letter = written(papers, number.number)
    own = own_text(unit.connection, case.agency_id, issuing.kind, letter.issued_on)
    look = look_of(papers.agency.settings)
    words = blocks(letter) if own is None else blocks_by(own.source, letter)
    lint = accepted(found_in(unit, papers, letter, words, issuing.asked), issuing.asked)
    made = sheet(letter, look, words)
    if issuing.faces is not None:
        coverage.check(made.blocks, issuing.faces)
    open_points = remedies_of(papers, on).warnings if issuing.series == REPLY else ()
    return {
        "no": len(case.letters) + 1,
        "letter": kind_name(type(letter)),
        **_numbered(number),
        "title": letter.heading,
        "html": unit.store.files.put(page_of(made).encode(), ".html"),
        "docx": unit.store.files.put(_word_file(view, letter, made), ".docx"),
        "source": unit.store.files.put(to_bytes(made), ".json"),
        "replaces": issuing.replaces,
        "template": "" if own is None else f"{own.agency}/{own.version}",
        "warnings": [str(warning) for warning in open_points],
        "lint": lint,
        "late_reason": issuing.asked.late_reason,
        "seen": issuing.asked.seen,
    }


def _word_file(view: View, letter: Document, made: Sheet) -> bytes:
    """Return the DOCX file of a letter, in the agency's own Word file where one is set; a form has its own layout."""
    own = None if isinstance(letter, Form) else own_word(view.unit.connection, view.case.agency_id)
    if own is None:
        return document_of(made)
    template = view.unit.store.files.get(own.sha256, SUFFIX)
    return document_in(made.blocks, template, made.name, made.author, made.issued_on, look=made.look)


def _numbered(number: Number) -> dict[str, Any]:
    return {"number": number.number, "series": number.series, "year": number.year, "serial": number.serial}


def _known(letter: str) -> None:
    if letter not in WRITERS:
        raise NotFound("There is no letter {letter}. Choose one of {letters}.", letter=letter, letters=sorted(WRITERS))


def _approval(view: View, letter: str, about: str) -> Approval | None:
    return next((one for one in view.case.approvals if (one.kind, one.about) == (letter, about)), None)


def _check_replaced(view: View, issuing: Issuing) -> None:
    """Refuse to replace what is none of the case's, void already, of another kind, or a reply that was sent."""
    if not issuing.replaces:
        return
    old = next((one for one in view.case.letters if one.no == issuing.replaces), None)
    if old is None or old.void:
        raise NotFound(
            "Case {case_no} has no letter {no} that could be replaced. Look at its letters first.",
            case_no=view.case.case_no,
            no=issuing.replaces,
        )
    _check_same_kind(view, issuing, old)


def _check_same_kind(view: View, issuing: Issuing, old: Letter) -> None:
    if old.kind != issuing.kind:
        raise RuleBroken(
            "Letter {no} is another letter than this one. A letter takes the place of one of its own kind.", no=old.no
        )
    if issuing.series == REPLY and (old.sent or old.decision != view.case.decision):
        raise RuleBroken(
            "Letter {no} was sent or carries another decision. Open the case again and decide anew: the new reply says "
            "that the old one is revoked.",
            no=old.no,
        )
