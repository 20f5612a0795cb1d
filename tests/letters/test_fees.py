"""The fee notice and its end; 政府信息公开条例, Art. 42; 国办函〔2020〕109号."""

from dataclasses import replace
from datetime import date

import pytest

from letters import render
from letters.blocks import Role, text
from letters.parts import Document
from letters.sample_fees import FEE_NOTICE, SAMPLES, UNPAID_END
from workflow.rules.errors import BadInput, NotReady
from workflow.rules.fees import Fee, Line, Method, capitals, fee_by_items, fee_by_pages


def words(letter: Document) -> str:
    return text(render.blocks(letter))


@pytest.mark.parametrize("quantity", [31, 100, 101, 200, 201, 250, 500])
def test_lines_sum_and_capitals_agree(quantity: int) -> None:
    fee = fee_by_pages(quantity)
    made = render.blocks(replace(FEE_NOTICE, fee=fee, yuan=fee.amount))
    rows = [block.cells for block in made if block.role is Role.ROW]
    assert sum(int(row[3]) for row in rows[:-1]) == int(rows[-1][3]) == fee.amount
    assert sum(int(row[1]) for row in rows[:-1]) == int(rows[-1][1]) == quantity
    assert f"人民币{fee.amount}元（{capitals(fee.amount)}）" in text(made)


def test_one_method_only() -> None:
    by_pages, by_items = words(FEE_NOTICE), words(SAMPLES["fee_notice_by_items"])
    assert ("按量" in by_pages, "按件" in by_pages, "元/件" in by_pages) == (True, False, False)
    assert ("按件" in by_items, "按量" in by_items, "元/页" in by_items) == (True, False, False)


def test_it_says_what_follows_and_from_when_the_reply_period_runs() -> None:
    said = words(FEE_NOTICE)
    assert "自收到本通知书的次日起20个工作日内缴费" in said
    assert "逾期未缴费的，视为放弃该申请，本机关不再处理" in said
    assert "按期缴费的，答复期限自缴费的次日起重新计算，为20个工作日" in said


@pytest.mark.parametrize("yuan", [1699, 1701, 0])
def test_a_sum_that_is_not_that_of_the_lines(yuan: int) -> None:
    with pytest.raises(BadInput, match=f"come to 1700 yuan and the notice asks for {yuan}"):
        render.blocks(replace(FEE_NOTICE, yuan=yuan))


@pytest.mark.parametrize(
    "lines",
    [(), (Line(1, 30, 0), Line(32, 100, 10)), (Line(1, 30, 0), Line(30, 100, 10))],
    ids=["none", "gap", "twice"],
)
def test_lines_with_gaps(lines: tuple[Line, ...]) -> None:
    fee = Fee(Method.BY_PAGES, lines)
    with pytest.raises(BadInput, match="leave units out or count some twice"):
        render.blocks(replace(FEE_NOTICE, fee=fee, yuan=fee.amount))


def test_pages_begin_with_the_first_of_the_request() -> None:
    fee = Fee(Method.BY_PAGES, (Line(31, 100, 10),))
    with pytest.raises(BadInput, match="counted for each request from the first"):
        render.blocks(replace(FEE_NOTICE, fee=fee, yuan=fee.amount))


def test_nothing_due_is_not_asked_for() -> None:
    fee = fee_by_items(0, 10)
    with pytest.raises(BadInput, match="Nothing is due"):
        render.blocks(replace(FEE_NOTICE, fee=fee, yuan=0))


def test_the_last_day_to_pay_is_after_the_notice() -> None:
    with pytest.raises(BadInput, match="is not after the notice"):
        render.blocks(replace(FEE_NOTICE, pay_by=FEE_NOTICE.issued_on))


@pytest.mark.parametrize("field", ["name", "bank", "account", "ways"])
def test_the_account_is_whole(field: str) -> None:
    with pytest.raises(BadInput, match=f"payee.{field} is empty"):
        render.blocks(replace(FEE_NOTICE, payee=replace(FEE_NOTICE.payee, **{field: " "})))


def test_the_end_names_notice_service_last_day_and_a_new_request() -> None:
    said = words(UNPAID_END)
    for part in ("（甲环费〔2026〕1号）", "于2026年3月11日送达", "至2026年4月9日届满", "可以重新提出申请", "行政复议"):
        assert part in said


def test_the_end_waits_for_the_last_day() -> None:
    with pytest.raises(NotReady, match="cannot say that this time is over"):
        render.blocks(replace(UNPAID_END, issued_on=UNPAID_END.pay_by))
    with pytest.raises(NotReady, match="cannot say that this time is over"):
        render.blocks(replace(UNPAID_END, notice_served_on=date(2026, 4, 9)))


def test_the_end_is_not_silent_on_remedies() -> None:
    with pytest.raises(NotReady, match="names no remedies"):
        render.blocks(replace(UNPAID_END, remedies=()))
