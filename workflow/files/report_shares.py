"""Shares (占比) and changes on the year before (同比) in the text of a report."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from workflow.files import report_words as words
from workflow.files.report_finding import TEXT, Finding
from workflow.files.report_text import Entry, Group
from workflow.rules.entered import plain
from workflow.rules.equations import Number

_ALL = 100
_NEARLY_ALL = 99
"""Rounded shares of a complete list can add up to a little less than 100."""


def share_findings(groups: Sequence[Group]) -> Iterator[Finding]:
    """A share is its part divided by a total, rounded or cut to the digits given.

    The text rarely says of which total. Any total of the report will do; if none fits, the nearest one before the part
    is named.
    """
    for group in groups:
        for share, part in _shares(group):
            bases = [base for base in _bases(group, part, groups) if base.value]
            if bases:
                yield _share_finding(group, share, part, bases)


def change_findings(groups: Iterable[Group], year: int | None) -> Iterator[Finding]:
    """A change on the year before (同比) is the difference divided by the figure of that year."""
    for group in groups:
        before = next((entry for entry in group.entries if _is_year_before(entry, year)), None)
        now = next((entry for entry in group.entries if words.RECEIVED.match(entry.name)), None)
        for entry in group.entries:
            if before and now and before.value and words.CHANGE.match(entry.name):
                exact = abs(Decimal(now.value) - Decimal(before.value)) * _ALL / Decimal(before.value)
                yield _rate_finding(group, entry, "change", f"|{now.label} − {before.label}| ÷ {before.label}", exact)


def claims_all(group: Group, part: Entry) -> bool:
    """Tell whether the text says that `part` is 100 % of its whole."""
    return any(own == part and share.value == _ALL for share, own in _shares(group))


def is_selection(group: Group, parts: Sequence[Entry]) -> bool:
    """Tell whether the text gives every part a share and the shares leave something over: no complete list, then."""
    shares = {part.label: share.value for share, part in _shares(group)}
    own = [shares.get(part.label) for part in parts]
    return None not in own and sum(share for share in own if share is not None) < _NEARLY_ALL


def _shares(group: Group) -> Iterator[tuple[Entry, Entry]]:
    """Yield each share of the group with the figure it is the share of."""
    for entry in group.entries:
        match = words.SHARE.match(entry.name)
        part = _named(group, match[1]) if match else None
        if part is not None:
            yield entry, part


def _named(group: Group, name: str) -> Entry | None:
    """Return the figure with this name; labels and shares abridge it differently, so the closest match counts."""
    figures = [entry for entry in group.entries if not entry.is_rate]
    for fits in (
        lambda entry: entry.name == name,
        lambda entry: entry.name.startswith(name),
        lambda entry: name in entry.name,
    ):
        found = next(filter(fits, figures), None)
        if found is not None:
            return found
    return None


def _bases(group: Group, part: Entry, groups: Sequence[Group]) -> list[Entry]:
    """Return what the share may be taken of: totals before the part, the nearest first, then all other totals."""
    place = group.entries.index(part)
    before = [entry for entry in reversed(group.entries[:place]) if _is_base(entry)]
    return [*before, *(entry for other in groups for entry in other.entries if _is_base(entry) and entry not in before)]


def _is_base(entry: Entry) -> bool:
    kinds = (words.TOTAL, words.RECEIVED, words.RESULTS, words.BASE)
    return not entry.is_rate and any(kind.search(entry.name) for kind in kinds)


def _is_year_before(entry: Entry, year: int | None) -> bool:
    return year is not None and entry.name.startswith(f"{year - 1}年") and bool(words.BASE.search(entry.name))


def _share_finding(group: Group, share: Entry, part: Entry, bases: Sequence[Entry]) -> Finding:
    found = [
        _rate_finding(
            group, share, "share", f"{part.label} ÷ {base.label}", Decimal(part.value) * _ALL / Decimal(base.value)
        )
        for base in bases
    ]
    return next((one for one in found if one.holds), found[0])


def _rate_finding(group: Group, stated: Entry, check_id: str, equation: str, exact: Decimal) -> Finding:
    digits = Decimal(1).scaleb(-_digits(stated.value))
    rounded, cut = (exact.quantize(digits, mode) for mode in (ROUND_HALF_UP, ROUND_DOWN))
    computed = cut if stated.value == cut else rounded
    return Finding(
        table=group.part,
        id=check_id,
        column=stated.label,
        row=group.name,
        scope=TEXT,
        equation=f"{stated.label} = {equation}",
        holds=stated.value == computed,
        lhs=plain(Decimal(stated.value)),
        rhs=plain(computed),
        remark="原文舍去尾数" if computed != rounded else "",
    )


def _digits(value: Number) -> int:
    exponent = Decimal(value).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
