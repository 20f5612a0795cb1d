import json
import re
from pathlib import Path
from typing import Any

import pytest

from workflow.rules.states import Step

N4A = {
    "not_public": "仅由少数人掌握",
    "value": "决定产品成本",
    "protected": "签订保密协议",
    "consultation": "书面征求意见，对方不同意公开",
    "public_interest": "不公开不造成重大影响",
    "separation": "不能作区分处理",
}
GIVEN = {"no": 1, "outcome": "D2", "findings": "已检索到", "detail": {"enclosed": "预算1份，共10页", "medium": "纸质"}}


def step(cli: Any, name: str, case: str, *args: str, on: str = "2026-03-10", **more: str) -> Any:
    """Take a step and return the head of the case; it must be taken."""
    answer = cli("case", name, case, *args, "--on", on, "--json", **more)
    assert answer.status == 0, answer.err
    return answer.json


def drafted(cli: Any, case: str, tmp_path: Path) -> None:
    step(cli, "review", case, on="2026-03-03")
    draft = tmp_path / "draft.json"
    draft.write_text(json.dumps([GIVEN], ensure_ascii=False), encoding="utf-8")
    step(cli, "draft", case, "--file", str(draft), on="2026-03-04")


SEEN = "预算1份，共10页=已与原件核对"


def one_person(cli: Any) -> None:
    assert cli("agency", "set", "--one-person", "--set", "government=甲县人民政府").status == 0


def test_a_request_from_its_receipt_to_the_end_of_a_suit(cli: Any, case: str, tmp_path: Path) -> None:
    one_person(cli)
    drafted(cli, case, tmp_path)
    step(cli, "submit", case)
    step(cli, "clear", case, "--conclusion", "open", "--ground", "不涉密", on="2026-03-11")
    step(cli, "decide", case, on="2026-03-11")
    bare = cli("case", "issue-reply", case, "--on", "2026-03-11", language="zh_CN")
    assert (bare.status, "L18" in bare.err, "请先更正" in bare.err) == (1, True, True)
    issued = cli("case", "issue-reply", case, "--on", "2026-03-11", "--seen", SEEN)
    assert "/files/" in issued.err
    step(cli, "reply", case, "--way", "post", "--proof", "EMS1", on="2026-03-12")
    ended = step(cli, "serve", case, "--no", "1", "--proof", "EMS1", on="2026-03-14")
    assert (ended["state"], ended["outcome"], ended["closed_on"]) == ("replied", "D2", "2026-03-12")
    assert (ended["clock"]["status"], ended["clock"]["on_time"]) == ("ended", True)
    step(cli, "file-proceeding", case, "--filing", "review", "--docket", "1号", on="2026-03-16")
    step(cli, "conclude-proceeding", case, "--no", "1", "--result", "corrected", on="2026-03-18")
    again = step(cli, "reopen", case, "--no", "1", "--days", "10", "--order", "2号", on="2026-03-19")
    assert (again["state"], again["outcome"], again["clock"]["due_on"]) == ("reviewed", None, "2026-04-02")
    assert cli("verify").status == 0


