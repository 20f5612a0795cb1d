"""Samples of `letters.filing`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from letters.filing import FileContents, FileCover, FiledPaper, FileNote, LedgerLine, LedgerSheet
from letters.parts import Document
from letters.sample_facts import AGENCY, RECEIVED_ON, REPLIED_ON

_HEAD: Mapping[str, Any] = {"agency": AGENCY.name, "number": "2026-0012", "issued_on": date(2026, 4, 20)}

FILE_COVER = FileCover(
    **_HEAD,
    applicant="张三",
    subject="乙厂2025年的排污许可证",
    received_on=RECEIVED_ON,
    closed_on=REPLIED_ON,
    outcome="D2　予以公开",
    pages="26页",
    retention="定期10年",
)

FILE_CONTENTS = FileContents(
    **_HEAD,
    papers=(
        FiledPaper(
            number="甲环公开〔2026〕12号",
            author=AGENCY.name,
            title="政府信息公开申请答复书",
            on=REPLIED_ON,
            page="1",
        ),
        FiledPaper(author="王某", title="答复审批记录", on=REPLIED_ON, page="5"),
        FiledPaper(author="张三", title="政府信息公开申请", on=RECEIVED_ON, page="8"),
        FiledPaper(number="甲环回〔2026〕12号", author=AGENCY.name, title="登记回执", on=RECEIVED_ON, page="10"),
        FiledPaper(
            number="EX000000012CN",
            author=AGENCY.name,
            title="政府信息公开申请答复书（甲环公开〔2026〕12号）发出凭证",
            on=date(2026, 3, 27),
            page="24",
            remark="邮寄送达",
        ),
        FiledPaper(title="备考表", page="26"),
    ),
)

FILE_NOTE = FileNote(
    **_HEAD,
    papers=6,
    missing=("政府信息公开申请答复书（甲环公开〔2026〕12号）没有送达凭证",),
    filed_by="赵某",
)

LEDGER_SHEET = LedgerSheet(
    **_HEAD,
    lines=(
        LedgerLine(label="登记号", value="2026-0012"),
        LedgerLine(label="申请人类型", value="自然人"),
        LedgerLine(label="收到申请日期", value="2026年3月2日"),
        LedgerLine(label="办理结果", value="D2　予以公开"),
        LedgerLine(label="办结日期", value="2026年3月26日"),
        LedgerLine(label="行政复议", value=""),
    ),
)

SAMPLES: Mapping[str, Document] = {
    "file_cover": FILE_COVER,
    "file_contents": FILE_CONTENTS,
    "file_note": FILE_NOTE,
    "ledger_sheet": LEDGER_SHEET,
}
