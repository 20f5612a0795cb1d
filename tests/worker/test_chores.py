"""Work that comes round by itself: silences, a part of the record, warnings, and what is thrown away."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from factories import Office, at
from sqlalchemy import select, update

from workflow.installation import Installation
from workflow.settings import Settings
from workflow.store.alerts import open_alerts
from workflow.store.beats import beats
from workflow.store.rows import TABLES
from workflow.store.verify import verify
from workflow.worker.chores import purge, record_silence, verify_part, warn_of_breaches

ASKED = (("review", "2026-03-03"), ("consult", "2026-03-04"), ("deliver_consultation", "2026-03-05"))


def installation_on(office: Office, tmp_path: Path, day: str) -> Installation:
    made = Installation(Settings(home=tmp_path, language="en"), now=lambda: at(day))
    vars(made).update(store=office.store, seal=office.seal)
    return made


def test_a_silence_is_recorded_once_on_the_day_after(office: Office, tmp_path: Path) -> None:
    case = office.case(ASKED)
    assert record_silence(installation_on(office, tmp_path, "2026-03-26"), "w").number == 0
    assert record_silence(installation_on(office, tmp_path, "2026-03-27"), "w").number == 1
    assert record_silence(installation_on(office, tmp_path, "2026-03-27"), "w").number == 0
    with office.store.reading() as connection:
        events = TABLES["events"].c
        last = connection.execute(select(events.kind).where(events.case_id == case.id).order_by(events.seq.desc()))
        owed = connection.execute(select(TABLES["duties"].c.duty).where(TABLES["duties"].c.case_id == case.id))
        assert last.scalars().first() == "consultation_lapsed"
        assert set(owed.scalars()) == {"reply", "extend"}
    assert verify(office.store).difference is None


def test_a_lease_that_somebody_holds_is_left_alone(office: Office, tmp_path: Path) -> None:
    installation = installation_on(office, tmp_path, "2026-03-27")
    record_silence(installation, "one")
    with office.store.engine.connect() as connection:
        until = datetime(2026, 3, 28, tzinfo=UTC)
        connection.execute(update(TABLES["beats"]).values(holder="other", lease_until=until))
    assert not record_silence(installation, "one").ran


def test_the_record_is_verified_part_by_part(office: Office, tmp_path: Path) -> None:
    for _ in range(5):
        office.case()
    installation = installation_on(office, tmp_path, "2026-03-03")
    assert [verify_part(installation, "w", part=2).number for _ in range(4)] == [2, 2, 1, 2]
    with office.store.reading() as connection:
        assert beats(connection)["verify"].place
        assert open_alerts(connection) == []


def test_what_differs_is_told_to_those_who_can_do_something(office: Office, tmp_path: Path) -> None:
    office.case()
    with office.store.engine.connect() as connection:
        connection.execute(update(TABLES["duties"]).values(due_on=date(2027, 1, 1)))
    installation = installation_on(office, tmp_path, "2026-03-03")
    assert verify_part(installation, "w").problems == 1
    verify_part(installation, "w")
    with office.store.reading() as connection:
        told = open_alerts(connection)
    assert sorted(one.role for one in told) == ["admin", "auditor"]
    assert "duties" in told[0].text


@pytest.mark.parametrize(("day", "warned"), [("2026-03-16", 0), ("2026-03-30", 1)])
def test_requests_without_a_draft_are_named_in_the_week_they_fall_due(
    office: Office, tmp_path: Path, day: str, warned: int
) -> None:
    office.case((("review", "2026-03-03"),))
    office.case((("review", "2026-03-03"), ("draft", "2026-03-09"), ("submit", "2026-03-10")))
    assert warn_of_breaches(installation_on(office, tmp_path, day), "w").number == warned
    with office.store.reading() as connection:
        assert len(open_alerts(connection)) == warned


def test_nothing_of_the_record_is_thrown_away(full_office: Office, tmp_path: Path) -> None:
    before = verify(full_office.store)
    assert purge(installation_on(full_office, tmp_path, "2030-01-02"), "w").ran
    assert verify(full_office.store) == before
