"""Reminders: sweeps over many open cases, messages through the outbox, and what the schedule adds to a step."""

import statistics
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from unittest.mock import patch
from uuid import UUID

import msgspec
from celery import Celery
from celery.contrib.testing.worker import start_worker
from sqlalchemy import func, select, text

from workflow.actions import recording, step
from workflow.actions.agencies import Stamp, change_agency
from workflow.actions.sweep import sweep
from workflow.files.reminder_rules import default_rules
from workflow.installation import Installation
from workflow.rules.record.case import Case
from workflow.rules.reminder_days import days_left
from workflow.settings import Settings
from workflow.store.deliveries import DeliveryKey, add
from workflow.store.rows import TABLES
from workflow.store.seal import Seal
from workflow.store.session import Store
from workflow.worker.channels.message import Channel, Message, Sent
from workflow.worker.delivering import deliver
from workflow.worker.ways import Ways

from .clients import Maker, Step
from .databases import Place, postgres
from .racing import Bar, Size, Table
from .record import Office, drafted, found, load
from .steps import compared, engine

OPEN = 500_000
MESSAGES = 3000
_NEAR = 250  # Days over which the due days of the open cases are spread.
_SINGLE = 300  # Messages of the contender that sends one task each.
SCHEDULED, BARE = "this engine", "this engine, without its schedule"
_MONDAY = date(2026, 3, 2)
_NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


def measure(size: Size) -> list[Table]:
    """Measure all three."""
    return [_sweeps(size), _messages(size), _step(size)]


def _sweeps(size: Size) -> Table:
    """Sweep with nothing due, with a day's due, and again; beside a loop over all open cases."""
    count = size.rows(OPEN)
    with postgres() as place:
        store = place.store()
        office = found(store)
        with store.unit() as unit:  # No annual report is owed, so that nothing is due where no case is.
            change_agency(unit, Stamp(None, _MONDAY, _NOW), office.agency, settings={"first_report": "2030"})
        load(place, office, drafted, 1)
        _multiply(store, count)
        _owe(store, office, _MONDAY + timedelta(days=400))
        first, empty = _swept(store, _MONDAY), [_swept(store, _MONDAY + timedelta(days=n)) for n in (1, 2, 3)]
        nothing = statistics.median(seconds for seconds, _ in empty)
        if any(reminders for _, reminders in (first, *empty)):
            raise AssertionError
        _owe(store, office, _MONDAY)
        due = [_swept(store, _MONDAY + timedelta(days=n)) for n in (7, 8, 9)]
        again = _swept(store, _MONDAY + timedelta(days=9))
        floor = statistics.median(_bare_insert(store) for _ in range(3)) * 1e6
        looped = _looped(store, _MONDAY + timedelta(days=9))
        store.close()
    each = statistics.median(seconds / reminders for seconds, reminders in due) * 1e6
    rows: dict[str, dict[str, object]] = {
        "sweep, nothing due": {"ms": nothing * 1e3, "reminders": 0},
        "sweep, a day's due": {"ms": statistics.median(s for s, _ in due) * 1e3, "reminders": due[-1][1], "µs": each},
        "sweep, the same day again": {"ms": again[0] * 1e3, "reminders": again[1]},
        "the reminders of one sweep, copied bare with their key": {"µs": floor},
        "a loop over all open cases, counting days": {"ms": looped * 1e3},
    }
    bars = [
        Bar("sweep, µs a reminder", round(each, 2), 10, at_least=False),
        Bar("sweep with nothing due, ms", round(nothing * 1e3, 1), 50, at_least=False),
    ]
    return Table(f"A sweep with {count:,} open cases on PostgreSQL", rows, bars)


def _swept(store: Store, day: date) -> tuple[float, int]:
    begun = perf_counter()
    done = sweep(store, "bench", datetime(day.year, day.month, day.day, 2, tzinfo=UTC), default_rules())
    return perf_counter() - begun, done.reminders


def _multiply(store: Store, count: int) -> None:
    """Make many cases of one, inside the database."""
    made = {"id": "gen_random_uuid()", "case_no": "'copy ' || n"}
    names = [column.name for column in TABLES["cases"].c]
    listed = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(made.get(name, f'"{name}"') for name in names)
    with store.unit() as unit:
        unit.begin()
        unit.connection.execute(
            text(f"insert into cases ({listed}) select {values} from cases, generate_series(1, :count) as n"),  # noqa: S608 (names of our own columns)
            {"count": count},
        )


def _owe(store: Store, office: Office, first: date) -> None:
    """Let each case owe its reply on a day from the first one on, spread evenly; seen by a sweep already."""
    with store.unit() as unit:
        unit.begin()
        unit.connection.execute(text("delete from duties"))
        unit.connection.execute(
            text(
                "insert into duties select id, 'reply', '', :agency, cast(:first as date) + cast(row_number() over () "
                "% :near as int), 'caseworker', false, date '2026-01-01', false from cases"
            ),
            {"agency": office.agency, "first": first, "near": _NEAR},
        )
    with store.engine.connect() as connection:
        connection.execute(text("vacuum analyze duties"))
        connection.execute(text("vacuum analyze cases"))


