"""Documents of a consultation from the record, on both databases."""

from datetime import date
from typing import Any

import pytest
from factories import Office, Taken, answer, at
from signing import approve

from letters.blocks import text
from letters.kinds import Document
from letters.render import blocks
from workflow.actions.agencies import Stamp, change_agency
from workflow.actions.issue import issue_letter
from workflow.actions.writing import FORMS, WRITERS
from workflow.actions.writing.common import Wanted
from workflow.rules.errors import BadInput, NotFound, NotReady, RuleBroken
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.store.dossier import dossier

PASSAGES = "《生产工艺》｜第5页至第7页\n《应急预案》"
SETTINGS = {"government": "甲县人民政府", "office": "办公室", "telephone": "0000-1234567", "address": "解放路1号"}
REASONS = {"reasons": "上述信息已经在环评报告中公开，不构成商业秘密"}
SILENT: Taken = ("lapse_consultation", "2026-03-27")
DECISION: list[Taken] = [
    ("draft", "2026-03-30", {"items": [answer(1, Outcome.D2)]}),
    ("submit", "2026-03-30"),
    ("clear", "2026-03-31"),
    ("decide", "2026-04-01"),
]


@pytest.fixture
def desk(office: Office) -> Office:
    return furnished(office)


@pytest.fixture
def sqlite_desk(sqlite_office: Office) -> Office:
    return furnished(sqlite_office)


def furnished(office: Office, **settings: str) -> Office:
    with office.store.unit() as unit:
        stamp = Stamp(office.people["admin"], date(2026, 1, 5), at("2026-01-05"))
        change_agency(unit, stamp, office.agency_id, settings={**SETTINGS, **settings})
    return office


def consulted(office: Office, *then: Taken, party: str = "third_party", question: str = PASSAGES, **told: Any) -> Case:
    """Return a case whose consultation C3 went out on 4 March and arrived on the next day."""
    sent = {"party": party, "name": "乙化工有限公司", "question": question}
    history: list[Taken] = [
        ("review", "2026-03-03"),
        ("consult", "2026-03-04", sent),
        ("deliver_consultation", "2026-03-05"),
        *then,
    ]
    return office.case(history, **{"items": ["乙厂的申请表"], **told})


def answered(opinion: str, reasons: str = "涉及本公司商业秘密") -> Taken:
    return ("answer_consultation", "2026-03-10", {"opinion": opinion, "reasons": reasons})


def written(office: Office, case: Case, kind: str, on: str, **wanted: Any) -> str:
    """Return the text of a document as its writer makes it from the record."""
    day = date.fromisoformat(on)
    with office.store.unit() as unit:
        papers = dossier(unit, case, day)
    document: Document = {**WRITERS, **FORMS}[kind](papers, "某1号", Wanted(day, **wanted))
    return text(blocks(document))


# C2 and C5.


def test_the_slip_repeats_what_was_asked_and_the_number_of_the_letter(desk: Office) -> None:
    case = consulted(desk)
    call = desk.call("caseworker", "2026-03-05", case.version)
    with desk.store.step() as unit:
        case = issue_letter(unit, case.id, call, letter="third_party_consultation", about="C3")
    said = written(desk, case, "third_party_opinion", "2026-03-05", about="C3")
    assert "征求意见文书文号\t公开告〔2026〕1号" in said
    assert "1\t《生产工艺》：第5页至第7页\t□同意公开" in said
    assert "2\t《应急预案》\t□同意公开" in said
    assert "第三方\t乙化工有限公司" in said
    assert "张三" not in said


def test_without_a_letter_its_number_is_told_or_left_to_be_filled_in(sqlite_desk: Office) -> None:
    case = consulted(sqlite_desk, party="co_producer")
    assert "征求意见文书文号\t\n" in written(sqlite_desk, case, "co_producer_opinion", "2026-03-05", about="C3")
    told = {"letter": "甲环函〔2026〕9号"}
    said = written(sqlite_desk, case, "co_producer_opinion", "2026-03-05", about="C3", told=told)
    assert "征求意见文书文号\t甲环函〔2026〕9号\n" in said


@pytest.mark.parametrize(
    ("kind", "party"),
    [
        ("third_party_opinion", "co_producer"),
        ("co_producer_opinion", "third_party"),
        ("co_producer_consultation", "third_party"),
        ("disclosure_decision", "co_producer"),
    ],
)
def test_a_document_belongs_to_its_party(sqlite_desk: Office, kind: str, party: str) -> None:
    case = consulted(sqlite_desk, party=party)
    with pytest.raises(NotFound, match="no consultation C3 of"):
        written(sqlite_desk, case, kind, "2026-03-05", about="C3", told=REASONS)
    with pytest.raises(NotFound, match="no consultation C9 of"):
        written(sqlite_desk, case, kind, "2026-03-05", about="C9", told=REASONS)


def test_a_form_does_not_name_the_applicant(sqlite_desk: Office) -> None:
    case = consulted(sqlite_desk, question="张三申请的《生产工艺》")
    with pytest.raises(RuleBroken, match="names the applicant"):
        written(sqlite_desk, case, "third_party_opinion", "2026-03-05", about="C3")


