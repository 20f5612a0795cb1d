import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from letters import render
from letters.blocks import Block, Role
from letters.looks import Look, Profile
from letters.samples import REPLY, SAMPLES
from letters.word import NAMES, document

REPLY_FILE = render.docx(REPLY)


@pytest.fixture
def opened() -> DocumentObject:
    return Document(io.BytesIO(REPLY_FILE))


def part(name: str, profile: Profile = Profile.PLAIN) -> ET.Element:
    file = REPLY_FILE if profile is Profile.PLAIN else render.docx(REPLY, look=Look(profile=profile))
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return ET.fromstring(parts.read(name))  # noqa: S314 - written by us a moment ago


def style(name: str, profile: Profile = Profile.PLAIN) -> ET.Element:
    return next(one for one in part("word/styles.xml", profile).iter(qn("w:style")) if one.get(qn("w:styleId")) == name)


def attribute(owner: ET.Element, path: str, name: str) -> str | None:
    found = owner.find(".//" + qn(path))
    assert found is not None
    return found.get(qn(name))


# GB/T 9704-2012, within a millimetre.


def test_the_page_is_a4_with_the_margins_of_an_official_letter(opened: DocumentObject) -> None:
    section = opened.sections[0]
    size = part("word/document.xml").find(".//" + qn("w:pgSz"))
    assert size is not None
    assert (size.get(qn("w:w")), size.get(qn("w:h"))) == ("11906", "16838")
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    for margin, expected in zip(margins, (37, 35, 28, 26), strict=True):
        assert margin == pytest.approx(Mm(expected), abs=Mm(1))


def test_the_grid_has_a_pitch_of_580_twips(opened: DocumentObject) -> None:
    grid = opened.sections[0]._sectPr.find(qn("w:docGrid"))  # noqa: SLF001 - the library has no name for the grid
    assert grid is not None
    assert (grid.get(qn("w:linePitch")), grid.get(qn("w:type"))) == ("580", "lines")
    assert attribute(style("Normal"), "w:spacing", "w:line") == "580"


def test_the_body_is_fangsong_of_16_points_with_two_characters_of_indent() -> None:
    body = style(NAMES[Role.PARAGRAPH])
    assert attribute(body, "w:rFonts", "w:eastAsia") == "仿宋"
    assert attribute(body, "w:sz", "w:val") == "32"
    assert attribute(body, "w:ind", "w:firstLineChars") == "200"


def test_the_title_has_22_points_and_stands_in_the_middle() -> None:
    title = style(NAMES[Role.TITLE])
    assert attribute(title, "w:sz", "w:val") == "44"
    assert attribute(title, "w:jc", "w:val") == "center"


def test_page_numbers_stand_outside(opened: DocumentObject) -> None:
    assert opened.settings.odd_and_even_pages_header_footer
    for footer, side in ((opened.sections[0].footer, "right"), (opened.sections[0].even_page_footer, "left")):
        (line,) = footer.paragraphs
        assert line.text == "—  —"
        assert line._p.find(qn("w:fldSimple")) is not None  # noqa: SLF001 - the library has no name for fields
        assert line._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side  # noqa: SLF001 - the same


def test_the_archive_is_what_the_library_makes_of_its_parts() -> None:
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(REPLY_FILE)) as parts, zipfile.ZipFile(again, "w") as target:
        assert parts.testzip() is None
        for entry in parts.infolist():
            target.writestr(entry, parts.read(entry))
    assert again.getvalue() == REPLY_FILE


def test_every_role_has_a_style_of_its_own(opened: DocumentObject) -> None:
    assert set(NAMES) == set(Role)
    assert {one.name for one in opened.styles} == {*NAMES.values(), "Normal"}


def test_an_annex_starts_a_page() -> None:
    assert style(NAMES[Role.ANNEX]).find(".//" + qn("w:pageBreakBefore")) is not None


def test_name_and_date_stand_in_from_the_right_edge(opened: DocumentObject) -> None:
    last = opened.paragraphs[-1]
    assert last.text == "2026年3月26日"
    assert last.paragraph_format.right_indent == pytest.approx(Pt(4 * 15.75), abs=Pt(0.1))


def test_the_properties_are_those_of_the_letter(opened: DocumentObject) -> None:
    properties = opened.core_properties
    assert properties.title == "政府信息公开申请答复书 甲环公开〔2026〕12号"
    assert properties.author == properties.last_modified_by == "甲县生态环境局"
    assert properties.created is not None
    assert properties.created.date() == REPLY.issued_on


def test_a_long_name_fits_the_properties() -> None:
    assert render.docx(replace(REPLY, agency="甲" * 300, number="号" * 300))


def test_marks_of_the_format_are_only_text() -> None:
    made = Document(io.BytesIO(render.docx(replace(REPLY, agency="<甲&乙>{author}局", number="〔2026〕{day}&amp;号"))))
    assert made.core_properties.author == "<甲&乙>{author}局"
    assert made.core_properties.title == "政府信息公开申请答复书 〔2026〕{day}&amp;号"
    assert [made.paragraphs[0].text, made.paragraphs[2].text] == ["<甲&乙>{author}局", "〔2026〕{day}&amp;号"]


def test_tabs_and_line_breaks_stay() -> None:
    blocks = (Block(Role.TITLE, "题"), Block(Role.ITEM, "甲\t乙\n\n丙"))
    made = document(blocks, name="题", author="某局", issued_on=REPLY.issued_on)
    assert Document(io.BytesIO(made)).paragraphs[1].text == "甲\t乙\n\n丙"


