"""Forms of group A filled in from the record; what identifies the applicant stays sealed."""

from datetime import date
from typing import Any

import pytest
from factories import Office, Taken

from letters import render
from letters.blocks import ROWS, text
from letters.kinds import Document, kind_name
from workflow.actions.register import Requester
from workflow.actions.writing import FORMS
from workflow.actions.writing.common import Wanted
from workflow.actions.writing.intake import BLANKS
from workflow.rules.arrival import Arrival, Channel, Mail
from workflow.rules.errors import BadInput, NotReady, RuleBroken
from workflow.rules.record.case import Case
from workflow.store.dossier import dossier

PAPER, PHONE = "11010119800101123X", "13800000000"
JOINT = Requester(
    name="张三",
    applicant_class="natural_person",
    agent="赵律师",
    joint=["王五"],
    identifiers={"id_number": PAPER, "phone": PHONE},
)
FIRM = Requester(name="丙律师事务所", applicant_class="legal_service")
ORAL = Arrival(channel=Channel.ORAL, handed_in_on=date(2026, 3, 2))
ORDINARY = Arrival(
    channel=Channel.LETTER,
    mail=Mail.ORDINARY,
    arrived_on=date(2026, 3, 2),
    office_confirmed_on=date(2026, 3, 2),
)
FAX = Arrival(
    channel=Channel.FAX,
    arrived_on=date(2026, 2, 27),
    office_confirmed_on=date(2026, 2, 27),
    applicant_confirmed_on=date(2026, 3, 2),
)
CONFIRMING = {"arrived_on": "2026-03-02", "means": "电话", "confirmed": "来信系本人寄出"}


def form(office: Office, case: Case, name: str, on: str = "2026-03-02", **told: str) -> Document:
    """Write a form from the record."""
    day = date.fromisoformat(on)
    with office.store.unit() as unit:
        return FORMS[name](dossier(unit, case, day), case.case_no, Wanted(day, told=told))


def rows(document: Document) -> dict[str, str]:
    return dict(block.cells for block in render.blocks(document) if block.role in ROWS)  # type: ignore[misc]  # two cells


def words(document: Document) -> str:
    return text(render.blocks(document))


class TestApplications:
    def test_a_form_holds_what_is_on_record_and_nothing_that_identifies(self, office: Office) -> None:
        case = office.register(requester=JOINT, form="邮寄纸质复印件", items=["2025年预算", "2025年决算"])
        filled = form(office, case, "application_of_person")
        noted = rows(filled)
        assert noted["姓名"] == "张三、王五"
        assert noted["代理人（附授权委托书和身份证明）"] == "赵律师"
        assert noted["所需政府信息（2）"] == "2025年决算"
        assert noted["申请人对形式的要求"] == "邮寄纸质复印件"
        assert noted["联系电话"] == "（已登记，另行加密保存）"
        assert PAPER not in words(filled)
        assert PHONE not in words(filled)
        assert f"登记号：{case.case_no}" in words(filled)

    def test_without_identifiers_their_places_are_empty(self, sqlite_office: Office) -> None:
        assert rows(form(sqlite_office, sqlite_office.register(), "application_of_person"))["联系电话"] == ""

    def test_the_request_stands_there_as_it_came_in(self, sqlite_office: Office) -> None:
        history: list[Taken] = [
            ("ask_correction", "2026-03-04"),
            ("correct", "2026-03-09", {"items": ["2025年部门预算"]}),
        ]
        case = sqlite_office.case(history, items=["有关材料"])
        assert rows(form(sqlite_office, case, "application_of_person", "2026-03-10"))["所需政府信息"] == "有关材料"

    def test_an_organisation_has_its_own_form(self, office: Office) -> None:
        case = office.register(requester=FIRM)
        assert "■法律服务机构" in rows(form(office, case, "application_of_organisation"))["组织类型"]
        with pytest.raises(NotReady, match="is an organisation"):
            form(office, case, "application_of_person")
        with pytest.raises(NotReady, match="is a natural person"):
            form(office, office.register(), "application_of_organisation")

    def test_a_request_of_2018_printed_today_asks_what_was_asked_then(self, sqlite_office: Office) -> None:
        then = Arrival(channel=Channel.IN_PERSON, handed_in_on=date(2018, 6, 1))
        case = sqlite_office.register("2026-03-02", arrival=then)
        said = words(form(sqlite_office, case, "application_of_person"))
        assert "第二十条" in said
        assert "所需信息的用途" in said

    def test_a_request_of_a_ledger(self, office: Office) -> None:
        noted = rows(form(office, office.bring_in(), "application_of_person"))
        assert (noted["姓名"], noted["所需政府信息"]) == ("李四", "2025年预算")


