import io
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import docx.table
import pytest
from docx.text.paragraph import Paragraph

from letters import render
from letters.blocks import CELL, Role, text
from letters.catalogue import To, listed_as
from letters.kinds import (
    KINDS,
    CorrectionNotice,
    Document,
    ExtensionNotice,
    Form,
    Letter,
    Receipt,
    ThirdPartyConsultation,
    kind_name,
    template_of,
)
from letters.parts import LONG
from letters.sample_facts import AGENCY
from letters.samples import (
    CORRECTION_NOTICE,
    EXTENSION_NOTICE,
    REPLY,
    REPLY_EVERY_OUTCOME,
    REPLY_REFUSED,
    SAMPLES,
    THIRD_PARTY_CONSULTATION,
    decided,
    reply,
)
from workflow.rules.errors import BadInput, NotReady
from workflow.rules.outcomes import Outcome
from workflow.rules.remedies import Effect

GOLDEN = Path(__file__).parent / "golden"
PROCEDURAL = (Receipt, CorrectionNotice, ExtensionNotice, ThirdPartyConsultation)

samples = pytest.mark.parametrize("letter", SAMPLES.values(), ids=SAMPLES)
LETTERS = {name: letter for name, letter in SAMPLES.items() if isinstance(letter, Letter)}
FORMS = {name: form for name, form in SAMPLES.items() if isinstance(form, Form)}


def words(letter: Document) -> str:
    return text(render.blocks(letter))


