import json
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from workflow.files.calendars import MOST_BYTES, read_notice_file, shipped_notices
from workflow.rules.calendar import as_known_on, build
from workflow.rules.errors import BadInput
from workflow.rules.notice_checks import check_notice

CALENDAR = build(shipped_notices())
FIGURES = {  # working days of each year
    2008: 251, 2009: 250, 2010: 250, 2011: 250, 2012: 249, 2013: 250, 2014: 250, 2015: 249, 2016: 250, 2017: 249,
    2018: 250, 2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248,
}  # fmt: skip


def days_of(first: int, last: int) -> list[date]:
    start = date(first, 1, 1)
    return [start + timedelta(days=at) for at in range((date(last, 12, 31) - start).days + 1)]


def test_every_day_agrees_with_two_independent_lists() -> None:
    oracle = holidays.country_holidays("CN", years=range(2008, 2027))
    for day in days_of(2008, 2026):
        working = CALENDAR.is_working(day)
        assert working == oracle.is_working_day(day), day
        assert working == chinese_calendar.is_workday(day), day


def test_every_day_agrees_with_the_final_list() -> None:
    final = json.loads(Path("tests/data/calendar-cn.json").read_text(encoding="utf-8"))
    off = {date.fromisoformat(day) for year in final.values() for day in year["holidays"]}
    worked = {date.fromisoformat(day) for year in final.values() for day in year["workdays"]}
    for day in days_of(2008, 2026):
        assert CALENDAR.is_working(day) == (day in worked or (day.weekday() < 5 and day not in off)), day


@pytest.mark.parametrize(("year", "figure"), FIGURES.items())
def test_working_days_of_a_year(year: int, figure: int) -> None:
    assert sum(CALENDAR.is_working(day) for day in days_of(year, year)) == figure


def test_every_shipped_notice_passes_the_checks_of_an_import() -> None:
    notices = shipped_notices()
    assert check_notice(notices[0]) == []
    for at in range(1, len(notices)):
        assert check_notice(notices[at], build(notices[:at])) == []


def test_every_notice_was_known_before_the_days_it_arranges() -> None:
    for notice in shipped_notices():
        assert notice.known_on <= min((*notice.off, *notice.worked)), notice.id


@pytest.mark.parametrize(
    ("known_on", "working"),
    [
        (date(2015, 5, 12), {date(2015, 9, 3): True, date(2015, 9, 4): True, date(2015, 9, 6): False}),
        (date(2015, 5, 13), {date(2015, 9, 3): False, date(2015, 9, 4): False, date(2015, 9, 6): True}),
        (date(2019, 3, 21), {date(2019, 5, 1): False, date(2019, 5, 2): True, date(2019, 4, 28): False}),
        (date(2019, 3, 22), {date(2019, 5, 2): False, date(2019, 5, 3): False, date(2019, 4, 28): True}),
        (date(2019, 3, 22), {date(2019, 5, 5): True}),
        (date(2020, 1, 26), {date(2020, 1, 30): False, date(2020, 1, 31): True, date(2020, 2, 1): True}),
        (date(2020, 1, 27), {date(2020, 1, 31): False, date(2020, 2, 1): False, date(2020, 2, 3): True}),
    ],
)
def test_amended_years_as_known_before_and_after(known_on: date, working: dict[date, bool]) -> None:
    calendar = as_known_on(shipped_notices(), known_on)
    assert {day: calendar.is_working(day) for day in working} == working


def test_a_deadline_computed_before_the_extension_of_2020_was_right_then() -> None:
    """15 working days from 10 January 2020; the notice of the 27th took two of them away."""
    before = as_known_on(shipped_notices(), date(2020, 1, 20))
    assert before.add(date(2020, 1, 10), 15) == date(2020, 2, 5)
    assert CALENDAR.add(date(2020, 1, 10), 15) == date(2020, 2, 7)


def test_next_year_is_provisional_until_its_notice() -> None:
    notices = shipped_notices()
    assert as_known_on(notices, date(2025, 11, 3)).horizon == date(2025, 12, 31)
    assert as_known_on(notices, date(2025, 11, 4)).horizon == date(2026, 12, 31)


