"""A holiday notice imported and taken back: previewed, one entry a case, and the days that move are the right ones."""

from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import msgspec
import pytest
from factories import REPLIED, Office, dump, found_office
from ledgers import assert_verified, bring_in, case_of, counted, row, stamp
from msgspec.structs import replace

from workflow.actions.calendar_change import Change, import_notice, undo_notice
from workflow.files.calendars import read_notice_file, shipped_notices
from workflow.rules.calendar import build
from workflow.rules.errors import CaseworkError, NotFound, NotYours, Stale
from workflow.rules.record.case import Case
from workflow.store.cases import case_as_of, entries, find_case
from workflow.store.seal import Seal
from workflow.store.session import Store

TODAY = "2026-12-28"
NOTICE = read_notice_file(Path(__file__).parents[1] / "data" / "notice-2027-invented.json")
"""Invented: days off from 1 January and from 5 to 12 February 2027, worked on 31 January and 20 February."""


def announce(office: Office, on: str = TODAY, *, dry_run: bool = False, by: str = "admin", **changed: Any) -> Change:
    with office.store.unit() as unit:
        return import_notice(unit, stamp(office, on, by), replace(NOTICE, **changed), dry_run=dry_run)


def take_back(office: Office, on: str = TODAY, *, dry_run: bool = False, by: str = "admin") -> Change:
    with office.store.unit() as unit:
        return undo_notice(unit, stamp(office, on, by), dry_run=dry_run)


def now(office: Office, case: Case) -> Case:
    with office.store.reading() as connection:
        found = find_case(connection, office.agency_id, case.case_no)
        assert found is not None
        return case_as_of(office.store, connection, *found)


def last(office: Office, case: Case) -> dict[str, Any]:
    """Return what the last entry of a case says."""
    with office.store.reading() as connection:
        found: dict[str, Any] = msgspec.to_builtins(list(entries(connection, case.id))[-1].body)
        return found


def opened(office: Office) -> dict[str, Case]:
    """Return open cases due before, across and after the new year, one that is paused, and a closed one."""
    cases = {
        "due in 2026": office.register("2026-12-01"),
        "due in January": office.register("2026-12-14"),
        "due in January too": office.register("2026-12-28"),
        "paused": office.register("2026-12-14"),
        "closed": office.register("2026-12-14"),
        "idle": office.register("2026-12-14"),
    }
    cases["paused"] = office.take(cases["paused"], "review", "2026-12-15")
    cases["paused"] = office.take(cases["paused"], "consult", "2026-12-16")
    cases["closed"] = office.take(cases["closed"], "withdraw", "2026-12-18")
    cases["idle"] = office.take(cases["idle"], "ask_correction", "2026-12-15", reply_by=date(2027, 1, 8))
    return cases


def test_exactly_the_cases_that_count_over_a_new_day_off_move(office: Office) -> None:
    cases = opened(office)
    change = announce(office)
    assert change.problems == []
    assert {move.case_no: (str(move.before), str(move.after)) for move in change.moved} == {
        cases["due in January"].case_no: ("2027-01-11", "2027-01-12"),
        cases["due in January too"].case_no: ("2027-01-25", "2027-01-26"),
    }
    assert len(change.moves) == 5
    assert [move.overdue for move in change.moves] == [False] * 5
    assert (change.after.horizon, change.before.horizon) == (date(2027, 12, 31), date(2026, 12, 31))
    assert change.after.version == build((*shipped_notices(), NOTICE)).version
    assert_verified(office.store)


def test_every_open_case_gets_one_entry_that_says_what_moved(office: Office) -> None:
    cases = opened(office)
    change = announce(office)
    for name, case in cases.items():
        after = now(office, case)
        if name == "closed":
            assert (after.version, after.calendar, after.due_on) == (case.version, case.calendar, date(2027, 1, 11))
            continue
        assert after.version == case.version + 1
        assert (after.provisional, after.calendar) == (False, change.after.version)
        due = {"before": case.due_on, "after": after.due_on}
        assert last(office, case) == {
            "calendar": change.after.version,
            "replaced": change.before.version,
            "notice": "TEST-2027",
            **{key: str(day) for key, day in due.items() if day is not None},
        }
    assert now(office, cases["due in January"]).due_on == date(2027, 1, 12)
    assert cases["due in January"].provisional
    assert not cases["due in 2026"].provisional
    assert sum("case.recalculated" in line for line in dump(office.store)["outbox"]) == 5


