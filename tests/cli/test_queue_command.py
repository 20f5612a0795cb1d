from typing import Any

import pytest


def registered(cli: Any, on: str) -> str:
    answer = cli(
        *("case", "register", "--channel", "in_person", "--handed-in-on", on, "--applicant", "张三"),
        *("--class", "natural_person", "--item", "x", "--json"),
    )
    return str(answer.json["case_no"])


@pytest.fixture
def three(cli: Any) -> list[str]:
    """Cases due on 17 and 23 March and on 13 April; today is 20 March."""
    return [registered(cli, on) for on in ("2026-02-11", "2026-02-24", "2026-03-13")]


def test_the_next_comes_first(cli: Any, three: list[str]) -> None:
    rows = cli("queue", "--json").json
    assert [(row["case_no"], row["by"], row["left"]) for row in rows] == [
        (three[0], "2026-03-17", -3),
        (three[1], "2026-03-23", 1),
        (three[2], "2026-04-13", 15),
    ]
    assert {(row["who"], row["what"], row["state"]) for row in rows} == {("caseworker", "review", "received")}


def test_the_queue_to_read(cli: Any, three: list[str]) -> None:
    lines = cli("queue", language="zh_CN").out.splitlines()
    assert lines[0].split() == ["案件", "状态", "应办人", "事项", "期限", "剩余期限", "承办人"]
    assert lines[1].split() == [three[0], "已登记", "经办人", "审核", "2026-03-17", "-3"]


def test_only_what_is_overdue_or_mine(cli: Any, three: list[str]) -> None:
    assert [row["case_no"] for row in cli("queue", "--overdue", "--json").json] == three[:1]
    assert cli("queue", "--mine", "--json").json == []
    cli("case", "assign", three[1], "--to", "desk")
    assert [row["case_no"] for row in cli("queue", "--mine", "--json").json] == [three[1]]
    assert "经办人" in cli("queue", "--mine").out


def test_no_more_than_the_limit(cli: Any, three: list[str]) -> None:
    answer = cli("queue", "--limit", "2")
    assert [line.split()[0] for line in answer.out.splitlines()[1:]] == three[:2]
    assert answer.err == "There are more; --limit shows them.\n"
    assert cli("queue", "--limit", "3").err == ""


@pytest.mark.parametrize("limit", ["0", "-1", "10001"])
def test_a_limit_that_cannot_be(cli: Any, limit: str) -> None:
    answer = cli("queue", "--limit", limit)
    assert (answer.status, "Enter 1 to 10000" in answer.err) == (2, True)


def test_a_day_beyond_the_announced_calendar_is_marked(cli: Any, case: str) -> None:
    cli("case", "review", case)
    cli("case", "delay", case, "--until", "2027-01-08", "--reason", "数量大")
    (row,) = cli("queue", "--json").json
    assert (row["by"], row["provisional"]) == ("2027-01-08", True)
    assert "2027-01-08 ~" in cli("queue").out
