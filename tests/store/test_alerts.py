"""An alert is raised once until somebody clears it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from factories import Office
from sqlalchemy import insert, update

from workflow.rules.states import Role
from workflow.store.alerts import clear, clear_about, open_alerts, people_with, raise_alert
from workflow.store.rows import TABLES

NOW = datetime(2026, 3, 23, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def raised(office: Office, about: str = "channel email", now: datetime = NOW) -> bool:
    with office.store.unit() as unit:
        return raise_alert(unit, office.agency_id, about, Role.ADMIN, "The server is away.", now)


def test_an_alert_that_is_open_is_not_raised_again(office: Office) -> None:
    assert [raised(office), raised(office, now=LATER), raised(office, "sweep", LATER)] == [True, False, True]
    with office.store.reading() as connection:
        first, second = open_alerts(connection)
        assert open_alerts(connection, []) == []
        assert open_alerts(connection, [office.agency_id]) == [first, second]
    told = (first.about, first.role, first.text, first.raised_at, second.about)
    assert told == ("channel email", "admin", "The server is away.", NOW, "sweep")


def test_one_that_was_cleared_is_raised_anew(office: Office) -> None:
    raised(office)
    with office.store.reading() as connection:
        (alert,) = open_alerts(connection)
    with office.store.unit() as unit:
        cleared = [clear(unit, alert.id, office.people["admin"], LATER) for _ in range(2)]
    assert cleared == [True, False]
    assert raised(office, now=LATER)


def test_what_came_right_by_itself_clears_its_alert(office: Office) -> None:
    raised(office)
    raised(office, "sweep")
    with office.store.unit() as unit:
        cleared = [clear_about(unit, office.agency_id, "channel email", LATER) for _ in range(2)]
    assert cleared == [True, False]
    with office.store.reading() as connection:
        assert [alert.about for alert in open_alerts(connection)] == ["sweep"]


def test_of_many_at_once_one_raises_it(office: Office) -> None:
    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(lambda _: raised(office), range(10))) == 1


def test_people_of_a_role_who_work_and_have_an_address(office: Office) -> None:
    addresses = {"admin": "a@a.cn", "everyone": "", "caseworker": "c@a.cn"}
    with office.store.engine.connect() as connection:
        values = [
            {"user_id": office.people[name], "channel": "email", "address": address}
            for name, address in addresses.items()
        ]
        connection.execute(insert(TABLES["contacts"]), values)
        assert people_with(connection, office.agency_id, Role.ADMIN, "email") == [office.people["admin"]]
        connection.execute(update(TABLES["users"]).values(active=False))
        assert people_with(connection, office.agency_id, Role.ADMIN, "email") == []
