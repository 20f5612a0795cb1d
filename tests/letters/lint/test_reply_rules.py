"""L01 to L10 and L16 to L19: for each rule what it flags, alone, and beside it what passes everything."""

from dataclasses import replace
from datetime import date

import pytest
from lint_facts import UNCHANGED, clean_facts, found, found_in_text, one_item, with_fact, with_item

from letters import render
from letters.blocks import Block, Role
from letters.kinds import Reply
from letters.lint import CaseFacts, lint, lint_text
from letters.lint.facts import Change, Consulted, EarlierReply, Enclosure, ItemFacts, SearchLine, UrlCheck
from letters.samples import REPLY, decided, reply
from workflow.rules.clock_events import Party
from workflow.rules.leaks import Leak
from workflow.rules.outcomes import Outcome

REGULATIONS = "《中华人民共和国政府信息公开条例》"
OTHER = ItemFacts(wording="乙厂的排放数据")


def clean(letter: Reply, facts: CaseFacts | None = None) -> bool:
    return found(letter, facts) == [] and found_in_text(letter, facts) == []


# L01: one disposition for each item.


def test_an_item_without_a_decision_and_one_too_many() -> None:
    assert clean(REPLY)
    facts = clean_facts(REPLY)
    assert found(REPLY, replace(facts, items=(*facts.items, OTHER))) == ["L01", "L21"]
    assert found(REPLY, replace(facts, items=facts.items[:4])) == ["L01"]


def test_an_item_that_stands_twice_in_the_text() -> None:
    blocks = render.blocks(REPLY)
    heading = next(block for block in blocks if block.role is Role.HEADING)
    assert found_in_text(REPLY, blocks=(heading, *blocks)) == ["L01"]
    without = [block for block in blocks if block != heading]
    [finding, *_] = [one for one in lint_of_text(without, REPLY) if one.startswith("L01")]
    assert finding == "L01 E: Item 1 stands 0 times in the text. Each item of the request is answered once."


def lint_of_text(blocks: list[Block], letter: Reply) -> list[str]:
    return [str(one) for one in lint_text(blocks, letter, clean_facts(letter))]


# L02: the articles of the outcome.


@pytest.mark.parametrize(
    ("outcome", "basis", "rules"),
    [
        (Outcome.U1, f"{REGULATIONS}第三十六条第四项", []),
        (Outcome.U1, f"{REGULATIONS}（国务院令第711号）第三十六条第（四）项", []),
        (Outcome.U1, "《条例》第三十六条第四项", []),
        (Outcome.U1, f"{REGULATIONS}第三十六条", ["L02"]),
        (Outcome.U1, "", ["L02"]),
        (Outcome.U1, f"{REGULATIONS}第三十六条第四项、第六十条", ["L02"]),
        (Outcome.U1, f"{REGULATIONS}第三十六条第四项、第九项", ["L02"]),
        (Outcome.U1, f"{REGULATIONS}（国务院令第492号）第三十六条第四项", ["L02"]),
        (Outcome.D3, f"{REGULATIONS}第三十六条第二、三项、第三十七条、第十五条、第三十二条", []),
        (Outcome.D3, f"{REGULATIONS}第三十六条第二、三项、第十五条、第三十二条", ["L02"]),
        (Outcome.X5, f"{REGULATIONS}第三十六条第六项", []),
        (Outcome.X5, "", ["L02"]),
        (Outcome.U2, f"{REGULATIONS}第三十六条第五项、第十条", []),
        (Outcome.U2, f"{REGULATIONS}第三十六条第五项", ["L02"]),
    ],
)
def test_each_outcome_rests_on_its_articles(outcome: Outcome, basis: str, rules: list[str]) -> None:
    assert found(with_item(one_item(outcome), basis=basis)) == rules


def test_articles_of_2008_after_2019_and_in_their_time() -> None:
    old = with_item(one_item(Outcome.U1), basis=f"{REGULATIONS}第二十一条第三项")
    assert found(old) == ["L02"]
    then = replace(old, issued_on=date(2019, 5, 14), remedies=())
    assert "L02" not in found(then, clean_facts(then, clause=None))


def test_an_outcome_that_the_text_in_force_does_not_know() -> None:
    letter = replace(one_item(Outcome.X2), issued_on=date(2018, 6, 1))
    assert next(str(one) for one in lint(letter, clean_facts(letter)) if one.rule == "L02").startswith(
        "L02 E: Item 1: X2 (重复申请) cannot be decided on 2018-06-01"
    )