def test_a_dry_run_shows_the_same_and_changes_nothing(office: Office) -> None:
    opened(office)
    before = dump(office.store)
    shown = announce(office, dry_run=True)
    assert dump(office.store) == before
    done = announce(office)
    assert (shown.moves, shown.after.version) == (done.moves, done.after.version)
    before = dump(office.store)
    shown = take_back(office, dry_run=True)
    assert dump(office.store) == before
    assert shown.moves == take_back(office).moves


def test_taking_it_back_restores_every_due_day(office: Office) -> None:
    cases = opened(office)
    change = announce(office)
    undone = take_back(office, "2026-12-29")
    assert undone.after.version == change.before.version
    assert {(move.case_no, move.before, move.after) for move in undone.moves} == {
        (move.case_no, move.after, move.before) for move in change.moves
    }
    for case in cases.values():
        after = now(office, case)
        assert (after.due_on, after.provisional, after.calendar) == (case.due_on, case.provisional, case.calendar)
    assert_verified(office.store)
    with pytest.raises(NotFound, match="No notice was imported"):
        take_back(office)
    assert announce(office, "2026-12-30").moved == change.moved
    assert_verified(office.store)


def test_a_case_that_becomes_overdue_is_named(sqlite_office: Office) -> None:
    office = sqlite_office
    bring_in(office, [row("late", "2026-11-02"), row("due", "2026-12-14")], on=TODAY)
    assert [move.overdue for move in announce(office, "2027-01-13", dry_run=True).moves] == [False, False]
    announce(office)
    again = take_back(office, "2027-01-12")
    moved = {move.case_no: (move.before, move.after, move.overdue) for move in again.moves}
    assert moved == {
        "late": (date(2026, 11, 30), date(2026, 11, 30), False),
        "due": (date(2027, 1, 12), date(2027, 1, 11), True),
    }


def test_a_silence_since_the_last_step_is_no_move(sqlite_office: Office) -> None:
    office = sqlite_office
    case = office.register("2026-08-03")
    for step, on in (("review", "2026-08-04"), ("consult", "2026-08-05"), ("deliver_consultation", "2026-08-06")):
        case = office.take(case, step, on)
    assert case.due_on is None
    change = announce(office)
    assert change.moved == []
    assert change.moves[0].before == date(2026, 9, 21)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"off": NOTICE.off[1:]}, "2027-01-01 (元旦) is a statutory day off"),
        ({"off": NOTICE.off[:3]}, "Too few days off for 春节 in 2027"),
        ({"worked": (*NOTICE.worked, date(2027, 3, 2))}, "2027-03-02 is listed as worked and is no Saturday"),
        ({"id": "CN-2026"}, "A notice with the name CN-2026 was already applied"),
        ({"years": (2028,), "off": (), "worked": ()}, "A notice known on 2026-11-05 cannot announce 2028"),
        ({"title": " "}, "The notice has no title"),
    ],
)
def test_a_notice_with_problems_is_refused(sqlite_office: Office, changed: dict[str, Any], problem: str) -> None:
    opened(sqlite_office)
    before = dump(sqlite_office.store)
    change = announce(sqlite_office, **changed)
    assert any(problem in str(one) for one in change.problems)
    assert (change.moves, change.after) == ([], change.before)
    assert dump(sqlite_office.store) == before


def test_the_same_notice_is_not_applied_twice(sqlite_office: Office) -> None:
    announce(sqlite_office)
    assert ["already applied" in str(problem) for problem in announce(sqlite_office).problems] == [True]


