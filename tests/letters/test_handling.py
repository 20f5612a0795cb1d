"""Forms of the work inside the house, and the letter that submits a doubt."""

from dataclasses import fields, replace
from datetime import date

import pytest

from letters import render
from letters.blocks import Block, Role, text
from letters.handling import KINDS, Finding, Opinion, SearchedItem
from letters.parts import Document
from letters.sample_handling import (
    APPROVAL_FORM,
    ASSIGNMENT_ORDER,
    SAMPLES,
    SEARCH_RECORD,
    SECRECY_REFERRAL,
    SECRECY_REVIEW_FORM,
    SEVERANCE_RECORD,
)
from workflow.rules.errors import BadInput
from workflow.rules.search_record import parse_search


def words(letter: Document) -> str:
    return text(render.blocks(letter))


def rows(letter: Document) -> list[tuple[str, ...]]:
    return [block.cells for block in render.blocks(letter) if block.role is Role.ROW]


@pytest.mark.parametrize("kind", KINDS)
def test_who_asked_is_in_none_of_them(kind: type[Document]) -> None:
    assert not {"recital", "applicant", "applicants"} & {field.name for field in fields(kind)}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_rows_of_one_table_have_as_many_cells(name: str) -> None:
    before: Block | None = None
    for block in render.blocks(SAMPLES[name]):
        tabular = block.role in {Role.ROW, Role.HEAD_ROW}
        if tabular and before is not None:
            assert len(block.cells) == len(before.cells)
        before = block if tabular else None


# C6.


def test_a_unit_learns_what_where_until_when_and_why_it_matters() -> None:
    said = words(ASSIGNMENT_ORDER)
    for part in ("环境监测科", "2026年3月10日前（含当日）", "2016年监测报告纸质台账", "第三十六条第四项", "第三十七条"):
        assert part in said
    assert "4. 申请人指明该报告由原县环境监测站编制" in said


def test_an_order_to_a_subordinate_body_has_its_own_title() -> None:
    assert words(SAMPLES["assignment_order_subordinate"]).splitlines()[0] == "政府信息公开申请协办函"


def test_an_order_about_nothing_or_for_a_day_that_helps_nobody() -> None:
    with pytest.raises(BadInput, match="order names no item"):
        render.blocks(replace(ASSIGNMENT_ORDER, items=()))
    with pytest.raises(BadInput, match="before the order"):
        render.blocks(replace(ASSIGNMENT_ORDER, answer_by=date(2026, 3, 2)))
    with pytest.raises(BadInput, match="the reply is due on 2026-03-30"):
        render.blocks(replace(ASSIGNMENT_ORDER, answer_by=date(2026, 3, 31)))


def test_what_is_overdue_can_still_be_searched_for() -> None:
    late = replace(ASSIGNMENT_ORDER, issued_on=date(2026, 4, 1), answer_by=date(2026, 4, 2))
    assert "2026年4月2日前（含当日）" in words(late)


# C7.


def test_each_source_has_its_row() -> None:
    found = rows(SEARCH_RECORD)
    assert ("纸质", "监测报告台账（2016年、2017年）", "逐页查阅", "2016年无记载，2017年3月起有记载") in found
    assert {row[0] for row in found if len(row) == 4} == {"系统", "纸质", "档案", "部门"}


def test_an_older_draft_stands_whole_beside_the_terms_all_sources_share() -> None:
    old = SearchedItem(no=1, text="许可证", lines=parse_search("OA系统和档案室"), terms="“许可证”，2025年")
    said = replace(SEARCH_RECORD, items=(old,))
    assert ("", "OA系统和档案室", "", "") in rows(said)
    assert "检索使用的关键词和时间范围：“许可证”，2025年。" in words(said)


def test_before_the_search_every_kind_of_source_has_an_empty_row() -> None:
    blank = rows(SAMPLES["search_record_blank"])
    assert blank.count(("档案", "", "", "")) == 2


def test_a_record_of_no_search_or_of_one_to_come() -> None:
    with pytest.raises(BadInput, match="record names no item"):
        render.blocks(replace(SEARCH_RECORD, items=()))
    with pytest.raises(BadInput, match="is after the record"):
        render.blocks(replace(SEARCH_RECORD, searched_on=date(2026, 3, 11)))


# C8 and C9: Art. 17.