def test_a_severed_name_needs_no_third_party_to_be_cited_unless_one_was_asked() -> None:
    letter = with_item(one_item(Outcome.D3), basis=f"{REGULATIONS}第三十六条第二项、第三项、第三十七条、第十五条")
    assert found(letter, clean_facts(letter, consultations=())) == []
    assert found(letter) == ["L02"]


def test_the_need_that_was_asked_for_until_2019() -> None:
    told = "您没有说明与生产、生活、科研等特殊需要有关"
    letter = one_item(Outcome.U1, reasons=told)
    assert found(letter) == ["L02"]
    assert found(one_item(Outcome.U1, reasons="乙厂没有科研项目")) == []
    before = clean_facts(letter, received_on=date(2019, 5, 14))
    assert found(letter, before) == ["L21"]


# L03: outcome, articles, title, record and report.


def test_the_article_of_another_answer() -> None:
    basis = f"{REGULATIONS}第三十六条第四项、第五项"
    assert found(with_item(one_item(Outcome.U1), basis=basis)) == ["L03"]
    assert found(with_item(one_item(Outcome.U1), basis=f"{REGULATIONS}第三十六条第四项、第三十三条")) == []


@pytest.mark.parametrize(
    ("title", "rules"),
    [
        ("政府信息不存在告知书", []),
        ("政府信息公开申请告知书", []),
        ("非本机关政府信息告知书", ["L03"]),
        ("政府信息不予公开告知书", ["L03"]),
    ],
)
def test_a_title_that_tells_an_outcome_tells_the_right_one(title: str, rules: list[str]) -> None:
    assert found(replace(one_item(Outcome.U1), title=title)) == rules


def test_the_record_decided_otherwise() -> None:
    letter = one_item(Outcome.U1)
    assert found(letter, with_fact(clean_facts(letter), outcome=Outcome.U2)) == ["L03"]
    assert found(letter, with_fact(clean_facts(letter), outcome=None)) == []


def test_what_the_report_counts() -> None:
    assert found(REPLY, clean_facts(REPLY, reported_as=Outcome.D3)) == []
    assert found(REPLY, clean_facts(REPLY, reported_as=Outcome.N6)) == ["L03"]


def test_not_existing_and_not_ours_exclude_each_other() -> None:
    assert found(one_item(Outcome.U1, reasons="乙厂的图纸不属于本机关负责公开")) == ["L03"]
    assert found(one_item(Outcome.U2, reasons="乙厂的图纸在本机关，该政府信息不存在")) == ["L03"]
    assert found(one_item(Outcome.U1, reasons="乙厂没有报送过图纸")) == []


# L04: both articles of a refusal, and the kind.


@pytest.mark.parametrize(
    ("basis", "rules"),
    [("第三十六条第三项、第十六条第二款", []), ("第三十六条第三项", ["L04"]), ("第十六条第二款", ["L04"])],
)
def test_a_refusal_cites_how_and_why(basis: str, rules: list[str]) -> None:
    assert found(with_item(one_item(Outcome.N6), basis=REGULATIONS + basis)) == rules


@pytest.mark.parametrize(
    ("outcome", "key", "wrong"),
    [
        (Outcome.N3, "security_kind", "敏感信息"),
        (Outcome.N5, "internal_kind", "内部信息"),
        (Outcome.N6, "process_kind", "会议材料"),
        (Outcome.N7, "file", ""),
    ],
)
def test_the_kind_within_the_ground_is_named(outcome: Outcome, key: str, wrong: str) -> None:
    assert found(one_item(outcome)) == []
    assert found(with_item(one_item(outcome), details={key: wrong})) == ["L04"]
    assert found(with_item(one_item(outcome), details={key: ""})) == ["L04"]


# L05: reasons.


@pytest.mark.parametrize(
    ("reasons", "rules"),
    [
        ("乙厂已经投产", []),
        ("", ["L05"]),
        ("属于内部工作流程方面的信息，可以不予公开", ["L05"]),
        ("经研究，该信息涉及商业秘密，依法不予公开。", ["L05", "L29"]),
    ],
)
def test_reasons_are_facts_of_the_case(reasons: str, rules: list[str]) -> None:
    letter = with_item(one_item(Outcome.X1), reasons=reasons, details={"petition_reason": "属于信息"})
    assert found(letter) == rules


