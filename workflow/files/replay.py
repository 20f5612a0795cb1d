"""A year of work whose statistics give a published report back, cell by cell: for examples, tests and `disclosure run`.

The report says how many, not when or who: days are spaced evenly, every reply is in time, nobody has a name. The same
seed gives the same ledger.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from random import Random

from workflow.files import report_words as words
from workflow.files.figures import Figure
from workflow.files.ledger_row import LedgerRow
from workflow.files.proceedings import KINDS, RESULTS, ProceedingRow
from workflow.files.report_file import Report, decode
from workflow.files.report_tables import Read, read_tables
from workflow.files.report_text import Entry, Group, text_groups
from workflow.rules.errors import BadInput
from workflow.rules.outcomes import Outcome

EXAMPLES = ("2024-huaian-government", "2018-baiyin-work-safety")

_TABLE_2008 = "disclosure_statistics"
_CHANNELS = ("online", "online", "letter", "in_person", "email")
_APART_BEFORE_2019 = frozenset({Outcome.N4A, Outcome.N4B})
_CHANNEL_ROWS = {"网站": "ch_website", "公报": "ch_gazette", "微博": "ch_weibo", "微信": "ch_wechat"}
_WEEKEND = (5, 6)


@dataclass(frozen=True, slots=True)
class _Case:
    received_on: date
    applicant_class: str
    outcome: Outcome | None


def example(name: str) -> Report:
    """Return one of the published reports in `EXAMPLES`, which come with the package."""
    if name not in EXAMPLES:
        raise BadInput("There is no example {name}. There are {examples}.", name=name, examples=EXAMPLES)
    return decode((files("workflow.files") / "data" / "reports" / f"{name}.json").read_bytes())


def ledger_of(report: Report, *, seed: int) -> Iterator[LedgerRow]:
    """Yield the requests of a year that count as `report` does, by day of receipt.

    What was carried in came in December of the year before and is answered in January; what is carried out comes in
    December. A report without a complete request table gives no requests.

    Args:
        report: Format `2021` or `2019` with `t1`.
        seed: Chooses outcomes and channels where the table leaves them open.

    Raises:
        BadInput: The report names no year, or its table does not balance.

    """
    random, read, year = Random(seed), read_tables(report), _year(report)  # noqa: S311 - an example, nothing to guard
    table = read.form.table("applications") if "applications" in read.tables else None
    if table is None:
        return
    columns = [column.id for column in table.columns if not column.sum_of]
    cases = [case for column in columns for case in _cases(read, column, year, random)]
    serials = {year - 1: 0, year: 0}
    for case in sorted(cases, key=lambda case: case.received_on):
        serials[case.received_on.year] += 1
        yield _row(case, f"{case.received_on.year}-{serials[case.received_on.year]:05d}", year, random)


def proceedings_of(report: Report) -> Iterator[ProceedingRow]:
    """Yield the reconsiderations and lawsuits of a year that count as table `t3` of `report` does."""
    read, year = read_tables(report), _year(report)
    for kind in KINDS:
        for result in (*RESULTS, ""):
            number = int(read.figure("review_litigation", "cases", f"{kind}_{result or 'pending'}") or 0)
            span = (date(year, 1, 10), date(year, 11, 10)) if result else (date(year, 11, 15), date(year, 12, 31))
            for filed_on in _spaced(*span, number):
                concluded_on = filed_on + timedelta(days=45) if result else None
                yield ProceedingRow(kind=kind, filed_on=filed_on, result=result, concluded_on=concluded_on)


def figures_of(report: Report) -> Iterator[Figure]:
    """Yield the figures of `report` that are entered rather than counted.

    Of the forms since 2019 these are the tables of Art. 20. Of a text-only report before 2019, what the form has a row
    for stands there, the categories and channels of the text in `x_categories` and `x_channels`, all else in `x_text`.
    """
    read = read_tables(report)
    for table in read.form.tables:
        for row, cells in read.tables.get(table.id, {}).items() if table.section == "proactive" else ():
            for column, value in cells.items():
                if value is not None:
                    yield Figure(table=table.id, row=row, column=column, value=Decimal(value))
    if report.format_id == "2008":
        for group in text_groups(report):
            for entry in group.entries:
                yield from _text_figures(group, entry)


def _year(report: Report) -> int:
    if report.year is None:
        raise BadInput("The report does not say for which year it is. Add the year to its source.")
    return report.year


def _cases(read: Read, column: str, year: int, random: Random) -> Iterator[_Case]:
    """Yield the requests of one class of applicants, those carried in first and those carried out last."""
    cells = {row: int(read.figure("applications", row, column) or 0) for row in read.tables["applications"]}
    outcomes = _outcomes(read, cells, random)
    new, carried_in, carried_out = (cells.get(row, 0) for row in ("new_received", "carried_in", "carried_out"))
    if new + carried_in != len(outcomes) + carried_out:
        raise BadInput(
            "The column {column} of the report does not balance: {received} came in, {accounted} are accounted for.",
            column=column,
            received=new + carried_in,
            accounted=len(outcomes) + carried_out,
        )
    late = min(new, carried_out)
    received = [
        *_spaced(date(year - 1, 12, 18), date(year - 1, 12, 31), carried_in),
        *_spaced(date(year, 1, 1), date(year, 12, 5), new - late),
        *_spaced(date(year, 12, 10), date(year, 12, 31), late),
    ]
    open_at_the_end: list[Outcome | None] = [None] * carried_out
    for received_on, outcome in zip(received, [*outcomes, *open_at_the_end], strict=True):
        yield _Case(received_on, column, outcome)


def _outcomes(read: Read, cells: dict[str, int], random: Random) -> list[Outcome]:
    """Return as many outcomes of each row as the column has, in any order."""
    form = read.form.format_id
    found: list[Outcome] = []
    for row, number in cells.items():
        choices = [code for code in Outcome if code.row(form) == row and code not in _APART_BEFORE_2019]
        if choices:
            found.extend(random.choice(choices) for _ in range(number))
    random.shuffle(found)
    return found


def _row(case: _Case, case_no: str, year: int, random: Random) -> LedgerRow:
    closed_on = None if case.outcome is None else _closed_on(case.received_on, year, random)
    asked = case.received_on + timedelta(days=3) if case.outcome in {Outcome.U4, Outcome.C1} else None
    return LedgerRow(
        case_no=case_no,
        received_on=case.received_on,
        applicant_class=case.applicant_class,
        channel=random.choice(_CHANNELS),
        correction_requested_on=asked,
        correction_received_on=asked + timedelta(days=4) if asked and case.outcome is Outcome.U4 else None,
        outcome=case.outcome.value if case.outcome else "",
        closed_on=closed_on,
    )


def _closed_on(received_on: date, year: int, random: Random) -> date:
    """Return a weekday within 20 days of receipt, and so within the period of 20 working days, in the year."""
    day = max(received_on + timedelta(days=random.randint(10, 17)), date(year, 1, 4))
    while day.weekday() in _WEEKEND:
        day += timedelta(days=1)
    return day


def _spaced(first: date, last: date, number: int) -> Iterator[date]:
    span = (last - first).days
    return (first + timedelta(days=place * span // max(1, number - 1)) for place in range(number))


def _text_figures(group: Group, entry: Entry) -> Iterator[Figure]:
    value = Decimal(entry.value)
    row = _row_2008(group, entry)
    if row:
        yield Figure(table=_TABLE_2008, row=row, column="value", value=value)
    register = {"类别": "x_categories", "渠道": "x_channels"}.get(group.name) if group.whole else None
    if register:
        yield Figure(table=register, row=entry.label, column="value", value=value)
    elif not row:
        yield Figure(table="x_text", row=group.where(entry), column="value", value=value)


def _row_2008(group: Group, entry: Entry) -> str:
    """Return the row of the form before 2019 that says the same as a figure of the text; "" if there is none."""
    if group.whole is not None:
        return _channel_row(entry) if group.name == "渠道" else ""
    if group.name == "主动公开" and words.TOTAL.search(entry.name):
        return "info_disclosed"
    if group.part == "stat_table" and not entry.part:
        if group.name == "政策解读" and "政策" in entry.name:
            return "policy_articles"
        if group.name == "回应关切" and "回应" in entry.name:
            return "hot_topics"
    return ""


def _channel_row(entry: Entry) -> str:
    if words.OTHER_MEDIA.search(entry.name):
        return "ch_other"
    return next((row for word, row in _CHANNEL_ROWS.items() if word in entry.name), "")
