"""What a step costs exactly: statements, commits, and what the state machine keeps."""

from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import psycopg

from workflow.actions.draft import submit
from workflow.rules.record.case import Call
from workflow.rules.states import MACHINE, State
from workflow.store.session import Store

from .databases import Place
from .pool import NOW, TODAY, Share, person
from .racing import Bar, Table

STEPS = 100
_SENT = ("Query", "Execute")  # Messages of a client that run a statement.
_MARKS = """
with c as (select id case_id, version seq, xmin::text mark from cases where id = any(%(ids)s))
select count(distinct mark) from (
  select mark from c
  union all select e.xmin::text from events e join c using (case_id, seq)
  union all select o.xmin::text from outbox o join c using (case_id, seq)
) marks"""


def gates(place: Place) -> Table:
    """Take steps with the protocol written down, and count what was sent, committed and kept."""
    chosen = [
        (id_, version)
        for id_, (version, state) in Share(2, 0, 1).read(place, "version", "state").items()
        if state == State.REVIEWED
    ][: STEPS + 1]
    store, clerk = place.store(), person(place, "zhang")
    _step(store, clerk, *chosen[0])  # Connects, prepares, reads the calendar.
    with TemporaryDirectory() as folder:
        statements = _traced(store, clerk, chosen[1:], Path(folder) / "trace")
    store.close()
    with psycopg.connect(place.dsn) as connection:
        found = connection.execute(_MARKS, {"ids": [id_ for id_, _ in chosen[1:]]}).fetchone()
    commits = found[0] if found else 0
    bars = [
        Bar("statements a step", statements / STEPS, 3, at_least=False),
        Bar("commits a step, at most", commits / STEPS, 1, at_least=False),
        Bar("commits a step, at least", commits / STEPS, 1),
        Bar("models kept by the state machine", len(MACHINE.models), 0, at_least=False),
    ]
    return Table("What a step costs exactly", {}, bars)


def _traced(store: Store, clerk: UUID, chosen: list[tuple[UUID, int]], path: Path) -> int:
    with path.open("w") as trace:
        with store.step() as unit:
            driven = unit.raw.connection.pgconn
        driven.trace(trace.fileno())
        for one in chosen:
            _step(store, clerk, *one)
        driven.untrace()
    messages = (line.split("\t") for line in path.read_text(errors="replace").splitlines())
    return sum(1 for parts in messages if len(parts) > 3 and parts[1] == "F" and parts[3] in _SENT)


def _step(store: Store, clerk: UUID, case_id: UUID, version: int) -> None:
    with store.step() as unit:
        submit(unit, case_id, Call(by=clerk, on=TODAY, at=NOW, key=f"gate-{version}", version=version))
