"""A record of any size, made of lives that the project's own functions fold, and loaded by COPY."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import insert
from uuid_utils.compat import uuid7

from workflow.actions.agencies import Stamp, add_agency, add_user, grant
from workflow.actions.recording import outbox
from workflow.actions.scheduling import owed_in, rescheduled
from workflow.rules.duty import DEFAULT_POLICY
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import case_values
from workflow.rules.record.closing import Replied, ReplyIssued
from workflow.rules.record.deciding import Cleared, Decided, Drafted, ItemDraft, SentBack, Submitted
from workflow.rules.record.entry import START, Body, Entry, digest, encoded
from workflow.rules.record.intake import Applicant, Registered, Reviewed
from workflow.rules.record.replay import Replay
from workflow.rules.states import Role
from workflow.store.rows import TABLES, Chained, columns, event_row
from workflow.store.session import Store, local_day, zone_of

from .databases import Place

YEAR = 2025
_FIRST = date(YEAR, 1, 2)
_CHUNK = 2000
_ORDER = (
    "applicants",
    "cases",
    "events",
    "outbox",
    "requests",
    "items",
    "secrecy_reviews",
    "decisions",
    "letters",
    "duties",
)
_ASKED = "请公开本县二〇二四年度农村公路养护资金的安排和使用情况，以及招标文件、中标通知书和竣工验收材料。"


class Office(NamedTuple):
    """An agency and the people who take the steps there."""

    agency: UUID
    clerk: UUID
    reviewer: UUID
    head: UUID


class Said(NamedTuple):
    """An entry before it is chained: the day, who, and what."""

    on: date
    by: UUID
    body: Body


Life = Callable[["Opening"], list[Said]]


class Opening(NamedTuple):
    """What is particular about one case: its office, its number, its day of receipt, its calendar."""

    office: Office
    serial: int
    received_on: date
    calendar: str

    def registered(self) -> Said:
        """Return the entry that opens the record."""
        case_no = f"{YEAR}-{self.serial:06d}"
        body = Registered(
            agency_id=self.office.agency,
            case_no=case_no,
            received_on=self.received_on,
            channel="in_person",
            calendar=self.calendar,
            items=[_ASKED],
            series="case",
            series_year=YEAR,
            serial=self.serial,
            applicant=Applicant(
                id=uuid7(), name="张三", applicant_class="natural_person", seal=sha256(_sealed(case_no)).hexdigest()
            ),
            receipt="handed_in",
        )
        return Said(self.received_on, self.office.clerk, body)

    def day(self, days: int) -> date:
        """Return the day so many days after the receipt."""
        return self.received_on + timedelta(days)


def _sealed(case_no: str) -> bytes:
    """Stand for the encrypted identifiers: of their length, and another text for each case."""
    return f"gAAAAAB{sha256(case_no.encode()).hexdigest()}{'A' * 93}".encode()


def found(store: Store) -> Office:
    """Found an office of three people, through the project's own actions."""
    stamp = Stamp(None, _FIRST, _at(_FIRST))
    with store.unit() as unit:
        agency = add_agency(unit, stamp, code="0001", name="某县某局", kind="department")
        clerk, reviewer, head = (add_user(unit, stamp, login=name, name=name) for name in ("zhang", "li", "wang"))
        grant(unit, stamp, user_id=clerk, agency_id=agency, roles=[Role.INTAKE, Role.CASEWORKER, Role.STATISTICIAN])
        grant(unit, stamp, user_id=reviewer, agency_id=agency, roles=[Role.SECRECY_REVIEWER])
        grant(unit, stamp, user_id=head, agency_id=agency, roles=[Role.APPROVER])
    return Office(agency, clerk, reviewer, head)


def drafted(opening: Opening) -> list[Said]:
    """Return a life of six entries that stands in `reviewed` with a complete draft."""
    clerk, head = opening.office.clerk, opening.office.head
    return [
        opening.registered(),
        Said(opening.day(1), clerk, Reviewed()),
        Said(opening.day(2), clerk, Drafted(items=[_draft()])),
        Said(opening.day(3), clerk, Submitted()),
        Said(opening.day(4), head, SentBack(reason="请补充理由")),
        Said(opening.day(5), clerk, Drafted(items=[_draft()])),
    ]


