"""Page, DOCX file and PDF file are one letter: the same words, whatever was typed and however long it is."""

import io
import re
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import unescape
from unicodedata import normalize

import pikepdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from letter_looks import FONTS, LOOKS, looks, samples
from printed import pages, words

from letters import render
from letters.blocks import ROWS, Block, Role
from letters.kinds import Document as Written
from letters.kinds import Letter
from letters.looks import Look, Profile
from letters.samples import EXTENSION_NOTICE, REPLY, REPLY_REFUSED, decided, reply
from workflow.rules.errors import BadInput, NotReady
from workflow.rules.outcomes import Outcome

TYPED = [
    "{{ 7 * 7 }} {% if %} {# 注 #}",
    "<script>alert(1)</script> </p><h1>撤销</h1>",
    "&lt;b&gt; &amp; & < >",
    "#let x = 1 #{ } #[ ] $x^2$ *粗* _斜_ `码` ~ @甲 <标签> = 题 - 项 + 项 / 词",
    "\\n \\u{4e00} \\ \\# // 注 /* 注 */",
    "\"甲\" '乙' “丙” ‘丁’ -- --- ... 1/2",
    '" + read("/etc/passwd") + "',
    "前　全角 空格",
    "${7*7} %s %(name)s {0} {name}",
    "〔2026〕①②③ⅠⅡⅢ㎡℃×÷±≥≤",
    "e\u0301 naïve",
    "https://example.gov.cn/" + "a1b2c3/" * 40,
    "A" * 300,
    "！" * 100 + "？" * 100,
]


def told_by_page(page: str) -> str:
    """Return the words of a page as a browser shows them."""
    return words(unescape(re.sub(r"<[^<>]*>", "", page.partition("<body>")[2])))


def told_by_docx(file: bytes) -> str:
    """Return the words of a DOCX file, those in the ring for the seal included."""
    return words("".join(part.text or "" for part in Document(io.BytesIO(file)).element.body.iter(qn("w:t"))))


def told_by_pdf(file: bytes) -> str:
    return words("".join(f"{page.text}\n" for page in pages(file)))


def told_by(blocks: Iterable[Block]) -> str:
    return words("".join(block.text for block in blocks))


def same_everywhere(letter: Written, look: Look, *, exact: bool = True) -> str:
    made = render.files(letter, look=look, fonts=FONTS)
    blocks = render.sheet(letter, look).blocks
    said = told_by(blocks)
    exact = exact and not any(block.role in ROWS for block in blocks)  # Cells stand beside each other.
    assert told_by_page(made.html) == said
    assert told_by_docx(made.docx) == said
    printed, expected = normalize("NFC", told_by_pdf(made.pdf)), normalize("NFC", said)
    # The reader of the file guesses the order of signs that stand very close, so of the longest runs they are counted.
    if exact:
        assert printed == expected
        return said
    assert Counter(expected) <= Counter(printed)
    again = Counter(told_by(block for block in blocks if block.role is Role.HEAD_ROW))  # On every further page.
    more = Counter({sign: count * (len(pages(made.pdf)) - 1) for sign, count in again.items()})
    assert Counter(printed) - Counter(expected) <= more
    return said


def asked(request: str) -> Letter:
    return replace(EXTENSION_NOTICE, recital=replace(EXTENSION_NOTICE.recital, request=(request,)))


@samples
@looks
def test_the_three_forms_say_the_same(letter: Written, look: Look) -> None:
    same_everywhere(letter, look)


@pytest.mark.parametrize("typed", TYPED)
def test_typed_text_comes_out_as_it_was_typed(typed: str) -> None:
    assert words(f"“{typed}”") in same_everywhere(asked(typed), LOOKS["plain"])


@pytest.mark.parametrize("typed", TYPED)
@looks
def test_typed_text_in_every_place(typed: str, look: Look) -> None:
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
    )
    worn = look if look.profile is Profile.PLAIN else replace(look, copies_to=(typed,), letterhead=typed)
    same_everywhere(letter, worn, exact=len(typed) < 200)


@pytest.mark.parametrize("typed", TYPED)
def test_typed_text_stays_on_the_paper(typed: str) -> None:
    for page in pages(render.pdf(asked(typed), FONTS)):
        for line in page.lines:
            assert line.right <= page.width - 25 / 25.4 * 72


def test_marks_of_direction_are_printed_as_nothing() -> None:
    said = same_everywhere(asked("甲"), Look())
    marked = told_by_pdf(render.pdf(asked("\u200f甲\u200e\u200d"), FONTS))
    assert re.sub("[\u200d-\u200f]", "", marked) == said


def test_a_tab_is_a_gap() -> None:
    (line,) = (line for page in pages(render.pdf(asked("甲\t乙"), FONTS)) for line in page.lines if "甲乙" in line.text)
    one, other = (sign for sign in line.signs if sign.text in "甲乙")
    assert other.left - one.right > 16


@looks
def test_300_items(look: Look) -> None:
    letter = reply(
        tuple(f"第{number}份材料" for number in range(1, 301)),
        tuple(decided(Outcome.U2, "本机关没有制作", "该局办理") for _ in range(300)),
    )
    assert "“第300份材料”" in same_everywhere(letter, look)


@looks
def test_a_request_of_5000_characters(look: Look) -> None:
    same_everywhere(asked("请公开“甲”＜乙＞丙\n" * 500), look)
    same_everywhere(asked("依" * 5000), look)


