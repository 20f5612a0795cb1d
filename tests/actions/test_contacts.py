"""Where people are reached: their own affair, or that of an administrator of an agency they work for."""

from uuid import uuid4

import pytest
from factories import FOUNDED, Office, at, dump, found_office

from workflow.actions.agencies import Stamp, add_user, change_user, grant
from workflow.actions.contacts import set_contact
from workflow.rules.errors import BadInput, NotFound, NotYours
from workflow.rules.states import Role
from workflow.store.books import contacts
from workflow.store.verify import verify


def stamp(office: Office, role: str) -> Stamp:
    return Stamp(office.people[role], FOUNDED.date(), at("2026-03-02"))


def put(office: Office, by: Stamp, whom: str, address: str, channel: str = "email") -> None:
    with office.store.unit() as unit:
        set_contact(unit, by, user_id=office.people[whom], channel=channel, address=address)


def test_an_address_is_set_changed_taken_away_and_set_again(office: Office) -> None:
    key = (office.people["approver"], "email")
    for by, address in (("approver", "a@x.cn"), ("admin", " b@x.cn "), ("approver", ""), ("approver", "c@x.cn")):
        put(office, stamp(office, by), "approver", address)
        with office.store.reading() as connection:
            found = contacts(connection, [key[0]])
        assert found == ({key: address.strip()} if address else {})
        assert verify(office.store).difference is None


def test_no_change_makes_no_entry(office: Office) -> None:
    put(office, stamp(office, "approver"), "approver", "a@x.cn")
    before = dump(office.store)
    put(office, stamp(office, "admin"), "approver", "a@x.cn")
    put(office, stamp(office, "admin"), "auditor", "")
    assert dump(office.store) == before


@pytest.mark.parametrize(
    ("channel", "address", "says"),
    [
        ("pigeon", "a@x.cn", "pigeon is no channel with an address"),
        ("desk", "a@x.cn", "desk is no channel with an address"),
        ("email", f"{'a' * 250}@x.cn", "The address has 255 characters"),
        ("email", "a\0@x.cn", "no letter can print"),
    ],
)
def test_an_address_that_cannot_be_kept(office: Office, channel: str, address: str, says: str) -> None:
    before = dump(office.store)
    with pytest.raises(BadInput, match=says):
        put(office, stamp(office, "admin"), "approver", address, channel)
    assert dump(office.store) == before


def test_somebody_else_s_address(office: Office) -> None:
    other = found_office(office.store, office.seal, "0002")
    nobody = Stamp(None, FOUNDED.date(), FOUNDED)
    before = dump(office.store)
    for by in (stamp(office, "intake"), stamp(office, "supervisor"), stamp(other, "admin"), nobody):
        with pytest.raises(NotYours, match="for the person"):
            put(office, by, "approver", "a@x.cn")
    assert dump(office.store) == before
    with pytest.raises(NotFound, match="no such user"), office.store.unit() as unit:
        set_contact(unit, stamp(office, "admin"), user_id=uuid4(), channel="email", address="a@x.cn")


def test_a_person_without_an_agency_is_looked_after_by_every_administrator(office: Office) -> None:
    put(office, stamp(office, "admin"), "stranger", "a@x.cn")
    with pytest.raises(NotYours, match="role admin"):
        put(office, stamp(office, "approver"), "stranger", "b@x.cn")


def test_who_works_for_two_agencies_is_looked_after_by_both(office: Office) -> None:
    other = found_office(office.store, office.seal, "0002")
    with office.store.unit() as unit:
        admin = stamp(office, "admin")
        grant(unit, admin, user_id=office.people["approver"], agency_id=other.agency_id, roles=[Role.AUDITOR])
    put(office, stamp(other, "admin"), "approver", "a@x.cn")
    put(office, stamp(office, "admin"), "approver", "b@x.cn")


def test_who_acts_no_more_changes_nothing(office: Office) -> None:
    with office.store.unit() as unit:
        admin = stamp(office, "admin")
        office.people["gone"] = add_user(unit, admin, login="gone", name="x")
        grant(unit, admin, user_id=office.people["gone"], agency_id=office.agency_id, roles=[Role.ADMIN])
        change_user(unit, admin, office.people["gone"], name="x", active=False)
    for whom in ("gone", "approver"):
        with pytest.raises(NotYours):
            put(office, stamp(office, "gone"), whom, "a@x.cn")
    put(office, stamp(office, "admin"), "gone", "a@x.cn")
