from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.files.calendars import shipped_notices
from workflow.rules.calendar import build
from workflow.rules.errors import BadInput
from workflow.rules.quiet_hours import Quiet, quiet_until

CALENDAR = build(shipped_notices())
SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
CLOCK_TIMES = st.times().map(lambda moment: moment.strftime("%H:%M"))
INSTANTS = st.integers(0, 3_600_000).map(lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


def ends(local: str, **quiet: object) -> str:
    """Return when quiet ends in Shanghai, "" where it is not quiet."""
    at = datetime.fromisoformat(local).replace(tzinfo=SHANGHAI).astimezone(UTC)
    end = quiet_until(at, msgspec.convert(quiet, Quiet), SHANGHAI, CALENDAR)
    return "" if end is None else end.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("local", "end"),
    [
        ("2026-03-10 19:59", ""),
        ("2026-03-10 20:00", "2026-03-11 08:00"),
        ("2026-03-11 07:59", "2026-03-11 08:00"),
        ("2026-03-11 08:00", ""),
        ("2026-03-13 20:00", "2026-03-16 08:00"),  # Friday evening
        ("2026-02-14 12:00", ""),  # a Saturday worked in lieu
        ("2026-02-14 22:00", "2026-02-24 08:00"),  # the evening before the Spring Festival
        ("2026-02-18 12:00", "2026-02-24 08:00"),
    ],
)
def test_people_are_left_alone_at_night_and_on_rest_days(local: str, end: str) -> None:
    assert ends(local) == end


def test_rest_days_can_count_as_any_other_day() -> None:
    assert ends("2026-03-14 12:00", rest_days=False) == ""
    assert ends("2026-03-14 21:00", rest_days=False) == "2026-03-15 08:00"


def test_quiet_hours_may_lie_within_a_day() -> None:
    quiet = {"from": "12:00", "to": "14:00"}
    assert ends("2026-03-10 11:59", **quiet) == ""
    assert ends("2026-03-10 12:30", **quiet) == "2026-03-10 14:00"
    assert ends("2026-03-10 14:00", **quiet) == ""


def test_the_same_time_twice_means_no_quiet_hours() -> None:
    assert ends("2026-03-10 03:00", **{"from": "08:00", "to": "08:00"}) == ""
    assert ends("2026-03-14 03:00", **{"from": "08:00", "to": "08:00"}) == "2026-03-16 00:00"


@pytest.mark.parametrize("value", ["8:00", "24:00", "08:60", "08:00:00", "", "０８:00", "08:00\n"])
def test_a_time_is_written_with_four_digits(value: str) -> None:
    with pytest.raises(BadInput, match="Quiet hours: to is"):
        Quiet(to=value)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        quiet_until(datetime(2026, 3, 10, 12), Quiet(), SHANGHAI, CALENDAR)  # noqa: DTZ001 (that is the point)


quiets = st.builds(Quiet, from_=CLOCK_TIMES, to=CLOCK_TIMES, rest_days=st.booleans())


@given(at=INSTANTS, quiet=quiets, zone=st.sampled_from([SHANGHAI, NEW_YORK]))
def test_quiet_ends_later_at_an_instant_that_is_not_quiet(at: datetime, quiet: Quiet, zone: ZoneInfo) -> None:
    end = quiet_until(at, quiet, zone, CALENDAR)
    if end is None:
        assert CALENDAR.is_working(at.astimezone(zone).date()) or not quiet.rest_days
        return
    assert end > at
    assert end.tzinfo is UTC
    assert quiet_until(end, quiet, zone, CALENDAR) is None


@given(day=st.dates(date(2026, 1, 1), date(2026, 11, 30)), moment=st.times())
def test_it_is_quiet_exactly_in_the_hours_and_on_the_days_that_are_set(day: date, moment: time) -> None:
    at = datetime.combine(day, moment, SHANGHAI).astimezone(UTC)
    quiet = not CALENDAR.is_working(day) or not time(8) <= moment < time(20)
    assert (quiet_until(at, Quiet(), SHANGHAI, CALENDAR) is not None) == quiet


def test_the_end_is_the_first_instant_that_is_not_quiet() -> None:
    at = datetime(2026, 2, 14, 14, tzinfo=UTC)
    end = quiet_until(at, Quiet(), SHANGHAI, CALENDAR)
    assert end is not None
    assert quiet_until(end - timedelta(microseconds=1), Quiet(), SHANGHAI, CALENDAR) == end
