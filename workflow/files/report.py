"""`check-report`: every equation (勾稽关系) of a published report that its cells allow to test."""

from collections.abc import Iterator
from pathlib import Path

from workflow.files.report_file import Report, read_report
from workflow.files.report_finding import TEXT_TABLE, Finding
from workflow.files.report_repeats import against_tables, listed, named_for_group, repeated
from workflow.files.report_requests import flows, request_sums, result_sums
from workflow.files.report_shares import change_findings, share_findings
from workflow.files.report_sums import headed_sums, nested_sums, parts_within, total_sums
from workflow.files.report_tables import read_tables, table_findings
from workflow.files.report_text import text_groups


def check_report(path: Path) -> dict[str, object]:
    """Test a published report in the shape of `tests/data/reports`.

    The report's own verdicts are not looked at.

    Returns:
        `consistent`: every equation inside the tables and inside the text holds. `text_matches_tables`: None if nothing
        can be compared; a difference leaves the report consistent. `checks`: each equation with both sides. `doubts`:
        what is implausible but breaks no equation. `unread`: labels of the tables that the form does not have.

    Raises:
        BadInput: The file is no JSON, empty, too large, or no report.

    """
    return verdict(read_report(path))


def verdict(report: Report) -> dict[str, object]:
    """Test a report that was read; the result is that of `check_report`."""
    read = read_tables(report)
    found = [*table_findings(report, read), *_unique(text_findings(report))]
    checks = [finding for finding in found if finding.level != "info"]
    compared = [finding.holds for finding in checks if finding.scope == TEXT_TABLE]
    result: dict[str, object] = {
        "consistent": all(finding.holds for finding in checks if finding.scope != TEXT_TABLE),
        "text_matches_tables": all(compared) if compared else None,
        "checks": [finding.as_dict() for finding in checks],
    }
    doubts = [finding.as_dict() for finding in found if finding.level == "info" and not finding.holds]
    if doubts:
        result["doubts"] = doubts
    if read.unread:
        result["unread"] = read.unread
    return result


def text_findings(report: Report) -> Iterator[Finding]:
    """Test the figures of the text among themselves and against the tables, one kind of equation after the other."""
    groups, read = text_groups(report), read_tables(report)
    channels_overlap = report.format_id == "2008"
    yield from flows(groups, read, report.year)
    yield from request_sums(groups)
    yield from result_sums(groups)
    yield from nested_sums(groups, channels_overlap=channels_overlap)
    yield from total_sums(groups, channels_overlap=channels_overlap)
    yield from headed_sums(groups)
    yield from parts_within(groups)
    yield from share_findings(groups)
    yield from change_findings(groups, report.year)
    yield from repeated(groups)
    yield from listed(groups)
    yield from named_for_group(groups)
    yield from against_tables(groups, read)


def _unique(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Drop an equation that two rules find alike, such as a list that is headed in two ways."""
    seen = set()
    for finding in findings:
        key = (finding.table, finding.row, finding.column, finding.equation)
        if key not in seen:
            seen.add(key)
            yield finding
