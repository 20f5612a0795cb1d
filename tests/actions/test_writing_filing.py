"""The papers of a case file from the whole case: cover, list in its order, note of what is missing, ledger sheet."""

from datetime import date

import pytest
from factories import HISTORIES, REPLIED, Office, Taken, answer
from signing import sign
from writing import cells, document, furnished, issue, rows, words

from letters.filing import FileContents, FileCover, FileNote
from letters.render import blocks
from workflow.rules.errors import BadInput
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case

ON = "2026-04-20"


@pytest.fixture
def desk(office: Office) -> Office:
    return furnished(office, retention="定期10年")


@pytest.fixture
def lite(sqlite_office: Office) -> Office:
    return furnished(sqlite_office)


def worked(office: Office) -> Case:
    """Return a case that has been through nearly everything, its letters issued as they are."""
    case = issue(office, office.register(), "receipt", "2026-03-02")
    case = office.take(case, "ask_correction", "2026-03-03", reply_by=date(2026, 3, 20))
    case = issue(office, case, "correction_notice", "2026-03-03")
    case = office.take(case, "correct", "2026-03-05", items=["2024年预算", ""])
    case = office.take(case, "review", "2026-03-06")
    case = office.take(case, "consult", "2026-03-06", name="某厂", question="配方")
    ref = case.consultations[-1].ref
    case = issue(office, case, "third_party_consultation", "2026-03-06", about=ref)
    case = office.take(case, "deliver_consultation", "2026-03-09", ref=ref)
    case = office.take(case, "answer_consultation", "2026-03-12", ref=ref)
    case = office.take(case, "extend", "2026-03-13")
    case = issue(office, case, "extension_notice", "2026-03-13")
    case = office.take(case, "dispatch", "2026-03-13", no=4, proof="EMS 4")
    for name in ("检索情况记录表.pdf", "信封和身份证明.jpg", "现场照片.jpg"):
        case = office.take(case, "attach", "2026-03-16", name=name)
    for step, on in (("draft", "2026-03-16"), ("submit", "2026-03-17"), ("clear", "2026-03-18")):
        case = office.take(case, step, on)
    case = office.take(case, "decide", "2026-03-19")
    case = sign(office, case, "2026-03-20", accept={"L26": "某厂的异议理由不成立，已电话告知"})
    case = office.take(case, "reply", "2026-03-23")
    return office.take(case, "serve", "2026-03-25", no=5, proof="EMS签收单")