def test_an_answer_in_a_reconsideration_and_a_second_look(cli: Any, case: str) -> None:
    """行政复议法 (2023), Art. 54; 政府信息公开条例 (2019), Art. 18."""
    one_person(cli)
    details = [part for name, text in N4A.items() for part in ("--detail", f"{name}={text}")]
    given = ("--item", "1:N4a", "--findings", "已检索到", "--reasons", "属于商业秘密", "--ground", "trade_secret")
    step(cli, "review", case, on="2026-03-03")
    step(cli, "draft", case, *given, *details, on="2026-03-04")
    step(cli, "submit", case)
    step(cli, "clear", case, "--conclusion", "withhold", "--ground", "不涉密")
    step(cli, "decide", case)
    early = cli("case", "issue-reply", case, "--on", "2026-03-10")
    assert (early.status, "L09" in early.err) == (1, True)
    step(cli, "send-back", case, "--reason", "没有征求第三方意见")
    asked = ("--party", "third_party", "--name", "乙厂", "--question", "配方")
    step(cli, "consult", case, *asked)
    step(cli, "deliver-consultation", case, "--ref", "C8")
    step(cli, "answer-consultation", case, "--ref", "C8", "--opinion", "refuse", "--reasons", "属于商业秘密")
    step(cli, "submit", case)
    step(cli, "clear", case, "--conclusion", "withhold", "--ground", "不涉密")
    step(cli, "decide", case)
    assert cli("case", "issue-reply", case, "--on", "2026-03-10").status == 0
    replied = step(cli, "reply", case, "--way", "post", "--proof", "EMS1")
    assert replied["reassessed"] is None
    filed = ("--filing", "review", "--body", "甲县人民政府")
    wrong = cli("case", "file-proceeding", case, "--filing", "direct", "--simplified", "--on", "2026-03-16")
    assert (wrong.status, "Only a reconsideration" in wrong.err) == (2, True)
    step(cli, "file-proceeding", case, *filed, "--simplified", on="2026-03-16")
    step(cli, "answer-proceeding", case, "--no", "1", "--number", "甲复答1号", on="2026-03-18")
    again = cli("case", "answer-proceeding", case, "--no", "1", "--on", "2026-03-19", language="zh_CN")
    assert (again.status, "已于2026-03-18提交书面答复" in again.err) == (2, True)
    looked = step(cli, "reassess", case, "--finding", "still_withheld", "--reason", "仍为商业秘密", on="2026-03-19")
    assert looked["reassessed"] == {"on": "2026-03-19", "finding": "still_withheld"}
    assert "Make the record public" not in cli("case", "show", case).out
    taken = cli("case", "reassess", case, "--finding", "disclosable", "--reason", "已公开招标", "--on", "2026-03-20")
    for shown in (taken.out, cli("case", "show", case).out):
        assert "2026-03-20 may be disclosed now. Make the record public, or answer anew on a new request" in shown
    page = cli("case", "show", case, "--json").json
    assert (page["outcome"], page["closed_on"], page["state"]) == ("N4a", "2026-03-10", "replied")
    assert [(one["simplified"], one["answered_on"]) for one in page["proceedings"]] == [(True, "2026-03-18")]
    assert [one["told"] for one in page["timeline"]][-4:] == [
        "1 · administrative reconsideration · simplified procedure · 甲县人民政府",
        "1 · 甲复答1号",
        "still to be withheld · 仍为商业秘密",
        "may be disclosed now · 已公开招标",
    ]
    chinese = cli("case", "show", case, language="zh_CN").out
    assert re.search(r"行政复议 +简易程序 +2026-03-16 +甲县人民政府 +2026-03-18", chinese)
    assert "请主动公开该信息" in chinese
    assert cli("verify").status == 0


def test_a_second_look_where_nothing_was_withheld(cli: Any, case: str, tmp_path: Path) -> None:
    one_person(cli)
    drafted(cli, case, tmp_path)
    step(cli, "submit", case)
    step(cli, "clear", case, "--conclusion", "open", "--ground", "不涉密")
    step(cli, "decide", case)
    assert cli("case", "issue-reply", case, "--on", "2026-03-10", "--seen", SEEN).status == 0
    step(cli, "reply", case, "--way", "post", "--proof", "EMS1")
    steps = {one["step"]: one for one in cli("case", "list-steps", case, "--json").json["steps"]}
    assert steps["reassess"]["by"] == ["caseworker", "approver"]
    answer = cli("case", "reassess", case, "--finding", "disclosable", "--reason", "x", language="zh_CN")
    assert (answer.status, "无须在此评估审查" in answer.err) == (1, True)
    assert steps["reassess"]["objections"][0].startswith("The reply withheld nothing")


