"""A letter in an agency's own Word file says what the page says, and a file that could do anything else is refused."""

import html
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from letter_looks import LOOKS, looks, samples

from letters import render
from letters.blocks import ROWS, Block, Role
from letters.kinds import Document as Written
from letters.looks import Look
from letters.own_word import check_template, document
from letters.render import Sheet, sheet
from letters.samples import REPLY, REPLY_REFUSED, SAMPLES
from letters.word import NAMES
from letters.word_package import MIB, MOST_PARTS
from letters.word_places import PLACES
from workflow.rules.errors import BadInput


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


HEAD = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
PIXEL = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", HEAD) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def saved(made: DocumentObject) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def letterhead(*lines: str, change: Callable[[DocumentObject], object] | None = None) -> bytes:
    """Return a Word file with a logo and these paragraphs."""
    made = Document()
    made.sections[0].left_margin = Mm(40)
    made.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(PIXEL), Mm(10))
    for line in lines:
        made.add_paragraph(line)
    if change is not None:
        change(made)
    return saved(made)


ALL = ("{{ agency }}", "{{ title }}", "{{ number }}", "{{ addressee }}", "{{ body }}")
OWN = letterhead(*ALL)
BARE = letterhead("甲县用笺", "{{ body }}")


def put(made: Sheet, template: bytes = OWN) -> bytes:
    return document(made.blocks, template, made.name, made.author, made.issued_on, look=made.look)


