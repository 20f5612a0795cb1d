"""Replies from the record: answers of C3, archives, titles and salutation as set, and the reply after a review."""

import html
import re
from datetime import date
from typing import Any

import pytest
from factories import Office, Taken, answer, at
from ledgers import assert_verified
from msgspec import structs
from signing import sign
from sqlalchemy import select

from letters.sample_details import ARCHIVED, INQUIRY, NO_INFORMATION
from workflow.actions.agencies import Stamp, change_agency
from workflow.actions.register import Requester
from workflow.rules.errors import BadInput, NotReady, RuleBroken
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.rules.record.closing import ReplyIssued
from workflow.rules.record.deciding import ItemDraft
from workflow.rules.remedy_policy import Warn
from workflow.rules.states import State
from workflow.store.cases import entries
from workflow.store.rows import TABLES

GIVEN = ItemDraft(
    no=1, outcome=Outcome.D2, findings="本机关制作", detail={"enclosed": "预算1份，共6页", "medium": "纸质"}
)
DAYS = ("2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12")


def furnished(office: Office, **settings: str) -> Office:
    """Return the office with what its letters say of it."""
    told = {"government": "甲县人民政府", "reply_number": "甲环公开复〔{year}〕{n}号", **settings}
    with office.store.unit() as unit:
        stamp = Stamp(office.people["admin"], date(2026, 1, 5), at("2026-01-05"))
        change_agency(unit, stamp, office.agency_id, settings=told)
    return office


def deciding(*items: ItemDraft, days: tuple[str, ...] = DAYS) -> list[Taken]:
    """Return the steps from the draft of these items to the decision, each on its day."""
    said: list[dict[str, Any]] = [{"items": list(items)}, {}, {}, {}]
    return list(zip(("draft", "submit", "clear", "decide"), days, said, strict=True))


def drafted(office: Office, *items: ItemDraft, **told: Any) -> Case:
    """Register a request of as many items and decide it so."""
    asked = {"items": [f"第{item.no}件材料" for item in items], **told}
    return office.case([("review", "2026-03-03"), *deciding(*items)], **asked)


def letters(office: Office, case: Case) -> list[Any]:
    table = TABLES["letters"]
    with office.store.reading() as connection:
        return list(connection.execute(select(table).where(table.c.case_id == case.id).order_by(table.c.no)))


def text(office: Office, case: Case) -> str:
    """Return the text of the last letter, a line for each block."""
    page = office.store.files.get(letters(office, case)[-1].html, ".html").decode()
    return html.unescape(re.sub(r"<[^>]+>", "", page[page.index("<body>") :]))


def c3(no: int, detail: dict[str, str]) -> ItemDraft:
    return ItemDraft(no=no, outcome=Outcome.C3, findings="查过", reasons="有理由", detail=detail)


def test_what_is_no_information_is_answered_and_counts_as_other_handling(office: Office) -> None:
    desk = furnished(office)
    case = sign(desk, drafted(desk, c3(1, NO_INFORMATION)))
    said = text(desk, case)
    assert "第二条的规定，该材料不属于政府信息，本机关不予提供。" in said
    assert "向甲县人民政府申请行政复议，也可以" in said
    case = desk.take(case, "reply", "2026-03-16")
    assert (case.state, case.outcome, case.outcome and case.outcome.row("2021")) == (
        State.REPLIED,
        Outcome.C3,
        "oth_other",
    )
    assert_verified(desk.store)


def test_a_question_follows_the_setting_and_warns(sqlite_office: Office) -> None:
    desk = furnished(sqlite_office, remedy_inquiry="none")
    case = sign(desk, drafted(desk, c3(1, INQUIRY)))
    assert "行政复议" not in text(desk, case)
    desk = furnished(desk, remedy_inquiry="either")
    case = sign(desk, drafted(desk, GIVEN, c3(2, INQUIRY)))
    assert "向甲县人民政府申请行政复议" in text(desk, case)
    with desk.store.reading() as connection:
        issued = [entry.body for entry in entries(connection, case.id) if isinstance(entry.body, ReplyIssued)]
    assert issued[-1].warnings == [str(Warn.INQUIRY)]


@pytest.mark.parametrize("detail", [{}, {"ended_because": "撤回"}, {"form": "别的", "maker": "甲"}])
def test_a_plain_c3_is_no_reply(sqlite_office: Office, detail: dict[str, str]) -> None:
    with pytest.raises(RuleBroken, match="by the applicant's own act"):
        drafted(sqlite_office, c3(1, detail))


def test_half_an_answer_of_c3_asks_for_the_rest(sqlite_office: Office) -> None:
    with pytest.raises(NotReady, match="pointer"):
        drafted(sqlite_office, c3(1, {**INQUIRY, "pointer": ""}))


def test_a_draft_states_more_than_an_older_decision(sqlite_office: Office) -> None:
    with pytest.raises(NotReady, match="medium"):
        drafted(sqlite_office, structs.replace(GIVEN, detail={"enclosed": "共6页"}))
    home = {"where": "https://www.example.gov.cn/", "published_on": "2025年5月8日"}
    with pytest.raises(BadInput, match="front page"):
        drafted(sqlite_office, structs.replace(answer(1, Outcome.D1), detail=home))


def test_a_record_in_the_archive(sqlite_office: Office) -> None:
    desk = furnished(sqlite_office)
    found = "系统｜OA办公系统｜“批复”，2005年｜未检索到\n档案｜移交清单｜2005年永久档案｜第3页第17号，已移交"
    told = structs.replace(answer(1, Outcome.U2), detail={**ARCHIVED, "searched": found})
    case = sign(desk, drafted(desk, told))
    assert "移交甲县档案馆" in text(desk, case)
    assert "《中华人民共和国档案法》" in text(desk, case)


