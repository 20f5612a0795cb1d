"""What a person typed is data: it is checked once, field by field, before any template sees it."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

from workflow.rules.errors import BadInput

T = TypeVar("T")

TAB = "　　"
"""What a tab is printed as: cells of a table are parted by the sign itself."""

_LINE_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# Not allowed in XML, or without any meaning in it: a file that holds one does not open.
_BROKEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# They turn the reading order of what follows, the agency's own words included.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ODD = re.compile("|".join(("\t", *(odd.pattern for odd in (_LINE_BREAKS, _BROKEN, _TURNING)))))


def cleaned(letter: T) -> T:
    """Return the letter with every line break as a newline, every tab as a blank, and all text checked.

    Raises:
        BadInput: A field that is needed is blank, or holds a character that cannot be printed or that turns the reading
            order; the field is named.

    """
    return cast("T", _clean(letter, ""))


def _clean(value: object, path: str) -> object:
    if isinstance(value, str):
        # A code was not typed; of anything else only the characters count, so that no ready markup passes.
        if isinstance(value, Enum):
            return value
        return _clean_text(value if type(value) is str else "".join(value), path)
    if isinstance(value, tuple):
        return tuple(_clean_part(part, f"{path}[{number}]") for number, part in enumerate(value, 1))
    if isinstance(value, Mapping):
        return {key: _clean(part, f"{path}.{key}") for key, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _clean_fields(value, path)
    return value


def _clean_fields(owner: Any, path: str) -> object:  # noqa: ANN401 (a dataclass of any kind)
    made = {name: _clean_field(owner, name, path, needed=needed) for name, needed in _fields(owner.__class__)}
    changed = {name: part for name, part in made.items() if part is not getattr(owner, name)}
    return replace(owner, **changed) if changed else owner


@cache
def _fields(kind: type) -> tuple[tuple[str, bool], ...]:
    """Return the names of a kind's fields, and whether a letter cannot do without each."""
    return tuple((field.name, field.default is MISSING) for field in fields(kind))


def _clean_part(part: object, where: str) -> object:
    value = _clean(part, where)
    _refuse_blank(value, where)
    return value


def _clean_field(owner: object, name: str, path: str, *, needed: bool) -> object:
    where = f"{path}.{name}" if path else name
    value = _clean(getattr(owner, name), where)
    if needed:
        _refuse_blank(value, where)
    return value


def _refuse_blank(value: object, where: str) -> None:
    if isinstance(value, str) and not value.strip():
        raise BadInput("{field} is empty; the letter cannot do without it. Fill it in.", field=where)


def _clean_text(text: str, path: str) -> str:
    if not _ODD.search(text):
        return text
    text = _LINE_BREAKS.sub("\n", text).replace("\t", TAB)
    broken = _BROKEN.search(text)
    if broken:
        raise BadInput(
            "{field} holds the character {code} at place {place}, which no document can show. Remove it.",
            field=path,
            code=f"U+{ord(broken[0]):04X}",
            place=broken.start() + 1,
        )
    turning = _TURNING.search(text)
    if turning:
        raise BadInput(
            "{field} holds the character {code} at place {place}, which turns the order of reading. Remove it.",
            field=path,
            code=f"U+{ord(turning[0]):04X}",
            place=turning.start() + 1,
        )
    return text
