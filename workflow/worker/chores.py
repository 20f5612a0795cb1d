"""Work that comes round by itself beside the sweeps; each piece holds a lease while it runs and can be repeated."""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from workflow.actions.silence import Refusal, record_silences
from workflow.installation import Installation
from workflow.rules.errors import NotReady, Unavailable
from workflow.rules.states import Role
from workflow.store.chores import threatened
from workflow.store.deliveries import purge as purge_messages
from workflow.store.people import agencies
from workflow.store.session import local_day, zone_of
from workflow.store.verify import verify_part as verify_some
from workflow.worker.alarms import Alarm, raise_alarm
from workflow.worker.leases import leased

LEASE = timedelta(hours=2)
PART = 20_000
"""Cases that a night's verification goes through; a record of a million is gone through in fifty nights."""

KEPT_DAYS = 400
"""Messages and reminders are kept for a year and a month after they ended; the record is kept for ever."""

_NAMED = 20  # Cases that a warning names; the rest is counted.


class Done(NamedTuple):
    """What a piece of work did.

    Args:
        ran: Whether it ran; not while another worker holds its lease.
        number: How much it did.
        problems: What it found.
    """

    ran: bool
    number: int = 0
    problems: int = 0


def record_silence(installation: Installation, holder: str) -> Done:
    """Record the silence of every consulted party whose time is over."""
    with leased(installation, "silence", holder, LEASE) as beat:
        if beat is None:
            return Done(ran=False)
        count = problems = 0
        for one in record_silences(installation.store, installation.now()):
            if isinstance(one, Refusal):
                problems += 1
                about = f"silence {one.silence.case_no} {one.silence.ref}"
                raise_alarm(installation, Alarm(one.silence.agency_id, about, Role.CASEWORKER, one.problem))
            else:
                count += 1
        return Done(ran=True, number=count, problems=problems)


def verify_part(installation: Installation, holder: str, *, part: int = PART) -> Done:
    """Verify the next part of the record, the journal with it; what differs is told to the auditors."""
    with leased(installation, "verify", holder, LEASE) as beat:
        if beat is None:
            return Done(ran=False)
        after = UUID(beat.place) if beat.place else None
        verified, last = verify_some(installation.store, after, part)
        if verified.difference is not None:
            where, expected, found = verified.difference
            problem = Unavailable(
                "The record differs from its entries: {where} should be {expected} and is {found}. Stop working in it "
                "and bring it back from the backup.",
                where=where,
                expected=str(expected)[:200],
                found=str(found)[:200],
            )
            for agency_id in _tops(installation):
                for role in (Role.AUDITOR, Role.ADMIN):
                    raise_alarm(installation, Alarm(agency_id, f"verify {where} {role}", role, problem))
        beat.place = "" if last is None else str(last)
        return Done(ran=True, number=verified.cases, problems=int(verified.difference is not None))


def warn_of_breaches(installation: Installation, holder: str) -> Done:
    """Tell the approvers of each agency which requests fall due this week and have no draft under review."""
    with leased(installation, "breaches", holder, LEASE) as beat:
        if beat is None:
            return Done(ran=False)
        now = installation.now()
        with installation.store.reading() as connection:
            zones = {office.id: zone_of(office.timezone) for office in agencies(connection)}
            today = max((local_day(now, zone) for zone in zones.values()), default=now.date())
            until = _end_of_week(today)
            by_agency: dict[UUID, list[str]] = defaultdict(list)
            for one in threatened(connection, list(zones), until):
                by_agency[one.agency_id].append(one.case_no)
        for agency_id, numbers in by_agency.items():
            problem = NotReady(
                "{count} requests fall due by {until} and have no draft under review: {cases}. Look at them with: "
                "disclosure queue.",
                count=len(numbers),
                until=until,
                cases=numbers[:_NAMED],
            )
            raise_alarm(installation, Alarm(agency_id, f"breaches {until}", Role.APPROVER, problem))
        return Done(ran=True, number=sum(map(len, by_agency.values())), problems=len(by_agency))


def purge(installation: Installation, holder: str) -> Done:
    """Delete messages and reminders that ended long ago; nothing of the record."""
    with leased(installation, "purge", holder, LEASE) as beat:
        if beat is None:
            return Done(ran=False)
        before = installation.now() - timedelta(days=KEPT_DAYS)
        with installation.store.unit() as unit:
            return Done(ran=True, number=purge_messages(unit, before, before.date()))


def _tops(installation: Installation) -> list[UUID]:
    """Return the agencies that have none above them."""
    with installation.store.reading() as connection:
        return [office.id for office in agencies(connection) if office.parent_id is None]


def _end_of_week(day: date) -> date:
    """Return the Sunday of a day's week."""
    return day + timedelta(days=6 - day.weekday())
