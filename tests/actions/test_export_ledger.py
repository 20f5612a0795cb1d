"""Giving a year out: what an empty system makes of the exported files are the same figures, in every form."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factories import Office, Taken, answer, found_office
from ledgers import agency_of, assert_verified, bring_in, figures, row, stamp, told
from msgspec.structs import replace

from workflow.actions.export_ledger import export_ledger
from workflow.actions.export_others import export_figures, export_proceedings
from workflow.actions.import_ledger import Outcomes
from workflow.actions.import_others import import_figures, import_proceedings
from workflow.actions.register import Requester
from workflow.files.figures import Figure, read_figures
from workflow.files.ledger import read_ledger
from workflow.files.ledger_row import LedgerRow
from workflow.files.proceedings import ProceedingRow, read_proceedings
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.store.seal import Seal
from workflow.store.session import Store

TODAY = date(2026, 11, 24)
ONE: dict[str, Any] = {"items": [answer(1, Outcome.D2)]}
FORMS = ("2008", "2019", "2021")


def give_out(office: Office, year: int, folder: Path, suffix: str = ".csv") -> dict[str, Path]:
    """Write the three files of a year."""
    exports = {"ledger": export_ledger, "proceedings": export_proceedings, "figures": export_figures}
    files = {name: folder / f"{office.agency_id}-{year}-{name}{suffix}" for name in exports}
    for name, export in exports.items():
        export(office.store, agency_of(office), year, files[name])
    return files


def take_in(office: Office, year: int, files: dict[str, Path]) -> list[Outcomes]:
    """Bring the three files of a year into an office."""
    ledger = bring_in(office, read_ledger(files["ledger"], today=TODAY))
    with office.store.unit() as unit:
        who = agency_of(office), stamp(office)
        proceedings = import_proceedings(unit, *who, read_proceedings(files["proceedings"], today=TODAY), file="p.csv")
        entered = import_figures(unit, *who, read_figures(files["figures"], year=year), year=year, file="f.csv")
    assert [told(done.errors) for done in (ledger, proceedings, entered)] == [[], [], []]
    return [ledger, proceedings, entered]


def reports(office: Office, year: int) -> dict[str, Any]:
    """Return the year in every form, but for the name of the agency."""
    return {name: {**figures(office, year, name), "agency": ""} for name in FORMS}


@pytest.fixture
def empty(new_store: Callable[[str], Store], seal: Seal) -> Office:
    return found_office(new_store("sqlite"), seal, "0002")


def exported(office: Office, year: int, folder: Path) -> list[LedgerRow]:
    path = folder / "ledger.csv"
    written = export_ledger(office.store, agency_of(office), year, path)
    rows = [one for one in read_ledger(path, today=TODAY) if isinstance(one, LedgerRow)]
    assert len(rows) == written
    return rows


LEDGER = [
    row("2023-9", "2023-11-06", "D1", "2024-01-12", channel="letter", applicant="张三"),
    row("2024-1", "2024-02-05", "D2", "2024-02-28", channel="in_person", applicant_class="commercial", note="备注"),
    row("2024-2", "2024-02-06", "N4a", "2024-03-25", channel="fax", extended_on="2024-03-05", extension_days=15),
    row("2024-3", "2024-02-06", "N4b", "2024-06-25", channel="email", applicant_class="research"),
    row(
        "2024-4",
        "2024-03-04",
        "U4",
        "2024-04-03",
        correction_requested_on="2024-03-06",
        correction_received_on="2024-03-11",
    ),
    row("2024-5", "2024-03-04", "C1", "2024-05-03", correction_requested_on="2024-03-06", channel="oral"),
    row("2024-6", "2024-05-06", "C2", "2024-07-03", fee=Decimal("1250.00"), applicant_class="legal_service"),
    row("2024-7", "2024-05-06", "X2", "2024-05-08", applicant_class="other_org", channel="other", extra={"科室": "一"}),
    row("2024-8", "2024-05-06", "D3", "2024-07-08", extended_on="2024-07-05", extension_days=5),
    row("2024-9", "2024-12-30", "D2", "2025-01-06", applicant_class="public_welfare"),
    row("2024-10", "2024-12-30", description="两行\n文字, “引号”"),
]


def test_a_ledger_comes_out_as_it_went_in(office: Office, tmp_path: Path) -> None:
    bring_in(office, LEDGER)
    rows = exported(office, 2024, tmp_path)
    assert [(one.case_no, one.extra) for one in rows] == [
        (one.case_no, one.extra) for one in sorted(LEDGER, key=_order)
    ]
    assert (bring_in(office, rows).unchanged, bring_in(office, LEDGER).unchanged) == (11, 11)


def _order(one: LedgerRow) -> tuple[date, str]:
    return one.received_on, one.case_no


def test_a_year_gives_out_what_it_counts(office: Office, tmp_path: Path) -> None:
    bring_in(office, LEDGER)
    assert [one.case_no for one in exported(office, 2023, tmp_path)] == ["2023-9"]
    assert [one.case_no for one in exported(office, 2025, tmp_path)] == ["2024-10", "2024-9"]
    assert [one.case_no for one in exported(office, 2026, tmp_path)] == ["2024-10"]
    assert exported(office, 2022, tmp_path) == []


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_imported_year_counts_the_same_in_an_empty_system(
    office: Office, empty: Office, tmp_path: Path, suffix: str
) -> None:
    bring_in(office, LEDGER)
    with office.store.unit() as unit:
        who = agency_of(office), stamp(office)
        entered = [
            Figure(table="art20_1", row="rules", column=name, value=Decimal(value))
            for name, value in {"issued": "3", "repealed": "1", "in_force": "12"}.items()
        ]
        import_figures(unit, *who, entered, year=2024, file="f.csv")
        pending = ProceedingRow(kind="direct", filed_on=date(2024, 5, 6))
        ended = replace(pending, result="corrected", concluded_on=date(2025, 1, 7))
        import_proceedings(unit, *who, [pending, ended], file="p.csv")
    before = reports(office, 2024)
    take_in(empty, 2024, give_out(office, 2024, tmp_path, suffix))
    assert reports(empty, 2024) == before
    assert_verified(empty.store)


LOCAL: dict[str, list[Taken]] = {
    "replied": [("review", "2026-03-03"), *[(step, "2026-03-16") for step in ("submit", "clear", "decide")]],
    "consulted": [
        ("review", "2026-03-03"),
        ("consult", "2026-03-04"),
        ("deliver_consultation", "2026-03-05"),
        ("answer_consultation", "2026-04-10"),
    ],
    "charged": [
        ("review", "2026-03-03"),
        ("extend", "2026-03-04", {"days": 5}),
        ("charge", "2026-03-05"),
        ("deliver_fee_notice", "2026-03-06"),
        ("pay", "2026-03-30"),
    ],
    "delayed": [("review", "2026-03-03"), ("delay", "2026-03-20", {"until": date(2026, 6, 1)})],
    "late": [("review", "2026-03-03")],
    "extended": [("review", "2026-03-03"), ("extend", "2026-03-16", {"days": 20})],
    "corrected": [("ask_correction", "2026-03-05"), ("correct", "2026-03-25"), ("review", "2026-03-25")],
}
REPLIED_ON = {"replied": "2026-03-16", "late": "2026-04-20", "charged": "2026-04-13", "delayed": "2026-05-29"}


def handled(office: Office, name: str) -> Case:
    """Handle a request here and reply to it."""
    case: Case = office.register(items=["2025年预算"])
    steps = [step for step in LOCAL[name] if step[0] not in ("submit", "clear", "decide")]
    day = REPLIED_ON.get(name, "2026-04-17")
    history: list[Taken] = [*steps, ("draft", day, ONE), *((one, day) for one in ENDING)]
    for step, on, *said in history:
        case = office.take(case, step, on, **(said[0] if said else {}))
    return case


ENDING = ("submit", "clear", "decide", "issue_reply", "reply")


@pytest.mark.parametrize("name", LOCAL)
def test_a_request_handled_here_counts_the_same_in_an_empty_system(
    sqlite_office: Office, empty: Office, tmp_path: Path, name: str
) -> None:
    case = handled(sqlite_office, name)
    assert case.counted_late is (name in {"late", "extended"})
    files = give_out(sqlite_office, 2026, tmp_path)
    take_in(empty, 2026, files)
    assert reports(empty, 2026) == reports(sqlite_office, 2026)
    assert bring_in(sqlite_office, read_ledger(files["ledger"], today=TODAY)).unchanged == 1
    assert_verified(empty.store)


def test_a_worked_year_counts_the_same_in_an_empty_system(office: Office, empty: Office, tmp_path: Path) -> None:
    for name in LOCAL:
        handled(office, name)
    office.take(office.register(), "withdraw", "2026-03-06")
    office.register(requester=Requester(name="乙厂", applicant_class="commercial"))
    bring_in(office, [row("旧1", "2025-12-29", "N1", "2026-01-20"), row("旧2", "2026-01-05", extra={"科室": "一科"})])
    again = handled(office, "replied")
    for step, on, said in (
        ("file_proceeding", "2026-04-01", {}),
        ("file_proceeding", "2026-04-01", {"filing": "direct"}),
        ("conclude_proceeding", "2026-05-06", {}),
        ("reopen", "2026-05-07", {}),
        ("extend", "2026-05-08", {"days": 5}),
        ("draft", "2026-05-08", {"items": [answer(1, Outcome.N1)]}),
    ):
        again = office.take(again, step, on, **said)
    files = give_out(office, 2026, tmp_path)
    done = take_in(empty, 2026, files)
    assert [one.added for one in done] == [12, 2, 0]
    assert reports(empty, 2026) == reports(office, 2026)
    assert [(one.added, one.unchanged) for one in take_in(office, 2026, files)] == [(0, 12), (0, 2), (0, 0)]

    second = give_out(empty, 2026, tmp_path)
    for name, file in files.items():
        assert second[name].read_bytes() == file.read_bytes()
    assert_verified(empty.store)


def test_a_year_of_nothing_is_a_header(sqlite_office: Office, tmp_path: Path) -> None:
    files = give_out(sqlite_office, 2024, tmp_path)
    assert [len(file.read_text("utf-8-sig").splitlines()) for file in files.values()] == [1, 1, 1]
