"""Documents written from the record, for tests: letters as they are issued, forms as they are printed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from factories import Office, at

from letters.blocks import Block, text
from letters.kinds import Document
from letters.render import blocks
from workflow.actions.agencies import Stamp, change_agency
from workflow.actions.issue import DECIDING, approve_letter, issue_letter
from workflow.actions.writing import FORMS, WRITERS
from workflow.actions.writing.common import Wanted
from workflow.rules.record.case import Case
from workflow.store.dossier import dossier

SETTINGS = {
    "government": "甲县人民政府",
    "office": "甲县生态环境局办公室",
    "telephone": "0000-1234567",
    "address": "甲县解放路1号",
    "reply_number": "甲环公开复〔{year}〕{n}号",
    "notice_number": "甲环公开告〔{year}〕{n}号",
}


def furnished(office: Office, **settings: str) -> Office:
    """Set what letters say of the agency."""
    with office.store.unit() as unit:
        stamp = Stamp(office.people["admin"], date(2026, 1, 5), at("2026-01-05"))
        change_agency(unit, stamp, office.agency_id, settings={**SETTINGS, **settings})
    return office


def issue(office: Office, case: Case, letter: str, on: str, **asked: Any) -> Case:
    """Issue a letter with its files; one that decides is approved first, unless it is already."""
    about = asked.get("about", "")
    if letter in DECIDING and (letter, about) not in {(one.kind, one.about) for one in case.approvals}:
        call = office.call("approver", on, case.version, now=office.now(case, on))
        with office.store.step() as unit:
            case = approve_letter(unit, case.id, call, letter=letter, about=about)
    call = office.call("caseworker", on, case.version, now=office.now(case, on))
    with office.store.step() as unit:
        return issue_letter(unit, case.id, call, letter=letter, **asked)


def document(office: Office, case: Case, name: str, on: str, about: str = "", **told: str) -> Document:
    """Return a document as its writer makes it, without issuing it."""
    day = date.fromisoformat(on)
    with office.store.step() as unit:
        papers = dossier(unit, case, day)
        return {**WRITERS, **FORMS}[name](papers, case.case_no, Wanted(day, about, (), told))


def rows(made: Sequence[Block]) -> list[tuple[str, ...]]:
    """Return the rows of all tables."""
    return [block.cells for block in made if "\t" in block.text]


def cells(made: Document) -> dict[str, str]:
    """Return the rows of a form that has a label and a value in each."""
    return {row[0]: row[1] for row in rows(blocks(made))}


def words(office: Office, case: Case, name: str, on: str, about: str = "", **told: str) -> str:
    """Return the text of a document as its writer makes it."""
    return text(blocks(document(office, case, name, on, about, **told)))