class TestBlanks:
    @pytest.mark.parametrize("name", BLANKS)
    def test_they_can_be_handed_out(self, name: str) -> None:
        blank = BLANKS[name]("甲县生态环境局", date(2026, 3, 2))
        assert kind_name(type(blank)) == name
        assert "甲县生态环境局" in words(blank)
        assert "张三" not in words(blank)

    @pytest.mark.parametrize("name", ["application_of_person", "application_of_organisation"])
    def test_what_they_ask_follows_the_day(self, name: str) -> None:
        before, after = (BLANKS[name]("某局", day) for day in (date(2019, 5, 14), date(2019, 5, 15)))
        assert "所需信息的用途" in words(before)
        assert "所需信息的用途\t" not in words(after)


class TestOralRequest:
    def test_the_clerk_is_who_registered_it(self, office: Office) -> None:
        case = office.register(arrival=ORAL)
        taken_down = form(office, case, "oral_request", reason="申请人不识字")
        assert rows(taken_down)["采用书面形式确有困难的原因"] == "申请人不识字"
        assert "由本机关工作人员intake根据申请人口述代为填写" in words(taken_down)

    def test_a_reason_is_needed(self, sqlite_office: Office) -> None:
        case = sqlite_office.register(arrival=ORAL)
        with pytest.raises(BadInput, match=r"why the request cannot be made in writing\. Say it"):
            form(sqlite_office, case, "oral_request")

    def test_what_was_handed_in_was_not_taken_down(self, sqlite_office: Office) -> None:
        with pytest.raises(RuleBroken, match="came in by 当面"):
            form(sqlite_office, sqlite_office.register(), "oral_request", reason="不识字")


class TestAuthorisation:
    def test_it_names_both_the_matter_and_the_powers_told(self, office: Office) -> None:
        case = office.register(requester=JOINT)
        noted = rows(form(office, case, "authorisation", powers="撤回申请\n接收文书和政府信息", until="2026-12-31"))
        assert noted["委托人（姓名或者名称）"] == "张三、王五"
        assert noted["受托人（姓名）"] == "赵律师"
        assert noted["委托事项（政府信息公开申请）"] == "2025年预算；2025年决算"
        assert noted["委托权限（逐项勾选）"].count("■") == 2
        assert noted["委托期限"] == "自签署之日起至2026年12月31日"

    def test_a_day_that_is_none(self, sqlite_office: Office) -> None:
        with pytest.raises(BadInput, match=r"明年 is no day\. Write until as"):
            form(sqlite_office, sqlite_office.register(), "authorisation", until="明年")


