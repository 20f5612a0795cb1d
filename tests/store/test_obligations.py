"""What a person owes: in their cases, in those that nobody has, in their other roles, and for their agency."""

from datetime import date

from factories import DECIDED, Office, at, found_office
from sqlalchemy import event

from workflow.actions.agencies import Stamp, change_agency, change_user
from workflow.store.obligations import Outstanding, agencies_owe, obligations
from workflow.store.people import agencies

TODAY = date(2026, 3, 20)


def owes(office: Office, name: str, today: date = TODAY) -> list[Outstanding]:
    with office.store.reading() as connection:
        calendar = office.store.calendars.current(connection)
        return obligations(connection, office.people[name], today=today, calendar=calendar)


def duties(office: Office, name: str, today: date = TODAY) -> list[str]:
    return [one.owed.duty for one in owes(office, name, today)]


def test_a_caseworker_owes_what_nobody_has(office: Office) -> None:
    case = office.case()
    found = owes(office, "caseworker")
    assert [(one.subject_id, one.name, one.owed.duty, str(one.owed.due_on)) for one in found] == [
        (case.id, case.case_no, "open", "2026-03-03"),
        (case.id, case.case_no, "correction_notice", "2026-03-11"),
        (case.id, case.case_no, "reply", "2026-03-30"),
    ]
    assert {one.regime for one in found} == {"CN-2019"}
    assert [owes(office, name) for name in ("intake", "stranger", "supervisor")] == [[], [], []]


def test_who_has_a_case_owes_all_that_the_office_owes_in_it(office: Office) -> None:
    office.case([("assign", "2026-03-03"), *DECIDED[:3]])
    assert duties(office, "caseworker") == ["secrecy_review", "reply"]
    assert duties(office, "everyone") == ["report_department", "secrecy_review", "reply"]


def test_a_case_of_somebody_else_is_not_theirs(office: Office) -> None:
    office.case([("assign", "2026-03-03", {"to": office.people["everyone"]})])
    assert owes(office, "caseworker") == []
    stamp = Stamp(office.people["admin"], TODAY, at(TODAY))
    with office.store.unit() as unit:
        change_user(unit, stamp, office.people["everyone"], name="everyone", active=False)
    assert duties(office, "caseworker") == ["correction_notice", "reply"]  # Nobody who works has it.
    assert owes(office, "everyone") == []


def test_reviews_and_decisions_are_of_their_roles(office: Office) -> None:
    office.case(DECIDED[:3])
    assert duties(office, "secrecy_reviewer") == ["secrecy_review", "reply"]
    assert duties(office, "approver") == []
    office.case(DECIDED[:4])
    assert duties(office, "approver") == ["reply"]


def test_a_last_chance_is_over_after_its_day(office: Office) -> None:
    office.case(DECIDED[:1])
    assert duties(office, "approver", date(2026, 3, 30)) == ["extend"]
    assert duties(office, "approver", date(2026, 3, 31)) == []


def test_the_time_of_an_applicant_is_not_the_office_s(office: Office) -> None:
    office.case([("assign", "2026-03-03"), ("ask_correction", "2026-03-05")])
    assert duties(office, "caseworker") == ["lapse"]


def test_another_agency_is_not_seen(office: Office) -> None:
    other = found_office(office.store, office.seal, "0002")
    other.case()
    assert owes(office, "caseworker") == []
    assert len(owes(other, "caseworker")) == 3


def test_reports_and_the_calendar_are_of_their_roles(office: Office) -> None:
    late = date(2026, 11, 24)
    assert [(one.owed.duty, one.owed.ref, one.name) for one in owes(office, "statistician", late)] == [
        ("report_department", "2025", "某县第0001局"),
        ("report_department", "2026", "某县第0001局"),
    ]
    assert [(one.owed.duty, one.owed.ref) for one in owes(office, "admin", late)] == [("calendar", "2027")]
    with office.store.unit() as unit:
        stamp = Stamp(office.people["admin"], TODAY, at(TODAY))
        change_agency(unit, stamp, office.agency_id, settings={"reports_filed": "2025", "first_report": "2024"})
    assert [one.owed.ref for one in owes(office, "statistician", late)] == ["2024", "2026"]


def test_one_agency_keeps_the_calendar(office: Office) -> None:
    found_office(office.store, office.seal, "0002")
    with office.store.reading() as connection:
        calendar = office.store.calendars.current(connection)
        every = agencies(connection)
    found = [(row.code, one.duty) for row, one in agencies_owe(every, today=date(2026, 11, 2), calendar=calendar)]
    assert [code for code, duty in found if duty == "calendar"] == ["0001"]


def test_it_asks_as_often_for_many_as_for_one(office: Office) -> None:
    asked: list[str] = []
    event.listen(office.store.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    counts = []
    for _ in range(2):
        for _ in range(3):
            office.case()
        asked.clear()
        with office.store.reading() as connection:
            calendar = office.store.calendars.current(connection)
            asked.clear()
            obligations(connection, office.people["caseworker"], today=TODAY, calendar=calendar)
        counts.append(len(asked))
    assert counts == [2, 2]