def test_december_belongs_to_the_notice_of_the_next_year() -> None:
    before = as_known_on(shipped_notices(), date(2018, 12, 5))
    after = as_known_on(shipped_notices(), date(2018, 12, 6))
    assert (before.is_working(date(2018, 12, 31)), after.is_working(date(2018, 12, 31))) == (True, False)


def write(folder: Path, content: object) -> Path:
    path = folder / "2027.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


FULL = {
    "id": "CN-2027",
    "title": "通知",
    "source": "gov.cn",
    "known_on": "2026-11-05",
    "years": [2027],
    "off": ["2027-01-01"],
    "worked": ["2027-01-03"],
}
SHORT = {"2027": {"holidays": ["2027-01-01", "2027-01-02"], "workdays": ["2027-01-03"]}}


def test_a_notice_in_full(tmp_path: Path) -> None:
    notice = read_notice_file(write(tmp_path, FULL))
    assert (notice.id, notice.years, notice.amends) == ("CN-2027", (2027,), False)
    assert (notice.off, notice.worked) == ((date(2027, 1, 1),), (date(2027, 1, 3),))


def test_a_notice_by_year(tmp_path: Path) -> None:
    notice = read_notice_file(write(tmp_path, SHORT), title="通知", known_on=date(2026, 11, 5))
    assert (notice.id, notice.years, notice.source) == ("2027@2026-11-05", (2027,), "2027.json")
    assert notice.off == (date(2027, 1, 1), date(2027, 1, 2))


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert read_notice_file(write(tmp_path, "\ufeff" + json.dumps(FULL))).id == "CN-2027"


def test_a_notice_by_year_needs_title_and_day(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Enter title and day"):
        read_notice_file(write(tmp_path, SHORT))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[1, 2", "no JSON: line 1, column 6"),
        ("[]", "a JSON object is wanted"),
        ("{}", "announces no year"),
        ("1" * 5000, "too long a number"),
        ("[" * 100_000, "nested too deeply"),
        ('{"2027": {"holidays": [], "workdays": []}, "2027": {}}', "the key 2027 twice"),
        ({"27": {"holidays": [], "workdays": []}}, "27 is no year"),
        ({"2027": {"holidays": []}}, "field workdays is missing"),
        ({"2027": {"holidays": [], "workdays": [], "half": []}}, "half is no field"),
        ({"2027": {"holidays": ["2027-02-30"], "workdays": []}}, r"holidays\[0\]: the value is of the wrong kind"),
        ({"2027": {"holidays": "2027-01-01", "workdays": []}}, "holidays: the value is of the wrong kind"),
        ({"2027": {"holidays": ["2027-01-01"], "workdays": ["2027-01-01"]}}, "2027-01-01 is listed both as off and"),
        ({"2027": {"holidays": ["2027-01-01", "2027-01-01"], "workdays": []}}, "2027-01-01 is listed twice"),
        (FULL | {"half": []}, "unknown fields: half"),
        (FULL | {"known_on": "5 November"}, "at known_on: the value is of the wrong kind"),
        (FULL | {"years": ["2027"]}, r"years\[0\]: the value is of the wrong kind"),
        ({name: FULL[name] for name in FULL if name != "title"}, "at the top level: the field title is missing"),
    ],
)
def test_a_bad_file_says_where_and_what_is_allowed(tmp_path: Path, content: object, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_notice_file(write(tmp_path, content), title="通知", known_on=date(2026, 11, 5))


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "notice.json"
    path.write_bytes("{}".encode("utf-16"))
    with pytest.raises(BadInput, match="not text in UTF-8"):
        read_notice_file(path)


def test_a_file_that_is_far_too_big(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="larger than 1000000 bytes"):
        read_notice_file(write(tmp_path, " " * (MOST_BYTES + 1)))


def test_the_largest_file_allowed(tmp_path: Path) -> None:
    text = json.dumps(FULL)
    assert read_notice_file(write(tmp_path, text + " " * (MOST_BYTES - len(text.encode())))).id == "CN-2027"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.json cannot be opened"):
        read_notice_file(tmp_path / "none.json")