def test_a_request_among_many_parties(cli: Any, case: str) -> None:
    """Arts. 33, 34: the days of a consultation do not count; one extension."""
    step(cli, "review", case, on="2026-03-03")
    paused = step(
        cli, "consult", case, "--party", "third_party", "--name", "乙公司", "--question", "报价", on="2026-03-04"
    )
    assert paused["clock"] == {
        "status": "paused",
        "due_on": None,
        "provisional": False,
        "remaining": None,
        "overdue": False,
        "on_time": None,
        "regime": "CN-2019",
    }
    step(cli, "deliver-consultation", case, "--ref", "C3", on="2026-03-05")
    step(cli, "answer-consultation", case, "--ref", "C3", "--opinion", "refuse", "--reasons", "商业秘密")
    extended = step(cli, "extend", case, "--days", "10", "--reason", "档案分存三处")
    assert extended["clock"]["due_on"] == "2026-04-20"
    step(cli, "ask-reasons", case, "--count", "31", "--reason", "频次明显过高", on="2026-03-11")
    step(cli, "give-reasons", case, "--accepted", "--reasons", "研究所需", on="2026-03-12")
    step(cli, "delay", case, "--until", "2026-05-06", "--reason", "数量大", on="2026-03-13")
    details = [part for name, text in N4A.items() for part in ("--detail", f"{name}={text}")]
    given = ("--item", "1:N4a", "--findings", "已检索到", "--reasons", "属于商业秘密", "--ground", "trade_secret")
    step(cli, "draft", case, *given, *details, on="2026-03-13")
    shown = cli("case", "show", case, language="zh_CN").out
    assert "N4a 不予公开：商业秘密" in shown
    assert "第三方 · 乙公司 · 报价" in shown
    assert "C3 · 不同意 · 商业秘密" in shown


def test_correction_fee_and_lapse(cli: Any, case: str) -> None:
    """Art. 30: the period begins anew; 国办函〔2020〕109号: 20 working days to pay."""
    waiting = step(
        cli, "ask-correction", case, "--point", "名称｜不明确｜写明文号", "--reply-by", "2026-03-13", on="2026-03-04"
    )
    assert waiting["next"] == {"who": "caseworker", "what": "lapse", "by": "2026-03-13"}
    renewed = step(cli, "correct", case, "--item", "2025年度部门预算")
    assert renewed["clock"]["due_on"] == "2026-04-08"
    step(cli, "review", case)
    charged = step(cli, "charge", case, "--method", "pages", "--quantity", "250")
    assert charged["state"] == "awaiting_payment"
    told = step(cli, "deliver-fee-notice", case, on="2026-03-11")
    assert told["next"] == {"who": "applicant", "what": "pay", "by": "2026-04-09"}
    early = cli("case", "lapse", case, "--reason", "逾期")
    assert (early.status, "not over yet" in early.err) == (1, True)
    assert step(cli, "pay", case, "--receipt-no", "7", on="2026-03-12")["state"] == "reviewed"
    assert step(cli, "withdraw", case, "--how", "书面", on="2026-03-13")["outcome"] == "C3"


def test_what_stands_beside_the_work(cli: Any, case: str, tmp_path: Path, home: Path) -> None:
    cli("user", "add", "li", "李四", "--role", "caseworker")
    paper = tmp_path / "证明.pdf"
    paper.write_bytes(b"%PDF-1.4")
    step(cli, "assign", case, "--to", "li", "--reason", "轮到")
    step(cli, "note", case, "--text", "已电话联系")
    step(cli, "attach", case, "--file", str(paper))
    step(cli, "issue-letter", case, "--letter", "receipt", "--paper", "申请表1份")
    step(cli, "dispatch", case, "--no", "1", "--way", "email", "--proof", "x@y")
    step(cli, "correct-entry", case, "--entry", "1", "--applicant", "张三丰", "--reason", "笔误", on="2026-03-11")
    content = cli("case", "show", case, "--json").json
    assert (content["applicant"], content["assignee"]) == ("张三丰", "李四")
    assert [one["kind"] for one in content["timeline"]] == [
        *("registered", "assigned", "noted", "attached", "letter_issued", "dispatched", "entry_corrected")
    ]
    (kept,) = content["attachments"]
    assert (kept["name"], kept["media"], kept["size"]) == ("证明.pdf", "application/pdf", 8)
    assert (home / "files" / kept["sha256"][:2] / kept["sha256"]).read_bytes() == b"%PDF-1.4"


