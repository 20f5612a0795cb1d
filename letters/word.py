"""The blocks of a letter as a DOCX file, the same bytes for the same letter.

The library makes an empty letter, once. What differs between letters, their paragraphs and a few properties, is written
into it as text: through the library that took a letter twelve milliseconds, and this takes half a one.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from html import escape
from io import SEEK_END, BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, Twips

from letters import layout, word_looks
from letters.blocks import ROWS, Block, Role
from letters.looks import PLAIN, Look, Profile

NAMES: Mapping[Role, str] = {
    Role.AGENCY: "文书机关",
    Role.TITLE: "文书标题",
    Role.NUMBER: "文书文号",
    Role.ADDRESSEE: "文书主送",
    Role.PARAGRAPH: "文书正文",
    Role.HEADING: "文书小标题",
    Role.ITEM: "文书条目",
    Role.QUOTE: "文书引文",
    Role.CONTACT: "文书联系",
    Role.ATTACHMENTS: "文书附件说明",
    Role.ATTACHMENT: "文书附件说明续",
    Role.SIGNATURE: "文书署名",
    Role.DATE: "文书日期",
    Role.HEAD_ROW: "文书表头",
    Role.ROW: "文书表格",
    Role.SIGN: "文书签字",
    Role.REMARK: "文书备注",
    Role.ANNEX: "文书附件",
    Role.ANNEX_TITLE: "文书附件标题",
    Role.LETTERHEAD: "文书标志",
    Role.SEAL: "文书印章",
    Role.COPIES: "文书抄送",
    Role.PRINTED: "文书印发",
}
_ALIGN = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_DROPPED_PARTS = ("thumbnail", "stylesWithEffects", "customXml", "webSettings", "numbering")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # The earliest a ZIP archive can say; the day of the letter stands in its properties.
_SOME_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zone
_BODY, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_PROPERTY_LENGTH = 255  # The most a property of the format holds.
_TWIPS = 20
_MM_TWIPS = 1440 / 25.4


class _Packed(NamedTuple):
    """Parts as they stand in an archive, and the lines of its directory, which comes after all parts."""

    parts: bytes = b""
    listed: Sequence[ZipInfo] = ()


_NOTHING = _Packed()


class _Skeleton(NamedTuple):
    """An empty letter: the parts all letters share, packed, and the two that a letter fills in, as text."""

    shared: _Packed
    before: str
    after: str
    properties: str


def document(blocks: tuple[Block, ...], *, name: str, author: str, issued_on: date, look: Look = PLAIN) -> bytes:
    """Return the letter as a DOCX file.

    Args:
        blocks: Of the letter, dressed in the look.
        name: What the file is called in its properties.
        author: The agency.
        issued_on: The day the properties give as the day of its making.
        look: Its layout.

    """
    skeleton = _skeleton(look.profile)
    told = {"title": name[:_PROPERTY_LENGTH], "author": author[:_PROPERTY_LENGTH], "day": issued_on.isoformat()}
    parts = {
        _PROPERTIES: skeleton.properties.format_map({key: escape(value) for key, value in told.items()}),
        _BODY: f"{skeleton.before}{body(blocks, look)}{skeleton.after}",
    }
    return archive({part: text.encode() for part, text in parts.items()}, skeleton.shared)[0]


def body(
    blocks: tuple[Block, ...], look: Look, names: Mapping[Role, str] = NAMES, width_mm: float = word_looks.TEXT_MM
) -> str:
    """Return the blocks as the markup of paragraphs and tables.

    Args:
        blocks: Of the letter, dressed in the look.
        look: Its layout.
        names: The style of each role.
        width_mm: From margin to margin.
    """
    edges = layout.right_edges(blocks)
    parts = (
        _table([block for _, block in group], names, width_mm)
        if is_table
        else word_looks.ring(group[0][1], blocks, look, width_mm)
        if group[0][1].role is Role.SEAL
        else _paragraph(group[0][1], edges.get(group[0][0]), word_looks.paragraph(group[0][1], blocks, look), names)
        for is_table, group in layout.groups(blocks)
    )
    return f"{''.join(parts)}{_end(blocks)}"


def running(text: str) -> str:
    """Return a text as it goes into a run, between its marks of text."""
    return escape(text, quote=False).replace("\t", _mark("tab")).replace("\n", _mark("br"))


def _paragraph(block: Block, edge: float | None, extra: tuple[str, str], names: Mapping[Role, str]) -> str:
    """Return a block in the style of its role, and as far from the right edge as its place asks for."""
    own, characters = extra
    inwards = "" if edge is None else f'<w:ind w:right="{round(edge * layout.CHARACTER_PT * _TWIPS)}"/>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{names[block.role]}"/>{own}{inwards}</w:pPr>'
        f'<w:r>{characters}<w:t xml:space="preserve">{running(block.text)}</w:t></w:r></w:p>'
    )


def _table(rows: Sequence[Block], names: Mapping[Role, str], width_mm: float) -> str:
    """Return rows as a table as wide as the text; its head stands again on every page."""
    width = round(width_mm * _MM_TWIPS)
    columns = [round(share * width) for share in layout.column_shares(rows)]
    rule = f'w:val="single" w:sz="{round(layout.CELL_RULE_PT * 8)}" w:space="0" w:color="000000"'
    borders = "".join(f"<w:{side} {rule}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    side = round(layout.CELL_SIDE * layout.ROW_PT * _TWIPS)
    blank = f'<w:tblCellMar><w:left w:w="{side}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/>{blank}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(_row(row, columns, names[row.role]) for row in rows)}</w:tbl>"
    )


def _row(row: Block, columns: Sequence[int], name: str) -> str:
    head = "<w:tblHeader/>" if row.role is Role.HEAD_ROW else ""
    cells, place = [], 0
    for cell, span in zip(row.cells, layout.spans(row, len(columns)), strict=True):
        width, over = sum(columns[place : place + span]), f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        text = escape(cell, quote=False).replace("\n", _mark("br"))
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{over}<w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr>'
            f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
        )
        place += span
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def _end(blocks: tuple[Block, ...]) -> str:
    """Return the paragraph that the format asks for after a table that nothing follows, as low as it can be."""
    if not blocks or blocks[-1].role not in ROWS:
        return ""
    return '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'


def _mark(name: str) -> str:
    return f'</w:t><w:{name}/><w:t xml:space="preserve">'


def archive(parts: Mapping[str, bytes], packed: _Packed = _NOTHING) -> tuple[bytes, _Packed]:
    """Return an archive of the parts, behind those that are packed already, and its parts packed for another one.

    Every part is dated alike. The library's own way to append would read the packed directory anew for each letter.
    """
    archive = BytesIO(packed.parts)
    archive.seek(0, SEEK_END)
    with ZipFile(archive, "w", ZIP_DEFLATED) as target:
        target.filelist.extend(packed.listed)
        for name, content in parts.items():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, content)
    whole = archive.getvalue()
    return whole, _Packed(whole[: target.start_dir], tuple(target.filelist))


@cache
def _skeleton(profile: Profile) -> _Skeleton:
    """Return an empty letter with page, grid, page numbers and a style for each role; made once for each layout."""
    made = Document()
    _drop_what_a_letter_does_not_use(made)
    styles = made.styles.element
    styles.insert(0, parse_xml(_defaults()))
    styles.append(parse_xml(base("Normal", default=True)))
    for role, style in layout.styles(profile).items():
        styles.append(parse_xml(role_style(role, style, profile)))
    _set_page(made)
    if profile is Profile.LETTER:
        _set_first_page(made)
    _describe(made)
    loose = BytesIO()
    made.save(loose)
    with ZipFile(loose) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    properties = parts.pop(_PROPERTIES).decode().replace(_SOME_DAY.date().isoformat(), "{day}")
    before, start, after = parts.pop(_BODY).decode().partition("<w:sectPr")
    return _Skeleton(archive(parts)[1], before, start + after, properties)


def _describe(made: DocumentObject) -> None:
    """Leave places for title, author and day in the properties."""
    properties = made.core_properties
    properties.title = "{title}"
    properties.author = properties.last_modified_by = "{author}"
    properties.created = properties.modified = _SOME_DAY
    properties.language = "zh-CN"
    properties.comments = ""


def _drop_what_a_letter_does_not_use(made: DocumentObject) -> None:
    """Cut down the library's own template: its styles and parts weigh more than any letter."""
    for owner in (made.part.package, made.part):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.endswith(_DROPPED_PARTS):
                del owner.rels[key]
    styles = made.styles.element
    for child in list(styles):
        if child.tag in {qn("w:style"), qn("w:docDefaults"), qn("w:latentStyles")}:
            styles.remove(child)


