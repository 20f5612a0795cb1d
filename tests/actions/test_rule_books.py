"""The rules of an agency: all that is wrong is named, and nothing is changed until all is right."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from factories import FOUNDED, Office, at, dump, found_office

from workflow.actions.agencies import Stamp, add_agency
from workflow.actions.rule_books import reset_rules, set_quiet, set_rules
from workflow.files.reminder_rules import default_rules
from workflow.rules.errors import BadInput, NotFound, NotYours
from workflow.rules.quiet_hours import Quiet
from workflow.store.books import Book, rule_book
from workflow.store.verify import verify

RULE = {"id": "a", "duty": "reply", "offset": -2, "roles": ["assignee"], "channels": ["desk"]}


def written(*rules: dict[str, Any]) -> bytes:
    return json.dumps({"rules": rules}).encode()


def stamp(office: Office, role: str = "admin") -> Stamp:
    return Stamp(office.people[role], FOUNDED.date(), at("2026-03-02"))


def book(office: Office, agency_id: UUID | None = None) -> Book:
    with office.store.reading() as connection:
        return rule_book(connection, agency_id or office.agency_id, default_rules())


def put(office: Office, *rules: dict[str, Any], quiet: Quiet | None = None, role: str = "admin") -> None:
    with office.store.unit() as unit:
        set_rules(unit, stamp(office, role), office.agency_id, written(*rules), "rules.json", quiet)


def test_rules_and_quiet_hours_are_set_and_given_up(office: Office) -> None:
    late = Quiet(from_="22:00", rest_days=False)
    put(office, RULE)
    with office.store.unit() as unit:
        set_quiet(unit, stamp(office), office.agency_id, late)
    assert [rule.id for rule in book(office).rules] == ["a"]
    put(office, RULE, {**RULE, "id": "b"})
    assert (len(book(office).rules), book(office).quiet) == (2, late)
    put(office, RULE, quiet=Quiet())
    assert book(office).quiet == Quiet()
    assert verify(office.store).difference is None
    with office.store.unit() as unit:
        reset_rules(unit, stamp(office), office.agency_id)
    assert book(office) == Book(default_rules(), Quiet(), None, None)
    assert verify(office.store).difference is None


def test_quiet_hours_alone_leave_the_rules_where_they_come_from(office: Office) -> None:
    with office.store.unit() as unit:
        below = add_agency(unit, stamp(office), code="0001-1", name="x", kind="department", parent="0001")
    put(office, RULE)
    with office.store.unit() as unit:
        set_quiet(unit, stamp(office), below, Quiet(from_="23:00"))
    found = book(office, below)
    assert (found.agency_id, found.quiet_agency_id) == (office.agency_id, below)


def test_no_change_makes_no_entry(office: Office) -> None:
    put(office, RULE)
    before = dump(office.store)
    put(office, RULE)
    with office.store.unit() as unit:
        add = stamp(office)
        set_rules(unit, add, office.agency_id, written(RULE), "the same.json")
    assert dump(office.store) == before


def test_nothing_to_give_up_is_no_entry(office: Office) -> None:
    before = dump(office.store)
    with office.store.unit() as unit:
        reset_rules(unit, stamp(office), office.agency_id)
    assert dump(office.store) == before


BAD: dict[str, tuple[bytes, list[str]]] = {
    "no JSON": (b'{"rules": [', ["f.json is no JSON: line 1"]),
    "no rules": (b"[]", ["f.json holds no rules"]),
    "a role": (written({**RULE, "roles": ["king"]}), ["Rule a, roles: there is no king"]),
    "a field": (written({**RULE, "text": "{applicant}"}), ["Rule a, text: {applicant} is no place to fill"]),
    "a duty": (written({**RULE, "duty": "sleep"}), ["there is no duty sleep"]),
    "a kind": (written({**RULE, "offset": "2"}), ["rule a, offset: the value is of the wrong kind"]),
    "several": (
        written({**RULE, "roles": ["king"], "channels": ["pigeon"]}, {**RULE, "id": "b", "offset": 99}),
        ["f.json: (1) Rule a, roles: there is no king", "(2) Rule a, channels: there is no", "(3) Rule b, offset: 99"],
    ),
    "several and a kind": (
        written({**RULE, "roles": ["king"]}, {**RULE, "id": "b", "offset": "2"}),
        ["rule b, offset: the value is of the wrong kind"],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_rules_that_cannot_be_used(office: Office, name: str) -> None:
    raw, said = BAD[name]
    before = dump(office.store)
    with pytest.raises(BadInput) as refused, office.store.unit() as unit:
        set_rules(unit, stamp(office), office.agency_id, raw, "f.json")
    assert [one for one in said if one not in str(refused.value)] == []
    assert dump(office.store) == before


def test_a_file_full_of_problems_names_the_first_of_them(office: Office) -> None:
    rules = [{**RULE, "id": f"r{n}", "roles": ["king"]} for n in range(400)]
    with pytest.raises(BadInput) as refused:
        put(office, *rules)
    assert str(refused.value).count("there is no king") == 20
    assert refused.value.text(lambda sentence: sentence).startswith("rules.json: (1) Rule r0, roles")


def test_an_agency_that_is_not_yours(office: Office) -> None:
    """Somebody without the role, an administrator of another agency, one below, and nobody."""
    other = found_office(office.store, office.seal, "0002")
    with office.store.unit() as unit:
        below = add_agency(unit, stamp(office), code="0001-1", name="x", kind="department", parent="0001")
    nobody = Stamp(None, FOUNDED.date(), FOUNDED)
    before = dump(office.store)
    for by, agency_id in (
        (stamp(office, "approver"), office.agency_id),
        (stamp(other), office.agency_id),
        (stamp(other), below),
        (nobody, office.agency_id),
    ):
        for change in (
            lambda unit, by, agency_id: set_rules(unit, by, agency_id, written(RULE), "f.json"),
            lambda unit, by, agency_id: set_quiet(unit, by, agency_id, Quiet(from_="22:00")),
            reset_rules,
        ):
            with pytest.raises(NotYours, match="role admin in the agency"), office.store.unit() as unit:
                change(unit, by, agency_id)
    assert dump(office.store) == before
    with pytest.raises(NotFound, match="no such agency"), office.store.unit() as unit:
        reset_rules(unit, stamp(office), uuid4())


def test_an_administrator_above_may(office: Office) -> None:
    with office.store.unit() as unit:
        below = add_agency(unit, stamp(office), code="0001-1", name="x", kind="department", parent="0001")
        set_rules(unit, stamp(office), below, written(RULE), "f.json")
    assert book(office, below).agency_id == below