@pytest.mark.parametrize("name", ["机密★合同.pdf", "none"])
def test_a_file_that_must_not_or_cannot_be_kept(cli: Any, case: str, tmp_path: Path, home: Path, name: str) -> None:
    if name != "none":
        (tmp_path / name).write_bytes(b"secret")
    answer = cli("case", "attach", case, "--file", tmp_path / name)
    assert answer.status == (1 if "★" in name else 2)
    assert not (home / "files").exists()


def test_identifiers_are_masked_until_somebody_looks(cli: Any, case: str) -> None:
    for shown in (cli("case", "show", case).out, cli("case", "show", case, "--json").out):
        assert "110101199001011234" not in shown
        assert "11**************34" in shown
    looked = cli("case", "reveal", case, "--why", "送达", language="zh_CN")
    assert looked.out == "身份证件号码  110101199001011234\n"
    assert "identifiers looked at: 送达" in cli("case", "show", case).out


def test_identifiers_need_not_stand_on_the_command_line(cli: Any) -> None:
    common = ("case", "register", "--channel", "in_person", "--handed-in-on", "2026-03-02", "--applicant", "李四")
    rest = ("--class", "natural_person", "--item", "x", "--identifiers", "-")
    registered = cli(*common, *rest, "--json", stdin=b'{"phone": "13800138000"}')
    assert "13*******00" in cli("case", "show", registered.json["case_no"]).out
    assert "no JSON object of identifiers" in cli(*common, *rest, stdin=b"[]").err


def test_the_receipt_follows_from_the_channel(cli: Any) -> None:
    """Art. 31(2): a letter without a signature counts when the office confirms it."""
    posted = (
        "--channel",
        "letter",
        "--mail",
        "ordinary",
        "--arrived-on",
        "2026-03-02",
        "--office-confirmed-on",
        "2026-03-04",
    )
    registered = cli("case", "register", *posted, "--applicant", "乙", "--class", "other_org", "--item", "x")
    assert re.search(r"Received +2026-03-04", registered.out)
    assert "第三十一条第二项" in registered.err
    assert "should have confirmed" in registered.err


def test_the_receipt_follows_the_choices_of_the_agency(cli: Any) -> None:
    """No text says what a receipt on a Saturday is; an agency may move it to the next working day."""
    came = ("--channel", "in_person", "--handed-in-on", "2026-03-14", "--applicant", "乙", "--class", "other_org")
    assert "falls on a rest day" in cli("case", "register", *came, "--item", "x").err
    cli("agency", "set", "--set", "rest_day_receipt=next_working_day")
    moved = cli("case", "register", *came, "--item", "x")
    assert re.search(r"Received +2026-03-16", moved.out)
    assert "was moved to the next working day by a setting" in moved.err


@pytest.mark.parametrize(
    ("args", "status", "says"),
    [
        (["--channel", "pigeon"], 2, "no channel pigeon"),
        (["--channel", "letter"], 2, "No day is given"),
        (["--channel", "letter", "--arrived-on", "2026-03-02"], 2, "how the letter was posted"),
        (["--channel", "letter", "--mail", "drone", "--arrived-on", "2026-03-02"], 2, "no kind of mail drone"),
        (["--channel", "in_person", "--handed-in-on", "2026-03-21"], 1, "after the day of its registration"),
        (["--channel", "in_person", "--handed-in-on", "2026-03-02", "--class", "alien"], 2, "is no class of applicant"),
        (["--channel", "in_person", "--handed-in-on", "2026-03-02", "--item", " "], 2, "item is empty"),
    ],
)
def test_a_request_that_cannot_be_registered(cli: Any, args: list[str], status: int, says: str) -> None:
    answer = cli("case", "register", "--applicant", "张三", "--class", "natural_person", "--item", "x", *args)
    assert (answer.status, answer.out) == (status, "")
    assert says in answer.err
    assert cli("queue", "--json").json == []


