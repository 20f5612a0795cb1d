from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.rules.agencies import AgencyKind, Profile
from workflow.rules.citations import cite
from workflow.rules.errors import NotReady, RuleBroken
from workflow.rules.outcomes import AnswerForm, Outcome, RemedyClass
from workflow.rules.remedies import (
    DecidedItem,
    Effect,
    GoverningDay,
    Part,
    Recipient,
    Remedies,
    RemedyPolicy,
    Route,
    Warn,
    remedies,
)
from workflow.rules.remedy_clause import clause
from workflow.rules.remedy_regimes import REGIMES, remedy_regime_on

COUNTY_BUREAU = Profile("甲县生态环境局", AgencyKind.DEPARTMENT, government="甲县人民政府", superior="甲市生态环境局")
CITY_BUREAU = Profile("甲市规划局", AgencyKind.DEPARTMENT, government="甲市人民政府", superior="甲省自然资源厅")
TAX_BUREAU = Profile("国家税务总局甲县税务局", AgencyKind.TAX, superior="国家税务总局甲市税务局")
MINISTRY = Profile("甲部", AgencyKind.MINISTRY)
SUBDISTRICT = Profile("甲街道办事处", AgencyKind.SUBDISTRICT, government="甲区人民政府")
COUNTY_OFFICE = Profile(
    "甲县人民政府办公室", AgencyKind.GOVERNMENT, higher_government="甲市人民政府", acts_for="甲县人民政府"
)
R4_DAY = date(2025, 7, 1)


def of(
    *outcomes: Outcome,
    on: date = R4_DAY,
    sent: date | None = None,
    by: Profile = COUNTY_BUREAU,
    policy: RemedyPolicy | None = None,
) -> Remedies:
    items = [DecidedItem(number, outcome) for number, outcome in enumerate(outcomes, 1)]
    return remedies(decided_on=on, dispatched_on=sent, items=items, profile=by, policy=policy or RemedyPolicy())


def text(result: Remedies) -> str:
    return "\n".join(clause(result))


# The twelve cases: 行政复议法 (2023), Arts. 23–28; (1999), Arts. 12–15; 行政诉讼法, Art. 46; (1989), Art. 39.


def test_1_process_information_in_2014() -> None:
    result = of(Outcome.N6, on=date(2014, 6, 1))
    assert result.routes == (Route.EITHER,)
    assert result.bodies == ("甲县人民政府", "甲市生态环境局")
    assert text(result) == (
        "对本答复书不服的，可以自收到本答复书之日起60日内向甲县人民政府或者甲市生态环境局申请行政复议，"
        "也可以自收到本答复书之日起3个月内直接向有管辖权的人民法院提起行政诉讼。"
    )


def test_2_process_information_in_2020() -> None:
    result = of(Outcome.N6, on=date(2020, 6, 1))
    assert result.routes == (Route.EITHER,)
    assert "甲县人民政府或者甲市生态环境局" in text(result)
    assert "6个月" in text(result)


def test_3_the_turn_of_2024() -> None:
    before, after = of(Outcome.N6, on=date(2023, 12, 31)), of(Outcome.N6, on=date(2024, 1, 1))
    assert (before.routes, len(before.bodies)) == ((Route.EITHER,), 2)
    assert (after.routes, after.bodies) == ((Route.FIRST,), ("甲县人民政府",))
    assert text(after) == (
        "对本答复书不服的，依照《中华人民共和国行政复议法》第二十三条第一款第四项的规定，应当自收到本答复书之日起60日内"
        "先向甲县人民政府申请行政复议；对行政复议决定仍不服的，可以自收到行政复议决定书之日起15日内"
        "向有管辖权的人民法院提起行政诉讼。"
    )


def test_4_not_held_leaves_the_choice() -> None:
    result = of(Outcome.U1)
    assert (result.routes, result.bodies) == ((Route.EITHER,), ("甲县人民政府",))
    assert "6个月" in text(result)


def test_5_partly_disclosed_has_both_routes_by_part() -> None:
    result = of(Outcome.D3, by=CITY_BUREAU)
    assert result.routes == (Route.FIRST, Route.EITHER)
    first, either = clause(result)
    assert first.startswith("对本答复书中不予公开的部分不服的")
    assert either.startswith("对本答复书的其他部分不服的")
    assert "先" in first
    assert "先" not in either


