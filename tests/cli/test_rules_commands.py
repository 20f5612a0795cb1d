import json
from pathlib import Path
from typing import Any

import pytest

from workflow.store.session import Store

RULE = {"id": "a", "duty": "reply", "offset": -2, "roles": ["assignee"], "channels": ["desk"], "daily": False}


def written(folder: Path, *rules: dict[str, Any]) -> Path:
    file = folder / "rules.json"
    file.write_text(json.dumps({"note": "x", "rules": rules}), encoding="utf-8")
    return file


def test_what_is_exported_can_be_imported(cli: Any, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    assert cli("rules", "export", file).out == f"81 rules written to {file}.\n"
    assert json.loads(file.read_bytes()) == cli("rules", "export").json
    assert cli("rules", "show").out.startswith("The rules are those shipped with the program.\n")
    assert cli("rules", "import", file).out == "The agency 0000 has 81 rules of its own now.\n"
    shown = cli("rules", "show").out
    assert shown.startswith("The rules are those of the agency 0000.\n")
    assert "reply-3-before" in shown
    assert cli("rules", "export").json == json.loads(file.read_bytes())
    assert cli("verify").status == 0


def test_rules_come_from_above(cli: Any, tmp_path: Path) -> None:
    cli("agency", "add", "01", "某县某局", "--parent", "0000")
    assert cli("user", "grant", "desk", "--agency", "01", "--role", "auditor").status == 0
    rules = {**RULE, "daily": True, "offset": 1, "digest": False}, {**RULE, "id": "b"}
    assert cli("rules", "import", written(tmp_path, *rules), "--agency", "0000").status == 0
    answer = cli("rules", "show", "--agency", "01", language="zh_CN").out
    assert "规则由机关0000设置。" in answer
    assert "每日、单独发送" in answer
    changed = cli("rules", "quiet", "--agency", "01", "--from", "19:00", "--no-rest-days")
    assert changed.out == "Nothing is sent from 19:00 to 08:00.\n"
    assert cli("rules", "show", "--agency", "01").out.endswith("The quiet hours are those of the agency 01.\n")
    known = cli("rules", "show", "--agency", "01", "--json").json
    assert (known["rules_of"], known["quiet_of"], len(known["rules"])) == ("0000", "01", 2)
    assert known["quiet"] == {"from": "19:00", "to": "08:00", "rest_days": False}
    assert cli("rules", "reset", "--agency", "0000").status == 0
    assert cli("rules", "show", "--agency", "01", "--json").json["rules_of"] is None
    assert cli("rules", "reset", "--agency", "01").out == "The agency 01 has no rules and quiet hours of its own now.\n"
    assert cli("rules", "show", "--agency", "01", "--json").json["quiet_of"] is None
    assert cli("verify").status == 0


def test_no_rules_at_all(cli: Any, tmp_path: Path) -> None:
    assert cli("rules", "import", written(tmp_path)).out == "The agency 0000 has 0 rules of its own now.\n"
    assert cli("rules", "export").json == {"rules": []}


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--rest-days"], "Nothing is sent from 20:00 to 08:00, nor on rest days."),
        (["--to", "09:30", "--no-rest-days"], "Nothing is sent from 20:00 to 09:30."),
        (["--from", "08:00"], "Nothing is sent on rest days."),
        (["--from", "08:00", "--no-rest-days"], "No hour is quiet."),
    ],
)
def test_quiet_hours(cli: Any, args: list[str], says: str) -> None:
    assert cli("rules", "quiet", *args).out == f"{says}\n"
    assert f"{says}\n" in cli("rules", "show").out


def test_rules_with_problems_change_nothing(cli: Any, tmp_path: Path) -> None:
    bad = [{**RULE, "roles": ["king"]}, {**RULE, "id": "b", "subject": "{applicant}"}]
    for rules, wanted in ((bad[:1], ["king"]), (bad[1:], ["{applicant}"]), (bad, ["king", "{applicant}"])):
        answer = cli("rules", "import", written(tmp_path, *rules))
        assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
        assert [word for word in wanted if word not in answer.err] == []
    (tmp_path / "rules.json").write_text('{"rules": [', encoding="utf-8")
    assert "rules.json is no JSON" in cli("rules", "import", tmp_path / "rules.json").err
    assert "There is no file" in cli("rules", "import", tmp_path / "none.json").err
    assert "Enter a time like 20:00" in cli("rules", "quiet", "--from", "8 pm").err
    known = cli("rules", "show", "--json").json
    assert (known["rules_of"], known["quiet_of"]) == (None, None)


def test_several_problems_in_chinese(cli: Any, tmp_path: Path) -> None:
    file = written(tmp_path, {**RULE, "roles": ["king"], "channels": ["pigeon"]})
    answer = cli("rules", "import", file, language="zh_CN").err
    assert answer.startswith("rules.json")
    assert "king" in answer
    assert "pigeon" in answer
    assert "there is" not in answer


def test_only_an_administrator_changes_rules(cli: Any, tmp_path: Path) -> None:
    cli("user", "add", "li", "李四", "--role", "supervisor")
    for args in (["import", written(tmp_path, RULE)], ["quiet", "--from", "21:00"], ["reset"]):
        answer = cli("rules", *args, "--by", "li")
        assert (answer.status, answer.out) == (1, "")
        assert "for the role admin in the agency 0000" in answer.err
    assert cli("rules", "show", "--by", "li").status == 0


def test_rules_of_another_agency_are_not_shown(cli: Any) -> None:
    cli("agency", "add", "02", "别的机关")
    for command in ("show", "export"):
        answer = cli("rules", command, "--agency", "02")
        assert (answer.status, answer.out) == (1, "")
        assert "no role in the agency 02" in answer.err


def test_rules_on_postgresql(cli: Any, postgres_store: Store, tmp_path: Path) -> None:
    here = {"database_url": postgres_store.url.render_as_string(hide_password=False).replace("+psycopg", "")}
    assert cli("rules", "import", written(tmp_path, RULE), **here).status == 0
    assert cli("rules", "show", "--json", **here).json["rules_of"] == "0000"
    assert cli("user", "contact", "desk", "--email", "a@x.cn", **here).out == "desk is reached at a@x.cn.\n"
    assert cli("channel", "set", "outtray", "--option", "folder=out", "--option", "sender=a@x.cn", **here).status == 0
    assert cli("channel", "off", "outtray", **here).status == 0
    assert cli("channel", "list", "--json", **here).json[0]["active"] is False
