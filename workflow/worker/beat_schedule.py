"""When what is asked for, as data.

Beat only asks, at short intervals; whether it is time is answered from the record by whoever takes the message. So beat
remembers nothing, may be started twice, and a night in which the machine was off is caught up when it is on again.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from workflow.settings import Settings

SWEEP, DELIVER, SET_OUT = "sweeps.sweep", "deliveries.deliver", "rendering.set_out"
DELIVER_SECONDS: Final = 20
SET_OUT_SECONDS: Final = 20
ASK_SECONDS: Final = 600
"""How often a daily or weekly task is asked for."""

BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Long ago: what is asked for at intervals is asked for at once when beat starts."""


class Chore(NamedTuple):
    """Work of a night or a week.

    Args:
        beat: The name under which the record keeps when it was last done.
        at: The time of day from which it is due.
        weekday: The day of the week, Monday is 0; None for every day.
    """

    beat: str
    at: time
    weekday: int | None = None


CHORES: Final[Mapping[str, Chore]] = {
    "sweeps.record_silence": Chore("silence", time(0, 30)),
    "sweeps.warn_of_breaches": Chore("breaches", time(7, 30), weekday=0),
    "reports.verify_part": Chore("verify", time(2, 0)),
    "reports.purge": Chore("purge", time(3, 30)),
}


def is_time(chore: Chore, last: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether a chore is due: it was not done since it last should have been.

    Args:
        chore: The work.
        last: When it was last done, UTC.
        now: The present instant.
        zone: In which its time of day is meant.
    """
    here = now.astimezone(zone)
    planned = here.replace(hour=chore.at.hour, minute=chore.at.minute, second=0, microsecond=0)
    back = 0 if chore.weekday is None else (here.weekday() - chore.weekday) % 7
    planned -= timedelta(days=back)
    if planned > here:
        planned -= timedelta(days=1 if chore.weekday is None else 7)
    return last is None or last < planned


def beat_schedule(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return what beat asks for; a message that nobody took in its period is not worth taking any more."""
    periods = {
        SWEEP: settings.sweep_seconds,
        DELIVER: DELIVER_SECONDS,
        SET_OUT: SET_OUT_SECONDS,
        **dict.fromkeys(CHORES, ASK_SECONDS),
    }
    return {
        task: {
            "task": task,
            "schedule": timedelta(seconds=seconds),
            "last_run_at": BEGINNING,
            "options": {"expires": float(seconds)},
        }
        for task, seconds in periods.items()
    }
