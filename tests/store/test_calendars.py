"""The calendars a record was counted with, found again by their versions in any process."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from factories import Office
from ledgers import assert_verified, stamp
from msgspec.structs import replace

from workflow.actions.calendar_change import import_notice, undo_notice
from workflow.files.calendars import read_notice_file, shipped_notices
from workflow.rules.calendar import build
from workflow.rules.errors import CalendarGap
from workflow.rules.notices import Notice
from workflow.store.session import Store

NOTICE = read_notice_file(Path(__file__).parents[1] / "data" / "notice-2027-invented.json")
LOCAL = replace(
    NOTICE, id="LOCAL-1", years=(2026,), off=(date(2026, 12, 30),), worked=(), amends=True, known_on=date(2026, 12, 1)
)
TODAY = "2026-12-28"


@contextmanager
def beside(office: Office, shipped: tuple[Notice, ...]) -> Iterator[Store]:
    """Open the same record as another program does, which came with these notices."""
    store = Store(office.store.url.render_as_string(hide_password=False), shipped, office.store.files)
    try:
        yield store
    finally:
        store.close()


def announce(office: Office, notice: Notice = NOTICE) -> str:
    with office.store.unit() as unit:
        return import_notice(unit, stamp(office, TODAY, "admin"), notice, dry_run=False).after.version


def take_back(office: Office) -> str:
    with office.store.unit() as unit:
        return undo_notice(unit, stamp(office, TODAY, "admin"), dry_run=False).after.version


def current(store: Store) -> str:
    with store.unit() as unit:
        return unit.calendar().version


def test_the_present_calendar_is_that_of_the_shipped_notices(office: Office) -> None:
    assert current(office.store) == build(shipped_notices()).version


def test_every_calendar_of_the_record_is_found_by_its_version(office: Office) -> None:
    first = current(office.store)
    with_local, with_both = announce(office, LOCAL), announce(office)
    assert take_back(office) == with_local
    with beside(office, shipped_notices()) as store:
        assert current(store) == with_local
        for version, days in {
            first: (True, date(2026, 12, 31)),
            with_local: (False, date(2026, 12, 31)),
            with_both: (False, date(2027, 12, 31)),
        }.items():
            calendar = store.calendars(version)
            assert (calendar.version, calendar.is_working(date(2026, 12, 30)), calendar.horizon) == (version, *days)


def test_an_unknown_version_says_what_to_do(office: Office) -> None:
    with pytest.raises(CalendarGap, match=r"calendar 0123abcd is not known here\. Import the notices"):
        office.store.calendars("0123abcd")


def test_a_newer_program_still_knows_what_an_older_one_counted_with(office: Office) -> None:
    case = office.register("2026-12-14")
    announce(office, LOCAL)
    newer = (*shipped_notices(), replace(NOTICE, id="CN-2027", off=(*NOTICE.off, date(2027, 1, 4))))
    with beside(office, newer) as store:
        assert store.calendars(case.calendar).horizon == date(2026, 12, 31)
        assert_verified(store)
        assert Office(store, office.seal, office.agency_id, office.people).register("2026-12-14").due_on == date(
            2027, 1, 14
        )
    assert case.due_on == date(2027, 1, 11)


def test_a_newer_program_that_ships_what_was_imported_counts_the_same(office: Office) -> None:
    version = announce(office)
    with beside(office, (*shipped_notices(), replace(NOTICE, id="CN-2027"))) as store:
        assert current(store) == version


def test_threads_that_ask_at_once_get_the_same_calendar(office: Office) -> None:
    version = announce(office)
    with beside(office, shipped_notices()) as store:
        found: list[int] = []
        threads = [Thread(target=lambda: found.append(id(store.calendars(version)))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (len(found), len(set(found))) == (8, 1)
