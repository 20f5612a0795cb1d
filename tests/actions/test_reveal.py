"""Identifiers of an applicant: nowhere in plain, shown on purpose only, and each look on record."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msgspec
import pytest
from factories import DECIDED, Office, at, dump, found_office
from ledgers import assert_verified
from signing import sign

from workflow.actions.agencies import Stamp, change_agency
from workflow.actions.issue import issue_letter
from workflow.actions.note import reveal
from workflow.actions.register import Requester
from workflow.rules.errors import BadInput, NotFound, NotYours
from workflow.rules.record.case import Case
from workflow.store.cases import entries
from workflow.store.seal import Seal
from workflow.store.session import Store

ID_NUMBER, PHONE, ADDRESS = "000000200001010011", "13000000000", "甲县幸福路7号3单元"
ZHANG = Requester(
    name="张三",
    applicant_class="natural_person",
    identifiers={"id_number": ID_NUMBER, "phone": PHONE, "address": ADDRESS},
)


def look(office: Office, case: Case, by: str = "caseworker", *, key: str = "", why: str = "核对身份") -> dict[str, str]:
    with office.store.unit() as unit:
        return reveal(unit, office.seal, case.id, office.call(by, "2026-03-04", case.version, key=key), why=why)


def last_entry(office: Office, case: Case) -> dict[str, Any]:
    with office.store.reading() as connection:
        entry = list(entries(connection, case.id))[-1]
    return {"kind": entry.body.kind, "by": entry.by, **msgspec.to_builtins(entry.body)}


def test_a_look_shows_the_plain_values_and_stands_on_record(office: Office) -> None:
    case = office.register(requester=ZHANG)
    assert look(office, case) == {"id_number": ID_NUMBER, "phone": PHONE, "address": ADDRESS}
    assert last_entry(office, case) == {
        "kind": "revealed",
        "by": office.people["caseworker"],
        "fields": ["address", "id_number", "phone"],
        "why": "核对身份",
    }
    assert sum("case.revealed" in line for line in dump(office.store)["outbox"]) == 1
    assert_verified(office.store)


def test_the_same_call_again_is_one_look(office: Office) -> None:
    case = office.register(requester=ZHANG)
    assert look(office, case, key="once") == look(office, case, key="once")
    assert sum("case.revealed" in line for line in dump(office.store)["outbox"]) == 1


@pytest.mark.parametrize("why", ["", "  "])
def test_a_look_needs_a_reason(sqlite_office: Office, why: str) -> None:
    case = sqlite_office.register(requester=ZHANG)
    before = dump(sqlite_office.store)
    with pytest.raises(BadInput, match="why is empty"):
        look(sqlite_office, case, why=why)
    assert dump(sqlite_office.store) == before


@pytest.mark.parametrize("by", ["secrecy_reviewer", "supervisor", "statistician", "auditor", "admin"])
def test_a_look_is_for_those_who_handle_the_case(sqlite_office: Office, by: str) -> None:
    case = sqlite_office.register(requester=ZHANG)
    before = dump(sqlite_office.store)
    with pytest.raises(NotYours):
        look(sqlite_office, case, by)
    assert dump(sqlite_office.store) == before


@pytest.mark.parametrize("requester", [ZHANG, Requester(name="李四", applicant_class="natural_person")])
def test_a_case_of_another_agency_is_not_there(sqlite_store: Store, seal: Seal, requester: Requester) -> None:
    ours, theirs = found_office(sqlite_store, seal), found_office(sqlite_store, seal, "0002")
    case = ours.register(requester=requester)
    with pytest.raises(NotFound, match="no such case in your agency"):
        look(theirs, case)


def test_there_is_nothing_to_show_where_nothing_was_given(office: Office) -> None:
    with pytest.raises(NotFound, match="No identifiers"):
        look(office, office.register())
    with pytest.raises(NotFound, match="No identifiers"):
        look(office, office.bring_in())


def test_another_key_shows_nothing_and_leaves_no_look(sqlite_office: Office) -> None:
    case = sqlite_office.register(requester=ZHANG)
    before = dump(sqlite_office.store)
    other = Office(sqlite_office.store, Seal(Seal.new_key()), sqlite_office.agency_id, sqlite_office.people)
    with pytest.raises(BadInput, match="cannot be opened with this key"):
        look(other, case)
    assert dump(sqlite_office.store) == before


def worked(office: Office) -> Case:
    """Handle a request with all its letters, with a look and with a correction of what the applicant is called."""
    with office.store.unit() as unit:
        who = Stamp(office.people["admin"], date(2026, 1, 5), at("2026-01-05"))
        change_agency(unit, who, office.agency_id, settings={"government": "甲县人民政府"})
    case = office.register(requester=ZHANG, note="来函申请", form="邮寄")
    with office.store.step() as unit:
        case = issue_letter(unit, case.id, office.call("caseworker", "2026-03-02", case.version), letter="receipt")
    for step, on, *_ in DECIDED:
        case = office.take(case, step, on)
    case = sign(office, case)
    case = office.take(case, "reply", "2026-03-16")
    with office.store.unit() as unit:
        reveal(unit, office.seal, case.id, office.call("approver", "2026-03-16", case.version), why="寄送")
    return case


def test_no_table_and_no_file_holds_an_identifier_in_plain(office: Office) -> None:
    case = worked(office)
    every = dump(office.store)
    assert {"events", "outbox", "journal", "applicants", "letters"} <= every.keys()
    assert sum(case.case_no in line for line in every["cases"]) == 1
    files = [path.read_bytes() for path in office.store.files.root.rglob("*") if path.is_file()]
    assert len(files) == 6  # Page, document and words of two letters.
    unpacked = [_unpacked(content) for content in files]
    for value in (ID_NUMBER, PHONE, ADDRESS):
        assert [name for name, lines in every.items() if any(value in line for line in lines)] == []
        assert not any(value in content for content in unpacked)
    assert all("张三" in content for content in unpacked)


def _unpacked(content: bytes) -> str:
    """Return all text of a page or of the parts of a document."""
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(BytesIO(content)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_the_database_file_holds_no_identifier_in_plain(sqlite_office: Office) -> None:
    worked(sqlite_office)
    sqlite_office.store.close()
    assert sqlite_office.store.url.database is not None
    place = Path(sqlite_office.store.url.database)
    content = b"".join(path.read_bytes() for path in place.parent.glob(f"{place.name}*"))
    assert "张三".encode() in content
    assert not any(value.encode() in content for value in (ID_NUMBER, PHONE, ADDRESS))
