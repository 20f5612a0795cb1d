"""A published report (政府信息公开工作年度报告) as JSON, read and checked for its shape.

Cells that are blank or printed as `/` are null, approximations are strings (`2200余`); both are kept apart from 0.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from workflow.rules.errors import BadInput
from workflow.rules.forms import form_for_year, known_form

LARGEST_FILE = 5_000_000
LARGEST_FIGURE = 10**15
_FIRST_YEAR = 2008
_PARTS = ("t1", "t1_partial", "t2", "t2_partial", "t3", "stat_table", "narrative_figures")

Figure = int | Decimal
Grid = Mapping[str, Mapping[str, Figure | None]]
"""Row label -> column label -> figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A published report.

    Args:
        format_id: Form it follows: `2008`, `2019` or `2021`.
        year: Reported on; None where the file does not say.
        requests: `t1`, or the rows of it that could be read; labels as printed.
        requests_part, proactive_part: `t1` or `t1_partial`, `t2` or `t2_partial`: which of the two it is.
        proactive: Article -> row -> column -> figure.
        proceedings: `t3`.
        texts: `stat_table` and `narrative_figures`: group -> label -> figure, approximation or a nested group.

    """

    format_id: str
    year: int | None
    agency: str
    requests: Grid
    requests_part: str
    proactive: Mapping[str, Grid]
    proactive_part: str
    proceedings: Grid
    texts: Mapping[str, Mapping[str, Mapping[str, object]]]


def read_report(path: Path) -> Report:
    """Read a published report.

    Raises:
        BadInput: The file is no JSON, too large, or no report.

    """
    return decode(_bytes(path))


def decode(data: bytes) -> Report:
    """Read a published report from the bytes of its file; BadInput if it is none."""
    content = _json(data)
    if not isinstance(content, dict) or not any(isinstance(content.get(part), dict) for part in _PARTS):
        raise BadInput("The file is no published report: it has none of {parts}.", parts=_PARTS)
    source = content.get("source")
    year = _year(source if isinstance(source, dict) else content)
    requests, requests_part = _either(content, "t1", "t1_partial")
    proactive, proactive_part = _either(content, "t2", "t2_partial")
    return Report(
        format_id=_format(content.get("format"), year),
        year=year,
        agency=str(source.get("agency") or "") if isinstance(source, dict) else "",
        requests=_grid(requests_part, requests, text_allowed=False),
        requests_part=requests_part,
        proactive={block: _grid(proactive_part, rows, text_allowed=True) for block, rows in proactive.items()},
        proactive_part=proactive_part,
        proceedings=_grid("t3", content.get("t3") or {}, text_allowed=False),
        texts={part: _groups(part, content.get(part)) for part in ("stat_table", "narrative_figures")},
    )


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BadInput("{file} cannot be opened: {reason}.", file=path.name, reason=str(error.strerror)) from error
    if len(data) > LARGEST_FILE:
        raise BadInput("The file is larger than {limit} bytes, which no report is.", limit=LARGEST_FILE)
    if not data.strip():
        raise BadInput("The file is empty.")
    return data


def _json(data: bytes) -> Any:  # noqa: ANN401 - whatever the file holds
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_without_repeats,
        )
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise BadInput("The file cannot be read as JSON in UTF-8: {reason}.", reason=str(error)[:200]) from error


def _no_number(name: str) -> object:
    raise ValueError(name)


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise BadInput(
            "The file says {labels} more than once in one place, so it is unclear which figure counts.",
            labels=sorted({key for key in keys if keys.count(key) > 1}),
        )
    return found


def _format(written: object, year: int | None) -> str:
    if isinstance(written, str):
        return known_form(written)
    if year is None:
        raise BadInput("The file names neither the format nor the year of the report. Add one of them.")
    return form_for_year(year)


def _year(content: Mapping[str, object]) -> int | None:
    year = content.get("year")
    return year if isinstance(year, int) and not isinstance(year, bool) and year >= _FIRST_YEAR else None


def _either(content: Mapping[str, object], whole: str, partial: str) -> tuple[dict[str, object], str]:
    """Return the table, or the part of it that could be read."""
    part = whole if content.get(whole) is not None else partial
    table = content.get(part)
    if table is not None and not isinstance(table, dict):
        raise _shape(part)
    return table or {}, part


def _grid(part: str, rows: object, *, text_allowed: bool) -> Grid:
    if not isinstance(rows, dict):
        raise _shape(part)
    return {row: _cells(f"{part}: {row}", cells, text_allowed=text_allowed) for row, cells in rows.items()}


def _cells(place: str, cells: object, *, text_allowed: bool) -> dict[str, Figure | None]:
    if not isinstance(cells, dict):
        raise _shape(place)
    return {column: _figure(f"{place}: {column}", value, text_allowed=text_allowed) for column, value in cells.items()}


def _figure(place: str, value: object, *, text_allowed: bool) -> Figure | None:
    if value is None or (text_allowed and isinstance(value, str)):
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise BadInput("{place} is no figure. Write a number, or null where the cell is blank.", place=place)
    if not -LARGEST_FIGURE <= value <= LARGEST_FIGURE:
        raise BadInput("{place} is larger than any figure of a report.", place=place)
    return value


def _groups(part: str, groups: object) -> dict[str, dict[str, object]]:
    if groups is None:
        return {}
    if not isinstance(groups, dict):
        raise _shape(part)
    return {name: _group(f"{part}: {name}", group) for name, group in groups.items()}


def _group(place: str, group: object) -> dict[str, object]:
    if not isinstance(group, dict):
        raise _shape(place)
    return {
        label: _cells(f"{place}: {label}", value, text_allowed=True)
        if isinstance(value, dict)
        else _figure(f"{place}: {label}", value, text_allowed=True)
        for label, value in group.items()
    }


def _shape(place: str) -> BadInput:
    return BadInput("{place} is not laid out as a table: labels, and under each its figures.", place=place)
