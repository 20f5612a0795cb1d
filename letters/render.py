"""Make a letter: checked, put through its template, read into blocks, and laid out as page, DOCX or PDF file."""

from collections.abc import Mapping
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
from letters.kinds import Letter, template_of
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


_TEMPLATES = environment()


def blocks(letter: Letter) -> tuple[Block, ...]:
    """Return the letter as typed blocks.

    Raises:
        BadInput: A field is blank, holds a character no document can show, or contradicts another.
        NotReady: The letter does not yet say what its article asks for.

    """
    checked = cleaned(letter)
    checked.check()
    return parse(_TEMPLATES.get_template(template_of(type(letter))).render(letter=checked))


class Files(NamedTuple):
    """A letter as it is kept: a page of its own that prints on A4, and a DOCX file with the same text."""

    html: str
    docx: bytes


class AllFiles(NamedTuple):
    """The same, and a PDF file, also with the same text."""

    html: str
    docx: bytes
    pdf: bytes


class _Dressed(NamedTuple):
    """A letter as its look prints it."""

    letter: Letter
    look: Look
    blocks: tuple[Block, ...]


@overload
def files(letter: Letter, *, look: Look = PLAIN) -> Files: ...
@overload
def files(letter: Letter, *, look: Look = PLAIN, fonts: Fonts) -> AllFiles: ...
def files(letter: Letter, *, look: Look = PLAIN, fonts: Fonts | None = None) -> Files | AllFiles:
    """Return the letter in every form, put through its template once; as PDF where there are fonts to set it in.

    Raises:
        BadInput: As `blocks` does, or the look has no place for what it is given.
        NotReady: As `blocks` does, or no font has a character of the letter.

    """
    made = _dressed(letter, look)
    page, document = _page(made), _document(made)
    return Files(page, document) if fonts is None else AllFiles(page, document, _pdf(made, fonts))


def html(letter: Letter, *, look: Look = PLAIN) -> str:
    """Return the letter as a page of its own that prints on A4; raises what `files` raises."""
    return _page(_dressed(letter, look))


def docx(letter: Letter, *, look: Look = PLAIN) -> bytes:
    """Return the letter as a DOCX file, the same bytes for the same letter; raises what `files` raises."""
    return _document(_dressed(letter, look))


def pdf(letter: Letter, fonts: Fonts, *, look: Look = PLAIN) -> bytes:
    """Return the letter as a PDF file, the same bytes for the same letter and fonts; raises what `files` raises."""
    return _pdf(_dressed(letter, look), fonts)


def _dressed(letter: Letter, look: Look) -> _Dressed:
    worn = cleaned(look)
    worn.check()
    made = blocks(letter)
    return _Dressed(letter, worn, dressed(made, worn, agency=letter.agency, issued_on=letter.issued_on))


def _page(made: _Dressed) -> str:
    before, between, after = _frame(made.look.profile)
    edges = layout.right_edges(made.blocks)
    lines = (_line(block, _place(made, block, edges.get(index))) for index, block in enumerate(made.blocks))
    return f"{before}{escape(_name(made.blocks))}{between}{''.join(lines)}{after}"


def _line(block: Block, place: str) -> str:
    tag = _TAGS.get(block.role, "p")
    own = f' style="{place}"' if place else ""
    text = escape(_as_data(block.text))
    if block.role is Role.PRINTED:  # Its office on the left, its day on the right.
        text = Markup("").join(Markup("<span>{}</span>").format(part) for part in block.text.split("\t"))
    return f'<{tag} class="{block.role.value}"{own}>{text}</{tag}>\n'


def _place(made: _Dressed, block: Block, edge: float | None) -> str:
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
    page = _TEMPLATES.get_template("_page.html.j2")
    return tuple(page.render(name=_PLACE, lines=_PLACE, style=_style_sheet(profile)).split(_PLACE))


def _style_sheet(profile: Profile) -> Markup:
    """Return the print style, which all letters of a layout share."""
    sheet = _TEMPLATES.get_template("_page.css.j2").render(profile=profile.value, styles=layout.styles(profile))
    return Markup(sheet)  # noqa: S704 - nothing in it was typed by anybody


def _document(made: _Dressed) -> bytes:
    letter = made.letter
    name = _name(made.blocks)
    return word.document(made.blocks, name=name, author=letter.agency, issued_on=letter.issued_on, look=made.look)


def _pdf(made: _Dressed, fonts: Fonts) -> bytes:
    letter, name = made.letter, _name(made.blocks)
    return pdfs.document(
        made.blocks, name=name, author=letter.agency, issued_on=letter.issued_on, look=made.look, fonts=fonts
    )


def _name(made: tuple[Block, ...]) -> str:
    """Return what the file is called inside: its title and number."""
    first = {block.role: block.text for block in reversed(made)}
    return f"{first[Role.TITLE]} {first[Role.NUMBER]}".replace("\n", " ")