def test_the_same_key_registers_once(cli: Any) -> None:
    same = ("case", "register", "--channel", "oral", "--handed-in-on", "2026-03-02", "--applicant", "张三", "--class")
    first = cli(*same, "natural_person", "--item", "x", "--key", "k1", "--json")
    second = cli(*same, "natural_person", "--item", "x", "--key", "k1", "--json")
    other = cli(*same, "natural_person", "--item", "y", "--key", "k1", "--json")
    assert first.json == second.json
    assert (other.status, "already used" in other.err) == (1, True)
    assert len(cli("queue", "--json").json) == 1


def test_the_same_key_takes_a_step_once(cli: Any, case: str) -> None:
    first = cli("case", "note", case, "--text", "x", "--key", "k", "--version", "1", "--json")
    again = cli("case", "note", case, "--text", "x", "--key", "k", "--version", "1", "--json")
    assert first.json["version"] == again.json["version"] == 2


def test_a_step_decided_on_an_older_version_is_refused(cli: Any, case: str) -> None:
    assert cli("case", "review", case, "--version", "1").status == 0
    stale = cli("case", "note", case, "--text", "x", "--version", "1")
    assert (stale.status, stale.out) == (1, "")
    assert "has moved on since you read it" in stale.err


def test_the_version_a_step_was_decided_on_is_told(cli: Any, case: str) -> None:
    assert cli("case", "review", case).err == "Decided on version 1, the present one.\n"
    assert cli("case", "note", case, "--text", "x", "--version", "2").err == ""


def test_a_step_that_the_table_does_not_have(cli: Any, case: str) -> None:
    answer = cli("case", "decide", case, language="zh_CN")
    assert answer.status == 1
    assert "状态为“已登记”的案件不能办理“签批”" in answer.err


def test_a_step_for_another_role(cli: Any, case: str) -> None:
    cli("user", "add", "li", "李四", "--role", "secrecy_reviewer")
    answer = cli("case", "review", case, "--by", "li", language="zh_CN")
    assert (answer.status, answer.err.splitlines()[-1]) == (
        1,
        "“审核”须具有下列角色之一：经办人，您在本机关不具有。请联系有权限的人员办理。",
    )


@pytest.mark.parametrize("command", ["show", "list-steps", "review"])
def test_a_case_of_another_agency_is_not_there(cli: Any, case: str, command: str) -> None:
    cli("agency", "add", "0001", "某局")
    cli("user", "grant", "desk", "--agency", "0001", "--role", "caseworker")
    answer = cli("case", command, case, "--agency", "0001")
    assert (answer.status, answer.out) == (1, "")
    assert f"There is no case {case} in this agency." in answer.err


def test_an_agency_without_a_role_is_closed(cli: Any, case: str) -> None:
    cli("agency", "add", "0001", "某局")
    cli("user", "add", "wang", "王五", "--agency", "0001", "--role", "caseworker")
    answer = cli("case", "show", case, "--agency", "0000", "--by", "wang")
    assert (answer.status, answer.out) == (1, "")
    assert "wang has no role in the agency 0000" in answer.err


def test_several_agencies_have_to_be_told_apart(cli: Any, case: str) -> None:
    cli("agency", "add", "0001", "某局")
    assert "Name one with --agency" in cli("case", "show", case).err
    assert cli("case", "show", case, agency="0000").status == 0
    assert "There is no agency 7" in cli("case", "show", case, "--agency", "7").err


