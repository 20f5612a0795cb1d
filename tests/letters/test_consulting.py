"""Letters and forms of a consultation: what they must say, what they must never say, what they refuse."""

from dataclasses import fields, replace
from datetime import date

import pytest

from letters import render
from letters.blocks import Role, text
from letters.consulting import (
    KINDS,
    Answer,
    CoProducerConsultation,
    CoProducerOpinion,
    DisclosureDecision,
    ThirdPartyOpinion,
)
from letters.parts import Document
from letters.sample_consulting import (
    CO_PRODUCER_CONSULTATION,
    CO_PRODUCER_OPINION,
    CONSULTATION_NOTICE,
    DISCLOSURE_DECISION,
    SAMPLES,
    THIRD_PARTY_OPINION,
)
from workflow.rules.clock_events import Party
from workflow.rules.errors import BadInput
from workflow.rules.remedies import Effect


def words(letter: Document) -> str:
    return text(render.blocks(letter))


# Who asked: never told to a third party or to another agency.


@pytest.mark.parametrize("kind", [ThirdPartyOpinion, CoProducerConsultation, CoProducerOpinion, DisclosureDecision])
def test_there_is_no_field_in_which_the_applicant_could_be_revealed(kind: type[Document]) -> None:
    assert not {"recital", "applicant", "applicants", "requester"} & {field.name for field in fields(kind)}
    assert not any("张三" in words(sample) for sample in SAMPLES.values() if isinstance(sample, kind))


# C2 and C5: the forms.


def test_a_third_party_chooses_for_each_passage_and_gives_reasons_and_evidence() -> None:
    said = words(THIRD_PARTY_OPINION)
    assert said.count("□同意公开　□部分同意公开　□不同意公开") == len(THIRD_PARTY_OPINION.passages) == 2
    for part in ("甲环征〔2026〕1号", "不为公众所知悉、具有商业价值和采取保密措施", "所附证据清单", "签名或者盖章"):
        assert part in said
    assert "视为" not in said


def test_a_co_producer_names_the_article_for_what_it_refuses() -> None:
    assert "不予公开部分适用的条款和理由" in words(CO_PRODUCER_OPINION)


def test_a_form_whose_letter_has_no_number_yet_leaves_the_cell_empty() -> None:
    rows = [block for block in render.blocks(replace(THIRD_PARTY_OPINION, letter="")) if block.role is Role.ROW]
    assert ("征求意见文书文号", "") in [row.cells for row in rows]


@pytest.mark.parametrize("form", [THIRD_PARTY_OPINION, CO_PRODUCER_OPINION])
def test_an_opinion_is_about_something(form: ThirdPartyOpinion) -> None:
    with pytest.raises(BadInput, match="names nothing to give an opinion on"):
        render.blocks(replace(form, passages=()))


# C3: the applicant.


def test_the_applicant_learns_that_the_period_stands_still_and_when_it_goes_on() -> None:
    said = words(CONSULTATION_NOTICE)
    for part in (
        "2026年3月4日书面征求第三方的意见",
        "自收到征求意见文书之日起15个工作日内提出意见",
        "第三十三条第三款的规定，征求意见所需时间不计算在答复期限内",
        "自2026年3月4日的次日起，答复期限暂停计算",
        "答复期限继续计算",
    ):
        assert part in said
    assert "乙化工" not in said


def test_silence_means_what_the_article_of_the_party_says() -> None:
    assert "由本机关决定是否公开" in words(CONSULTATION_NOTICE)
    joint = words(replace(CONSULTATION_NOTICE, party=Party.CO_PRODUCER))
    assert "共同制作机关应当自收到" in joint
    assert "视为同意公开" in joint
    other = words(replace(CONSULTATION_NOTICE, party=Party.AGENCY, answer_days=None))
    assert "有关行政机关" in other
    assert "逾期" not in other
    assert "期限届满" not in other


def test_a_notice_before_the_consultation() -> None:
    with pytest.raises(BadInput, match="begins after the notice"):
        render.blocks(replace(CONSULTATION_NOTICE, started_on=date(2026, 3, 5)))


# C4: the co-producer, Art. 34.


def test_the_silence_of_a_co_producer_is_consent_and_that_of_a_third_party_is_not() -> None:
    said = words(CO_PRODUCER_CONSULTATION)
    assert "自收到本函之日起15个工作日内" in said
    assert "逾期未提出意见的，依照上述规定视为同意公开。" in said
    assert "第三十四条" in said
    assert "不视为同意" not in said


