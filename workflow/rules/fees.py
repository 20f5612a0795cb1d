"""The information processing fee (信息处理费) for an excess of requests, in yuan, and its amounts in capitals.

By item: progressive over the items of one applicant in one calendar month. By page: progressive over the pages of one
request. One method for a request, never both. Below the first band nothing is charged; an agency never has to charge.

Source:
    政府信息公开条例 (2019), Art. 42; 政府信息公开信息处理费管理办法 (国办函〔2020〕109号), Arts. 3–5.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflow.rules.errors import BadInput, RuleBroken


class Method(StrEnum):
    """How one request is charged."""

    BY_ITEMS = "按件"
    BY_PAGES = "按量"


@dataclass(frozen=True, slots=True)
class Band:
    """Units `first` to `last` (open when None) at `rate` yuan each; the rate may rise by `rise` after each `block`."""

    first: int
    last: int | None
    rate: int
    block: int = 0
    rise: int = 0


@dataclass(frozen=True, slots=True)
class Tariff:
    """The bands in force from `valid_from`; `payment_days` are working days from the day after the notice came."""

    valid_from: date
    valid_to: date | None
    items: tuple[Band, ...]
    pages: tuple[Band, ...]
    payment_days: int
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the notice: units `first` to `last` of the month or of the request at `rate` yuan."""

    first: int
    last: int
    rate: int

    @property
    def count(self) -> int:
        """How many units the line holds."""
        return self.last - self.first + 1

    @property
    def amount(self) -> int:
        """Yuan."""
        return self.count * self.rate


@dataclass(frozen=True, slots=True)
class Fee:
    """What one request costs and how it comes about; `lines` include the free units."""

    method: Method
    lines: tuple[Line, ...]

    @property
    def amount(self) -> int:
        """Yuan."""
        return sum(line.amount for line in self.lines)


TARIFFS = (
    Tariff(
        valid_from=date(2021, 1, 1),
        valid_to=None,
        items=(Band(1, 10, 0), Band(11, 30, 100), Band(31, None, 200, block=10, rise=100)),
        pages=(Band(1, 30, 0), Band(31, 100, 10), Band(101, 200, 20), Band(201, None, 40)),
        payment_days=20,
        source="国办函〔2020〕109号",
        note="UNVERIFIED: the first day, and what a page is. 200 yuan for items 31 to 40 is the natural reading.",
    ),
)


def tariff_on(day: date) -> Tariff:
    """Return the tariff for a request received on `day`.

    Raises:
        RuleBroken: No processing fee could be charged for a request of that day.

    """
    for tariff in TARIFFS:
        if tariff.valid_from <= day and (tariff.valid_to is None or day <= tariff.valid_to):
            return tariff
    raise RuleBroken(
        "No processing fee can be charged for a request received on {day}: the rules start on {start}. "
        "Handle it without a fee.",
        day=day,
        start=TARIFFS[0].valid_from,
    )


def fee_by_items(count_before: int, count_now: int, tariff: Tariff = TARIFFS[-1]) -> Fee:
    """Return the fee for `count_now` items when the applicant had `count_before` in the same calendar month (自然月).

    Raises:
        BadInput: A count is negative, or there is no item now.

    """
    if count_before < 0 or count_now < 1:
        raise BadInput(
            "{before} items before and {now} items now cannot be charged. Give 0 or more before and 1 or more now.",
            before=count_before,
            now=count_now,
        )
    return Fee(Method.BY_ITEMS, _lines(tariff.items, count_before + 1, count_before + count_now))


def fee_by_pages(pages: int, tariff: Tariff = TARIFFS[-1]) -> Fee:
    """Return the fee for a request answered with `pages` pages; a page is one side of at most A4 (UNVERIFIED).

    Raises:
        BadInput: There is no page.

    """
    if pages < 1:
        raise BadInput("{pages} pages cannot be charged. Give 1 or more.", pages=pages)
    return Fee(Method.BY_PAGES, _lines(tariff.pages, 1, pages))


def beyond_free_items(items_in_month: int, tariff: Tariff = TARIFFS[-1]) -> bool:
    """Tell whether an applicant's items of one calendar month exceed the free band (10).

    A warning for the caseworker, not a finding that the number is clearly excessive (Art. 35 gives no number).
    """
    return any(band.rate for band in tariff.items if band.first <= items_in_month)


def _lines(bands: tuple[Band, ...], first: int, last: int) -> tuple[Line, ...]:
    """Cut the units `first` to `last` at the bounds of the bands and of the blocks in them."""
    lines = []
    start = first
    while start <= last:
        rate, bound = _rate_at(bands, start)
        end = last if bound is None else min(bound, last)
        lines.append(Line(start, end, rate))
        start = end + 1
    return tuple(lines)


def _rate_at(bands: tuple[Band, ...], unit: int) -> tuple[int, int | None]:
    """Return the rate of one unit and the last unit that has the same."""
    band = next(band for band in bands if band.first <= unit and (band.last is None or unit <= band.last))
    if not band.block:
        return band.rate, band.last
    risen = (unit - band.first) // band.block
    return band.rate + risen * band.rise, band.first + (risen + 1) * band.block - 1


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_MOST = Decimal(10) ** 12


def capitals(amount: Decimal | int) -> str:
    """Return an amount of yuan in capitals as a notice prints it: 100 is 壹佰元整, 1409.50 is 壹仟肆佰零玖元伍角整.

    Raises:
        BadInput: The amount is negative, has more than two decimals, or reaches a trillion.

    """
    value = Decimal(amount)
    if not value.is_finite() or not 0 <= value < _MOST or value != value.quantize(Decimal("0.01")):
        raise BadInput("{amount} is no amount of yuan. Give 0 or more, with at most two decimals.", amount=amount)
    yuan, cents = divmod(int(value * 100), 100)
    jiao, fen = divmod(cents, 10)
    text = f"{_whole(yuan)}元" if yuan or not cents else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    if fen:
        return text + ("零" if yuan and not jiao else "") + f"{_DIGITS[fen]}分"
    return text + "整"


def _whole(number: int) -> str:
    """Return a whole number in capitals: groups of four digits with 万 and 亿, one 零 for zeros between digits."""
    text, skipped = "", False
    for value, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group = number // value % 10**4
        if group:
            gap = text and (skipped or group < 1000)  # noqa: PLR2004 - a full group has four digits
            text += ("零" if gap else "") + _group(group) + name
        skipped = bool(text) and not group
    return text or "零"


def _group(group: int) -> str:
    text, pending = "", False
    for value, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = group // value % 10
        if digit:
            text += ("零" if pending else "") + _DIGITS[digit] + name
            pending = False
        elif text:
            pending = True
    return text