@looks
def test_200_attachments(look: Look) -> None:
    letter = replace(REPLY, attachments=tuple(f"《第{number}号批复》复印件，共{number}页" for number in range(1, 201)))
    assert "200.《第200号批复》复印件，共200页" in same_everywhere(letter, look)
    made = pages(render.pdf(letter, FONTS, look=look))
    last = next(page for page in made if any(line.text == "2026年3月26日" for line in page.lines))
    assert any(line.text.startswith("200.") for line in last.lines)


@looks
def test_the_same_letter_is_the_same_file(look: Look) -> None:
    first = render.files(REPLY, look=look, fonts=FONTS)
    render.pdf(REPLY_REFUSED, FONTS, look=look)
    assert render.files(REPLY, look=look, fonts=FONTS) == first
    assert render.files(REPLY, look=look) == first[:2]


def test_letters_set_at_the_same_time_do_not_disturb_each_other() -> None:
    letters = [replace(REPLY_REFUSED, number=f"甲环公开〔2026〕{number}号") for number in range(24)]
    alone = [render.pdf(letter, FONTS) for letter in letters]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda letter: render.pdf(letter, FONTS), letters)) == alone


@looks
def test_the_file_is_made_to_last_and_to_be_read_aloud(look: Look) -> None:
    with pikepdf.open(io.BytesIO(render.pdf(REPLY, FONTS, look=look))) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "zh-CN"
        assert str(opened.docinfo.Title) == "政府信息公开申请答复书 甲环公开〔2026〕12号"
        assert str(opened.docinfo.Author) == "甲县生态环境局"
        assert str(opened.docinfo.CreationDate) == "D:20260326000000Z"
        with opened.open_metadata() as said:
            assert said.pdfa_status == "2A"
            assert said["pdfuaid:part"] == "1"


def test_titles_and_headings_can_be_gone_through() -> None:
    with pikepdf.open(io.BytesIO(render.pdf(REPLY, FONTS))) as opened:
        kinds = Counter(
            str(thing.S)
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and "/P" in thing and "/S" in thing
        )
    blocks = Counter(block.role for block in render.blocks(REPLY))
    assert kinds["/H1"] == blocks[Role.TITLE] == 1
    assert kinds["/H2"] == blocks[Role.HEADING] == 5


def test_every_font_is_embedded_and_its_text_can_be_read() -> None:
    with pikepdf.open(io.BytesIO(render.pdf(REPLY, FONTS))) as opened:
        found = {str(font.BaseFont): font for page in opened.pages for font in page.Resources.Font.values()}
        assert {name.partition("+")[2].partition("-")[0] for name in found} == {"NotoSerifSC", "NotoSansSC"}
        for font in found.values():
            assert "/ToUnicode" in font
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile3" in descriptor or "/FontFile2" in descriptor


# Characters that no face has.


@pytest.mark.parametrize(("rare", "code"), [("𠮷", "U+20BB7"), ("𣲵", "U+23CB5"), ("👨", "U+1F468"), ("ש", "U+05E9")])
def test_a_character_that_no_face_has_is_named_with_its_place(rare: str, code: str) -> None:
    letter = replace(EXTENSION_NOTICE, addressees=(f"王{rare}",))
    with pytest.raises(NotReady) as refusal:
        render.pdf(letter, FONTS)
    assert str(refusal.value) == (
        f"No installed font has the character {rare} ({code}), which stands in paragraph 4 of the letter, "
        f"“王{rare}：”. Put a font that has it into the folder that DISCLOSURE_FONTS names."
    )
    assert rare in render.html(letter)


@pytest.mark.parametrize("rare", ["㐀", "䶵", "龘", "鿃", "〇", "镕", "喆", "䅟"])
def test_a_rare_character_that_a_face_has_is_printed(rare: str) -> None:
    assert rare in told_by_pdf(render.pdf(replace(EXTENSION_NOTICE, addressees=(f"王{rare}",)), FONTS))


# Looks.


def test_a_look_that_asks_for_what_its_layout_has_no_place_for() -> None:
    for look in (
        Look(copies_to=("甲",)),
        Look(letterhead="甲"),
        Look(profile=Profile.LETTER, print_office="甲"),
        Look(print_office="甲"),
    ):
        with pytest.raises(BadInput, match="has no place for"):
            render.html(REPLY, look=look)


@pytest.mark.parametrize("size", [0, 29.9, 60.1, -42, float("nan")])
def test_a_seal_of_no_seals_size(size: float) -> None:
    with pytest.raises(BadInput, match=r"enter a diameter of 30\.0 to 60\.0 mm"):
        render.pdf(REPLY, FONTS, look=Look(seal=True, seal_mm=size))


def test_a_letterhead_of_two_lines_or_with_a_character_no_document_can_show() -> None:
    with pytest.raises(BadInput, match="more than one line"):
        render.pdf(REPLY, FONTS, look=Look(profile=Profile.FILE, letterhead="甲\n乙"))
    with pytest.raises(BadInput, match=r"letterhead holds the character U\+0000"):
        render.docx(REPLY, look=Look(profile=Profile.FILE, letterhead="甲\0"))
    with pytest.raises(BadInput, match=r"copies_to\[1\] is empty"):
        render.docx(REPLY, look=Look(profile=Profile.FILE, copies_to=(" ",)))