def test_a_question_beside_the_opinion_is_asked_only_where_there_is_one() -> None:
    assert "并请你单位说明：该方案的整治工作是否已经结束。" in words(CO_PRODUCER_CONSULTATION)
    assert "说明：" not in words(replace(CO_PRODUCER_CONSULTATION, question=""))


def test_the_slip_goes_with_the_letter_before_what_is_enclosed() -> None:
    said = words(CO_PRODUCER_CONSULTATION)
    assert "附件：1. 共同制作机关意见回执\n2. 《甲县化工园区整治工作方案》复印件，共12页\n" in said
    assert "附件1\n共同制作机关意见回执\n" in said


@pytest.mark.parametrize(
    "letter",
    [replace(CO_PRODUCER_CONSULTATION, passages=()), replace(CO_PRODUCER_CONSULTATION, request=())],
    ids=["passages", "request"],
)
def test_a_co_producer_is_asked_about_something(letter: Document) -> None:
    with pytest.raises(BadInput, match="produced jointly, or not what was asked for"):
        render.blocks(letter)


# C11: the third party, Art. 32.


def test_only_the_decision_to_disclose_decides() -> None:
    assert [kind for kind in KINDS if kind.EFFECT is not Effect.PROCEDURAL] == [DisclosureDecision]


def test_a_third_party_learns_what_why_from_when_and_what_it_can_do() -> None:
    said = words(DISCLOSURE_DECISION)
    for part in (
        "你单位于2026年3月18日表示不同意公开，理由是：上述内容属于本公司的商业秘密。",
        "本机关决定公开以下信息：\n1. 《乙厂排污许可证申请表》：第5页至第7页的生产工艺和原料用量。",
        "认为不同意公开没有合理理由：生产工艺和原料用量已经写入",
        "第十五条、第三十二条的规定作出",
        "自你单位收到本告知书之日起满10个工作日后，本机关向申请人提供上述信息；在此之前不提供。",
        "可以自收到本告知书之日起60日内向甲县人民政府申请行政复议，也可以",
        "6个月内直接向有管辖权的人民法院提起行政诉讼",
    ):
        assert part in said
    assert "先向" not in said


def test_the_public_interest_is_named_and_how_withholding_harms_it() -> None:
    said = words(SAMPLES["disclosure_decision_public_interest"])
    assert "没有采纳的原因：" in said
    assert "没有合理理由" not in said
    assert "不公开上述信息可能对公共利益造成重大影响：周边居民" in said


def test_silence_is_told_as_silence() -> None:
    said = words(SAMPLES["disclosure_decision_silent"])
    assert "至提出意见的最后一日2026年3月26日，你单位没有提出意见。" in said
    assert "既不视为同意，也不视为不同意" in said
    assert "理由是：" not in said


def test_an_opinion_without_reasons_is_told_as_one() -> None:
    assert "表示不同意公开，没有说明理由。" in words(replace(DISCLOSURE_DECISION, opinion=""))


def test_a_decision_that_discloses_nothing_or_at_once() -> None:
    with pytest.raises(BadInput, match="what will be disclosed"):
        render.blocks(replace(DISCLOSURE_DECISION, passages=()))
    with pytest.raises(BadInput, match="no time to object"):
        render.blocks(replace(DISCLOSURE_DECISION, release_days=0))


@pytest.mark.parametrize("answered_on", [date(2026, 3, 3), date(2026, 4, 2)])
def test_days_in_another_order(answered_on: date) -> None:
    with pytest.raises(BadInput, match="in this order"):
        render.blocks(replace(DISCLOSURE_DECISION, answered_on=answered_on))


@pytest.mark.parametrize("answer", Answer)
def test_where_consent_is_needed_only_the_public_interest_takes_its_place(answer: Answer) -> None:
    old = replace(DISCLOSURE_DECISION, answer=answer, consent_needed=True)
    with pytest.raises(BadInput, match="public interest alone"):
        render.blocks(old)
    assert "重大影响：事关饮水安全。" in words(replace(old, public_interest="事关饮水安全"))


def test_a_decision_without_reasons() -> None:
    with pytest.raises(BadInput, match="reasons is empty"):
        render.blocks(replace(DISCLOSURE_DECISION, reasons=" "))
