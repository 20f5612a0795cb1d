"""Documents of group B from the record: a notice rests on the step or the letter it follows."""

import html
import re
from datetime import date
from typing import Any, ClassVar

import pytest
from factories import Office, Taken, at
from ledgers import assert_verified
from signing import approve
from sqlalchemy import select
from writing import issue

from letters import render
from letters.blocks import text
from letters.kinds import Document
from workflow.actions.agencies import Stamp, change_agency
from workflow.actions.register import Requester
from workflow.actions.writing import FORMS
from workflow.actions.writing.common import Wanted
from workflow.rules.arrival import Arrival, Channel
from workflow.rules.errors import BadInput, NotFound, NotReady, RuleBroken
from workflow.rules.record.case import Case
from workflow.store.dossier import dossier
from workflow.store.rows import TABLES

REVIEWED: Taken = ("review", "2026-03-03")
ASKED: Taken = ("ask_correction", "2026-03-04", {"reply_by": date(2026, 3, 18)})
WHO = Requester(name="张三", applicant_class="natural_person", identifiers={"id_number": "1"})


@pytest.fixture
def desk(office: Office) -> Office:
    return furnished(office)


@pytest.fixture
def sqlite_desk(sqlite_office: Office) -> Office:
    return furnished(sqlite_office)


def furnished(office: Office) -> Office:
    with office.store.unit() as unit:
        stamp = Stamp(office.people["admin"], date(2026, 1, 5), at("2026-01-05"))
        change_agency(unit, stamp, office.agency_id, settings={"government": "甲县人民政府"})
    return office


def write(office: Office, case: Case, letter: str, on: str, **told: str) -> Case:
    """Issue a letter, with its files; one that decides is approved first, unless it is already."""
    return issue(office, case, letter, on, told=told)


def said(office: Office, case: Case) -> str:
    """Return the text of the last letter issued, as it was kept; a tab parts the cells of a table."""
    table = TABLES["letters"]
    with office.store.reading() as connection:
        kept = connection.execute(
            select(table.c.html).where(table.c.case_id == case.id).order_by(table.c.no.desc()).limit(1)
        ).scalar_one()
    page = office.store.files.get(kept, ".html").decode()
    body = re.sub(r"</t[dh]>\s*(?=<t[dh])", "\t", page[page.index("<body>") :])
    return html.unescape(re.sub(r"<[^>]+>", "", body))


def form(office: Office, case: Case, name: str, on: str, **told: str) -> Document:
    day = date.fromisoformat(on)
    with office.store.unit() as unit:
        return FORMS[name](dossier(unit, case, day), case.case_no, Wanted(day, told=told))


def words(document: Document) -> str:
    return text(render.blocks(document))


def asked_to_correct(office: Office, *, sent: bool = True, served: str = "2026-03-06") -> Case:
    """A case whose correction notice was issued, sent and served."""
    case = write(office, office.case([ASKED], items=["有关材料"]), "correction_notice", "2026-03-04")
    case = office.take(case, "dispatch", "2026-03-04") if sent else case
    return office.take(case, "serve", served) if served else case


class TestGuidance:
    TOLD: ClassVar[dict[str, str]] = {"means": "电话", "explained": "说明如何写明文号", "clerk": "赵六"}

    def test_a_contact_is_recorded(self, office: Office) -> None:
        record = words(form(office, office.case([ASKED]), "guidance_record", "2026-03-05", **self.TOLD))
        assert "谈话对象\t张三\n" in record
        assert "指导和释明的内容\t说明如何写明文号\n" in record
        assert "第三十条" in record

    @pytest.mark.parametrize("gap", TOLD)
    def test_what_is_missing_is_named(self, sqlite_office: Office, gap: str) -> None:
        told = {name: value for name, value in self.TOLD.items() if name != gap}
        with pytest.raises(BadInput, match=f"Say it under the name {gap}"):
            form(sqlite_office, sqlite_office.register(), "guidance_record", "2026-03-05", **told)


