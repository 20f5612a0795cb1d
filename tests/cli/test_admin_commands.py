import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from workflow.store.revision import HEAD


def changed(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(home / "disclosure.db")) as connection:
        connection.execute(statement)
        connection.commit()


def test_the_first_use_makes_an_agency_and_a_person(cli: Any, tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    assert cli("queue", home=str(home)).out == "Nothing is open here.\n"
    assert cli("agency", "list", "--json", home=str(home)).json == [
        {"code": "0000", "name": "本机关", "kind": "department", "parent": None, "one_person": False, "settings": {}}
    ]
    (person,) = cli("user", "list", "--json", home=str(home)).json
    assert (person["login"], len(person["roles"])) == ("desk", 8)


def test_the_first_use_takes_the_names_of_the_settings(cli: Any, tmp_path: Path) -> None:
    own = {"home": str(tmp_path / "own"), "agency": "JX", "user": "wang"}
    assert cli("agency", "list", "--json", **own).json[0]["code"] == "JX"
    assert cli("user", "list", "--json", **own).json[0]["login"] == "wang"


def test_the_key_is_readable_by_its_owner_alone(home: Path) -> None:
    assert (home / "secret.key").stat().st_mode & 0o777 == 0o600


def test_agencies(cli: Any) -> None:
    added = cli(
        "agency", "add", "0001", "某县某局", "--parent", "0000", "--kind", "subdistrict", "--set", "office=办公室"
    )
    assert (added.status, added.out) == (0, "Agency 0001 was added.\n")
    cli("agency", "set", "--agency", "0001", "--name", "某街道", "--several-people", "--set", "office=", "--set", "a=b")
    assert cli("agency", "list", "--json").json[1] == {
        "code": "0001",
        "name": "某街道",
        "kind": "subdistrict",
        "parent": "0000",
        "one_person": False,
        "settings": {"a": "b"},
    }
    assert "街道办事处等派出机关" in cli("agency", "list", language="zh_CN").out


def test_people_and_their_roles(cli: Any) -> None:
    assert cli("user", "add", "li", "李四", "--role", "intake").out == "User li was added.\n"
    granted = cli("user", "grant", "li", "--role", "approver", "--role", "caseworker", language="zh_CN")
    assert granted.out == "li现在机关0000的角色为：经办人、签批人。\n"
    people = {one["login"]: one for one in cli("user", "list", "--json").json}
    assert people["li"] == {"login": "li", "name": "李四", "roles": ["approver", "caseworker"]}
    assert cli("user", "retire", "li").out == "li acts no more.\n"
    assert "li" not in cli("user", "list").out
    assert "There is no active user li" in cli("queue", "--by", "li").err
    assert cli("verify").status == 0


@pytest.mark.parametrize(
    ("args", "status", "says"),
    [
        (["agency", "add", "0000", "又一个"], 2, "is taken by another agency"),
        (["agency", "add", "0001", " "], 2, "name is empty"),
        (["agency", "add", "0001", "某局", "--kind", "kingdom"], 2, "kingdom is no kind of agency"),
        (["agency", "add", "0001", "某局", "--parent", "9"], 1, "There is no agency 9"),
        (["agency", "set", "--set", "office"], 2, "office is no setting"),
        (["user", "add", "desk", "又一个"], 2, "The login desk is taken"),
        (["user", "add", "li", "李四", "--role", "king"], 2, "There is no role king"),
        (["user", "grant", "nobody", "--role", "intake"], 1, "no active user nobody"),
        (["user", "retire", "desk"], 2, "You cannot retire yourself"),
    ],
)
def test_what_cannot_be_entered(cli: Any, args: list[str], status: int, says: str) -> None:
    before = cli("agency", "list", "--json").out + cli("user", "list", "--json").out
    answer = cli(*args)
    assert (answer.status, answer.out) == (status, "")
    assert says in answer.err
    assert cli("agency", "list", "--json").out + cli("user", "list", "--json").out == before


@pytest.mark.parametrize(
    "args", [["agency", "add", "1", "x"], ["agency", "set", "--name", "x"], ["user", "add", "a", "b"]]
)
def test_only_an_administrator_changes_the_installation(cli: Any, args: list[str]) -> None:
    cli("user", "add", "li", "李四", "--role", "supervisor")
    answer = cli(*args, "--by", "li")
    assert (answer.status, answer.out) == (1, "")
    assert "for the role admin" in answer.err


def test_verify_counts_what_it_went_through(cli: Any, case: str) -> None:
    cli("case", "review", case)
    assert cli("verify").out == "1 cases and 2 entries verified.\n"
    assert cli("verify", "--json").json == {"cases": 1, "events": 2, "difference": None}


def test_verify_names_what_differs(cli: Any, case: str, home: Path) -> None:
    changed(home, "update cases set due_on = '2026-12-31'")
    answer = cli("verify")
    assert answer.status == 1
    assert f"Differs at case {case}, due_on: the entries make 2026-03-30, and 2026-12-31 stands there." in answer.out
    assert cli("verify", "--json").json["difference"]["found"] == "2026-12-31"
    assert "处不一致：按记录应为2026-03-30，实际为2026-12-31。" in cli("verify", language="zh_CN").out


def test_an_older_database_is_brought_up_to_date(cli: Any, tmp_path: Path, home: Path) -> None:
    assert cli("db", "upgrade").out == f"The database is up to date: schema {HEAD}.\n"
    fresh = {"database_url": f"sqlite:///{tmp_path / 'fresh.db'}"}
    assert cli("db", "upgrade", **fresh).status == 0
    assert cli("user", "list", **fresh).status == 0
    changed(home, "delete from alembic_version")
    assert "tables of something else" in cli("queue").err


def test_the_version(cli: Any) -> None:
    assert HEAD in cli("version", language="zh_CN").out
    assert cli("version", "--json").json["schema"] == HEAD


def test_where_a_person_is_reached(cli: Any) -> None:
    cli("user", "add", "li", "李四", "--role", "intake")
    assert cli("user", "contact", "li").out == "li has no mail address.\n"
    assert cli("user", "contact", "li", "--email", "li@x.gov.cn", "--by", "li").out == "li is reached at li@x.gov.cn.\n"
    assert cli("user", "contact", "li", "--email", "李@例子.中国").out.startswith("li is reached at 李@xn--")
    assert cli("user", "contact", "li", language="zh_CN").out.startswith("li的邮件地址为李@xn--")
    assert cli("user", "contact", "li", "--email", "").out == "li has no mail address.\n"
    assert cli("verify").status == 0


@pytest.mark.parametrize("address", ["nobody", "a b@x.cn", "李四 <a@x.cn>", "a@x.cn, b@x.cn", "a@[127.0.0.1]"])
def test_an_address_that_is_none(cli: Any, address: str) -> None:
    answer = cli("user", "contact", "desk", "--email", address)
    assert (answer.status, answer.out) == (2, "")
    assert "cannot be used. Write it like name@example.gov.cn." in answer.err
    assert cli("user", "contact", "desk").out == "desk has no mail address.\n"


def test_somebody_else_s_address_is_not_yours(cli: Any) -> None:
    cli("user", "add", "li", "李四", "--role", "intake")
    for args in (["desk"], ["desk", "--email", "a@x.cn"]):
        answer = cli("user", "contact", *args, "--by", "li")
        assert (answer.status, answer.out) == (1, "")
        assert "for the person, or for the role admin" in answer.err
    assert "no active user nobody" in cli("user", "contact", "nobody").err
