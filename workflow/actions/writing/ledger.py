"""The sheet of the ledger (台账页) of one request, from the record."""

from datetime import date

from letters.filing import LedgerLine, LedgerSheet
from letters.filters import chinese_date
from workflow.actions.writing.common import Wanted
from workflow.files.ledger_columns import APPLICANT_CLASSES, CHANNELS
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.rules.record.ledger_view import finished, ledger_view
from workflow.store.case_papers import CasePapers, KeptProceeding
from workflow.store.dossier import Dossier


def ledger_sheet(papers: Dossier, number: str, wanted: Wanted) -> LedgerSheet:
    """Return the request as the ledger and the annual report count it (台账页)."""
    case = papers.case
    lines = {
        "登记号": case.case_no,
        "申请人": case.applicant,
        "申请人类型": APPLICANT_CLASSES.get(case.applicant_class, case.applicant_class),
        "申请方式": CHANNELS[case.channel],
        "申请内容": "；".join(item.text for item in papers.items),
        "收到申请日期": chinese_date(case.received_on),
        **_moved(case),
        "答复期限届满日": _day(papers.clock.due_on),
        "收费金额（元）": f"{case.fee_fen // 100}.{case.fee_fen % 100:02d}" if case.fee_fen else "",
        "缴费日期": _day(papers.kept().paid_on),
        "办理结果": outcome_named(case.outcome),
        "办结日期": _day(case.closed_on),
        "年度报告统计的结果": outcome_named(case.counted_outcome),
        "年度报告统计的日期": _day(case.counted_on),
        **finished(case),
        "行政复议": _proceedings(papers.kept(), "review"),
        "行政诉讼": _proceedings(papers.kept(), "direct", "after"),
    }
    return LedgerSheet(
        agency=papers.agency.name,
        number=number,
        issued_on=wanted.on,
        lines=tuple(LedgerLine(label=label, value=value) for label, value in lines.items()),
    )


def _moved(case: Case) -> dict[str, str]:
    seen = ledger_view(case)
    return {
        "补正告知日期": _day(seen.correction_requested_on),
        "收到补正日期": _day(seen.correction_received_on),
        "延期日期": _day(seen.extended_on),
        "延长工作日数": str(seen.extension_days or ""),
    }


def _day(on: date | None) -> str:
    return "" if on is None else chinese_date(on)


_RESULTS = {"": "尚未审结", "upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果"}
_FILED_AS = {"review": "", "direct": "未经复议直接起诉，", "after": "复议后起诉，"}


def _proceedings(kept: CasePapers, *kinds: str) -> str:
    return "；".join(_proceeding(one) for one in kept.proceedings if one.kind in kinds)


def _proceeding(one: KeptProceeding) -> str:
    ended = f"，{chinese_date(one.concluded_on)}" if one.concluded_on else ""
    return f"{chinese_date(one.filed_on)}受理，{_FILED_AS[one.kind]}{_RESULTS[one.result]}{ended}"


def outcome_named(outcome: Outcome | None) -> str:
    """Return code and name of an outcome; nothing while there is none."""
    return "" if outcome is None else f"{outcome.value}　{outcome.label}"
