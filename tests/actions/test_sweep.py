"""A sweep catches up with what changed since the one before, on the same day too."""

from datetime import date

import msgspec
import pytest
from factories import Office, at
from sqlalchemy import select

from workflow.actions.agencies import Stamp, grant
from workflow.actions.contacts import set_contact
from workflow.actions.rule_books import set_rules
from workflow.actions.sweep import sweep
from workflow.files.reminder_rules import default_rules
from workflow.rules.reminders import Rule
from workflow.store.rows import TABLES

REPLY_ON_30_MARCH = (("assign", "2026-03-03"), ("review", "2026-03-03"))


def reminded(office: Office, rule: str) -> set[str]:
    """Return who was reminded by a rule."""
    mine = TABLES["reminders"].c
    names = {person: name for name, person in office.people.items()}
    with office.store.reading() as connection:
        return {names[one] for one in connection.execute(select(mine.recipient_id).where(mine.rule == rule)).scalars()}


def test_a_rule_that_is_changed_applies_to_today(office: Office) -> None:
    office.case(REPLY_ON_30_MARCH)
    sweep(office.store, "w", at("2026-03-20"), default_rules())
    assert not reminded(office, "own")
    rule = Rule(id="own", duty="reply", offset=-6, roles=("approver",), channels=("desk",))
    stamp = Stamp(office.people["admin"], date(2026, 3, 20), at("2026-03-20", 3))
    with office.store.unit() as unit:
        set_rules(unit, stamp, office.agency_id, msgspec.json.encode({"rules": [rule]}), "own.json")
    done = sweep(office.store, "w", at("2026-03-20", 4), default_rules())
    assert done.reminders
    assert reminded(office, "own") == {"approver", "everyone"}
    assert not sweep(office.store, "w", at("2026-03-20", 5), default_rules()).reminders


def test_who_lost_the_last_role_is_not_reminded_any_more(office: Office) -> None:
    office.case(REPLY_ON_30_MARCH)
    stamp = Stamp(office.people["admin"], date(2026, 3, 4), at("2026-03-04"))
    with office.store.unit() as unit:
        grant(unit, stamp, user_id=office.people["caseworker"], agency_id=office.agency_id, roles=[])
    sweep(office.store, "w", at("2026-03-22"), default_rules())
    sweep(office.store, "w", at("2026-03-23"), default_rules())
    assert reminded(office, "reply-5-before") == {"everyone"}


@pytest.mark.parametrize(("swept", "single"), [("2026-03-27", True), ("2026-03-26", False)])
def test_a_weekend_without_a_sweep_is_no_outage(office: Office, swept: str, *, single: bool) -> None:
    """What a rule says shall come by itself does so on the Monday, and in a digest only after a missed working day."""
    office.case(REPLY_ON_30_MARCH)
    stamp = Stamp(office.people["caseworker"], date(2026, 3, 4), at("2026-03-04"))
    with office.store.unit() as unit:
        set_contact(unit, stamp, user_id=office.people["caseworker"], channel="email", address="a@example.gov.cn")
    sweep(office.store, "w", at(swept), default_rules())
    sweep(office.store, "w", at("2026-03-30"), default_rules())
    mine = TABLES["reminders"].c
    with office.store.reading() as connection:
        query = select(mine.n).where(mine.rule == "reply-on-the-day", mine.channel == "email")
        assert [n > 0 for (n,) in connection.execute(query)] == [single]
