"""Holiday notices as files: those shipped with the package, and those an operator hands in.

A notice file holds either one notice with all its fields, or `{"YYYY": {"holidays": [...], "workdays": [...]}}` with
ISO days, for which the caller gives title, source and the day it became known.
"""

from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from workflow.files.json_text import read_json
from workflow.rules.errors import BadInput
from workflow.rules.notice_checks import listed_twice
from workflow.rules.notices import Notice

MOST_BYTES: Final = 1_000_000  # A notice of one year takes about one thousand.
_SHIPPED = "notices-cn.json"
_T = TypeVar("_T")


class _Year(msgspec.Struct, forbid_unknown_fields=True):
    holidays: tuple[date, ...]
    workdays: tuple[date, ...]


@cache
def shipped_notices() -> tuple[Notice, ...]:
    """Return the notices of the State Council for 2008 to 2026, in the order in which they became known."""
    text = resources.files("workflow.files").joinpath("data", _SHIPPED).read_bytes()
    notices = msgspec.json.decode(text, type=tuple[Notice, ...])
    return tuple(sorted(notices, key=lambda notice: notice.known_on))


def read_notice_file(path: Path, *, title: str = "", source: str = "", known_on: date | None = None) -> Notice:
    """Return the notice in the file at `path`; everything else as in `read_notice`."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput("{file} cannot be opened: {why}.", file=path.name, why=error.strerror or "?") from error
    return read_notice(raw, path.name, title=title, source=source, known_on=known_on)


def read_notice(raw: bytes, name: str, *, title: str = "", source: str = "", known_on: date | None = None) -> Notice:
    """Return the notice in `raw`; what it says is not yet checked, see `rules.notice_checks`.

    Args:
        raw: JSON in UTF-8, in one of the two shapes of this module.
        name: Name of the file, for the messages.
        title: Title of the notice; wanted for the short shape, ignored for the full one.
        source: Where it was published, likewise; the name of the file if empty.
        known_on: The day it became known, likewise.

    Raises:
        BadInput: It is too big, no JSON, of another shape, or lists a day twice.

    """
    if len(raw) > MOST_BYTES:
        raise BadInput("{file} is larger than {most} bytes, so it is no holiday notice.", file=name, most=MOST_BYTES)
    content = read_json(raw, name)
    if not isinstance(content, dict):
        raise BadInput(
            "{file} holds no notice: a JSON object is wanted, with the fields of a notice or with a year as its key.",
            file=name,
        )
    notice = _full(content, name) if "off" in content else _short(content, name, title, source, known_on)
    for problem in listed_twice(notice):
        raise BadInput("{file}: {problem}", file=name, problem=problem)
    return notice


def _full(content: dict[str, object], name: str) -> Notice:
    known = set(Notice.__struct_fields__)
    if extra := sorted(set(content) - known):
        raise BadInput(
            "{file} has unknown fields: {fields}. A notice has {known}.",
            file=name,
            fields=extra,
            known=sorted(known),
        )
    return _convert(content, Notice, name)


def _short(content: dict[str, object], name: str, title: str, source: str, known_on: date | None) -> Notice:
    years = _convert(content, dict[str, _Year], name)
    for year in years:
        if not (len(year) == len("2027") and year.isascii() and year.isdigit()):
            raise BadInput('{file}: {key} is no year. A key such as "2027" is wanted.', file=name, key=year)
    if not years:
        raise BadInput('{file} announces no year. A key such as "2027" is wanted.', file=name)
    if known_on is None or not title.strip():
        raise BadInput(
            "{file} does not say what the notice is called and since when it is known. Enter title and day.",
            file=name,
        )
    return Notice(
        id=f"{'-'.join(sorted(years))}@{known_on}",
        title=title.strip(),
        source=source.strip() or name,
        known_on=known_on,
        years=tuple(int(year) for year in sorted(years)),
        off=tuple(day for lists in years.values() for day in lists.holidays),
        worked=tuple(day for lists in years.values() for day in lists.workdays),
    )


def _convert(content: object, kind: type[_T], name: str) -> _T:
    try:
        return msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at ")
        raise _misfit(what, place.strip("`").removeprefix("$").lstrip(".") or "the top level", name) from error


def _misfit(what: str, place: str, name: str) -> BadInput:
    named = what.split("`")
    if what.startswith("Object missing required field"):
        return BadInput("{file}, at {place}: the field {field} is missing.", file=name, place=place, field=named[1])
    if what.startswith("Object contains unknown field"):
        return BadInput(
            "{file}, at {place}: {field} is no field of a notice. Remove it.",
            file=name,
            place=place,
            field=named[1],
        )
    return BadInput(
        "{file}, at {place}: the value is of the wrong kind. Days are written like 2027-01-01, "
        "lists stand in brackets, years are numbers.",
        file=name,
        place=place,
    )
