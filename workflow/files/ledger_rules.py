"""What must hold between the columns of one row of the ledger."""

from collections.abc import Iterator
from datetime import date

from workflow.files.ledger_row import LedgerRow
from workflow.rules.errors import BadInput
from workflow.rules.forms import form_for_year
from workflow.rules.outcomes import Outcome
from workflow.rules.regimes import regime_on

Fault = tuple[str, BadInput]
"""Field and what is wrong with it."""


def faults(row: LedgerRow, today: date) -> list[Fault]:
    """Return everything that contradicts itself in the row; empty for most rows.

    Args:
        row: Its cells could all be read.
        today: No day of a ledger lies after it.

    """
    return [*_closing(row), *_extension(row), *_correction(row), *_order(row, today)]


def _closing(row: LedgerRow) -> Iterator[Fault]:
    if row.outcome and row.closed_on is None:
        yield "closed_on", BadInput("There is an outcome but no day of the reply. Enter the day (答复日期).")
    if row.closed_on is not None and not row.outcome:
        yield "outcome", BadInput("There is a day of the reply but no outcome. Enter the outcome (办理结果).")
    if row.outcome == Outcome.N4 and row.closed_on is not None:
        form = form_for_year(row.closed_on.year)
        if Outcome.N4.must_be_split(form):
            yield (
                "outcome",
                BadInput("N4 is counted apart before 2019. Enter N4a for a trade secret or N4b for privacy."),
            )


def _extension(row: LedgerRow) -> Iterator[Fault]:
    days = row.extension_days
    if row.extended_on is not None and days is None:
        yield "extension_days", BadInput("The period was extended. Enter by how many working days (延期天数).")
    if days is None:
        return
    if row.extended_on is None:
        yield "extended_on", BadInput("The period was extended. Enter the day of the extension (延期日期).")
    regime = regime_on(row.correction_received_on or row.received_on)
    if not 1 <= days <= regime.max_extension:
        yield (
            "extension_days",
            BadInput(
                "{days} working days are no extension that {article} allows. Enter 1 to {limit}.",
                days=days,
                article=regime.articles["extension"],
                limit=regime.max_extension,
            ),
        )


def _correction(row: LedgerRow) -> Iterator[Fault]:
    if row.correction_received_on is not None and row.correction_requested_on is None:
        yield (
            "correction_requested_on",
            BadInput("A correction came in but none was asked for. Enter the day it was asked for (补正通知日期)."),
        )


def _order(row: LedgerRow, today: date) -> Iterator[Fault]:
    """Test that no day lies before the one it follows from, after the closing day or after today."""
    asked = row.correction_requested_on
    for name, own, earlier in (
        ("extended_on", row.extended_on, row.received_on),
        ("correction_requested_on", asked, row.received_on),
        ("correction_received_on", row.correction_received_on, asked or row.received_on),
        ("closed_on", row.closed_on, row.received_on),
    ):
        if own is None:
            continue
        if own < earlier:
            yield name, BadInput("{day} is before {earlier}, on which it depends.", day=own, earlier=earlier)
        elif row.closed_on is not None and own > row.closed_on:
            yield name, BadInput("{day} is after the reply of {closed}.", day=own, closed=row.closed_on)
        if own > today:
            yield name, _future(own, today)
    if row.received_on > today:
        yield "received_on", _future(row.received_on, today)


def _future(day: date, today: date) -> BadInput:
    return BadInput("{day} is after today, {today}. A ledger records what has happened.", day=day, today=today)
