"""The Word file of an agency, with its letterhead, in which the DOCX form of its letters is put."""

from uuid import UUID

from letters.own_word import check_template
from workflow.actions.agencies import Stamp
from workflow.actions.own_agency import must_administer
from workflow.actions.texts import said
from workflow.rules.record.journal import WordTemplateSet
from workflow.store import journal
from workflow.store.session import Unit
from workflow.store.word_templates import set_by

SUFFIX = ".docx"


def set_word_template(unit: Unit, stamp: Stamp, agency_id: UUID, *, content: bytes, name: str) -> None:
    """Have the letters of an agency put in its own Word file; those issued before keep theirs. No change, no entry.

    Args:
        unit: To write in.
        stamp: Who does it.
        agency_id: The agency; those below it that set nothing follow.
        content: The file.
        name: What it is called.

    Raises:
        NotYours: The person does not administer the agency.
        BadInput: No letter can be put in the file safely; the message says why.
        Unavailable: The disk does not take the file.
    """
    must_administer(unit, stamp, agency_id)
    check_template(content)
    _set(unit, stamp, agency_id, unit.store.files.put(content, SUFFIX), said(name, "name"))


def remove_word_template(unit: Unit, stamp: Stamp, agency_id: UUID) -> None:
    """Have the letters of an agency laid out by this program again, whatever the agency above has.

    Raises:
        NotYours: The person does not administer the agency.
    """
    must_administer(unit, stamp, agency_id)
    _set(unit, stamp, agency_id, "", "")


def _set(unit: Unit, stamp: Stamp, agency_id: UUID, sha256: str, name: str) -> None:
    journal.hold(unit)
    before = set_by(unit.connection, agency_id)
    if before is None or (before.sha256, before.name) != (sha256, name):
        page = WordTemplateSet(agency_id=agency_id, sha256=sha256, name=name, first=before is None)
        journal.append(unit, page, **stamp._asdict())
