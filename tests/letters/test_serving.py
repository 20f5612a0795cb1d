"""Proofs of service and of posting; 国办公开办函〔2016〕235号."""

from dataclasses import replace
from datetime import timedelta

import pytest

from letters import render
from letters.blocks import text
from letters.parts import Document
from letters.sample_serving import POSTING_RECORD, SERVICE_RETURN
from letters.serving import POST_SERVICES, WAYS, Serving
from workflow.rules.errors import BadInput
from workflow.rules.service import Way


def words(form: Document) -> str:
    return text(render.blocks(form))


@pytest.mark.parametrize("way", Way)
def test_the_way_taken_is_ticked_and_no_other(way: Way) -> None:
    said = words(replace(SERVICE_RETURN, way=way))
    assert said.count("■") == 1
    assert f"■{WAYS[way]}" in said


def test_the_return_has_room_for_time_to_the_minute_refusal_and_witness() -> None:
    said = words(SERVICE_RETURN)
    for label in (
        "送达时间\t______年____月____日____时____分",
        "拒收情况\t",
        "见证人签名\t",
        "送达地点\t",
        "送达人（签名）",
    ):
        assert label in said


def test_a_posting_names_the_letter_by_its_number_and_who_pays() -> None:
    said = words(POSTING_RECORD)
    assert "内件\t政府信息公开申请答复书（甲环公开〔2026〕12号）1份" in said
    assert "不向收件人收取" in said
    assert "地址来源\t申请表所填地址" in said


def test_no_service_is_a_courier() -> None:
    assert set(POST_SERVICES.values()) == {"邮政特快专递（EMS）", "挂号信"}


def test_a_posting_to_come() -> None:
    with pytest.raises(BadInput, match="Enter the day it was posted"):
        render.blocks(replace(POSTING_RECORD, posted_on=POSTING_RECORD.issued_on + timedelta(days=1)))


@pytest.mark.parametrize("form", [SERVICE_RETURN, POSTING_RECORD])
def test_no_copy(form: Serving) -> None:
    with pytest.raises(BadInput, match="0 copies"):
        render.blocks(replace(form, copies=0))


def test_a_posting_needs_its_number() -> None:
    with pytest.raises(BadInput, match="tracking_no is empty"):
        render.blocks(replace(POSTING_RECORD, tracking_no=""))
