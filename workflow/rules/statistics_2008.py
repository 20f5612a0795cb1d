"""Counting rules of 《政府信息公开情况统计表》, the form before 2019.

It has no applicant columns and no carry-over: received and concluded need not balance inside a year. A notice to amend
or supplement is a reply here, from 2019 it is none. Most rows of the form are UNVERIFIED, see the evidence in its data.

Source:
    国办发〔2014〕32号; 政府信息公开条例 (2008), Arts. 13, 14, 21–24.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from workflow.rules.equations import Number
from workflow.rules.errors import BadInput
from workflow.rules.forms import Form
from workflow.rules.outcomes import Outcome
from workflow.rules.statistics import Counted, Group, ProceedingGroup, blank_table, fill_sums, named

TABLE = "disclosure_statistics"

# UNVERIFIED: that e-mail counts as 网络申请 and an oral request as 当面申请; the form has four channels only.
CHANNEL_ROWS: Mapping[str, str] = MappingProxyType(
    {
        "in_person": "rec_in_person",
        "oral": "rec_in_person",
        "fax": "rec_fax",
        "online": "rec_online",
        "email": "rec_online",
        "letter": "rec_letter",
    }
)

# UNVERIFIED: that a case closed late without an extension counts as 延期办结; the form has no third row.
CONCLUDED_ROWS: Mapping[bool, str] = MappingProxyType({False: "con_on_time", True: "con_extended"})

PROCEEDING_ROWS: Mapping[str, str] = MappingProxyType({"review": "review", "direct": "lit", "after": "lit"})

COUNTED_ROWS = frozenset(
    {
        *("received", *CHANNEL_ROWS.values(), "concluded", *CONCLUDED_ROWS.values(), "replies", "rep_correct"),
        *(row for outcome in Outcome if (row := outcome.row("2008"))),
        *("rep_refused", "review", "review_upheld", "review_corrected", "review_other"),
        *("litigation", "lit_upheld", "lit_corrected", "lit_other"),
    }
)
"""Rows that are counted from cases; the others are entered."""


def statistics_2008(form: Form, groups: Iterable[Group], proceedings: Iterable[ProceedingGroup]) -> Counted:
    """Count the rows of 三、依申请公开情况 to 五、行政诉讼数量; the rows that are entered hold 0.

    Returns:
        The table, and what it has no row for: outcomes such as 重复申请 by their code, other channels, and pending
        proceedings as `review_pending` and `litigation_pending`.

    Raises:
        BadInput: Replies were recorded as plain N4, but the form counts trade secrets and privacy apart.

    """
    table = form.table(TABLE)
    cells = blank_table(table)
    unmapped: Counter[str] = Counter()
    for group in groups:
        _count_request(form, group, cells, unmapped)
    for proceeding in proceedings:
        _count_proceeding(proceeding, cells, unmapped)
    fill_sums(table, cells)
    return Counted({TABLE: cells}, named(unmapped))


def _count_request(form: Form, group: Group, cells: dict[str, dict[str, Number]], unmapped: Counter[str]) -> None:
    _add(cells, unmapped, CHANNEL_ROWS.get(group.channel), group.channel, group.new)
    _add(cells, unmapped, CONCLUDED_ROWS[group.extended], "", group.results)
    _add(cells, unmapped, "rep_correct", "", group.corrections)
    if group.results:
        _add(cells, unmapped, _reply_row(form, group), str(group.outcome), group.results)


def _count_proceeding(proceeding: ProceedingGroup, cells: dict[str, dict[str, Number]], unmapped: Counter[str]) -> None:
    kind = PROCEEDING_ROWS[proceeding.kind]
    row = f"{kind}_{proceeding.result}" if proceeding.result else None
    pending = "review_pending" if kind == "review" else "litigation_pending"
    _add(cells, unmapped, row, pending, proceeding.cases)


def _reply_row(form: Form, group: Group) -> str | None:
    if group.outcome is None or group.outcome not in frozenset(Outcome):
        return None
    outcome = Outcome(group.outcome)
    if outcome.must_be_split(form.format_id):
        raise BadInput(
            "{count} refusals are recorded as N4, but the form before 2019 counts trade secrets and privacy apart. "
            "Record each of them as N4a (trade secret) or N4b (privacy).",
            count=group.results,
        )
    return outcome.row(form.format_id)


def _add(cells: dict[str, dict[str, Number]], unmapped: Counter[str], row: str | None, code: str, count: int) -> None:
    """Add `count` to `row`, or to what is unmapped where there is no row."""
    if row is None:
        unmapped[code] += count
    else:
        cells[row]["value"] += count
