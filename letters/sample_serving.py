"""Samples of `letters.serving`."""

from collections.abc import Mapping
from datetime import date

from letters.parts import Document
from letters.sample_facts import AGENCY
from letters.serving import AddressFrom, PostingRecord, PostService, ServiceReturn
from workflow.rules.service import Way

SERVICE_RETURN = ServiceReturn(
    agency=AGENCY.name,
    number="2026-0012",
    issued_on=date(2026, 3, 27),
    document="政府信息公开申请答复书",
    document_no="甲环公开〔2026〕12号",
    addressee="张三",
    way=Way.DIRECT,
)

POSTING_RECORD = PostingRecord(
    agency=AGENCY.name,
    number="2026-0012",
    issued_on=date(2026, 3, 27),
    document="政府信息公开申请答复书",
    document_no="甲环公开〔2026〕12号",
    addressee="张三",
    service=PostService.EMS,
    tracking_no="EX000000012CN",
    posted_on=date(2026, 3, 27),
    address_from=AddressFrom.REQUEST,
)

SAMPLES: Mapping[str, Document] = {"service_return": SERVICE_RETURN, "posting_record": POSTING_RECORD}
