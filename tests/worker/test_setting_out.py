"""The PDFs of issued letters: each made once, whoever dies meanwhile, and no letter stands in the way of another."""

import gc
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import psutil
import pytest
from factories import Office, at
from ledgers import assert_verified
from msgspec import structs
from signing import GIVEN, drafted, furnished, letters, sign, write
from sqlalchemy import select

from workflow.actions.issue import issue_letter
from workflow.actions.set_out import set_out_letter
from workflow.files.fonts import installed_fonts
from workflow.installation import Installation
from workflow.rules.errors import NotReady, Unavailable
from workflow.rules.record.case import Case
from workflow.rules.record.clockwork import CLOCKWORK
from workflow.settings import Settings
from workflow.store.alerts import Alert, clear, open_alerts
from workflow.store.files import FileStore
from workflow.store.letter_register import to_set_out, waiting_to_be_set_out
from workflow.store.rows import TABLES
from workflow.worker import setting_out
from workflow.worker.health import WAITED, health
from workflow.worker.metrics import metrics_text
from workflow.worker.setting_out import AGAIN, LEASE, SetOut, made_of, set_out

RARE = "𠮷"  # U+20BB7, of names; the faces that come with the program do not have it.
WITHOUT = f"U+{ord(RARE):04X}"
WHEN = at("2026-03-16")


class Clock:
    at = WHEN

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def desk(office: Office) -> Office:
    return furnished(office)


@pytest.fixture
def sqlite_desk(sqlite_office: Office) -> Office:
    return furnished(sqlite_office)


def installation_on(office: Office, folder: Path, clock: Callable[[], datetime] | None = None) -> Installation:
    url = office.store.engine.url.render_as_string(hide_password=False)
    made = Installation(Settings(home=folder, language="en", database_url=url), clock or Clock())
    vars(made).update(store=office.store, bare_store=office.store, seal=office.seal)
    return made


def receipt(office: Office, about: str = "2025年预算") -> Case:
    return write(office, office.register(items=[about]), "receipt", "2026-03-02")


def alerts(office: Office) -> list[Alert]:
    with office.store.reading() as connection:
        return open_alerts(connection)


def waiting(office: Office) -> int:
    with office.store.reading() as connection:
        return waiting_to_be_set_out(connection)


def source_of(office: Office, case: Case) -> Path:
    return office.store.files.path(letters(office, case)[0].source, ".json")


def test_a_letter_gets_its_pdf_once(desk: Office, tmp_path: Path) -> None:
    case = sign(desk, drafted(desk, GIVEN))
    installation = installation_on(desk, tmp_path)
    assert set_out(installation, "w") == SetOut(True, 1, 0)
    [letter] = letters(desk, case)
    pdf = desk.store.files.get(letter.pdf, ".pdf")
    assert pdf.startswith(b"%PDF-")
    assert pdf == made_of(desk.store.files.get(letter.source, ".json"), installed_fonts())
    assert set_out(installation, "w") == SetOut(True, 0, 0)
    assert letters(desk, case) == [letter]
    with desk.store.reading() as connection:
        events = TABLES["events"].c
        query = select(events.kind, events.by).where(events.case_id == case.id).order_by(events.seq.desc())
        assert tuple(connection.execute(query).first() or ()) == ("letter_set_out", CLOCKWORK)
    assert alerts(desk) == []
    assert_verified(desk.store)


def test_all_letters_of_a_case_are_set_in_one_turn(desk: Office, tmp_path: Path) -> None:
    case = receipt(desk)
    for no in (1, 2):
        case = write(desk, case, "receipt", "2026-03-02", replaces=no)
    assert set_out(installation_on(desk, tmp_path), "w") == SetOut(True, 3, 0)
    assert all(letter.pdf for letter in letters(desk, case))
    assert_verified(desk.store)


def test_a_turn_ends_after_so_many_and_the_next_goes_on(sqlite_desk: Office, tmp_path: Path) -> None:
    for _ in range(3):
        receipt(sqlite_desk)
    installation = installation_on(sqlite_desk, tmp_path)
    assert [set_out(installation, "w", most=2).made for _ in range(3)] == [2, 1, 0]


def test_portions_leave_none_out(desk: Office) -> None:
    for _ in range(2):
        case = receipt(desk)
        write(desk, case, "receipt", "2026-03-02", replaces=1)
    with desk.store.reading() as connection:
        every = to_set_out(connection, 10)
        one_by_one = [to_set_out(connection, 1)[0]]
        while more := to_set_out(connection, 1, one_by_one[-1]):
            one_by_one += more
    assert len(every) == 4
    assert one_by_one == every


