from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.files.calendars import shipped_notices
from workflow.rules.calendar import build
from workflow.rules.duty import Actor, Duty, Owed
from workflow.rules.errors import BadInput
from workflow.rules.regimes import CN_2019
from workflow.rules.reminder_texts import (
    TASKS,
    Line,
    Sentence,
    digest_subject,
    digest_text,
    filled,
    line,
    reminder,
    subject,
)

CALENDAR = build(shipped_notices())
TODAY = date(2026, 3, 11)
CHINESE = {
    "{case_no}: {task} ({who})": "{case_no}：由{who}{task}",
    "reply to the applicant": "答复申请人",
    "caseworker": "经办人",
    "{head}, by {due_on}, {left}. {otherwise}": "{head}，期限{due_on}，{left}。{otherwise}",
    "{count} working days left": "还有{count}个工作日",
    "The reply is late: a court declares it unlawful, and the annual report shows it.": "逾期答复，法院将确认违法。",
    "{line} ({article})": "{line}（{article}）",
}


def make_line(
    due_on: date = date(2026, 3, 16),
    duty: Duty = Duty.REPLY,
    case_no: str = "2026-0001",
    ref: str = "",
    today: date = TODAY,
) -> Line:
    return line(case_no, Owed(duty, ref, due_on, Actor.CASEWORKER), today, CALENDAR, CN_2019)


def test_a_line_says_who_owes_what_until_when_and_why() -> None:
    assert reminder(make_line()).text() == (
        "2026-0001: reply to the applicant (caseworker), by 2026-03-16, 3 working days left. The reply is late: a "
        "court declares it unlawful, and the annual report shows it. "
        "(《中华人民共和国政府信息公开条例》第三十三条第二款)"
    )


def test_a_line_is_said_in_the_language_of_the_reader() -> None:
    assert reminder(make_line()).text(lambda key: CHINESE[key]) == (
        "2026-0001：由经办人答复申请人，期限2026-03-16，还有3个工作日。逾期答复，法院将确认违法。"
        "（《中华人民共和国政府信息公开条例》第三十三条第二款）"
    )


@pytest.mark.parametrize(
    ("due_on", "left"),
    [
        (date(2026, 3, 13), "2 working days left"),
        (date(2026, 3, 12), "1 working day left"),
        (date(2026, 3, 11), "today is the last day"),
        (date(2026, 3, 10), "1 working day over"),
        (date(2026, 3, 6), "3 working days over"),
    ],
)
def test_the_count_of_working_days(due_on: date, left: str) -> None:
    assert subject(make_line(due_on)).text() == f"2026-0001: reply to the applicant, {left}"


def test_rest_days_around_the_due_day_do_not_hide_that_it_is_over() -> None:
    assert subject(make_line(date(2026, 3, 13), today=date(2026, 3, 15))).text().endswith(", over")
    assert subject(make_line(date(2027, 1, 31), today=date(2027, 1, 29))).text().endswith(", no working day left")


def test_a_provisional_day_says_that_it_may_move() -> None:
    owed = Owed(Duty.REPLY, "", date(2027, 2, 10), Actor.CASEWORKER, provisional=True)
    assert "may still move" in reminder(line("1", owed, TODAY, CALENDAR, CN_2019)).text()


def test_what_an_agency_owes_has_no_case() -> None:
    report = make_line(date(2027, 1, 29), Duty.REPORT_DEPARTMENT, case_no="", ref="2026")
    assert subject(report).text().startswith("hand in and publish the annual report of 2026, ")
    assert reminder(report).text().startswith("hand in and publish the annual report of 2026 (caseworker), by")


def test_a_duty_without_an_article_cites_none() -> None:
    bare = Line("1", make_line().owed, TODAY, 3, "")
    assert reminder(bare).text().endswith("shows it.")


def test_every_duty_has_its_words() -> None:
    assert set(TASKS) == set(Duty)
    assert all("{" not in reminder(make_line(duty=duty, ref="C3")).text() for duty in Duty)


def test_a_digest_begins_with_what_is_over() -> None:
    lines = [
        make_line(date(2026, 3, 16), case_no="4"),
        make_line(date(2026, 3, 11), case_no="3"),
        make_line(date(2026, 3, 10), case_no="2"),
        make_line(date(2026, 3, 6), case_no="1"),
        make_line(date(2026, 3, 16), Duty.EXTEND, case_no="4"),
        make_line(date(2026, 3, 6), case_no="1"),  # Two rules ask for it.
    ]
    text = digest_text(lines).splitlines()
    assert [part.split(":")[0] for part in text] == [
        "Over",
        "- 1",
        "- 2",
        "Today",
        "- 3",
        "By 2026-03-16",
        "- 4",
        "- 4",
    ]
    assert "last chance" in text[-1]
    assert digest_subject(lines).text() == "Reminders: 2 over, 1 due today, 5 in all"


def test_a_long_digest_counts_what_it_leaves_out() -> None:
    lines = [make_line(case_no=f"{number:03}") for number in range(60)]
    text = digest_text(lines, most=20).splitlines()
    assert len(text) == 1 + 20 + 1
    assert text[-1] == "and 40 more"
    assert digest_text([]) == ""
    with pytest.raises(ValueError, match="at least one"):
        digest_text(lines, most=0)


@given(
    days=st.lists(st.dates(date(2026, 2, 1), date(2026, 4, 30)), max_size=12),
    most=st.integers(1, 15),
    turn=st.randoms(),
)
def test_a_digest_names_the_most_urgent_in_any_order_given(days: list[date], most: int, turn: object) -> None:
    lines = [make_line(day, case_no=str(number)) for number, day in enumerate(days)]
    shuffled = list(lines)
    turn.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    text = digest_text(lines, most=most)
    assert digest_text(shuffled, most=most) == text
    named = [part for part in text.splitlines() if part.startswith("- ")]
    assert len(named) == min(len(lines), most)
    assert [str(day) in part for part, day in zip(named, sorted(days), strict=False)] == [True] * len(named)


def test_an_office_may_write_its_own_words() -> None:
    template = "{case_no}：{duty}，{due_on}，{days_left}，{article}，{otherwise}"
    own = filled(template, make_line(date(2026, 3, 10)))
    assert own.startswith("2026-0001：reply to the applicant，2026-03-10，-1，《中华人民共和国政府信息公开条例》")
    assert own.endswith("The reply is late: a court declares it unlawful, and the annual report shows it.")
    with pytest.raises(BadInput, match=r"\{applicant\} is no place"):
        filled("{applicant}", make_line())


def test_braces_in_a_case_number_are_text() -> None:
    assert subject(make_line(case_no="{task}")).text().startswith("{task}: reply")
    assert Sentence("{case_no}", {"case_no": "{x}"}).text() == "{x}"
