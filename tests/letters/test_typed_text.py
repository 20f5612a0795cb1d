"""What a person typed is data: it comes out as text or as a clear refusal, never as markup or a broken file."""

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from letters import render
from letters.blocks import Role, text
from letters.cleaning import cleaned
from letters.kinds import Letter
from letters.samples import CORRECTION_NOTICE, EXTENSION_NOTICE, REPLY, REPLY_REFUSED, THIRD_PARTY_CONSULTATION, reply
from workflow.rules.errors import BadInput

SHORT = [
    "{{ 7 * 7 }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{# 注 #}",
    "<script>alert(1)</script>",
    "</p><h1>撤销</h1><p>",
    '<p class="signature">甲',
    "<!-- -->",
    "<![CDATA[甲]]>",
    "&lt;b&gt; &amp; &nbsp; &#x41;",
    '" onmouseover="alert(1)',
    "a < b && c > d",
    "${7*7} %s %(name)s {0} {name}",
    "𠀀𠮷㐀𪚥",
    "שלום\u200f مرحبا\u200e",
    "👨\u200d👩\u200d👧 e\u0301 ﬁ",
    "=cmd|' /C calc'!A0",
    "前　全角 空格  两个",
    "w:t xml:space _x000D_ _x0000_",
    "\\n \\u0000 %0d%0a",
]


def asked(request: str) -> Letter:
    return replace(EXTENSION_NOTICE, recital=replace(EXTENSION_NOTICE.recital, request=(request,)))


def quotes(letter: Letter) -> list[str]:
    return [block.text for block in render.blocks(letter) if block.role is Role.QUOTE]


def paragraphs(letter: Letter) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(render.docx(letter))).paragraphs]


@pytest.mark.parametrize("typed", SHORT)
def test_a_request_is_quoted_as_it_was_typed(typed: str) -> None:
    letter = asked(typed)
    assert quotes(letter) == [f"“{typed}”"]
    assert f"“{typed}”" in paragraphs(letter)


@pytest.mark.parametrize("typed", SHORT)
def test_typed_text_never_becomes_markup_of_the_page(typed: str) -> None:
    plain, typed_page = render.html(asked("甲")), render.html(asked(typed))
    assert typed_page.count("<") == plain.count("<")
    assert "49" not in typed_page.partition("<body>")[2].replace(typed, "")


@pytest.mark.parametrize("typed", SHORT)
def test_typed_text_in_every_other_place(typed: str) -> None:
    item = replace(REPLY_REFUSED.items[0], findings=typed, reasons=typed, basis=typed)
    letter = replace(
        REPLY_REFUSED,
        agency=typed,
        number=typed,
        addressees=(typed, typed),
        agent=typed,
        attachments=(typed,),
        title=typed,
        items=(item,),
        remedies=(typed,),
        contact=replace(REPLY_REFUSED.contact, office=typed, address=typed),
    )
    blocks = render.blocks(letter)
    assert [block.role for block in blocks] == [
        block.role for block in render.blocks(replace(REPLY_REFUSED, attachments=("甲",)))
    ]
    assert "".join(f"{line}\n" for line in paragraphs(letter)) == text(blocks)


@pytest.mark.parametrize("typed", SHORT)
def test_typed_text_in_notices(typed: str) -> None:
    point = replace(CORRECTION_NOTICE.deficiencies[0], what=typed, why=typed, guidance=typed)
    assert render.docx(replace(CORRECTION_NOTICE, deficiencies=(point,), submit_to=typed))
    passage = replace(THIRD_PARTY_CONSULTATION.passages[0], document=typed, part=typed)
    assert render.docx(replace(THIRD_PARTY_CONSULTATION, passages=(passage,)))
    assert render.docx(replace(EXTENSION_NOTICE, reason=typed))


def test_5000_characters_come_out_word_for_word() -> None:
    typed = "请公开“甲”＜乙＞𠮷\n" * 500
    (quoted,) = quotes(asked(typed))
    assert quoted == f"“{typed}”"
    assert quoted in paragraphs(asked(typed))


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_break_is_a_line_break(ending: str) -> None:
    assert quotes(asked(f"甲{ending}乙")) == ["“甲\n乙”"]


@pytest.mark.parametrize("bad", ["\x00", "\x01", "\x08", "\x1b", "\x1f", "\x7f", "\x9b", "\ud800", "\ufffe", "\uffff"])
def test_a_character_no_document_can_show_is_refused_by_field_and_place(bad: str) -> None:
    with pytest.raises(BadInput, match=rf"recital.request\[1\] holds the character U\+{ord(bad):04X} at place 2"):
        render.docx(asked(f"甲{bad}乙"))


@pytest.mark.parametrize("bad", ["\u202a", "\u202d", "\u202e", "\u2066", "\u2069"])
def test_a_character_that_turns_the_order_of_reading_is_refused(bad: str) -> None:
    with pytest.raises(BadInput, match="turns the order of reading"):
        render.html(asked(f"甲{bad}乙"))


def test_the_field_of_a_reply_is_named() -> None:
    items = (*REPLY.items[:2], replace(REPLY.items[2], details={**REPLY.items[2].details, "discretion": "甲\x00"}))
    with pytest.raises(BadInput, match=r"items\[3\].details.discretion holds"):
        render.blocks(replace(REPLY, items=(*items, *REPLY.items[3:])))


@pytest.mark.parametrize("blank", ["", " ", "\n", "　"])
def test_a_field_the_letter_needs_is_not_blank(blank: str) -> None:
    with pytest.raises(BadInput, match=r"^number is empty"):
        render.blocks(replace(REPLY, number=blank))
    with pytest.raises(BadInput, match=r"^addressees\[1\] is empty"):
        render.blocks(replace(REPLY, addressees=(blank,)))
    with pytest.raises(BadInput, match=r"^contact.office is empty"):
        render.blocks(replace(REPLY, contact=replace(REPLY.contact, office=blank)))


def test_a_field_that_may_be_empty_may_be_empty() -> None:
    assert cleaned(replace(REPLY, agent="")).agent == ""


def test_markup_that_claims_to_be_safe_is_typed_text_all_the_same() -> None:
    assert quotes(asked(Markup("<b>甲</b>"))) == ["“<b>甲</b>”"]


def test_a_clean_letter_is_left_as_it_is() -> None:
    assert cleaned(REPLY) == REPLY


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_any_text_is_quoted_or_refused(typed: str) -> None:
    letter = asked(typed)
    try:
        file = render.docx(letter)
    except BadInput:
        return
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(parts.read(name))  # noqa: S314 - written by us a moment ago
    (quoted,) = quotes(letter)
    assert quoted in paragraphs(letter)


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Cn")), min_size=1, max_size=200))
def test_printable_text_is_never_refused_and_never_changed(typed: str) -> None:
    if typed.strip():
        letter = reply((typed,), REPLY_REFUSED.items)
        assert quotes(letter) == [f"“{typed}”"]
