"""How messages leave: checked as a whole before anything is written, and secrets only ever sealed."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from factories import FOUNDED, Office, at, dump, found_office

from workflow.actions.agencies import Stamp, add_agency
from workflow.actions.channels import reset_channel, set_channel, switch_off_channel
from workflow.rules.errors import BadInput, NotFound, NotYours
from workflow.store.books import Setup, channel_setups
from workflow.store.seal import Seal

SMTP = {"host": "mail.x.cn", "sender": "a@x.cn", "user": "a"}


def stamp(office: Office, role: str = "admin") -> Stamp:
    return Stamp(office.people[role], FOUNDED.date(), at("2026-03-02"))


def content(kind: str, options: Mapping[str, str], secrets: Mapping[str, str]) -> None:
    """Ask for a password where there is a user, as the mail channel does."""
    if kind == "smtp" and "user" in options and "password" not in secrets:
        raise BadInput("The channel {kind} needs the secret {name}. Add it.", kind=kind, name="password")


def put(office: Office, options: dict[str, str], secrets: dict[str, str], **changed: Any) -> None:
    by, agency_id = changed.get("by", stamp(office)), changed.get("agency_id", office.agency_id)
    seal = changed.get("seal", office.seal)
    with office.store.unit() as unit:
        set_channel(unit, by, seal, agency_id, kind="smtp", options=options, secrets=secrets, check=content)


def setups(office: Office, agency_id: Any = None) -> dict[str, Setup]:
    with office.store.reading() as connection:
        return channel_setups(connection, agency_id or office.agency_id, office.seal)


def test_what_is_not_given_stays_and_what_is_empty_goes(office: Office) -> None:
    own = office.agency_id
    put(office, SMTP, {"password": "one"})
    put(office, {"port": "465"}, {})
    assert setups(office) == {"smtp": Setup({**SMTP, "port": "465"}, {"password": "one"}, True, own)}
    put(office, {"port": ""}, {"password": "two"})
    assert setups(office) == {"smtp": Setup(SMTP, {"password": "two"}, True, own)}
    put(office, {"user": ""}, {"password": ""})
    assert setups(office)["smtp"].secrets == {}


def test_the_whole_is_checked_before_anything_is_changed(office: Office) -> None:
    put(office, SMTP, {"password": "one"})
    before = dump(office.store)
    with pytest.raises(BadInput, match="needs the secret password"):
        put(office, {"port": "465"}, {"password": ""})
    with pytest.raises(BadInput, match="no letter can print"):
        put(office, {"host": "a\0"}, {})
    assert dump(office.store) == before


def test_no_change_makes_no_entry(office: Office) -> None:
    put(office, SMTP, {"password": "one"})
    before = dump(office.store)
    put(office, {"host": "mail.x.cn"}, {"password": "one"})
    with office.store.unit() as unit:
        reset_channel(unit, stamp(office), office.agency_id, kind="wecom")
    assert dump(office.store) == before


def test_off_and_on_again(office: Office) -> None:
    put(office, SMTP, {"password": "one"})
    for _ in range(2):
        with office.store.unit() as unit:
            switch_off_channel(unit, stamp(office), office.seal, office.agency_id, kind="smtp")
        assert setups(office)["smtp"] == Setup(SMTP, {"password": "one"}, False, office.agency_id)
    put(office, {}, {})
    assert setups(office)["smtp"].active


def test_an_agency_switches_off_what_it_has_from_above_and_has_it_again(office: Office) -> None:
    put(office, SMTP, {"password": "one"})
    with office.store.unit() as unit:
        below = add_agency(unit, stamp(office), code="0001-1", name="x", kind="department", parent="0001")
        switch_off_channel(unit, stamp(office), office.seal, below, kind="smtp")
    assert setups(office, below) == {"smtp": Setup({}, {}, False, below)}
    with office.store.unit() as unit:
        reset_channel(unit, stamp(office), below, kind="smtp")
    assert setups(office, below) == setups(office)
    put(office, {"host": "own.x.cn"}, {}, agency_id=below)
    assert setups(office, below)["smtp"] == Setup({"host": "own.x.cn"}, {}, True, below)


def test_what_is_not_there_cannot_be_switched_off(office: Office) -> None:
    with pytest.raises(NotFound, match="no channel smtp"), office.store.unit() as unit:
        switch_off_channel(unit, stamp(office), office.seal, office.agency_id, kind="smtp")


def test_secrets_of_another_key_are_not_written_over(office: Office) -> None:
    put(office, SMTP, {"password": "one"})
    before = dump(office.store)
    with pytest.raises(BadInput, match="cannot be opened with this key"):
        put(office, {}, {"password": "two"}, seal=Seal(Seal.new_key()))
    assert dump(office.store) == before


CHANGES: list[Callable[..., None]] = [
    lambda unit, by, seal, to: set_channel(unit, by, seal, to, kind="smtp", options={}, secrets={}, check=content),
    lambda unit, by, seal, to: switch_off_channel(unit, by, seal, to, kind="smtp"),
    lambda unit, by, _, to: reset_channel(unit, by, to, kind="smtp"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_an_agency_that_is_not_yours(office: Office, change: Callable[..., None]) -> None:
    put(office, SMTP, {"password": "one"})
    other = found_office(office.store, office.seal, "0002")
    before = dump(office.store)
    for by in (stamp(office, "approver"), stamp(other), Stamp(None, FOUNDED.date(), FOUNDED)):
        with pytest.raises(NotYours, match="role admin in the agency 0001"), office.store.unit() as unit:
            change(unit, by, office.seal, office.agency_id)
    assert dump(office.store) == before
