"""What a letter is written from: a case with its texts, its people and its agency, read in one go."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial
from itertools import takewhile
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import Connection, select

from workflow.rules.calendar import Calendar
from workflow.rules.clock import Clock, EventType, clock_of
from workflow.rules.clock_replay import replay
from workflow.rules.consultation import Pause
from workflow.rules.record.aftermath import ProceedingConcluded, Reopened
from workflow.rules.record.case import Case
from workflow.rules.record.deciding import Drafted, ItemDraft
from workflow.rules.record.entry import Body
from workflow.rules.record.intake import Imported, Registered
from workflow.rules.record.replay import KINDS
from workflow.store.case_papers import CasePapers, case_papers
from workflow.store.people import AGENCY, AgencyRow, agency_row
from workflow.store.questions import Question, kinds
from workflow.store.rows import TABLES
from workflow.store.session import Unit

_ROWS = """(select {all}({row}(t.seq, t.kind, t.data, u.name))
 from events t join users u on u.id = t.by where t.case_id = $1),
(select {all}({row}(t.no, t.text, t.outcome, t.findings, t.reasons, t.grounds, t.detail))
 from items t where t.case_id = $1),
(select {all}({row}(t.ref, t.party, t.name, t.question, t.sent_on, t.answered_on, t.lapsed_on, t.effect, t.reasons))
 from consultations t where t.case_id = $1 and t.voided_by is null),
(select cast(t.decided_on as text) from decisions t where t.case_id = $1 and t.seq = $3),
(select t.number from letters t where t.case_id = $1 and t.decision not in (0, $3) and t.dispatched_on is not null
 order by t.no desc limit 1),
(select {all}({row}(t.no, t.kind, t.number, t.issued_on, t.dispatched_on, t.served_on))
 from letters t where t.case_id = $1 and t.voided_by is null),