class TestContents:
    def test_it_names_every_paper_in_the_order_of_the_file(self, desk: Office) -> None:
        made = document(desk, worked(desk), "file_contents", ON)
        assert isinstance(made, FileContents)
        assert [paper.title for paper in made.papers] == [
            "政府信息公开申请答复书",
            "答复审批记录",
            "政府信息公开申请",
            "信封和身份证明.jpg",
            "政府信息公开申请登记回执",
            "政府信息公开申请补正告知书",
            "补正材料",
            "政府信息公开申请延期答复告知书",
            "延长答复期限审批记录",
            "第三方意见征询书",
            "第三方意见",
            "检索情况记录表.pdf",
            "保密审查记录（第1、2项）",
            "现场照片.jpg",
            "政府信息公开申请延期答复告知书（甲环公开告〔2026〕4号）发出凭证",
            "政府信息公开申请答复书（甲环公开复〔2026〕1号）发出凭证",
            "政府信息公开申请答复书（甲环公开复〔2026〕1号）送达凭证",
            "备考表",
        ]
        reply, approval, request = made.papers[:3]
        assert (reply.number, reply.author, reply.on) == ("甲环公开复〔2026〕1号", "某县第0001局", date(2026, 3, 19))
        assert (approval.author, request.author) == ("approver", "张三")
        assert next(paper for paper in made.papers if paper.title == "第三方意见").remark == "不同意公开"

    def test_rows_have_the_seven_columns_and_run_through(self, lite: Office) -> None:
        head, *listed = rows(blocks(document(lite, worked(lite), "file_contents", ON)))
        assert head == ("顺序号", "文号", "责任者", "题名", "日期", "页号", "备注")
        assert [row[0] for row in listed] == [str(no) for no in range(1, 19)]
        assert {row[5] for row in listed} == {""}

    def test_who_binds_the_file_gives_the_pages(self, lite: Office) -> None:
        case = lite.register()
        listed = rows(blocks(document(lite, case, "file_contents", ON, pages="1\n4")))[1:]
        assert [(row[3], row[5]) for row in listed] == [("政府信息公开申请", "1"), ("备考表", "4")]
        with pytest.raises(BadInput, match="2 papers and 3 pages were given"):
            document(lite, case, "file_contents", ON, pages="1\n4\n6")

    def test_a_letter_that_was_sent_back_lies_with_the_drafts_as_void(self, lite: Office) -> None:
        made = document(lite, lite.case(HISTORIES["sent back"]), "file_contents", ON)
        assert isinstance(made, FileContents)
        void = [paper for paper in made.papers if paper.remark == "退回，作废"]
        assert [paper.title for paper in void] == ["reply 2026/1", "答复审批记录", "保密审查记录（第1、2项）"]
        assert not any("答复书" in paper.title for paper in made.papers if paper not in void)

    def test_silence_of_a_party_is_on_file(self, lite: Office) -> None:
        assert "共同制作机关逾期未提出意见记录" in words(
            lite, lite.case(HISTORIES["consulted and silent"]), "file_contents", ON
        )

    def test_a_void_consultation_is_not(self, lite: Office) -> None:
        assert "意见" not in words(lite, lite.case(HISTORIES["put right"]), "file_contents", ON)

    @pytest.mark.parametrize(
        ("history", "title"),
        [
            ("charged and paid", "信息处理费缴费凭证"),
            ("extended, delayed", "申请人说明理由的材料"),
            ("at withdrawn", "撤回申请的材料"),
        ],
    )
    def test_what_else_came_from_the_applicant(self, lite: Office, history: str, title: str) -> None:
        made = document(lite, lite.case(HISTORIES[history]), "file_contents", ON)
        assert isinstance(made, FileContents)
        (paper,) = [paper for paper in made.papers if paper.title == title]
        assert paper.author == "张三"

    def test_papers_of_a_dispute_come_last_before_the_note(self, lite: Office) -> None:
        history: list[Taken] = [*REPLIED, ("file_proceeding", "2026-04-01"), ("conclude_proceeding", "2026-04-16")]
        listed = rows(blocks(document(lite, lite.case(history), "file_contents", ON)))
        assert [row[1:5] for row in listed[-3:]] == [
            ("复 1号", "某县人民政府", "行政复议受理材料", "2026年4月1日"),
            ("", "某县人民政府", "行政复议结果文书", "2026年4月16日"),
            ("", "", "备考表", ""),
        ]

    def test_a_case_of_a_ledger_has_its_request(self, lite: Office) -> None:
        case = lite.bring_in(outcome="D2", closed_on=date(2026, 3, 20))
        listed = rows(blocks(document(lite, case, "file_contents", ON)))[1:]
        assert [row[2:4] for row in listed] == [("李四", "政府信息公开申请"), ("", "备考表")]


class TestCover:
    def test_it_names_applicant_subject_days_and_outcome(self, desk: Office) -> None:
        case = worked(desk)
        made = document(desk, case, "file_cover", ON, pages="31页", archive_no="2026-XXGK-12")
        assert isinstance(made, FileCover)
        found = cells(made)
        assert found["案卷题名"] == "张三申请公开2024年预算等2项信息"
        assert (found["收到申请日期"], found["办结日期"]) == ("2026年3月2日", "2026年3月23日")
        assert found["办理结果"] == f"{case.outcome}　{case.outcome.label if case.outcome else ''}"
        assert (found["页数"], found["保管期限"], found["归档号"]) == ("31页", "定期10年", "2026-XXGK-12")

    def test_who_has_the_case_is_responsible_unless_another_is_told(self, lite: Office) -> None:
        case = lite.take(lite.register(), "assign", "2026-03-03")
        assert "责任人\tcaseworker" in words(lite, case, "file_cover", ON)
        assert "责任人\t赵某" in words(lite, case, "file_cover", ON, responsible="赵某")

    def test_an_open_case_has_no_end_and_a_long_request_is_cut(self, lite: Office) -> None:
        found = cells(document(lite, lite.register(items=["料" * 50]), "file_cover", ON))
        assert found["案卷题名"] == f"张三申请公开{'料' * 40}……"
        assert (found["办结日期"], found["办理结果"]) == ("", "")


