"""What a Word file may be made of before anything of it is used: bounded in size, and of inert parts only."""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 (the name says nothing by itself)

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from workflow.rules.errors import BadInput

MIB = 1024 * 1024
MOST_MIB, MOST_UNPACKED_MIB, MOST_PARTS = 2, 20, 500
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = "[Content_Types].xml"
_INERT = frozenset(
    {
        *("officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail", "customXml"),
        *("customXmlProps", "styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "font", "theme"),
        *("numbering", "header", "footer", "footnotes", "endnotes", "image"),
    }
)
"""What a part may be to another: the last word of the type of a relationship."""
_MACROS = re.compile("macroenabled|vbaproject|vbadata", re.IGNORECASE)
_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_SWITCH = re.compile(r'\\[*#@]\s*("[^"]*"|\S+)')
_UNREADABLE = (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError, SyntaxError)


def trees(content: bytes) -> Mapping[str, Any]:
    """Return the XML parts of a Word file by their names.

    Raises:
        BadInput: It is none, is too large, or holds macros, embedded objects, fields or what lies outside of it.
    """
    if len(content) > MOST_MIB * MIB:
        raise _too_large()
    try:
        found = dict(_parsed(content))
    except _UNREADABLE as error:
        raise _no_docx() from error
    if _TYPES not in found or "_rels/.rels" not in found:
        raise _no_docx()
    _check_macros(found)
    if not any(one.get("ContentType") == _MAIN for one in found[_TYPES]):
        raise _no_docx()
    for name, tree in found.items():
        if name.endswith(".rels"):
            _check_relations(tree)
        _check_links(tree)
        _check_fields(tree)
    return found


def _no_docx() -> BadInput:
    return BadInput("The file is no Word document. Save it in Word as a document (.docx) and try again.")


def _too_large() -> BadInput:
    return BadInput(
        "The file is too large: {most} MiB are taken, and {unpacked} MiB and {parts} parts when it is unpacked. "
        "Make its pictures smaller.",
        most=MOST_MIB,
        unpacked=MOST_UNPACKED_MIB,
        parts=MOST_PARTS,
    )


def _parsed(content: bytes) -> Iterator[tuple[str, Any]]:
    """Yield the XML parts; the library unpacks no more of one than its directory says, which was added up before."""
    with ZipFile(BytesIO(content)) as archive:
        listed = archive.infolist()
        _check_size(listed)
        for entry in listed:
            if _MACROS.search(entry.filename):
                raise _macros()
            part = archive.read(entry)
            if entry.filename.lower().endswith((".xml", ".rels")):
                yield entry.filename, _tree(part)


def _check_size(listed: Sequence[ZipInfo]) -> None:
    if len(listed) > MOST_PARTS or sum(entry.file_size for entry in listed) > MOST_UNPACKED_MIB * MIB:
        raise _too_large()
    if len({entry.filename.lower() for entry in listed}) < len(listed):
        raise _no_docx()


def _tree(part: bytes) -> Any:  # noqa: ANN401 (the library of the trees has no types)
    """Return a part read. ValueError where it declares entities or another encoding than Word writes."""
    if b"<!DOCTYPE" in part or b"\0" in part:
        raise ValueError("a part of a Word file declares nothing")
    tree: Any = parse_xml(part)
    told = tree.getroottree().docinfo
    if told.doctype or told.encoding.upper() not in {"UTF-8", "ASCII", "US-ASCII"}:
        raise ValueError("a part of a Word file declares nothing")
    return tree


def _macros() -> BadInput:
    return BadInput("The file holds macros. Save it in Word as a document without macros (.docx) and try again.")


def _check_macros(found: Mapping[str, Any]) -> None:
    if any(_MACROS.search(one.get("ContentType", "")) for one in found[_TYPES]):
        raise _macros()


def _check_relations(tree: Any) -> None:  # noqa: ANN401 (the library of the trees has no types)
    for relation in tree:
        kind = relation.get("Type", "").rpartition("/")[2]
        target = relation.get("Target", "")
        if relation.get("TargetMode", "Internal") != "Internal":
            raise _outside(target)
        if kind not in _INERT:
            raise BadInput(
                "The file holds {part}, which no letter has a use for: embedded objects, comments and the like. Take "
                "it out.",
                part=f"{target or '-'} ({kind})"[:120],
            )


def _outside(target: str) -> BadInput:
    return BadInput(
        "The file refers to something outside of it ({target}). Put pictures into the file itself, and take links out.",
        target=target[:120],
    )


def _check_links(tree: Any) -> None:  # noqa: ANN401 (the library of the trees has no types)
    """Refuse addresses that older drawings carry without a relationship."""
    for target in tree.getroottree().xpath("//@*[local-name() = 'src' or local-name() = 'href']"):
        raise _outside(str(target))


def _check_fields(tree: Any) -> None:  # noqa: ANN401 (the library of the trees has no types)
    """Refuse fields but those of page numbers: others look things up, at any time the file is opened."""
    codes = [" ".join(one.get(qn("w:instr"), "") for one in tree.iter(qn("w:fldSimple")))]
    codes.append("".join(one.text or "" for one in tree.iter(qn("w:instrText"))))
    for word in _SWITCH.sub(" ", " ".join(codes)).split():
        if word.upper() not in _FIELDS:
            raise BadInput(
                "The file has the field {field}. Only those of page numbers are taken; write others as text.",
                field=word[:40],
            )