# C3.


def test_the_applicant_is_told_from_when_the_period_stands_still(desk: Office) -> None:
    said = written(desk, consulted(desk), "consultation_notice", "2026-03-05", about="C3")
    assert "张三：" in said
    assert "于2026年3月4日书面征求第三方的意见" in said
    assert "第三方应当自收到征求意见文书之日起15个工作日内" in said
    assert "第三十三条第三款" in said
    assert "乙化工" not in said
    assert said.count("2026年3月4日") == 2  # The recital does not tell it once more.


def test_another_agency_is_asked_by_its_own_article_and_without_a_period(sqlite_desk: Office) -> None:
    said = written(sqlite_desk, consulted(sqlite_desk, party="agency"), "consultation_notice", "2026-03-05", about="C3")
    assert "第十一条的规定" in said
    assert "逾期" not in said


def test_a_consultation_that_is_over_is_not_told_of(sqlite_desk: Office) -> None:
    case = consulted(sqlite_desk, answered("agree"))
    with pytest.raises(NotReady, match="ended on 2026-03-10"):
        written(sqlite_desk, case, "consultation_notice", "2026-03-11", about="C3")


def test_a_consultation_that_does_not_pause_is_not_told_of(sqlite_desk: Office) -> None:
    history: list[Taken] = [("review", "2018-03-06"), ("consult", "2018-03-07", {"party": "agency"})]
    case = sqlite_desk.register("2018-03-05")
    for step, on, *said in history:
        case = sqlite_desk.take(case, step, on, **(said[0] if said else {}))
    with pytest.raises(NotReady, match="not left out of the period"):
        written(sqlite_desk, case, "consultation_notice", "2018-03-07", about="C3")


# C4.


def test_a_co_producer_learns_what_is_asked_and_what_silence_means(desk: Office) -> None:
    case = consulted(desk, party="co_producer")
    told = {"question": "整治是否结束", "enclosed": "《应急预案》复印件，共12页"}
    said = written(desk, case, "co_producer_consultation", "2026-03-05", about="C3", told=told)
    for part in (
        "乙化工有限公司：\n",
        "申请公开的内容是：\n乙厂的申请表\n",
        "1. 《生产工艺》：第5页至第7页；\n2. 《应急预案》。",
        "请你单位说明：整治是否结束。",
        "15个工作日内",
        "第三十四条",
        "视为同意公开",
        "2. 《应急预案》复印件，共12页",
    ):
        assert part in said
    assert "张三" not in said


def test_a_request_that_names_the_applicant_is_told_in_substance(sqlite_desk: Office) -> None:
    case = consulted(sqlite_desk, party="co_producer", items=["张三承包地的整治方案"])
    with pytest.raises(RuleBroken, match="as request names the applicant"):
        written(sqlite_desk, case, "co_producer_consultation", "2026-03-05", about="C3")
    told = {"request": "某承包地的整治方案"}
    said = written(sqlite_desk, case, "co_producer_consultation", "2026-03-05", about="C3", told=told)
    assert "申请公开的内容是：\n某承包地的整治方案\n" in said


def test_the_text_of_2008_takes_no_silence_as_consent(sqlite_desk: Office) -> None:
    case = sqlite_desk.register("2018-03-05")
    case = sqlite_desk.take(case, "review", "2018-03-06")
    case = sqlite_desk.take(case, "consult", "2018-03-07", party="co_producer")
    with pytest.raises(RuleBroken, match="ordinary letter"):
        written(sqlite_desk, case, "co_producer_consultation", "2018-03-07", about="C3")


# C11.


def test_a_refusal_that_is_not_followed_is_told_with_reasons_wait_and_remedies(desk: Office) -> None:
    case = consulted(desk, answered("refuse"), *DECISION)
    case = approve(desk, case, "disclosure_decision", "2026-04-01", "C3")
    call = desk.call("caseworker", "2026-04-01", case.version)
    with desk.store.step() as unit:
        case = issue_letter(unit, case.id, call, letter="disclosure_decision", about="C3", told=REASONS)
    assert case.letters[-1].kind == "disclosure_decision"
    said = written(desk, case, "disclosure_decision", "2026-04-01", about="C3", told=REASONS)
    for part in (
        "乙化工有限公司：\n",
        "于2026年3月4日就公开涉及你方的信息书面征求你方的意见。你方于2026年3月10日表示不同意公开，理由是：涉及本公司商业秘密。",
        "1. 《生产工艺》：第5页至第7页；\n2. 《应急预案》。",
        "没有合理理由：上述信息已经在环评报告中公开",
        "第十五条、第三十二条",
        "自你方收到本告知书之日起满10个工作日后",
        "60日内向甲县人民政府申请行政复议，也可以",
    ):
        assert part in said
    assert "张三" not in said


