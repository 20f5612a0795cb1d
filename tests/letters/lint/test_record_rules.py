"""L11 to L15, L20 to L23, L30, L31: the letter and its text against the record."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lint_facts import SEAL, clean_facts, found, found_in_text, one_item, with_fact, with_item

from letters import render
from letters.blocks import Block, Role
from letters.kinds import Letter, Passage
from letters.lint import lint_text
from letters.lint.facts import Clause, Correction, FeeAsked, Issuer, Numbered, Seal, Service
from letters.samples import (
    CORRECTION_NOTICE,
    EXTENSION_NOTICE,
    RECEIPT,
    REPLY,
    REPLY_EVERY_OUTCOME,
    REPLY_REFUSED,
    THIRD_PARTY_CONSULTATION,
)
from workflow.rules.fees import Line, Method, capitals, fee_by_items
from workflow.rules.outcomes import Outcome

CLAUSE = "对本告知书不服的，可以自收到本告知书之日起60日内向甲县人民政府申请行政复议。"


def changed(letter: Letter, role: Role, old: str, new: str) -> tuple[Block, ...]:
    """Return the text with something replaced in its blocks of one role."""
    blocks = render.blocks(letter)
    made = tuple(Block(one.role, one.text.replace(old, new)) if one.role is role else one for one in blocks)
    assert made != blocks
    return made


# L11: remedies of what decides.


def test_the_clause_is_that_of_the_rules() -> None:
    assert found(REPLY) == []
    assert found(replace(REPLY, remedies=())) == ["L11"]
    assert found(replace(REPLY, remedies=REPLY.remedies[:1])) == ["L11"]
    assert found(replace(REPLY, remedies=(*REPLY.remedies, "可以信访。"))) == ["L11"]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [("60日", "60个工作日"), ("15日", "6个月"), ("甲县人民政府", "甲市生态环境局"), ("先向", "可以向")],
)
def test_one_word_of_the_clause_is_wrong(said: str, wrong: str) -> None:
    letter = replace(REPLY_REFUSED, remedies=tuple(text.replace(said, wrong) for text in REPLY_REFUSED.remedies))
    rules = found(letter, clean_facts(REPLY_REFUSED))
    assert rules == (["L11", "L24"] if said == "甲县人民政府" else ["L11"])
    assert "L11" in found_in_text(letter, clean_facts(REPLY_REFUSED))


def test_first_has_to_be_said_even_where_the_builder_forgot_it() -> None:
    letter = replace(REPLY_REFUSED, remedies=("可以申请复议，甲县人民政府。",))
    facts = clean_facts(REPLY_REFUSED)
    assert facts.clause is not None
    assert found(letter, replace(facts, clause=replace(facts.clause, paragraphs=letter.remedies))) == ["L11"]


def test_a_withdrawal_alone_has_no_remedies() -> None:
    letter = one_item(Outcome.C3)
    assert letter.remedies == ()
    assert found(letter) == []
    assert found(replace(letter, remedies=REPLY.remedies)) == ["L11"]


def test_without_the_clause_of_the_rules_only_its_presence_is_looked_at() -> None:
    assert found(replace(REPLY, remedies=("另行告知。",)), clean_facts(REPLY, clause=None, profile=None)) == []
    assert found(replace(REPLY, remedies=()), clean_facts(REPLY, clause=None)) == ["L11"]


def test_a_clause_in_the_text_that_the_rules_do_not_give() -> None:
    blocks = (*render.blocks(REPLY)[:-3], Block(Role.PARAGRAPH, CLAUSE), *render.blocks(REPLY)[-3:])
    assert found_in_text(REPLY, blocks=blocks) == ["L11"]
    quoted = (*render.blocks(REPLY)[:-3], Block(Role.QUOTE, CLAUSE), *render.blocks(REPLY)[-3:])
    assert found_in_text(REPLY, blocks=quoted) == []


# L12: no remedies on the way; the end is told.


@pytest.mark.parametrize("letter", [RECEIPT, CORRECTION_NOTICE, EXTENSION_NOTICE, THIRD_PARTY_CONSULTATION])
def test_a_letter_on_the_way_has_no_remedies(letter: Letter) -> None:
    assert found(letter) == []
    assert found_in_text(letter) == []
    blocks = (*render.blocks(letter)[:5], Block(Role.PARAGRAPH, CLAUSE), *render.blocks(letter)[5:])
    assert found_in_text(letter, blocks=blocks) == ["L12"]


def test_who_is_held_to_have_given_up_is_told() -> None:
    gone = Correction(asked_on=date(2026, 3, 4), ask_by=date(2026, 3, 11), abandoned=True)
    assert found(RECEIPT, clean_facts(RECEIPT, correction=gone)) == ["L12"]
    assert found(RECEIPT, clean_facts(RECEIPT, correction=replace(gone, abandonment_told=True))) == []
    ends = one_item(Outcome.C1)
    assert found(ends, clean_facts(ends, correction=gone)) == []


# L13: in time.


@pytest.mark.parametrize(
    ("dispatch", "due", "reason", "rules"),
    [
        (date(2026, 3, 30), date(2026, 3, 30), "", []),
        (date(2026, 3, 31), date(2026, 3, 30), "", ["L13"]),
        (date(2026, 3, 31), date(2026, 3, 30), "档案馆迟至3月30日提供", []),
        (None, date(2026, 3, 25), "", ["L13"]),
        (None, date(2026, 3, 26), "", []),
        (date(2026, 3, 31), None, "", []),
    ],
)
def test_a_reply_goes_out_by_its_last_day(
    dispatch: date | None, due: date | None, reason: str, rules: list[str]
) -> None:
    facts = clean_facts(REPLY, dispatch_on=dispatch, due_on=due, late_reason=reason)
    assert found(REPLY, facts) == rules


def test_a_letter_on_the_way_has_no_last_day() -> None:
    assert found(RECEIPT, clean_facts(RECEIPT, due_on=date(2026, 3, 1))) == []


# L14: the extension.


def test_an_extension_is_approved_told_and_short_enough() -> None:
    facts = clean_facts(EXTENSION_NOTICE)
    extended = facts.extension
    assert extended is not None
    for change in (
        {"approved_on": None},
        {"approved_on": date(2026, 3, 25)},
        {"served_on": date(2026, 3, 31)},
        {"times": 2},
        {"most": 15},
        {"due_after": date(2026, 4, 29)},
        {"days": 19},
    ):
        assert found(EXTENSION_NOTICE, replace(facts, extension=replace(extended, **change))) == ["L14"], change
    assert found(EXTENSION_NOTICE, replace(facts, extension=None)) == ["L14"]
    planned = replace(facts, extension=replace(extended, served_on=None), dispatch_on=date(2026, 3, 30))
    assert found(EXTENSION_NOTICE, planned) == []
    assert found(EXTENSION_NOTICE, replace(planned, dispatch_on=date(2026, 3, 31))) == ["L14"]


def test_a_reply_after_an_extension_that_nobody_was_told_of() -> None:
    extended = clean_facts(EXTENSION_NOTICE).extension
    assert extended is not None
    assert found(REPLY, clean_facts(REPLY, extension=extended)) == []
    assert found(REPLY, clean_facts(REPLY, extension=replace(extended, served_on=None))) == ["L14"]
    assert found(RECEIPT, clean_facts(RECEIPT, extension=replace(extended, served_on=None))) == []


# L15: the correction.


def test_a_correction_is_asked_for_once_in_time_with_time() -> None:
    facts = clean_facts(CORRECTION_NOTICE)
    asked = facts.correction
    assert asked is not None
    for change in (
        {"times": 2},
        {"ask_by": date(2026, 3, 3)},
        {"days": 6},
        {"last_on": date(2026, 3, 19)},
    ):
        assert found(CORRECTION_NOTICE, replace(facts, correction=replace(asked, **change))) == ["L15"], change
    assert found(CORRECTION_NOTICE, replace(facts, correction=replace(asked, days=7, ask_by=None))) == []
    assert found(CORRECTION_NOTICE, replace(facts, min_correction_days=11)) == ["L15"]


def test_a_correction_that_is_not_yet_on_record_is_counted_by_the_calendar() -> None:
    short = replace(CORRECTION_NOTICE, correct_by=date(2026, 3, 10))
    assert found(short, clean_facts(short, correction=None)) == ["L15"]
    assert found(CORRECTION_NOTICE, clean_facts(CORRECTION_NOTICE, correction=None)) == []


# L20: numbers.


@pytest.mark.parametrize(
    "number",
    [
        *("朝信息公开﹝2019﹞第372号-答", "延庆区(2018)第58号一告", "沪浦信息公开（2011）第5号-公告"),
        *("清政公补〔2024〕第002号", "聊建公开告字[2023]61号", "(2015)彭海处告字第006号", "常孟政依复〔2023〕第1号"),
    ],
)
def test_numbers_as_offices_write_them(number: str) -> None:
    letter = replace(REPLY_REFUSED, number=number)
    assert found(letter) == []
    assert found_in_text(letter) == []


@pytest.mark.parametrize("number", ["12", "甲环公开12号", "甲环公开〔26〕12号", "甲环公开〔2026〕号"])
def test_what_is_no_number(number: str) -> None:
    assert found(replace(REPLY_REFUSED, number=number)) == ["L20"]


def test_the_pattern_of_the_office_and_a_draft_without_a_number() -> None:
    facts = clean_facts(REPLY_REFUSED, number_pattern="甲环公开〔{year}〕{n}号")
    assert found(REPLY_REFUSED, facts) == []
    assert found(REPLY_REFUSED, replace(facts, number_pattern="甲环告〔{year}〕{n:03d}号")) == ["L20"]
    assert found(replace(REPLY_REFUSED, number=""), facts) == []


def test_a_number_is_given_out_once() -> None:
    for known in (Numbered(what="补正告知书"), Numbered(what="答复书", this=True, times=2)):
        assert found(REPLY_REFUSED, clean_facts(REPLY_REFUSED, register={REPLY_REFUSED.number: known})) == ["L20"]
    assert found(REPLY_REFUSED, clean_facts(REPLY_REFUSED, register={})) == []


def test_cited_numbers_and_their_days_are_in_the_register() -> None:
    letter = with_item(one_item(Outcome.C1), details={"notice": "甲环补〔2026〕3号，2026年3月4日送达"})
    register = {"甲环补〔2026〕3号": Numbered(what="补正告知书", days=(date(2026, 3, 4),))}
    assert found(letter, clean_facts(letter, register=register)) == []
    assert found(letter, clean_facts(letter, register={})) == ["L20"]
    assert found(letter, clean_facts(letter, register=None)) == []
    late = {"甲环补〔2026〕3号": Numbered(what="补正告知书", days=(date(2026, 3, 5),))}
    assert found(letter, clean_facts(letter, register=late)) == ["L20"]
    assert found_in_text(letter, clean_facts(letter, register=late)) == ["L20"]
    unknown = {"甲环补〔2026〕4号": Numbered(what="补正告知书")}
    assert found_in_text(letter, clean_facts(letter, register=unknown)) == ["L20"]


def test_numbers_of_others_are_not_those_of_the_register() -> None:
    letter = one_item(Outcome.U1, reasons="乙厂的批复为甲政发〔2015〕9号，没有附图")
    assert found(letter) == []
    assert found_in_text(letter) == []


# L21: who, what, when.


def test_name_request_day_and_number_are_those_of_the_record() -> None:
    facts = clean_facts(REPLY)
    for change in (
        {"applicants": ("张珊",)},
        {"case_no": "2026-0013"},
        {"received_on": date(2026, 3, 3)},
        {"channel": "信函"},
    ):
        assert found(REPLY, replace(facts, **change)) == ["L21"], change
    assert found(REPLY, with_fact(facts, 2, wording="乙厂的环境应急预案。")) == ["L21"]
    assert found(REPLY, with_fact(facts, 2, wording="预案", corrected="乙厂的环境应急预案")) == []


def test_line_breaks_are_the_same_however_they_are_stored() -> None:
    letter = one_item(Outcome.U1, "乙厂的\n报告\t全部")
    facts = with_fact(clean_facts(letter), wording="乙厂的\r\n报告\t全部")
    assert found(letter, facts) == []
    assert found_in_text(letter, facts) == []


@pytest.mark.parametrize(
    ("role", "old", "new"),
    [
        (Role.QUOTE, "排污许可证", "排污许可征"),
        (Role.ADDRESSEE, "张三", "张二"),
        (Role.PARAGRAPH, "2026-0012", "2026-0021"),
        (Role.PARAGRAPH, "2026年3月2日收到", "2026年3月3日收到"),
    ],
)
def test_one_sign_of_the_text_is_wrong(role: Role, old: str, new: str) -> None:
    assert found_in_text(REPLY, blocks=changed(REPLY, role, old, new)) == ["L21"]


def test_a_request_in_an_annex_is_quoted_as_well() -> None:
    letter = one_item(Outcome.U1, "乙厂的报告" + "及其附图" * 50)
    assert found_in_text(letter) == []
    assert found_in_text(letter, with_fact(clean_facts(letter), wording="乙厂的报告" + "及其附图" * 51)) == ["L21"]


# L22: what is private.


@pytest.mark.parametrize(
    ("reasons", "rules"),
    [
        ("该表载有110101199003071234", ["L22"]),
        ("该表载有11010119900307123X", ["L22"]),
        ("该表载有13912345678", ["L22"]),
        ("该表载有甲县和平里5号的户主", ["L22"]),
        ("乙厂的统一社会信用代码是91110000710931234X", []),
        ("乙厂的批次号是20160312345678901234", []),
        ("乙厂的电话是0000-7654321", []),
    ],
)
def test_identifiers_stay_out(reasons: str, rules: list[str]) -> None:
    letter = one_item(Outcome.U1, reasons=reasons)
    assert found(letter) == rules
    assert found_in_text(letter) == rules


def test_digits_of_an_address_are_no_telephone() -> None:
    url = "https://www.example.gov.cn/content/post_13351695123.html"
    letter = with_item(one_item(Outcome.D1), details={"where": url})
    assert found(letter) == []


def test_what_the_applicant_wrote_himself_is_quoted_to_him() -> None:
    letter = one_item(Outcome.U1, "本人13912345678反映的乙厂报告")
    assert found(letter) == []
    assert found_in_text(letter) == []


def test_a_third_person_is_not_named_to_the_applicant() -> None:
    letter = one_item(Outcome.U1, reasons="赵六没有报送该报告")
    assert found(letter, clean_facts(letter, third_persons=("赵六",))) == ["L22"]
    assert found_in_text(letter, clean_facts(letter, third_persons=("赵六",))) == ["L22"]
    assert found(letter, clean_facts(letter, third_persons=("钱七",))) == []


def test_the_applicant_is_not_named_to_a_third_party() -> None:
    revealing = replace(THIRD_PARTY_CONSULTATION, passages=(Passage(document="张三申请的排污许可证", part="第5页"),))
    assert found(revealing) == ["L22"]
    assert found_in_text(revealing) == ["L22"]
    assert found(THIRD_PARTY_CONSULTATION, clean_facts(THIRD_PARTY_CONSULTATION, applicants=("李四",))) == []


# L23: whose letter it is.


@pytest.mark.parametrize(
    ("issuer", "rules"),
    [
        (Issuer(name="甲县生态环境局", seal=SEAL), []),
        (Issuer(name="甲县生态环境局办公室", acts_for="甲县生态环境局", seal=SEAL), []),
        (Issuer(name="乙县生态环境局", seal=replace(SEAL, text="乙县生态环境局")), ["L23"]),
        (Issuer(name="甲县生态环境局"), ["L23"]),
        (Issuer(name="甲县生态环境局", seal=Seal(text="办公室")), ["L23"]),
        (Issuer(name="甲县生态环境局", seal=Seal(text="甲县生态环境局")), []),
        (Issuer(name="甲县生态环境局", seal=replace(SEAL, covers_date=False)), ["L23"]),
        (Issuer(name="甲县生态环境局", seal=replace(SEAL, gap_mm=10.4)), ["L23"]),
        (None, []),
    ],
)
def test_the_agency_signs_and_seals(issuer: Issuer | None, rules: list[str]) -> None:
    assert found(REPLY, clean_facts(REPLY, issuer=issuer)) == rules


def test_a_letter_on_the_way_may_go_without_a_seal() -> None:
    assert found(RECEIPT, clean_facts(RECEIPT, issuer=Issuer(name="甲县生态环境局"))) == []


@pytest.mark.parametrize(
    ("role", "old", "new"),
    [
        (Role.SIGNATURE, "甲县生态环境局", "甲县生态环境局办公室"),
        (Role.AGENCY, "甲县", "乙县"),
        (Role.DATE, "26日", "27日"),
    ],
)
def test_head_signature_and_day_of_the_text(role: Role, old: str, new: str) -> None:
    assert found_in_text(REPLY, blocks=changed(REPLY, role, old, new)) == ["L23"]


# L30: the fee.

FEE = fee_by_items(10, 2)
ASKED = FeeAsked(methods=(Method.BY_ITEMS,), lines=FEE.lines, total=200, capitals="贰佰元整", payment_days=20)


@pytest.mark.parametrize(
    ("fee", "rules"),
    [
        (ASKED, []),
        (replace(ASKED, total=Decimal("200.00")), []),
        (replace(ASKED, methods=(Method.BY_ITEMS, Method.BY_PAGES)), ["L30"]),
        (replace(ASKED, methods=()), ["L30"]),
        (replace(ASKED, total=300, capitals="叁佰元整"), ["L30"]),
        (replace(ASKED, capitals="贰佰圆"), ["L30"]),
        (replace(ASKED, payment_days=None), ["L30"]),
        (replace(ASKED, lines=(Line(11, 13, 100),)), ["L30"]),
    ],
)
def test_a_fee_adds_up(fee: FeeAsked, rules: list[str]) -> None:
    assert found(RECEIPT, clean_facts(RECEIPT, fee=fee)) == rules


def test_amounts_of_the_text_agree_with_their_capitals() -> None:
    def told(text: str) -> list[str]:
        blocks = (*render.blocks(RECEIPT)[:5], Block(Role.PARAGRAPH, text), *render.blocks(RECEIPT)[5:])
        return found_in_text(RECEIPT, clean_facts(RECEIPT, fee=ASKED), blocks)

    assert told(f"请缴纳人民币200元（{capitals(200)}）。") == []
    assert told(f"请缴纳人民币200元（{capitals(300)}）。") == ["L30"]
    assert told(f"请缴纳人民币300元（{capitals(300)}）。") == ["L30"]
    assert told("请缴纳信息处理费。") == ["L30"]


# L31: service.


@pytest.mark.parametrize(
    ("service", "rules"),
    [
        (Service(way="post", by_postal_enterprise=True), []),
        (Service(way="post"), []),
        (Service(way="post", by_postal_enterprise=False), ["L31"]),
        (Service(way="post", by_postal_enterprise=True, collect=True), ["L31"]),
        (Service(way="direct", by_postal_enterprise=False), []),
        (Service(way="email"), ["L31"]),
        (Service(way="email", chosen=True), []),
        (Service(way="notice board"), ["L31"]),
        (Service(way="direct", closing=True), ["L31"]),
        (Service(way="direct", closing=True, proof=True), []),
    ],
)
def test_a_letter_is_served_in_a_way_that_counts(service: Service, rules: list[str]) -> None:
    assert found(REPLY, clean_facts(REPLY, service=service)) == rules


def test_a_sentence_is_filled() -> None:
    said = {str(one) for one in lint_text(changed(REPLY, Role.NUMBER, "12", "13"), REPLY, clean_facts(REPLY))}
    assert said == {
        "L20 E: The text bears the number 甲环公开〔2026〕13号 and the letter is 甲环公开〔2026〕12号. Render it anew."
    }


def test_every_outcome_at_once_is_clean() -> None:
    assert found(REPLY_EVERY_OUTCOME) == []
    assert isinstance(clean_facts(REPLY_EVERY_OUTCOME).clause, Clause)


def test_an_agency_or_a_court_that_is_handed_the_case_learns_who_asked() -> None:
    handed = replace(EXTENSION_NOTICE, addressees=("乙县生态环境局",))
    assert "L22" not in found(handed, clean_facts(handed, applicants=("张三",)))


def test_an_item_that_cites_an_article_can_be_challenged_whatever_it_counts_as() -> None:
    letter = with_item(one_item(Outcome.C3), basis="《中华人民共和国政府信息公开条例》第二条")
    assert found(letter, clean_facts(letter, clause=None)) == ["L11"]
    assert found(replace(letter, remedies=REPLY.remedies[1:]), clean_facts(letter, clause=None)) == []
