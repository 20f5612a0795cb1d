"""The queue is in the order of the next day, is read in two statements, and goes on where a page ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from factories import AT, HISTORIES, Office, found_office
from sqlalchemy import Connection, event, text

from workflow.rules.states import State
from workflow.store.queues import Place, Queued, queue

OPEN = {
    "late": ("2026-03-02", ()),
    "later": ("2026-03-09", AT[State.REVIEWED]),
    "correcting": ("2026-03-02", AT[State.CORRECTING]),
    "paying": ("2026-03-02", HISTORIES["charged and paid"][:3]),
    "consulting": ("2026-03-02", HISTORIES["consulted and answered"][:3]),
    "consulting, not delivered": ("2026-03-02", HISTORIES["consulted and answered"][:2]),
    "reasons": ("2026-03-02", HISTORIES["extended, delayed"][:3]),
}
"""Open cases, by what they wait for."""


def filled(office: Office) -> None:
    for on, history in OPEN.values():
        case = office.register(on)
        for step, day, *said in history:
            case = office.take(case, step, max(day, on), **(said[0] if said else {}))
    office.case(AT[State.REPLIED])
    office.case(AT[State.WITHDRAWN])


@contextmanager
def counted(connection: Connection) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield seen
    event.remove(connection, "before_cursor_execute", note)


def days(rows: list[Queued]) -> list[date | None]:
    return [row.case.next_on for row in rows]


def test_open_cases_in_the_order_of_their_next_day(office: Office) -> None:
    filled(office)
    with office.store.reading() as connection, counted(connection) as statements:
        rows = queue(connection, [office.agency_id], limit=100)
    assert days(rows) == [
        *map(date.fromisoformat, ("2026-03-26", "2026-03-30", "2026-03-31", "2026-04-03", "2026-04-07")),
        *(None, None),
    ]
    assert len(statements) == 2


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_put_together_are_the_whole_queue(office: Office, size: int) -> None:
    filled(office)
    with office.store.reading() as connection:
        whole = queue(connection, [office.agency_id], limit=100)
        paged: list[Queued] = []
        after: Place | None = None
        while page := queue(connection, [office.agency_id], limit=size, after=after):
            paged += page
            after = page[-1].place
    assert paged == whole


def test_only_what_is_past(office: Office) -> None:
    filled(office)
    with office.store.reading() as connection:
        rows = queue(connection, [office.agency_id], limit=100, before=date(2026, 3, 31))
    assert days(rows) == [date(2026, 3, 26), date(2026, 3, 30)]


def test_only_what_a_person_has(office: Office) -> None:
    filled(office)
    mine = office.take(office.register(), "assign", "2026-03-02")
    with office.store.reading() as connection:
        rows = queue(connection, [office.agency_id], limit=100, assignee=office.people["caseworker"])
    assert [(row.case.id, row.assignee) for row in rows] == [(mine.id, "caseworker")]


def test_only_the_agencies_asked_for(office: Office) -> None:
    other = found_office(office.store, office.seal, "0002")
    own, theirs = office.register("2026-03-04"), other.register("2026-03-03")
    with office.store.reading() as connection:
        alone = queue(connection, [office.agency_id], limit=100)
        both = queue(connection, [office.agency_id, other.agency_id], limit=100)
    assert [row.case.id for row in alone] == [own.id]
    assert [row.case.id for row in both] == [theirs.id, own.id]


def test_the_order_comes_from_the_index(sqlite_office: Office) -> None:
    with sqlite_office.store.reading() as connection, counted(connection) as statements:
        queue(connection, [sqlite_office.agency_id], limit=10)
        running = statements[0].replace("?", "'x'").replace("'x' OFFSET 'x'", "10 OFFSET 0")
        plan = connection.execute(text(f"explain query plan {running}")).all()
    assert any("USING INDEX ix_cases_queue" in row[3] for row in plan)
    assert not any("TEMP B-TREE FOR ORDER BY" in row[3] for row in plan)