(select {all}({row}(c.received_on, c.case_no, t.description))
 from cases c join requests t on t.case_id = c.id where c.applicant_id = $4 and c.agency_id = $2)"""
_PAPERS = Question(
    "select {agency}, {rows} from agencies a where a.id = $2",
    kinds("cases", "id", "agency_id", "version", "applicant_id"),
    postgres={"agency": AGENCY, "rows": _ROWS.format(all="json_agg", row="json_build_array")},
    sqlite={"agency": AGENCY, "rows": _ROWS.format(all="json_group_array", row="json_array")},
)


class _Told(NamedTuple):
    """An entry as it is kept."""

    seq: int
    kind: str
    data: str
    by: str


class _Item(NamedTuple):
    """An item as it is kept."""

    no: int
    text: str
    outcome: str | None
    findings: str | None
    reasons: str | None
    grounds: str | None
    detail: str | None


class _Consulted(NamedTuple):
    """A consultation as it is kept."""

    ref: str
    party: str
    name: str
    question: str
    sent_on: date
    answered_on: date | None
    lapsed_on: date | None
    effect: str
    reasons: str | None


class LetterText(NamedTuple):
    """A letter issued in the case and not voided, with the days of its way out."""

    no: int
    kind: str
    number: str
    issued_on: date
    dispatched_on: date | None
    served_on: date | None


class Asked(NamedTuple):
    """A request of the same applicant, as it was written."""

    received_on: date
    case_no: str
    text: str


Row = TypeVar("Row", _Told, _Item, _Consulted, LetterText, Asked)


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
    """A consultation with its days; `ended_on` and whether it pauses are as the clock counts them.

    `effect` is the opinion (agree, partly, refuse) of `answered_on`, or what silence since `lapsed_on`, the last day
    of the party's period, means; it is empty while neither is on record.
    """

    ref: str
    party: str
    name: str
    question: str
    sent_on: date
    ended_on: date | None
    pauses: bool
    answered_on: date | None
    lapsed_on: date | None
    effect: str
    reasons: str


class EarlierReply(NamedTuple):
    """The reply that a review or a court did not let stand; the number is empty where it was given elsewhere.

    Args:
        number: 文号.
        sent_on: The day it left the house.
        order: What ordered a new reply.
        annulled: The proceeding ended with 撤销, so that nothing is left to revoke.
        drafts: What it said, by item; empty where it was given elsewhere.
    """

    number: str
    sent_on: date
    order: str
    annulled: bool
    drafts: list[ItemDraft]


class Dossier(NamedTuple):
    """A case with everything that its letters say, and its clock as it stood on the day of the letter.

    `by` names who made the last entry of each kind; `asked` is what the applicant asked this agency for in all, read
    only where reasons were asked for (Art. 35).
    `kept` reads the papers of the case, which few documents name, once; it is called while the unit of work is open.
    """

    case: Case
    agency: AgencyRow
    opening: Registered | Imported
    items: list[ItemText]
    consultations: list[ConsultationText]
    entries: dict[str, Any]
    decided_on: date | None
    earlier: EarlierReply | None
    clock: Clock
    by: dict[str, str]
    letters: list[LetterText]
    asked: list[Asked]
    calendar: Calendar
    kept: Callable[[], CasePapers]

    @property
    def days(self) -> dict[EventType, date]:
        """The last day of each kind of event up to the day of the letter."""
        return {tick.event.type: tick.event.on for tick in self.case.ticks if tick.event.on <= self.clock.as_of}


def dossier(unit: Unit, case: Case, on: date) -> Dossier:
    """Read the dossier of a case as of a day; `entries` holds the last body of each kind."""
    calendar = unit.store.calendars(case.calendar)
    state = replay([tick.event for tick in case.ticks], calendar, on)
    excessive = any(tick.event.type is EventType.REASONS_REQUESTED for tick in case.ticks)
    [(*office, entries, items, consultations, decided_on, number, letters, asked)] = _PAPERS.ask(
        unit, case.id, case.agency_id, case.decision, case.applicant_id if excessive else None
    )
    rows = _in_order(entries, _Told)
    told: list[Any] = [msgspec.json.decode(data, type=KINDS[kind]) for _, kind, data, _ in rows]
    bodies: dict[str, Any] = {body.kind: body for body in told}
    by = {row.kind: row.by for row in rows}
    return Dossier(
        case,
        agency_row(office),
        told[0],
        [_item(row) for row in _in_order(items, _Item)],
        [
            _consultation(row, state.refs[row.ref], on)
            for row in _in_order(consultations, _Consulted)
            if row.ref in state.refs
        ],
        bodies,
        date.fromisoformat(decided_on) if decided_on else None,
        _earlier(case, number or "", told, bodies["reopened"]) if state.round > 1 else None,
        clock_of(state, on),
        by,
        _in_order(letters, LetterText),
        _in_order(asked, Asked),
        calendar,
        cache(partial(_kept, unit, case.id)),
    )


def _kept(unit: Unit, case_id: UUID) -> CasePapers:
    return case_papers(unit.connection, case_id)


def _in_order(rows: str | None, kind: type[Row]) -> list[Row]:
    """Return rows that came as one JSON text, by what stands first in each; PostgreSQL sends none for no row."""
    return sorted(msgspec.json.decode(rows or "[]", type=list[kind]), key=itemgetter(0))  # type: ignore[valid-type]


def _item(row: _Item) -> ItemText:
    grounds = msgspec.json.decode(row.grounds or "[]", type=list[str])
    detail = msgspec.json.decode(row.detail or "{}", type=dict[str, str])
    return ItemText(row.no, row.text, row.outcome, row.findings or "", row.reasons or "", grounds, detail)


def _consultation(row: _Consulted, pause: Pause, on: date) -> ConsultationText:
    ref, party, name, question, sent_on, answered_on, lapsed_on, effect, reasons = row
    counted = (sent_on, pause.end(on), pause.counted)
    return ConsultationText(ref, party, name, question, *counted, answered_on, lapsed_on, effect, reasons or "")


_ANNULLED = "撤销"


def _earlier(case: Case, number: str, told: Sequence[Body], reopened: Reopened) -> EarlierReply:
    """Return the reply before the last reopening; `number` is the last one sent out that is not this decision's."""
    ends = [tick.event.on for tick in case.ticks if tick.event.type is EventType.REPLIED]
    before = list(takewhile(lambda body: body is not reopened, told))
    ended = [body for body in before if isinstance(body, ProceedingConcluded) and body.no == reopened.proceeding]
    drafts = {draft.no: draft for body in before if isinstance(body, Drafted) for draft in body.items}
    annulled = any(_ANNULLED in body.ending for body in ended)
    return EarlierReply(number, ends[-1], reopened.order, annulled, [drafts[no] for no in sorted(drafts)])


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
