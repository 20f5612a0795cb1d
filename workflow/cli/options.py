"""The options that many commands share, and how what was typed becomes a value."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from workflow.files.cells import day as ledger_day
from workflow.rules.arrival import Channel, Mail
from workflow.rules.errors import BadInput

_LONGEST = 10  # Digits; no count here is longer.
_FIRST_YEAR = 2008  # Of the Regulations.


def day(written: str | date) -> date:
    """Return a day written as in a ledger: 2026-03-02, 2026/3/2 or 2026年3月2日; a default is a day already.

    Raises:
        BadInput: It is no day, or lies before the Regulations.
    """
    found = ledger_day(written)
    if found is None:
        raise BadInput("The day is empty. Write it as 2026-03-02.")
    return found


def whole(written: str | int) -> int:
    """Return a whole number; a default is one already. BadInput where it is none."""
    if isinstance(written, int):
        return written
    plain = written.strip()
    if not (plain.isascii() and plain.removeprefix("-").isdigit() and len(plain) < _LONGEST):
        raise BadInput("{value} is no whole number. Write digits, such as 10.", value=written[:60])
    return int(plain)


def report_year(written: str | int) -> int:
    """Return a year reported on. BadInput where it is none, or before the Regulations."""
    year = whole(written)
    if not _FIRST_YEAR <= year <= date.max.year:
        raise BadInput("{year} is no year of a report. Enter one such as 2025.", year=str(year))
    return year


def named_texts(written: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what was written as name=text. BadInput where it was not."""
    for one in written:
        name, sign, text = one.partition("=")
        if not sign:
            raise BadInput("{detail} is no detail. Write it as name=text.", detail=one)
        yield name.strip(), text


def channel(written: str) -> Channel:
    """Return how a request came in. BadInput where it is no channel."""
    if written not in set(Channel):
        raise BadInput(
            "There is no channel {channel}. Use one of {known}.", channel=written, known=[one.value for one in Channel]
        )
    return Channel(written)


def mail(written: str) -> Mail:
    """Return how a letter was posted. BadInput where it is no kind of mail."""
    if written not in set(Mail):
        raise BadInput(
            "There is no kind of mail {mail}. Use one of {known}.", mail=written, known=[one.value for one in Mail]
        )
    return Mail(written)


Day = Annotated[date, typer.Argument(parser=day, metavar="DATE", help="The day, as 2026-03-02.")]
CaseNo = Annotated[str, typer.Argument(metavar="NO", help="Number of the case (登记号).")]
SomeFile = Annotated[Path, typer.Argument(metavar="FILE", help="The file.")]
On = Annotated[
    date | None,
    typer.Option(
        "--on", parser=day, metavar="DATE", help="Day on which it counts for the law; today where it is not given."
    ),
]
Version = Annotated[
    int | None,
    typer.Option(
        "--version",
        parser=whole,
        metavar="N",
        help="Version of the case that you decided on; the present one where it is not given.",
    ),
]
Key = Annotated[
    str,
    typer.Option(
        "--key", metavar="KEY", help="Key of this call: given again with the same data, it is not taken a second time."
    ),
]
Agency = Annotated[
    str, typer.Option("--agency", metavar="CODE", help="Agency to act for; that of DISCLOSURE_AGENCY if not given.")
]
By = Annotated[
    str, typer.Option("--by", metavar="LOGIN", help="Person who acts; that of DISCLOSURE_USER if not given.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what it would do.")]
Year = Annotated[int, typer.Option("--year", parser=report_year, metavar="YEAR", help="The year reported on.")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="File to write; printed where it is not given.")
]
