"""Letters of the text of 2008: only then, and each with what its kind asks for."""

from dataclasses import replace
from datetime import date

import pytest

from letters import render
from letters.blocks import text
from letters.catalogue import BY_ID
from letters.legacy import LegacyReply
from letters.parts import Letter
from letters.sample_legacy import ASK_HOLDER, ASK_PARTY, DISCLOSURE, NEEDS_NOTICE, PARTY_ANSWERS, REPLIES, SAMPLES
from workflow.rules.citations import Law
from workflow.rules.errors import BadInput, NotReady, RuleBroken
from workflow.rules.legacy import Legacy, known_on, legacy_citations

LAST, FIRST = date(2019, 5, 14), date(2019, 5, 15)


def words(letter: Letter) -> str:
    return text(render.blocks(letter))


@pytest.mark.parametrize("answer", Legacy)
def test_every_one_is_listed(answer: Legacy) -> None:
    assert BY_ID[answer.value].sample in SAMPLES


@pytest.mark.parametrize("letter", SAMPLES.values(), ids=SAMPLES)
def test_none_may_be_dated_from_2019_05_15_on(letter: Letter) -> None:
    with pytest.raises(RuleBroken, match="ended on 2019-05-14"):
        words(replace(letter, issued_on=FIRST))


@pytest.mark.parametrize("letter", [REPLIES[Legacy.NEEDS_UNRELATED], REPLIES[Legacy.NEEDS_NOT_SHOWN], NEEDS_NOTICE])
def test_nobody_has_to_show_a_need_for_a_request_of_2019_05_15(letter: LegacyReply) -> None:
    assert words(letter)
    with pytest.raises(RuleBroken, match="三需要"):
        words(replace(letter, recital=replace(letter.recital, received_on=FIRST)))


@pytest.mark.parametrize("letter", REPLIES.values(), ids=[answer.value for answer in REPLIES])
def test_every_reply_and_every_notice_cites_an_article_and_carries_the_remedies_of_its_day(letter: LegacyReply) -> None:
    said = words(letter)
    assert "依照《中华人民共和国政府信息公开条例》第" in said
    assert f"自收到{letter.itself}之日起60日内向甲县人民政府或者甲市生态环境局申请行政复议" in said
    with pytest.raises(NotReady, match="remedies"):
        words(replace(letter, remedies=()))


@pytest.mark.parametrize(
    ("answer", "field"),
    [(Legacy.NEEDS_NOT_SHOWN, "notice"), (Legacy.MIXED_GIVEN, "provided"), (Legacy.PETITION, "turn_to")],
)
def test_what_a_kind_asks_for_is_named(answer: Legacy, field: str) -> None:
    with pytest.raises(NotReady, match=field):
        words(replace(REPLIES[answer], **{field: " "}))  # type: ignore[arg-type]


def test_each_kind_has_its_own_letter() -> None:
    with pytest.raises(BadInput, match="L6 is no reply"):
        words(replace(REPLIES[Legacy.SECURITY], answer=Legacy.ASK_HOLDER))
    with pytest.raises(BadInput, match="L5 is no consultation"):
        words(replace(ASK_HOLDER, answer=Legacy.SECURITY))


def test_a_question_has_a_limit_and_an_answer_its_opinion() -> None:
    with pytest.raises(NotReady, match="last day for the answer"):
        words(replace(ASK_PARTY, answer_by=None))
    with pytest.raises(NotReady, match="an answer needs the opinion"):
        words(replace(PARTY_ANSWERS, opinion=""))
    with pytest.raises(BadInput, match="names nothing"):
        words(replace(ASK_HOLDER, passages=()))


@pytest.mark.parametrize("letter", [ASK_HOLDER, ASK_PARTY, PARTY_ANSWERS, DISCLOSURE])
def test_nobody_beside_the_applicant_learns_who_asked(letter: Letter) -> None:
    assert "张三" not in words(letter)
    assert "recital" not in type(letter).__dataclass_fields__


def test_a_disclosure_leaves_time_and_names_what_and_why() -> None:
    said = words(DISCLOSURE)
    assert "2018年7月11日公开" in said
    assert "公共利益" in said
    with pytest.raises(BadInput, match="Leave the right holder time"):
        words(replace(DISCLOSURE, release_on=DISCLOSURE.issued_on))
    with pytest.raises(NotReady, match="carries no remedies"):
        words(replace(DISCLOSURE, remedies=()))


def test_papers_are_asked_for_with_time_to_give_them() -> None:
    with pytest.raises(BadInput, match="not after the notice"):
        words(replace(NEEDS_NOTICE, supply_by=NEEDS_NOTICE.issued_on))


def test_the_basis_is_that_of_2008_and_there_is_none_after_it() -> None:
    assert known_on(LAST)
    assert all(
        place.law in {Law.REGULATIONS_2008, Law.OPINIONS_2008}
        for one in Legacy
        for place in legacy_citations(one, LAST)
    )
    assert [one for one in Legacy if not legacy_citations(one, LAST)] == [Legacy.HISTORICAL]
    with pytest.raises(RuleBroken, match="not in force on 2019-05-15"):
        legacy_citations(Legacy.SECURITY, FIRST)
