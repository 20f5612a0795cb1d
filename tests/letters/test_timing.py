"""Letters and forms about time: what each must say, and when it must not be written (Arts. 30, 33, 35)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from letters import render
from letters.blocks import Role, text
from letters.kinds import Document
from letters.sample_timing import (
    DELAY_NOTICE,
    EXTENSION_APPROVAL,
    GUIDANCE_RECORD,
    LAPSE_NOTICE,
    PROPOSED_EXTENSION,
    REASONS_NOTICE,
    WITHDRAWAL_CONFIRMATION,
)
from letters.timing import EarlierRequest
from workflow.rules.errors import BadInput, NotReady, RuleBroken


def words(document: Document) -> str:
    return text(render.blocks(document))


class TestGuidance:
    def test_it_records_what_was_explained_and_answered(self) -> None:
        said = words(GUIDANCE_RECORD)
        assert "指导和释明的内容\t说明“有关材料”不能指向特定的信息" in said
        assert "第三十条" in said

    def test_an_answer_may_be_missing_but_not_what_was_explained(self) -> None:
        assert "申请人的答复\t\n" in words(replace(GUIDANCE_RECORD, answer=""))
        with pytest.raises(BadInput, match="explained is empty"):
            words(replace(GUIDANCE_RECORD, explained=""))


class TestLapse:
    def test_it_names_the_notice_its_days_the_reason_and_the_remedies(self) -> None:
        said = words(LAPSE_NOTICE)
        assert "补正告知书（甲环补〔2026〕3号）于2026年3月6日送达您，请您在2026年3月18日前（含当日）补正" in said
        assert "关于逾期有无正当理由：本机关于2026年3月16日电话提醒" in said
        assert "第三十条的规定，您无正当理由逾期不补正，视为放弃申请" in said
        assert "可以重新提出申请" in said
        assert "自收到本告知书之日起60日内向甲县人民政府申请行政复议，也可以" in said

    def test_it_is_refused_while_the_time_runs(self) -> None:
        with pytest.raises(NotReady, match=r"up to and including 2026-03-18.* a notice of 2026-03-18 would end it"):
            words(replace(LAPSE_NOTICE, issued_on=LAPSE_NOTICE.correct_by))

    def test_a_notice_that_came_too_late_ends_nothing(self) -> None:
        with pytest.raises(RuleBroken, match="nothing was abandoned"):
            words(replace(LAPSE_NOTICE, notice_served_on=date(2026, 3, 19)))
        assert words(replace(LAPSE_NOTICE, notice_served_on=date(2026, 3, 18)))

    def test_without_remedies_it_is_refused(self) -> None:
        with pytest.raises(NotReady, match="names no remedies"):
            words(replace(LAPSE_NOTICE, remedies=()))


class TestExtensionApproval:
    def test_it_is_a_proposal_to_be_signed_or_an_approval_by_name(self) -> None:
        assert "负责人意见\t□同意　□不同意\n" in words(PROPOSED_EXTENSION)
        assert "负责人意见\t同意延长20个工作日。孙七，2026年3月24日\n" in words(EXTENSION_APPROVAL)
        assert "延长后的最后一日\t2026年4月28日\n" in words(EXTENSION_APPROVAL)

    @pytest.mark.parametrize("days", [0, 21])
    def test_it_asks_for_as_many_days_as_art_33_allows(self, days: int) -> None:
        with pytest.raises(BadInput, match="Enter 1 to 20"):
            words(replace(PROPOSED_EXTENSION, days=days))

    @pytest.mark.parametrize(
        "late",
        [{"issued_on": date(2026, 3, 25)}, {"approved_on": date(2026, 3, 25)}, {"notice_on": date(2026, 3, 23)}],
        ids=["form", "approval", "notice"],
    )
    def test_an_approval_after_the_notice_is_refused(self, late: dict[str, Any]) -> None:
        with pytest.raises(RuleBroken, match="asks for the approval first"):
            words(replace(EXTENSION_APPROVAL, **late))

    @pytest.mark.parametrize("half", [{"approver": ""}, {"approved_on": None}])
    def test_half_an_approval(self, half: dict[str, Any]) -> None:
        with pytest.raises(BadInput, match="a name and a day"):
            words(replace(EXTENSION_APPROVAL, **half))

    def test_a_period_that_is_over_is_not_extended(self) -> None:
        with pytest.raises(RuleBroken, match="cannot extend it any more"):
            words(replace(PROPOSED_EXTENSION, issued_on=date(2026, 3, 31)))
        assert words(replace(PROPOSED_EXTENSION, issued_on=date(2026, 3, 30)))


class TestDelay:
    def test_it_says_that_the_reasons_are_good_why_it_is_late_and_until_when(self) -> None:
        said = words(DELAY_NOTICE)
        assert "2026年3月9日要求您说明申请的理由，您于2026年3月16日作出说明" in said
        assert "您申请的理由合理。因您在近期提出的42件申请" in said
        assert "第三十三条第二款规定的期限内" in said
        assert "第三十五条的规定，本机关确定延迟答复的合理期限，最后一日为2026年6月30日" in said

    def test_reasons_that_were_plain_need_not_have_been_asked_for(self) -> None:
        said = words(replace(DELAY_NOTICE, reasons_asked_on=None, reasons_given_on=None))
        assert "要求您说明" not in said
        assert "申请的理由合理" in said

    def test_reasons_asked_for_and_not_given(self) -> None:
        with pytest.raises(NotReady, match="has not answered"):
            words(replace(DELAY_NOTICE, reasons_given_on=None))

    def test_a_last_day_that_is_over(self) -> None:
        with pytest.raises(BadInput, match="Set a later day"):
            words(replace(DELAY_NOTICE, until=DELAY_NOTICE.issued_on))


class TestReasons:
    def test_it_counts_the_requests_in_a_table_of_one_width(self) -> None:
        blocks = render.blocks(REASONS_NOTICE)
        table = [block for block in blocks if block.role in {Role.HEAD_ROW, Role.ROW}]
        assert [block.role for block in table] == [Role.HEAD_ROW, Role.ROW, Role.ROW, Role.ROW]
        assert {len(block.cells) for block in table} == {4}
        assert "2026年2月27日至2026年3月2日，您向本机关提出政府信息公开申请共3件（含本件）：" in text(blocks)

    def test_it_says_why_until_when_and_what_follows(self) -> None:
        said = words(REASONS_NOTICE)
        assert "请您在2026年3月23日前（含当日）书面说明申请的理由" in said
        assert "理由不合理的，本机关将告知您不予处理" in said
        assert "第四十二条的规定，本机关可以收取信息处理费" in said

    @pytest.mark.parametrize("count", [2, 4])
    def test_a_table_that_is_not_what_was_counted(self, count: int) -> None:
        with pytest.raises(NotReady, match=f"about {count} requests, and its table has 3"):
            words(replace(REASONS_NOTICE, count=count))
        with pytest.raises(NotReady, match="its table has 0"):
            words(replace(REASONS_NOTICE, count=count, requests=()))

    def test_a_request_named_twice_or_this_one_left_out(self) -> None:
        first, second, last = REASONS_NOTICE.requests
        with pytest.raises(BadInput, match="names 2026-0009 more than once"):
            words(replace(REASONS_NOTICE, requests=(first, first, last)))
        other = EarlierRequest(case_no="2026-0008", received_on=date(2026, 2, 26), text="批复")
        with pytest.raises(BadInput, match="leaves out this request, 2026-0012"):
            words(replace(REASONS_NOTICE, requests=(other, first, second)))

    def test_a_request_after_the_notice_and_a_limit_without_time(self) -> None:
        first, second, last = REASONS_NOTICE.requests
        late = replace(second, received_on=date(2026, 3, 10))
        with pytest.raises(BadInput, match="a request of 2026-03-10, after the notice"):
            words(replace(REASONS_NOTICE, requests=(first, late, last)))
        with pytest.raises(BadInput, match="Enter a later day"):
            words(replace(REASONS_NOTICE, answer_by=REASONS_NOTICE.issued_on))


class TestWithdrawal:
    def test_it_says_how_by_whom_and_that_a_new_request_is_possible(self) -> None:
        said = words(WITHDRAWAL_CONFIRMATION)
        assert "您于2026年3月10日撤回该申请，撤回的形式为：当面提交撤回申请书1份。" in said
        assert "当面核对了身份证原件" in said
        assert "可以重新提出申请" in said
        assert "如果撤回不是您的真实意思" in said
        assert "条例" not in said

    def test_what_did_not_happen_yet_is_not_confirmed(self) -> None:
        with pytest.raises(BadInput, match="comes after its confirmation"):
            words(replace(WITHDRAWAL_CONFIRMATION, issued_on=date(2026, 3, 9)))
