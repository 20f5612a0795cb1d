"""What a letter is written from: a case with its texts, its people and its agency, read in one go."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Select, bindparam, select

from workflow.rules.calendar import Calendar
from workflow.rules.clock import Clock, EventType, clock_of
from workflow.rules.clock_replay import replay
from workflow.rules.consultation import Pause
from workflow.rules.record.case import Case
from workflow.rules.record.intake import Imported, Registered
from workflow.rules.record.replay import KINDS
from workflow.store import models
from workflow.store.people import AgencyRow, agency
from workflow.store.rows import TABLES

_EVENTS = models.Event.__table__
_ENTRIES = (
    select(_EVENTS.c.kind, _EVENTS.c.data).where(_EVENTS.c.case_id == bindparam("case_id")).order_by(_EVENTS.c.seq)
)


class ItemText(NamedTuple):
    """An item as written, and the draft of its answer."""

    no: int
    text: str
    outcome: str | None
    findings: str
    reasons: str
    grounds: list[str]
    detail: dict[str, str]


class ConsultationText(NamedTuple):
    """A consultation with its days; `ended_on` and whether it pauses are as the clock counts them."""

    ref: str
    party: str
    name: str
    question: str
    sent_on: date
    ended_on: date | None
    pauses: bool


class EarlierReply(NamedTuple):
    """The reply that a review or a court did not let stand; the number is empty where it was given elsewhere."""

    number: str
    sent_on: date
    order: str


class Dossier(NamedTuple):
    """A case with everything that its letters say, and its clock as it stood on the day of the letter."""

    case: Case
    agency: AgencyRow
    opening: Registered | Imported
    items: list[ItemText]
    consultations: list[ConsultationText]
    entries: dict[str, Any]
    decided_on: date | None
    earlier: EarlierReply | None
    clock: Clock

    @property
    def days(self) -> dict[EventType, date]:
        """The last day of each kind of event up to the day of the letter."""
        return {tick.event.type: tick.event.on for tick in self.case.ticks if tick.event.on <= self.clock.as_of}


def dossier(connection: Connection, case: Case, calendar: Calendar, on: date) -> Dossier:
    """Read the dossier of a case as of a day; `entries` holds the last body of each kind."""
    state = replay([tick.event for tick in case.ticks], calendar, on)
    bodies: dict[str, Any] = {}
    opening: Any = None
    for kind, data in connection.execute(_ENTRIES, {"case_id": case.id}):
        bodies[kind] = msgspec.json.decode(data, type=KINDS[kind])
        opening = opening or bodies[kind]
    decisions = _rows(connection, "decisions", case.id)
    return Dossier(
        case,
        agency(connection, case.agency_id),
        opening,
        [_item(row) for row in _rows(connection, "items", case.id)],
        [
            _consultation(row, state.refs[row.ref], on)
            for row in (_rows(connection, "consultations", case.id) if state.refs else ())
            if row.voided_by is None and row.ref in state.refs
        ],
        bodies,
        next((row.decided_on for row in decisions if row.seq == case.decision), None),
        _earlier(connection, case, bodies["reopened"].order) if state.round > 1 else None,
        clock_of(state, on),
    )


def _rows(connection: Connection, name: str, case_id: UUID) -> Any:  # noqa: ANN401 (rows of any table)
    return connection.execute(_rows_of(name), {"case_id": case_id}).all()


@cache
def _rows_of(name: str) -> Select[Any]:
    """Return the query of a case's rows in a table; made once, since that takes longer than to run it."""
    table = TABLES[name]
    return select(table).where(table.c.case_id == bindparam("case_id")).order_by(*table.primary_key)


def _item(row: Any) -> ItemText:  # noqa: ANN401 (a row of mixed columns)
    grounds = msgspec.json.decode(row.grounds or "[]", type=list[str])
    detail = msgspec.json.decode(row.detail or "{}", type=dict[str, str])
    return ItemText(row.no, row.text, row.outcome, row.findings or "", row.reasons or "", grounds, detail)


def _consultation(row: Any, pause: Pause, on: date) -> ConsultationText:  # noqa: ANN401 (a row of mixed columns)
    return ConsultationText(row.ref, row.party, row.name, row.question, row.sent_on, pause.end(on), pause.counted)


def _earlier(connection: Connection, case: Case, order: str) -> EarlierReply:
    """Return the reply before the last reopening."""
    ends = [tick.event.on for tick in case.ticks if tick.event.type is EventType.REPLIED]
    sent = [row for row in _rows(connection, "letters", case.id) if row.decision and row.dispatched_on]
    replies = [row for row in sent if row.decision != case.decision]
    return EarlierReply(replies[-1].number if replies else "", ends[-1], order)


class IssuedLetter(NamedTuple):
    """A letter of a case and the digests of its files."""

    case_no: str
    no: int
    title: str
    html: str
    docx: str


def issued_letters(connection: Connection, case_ids: Sequence[UUID]) -> list[IssuedLetter]:
    """Return the letters issued in these cases, by case number and number."""
    letters, cases = TABLES["letters"].c, TABLES["cases"].c
    query = (
        select(cases.case_no, letters.no, letters.title, letters.html, letters.docx)
        .join_from(TABLES["letters"], TABLES["cases"], cases.id == letters.case_id)
        .where(letters.case_id.in_(case_ids))
        .order_by(cases.case_no, letters.no)
    )
    return [IssuedLetter(*row) for row in connection.execute(query)]