def test_what_need_not_be_withheld_says_why_it_is() -> None:
    for outcome in (Outcome.N5, Outcome.N6, Outcome.N7):
        assert found(with_item(one_item(outcome), details={"discretion": "依法可以不予公开"})) == ["L05"]
        assert found(with_item(one_item(outcome), details={"discretion": "公开会妨碍正在进行的考核"})) == []


def test_a_process_that_has_ended_needs_a_reason_of_its_own() -> None:
    ended = with_item(one_item(Outcome.N6, reasons="参会人员的个人意见"), details={"process_ended": "已经结束"})
    assert found(ended) == ["L05"]
    assert found(with_item(ended, reasons="方案虽已办结，同类方案仍在讨论，公开会妨碍讨论")) == []
    assert found(with_item(ended, details={"process_ended": ""})) == ["L05"]


def test_a_trade_secret_needs_its_three_elements() -> None:
    assert found(one_item(Outcome.N4A)) == []
    for key in ("not_public", "value", "protected"):
        assert found(with_item(one_item(Outcome.N4A), details={key: "第三方不同意公开"})) == ["L05"]


# L06: the search.

SYSTEM = SearchLine("系统", "公文系统", "“乙厂”，2015年至2020年", "没有")
PAPER = SearchLine("纸质", "环评科卷宗", "2015年至2020年", "没有")


@pytest.mark.parametrize(
    ("lines", "rules"),
    [
        ((SYSTEM, PAPER), []),
        ((SYSTEM, replace(PAPER, kind="档案")), []),
        ((SYSTEM, replace(PAPER, kind="部门")), ["L06"]),
        ((SYSTEM, SYSTEM), ["L06"]),
        ((PAPER,), ["L06"]),
        ((SYSTEM, replace(PAPER, result="")), ["L06"]),
        ((), ["L06"]),
    ],
)
def test_a_search_covers_a_system_and_paper(lines: tuple[SearchLine, ...], rules: list[str]) -> None:
    letter = one_item(Outcome.U1)
    assert found(letter, with_fact(clean_facts(letter), search=lines)) == rules


def test_the_search_may_stand_in_the_letter_alone() -> None:
    text = "系统｜公文系统｜“乙厂”，2015年至2020年｜没有\n纸质｜环评科卷宗｜逐卷，2015年至2020年｜没有"
    letter = with_item(one_item(Outcome.U1), details={"searched": text})
    assert found(letter, with_fact(clean_facts(letter), search=None)) == []
    told = with_item(letter, details={"searched": "办公自动化系统和文书档案"})
    assert found(told, with_fact(clean_facts(told), search=None)) == ["L06"]


def test_a_duty_to_hold_is_explained() -> None:
    letter = with_item(one_item(Outcome.U1), details={"duty_to_hold": "无"})
    facts = with_fact(clean_facts(letter), duty_to_hold=True)
    assert found(letter, facts) == ["L06"]
    explained = with_item(letter, details={"duty_to_hold": "依规定应当保存，2016年水灾中损毁"})
    assert found(explained, facts) == []


def test_an_archive_is_named_after_a_look_at_the_transfers() -> None:
    letter = with_item(
        one_item(Outcome.U2, reasons="该表已经移交"),
        details={"responsible_agency": "甲县档案馆", "agency_contact": "甲县人民路3号"},
    )
    assert found(letter) == []  # The clean search looked at the list of transfers.
    assert found(letter, with_fact(clean_facts(letter), search=(SYSTEM, PAPER))) == ["L06"]


# L07: clues.


def test_every_clue_is_answered() -> None:
    letter = one_item(Outcome.U1)
    clued = with_fact(clean_facts(letter), clues=("2016年公告提到该报告",))
    assert found(letter, clued) == ["L07"]
    told = with_item(letter, details={"clues": "2016年公告提到该报告｜该公告所指是另一份报告"})
    assert found(told, clued) == []
    assert found(with_item(letter, details={"clues": "2016年公告提到该报告"}), clued) == ["L07"]


# L08: whose it is.


def test_the_agency_in_charge_has_a_name_and_a_contact() -> None:
    letter = one_item(Outcome.U2)
    assert found(letter) == []
    assert found(with_item(letter, details={"agency_contact": " "})) == ["L08"]
    assert found(with_item(letter, details={"responsible_agency": letter.agency})) == ["L08"]
    open_one = {"responsible_agency": "", "agency_contact": "", "cannot_determine": "制作机关已撤销"}
    assert found(with_item(letter, details=open_one)) == []