class Page(HTMLParser):
    """The text of a page as a reader copies it: a line for each element of the body and for each break."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._open = False
        self._between = ""
        self.feed(page.partition("<body>")[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own
        if tag == "br":
            self.lines[-1] += "\n"
        elif tag in {"td", "th"}:
            self.lines[-1] += self._between
            self._between, self._open = CELL, True
        elif tag not in {"table", "colgroup", "col"}:
            self.lines.append("")
            self._between, self._open = "", tag != "tr"

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's own
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.lines[-1] += data


def words_of_page(page: str) -> str:
    return "".join(f"{line}\n" for line in Page(page).lines)


def words_of_docx(file: bytes) -> str:
    lines = [
        part.text if isinstance(part, Paragraph) else CELL.join(cell.text for cell in part.cells)
        for part in parts_of_docx(file)
    ]
    return "".join(f"{line}\n" for line in lines)


def parts_of_docx(file: bytes) -> Iterator[Any]:
    """Yield the paragraphs and the rows of a document; the last paragraph, which the format asks for, is none."""
    for part in docx.Document(io.BytesIO(file)).iter_inner_content():
        if isinstance(part, docx.table.Table):
            yield from part.rows
        elif part.text:
            yield part


@samples
def test_page_and_document_carry_the_same_words(letter: Document) -> None:
    assert words_of_page(render.html(letter)) == words_of_docx(render.docx(letter)) == words(letter)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_letter_says_what_its_golden_text_says(name: str) -> None:
    assert words(SAMPLES[name]) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_every_golden_text_has_its_sample() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(SAMPLES)


@pytest.mark.parametrize("name", render.environment().list_templates())
def test_every_template_loads(name: str) -> None:
    assert render.environment().get_template(name).name == name


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_template_and_a_sample(kind: type[Document]) -> None:
    assert template_of(kind) in render.environment().list_templates()
    assert type(SAMPLES[kind_name(kind)]) is kind


def test_every_letter_defined_is_registered() -> None:
    found, waiting = set[type[Document]](), [Document]
    while waiting:
        kind = waiting.pop()
        found.add(kind)
        waiting += kind.__subclasses__()
    titled = {kind.__name__ for kind in found if "TITLE" in vars(kind)}  # By name: slots make each class twice.
    assert titled == {kind.__name__ for kind in KINDS}


@pytest.mark.parametrize("name", render.environment().list_templates())
def test_no_template_holds_an_article_a_period_or_an_addressee(name: str) -> None:
    loader = render.environment().loader
    assert loader is not None
    source = re.sub(r"{#.*?#}", "", loader.get_source(render.environment(), name)[0], flags=re.DOTALL)
    assert not re.search(r"第[一二三四五六七八九十百]+条|\d+个?(工作日|日内|个月)|人民政府|人民法院|复议", source)


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_the_title_and_the_number_lead_and_the_date_ends_the_text(letter: Document) -> None:
    roles = [block.role for block in render.blocks(letter)]
    assert roles.count(Role.TITLE) == 1
    if isinstance(letter, Form):
        assert roles[:2] == [Role.TITLE, Role.NUMBER]
        return
    assert roles[:4] == [Role.AGENCY, Role.TITLE, Role.NUMBER, Role.ADDRESSEE]
    assert Role.DATE in roles


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_has_a_title_and_rows_and_addresses_nobody(form: Document) -> None:
    roles = [block.role for block in render.blocks(form)]
    assert roles[0] is Role.TITLE
    assert roles.count(Role.TITLE) == 1
    assert (Role.NUMBER in roles) == bool(form.number)
    assert {Role.ROW, Role.PARAGRAPH} & set(roles)
    assert not {Role.AGENCY, Role.ADDRESSEE, Role.CONTACT} & set(roles)


@samples
def test_no_identity_number_and_no_mobile_telephone(letter: Document) -> None:
    assert not re.search(r"\d{17}[\dXx]|1[3-9]\d{9}", words(letter))


# Remedies: 行政复议法 (2023), Art. 23(2); 国办函〔2021〕132号, Art. 3.


@pytest.mark.parametrize("kind", PROCEDURAL)
def test_a_procedural_letter_has_no_remedies(kind: type[Document]) -> None:
    assert kind.EFFECT is Effect.PROCEDURAL
    assert "remedies" not in {field.name for field in fields(kind)}
    assert "行政复议" not in words(SAMPLES[kind_name(kind)])


def test_a_refusal_says_first() -> None:
    assert "先向甲县人民政府申请行政复议" in words(REPLY_REFUSED)
    assert "直接向" not in words(REPLY_REFUSED)


def test_a_mixed_reply_names_the_items_of_each_route() -> None:
    assert "对本答复书第3项，以及第2项中不予公开的部分不服的" in words(REPLY)
    assert "对本答复书第1项、第4项、第5项，以及第2项的其他部分不服的" in words(REPLY)


# The extension: Art. 33(2).


def test_an_extension_names_approval_reason_article_and_last_day() -> None:
    said = words(EXTENSION_NOTICE)
    for part in ("政府信息公开工作机构负责人同意", "分存三处档案", "第三十三条第二款", "最后一日为2026年4月28日"):
        assert part in said


def test_an_extension_that_extends_nothing() -> None:
    with pytest.raises(BadInput, match="extends nothing"):
        render.blocks(replace(EXTENSION_NOTICE, due_on=EXTENSION_NOTICE.due_before))


# The correction: Art. 30.


def test_a_correction_notice_names_points_reasons_help_day_and_consequence() -> None:
    said = words(CORRECTION_NOTICE)
    for part in ("没有名称、文号或者时间", "补正时请写明", "2026年3月18日前", "视为放弃申请", "重新计算，为20个工作日"):
        assert part in said


def test_in_2008_nothing_is_deemed_abandoned() -> None:
    assert "放弃" not in words(replace(CORRECTION_NOTICE, lapses=False))


def test_a_correction_notice_without_points_or_without_time() -> None:
    with pytest.raises(BadInput, match="names no point"):
        render.blocks(replace(CORRECTION_NOTICE, deficiencies=()))
    with pytest.raises(BadInput, match="is not after the notice"):
        render.blocks(replace(CORRECTION_NOTICE, correct_by=CORRECTION_NOTICE.issued_on))


# The third party: Art. 32.


def test_a_third_party_has_15_working_days_and_silence_leaves_the_decision_to_the_agency() -> None:
    said = words(THIRD_PARTY_CONSULTATION)
    assert "自收到本征询书之日起15个工作日内" in said
    assert "既不视为同意，也不视为不同意，由本机关依照上述规定决定" in said


def test_there_is_no_field_in_which_the_applicant_could_be_revealed() -> None:
    assert {field.name for field in fields(ThirdPartyConsultation)} == {
        *("agency", "number", "addressees", "issued_on", "contact", "you", "agent", "attachments", "title"),
        *("received_on", "passages", "basis", "answer_days", "answer_by"),
    }
    assert "张三" not in words(THIRD_PARTY_CONSULTATION)


def test_a_third_party_is_told_exactly_one_limit() -> None:
    with pytest.raises(BadInput, match="one limit"):
        render.blocks(replace(THIRD_PARTY_CONSULTATION, answer_by=date(2026, 3, 25)))
    with pytest.raises(BadInput, match="one limit"):
        render.blocks(replace(THIRD_PARTY_CONSULTATION, answer_days=None))


def test_a_third_party_is_asked_about_something() -> None:
    with pytest.raises(BadInput, match="names nothing"):
        render.blocks(replace(THIRD_PARTY_CONSULTATION, passages=()))


# The reply: Arts. 36–39.


@pytest.mark.parametrize("outcome", Outcome)
def test_a_reply_states_every_detail_its_outcome_asks_for(outcome: Outcome) -> None:
    letter = reply(("一份材料",), (decided(outcome, "查过", "有理由"),))
    said = words(letter)
    item = letter.items[0]
    for key, value in item.details.items():
        parts = [part for line in value.splitlines() for part in line.split("｜")]
        told = parts if key != "searched" else [part for part in parts if part not in {"系统", "档案", "部门", "纸质"}]
        assert all(part in said for part in told) or key == "article"
    assert item.basis in said
    assert "有理由。" in said


def test_the_items_mirror_the_request() -> None:
    said = words(REPLY)
    places = [said.index(f"“{asked}”") for asked in REPLY.recital.request]
    assert places == sorted(places)


def test_an_item_that_is_left_out() -> None:
    with pytest.raises(NotReady, match="5 items and the reply decides 4"):
        render.blocks(replace(REPLY, items=REPLY.items[:4]))


def test_a_detail_that_is_missing_is_named() -> None:
    short = replace(
        REPLY_REFUSED.items[0], details={"process_kind": "讨论记录", "discretion": "x", "disclosure_rule": "无"}
    )
    with pytest.raises(NotReady, match=r"Item 1 .*: 行政管理过程是否已经结束. Fill it in"):
        render.blocks(replace(REPLY_REFUSED, items=(short,)))


def test_a_refusal_without_reasons_or_without_an_article() -> None:
    item = REPLY_REFUSED.items[0]
    with pytest.raises(NotReady, match="gives no reasons"):
        render.blocks(replace(REPLY_REFUSED, items=(replace(item, reasons=" "),)))
    with pytest.raises(NotReady, match="cites no article"):
        render.blocks(replace(REPLY_REFUSED, items=(replace(item, basis=""),)))


def test_when_the_responsible_agency_cannot_be_determined_the_reply_says_why() -> None:
    item = replace(
        decided(Outcome.U2, "查过", "有理由"),
        details={"reason": "本机关没有制作", "cannot_determine": "制作机关已撤销"},
    )
    said = words(reply(("一份材料",), (item,)))
    assert "负责公开该信息的行政机关无法确定：制作机关已撤销。" in said


def test_information_to_be_fetched_says_where_and_when() -> None:
    item = replace(decided(Outcome.D2, "查过"), details={"where": "到档案室查阅", "when": "3月30日起"})
    said = words(reply(("一份材料",), (item,)))
    assert "获取该信息的方式和途径：到档案室查阅。获取时间：3月30日起。" in said


def test_300_items() -> None:
    asked = tuple(f"第{number}号文件" for number in range(1, 301))
    letter = reply(asked, tuple(decided(Outcome.N6, "查过", "有理由") for _ in asked))
    assert words_of_docx(render.docx(letter)) == words(letter)
    assert "三百、关于第300项\n“第300号文件”" in words(letter)


# Titles, numbers, names.


def test_one_title_stands_for_every_outcome_and_an_office_may_have_its_own() -> None:
    assert words(REPLY_EVERY_OUTCOME).splitlines()[1] == "政府信息公开申请答复书"
    own = replace(REPLY, title="政府信息公开申请告知书")
    assert words(own).splitlines()[1] == "政府信息公开申请告知书"


def test_a_number_stands_as_it_was_given() -> None:
    for number in ("甲环公开〔2026〕12号", "朝信息公开﹝2019﹞第372号-答", "清政公补〔2024〕第002号"):
        assert words(replace(REPLY, number=number)).splitlines()[2] == number


def test_joint_applicants_and_an_agent_beside_them() -> None:
    letter = replace(REPLY, addressees=("张三", "李四"), agent="王五")
    assert words(letter).splitlines()[3] == "张三、李四（代理人：王五）："


def test_without_an_addressee_there_is_no_letter() -> None:
    with pytest.raises(BadInput, match="no addressee"):
        render.blocks(replace(REPLY, addressees=()))


# The request, word for word.


def test_a_request_of_150_characters_is_quoted_in_the_text_and_a_longer_one_annexed() -> None:
    short, long = "料" * LONG, "料" * (LONG + 1)
    quoted = render.blocks(replace(EXTENSION_NOTICE, recital=replace(EXTENSION_NOTICE.recital, request=(short,))))
    annexed = render.blocks(replace(EXTENSION_NOTICE, recital=replace(EXTENSION_NOTICE.recital, request=(long,))))
    assert Role.ANNEX not in {block.role for block in quoted}
    assert [block.text for block in annexed if block.role is Role.QUOTE] == [f"“{long}”"]
    assert [block.role for block in annexed].index(Role.ANNEX) > [block.role for block in annexed].index(Role.DATE)


def test_the_annexes_are_numbered_before_what_is_enclosed() -> None:
    letter = reply(("料" * (LONG + 1),), (decided(Outcome.D2, "查过"),), ("《乙厂排污许可证》复印件，共12页",))
    said = words(letter)
    assert "附件：1. 申请公开的内容\n2. 《乙厂排污许可证》复印件，共12页\n" in said
    assert "全文见附件1。" in said
    assert "附件1\n申请公开的内容\n" in said


def test_a_request_without_text() -> None:
    with pytest.raises(BadInput, match="no text"):
        render.blocks(replace(EXTENSION_NOTICE, recital=replace(EXTENSION_NOTICE.recital, request=())))


@samples
def test_the_same_letter_is_the_same_file(letter: Document) -> None:
    assert render.docx(letter) == render.docx(letter)
    assert render.html(letter) == render.html(letter)


def test_the_agency_is_the_one_that_decides() -> None:
    assert words(REPLY).splitlines()[0] == AGENCY.name


@pytest.mark.parametrize("kind", KINDS)
def test_what_decides_carries_remedies_and_nothing_else_does(kind: type[Document]) -> None:
    decides = kind.EFFECT is not Effect.PROCEDURAL
    assert ("remedies" in {field.name for field in fields(kind)}) == decides
    if issubclass(kind, Letter) and listed_as(kind).to is not To.AUTHORITY:
        assert ("行政复议" in words(SAMPLES[kind_name(kind)])) == decides