def _defaults() -> str:
    return (
        f'<w:docDefaults {nsdecls("w")}><w:rPrDefault><w:rPr><w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )


def base(name: str, *, default: bool = False) -> str:
    """Return what all styles share: face, pitch of lines and characters, and no gap of its own beside figures.

    One that is not the default of its file keeps to no grid of that file either.
    """
    kind = 'w:default="1"' if default else 'w:customStyle="1"'
    grid = "" if default else '<w:snapToGrid w:val="0"/>'
    closer = round((layout.CHARACTER_PT - layout.BODY_PT) * _TWIPS)
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" {kind} w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{grid}'
        f'<w:spacing w:before="0" w:after="0" w:line="{layout.LINE_PT * _TWIPS}" w:lineRule="exact"/></w:pPr>'
        f'<w:rPr>{_fonts(layout.FANGSONG)}<w:spacing w:val="{closer}"/>{_size(layout.BODY_PT)}</w:rPr></w:style>'
    )


def role_style(role: Role, style: layout.Style, profile: Profile, above: str = "Normal") -> str:
    """Return a paragraph style on the one above; the order of its parts is that of the schema."""
    name = NAMES[role]
    keep = "<w:keepNext/>" if style.keep_with_next else ""
    page = "<w:pageBreakBefore/>" if style.new_page else ""
    place = word_looks.frame_and_rules(role, profile)
    before = round(word_looks.points_before(role, style, profile) * _TWIPS)
    first, left = (round(cells * layout.CHARACTER_PT * _TWIPS) for cells in (style.indent, style.left))
    indent = f'w:leftChars="{style.left * 100}" w:left="{left}"'
    indent += f' w:firstLineChars="{style.indent * 100}" w:firstLine="{first}"'
    red = f'<w:color w:val="{layout.RED.lstrip("#").upper()}"/>' if role is Role.LETTERHEAD else ""
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{above}"/><w:qFormat/><w:pPr>{keep}{page}{place}<w:spacing w:before="{before}"/>'
        f'<w:ind {indent}/><w:jc w:val="{_ALIGN[style.align]}"/></w:pPr>'
        f"<w:rPr>{_fonts(style.font)}{red}{_size(style.size)}</w:rPr></w:style>"
    )


