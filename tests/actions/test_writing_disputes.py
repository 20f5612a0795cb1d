"""Answers in disputes with evidence from the case; 行政复议法 (2023), Arts. 48, 54, 70; 行政诉讼法, Art. 67."""

from datetime import date
from typing import Any

import pytest
from factories import Office, Taken, answer
from ledgers import assert_verified
from writing import document, furnished, issue, words

from letters.disputes import ReviewAnswer, SuitAnswer
from workflow.actions.issue import issue_reply
from workflow.rules.errors import BadInput, NotFound, NotReady, RuleBroken
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case

TOLD = {
    "copy_on": "2026-04-20",
    "procedure": "summary",
    "grounds": "答复已说明理由\n没有超过期限",
    "demand": "uphold",
}
SUED = {key: value for key, value in TOLD.items() if key != "procedure"}


@pytest.fixture
def desk(office: Office) -> Office:
    return furnished(office)


@pytest.fixture
def lite(sqlite_office: Office) -> Office:
    return furnished(sqlite_office)


def replied(office: Office) -> Case:
    case = issue(office, office.register(items=["会议记录"]), "receipt", "2026-03-02")
    steps: list[Taken] = [
        ("review", "2026-03-03"),
        ("draft", "2026-03-09", {"items": [answer(1, Outcome.N6)]}),
        ("submit", "2026-03-10"),
        ("clear", "2026-03-11", {"conclusion": "withhold"}),
        ("decide", "2026-03-12"),
    ]
    for step, on, *said in steps:
        case = office.take(case, step, on, **(said[0] if said else {}))
    with office.store.step() as unit:
        case = issue_reply(unit, case.id, office.call("caseworker", "2026-03-13", case.version))
    return office.take(case, "reply", "2026-03-16")


def disputed(office: Office, filing: str = "review", **said: Any) -> Case:
    return office.take(replied(office), "file_proceeding", "2026-04-16", filing=filing, **said)


