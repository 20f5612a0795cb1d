"""Group D: what is special of each reply, what becomes of an earlier letter, and titles."""

from dataclasses import replace
from datetime import date

import pytest

from letters import render
from letters.blocks import text
from letters.catalogue import BY_ID, LISTED
from letters.replaced import How
from letters.replies import Reply
from letters.sample_details import ARCHIVED, DETAILS, INQUIRY, NO_INFORMATION, OVER
from letters.sample_replies import SAMPLES, decided, reply
from letters.searching import beside, pairs, searched_lines
from letters.titles import SINGLE, TitleStyle, itself, title_of
from workflow.rules.errors import BadInput, NotReady
from workflow.rules.outcome_details import may_state, missing_in_draft
from workflow.rules.outcomes import Outcome


def sample(name: str) -> Reply:
    letter = SAMPLES[name]
    assert isinstance(letter, Reply)
    return letter


def words(letter: Reply) -> str:
    return text(render.blocks(letter))


def one(outcome: Outcome, **details: str) -> str:
    """Return the words of a reply of one item that states these details besides."""
    return words(reply(("一份材料",), (decided(outcome, "查过", "有理由", {**DETAILS[outcome], **details}),)))


@pytest.mark.parametrize("number", range(1, 27))
def test_every_number_of_group_d_is_listed_and_has_its_sample(number: int) -> None:
    listed = BY_ID[f"D{number}"]
    letter = sample(listed.sample)
    assert listed.sample == f"reply_d{number}"
    assert {str(item.outcome) for item in letter.items} <= set(listed.outcomes) or not listed.outcomes


def test_every_outcome_of_a_reply_is_listed() -> None:
    listed = {code for line in LISTED if line.kind == "reply" for code in line.outcomes}
    assert listed == {str(outcome) for outcome in Outcome} - {"C1", "C2"}


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.startswith("reply_d")])
def test_a_sample_states_what_a_draft_must(name: str) -> None:
    for item in sample(name).items:
        assert missing_in_draft(item.outcome, item.details) == ()


@pytest.mark.parametrize("outcome", [one for one in Outcome if may_state(one) and one is not Outcome.C3])
def test_what_may_be_stated_is_printed(outcome: Outcome) -> None:
    said = one(outcome, **{detail.key: f"特别说明{detail.key}" for detail in may_state(outcome)})
    assert all(f"特别说明{detail.key}" in said for detail in may_state(outcome))


def test_a_decision_from_before_the_new_details_still_gets_its_letter() -> None:
    old = {"searched": "办公系统、文书档案", "search_terms": "“噪声”，2016年"}
    said = words(reply(("一份材料",), (decided(Outcome.U1, "查过", "有理由", old),)))
    assert "本机关检索了办公系统、文书档案，使用的关键词和时间范围为“噪声”，2016年，未检索到该信息。" in said


def test_a_clue_or_a_duty_that_there_is_none_of_is_not_spoken_of() -> None:
    said = one(Outcome.U1, clues="无", duty_to_hold="无")
    assert "线索" not in said
    assert "有理由。\n依照" in said


def test_several_withheld_parts_each_have_their_reason() -> None:
    said = one(Outcome.D3, withheld="第3页的姓名\n第5页的电话", withheld_reason="属于个人隐私\n属于个人联系方式")
    assert "1. 第3页的姓名。理由是：属于个人隐私。\n2. 第5页的电话。理由是：属于个人联系方式。" in said
    assert "上述2部分不予公开" in said


def test_process_information_whose_process_is_over_says_why_it_still_matters() -> None:
    assert [gap.key for gap in missing_in_draft(Outcome.N6, {**OVER, "still_matters": ""})] == ["still_matters"]
    assert OVER["still_matters"] in words(sample("reply_d10"))


def test_another_form_than_was_asked_for_cites_article_40() -> None:
    said = words(sample("reply_d2"))
    assert "第四十条" in said
    assert "该形式与您要求的不同，理由是：您要求提供电子文件" in said
    assert "第四十条" not in one(Outcome.D2)


def test_a_record_in_the_archive_names_list_day_archive_and_its_law() -> None:
    said = words(sample("reply_d24"))
    for part in (ARCHIVED["transfer_list"], "2016年11月8日移交甲县档案馆", "《中华人民共和国档案法》", "到馆查阅"):
        assert part in said
    assert "无法确定" not in said


def test_what_is_no_information_and_a_question_rest_on_article_2_and_can_be_challenged() -> None:
    for name, part in (("reply_d22", "该材料不属于政府信息"), ("reply_d23", "该项内容属于咨询")):
        said = words(sample(name))
        assert part in said
        assert "《中华人民共和国政府信息公开条例》第二条的规定" in said
        assert "申请行政复议，也可以" in said


