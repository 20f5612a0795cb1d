"""Forms of a request: what they ask for, and what they must never hold (Arts. 29, 31; 2008: Arts. 13, 20)."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from letters import render
from letters.blocks import ROWS, text
from letters.intake import KINDS
from letters.kinds import Document
from letters.sample_intake import (
    AUTHORISATION_FILLED,
    BLANK_FOR_A_PERSON,
    BLANK_FOR_AN_ORGANISATION,
    BLANK_OF_2018,
    FILLED_FOR_A_PERSON,
    FILLED_FOR_AN_ORGANISATION,
    ORAL_REQUEST,
    RECEIPT_CONFIRMATION,
    RECEIPT_CONFIRMATION_LATE,
    REGISTRATION_FORM,
    SAMPLES,
)
from workflow.rules.errors import BadInput, NotReady, RuleBroken
from workflow.rules.regimes import CN_2008


def words(form: Document) -> str:
    return text(render.blocks(form))


def rows(form: Document) -> dict[str, str]:
    """Return what stands beside each label; every row of a form has two cells."""
    return dict(block.cells for block in render.blocks(form) if block.role in ROWS)  # type: ignore[misc]  # two cells


@pytest.mark.parametrize("form", SAMPLES.values(), ids=SAMPLES)
def test_every_row_is_a_label_and_its_place(form: Document) -> None:
    assert {len(block.cells) for block in render.blocks(form) if block.role in ROWS} == {2}


@pytest.mark.parametrize("kind", KINDS)
def test_no_form_has_a_field_for_what_identifies_a_person(kind: type[Document]) -> None:
    names = {field.name for field in fields(kind)}
    assert not names & {"id_number", "identity", "telephone", "phone", "address", "email", "postcode"}


class TestApplications:
    def test_a_blank_form_asks_for_what_art_29_asks_and_not_for_the_purpose(self) -> None:
        asked = rows(BLANK_FOR_A_PERSON)
        for label in ("姓名", "身份证明的名称、号码（附复印件）", "联系电话", "通信地址和邮政编码"):
            assert asked[label] == ""
        assert "□邮寄" in asked["获取方式（可多选）"]
        assert "□纸质" in asked["提供载体（可多选）"]
        assert not any("用途" in label for label in asked)
        assert "第二十九条" in words(BLANK_FOR_A_PERSON)
        assert "申请人不需要说明所需信息的用途。" in words(BLANK_FOR_A_PERSON)
        assert "登记号" not in words(BLANK_FOR_A_PERSON)

    def test_the_form_of_2008_asks_for_the_purpose_and_not_for_a_paper(self) -> None:
        asked = rows(BLANK_OF_2018)
        assert asked["所需信息的用途"] == ""
        assert not any("身份证明的名称" in label for label in asked)
        assert "第二十条" in words(BLANK_OF_2018)
        assert "不需要说明" not in words(BLANK_OF_2018)

    @pytest.mark.parametrize("day", [date(2019, 5, 15), date(2026, 3, 2)])
    def test_since_2019_the_purpose_must_not_be_asked(self, day: date) -> None:
        late = replace(BLANK_OF_2018, issued_on=day)
        with pytest.raises(RuleBroken, match="Leave the question out"):
            words(late)
        assert "用途" in words(replace(BLANK_OF_2018, issued_on=date(2019, 5, 14)))

    def test_sealed_identifiers_are_named_as_kept_and_not_shown(self) -> None:
        asked = rows(FILLED_FOR_A_PERSON)
        assert asked["联系电话"] == asked["电子邮箱"] == "（已登记，另行加密保存）"
        assert asked["所需政府信息（2）"] == "乙厂的环境应急预案\n（含附图）"
        assert asked["申请人对形式的要求"] == "电子邮件发送扫描件"

    def test_the_kind_of_organisation_is_marked(self) -> None:
        assert rows(FILLED_FOR_AN_ORGANISATION)["组织类型"].count("■") == 1
        assert "■法律服务机构" in rows(FILLED_FOR_AN_ORGANISATION)["组织类型"]
        assert "■" not in rows(BLANK_FOR_AN_ORGANISATION)["组织类型"]

    def test_a_kind_of_organisation_that_is_none(self) -> None:
        with pytest.raises(BadInput, match="商业企业, 科研机构"):
            words(replace(BLANK_FOR_AN_ORGANISATION, chosen="国有企业"))


class TestOralRequest:
    def test_it_says_why_it_was_read_back_and_by_whom(self) -> None:
        said = words(ORAL_REQUEST)
        assert rows(ORAL_REQUEST)["采用书面形式确有困难的原因"] == "申请人视力残疾，不能书写"
        assert "由本机关工作人员赵六根据申请人口述代为填写，已向申请人宣读" in said
        assert "申请人（签名或者捺印）：" in said

    @pytest.mark.parametrize("gap", [{"applicant": ""}, {"request": ()}])
    def test_it_names_who_asks_and_for_what(self, gap: dict[str, Any]) -> None:
        with pytest.raises(NotReady, match="names no applicant, or nothing"):
            words(replace(ORAL_REQUEST, **gap))

    @pytest.mark.parametrize("gap", ["reason", "clerk"])
    def test_it_cannot_do_without_reason_and_clerk(self, gap: str) -> None:
        with pytest.raises(BadInput, match=f"{gap} is empty"):
            words(replace(ORAL_REQUEST, **{gap: " "}))  # type: ignore[arg-type]  # a text


class TestAuthorisation:
    def test_only_the_powers_given_are_marked(self) -> None:
        assert rows(AUTHORISATION_FILLED)["委托权限（逐项勾选）"] == (
            "■提出政府信息公开申请　■补正、变更申请内容　□撤回申请　■接收文书和政府信息"
        )
        assert rows(AUTHORISATION_FILLED)["委托期限"] == "自签署之日起至2026年12月31日"

    def test_a_power_that_is_none(self) -> None:
        with pytest.raises(BadInput, match="提起行政诉讼 is no power"):
            words(replace(AUTHORISATION_FILLED, powers=("撤回申请", "提起行政诉讼")))

    def test_nobody_authorises_themselves(self) -> None:
        with pytest.raises(BadInput, match="王五 cannot authorise"):
            words(replace(AUTHORISATION_FILLED, principal="王五"))

    def test_a_term_that_is_over(self) -> None:
        with pytest.raises(BadInput, match="before it begins"):
            words(replace(AUTHORISATION_FILLED, until=date(2026, 3, 1)))
        assert words(replace(AUTHORISATION_FILLED, until=date(2026, 3, 2)))


class TestRegistration:
    def test_it_says_which_day_counts_why_and_what_follows(self) -> None:
        noted = rows(REGISTRATION_FORM)
        assert noted["收到申请之日"] == "2026年3月2日"
        assert noted["确定该日的理由"] == "当日签收（《中华人民共和国政府信息公开条例》第三十一条第二项）"
        assert noted["告知补正的最后一日"] == "2026年3月11日"
        assert noted["答复期限的最后一日"] == "2026年3月30日"
        assert "可能变动" not in words(REGISTRATION_FORM)

    def test_a_last_day_that_may_move_is_marked(self) -> None:
        assert "新的安排公布后可能变动" in words(replace(REGISTRATION_FORM, provisional=True))

    def test_where_no_article_speaks_none_is_cited(self) -> None:
        form = replace(REGISTRATION_FORM, receipt_basis="", correct_by=None)
        assert rows(form)["确定该日的理由"] == "当日签收"
        assert "告知补正的最后一日" not in rows(form)

    def test_days_out_of_order_and_a_request_without_text(self) -> None:
        with pytest.raises(BadInput, match="is not after the receipt"):
            words(replace(REGISTRATION_FORM, reply_by=REGISTRATION_FORM.received_on))
        with pytest.raises(BadInput, match="no text"):
            words(replace(REGISTRATION_FORM, request=()))


class TestConfirmation:
    def test_it_leaves_the_number_to_be_written_by_hand(self) -> None:
        noted = rows(RECEIPT_CONFIRMATION)
        assert noted["所用的号码或者邮箱"] == ""
        assert noted["收到申请之日"] == "2026年3月2日（依照《中华人民共和国政府信息公开条例》第三十一条第二项）"
        assert "没有在到达当日确认的原因" not in noted

    def test_a_letter_is_confirmed_on_the_day_it_arrives_or_the_reason_is_given(self) -> None:
        assert rows(RECEIPT_CONFIRMATION_LATE)["没有在到达当日确认的原因"] == "当日两次拨打电话无人接听"
        with pytest.raises(NotReady, match="Give the reason"):
            words(replace(RECEIPT_CONFIRMATION_LATE, late_reason=" "))
        assert words(replace(RECEIPT_CONFIRMATION_LATE, late_reason="", same_day=False))

    @pytest.mark.parametrize(
        "days", [{"arrived_on": date(2026, 3, 3)}, {"received_on": date(2026, 3, 1)}], ids=["arrived", "received"]
    )
    def test_days_out_of_order(self, days: dict[str, date]) -> None:
        with pytest.raises(BadInput, match="out of order"):
            words(replace(RECEIPT_CONFIRMATION, **days))  # type: ignore[arg-type]  # days


def test_the_purpose_stands_in_the_text_of_2008_alone() -> None:
    assert BLANK_OF_2018.purpose_basis == CN_2008.articles["purpose"]
