"""The figures of a report's text: each with its group, its name, its unit and its place among the others."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from workflow.files import report_words as words
from workflow.files.report_file import Report
from workflow.rules.entered import plain
from workflow.rules.equations import Number

_PARENTHESIS = re.compile(r"\(([^()]*)\)$")


@dataclass(frozen=True)
class Entry:
    """One figure of the text.

    Args:
        label: As written.
        name: The label without 其中, unit and blanks, in plain forms.
        unit: Of `value`, multiples such as 万 resolved; "" where none is given.
        value: Exact; approximations are no entries.
        part: Whether the label says 其中.

    """

    label: str
    name: str
    unit: str
    value: Number
    part: bool

    @cached_property
    def is_rate(self) -> bool:
        """A share, a rate or a change."""
        return self.unit == "%" or words.RATE.search(self.name) is not None

    @cached_property
    def is_aside(self) -> bool:
        """A figure that stands among parts but is none: a rate, another year's figure, or what was carried over."""
        carried = words.CARRIED_IN.search(self.name) or words.CARRIED_OUT.search(self.name)
        return self.is_rate or bool(carried) or words.OTHER_YEAR.match(self.name) is not None

    def counts_with(self, whole: "Entry") -> bool:
        """Tell whether it may be a part of `whole`, as far as the units go."""
        return not self.is_aside and (not self.unit or not whole.unit or self.unit == whole.unit)


@dataclass(frozen=True)
class Group:
    """Figures that stand together.

    Args:
        part: `stat_table` or `narrative_figures`.
        name: Heading of the group.
        entries: In the order of the text.
        whole: The total of the group this one is nested in, which it breaks down; None if it is not nested.

    """

    part: str
    name: str
    entries: tuple[Entry, ...]
    whole: Entry | None = None

    def where(self, entry: Entry) -> str:
        """Return the place of an entry, for people."""
        return f"{self.name}/{entry.label}"

    def total(self) -> Entry | None:
        """Return the figure that the group calls its total."""
        return next((entry for entry in self.entries if words.TOTAL.search(entry.name) and not entry.is_rate), None)


def text_groups(report: Report) -> list[Group]:
    """Return the groups of figures of the report's text; nested ones follow the group they stand in."""
    return [
        group
        for part, groups in report.texts.items()
        for name, own in groups.items()
        for group in _groups(part, name, own)
    ]


def _groups(part: str, name: str, content: Mapping[str, object]) -> Iterator[Group]:
    outer = Group(part, name, tuple(_entries(content)))
    yield outer
    for label, value in content.items():
        if isinstance(value, Mapping):
            yield Group(part, label, tuple(_entries(value)), whole=outer.total())


def _entries(content: Mapping[str, object]) -> Iterator[Entry]:
    for label, value in content.items():
        if isinstance(value, int | Decimal):
            yield _entry(label, value)


def _entry(label: str, value: int | Decimal) -> Entry:
    name = "".join(unicodedata.normalize("NFKC", label).split())
    multiple, unit = 1, ""
    match = _PARENTHESIS.search(name)
    measured = words.UNIT.match(match[1]) if match else None
    if match and measured:
        multiple, unit = words.MULTIPLES[measured[1] or ""], measured[2]
        name = name[: match.start()]
    exact = Decimal(value) * multiple
    return Entry(
        label=label,
        name=words.PART.sub("", name),
        unit=unit,
        value=plain(exact) if unit != "%" else exact,
        part=words.PART.match(name) is not None,
    )
