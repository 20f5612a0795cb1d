import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.rules.citations import Citation, Law, article_text, cite, numeral
from workflow.rules.errors import BadInput, RuleBroken
from workflow.rules.exemptions import Ground
from workflow.rules.outcome_basis import (
    GROUND_OF,
    basis_on,
    citations_on,
    may_decide,
    possible_on,
    possible_under,
)
from workflow.rules.outcome_details import missing, must_state
from workflow.rules.outcomes import Family, Outcome, RemedyClass, principal

TODAY = date(2026, 3, 2)
BEFORE = date(2018, 6, 1)
LEAVES_2021 = {
    *("granted", "partial", "ref_state_secret", "ref_law_forbids", "ref_security", "ref_third_party", "ref_internal"),
    *("ref_process", "ref_enforcement_file", "ref_admin_query", "na_not_held", "na_must_create", "na_unclear"),
    *("np_petition", "np_repeat", "np_publication", "np_excessive", "np_confirm_again"),
    *("oth_correction_overdue", "oth_fee_overdue", "oth_other"),
}

outcomes = st.sampled_from(Outcome)
several = st.lists(outcomes, min_size=1, max_size=8)


def test_the_codes_are_those_of_the_ledger() -> None:
    codes = "D1 D2 D3 N1 N2 N3 N4 N4a N4b N5 N6 N7 N8 U1 U2 U3 U4 X1 X2 X3 X4 X5 C1 C2 C3"
    assert [outcome.value for outcome in Outcome] == codes.split()
    assert json.dumps(Outcome.N4A) == '"N4a"'


def test_every_outcome_counts_in_a_row_of_the_form_of_2021_and_every_row_is_met() -> None:
    assert {outcome.row("2021") for outcome in Outcome} == LEAVES_2021


def test_the_form_of_2019_has_one_row_for_other_handling() -> None:
    differing = {outcome for outcome in Outcome if outcome.row("2019") != outcome.row("2021")}
    assert differing == {Outcome.C1, Outcome.C2, Outcome.C3}
    assert {outcome.row("2019") for outcome in differing} == {"other_handling"}


@pytest.mark.parametrize(
    ("outcome", "row"),
    [
        (Outcome.D1, "rep_already_public"),
        (Outcome.N1, "ref_secret"),
        (Outcome.N4A, "ref_commercial"),
        (Outcome.N4B, "ref_privacy"),
        (Outcome.N5, "ref_not_info"),
        (Outcome.N6, "ref_not_info"),
        (Outcome.U1, "rep_not_exist"),
        (Outcome.U2, "rep_not_ours"),
        (Outcome.U4, "rep_correct"),
        (Outcome.X1, "rep_other_channel"),
    ],
)
def test_a_row_of_the_form_of_2014(outcome: Outcome, row: str) -> None:
    assert outcome.row("2008") == row


def test_what_the_form_of_2014_does_not_count() -> None:
    without = {outcome for outcome in Outcome if outcome.row("2008") is None}
    assert {outcome.value for outcome in without} == {"N4", "N7", "U3", "X2", "X3", "X4", "X5", "C1", "C2", "C3"}


def test_trade_secrets_and_privacy_fold_together_from_2019_and_must_be_told_apart_before() -> None:
    assert Outcome.N4.row("2021") == Outcome.N4A.row("2019") == Outcome.N4B.row("2021") == "ref_third_party"
    assert [outcome for outcome in Outcome if outcome.must_be_split("2008")] == [Outcome.N4]
    assert not Outcome.N4.must_be_split("2019")


def test_an_unknown_form_is_named() -> None:
    with pytest.raises(BadInput, match="2015 is no form"):
        Outcome.D1.row("2015")


def test_a_register_query_is_reported_as_a_refusal_but_is_none_for_the_remedies() -> None:
    assert Outcome.N8.family is Family.REFUSED
    assert Outcome.N8.remedy is RemedyClass.OTHER
    assert Outcome.N8 not in GROUND_OF


def test_withheld_for_the_remedies_are_exactly_the_outcomes_with_a_ground() -> None:
    assert {outcome for outcome in Outcome if outcome.remedy is RemedyClass.WITHHELD} == set(GROUND_OF)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_chinese_label(outcome: Outcome) -> None:
    assert any("一" <= letter <= "鿿" for letter in outcome.label)


# Several items, one row: form 2021, row （二）.


def test_given_and_withheld_is_partly_disclosed() -> None:
    assert principal([Outcome.D2, Outcome.N6]) is Outcome.D3


