"""The published letters of docs/letters-lint.md in an invented county: what a court faulted, the lint names."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from lint_facts import SEAL, SEARCH, clean_facts, found, found_in_text, one_item, with_fact, with_item

from letters import render
from letters.blocks import Block, Role
from letters.kinds import Document, Reply
from letters.lint import CaseFacts
from letters.lint.facts import Correction, Issuer, SearchLine
from letters.samples import CORRECTION_NOTICE, decided, reply
from workflow.rules.outcomes import Outcome

Case = tuple[Document, CaseFacts]
REGULATIONS = "《中华人民共和国政府信息公开条例》"


def row_1() -> Case:
    """Two records "internal", one "business archive": labels instead of reasons."""
    letter = reply(
        ("乙厂改造的会议通知", "乙厂的档案"),
        (
            decided(Outcome.N5, "该通知由本机关制作", "属于内部事务信息，不予公开"),
            decided(Outcome.N4, "该档案由乙厂制作", "属于企业档案"),
        ),
    )
    letter = with_item(letter, 1, details={"discretion": "依法可以不予公开"})
    return letter, clean_facts(letter)


def row_2() -> Case:
    """Accident reports "do not exist" although the applicant had shown that they do."""
    letter = one_item(Outcome.U1, "甲县道路事故调查报告", "经检索没有找到该报告")
    clued = with_fact(clean_facts(letter), search=SEARCH[:1], clues=("甲县2010年事故通报提到该报告",))
    return letter, clued


def row_3() -> Case:
    """Not made, not obtained, not kept; the article of the text of 2008; the clue unanswered."""
    letter = one_item(Outcome.U1, "甲镇拆迁的批复", "没有规定要求制作该批复")
    letter = with_item(letter, basis=f"{REGULATIONS}第二十一条第三项", details={"clues": "公告写有批复文号"})
    return letter, with_fact(clean_facts(letter), search=(), clues=("公告写有批复文号",))


def row_4() -> Case:
    """A trade secret without evidence and without a look at what could be separated."""
    letter = one_item(Outcome.N4A, "甲港码头的批准文件", "涉及商业秘密，不予公开")
    letter = with_item(
        letter, details={"separation": "", "not_public": "", "value": "", "protected": "第三方不同意公开"}
    )
    return letter, clean_facts(letter)


def row_5() -> Case:
    """A trade secret refused by the article on process information."""
    letter = one_item(Outcome.N4A, "甲港码头的批准文件")
    letter = with_item(letter, basis=f"{REGULATIONS}第三十六条第三项、第十六条第二款")
    return letter, clean_facts(letter)


def row_6() -> Case:
    """The third party's objection alone; it was not even asked in the procedure."""
    letter = one_item(Outcome.N4A, "乙厂用地的出让合同", "第三方不同意公开")
    letter = with_item(
        letter, details={"not_public": "第三方不同意公开", "value": "", "protected": "", "public_interest": ""}
    )
    return letter, clean_facts(letter, consultations=())


def row_7() -> Case:
    """Sent to the archive, whose lists of transfers nobody had looked at."""
    letter = one_item(Outcome.U2, "甲村的征地补偿表", "该表已经归档")
    letter = with_item(letter, details={"reason": "该表在甲县档案馆", "responsible_agency": "甲县档案馆"})
    lines = (SearchLine("系统", "公文系统", "“补偿表”，2010年至2012年", "没有相关记录"),)
    return letter, with_fact(clean_facts(letter), search=lines)


def row_8() -> Case:
    """One system and one section."""
    letter = one_item(Outcome.U1, "甲街道的巡查记录", "经检索没有找到该记录")
    lines = (
        SearchLine("系统", "公文系统", "“巡查”，2023年", "没有相关记录"),
        SearchLine("部门", "城建科", "询问经办人", "没有相关记录"),
    )
    return letter, with_fact(clean_facts(letter), search=lines)


def row_9() -> Case:
    """Does not exist, although nobody knew what was meant."""
    letter = one_item(Outcome.U1, "甲镇的有关材料", "甲镇没有该材料")
    return letter, with_fact(clean_facts(letter, correction=None), unclear=True)


def row_10() -> Case:
    """Unable to provide after a correction, and nothing shows that one was asked for or what stayed unclear."""
    letter = with_item(one_item(Outcome.U4, reasons="不符合规定"), details={"still_unclear": "信息"})
    return letter, clean_facts(letter, correction=None)


def row_11() -> Case:
    """A repetition, without a look at whether the facts had changed."""
    letter = one_item(Outcome.X2)
    return letter, with_fact(clean_facts(letter), changes={})