# L09: third parties.

ASKED = Consulted(party=Party.THIRD_PARTY, name="乙化工有限公司", delivered_on=date(2026, 3, 4))


@pytest.mark.parametrize(
    ("asked", "rules"),
    [
        ((replace(ASKED, answered_on=date(2026, 3, 10), opinion="refuse"),), []),
        ((replace(ASKED, last_on=date(2026, 3, 25)),), []),
        ((replace(ASKED, last_on=date(2026, 3, 26)),), ["L09"]),
        ((replace(ASKED, delivered_on=None),), ["L09"]),
        ((replace(ASKED, party=Party.AGENCY, answered_on=date(2026, 3, 10)),), ["L09"]),
        ((replace(ASKED, items=(2,), answered_on=date(2026, 3, 10)),), ["L09"]),
        ((), ["L09"]),
    ],
)
def test_a_third_party_is_heard(asked: tuple[Consulted, ...], rules: list[str]) -> None:
    letter = one_item(Outcome.N4B)
    assert found(letter, clean_facts(letter, consultations=asked)) == rules


def test_the_public_interest_is_weighed() -> None:
    assert found(with_item(one_item(Outcome.N4B), details={"public_interest": ""})) == ["L09"]


# L10: separation.


def test_a_refusal_of_a_mixed_record_separates() -> None:
    secret = with_item(one_item(Outcome.N1), details={"separation": ""})
    assert found(secret) == ["L10"]
    assert found(secret, with_fact(clean_facts(secret), mixed=False)) == []
    minutes = one_item(Outcome.N6)
    assert found(minutes, with_fact(clean_facts(minutes), mixed=True)) == ["L10"]
    told = with_item(minutes, details={"separation": "议题以外的内容与意见不能分开"})
    assert found(told, with_fact(clean_facts(told), mixed=True)) == []


# L16: clarity.


def test_what_is_unclear_is_asked_about_first() -> None:
    letter = one_item(Outcome.U1)
    unclear = with_fact(clean_facts(letter, correction=None), unclear=True)
    assert found(letter, unclear) == ["L16"]
    assert found(letter, with_fact(unclear, clarity_note="电话中确认所指为2016年报告")) == []
    assert found(letter, with_fact(clean_facts(letter), unclear=True)) == []
    assert found(letter, clean_facts(letter, correction=None)) == []


def test_still_unclear_after_a_correction_that_came() -> None:
    letter = one_item(Outcome.U4)
    asked = clean_facts(letter).correction
    assert asked is not None
    assert found(letter) == []
    assert found(letter, clean_facts(letter, correction=replace(asked, received_on=None))) == ["L16"]


# L17: repetition.


def test_a_repetition_has_an_earlier_reply_and_unchanged_facts() -> None:
    letter = one_item(Outcome.X2)
    facts = clean_facts(letter)
    assert found(letter) == []
    assert found(letter, replace(facts, earlier=())) == ["L17"]
    assert found(letter, replace(facts, earlier=(replace(facts.earlier[0], served_on=None),))) == ["L17"]
    assert found(letter, replace(facts, earlier=(replace(facts.earlier[0], request="甲镇绿化"),))) == ["L17"]
    assert found(letter, replace(facts, earlier=(replace(facts.earlier[0], number="甲环公开〔2025〕3号"),))) == ["L17"]
    assert found(letter, with_fact(facts, changes={**UNCHANGED, Change.PROCESS_ENDED: True})) == ["L17"]
    assert found(letter, with_fact(facts, changes={Change.NOW_MADE: False})) == ["L17"]


def test_a_reply_in_whose_place_words_stand_before_the_number() -> None:
    letter = with_item(one_item(Outcome.X2), details={"earlier_reply": "本机关以甲环公开〔2025〕31号答复"})
    earlier = (EarlierReply(number="甲环公开〔2025〕31号", on=date(2025, 9, 1), served_on=date(2025, 9, 2)),)
    facts = clean_facts(letter, earlier=earlier, register=clean_facts(one_item(Outcome.X2)).register)
    assert found(letter, facts) == []


# L18: what is provided.


