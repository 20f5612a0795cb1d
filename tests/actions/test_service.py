"""How letters leave the house, come back and are sent again; what takes the place of another (235号)."""

from datetime import date
from typing import Any

import pytest
from factories import Office
from ledgers import assert_verified
from signing import GIVEN, drafted, furnished, letters, seen, sign, write

from workflow.actions.issue import issue_reply
from workflow.rules.errors import BadInput, NotFound, RuleBroken


@pytest.fixture
def desk(office: Office) -> Office:
    return furnished(office)


POSTED: dict[str, Any] = {"way": "post", "proof": "XA1234"}


def test_posting_is_through_the_postal_enterprise_alone(desk: Office) -> None:
    case = sign(desk, drafted(desk, GIVEN))
    for carrier, said in (("顺丰速运", "no postal enterprise"), ("邮政到付", "may not be collected")):
        with pytest.raises(RuleBroken, match=said):
            desk.take(case, "reply", "2026-03-16", carrier=carrier, **POSTED)
    with pytest.raises(BadInput, match="not posted"):
        desk.take(case, "reply", "2026-03-16", way="direct", proof="回证1号", carrier="中国邮政")
    desk.take(case, "reply", "2026-03-16", carrier="邮政特快专递", **POSTED)
    assert letters(desk, case)[0].carrier == "邮政特快专递"


def test_a_letter_that_came_back_is_sent_again_and_still_counts_as_sent_on_its_day(desk: Office) -> None:
    case = sign(desk, drafted(desk, GIVEN))
    case = desk.take(case, "reply", "2026-03-16", **POSTED)
    case = desk.take(case, "return_letter", "2026-03-20", no=1, reason="查无此人")
    with pytest.raises(BadInput, match="came back"):
        desk.take(case, "serve", "2026-03-23", no=1, proof="回执")
    with pytest.raises(BadInput, match="not on its way"):
        desk.take(case, "return_letter", "2026-03-23", no=1, reason="again")
    case = desk.take(case, "dispatch", "2026-03-23", no=1, way="direct", proof="送达回证3号")
    with pytest.raises(BadInput, match="already sent"):
        desk.take(case, "dispatch", "2026-03-24", no=1, way="direct", proof="送达回证4号")
    case = desk.take(case, "serve", "2026-03-24", no=1, proof="送达回证3号", receiver="李四（配偶）", witness="")
    kept = letters(desk, case)[0]
    assert (kept.dispatched_on, kept.resent_on, kept.returned_on) == (
        date(2026, 3, 16),
        date(2026, 3, 23),
        date(2026, 3, 20),
    )
    assert (kept.attempts, kept.way, kept.return_reason, kept.receiver) == (2, "direct", "查无此人", "李四（配偶）")
    assert (case.closed_on, case.on_time) == (date(2026, 3, 16), True)
    assert_verified(desk.store)


def test_a_reply_with_a_mistake_is_replaced_before_it_is_sent(desk: Office) -> None:
    case = sign(desk, drafted(desk, GIVEN))
    with desk.store.step() as unit:
        call = desk.call("caseworker", "2026-03-16", case.version)
        case = issue_reply(unit, case.id, call, replaces=1, seen=seen(desk, case))
    old, new = letters(desk, case)
    assert (old.voided_by, new.replaces, new.voided_by) == (case.version, 1, None)
    assert old.number != new.number
    with pytest.raises(NotFound, match="no letter 1"):
        desk.take(case, "serve", "2026-03-17", no=1, proof="x")
    case = desk.take(case, "reply", "2026-03-17", **POSTED)
    assert [one.dispatched_on for one in letters(desk, case)] == [None, date(2026, 3, 17)]
    assert_verified(desk.store)


def test_what_cannot_be_replaced_is_refused(desk: Office) -> None:
    case = write(desk, desk.register(), "receipt", "2026-03-02")
    with pytest.raises(NotFound, match="no letter 7"):
        write(desk, case, "receipt", "2026-03-03", replaces=7)
    case = write(desk, case, "receipt", "2026-03-03", replaces=1)
    with pytest.raises(NotFound, match="no letter 1"):
        write(desk, case, "receipt", "2026-03-03", replaces=1)
    assert [one.replaces for one in letters(desk, case)] == [0, 1]


def test_a_letter_takes_the_place_of_its_own_kind_only(desk: Office) -> None:
    case = write(desk, desk.register(), "receipt", "2026-03-02")
    case = desk.take(case, "ask_correction", "2026-03-03", points=["描述"], reply_by=date(2026, 3, 20))
    with pytest.raises(RuleBroken, match="another letter than this one"):
        write(desk, case, "correction_notice", "2026-03-03", replaces=1)


def test_a_letter_gets_its_pdf_once(desk: Office) -> None:
    case = sign(desk, drafted(desk, GIVEN))
    case = desk.take(case, "set_out_letter", "2026-03-16", no=1, pdf="2" * 64)
    assert letters(desk, case)[0].pdf == "2" * 64
    with pytest.raises(RuleBroken, match="never changes"):
        desk.take(case, "set_out_letter", "2026-03-16", no=1, pdf="3" * 64)
    with pytest.raises(NotFound):
        desk.take(case, "set_out_letter", "2026-03-16", no=2, pdf="3" * 64)
    assert_verified(desk.store)
