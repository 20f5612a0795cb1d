"""`disclosure run`: twelve requests, each to its end, on any day, the same every time, in a folder apart."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.console import Console
from sqlalchemy import select

from workflow.actions.statistics import statistics
from workflow.cli.demonstration.player import Office, Player
from workflow.cli.desk import Desk
from workflow.cli.run import copy_letters, demonstrate, first_day, fresh, play_all, run, written_down
from workflow.rules.outcomes import Outcome
from workflow.rules.states import TABLE, State
from workflow.settings import Settings
from workflow.store.people import agency
from workflow.store.rows import TABLES
from workflow.store.verify import verify

NUMBERS = {"notice": "甲环公开告〔{year}〕{n}号", "reply": "甲环公开复〔{year}〕{n}号"}
DAYS = ("2026-11-24", "2026-01-10", "2027-03-01", "2026-06-30")
REPLIED, LAPSED, WITHDRAWN = State.REPLIED, State.LAPSED, State.WITHDRAWN
ENDS = {
    "予以公开": (REPLIED, Outcome.D2),
    "部分公开": (REPLIED, Outcome.D3),
    "不予公开": (REPLIED, Outcome.N4A),
    "信息不存在": (REPLIED, Outcome.U1),
    "不属于本机关负责公开": (REPLIED, Outcome.U2),
    "补正后予以公开": (REPLIED, Outcome.D2),
    "逾期不补正": (LAPSED, Outcome.C1),
    "逾期未缴费": (LAPSED, Outcome.C2),
    "缴费、延期后予以公开": (REPLIED, Outcome.D2),
    "撤回": (WITHDRAWN, Outcome.C3),
    "国家秘密": (REPLIED, Outcome.N1),
    "复议纠正后重新答复": (REPLIED, Outcome.D2),
}


def desk_on(day: str, home: Path) -> Desk:
    """Return a desk in a folder of its own, on a day at two in the afternoon in China."""
    fresh(home)
    instant = datetime.combine(date.fromisoformat(day), time(6), UTC)
    return Desk(Settings(home=home), now=lambda: instant)


def played(desk: Desk) -> tuple[Office, int, list[Player], str]:
    said = StringIO()
    office = Office.open(desk.store, desk.seal, desk.today)
    year, plays = play_all(office, desk.today, Console(file=said, width=120), desk)
    return office, year, plays, said.getvalue()


@pytest.fixture(scope="module", params=DAYS)
def twelve(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Desk, Office, int, list[Player], str]]:
    """The twelve requests as they stand on a day."""
    desk = desk_on(request.param, tmp_path_factory.mktemp("run") / "demonstration")
    yield desk, *played(desk)
    desk.store.close()


def test_each_request_ends_as_its_title_says(twelve: tuple[Desk, Office, int, list[Player], str]) -> None:
    desk, _, year, plays, said = twelve
    assert {play.title: (play.now.state, play.now.outcome) for play in plays} == ENDS
    assert all(play.now.closed_on and play.now.closed_on <= desk.today for play in plays)
    assert all(play.now.received_on.year == year == (play.now.closed_on or date.max).year for play in plays)
    assert all(
        play.now.on_time is not False and not play.now.counted_late for play in plays if play.title[:2] != "缴费"
    )
    assert all(f"{number}. {play.now.case_no}" in said for number, play in enumerate(plays, 1))
    assert all(line.due_on is None or str(line.due_on) in said for play in plays for line in play.lines)


def test_the_year_balances(twelve: tuple[Desk, Office, int, list[Player], str]) -> None:
    desk, office, year, _, _ = twelve
    with desk.store.reading() as connection:
        row = agency(connection, office.agency_id)
    result: Any = statistics(desk.store, row, year, today=desk.today)
    cells = result["tables"]["applications"]
    assert {name: columns["total"] for name, columns in cells.items() if columns["total"]} == {
        "new_received": 12,
        "granted": 3,
        "partial": 1,
        "ref_state_secret": 1,
        "ref_third_party": 1,
        "ref_enforcement_file": 1,
        "na_not_held": 2,
        "oth_correction_overdue": 1,
        "oth_fee_overdue": 1,
        "oth_other": 1,
        "result_total": 12,
    }
    assert result["tables"]["review_litigation"]["cases"]["review_corrected"] == 1
    assert [check for check in result["checks"] if not check["holds"]] == []


def test_the_record_is_held_against_itself(twelve: tuple[Desk, Office, int, list[Player], str]) -> None:
    desk, _, _, plays, _ = twelve
    done = verify(desk.store)
    assert (done.difference, done.cases) == (None, 12)
    assert done.events == sum(len(play.lines) for play in plays)


def test_letters_are_written_with_numbers_in_the_order_of_their_days(
    twelve: tuple[Desk, Office, int, list[Player], str], tmp_path: Path
) -> None:
    desk, _, year, plays, _ = twelve
    written = copy_letters(desk, plays, tmp_path)
    pages = sorted(tmp_path.glob("*.html"))
    assert (written, len(pages), len(list(tmp_path.glob("*.docx")))) == (25, 25, 25)
    assert sum("答复书" in page.name for page in pages) == 10
    table = TABLES["letters"]
    with desk.store.reading() as connection:
        rows = connection.execute(select(table).order_by(table.c.series, table.c.serial)).all()
    for series, last in (("notice", 15), ("reply", 10)):
        own = [row for row in rows if row.series == series]
        assert [row.number for row in own] == [NUMBERS[series].format(year=year, n=n) for n in range(1, last + 1)]
        assert [row.issued_on for row in own] == sorted(row.issued_on for row in own)
    assert all(row.issued_on <= row.dispatched_on <= desk.today for row in rows)


def test_every_step_that_moves_a_request_is_taken(twelve: tuple[Desk, Office, int, list[Player], str]) -> None:
    _, _, _, plays, _ = twelve
    taken = {line.step for play in plays for line in play.lines}
    assert {row.step for row in TABLE if row.to is not row.source} <= taken
    assert {"extend", "consult", "answer_consultation", "clear", "issue_reply", "issue_letter", "dispatch"} <= taken
    assert {"charge", "deliver_fee_notice", "file_proceeding", "answer_proceeding", "conclude_proceeding"} <= taken


def test_all_of_them_end_by_whatever_day_it_is(tmp_path: Path) -> None:
    desk = desk_on(DAYS[0], tmp_path / "demonstration")
    office = Office.open(desk.store, desk.seal, desk.today)
    desk.store.close()
    for ordinal in range(date(2025, 12, 25).toordinal(), date(2028, 1, 5).toordinal()):
        today = date.fromordinal(ordinal)
        plays = written_down(office, today)
        days = [day for play in plays for day, _ in play.acts]
        assert max(days) <= today
        assert {day.year for day in days} == {first_day(office.calendar, today).year}


def test_a_second_run_gives_the_same(tmp_path: Path) -> None:
    """Only what is random by nature differs: ids, and with them the codes that letters give to applicants."""
    found = []
    for _ in range(2):
        desk = desk_on(DAYS[0], tmp_path / "demonstration")
        _, year, plays, said = played(desk)
        found.append((year, said, [play.lines for play in plays], [len(play.now.letters) for play in plays]))
        desk.store.close()
    assert found[0] == found[1]


def test_the_whole_demonstration_says_what_it_made(tmp_path: Path) -> None:
    home = tmp_path / "demonstration"
    desk = desk_on(DAYS[0], home)
    said = StringIO()
    demonstrate(desk, home, Console(file=said, width=160))
    desk.store.close()
    for sentence in (
        "已公布的190个数据全部一致。",
        "白银2018年：41个数字导入后原样导出。",
        "勾稽关系：共49条，成立49条。",
        "已核对3165个案件",
        "25份文书",
    ):
        assert sentence in said.getvalue()
    result = json.loads((home / "statistics-2026.json").read_bytes())
    assert (result["year"], result["provisional"], result["as_of"]) == (2026, True, "2026-11-24")
    assert result["tables"]["applications"]["new_received"]["total"] == 12
    assert {path.name for path in home.iterdir()} >= {"disclosure.db", "files", "letters", "ledgers", "secret.key"}


def test_the_user_s_own_record_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.db"
    own.write_bytes(b"mine")
    context = typer.Context(typer.main.get_command(typer.Typer(callback=lambda: None)))
    context.obj = Settings(home=tmp_path, database_url=f"sqlite:///{own}", agency="0001", user="lisi")
    made: list[Desk] = []

    def instead(desk: Desk, home: Path, _: Console) -> None:
        made.append(desk)
        assert home == tmp_path / "demonstration"
        assert desk.store.url.database == str(home / "disclosure.db")
        assert desk.settings.files.is_relative_to(home)
        assert desk.settings.key_file.is_relative_to(home)

    monkeypatch.setattr("workflow.cli.run.demonstrate", instead)
    run(context)
    assert len(made) == 1
    assert own.read_bytes() == b"mine"
    assert {path.name for path in tmp_path.iterdir()} == {"own.db", "demonstration"}


def test_a_run_empties_its_own_folder_only(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "letter.html").write_text("kept")
    home = tmp_path / "demonstration"
    fresh(home)
    (home / "letters" / "old.html").write_text("old")
    fresh(home)
    assert list((home / "letters").iterdir()) == []
    assert (tmp_path / "files" / "letter.html").read_text() == "kept"
