"""The migrations make what the models say, and a database that is not ours to change is left alone."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from conftest import created, open_store
from factories import Office, at
from sqlalchemy import Engine, RowMapping, inspect, text

from workflow.actions.sweep import sweep
from workflow.files.reminder_rules import default_rules
from workflow.rules.errors import BadInput, CaseworkError
from workflow.store import models, schema
from workflow.store.migrating import known_revisions
from workflow.store.revision import HEAD
from workflow.store.schema import prepare, upgrade
from workflow.store.session import Store
from workflow.store.verify import verify

METADATA = models.Case.metadata


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A database in which there is nothing yet."""
    if request.param == "sqlite":
        store = open_store(f"sqlite:///{tmp_path}/folder/record.db", tmp_path)
        yield store
        store.close()
        return
    with created(request.getfixturevalue("postgres_server"), f"dd_test_empty_{uuid4().hex[:12]}") as url:
        store = open_store(url, tmp_path)
        yield store
        store.close()


def make_folder(store: Store) -> None:
    if store.url.get_backend_name() == "sqlite":
        Path(str(store.url.database)).parent.mkdir(parents=True, exist_ok=True)


def described(engine: Engine) -> dict[str, Any]:
    """Return everything that the database tells of its tables."""
    look = inspect(engine)
    return {
        name: {
            "columns": plain(look.get_columns(name)),
            "key": plain(look.get_pk_constraint(name)),
            "foreign": sorted(plain(look.get_foreign_keys(name)), key=str),
            "unique": sorted(plain(look.get_unique_constraints(name)), key=str),
            "checks": sorted(plain(look.get_check_constraints(name)), key=str),
            "indexes": sorted(plain(look.get_indexes(name)), key=str),
        }
        for name in look.get_table_names()
        if name != "alembic_version"
    }


def plain(found: Any) -> Any:
    """Return what an inspector found with every object of SQLAlchemy as its text."""
    if isinstance(found, dict):
        return {key: plain(value) for key, value in sorted(found.items())}
    if isinstance(found, list | tuple):
        return [plain(one) for one in found]
    return found if isinstance(found, str | bool | int | None) else str(found)


def test_the_migrations_make_what_the_models_say(empty: Store, new_store: Callable[[str], Store]) -> None:
    """Columns, keys, foreign keys, checks and indexes, as each database tells them."""
    make_folder(empty)
    METADATA.create_all(empty.engine)
    migrated = new_store("sqlite" if empty.url.get_backend_name() == "sqlite" else "postgres")
    assert described(migrated.engine) == described(empty.engine)


def test_alembic_has_nothing_to_add(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_what_must_never_be_is_in_the_database(store: Store) -> None:
    look = inspect(store.engine)
    checks = {one["name"] for name in look.get_table_names() for one in look.get_check_constraints(name)}
    assert checks >= {
        "ck_cases_outcome_has_its_day",
        "ck_cases_counted_outcome_has_its_day",
        "ck_cases_closed_after_receipt",
        "ck_proceedings_result_has_its_day",
    }


def test_an_empty_database_is_made_ready_once(empty: Store) -> None:
    assert prepare(empty)
    assert not prepare(empty)
    assert verify(empty).difference is None


def test_a_database_that_is_up_to_date_stays_as_it_is(empty: Store) -> None:
    prepare(empty)
    before = described(empty.engine)
    assert upgrade(empty) == HEAD
    assert described(empty.engine) == before


def test_the_newest_schema_is_that_of_the_migrations() -> None:
    assert known_revisions()[0] == HEAD


def marked(store: Store, revision: str) -> None:
    with store.engine.connect() as connection:
        connection.execute(text(f"update alembic_version set version_num = '{revision}'"))  # noqa: S608 (our own word)


def test_an_upgrade_keeps_reminders_and_tells_each_duty_who_has_its_case(office: Office) -> None:
    store = office.store
    office.case([("assign", "2026-03-03")])
    sweep(store, "w", at("2026-03-23"), default_rules())
    kept, before = [dict(row) for row in reminders(store)], described(store.engine)
    assert kept
    with store.engine.connect() as connection:
        for change in (
            "drop index ix_reminders_desk",
            "drop index ix_reminders_messages",
            "create index ix_reminders_sweep_recipient_id on reminders (sweep, recipient_id)",
            "alter table duties drop column assignee_id",
        ):
            connection.execute(text(change))
    store.close()
    marked(store, "0002")
    assert upgrade(store) == HEAD
    assert described(store.engine) == before
    assert [dict(row) for row in reminders(store)] == kept
    assert verify(store).difference is None


def reminders(store: Store) -> Sequence[RowMapping]:
    with store.reading() as connection:
        return (
            connection.execute(text("select * from reminders order by recipient_id, subject_id, rule")).mappings().all()
        )


@pytest.mark.parametrize("step", [prepare, upgrade])
def test_a_database_of_a_newer_version_is_left_alone(store: Store, step: Callable[[Store], object]) -> None:
    marked(store, "9999")
    before = described(store.engine)
    with pytest.raises(BadInput, match="from a newer version of this program"):
        step(store)
    assert described(store.engine) == before


def test_an_older_database_waits_for_its_upgrade(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "HEAD", "9999")
    with pytest.raises(BadInput, match="disclosure db upgrade"):
        prepare(store)


def test_a_database_of_something_else_is_left_alone(empty: Store) -> None:
    make_folder(empty)
    with empty.engine.connect() as connection:
        connection.execute(text("create table diary (id int)"))
    with pytest.raises(BadInput, match="holds tables of something else"):
        prepare(empty)
    assert inspect(empty.engine).get_table_names() == ["diary"]


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    store = open_store("postgresql+psycopg://root:secret@127.0.0.1:1/none", tmp_path)
    with pytest.raises(CaseworkError) as refusal:
        prepare(store)
    store.close()
    assert "secret" not in str(refusal.value)
