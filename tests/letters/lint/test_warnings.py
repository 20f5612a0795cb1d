"""L24 to L29 and L32: what is signed only with a reason on record."""

from dataclasses import replace
from datetime import date

import pytest
from lint_facts import clean_facts, found, found_in_text, one_item, with_item

from letters.lint import blocking, lint
from letters.lint.facts import Clause, Consulted, EarlierReply
from letters.sample_facts import AGENCY
from letters.samples import CORRECTION_NOTICE, RECEIPT, REPLY, THIRD_PARTY_CONSULTATION, decided, reply
from workflow.rules.agencies import AgencyKind, Profile, ReconsiderationBody
from workflow.rules.clock_events import Party
from workflow.rules.outcomes import Outcome
from workflow.rules.remedies import DecidedItem, remedies
from workflow.rules.remedy_policy import Warn

REGULATIONS = "《中华人民共和国政府信息公开条例》"


def test_warnings_do_not_block() -> None:
    findings = lint(REPLY, clean_facts(REPLY, reviewed_by="甲"))
    assert [one.rule for one in findings] == ["L28"]
    assert blocking(findings) == ()


# L24: who hears it.


@pytest.mark.parametrize(
    ("warning", "rules"),
    [
        (Warn.STRADDLES, ["L24"]),
        (Warn.NO_BODY, ["L24"]),
        (Warn.MERGED_POWERS, ["L24"]),
        (Warn.ART_39, []),
        (Warn.UNREAD_TEXT, []),
    ],
)
def test_what_the_rules_warn_of_about_the_body(warning: Warn, rules: list[str]) -> None:
    clause = clean_facts(REPLY).clause
    assert clause is not None
    assert found(REPLY, clean_facts(REPLY, clause=replace(clause, warnings=(warning,)))) == rules


def test_a_body_that_is_valid_no_more() -> None:
    gone = replace(AGENCY, bodies=(ReconsiderationBody("甲县人民政府", valid_to=date(2025, 12, 31)),))
    here = replace(AGENCY, bodies=(ReconsiderationBody("甲县人民政府", valid_from=date(2026, 1, 1)),))
    assert found(REPLY, clean_facts(REPLY, profile=gone)) == ["L24"]
    assert found(REPLY, clean_facts(REPLY, profile=here)) == []
    other = replace(AGENCY, bodies=(ReconsiderationBody("乙县人民政府"),))
    assert found(REPLY, clean_facts(REPLY, profile=other)) == ["L24"]
    assert found(RECEIPT, clean_facts(RECEIPT, profile=gone)) == []


def test_nobody_to_hear_it_is_a_finding_and_no_error() -> None:
    found_by_rules = remedies(
        decided_on=REPLY.issued_on,
        dispatched_on=None,
        items=[DecidedItem(1, Outcome.U1)],
        profile=Profile("甲开发区管委会", AgencyKind.OTHER),
    )
    letter = replace(one_item(Outcome.U1), remedies=())
    facts = clean_facts(letter, clause=Clause.of(found_by_rules), profile=None)
    assert found(letter, facts) == ["L11", "L24"]


# L25: policy documents.


@pytest.mark.parametrize(
    ("basis", "rules"),
    [
        ("《国务院办公厅关于做好政府信息依申请公开工作的意见》（国办发〔2010〕5号）", ["L02", "L25"]),
        ("《政府信息公开条例》第三十八条和甲政办发〔2024〕8号文", []),
        ("甲政办发〔2024〕8号文", ["L02", "L25"]),
        ("《政府信息公开条例》第三十八条", []),
    ],
)
def test_a_policy_document_does_not_stand_alone(basis: str, rules: list[str]) -> None:
    assert found(with_item(one_item(Outcome.U3), basis=basis)) == rules


# L26: told before it goes out.

REFUSED = Consulted(party=Party.THIRD_PARTY, name="乙化工有限公司", delivered_on=date(2026, 3, 4), opinion="refuse")


@pytest.mark.parametrize(
    ("asked", "rules"),
    [
        (REFUSED, ["L26"]),
        (replace(REFUSED, told_on=date(2026, 3, 10)), []),
        (replace(REFUSED, told_on=date(2026, 3, 10), release_from=date(2026, 3, 26)), []),
        (replace(REFUSED, told_on=date(2026, 3, 10), release_from=date(2026, 3, 27)), ["L26"]),
        (replace(REFUSED, opinion="agree"), []),
        (replace(REFUSED, items=(2,)), []),
        (replace(REFUSED, party=Party.AGENCY), []),
    ],
)
def test_who_refused_is_told_before_it_goes_out(asked: Consulted, rules: list[str]) -> None:
    letter = one_item(Outcome.D2)
    assert found(letter, clean_facts(letter, consultations=(asked,))) == rules


