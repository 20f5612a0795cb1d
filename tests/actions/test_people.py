"""Agencies, people and roles: every change is an entry of the journal, and what changes nothing is none."""

from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from factories import Office, at, dump
from sqlalchemy import func, select

from workflow.actions.agencies import Stamp, add_agency, add_user, change_agency, change_user, grant
from workflow.rules.errors import BadInput, NotFound
from workflow.rules.states import Role
from workflow.store.people import agencies, agency, agency_by_code, people, roles_of, user_by_login
from workflow.store.rows import TABLES
from workflow.store.session import Store
from workflow.store.verify import verify

STAMP = Stamp(None, date(2026, 3, 2), at("2026-03-02"))


def entries(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(TABLES["journal"])).scalar_one())


def test_agencies_form_a_tree_and_people_have_roles_in_them(store: Store) -> None:
    with store.unit() as unit:
        county = add_agency(unit, STAMP, code="01", name="某县人民政府", kind="government")
        bureau = add_agency(unit, STAMP, code="0101", name="某县某局", kind="department", parent="01", one_person=True)
        person = add_user(unit, STAMP, login="zhang", name="张三")
        grant(unit, STAMP, user_id=person, agency_id=bureau, roles=[Role.CASEWORKER, Role.INTAKE])
    with store.reading() as connection:
        assert [(one.code, one.parent_id) for one in agencies(connection)] == [("01", None), ("0101", county)]
        assert agency_by_code(connection, "0101").one_person
        assert roles_of(connection, user_by_login(connection, "zhang"), bureau) == {Role.CASEWORKER, Role.INTAKE}
        assert people(connection, bureau) == [("zhang", "张三", frozenset({Role.CASEWORKER, Role.INTAKE}))]
        assert roles_of(connection, person, county) == frozenset()
    assert verify(store).difference is None


def test_roles_are_taken_away_and_given_again(office: Office) -> None:
    person = office.people["auditor"]
    for roles in ([], [Role.AUDITOR], [Role.INTAKE, Role.ADMIN]):
        with office.store.unit() as unit:
            grant(unit, STAMP, user_id=person, agency_id=office.agency_id, roles=roles)
        with office.store.reading() as connection:
            assert roles_of(connection, person, office.agency_id) == frozenset(roles)
    assert verify(office.store).difference is None


def test_who_is_not_active_has_no_role_and_keeps_the_grant(office: Office) -> None:
    person = office.people["auditor"]
    with office.store.unit() as unit:
        change_user(unit, STAMP, person, name="auditor", active=False)
        grant(unit, STAMP, user_id=person, agency_id=office.agency_id, roles=[Role.ADMIN])
    with office.store.reading() as connection:
        assert roles_of(connection, person, office.agency_id) == frozenset()
        with pytest.raises(NotFound, match="no active user"):
            user_by_login(connection, "auditor@0001")
    with office.store.unit() as unit:
        change_user(unit, STAMP, person, name="王五", active=True)
    with office.store.reading() as connection:
        assert roles_of(connection, person, office.agency_id) == {Role.ADMIN}
    assert verify(office.store).difference is None


def test_settings_are_changed_one_by_one_and_taken_away_when_empty(office: Office) -> None:
    for settings, expected in (
        ({"phone": "1", "case_no": "{year}/{n}"}, {"phone": "1", "case_no": "{year}/{n}"}),
        ({"phone": ""}, {"case_no": "{year}/{n}"}),
    ):
        with office.store.unit() as unit:
            change_agency(unit, STAMP, office.agency_id, settings=settings, name="某县新局", one_person=True)
        with office.store.reading() as connection:
            changed = agency(connection, office.agency_id)
        assert (changed.name, changed.one_person, changed.settings) == ("某县新局", True, expected)
    assert verify(office.store).difference is None


def test_a_change_that_changes_nothing_makes_no_entry(office: Office) -> None:
    """Otherwise the journal could lose its last entry without a trace in any row."""
    before = entries(office.store)
    with office.store.unit() as unit:
        change_agency(unit, STAMP, office.agency_id, settings={"phone": ""})
        change_user(unit, STAMP, office.people["auditor"], name="auditor", active=True)
        grant(unit, STAMP, user_id=office.people["auditor"], agency_id=office.agency_id, roles=[Role.AUDITOR])
    assert entries(office.store) == before


def test_an_instant_of_another_zone_is_the_same_instant(store: Store) -> None:
    local = Stamp(None, date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai")))
    with store.unit() as unit:
        add_agency(unit, local, code="01", name="某县人民政府", kind="government")
    assert verify(store).difference is None


NOBODY = uuid4()


@pytest.mark.parametrize("code", ["0001", " 0001 ", "", " ", "x" * 201, "a\0"])
def test_a_code_that_cannot_be_is_refused(office: Office, code: str) -> None:
    before = dump(office.store)
    with pytest.raises(BadInput), office.store.unit() as unit:
        add_agency(unit, STAMP, code=code, name="某局", kind="department")
    assert dump(office.store) == before


@pytest.mark.parametrize(("kind", "parent", "error"), [("club", "", BadInput), ("department", "99", NotFound)])
def test_a_kind_or_a_parent_that_is_none_is_refused(
    sqlite_office: Office, kind: str, parent: str, error: type[Exception]
) -> None:
    with pytest.raises(error), sqlite_office.store.unit() as unit:
        add_agency(unit, STAMP, code="02", name="某局", kind=kind, parent=parent)


@pytest.mark.parametrize("login", ["auditor@0001", "", "x" * 201])
def test_a_login_that_cannot_be_is_refused(office: Office, login: str) -> None:
    with pytest.raises(BadInput), office.store.unit() as unit:
        add_user(unit, STAMP, login=login, name="张三")


def test_what_concerns_nobody_is_refused_and_changes_nothing(office: Office) -> None:
    someone, somewhere = office.people["auditor"], office.agency_id
    before = dump(office.store)
    with pytest.raises(NotFound), office.store.unit() as unit:
        change_user(unit, STAMP, NOBODY, name="张三", active=True)
    with pytest.raises(NotFound), office.store.unit() as unit:
        change_agency(unit, STAMP, NOBODY, name="某局")
    for user_id, agency_id in ((NOBODY, somewhere), (someone, NOBODY)):
        with pytest.raises(NotFound), office.store.unit() as unit:
            grant(unit, STAMP, user_id=UUID(str(user_id)), agency_id=agency_id, roles=[Role.ADMIN])
    assert dump(office.store) == before


@pytest.mark.parametrize("name", ["case_no", "reply_number", "notice_number"])
@pytest.mark.parametrize(
    "pattern", ["第1号", "{year}", "{n}", "{year}{x}", "{year}{n", "{n.digits}{year}", "{0}{year}"]
)
def test_a_pattern_that_gives_no_number_of_its_own_is_refused(sqlite_office: Office, name: str, pattern: str) -> None:
    with pytest.raises(BadInput, match=f"The setting {name}"), sqlite_office.store.unit() as unit:
        change_agency(unit, STAMP, sqlite_office.agency_id, settings={name: pattern})
