"""Answers in a reconsideration and in a suit, with their lists of evidence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from letters import render
from letters.blocks import Role, text
from letters.disputes import Answer, Demand
from letters.parts import LONG, Document
from letters.sample_disputes import REVIEW_ANSWER, SUIT_ANSWER
from workflow.rules.errors import BadInput, NotReady

answers = pytest.mark.parametrize("answer", [REVIEW_ANSWER, SUIT_ANSWER], ids=["review", "suit"])


def words(letter: Document) -> str:
    return text(render.blocks(letter))


@answers
def test_the_list_of_evidence_is_annexed_row_by_row(answer: Answer) -> None:
    made = render.blocks(answer)
    rows = [block.cells for block in made if block.role is Role.ROW]
    assert [(row[1], row[5]) for row in rows] == [(one.name, one.proves) for one in answer.evidence]
    roles = [block.role for block in made]
    assert roles.index(Role.ANNEX) < roles.index(Role.HEAD_ROW)


@answers
def test_it_says_when_the_copy_came_and_until_when_to_answer(answer: Answer) -> None:
    said = words(answer)
    assert answer.period in said
    assert answer.answer_basis in said


def test_each_calls_the_other_side_by_its_own_word() -> None:
    assert "申请人以网络方式提出" in words(REVIEW_ANSWER)
    assert "原告以网络方式提出" in words(SUIT_ANSWER)
    assert "请求予以维持" in words(REVIEW_ANSWER)
    assert "请求裁定驳回原告的起诉" in words(replace(SUIT_ANSWER, demand=Demand.REJECT))


@answers
def test_what_an_answer_cannot_do_without(answer: Answer) -> None:
    with pytest.raises(NotReady, match="gives no grounds"):
        render.blocks(replace(answer, grounds=()))
    with pytest.raises(NotReady, match="has no evidence"):
        render.blocks(replace(answer, evidence=()))
    with pytest.raises(NotReady, match="speaks of 2"):
        render.blocks(replace(answer, decided=answer.decided * 2))
    nothing = replace(answer.evidence[0], proves=" ")
    with pytest.raises(BadInput, match=r"evidence\[1\].proves is empty"):
        render.blocks(replace(answer, evidence=(nothing,)))


@answers
def test_only_a_reply_can_be_upheld(answer: Answer) -> None:
    without = replace(answer, reply="", reply_on=None, sent="", decided=())
    with pytest.raises(NotReady, match="there is none"):
        render.blocks(without)
    said = words(replace(without, demand=Demand.REJECT))
    assert "尚未对该申请作出答复" in said
    assert "三、请求" in said


@answers
def test_too_late_or_too_early(answer: Answer) -> None:
    late = replace(answer, issued_on=answer.answer_by + timedelta(days=1))
    with pytest.raises(NotReady, match="Say why it is late"):
        render.blocks(late)
    assert "原因是：副本误送。" in words(replace(late, late_reason="副本误送"))
    with pytest.raises(BadInput, match="is older than the copy"):
        render.blocks(replace(answer, issued_on=answer.copy_on - timedelta(days=1)))
    assert "原因是" not in words(replace(answer, issued_on=answer.answer_by))


@answers
def test_a_long_request_is_annexed_before_the_list(answer: Answer) -> None:
    long = replace(answer, recital=replace(answer.recital, request=("料" * (LONG + 1),)))
    said = words(long)
    assert "附件：1. 申请公开的内容\n2. 证据清单\n" in said
    assert said.index("附件1\n申请公开的内容") < said.index("附件2\n证据清单")
