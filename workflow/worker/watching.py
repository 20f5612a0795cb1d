"""Whether sweeps come: asked by those who deliver, on a queue of their own, so that a dead sweep cannot hide itself."""

from datetime import datetime, timedelta

from workflow.actions import sweep
from workflow.installation import Installation
from workflow.rules.errors import Unavailable
from workflow.rules.states import Role
from workflow.store.alerts import open_alerts
from workflow.store.beats import Beat, beats
from workflow.store.people import agencies
from workflow.worker.alarms import Alarm, clear_alarm, raise_alarm

LATE = "sweep is late"
PERIODS = 2
"""Periods without a sweep after which it is late."""


def is_late(beat: Beat | None, since: datetime | None, now: datetime, period: timedelta) -> bool:
    """Tell whether the last sweep is older than two periods.

    Args:
        beat: Of the sweep; None where there was none yet.
        since: When this worker began: what was late before is being caught up. None to look at the sweep alone.
        now: The present instant.
        period: Between two sweeps.
    """
    ended = beat.ended_at if beat is not None else None
    known = [at for at in (ended, since) if at is not None]
    return not known or now - max(known) > PERIODS * period


def watch(installation: Installation, since: datetime | None = None) -> bool:
    """Raise an alert if sweeps are late and clear it when they are not; tell whether they are late.

    Args:
        installation: The record and its settings.
        since: When this worker began.
    """
    now = installation.now()
    period = timedelta(seconds=installation.settings.sweep_seconds)
    with installation.store.reading() as connection:
        last = beats(connection).get(sweep.BEAT)
        tops = [one.id for one in agencies(connection) if one.parent_id is None][:1]
        told = {alert.agency_id for alert in open_alerts(connection, tops) if alert.about == LATE}
    late = is_late(last, since, now, period)
    for agency_id in tops:
        if late and agency_id not in told:
            problem = Unavailable(
                "What is due was not looked for since {last}. Reminders are late; check that a worker serves the queue "
                "sweeps and that beat runs, with: disclosure health.",
                last=f"{last.ended_at:%Y-%m-%d %H:%M} UTC" if last and last.ended_at else "-",
            )
            raise_alarm(installation, Alarm(agency_id, LATE, Role.ADMIN, problem))
        elif not late and agency_id in told:
            clear_alarm(installation, agency_id, LATE)
    return late
