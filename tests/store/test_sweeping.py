"""Who is reminded of what: once, caught up, by role, by channel, and not at night."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from factories import DECIDED, FOUNDED, REPLIED, Office, at
from sqlalchemy import insert, select

from workflow.actions.agencies import Stamp, add_agency, add_user, change_user, grant
from workflow.actions.sweep import Swept, sweep
from workflow.rules.errors import CaseworkError
from workflow.rules.reminders import Rule, checked
from workflow.rules.states import Role
from workflow.store.deliveries import DeliveryKey, reminded
from workflow.store.rows import TABLES
from workflow.store.scheduling import refresh
from workflow.store.verify import verify

DUE = date(2026, 3, 30)
"""When a request of 2 March must be answered; five working days before it is 23 March."""

BEFORE = "2026-03-23"


def rule(name: str = "five-before", **told: Any) -> Rule:
    usual: dict[str, Any] = {"duty": "reply", "offset": -5, "roles": ("assignee",), "channels": ("desk",)}
    return Rule(id=name, **{**usual, **told})


def swept(office: Office, now: str | datetime, *rules: Rule, holder: str = "w") -> Swept:
    instant = at(now) if isinstance(now, str) else now
    return sweep(office.store, holder, instant, checked(rules))


def rows(office: Office, table: str, *columns: str) -> list[Any]:
    with office.store.reading() as connection:
        found = connection.execute(select(*(TABLES[table].c[name] for name in columns)))
        return sorted((tuple(row) if len(columns) > 1 else row[0] for row in found), key=str)


def reminded_people(office: Office) -> set[str]:
    names = {user_id: name for name, user_id in office.people.items()}
    return {names.get(user_id, str(user_id)) for user_id in rows(office, "reminders", "recipient_id")}


def reached(office: Office, *names: str) -> None:
    """Give people a mail address."""
    with office.store.engine.connect() as connection:
        values = [{"user_id": office.people[name], "channel": "email", "address": f"{name}@a.cn"} for name in names]
        connection.execute(insert(TABLES["contacts"]), values)


def channel(office: Office, kind: str, *, active: bool = True, agency_id: UUID | None = None) -> None:
    values = {"agency_id": agency_id or office.agency_id, "kind": kind, "options": '{"url":"x"}', "sealed": ""}
    with office.store.engine.connect() as connection:
        connection.execute(insert(TABLES["channels"]).values(**values, active=active))


def retire(office: Office, name: str) -> None:
    with office.store.unit() as unit:
        stamp = Stamp(office.people["admin"], date(2026, 3, 20), at("2026-03-20"))
        change_user(unit, stamp, office.people[name], name=name, active=False)


def test_a_reminder_comes_on_its_day_and_not_again(office: Office) -> None:
    office.case()
    assert swept(office, "2026-03-20", rule()).reminders == 0
    first = swept(office, BEFORE, rule())
    assert (first.reminders, first.until) == (2, date(2026, 3, 23))  # Nobody has the case: two are caseworkers.
    kept = rows(office, "reminders", "recipient_id", "due_on", "mark_on", "rule", "sweep", "n", "read_at")
    assert {row[1:4] for row in kept} == {(DUE, DUE, "five-before")}
    assert swept(office, BEFORE, rule()).reminders == 0
    assert swept(office, "2026-03-24", rule()).reminders == 0
    assert kept == rows(office, "reminders", "recipient_id", "due_on", "mark_on", "rule", "sweep", "n", "read_at")


def test_days_without_a_sweep_are_caught_up_with_one_digest_a_person(office: Office) -> None:
    reached(office, "caseworker")
    rules = [
        rule("five", channels=("email",), digest=False),
        rule("three", offset=-3, channels=("email",), digest=False),
        rule("zero", offset=0, channels=("email",), digest=False),
    ]
    office.case([("assign", "2026-03-03")])
    swept(office, "2026-03-20", *rules)
    late = swept(office, DUE.isoformat(), *rules)
    assert (late.reminders, late.messages) == (3, 1)
    assert rows(office, "deliveries", "n") == [0]


def test_single_messages_are_single_and_digests_one(office: Office) -> None:
    reached(office, "caseworker")
    for _ in range(3):
        office.case([("assign", "2026-03-03")])
    single, together = (rule(name, channels=("email",), digest=name == "together") for name in ("single", "together"))
    swept(office, "2026-03-22", single, together)
    assert swept(office, BEFORE, single, together)[2:4] == (6, 4)
    numbers = rows(office, "deliveries", "n")
    assert (len(set(numbers)), numbers.count(0)) == (4, 1)


def test_what_is_new_on_the_day_of_a_sweep_is_found_by_the_next(office: Office) -> None:
    on_day = rule("opened", duty="open", offset=0, roles=("intake",))
    assert swept(office, "2026-03-03", on_day).reminders == 0
    office.register("2026-03-02")
    assert swept(office, "2026-03-03", on_day).reminders == 2  # The person of the role, and the one who has them all.
    assert rows(office, "duties", "fresh") == [False, False, False]
    assert swept(office, "2026-03-03", on_day).owed == 0


def test_what_came_to_be_owed_after_a_day_is_not_reminded_of_for_it(office: Office) -> None:
    office.case([("assign", "2026-03-24")], on="2026-03-02")
    with office.store.engine.connect() as connection:
        connection.execute(TABLES["duties"].update().values(since=date(2026, 3, 24)))
    assert swept(office, "2026-03-20", rule()).reminders == 0
    assert swept(office, "2026-03-25", rule()).reminders == 0


def test_a_due_day_that_moved_is_reminded_of_anew_and_the_old_message_is_about_nothing(office: Office) -> None:
    reached(office, "caseworker")
    mail = rule(channels=("email",))
    case = office.case([("assign", "2026-03-03"), ("review", "2026-03-03")])
    swept(office, "2026-03-20", mail)
    swept(office, BEFORE, mail)
    office.take(case, "extend", BEFORE, "approver")
    moved = date(2026, 4, 14)
    swept(office, "2026-04-03", mail)
    assert swept(office, "2026-04-07", mail).messages == 1
    keys = [DeliveryKey(*row) for row in rows(office, "deliveries", *DeliveryKey._fields)]
    with office.store.reading() as connection:
        (about,) = reminded(connection, keys).values()
    assert [one.owed.due_on for one in about] == [moved]
    assert rows(office, "reminders", "due_on") == [DUE, moved]


def test_an_answered_case_sends_nothing_more(office: Office) -> None:
    reached(office, "caseworker")
    mail = rule(channels=("email",))
    case = office.case([("assign", "2026-03-03"), *DECIDED])
    swept(office, "2026-03-20", mail)
    swept(office, BEFORE, mail)
    for step in ("issue_reply", "reply"):
        case = office.take(case, step, BEFORE)
    keys = [DeliveryKey(*row) for row in rows(office, "deliveries", *DeliveryKey._fields)]
    with office.store.reading() as connection:
        assert (len(keys), reminded(connection, keys)) == (1, {})
    assert swept(office, "2026-03-30", mail, rule("after", offset=1, daily=True)).reminders == 0


ANSWERS = [
    ("answer_review", ("file_proceeding", "2026-04-01", {"simplified": True}), "2026-04-08", "2026-04-09"),
    ("answer_review", ("file_proceeding", "2026-04-01"), "2026-04-15", "2026-04-16"),
    ("answer_suit", ("file_proceeding", "2026-04-01", {"filing": "direct"}), "2026-04-15", "2026-04-16"),
]


@pytest.mark.parametrize(("duty", "filed", "before", "due"), ANSWERS)
def test_an_answer_handed_in_ends_the_reminders_of_it(
    office: Office, duty: str, filed: Any, before: str, due: str
) -> None:
    """Until then they come on their days, and what was not sent yet is about nothing afterwards."""
    reached(office, "caseworker")
    rules = [
        rule("before", duty=duty, offset=-1, channels=("email",)),
        rule("after", duty=duty, offset=0, daily=True, channels=("email",)),
    ]
    cases = [office.case([("assign", "2026-03-03"), *REPLIED, filed]) for _ in range(2)]
    swept(office, "2026-04-07", *rules)
    assert swept(office, before, *rules).reminders == 2
    office.take(cases[0], "answer_proceeding", before)
    (key,) = [DeliveryKey(*row) for row in rows(office, "deliveries", *DeliveryKey._fields)]
    with office.store.reading() as connection:
        (about,) = reminded(connection, [key]).values()
    assert [(one.case_no, one.owed.duty, str(one.owed.due_on)) for one in about] == [(cases[1].case_no, duty, due)]
    assert swept(office, due, *rules).reminders == 1
    office.take(cases[1], "answer_proceeding", due)
    assert swept(office, "2026-04-20", *rules).reminders == 0
    assert rows(office, "duties", "duty") == ["reassess", "reassess"]


def test_a_second_look_is_reminded_of_again_twelve_months_after_it(office: Office) -> None:
    looking = rule(duty="reassess", offset=0, daily=True)
    case = office.case([("assign", "2026-03-03"), *REPLIED])
    swept(office, "2027-03-15", looking)
    assert swept(office, "2027-03-16", looking).reminders == 1
    case = office.take(case, "reassess", "2027-03-16", finding="disclosable")
    assert swept(office, "2027-03-18", looking).reminders == 0
    assert rows(office, "duties", "duty", "due_on", "fresh") == [("reassess", date(2028, 3, 16), False)]
    assert swept(office, "2028-03-15", looking).reminders == 0
    assert swept(office, "2028-03-16", looking).reminders == 1


def test_the_person_who_has_the_case_or_all_caseworkers(office: Office) -> None:
    office.case([("assign", "2026-03-03")])
    swept(office, BEFORE, rule())
    assert reminded_people(office) == {"caseworker"}


@pytest.mark.parametrize("has_it", [True, False])
def test_all_caseworkers_where_nobody_who_works_has_the_case(office: Office, *, has_it: bool) -> None:
    office.case([("assign", "2026-03-03", {"to": office.people["everyone"]})] if has_it else [])
    if has_it:
        retire(office, "everyone")
    swept(office, BEFORE, rule())
    assert reminded_people(office) == ({"caseworker"} if has_it else {"caseworker", "everyone"})


def test_who_was_retired_gets_nothing(office: Office) -> None:
    office.case()
    reached(office, "approver", "everyone")
    retire(office, "approver")
    swept(office, BEFORE, rule(roles=("approver",), channels=("desk", "email")))
    assert reminded_people(office) == {"everyone"}
    assert len(rows(office, "deliveries", "n")) == 1


def test_only_who_has_an_address_is_written_to(office: Office) -> None:
    office.case()
    reached(office, "everyone")
    swept(office, BEFORE, rule(channels=("email",)))
    assert reminded_people(office) == {"everyone"}


def family(office: Office) -> tuple[Office, UUID]:
    """Return an agency below that of the office, with a caseworker, and the supervisor above it."""
    stamp = Stamp(None, FOUNDED.date(), FOUNDED)
    with office.store.unit() as unit:
        below = add_agency(unit, stamp, code="0002", name="某所", kind="department", parent="0001")
        person = add_user(unit, stamp, login="c@0002", name="c")
        grant(unit, stamp, user_id=person, agency_id=below, roles=[Role.CASEWORKER, Role.INTAKE])
    child = Office(office.store, office.seal, below, {"caseworker": person, "intake": person})
    return child, office.people["supervisor"]


def test_it_reaches_the_supervisors_of_the_agency_above(office: Office) -> None:
    child, supervisor = family(office)
    child.case()
    office.case()
    swept(office, BEFORE, rule(roles=("superior",)))
    assert set(rows(office, "reminders", "recipient_id", "agency_id")) == {
        (supervisor, office.agency_id),
        (office.people["everyone"], office.agency_id),
    }
    with office.store.reading() as connection:
        subject = TABLES["reminders"].c.subject_id
        cases = connection.execute(select(TABLES["cases"].c.agency_id).where(TABLES["cases"].c.id.in_(select(subject))))
        assert set(cases.scalars()) == {child.agency_id}  # Nobody is above the other.


def test_a_webhook_hears_of_a_case_once(office: Office) -> None:
    child, _ = family(office)
    channel(office, "webhook")
    child.case()
    told = swept(office, BEFORE, rule(roles=("assignee", "approver", "caseworker"), channels=("webhook",)))
    assert (told.reminders, told.messages) == (1, 1)
    assert rows(office, "deliveries", "agency_id", "recipient_id") == [(child.agency_id, child.agency_id)]


def test_a_channel_that_is_off_here_is_not_taken_from_above(office: Office) -> None:
    child, _ = family(office)
    channel(office, "webhook")
    channel(office, "webhook", active=False, agency_id=child.agency_id)
    child.case()
    assert swept(office, BEFORE, rule(channels=("webhook",))).reminders == 0


@pytest.mark.parametrize(
    ("now", "not_before"),
    [
        (datetime(2026, 3, 23, 13, 0, tzinfo=UTC), datetime(2026, 3, 24, 0, 0, tzinfo=UTC)),
        (datetime(2026, 3, 23, 2, 0, tzinfo=UTC), datetime(2026, 3, 23, 2, 0, tzinfo=UTC)),
        (datetime(2026, 3, 22, 16, 30, tzinfo=UTC), datetime(2026, 3, 23, 0, 0, tzinfo=UTC)),
    ],
)
def test_nobody_is_written_to_at_night(office: Office, now: datetime, not_before: datetime) -> None:
    office.case([("assign", "2026-03-03")])
    reached(office, "caseworker")
    swept(office, now, rule(channels=("email",)))
    assert rows(office, "deliveries", "not_before") == [not_before]


def test_a_daily_rule_reminds_on_each_working_day_once_and_not_of_days_without_a_sweep(office: Office) -> None:
    daily = rule("over", offset=1, daily=True)
    office.case([("assign", "2026-03-03")])

    def count(days: Sequence[str]) -> list[int]:
        return [swept(office, day, daily).reminders for day in days]

    assert count(["2026-03-30", "2026-03-31", "2026-03-31", "2026-04-01"]) == [0, 1, 0, 1]
    assert count(["2026-04-03", "2026-04-04", "2026-04-05"]) == [1, 0, 0]  # The fourth and fifth are days of rest.
    assert rows(office, "reminders", "mark_on") == [date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 3)]


def test_what_an_agency_owes_itself(office: Office) -> None:
    report = rule(duty="report_department", offset=-10, roles=("statistician",))
    swept(office, "2027-01-15", report)
    assert swept(office, "2027-01-18", report).reminders == 2
    assert set(rows(office, "reminders", "subject_id", "duty", "ref", "due_on")) == {
        (office.agency_id, "report_department", "2026", date(2027, 1, 31))
    }


def test_a_sweep_that_another_is_at_does_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.case()

    def broken(*_: object) -> None:
        raise CaseworkError("killed")

    with monkeypatch.context() as patch:
        patch.setattr("workflow.actions.sweep.books", broken)
        with pytest.raises(CaseworkError):
            swept(office, BEFORE, rule(), holder="dead")
    assert swept(office, BEFORE, rule(), holder="next") == Swept(0)
    later = datetime(2026, 3, 23, 2, 10, tzinfo=UTC)
    assert swept(office, later, rule(), holder="next").reminders == 2


def test_who_has_several_of_the_roles_is_reminded_once(office: Office) -> None:
    several = rule(roles=("assignee", "caseworker", "approver", "intake"))
    office.case()
    assert swept(office, BEFORE, several).reminders == 4
    assert reminded_people(office) == {"caseworker", "approver", "intake", "everyone"}


def test_who_has_the_case_and_one_of_the_roles_is_reminded_once(office: Office) -> None:
    office.case([("assign", "2026-03-03", {"to": office.people["everyone"]})])
    assert swept(office, BEFORE, rule(roles=("assignee", "approver"))).reminders == 2
    assert reminded_people(office) == {"approver", "everyone"}


def test_a_sweep_that_finds_some_reminders_there_adds_the_others(office: Office) -> None:
    first = office.case()
    assert swept(office, BEFORE, rule()).reminders == 2
    second = office.case()
    with office.store.unit() as unit:
        stamp = Stamp(None, date(2026, 3, 23), at(BEFORE))
        late = add_user(unit, stamp, login="late@0001", name="late")
        grant(unit, stamp, user_id=late, agency_id=office.agency_id, roles=[Role.CASEWORKER])
        refresh(unit.connection)
        unit.connection.execute(TABLES["duties"].update().values(since=date(2026, 3, 2)))
    assert swept(office, BEFORE, rule(), rule("another", offset=-5)).reminders == 1 + 3 + 6
    kept = rows(office, "reminders", "rule", "subject_id", "recipient_id")
    people = {office.people["caseworker"], office.people["everyone"], late}
    cases = {first.id, second.id}
    assert set(kept) == {(name, case, one) for name in ("another", "five-before") for case in cases for one in people}
    assert len(kept) == 12


def test_sweeps_side_by_side_remind_once(office: Office) -> None:
    """Each finds the lease of the one before it over, so that all of them are at it."""
    for _ in range(20):
        office.case()
    hours = [at(BEFORE) + timedelta(minutes=10 * number) for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda now: swept(office, now, rule(), holder=now.isoformat()), hours))
    kept = rows(office, "reminders", "subject_id", "recipient_id")
    assert len(kept) == len(set(kept)) == 40
    assert sum(one.reminders for one in done) == 40


def test_a_case_that_is_passed_on_reminds_who_has_it_now(office: Office) -> None:
    case = office.case([("assign", "2026-03-03")])
    columns = ("duty", "ref", "due_on", "since")
    swept(office, "2026-03-05", rule())
    before = rows(office, "duties", *columns)
    office.take(case, "assign", "2026-03-06", to=office.people["approver"], reason="代班")
    assert set(rows(office, "duties", "assignee_id")) == {office.people["approver"]}
    assert rows(office, "duties", *columns) == before
    assert set(rows(office, "duties", "fresh")) == {False}
    assert verify(office.store).difference is None
    swept(office, BEFORE, rule())
    assert reminded_people(office) == {"approver"}
