"""A letter in an agency's own Word file: its letterhead, logo and margins, and our words.

The file has places; docxtpl fills them. The blocks go where `{{ body }}` stands, in the styles of their roles, but for
those that have a place of their own. What was typed is never read as a template, for it comes in as a value.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZipFile

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from letters import layout, word, word_looks
from letters.blocks import Block, Role
from letters.looks import PLAIN, Look, Profile
from letters.word_package import trees
from letters.word_places import BODY, PLACES, check_elsewhere, check_not_body, check_notes, open_body, settle
from workflow.rules.errors import BadInput

_BASE = "文书"
_HEADINGS, _NOTES = ("/header", "/footer"), ("notes+xml",)
_PROPERTY_LENGTH = 255
_MM_TWIPS = 1440 / 25.4
_NARROWEST_MM = 60.0
_BRACES = str.maketrans({"{": "&#123;", "}": "&#125;"})
_ENVIRONMENT = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
_TRIAL = (
    Block(Role.AGENCY, "甲县生态环境局"),
    Block(Role.TITLE, "告知书"),
    Block(Role.PARAGRAPH, "试排。"),
    Block(Role.ROW, "甲\t乙"),
)


class _Ready(NamedTuple):
    """A file whose places are whole and which has our styles: its bytes, its places, its styles by role, its width."""

    content: bytes
    places: frozenset[str]
    names: Mapping[Role, str]
    width_mm: float


def check_template(content: bytes) -> None:
    """Refuse a Word file in which no letter can be put safely.

    Raises:
        BadInput: It is no DOCX file or too large; holds macros, embedded objects or anything outside of it; has no
            `{{ body }}`, a place there is none of, or another statement in curly brackets; or cannot be filled in.
    """
    for tree in trees(content).values():
        check_elsewhere(tree)
    try:
        document(_TRIAL, content, "告知书", "甲县生态环境局", date(2026, 1, 5))
    except BadInput:
        raise
    except Exception as error:
        raise BadInput(
            "The file cannot be filled in ({cause}). Save it anew in Word as a document (.docx) and try again.",
            cause=f"{type(error).__name__}: {error}"[:120],
        ) from error


def document(
    blocks: tuple[Block, ...], template: bytes, name: str, author: str, issued_on: date, *, look: Look = PLAIN
) -> bytes:
    """Return the letter in an agency's own Word file, the same bytes for the same letter.

    Args:
        blocks: Of the letter, dressed in the look.
        template: The file, checked.
        name: What the file is called in its properties.
        author: The agency.
        issued_on: The day the properties give as the day of its making.
        look: Its layout, of which 版记 and the ring for the seal are used; the head is that of the file.

    Raises:
        BadInput: A place of the file is none.
    """
    ready = _ready(template, look.profile)
    placed = {place: _values(blocks, place) for place in PLACES}
    own = {role for place in ready.places for role in PLACES.get(place, ())}
    rest = tuple(block for block in blocks if block.role not in own)
    markup = word.body(rest, _plain(look), ready.names, ready.width_mm)
    filled = DocxTemplate(BytesIO(ready.content))
    filled.render({**placed, BODY: _value(markup)}, _ENVIRONMENT, autoescape=True)
    _describe(filled.docx.core_properties, name, author, issued_on)
    return _packed(filled.docx)


def _plain(look: Look) -> Look:
    """Return the look with the head of the plain layout: its seal has the size that was set."""
    return Look(seal=look.seal, seal_mm=look.seal_mm)


def _values(blocks: tuple[Block, ...], place: str) -> Markup:
    """Return what goes into a place: the texts of its roles, a line each."""
    return _value(word.running("\n".join(block.text for block in blocks if block.role in PLACES[place])))


def _value(markup: str) -> Markup:
    """Return markup whose texts are escaped as a value; the library reads some curly brackets in values, too."""
    return Markup(markup.translate(_BRACES))  # noqa: S704 - escaped where it was made


def _describe(properties: Any, name: str, author: str, issued_on: date) -> None:  # noqa: ANN401 (as the library has it)
    properties.title = name[:_PROPERTY_LENGTH]
    properties.author = properties.last_modified_by = author[:_PROPERTY_LENGTH]
    properties.created = properties.modified = datetime(*issued_on.timetuple()[:3])  # noqa: DTZ001 - the format knows no zone


def _packed(made: Any) -> bytes:  # noqa: ANN401 (as the library has it)
    """Return a document as a file whose parts are dated alike."""
    loose = BytesIO()
    made.save(loose)
    with ZipFile(loose) as source:
        return word.archive({one: source.read(one) for one in source.namelist()})[0]


@lru_cache(maxsize=8)
def _ready(template: bytes, profile: Profile) -> _Ready:
    """Return an agency's file ready to be filled; kept, since many letters are put into it."""
    opened = Document(BytesIO(template))
    main: Any = opened.part.element
    found = list(settle(main))
    place = open_body(main)
    for relation in opened.part.rels.values():
        if relation.reltype.endswith(_HEADINGS):
            part: Any = relation.target_part
            names = list(settle(part.element))
            check_not_body(names)
            found += names
    for part in opened.part.package.iter_parts():
        if part.content_type.endswith(_NOTES):
            check_notes(parse_xml(part.blob))
    names_of = _with_styles(opened.styles, profile)
    return _Ready(_packed(opened), frozenset(found), names_of, _width_mm(place))


def _with_styles(styles: Any, profile: Profile) -> dict[Role, str]:  # noqa: ANN401 (as the library has it)
    """Add a style for each role but where the file has one of that name, and return them by role.

    版记 looks as its layout has it; a head is that of the file.
    """
    theirs = {one.name: one.style_id for one in styles if one.type is WD_STYLE_TYPE.PARAGRAPH}
    if _BASE not in theirs:
        styles.element.append(parse_xml(word.base(_BASE)))
    above = theirs.get(_BASE, _BASE)
    names = {}
    for role, name in word.NAMES.items():
        worn = profile if role in {Role.COPIES, Role.PRINTED} else Profile.PLAIN
        if name not in theirs:
            styles.element.append(parse_xml(word.role_style(role, layout.styles(worn)[role], worn, above)))
        names[role] = theirs.get(name, name)
    return names


def _width_mm(place: Any) -> float:  # noqa: ANN401 (the library of the trees has no types)
    """Return how wide the text is where the body stands: of the section that ends next after it."""
    section = next((one for after in place.itersiblings() for one in after.iter(qn("w:sectPr"))), None)
    size = None if section is None else section.find(qn("w:pgSz"))
    margins = None if section is None else section.find(qn("w:pgMar"))
    if size is None or margins is None:
        return word_looks.TEXT_MM
    twips = [float(one.get(qn(f"w:{name}"), 0)) for one, name in ((size, "w"), (margins, "left"), (margins, "right"))]
    return max((twips[0] - twips[1] - twips[2]) / _MM_TWIPS, _NARROWEST_MM)
