import json
from pathlib import Path
from typing import Any

import pytest

from workflow.cli import screen

NOTICE_2027 = {
    "2027": {
        "holidays": [
            *("2027-01-01", "2027-01-02", "2027-01-03"),
            *(f"2027-02-{day:02}" for day in range(5, 13)),
            *("2027-04-03", "2027-04-04", "2027-04-05"),
            *(f"2027-05-{day:02}" for day in range(1, 6)),
            *("2027-06-09", "2027-09-15"),
            *(f"2027-10-{day:02}" for day in range(1, 8)),
        ],
        "workdays": ["2027-01-31", "2027-02-14", "2027-05-08", "2027-09-26", "2027-10-09"],
    }
}
TITLE = "国务院办公厅关于2027年部分节假日安排的通知"
AMENDMENT = {
    "id": "甲县-2026-1",
    "title": "甲县临时放假通知",
    "source": "甲县人民政府",
    "known_on": "2026-03-19",
    "years": [2026],
    "off": ["2026-03-25"],
    "worked": [],
    "amends": True,
}


@pytest.fixture
def amendment(tmp_path: Path) -> Path:
    file = tmp_path / "amendment.json"
    file.write_text(json.dumps(AMENDMENT, ensure_ascii=False), encoding="utf-8")
    return file


def written(tmp_path: Path, content: object) -> Path:
    file = tmp_path / "2027.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def due(cli: Any) -> str:
    return str(cli("queue", "--json").json[0]["due_on"])


def test_an_import_shows_what_moves_and_is_taken_back(cli: Any, case: str, amendment: Path) -> None:
    looked = cli("calendar", "import", amendment, "--dry-run")
    assert looked.status == 0
    assert looked.out.splitlines()[1].split() == ["0000", case, "2026-03-30", "2026-03-31"]
    assert "1 due days move, 0 cases become overdue, 1 open cases are counted again." in looked.out
    assert looked.last == "Nothing was changed."
    assert due(cli) == "2026-03-30"
    done = cli("calendar", "import", amendment, "--yes")
    assert done.last.startswith("Done: the holiday calendar is ")
    assert due(cli) == "2026-03-31"
    why = cli("case", "show", case, "--why")
    assert why.last == "2026-03-31"
    assert "statutory day off (甲县临时放假通知)" in why.out
    assert "甲县临时放假通知" in cli("calendar", "show").out
    undone = cli("calendar", "undo", "--yes", "--json").json
    assert [(one["case_no"], one["before"], one["after"]) for one in undone["moved"]] == [
        (case, "2026-03-31", "2026-03-30")
    ]
    assert due(cli) == "2026-03-30"
    kinds = [one["kind"] for one in cli("case", "show", case, "--json").json["timeline"]]
    assert kinds == ["registered", "recalculated", "recalculated"]
    assert cli("verify").status == 0


def test_a_case_that_becomes_overdue_is_named(cli: Any, amendment: Path) -> None:
    """Four weekend days worked bring the due day from 23 to 17 March, and today is the 20th."""
    handed_in = ("--channel", "in_person", "--handed-in-on", "2026-02-24")
    cli("case", "register", *handed_in, "--applicant", "张三", "--class", "natural_person", "--item", "x")
    worked = {**AMENDMENT, "off": [], "worked": ["2026-03-07", "2026-03-08", "2026-03-14", "2026-03-15"]}
    amendment.write_text(json.dumps(worked), encoding="utf-8")
    shown = cli("calendar", "import", amendment, "--dry-run")
    assert shown.out.splitlines()[1].split() == ["0000", "2026-0001", "2026-03-23", "2026-03-17", "overdue"]
    assert "1 due days move, 1 cases become overdue" in shown.out
    looked = cli("calendar", "import", amendment, "--dry-run", "--json").json
    assert (looked["kept"], looked["moved"][0]["overdue"]) == (False, True)


def test_nobody_at_the_terminal_needs_yes(cli: Any, case: str, amendment: Path) -> None:
    answer = cli("calendar", "import", amendment)
    assert answer.status == 2
    assert "add --yes" in answer.err
    assert due(cli) == "2026-03-30"
    assert cli("case", "show", case, "--json").json["version"] == 1


@pytest.mark.parametrize(("said", "kept"), [("y", True), ("是", True), ("", False), ("n", False)])
def test_somebody_at_the_terminal_is_asked(
    cli: Any, case: str, amendment: Path, monkeypatch: pytest.MonkeyPatch, said: str, *, kept: bool
) -> None:
    asked: list[str] = []

    def prompt(question: str, **_: object) -> str:
        asked.append(question)
        return said

    monkeypatch.setattr(screen, "at_terminal", lambda: True)
    monkeypatch.setattr("typer.prompt", prompt)
    assert cli("calendar", "import", amendment).status == 0
    assert asked == ["Put 甲县临时放假通知 in force? [y/N]"]
    assert (due(cli) == "2026-03-31") is kept
    assert cli("case", "show", case, "--json").json["version"] == 1 + kept