class TestReview:
    def test_it_answers_with_facts_decision_grounds_and_demand(self, desk: Office) -> None:
        case = issue(desk, disputed(desk), "review_answer", "2026-04-24", about="1", told=TOLD)
        said = words(desk, case, "review_answer", "2026-04-24", about="1", **TOLD)
        for part in (
            "某县人民政府：",
            "就张三申请行政复议一案（复 1号）",
            "第五十四条的规定，应当自收到之日起5个工作日内（至2026年4月27日，含当日）",
            "申请人以当面方式提出的政府信息公开申请",
            "“会议记录”",
            "于2026年3月12日作出处理决定（甲环公开复〔2026〕1号）",
            "于2026年3月16日以邮寄送达的方式发出",
            "第十六条第二款",
            "1. 答复已说明理由。\n2. 没有超过期限。",
            "请求予以维持",
            "附件：证据清单",
        ):
            assert part in said
        assert_verified(desk.store)

    def test_the_list_names_what_each_paper_proves_and_only_what_was_there_before(self, desk: Office) -> None:
        case = desk.take(disputed(desk), "conclude_proceeding", "2026-04-17")
        made = document(desk, case, "review_answer", "2026-04-24", about="1", **TOLD)
        assert isinstance(made, ReviewAnswer)
        assert [(one.name, one.on) for one in made.evidence] == [
            ("政府信息公开申请", date(2026, 3, 2)),
            ("政府信息公开申请登记回执", date(2026, 3, 2)),
            ("保密审查记录（第1项）", date(2026, 3, 11)),
            ("政府信息公开申请答复书", date(2026, 3, 12)),
            ("答复审批记录", date(2026, 3, 12)),
            ("政府信息公开申请答复书（甲环公开复〔2026〕1号）发出凭证", date(2026, 3, 16)),
        ]
        assert made.evidence[-1].number == "EMS 1"
        assert made.evidence[-1].proves.endswith("邮寄送达的方式发出，没有超过答复期限")
        assert all(one.proves for one in made.evidence)

    def test_ten_working_days_in_the_ordinary_procedure(self, lite: Office) -> None:
        told = {**TOLD, "procedure": "ordinary"}
        made = document(lite, disputed(lite), "review_answer", "2026-04-24", about="1", **told)
        assert isinstance(made, ReviewAnswer)
        # 1 to 5 May are off.
        assert (made.period, made.answer_by) == ("10个工作日", date(2026, 5, 7))

    def test_a_late_answer_says_why(self, lite: Office) -> None:
        case = disputed(lite)
        with pytest.raises(NotReady, match="due on 2026-04-27 and is of 2026-04-28"):
            words(lite, case, "review_answer", "2026-04-28", about="1", **TOLD)
        said = words(lite, case, "review_answer", "2026-04-28", about="1", **TOLD, late_reason="副本误送")
        assert "原因是：副本误送。" in said

    @pytest.mark.parametrize("key", ["copy_on", "procedure", "grounds", "demand"])
    def test_a_key_that_is_missing_is_named(self, lite: Office, key: str) -> None:
        with pytest.raises(NotReady, match=f"Give it as {key}"):
            document(lite, disputed(lite), "review_answer", "2026-04-24", about="1", **{**TOLD, key: ""})

    @pytest.mark.parametrize(("key", "value"), [("procedure", "suit"), ("demand", "win")])
    def test_a_word_that_is_none_of_those_allowed(self, lite: Office, key: str, value: str) -> None:
        with pytest.raises(BadInput, match=f"{value} is no {key}"):
            document(lite, disputed(lite), "review_answer", "2026-04-24", about="1", **{**TOLD, key: value})

    def test_the_body_is_told_where_the_record_has_none(self, lite: Office) -> None:
        case = disputed(lite, body="", docket="")
        with pytest.raises(NotReady, match="Give it as body"):
            document(lite, case, "review_answer", "2026-04-24", about="1", **TOLD)
        assert "乙县人民政府：" in words(
            lite, case, "review_answer", "2026-04-24", about="1", **TOLD, body="乙县人民政府"
        )

    def test_a_third_party_may_have_brought_it(self, lite: Office) -> None:
        said = words(lite, disputed(lite), "review_answer", "2026-04-24", about="1", **TOLD, opponent="某厂")
        assert "就某厂申请行政复议一案" in said
        assert "信息公开申请人以当面方式提出" in said
        assert "三、对申请人主张的意见" in said

    @pytest.mark.parametrize("about", ["", "2"])
    def test_a_proceeding_that_is_none(self, lite: Office, about: str) -> None:
        with pytest.raises(NotFound, match="no proceeding"):
            document(lite, disputed(lite), "review_answer", "2026-04-24", about=about, **TOLD)

    def test_a_suit_is_no_reconsideration(self, lite: Office) -> None:
        case = disputed(lite, "direct")
        with pytest.raises(NotFound, match="of this kind"):
            document(lite, case, "review_answer", "2026-04-24", about="1", **TOLD)

    def test_before_2024_there_was_no_summary_procedure(self, lite: Office) -> None:
        with pytest.raises(RuleBroken, match="简易程序 and a copy of 2023-12-29"):
            document(
                lite, disputed(lite), "review_answer", "2026-04-24", about="1", **{**TOLD, "copy_on": "2023-12-29"}
            )


class TestWithoutAReply:
    def test_nothing_can_be_upheld(self, lite: Office) -> None:
        case = lite.take(lite.register(), "file_proceeding", "2026-04-16")
        with pytest.raises(NotReady, match="asks that the reply stands, and there is none"):
            words(lite, case, "review_answer", "2026-04-24", about="1", **TOLD)
        said = words(lite, case, "review_answer", "2026-04-24", about="1", **{**TOLD, "demand": "reject"})
        assert "尚未对该申请作出答复" in said
        assert "二、对申请人主张的意见" in said

    def test_a_letter_that_ended_the_request_is_what_is_contested(self, lite: Office) -> None:
        told = {"reason": "数量过大", "payee": "甲", "bank": "乙", "account": "1", "ways": "柜面"}
        case = lite.case([("review", "2026-03-03"), ("charge", "2026-03-05")])
        case = issue(lite, case, "fee_notice", "2026-03-05", told=told)
        case = lite.take(lite.take(case, "deliver_fee_notice", "2026-03-06"), "lapse", "2026-04-08", reason="未缴费")
        case = lite.take(issue(lite, case, "unpaid_end", "2026-04-08"), "file_proceeding", "2026-04-16")
        said = words(lite, case, "review_answer", "2026-04-24", about="1", **TOLD)
        assert "于2026年4月8日作出处理决定（甲环公开告〔2026〕2号）" in said
        assert "理由：未缴费。依据：《中华人民共和国政府信息公开条例》第四十二条" in said

    def test_a_reply_given_elsewhere_is_told_by_its_number(self, lite: Office) -> None:
        case = lite.bring_in(outcome="N6", closed_on=date(2026, 3, 20))
        case = lite.take(case, "file_proceeding", "2026-04-16")
        with pytest.raises(NotReady, match="Give it as reply"):
            document(lite, case, "review_answer", "2026-04-24", about="1", **TOLD)
        said = words(lite, case, "review_answer", "2026-04-24", about="1", **TOLD, reply="旧告〔2026〕3号")
        assert "于2026年3月20日作出处理决定（旧告〔2026〕3号）" in said
        assert "第十六条第二款" in said

    def test_a_request_that_was_withdrawn_was_not_answered(self, lite: Office) -> None:
        case = lite.case([("withdraw", "2026-03-05"), ("file_proceeding", "2026-04-16")])
        told = {**TOLD, "demand": "reject", "grounds": "申请人已于2026年3月5日撤回申请"}
        made = document(lite, case, "review_answer", "2026-04-24", about="1", **told)
        assert isinstance(made, ReviewAnswer)
        assert (made.reply_on, made.decided) == (None, ())
        assert "撤回申请的材料" in {one.name for one in made.evidence}

    def test_a_reply_that_was_replaced_is_answered_by_hand(self, lite: Office) -> None:
        case = disputed(lite)
        case = lite.take(case, "conclude_proceeding", "2026-05-06")
        case = lite.take(case, "reopen", "2026-05-07")
        with pytest.raises(NotReady, match="was replaced by a later decision"):
            document(lite, case, "review_answer", "2026-05-08", about="1", **{**TOLD, "copy_on": "2026-05-07"})


