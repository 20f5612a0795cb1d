"""An agency's own Word file: kept by its digest, used for letters and not for forms, for the agencies below as well."""

import io
from datetime import date
from uuid import UUID

import pytest
from docx import Document
from factories import Office, at, dump
from ledgers import assert_verified
from signing import furnished, letters, text, write
from sqlalchemy import select

from workflow.actions.agencies import Stamp, add_agency, grant
from workflow.actions.word_templates import remove_word_template, set_word_template
from workflow.rules.errors import BadInput, NotFound, NotYours
from workflow.rules.record.case import Case
from workflow.rules.states import Role
from workflow.store.rows import TABLES
from workflow.store.word_templates import OwnWord, own_word, set_by

HEAD = "甲县生态环境局用笺"


def word_file(head: str = HEAD, body: str = "{{ body }}") -> bytes:
    made = Document()
    made.sections[0].header.paragraphs[0].text = head
    made.add_paragraph(body)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


OWN = word_file()


@pytest.fixture
def desk(office: Office) -> Office:
    return furnished(office)


def stamp(office: Office, who: str = "admin") -> Stamp:
    return Stamp(office.people[who], date(2026, 3, 1), at("2026-03-01"))


def put(office: Office, content: bytes = OWN, agency_id: UUID | None = None, who: str = "admin") -> None:
    with office.store.unit() as unit:
        own = agency_id or office.agency_id
        set_word_template(unit, stamp(office, who), own, content=content, name="函.docx")


def taken_away(office: Office, agency_id: UUID | None = None) -> None:
    with office.store.unit() as unit:
        remove_word_template(unit, stamp(office), agency_id or office.agency_id)


def found(office: Office, agency_id: UUID | None = None) -> OwnWord | None:
    with office.store.reading() as connection:
        return own_word(connection, agency_id or office.agency_id)


def head(office: Office, case: Case) -> str:
    file = office.store.files.get(letters(office, case)[-1].docx, ".docx")
    return str(Document(io.BytesIO(file)).sections[0].header.paragraphs[0].text)


def entries(office: Office) -> int:
    with office.store.reading() as connection:
        return len(list(connection.execute(select(TABLES["journal"]))))


def below(office: Office, code: str = "0002") -> UUID:
    with office.store.unit() as unit:
        above = next(iter(unit.connection.execute(select(TABLES["agencies"].c.code)).scalars()))
        made = add_agency(unit, stamp(office), code=code, name=f"某县第{code}局", kind="department", parent=above)
        grant(unit, stamp(office), user_id=office.people["admin"], agency_id=made, roles=[Role.ADMIN])
    return made


def test_letters_are_put_in_the_file_and_say_what_their_page_says(desk: Office) -> None:
    before = write(desk, desk.register(), "receipt", "2026-03-02")
    put(desk)
    case = write(desk, desk.register(), "receipt", "2026-03-02")
    assert (head(desk, before), head(desk, case)) == ("", HEAD)
    assert text(desk, case).splitlines()[1:] != []  # Compares page and document.
    taken_away(desk)
    again = write(desk, desk.register(), "receipt", "2026-03-02")
    assert (head(desk, case), head(desk, again)) == (HEAD, "")
    assert_verified(desk.store)


def test_a_file_is_kept_once_and_no_change_makes_no_entry(desk: Office) -> None:
    put(desk)
    kept = found(desk)
    assert kept is not None
    assert desk.store.files.get(kept.sha256, ".docx") == OWN
    assert kept.name == "函.docx"
    count = entries(desk)
    put(desk)
    assert entries(desk) == count
    put(desk, word_file("另一用笺"))
    taken_away(desk)
    taken_away(desk)
    assert entries(desk) == count + 2
    assert found(desk) is None
    assert_verified(desk.store)


def test_agencies_below_follow_until_they_set_something(desk: Office) -> None:
    county = below(desk)
    assert found(desk, county) is None
    put(desk)
    assert found(desk, county) == found(desk)
    put(desk, word_file("下级用笺"), county)
    own = found(desk, county)
    assert own is not None
    assert own.agency_id == county
    taken_away(desk, county)
    assert found(desk, county) is None
    assert found(desk) is not None
    assert_verified(desk.store)


def test_an_agency_below_may_stay_with_the_letters_of_the_program(desk: Office) -> None:
    county = below(desk)
    put(desk)
    taken_away(desk, county)
    assert found(desk, county) is None
    with desk.store.reading() as connection:
        assert set_by(connection, county) == OwnWord(county, "", "")


@pytest.mark.parametrize(
    ("content", "reason"), [(b"x", "no Word document"), (word_file(body="{{ title }}"), "no place"), (b"", "no Word")]
)
def test_a_file_that_cannot_be_used_is_refused_and_nothing_is_kept(desk: Office, content: bytes, reason: str) -> None:
    before = dump(desk.store)
    with pytest.raises(BadInput, match=reason):
        put(desk, content)
    assert dump(desk.store) == before
    assert not desk.store.files.root.exists() or not list(desk.store.files.root.rglob("*.docx"))


def test_only_an_administrator_of_the_agency_sets_it(desk: Office) -> None:
    with pytest.raises(NotYours, match="role admin"):
        put(desk, who="caseworker")
    with pytest.raises(NotFound, match="no such agency"):
        put(desk, agency_id=UUID(int=1))


def test_a_letter_waits_for_a_file_that_is_missing(desk: Office) -> None:
    put(desk)
    kept = found(desk)
    assert kept is not None
    desk.store.files.path(kept.sha256, ".docx").unlink()
    case = desk.register()
    with pytest.raises(NotFound, match="Bring it back from the backup"):
        write(desk, case, "receipt", "2026-03-02")
    assert not letters(desk, case)