def test_next_year_is_imported_by_its_lists_of_days(cli: Any, tmp_path: Path) -> None:
    file = written(tmp_path, NOTICE_2027)
    answer = cli("calendar", "import", file, "--notice", TITLE, "--source", "gov.cn", "--yes")
    assert (answer.status, "Announced until 2027-12-31." in answer.out) == (0, True)
    year = cli("calendar", "show", "--year", "2027", "--json").json
    assert (year["provisional"], len(year["days"])) == (False, 33)
    assert "Provisional" not in cli("due", "2026-12-20").out
    (*_, last) = cli("calendar", "show", "--json").json["notices"]
    assert (last["title"], last["known_on"], last["shipped"]) == (TITLE, "2026-03-20", False)


def test_problems_are_shown_and_nothing_is_imported(cli: Any, tmp_path: Path) -> None:
    lists = NOTICE_2027["2027"]
    content = {"2027": {"holidays": lists["holidays"][3:], "workdays": [*lists["workdays"], "2027-03-02"]}}
    answer = cli("calendar", "import", written(tmp_path, content), "--notice", TITLE, "--yes")
    assert (answer.status, answer.out) == (1, "")
    assert "2027-01-01 (元旦) is a statutory day off and is not listed. Add it." in answer.err
    assert "2027-03-02 is listed as worked and is no Saturday or Sunday." in answer.err
    assert answer.err.splitlines()[-1] == "Nothing was changed. Correct the file and do it again."
    assert (
        "元旦）是法定节假日"
        in cli("calendar", "import", written(tmp_path, content), "--notice", TITLE, language="zh_CN").err
    )
    assert cli("calendar", "show", "--json").json["horizon"] == "2026-12-31"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"2027": {"holidays": ["2027-01-01", "2027-01-01"], "workdays": []}}, "2027-01-01 is listed twice"),
        ({"2027": {"holidays": ["2027-01-02"], "workdays": ["2027-01-02"]}}, "both as off and as worked"),
        ({"2027": {"holidays": ["soon"], "workdays": []}}, "the value is of the wrong kind"),
        ({"2027": {"holidays": []}}, "the field workdays is missing"),
        ({"next": {"holidays": [], "workdays": []}}, "next is no year"),
        ([], "holds no notice"),
        ({**AMENDMENT, "colour": "red"}, "unknown fields: colour"),
    ],
)
def test_a_file_that_is_no_notice(cli: Any, tmp_path: Path, content: object, says: str) -> None:
    answer = cli("calendar", "import", written(tmp_path, content), "--notice", TITLE, "--yes")
    assert (answer.status, answer.out) == (2, "")
    assert says in answer.err


def test_a_notice_without_a_title(cli: Any, tmp_path: Path) -> None:
    answer = cli("calendar", "import", written(tmp_path, NOTICE_2027), "--yes")
    assert (answer.status, "what the notice is called" in answer.err) == (2, True)


def test_the_same_notice_twice(cli: Any, amendment: Path) -> None:
    assert cli("calendar", "import", amendment, "--yes").status == 0
    answer = cli("calendar", "import", amendment, "--yes")
    assert (answer.status, "was already applied" in answer.err) == (1, True)


def test_shipped_notices_cannot_be_taken_back(cli: Any) -> None:
    answer = cli("calendar", "undo", "--yes", language="zh_CN")
    assert (answer.status, answer.err) == (
        1,
        "本系统没有导入过放假通知，因此没有可以撤回的。随程序附带的通知不能撤回。\n",
    )


def test_only_an_administrator_changes_the_calendar(cli: Any, amendment: Path) -> None:
    cli("user", "add", "li", "李四", "--role", "caseworker")
    for args in (["import", amendment], ["undo"]):
        answer = cli("calendar", *args, "--yes", "--by", "li")
        assert (answer.status, "role admin" in answer.err) == (1, True)


def test_the_days_of_a_year(cli: Any) -> None:
    """The notice for 2026 has 33 days off and 6 worked weekends."""
    shown = cli("calendar", "show", "--year", "2026", language="zh_CN").out
    assert "调休上班" in shown
    assert "法定节假日" in shown
    year = cli("calendar", "show", "--year", "2026", "--json").json
    assert year["working_days"] == 248
    assert [day["on"] for day in year["days"] if day["why"] == "make-up working day"] == [
        *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")
    ]
    assert "not known here" in cli("calendar", "show", "--year", "2028").out


def test_a_year_before_the_calendar(cli: Any) -> None:
    assert cli("calendar", "show", "--year", "2007").status == 2