def test_titles_as_set_and_what_the_letter_calls_itself(sqlite_office: Office) -> None:
    desk = furnished(sqlite_office, title_style="by_outcome")
    case = sign(desk, drafted(desk, answer(1, Outcome.U1)))
    assert letters(desk, case)[-1].title == "政府信息不存在告知书"
    assert "对本告知书不服的" in text(desk, case)
    case = sign(desk, drafted(desk, GIVEN, answer(2, Outcome.U1)))
    assert letters(desk, case)[-1].title == "政府信息公开申请答复书"


@pytest.mark.parametrize(
    ("setting", "applicant_class", "expected"),
    [
        ("", "natural_person", "您以"),
        ("你", "natural_person", "你以"),
        ("你 贵单位", "commercial", "贵单位以"),
        ("你", "commercial", "你单位以"),
    ],
)
def test_the_salutation_as_set(sqlite_office: Office, setting: str, applicant_class: str, expected: str) -> None:
    desk = furnished(sqlite_office, salutation=setting)
    case = drafted(desk, GIVEN, requester=Requester(name="丙", applicant_class=applicant_class))
    assert f"\n{expected}当面方式提出" in text(desk, sign(desk, case))


@pytest.mark.parametrize(
    ("name", "value"),
    [("title_style", "fancy"), ("salutation", "亲"), ("salutation", "您 你"), ("salutation", "你单位 贵单位")],
)
def test_a_setting_that_does_not_exist_is_refused(sqlite_office: Office, name: str, value: str) -> None:
    stamp = Stamp(sqlite_office.people["admin"], date(2026, 1, 5), at("2026-01-05"))
    with sqlite_office.store.unit() as unit, pytest.raises(BadInput, match=name):
        change_agency(unit, stamp, sqlite_office.agency_id, settings={name: value})


# After a review.


def reviewed(desk: Office, ending: str, again: ItemDraft) -> Case:
    """Return a case whose first reply, a refusal, fell, decided again."""
    case = sign(desk, drafted(desk, answer(1, Outcome.N5)))
    order = "甲县人民政府行政复议决定书（甲政复决〔2026〕3号）"
    history: list[Taken] = [
        ("reply", "2026-03-16"),
        ("file_proceeding", "2026-04-01"),
        ("conclude_proceeding", "2026-05-06", {"ending": ending}),
        ("reopen", "2026-05-07", {"order": order}),
        *deciding(again, days=("2026-05-08", "2026-05-08", "2026-05-11", "2026-05-12")),
    ]
    for step, on, *said in history:
        case = desk.take(case, step, on, **(said[0] if said else {}))
    return case


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        (
            "撤销并责令重新答复",
            "的答复（甲环公开复〔2026〕1号）已被甲县人民政府行政复议决定书（甲政复决〔2026〕3号）撤销。",
        ),
        ("责令重新答复", "本机关撤销2026年3月16日的答复（甲环公开复〔2026〕1号），由本答复书代替。"),
    ],
)
def test_a_reply_after_a_review_says_what_became_of_the_first(office: Office, ending: str, said: str) -> None:
    desk = furnished(office)
    case = sign(desk, reviewed(desk, ending, GIVEN), "2026-05-12")
    assert said in text(desk, case)
    assert_verified(desk.store)


def test_the_same_reply_again_is_not_issued(sqlite_office: Office) -> None:
    desk = furnished(sqlite_office)
    with pytest.raises(NotReady, match="same findings and reasons"):
        sign(desk, reviewed(desk, "撤销", answer(1, Outcome.N5)), "2026-05-12")
    other = structs.replace(answer(1, Outcome.N5), reasons="重新调查后查明该记录只用于内部考核")
    assert sign(desk, reviewed(desk, "撤销", other), "2026-05-12").letters


def test_nearly_the_same_refusal_needs_a_reason_and_giving_on_the_same_findings_does_not(sqlite_office: Office) -> None:
    desk, before = furnished(sqlite_office), answer(1, Outcome.N5)
    again = structs.replace(before, reasons=f"{before.reasons}内容")
    with pytest.raises(NotReady, match="L32 Item 1 repeats facts and reasons"):
        sign(desk, reviewed(desk, "撤销", again), "2026-05-12")
    given = structs.replace(GIVEN, findings=before.findings)
    assert sign(desk, reviewed(desk, "撤销", given), "2026-05-12").letters


def test_an_agency_puts_its_own_reply_right(office: Office) -> None:
    """自行纠正: nobody ordered it; the new reply says that it takes the place of the one that was sent."""
    desk = furnished(office)
    case = desk.take(sign(desk, drafted(desk, answer(1, Outcome.N5))), "reply", "2026-03-16")
    own: dict[str, Any] = {"proceeding": 0, "days": 10, "order": "甲县生态环境局自行纠正决定（甲环纠〔2026〕1号）"}
    case = desk.take(case, "reopen", "2026-03-18", **own)
    assert (case.state, case.outcome) == ("reviewed", None)
    for step, on, *said in deciding(GIVEN, days=("2026-03-19", "2026-03-19", "2026-03-20", "2026-03-23")):
        case = desk.take(case, step, on, **(said[0] if said else {}))
    words = text(desk, sign(desk, case, "2026-03-23"))
    assert "本机关撤销2026年3月16日的答复（甲环公开复〔2026〕1号），由本答复书代替。" in words
    assert "根据甲县生态环境局自行纠正决定（甲环纠〔2026〕1号），本机关重新办理该申请。" in words
    assert_verified(desk.store)
