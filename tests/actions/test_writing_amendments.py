"""Letters on corrections of own-information records, from what is told and the case they are filed with; Art. 41."""

from datetime import date

import pytest
from factories import Office
from ledgers import assert_verified
from writing import cells, document, furnished, issue, rows, words

from letters.amendments import AmendmentForm
from letters.render import blocks
from workflow.actions.register import Requester
from workflow.rules.arrival import Arrival, Channel
from workflow.rules.errors import BadInput, NotReady
from workflow.rules.record.case import Case

ABOUT = {"asked_on": "2026-03-05", "record": "登记表第12号", "wrong": "日期应为2024年"}
CHANGED = {
    **ABOUT,
    "found": "验收单载明2024年",
    "changes": "日期栏｜2025年｜2024年\n户名栏｜张山｜张三",
    "changed_on": "2026-03-09",
    "changed_in": "登记系统",
}
REFUSED = {
    **ABOUT,
    "ground": "not_proven",
    "examined": "验收单｜所载户号不是第12号",
    "reasons": "登记与验收记录一致",
}
REFERRED = {**ABOUT, "agency": "乙局", "agency_contact": "0000-7654321", "why": "该表由乙局制作"}


@pytest.fixture
def desk(office: Office) -> Office:
    return furnished(office)


@pytest.fixture
def lite(sqlite_office: Office) -> Office:
    return furnished(sqlite_office)


@pytest.mark.parametrize(
    ("letter", "told", "parts"),
    [
        ("amendment_notice", CHANGED, ("登记系统中更正如下", "第四十一条", "申请行政复议")),
        ("amendment_refusal", REFUSED, ("1. 验收单：所载户号不是第12号。", "不予更正", "第四十一条", "申请行政复议")),
        ("amendment_referral", REFERRED, ("有权更正的行政机关是乙局", "请您向该机关提出更正申请", "申请行政复议")),
        (
            "amendment_transfer",
            {**REFERRED, "enclosed": "更正申请表1份\n验收单1份"},
            ("乙局：", "收到张三关于更正", "附件：1. 更正申请表1份"),
        ),
    ],
)
def test_each_letter_is_issued_from_the_case_and_what_is_told(
    desk: Office, letter: str, told: dict[str, str], parts: tuple[str, ...]
) -> None:
    case = issue(desk, desk.register(), letter, "2026-03-10", told=told)
    said = words(desk, case, letter, "2026-03-10", **told)
    for part in (*parts, "登记表第12号", "日期应为2024年", "2026年3月5日收到"):
        assert part in said
    assert_verified(desk.store)


def test_old_and_new_stand_side_by_side(lite: Office) -> None:
    made = blocks(document(lite, lite.register(), "amendment_notice", "2026-03-10", **CHANGED))
    assert rows(made)[1:] == [("日期栏", "2025年", "2024年"), ("户名栏", "张山", "张三")]


@pytest.mark.parametrize("letter", ["amendment_notice", "amendment_refusal", "amendment_referral"])
def test_a_key_that_is_missing_is_named(lite: Office, letter: str) -> None:
    told = {"amendment_notice": CHANGED, "amendment_refusal": REFUSED, "amendment_referral": REFERRED}[letter]
    case = lite.register()
    for key in told.keys() - {"examined"}:
        with pytest.raises(NotReady, match=f"Give it as {key}"):
            document(lite, case, letter, "2026-03-10", **{**told, key: ""})


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"asked_on": "3月5日"}, "asked_on is 3月5日, which is no day"),
        ({"changed_on": "2026-02-30"}, "changed_on is 2026-02-30, which is no day"),
        ({"changes": "日期栏｜2025年"}, "A line of changes is 日期栏｜2025年. Write its 3 parts"),
        ({"changes": "日期栏｜｜2025年"}, "Write its 3 parts"),
    ],
)
def test_what_is_told_wrongly_is_refused(lite: Office, told: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        document(lite, lite.register(), "amendment_notice", "2026-03-10", **{**CHANGED, **told})


def test_a_ground_that_does_not_exist(lite: Office) -> None:
    with pytest.raises(BadInput, match="Allowed: not_proven, not_own"):
        document(lite, lite.register(), "amendment_refusal", "2026-03-10", **{**REFUSED, "ground": "late"})


def test_joint_applicants_are_named_to_the_other_agency_without_their_agent(lite: Office) -> None:
    requester = Requester(name="张三", applicant_class="natural_person", agent="赵律师", joint=["王五"])
    told = {**REFERRED, "enclosed": "申请表1份"}
    said = words(lite, lite.register(requester=requester), "amendment_transfer", "2026-03-10", **told)
    assert "收到张三、王五关于更正" in said
    assert "赵律师" not in said


class TestTexts:
    """The text of 2008 obliged an agency that may not correct to pass the application on (Art. 25)."""

    def old_case(self, office: Office) -> Case:
        arrival = Arrival(channel=Channel.IN_PERSON, handed_in_on=date(2019, 3, 4))
        return office.register(on="2019-03-04", arrival=arrival)

    def test_in_2018_it_had_to_be_passed_on(self, lite: Office) -> None:
        told = {**REFERRED, "asked_on": "2019-03-05"}
        case = self.old_case(lite)
        with pytest.raises(NotReady, match="obliges the agency to pass it on"):
            words(lite, case, "amendment_referral", "2019-03-15", **told)
        said = words(lite, case, "amendment_referral", "2019-03-15", **told, transferred_on="2019-03-08")
        assert "第二十五条第二款" in said
        assert "已于2019年3月8日将您的申请及其证据转送乙局" in said


def test_the_agency_may_hold_that_a_referral_affects_no_right(sqlite_office: Office) -> None:
    office = furnished(sqlite_office, remedy_amendment_transfer="none")
    assert "行政复议" not in words(office, office.register(), "amendment_referral", "2026-03-10", **REFERRED)
    furnished(office, remedy_amendment_transfer="first")
    with pytest.raises(BadInput, match="Allowed: either, none"):
        document(office, office.register(), "amendment_referral", "2026-03-10", **REFERRED)


class TestForm:
    def test_it_names_the_applicant_and_leaves_identity_to_the_pen(self, desk: Office) -> None:
        requester = Requester(
            name="张三", applicant_class="natural_person", identifiers={"phone": "13900000000", "id": "1101"}
        )
        case = desk.register(requester=requester)
        told = {"record": "登记表", "evidence": "验收单\n凭证"}
        found = cells(document(desk, case, "amendment_form", "2026-03-10", **told))
        assert found["申请人姓名（名称）"] == "张三"
        assert (found["有效身份证明及其号码"], found["联系人和联系方式"], found["不准确之处"]) == ("", "", "")
        assert found["证据（名称、份数，附后）"] == "1. 验收单；2. 凭证"
        assert "13900000000" not in words(desk, case, "amendment_form", "2026-03-10")

    def test_it_promises_a_period_only_where_the_agency_set_one(self, sqlite_office: Office) -> None:
        case = furnished(sqlite_office).register()
        assert "工作日" not in words(sqlite_office, case, "amendment_form", "2026-03-10")
        furnished(sqlite_office, amendment_days="20")
        made = document(sqlite_office, case, "amendment_form", "2026-03-10")
        assert isinstance(made, AmendmentForm)
        assert made.days == 20
        furnished(sqlite_office, amendment_days="二十")
        with pytest.raises(BadInput, match="amendment_days is 二十"):
            document(sqlite_office, case, "amendment_form", "2026-03-10")