def row_12() -> Case:
    """Five working days or deemed abandoned; then the papers went back and nothing more was said."""
    asked = Correction(asked_on=date(2026, 3, 4), days=5, last_on=date(2026, 3, 11), abandoned=True)
    letter = replace(CORRECTION_NOTICE, correct_by=date(2026, 3, 11))
    return letter, clean_facts(letter, correction=asked)


def row_13() -> Case:
    """Not ours, and no word of whose it is."""
    letter = with_item(one_item(Outcome.U2), details={"responsible_agency": "", "agency_contact": ""})
    return letter, clean_facts(letter)


def row_14() -> Case:
    """A story: no article, no remedies; and a number that others cite otherwise."""
    letter = replace(with_item(one_item(Outcome.U1), basis=""), remedies=(), number="甲环公开〔2026〕第14")
    return letter, clean_facts(letter, clause=clean_facts(one_item(Outcome.U1)).clause)


def row_15() -> Case:
    """Process information of a process that had ended."""
    letter = with_item(
        one_item(Outcome.N6, reasons="该审核意见载有办理人员的个人看法"), details={"process_ended": "已经结束"}
    )
    return letter, clean_facts(letter)


def row_16() -> Case:
    """The case-file ground without reasons in substance."""
    letter = one_item(Outcome.N7, "乙厂一案的询问笔录", "属于行政执法案卷信息，不予公开")
    letter = with_item(letter, details={"discretion": "依法可以不予公开"})
    return letter, clean_facts(letter)


def row_17() -> Case:
    """Minutes refused on the article and on a policy document that no longer carries it."""
    letter = one_item(Outcome.N6)
    basis = f"{letter.items[0].basis}和《国务院办公厅关于做好政府信息依申请公开工作的意见》（国办发〔2010〕5号）"
    letter = with_item(letter, basis=basis)
    return letter, clean_facts(letter)


def row_18() -> Case:
    """A petition in disguise, with reasons: it stood."""
    letter = one_item(Outcome.X1)
    return letter, clean_facts(letter)


def row_19() -> Case:
    """Minutes refused with their nature and their lack of effect explained: it stood at three levels."""
    letter = one_item(Outcome.N6, "2月10日的会议记录", "该记录记载参会人员的个人意见，不对外发生效力")
    return letter, clean_facts(letter)


def row_20() -> Case:
    """A reply only after the challenge."""
    letter = one_item(Outcome.D2)
    return letter, clean_facts(letter, due_on=date(2026, 3, 20))


def row_21() -> Case:
    """A repetition told in a letter (函告) that cites no law."""
    letter = replace(with_item(one_item(Outcome.X2), basis=""), title="关于有关申请的函")
    return letter, clean_facts(letter)


def row_22() -> Case:
    """The seal of a government's disclosure office: it counts."""
    letter = replace(one_item(Outcome.D2), agency="甲县人民政府")
    seal = replace(SEAL, text="甲县人民政府（政府信息公开专用章）")
    return letter, clean_facts(letter, issuer=Issuer(name="甲县人民政府办公室", acts_for="甲县人民政府", seal=seal))


ROWS: dict[Callable[[], Case], list[str]] = {
    row_1: ["L05"],
    row_2: ["L06", "L07"],
    row_3: ["L02", "L06", "L07"],
    row_4: ["L05", "L10"],
    row_5: ["L02", "L03"],
    row_6: ["L05", "L09"],
    row_7: ["L06"],
    row_8: ["L06"],
    row_9: ["L16"],
    row_10: ["L05", "L16"],
    row_11: ["L17"],
    row_12: ["L12", "L15"],
    row_13: ["L08"],
    row_14: ["L02", "L11", "L20"],
    row_15: ["L05"],
    row_16: ["L05"],
    row_17: ["L02"],
    row_18: [],
    row_19: [],
    row_20: ["L13"],
    row_21: ["L02"],
    row_22: [],
}


@pytest.mark.parametrize(("case", "rules"), ROWS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_what_was_faulted_is_found_and_nothing_else(case: Callable[[], Case], rules: list[str]) -> None:
    letter, facts = case()
    assert found(letter, facts) == rules


@pytest.mark.parametrize("case", [row_18, row_19, row_22], ids=lambda value: value.__name__)
def test_a_letter_that_stood_passes_as_text_too(case: Callable[[], Case]) -> None:
    letter, facts = case()
    assert found_in_text(letter, facts) == []


def test_the_narrative_answer_fails_as_text_too() -> None:
    letter, facts = row_14()
    assert isinstance(letter, Reply)
    printed = (Block(Role.NUMBER, "甲环公开〔2026〕29号"), *render.blocks(with_item(letter, basis="略"))[3:])
    assert set(found_in_text(letter, facts, printed)) >= {"L11", "L20"}