def test_given_and_not_held_is_partly_disclosed() -> None:
    assert principal([Outcome.U1, Outcome.D1]) is Outcome.D3


def test_all_given_is_disclosed() -> None:
    assert principal([Outcome.D1, Outcome.D2]) is Outcome.D2
    assert principal([Outcome.D1, Outcome.D1]) is Outcome.D1


def test_given_and_partly_given_is_partly_disclosed() -> None:
    assert principal([Outcome.D2, Outcome.D3]) is Outcome.D3


def test_the_first_of_different_refusals_stands_unless_another_is_chosen() -> None:
    items = [Outcome.U1, Outcome.N5, Outcome.U1]
    assert principal(items) is Outcome.U1
    assert principal(items, Outcome.N5) is Outcome.N5


def test_no_choice_against_the_printed_rule() -> None:
    with pytest.raises(RuleBroken, match="allow D3"):
        principal([Outcome.D2, Outcome.N6], Outcome.D2)
    with pytest.raises(RuleBroken, match="N1 cannot stand"):
        principal([Outcome.U1, Outcome.N5], Outcome.N1)


def test_no_items_no_outcome() -> None:
    with pytest.raises(RuleBroken, match="without items"):
        principal([])


@given(outcomes, st.integers(1, 5))
def test_equal_items_keep_their_outcome(outcome: Outcome, count: int) -> None:
    assert principal([outcome] * count) is outcome


@given(several)
def test_what_is_given_is_never_reported_as_a_full_failure(items: list[Outcome]) -> None:
    assert principal(items).given == any(item.given for item in items)


@given(several)
def test_the_family_does_not_depend_on_the_order_when_something_is_given(items: list[Outcome]) -> None:
    if any(item.given for item in items):
        assert principal(items) is principal(items[::-1])


# What the text of a day knows.


def test_under_the_text_of_2019_every_outcome_can_be_decided() -> None:
    assert possible_on(TODAY) == tuple(Outcome)
    assert possible_under("CN-2019") == tuple(Outcome)


def test_the_text_of_2008_has_no_repeat_no_excess_and_no_abandonment() -> None:
    unknown = set(Outcome) - set(possible_under("CN-2008"))
    assert {outcome.value for outcome in unknown} == {"N4", "N7", "X2", "X3", "X4", "X5", "C1", "C2"}


def test_internal_information_waits_for_the_opinions_of_2010() -> None:
    assert not may_decide(Outcome.N5, date(2010, 1, 11))
    assert may_decide(Outcome.N5, date(2010, 1, 12))


def test_the_text_changes_on_15_may_2019() -> None:
    assert not may_decide(Outcome.X2, date(2019, 5, 14))
    assert may_decide(Outcome.X2, date(2019, 5, 15))


def test_a_fee_cannot_be_overdue_before_there_are_fees() -> None:
    assert not may_decide(Outcome.C2, date(2020, 12, 31))
    assert may_decide(Outcome.C2, date(2021, 1, 1))


def test_an_outcome_the_text_does_not_know_is_refused() -> None:
    with pytest.raises(RuleBroken, match=r"X2 .重复申请. cannot be decided on 2018-06-01"):
        basis_on(Outcome.X2, BEFORE)


def test_an_unknown_regime_is_named() -> None:
    with pytest.raises(RuleBroken, match="CN-1999"):
        possible_under("CN-1999")


@pytest.mark.parametrize(
    ("outcome", "day", "expected"),
    [
        (Outcome.D1, TODAY, "第三十六条第一项"),
        (Outcome.N1, TODAY, "第三十六条第三项、第十四条"),
        (Outcome.N4A, TODAY, "第三十六条第三项、第十五条、第三十二条"),
        (Outcome.N5, TODAY, "第三十六条第三项、第十六条第一款"),
        (Outcome.N6, TODAY, "第三十六条第三项、第十六条第二款"),
        (Outcome.N8, TODAY, "第三十六条第七项"),
        (Outcome.U1, TODAY, "第三十六条第四项"),
        (Outcome.U2, TODAY, "第三十六条第五项、第十条"),
        (Outcome.U3, TODAY, "第三十八条"),
        (Outcome.X1, TODAY, "第三十九条第一款"),
        (Outcome.X2, TODAY, "第三十六条第六项"),
        (Outcome.X3, TODAY, "第三十九条第二款"),
        (Outcome.X4, TODAY, "第三十五条"),
        (Outcome.C1, TODAY, "第三十条"),
        (Outcome.D2, BEFORE, "第二十一条第一项"),
        (Outcome.N1, BEFORE, "第二十一条第二项、第十四条第四款"),
        (Outcome.N3, BEFORE, "第二十一条第二项、第八条"),
        (Outcome.N4B, BEFORE, "第二十一条第二项、第十四条第四款、第二十三条"),
        (Outcome.U1, BEFORE, "第二十一条第三项"),
        (Outcome.U4, BEFORE, "第二十一条第四项"),
    ],
)
def test_the_articles_of_the_day(outcome: Outcome, day: date, expected: str) -> None:
    assert cite(citations_on(outcome, day)) == f"《中华人民共和国政府信息公开条例》{expected}"