def test_a_partial_refusal_and_the_public_interest(sqlite_desk: Office) -> None:
    furnished(sqlite_desk, release_gap="20")
    case = consulted(sqlite_desk, answered("partly", ""), *DECISION)
    told = {**REASONS, "public_interest": "事关饮水安全", "disclosed": "《应急预案》｜第1页"}
    said = written(sqlite_desk, case, "disclosure_decision", "2026-04-01", about="C3", told=told)
    assert "表示部分同意公开，没有说明理由。" in said
    assert "本机关决定公开以下信息：\n1. 《应急预案》：第1页。" in said
    assert "重大影响：事关饮水安全。" in said
    assert "满20个工作日后" in said


def test_silence_on_record_is_told_with_its_last_day(desk: Office) -> None:
    case = consulted(desk, SILENT, *DECISION)
    said = written(desk, case, "disclosure_decision", "2026-04-01", about="C3", told=REASONS)
    assert "至提出意见的最后一日2026年3月26日，你方没有提出意见。" in said


def test_who_agreed_or_has_not_answered_yet_gets_no_such_letter(sqlite_desk: Office) -> None:
    agreed = consulted(sqlite_desk, answered("agree"), *DECISION)
    with pytest.raises(NotReady, match="agreed in consultation C3"):
        written(sqlite_desk, agreed, "disclosure_decision", "2026-04-01", about="C3", told=REASONS)
    waiting = consulted(sqlite_desk)
    with pytest.raises(NotReady, match="neither an answer nor a recorded silence"):
        written(sqlite_desk, waiting, "disclosure_decision", "2026-04-01", about="C3", told=REASONS)


def test_nothing_is_told_before_a_decision_or_of_a_refusal(sqlite_desk: Office) -> None:
    undecided = consulted(sqlite_desk, answered("refuse"))
    with pytest.raises(NotReady, match="no decision that discloses"):
        written(sqlite_desk, undecided, "disclosure_decision", "2026-03-11", about="C3", told=REASONS)
    withheld: Taken = ("draft", "2026-03-30", {"items": [answer(1, Outcome.N4A)]})
    refused = consulted(sqlite_desk, answered("refuse"), withheld, *DECISION[1:])
    with pytest.raises(NotReady, match="no decision that discloses"):
        written(sqlite_desk, refused, "disclosure_decision", "2026-04-01", about="C3", told=REASONS)


def test_what_is_not_told_is_named(sqlite_desk: Office) -> None:
    case = consulted(sqlite_desk, answered("refuse"), *DECISION)
    with pytest.raises(NotReady, match="Give it as reasons"):
        written(sqlite_desk, case, "disclosure_decision", "2026-04-01", about="C3")


@pytest.mark.parametrize("key", ["reasons", "public_interest", "disclosed", "opinion"])
def test_no_word_of_it_names_the_applicant(sqlite_desk: Office, key: str) -> None:
    case = consulted(sqlite_desk, answered("refuse"), *DECISION)
    with pytest.raises(RuleBroken, match="names the applicant"):
        written(sqlite_desk, case, "disclosure_decision", "2026-04-01", about="C3", told={**REASONS, key: "系张三申请"})


def test_an_opinion_that_names_the_applicant_is_told_in_substance(sqlite_desk: Office) -> None:
    case = consulted(sqlite_desk, answered("refuse", "张三是竞争对手"), *DECISION)
    with pytest.raises(RuleBroken, match="as opinion names the applicant"):
        written(sqlite_desk, case, "disclosure_decision", "2026-04-01", about="C3", told=REASONS)
    told = {**REASONS, "opinion": "担心被竞争对手利用"}
    said = written(sqlite_desk, case, "disclosure_decision", "2026-04-01", about="C3", told=told)
    assert "理由是：担心被竞争对手利用。" in said


def test_in_2008_only_the_public_interest_takes_the_place_of_consent(sqlite_desk: Office) -> None:
    case = sqlite_desk.register("2018-03-05", items=["乙厂的申请表"])
    history: list[Taken] = [
        ("review", "2018-03-06"),
        ("consult", "2018-03-07", {"question": PASSAGES}),
        ("answer_consultation", "2018-03-09"),
        ("draft", "2018-03-12", {"items": [answer(1, Outcome.D2)]}),
        ("submit", "2018-03-12"),
        ("clear", "2018-03-13"),
        ("decide", "2018-03-14"),
    ]
    for step, on, *said in history:
        case = sqlite_desk.take(case, step, on, **(said[0] if said else {}))
    with pytest.raises(BadInput, match="public interest alone"):
        written(sqlite_desk, case, "disclosure_decision", "2018-03-14", about="C3", told=REASONS)
    told = {**REASONS, "public_interest": "事关饮水安全"}
    letter = written(sqlite_desk, case, "disclosure_decision", "2018-03-14", about="C3", told=told)
    assert "第十四条第四款、第二十三条" in letter


@pytest.mark.parametrize("value", ["0", "soon"])
def test_a_wait_that_is_none_cannot_be_set(sqlite_desk: Office, value: str) -> None:
    with pytest.raises(BadInput, match="release_gap"):
        furnished(sqlite_desk, release_gap=value)
