"""Letters on corrections of own-information records; 政府信息公开条例 (2019), Art. 41; (2008), Art. 25."""

from dataclasses import replace
from datetime import date

import pytest

from letters import render
from letters.amendments import NO_AMENDMENT, AmendmentNotice, AmendmentReferral, AmendmentRefusal, NoAmendment
from letters.blocks import Role, text
from letters.parts import Document
from letters.sample_amendments import (
    AMENDMENT_FORM,
    AMENDMENT_NOTICE,
    AMENDMENT_REFERRAL,
    AMENDMENT_REFUSAL,
    AMENDMENT_TRANSFER,
    SAMPLES,
)
from workflow.rules.errors import BadInput, NotReady


def words(letter: Document) -> str:
    return text(render.blocks(letter))


def test_a_correction_names_old_and_new_day_and_place() -> None:
    said = words(AMENDMENT_NOTICE)
    assert "\t2025年1月1日\t2024年11月1日\n" in said
    assert "已于2026年3月18日在乙村污水接入户登记系统中更正" in said


def test_a_correction_that_changes_nothing() -> None:
    with pytest.raises(BadInput, match="names no change"):
        render.blocks(replace(AMENDMENT_NOTICE, changes=()))
    same = replace(AMENDMENT_NOTICE.changes[0], new=" 2025年1月1日 ")
    with pytest.raises(BadInput, match="leaves it as it was"):
        render.blocks(replace(AMENDMENT_NOTICE, changes=(same,)))


@pytest.mark.parametrize("typed", ["</td><td>甲", "甲\t乙", "<b>&amp;", "{{ 7 * 7 }}", "甲\n乙"])
def test_what_is_typed_stays_in_its_cell(typed: str) -> None:
    change = replace(AMENDMENT_NOTICE.changes[0], new=typed)
    made = render.blocks(replace(AMENDMENT_NOTICE, changes=(change,)))
    (row,) = [block.cells for block in made if block.role is Role.ROW]
    assert row == (change.place, change.old, typed.replace("\t", "　　"))


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 21)])
def test_a_correction_happened_between_application_and_letter(day: date) -> None:
    with pytest.raises(BadInput, match="is not between the application"):
        render.blocks(replace(AMENDMENT_NOTICE, changed_on=day))


@pytest.mark.parametrize("letter", [AMENDMENT_NOTICE, AMENDMENT_REFUSAL, AMENDMENT_TRANSFER, AMENDMENT_REFERRAL])
def test_no_letter_is_older_than_what_it_answers(letter: Document) -> None:
    with pytest.raises(BadInput, match="is older than the application"):
        render.blocks(replace(letter, issued_on=date(2026, 3, 1)))


def test_a_refusal_answers_each_piece_of_evidence() -> None:
    said = words(AMENDMENT_REFUSAL)
    for one in AMENDMENT_REFUSAL.examined:
        assert f"{one.evidence}：{one.result}。" in said
    with pytest.raises(NotReady, match="names none"):
        render.blocks(replace(AMENDMENT_REFUSAL, examined=()))


@pytest.mark.parametrize("ground", NoAmendment)
def test_a_refusal_gives_more_than_its_ground(ground: NoAmendment) -> None:
    with pytest.raises(NotReady, match="only repeat the ground"):
        render.blocks(replace(AMENDMENT_REFUSAL, ground=ground, reasons=f"{NO_AMENDMENT[ground]}。"))
    assert NO_AMENDMENT[ground] in words(replace(AMENDMENT_REFUSAL, ground=ground))


@pytest.mark.parametrize("letter", [AMENDMENT_NOTICE, AMENDMENT_REFUSAL])
def test_what_decides_names_remedies(letter: AmendmentNotice | AmendmentRefusal) -> None:
    with pytest.raises(NotReady, match="names no remedies"):
        render.blocks(replace(letter, remedies=()))


def test_the_title_speaks_of_a_transfer_only_where_there_was_one() -> None:
    assert words(AMENDMENT_REFERRAL).splitlines()[1] == "更正政府信息申请转送告知书"
    guidance = words(SAMPLES["amendment_referral_guidance"])
    assert guidance.splitlines()[1] == "更正政府信息申请指引告知书"
    assert "转送" not in guidance
    assert "请您向该机关提出更正申请" in guidance


def test_in_2008_an_application_had_to_be_passed_on() -> None:
    old = SAMPLES["amendment_referral_2018"]
    assert isinstance(old, AmendmentReferral)
    assert "第二十五条第二款" in words(old)
    with pytest.raises(NotReady, match="obliges the agency to pass it on"):
        render.blocks(replace(old, transferred_on=None))


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 21)])
def test_a_transfer_happened_between_application_and_letter(day: date) -> None:
    with pytest.raises(BadInput, match="passed on on"):
        render.blocks(replace(AMENDMENT_REFERRAL, transferred_on=day))


def test_a_transfer_passes_the_application_on() -> None:
    with pytest.raises(BadInput, match="passes nothing on"):
        render.blocks(replace(AMENDMENT_TRANSFER, attachments=()))


def test_the_form_promises_a_period_only_where_one_is_set() -> None:
    assert "20个工作日内审核" in words(AMENDMENT_FORM)
    assert "工作日" not in words(replace(AMENDMENT_FORM, days=None))


def test_an_empty_form_can_be_printed() -> None:
    blank = replace(AMENDMENT_FORM, applicant="", record="", held_at="", wrong="", evidence=(), wanted="")
    assert "要求更正为\t\n" in words(blank)