def with_parts(content: bytes, parts: Mapping[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """Return a file with parts added, or changed by a function."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in source.namelist():
            change = parts.get(name)
            new.writestr(name, change(source.read(name)) if callable(change) else source.read(name))
        for name, told in parts.items():
            if isinstance(told, bytes):
                new.writestr(name, told)
    return target.getvalue()


def lines(element: Any) -> list[str]:
    """Return the texts of the paragraphs of a part, those in tables and in the ring for the seal included."""
    found = []
    for paragraph in element.iter(qn("w:p")):
        marks = {qn("w:t"): None, qn("w:br"): "\n", qn("w:tab"): "\t"}
        own = (one for one in paragraph.iter(*marks) if next(one.iterancestors(qn("w:p"))) is paragraph)
        found.append("".join(marks[one.tag] or one.text or "" for one in own if one.getparent().tag == qn("w:r")))
    return [line for line in found if line]


def expected(blocks: tuple[Block, ...]) -> list[str]:
    return [cell for block in blocks for cell in (block.cells if block.role in ROWS else (block.text,)) if cell]


def of_places(blocks: tuple[Block, ...]) -> tuple[list[str], tuple[Block, ...]]:
    """Return what goes into the places, in the order of `ALL`, and the other blocks."""
    texts = ["\n".join(block.text for block in blocks if block.role in roles) for roles in PLACES.values()]
    placed = {role for roles in PLACES.values() for role in roles}
    return [text for text in texts if text], tuple(block for block in blocks if block.role not in placed)


@samples
def test_the_file_says_what_the_page_says(letter: Written) -> None:
    made = sheet(letter, LOOKS["file"])
    first, rest = of_places(made.blocks)
    assert lines(Document(io.BytesIO(put(made))).element.body) == [*first, *expected(rest)]
    page = html.unescape(render.page_of(made))
    bare = lines(Document(io.BytesIO(put(made, BARE))).element.body)
    assert bare == ["甲县用笺", *expected(made.blocks)]
    for text in bare[1:]:
        for line in text.replace("\t", "\n").split("\n"):
            assert line in page


@looks
def test_each_layout_gives_its_words_and_no_head_of_its_own(look: Look) -> None:
    made = sheet(REPLY, look)
    first, rest = of_places(made.blocks)
    opened = Document(io.BytesIO(put(made)))
    assert lines(opened.element.body) == [*first, *expected(rest)]
    assert len(opened.inline_shapes) == 0
    assert opened.sections[0].header._element.find(f".//{qn('w:drawing')}") is not None  # noqa: SLF001 - no name for it
    assert opened.sections[0].left_margin == pytest.approx(Mm(40), abs=Mm(1))


def test_blocks_have_the_styles_of_their_roles() -> None:
    made = sheet(REPLY_REFUSED)
    opened = Document(io.BytesIO(put(made)))
    styled = [(one.style.name if one.style else "", one.text) for one in opened.paragraphs[4:]]
    assert styled == [(NAMES[block.role], block.text) for block in of_places(made.blocks)[1]]
    body = next(one for one in opened.styles if one.name == NAMES[Role.PARAGRAPH])
    assert body.base_style is not None
    assert body.base_style.name == "文书"


def test_a_style_of_that_name_in_the_file_is_the_agency_s() -> None:
    def add(made: DocumentObject) -> None:
        made.styles.add_style(NAMES[Role.PARAGRAPH], 1).font.size = Mm(3)

    opened = Document(io.BytesIO(put(sheet(REPLY), letterhead("{{ body }}", change=add))))
    (style,) = (one for one in opened.styles if one.name == NAMES[Role.PARAGRAPH])
    assert style.font.size == pytest.approx(Mm(3), rel=0.01)
    assert style.style_id in {one.style.style_id for one in opened.paragraphs if one.style}


def test_rows_are_tables_as_wide_as_the_text_of_the_file() -> None:
    letter = SAMPLES["correction_notice"]
    blocks = (*sheet(letter).blocks, Block(Role.HEAD_ROW, "序号\t文件"), Block(Role.ROW, "1\t甲\n乙"))
    opened = Document(io.BytesIO(document(blocks, OWN, "补正", "甲局", date(2026, 3, 2))))
    (table,) = opened.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["序号", "文件"], ["1", "甲\n乙"]]
    section = opened.sections[0]
    assert section.page_width is not None
    width = section.page_width - (section.left_margin or 0) - (section.right_margin or 0)
    told = table._tbl.tblPr.find(qn("w:tblW"))  # noqa: SLF001 - the library has no name for it
    assert int(told.get(qn("w:w"))) * 635 == pytest.approx(width, rel=0.01)


def test_places_in_headers_are_filled() -> None:
    def head(made: DocumentObject) -> None:
        made.sections[0].header.add_paragraph("{{ agency }}")
        made.sections[0].footer.add_paragraph("文号：{{number}}")

    made = sheet(REPLY)
    opened = Document(io.BytesIO(put(made, letterhead("{{ body }}", change=head))))
    said = {block.role: block.text for block in made.blocks}
    assert opened.sections[0].header.paragraphs[-1].text == said[Role.AGENCY]
    assert opened.sections[0].footer.paragraphs[-1].text == f"文号：{said[Role.NUMBER]}"
    rest = tuple(block for block in made.blocks if block.role not in {Role.AGENCY, Role.NUMBER})
    assert lines(opened.element.body) == expected(rest)


@pytest.mark.parametrize(
    "runs",
    [
        ["{", "{ agen", "cy }", "}"],
        ["甲{{", " ", "agency", " ", "}}乙"],
        ["甲{{ agency }}乙{{ ti", "tle }}丙"],
        ["", "{{agency", "}}", "{{title}}"],
        ["{{ agency }}", "", "。"],
    ],
)
def test_places_broken_over_runs_are_one_place(runs: list[str]) -> None:
    def add(made: DocumentObject) -> None:
        paragraph = made.add_paragraph()
        for text in runs:
            paragraph.add_run(text).bold = True
            paragraph._p.append(parse_xml(f'<w:proofErr {nsdecls("w")} w:type="spellStart"/>'))  # noqa: SLF001 - likewise

    content = letterhead("{{ body }}", change=add)
    check_template(content)
    made = sheet(REPLY)
    said = {block.role: block.text for block in made.blocks}
    wanted = "".join(runs).replace(" ", "")
    wanted = wanted.replace("{{agency}}", said[Role.AGENCY]).replace("{{title}}", said[Role.TITLE])
    last = Document(io.BytesIO(put(made, content))).paragraphs[-1]
    assert last.text == wanted
    assert all(run.bold for run in last.runs if run.text)


TYPED = [
    "{{ 7 * 7 }} {% if %} {# 注 #} {{ body }} {{ agency }}",
    "{_{ 7 }_} {_% x %_} {{r x }} {{p body }} {%p if x %}",
    "<w:t>&lt;b&gt; &amp; & < > ]]></w:t>\"'",
    "𠮷𫠆〇㐂・·“”‘’《》　全角",
    "&#123; &#123;&#125; %7B{ } }} {{",
]


@pytest.mark.parametrize("typed", TYPED)
def test_what_was_typed_comes_out_as_typed(typed: str) -> None:
    blocks = tuple(Block(role, f"{role}{typed}\n{typed}") for role in Role if role not in {*ROWS, Role.SEAL})
    blocks += (Block(Role.ROW, f"{typed}\t甲"),)
    made = document(blocks, OWN, typed, typed, date(2026, 3, 2))
    opened = Document(io.BytesIO(made))
    first, rest = of_places(blocks)
    assert lines(opened.element.body) == [*first, *expected(rest)]
    assert (opened.core_properties.title, opened.core_properties.author) == (typed, typed)
    assert opened.core_properties.created is not None
    assert opened.core_properties.created.date() == date(2026, 3, 2)


def test_the_same_letter_is_the_same_file() -> None:
    made = sheet(REPLY)
    assert put(made) == put(made)
    with zipfile.ZipFile(io.BytesIO(put(made))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_place_that_the_letter_has_nothing_for_is_empty() -> None:
    made = document((Block(Role.PARAGRAPH, "甲"),), OWN, "甲", "乙", date(2026, 3, 2))
    assert lines(Document(io.BytesIO(made)).element.body) == ["甲"]


# What is refused.


def related(kind: str, target: str, mode: str = "Internal") -> bytes:
    relation = (
        f'<Relationship Id="rId99" Type="http://x/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )
    change = {"word/_rels/document.xml.rels": lambda part: part.replace(b"</Relationships>", relation.encode())}
    return with_parts(OWN, {**change, "word/extra.bin": b"x"})


def in_body(markup: str) -> bytes:
    space = nsdecls("w", "wp", "a")
    paragraph = f"<w:p {space}>{markup}</w:p>".encode()
    change = {"word/document.xml": lambda part: part.replace(b"<w:sectPr", paragraph + b"<w:sectPr", 1)}
    return with_parts(OWN, change)


def typed_as(old: bytes, new: bytes, part: str = "word/document.xml") -> bytes:
    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new)

    return with_parts(OWN, {part: change})


def with_notes(markup: str) -> bytes:
    """Return a file with footnotes, which docxtpl fills as well."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    listed = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="1"><w:p><w:r>{markup}</w:r></w:p></w:footnote></w:footnotes>'
    )
    related_to = (
        b'<Relationship Id="rId98" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"'
        b' Target="footnotes.xml"/></Relationships>'
    )
    return with_parts(
        OWN,
        {
            TYPES: lambda part: part.replace(b"</Types>", listed),
            "word/_rels/document.xml.rels": lambda part: part.replace(b"</Relationships>", related_to),
            "word/footnotes.xml": notes.encode(),
        },
    )


def twice() -> bytes:
    file = io.BytesIO(OWN)
    with zipfile.ZipFile(file, "a") as target, pytest.warns(UserWarning, match="Duplicate"):
        target.writestr("word/document.xml", b"<x/>")
    return file.getvalue()


def with_table(made: DocumentObject) -> None:
    made.add_table(1, 1).cell(0, 0).text = "{{ body }}"


MAIN = b"wordprocessingml.document.main+xml"
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "no Word document"),
    "text": (lambda: b"{{ body }}", "no Word document"),
    "cut off": (lambda: OWN[:-100], "no Word document"),
    "damaged": (lambda: OWN[:900] + bytes(200) + OWN[1100:], "no Word document"),
    "another archive": (lambda: with_parts(saved_zip(), {}), "no Word document"),
    "parts twice": (twice, "no Word document"),
    "a template": (lambda: typed_as(MAIN, MAIN.replace(b"document.main", b"template.main"), TYPES), "no Word document"),
    "entities": (
        lambda: typed_as(b"<w:document", b'<!DOCTYPE w [<!ENTITY a "b">]><w:document'),
        "no Word document",
    ),
    "another encoding": (
        lambda: with_parts(OWN, {"word/document.xml": lambda part: part.decode().encode("utf-16")}),
        "no Word document",
    ),
    "large": (lambda: OWN + bytes(2 * MIB), "too large: 2 MiB"),
    "a bomb": (lambda: with_parts(OWN, {"word/media/a.bin": bytes(30 * MIB)}), "too large"),
    "many parts": (lambda: with_parts(OWN, {f"a/{no}": b"" for no in range(MOST_PARTS)}), "too large"),
    "macros": (lambda: with_parts(OWN, {"word/vbaProject.bin": b"x"}), "holds macros"),
    "macros by type": (
        lambda: typed_as(MAIN, b"ms-word.document.macroEnabled.main+xml", TYPES),
        "holds macros",
    ),
    "a picture elsewhere": (
        lambda: related("image", "http://a.cn/a.png", "External"),
        "outside of it (http://a.cn/a.png)",
    ),
    "a template elsewhere": (lambda: related("attachedTemplate", "file:///a.dotm", "External"), "outside of it"),
    "a link": (lambda: related("hyperlink", "http://a.cn", "External"), "outside of it"),
    "an embedded object": (lambda: related("oleObject", "extra.bin"), "holds extra.bin (oleObject)"),
    "an embedded workbook": (lambda: related("package", "extra.bin"), "no letter has a use for"),
    "another document": (lambda: related("aFChunk", "extra.bin"), "no letter has a use for"),
    "a control": (lambda: related("control", "extra.bin"), "no letter has a use for"),
    "a field": (
        lambda: in_body('<w:fldSimple w:instr=" INCLUDETEXT &quot;/etc/passwd&quot; "/>'),
        "the field INCLUDETEXT",
    ),
    "a field in runs": (
        lambda: in_body("<w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO c</w:instrText></w:r>"),
        "the field DDEAUTO",
    ),
    "no body": (lambda: letterhead("{{ title }}"), "no place {{ body }}"),
    "two bodies": (lambda: letterhead("{{ body }}", "{{ body }}"), "must stand once"),
    "a body in company": (lambda: letterhead("正文：{{ body }}"), "must stand once"),
    "a body in a table": (lambda: letterhead(change=with_table), "must stand once"),
    "a body in a header": (
        lambda: letterhead("{{ body }}", change=lambda made: made.sections[0].header.add_paragraph("{{ body }}")),
        "must stand once",
    ),
    "an unknown place": (lambda: letterhead("{{ applicant }}", "{{ body }}"), "no place {{ applicant }}"),
    "an attribute": (lambda: letterhead("{{ body.x }}", "{{ body }}"), "{{ body.x }}, which is no place"),
    "a call": (lambda: letterhead("{{ body() }}", "{{ body }}"), "which is no place"),
    "a filter": (lambda: letterhead("{{ title|upper }}", "{{ body }}"), "which is no place"),
    "a loop": (lambda: letterhead("{% for a in title %}", "{{ body }}"), "{% for a in title %}, which is no place"),
    "a comment": (lambda: letterhead("{# a #}", "{{ body }}"), "which is no place"),
    "a paragraph of docxtpl": (lambda: letterhead("{{p body }}"), "which is no place"),
    "a figure": (lambda: letterhead("{{ 7 * 7 }}", "{{ body }}"), "which is no place"),
    "one bracket": (lambda: letterhead("甲{", "{乙", "{{ body }}"), "which is no place"),
    "an open place": (lambda: letterhead("{{ title", "}}", "{{ body }}"), "which is no place"),
    "a place in an attribute": (
        lambda: in_body('<w:r><w:rPr><w:rStyle w:val="{{ title }}"/></w:rPr></w:r>'),
        "which is no place",
    ),
    "a place in the properties": (
        lambda: letterhead("{{ body }}", change=lambda made: setattr(made.core_properties, "subject", "{{ 7*7 }}")),
        "which is no place",
    ),
    "a picture by its address": (
        lambda: in_body(
            '<w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="//a.cn/a.png"/>'
            "</v:rect></w:pict></w:r>"
        ),
        "outside of it (//a.cn/a.png)",
    ),
    "a place in a note": (lambda: with_notes("<w:t>{{ 7*7 }}</w:t>"), "{{ 7*7 }}, which is no place"),
    "a place in the runs of a note": (
        lambda: with_notes("<w:t>{</w:t></w:r><w:r><w:t>{ title }}</w:t>"),
        "which is no place",
    ),
    "a place in a remark": (lambda: in_body("<!-- {{ title }} -->"), "which is no place"),
    "a place in a drawing": (
        lambda: in_body("<w:r><a:t>{</a:t></w:r><w:r><a:t>{ title }}</a:t></w:r>"),
        "which is no place",
    ),
    "a place outside of paragraphs": (
        lambda: typed_as(b"<w:sectPr", b"<w:r><w:t>{{ title }}</w:t></w:r><w:sectPr"),
        "which is no place",
    ),
    "a place in a style": (
        lambda: letterhead("{{ body }}", change=lambda made: made.styles.add_style("{{ title }}", 1)),
        "which is no place",
    ),
    "a table of nothing": (
        lambda: typed_as(b"<w:sectPr", b"<w:tbl><w:tr/></w:tbl><w:sectPr"),
        "cannot be filled in (AttributeError",
    ),
}
TYPES = "[Content_Types].xml"


def saved_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        target.writestr("a.txt", "a")
    return file.getvalue()


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_no_letter_can_be_put_in_is_refused(case: tuple[Callable[[], bytes], str]) -> None:
    made, reason = case
    with pytest.raises(BadInput) as refused:
        check_template(made())
    assert reason in str(refused.value)


def test_notes_without_places_may_stay() -> None:
    content = with_notes("<w:t>注</w:t>")
    check_template(content)
    with zipfile.ZipFile(io.BytesIO(put(sheet(REPLY), content))) as parts:
        assert "注" in parts.read("word/footnotes.xml").decode()


def test_page_numbers_may_stay() -> None:
    check_template(in_body('<w:fldSimple w:instr=" PAGE \\* MERGEFORMAT "/>'))
    check_template(in_body("<w:r><w:instrText> NUM</w:instrText></w:r><w:r><w:instrText>PAGES </w:instrText></w:r>"))


@pytest.mark.parametrize("content", [OWN, BARE])
def test_a_plain_letterhead_is_taken(content: bytes) -> None:
    check_template(content)
