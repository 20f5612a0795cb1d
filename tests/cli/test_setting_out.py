"""`disclosure set-out`, and issuing with the faces that are installed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from workflow.cli import desk
from workflow.settings import Settings
from workflow.store.beats import take
from workflow.store.files import FileStore
from workflow.store.letter_register import to_set_out
from workflow.worker.setting_out import BEAT

ENGLISH = {"language": "en"}


def registered(cli: Any, item: str) -> str:
    arrival = ("--channel", "in_person", "--handed-in-on", "2026-03-16")
    made = cli(
        "case", "register", "--applicant", "张三", "--class", "natural_person", "--item", item, *arrival, "--json"
    )
    assert made.status == 0, made.err
    return str(made.json["case_no"])


def issued(cli: Any, item: str = "2025年预算") -> str:
    number = registered(cli, item)
    told = cli("case", "issue-letter", number, "--letter", "receipt", **ENGLISH)
    assert told.status == 0, told.err
    return number


def test_what_waits_is_set(cli: Any, home: Path) -> None:
    issued(cli)
    told = cli("set-out", **ENGLISH)
    assert (told.status, told.last) == (0, "1 letters have their PDF now, 0 cannot be set.")
    assert len(list(home.rglob("*.pdf"))) == 1
    assert cli("set-out", **ENGLISH).last == "0 letters have their PDF now, 0 cannot be set."
    assert cli("verify").status == 0


def test_what_cannot_be_set_is_told_with_its_reason(cli: Any, home: Path) -> None:
    number = issued(cli)
    own = desk.Desk(Settings(home=home))
    with own.store.reading() as connection:
        [waiting] = to_set_out(connection, 10)
    own.store.files.path(waiting.source, ".json").unlink()
    own.close()
    for _ in range(2):
        told = cli("set-out", **ENGLISH)
        assert (told.status, told.last) == (1, "0 letters have their PDF now, 1 cannot be set.")
        assert "disclosure alerts" in told.err
    [alert] = cli("alerts", "--json", **ENGLISH).json
    assert f"Letter 1 of case {number} has no PDF" in alert["text"]
    assert "missing or was changed" in alert["text"]


def test_a_disk_that_takes_no_pdf_is_not_told_as_done(cli: Any, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    issued(cli)
    place = FileStore.path
    (home / "blocked").write_bytes(b"")

    def blocked(store: FileStore, digest: str, suffix: str = "") -> Path:
        return home / "blocked" / digest if suffix == ".pdf" else place(store, digest, suffix)

    monkeypatch.setattr(FileStore, "path", blocked)
    told = cli("set-out", **ENGLISH)
    assert (told.status, "disclosure alerts" in told.err) == (1, True)
    assert "No letter gets its PDF" in cli("alerts", "--json", **ENGLISH).json[0]["text"]


def test_nothing_is_done_while_another_is_at_it(cli: Any, home: Path) -> None:
    issued(cli)
    own = desk.Desk(Settings(home=home))
    with own.store.unit() as unit:
        assert take(unit, BEAT, "other", own.now() + timedelta(days=3650), timedelta(hours=1))
    own.close()
    told = cli("set-out", **ENGLISH)
    assert (told.status, told.last) == (0, "Another worker is at it; nothing was done.")
    assert list(home.rglob("*.pdf")) == []


def test_a_character_that_no_face_has_stops_the_issue(cli: Any) -> None:
    number = registered(cli, "𠮷某的档案")
    told = cli("case", "issue-letter", number, "--letter", "receipt", **ENGLISH)
    assert told.status == 1
    assert "No installed font has the character 𠮷 (U+20BB7), which stands in paragraph" in told.err
    assert cli("case", "show", number, "--json").json["letters"] == []


def test_a_folder_of_fonts_that_is_gone_stops_the_issue(cli: Any, tmp_path: Path) -> None:
    number = registered(cli, "2025年预算")
    told = cli("case", "issue-letter", number, "--letter", "receipt", fonts=str(tmp_path / "gone"), **ENGLISH)
    assert (told.status, "names no folder" in told.err) == (2, True)
