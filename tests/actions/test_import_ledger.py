"""Bringing in a ledger (台账): all rows or none, each once, and history that the ordinary steps can carry on."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from factories import Office, answer, dump, found_office, role_for
from ledgers import SOURCE, TODAY, agency_of, assert_verified, bring_in, case_of, counted, figures, row, stamp, told
from msgspec.structs import replace

from workflow.actions.import_ledger import MOST_ERRORS, import_ledger
from workflow.files.bad_rows import RowError, write_bad_rows
from workflow.files.ledger import read_ledger, write_ledger
from workflow.files.ledger_row import LedgerRow
from workflow.rules.errors import BadInput, NotYours
from workflow.rules.outcomes import Outcome
from workflow.rules.record.ledger_view import LedgerView, ledger_view
from workflow.rules.states import State
from workflow.store.importing import on_record
from workflow.store.seal import Seal
from workflow.store.session import Store

D2_ROW = row("2024-1", "2024-02-05", "D2", "2024-02-28")


def test_a_row_becomes_a_case_with_its_whole_history(office: Office) -> None:
    written = row(
        "2024-1",
        "2024-02-05",
        "N5",
        "2024-04-10",
        channel="letter",
        applicant_class="commercial",
        applicant="乙化工有限公司",
        extended_on="2024-03-12",
        extension_days=10,
        correction_requested_on="2024-02-08",
        correction_received_on="2024-02-20",
        fee=Decimal("120.50"),
        note="备注",
        extra={"经办": "李四"},
    )
    done = bring_in(office, [written])
    assert (done.added, done.unchanged, done.errors) == (1, 0, [])
    with office.store.reading() as connection:
        kept = on_record(connection, office.agency_id, ["2024-1"])["2024-1"]
    case = kept.case
    assert (case.state, case.outcome, case.closed_on) == (State.REPLIED, Outcome.N5, date(2024, 4, 10))
    assert (case.channel, case.applicant_class, case.applicant) == ("letter", "commercial", "乙化工有限公司")
    assert (case.fee_fen, kept.description, kept.note, kept.extra) == (12050, "某项信息", "备注", {"经办": "李四"})
    assert ledger_view(case) == LedgerView(date(2024, 3, 12), 10, date(2024, 2, 8), date(2024, 2, 20))
    assert (case.due_on, case.on_time, case.counted_late) == (date(2024, 4, 2), False, True)
    assert_verified(office.store)


def test_the_import_stands_in_the_journal(office: Office) -> None:
    bring_in(office, [D2_ROW, row("2024-2", "2024-02-06")])
    entries = dump(office.store)["journal"]
    assert sum(
        "ledger_imported" in entry and '"file":"台账.csv"' in entry and '"cases":2' in entry for entry in entries
    )
    assert counted(office.store, "imports", "cases", "events") == {"imports": 1, "cases": 2, "events": 2}


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_closes_its_case(sqlite_office: Office, outcome: Outcome) -> None:
    bring_in(sqlite_office, [row("1", "2024-02-05", outcome, "2024-02-28")])
    case = case_of(sqlite_office, "1")
    ends = {Outcome.C1: State.LAPSED, Outcome.C2: State.LAPSED, Outcome.C3: State.WITHDRAWN}
    assert (case.state, case.outcome) == (ends.get(outcome, State.REPLIED), outcome)
    assert (case.due_on, case.next_on, case.clock_status) == (date(2024, 3, 8), None, "ended")
    assert_verified(sqlite_office.store)


@pytest.mark.parametrize(
    ("days", "state", "status", "due_on"),
    [
        ({}, State.RECEIVED, "running", date(2026, 11, 30)),
        ({"correction_requested_on": "2026-11-04"}, State.CORRECTING, "idle", None),
        (
            {"correction_requested_on": "2026-11-04", "correction_received_on": "2026-11-10"},
            State.RECEIVED,
            "running",
            date(2026, 12, 8),
        ),
        ({"extended_on": "2026-11-20", "extension_days": 5}, State.REVIEWED, "running", date(2026, 12, 7)),
    ],
    ids=["received", "correcting", "corrected", "extended"],
)
def test_an_open_row_stands_where_its_days_leave_it(
    office: Office, days: dict[str, Any], state: State, status: str, due_on: date | None
) -> None:
    bring_in(office, [row("1", "2026-11-02", **days)])
    case = case_of(office, "1")
    assert (case.state, case.clock_status, case.due_on, case.outcome) == (state, status, due_on, None)
    assert_verified(office.store)


def test_a_late_extension_is_history_that_moves_nothing(office: Office) -> None:
    late = row("1", "2024-02-05", "D2", "2024-03-20", extended_on="2024-03-15", extension_days=10)
    assert bring_in(office, [late]).added == 1
    case = case_of(office, "1")
    assert (case.due_on, case.on_time, case.extension_days) == (date(2024, 3, 8), False, 0)
    assert ledger_view(case)[:2] == (date(2024, 3, 15), 10)
    assert bring_in(office, [late]).unchanged == 1
    assert_verified(office.store)


def test_history_sends_nothing(office: Office) -> None:
    bring_in(office, [D2_ROW, row("2", "2024-02-05", "C1", "2024-03-05"), row("3", "2026-11-02")])
    assert counted(office.store, "outbox") == {"outbox": 0}


def test_an_open_case_is_carried_on_by_the_ordinary_steps(office: Office) -> None:
    bring_in(office, [row("1", "2026-11-02"), row("2", "2026-11-02", extended_on="2026-11-20", extension_days=5)])
    for case_no, steps in {
        "1": ("review", "extend", "draft", "submit", "clear", "decide", "issue_reply", "reply"),
        "2": ("draft", "submit", "clear", "decide", "issue_reply", "reply"),
    }.items():
        case = case_of(office, case_no)
        for step in steps:
            said: dict[str, Any] = {"items": [answer(1, Outcome.D2)]} if step == "draft" else {}
            case = office.take(case, step, TODAY, role_for(step, case.state), **said)
        assert (case.state, case.closed_on) == (State.REPLIED, date(2026, 11, 24))
    assert counted(office.store, "outbox") == {"outbox": 14}
    assert_verified(office.store)


def test_a_case_that_waits_for_its_correction_is_carried_on(office: Office) -> None:
    bring_in(office, [row("1", "2026-11-02", correction_requested_on="2026-11-04")])
    case = office.take(case_of(office, "1"), "correct", "2026-11-12")
    assert (case.state, case.due_on) == (State.RECEIVED, date(2026, 12, 10))
    assert_verified(office.store)


def test_a_second_import_changes_nothing_and_says_so(office: Office) -> None:
    rows = [
        D2_ROW,
        row("2024-2", "2024-02-06", extra={"经办": "李四"}),
        row("2024-3", "2024-02-06", fee=Decimal("1.5")),
    ]
    bring_in(office, rows)
    before = dump(office.store)
    done = bring_in(office, rows)
    assert (done.added, done.unchanged, done.errors) == (0, 3, [])
    assert dump(office.store) == before


@pytest.mark.parametrize(
    ("changed", "column", "value", "on_record"),
    [
        ({"outcome": "D1"}, "办理结果", "D1", "D2"),
        ({"closed_on": date(2024, 2, 27)}, "答复日期", "2024-02-27", "2024-02-28"),
        ({"received_on": date(2024, 2, 6)}, "收到日期", "2024-02-06", "2024-02-05"),
        ({"applicant_class": "research"}, "申请人类型", "research", "natural_person"),
        ({"description": ""}, "申请内容", "", "某项信息"),
        ({"fee": Decimal("12.00")}, "收费金额", "12.00", "-"),
        ({"extra": {"经办": "王五"}}, "经办", "王五", "李四"),
        ({"extra": {"经办": "李四", "科室": "办公室"}}, "科室", "办公室", "-"),
        ({"extra": {}}, "经办", "", "李四"),
    ],
)
def test_a_row_that_differs_from_its_case_names_column_and_both_values(
    office: Office, changed: dict[str, object], column: str, value: str, on_record: str
) -> None:
    bring_in(office, [replace(D2_ROW, extra={"经办": "李四"})])
    before = dump(office.store)
    done = bring_in(office, [replace(D2_ROW, **{"extra": {"经办": "李四"}, "line": 7, **changed})])
    assert told(done.errors) == [
        (
            7,
            column,
            value,
            f"Case 2024-1 is on record with {on_record}. Correct the file, or correct the case by a step.",
        )
    ]
    assert dump(office.store) == before


def test_a_case_that_moved_on_differs_from_its_row(office: Office) -> None:
    bring_in(office, [row("1", "2026-11-02")])
    office.take(case_of(office, "1"), "withdraw", "2026-11-20")
    columns = [error.column for error in bring_in(office, [row("1", "2026-11-02")]).errors]
    assert columns == ["办理结果", "答复日期"]


def test_all_rows_or_none(office: Office) -> None:
    bad = row("2024-2", "2007-11-05")
    done = bring_in(office, [D2_ROW, replace(bad, line=3), row("2024-3", "2024-02-05")])
    assert [(error.line, error.column, error.value) for error in done.errors] == [(3, "收到日期", "2007-11-05")]
    assert "not covered by any holiday notice" in str(done.errors[0].error)
    assert (done.added, done.refused) == (0, 1)
    assert counted(office.store, "cases", "imports") == {"cases": 0, "imports": 0}


def test_the_good_rows_are_taken_where_the_bad_ones_are_set_apart(office: Office) -> None:
    done = bring_in(office, [D2_ROW, row("2024-2", "2007-11-05"), row("2024-3", "2024-02-05")], skip_bad=True)
    assert (done.added, done.refused) == (2, 1)
    assert counted(office.store, "cases", "imports") == {"cases": 2, "imports": 1}
    assert_verified(office.store)


def test_nothing_but_bad_rows_leaves_no_trace(office: Office) -> None:
    before = dump(office.store)
    assert bring_in(office, [row("2024-2", "2007-11-05")], skip_bad=True).added == 0
    assert dump(office.store) == before


def test_more_faults_than_can_be_set_apart_take_nothing(sqlite_office: Office) -> None:
    bad = RowError(2, "收到日期", "x", BadInput("The cell is empty. Every row needs a value here."), {})
    with pytest.raises(BadInput, match="10001 faults, more than the 10000"):
        bring_in(sqlite_office, [D2_ROW, *[bad] * (MOST_ERRORS + 1)], skip_bad=True)
    assert counted(sqlite_office.store, "cases") == {"cases": 0}
    done = bring_in(sqlite_office, [bad] * (MOST_ERRORS + 1))
    assert (len(done.errors), done.refused) == (MOST_ERRORS, MOST_ERRORS + 1)


ROWS, FAULTS = 5000, 40


def seeded(path: Path) -> list[LedgerRow]:
    """Write a ledger of 5,000 rows of which 40 are faulty, four kinds of faults in turn; return the good rows."""
    good = [
        row(f"2024-{number:05d}", f"2024-{1 + number % 12:02d}-{1 + number % 28:02d}", "D2", "2025-02-05")
        for number in range(1, ROWS + 1)
    ]
    write_ledger(good, path)
    lines = path.read_text("utf-8-sig").splitlines()
    faulty = range(ROWS // FAULTS, ROWS + 1, ROWS // FAULTS)
    spoilt: list[Callable[[str], str]] = [
        lambda line: line.replace("网络", "电报"),
        lambda line: line.replace("2025-02-05", "2025-02-30"),
        lambda line: line.replace("D2", "Z9"),
        lambda line: line.replace("自然人", ""),
    ]
    for place, number in enumerate(faulty):
        lines[number] = spoilt[place % len(spoilt)](lines[number])
    path.write_text("\n".join(lines), "utf-8")
    return [kept for number, kept in enumerate(good, 1) if number not in faulty]


def test_forty_seeded_faults_in_five_thousand_rows_are_found_in_one_run(office: Office, tmp_path: Path) -> None:
    good = seeded(tmp_path / "台账.csv")
    done = bring_in(office, read_ledger(tmp_path / "台账.csv", today=date(2026, 11, 24)))
    assert (len(done.errors), done.added) == (FAULTS, 0)
    assert {error.column for error in done.errors} == {"申请方式", "答复日期", "办理结果", "申请人类型"}
    assert [error.line for error in done.errors] == [1 + number for number in range(125, 5001, 125)]
    assert "电报" in str(done.errors[0].error)
    assert "当面 in_person" in str(done.errors[0].error)
    assert counted(office.store, "cases") == {"cases": 0}

    done = bring_in(office, read_ledger(tmp_path / "台账.csv", today=date(2026, 11, 24)), skip_bad=True)
    assert (done.added, len(done.errors)) == (len(good), FAULTS)
    assert figures(office, 2025)["tables"]["applications"]["granted"]["total"] == len(good)
    assert_verified(office.store)


def test_bad_rows_of_every_kind_fit_into_one_file_that_reads_again(office: Office, tmp_path: Path) -> None:
    bring_in(office, [D2_ROW])
    path, rest = tmp_path / "ledger.csv", tmp_path / "rest.csv"
    path.write_text(
        "case_no,received_on,channel,applicant_class,office,outcome,closed_on\n"
        "2024-1,2024-02-05,online,natural_person,一科,D1,2024-02-28\n"
        "2024-2,2024-02-05,telegram,natural_person,二科,,\n"
        "2024-3,2007-12-05,online,natural_person,,,\n",
        "utf-8",
    )
    done = bring_in(office, read_ledger(path, today=date(2026, 11, 24)), skip_bad=True)
    assert [(error.line, error.column) for error in done.errors] == [
        (2, "申请内容"),
        (2, "办理结果"),
        (2, "office"),
        (3, "channel"),
        (4, "收到日期"),
    ]
    assert write_bad_rows(done.errors, rest) == 3
    header, *lines = rest.read_text("utf-8-sig").splitlines()
    assert header.startswith("登记号,收到日期,申请方式,申请人类型")
    assert [line.split(",")[:4] for line in lines] == [
        ["2024-1", "2024-02-05", "online", "natural_person"],
        ["2024-2", "2024-02-05", "telegram", "natural_person"],
        ["2024-3", "2007-12-05", "online", "natural_person"],
    ]
    again = list(read_ledger(rest, today=date(2026, 11, 24)))
    assert [one.extra for one in again if isinstance(one, LedgerRow)] == [{"office": "一科"}, {}]


def test_the_number_of_another_agency_is_no_conflict(store: Store, seal: Seal) -> None:
    ours, theirs = found_office(store, seal), found_office(store, seal, "0002")
    bring_in(ours, [D2_ROW])
    assert bring_in(theirs, [replace(D2_ROW, outcome="N1")]).added == 1
    assert (case_of(ours, "2024-1").outcome, case_of(theirs, "2024-1").outcome) == (Outcome.D2, Outcome.N1)
    assert_verified(store)


@pytest.mark.parametrize("by", ["approver", "secrecy_reviewer", "auditor", "stranger"])
def test_bringing_in_needs_a_role_in_the_agency(sqlite_office: Office, by: str) -> None:
    with pytest.raises(NotYours, match="statistician"):
        bring_in(sqlite_office, [D2_ROW], by=by)


def test_a_role_in_another_agency_is_none_here(sqlite_store: Store, seal: Seal) -> None:
    ours, theirs = found_office(sqlite_store, seal), found_office(sqlite_store, seal, "0002")
    with pytest.raises(NotYours), sqlite_store.unit() as unit:
        import_ledger(unit, agency_of(ours), stamp(theirs), [D2_ROW], SOURCE)


def test_the_installation_itself_brings_nothing_in(sqlite_office: Office) -> None:
    nobody = stamp(sqlite_office)._replace(by=None)
    with pytest.raises(NotYours), sqlite_office.store.unit() as unit:
        import_ledger(unit, agency_of(sqlite_office), nobody, [D2_ROW], SOURCE)


def test_two_imports_at_once_take_each_row_once(postgres_office: Office) -> None:
    rows = [row(f"2024-{number}", "2024-02-05", "D2", "2024-02-28") for number in range(300)]
    found: list[tuple[int, int, int]] = []

    def work() -> None:
        done = bring_in(postgres_office, rows)
        found.append((done.added, done.unchanged, done.refused))

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [(0, 300, 0), (0, 300, 0), (300, 0, 0)]
    assert_verified(postgres_office.store)


def test_a_crash_in_the_middle_leaves_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflow.actions.import_ledger.CHUNK", 2)
    before = dump(office.store)

    def rows() -> Iterator[LedgerRow]:
        yield from (row(f"2024-{number}", "2024-02-05") for number in range(5))
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"):
        bring_in(office, rows())
    assert dump(office.store) == before


def test_bad_rows_in_a_later_chunk_take_the_earlier_ones_back(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflow.actions.import_ledger.CHUNK", 2)
    gone: list[int] = []
    rows = [row(f"2024-{number}", "2024-02-05") for number in range(5)]
    done = bring_in(office, [*rows, row("2024-9", "2007-11-05")], progress=gone.append)
    assert (done.added, gone) == (0, [2, 4, 6])
    assert counted(office.store, "cases", "events") == {"cases": 0, "events": 0}


MEMORY = """
import resource, sys
from datetime import date
from pathlib import Path
sys.path.insert(0, {tests!r})
from factories import found_office
from ledgers import bring_in
from workflow.files.calendars import shipped_notices
from workflow.files.ledger import read_ledger
from workflow.store.files import FileStore
from workflow.store.seal import Seal
from workflow.store.session import Store
store = Store({url!r}, shipped_notices(), FileStore(Path({folder!r})))
office = found_office(store, Seal(Seal.new_key()), "0009")
def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
def rows(count):
    path = Path({folder!r}) / "ledger.csv"
    with path.open("w") as file:
        file.write("case_no,received_on,channel,applicant_class,description,outcome,closed_on\\n")
        for number in range(count):
            file.write(f"{{count}}-{{number}},2024-02-05,online,natural_person,某项信息,D2,2024-02-28\\n")
    return read_ledger(path, today=date(2026, 11, 24))
bring_in(office, rows(5000))
before = most()
assert bring_in(office, rows(30000)).added == 30000
print(most() - before)
"""


def test_memory_does_not_grow_with_the_ledger(store: Store, tmp_path: Path) -> None:
    url = store.url.render_as_string(hide_password=False)
    program = MEMORY.format(tests=str(Path(__file__).parents[1]), url=url, folder=str(tmp_path))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    # MiB more than a ledger of 5,000 rows takes: SQLite's page cache fills up to 64 of them, rows held would take 200.
    assert int(done.stdout) < 100