class TestRegistration:
    def test_days_follow_from_the_receipt(self, office: Office) -> None:
        posted = Arrival(channel=Channel.LETTER, mail=Mail.REGISTERED, signed_on=date(2026, 3, 2))
        case = office.register(arrival=posted, requester=JOINT)
        noted = rows(form(office, case, "registration_form", posted_as="XA1"))
        assert noted["申请人"] == "张三、王五"
        assert noted["申请人类型"] == "自然人"
        assert noted["邮件号"] == "XA1"
        assert noted["确定该日的理由"] == "当日签收（《中华人民共和国政府信息公开条例》第三十一条第二项）"
        assert (noted["告知补正的最后一日"], noted["答复期限的最后一日"]) == ("2026年3月11日", "2026年3月30日")
        assert case.due_on == date(2026, 3, 30)
        assert noted["登记人"] == "intake"

    @pytest.mark.parametrize(
        ("arrival", "reason"),
        [
            (Arrival(channel=Channel.IN_PERSON, handed_in_on=date(2026, 3, 2)), "条例》第三十一条第一项）"),
            (ORDINARY, "条例》第三十一条第二项）"),
            (FAX, "条例》第三十一条第三项）"),
            (ORAL, "当日填写申请表"),
            (Arrival(channel=Channel.OTHER, stated_on=date(2026, 3, 2)), "按照本机关公布的规则确定"),
        ],
        ids=["in person", "ordinary letter", "fax", "oral", "other"],
    )
    def test_the_place_of_art_31_is_that_of_the_channel(
        self, sqlite_office: Office, arrival: Arrival, reason: str
    ) -> None:
        case = sqlite_office.register(arrival=arrival)
        assert rows(form(sqlite_office, case, "registration_form"))["确定该日的理由"].endswith(reason)

    def test_after_an_extension_it_is_dated_by_the_receipt(self, sqlite_office: Office) -> None:
        case = sqlite_office.case([("review", "2026-03-03"), ("extend", "2026-03-16")])
        with pytest.raises(NotReady, match="Date it by the day of the receipt"):
            form(sqlite_office, case, "registration_form", "2026-03-17")
        assert rows(form(sqlite_office, case, "registration_form"))["答复期限的最后一日"] == "2026年3月30日"

    def test_a_request_of_a_ledger(self, office: Office) -> None:
        noted = rows(form(office, office.bring_in(), "registration_form"))
        assert (noted["确定该日的理由"], noted["登记人"]) == ("以本机关登记为准", "admin")


class TestConfirmation:
    def test_a_letter_nobody_signed_for(self, office: Office) -> None:
        case = office.register(arrival=ORDINARY)
        noted = rows(form(office, case, "receipt_confirmation", **CONFIRMING))
        assert noted["申请方式"] == "信函"
        assert noted["确认人（申请人一方）"] == "张三"
        assert noted["收到申请之日"] == "2026年3月2日（依照《中华人民共和国政府信息公开条例》第三十一条第二项）"

    def test_a_fax_confirmed_later_needs_no_excuse(self, sqlite_office: Office) -> None:
        case = sqlite_office.register(arrival=FAX)
        noted = rows(form(sqlite_office, case, "receipt_confirmation", **{**CONFIRMING, "arrived_on": "2026-02-27"}))
        assert noted["收到申请之日"].startswith("2026年3月2日（依照")

    def test_a_letter_confirmed_late_does(self, sqlite_office: Office) -> None:
        case = sqlite_office.register(arrival=ORDINARY)
        late = {**CONFIRMING, "arrived_on": "2026-02-27"}
        with pytest.raises(NotReady, match="Give the reason"):
            words(form(sqlite_office, case, "receipt_confirmation", **late))
        assert "当日无人接听" in words(
            form(sqlite_office, case, "receipt_confirmation", **late, late_reason="当日无人接听")
        )

    @pytest.mark.parametrize("gap", CONFIRMING)
    def test_what_is_missing_is_named(self, sqlite_office: Office, gap: str) -> None:
        case = sqlite_office.register(arrival=ORDINARY)
        told: dict[str, Any] = {name: said for name, said in CONFIRMING.items() if name != gap}
        with pytest.raises(BadInput, match=f"Say it under the name {gap}"):
            form(sqlite_office, case, "receipt_confirmation", **told)

    def test_where_nothing_was_confirmed_there_is_no_record(self, sqlite_office: Office) -> None:
        with pytest.raises(RuleBroken, match="handed over in person"):
            form(sqlite_office, sqlite_office.register(), "receipt_confirmation", **CONFIRMING)
        with pytest.raises(RuleBroken, match="from a ledger"):
            form(sqlite_office, sqlite_office.bring_in(), "receipt_confirmation", **CONFIRMING)
