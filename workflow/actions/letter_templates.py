"""Texts of letters that an agency changes: kept as versions, tried on the samples, used from a day on."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from letters.blocks import Block
from letters.catalogue import LISTED, listed_by
from letters.editing import blocks_by, check_source
from letters.kinds import KINDS, Document, kind_name
from letters.samples import SAMPLES
from workflow.actions.agencies import Stamp
from workflow.actions.own_agency import must_administer
from workflow.actions.texts import said
from workflow.rules.errors import NotFound, RuleBroken
from workflow.rules.record.journal import TemplateChosen, TemplateKept
from workflow.store import journal
from workflow.store.session import Unit
from workflow.store.templates import chosen_from, last_version, source_of

_KINDS: Mapping[str, type[Document]] = {kind_name(kind): kind for kind in KINDS}


def kind_of(letter: str) -> type[Document]:
    """Return a kind by its name. NotFound where there is none."""
    if letter not in _KINDS:
        raise NotFound(
            "There is no letter {letter}. Choose one of {letters}.",
            letter=letter,
            letters=sorted({one.kind for one in LISTED}),
        )
    return _KINDS[letter]


def named_kind(name: str) -> str:
    """Return the kind that goes by a name or by a number of the list. NotFound where there is none."""
    listed = listed_by(name)
    return listed.kind if listed is not None else kind_name(kind_of(name))


def tried(letter: str, source: str) -> dict[str, tuple[Block, ...]]:
    """Return every sample of a letter as a changed text makes it, by the name of the sample.

    Raises:
        NotFound: There is no such letter.
        BadInput, RuleBroken: The text is none that an agency may use; the message says why.
    """
    kind = kind_of(letter)
    check_source(kind, source)
    return {name: blocks_by(source, sample) for name, sample in SAMPLES.items() if type(sample) is kind}


def keep_template(unit: Unit, stamp: Stamp, agency_id: UUID, *, letter: str, source: str, note: str) -> int:
    """Keep a changed text as a new version, which is not used yet, and return its number.

    Args:
        unit: To write in.
        stamp: Who does it.
        agency_id: The agency.
        letter: Name of the kind.
        source: The text.
        note: What was changed and why.

    Raises:
        NotYours: The person does not administer the agency.
        NotFound, BadInput, RuleBroken: As for `tried`.
    """
    must_administer(unit, stamp, agency_id)
    tried(letter, source)
    journal.hold(unit)
    version = last_version(unit.connection, agency_id, letter) + 1
    page = TemplateKept(agency_id=agency_id, letter=letter, version=version, source=source, note=said(note, "note"))
    journal.append(unit, page, **stamp._asdict())
    return version


def choose_template(unit: Unit, stamp: Stamp, agency_id: UUID, *, letter: str, version: int, from_on: date) -> None:
    """Have the letters of an agency written by a version from a day on; letters issued before keep their text.

    Args:
        unit: To write in.
        stamp: Who does it.
        agency_id: The agency; those below it that chose nothing follow.
        letter: Name of the kind.
        version: Kept by this agency; 0 is the text of this program.
        from_on: The first day, not before the present one.

    Raises:
        NotYours: The person does not administer the agency.
        NotFound: There is no such letter or version.
        RuleBroken: The day is over.
    """
    must_administer(unit, stamp, agency_id)
    kind_of(letter)
    if from_on < stamp.on:
        raise RuleBroken(
            "{day} is over, and letters of that day have their text. Choose a day from {today} on.",
            day=from_on,
            today=stamp.on,
        )
    journal.hold(unit)
    if version and source_of(unit.connection, agency_id, letter, version) is None:
        raise NotFound(
            "The agency has kept no version {version} of the letter {letter}.", version=version, letter=letter
        )
    before = chosen_from(unit.connection, agency_id, letter, from_on)
    if before != version:
        page = TemplateChosen(
            agency_id=agency_id, letter=letter, version=version, from_on=from_on, first=before is None
        )
        journal.append(unit, page, **stamp._asdict())
