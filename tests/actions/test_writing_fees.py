"""Fee notices and their end from the record; Art. 42, 国办函〔2020〕109号."""

from datetime import date

import pytest
from factories import Office, Taken
from ledgers import assert_verified
from writing import document, furnished, issue, words

from letters.fees import FeeNotice, UnpaidEnd
from workflow.rules.errors import BadInput, NotFound, NotReady
from workflow.rules.fees import Method
from workflow.rules.record.case import Case

ACCOUNT = {
    "fee_payee": "甲县财政局",
    "fee_bank": "某银行甲县支行",
    "fee_account": "0000 1111",
    "fee_ways": "银行转账",
}
REASON = {"reason": "您要求复制的数量明显超过合理范围"}
CHARGED: list[Taken] = [("review", "2026-03-03"), ("charge", "2026-03-05", {"method": "pages", "quantity": 150})]
DELIVERED: Taken = ("deliver_fee_notice", "2026-03-06")


@pytest.fixture
def desk(office: Office) -> Office:
    return furnished(office, **ACCOUNT)


@pytest.fixture
def lite(sqlite_office: Office) -> Office:
    return furnished(sqlite_office, **ACCOUNT)


class TestFeeNotice:
    def test_it_has_the_lines_and_the_sum_of_the_tariff_and_the_account(self, desk: Office) -> None:
        case = issue(desk, desk.case(CHARGED), "fee_notice", "2026-03-05", told=REASON)
        made = document(desk, case, "fee_notice", "2026-03-05", **REASON)
        assert isinstance(made, FeeNotice)
        assert [(line.first, line.last, line.rate) for line in made.fee.lines] == [
            (1, 30, 0),
            (31, 100, 10),
            (101, 150, 20),
        ]
        said = words(desk, case, "fee_notice", "2026-03-05", **REASON)
        for part in (
            "按量收取信息处理费",
            "合计\t150\t—\t1700",
            "人民币1700元（壹仟柒佰元整）",
            "收款单位：甲县财政局；开户银行：某银行甲县支行；账号：0000 1111",
            "自收到本通知书的次日起20个工作日内缴费",
            "视为放弃该申请，本机关不再处理",
            "自缴费的次日起重新计算，为20个工作日",
            "《中华人民共和国政府信息公开条例》第四十二条",
        ):
            assert part in said
        assert "按件" not in said
        assert "行政复议" not in said
        assert_verified(desk.store)

    def test_by_items_it_counts_what_the_applicant_had_in_the_month(self, lite: Office) -> None:
        history: list[Taken] = [
            ("review", "2026-03-03"),
            ("charge", "2026-03-05", {"method": "items", "quantity": 12}),
        ]
        made = document(lite, lite.case(history), "fee_notice", "2026-03-05", **REASON)
        assert isinstance(made, FeeNotice)
        assert (made.fee.method, made.before, made.quantity, made.yuan) == (Method.BY_ITEMS, 0, 12, 200)

    def test_once_it_was_delivered_it_names_the_last_day(self, lite: Office) -> None:
        case = lite.case([*CHARGED, DELIVERED])
        # Monday 9 March is the first of the 20 working days.
        assert "（至2026年4月3日，含当日）" in words(lite, case, "fee_notice", "2026-03-06", **REASON)

    def test_the_account_may_be_told_instead_of_set(self, sqlite_office: Office) -> None:
        office = furnished(sqlite_office)
        case = office.case(CHARGED)
        told = {"payee": "乙", "bank": "丙银行", "account": "9", "ways": "柜面", **REASON}
        assert "收款单位：乙；开户银行：丙银行；账号：9" in words(office, case, "fee_notice", "2026-03-05", **told)
        del told["account"]
        with pytest.raises(NotReady, match="Give it as account, or set fee_account"):
            document(office, case, "fee_notice", "2026-03-05", **told)

    def test_without_a_reason_it_is_refused_by_the_name_of_the_key(self, lite: Office) -> None:
        with pytest.raises(NotReady, match="Give it as reason"):
            document(lite, lite.case(CHARGED), "fee_notice", "2026-03-05", reason=" ")

    def test_without_a_charge_or_after_the_payment_there_is_none(self, lite: Office) -> None:
        with pytest.raises(NotFound, match="No fee was charged"):
            document(lite, lite.case(CHARGED[:1]), "fee_notice", "2026-03-05", **REASON)
        paid = lite.case([*CHARGED, DELIVERED, ("pay", "2026-03-20")])
        with pytest.raises(NotReady, match="No payment is awaited"):
            document(lite, paid, "fee_notice", "2026-03-20", **REASON)


class TestUnpaidEnd:
    LAPSED = (("deliver_fee_notice", "2026-03-06"), ("lapse", "2026-04-08"))

    def lapsed(self, office: Office) -> Case:
        case = issue(office, office.case(CHARGED), "fee_notice", "2026-03-05", told=REASON)
        for step, on in self.LAPSED:
            case = office.take(case, step, on)
        return case

    def test_it_names_notice_service_last_day_and_remedies(self, desk: Office) -> None:
        case = issue(desk, self.lapsed(desk), "unpaid_end", "2026-04-08")
        made = document(desk, case, "unpaid_end", "2026-04-08")
        assert isinstance(made, UnpaidEnd)
        assert (made.notice, made.notice_served_on, made.pay_by) == (
            "甲环公开告〔2026〕1号",
            date(2026, 3, 6),
            date(2026, 4, 3),
        )
        said = words(desk, case, "unpaid_end", "2026-04-08")
        for part in (
            "壹仟柒佰元整",
            "于2026年3月6日送达您",
            "至2026年4月3日届满",
            "本机关不再处理。您仍需要上述信息的，可以重新提出申请",
            "60日内向甲县人民政府申请行政复议，也可以自收到本告知书之日起6个月内直接向",
        ):
            assert part in said
        assert_verified(desk.store)

    def test_a_notice_issued_elsewhere_is_told(self, lite: Office) -> None:
        case = lite.case([*CHARGED, *self.LAPSED])
        with pytest.raises(NotReady, match="Give it as notice"):
            document(lite, case, "unpaid_end", "2026-04-08")
        assert "（甲费〔2026〕7号）" in words(lite, case, "unpaid_end", "2026-04-08", notice="甲费〔2026〕7号")

    def test_it_needs_a_lapse_for_want_of_payment(self, lite: Office) -> None:
        with pytest.raises(NotReady, match="not lapsed for want of payment"):
            document(lite, lite.case([*CHARGED, DELIVERED]), "unpaid_end", "2026-04-08")
        uncorrected = lite.case([("ask_correction", "2026-03-05"), ("lapse", "2026-04-01")])
        with pytest.raises(NotFound, match="No fee was charged"):
            document(lite, uncorrected, "unpaid_end", "2026-04-08")

    def test_without_a_body_above_it_is_not_written(self, sqlite_office: Office) -> None:
        case = sqlite_office.case([*CHARGED, *self.LAPSED])
        with pytest.raises(NotReady, match="no reconsideration body is known"):
            document(sqlite_office, case, "unpaid_end", "2026-04-08", notice="甲费〔2026〕7号")

    def test_what_is_typed_is_checked(self, lite: Office) -> None:
        case = lite.case([*CHARGED, *self.LAPSED])
        with pytest.raises(BadInput, match=r"notice holds the character U\+0001"):
            words(lite, case, "unpaid_end", "2026-04-08", notice="甲\x01")