def _bare_insert(store: Store) -> float:
    """Copy what the largest sweep wrote into a table that has the key and no other index; return seconds a row."""
    key = ", ".join(column.name for column in TABLES["reminders"].primary_key)
    largest = "select sweep from reminders group by sweep order by count(*) desc limit 1"
    with store.engine.connect() as connection:
        connection.execute(text("create table bare (like reminders)"))
        connection.execute(text(f"alter table bare add primary key ({key})"))
        connection.execute(text(f"create temporary table wanted as select * from reminders where sweep = ({largest})"))  # noqa: S608 (our own words)
        begun = perf_counter()
        count = connection.execute(text("insert into bare select * from wanted")).rowcount
        seconds = perf_counter() - begun
        connection.execute(text("drop table bare"))
        connection.execute(text("drop table wanted"))
    return seconds / count


def _looped(store: Store, today: date) -> float:
    """Go through all open cases as a program without stored duties has to."""
    cases = TABLES["cases"].c
    decoder = msgspec.json.Decoder(Case)
    begun = perf_counter()
    near = 0
    with store.reading() as connection:
        calendar = store.calendars.current(connection)
        query = select(cases.snapshot).where(cases.closed_on.is_(None))
        for (snapshot,) in connection.execution_options(stream_results=True, yield_per=2000).execute(query):
            due_on = decoder.decode(snapshot).due_on
            near += due_on is not None and days_left(today, due_on, calendar) in {10, 5, 3, 1, 0}
    return perf_counter() - begun


class _Nowhere(Channel):
    """Takes every message at once, so that only the way there is measured."""

    name = "nowhere"
    repeatable = True

    def send(self, message: Message) -> Sent:
        return Sent(str(message.id))


def _messages(size: Size) -> Table:
    """Deliver in batches, and with a task of its own for each message."""
    count = size.rows(MESSAGES * 10) // 10
    rates: dict[str, list[float]] = {"in batches": [], "a task each": []}
    with postgres() as place, ExitStack() as stack:
        store = place.store()
        office = found(store)
        installation = Installation(Settings(home=Path(place.folder)), now=lambda: _NOW)
        vars(installation).update(store=store, seal=Seal(Seal.new_key()))
        stack.enter_context(patch.object(Ways, "_channel", lambda *_: _Nowhere()))
        stack.enter_context(patch.object(Ways, "address", lambda *_: "nobody@example.gov.cn"))
        app = Celery("bench", broker="memory://", set_as_current=False)
        app.conf.update(task_ignore_result=True, worker_hijack_root_logger=False)

        def one() -> None:
            deliver(installation, "task", batch=1, most=1)

        app.task(one, name="one", shared=False)
        stack.enter_context(start_worker(app, pool="solo", perform_ping_check=False, loglevel="ERROR"))
        for turn in range(size.rounds):
            _put(store, office.agency, count, turn * 2)
            begun = perf_counter()
            deliver(installation, "batch")
            rates["in batches"].append(count / (perf_counter() - begun))
            some = min(count, _SINGLE)
            _put(store, office.agency, some, turn * 2 + 1)
            begun = perf_counter()
            for _ in range(some):
                app.send_task("one")
            _wait(store)
            rates["a task each"].append(some / (perf_counter() - begun))
        store.close()
    rows = {name: {"messages/s": round(statistics.median(some))} for name, some in rates.items()}
    ratio = statistics.median(a / b for a, b in zip(rates["in batches"], rates["a task each"], strict=True))
    note = "Celery's transport in memory, one worker thread; the channel takes each message at once."
    return Table("Messages on PostgreSQL", rows, [Bar("rate / a task each", round(ratio, 2), 5)], note)


def _put(store: Store, agency: UUID, count: int, sweep_: int) -> None:
    with store.unit() as unit:
        unit.begin()
        for n in range(count):
            add(unit, DeliveryKey(sweep_, "webhook", agency, agency, n), "subject", "text", _NOW)


def _wait(store: Store) -> None:
    states = TABLES["deliveries"].c.state
    query = select(func.count()).select_from(TABLES["deliveries"]).where(states.in_(["pending", "claimed"]))
    while True:
        with store.reading() as connection:
            if not connection.execute(query).scalar_one():
                return


def bare(place: Place, client: int, clients: int) -> Step:
    """Take steps that write nothing of what is owed."""
    silent: Callable[..., tuple[()]] = lambda *_: ()  # noqa: E731 (one value in two places)
    for module in (recording, step):
        module.owed_in = silent  # type: ignore[attr-defined]  # it is imported there, not offered
    return engine(place, client, clients, contender=1)


def _step(size: Size) -> Table:
    """Take the same steps with and without their schedule."""
    makers: dict[str, Maker] = {SCHEDULED: engine, BARE: bare}
    with postgres() as place:
        store = place.store()
        office = found(store)
        store.close()
        load(place, office, drafted, size.rows(30_000))
        turns = compared(place, makers, 1, size)
    rows = {
        name: {
            "steps/s": round(statistics.median(turn.rate for turn in some)),
            "client CPU µs": round(statistics.median(turn.cpu for turn in some) * 1e6),
        }
        for name, some in turns.items()
    }
    ratio = statistics.median(a.rate / b.rate for a, b in zip(turns[SCHEDULED], turns[BARE], strict=True))
    return Table("A step and its schedule on PostgreSQL", rows, [Bar(f"rate / {BARE}", round(ratio, 3), 0.8)])
