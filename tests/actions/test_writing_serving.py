"""Proofs of service and of posting for letters of a case; 国办公开办函〔2016〕235号."""

from typing import Any

import pytest
from factories import Office, Taken
from writing import cells, document, furnished, issue, words

from letters.serving import PostingRecord, ServiceReturn
from workflow.actions.register import Requester
from workflow.actions.reply import WAYS
from workflow.rules.errors import BadInput, NotFound, NotReady, RuleBroken
from workflow.rules.record.case import Case
from workflow.rules.service import Way

POSTED = {"service": "ems", "address_from": "request"}


@pytest.fixture
def desk(office: Office) -> Office:
    return furnished(office)


@pytest.fixture
def lite(sqlite_office: Office) -> Office:
    return furnished(sqlite_office)


def with_receipt(office: Office, **sent: Any) -> Case:
    requester = Requester(name="张三", applicant_class="natural_person", joint=["李四"])
    case = issue(office, office.register(requester=requester), "receipt", "2026-03-02")
    return office.take(case, "dispatch", "2026-03-03", **sent) if sent else case


def test_a_return_of_service_names_letter_number_addressees_and_way(desk: Office) -> None:
    case = with_receipt(desk, way="direct", proof="回证1号")
    made = document(desk, case, "service_return", "2026-03-03", about="1", copies="2")
    assert isinstance(made, ServiceReturn)
    found = cells(made)
    assert found["送达文书"] == "政府信息公开申请登记回执"
    assert found["文号"] == "甲环公开告〔2026〕1号"
    assert (found["受送达人"], found["份数"]) == ("张三、李四", "2份")
    assert "■直接送达" in found["送达方式"]
    assert found["送达方式"].count("■") == 1
    assert (found["送达地点"], found["拒收情况"]) == ("", "")


def test_before_it_is_sent_no_way_is_ticked(lite: Office) -> None:
    assert "■" not in words(lite, with_receipt(lite), "service_return", "2026-03-03", about="1")


def test_a_posting_takes_number_and_day_from_the_record(desk: Office) -> None:
    case = with_receipt(desk, way="post", proof="EX12CN")
    made = document(desk, case, "posting_record", "2026-03-04", about="1", **POSTED)
    assert isinstance(made, PostingRecord)
    said = words(desk, case, "posting_record", "2026-03-04", about="1", **POSTED)
    for part in ("EX12CN", "2026年3月3日", "登记回执（甲环公开告〔2026〕1号）1份", "不向收件人收取", "（EMS）"):
        assert part in said


def test_before_it_is_on_record_number_and_day_are_told(lite: Office) -> None:
    case = with_receipt(lite)
    with pytest.raises(NotReady, match="Give it as tracking_no"):
        document(lite, case, "posting_record", "2026-03-04", about="1", **POSTED)
    told = {**POSTED, "tracking_no": "XA1", "posted_on": "2026-03-04"}
    assert "XA1" in words(lite, case, "posting_record", "2026-03-04", about="1", **told)
    with pytest.raises(BadInput, match="said to be posted on 2026-03-05, after the form"):
        words(lite, case, "posting_record", "2026-03-04", about="1", **{**told, "posted_on": "2026-03-05"})


@pytest.mark.parametrize("service", ["顺丰", "courier", "sf"])
def test_only_a_postal_enterprise_posts(lite: Office, service: str) -> None:
    told = {**POSTED, "service": service, "tracking_no": "1", "posted_on": "2026-03-04"}
    with pytest.raises(BadInput, match="Allowed: ems, registered"):
        document(lite, with_receipt(lite), "posting_record", "2026-03-04", about="1", **told)


def test_what_went_another_way_was_not_posted(lite: Office) -> None:
    case = with_receipt(lite, way="email", proof="日志1")
    with pytest.raises(RuleBroken, match=r"sent another way \(email\)"):
        document(lite, case, "posting_record", "2026-03-04", about="1", **POSTED)


@pytest.mark.parametrize("about", ["", "2", "一"])
def test_a_letter_that_is_none(lite: Office, about: str) -> None:
    with pytest.raises(NotFound, match="no letter"):
        document(lite, with_receipt(lite), "service_return", "2026-03-03", about=about)


def test_a_letter_that_was_sent_back_is_not_served(lite: Office) -> None:
    history: list[Taken] = [
        ("review", "2026-03-03"),
        ("draft", "2026-03-09"),
        ("submit", "2026-03-10"),
        ("clear", "2026-03-11"),
        ("decide", "2026-03-12"),
        ("issue_reply", "2026-03-13"),
        ("send_back", "2026-03-16"),
    ]
    with pytest.raises(RuleBroken, match="is void"):
        document(lite, lite.case(history), "service_return", "2026-03-16", about="1")


class TestThirdParty:
    def consulted(self, office: Office) -> Case:
        case = office.case([("review", "2026-03-03")])
        case = office.take(case, "consult", "2026-03-04", name="某厂", question="配方")
        return issue(office, case, "third_party_consultation", "2026-03-04", about="C3")

    def test_its_letter_is_served_on_it_and_never_names_the_applicant(self, desk: Office) -> None:
        said = words(desk, self.consulted(desk), "service_return", "2026-03-04", about="1")
        assert "受送达人\t某厂" in said
        assert "张三" not in said

    def test_where_the_consultation_is_void_whom_it_went_to_is_told(self, lite: Office) -> None:
        case = self.consulted(lite)
        case = lite.take(case, "correct_entry", "2026-03-05", corrects=3, void=True, reason="误录")
        with pytest.raises(NotReady, match="Give it as to"):
            document(lite, case, "service_return", "2026-03-05", about="1")
        said = words(lite, case, "service_return", "2026-03-05", about="1", to="某厂")
        assert "受送达人\t某厂" in said


@pytest.mark.parametrize("copies", ["0", "-1", "两", "1.5", "²"])
def test_copies_are_a_whole_number(lite: Office, copies: str) -> None:
    with pytest.raises(BadInput, match=f"copies is {copies}"):
        document(lite, with_receipt(lite), "service_return", "2026-03-03", about="1", copies=copies)


def test_the_way_is_one_of_the_record() -> None:
    assert tuple(Way) == WAYS
