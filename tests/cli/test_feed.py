"""What a person owes as a calendar file, read back by the library that wrote it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from workflow.files.icalendar_feed import DueDay, feed

AT = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)


def events(content: str | bytes) -> dict[str, Any]:
    calendar: Any = Calendar.from_ical(content)
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def of_case(cli: Any, number: str) -> dict[str, Any]:
    found = events(cli("export", "calendar").out)
    return {uid: event for uid, event in found.items() if number in str(event["summary"])}


def test_a_due_day_in_the_calendar(cli: Any, case: str) -> None:
    found = {str(event["summary"]): event for event in of_case(cli, case).values()}
    reply = found[f"{case}: reply to the applicant"]
    assert (reply["dtstart"].dt, reply["dtstamp"].dt) == (date(2026, 3, 30), AT)
    assert (str(reply["status"]), str(reply["transp"])) == ("CONFIRMED", "TRANSPARENT")
    assert "6 working days left" in str(reply["description"])
    assert "第三十三条" in str(reply["description"])
    (alarm,) = reply.walk("VALARM")
    assert alarm["trigger"].dt == date(2026, 3, 25) - date(2026, 3, 30) + timedelta(hours=9)
    assert str(alarm["action"]) == "DISPLAY"
    assert len(found) == 3


@pytest.mark.usefixtures("case")
def test_the_same_input_gives_the_same_bytes_folded_and_with_crlf(cli: Any, tmp_path: Path) -> None:
    first, second = tmp_path / "a.ics", tmp_path / "b.ics"
    assert cli("export", "calendar", "--out", first).out.startswith("4 days written to ")
    cli("export", "calendar", "--out", second)
    content = first.read_bytes()
    assert content == second.read_bytes()
    lines = content.split(b"\r\n")
    assert (b"\n" in b"".join(lines), max(map(len, lines)) <= 75, lines[0]) == (False, True, b"BEGIN:VCALENDAR")
    assert cli("export", "calendar").out == content.decode()
    assert list(tmp_path.glob("*.part")) == []


def test_a_day_that_moved_keeps_its_uid(cli: Any, case: str) -> None:
    cli("case", "review", case)
    before = of_case(cli, case)
    cli("case", "extend", case, "--days", "10", "--reason", "档案分存三处")
    after = of_case(cli, case)
    moved = {uid: (before[uid]["dtstart"].dt, event["dtstart"].dt) for uid, event in after.items()}
    assert list(moved.values()) == [(date(2026, 3, 30), date(2026, 4, 14))]


@pytest.mark.usefixtures("case")
def test_nobody_is_named(cli: Any) -> None:
    assert "张三" not in cli("export", "calendar").out


def test_in_the_language_of_the_installation(cli: Any, case: str) -> None:
    content = cli("export", "calendar", language="zh_CN").out
    summaries = [str(event["summary"]) for event in events(content).values()]
    assert any(one.startswith(f"{case}：") for one in summaries)
    assert "我的待办期限" in content


@pytest.mark.usefixtures("case")
def test_a_folder_that_is_not_there(cli: Any, tmp_path: Path) -> None:
    answer = cli("export", "calendar", "--out", tmp_path / "no" / "a.ics")
    assert (answer.status, "cannot be read or written" in answer.err) == (1, True)


@pytest.mark.parametrize("tentative", [True, False])
def test_a_day_that_may_still_move_is_tentative(*, tentative: bool) -> None:
    day = DueDay("u", date(2027, 1, 8), "换行\n;,", "理由" * 40, tentative, date(2027, 1, 5))
    (event,) = events(feed([day], "t", AT)).values()
    assert str(event["status"]) == ("TENTATIVE" if tentative else "CONFIRMED")
    assert (str(event["summary"]), str(event["description"])) == ("换行\n;,", "理由" * 40)


def test_nothing_owed_is_an_empty_calendar() -> None:
    assert events(feed([], "t", AT)) == {}
