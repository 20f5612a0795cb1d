"""The PDF form, measured on the file itself against GB/T 9704-2012 with the tolerances of its open implementations."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from letter_looks import FONTS, LOOKS, looks, samples
from printed import MM, Drawn, Line, Page, pages

from letters import render
from letters.blocks import Block, Role
from letters.kinds import Letter
from letters.looks import SEAL_TEXT, Look, Profile, dressed
from letters.pdf import document
from letters.samples import REPLY, REPLY_REFUSED, THIRD_PARTY_CONSULTATION

TEXT_LEFT, TEXT_RIGHT, TEXT_TOP, TEXT_BOTTOM = 28 * MM, 184 * MM, 37 * MM, 262 * MM


def printed(letter: Letter, look: Look | None = None) -> list[Page]:
    return pages(render.pdf(letter, FONTS, look=look or Look()))


def body(page: Page) -> list[Line]:
    """Return the lines of a page without its number."""
    return [line for line in page.lines if not line.text.startswith("—")]


def ink(page: Page) -> list[Drawn]:
    """Return what is drawn in red, from above."""
    return sorted((thing for thing in page.drawn if thing.red), key=lambda thing: thing.top)


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


# 3.3 and 3.4: red heads.


def test_a_letter_without_a_red_head_has_nothing_red() -> None:
    assert not any(ink(page) for page in printed(REPLY))


def test_a_file_has_one_red_rule_under_its_number() -> None:
    first, *others = printed(REPLY, LOOKS["file"])
    name, number, title = first.lines[0], first.line("甲环公开"), first.line("政府信息公开申请答复书")
    (rule,) = ink(first)
    assert not any(ink(page) for page in others)
    assert name.text == "甲县生态环境局文件"
    assert name.top == pytest.approx(72 * MM, abs=2 * MM)
    assert middle(name) == pytest.approx((TEXT_LEFT + TEXT_RIGHT) / 2, abs=1 * MM)
    assert number.top - name.bottom == pytest.approx(2 * 29, abs=29 / 2)
    assert middle(number) == pytest.approx((TEXT_LEFT + TEXT_RIGHT) / 2, abs=1 * MM)
    assert rule.top - number.bottom == pytest.approx(4 * MM, abs=1 * MM)
    assert rule.left == pytest.approx(TEXT_LEFT, abs=1 * MM)
    assert rule.right == pytest.approx(TEXT_RIGHT, abs=1 * MM)
    assert title.top - rule.bottom == pytest.approx(2 * 29, abs=29 / 2)
    assert any(len(line.text) > 20 for line in first.lines), "the first page shows text of the body"


def test_a_file_ends_with_rules_and_who_else_has_it() -> None:
    page = printed(REPLY, LOOKS["file"])[-1]
    outer, inner, last = sorted((one for one in page.drawn if not one.red and wide(one)), key=lambda one: one.top)
    for rule, thickness in ((outer, 0.35), (inner, 0.25), (last, 0.35)):
        assert rule.bottom - rule.top == pytest.approx(thickness * MM, abs=0.05 * MM)
        assert (rule.left, rule.right) == pytest.approx((TEXT_LEFT, TEXT_RIGHT), abs=1 * MM)
    assert last.bottom == pytest.approx(TEXT_BOTTOM, abs=1 * MM)
    copies, office = page.line("抄送："), page.line("甲县生态环境局办公室")
    assert copies.text == "抄送：甲县司法局，甲县档案馆。"
    assert outer.bottom < copies.top < copies.bottom < inner.top < office.top < office.bottom < last.top
    assert office.text.endswith("2026年3月26日印发")
    assert {sign.size for sign in (*copies.signs, *office.signs)} == {14}
    assert office.left == pytest.approx(TEXT_LEFT + 14, abs=2)
    assert office.right == pytest.approx(TEXT_RIGHT - 14, abs=2)


def test_a_file_without_copies_has_two_rules() -> None:
    page = printed(REPLY, Look(profile=Profile.FILE))[-1]
    assert len([one for one in page.drawn if wide(one)]) == 2


def test_a_letter_has_two_double_rules_on_its_first_page_alone() -> None:
    first, *others = printed(REPLY, LOOKS["letter"])
    name, number, title = first.lines[0], first.line("甲环公开"), first.line("政府信息公开申请答复书")
    thick, thin, low_thin, low_thick = ink(first)
    assert others
    assert not any(ink(page) for page in others)
    assert name.text == "甲县生态环境局"
    assert name.top == pytest.approx(30 * MM, abs=1.5 * MM)
    assert thick.top - name.bottom == pytest.approx(4 * MM, abs=1.5 * MM)
    assert height(thick) > height(thin)
    assert height(low_thin) < height(low_thick)
    assert first.height - low_thick.bottom == pytest.approx(20 * MM, abs=1 * MM)
    for rule in ink(first):
        assert (rule.left, rule.right) == pytest.approx((20 * MM, 190 * MM), abs=2 * MM)
    assert number.right == pytest.approx(TEXT_RIGHT, abs=1 * MM)
    assert number.top - thin.bottom == pytest.approx(14, abs=1 * MM)
    assert title.top - number.bottom == pytest.approx(2 * 29, abs=29 / 2)
    assert max(line.bottom for line in first.lines) <= low_thin.top - 14


def test_a_letter_names_who_else_has_it_at_the_foot_without_a_rule() -> None:
    page = printed(REPLY, LOOKS["letter"])[-1]
    copies = page.line("抄送：")
    assert copies.bottom == pytest.approx(TEXT_BOTTOM - (29 - 14) / 2, abs=1 * MM)
    assert not any(wide(one) for one in page.drawn)


@pytest.mark.parametrize("profile", [Profile.LETTER, Profile.FILE])
@pytest.mark.parametrize(
    "name", ["局", "甲县生态环境局", "甲" * 30, "甲乙丙丁自治县市场监督管理局知识产权局", "WWWWWWWWWWWWWWWWWWWWWW"]
)
def test_a_letterhead_fits_one_line(profile: Profile, name: str) -> None:
    page = printed(REPLY, Look(profile=profile, letterhead=name))[0]
    line = page.lines[0]
    assert line.text == name
    assert line.left >= TEXT_LEFT - 1 * MM
    assert line.right <= TEXT_RIGHT + 1 * MM
    assert line.top == pytest.approx((30 if profile is Profile.LETTER else 72) * MM, abs=1.5 * MM)


# Numbers of pages.


@looks
def test_numbers_of_pages_stand_outside(look: Look) -> None:
    made = printed(REPLY, look)
    assert len(made) > 2
    for number, page in enumerate(made, 1):
        marks = [line for line in page.lines if line.text == f"—{number}—"]
        if number == 1 and look.profile is Profile.LETTER:
            assert marks == []
            assert not any(line.top > TEXT_BOTTOM for line in page.lines)
            continue
        (mark,) = marks
        assert {sign.size for sign in mark.signs} == {14}
        if number % 2:
            assert TEXT_RIGHT - mark.right == pytest.approx(14, abs=3)
        else:
            assert mark.left - TEXT_LEFT == pytest.approx(14, abs=3)
        dash = mark.signs[0]
        assert (dash.top + dash.bottom) / 2 - TEXT_BOTTOM == pytest.approx(7 * MM, abs=1 * MM)


# Name, date and seal.


def signed(name: str, size: float = 42.0, look: Look | None = None) -> list[Page]:
    blocks = (
        Block(Role.TITLE, "题"),
        Block(Role.PARAGRAPH, "依" * 60),
        Block(Role.SIGNATURE, name),
        Block(Role.DATE, "2026年3月26日"),
    )
    worn = look or Look(seal=True, seal_mm=size)
    whole = dressed(blocks, worn, agency=name, issued_on=date(2026, 3, 26))
    return pages(document(whole, name="题", author=name, issued_on=date(2026, 3, 26), look=worn, fonts=FONTS))


@pytest.mark.parametrize(
    ("name", "size"),
    [
        *(
            (name, size)
            for name in ("甲局", "甲县生态环境局", "甲" * 18, "甲" * 26)
            for size in (30.0, 38, 42, 45, 50, 60)
        ),
        *(("乙县" * 20, size) for size in (42.0, 45, 50, 60)),
    ],
)
def test_one_seal_lies_over_name_and_date_and_near_the_text(name: str, size: float) -> None:
    (page,) = signed(name, size)
    (seal,) = page.drawn
    day, text = page.line("2026年3月26日"), page.line("依")
    last = max((line for line in page.lines if line.text.startswith("依")), key=lambda line: line.base)
    names = [line for line in page.lines if last.base < line.base < day.base and line.text[0] in name]
    assert text.base < last.base
    assert (seal.right - seal.left, seal.bottom - seal.top) == pytest.approx((size * MM, size * MM), abs=0.1)
    for line in (names[-1], day):
        assert overlaps(seal, line)
        assert abs(middle(line) - middle(seal)) <= 3 * MM
    assert (names[-1].base + day.base) / 2 > (seal.top + seal.bottom) / 2
    assert 0 < seal.top - last.bottom <= 10.3 * MM
    assert not seal.red
    if len(name) <= 26:
        assert "".join(line.text for line in names) == name


def test_a_slip_that_others_sign_has_no_place_for_our_seal() -> None:
    made = printed(THIRD_PARTY_CONSULTATION, Look(seal=True))
    assert [line.text for page in made for line in page.lines].count(SEAL_TEXT) == 1
    (page,) = (page for page in made if page.drawn)
    assert overlaps(page.drawn[0], page.line("2026年3月4日"))


def test_without_a_placeholder_nothing_is_drawn() -> None:
    (page,) = signed("甲县生态环境局", look=Look())
    assert page.drawn == ()
    assert SEAL_TEXT not in page.text


def test_the_date_stands_four_characters_from_the_edge() -> None:
    (page,) = signed("甲县局")
    assert TEXT_RIGHT - page.line("2026年").right == pytest.approx(4 * 15.79, abs=15.79)


@pytest.mark.parametrize("lines", range(14, 24))
@looks
def test_no_page_holds_name_and_date_alone(lines: int, look: Look) -> None:
    letter = reply_of(lines)
    made = printed(letter, look)
    page = next(page for page in made if any(line.text == "2026年3月26日" for line in page.lines))
    day = next(line for line in page.lines if line.text == "2026年3月26日")
    assert any(line.base < day.base and "地址：" in line.text for line in page.lines)
    assert [line.text for line in page.lines if line.base < day.base][-1] == letter.agency


def reply_of(lines: int) -> Letter:
    item = replace(REPLY_REFUSED.items[0], findings="依" * 28 * lines)
    return replace(REPLY_REFUSED, items=(item,))


def overlaps(one: Drawn, other: Line) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def middle(thing: Line | Drawn) -> float:
    return (thing.left + thing.right) / 2


def height(thing: Drawn) -> float:
    return thing.bottom - thing.top


def wide(thing: Drawn) -> bool:
    return thing.right - thing.left > 100 * MM and height(thing) < 2