@pytest.mark.parametrize("by", ["caseworker", "supervisor", "stranger"])
def test_only_an_administrator_changes_the_calendar(sqlite_office: Office, by: str) -> None:
    for change in (announce, take_back):
        with pytest.raises(NotYours):
            change(sqlite_office, by=by)
        with pytest.raises(NotYours):
            change(sqlite_office, by=by, dry_run=True)


def test_what_is_registered_afterwards_counts_with_the_new_calendar(office: Office) -> None:
    change = announce(office)
    case = office.register("2026-12-14")
    assert (case.calendar, case.due_on, case.provisional) == (change.after.version, date(2027, 1, 12), False)
    bring_in(office, [row("1", "2026-12-14")], on=TODAY)
    assert case_of(office, "1").due_on == date(2027, 1, 12)
    assert_verified(office.store)


def test_another_process_sees_the_new_calendar(office: Office) -> None:
    second = Store(office.store.url.render_as_string(hide_password=False), shipped_notices(), office.store.files)
    other = Office(second, office.seal, office.agency_id, office.people)
    try:
        assert other.register("2026-12-14").due_on == date(2027, 1, 11)
        announce(office)
        assert other.register("2026-12-14").due_on == date(2027, 1, 12)
        assert_verified(second)
        take_back(office)
        assert other.register("2026-12-14").due_on == date(2027, 1, 11)
        assert_verified(second)
    finally:
        second.close()


def test_a_reopened_case_is_counted_again_and_keeps_what_its_year_counts(sqlite_office: Office) -> None:
    case = sqlite_office.case(REPLIED)
    for step, on in (
        ("file_proceeding", "2026-12-01"),
        ("conclude_proceeding", "2026-12-14"),
        ("reopen", "2026-12-14"),
    ):
        case = sqlite_office.take(case, step, on)
    assert case.due_on == date(2027, 1, 4)
    announce(sqlite_office)
    after = now(sqlite_office, case)
    assert (after.due_on, after.counted_on, after.counted_late) == (date(2027, 1, 5), date(2026, 3, 16), False)
    assert_verified(sqlite_office.store)


def test_the_cases_of_every_agency_are_counted_again(store: Store, seal: Seal) -> None:
    ours, theirs = found_office(store, seal), found_office(store, seal, "0002")
    cases = [office.register("2026-12-14") for office in (theirs, ours)]
    change = announce(ours)
    assert [(move.agency, move.after) for move in change.moves] == [
        ("0001", date(2027, 1, 12)),
        ("0002", date(2027, 1, 12)),
    ]
    assert [now(office, case).version for office, case in zip((theirs, ours), cases, strict=True)] == [2, 2]


def test_a_step_beside_the_change_waits_for_it(postgres_office: Office) -> None:
    office = postgres_office
    case = office.register("2026-12-14")
    told: list[CaseworkError] = []

    def take() -> None:
        try:
            office.take(case, "review", "2026-12-15")
        except CaseworkError as error:
            told.append(error)

    with office.store.unit() as unit:
        import_notice(unit, stamp(office, TODAY, "admin"), NOTICE, dry_run=False)
        beside = Thread(target=take)
        beside.start()
        beside.join(0.3)
        assert beside.is_alive()
    beside.join()
    assert [type(error) for error in told] == [Stale]
    office.take(now(office, case), "review", "2026-12-28")
    assert_verified(office.store)


def test_a_notice_that_is_rolled_back_is_forgotten(office: Office) -> None:
    case = office.register("2026-12-14")
    with office.store.unit() as unit:
        import_notice(unit, stamp(office, TODAY, "admin"), NOTICE, dry_run=False)
        assert unit.calendar().horizon == date(2027, 12, 31)
        unit.rollback()
    assert counted(office.store, "notices") == {"notices": 0}
    assert office.register("2026-12-14").due_on == case.due_on
    announce(office, off=(*NOTICE.off, date(2027, 1, 4)))
    assert now(office, case).due_on == date(2027, 1, 13)
    assert_verified(office.store)
