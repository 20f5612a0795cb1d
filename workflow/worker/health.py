"""Whether the installation does by itself what it should: read from the record, and nothing is changed by looking."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from workflow.actions import sweep
from workflow.installation import Installation
from workflow.rules.errors import CaseworkError, Unavailable
from workflow.store.alerts import open_alerts
from workflow.store.beats import Beat, beats
from workflow.store.current import must_be_current
from workflow.store.deliveries import Backlog, backlog
from workflow.store.letter_register import waiting_to_be_set_out
from workflow.store.session import local_day
from workflow.worker import setting_out
from workflow.worker.watching import is_late

WAITED: Final = timedelta(minutes=15)
"""A message whose time came longer ago than this is not being delivered."""

ALARM: Final = (11, 1)
"""Month and day from which the calendar of the next year has to be there."""


class Health(NamedTuple):
    """How an installation stands.

    Args:
        at: When it was looked at, UTC.
        sweep: The sweep; None where there was none yet.
        backlog: What is on its way, by channel.
        letters: Issued letters that have no PDF yet.
        alerts: Open alerts.
        horizon: The last day that holiday notices cover.
        beats: All work that comes round by itself, by name.
        problems: Why it is not healthy; nothing where it is.
        remarks: What is to be looked at, although all works.
    """

    at: datetime
    sweep: Beat | None
    backlog: list[Backlog]
    letters: int
    alerts: int
    horizon: date
    beats: Mapping[str, Beat]
    problems: list[CaseworkError]
    remarks: list[CaseworkError]


def health(installation: Installation) -> Health:
    """Return how the installation stands.

    Raises:
        Unavailable: The database does not answer.
        NotFound: There is no database yet.
        BadInput: Its schema is not that of this program.
    """
    now = installation.now()
    store = installation.bare_store
    must_be_current(store)
    with store.reading() as connection:
        known = beats(connection)
        waiting = backlog(connection, now)
        letters = waiting_to_be_set_out(connection)
        alerts = len(open_alerts(connection))
        horizon = store.calendars.current(connection).horizon
    last = known.get(sweep.BEAT)
    period = timedelta(seconds=installation.settings.sweep_seconds)
    problems = [
        *_sweep_problems(last, now, period),
        *_waiting_problems(waiting, now),
        *_letter_problems(letters, known.get(setting_out.BEAT), now),
    ]
    today = local_day(now, installation.settings.zone)
    return Health(now, last, waiting, letters, alerts, horizon, known, problems, _calendar_remarks(horizon, today))


def _sweep_problems(last: Beat | None, now: datetime, period: timedelta) -> list[CaseworkError]:
    if not is_late(last, None, now, period):
        return []
    if last is None or last.ended_at is None:
        return [Unavailable("What is due was never looked for. Start a worker with: disclosure worker --embedded.")]
    return [
        Unavailable(
            "What is due was last looked for at {last}. Check that a worker serves the queue sweeps and that beat "
            "runs.",
            last=f"{last.ended_at:%Y-%m-%d %H:%M:%S} UTC",
        )
    ]


def _waiting_problems(waiting: list[Backlog], now: datetime) -> list[CaseworkError]:
    return [
        Unavailable(
            "Messages by {channel} wait since {since}. Check that a worker serves the queue deliveries.",
            channel=one.channel,
            since=f"{one.oldest:%Y-%m-%d %H:%M:%S} UTC",
        )
        for one in waiting
        if one.oldest is not None and now - one.oldest > WAITED
    ]


def _letter_problems(waiting: int, last: Beat | None, now: datetime) -> list[CaseworkError]:
    """Return that nobody makes PDFs; a letter that cannot be set has an alert of its own and is none here."""
    ended = last.ended_at if last is not None else None
    if not waiting or (ended is not None and now - ended <= WAITED):
        return []
    return [
        Unavailable(
            "{count} issued letters wait for their PDF, and none was made since {last}. Check that a worker serves the "
            "queue rendering.",
            count=waiting,
            last="-" if ended is None else f"{ended:%Y-%m-%d %H:%M:%S} UTC",
        )
    ]


def _calendar_remarks(horizon: date, today: date) -> list[CaseworkError]:
    if horizon.year > today.year or (horizon.year == today.year and (today.month, today.day) < ALARM):
        return []
    return [
        Unavailable(
            "The holiday notices end on {horizon}, so later due days are provisional. Import the next one with: "
            "disclosure calendar import.",
            horizon=horizon,
        )
    ]
