"""What may stand in a cell of a CSV file or a workbook, and how it is read as a value.

Text from a person that starts with `=`, `+`, `-` or `@` is data, never a formula.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from workflow.files.labels import halfwidth
from workflow.rules.errors import BadInput

LONGEST_CELL = 32_767
"""Characters a cell of a spreadsheet can hold."""

EARLIEST = date(2007, 4, 5)
"""The Regulations were promulgated that day; an earlier one is a slip."""

_DAY = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII)
_CHINESE_DAY = re.compile(r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_AMOUNT = re.compile(r"^(?:\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d+)?$")
_COUNT = re.compile(r"^\d{1,6}$")
_CENT = Decimal("0.01")
_EXACT_DIGITS = 10**15
_SHOWN = 60
_QUOTED = re.compile(r"^'+[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that holds no value of its own, such as a formula."""

    problem: BadInput


Cell = str | int | float | bool | date | Unreadable | None
"""A datetime is a date. CSV has text only."""

Parse = Callable[[Cell], object]


def text(cell: Cell) -> str:
    """Return the cell as text without blanks around it; line breaks are plain newlines."""
    if type(cell) is not str:
        return _other_as_text(cell)
    stripped = cell.strip()
    if len(stripped) > LONGEST_CELL:
        raise BadInput("The cell is longer than {limit} characters. Shorten it.", limit=LONGEST_CELL)
    if not stripped.isprintable():
        stripped = _clean(stripped)
    return stripped


def quoted(value: str) -> str:
    """Return what to write in a CSV file so that no spreadsheet takes `value` for a formula; `unquoted` undoes it."""
    return f"'{value}" if _QUOTED.match(f"'{value}") else value


def unquoted(written: str) -> str:
    """Return a cell of a CSV file without the apostrophe that keeps a spreadsheet from reading a formula in it."""
    return written[1:] if _QUOTED.match(written) else written


def number_text(cell: Cell) -> str:
    """Return a register number (登记号); a long one that a spreadsheet keeps as a number has lost its last digits."""
    if isinstance(cell, int | float) and abs(cell) >= _EXACT_DIGITS:
        raise BadInput("{value} is kept as a number and has lost digits. Format the column as text.", value=str(cell))
    return text(cell)


def day(cell: Cell) -> date | None:
    """Return a day; None if the cell is empty."""
    if type(cell) is str:
        return _day_of(cell)
    if isinstance(cell, datetime):
        return _not_too_early(cell.date())
    if isinstance(cell, date):
        return _not_too_early(cell)
    return _day_of(text(cell))


def amount(cell: Cell) -> Decimal | None:
    """Return an amount in yuan with two places; None if the cell is empty."""
    return _amount_of(text(cell))


def count(cell: Cell) -> int | None:
    """Return a number of days; None if the cell is empty."""
    return _count_of(text(cell))


def choice(names: Mapping[str, str], allowed: str) -> Parse:
    """Return a reader of one of `names`, written in Chinese or English; "" if the cell is empty.

    Args:
        names: What may be written -> what it means; compared without blanks, case and width.
        allowed: What to name when something else is written.

    """
    known = {_folded(name): meaning for name, meaning in names.items()}

    @lru_cache(maxsize=1024)
    def find(written: str) -> str:
        folded = _folded(written)
        if folded and folded not in known:
            raise BadInput("{value} is unknown. Use one of {allowed}.", value=shortened(written), allowed=allowed)
        return known.get(folded, "")

    return lambda cell: find(cell if type(cell) is str else text(cell))


def _folded(name: str) -> str:
    return halfwidth(name).casefold()


@lru_cache(maxsize=65_536)
def _day_of(written: str) -> date | None:
    plain = unicodedata.normalize("NFKC", written).strip()
    if not plain:
        return None
    parts = _parts(plain)
    if parts is None:
        raise BadInput(
            "{value} is no date. Write it as 2024-02-05, 2024/2/5 or 2024年2月5日.", value=shortened(written.strip())
        )
    try:
        return _not_too_early(date(*parts))
    except ValueError:
        raise BadInput("There is no {value} in the calendar.", value=shortened(written.strip())) from None


def _parts(written: str) -> tuple[int, int, int] | None:
    """Return year, month and day; a time of day behind them, as databases export it, says nothing."""
    if match := _DAY.fullmatch(written):
        return int(match[1]), int(match[3]), int(match[4])
    if match := _CHINESE_DAY.fullmatch(written):
        return int(match[1]), int(match[2]), int(match[3])
    return None


def _not_too_early(found: date) -> date:
    if found < EARLIEST:
        raise BadInput(
            "{day} is before the Regulations on government information were promulgated on {earliest}. Check the year.",
            day=found.isoformat(),
            earliest=EARLIEST.isoformat(),
        )
    return found


@lru_cache(maxsize=4096)
def _amount_of(written: str) -> Decimal | None:
    plain = halfwidth(written).removesuffix("元")
    if not plain:
        return None
    if not _AMOUNT.match(plain):
        raise BadInput("{value} is no amount. Write yuan with two decimals, such as 15.00.", value=shortened(written))
    value = Decimal(plain.replace(",", ""))
    if value != value.quantize(_CENT):
        raise BadInput("{value} has parts of a cent. Write yuan with two decimals.", value=shortened(written))
    return value.quantize(_CENT)


@lru_cache(maxsize=1024)
def _count_of(written: str) -> int | None:
    plain = halfwidth(written)
    if not plain:
        return None
    if not _COUNT.match(plain):
        raise BadInput("{value} is no number of days. Write a whole number.", value=shortened(written))
    return int(plain)


def _other_as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Unreadable):
        raise cell.problem
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time().isoformat() != "00:00:00" else cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _clean(value: str) -> str:
    if _CONTROL.search(value):
        raise BadInput("The text contains a control character that cannot be kept. Delete it.")
    return value.replace("\r\n", "\n").replace("\r", "\n")


def shortened(written: str) -> str:
    """Return enough of a value to find it again."""
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}…"