def test_no_part_tells_the_hour_it_was_made() -> None:
    with zipfile.ZipFile(io.BytesIO(REPLY_FILE)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(b"2013" not in parts.read(name) for name in parts.namelist() if name.startswith("docProps/core"))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_letter_is_small(name: str) -> None:
    assert len(render.docx(SAMPLES[name])) < 30_000


# The order of what stands in a style is fixed by the schema; Word refuses a file that breaks it.
ORDER = ["keepNext", "pageBreakBefore", "framePr", "pBdr", "tabs", "autoSpaceDE", "autoSpaceDN", "spacing", "ind", "jc"]
RUN_ORDER = ["rFonts", "color", "spacing", "sz", "szCs", "lang"]


@pytest.mark.parametrize("profile", Profile)
def test_the_parts_of_a_style_stand_in_the_order_of_the_schema(profile: Profile) -> None:
    for one in part("word/styles.xml", profile).iter(qn("w:style")):
        for path, order in (("w:pPr", ORDER), ("w:rPr", RUN_ORDER)):
            held = one.find(qn(path))
            assert held is not None
            places = [order.index(child.tag.partition("}")[2]) for child in held]
            assert places == sorted(places)


# The layouts with a red head.


def framed(name: str, profile: Profile) -> ET.Element:
    frame = style(name, profile).find(".//" + qn("w:framePr"))
    assert frame is not None
    return frame


def rule(name: str, profile: Profile, side: str) -> tuple[str | None, ...]:
    found = style(name, profile).find(f".//{qn('w:pBdr')}/{qn('w:' + side)}")
    assert found is not None
    return tuple(found.get(qn(f"w:{key}")) for key in ("val", "sz", "color"))


def test_the_red_head_of_a_letter_stands_30_mm_from_the_top_over_a_double_rule_of_170_mm() -> None:
    frame = framed(NAMES[Role.LETTERHEAD], Profile.LETTER)
    assert frame.get(qn("w:vAnchor")) == frame.get(qn("w:hAnchor")) == "page"
    for name, length in (("w", 170), ("x", 20), ("y", 30)):
        assert int(frame.get(qn(f"w:{name}")) or 0) * 25.4 / 1440 == pytest.approx(length, abs=0.1)
    assert rule(NAMES[Role.LETTERHEAD], Profile.LETTER, "bottom") == ("thickThinSmallGap", "12", "FF0000")
    assert attribute(style(NAMES[Role.LETTERHEAD], Profile.LETTER), "w:color", "w:val") == "FF0000"
    assert attribute(style(NAMES[Role.NUMBER], Profile.LETTER), "w:jc", "w:val") == "right"


def test_the_first_page_of_a_letter_has_the_lower_rule_and_no_number() -> None:
    section = Document(io.BytesIO(render.docx(REPLY, look=Look(profile=Profile.LETTER)))).sections[0]
    assert section.different_first_page_header_footer
    footer = section.first_page_footer._element  # noqa: SLF001 - the library has no name for frames
    assert footer.findall(".//" + qn("w:fldSimple")) == []
    frame, top = footer.find(".//" + qn("w:framePr")), footer.find(f".//{qn('w:pBdr')}/{qn('w:top')}")
    assert top.get(qn("w:val")) == "thinThickSmallGap"
    assert int(frame.get(qn("w:y"))) * 25.4 / 1440 == pytest.approx(297 - 20, abs=1.5)
    assert section.footer._element.findall(".//" + qn("w:fldSimple"))  # noqa: SLF001 - the same


def test_a_file_has_a_red_rule_under_its_number_and_black_ones_at_its_end() -> None:
    assert rule(NAMES[Role.NUMBER], Profile.FILE, "bottom") == ("single", "12", "FF0000")
    assert rule(NAMES[Role.COPIES], Profile.FILE, "top") == ("single", "8", "000000")
    assert rule(NAMES[Role.PRINTED], Profile.FILE, "top") == ("single", "6", "000000")
    assert rule(NAMES[Role.PRINTED], Profile.FILE, "bottom") == ("single", "8", "000000")
    assert framed(NAMES[Role.PRINTED], Profile.FILE).get(qn("w:yAlign")) == "bottom"
    before = attribute(style(NAMES[Role.LETTERHEAD], Profile.FILE), "w:spacing", "w:before")
    assert int(before or 0) * 25.4 / 1440 == pytest.approx(35, abs=0.1)


def test_a_plain_letter_has_no_rule_and_nothing_red() -> None:
    with zipfile.ZipFile(io.BytesIO(REPLY_FILE)) as parts:
        whole = "".join(parts.read(name).decode() for name in ("word/document.xml", "word/settings.xml"))
    assert "FF0000" not in whole
    assert "titlePg" not in whole
    assert "pBdr" not in whole


def test_the_ring_for_the_seal_has_its_size_and_lies_behind_name_and_date() -> None:
    file = render.docx(REPLY, look=Look(seal=True, seal_mm=45))
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        made = parts.read("word/document.xml").decode()
    assert "width:127.6pt;height:127.6pt;z-index:-1" in made
    assert made.count("印章位置") == 1
    assert made.index("印章位置") < made.rindex("甲县生态环境局")
