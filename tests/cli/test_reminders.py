"""What a person was reminded of: listed, read, and done."""

from pathlib import Path
from typing import Any

import pytest

from workflow.actions.sweep import sweep
from workflow.cli import desk
from workflow.rules.reminders import Rule
from workflow.settings import Settings

RULE = Rule(id="r", duty="reply", offset=-6, roles=("assignee",), channels=("desk",))
REPORT = Rule(id="late", duty="report_department", offset=1, daily=True, roles=("statistician",), channels=("desk",))


@pytest.fixture
def reminded(case: str, home: Path) -> str:
    """The number of a case of which the person was reminded today, 20 March, six working days before its due day."""
    own = desk.Desk(Settings(home=home))
    sweep(own.store, "w", own.now(), (RULE, REPORT))
    own.close()
    return case


@pytest.mark.usefixtures("case")
def test_nothing_to_list(cli: Any) -> None:
    assert cli("reminders").out == "There is no reminder of anything that is still owed.\n"
    assert cli("reminders", "--json").json == []


def test_what_is_owed_is_listed_by_its_day(cli: Any, reminded: str) -> None:
    header, report, reply = cli("reminders").out.splitlines()
    assert header.split("  ")[-1].strip() == "Article"
    assert report.split()[:2] == ["*", "0000"]
    assert (reply.split()[:2], "6 working days left" in reply, "第三十三条" in reply) == (["*", reminded], True, True)
    assert "答复" in cli("reminders", language="zh_CN").out


def test_a_reminder_as_json(cli: Any, reminded: str) -> None:
    (reply,) = (one for one in cli("reminders", "--json").json if one["rule"] == "r")
    text = reply.pop("text")
    assert text.startswith(f"{reminded}: reply to the applicant (caseworker), by 2026-03-30, 6 working days left.")
    assert reply == {
        "case_no": reminded,
        "agency": "",
        "duty": "reply",
        "ref": "",
        "due_on": "2026-03-30",
        "provisional": False,
        "left": 6,
        "article": reply["article"],
        "rule": "r",
        "open": True,
        "created_at": "2026-03-20T02:00:00+00:00",
        "read_at": None,
    }


def test_what_was_read_is_listed_without_its_mark(cli: Any, reminded: str) -> None:
    assert cli("reminders", "read", reminded).out == "1 reminders marked as read.\n"
    _, report, reply = cli("reminders").out.splitlines()
    assert (report.split()[0], reply.split()[0]) == ("*", reminded)
    assert cli("reminders", "read", "--all").out == "1 reminders marked as read.\n"
    assert "*" not in cli("reminders").out
    again = cli("reminders", "read", reminded)
    assert (again.status, "no unread reminder" in again.err) == (1, True)


def test_the_agency_s_own_by_its_code(cli: Any, reminded: str) -> None:
    assert cli("reminders", "read", "0000", reminded).out == "2 reminders marked as read.\n"


@pytest.mark.parametrize("more", [(), ("--all", "2026-1")])
def test_either_numbers_or_all(cli: Any, more: tuple[str, ...]) -> None:
    answer = cli("reminders", "read", *more)
    assert (answer.status, "one of the two" in answer.err) == (2, True)


def test_what_is_done_is_listed_when_asked_for(cli: Any, reminded: str) -> None:
    cli("case", "withdraw", reminded, "--how", "书面")
    assert [one["duty"] for one in cli("reminders", "--json").json] == ["report_department"]
    every = {one["duty"]: one["open"] for one in cli("reminders", "--all", "--json").json}
    assert every == {"report_department": True, "reply": False}
    assert "done" in cli("reminders", "--all").out


@pytest.mark.usefixtures("reminded")
def test_one_thing_owed_stands_there_once_however_often_it_was_reminded_of(cli: Any, home: Path) -> None:
    own = desk.Desk(Settings(home=home))
    later = own.now().replace(day=23)
    sweep(own.store, "w", later, (RULE, REPORT))
    own.close()
    assert len(cli("reminders", "--json").json) == 3
    assert len(cli("reminders").out.splitlines()) == 3
    short = cli("reminders", "--limit", "1")
    assert (len(short.out.splitlines()), short.err) == (2, "There are more; a higher --limit shows them.\n")


@pytest.mark.parametrize("limit", ["0", "10001"])
def test_a_limit_that_cannot_be(cli: Any, limit: str) -> None:
    answer = cli("reminders", "--limit", limit)
    assert (answer.status, "Enter 1 to 10000" in answer.err) == (2, True)


def test_the_page_of_the_command_names_what_it_can(cli: Any) -> None:
    page = cli("reminders", "--help").out
    assert "--all" in page
    assert "read" in page
