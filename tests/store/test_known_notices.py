"""The imported notices read with the bare driver are those that the record counts with."""

from datetime import date
from pathlib import Path

import pytest
from factories import Office, at, fill, found_office

from workflow.actions.agencies import Stamp
from workflow.actions.calendar_change import undo_notice
from workflow.rules.errors import Unavailable
from workflow.store.known_notices import known_notices
from workflow.store.seal import Seal
from workflow.store.session import Store


def url_of(store: Store) -> str:
    return store.url.render_as_string(hide_password=False)


def test_those_imported_and_not_taken_back(store: Store, seal: Seal) -> None:
    office: Office = fill(found_office(store, seal, one_person=True))
    with store.reading() as connection:
        recorded = tuple(notice for _, notice in store.calendars.active(connection))
    assert known_notices(url_of(store)) == recorded
    if store.url.get_backend_name() == "sqlite":
        assert known_notices(f"{url_of(store)}?timeout=3") == recorded
    assert [notice.id for notice in recorded] == ["地方-1"]
    with store.unit() as unit:
        undo_notice(unit, Stamp(office.people["admin"], date(2026, 4, 3), at("2026-04-03")), dry_run=False)
    assert known_notices(url_of(store)) == ()


def test_none_without_a_record(tmp_path: Path) -> None:
    assert known_notices(f"sqlite:///{tmp_path / 'none.db'}") == ()
    assert not list(tmp_path.iterdir())


def test_none_in_an_empty_database(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    assert known_notices(f"sqlite:///{tmp_path / 'empty.db'}") == ()


def test_a_record_that_does_not_answer(tmp_path: Path) -> None:
    (tmp_path / "bad #.db").write_text("no database " * 100, encoding="utf-8")
    with pytest.raises(Unavailable, match="not a database"):
        known_notices(f"sqlite:///{tmp_path / 'bad #.db'}")
    with pytest.raises(Unavailable, match="cannot be read"):
        known_notices("postgresql+psycopg://root@127.0.0.1:1/nothing")
