"""Reminders on the desk: of whom, of what, open or done, read or not, page by page."""

from datetime import date
from typing import Any

from factories import DECIDED, Office, at
from sqlalchemy import select

from workflow.actions.agencies import Stamp, change_agency, change_user
from workflow.actions.sweep import sweep
from workflow.rules.reminders import Rule
from workflow.store.inbox import Noted, Reader, every_unread, inbox, mark_read, unread
from workflow.store.rows import TABLES

EVE, DAY = "2026-03-22", "2026-03-23"
"""Five working days before the due day of a request of 2 March, 30 March."""


def remind(office: Office, *days: str, **told: Any) -> None:
    usual: dict[str, Any] = {"duty": "reply", "offset": -5, "roles": ("assignee",), "channels": ("desk",)}
    rule = Rule(id="r", **{**usual, **told})
    for day in days:
        sweep(office.store, "w", at(day), (rule,))


def reader(office: Office, today: str = DAY, name: str = "caseworker") -> Reader:
    with office.store.reading() as connection:
        calendar = office.store.calendars.current(connection)
    return Reader(office.people[name], date.fromisoformat(today), calendar)


def desk(office: Office, today: str = DAY, name: str = "caseworker", **told: Any) -> list[Noted]:
    of = reader(office, today, name)
    with office.store.reading() as connection:
        return inbox(connection, of, told.pop("limit", 100), told.pop("after", None), **told)


def test_a_reminder_on_the_desk(office: Office) -> None:
    case = office.case()
    remind(office, EVE, DAY)
    (one,) = desk(office)
    assert (one.key.subject_id, one.name, one.agency_id, one.of_agency) == (
        case.id,
        case.case_no,
        office.agency_id,
        False,
    )
    assert (one.owed.duty, one.owed.due_on, one.owed.who) == ("reply", date(2026, 3, 30), "caseworker")
    assert (one.key.rule, one.regime, one.open) == ("r", "CN-2019", True)
    assert (one.created_at, one.read_at) == (at(DAY), None)
    assert desk(office, name="approver") == []


def test_only_the_desk_s_and_only_one_s_own(office: Office) -> None:
    office.case()
    remind(office, EVE, DAY, roles=("approver",))
    assert desk(office) == []
    assert len(desk(office, name="approver")) == 1


def test_what_was_answered_or_moved_is_done(office: Office) -> None:
    answered = office.case(DECIDED)
    moved = office.case(DECIDED[:1])
    still = office.case()
    remind(office, EVE, DAY)
    for step in ("issue_reply", "reply"):
        answered = office.take(answered, step, DAY)
    office.take(moved, "extend", DAY)
    assert {one.name: one.open for one in desk(office)} == {
        answered.case_no: False,
        moved.case_no: False,
        still.case_no: True,
    }
    assert [one.name for one in desk(office, only_open=True)] == [still.case_no]


def test_a_last_chance_is_done_after_its_day(office: Office) -> None:
    office.case(DECIDED[:1])
    remind(office, EVE, DAY, duty="extend")
    assert [one.open for one in desk(office, "2026-03-30")] == [True]
    assert [one.open for one in desk(office, "2026-03-31")] == [False]
    assert desk(office, "2026-03-31", only_open=True) == []


def test_what_an_agency_owes_is_open_until_it_is_filed(office: Office) -> None:
    remind(office, "2027-01-17", "2027-01-18", duty="report_department", offset=-10, roles=("statistician",))
    (one,) = desk(office, "2027-01-18", "statistician", only_open=True)
    assert (one.of_agency, one.name, one.key.ref, one.owed.who, one.open) == (
        True,
        "0001",
        "2026",
        "statistician",
        True,
    )
    with office.store.unit() as unit:
        stamp = Stamp(office.people["admin"], date(2027, 1, 18), at("2027-01-18"))
        change_agency(unit, stamp, office.agency_id, settings={"reports_filed": "2026"})
    assert [one.open for one in desk(office, "2027-01-18", "statistician")] == [False]
    assert desk(office, "2027-01-18", "statistician", only_open=True) == []


def test_page_by_page_is_the_same_as_at_once(office: Office) -> None:
    for _ in range(5):
        office.case()
    remind(office, EVE, DAY, "2026-03-24", "2026-03-25", offset=-5, daily=True)
    every = desk(office)
    assert len(every) == 15
    assert [one.created_at for one in every] == sorted((one.created_at for one in every), reverse=True)
    paged: list[Noted] = []
    while page := desk(office, limit=4, after=paged[-1].place if paged else None):
        paged += page
    assert paged == every
    with office.store.reading() as connection:
        assert list(every_unread(connection, reader(office), 4)) == every


def test_pages_of_what_is_open_are_full_whatever_lies_between(office: Office) -> None:
    remind(office, "2027-01-17", "2027-01-18", duty="report_department", offset=-10, roles=("statistician",))
    remind(office, "2027-01-19", duty="report_department", offset=-10, roles=("statistician",), daily=True)
    with office.store.unit() as unit:
        stamp = Stamp(office.people["admin"], date(2027, 1, 18), at("2027-01-18"))
        change_agency(unit, stamp, office.agency_id, settings={"reports_filed": "2026"})
    assert len(desk(office, "2027-01-19", "statistician")) == 2
    assert desk(office, "2027-01-19", "statistician", only_open=True, limit=1) == []


def test_what_was_read_is_not_unread_and_still_open(office: Office) -> None:
    for _ in range(3):
        office.case()
    remind(office, EVE, DAY)
    first, *others = desk(office)
    with office.store.unit() as unit:
        assert mark_read(unit, office.people["caseworker"], [first.key], at(DAY, 3)) == 1
        assert mark_read(unit, office.people["caseworker"], [first.key], at(DAY, 4)) == 0
        assert mark_read(unit, office.people["approver"], [others[0].key], at(DAY, 4)) == 0
    with office.store.reading() as connection:
        assert unread(connection, reader(office), 10) == others
        assert unread(connection, reader(office), 1, others[0].place) == others[1:]
    read = desk(office)[0]
    assert (read.read_at, read.open) == (at(DAY, 3), True)


def test_all_that_there_are_by_now_are_marked(office: Office) -> None:
    office.case()
    remind(office, EVE, DAY)
    with office.store.unit() as unit:
        assert mark_read(unit, office.people["caseworker"], None, at(DAY, 1)) == 0
        assert mark_read(unit, office.people["caseworker"], None, at(DAY)) == 1
    with office.store.reading() as connection:
        theirs = TABLES["reminders"].c
        kept = connection.execute(select(theirs.recipient_id, theirs.read_at))
        assert {row.recipient_id: row.read_at for row in kept} == {
            office.people["caseworker"]: at(DAY),
            office.people["everyone"]: None,
        }


def test_who_does_not_work_there_any_more_has_no_desk(office: Office) -> None:
    office.case()
    remind(office, EVE, DAY)
    with office.store.unit() as unit:
        stamp = Stamp(office.people["admin"], date(2026, 3, 23), at(DAY))
        change_user(unit, stamp, office.people["caseworker"], name="c", active=False)
    assert desk(office) == []
