"""The PDF form, measured on the file itself against GB/T 9704-2012 with the tolerances of its open implementations."""

import io
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pikepdf
import pytest
from printed import MM, Line, Page, pages, words

from letters import render
from letters.blocks import Block, Role
from letters.kinds import Letter
from letters.looks import Look, Profile, dressed
from letters.pdf import document
from letters.samples import EXTENSION_NOTICE, REPLY, REPLY_REFUSED, SAMPLES
from workflow.files.fonts import installed_fonts

FONTS = installed_fonts()
LOOKS = {
    "plain": Look(),
    "letter": Look(profile=Profile.LETTER, seal=True, copies_to=("甲县司法局",)),
    "file": Look(
        profile=Profile.FILE, seal=True, copies_to=("甲县司法局", "甲县档案馆"), print_office="甲县生态环境局办公室"
    ),
}
TEXT_LEFT, TEXT_RIGHT, TEXT_TOP, TEXT_BOTTOM = 28 * MM, 184 * MM, 37 * MM, 262 * MM

samples = pytest.mark.parametrize("letter", SAMPLES.values(), ids=SAMPLES)
looks = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
red_heads = pytest.mark.parametrize("look", [LOOKS["letter"], LOOKS["file"]], ids=["letter", "file"])


def printed(letter: Letter, look: Look | None = None) -> list[Page]:
    return pages(render.pdf(letter, FONTS, look=look or Look()))


def long(request: str) -> Letter:
    return replace(EXTENSION_NOTICE, recital=replace(EXTENSION_NOTICE.recital, request=(request,)))


def body(page: Page) -> list[Line]:
    """Return the lines of a page without its number."""
    return [line for line in page.lines if not line.text.startswith("—")]


def set_blocks(*blocks: Block, look: Look | None = None) -> list[Page]:
    whole = (Block(Role.TITLE, "题"), *blocks)
    made = document(whole, name="题", author="某局", issued_on=date(2026, 3, 2), look=look or Look(), fonts=FONTS)
    return pages(made)


# 3.1: the page and its grid.


@samples
@looks
def test_the_page_is_a4_and_the_text_stays_within_its_margins(letter: Letter, look: Look) -> None:
    for number, page in enumerate(printed(letter, look), 1):
        assert page.width == pytest.approx(210 * MM, abs=0.05)
        assert page.height == pytest.approx(297 * MM, abs=0.05)
        for line in body(page):
            assert line.left >= TEXT_LEFT - 1 * MM
            assert line.right <= TEXT_RIGHT + 1 * MM
            assert line.bottom <= TEXT_BOTTOM + 1 * MM
            in_head = number == 1 and look.profile is Profile.LETTER
            assert line.top >= (30 - 1.5 if in_head else 37 - 1) * MM


def test_a_full_page_has_22_lines_on_the_grid_and_a_full_line_28_characters() -> None:
    _, page, *_ = set_blocks(Block(Role.PARAGRAPH, "依" * 28 * 60))
    bases = [line.base for line in body(page)]
    assert len(bases) == 22
    for upper, lower in pairwise(bases):
        assert lower - upper == pytest.approx(225 * MM / 22, abs=0.3)
    assert {len(line.text) for line in body(page)} == {28}
    for line in body(page):
        assert line.left == pytest.approx(TEXT_LEFT, abs=1 * MM)
        assert line.right == pytest.approx(TEXT_RIGHT, abs=1 * MM)
        for one, other in pairwise(line.signs):
            assert other.left - one.left == pytest.approx(156 * MM / 28, abs=0.1)
    assert page.lines[0].signs[0].size == 16


def test_the_lines_of_a_page_fill_the_text_area() -> None:
    page = set_blocks(Block(Role.PARAGRAPH, "依" * 28 * 60))[1]
    first, last = body(page)[0], body(page)[-1]
    half_gap = (225 * MM / 22 - 16) / 2
    assert first.top - half_gap == pytest.approx(TEXT_TOP, abs=1 * MM)
    assert last.bottom + half_gap == pytest.approx(TEXT_BOTTOM, abs=1 * MM)


def test_a_paragraph_begins_two_characters_in() -> None:
    first, second = body(set_blocks(Block(Role.PARAGRAPH, "依" * 40))[0])[1:3]
    assert first.left - second.left == pytest.approx(2 * 15.79, abs=1)
    assert len(first.text) == 26


def test_title_and_heading_have_their_sizes() -> None:
    (page, *_) = printed(REPLY)
    assert {sign.size for sign in page.line("政府信息公开申请答复书").signs} == {22}
    assert {sign.size for sign in page.line("一、关于").signs} == {16}


# The text.


@samples
@looks
def test_the_three_forms_say_the_same(letter: Letter, look: Look) -> None:
    told = words("".join(page.text + "\n" for page in printed(letter, look)))
    blocks = dressed(render.blocks(letter), look, agency=letter.agency, issued_on=letter.issued_on)
    assert told == words("".join(block.text for block in blocks))


@looks
def test_the_same_letter_is_the_same_file(look: Look) -> None:
    assert render.pdf(REPLY, FONTS, look=look) == render.pdf(REPLY, FONTS, look=look)
    render.pdf(REPLY_REFUSED, FONTS, look=look)
    assert render.pdf(REPLY, FONTS, look=look) == render.pdf(REPLY, FONTS, look=look)


@looks
def test_the_file_is_made_to_last_and_to_be_read_aloud(look: Look) -> None:
    with pikepdf.open(io.BytesIO(render.pdf(REPLY, FONTS, look=look))) as opened:
        with opened.open_metadata() as said:
            assert said.pdfa_status == "2A"
            assert said["pdfuaid:part"] == "1"
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang).startswith("zh")
        assert str(opened.docinfo.Title) == "政府信息公开申请答复书 甲环公开〔2026〕12号"
        assert str(opened.docinfo.Author) == "甲县生态环境局"
        assert str(opened.docinfo.CreationDate).startswith("D:20260326")


def test_every_font_is_embedded_and_its_text_can_be_read() -> None:
    with pikepdf.open(io.BytesIO(render.pdf(REPLY, FONTS))) as opened:
        found = {str(font.BaseFont): font for page in opened.pages for font in page.Resources.Font.values()}
        assert {name.partition("+")[2].partition("-")[0] for name in found} == {"NotoSerifSC", "NotoSansSC"}
        for font in found.values():
            assert "/ToUnicode" in font
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile3" in descriptor or "/FontFile2" in descriptor
