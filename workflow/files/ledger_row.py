"""One request of the ledger."""

from datetime import date
from decimal import Decimal

from msgspec import Struct, field


class LedgerRow(Struct, frozen=True, kw_only=True):
    """One request (依申请公开案件) as a spreadsheet records it.

    Args:
        case_no: 登记号, unique within the agency.
        received_on: The legal receipt day (收到申请之日).
        channel: Code of 申请方式.
        applicant_class: Code of 申请人类型.
        applicant: Name; `未登记` where the ledger has none.
        extended_on, extension_days: Day and length, in working days, of an extension (延期).
        correction_requested_on, correction_received_on: Days of the notice (补正告知) and of what came in.
        outcome: Code; "" while the case is open.
        closed_on: Day of the reply or closing act; None while the case is open.
        fee: In yuan, two places; None where nothing was charged.
        extra: Header -> text of columns the ledger does not know.
        line: Row of the file it came from, from 1; 0 for a row that came from elsewhere.

    """

    case_no: str
    received_on: date
    channel: str
    applicant_class: str
    applicant: str = "未登记"
    description: str = ""
    extended_on: date | None = None
    extension_days: int | None = None
    correction_requested_on: date | None = None
    correction_received_on: date | None = None
    outcome: str = ""
    closed_on: date | None = None
    fee: Decimal | None = None
    note: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    line: int = 0
