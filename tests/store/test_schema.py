"""The migrations make what the models say, and a database that is not ours to change is left alone."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from conftest import created, open_store
from factories import DECIDED, HISTORIES, REPLIED, Office, at, dump
from sqlalchemy import Connection, Engine, RowMapping, create_engine, inspect, select, text, update

from workflow.actions.agencies import Stamp
from workflow.actions.register import Requester
from workflow.actions.sweep import sweep
from workflow.files.reminder_rules import default_rules
from workflow.rules.errors import BadInput, CaseworkError
from workflow.rules.record.journal import ForeignProceeding, ProceedingsEntered
from workflow.store import journal, models, schema
from workflow.store.migrating import known_revisions
from workflow.store.revision import HEAD
from workflow.store.rows import TABLES
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
        without_files_and_keys(connection)
    store.close()
    marked(store, "0004")
    assert upgrade(store) == HEAD
    assert described(store.engine) == before
    assert [dict(row) for row in reminders(store)] == kept
    assert verify(store).difference is None


def without_files_and_keys(connection: Connection) -> None:
    """Take back what revisions 0006 and 0005 made, but for the order of a key."""
    for change in (
        "drop table word_templates",
        "drop index ix_reminders_desk",
        "drop index ix_reminders_messages",
        "create index ix_reminders_sweep_recipient_id on reminders (sweep, recipient_id)",
        "alter table duties drop column assignee_id",
    ):
        connection.execute(text(change))


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


def migrated_to(store: Store, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    engine = create_engine(store.url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


LATER = {
    "proceedings": ("simplified", "answered_on"),
    "letters": (
        *("source", "pdf", "replaces", "carrier", "attempts", "resent_on", "returned_on", "return_reason"),
        *("receiver", "witness"),
    ),
}
"""Columns that revision 0002 did not have."""


def made_older(store: Store) -> None:
    """Make of a record one of revision 0002: without what came later, and without it in what stands on the cases."""
    cases = TABLES["cases"].c
    with store.engine.connect() as connection:
        without_files_and_keys(connection)
        for name in ("ix_letters_number", "ix_letters_to_set_out"):
            connection.execute(text(f"drop index {name}"))
        for name in ("templates", "template_choices"):
            connection.execute(text(f"drop table {name}"))
        for table, columns in LATER.items():
            for column in columns:
                connection.execute(text(f"alter table {table} drop column {column}"))
        for case_id, snapshot in connection.execute(select(cases.id, cases.snapshot)).all():
            case = msgspec.json.decode(snapshot)
            for one in case.get("proceedings", ()):
                assert one[4:] == [False, None]
                del one[4:]
            for one in case.get("letters", ()):
                assert one[5] == int(one[3])
                del one[5:]
            older = update(TABLES["cases"]).where(cases.id == case_id)
            connection.execute(older.values(snapshot=msgspec.json.encode(case).decode()))
    marked(store, "0002")


def test_a_record_of_revision_0002_is_brought_up_to_date(office: Office) -> None:
    """Rows that are there get what they could not say before; the record is whole, and its proceedings go on."""
    histories = (HISTORIES["reopened and replied again"], REPLIED)
    odd = Requester(name='"王\\五" </乙>\x7f', applicant_class="natural_person")
    pending = [office.case((*history, ("file_proceeding", "2026-06-01")), requester=odd) for history in histories]
    office.case(HISTORIES["consulted and answered"])
    sent_back = office.case([*DECIDED, ("issue_reply", "2026-03-13")])
    office.take(sent_back, "send_back", "2026-03-16", reason="错字")
    with office.store.unit() as unit:
        stamp = Stamp(office.people["admin"], date(2026, 6, 1), at("2026-06-01"))
        filed = ForeignProceeding(id="ledger 1", case_no="旧2025-1", filing="review", filed_on=date(2026, 1, 5))
        page = ProceedingsEntered(agency_id=office.agency_id, file="p.csv", proceedings=[filed])
        journal.append(unit, page, **stamp._asdict())
    before, tables = dump(office.store), described(office.store.engine)
    made_older(office.store)
    with pytest.raises(BadInput, match="disclosure db upgrade"):
        prepare(office.store)
    assert upgrade(office.store) == HEAD
    assert described(office.store.engine) == tables
    assert dump(office.store) == before
    assert verify(office.store).difference is None
    for case in pending:
        answered = office.take(case, "answer_proceeding", "2026-06-03", no=len(case.proceedings))
        assert answered.proceedings[-1].answered_on == date(2026, 6, 3)
    assert verify(office.store).difference is None


def test_an_empty_record_of_revision_0002_is_brought_up_to_date(
    empty: Store, new_store: Callable[[str], Store]
) -> None:
    make_folder(empty)
    migrated_to(empty, "0002")
    older = new_store("sqlite" if empty.url.get_backend_name() == "sqlite" else "postgres")
    made_older(older)
    was, is_ = described(older.engine), described(empty.engine)
    del was["reminders"], is_["reminders"]  # The key of which has another order since.
    assert was == is_
    assert upgrade(empty) == HEAD
    assert verify(empty).difference is None


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