def test_partly_disclosed_cites_the_ground_of_what_is_withheld() -> None:
    cited = cite(citations_on(Outcome.D3, TODAY, [Ground.PRIVACY, Ground.PRIVACY]))
    assert cited.endswith("第三十六条第二项、第三项、第三十七条、第十五条、第三十二条")


def test_re_issuing_has_no_article_and_the_drafter_must_add_one() -> None:
    assert basis_on(Outcome.X5, TODAY).must_add
    assert citations_on(Outcome.X5, TODAY) == ()
    assert [outcome for outcome in Outcome if basis_on(outcome, TODAY).must_add] == [Outcome.X5]


@given(outcomes, st.dates(date(2008, 5, 1), date(2030, 1, 1)))
def test_no_letter_cites_a_law_that_is_not_in_force(outcome: Outcome, day: date) -> None:
    if may_decide(outcome, day):
        assert all(citation.law.in_force_on(day) for citation in citations_on(outcome, day))


# What the letter must state.


def test_a_process_refusal_names_its_kind_and_whether_the_process_has_ended() -> None:
    told = {"process_kind": "讨论记录", "discretion": "讨论尚在进行", "disclosure_rule": "无"}
    assert [detail.key for detail in missing(Outcome.N6, told)] == ["process_ended"]
    assert missing(Outcome.N6, told | {"process_ended": "尚未结束"}) == ()


def test_a_kind_the_article_does_not_name_is_missing() -> None:
    told = {"process_kind": "会议纪要", "process_ended": "尚未结束", "discretion": "x", "disclosure_rule": "无"}
    assert [detail.label for detail in missing(Outcome.N6, told)] == ["过程性信息的种类"]


def test_not_our_duty_names_the_agency_or_says_why_not() -> None:
    reason = {"reason": "由市档案馆保存"}
    assert [detail.key for detail in missing(Outcome.U2, reason)] == ["responsible_agency", "agency_contact"]
    assert missing(Outcome.U2, reason | {"responsible_agency": "甲市档案馆", "agency_contact": "解放路1号"}) == ()
    assert missing(Outcome.U2, reason | {"cannot_determine": "制作机关已撤销"}) == ()


def test_half_an_answer_asks_for_its_other_half() -> None:
    told = {"reason": "由市档案馆保存", "responsible_agency": "甲市档案馆"}
    assert [detail.key for detail in missing(Outcome.U2, told)] == ["agency_contact"]


def test_blank_is_not_stated() -> None:
    assert [detail.key for detail in missing(Outcome.D1, {"where": " \n"})] == ["where"]


def test_a_secret_states_grade_period_and_authority() -> None:
    keys = [detail.key for duty in must_state(Outcome.N1) for way in duty.ways for detail in way]
    assert keys[:3] == ["grade", "period", "authority"]


@pytest.mark.parametrize("outcome", Outcome)
def test_nothing_stated_is_never_enough(outcome: Outcome) -> None:
    assert missing(outcome, {})


# Articles in words.


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (16, "十六"),
        (20, "二十"),
        (36, "三十六"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1260, "一千二百六十"),
        (1005, "一千零五"),
    ],
)
def test_numerals(number: int, text: str) -> None:
    assert numeral(number) == text


def test_a_number_no_article_has() -> None:
    with pytest.raises(BadInput, match="0 is no number"):
        numeral(0)


def test_items_in_brackets() -> None:
    assert article_text(36, item=3, brackets=True) == "第三十六条第（三）项"


def test_each_law_is_named_once_and_a_whole_instrument_with_its_number() -> None:
    regulations, fees = Law.REGULATIONS_2019, Law.FEE_RULES
    text = cite([Citation(regulations, 42), Citation(fees), Citation(regulations, 35), Citation(regulations, 42)])
    assert text == (
        "《中华人民共和国政府信息公开条例》第四十二条、第三十五条、"
        "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"
    )