@pytest.mark.parametrize("by", ["nobody"])
def test_an_unknown_person(cli: Any, case: str, by: str) -> None:
    assert "There is no active user nobody" in cli("case", "show", case, "--by", by).err


def test_why_ends_with_the_due_day_on_record(cli: Any, case: str) -> None:
    stored = cli("queue", "--json").json[0]["due_on"]
    answer = cli("case", "show", case, "--why")
    assert answer.last == stored == "2026-03-30"
    explained = cli("case", "show", case, "--why", "--json").json["why"]
    assert explained["days"][-1] == {
        "on": stored,
        "counted": True,
        "number": 20,
        "why": "working day",
        "detail": "",
        "provisional": False,
    }


def test_why_of_a_pause_ends_without_a_day(cli: Any, case: str) -> None:
    step(cli, "review", case, on="2026-03-03")
    step(cli, "consult", case, "--party", "agency", "--name", "某局", "--question", "x", on="2026-03-04")
    answer = cli("case", "show", case, "--why")
    assert answer.last == "-"
    assert "another agency is consulted (C3)" in answer.out


def test_the_steps_possible_now(cli: Any, case: str) -> None:
    steps = {one["step"]: one for one in cli("case", "list-steps", case, "--json").json["steps"]}
    assert list(steps)[:2] == ["review", "ask_correction"]
    assert steps["review"] == {"step": "review", "by": ["caseworker"], "mine": True, "objections": []}
    step(cli, "ask-correction", case, "--point", "x", "--reply-by", "2026-03-30", on="2026-03-04")
    lapse = next(one for one in cli("case", "list-steps", case, "--json").json["steps"] if one["step"] == "lapse")
    assert "not over yet" in lapse["objections"][0]
    assert "申请人的期限尚未届满" in cli("case", "list-steps", case, language="zh_CN").out


def test_the_whole_table_of_steps(cli: Any) -> None:
    shown = cli("case", "list-steps", language="zh_CN").out
    assert all(one.value.replace("_", "-") in shown for one in Step if one is not Step.RECALCULATE)
    rows = cli("case", "list-steps", "--json").json
    assert {
        "step": "correct",
        "from": "correcting",
        "to": "received",
        "by": ["caseworker", "intake"],
        "only_if": [],
    } in rows


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], "either with --item or with --file"),
        (["--item", "1"], "names no outcome"),
        (["--item", "x:D2"], "is no whole number"),
        (["--item", "1:Z9"], "is no outcome"),
        (["--item", "9:D2", "--findings", "x"], "Answer each of them at most once"),
        (["--item", "1:D2", "--ground", "whim"], "no ground whim"),
        (["--item", "1:D2", "--detail", "where"], "is no detail"),
        (["--file", "{tmp}/none.json"], "There is no file"),
        (["--file", "{tmp}/odd.json"], "holds no list of drafted items"),
    ],
)
def test_a_draft_that_cannot_be_read(cli: Any, case: str, tmp_path: Path, args: list[str], says: str) -> None:
    step(cli, "review", case, on="2026-03-03")
    (tmp_path / "odd.json").write_text('[{"no": 1, "outcome": "D2", "surprise": 1}', encoding="utf-8")
    answer = cli("case", "draft", case, *(arg.format(tmp=tmp_path) for arg in args))
    assert answer.status == 2
    assert says in answer.err


def test_a_future_day_is_refused(cli: Any, case: str) -> None:
    answer = cli("case", "review", case, "--on", "2026-03-21")
    assert (answer.status, "is in the future: today is 2026-03-20" in answer.err) == (1, True)


def test_no_identifier_reaches_the_timeline_or_an_error(cli: Any, case: str) -> None:
    everything = cli("case", "show", case, "--json").out + cli("case", "decide", case).err + cli("verify", "--json").out
    assert "110101199001011234" not in everything