def replied(opening: Opening) -> list[Said]:
    """Return a life of eight entries from registration to reply."""
    clerk, reviewer, head = opening.office.clerk, opening.office.reviewer, opening.office.head
    letter = ReplyIssued(
        no=1,
        letter="reply",
        number=f"公开复〔{YEAR}〕{opening.serial}号",
        series="reply",
        year=YEAR,
        serial=opening.serial,
        title="政府信息公开申请答复书",
        html=sha256(b"html").hexdigest(),
        docx=sha256(b"docx").hexdigest(),
    )
    reply = Replied(no=1, way="post", proof="1234567890123", outcome=Outcome.D2)
    return [
        opening.registered(),
        Said(opening.day(1), clerk, Reviewed()),
        Said(opening.day(4), clerk, Drafted(items=[_draft()])),
        Said(opening.day(5), clerk, Submitted()),
        Said(opening.day(6), reviewer, Cleared(items=[1], conclusion="open", ground="不涉及国家秘密")),
        Said(opening.day(7), head, Decided(outcome=Outcome.D2, outcomes=[(1, Outcome.D2)])),
        Said(opening.day(8), clerk, letter),
        Said(opening.day(9), clerk, reply),
    ]


def _draft() -> ItemDraft:
    return ItemDraft(
        no=1, outcome=Outcome.D2, reasons="其中涉及个人隐私的部分作区分处理", findings="检索了档案室和财务股"
    )


def load(place: Place, office: Office, life: Life, count: int) -> list[UUID]:
    """Lay out so many cases of one life and return their ids; verify finds nothing in them."""
    store = place.store()
    with store.reading() as connection:
        calendar = store.calendars.current(connection).version
    days = random.Random(count)
    openings = (
        Opening(office, serial, _FIRST + timedelta(days.randrange(300)), calendar) for serial in range(1, count + 1)
    )
    ids: list[UUID] = []
    letters = 0
    for chunk in _chunks(openings):
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in (*_ORDER, "duties")}
        ids.extend(_grow(store, opening, life(opening), rows) for opening in chunk)
        letters += len(rows["letters"])
        _write(store, rows)
    series = {"case": count, "reply": letters}
    numbers = [
        {"agency_id": office.agency, "series": name, "year": YEAR, "last": last}
        for name, last in series.items()
        if last
    ]
    _write(store, {"number_series": numbers})
    _settle(store)
    store.close()
    return ids


def _chunks(openings: Iterator[Opening]) -> Iterator[list[Opening]]:
    while chunk := list(islice(openings, _CHUNK)):
        yield chunk


def _at(on: date) -> datetime:
    return datetime.combine(on, time(2, 30), UTC)


def _grow(store: Store, opening: Opening, said: Sequence[Said], rows: dict[str, list[dict[str, Any]]]) -> UUID:
    """Fold a life and add the rows that it leaves behind."""
    zone = zone_of("Asia/Shanghai")
    replay, case_id, head = Replay(store.calendars, lambda at: local_day(at, zone)), uuid7(), START
    chain: list[Chained] = []
    for number, (on, by, body) in enumerate(said, 1):
        entry = Entry(number, on, _at(on), by, f"{opening.serial}-{number}", sha256(b"ask").hexdigest()[:32], body)
        data = encoded(body)
        head = digest(head, case_id, entry, data)
        chain.append(Chained(entry, data, head))
        case = replay.add(case_id, entry)
    replay.settle(entry)
    rows["cases"].append(case_values(case, head))
    rows["events"].extend(event_row(case, one) for one in chain)
    rows["outbox"].extend(outbox(chain, case))
    today = local_day(_at(said[-1].on), zone)
    owing = rescheduled((), owed_in(case, store.calendars, DEFAULT_POLICY), today)
    rows["duties"].extend(owing.rows(case))
    for (table, _), values in replay.rows.items():
        sealed = {"sealed": _sealed(case.case_no).decode()} if table == "applicants" else {}
        rows[table].append({column.name: values.get(column.name) for column in columns(table)} | sealed)
    return case_id


def _write(store: Store, rows: dict[str, list[dict[str, Any]]]) -> None:
    for table, some in rows.items():
        if not some:
            continue
        if store.url.get_backend_name() == "sqlite":
            with store.unit() as unit:
                unit.connection.execute(insert(TABLES[table]), some)
        else:
            _copy(store, table, some)


def _copy(store: Store, table: str, rows: Iterable[dict[str, Any]]) -> None:
    names = [column.name for column in columns(table)]
    listed = ", ".join(f'"{name}"' for name in names)
    with store.unit() as unit, unit.raw.copy(f"copy {table} ({listed}) from stdin") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])


def _settle(store: Store) -> None:
    """Let the database note what it holds, as it does by itself in time."""
    with store.step() as unit:
        unit.raw.execute("analyze" if store.url.get_backend_name() == "sqlite" else "vacuum analyze")