def test_every_ground_is_checked_one_by_one() -> None:
    found = [row for row in rows(SECRECY_REVIEW_FORM) if row[-1] == "□属于　□不属于　□不能确定"]
    assert len(found) == 9
    assert all("政府信息公开条例》第" in row[1] for row in found)


def test_an_open_review_leaves_the_choice() -> None:
    assert "□可以公开　□区分处理后公开　□不予公开　□报请确定" in words(replace(SECRECY_REVIEW_FORM, conclusion=""))
    assert "□报请确定" not in words(SECRECY_REVIEW_FORM)


@pytest.mark.parametrize(
    "form", [replace(SECRECY_REVIEW_FORM, items=()), replace(SECRECY_REVIEW_FORM, checks=())], ids=["items", "checks"]
)
def test_a_review_of_nothing(form: Document) -> None:
    with pytest.raises(BadInput, match="names no item, or no ground"):
        render.blocks(form)


def test_a_doubt_is_submitted_with_what_was_looked_at_and_a_day() -> None:
    said = words(SECRECY_REFERRAL)
    for part in ("不能确定的问题：", "第十七条第三款的规定，现提请贵单位确定", "2026年3月20日前（含当日）"):
        assert part in said
    assert "已经对照的规定" not in words(replace(SECRECY_REFERRAL, law=""))


def test_a_doubt_about_nothing_or_wanted_at_once() -> None:
    with pytest.raises(BadInput, match="no information in doubt"):
        render.blocks(replace(SECRECY_REFERRAL, information=()))
    with pytest.raises(BadInput, match="is not after the letter"):
        render.blocks(replace(SECRECY_REFERRAL, answer_by=SECRECY_REFERRAL.issued_on))


# C10.


def test_findings_stand_with_their_override_and_without() -> None:
    found = rows(APPROVAL_FORM)
    assert ("L06", "E", "第2项没有检索纸质或者档案来源", "") in found
    assert ("L25", "W", "理由部分引用了规范性文件", "仅作说明，依据仍为条例") in found


def test_no_finding_is_not_the_same_as_no_check() -> None:
    assert "已检查，没有发现问题。" in words(replace(APPROVAL_FORM, findings=()))
    assert "□尚未检查" in words(replace(APPROVAL_FORM, findings=(), checked=False))
    with pytest.raises(BadInput, match="check that did not run"):
        render.blocks(replace(APPROVAL_FORM, checked=False))


def test_who_has_not_signed_yet_has_an_empty_row() -> None:
    assert ("签发", "", "", "") in rows(APPROVAL_FORM)
    assert ("拟办", "拟按上述结果答复", "李四", "2026年3月20日") in rows(APPROVAL_FORM)


def test_the_number_comes_after_the_approval() -> None:
    assert ("文书文号（签发后编号）", "") in rows(APPROVAL_FORM)


def test_a_finding_or_a_form_that_says_nothing() -> None:
    with pytest.raises(BadInput, match="text is empty"):
        render.blocks(replace(APPROVAL_FORM, findings=(Finding(rule="L06", severity="E", text=" "),)))
    with pytest.raises(BadInput, match="stage is empty"):
        render.blocks(replace(APPROVAL_FORM, opinions=(Opinion(stage=""),)))
    for form in (replace(APPROVAL_FORM, items=()), replace(APPROVAL_FORM, opinions=())):
        with pytest.raises(BadInput, match="names no item, or nobody"):
            render.blocks(form)


# C12: Art. 37.


def test_each_passage_has_its_place_ground_and_article() -> None:
    [passage] = [row for row in rows(SEVERANCE_RECORD) if len(row) == 5]
    assert passage[1:4] == ("《乙厂环境应急预案》", "第31页至第34页，人员名单第2列、第4列", "涉及个人隐私的政府信息")
    assert "第十五条" in passage[4]
    assert "处理方法（应当不可还原）" in words(SEVERANCE_RECORD)


def test_before_the_work_there_is_a_row_to_fill_in() -> None:
    assert ("2", "", "", "", "") in rows(SAMPLES["severance_record_blank"])


def test_a_record_of_nothing_or_of_an_item_that_is_whole() -> None:
    with pytest.raises(BadInput, match="no item that is disclosed in part"):
        render.blocks(replace(SEVERANCE_RECORD, items=()))
    with pytest.raises(BadInput, match=r"items 3, but only 2 are"):
        render.blocks(replace(SEVERANCE_RECORD, redactions=(replace(SEVERANCE_RECORD.redactions[0], item=3),)))