class TestNote:
    def missing(self, office: Office, case: Case, **told: str) -> tuple[str, ...]:
        made = document(office, case, "file_note", ON, **told)
        assert isinstance(made, FileNote)
        return made.missing

    def test_it_names_what_the_record_misses(self, desk: Office) -> None:
        said = self.missing(desk, worked(desk), missing="光盘1张")
        assert said == (
            "政府信息公开申请登记回执（甲环公开告〔2026〕1号）没有发出记录",
            "政府信息公开申请补正告知书（甲环公开告〔2026〕2号）没有发出记录",
            "第三方意见征询书（甲环公开告〔2026〕3号）没有发出记录",
            "政府信息公开申请延期答复告知书（甲环公开告〔2026〕4号）没有送达凭证",
            "光盘1张",
        )

    def test_information_that_was_not_found_needs_the_record_of_a_search(self, lite: Office) -> None:
        history: list[Taken] = [
            ("review", "2026-03-03"),
            ("draft", "2026-03-09", {"items": [answer(1, Outcome.U1), answer(2, Outcome.U1)]}),
        ]
        case = lite.case(history)
        assert "答复政府信息不存在，没有检索情况记录" in self.missing(lite, case)
        case = lite.take(case, "attach", "2026-03-10", name="检索记录.pdf")
        assert self.missing(lite, case) == ()

    def test_a_closed_case_of_a_ledger_misses_letter_and_review(self, lite: Office) -> None:
        case = lite.bring_in(outcome="D2", closed_on=date(2026, 3, 20))
        assert self.missing(lite, case) == (
            "没有答复书或者其他终结办理的文书",
            "信息已公开，没有保密审查记录",
        )

    def test_a_party_that_never_answered_is_named(self, lite: Office) -> None:
        case = lite.case([("review", "2026-03-03"), ("consult", "2026-03-04")])
        assert self.missing(lite, case) == ("2026年3月4日征求第三方意见，没有意见，也没有逾期未提出意见的记录",)

    def test_nothing_missing_is_said_too(self, lite: Office) -> None:
        said = words(lite, lite.register(), "file_note", ON, filed_by="赵某")
        assert "共2件" in said
        assert "未发现缺少的材料" in said
        assert "立卷人：赵某" in said

    def test_who_made_up_the_file_does_not_check_it(self, lite: Office) -> None:
        with pytest.raises(BadInput, match="赵某 made up the file and cannot have checked it"):
            words(lite, lite.register(), "file_note", ON, filed_by="赵某", checked_by="赵某")


class TestLedgerSheet:
    def test_it_says_what_the_ledger_counts(self, desk: Office) -> None:
        found = cells(document(desk, worked(desk), "ledger_sheet", ON))
        assert (found["申请人类型"], found["申请方式"]) == ("自然人", "当面")
        assert (found["补正告知日期"], found["收到补正日期"]) == ("2026年3月3日", "2026年3月5日")
        assert (found["延期日期"], found["延长工作日数"]) == ("2026年3月13日", "10")
        assert found["年度报告统计的日期"] == found["办结日期"] == "2026年3月23日"
        assert (found["收费金额（元）"], found["行政复议"]) == ("", "")

    def test_fee_payment_and_proceedings(self, lite: Office) -> None:
        paid = cells(document(lite, lite.case(HISTORIES["charged and paid"]), "ledger_sheet", ON))
        assert (paid["收费金额（元）"], paid["缴费日期"]) == ("700.00", "2026年3月20日")
        disputed = lite.case(HISTORIES["reopened and replied again"])
        assert "行政复议\t2026年4月1日受理，结果纠正，2026年5月6日" in words(
            lite, disputed, "ledger_sheet", "2026-05-20"
        )
        sued = lite.case([*REPLIED, ("file_proceeding", "2026-04-01", {"filing": "after"})])
        assert "行政诉讼\t2026年4月1日受理，复议后起诉，尚未审结" in words(lite, sued, "ledger_sheet", ON)