@pytest.mark.parametrize(
    ("where", "seen", "rules"),
    [
        ("https://www.example.gov.cn/hp/2025/118.html", UrlCheck.DOCUMENT, []),
        ("https://www.example.gov.cn/hp/2025/118.html", UrlCheck.OTHER_PAGE, ["L18"]),
        ("https://www.example.gov.cn/hp/2025/118.html", UrlCheck.DEAD, ["L18"]),
        ("https://www.example.gov.cn/hp/2025/118.html", None, ["L18"]),
        ("https://www.example.gov.cn/", UrlCheck.DOCUMENT, ["L18"]),
        ("https://www.example.gov.cn/index.html", UrlCheck.DOCUMENT, ["L18"]),
        ("《甲县人民政府公报》2025年第3期第12页", None, []),
    ],
)
def test_an_address_leads_to_the_document(where: str, seen: UrlCheck | None, rules: list[str]) -> None:
    letter = with_item(one_item(Outcome.D1), details={"where": f"甲县人民政府网站，{where}。"})
    assert found(letter, clean_facts(letter, urls={where: seen} if seen else {})) == rules


PERMIT = Enclosure(name="《乙厂排污许可证》", pages=12)


@pytest.mark.parametrize(
    ("files", "rules"),
    [
        ((PERMIT,), []),
        ((replace(PERMIT, pages=None),), []),
        ((replace(PERMIT, pages=11),), ["L18"]),
        ((replace(PERMIT, attached=False),), ["L18"]),
        ((), ["L18"]),
        ((PERMIT, Enclosure(name="《丙厂排污许可证》")), ["L18"]),
    ],
)
def test_what_is_enclosed_is_attached(files: tuple[Enclosure, ...], rules: list[str]) -> None:
    letter = one_item(Outcome.D2)
    assert found(letter, clean_facts(letter, enclosures=files)) == rules


# L19: what was made unreadable.


@pytest.mark.parametrize(
    ("leaks", "rules"),
    [((), []), (None, ["L19"]), ((Leak.METADATA,), ["L19"]), ((Leak.UNREADABLE,), ["L19"])],
)
def test_a_redacted_file_hides_what_it_hides(leaks: tuple[Leak, ...] | None, rules: list[str]) -> None:
    letter = one_item(Outcome.D2)
    redacted = replace(PERMIT, redacted=True, leaks=leaks)
    assert found(letter, clean_facts(letter, enclosures=(redacted,))) == rules
    open_one = replace(PERMIT, redacted=False, leaks=leaks)
    assert found(letter, clean_facts(letter, enclosures=(open_one,))) == []


def test_several_items_are_told_apart_by_their_numbers() -> None:
    letter = reply(
        ("乙厂的报告", "乙厂的图纸"),
        (decided(Outcome.U1, "乙厂已查", "乙厂没有报送"), decided(Outcome.U2, "乙厂已查", "图纸在自然资源局")),
    )
    spoilt = with_item(letter, 2, details={"agency_contact": ""})
    assert [(one.rule, one.item) for one in lint(spoilt, clean_facts(spoilt))] == [("L08", 2)]


# What a reply states to say that there is nothing, and where it names an archive.


def test_nothing_stated_explains_nothing() -> None:
    letter = with_item(one_item(Outcome.U1), details={"duty_to_hold": "无", "clues": "无"})
    assert found(letter) == []
    assert found(letter, with_fact(clean_facts(letter), duty_to_hold=True)) == ["L06"]
    assert found(letter, with_fact(clean_facts(letter), clues=("2016年公告",))) == ["L07"]


def test_an_archive_with_its_contact_and_the_list_of_transfers() -> None:
    letter = with_item(
        one_item(Outcome.U2),
        details={
            **dict.fromkeys(("responsible_agency", "agency_contact"), ""),
            "archive": "甲县档案馆",
            "archive_contact": "甲县文化路3号",
            "transfer_list": "2005年移交清单第3页",
        },
    )
    facts = with_fact(clean_facts(letter), search=(SYSTEM, PAPER))
    assert found(letter, facts) == []
    assert found(with_item(letter, details={"transfer_list": ""}), facts) == ["L06"]
    assert found(with_item(letter, details={"archive_contact": ""}), facts) == ["L08"]


def test_why_a_process_that_has_ended_still_matters() -> None:
    ended = with_item(one_item(Outcome.N6, reasons="参会人员的个人意见"), details={"process_ended": "已经结束"})
    told = {"still_matters": "备选方案没有被采纳，公开会使公众误认为正式方案"}
    assert found(with_item(ended, details=told)) == []
    assert found(with_item(ended, details={"still_matters": "不宜公开"})) == ["L05"]
