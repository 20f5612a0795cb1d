"""Statements below the driver's cursor: values arrive as they were sent, and connections that are gone are let go."""

from collections.abc import Mapping
from datetime import UTC

import psycopg
import pytest
from factories import Office
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflow.actions.draft import submit
from workflow.rules.errors import NotReady, Unavailable
from workflow.store.prepared import Kind, Statement, kind_of
from workflow.store.rows import TABLES, columns
from workflow.store.session import Store

INT64 = 2**63
TYPES = {16: "boolean", 20: "bigint", 25: "text", 1082: "date", 1184: "timestamptz", 2950: "uuid"}
VALUES: Mapping[str, st.SearchStrategy[object]] = {
    "boolean": st.booleans(),
    "bigint": st.integers(-INT64, INT64 - 1),
    "text": st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    "date": st.dates(),
    "timestamptz": st.datetimes(timezones=st.just(UTC)),
    "uuid": st.uuids(),
}


def kinds() -> dict[str, Kind]:
    """How each type that a table here has is sent, by PostgreSQL's name of it."""
    return {TYPES[kind.oid]: kind for table in TABLES for kind in map(kind_of, columns(table))}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(row=st.fixed_dictionaries({name: st.none() | values for name, values in VALUES.items()}))
def test_a_value_of_every_type_arrives_as_it_was_sent(postgres_store: Store, row: dict[str, object]) -> None:
    known = kinds()
    sent = Statement("insert into sent values ($1, $2, $3, $4, $5, $6)", [known[name] for name in VALUES])
    with postgres_store.unit() as unit:
        unit.raw.execute(f"create temp table if not exists sent ({', '.join(f'a_{name} {name}' for name in VALUES)})")
        unit.raw.execute("delete from sent")
        sent.run(unit.raw.connection, [row[name] for name in VALUES])
        assert unit.raw.execute("select * from sent").fetchone() == tuple(row[name] for name in VALUES)


def test_a_text_with_a_nul_is_refused_and_not_cut_short(postgres_store: Store) -> None:
    text = kinds()["text"]
    with postgres_store.step() as unit, pytest.raises(psycopg.DataError):
        Statement("select $1", [text]).run(unit.raw.connection, ["before\0after"])


def test_a_step_can_be_taken_after_a_refused_one_was_rolled_back(postgres_office: Office) -> None:
    case = postgres_office.case([("review", "2026-03-03")])
    call = postgres_office.call("caseworker", "2026-03-04", case.version)

    def refused() -> None:
        with postgres_office.store.unit() as unit:
            unit.raw.execute("select %s", ("a statement that the driver prepares itself",))
            submit(unit, case.id, call)

    for _ in range(2):
        with pytest.raises(NotReady):
            refused()
    assert postgres_office.take(case, "note", "2026-03-04").version == case.version + 1


def test_a_connection_that_is_gone_is_handed_out_no_more(postgres_office: Office) -> None:
    case = postgres_office.case([("review", "2026-03-03")])
    with postgres_office.store.step() as unit, psycopg.connect(**unit.raw.connection.info.get_parameters()) as other:
        other.execute("select pg_terminate_backend(%s)", (unit.raw.connection.info.backend_pid,))
    with pytest.raises(Unavailable):
        postgres_office.take(case, "note", "2026-03-04")
    assert postgres_office.take(case, "note", "2026-03-04").version == case.version + 1