def test_a_refusal_that_was_followed_is_not_held_against_the_rest() -> None:
    letter = reply(
        ("乙厂的配方", "乙厂的许可证"),
        (decided(Outcome.N4A, "乙厂报送", "乙厂报送的配方"), decided(Outcome.D2, "查过")),
    )
    heard = replace(REFUSED, answered_on=date(2026, 3, 10))
    assert found(letter, clean_facts(letter, consultations=(heard,))) == []
    assert found(letter, clean_facts(letter, consultations=(replace(heard, items=(1, 2)),))) == ["L26"]


# L27: what was left over.


@pytest.mark.parametrize(
    "reasons",
    [
        "乙厂的{{ reason }}没有",
        "乙厂××局没有",
        "乙厂XXX没有",
        "乙厂____没有",
        "某某厂没有投产",
        "《 》没有报送",
        "乙厂的理由待补充",
    ],
)
def test_a_place_that_nobody_filled(reasons: str) -> None:
    letter = one_item(Outcome.U1, reasons=reasons)
    assert found(letter) == ["L27"]
    assert found_in_text(letter) == ["L27"]


def test_what_looks_like_a_place_and_is_none() -> None:
    letter = one_item(Outcome.U1, "《××厂》____的报告", "乙厂A×B型装置（2×3米）没有投产……")
    assert found(letter) == []
    assert found_in_text(letter) == []
    assert found_in_text(THIRD_PARTY_CONSULTATION) == []  # The slip is to be filled in by hand.
    url = with_item(one_item(Outcome.D1), details={"where": "https://www.example.gov.cn/a__b/1.html"})
    assert found(url) == []


@pytest.mark.parametrize(
    ("withheld", "rules"), [("姓名、住址等", ["L27"]), ("高等学校一等奖名单", []), ("姓名、住址", [])]
)
def test_what_is_withheld_is_named_in_full(withheld: str, rules: list[str]) -> None:
    letter = with_item(one_item(Outcome.D3), details={"withheld": withheld})
    assert found(letter) == rules
    assert found_in_text(letter) == rules


# L28: four eyes.


@pytest.mark.parametrize(
    ("people", "rules"),
    [
        ({"reviewed_by": "甲"}, ["L28"]),
        ({"approved_by": "甲"}, ["L28"]),
        ({"reviewed_by": "甲", "approved_by": "甲", "one_person_allowed": True}, []),
        ({"drafted_by": "", "reviewed_by": "", "approved_by": ""}, []),
        ({"approved_on": date(2026, 3, 27)}, ["L28"]),
        ({"approved_on": date(2026, 3, 25)}, []),
        ({"approved_on": None}, []),
    ],
)
def test_another_person_looks_at_it_before_its_day(people: dict[str, object], rules: list[str]) -> None:
    assert found(REPLY, replace(clean_facts(REPLY), **people)) == rules  # type: ignore[arg-type]  # by name


# L29: phrases.


def test_deliberated_is_no_reason() -> None:
    assert "L29" in found(one_item(Outcome.N7, reasons="经本机关集体研究，决定不予公开"))
    assert found(one_item(Outcome.N7, reasons="经研究，乙厂一案的证人尚未询问")) == []


def test_reasons_of_another_refusal() -> None:
    letter = one_item(Outcome.N7, reasons="乙厂一案的证人尚未询问，公开会妨碍取证")
    details = "公开会妨碍取证，您不是该案当事人，不能依照行政处罚的有关规定查阅该案卷"
    same = f"丙厂一案的证人尚未询问，公开会妨碍取证。{details}"
    assert found(letter, clean_facts(letter, other_refusals=(same,))) == ["L29"]
    assert found(letter, clean_facts(letter, other_refusals=("丁校录取名单含学生的考号和成绩",))) == []
    given = one_item(Outcome.U1, reasons="乙厂一案的证人尚未询问，公开会妨碍取证")
    assert found(given, clean_facts(given, other_refusals=(same,))) == []


# L32: a new reply is new.


def test_a_new_reply_does_not_repeat_the_old_one() -> None:
    letter = one_item(Outcome.N7, reasons="乙厂一案尚未办结")
    old = EarlierReply(
        number="甲环公开〔2026〕2号",
        on=date(2026, 1, 5),
        reply="经查，本机关已查找该信息。乙厂一案尚未办结。",
        annulled=True,
    )
    assert found(letter, clean_facts(letter, earlier=(old,))) == ["L32"]
    assert found(letter, clean_facts(letter, earlier=(replace(old, annulled=False),))) == []
    assert found(letter, clean_facts(letter, earlier=(replace(old, reply=""),))) == []
    fresh = one_item(Outcome.N7, reasons="乙厂一案的证人将于4月询问")
    assert found(fresh, clean_facts(fresh, earlier=(old,))) == []


def test_letters_on_the_way_are_not_asked_for_reasons() -> None:
    assert found(CORRECTION_NOTICE, clean_facts(CORRECTION_NOTICE, other_refusals=("乙厂" * 20,))) == []