def _fonts(font: layout.Font) -> str:
    """Return the face for Chinese and for figures alike; quotation marks count as Chinese."""
    names = " ".join(f'w:{script}="{font.name}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return f'<w:rFonts w:hint="eastAsia" {names}/>'


def _size(points: int) -> str:
    return f'<w:sz w:val="{points * 2}"/><w:szCs w:val="{points * 2}"/>'


def _set_page(made: DocumentObject) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = (Mm(length) for length in layout.PAPER_MM)
    section.top_margin, section.bottom_margin = Mm(layout.MARGIN_TOP_MM), Mm(layout.MARGIN_BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(layout.MARGIN_LEFT_MM), Mm(layout.MARGIN_RIGHT_MM)
    # 7 mm under the text, to the middle of a 14 pt figure.
    section.footer_distance = Mm(layout.MARGIN_BOTTOM_MM - 7) - Pt(layout.PAGE_NUMBER_PT)
    grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001 - the library has no name for the grid
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(Twips(layout.LINE_PT * _TWIPS).twips))
    made.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        element = footer.paragraphs[0]._p  # noqa: SLF001 - the library has no name for fields
        element.getparent().replace(element, parse_xml(_page_number(side)))


def _set_first_page(made: DocumentObject) -> None:
    """Put the lower rule of 信函格式 where the other pages have their number."""
    section = made.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_footer.is_linked_to_previous = False
    line = section.first_page_footer.paragraphs[0]._p  # noqa: SLF001 - the library has no name for frames
    line.addprevious(parse_xml(word_looks.lower_rule(nsdecls("w"))))


def _page_number(side: str) -> str:
    """Return — 1 —, one character in from the outer edge."""
    face = f"<w:rPr>{_fonts(layout.SONG)}{_size(layout.PAGE_NUMBER_PT)}</w:rPr>"
    edge = f'w:{side}Chars="100" w:{side}="{layout.PAGE_NUMBER_PT * _TWIPS}"'
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:ind {edge}/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r>{face}<w:t xml:space="preserve">— </w:t></w:r>'
        f'<w:fldSimple w:instr=" PAGE "><w:r>{face}<w:t>1</w:t></w:r></w:fldSimple>'
        f'<w:r>{face}<w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )
