"""Issue letters (签发文书): a number, the text from the record, the files kept; all in the step that records it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from letters.kinds import Document, kind_name
from letters.render import files
from workflow.actions.step import View, action
from workflow.actions.writing import WRITERS
from workflow.actions.writing.common import Wanted
from workflow.actions.writing.replies import remedies_of, reply_letter
from workflow.rules.errors import NotFound, RuleBroken
from workflow.rules.record.closing import LetterIssued, ReplyIssued
from workflow.rules.states import Step
from workflow.store.dossier import Dossier, dossier

DEFAULT_NUMBERS = {"reply": "公开复〔{year}〕{n}号", "notice": "公开告〔{year}〕{n}号"}
"""Patterns of the numbers (文号), where the agency has set none of its own (`reply_number`, `notice_number`)."""


@action(Step.ISSUE_LETTER)
def issue_letter(
    view: View, *, letter: str, about: str = "", papers: Sequence[str] = (), told: Mapping[str, str] | None = None
) -> LetterIssued:
    """Issue a letter on the way to the reply.

    Args:
        view: The case.
        letter: One of `WRITERS`.
        about: Name of the consultation, letter or proceeding it is about.
        papers: What was handed in, for a receipt.
        told: What the letter says that the record does not hold, by the names its writer asks for.

    Raises:
        NotFound: There is no such letter, or nothing on record that it could say.
    """
    if letter not in WRITERS:
        raise NotFound("There is no letter {letter}. Choose one of {letters}.", letter=letter, letters=sorted(WRITERS))
    written, wanted = WRITERS[letter], Wanted(view.call.on, about, papers, told or {})
    return LetterIssued(**_issued(view, "notice", lambda case, number: written(case, number, wanted), about))


@action(Step.ISSUE_REPLY)
def issue_reply(view: View) -> ReplyIssued:
    """Issue the reply as decided, with the remedies of the day of the decision.

    Raises:
        RuleBroken: The decision already has its letter; send that, or send the draft back.
        NotReady: An item does not state what its article asks for.
    """
    if view.facts.reply_issued:
        raise RuleBroken("This decision already has its letter. Send it, or send the draft back and decide anew.")
    return ReplyIssued(**_issued(view, "reply", reply_letter, ""))


def _issued(view: View, series: str, written: Callable[[Dossier, str], Document], about: str) -> dict[str, Any]:
    """Take the next number of the year of the letter, write it, keep its files, and return what the entry says."""
    unit, case = view.unit, view.case
    papers = dossier(unit, case, view.call.on)
    dated = papers.decided_on if series == "reply" else None
    year = (dated or view.call.on).year
    serial = unit.next_number(case.agency_id, series, year)
    pattern = papers.agency.settings.get(f"{series}_number", DEFAULT_NUMBERS[series])
    number = pattern.format(year=year, n=serial)
    letter = written(papers, number)
    page, document = files(letter)
    open_points = remedies_of(papers, dated).warnings if dated is not None else ()
    return {
        "no": len(case.letters) + 1,
        "letter": kind_name(type(letter)),
        "number": number,
        "series": series,
        "year": year,
        "serial": serial,
        "title": letter.heading,
        "html": unit.store.files.put(page.encode(), ".html"),
        "docx": unit.store.files.put(document, ".docx"),
        "about": about,
        "warnings": [str(warning) for warning in open_points],
    }