class TestFiles:
    def attached(self, office: Office) -> Case:
        case = replied(office)
        for name in ("检索记录.pdf", "现场照片.jpg"):
            case = office.take(case, "attach", "2026-03-17", name=name)
        return office.take(case, "file_proceeding", "2026-04-16")

    def test_a_file_that_nobody_explains_is_named(self, lite: Office) -> None:
        with pytest.raises(NotReady, match=r"file 2, 现场照片\.jpg, proves"):
            document(lite, self.attached(lite), "review_answer", "2026-04-24", about="1", **TOLD)

    def test_what_it_proves_is_told_or_it_is_left_out(self, lite: Office) -> None:
        case = self.attached(lite)
        told = {**TOLD, "proves": "2｜会议召开时的情况"}
        made = document(lite, case, "review_answer", "2026-04-24", about="1", **told)
        assert isinstance(made, ReviewAnswer)
        files = {one.name: one.proves for one in made.evidence if one.name.endswith((".pdf", ".jpg"))}
        assert files == {"检索记录.pdf": "本机关已尽到检索义务，以及检索的结果", "现场照片.jpg": "会议召开时的情况"}
        made = document(lite, case, "review_answer", "2026-04-24", about="1", **TOLD, leave_out="2")
        assert isinstance(made, ReviewAnswer)
        assert "现场照片.jpg" not in {one.name for one in made.evidence}

    @pytest.mark.parametrize(
        ("key", "value"), [("proves", "3｜情况"), ("proves", "x｜情况"), ("leave_out", "0"), ("leave_out", "三")]
    )
    def test_a_number_of_no_file(self, lite: Office, key: str, value: str) -> None:
        with pytest.raises(BadInput, match=f"{key} names file"):
            document(lite, self.attached(lite), "review_answer", "2026-04-24", about="1", **{**TOLD, key: value})


class TestSuit:
    def test_it_answers_the_court_within_15_days(self, desk: Office) -> None:
        case = disputed(desk, "after", body="甲县人民法院", docket="（2026）甲行初5号")
        case = issue(desk, case, "suit_answer", "2026-05-04", about="1", told=SUED)
        made = document(desk, case, "suit_answer", "2026-05-04", about="1", **SUED)
        assert isinstance(made, SuitAnswer)
        assert (made.period, made.answer_by) == ("15日", date(2026, 5, 5))
        said = words(desk, case, "suit_answer", "2026-05-04", about="1", **SUED)
        for part in ("甲县人民法院：", "原告以当面方式提出", "第六十七条", "请求判决驳回原告的诉讼请求", "证据清单"):
            assert part in said
        assert_verified(desk.store)

    def test_the_return_of_service_names_the_court(self, lite: Office) -> None:
        case = disputed(lite, "direct", body="甲县人民法院")
        case = issue(lite, case, "suit_answer", "2026-05-04", about="1", told=SUED)
        no = str(len(case.letters))
        assert "受送达人\t甲县人民法院" in words(lite, case, "service_return", "2026-05-04", about=no)
