from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from workflow.files.ledger import read_ledger, write_ledger
from workflow.files.ledger_columns import APPLICANT_CLASSES, CHANNELS, FIELDS
from workflow.files.ledger_row import LedgerRow
from workflow.rules.errors import BadInput
from workflow.rules.outcomes import Outcome

TODAY = date(2026, 3, 5)
SUFFIXES = (".csv", ".xlsx")

# Blanks around a text and the kind of line break do not survive, nor are they meant to.
PUNCTUATION = " \n\t,\"'=+-@，"
TRICKY = ("=1+1", "+86 10", "-", "@所有人", "'=1", "''", "_x0041_", "2024-02-05", "00123", "1,5", '"', "a\nb")
characters = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
texts = st.text(characters | st.sampled_from(PUNCTUATION), max_size=30).map(str.strip)
tricky = st.sampled_from(TRICKY)
words = texts | tricky


@st.composite
def ledgers(draw: st.DrawFn) -> list[LedgerRow]:
    numbers = draw(st.lists(words.filter(bool), unique=True, max_size=5))
    return [draw(rows(number, line)) for line, number in enumerate(numbers, start=2)]


@st.composite
def rows(draw: st.DrawFn, case_no: str, line: int) -> LedgerRow:
    received_on = draw(st.dates(date(2019, 6, 1), date(2025, 6, 1)))
    extended = draw(st.booleans())
    outcome = draw(st.sampled_from(["", *Outcome]))
    return LedgerRow(
        case_no=case_no,
        received_on=received_on,
        channel=draw(st.sampled_from([*CHANNELS])),
        applicant_class=draw(st.sampled_from([*APPLICANT_CLASSES])),
        applicant=draw(words) or "未登记",
        description=draw(words),
        extended_on=received_on + timedelta(15) if extended else None,
        extension_days=draw(st.integers(1, 20)) if extended else None,
        outcome=str(outcome),
        closed_on=received_on + timedelta(30) if outcome else None,
        fee=draw(st.none() | st.decimals(0, 99999, places=2)),
        note=draw(words),
        extra={name: value for name in ("经办人", "=处室") if (value := draw(words))},
        line=line,
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ledger=ledgers())
def test_what_is_written_is_read_back(tmp_path: Path, suffix: str, ledger: list[LedgerRow]) -> None:
    path = tmp_path / f"台账{suffix}"
    write_ledger(ledger, path)
    assert list(read_ledger(path, today=TODAY)) == ledger


def row(**changes: object) -> LedgerRow:
    values = {"case_no": "2024-1", "received_on": date(2024, 2, 5), "channel": "online"}
    return LedgerRow(**{**values, "applicant_class": "natural_person", "line": 2, **changes})  # type: ignore[arg-type]  # any field


def test_a_workbook_keeps_words_that_look_like_a_formula_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_ledger([row(description="=1+1", fee=Decimal("12.50"))], path)
    sheet = load_workbook(path).active
    assert sheet is not None
    cells = {field.name: cell for field, cell in zip(FIELDS, sheet[2], strict=True)}
    assert (cells["description"].value, cells["description"].data_type) == ("=1+1", "s")
    assert cells["received_on"].data_type == "d"
    assert cells["fee"].value == 12.5
    assert sheet.freeze_panes == "A2"


def test_no_cell_of_a_csv_file_starts_like_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_ledger([row(applicant="@张三", description="=1+1", note="-")], path)
    written = path.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert "'=1+1" in written.decode()
    (back,) = read_ledger(path, today=TODAY)
    assert isinstance(back, LedgerRow)
    assert (back.applicant, back.description, back.note) == ("@张三", "=1+1", "-")


def test_columns_that_are_not_to_be_written_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="2024-1 has columns that are not written: 处室"):
        write_ledger([row(extra={"处室": "法规处"})], tmp_path / "a.csv", extra=["经办人"])
    assert list(tmp_path.iterdir()) == []


def test_rows_are_written_one_by_one_if_the_columns_are_known(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_ledger((row(case_no=str(number), extra={"处室": "法规处"}) for number in range(3)), path, extra=["处室"])
    assert len(list(read_ledger(path, today=TODAY))) == 3


def test_a_text_too_long_for_a_workbook_is_refused_and_nothing_is_left_behind(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Row 2 has a text of 40000 characters in column 6"):
        write_ledger([row(description="长" * 40_000)], tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"neither .csv nor .xlsx"):
        write_ledger([], tmp_path / "a.ods")
