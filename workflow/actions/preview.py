"""A document written from the record without being issued: to look at, and for forms to print and file.

Nothing is recorded and no number is given out. Whoever has a role in the agency may look.
"""

from uuid import UUID

from letters.blocks import Block
from letters.catalogue import listed_by
from letters.editing import blocks_by
from letters.kinds import Document
from letters.lint.finding import Finding
from letters.render import Sheet, blocks, sheet
from letters.samples import SAMPLES
from workflow.actions.agency_profile import look_of
from workflow.actions.letter_lint import Asked, found_in, once
from workflow.actions.letter_templates import kind_of, named_kind
from workflow.actions.step import no_case
from workflow.actions.writing import FORMS, WRITERS
from workflow.actions.writing.common import Wanted
from workflow.actions.writing.replies import reply_letter
from workflow.rules.errors import NotFound, RuleBroken
from workflow.rules.numbering import REPLY
from workflow.store.dossier import Dossier, dossier
from workflow.store.session import Unit
from workflow.store.templates import own_text

UNNUMBERED = "待编号"
"""Stands where a letter not issued has no number yet."""


def sample(name: str, which: str = "") -> Document:
    """Return a document with invented people and places.

    Args:
        name: A number of the list (D12) or a kind.
        which: Name of another sample of the kind than that of the list.

    Raises:
        NotFound: There is no such kind, or no such sample of it; the message names those there are.
    """
    kind = kind_of(named_kind(name))
    listed = listed_by(name)
    wanted = which or (listed.sample if listed else "")
    known = [one for one, document in SAMPLES.items() if type(document) is kind]
    if wanted not in known:
        raise NotFound(
            "There is no sample {sample} of the letter {letter}. Choose one of {samples}.",
            sample=wanted or "-",
            letter=name,
            samples=known,
        )
    return SAMPLES[wanted]


def preview(unit: Unit, case_id: UUID, by: UUID, kind: str, wanted: Wanted) -> Sheet:
    """Return a letter or form of a case as it would be issued or printed, in the words and the look of the agency.

    Args:
        unit: To read in; `Store.look()` gives one.
        case_id: The case.
        by: Who looks.
        kind: `reply`, or one of `WRITERS` or `FORMS`.
        wanted: Its day, and what it is asked for with. A reply has the day of its decision, and this one before that.

    Raises:
        NotFound: No such case, or it is another agency's; no such letter, or nothing on record that it could say.
        RuleBroken: The day is before the receipt; nothing but its samples is made of the kind.
        BadInput, NotReady: As the writer of the document says.
    """
    papers, document, words = _read(unit, case_id, by, kind, wanted)
    return sheet(document, look_of(papers.agency.settings), words)


def linted(unit: Unit, case_id: UUID, by: UUID, kind: str, wanted: Wanted, asked: Asked) -> list[Finding]:
    """Return what the lint says of a letter of a case, as it would be issued on a day.

    Args:
        unit: To read in.
        case_id: The case.
        by: Who looks.
        kind: `reply`, or one of `WRITERS`.
        wanted: Its day, and what it is asked for with.
        asked: What the person who issues would say of it.

    Raises:
        NotFound, RuleBroken, BadInput, NotReady: As for `preview`.
    """
    papers, document, words = _read(unit, case_id, by, kind, wanted)
    found = once(found_in(unit, papers, document, words, asked))
    return [one for one in found if one.params.get("number") != UNNUMBERED]


def _read(
    unit: Unit, case_id: UUID, by: UUID, kind: str, wanted: Wanted
) -> tuple[Dossier, Document, tuple[Block, ...]]:
    """Return a case, a document of it, and its blocks in the words of the agency."""
    kind_of(kind)
    loaded = unit.load(case_id, by, "")
    if loaded is None:
        raise no_case()
    case = loaded.case
    if wanted.on < case.received_on:
        raise RuleBroken(
            "{on} is before the receipt on {received_on}. Enter a day from then on.",
            on=wanted.on,
            received_on=case.received_on,
        )
    papers = dossier(unit, case, wanted.on)
    document = _written(papers, kind, wanted)
    own = own_text(unit.connection, case.agency_id, kind, document.issued_on)
    return papers, document, blocks(document) if own is None else blocks_by(own.source, document)


def _written(papers: Dossier, kind: str, wanted: Wanted) -> Document:
    if kind == REPLY:
        return reply_letter(papers._replace(decided_on=papers.decided_on or wanted.on), UNNUMBERED)
    if kind in FORMS:
        return FORMS[kind](papers, papers.case.case_no, wanted)
    if kind in WRITERS:
        return WRITERS[kind](papers, UNNUMBERED, wanted)
    raise NotFound(
        "The letter {letter} is not written from the record; look at its sample. Those that are: {letters}.",
        letter=kind,
        letters=sorted([REPLY, *WRITERS, *FORMS]),
    )