class TestLapse:
    def test_it_rests_on_the_notice_on_record(self, desk: Office) -> None:
        case = desk.take(asked_to_correct(desk), "lapse", "2026-03-19", reason="电话提醒后仍未补正，没有说明理由")
        case = write(desk, case, "lapse_notice", "2026-03-19")
        text_ = said(desk, case)
        assert "补正告知书（公开告〔2026〕1号）于2026年3月6日送达您，请您在2026年3月18日前（含当日）补正" in text_
        assert "电话提醒后仍未补正，没有说明理由。" in text_
        assert "对本告知书不服的，可以自收到本告知书之日起60日内向甲县人民政府申请行政复议，也可以" in text_
        assert_verified(desk.store)

    def test_before_the_case_lapsed_the_reason_is_told(self, sqlite_desk: Office) -> None:
        case = approve(sqlite_desk, asked_to_correct(sqlite_desk), "lapse_notice", "2026-03-19")
        with pytest.raises(BadInput, match="Say it under the name reason"):
            write(sqlite_desk, case, "lapse_notice", "2026-03-19")
        case = write(sqlite_desk, case, "lapse_notice", "2026-03-19", reason="没有说明理由")
        assert "关于逾期有无正当理由：没有说明理由。" in said(sqlite_desk, case)

    @pytest.mark.parametrize("on", ["2026-03-17", "2026-03-18"])
    def test_while_the_time_runs_it_is_refused(self, sqlite_desk: Office, on: str) -> None:
        with pytest.raises(NotReady, match="up to and including 2026-03-18"):
            write(sqlite_desk, asked_to_correct(sqlite_desk), "lapse_notice", on, reason="没有说明理由")

    def test_without_a_notice_that_was_sent_it_is_refused(self, sqlite_desk: Office) -> None:
        with pytest.raises(NotReady, match="No correction notice was sent"):
            write(sqlite_desk, sqlite_desk.case([ASKED]), "lapse_notice", "2026-03-19")
        with pytest.raises(NotReady, match="No correction notice was sent"):
            write(sqlite_desk, asked_to_correct(sqlite_desk, sent=False, served=""), "lapse_notice", "2026-03-19")

    def test_without_proof_of_service_it_is_refused(self, sqlite_desk: Office) -> None:
        with pytest.raises(NotReady, match="公开告〔2026〕1号 is not on record"):
            write(sqlite_desk, asked_to_correct(sqlite_desk, served=""), "lapse_notice", "2026-03-19")

    def test_a_notice_served_after_its_last_day_ends_nothing(self, sqlite_desk: Office) -> None:
        case = asked_to_correct(sqlite_desk, served="2026-03-19")
        with pytest.raises(RuleBroken, match="nothing was abandoned"):
            write(sqlite_desk, case, "lapse_notice", "2026-03-20", reason="没有说明理由")

    def test_a_request_that_was_corrected_or_withdrawn_did_not_lapse(self, sqlite_desk: Office) -> None:
        for step in ("correct", "withdraw"):
            case = sqlite_desk.take(asked_to_correct(sqlite_desk), step, "2026-03-16")
            with pytest.raises(RuleBroken, match="did not lapse for want of one"):
                write(sqlite_desk, case, "lapse_notice", "2026-03-19")

    def test_a_fee_that_was_not_paid_is_another_end(self, sqlite_desk: Office) -> None:
        history: list[Taken] = [
            ("ask_correction", "2026-03-04"),
            ("correct", "2026-03-05"),
            ("review", "2026-03-05"),
            ("charge", "2026-03-05"),
            ("deliver_fee_notice", "2026-03-06"),
            ("lapse", "2026-04-08"),
        ]
        with pytest.raises(RuleBroken, match="did not lapse for want of one"):
            write(sqlite_desk, sqlite_desk.case(history), "lapse_notice", "2026-04-08")

    def test_where_none_was_asked_for(self, sqlite_desk: Office) -> None:
        with pytest.raises(NotFound, match="nothing was abandoned"):
            write(sqlite_desk, sqlite_desk.register(), "lapse_notice", "2026-03-19")

    def test_the_text_of_2008_knows_no_abandonment(self, sqlite_desk: Office) -> None:
        then = Arrival(channel=Channel.IN_PERSON, handed_in_on=date(2018, 6, 1))
        case = sqlite_desk.take(
            sqlite_desk.register("2018-06-01", arrival=then),
            "ask_correction",
            "2018-06-04",
            reply_by=date(2018, 6, 15),
        )
        with pytest.raises(RuleBroken, match="of 2008 do not deem"):
            write(sqlite_desk, case, "lapse_notice", "2018-06-19")


