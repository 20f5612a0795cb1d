"""The life of a request as a SpiffWorkflow process whose state is kept as JSON in PostgreSQL.

Registering makes the process, completes its first task and inserts its state; every later step reads the state,
restores it, completes the task that is ready, and writes it back if its version is still the one read. Each step adds
one audit row and one outbox row of our own tables' columns and indexes, and commits once. The JSON holds tasks and
their data; roles, days, the clock, the applicant and letters are left out, and digests are constants.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from .clients import Step
from .databases import Place
from .pool import NOW, TODAY

_FLOWS = Path(__file__).parent / "data" / "request.bpmn"
_TABLES = """
create table spiff (id uuid primary key, version int not null, body text not null) with (fillfactor = 85);
create table spiff_events (like events including indexes);
create table spiff_outbox (like outbox including defaults including indexes)"""
_READ = b"select body, version from spiff where id = %s"
_ADD = b"insert into spiff (id, version, body) values (%s, 1, %s)"
_SET = b"update spiff set body = %s, version = version + 1 where id = %s and version = %s"
_EVENT = b"""insert into spiff_events (case_id, seq, kind, counts_on, at, "by", key, ask, data, digest)
values (%s, %s, 'step', %s, %s, %s, %s, %s, '{"note":"r"}', %s)"""
_OUT = b"insert into spiff_outbox (case_id, seq, topic, payload, created_at) values (%s, %s, 'case.step', '{}', %s)"
_DIGEST = sha256(b"digest").hexdigest()
_CLERK = uuid4()


def prepare(place: Place) -> None:
    """Make the tables of the peer."""
    with psycopg.connect(place.dsn, autocommit=True) as connection:
        connection.execute(_TABLES.encode())


class Flow:
    """One process of the BPMN file, and how its state becomes text and comes back.

    Args:
        name: Of the process.
        apart: The text leaves out the definition, which each process keeps in memory; otherwise the text is what
            `serialize_json` makes, definition and all.
    """

    def __init__(self, name: str, *, apart: bool) -> None:
        parser = BpmnParser()
        parser.add_bpmn_file(str(_FLOWS))
        self._spec = parser.get_spec(name)
        self._serializer = BpmnWorkflowSerializer()
        self._defined = self._serializer.to_dict(BpmnWorkflow(self._spec))["spec"]
        self._apart = apart

    def new(self) -> Any:
        """Return a process that waits at its first task."""
        made = BpmnWorkflow(self._spec)
        made.task_tree.data["approved"] = True
        made.do_engine_steps()
        return made

    def text(self, process: Any) -> str:
        """Return the state of a process."""
        if not self._apart:
            return str(self._serializer.serialize_json(process))
        values = self._serializer.to_dict(process)
        del values["spec"]
        return json.dumps(values)

    def process(self, text: str) -> Any:
        """Return the process in a state."""
        if not self._apart:
            return self._serializer.deserialize_json(text)
        return self._serializer.from_dict({**json.loads(text), "spec": self._defined})


def complete(process: Any) -> None:
    """Complete the task that is ready, and whatever follows by itself."""
    task = process.get_next_task(state=TaskState.READY, manual=True)
    task.run()
    process.do_engine_steps()


def five(place: Place, client: int, clients: int) -> Step:  # noqa: ARG001 (the signature of a maker)
    """Five steps; the definition is kept apart."""
    return _life(place, Flow("five", apart=True), 5)


def five_whole(place: Place, client: int, clients: int) -> Step:  # noqa: ARG001 (the signature of a maker)
    """Five steps; the text is as the library makes it."""
    return _life(place, Flow("five", apart=False), 5)


def eight(place: Place, client: int, clients: int) -> Step:  # noqa: ARG001 (the signature of a maker)
    """As many steps as ours; the definition is kept apart."""
    return _life(place, Flow("eight", apart=True), 8)


def _life(place: Place, flow: Flow, steps: int) -> Step:
    connection = psycopg.connect(place.dsn)
    connection.prepare_threshold = 0
    cursor = connection.cursor()

    def life() -> int:
        id_ = uuid4()
        process = flow.new()
        complete(process)
        cursor.execute(_ADD, (id_, flow.text(process)))
        _told(cursor, id_, 1)
        connection.commit()
        for number in range(2, steps + 1):
            process = _next(cursor, flow, id_)
            _told(cursor, id_, number)
            connection.commit()
        if not process.completed:
            raise AssertionError
        return 1

    return life


def _next(cursor: psycopg.Cursor[Any], flow: Flow, id_: UUID) -> Any:
    """Read the state of a process, complete its next task and write it back."""
    body, version = cursor.execute(_READ, (id_,)).fetchone() or ("", 0)
    process = flow.process(body)
    complete(process)
    if cursor.execute(_SET, (flow.text(process), id_, version)).rowcount != 1:
        raise AssertionError
    return process


def _told(cursor: psycopg.Cursor[Any], id_: UUID, number: int) -> None:
    """Write the audit row and the outbox row of a step."""
    cursor.execute(_EVENT, (id_, number, TODAY, NOW, _CLERK, f"step-{number}", _DIGEST[:32], _DIGEST))
    cursor.execute(_OUT, (id_, number, NOW))
