"""The calendar of the installation for commands that count days without opening the record."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from workflow.cli.screen import Say, remark
from workflow.files.calendars import shipped_notices
from workflow.rules.calendar import Calendar, build
from workflow.rules.errors import Unavailable
from workflow.settings import Settings
from workflow.store.known_notices import known_notices


def announced(settings: Settings, say: Say) -> Calendar:
    """Return the calendar of all notices; where the record does not answer, say so and leave out its own."""
    try:
        imported = known_notices(settings.url)
    except Unavailable as error:
        imported = ()
        remark(error.text(say))
        remark(say("Counted with the notices that came with the program."))
    return build((*shipped_notices(), *imported))


def today_here() -> date:
    """Return today in the time zone of the notices."""
    return datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()  # noqa: TID251 (the edge asks the clock)