class TestExtensionApproval:
    def test_before_the_step_it_is_a_proposal(self, office: Office) -> None:
        told = {"days": "15", "reason": "档案分存三处"}
        proposal = words(form(office, office.case([REVIEWED]), "extension_approval", "2026-03-13", **told))
        assert "申请延长的工作日数\t15\n" in proposal
        assert "原答复期限的最后一日\t2026年3月30日\n" in proposal
        assert "□同意　□不同意" in proposal

    @pytest.mark.parametrize(
        ("days", "refusal"), [("", "under the name days"), ("十", "is no whole number"), ("21", "Enter 1 to 20")]
    )
    def test_a_proposal_of_days_that_cannot_be(self, sqlite_office: Office, days: str, refusal: str) -> None:
        case = sqlite_office.case([REVIEWED])
        with pytest.raises(BadInput, match=refusal):
            words(form(sqlite_office, case, "extension_approval", "2026-03-13", days=days, reason="档案分存三处"))

    def test_after_it_it_names_who_approved_and_when(self, desk: Office) -> None:
        case = desk.case([REVIEWED, ("extend", "2026-03-16", {"days": 15, "reason": "档案分存三处"})])
        case = write(desk, case, "extension_notice", "2026-03-17")
        approval = words(form(desk, case, "extension_approval", "2026-03-16"))
        assert "负责人意见\t同意延长15个工作日。approver，2026年3月16日\n" in approval
        assert "延长后的最后一日\t2026年4月21日\n" in approval
        assert case.due_on == date(2026, 4, 21)

    def test_it_cannot_be_dated_after_the_notice(self, sqlite_desk: Office) -> None:
        case = sqlite_desk.case([REVIEWED, ("extend", "2026-03-16")])
        case = write(sqlite_desk, case, "extension_notice", "2026-03-17")
        assert words(form(sqlite_desk, case, "extension_approval", "2026-03-17"))
        with pytest.raises(RuleBroken, match="notice of the extension is of 2026-03-17"):
            words(form(sqlite_desk, case, "extension_approval", "2026-03-18"))


class TestDelay:
    GIVEN: tuple[Taken, ...] = (REVIEWED, ("ask_reasons", "2026-03-09"), ("give_reasons", "2026-03-16"))
    LATER: Taken = ("delay", "2026-03-20", {"until": date(2026, 6, 30), "reason": "申请涉及报告三百余份"})

    def test_it_rests_on_reasons_and_step(self, desk: Office) -> None:
        case = write(desk, desk.case([*self.GIVEN, self.LATER]), "delay_notice", "2026-03-20")
        text_ = said(desk, case)
        assert "2026年3月9日要求您说明申请的理由，您于2026年3月16日作出说明" in text_
        assert "因申请涉及报告三百余份，本机关不能在" in text_
        assert "第三十五条的规定，本机关确定延迟答复的合理期限，最后一日为2026年6月30日" in text_
        assert case.due_on == date(2026, 6, 30)
        assert_verified(desk.store)

    def test_reasons_that_nobody_asked_for_are_not_told(self, sqlite_desk: Office) -> None:
        case = write(sqlite_desk, sqlite_desk.case([REVIEWED, self.LATER]), "delay_notice", "2026-03-20")
        assert "要求您说明" not in said(sqlite_desk, case)

    def test_without_the_step_or_before_its_day(self, sqlite_desk: Office) -> None:
        with pytest.raises(NotFound, match="Take the step delay first"):
            write(sqlite_desk, sqlite_desk.case(self.GIVEN), "delay_notice", "2026-03-20")
        case = sqlite_desk.case([*self.GIVEN, self.LATER])
        with pytest.raises(NotFound, match="by 2026-03-19"):
            write(sqlite_desk, case, "delay_notice", "2026-03-19")

    def test_reasons_not_accepted_are_refused_and_not_delayed(self, sqlite_desk: Office) -> None:
        refused: Taken = ("give_reasons", "2026-03-16", {"accepted": False, "reasons": "没有说明"})
        case = sqlite_desk.case([*self.GIVEN[:2], refused, self.LATER])
        with pytest.raises(RuleBroken, match="were not accepted"):
            write(sqlite_desk, case, "delay_notice", "2026-03-20")

    def test_reasons_still_awaited(self, sqlite_desk: Office) -> None:
        case = sqlite_desk.case([*self.GIVEN[:2], self.LATER])
        with pytest.raises(NotReady, match="has not answered"):
            write(sqlite_desk, case, "delay_notice", "2026-03-20")


