"""Make a letter: checked, put through its template, read into blocks, and laid out as page, DOCX or PDF file."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import NamedTuple, overload

from jinja2 import PackageLoader, StrictUndefined, Undefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from letters import layout, word
from letters import pdf as pdfs
from letters.blocks import Block, Role, parse
from letters.cleaning import cleaned
from letters.faces import Fonts
from letters.filters import FILTERS
from letters.kinds import Document, Form, template_of
from letters.looks import PLAIN, Look, Profile, dressed
from workflow.rules.outcomes import Family

FRAGMENTS: Mapping[Family, str] = MappingProxyType(
    {
        Family.DISCLOSED: "_disclosed.html.j2",
        Family.PARTIAL: "_partial.html.j2",
        Family.REFUSED: "_refused.html.j2",
        Family.UNABLE: "_unable.html.j2",
        Family.NOT_PROCESSED: "_not_processed.html.j2",
        Family.OTHER: "_ended.html.j2",
    }
)
"""The part of a reply that puts an outcome of each family into words."""

_PLACE = "\0"  # No letter holds this character, and no template.
_TAGS = {Role.TITLE: "h1", Role.HEADING: "h2", Role.QUOTE: "blockquote"}


def _as_data(value: object) -> object:
    """Keep the line breaks of a value apart from those of the template's source; Jinja escapes all that is printed."""
    if isinstance(value, Markup | Undefined):
        return value
    text = str(value)
    if "\n" not in text:
        return text
    return Markup(str(escape(text)).replace("\n", "<br>"))  # noqa: S704 - escaped just before


def _family(font: layout.Font) -> Markup:
    """Return a face and its substitutes for a style sheet; the names are ours."""
    names = ", ".join(f'"{name}"' for name in (font.name, *font.fallbacks))
    return Markup(f"{names}, serif")  # noqa: S704 - no name was typed by anybody