def test_6_a_county_tax_bureau_answers_to_the_city_tax_bureau() -> None:
    result = of(Outcome.N5, on=date(2024, 5, 1), by=TAX_BUREAU)
    assert (result.routes, result.bodies) == ((Route.FIRST,), ("国家税务总局甲市税务局",))


def test_7_a_ministry_hears_itself_and_then_the_state_council_may_rule() -> None:
    result = of(Outcome.N1, by=MINISTRY)
    assert (result.routes, result.bodies) == ((Route.FIRST,), ("甲部",))
    assert text(result).endswith("也可以向国务院申请裁决，国务院作出的裁决为最终裁决。")


def test_8_a_subdistrict_answers_to_its_district() -> None:
    result = of(Outcome.U2, on=date(2024, 5, 1), by=SUBDISTRICT)
    assert (result.routes, result.bodies) == ((Route.EITHER,), ("甲区人民政府",))


@pytest.mark.parametrize("day", [date(2010, 1, 4), date(2020, 6, 1), date(2024, 5, 1), R4_DAY, date(2026, 9, 1)])
def test_9_a_procedural_letter_has_no_clause(day: date) -> None:
    result = remedies(decided_on=day, dispatched_on=None, items=(), profile=COUNTY_BUREAU, effect=Effect.PROCEDURAL)
    assert result.groups == ()
    assert result.citations == ()
    assert clause(result) == ()


def test_10_a_third_party_may_choose() -> None:
    result = remedies(
        decided_on=R4_DAY,
        dispatched_on=None,
        items=(),
        profile=COUNTY_BUREAU,
        effect=Effect.CLOSING,
        recipient=Recipient.THIRD_PARTY,
    )
    assert result.routes == (Route.EITHER,)
    assert clause(result, "本告知书")[0].startswith("对本告知书不服的，可以自收到本告知书之日起60日内")


def test_11_the_seal_of_an_office_is_an_act_of_its_government() -> None:
    result = of(Outcome.U1, by=COUNTY_OFFICE)
    assert result.bodies == ("甲市人民政府",)
    assert not result.heard_by_itself


def test_12_a_letter_posted_under_other_rules_is_flagged() -> None:
    result = of(Outcome.N6, on=date(2023, 12, 29), sent=date(2024, 1, 4))
    assert result.warnings[0] is Warn.STRADDLES
    assert result.routes == (Route.EITHER,)
    assert Warn.STRADDLES not in of(Outcome.N6, on=date(2024, 1, 2), sent=date(2024, 1, 4)).warnings


def test_12_an_office_may_let_the_dispatch_govern() -> None:
    policy = RemedyPolicy(governing_day=GoverningDay.DISPATCHED)
    result = of(Outcome.N6, on=date(2023, 12, 29), sent=date(2024, 1, 4), policy=policy)
    assert (result.routes, result.bodies) == ((Route.FIRST,), ("甲县人民政府",))


# Every outcome by date.


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize(("day", "months"), [(date(2015, 4, 30), 3), (date(2015, 5, 1), 6), (date(2023, 12, 31), 6)])
def test_before_2024_everything_leaves_the_choice(outcome: Outcome, day: date, months: int) -> None:
    result = of(outcome, on=day)
    assert result.routes == (() if outcome is Outcome.C3 else (Route.EITHER,))
    assert result.regime.suit_months == months


@pytest.mark.parametrize(
    "day", [date(2024, 1, 1), date(2025, 5, 31), date(2025, 6, 1), date(2026, 6, 30), date(2026, 7, 1)]
)
@pytest.mark.parametrize("outcome", Outcome)
def test_from_2024_withholding_goes_to_reconsideration_first(outcome: Outcome, day: date) -> None:
    expected = {
        RemedyClass.WITHHELD: (Route.FIRST,),
        RemedyClass.PARTLY_WITHHELD: (Route.FIRST, Route.EITHER),
        RemedyClass.OTHER: (Route.EITHER,),
        RemedyClass.NONE: (),
    }
    assert of(outcome, on=day).routes == expected[outcome.remedy]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2008, 5, 1), "R1"),
        (date(2015, 4, 30), "R1"),
        (date(2015, 5, 1), "R2"),
        (date(2023, 12, 31), "R2"),
        (date(2024, 1, 1), "R3"),
        (date(2025, 5, 31), "R3"),
        (date(2025, 6, 1), "R4"),
        (date(2026, 6, 30), "R4"),
        (date(2026, 7, 1), "R5"),
    ],
)
def test_the_regime_of_a_day(day: date, name: str) -> None:
    assert remedy_regime_on(day).name == name


def test_a_decision_older_than_the_regulations() -> None:
    with pytest.raises(RuleBroken, match="older than the Regulations"):
        remedy_regime_on(date(2008, 4, 30))


@given(st.sampled_from(Outcome), st.dates(date(2008, 5, 1), date(2030, 1, 1)))
def test_the_clause_rests_on_laws_in_force(outcome: Outcome, day: date) -> None:
    result = of(outcome, on=day)
    assert all(citation.law.in_force_on(day) for citation in result.citations)


@given(st.lists(st.sampled_from(Outcome), min_size=1, max_size=12), st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_first_says_first_and_never_offers_a_direct_suit(outcomes: list[Outcome], day: date) -> None:
    result = of(*outcomes, on=day)
    for route, paragraph in zip(result.routes, clause(result), strict=True):
        assert ("先" in paragraph) == (route is Route.FIRST)
        assert ("直接" in paragraph) == (route is Route.EITHER)
        assert "工作日" not in paragraph


@given(st.lists(st.sampled_from(Outcome), min_size=1, max_size=12), st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_every_item_that_can_be_challenged_is_covered(outcomes: list[Outcome], day: date) -> None:
    covered = {scope.number for group in of(*outcomes, on=day).groups for scope in group.scopes}
    assert covered == {number for number, outcome in enumerate(outcomes, 1) if outcome is not Outcome.C3}


def test_the_regimes_follow_each_other_without_a_gap() -> None:
    starts = [regime.valid_from for regime in REGIMES]
    assert starts == sorted(set(starts))
    assert [remedy_regime_on(start - timedelta(days=1)).name for start in starts[1:]] == ["R1", "R2", "R3", "R4"]


# 非政府信息 and 咨询: answers that count as C3.


def test_an_answer_of_c3_can_be_challenged_and_a_question_by_what_the_office_set() -> None:
    items = [DecidedItem(1, Outcome.C3, AnswerForm.NO_INFORMATION), DecidedItem(2, Outcome.C3, AnswerForm.INQUIRY)]
    told = {"decided_on": R4_DAY, "dispatched_on": None, "items": items, "profile": COUNTY_BUREAU}
    usual, other = remedies(**told), remedies(**told, policy=RemedyPolicy(inquiry=Route.NONE))  # type: ignore[arg-type]
    assert [scope.number for group in usual.groups for scope in group.scopes] == [1, 2]
    assert [scope.number for group in other.groups for scope in group.scopes] == [1]
    assert Warn.INQUIRY in usual.warnings
    assert other.routes == (Route.EITHER,)


def test_a_question_never_goes_to_reconsideration_first() -> None:
    with pytest.raises(RuleBroken, match="a question ALT or NONE"):
        RemedyPolicy(inquiry=Route.FIRST)


# Several items.


def test_each_route_names_its_items() -> None:
    result = of(Outcome.D2, Outcome.N6, Outcome.U1, Outcome.D3)
    first, either = clause(result)
    assert first.startswith("对本答复书第2项，以及第4项中不予公开的部分不服的")
    assert either.startswith("对本答复书第1项、第3项，以及第4项的其他部分不服的")


def test_one_route_for_all_needs_no_numbers() -> None:
    assert text(of(Outcome.N6, Outcome.N5)).startswith("对本答复书不服的")


def test_many_items_are_named_as_spans() -> None:
    result = of(*[Outcome.N6] * 3, *[Outcome.U1] * 297)
    assert clause(result)[0].startswith("对本答复书第1项至第3项不服的")
    assert clause(result)[1].startswith("对本答复书第4项至第300项不服的")


def test_parts_of_a_partly_disclosed_item() -> None:
    groups = of(Outcome.D3).groups
    assert [scope.part for group in groups for scope in group.scopes] == [Part.WITHHELD, Part.GIVEN]


# What the law leaves open.


def test_a_register_query_is_a_choice_with_a_switch() -> None:
    assert of(Outcome.N8).routes == (Route.EITHER,)
    assert Warn.ADMIN_QUERY in of(Outcome.N8).warnings
    assert of(Outcome.N8, policy=RemedyPolicy(admin_query=Route.FIRST)).routes == (Route.FIRST,)


def test_the_switch_does_not_reach_back_before_2024() -> None:
    result = of(Outcome.N8, on=date(2020, 6, 1), policy=RemedyPolicy(admin_query=Route.FIRST))
    assert result.routes == (Route.EITHER,)
    assert Warn.ADMIN_QUERY not in result.warnings


@pytest.mark.parametrize(
    ("outcome", "policy"),
    [(Outcome.X1, RemedyPolicy(petition=Route.NONE)), (Outcome.X3, RemedyPolicy(publication=Route.NONE))],
)
def test_a_notice_under_article_39_may_go_without_a_clause(outcome: Outcome, policy: RemedyPolicy) -> None:
    assert of(outcome).routes == (Route.EITHER,)
    assert Warn.ART_39 in of(outcome).warnings
    assert clause(of(outcome, policy=policy)) == ()


def test_without_a_clause_for_one_item_the_others_are_named() -> None:
    result = of(Outcome.X1, Outcome.U1, policy=RemedyPolicy(petition=Route.NONE))
    assert text(result).startswith("对本答复书第2项不服的")


def test_the_disputed_window_is_flagged_and_can_be_overridden() -> None:
    inside, after = date(2025, 5, 31), date(2025, 6, 1)
    assert Warn.DISPUTED_SCOPE in of(Outcome.U1, on=inside).warnings
    assert Warn.DISPUTED_SCOPE not in of(Outcome.D2, on=inside).warnings
    assert Warn.DISPUTED_SCOPE not in of(Outcome.U1, on=after).warnings
    policy = RemedyPolicy(first_while_disputed=frozenset({Outcome.U1}))
    assert of(Outcome.U1, on=inside, policy=policy).routes == (Route.FIRST,)
    assert of(Outcome.U1, on=after, policy=policy).routes == (Route.EITHER,)


def test_a_policy_the_law_does_not_leave_open() -> None:
    with pytest.raises(RuleBroken, match="Correct the policy"):
        RemedyPolicy(petition=Route.FIRST)
    with pytest.raises(RuleBroken, match="Correct the policy"):
        RemedyPolicy(admin_query=Route.NONE)


def test_the_unread_regulations_of_2026_are_flagged() -> None:
    assert Warn.UNREAD_TEXT in of(Outcome.N6, on=date(2026, 7, 1)).warnings
    assert Warn.UNREAD_TEXT not in of(Outcome.N6, on=date(2026, 6, 30)).warnings


def test_a_missing_body_is_flagged_and_never_printed_as_a_gap() -> None:
    nobody = of(Outcome.N6, by=Profile("甲开发区管委会", AgencyKind.OTHER))
    assert Warn.NO_BODY in nobody.warnings
    with pytest.raises(NotReady, match="nobody to name"):
        clause(nobody)


def test_a_reply_without_items_decides_nothing() -> None:
    with pytest.raises(RuleBroken, match="without items"):
        of()


def test_a_letter_served_online_names_the_online_channel() -> None:
    items = [DecidedItem(1, Outcome.U1)]

    def served(channel: str, day: date = R4_DAY) -> Remedies:
        return remedies(
            decided_on=day,
            dispatched_on=day,
            items=items,
            profile=COUNTY_BUREAU,
            served_online=True,
            online_channel=channel,
        )

    assert Warn.NO_ONLINE_CHANNEL in served("").warnings
    assert "https://fy.example.gov.cn" in text(served("https://fy.example.gov.cn"))
    assert text(served("https://fy.example.gov.cn", date(2020, 6, 1))).count("https") == 0


def test_the_articles_of_reconsideration_first() -> None:
    assert cite(of(Outcome.N6).citations) == (
        "《中华人民共和国行政复议法》第二十三条第一款第四项、第二十条第一款、第三十四条、"
        "《中华人民共和国行政诉讼法》第四十五条、"
        "《最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释》第一条"
    )
