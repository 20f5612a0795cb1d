"""The invented county and the request that all samples are about."""

from datetime import date

from letters.parts import Contact, Recital
from workflow.rules.agencies import AgencyKind, Profile
from workflow.rules.regimes import regime_on

AGENCY = Profile("甲县生态环境局", AgencyKind.DEPARTMENT, government="甲县人民政府", superior="甲市生态环境局")
CONTACT = Contact(office="甲县生态环境局办公室", telephone="0000-1234567", address="甲县解放路1号")
RECEIVED_ON = date(2026, 3, 2)
REPLIED_ON = date(2026, 3, 26)
LAW = regime_on(RECEIVED_ON)
ARTICLES = LAW.articles


def recital(*request: str) -> Recital:
    """Return the recital of a request that came in by the portal."""
    return Recital(
        case_no="2026-0012",
        channel="网络",
        received_on=RECEIVED_ON,
        received_because="双方于当日确认",
        request=request,
    )