class TestReasons:
    ASK: Taken = ("ask_reasons", "2026-03-09", {"count": 2, "reason": "两日内申请同一企业的全部文件"})

    def test_the_table_is_that_of_the_record(self, desk: Office) -> None:
        first = desk.register("2026-02-27", requester=WHO, items=["乙厂历年环评批复"])
        desk.register("2026-02-27", requester=Requester(name="李四", applicant_class="natural_person"))
        case = desk.case([REVIEWED, self.ASK], requester=WHO, items=["乙厂监测报告", "料" * 200])
        case = write(desk, case, "reasons_notice", "2026-03-09", answer_by="2026-03-23")
        text_ = said(desk, case)
        assert f"1\t{first.case_no}\t2026年2月27日\t乙厂历年环评批复" in text_
        assert f"2\t{case.case_no}\t2026年3月2日\t乙厂监测报告；料" in text_
        assert "料……" in text_
        assert "2026年2月27日至2026年3月2日，您向本机关提出政府信息公开申请共2件" in text_
        assert "李四" not in text_
        assert_verified(desk.store)

    def test_only_those_since_a_day_are_counted(self, sqlite_desk: Office) -> None:
        sqlite_desk.register("2026-01-05", requester=WHO)
        sqlite_desk.register("2026-02-27", requester=WHO)
        case = sqlite_desk.case([REVIEWED, self.ASK], requester=WHO)
        with pytest.raises(NotReady, match="about 2 requests, and its table has 3"):
            write(sqlite_desk, case, "reasons_notice", "2026-03-09", answer_by="2026-03-23")
        case = write(sqlite_desk, case, "reasons_notice", "2026-03-09", answer_by="2026-03-23", since="2026-02-01")
        assert "2026年2月27日至2026年3月2日" in said(sqlite_desk, case)

    def test_requests_the_record_does_not_know_are_told(self, sqlite_desk: Office) -> None:
        case = sqlite_desk.case([REVIEWED, self.ASK])
        lines = f"旧-1｜2026-02-25｜乙厂批复\n{case.case_no}｜2026-03-02｜乙厂监测报告"
        case = write(sqlite_desk, case, "reasons_notice", "2026-03-09", answer_by="2026-03-23", requests=lines)
        assert "1\t旧-1\t2026年2月25日\t乙厂批复" in said(sqlite_desk, case)

    @pytest.mark.parametrize("line", ["旧-1｜2026-02-25", "旧-1｜二月｜批复", "旧-1｜2026-02-25｜批复｜又"])
    def test_a_line_that_cannot_be_read(self, sqlite_desk: Office, line: str) -> None:
        case = sqlite_desk.case([REVIEWED, self.ASK])
        with pytest.raises(BadInput, match="is no line of the table of requests"):
            write(sqlite_desk, case, "reasons_notice", "2026-03-09", answer_by="2026-03-23", requests=line)

    def test_without_the_step_or_without_a_last_day(self, sqlite_desk: Office) -> None:
        with pytest.raises(NotFound, match="Take the step ask_reasons first"):
            write(sqlite_desk, sqlite_desk.case([REVIEWED]), "reasons_notice", "2026-03-09", answer_by="2026-03-23")
        case = sqlite_desk.case([REVIEWED, self.ASK])
        with pytest.raises(BadInput, match="under the name answer_by"):
            write(sqlite_desk, case, "reasons_notice", "2026-03-09")


class TestWithdrawal:
    def test_it_rests_on_the_withdrawal_on_record(self, desk: Office) -> None:
        case = desk.case([("withdraw", "2026-03-10", {"how": "当面提交撤回申请书"})])
        case = write(desk, case, "withdrawal_confirmation", "2026-03-11", identity="核对了身份证原件")
        text_ = said(desk, case)
        assert "您于2026年3月10日撤回该申请，撤回的形式为：当面提交撤回申请书。" in text_
        assert "核对了身份证原件。" in text_
        assert "复议" not in text_
        assert_verified(desk.store)

    def test_without_it_or_before_its_day(self, sqlite_desk: Office) -> None:
        told: dict[str, Any] = {"identity": "核对了身份证原件"}
        with pytest.raises(NotFound, match="No withdrawal is on record"):
            write(sqlite_desk, sqlite_desk.register(), "withdrawal_confirmation", "2026-03-11", **told)
        case = sqlite_desk.case([("withdraw", "2026-03-10")])
        with pytest.raises(NotFound, match="by 2026-03-09"):
            write(sqlite_desk, case, "withdrawal_confirmation", "2026-03-09", **told)

    def test_how_the_identity_was_checked_is_told(self, sqlite_desk: Office) -> None:
        case = sqlite_desk.case([("withdraw", "2026-03-10")])
        with pytest.raises(BadInput, match="Say it under the name identity"):
            write(sqlite_desk, case, "withdrawal_confirmation", "2026-03-10")