def environment() -> SandboxedEnvironment:
    """Return the environment of all templates: nothing runs that a person typed, nothing is silently empty."""
    made = SandboxedEnvironment(
        loader=PackageLoader("letters"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_as_data,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(FILTERS)
    made.filters["family"] = _family
    made.globals["FRAGMENTS"] = FRAGMENTS
    made.globals["layout"] = layout
    return made


TEMPLATES = environment()


def blocks(letter: Document) -> tuple[Block, ...]:
    """Return the letter as typed blocks.

    Raises:
        BadInput: A field is blank, holds a character no document can show, or contradicts another.
        NotReady: The letter does not yet say what its article asks for.

    """
    checked = cleaned(letter)
    checked.check()
    return parse(TEMPLATES.get_template(template_of(type(letter))).render(letter=checked))


class Files(NamedTuple):
    """A letter as it is kept: a page of its own that prints on A4, and a DOCX file with the same text."""

    html: str
    docx: bytes


class AllFiles(NamedTuple):
    """The same, and a PDF file, also with the same text."""

    html: str
    docx: bytes
    pdf: bytes


class Sheet(NamedTuple):
    """A letter ready to be laid out, in words alone: what is kept of it, and all that its files are made of.

    Args:
        name: Its title and number, in the properties of its files.
        author: The agency.
        issued_on: Day on it.
        look: Its layout.
        blocks: In the order in which the look prints them.
    """

    name: str
    author: str
    issued_on: date
    look: Look
    blocks: tuple[Block, ...]


def sheet(letter: Document, look: Look = PLAIN, made: tuple[Block, ...] | None = None) -> Sheet:
    """Return a letter ready to be laid out.

    Args:
        letter: What it says.
        look: Its layout; a form has none.
        made: Its blocks, where a template of the agency's own made them.

    Raises:
        BadInput: As `blocks` does, or the look has no place for what it is given.
        NotReady: As `blocks` does.
    """
    worn = PLAIN if isinstance(letter, Form) else cleaned(look)
    worn.check()
    words = blocks(letter) if made is None else made
    printed = dressed(words, worn, agency=letter.agency, issued_on=letter.issued_on)
    return Sheet(_name(words), letter.agency, letter.issued_on, worn, printed)


@overload
def files(letter: Document, *, look: Look = PLAIN) -> Files: ...
@overload
def files(letter: Document, *, look: Look = PLAIN, fonts: Fonts) -> AllFiles: ...
def files(letter: Document, *, look: Look = PLAIN, fonts: Fonts | None = None) -> Files | AllFiles:
    """Return the letter in every form, put through its template once; as PDF where there are fonts to set it in.

    Raises:
        BadInput: As `blocks` does, or the look has no place for what it is given.
        NotReady: As `blocks` does, or no font has a character of the letter.

    """
    made = sheet(letter, look)
    page, document = page_of(made), document_of(made)
    return Files(page, document) if fonts is None else AllFiles(page, document, pdf_of(made, fonts))


def html(letter: Document, *, look: Look = PLAIN) -> str:
    """Return the letter as a page of its own that prints on A4; raises what `files` raises."""
    return page_of(sheet(letter, look))


def docx(letter: Document, *, look: Look = PLAIN) -> bytes:
    """Return the letter as a DOCX file, the same bytes for the same letter; raises what `files` raises."""
    return document_of(sheet(letter, look))


def pdf(letter: Document, fonts: Fonts, *, look: Look = PLAIN) -> bytes:
    """Return the letter as a PDF file, the same bytes for the same letter and fonts; raises what `files` raises."""
    return pdf_of(sheet(letter, look), fonts)


def page_of(made: Sheet) -> str:
    """Return the page of a sheet."""
    before, between, after = _frame(made.look.profile)
    edges = layout.right_edges(made.blocks)
    lines = (
        _table(group) if is_table else _line(group[0][1], _place(made, group[0][1], edges.get(group[0][0])))
        for is_table, group in layout.groups(made.blocks)
    )
    return f"{before}{escape(made.name)}{between}{''.join(lines)}{after}"


def document_of(made: Sheet) -> bytes:
    """Return the DOCX file of a sheet."""
    return word.document(made.blocks, name=made.name, author=made.author, issued_on=made.issued_on, look=made.look)


def pdf_of(made: Sheet, fonts: Fonts) -> bytes:
    """Return the PDF file of a sheet. NotReady where no font has a character of it."""
    return pdfs.document(
        made.blocks, name=made.name, author=made.author, issued_on=made.issued_on, look=made.look, fonts=fonts
    )


def _line(block: Block, place: str) -> str:
    tag = _TAGS.get(block.role, "p")
    own = f' style="{place}"' if place else ""
    text = escape(_as_data(block.text))
    if block.role is Role.PRINTED:  # Its office on the left, its day on the right.
        text = Markup("").join(Markup("<span>{}</span>").format(part) for part in block.text.split("\t"))
    return f'<{tag} class="{block.role.value}"{own}>{text}</{tag}>\n'


def _table(group: Sequence[tuple[int, Block]]) -> str:
    rows = [block for _, block in group]
    shares = layout.column_shares(rows)
    columns = "".join(f'<col style="width: {share:.1%}">' for share in shares)
    return f"<table><colgroup>{columns}</colgroup>\n{''.join(_row(row, len(shares)) for row in rows)}</table>\n"


def _row(row: Block, columns: int) -> str:
    tag = 'th scope="col"' if row.role is Role.HEAD_ROW else "td"
    spans = layout.spans(row, columns)
    cells = (
        f"<{tag}{f' colspan={chr(34)}{span}{chr(34)}' if span > 1 else ''}>{escape(_as_data(cell))}</{tag[:2]}>"
        for cell, span in zip(row.cells, spans, strict=True)
    )
    return f'<tr class="{row.role.value}">{"".join(cells)}</tr>\n'


def _place(made: Sheet, block: Block, edge: float | None) -> str:
    """Return what a block has of its own: its distance from the right edge, a letterhead's size, a seal's place."""
    if edge is not None:
        return f"padding-right: {edge}em"
    if block.role is Role.LETTERHEAD:
        return f"font-size: {layout.letterhead_pt(block.text, made.look.profile)}pt"
    if block.role is Role.SEAL:
        across, down = layout.seal_centre(made.blocks, made.look)
        half = made.look.seal_mm / 2 * 72 / 25.4
        right, top, size = across - half, down - half, half * 2
        return f"width: {size:.1f}pt; height: {size:.1f}pt; margin: {top:.1f}pt {right:.1f}pt {-top - size:.1f}pt auto"
    return ""


@cache
def _frame(profile: Profile) -> tuple[str, ...]:
    """Return what stands on a page before its name, between name and lines, and after them; a layout shares it."""
    page = TEMPLATES.get_template("_page.html.j2")
    return tuple(page.render(name=_PLACE, lines=_PLACE, style=_style_sheet(profile)).split(_PLACE))


def _style_sheet(profile: Profile) -> Markup:
    """Return the print style, which all letters of a layout share."""
    sheet = TEMPLATES.get_template("_page.css.j2").render(profile=profile.value, styles=layout.styles(profile))
    return Markup(sheet)  # noqa: S704 - nothing in it was typed by anybody


def _name(made: tuple[Block, ...]) -> str:
    """Return what the file is called inside: its title and number."""
    first = {block.role: block.text for block in reversed(made)}
    return " ".join(first[role] for role in (Role.TITLE, Role.NUMBER) if role in first).replace("\n", " ")
