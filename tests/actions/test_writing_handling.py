"""Forms of the work inside the house from the record, on both databases."""

from datetime import date

import pytest
from factories import Office, Taken, answer
from msgspec import structs
from sqlalchemy import select

from letters.blocks import text
from letters.kinds import Document
from letters.render import blocks
from workflow.actions.issue import issue_letter
from workflow.actions.writing import FORMS, WRITERS
from workflow.actions.writing.common import Wanted
from workflow.actions.writing.handling import approval
from workflow.rules.errors import BadInput, NotFound, NotReady, RuleBroken
from workflow.rules.exemptions import Ground
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.rules.record.deciding import ItemDraft
from workflow.store.dossier import Dossier, dossier
from workflow.store.rows import TABLES

REVIEWED: Taken = ("review", "2026-03-03")
ITEMS = ["2025年预算", "2016年监测报告"]
SEARCHED = "系统｜OA办公系统｜“监测”，2016年｜未检索到\n档案｜综合档案室｜2016年全宗｜未检索到\n问过监测科"
NOT_HELD = structs.replace(
    answer(2, Outcome.U1),
    detail={"searched": SEARCHED, "search_terms": "“监测报告”，2016年", "duty_to_hold": "无", "clues": "无"},
)
SEVERED = structs.replace(
    answer(1, Outcome.D3),
    grounds=[Ground.PRIVACY],
    detail={
        "enclosed": "第1页至第3页",
        "medium": "纸质",
        "withheld": "第4页的姓名",
        "withheld_reason": "个人隐私",
        "separation": "能",
    },
)
REFERRED: Taken = ("clear", "2026-03-11", {"conclusion": "refer", "ground": "引用数据有无密级不能确定"})
ASKED = {"to": "甲县国家保密局", "information": "申请第1项所涉的材料", "answer_by": "2026-03-20"}


def drafted(*items: ItemDraft) -> list[Taken]:
    return [REVIEWED, ("draft", "2026-03-09", {"items": list(items)}), ("submit", "2026-03-10")]


def read(office: Office, case: Case, on: str) -> Dossier:
    with office.store.unit() as unit:
        return dossier(unit, case, date.fromisoformat(on))


def written(office: Office, case: Case, kind: str, on: str, **told: str) -> str:
    """Return the text of a document as its writer makes it from the record."""
    wanted = Wanted(date.fromisoformat(on), told=told)
    document: Document = {**WRITERS, **FORMS}[kind](read(office, case, on), case.case_no, wanted)
    return text(blocks(document))


# C6.


def test_an_order_says_what_to_search_and_until_when(office: Office) -> None:
    case = office.case([REVIEWED], items=ITEMS)
    told = {"unit": "监测科", "answer_by": "2026-03-10", "sources": "OA办公系统\n综合档案室", "hints": "查移交清单"}
    said = written(office, case, "assignment_order", "2026-03-04", **told)
    for part in (
        "登记号：2026-0001",
        "承办单位\t监测科",
        "反馈期限\t2026年3月10日前（含当日）",
        "答复期限届满日\t2026年3月30日",
        "2\t2016年监测报告",
        "1. OA办公系统。\n2. 综合档案室。",
        "第三十六条第四项",
        "4. 查移交清单。",
    ):
        assert part in said
    assert "张三" not in said


def test_an_order_may_be_about_some_items(sqlite_office: Office) -> None:
    case = sqlite_office.case([REVIEWED], items=ITEMS)
    told = {"unit": "监测科", "answer_by": "2026-03-10", "items": "2"}
    said = written(sqlite_office, case, "assignment_order", "2026-03-04", **told)
    assert "2016年监测报告" in said
    assert "2025年预算" not in said
    with pytest.raises(BadInput, match="items names the items 3; the request has 1, 2"):
        written(sqlite_office, case, "assignment_order", "2026-03-04", **{**told, "items": "3"})


@pytest.mark.parametrize("key", ["unit", "answer_by"])
def test_an_order_needs_its_unit_and_its_day(sqlite_office: Office, key: str) -> None:
    told = {"unit": "监测科", "answer_by": "2026-03-10", key: " "}
    with pytest.raises(NotReady, match=f"Give it as {key}"):
        written(sqlite_office, sqlite_office.case([REVIEWED]), "assignment_order", "2026-03-04", **told)


def test_a_day_that_is_none(sqlite_office: Office) -> None:
    with pytest.raises(BadInput, match="which is no day"):
        written(
            sqlite_office,
            sqlite_office.case([REVIEWED]),
            "assignment_order",
            "2026-03-04",
            unit="监测科",
            answer_by="3月10日",
        )


# C7.


def test_the_search_stands_source_by_source(office: Office) -> None:
    case = office.case(drafted(answer(1, Outcome.D2), NOT_HELD), items=ITEMS)
    told = {"searched_on": "2026-03-06", "searcher": "王五", "clues": "站里编的：已查", "duty": "没有"}
    said = written(office, case, "search_record", "2026-03-10", **told)
    for part in (
        "第2项：2016年监测报告\n检索使用的关键词和时间范围：“监测报告”，2016年。",
        "系统\tOA办公系统\t“监测”，2016年\t未检索到",
        "档案\t综合档案室\t2016年全宗\t未检索到",
        "\t问过监测科\t\t\n",
        "检索日期\t2026年3月6日\n检索人\t王五\n",
        "1. 站里编的：已查。",
    ):
        assert part in said
    assert "第1项" not in said


def test_before_a_draft_tells_of_a_search_every_item_has_an_empty_table(sqlite_office: Office) -> None:
    said = written(sqlite_office, sqlite_office.case([REVIEWED], items=ITEMS), "search_record", "2026-03-04")
    assert said.count("纸质\t\t\t\n") == 2
    assert "检索人\t\n" in said


# C8 and C9.


def test_the_review_form_shows_the_draft_and_then_the_conclusion(office: Office) -> None:
    case = office.case(drafted(SEVERED, answer(2, Outcome.N1)), items=ITEMS)
    sources = "1｜财务科｜4"
    before = written(office, case, "secrecy_review_form", "2026-03-10", sources=sources)
    for part in (
        "信息来源\t财务科\n页数\t4\n承办单位意见\t部分公开",
        "密级\t秘密",
        "□报请确定",
        "区分处理建议\t第4页的姓名",
    ):
        assert part in before
    assert "《中华人民共和国政府信息公开条例》第十七条" in before
    case = office.take(case, "clear", "2026-03-11", conclusion="redact", ground="逐页审查")
    after = written(office, case, "secrecy_review_form", "2026-03-11", sources=sources)
    assert "保密审查结论\t区分处理后公开\n审查情况和理由\t逐页审查\n" in after
    assert "审查日期\t2026年3月11日" in after
    assert "审查人\t\n" not in after


def test_a_review_of_some_items_or_of_an_older_draft_concludes_nothing(sqlite_office: Office) -> None:
    case = sqlite_office.case(drafted(answer(1, Outcome.D2), answer(2, Outcome.D2)), items=ITEMS)
    part = sqlite_office.take(case, "clear", "2026-03-11", items=[1])
    assert "□可以公开" in written(sqlite_office, part, "secrecy_review_form", "2026-03-11")
    whole = sqlite_office.take(part, "clear", "2026-03-11")
    assert "□可以公开" not in written(sqlite_office, whole, "secrecy_review_form", "2026-03-11")
    back = sqlite_office.take(whole, "send_back", "2026-03-12")
    assert "□可以公开" in written(sqlite_office, back, "secrecy_review_form", "2026-03-12")


def test_under_the_text_of_2008_other_articles_are_checked(sqlite_office: Office) -> None:
    said = written(sqlite_office, sqlite_office.register("2018-03-05"), "secrecy_review_form", "2018-03-06")
    assert "审查依据\t《中华人民共和国政府信息公开条例》第十四条\n" in said
    assert "第十六条" not in said


@pytest.mark.parametrize("sources", ["1｜财务科", "3｜财务科｜4"])
def test_a_line_of_the_review_form_that_fits_no_item(sqlite_office: Office, sources: str) -> None:
    with pytest.raises(BadInput, match="sources"):
        written(sqlite_office, sqlite_office.register(), "secrecy_review_form", "2026-03-04", sources=sources)


def test_a_doubt_goes_out_as_the_review_put_it(office: Office) -> None:
    case = office.case([*drafted(answer(1, Outcome.D2), answer(2, Outcome.D2)), REFERRED])
    call = office.call("caseworker", "2026-03-12", case.version)
    with office.store.step() as unit:
        case = issue_letter(unit, case.id, call, letter="secrecy_referral", told=ASKED)
    assert case.letters[-1].kind == "secrecy_referral"
    said = written(office, case, "secrecy_referral", "2026-03-12", **ASKED, law="定密事项一览表")
    for part in (
        "甲县国家保密局：",
        "1. 申请第1项所涉的材料。",
        "不能确定的问题：引用数据有无密级不能确定。",
        "已经对照的规定：定密事项一览表。",
        "第十七条第三款",
        "2026年3月20日前（含当日）",
    ):
        assert part in said
    assert "张三" not in said


def test_without_a_doubt_on_record_there_is_no_such_letter(sqlite_office: Office) -> None:
    case = sqlite_office.case(drafted(answer(1, Outcome.D2), answer(2, Outcome.D2)))
    with pytest.raises(NotFound, match="conclusion refer first"):
        written(sqlite_office, case, "secrecy_referral", "2026-03-12", **ASKED)
    cleared = sqlite_office.take(case, "clear", "2026-03-11")
    with pytest.raises(NotFound, match="conclusion refer first"):
        written(sqlite_office, cleared, "secrecy_referral", "2026-03-12", **ASKED)


def test_a_doubt_needs_to_know_whom_about_what_and_until_when_and_names_nobody(sqlite_office: Office) -> None:
    case = sqlite_office.case([*drafted(answer(1, Outcome.D2), answer(2, Outcome.D2)), REFERRED])
    for key in ASKED:
        with pytest.raises(NotReady, match=f"Give it as {key}"):
            written(sqlite_office, case, "secrecy_referral", "2026-03-12", **{**ASKED, key: ""})
    for key in ("information", "doubt", "law"):
        with pytest.raises(RuleBroken, match=f"as {key} names the applicant"):
            written(sqlite_office, case, "secrecy_referral", "2026-03-12", **{**ASKED, key: "张三索要的材料"})


# C10.


def test_the_approval_form_grows_with_the_record(office: Office) -> None:
    case = office.case([REVIEWED], items=ITEMS)
    assert "拟办\t\t\t\n" in written(office, case, "approval_form", "2026-03-04")
    for step, on, *told in [*drafted(answer(1, Outcome.D2), NOT_HELD)[1:], ("clear", "2026-03-11")]:
        case = office.take(case, step, on, **(told[0] if told else {}))
    case = office.take(case, "decide", "2026-03-12")
    said = written(office, case, "approval_form", "2026-03-12", opinion="拟同意")
    names = _names(office)
    for part in (
        "拟签发的文书\t政府信息公开申请答复书",
        "2\t2016年监测报告\t政府信息不存在\t《中华人民共和国政府信息公开条例》第三十六条第四项",
        f"拟办\t拟同意\t{names['caseworker']}\t2026年3月9日",
        f"保密审查\t可以公开\t{names['secrecy_reviewer']}\t2026年3月11日",
        f"签发\t同意\t{names['approver']}\t2026年3月12日",
        "法制审核\t\t\t\n",
        "□尚未检查",
    ):
        assert part in said


def _names(office: Office) -> dict[str, str]:
    users = TABLES["users"].c
    with office.store.reading() as connection:
        known = {row.id: row.name for row in connection.execute(select(users.id, users.name))}
    return {role: known[who] for role, who in office.people.items()}


def test_the_approval_form_cites_what_the_reply_will_cite(sqlite_office: Office) -> None:
    alone = sqlite_office.case(drafted(SEVERED, answer(2, Outcome.D2)), items=ITEMS)
    assert "第三十七条、第十五条\n" in written(sqlite_office, alone, "approval_form", "2026-03-10")
    consulted: list[Taken] = [("consult", "2026-03-04"), ("answer_consultation", "2026-03-05")]
    history = [REVIEWED, *consulted, *drafted(SEVERED, answer(2, Outcome.D2))[1:]]
    asked = sqlite_office.case(history, items=ITEMS)
    assert "第三十七条、第十五条、第三十二条\n" in written(sqlite_office, asked, "approval_form", "2026-03-10")


def test_findings_come_as_lines_or_as_plain_values(sqlite_office: Office) -> None:
    case = sqlite_office.case(drafted(answer(1, Outcome.D2), NOT_HELD), items=ITEMS)
    lint = "L06｜E｜第2项没有纸质来源\n\nL25｜W｜引用了规范性文件｜仅作说明"
    said = written(sqlite_office, case, "approval_form", "2026-03-10", lint=lint)
    assert "L06\tE\t第2项没有纸质来源\t\n" in said
    assert "L25\tW\t引用了规范性文件\t仅作说明\n" in said
    plain = [("L06", "E", "第2项没有纸质来源", ""), ("L25", "W", "引用了规范性文件", "仅作说明")]
    form = approval(read(sqlite_office, case, "2026-03-10"), case.case_no, Wanted(date(2026, 3, 10)), plain)
    assert text(blocks(form)) == said
    assert "已检查，没有发现问题。" in written(sqlite_office, case, "approval_form", "2026-03-10", lint="")


@pytest.mark.parametrize("lint", ["L06", "L06｜E", "L06｜｜没有", "L06｜E｜"])
def test_a_line_that_is_no_finding(sqlite_office: Office, lint: str) -> None:
    with pytest.raises(BadInput, match="is no finding"):
        written(sqlite_office, sqlite_office.register(), "approval_form", "2026-03-04", lint=lint)


# C12.


def test_what_was_taken_out_stands_passage_by_passage(office: Office) -> None:
    case = office.case(drafted(SEVERED, answer(2, Outcome.D2)), items=ITEMS)
    redactions = "1｜《预算》｜第4页第2段｜privacy\n1｜《预算》｜第5页｜涉及个人隐私的政府信息"
    told = {"redactions": redactions, "method": "重新扫描", "test": "无文字层", "redactor": "李四", "tester": "赵六"}
    said = written(office, case, "severance_record", "2026-03-10", **told)
    for part in (
        "处理依据\t《中华人民共和国政府信息公开条例》第三十七条",
        "公开的部分\t第1页至第3页\n不予公开的部分\t第4页的姓名\n不予公开的理由\t个人隐私",
        "1\t《预算》\t第4页第2段\t涉及个人隐私的政府信息\t《中华人民共和国政府信息公开条例》第十五条、第三十二条",
        "1\t《预算》\t第5页\t涉及个人隐私的政府信息",
        "处理人：李四",
        "检验人：赵六",
    ):
        assert part in said
    assert "第2项" not in said


def test_where_nothing_is_severed_there_is_no_record(sqlite_office: Office) -> None:
    case = sqlite_office.case(drafted(answer(1, Outcome.D2), NOT_HELD), items=ITEMS)
    with pytest.raises(NotFound, match="No item is drafted as disclosed in part"):
        written(sqlite_office, case, "severance_record", "2026-03-10")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1｜《预算》｜privacy", "Write its 4 parts"),
        ("2｜《预算》｜第4页｜privacy", "which is not disclosed in part"),
        ("1｜《预算》｜第4页｜不便公开", "does not rest"),
        ("1｜《预算》｜第4页｜internal", "does not rest. Use one of privacy"),
    ],
)
def test_a_passage_that_fits_no_item_or_no_ground(sqlite_office: Office, line: str, message: str) -> None:
    case = sqlite_office.case(drafted(SEVERED, answer(2, Outcome.D2)), items=ITEMS)
    with pytest.raises(BadInput, match=message):
        written(sqlite_office, case, "severance_record", "2026-03-10", redactions=line)
