"""Record the silence of parties whose time is over (逾期未答复), each on the day after; Arts. 32, 34."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from workflow.actions.agencies import Stamp
from workflow.actions.clockwork import let_act
from workflow.actions.consult import lapse_consultation
from workflow.rules.errors import CaseworkError, Stale
from workflow.rules.record.case import Call
from workflow.rules.record.clockwork import CLOCKWORK
from workflow.store.chores import Silence, silent
from workflow.store.people import agencies
from workflow.store.session import Store, local_day, zone_of

MOST = 1000  # Of one run; the next one goes on.


class Refusal(NamedTuple):
    """A silence that could not be recorded."""

    silence: Silence
    problem: CaseworkError


def record_silences(store: Store, now: datetime) -> Iterator[Silence | Refusal]:
    """Record each silence as an entry of its case, one transaction each, and yield it; or yield why it could not be.

    A case that moved on meanwhile is left to the next run.
    """
    with store.reading() as connection:
        zones = {office.id: zone_of(office.timezone) for office in agencies(connection)}
        latest = max((local_day(now, zone) for zone in zones.values()), default=now.date())
        found = silent(connection, latest, MOST)
    for one in found:
        today = local_day(now, zones[one.agency_id])
        if one.last_on >= today:
            continue
        let_act(store, one.agency_id, Stamp(None, today, now))
        call = Call(by=CLOCKWORK, on=today, at=now, key=f"silence {one.ref} {one.last_on}", version=one.version)
        try:
            with store.step() as unit:
                lapse_consultation(unit, one.case_id, call, ref=one.ref)
        except Stale:
            continue
        except CaseworkError as problem:
            yield Refusal(one, problem)
            continue
        yield one
