"""A document of a case before it is issued: as it will be, for those of the agency alone, and nothing is kept."""

from contextlib import nullcontext
from datetime import date
from uuid import UUID, uuid4

import pytest
from factories import Office, at, dump, found_office
from psycopg.errors import ReadOnlySqlTransaction
from signing import GIVEN, REVIEWED, deciding, furnished, sign, write
from sqlalchemy import select

from letters.blocks import Block, text
from letters.kept import from_bytes
from letters.render import Sheet
from workflow.actions.agencies import Stamp
from workflow.actions.letter_templates import choose_template, keep_template
from workflow.actions.preview import UNNUMBERED, preview, sample
from workflow.actions.writing.common import Wanted
from workflow.rules.errors import NotFound, RuleBroken
from workflow.rules.record.case import Case
from workflow.store.rows import TABLES
from workflow.store.seal import Seal

OWN = '{% extends "_to_applicant.html.j2" %}{% block matter %}<p>本机关自行修改的回执。</p>{% endblock %}'


@pytest.fixture
def desk(office: Office) -> Office:
    return furnished(office)


@pytest.fixture
def sqlite_desk(sqlite_office: Office) -> Office:
    return furnished(sqlite_office)


def look(office: Office, case: Case, kind: str, on: str, who: str = "caseworker", **told: str) -> Sheet:
    with office.store.look() as unit:
        return preview(unit, case.id, office.people[who], kind, Wanted(date.fromisoformat(on), told=told))


def issued(office: Office, case: Case) -> tuple[Block, ...]:
    """The words of the first letter as they were kept."""
    with office.store.reading() as connection:
        letters = TABLES["letters"]
        query = select(letters.c.source, letters.c.number).where(letters.c.case_id == case.id, letters.c.no == 1)
        kept = connection.execute(query).one()
    blocks = from_bytes(office.store.files.get(kept.source, ".json")).blocks
    return tuple(Block(block.role, block.text.replace(kept.number, UNNUMBERED)) for block in blocks)


def test_a_letter_is_shown_as_it_will_be_issued_and_nothing_is_kept(desk: Office) -> None:
    case = desk.register()
    before = dump(desk.store)
    shown = look(desk, case, "receipt", "2026-03-02")
    assert dump(desk.store) == before
    assert shown.blocks == issued(desk, write(desk, case, "receipt", "2026-03-02"))


def test_a_letter_that_decides_is_shown_before_it_is_approved(desk: Office) -> None:
    case = desk.case([("ask_correction", "2026-03-05")])
    with pytest.raises(NotFound):
        look(desk, case, "extension_notice", "2026-03-06")
    extended = desk.case([REVIEWED, ("extend", "2026-03-16")])
    assert "档案分存三处" in text(look(desk, extended, "extension_notice", "2026-03-16").blocks)


def test_a_reply_is_shown_from_its_draft_to_its_letter(desk: Office) -> None:
    case = desk.case([REVIEWED, *deciding(GIVEN)[:1]], items=["2025年预算"])
    draft = text(look(desk, case, "reply", "2026-03-12").blocks)
    assert "2026年3月12日" in draft
    for step, on, *said in deciding(GIVEN)[1:]:
        case = desk.take(case, step, on, **(said[0] if said else {}))
    decided = look(desk, case, "reply", "2026-03-13")
    assert text(decided.blocks) == draft
    assert decided.blocks == issued(desk, sign(desk, case))


def test_a_reply_without_a_draft_is_not_shown(sqlite_desk: Office) -> None:
    with pytest.raises(RuleBroken, match="decides nothing"):
        look(sqlite_desk, sqlite_desk.register(), "reply", "2026-03-12")


@pytest.mark.parametrize("role", ["caseworker", "approver", "supervisor", "admin"])
def test_every_role_of_the_agency_may_look(desk: Office, role: str) -> None:
    assert look(desk, desk.register(), "registration_form", "2026-03-02", role).blocks


def test_a_form_has_the_number_of_the_case_and_no_look(sqlite_desk: Office) -> None:
    furnished(sqlite_desk, look='{"profile": "letter", "letterhead": "甲县某局"}')
    case = sqlite_desk.register()
    form = text(look(sqlite_desk, case, "registration_form", "2026-03-02").blocks)
    assert f"登记号：{case.case_no}\n" in form
    assert "甲县某局" not in form
    assert text(look(sqlite_desk, case, "receipt", "2026-03-02").blocks).startswith(f"甲县某局\n{UNNUMBERED}\n")


def test_the_words_are_those_of_the_day(desk: Office) -> None:
    stamp = Stamp(desk.people["admin"], date(2026, 3, 1), at("2026-03-01"))
    with desk.store.unit() as unit:
        keep_template(unit, stamp, desk.agency_id, letter="receipt", source=OWN, note="更短")
        choose_template(unit, stamp, desk.agency_id, letter="receipt", version=1, from_on=date(2026, 3, 3))
    case = desk.register()
    assert "自行修改" not in text(look(desk, case, "receipt", "2026-03-02").blocks)
    assert "自行修改" in text(look(desk, case, "receipt", "2026-03-03").blocks)


def test_another_agency_sees_no_case(desk: Office, seal: Seal) -> None:
    other = found_office(desk.store, seal, "0002")
    case = desk.register()
    for who in (other.people["caseworker"], uuid4()):
        assert_no_case(desk, case.id, who)
    assert_no_case(desk, uuid4(), desk.people["caseworker"])


def assert_no_case(office: Office, case_id: UUID, who: UUID) -> None:
    with office.store.look() as unit, pytest.raises(NotFound, match="no such case in your agency"):
        preview(unit, case_id, who, "receipt", Wanted(date(2026, 3, 2)))


def test_a_day_before_the_receipt_is_refused(sqlite_desk: Office) -> None:
    with pytest.raises(RuleBroken, match="before the receipt"):
        look(sqlite_desk, sqlite_desk.register(), "receipt", "2026-03-01")


@pytest.mark.parametrize(
    ("kind", "says"), [("love_letter", "There is no letter love_letter"), ("legacy_reply", "look at its sample")]
)
def test_what_is_not_written_from_the_record(sqlite_desk: Office, kind: str, says: str) -> None:
    with pytest.raises(NotFound, match=says):
        look(sqlite_desk, sqlite_desk.register(), kind, "2026-03-02")


def test_what_is_written_while_looking_is_refused_or_dropped(desk: Office) -> None:
    before = dump(desk.store)
    postgres = desk.store.url.get_backend_name() == "postgresql"
    with pytest.raises(ReadOnlySqlTransaction) if postgres else nullcontext(), desk.store.look() as unit:
        assert unit.next_number(desk.agency_id, "notice", 2026) == 1
    assert dump(desk.store) == before


def test_samples_go_by_number_kind_and_name() -> None:
    assert sample("D12") is sample("d12") is sample("reply", "reply_d12")
    assert sample("reply") is sample("D1")
    with pytest.raises(NotFound, match="no sample receipt of the letter reply"):
        sample("reply", "receipt")
