"""The places in an agency's own Word file where a letter goes, found and put into a form that is filled reliably.

Word breaks what was typed into runs at will, in the middle of a place too.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, nsmap, qn

from letters.blocks import Role
from workflow.rules.errors import BadInput

BODY = "body"
PLACES: Mapping[str, tuple[Role, ...]] = {
    "agency": (Role.LETTERHEAD, Role.AGENCY),
    "title": (Role.TITLE,),
    "number": (Role.NUMBER,),
    "addressee": (Role.ADDRESSEE,),
}
"""What goes into each place but that of the body."""

_KNOWN = (*PLACES, BODY)
_PLACE = re.compile(r"\{\{[ \u00a0]*(\w+)[ \u00a0]*\}\}")
_BRACE = re.compile(r"[{}]")
_STATEMENT = re.compile(r"\{[{%#]|[}%#]\}")
_AROUND = "//text()[not(parent::w:t and ancestor::w:p)] | //comment() | //processing-instruction()"
"""Where docxtpl would put single brackets of several texts together to a place."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def name_of(place: str) -> str:
    """Return a place as it is written in the file."""
    return f"{{{{ {place} }}}}"


def check_elsewhere(tree: Any) -> None:  # noqa: ANN401 (the library of the trees has no types)
    """Refuse what would be read as a place where none can be: in attributes, properties, styles and the like."""
    for text in _found(tree, "//@* | //text()[not(parent::w:t)]"):
        if _STATEMENT.search(text):
            raise _no_place(text)


def check_notes(tree: Any) -> None:  # noqa: ANN401 (the library of the trees has no types)
    """Refuse curly brackets in notes: they have no places."""
    _check_without(tree, "//text() | //comment() | //processing-instruction()")


def _check_without(tree: Any, path: str) -> None:  # noqa: ANN401 (the library of the trees has no types)
    for text in _found(tree, path):
        if _BRACE.search(text):
            raise _no_place(text)


def _found(tree: Any, path: str) -> Iterator[str]:  # noqa: ANN401 (the library of the trees has no types)
    for one in tree.getroottree().xpath(path, namespaces=nsmap):
        yield str(one if isinstance(one, str) else one.text or "")


def settle(tree: Any) -> Iterator[str]:  # noqa: ANN401 (the library of the trees has no types)
    """Put each place of a part whole into the run in which it begins, and yield its name.

    Raises:
        BadInput: Something in curly brackets is no place.
    """
    check_elsewhere(tree)
    _check_without(tree, _AROUND)
    for paragraph in tree.iter(qn("w:p")):
        runs = [one for one in paragraph.iter(qn("w:t")) if next(one.iterancestors(qn("w:p"))) is paragraph]
        yield from _settled(runs)


def _settled(runs: list[Any]) -> Iterator[str]:
    """Yield the places in the texts of a paragraph, and write each anew; text around them stays in its run."""
    whole = "".join(one.text or "" for one in runs)
    if not _BRACE.search(whole):
        return
    found = list(_PLACE.finditer(whole))
    outside = _PLACE.sub("", whole)
    if _BRACE.search(outside):
        raise _no_place(outside)
    for one in found:
        if one[1] not in _KNOWN:
            raise BadInput(
                "There is no place {place}. Those there are: {places}.",
                place=one[0],
                places=[name_of(known) for known in _KNOWN],
            )
        yield one[1]
    start = 0
    for run in runs:
        end = start + len(run.text or "")
        run.text = _with_places(whole, start, end, found)
        run.set(_SPACE, "preserve")
        start = end


def _with_places(whole: str, start: int, end: int, found: list[re.Match[str]]) -> str:
    """Return the text from start to end with the places that begin there, and without what is of any other."""
    parts, at = [], start
    for one in found:
        if one.end() <= start or one.start() >= end:
            continue
        parts.append(whole[at : max(one.start(), at)])
        if one.start() >= start:
            parts.append(name_of(one[1]))
        at = min(one.end(), end)
    return "".join([*parts, whole[at:end]])


def open_body(main: Any) -> Any:  # noqa: ANN401 (the library of the trees has no types)
    """Make of the paragraph of the body one that is filled with paragraphs, and return it.

    Raises:
        BadInput: There is none, there are several, or it stands in a table or frame or has anything beside it.
    """
    wanted = name_of(BODY)
    holding = [one for one in main.iter(qn("w:t")) if wanted in (one.text or "")]
    if not holding:
        raise BadInput(
            "The file has no place {place}, where the words of the letter go. Write it in a paragraph of its own.",
            place=wanted,
        )
    old = next(holding[0].iterancestors(qn("w:p")))
    beside = [one for one in old.iter() if one.tag in _CONTENT]
    alone = "".join(one.text or "" for one in old.iter(qn("w:t"))).strip() == wanted
    if len(holding) > 1 or not alone or beside or old.getparent().tag != qn("w:body"):
        raise _astray()
    new = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{{{{p {BODY} }}}}</w:t></w:r></w:p>")
    old.getparent().replace(old, new)
    return new


_CONTENT = frozenset(map(qn, ("w:sectPr", "w:drawing", "w:pict", "w:object", "w:br", "w:fldChar", "w:fldSimple")))


def _astray() -> BadInput:
    return BadInput(
        "The place {place} must stand once, in the text of the file, outside of tables and frames and in a paragraph "
        "with nothing else in it.",
        place=name_of(BODY),
    )


def check_not_body(names: list[str]) -> None:
    """Refuse the place of the body in a header or footer."""
    if BODY in names:
        raise _astray()


def _no_place(text: str) -> BadInput:
    return BadInput(
        "The file says {text}, which is no place. Write curly brackets only for the places {places}.",
        text=text.strip()[:60],
        places=[name_of(known) for known in _KNOWN],
    )