def test_killed_before_it_was_recorded_it_is_done_again(
    desk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, clock = receipt(desk), Clock()
    installation = installation_on(desk, tmp_path, clock)
    with monkeypatch.context() as during:

        def killed(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        during.setattr(setting_out, "set_out_letter", killed)
        with pytest.raises(KeyboardInterrupt):
            set_out(installation, "one")
    assert letters(desk, case)[0].pdf is None
    [kept] = desk.store.files.root.rglob("*.pdf")
    assert set_out(installation, "two") == SetOut(ran=False)
    clock.at += LEASE
    assert set_out(installation, "two") == SetOut(True, 1, 0)
    assert letters(desk, case)[0].pdf == kept.stem
    assert list(desk.store.files.root.rglob("*.pdf")) == [kept]
    assert_verified(desk.store)


def test_of_two_workers_at_once_one_sets_a_letter(
    desk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the lease of the first has run out while it was at work."""
    case = receipt(desk)
    both, record = Barrier(2, timeout=60), set_out_letter
    done: list[SetOut] = []

    def together(*args: Any, **said: Any) -> Case:
        both.wait()
        return record(*args, **said)

    monkeypatch.setattr(setting_out, "set_out_letter", together)
    later = Clock()
    later.at = WHEN + LEASE
    threads = [
        Thread(target=lambda clock=clock, who=who: done.append(set_out(installation_on(desk, tmp_path, clock), who)))
        for clock, who in ((Clock(), "one"), (later, "two"))
    ]
    threads[0].start()
    while not both.n_waiting and threads[0].is_alive():
        threads[0].join(0.01)
    threads[1].start()
    for thread in threads:
        thread.join()
    assert sorted(one[::2] for one in done) == [(True, 0), (True, 0)]
    assert letters(desk, case)[0].pdf
    with desk.store.reading() as connection:
        events = TABLES["events"].c
        kinds = list(connection.execute(select(events.kind).where(events.case_id == case.id)).scalars())
    assert kinds.count("letter_set_out") == 1
    assert alerts(desk) == []
    assert_verified(desk.store)


def test_a_rare_character_is_told_once_and_holds_up_nobody(desk: Office, tmp_path: Path) -> None:
    odd = receipt(desk, f"{RARE}某的档案")
    others = [receipt(desk) for _ in range(3)]
    clock = Clock()
    installation = installation_on(desk, tmp_path, clock)
    assert set_out(installation, "w") == SetOut(True, 3, 1)
    assert all(letters(desk, case)[0].pdf for case in others)
    [alert] = alerts(desk)
    assert (alert.agency_id, alert.role) == (desk.agency_id, "admin")
    assert f"Letter 1 of case {odd.case_no} has no PDF" in alert.text
    assert WITHOUT in alert.text
    assert "DISCLOSURE_FONTS" in alert.text
    assert "disclosure set-out" in alert.text
    clock.at += timedelta(seconds=20)
    receipt(desk)
    assert set_out(installation, "w") == SetOut(True, 1, 0)
    clock.at += AGAIN
    assert set_out(installation, "w") == SetOut(True, 0, 1)
    assert alerts(desk) == [alert]
    assert set_out(installation, "w", again=True) == SetOut(True, 0, 1)
    assert waiting(desk) == 1
    assert_verified(desk.store)


def test_an_alert_that_is_cleared_lets_the_letter_be_tried_at_once(sqlite_desk: Office, tmp_path: Path) -> None:
    receipt(sqlite_desk, f"{RARE}某的档案")
    installation = installation_on(sqlite_desk, tmp_path)
    assert [set_out(installation, "w").left for _ in range(2)] == [1, 0]
    with sqlite_desk.store.unit() as unit:
        assert clear(unit, alerts(sqlite_desk)[0].id, sqlite_desk.people["admin"], WHEN)
    assert set_out(installation, "w").left == 1


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_a_damaged_source_is_told_and_set_when_it_is_back(desk: Office, tmp_path: Path, damage: str) -> None:
    case, other = receipt(desk), receipt(desk)
    place = source_of(desk, case)
    whole = place.read_bytes()
    if damage == "missing":
        place.unlink()
    else:
        place.write_bytes(whole.replace("张三".encode(), "李四".encode()))
    clock = Clock()
    installation = installation_on(desk, tmp_path, clock)
    assert set_out(installation, "w") == SetOut(True, 1, 1)
    assert letters(desk, other)[0].pdf
    [alert] = alerts(desk)
    assert "missing or was changed. Bring it back from the backup." in alert.text
    place.write_bytes(whole)
    assert set_out(installation, "w").made == 0
    clock.at += AGAIN
    assert set_out(installation, "w").made == 1
    assert alerts(desk) == []
    assert_verified(desk.store)


def test_words_of_another_version_are_refused(sqlite_desk: Office) -> None:
    case = receipt(sqlite_desk)
    whole = source_of(sqlite_desk, case).read_bytes()
    fonts = installed_fonts()
    for damaged in (
        b"",
        b"{}",
        whole[:-1],
        whole.replace(b'"version":1', b'"version":2'),
        whole.replace(b"plain", b"x"),
    ):
        assert damaged != whole
        with pytest.raises(Unavailable, match="What was kept of its words cannot be read"):
            made_of(damaged, fonts)


def test_a_disk_that_takes_nothing_is_told_once_for_all(
    sqlite_desk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        receipt(sqlite_desk)
    installation = installation_on(sqlite_desk, tmp_path)
    put = FileStore.put
    with monkeypatch.context() as full:

        def refused(store: FileStore, content: bytes, suffix: str = "") -> str:
            if suffix == ".pdf":
                raise Unavailable("The file could not be kept in {folder} ({cause}).", folder="f", cause="full")
            return put(store, content, suffix)

        full.setattr(FileStore, "put", refused)
        for _ in range(2):
            assert set_out(installation, "w") == SetOut(True, 0, 0, stopped=True)
            [alert] = alerts(sqlite_desk)
            assert "No letter gets its PDF: The file could not be kept in f (full)." in alert.text
    assert set_out(installation, "w") == SetOut(True, 3, 0)
    assert alerts(sqlite_desk) == []


def test_a_folder_of_fonts_that_is_gone_is_told(sqlite_desk: Office, tmp_path: Path) -> None:
    receipt(sqlite_desk)
    installation = installation_on(sqlite_desk, tmp_path)
    installation.settings = structs.replace(installation.settings, fonts=tmp_path / "gone")
    assert set_out(installation, "w") == SetOut(True, 0, 0, stopped=True)
    assert "DISCLOSURE_FONTS names no folder" in alerts(sqlite_desk)[0].text


def test_a_case_that_moves_on_meanwhile_is_left_to_the_next_turn(
    sqlite_desk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, make = receipt(sqlite_desk), setting_out.made_of
    moved: list[Case] = []

    def slowly(content: bytes, fonts: Any) -> bytes:
        moved.append(sqlite_desk.take(case, "note", "2026-03-03"))
        return make(content, fonts)

    installation = installation_on(sqlite_desk, tmp_path)
    with monkeypatch.context() as during:
        during.setattr(setting_out, "made_of", slowly)
        assert set_out(installation, "w") == SetOut(True, 0, 0)
    assert alerts(sqlite_desk) == []
    assert set_out(installation, "w") == SetOut(True, 1, 0)


class TestIssuing:
    """A character that no face has is found before the letter has a number."""

    def test_it_stops_the_letter_and_says_where(self, desk: Office) -> None:
        case = desk.register(items=[f"{RARE}某的档案"])
        with pytest.raises(NotReady, match=f"{RARE} .{WITHOUT.replace('+', '.')}.*paragraph"):
            write(desk, case, "receipt", "2026-03-02", faces=installed_fonts())
        assert letters(desk, case) == []
        ordinary = desk.register()
        write(desk, ordinary, "receipt", "2026-03-02", faces=installed_fonts())
        assert letters(desk, ordinary)[0].serial == 1

    def test_a_call_that_differs_in_the_faces_alone_is_the_same(self, sqlite_desk: Office) -> None:
        case = sqlite_desk.register()
        call = sqlite_desk.call("caseworker", "2026-03-02", case.version)
        for faces in (None, installed_fonts(), None):
            with sqlite_desk.store.step() as unit:
                first = issue_letter(unit, case.id, call, letter="receipt", faces=faces)
            assert first.version == case.version + 1
        with sqlite_desk.store.step() as unit:
            issue_letter(unit, case.id, call, letter="receipt")
        assert len(letters(sqlite_desk, case)) == 1


def test_letters_that_wait_and_nobody_who_sets_them_is_not_healthy(sqlite_desk: Office, tmp_path: Path) -> None:
    clock = Clock()
    installation = installation_on(sqlite_desk, tmp_path, clock)

    def told() -> list[str]:
        return [str(one) for one in health(installation).problems if "PDF" in str(one)]

    assert told() == []
    receipt(sqlite_desk)
    [never] = told()
    assert "1 issued letters wait for their PDF, and none was made since -." in never
    assert health(installation).letters == 1
    assert "disclosure_letters_waiting 1.0" in metrics_text(installation)
    set_out(installation, "w")
    assert (told(), health(installation).letters) == ([], 0)
    assert "disclosure_letters_waiting 0.0" in metrics_text(installation)
    receipt(sqlite_desk)
    clock.at += WAITED
    assert told() == []
    clock.at += timedelta(seconds=1)
    assert "since 2026-03-16 02:00:00 UTC" in told()[0]


def _grown(office: Office, folder: Path, first: int, then: int) -> float:
    """Return by how many MiB the process grows from the first letters to those after them."""
    installation = installation_on(office, folder)
    for count in (first, then):
        for number in range(count):
            receipt(office, f"第{number}号项目的预算")
    assert set_out(installation, "w", most=first).made == first
    gc.collect()
    before = psutil.Process().memory_info().rss
    made = 0
    while done := set_out(installation, "w").made:
        made += done
    assert made == then
    gc.collect()
    return (psutil.Process().memory_info().rss - before) / 2**20


def test_memory_stays_while_letters_are_set(sqlite_desk: Office, tmp_path: Path) -> None:
    assert _grown(sqlite_desk, tmp_path, 20, 60) < 8


@pytest.mark.soak
def test_memory_stays_over_a_thousand_letters(sqlite_desk: Office, tmp_path: Path) -> None:
    assert _grown(sqlite_desk, tmp_path, 20, 1000) < 40