@pytest.mark.parametrize("details", [NO_INFORMATION, INQUIRY])
def test_an_answer_of_c3_needs_its_article_and_reasons(details: dict[str, str]) -> None:
    item = decided(Outcome.C3, "查过", "有理由", details)
    with pytest.raises(NotReady, match="cites no article"):
        words(reply(("一份材料",), (replace(item, basis=""),)))
    with pytest.raises(NotReady, match="gives no reasons"):
        words(reply(("一份材料",), (replace(item, reasons=""),)))
    short = {key: value for key, value in details.items() if key in {"form", "maker"}}
    with pytest.raises(NotReady, match="does not say"):
        words(reply(("一份材料",), (replace(item, details=short),)))


# An earlier letter.


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("reply_d26", "的答复（甲环公开〔2026〕2号）已被甲县人民政府甲政复决〔2026〕3号决定撤销"),
        ("reply_d26_revokes", "本机关撤销2026年1月15日的答复（甲环公开〔2026〕2号），由本答复书代替"),
        ("reply_d26_supplement", "本答复书补充本机关2026年1月15日的答复（甲环公开〔2026〕2号）"),
        ("reply_d26_correction", "本答复书更正本机关2026年1月15日的答复（甲环公开〔2026〕2号）"),
    ],
)
def test_what_becomes_of_the_earlier_letter(name: str, said: str) -> None:
    assert said in words(sample(name))


def test_a_new_reply_on_order_must_name_the_old_one() -> None:
    with pytest.raises(NotReady, match="what becomes of the earlier letter"):
        words(replace(sample("reply_d26"), replaces=None))


def test_the_same_facts_and_reasons_again_are_no_new_reply() -> None:
    letter = sample("reply_d26")
    assert letter.replaces is not None
    same = tuple(item.saying for item in letter.items)
    with pytest.raises(NotReady, match="same findings and reasons"):
        words(replace(letter, replaces=replace(letter.replaces, said=same)))
    assert words(replace(letter, replaces=replace(letter.replaces, said=("D2|别的|",))))


def test_the_earlier_letter_is_earlier_and_another_and_its_end_has_a_name() -> None:
    letter = sample("reply_d26")
    assert letter.replaces is not None
    for wrong in (replace(letter.replaces, day=date(2026, 3, 27)), replace(letter.replaces, number=letter.number)):
        with pytest.raises(BadInput, match="this one or a later one"):
            words(replace(letter, replaces=wrong))
    with pytest.raises(BadInput, match="by what the letter of 2026-01-15 was annulled"):
        words(replace(letter, replaces=replace(letter.replaces, by=" ")))
    assert words(replace(letter, replaces=replace(letter.replaces, how=How.REVOKES, by="")))


# Titles.


@pytest.mark.parametrize(
    ("outcome", "title"),
    [
        (Outcome.D1, "政府信息公开告知书"),
        (Outcome.D2, "政府信息公开告知书"),
        (Outcome.D3, "政府信息部分公开告知书"),
        (Outcome.N1, "政府信息不予公开告知书"),
        (Outcome.N7, "政府信息不予公开告知书"),
        (Outcome.N8, "行政查询事项告知书"),
        (Outcome.U1, "政府信息不存在告知书"),
        (Outcome.U2, "非本机关政府信息告知书"),
    ],
)
def test_a_title_for_each_outcome(outcome: Outcome, title: str) -> None:
    assert title_of([outcome, outcome], TitleStyle.BY_OUTCOME) == title
    assert title_of([outcome], TitleStyle.SINGLE) == SINGLE


def test_different_outcomes_have_the_one_title_that_fits_all() -> None:
    assert title_of([Outcome.D2, Outcome.N6], TitleStyle.BY_OUTCOME) == SINGLE
    assert title_of([Outcome.N1, Outcome.N6], TitleStyle.BY_OUTCOME) == SINGLE


@pytest.mark.parametrize("outcome", Outcome)
def test_only_what_is_refused_is_called_a_refusal(outcome: Outcome) -> None:
    title = title_of([outcome], TitleStyle.BY_OUTCOME)
    assert ("不予公开" in title) == (str(outcome) in {"N1", "N2", "N3", "N4", "N4a", "N4b", "N5", "N6", "N7"})


def test_a_letter_calls_itself_by_its_title() -> None:
    assert (itself(SINGLE), itself("政府信息不存在告知书"), itself("复函")) == ("本答复书", "本告知书", "本文书")
    assert "本答复书" not in words(sample("reply_d12_by_outcome"))


# Lines.


def test_a_search_is_read_line_by_line_or_not_at_all() -> None:
    (line,) = searched_lines("部门｜环评科｜2016年监测｜没有制作\n")
    assert (line.done, line.name, line.result) == ("询问", "环评科", "没有制作")
    for other in ("办公系统", "系统｜办公系统｜词", "天气｜甲｜乙｜丙", "系统｜甲｜乙｜丙\n另有档案"):
        assert searched_lines(other) == ()


def test_pairs_and_lines_side_by_side() -> None:
    assert pairs("甲｜查过\n\n乙") == (("甲", "查过"), ("乙", ""))
    assert beside("甲\n乙", "一\n二") == (("甲", "一"), ("乙", "二"))
    assert beside("甲", "一") == beside("甲\n乙", "一") == ()
