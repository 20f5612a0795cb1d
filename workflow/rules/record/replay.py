"""What a record makes: the case after all its entries, and the rows that belong to it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from operator import itemgetter
from uuid import UUID

from workflow.rules.errors import RuleBroken
from workflow.rules.record import aftermath, closing, deciding, handling, intake
from workflow.rules.record.case import Calendars, Case
from workflow.rules.record.entry import Body, Change, Entry
from workflow.rules.states import LINES


def _kinds(*modules: object) -> Iterator[type[Body]]:
    for module in modules:
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, Body) and "kind" in vars(thing):
                yield thing


KINDS: dict[str, type[Body]] = {body.kind: body for body in _kinds(intake, handling, deciding, closing, aftermath)}
_READ = frozenset({intake.Imported, closing.Replied, closing.Withdrawn, closing.Lapsed, aftermath.EntryCorrected})
"""Entries after which the clock's reading leaves a trace that later entries do not renew: whether the end was late."""


def follow(case: Case, entry: Entry) -> None:
    """Apply an entry whose step the table allowed; the state was moved by it."""
    case.version = entry.seq
    entry.body.apply(case, entry)


def move(case: Case, entry: Entry) -> None:
    """Move the state by the entry's step, as the table did when it was entered.

    Raises:
        RuleBroken: The table has no such step from the state; the record was not made by this program.
    """
    step = entry.body.step
    row = None if step is None else LINES.get((case.state, step))
    if row is None:
        raise RuleBroken(
            "Entry {seq} ({kind}) cannot follow the state {state}.",
            seq=entry.seq,
            kind=entry.body.kind,
            state=case.state,
        )
    if row.to is not row.source:
        case.moved, case.moved_on = entry.seq, entry.on
    case.state = row.to


class Replay:
    """A record being folded: the case as it grows and the rows its entries make.

    Args:
        calendars: Gives the calendar of a version.
        local_day: Gives the agency's day of an instant.
    """

    def __init__(self, calendars: Calendars, local_day: Callable[[datetime], date]) -> None:
        self.calendars = calendars
        self.local_day = local_day
        self.case: Case | None = None
        self._settled: Entry | None = None
        self.rows: dict[tuple[str, object], dict[str, object]] = {}

    def add(self, case_id: UUID, entry: Entry) -> Case:
        """Follow one entry and return the case after it; what the clock says is settled where it leaves a trace only.

        Raises:
            RuleBroken: The entry cannot follow those before it.
        """
        case, body = self.case, entry.body
        if case is None:
            if not isinstance(body, intake.Registered | intake.Imported):
                raise RuleBroken("The record does not begin with a registration but with {kind}.", kind=body.kind)
            case = self.case = body.open(case_id)
        else:
            move(case, entry)
        follow(case, entry)
        if type(body) in _READ:
            self.settle(entry)
        for change in body.changes(case, entry):
            self._keep(change)
        return case

    def settle(self, entry: Entry) -> None:
        """Read the clock as of the day `entry` was entered."""
        if self.case is not None and entry is not self._settled:
            self.case.settle(self.calendars, self.local_day(entry.at))
            self._settled = entry

    def _keep(self, change: Change) -> None:
        table, values, new = change
        key = (table, _TOLD_APART[table](values))
        if new:
            self.rows[key] = values
        elif key in self.rows:
            self.rows[key].update(values)
        else:
            raise RuleBroken("An entry changes a row of {table} that no entry added.", table=table)


KEYS: dict[str, tuple[str, ...]] = {
    "requests": ("case_id",),
    "items": ("case_id", "no"),
    "applicants": ("id",),
    "consultations": ("case_id", "ref"),
    "secrecy_reviews": ("case_id", "seq", "item"),
    "decisions": ("case_id", "seq"),
    "letters": ("case_id", "no"),
    "fees": ("case_id", "seq"),
    "proceedings": ("id",),
    "attachments": ("case_id", "no"),
}
"""The key columns of each table of the record that entries fill."""


def _told_apart(names: tuple[str, ...]) -> Callable[[dict[str, object]], object]:
    """Return what tells the rows of one case apart by the key columns `names`; all of them have its id."""
    return itemgetter(*([name for name in names if name != "case_id"] or names))


_TOLD_APART = {table: _told_apart(names) for table, names in KEYS.items()}
