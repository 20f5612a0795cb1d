"""Telling the people of a role about an alert: on the desk, and by a channel that works."""

from typing import NamedTuple
from uuid import UUID, uuid5

from workflow.installation import Installation
from workflow.rules.errors import CaseworkError
from workflow.rules.states import Role
from workflow.store.alerts import clear_about, people_with, raise_alert
from workflow.store.deliveries import DeliveryKey, add
from workflow.store.people import agency
from workflow.store.reach import TO_AGENCIES, reachable
from workflow.store.session import Unit

_NAMESPACE = UUID("0e2c1a7e-6a51-5a0e-8a5d-6c7f0f6b9d42")
_MAIL = "email"


class Alarm(NamedTuple):
    """Something that people of a role have to look at.

    Args:
        agency_id: Whose people.
        about: What tells it from others.
        role: Whose turn it is.
        problem: What is wrong and what to do.
    """

    agency_id: UUID
    about: str
    role: Role
    problem: CaseworkError


def raise_alarm(installation: Installation, alarm: Alarm, *, but_not: str = "") -> bool:
    """Raise an alert, and if it is new put messages about it on their way; tell whether it was new.

    Args:
        installation: The record and its settings.
        alarm: What is wrong.
        but_not: The channel that does not work.
    """
    now = installation.now()
    text = installation.told(alarm.problem)
    with installation.store.unit() as unit:
        if not raise_alert(unit, alarm.agency_id, alarm.about, str(alarm.role), text, now):
            return False
        subject = installation.words(
            "Disclosure Desk: {agency} has to look at something",
            agency=agency(unit.connection, alarm.agency_id).name,
        )
        for channel, recipient in _heads(unit, alarm, but_not):
            n = uuid5(_NAMESPACE, f"{alarm.agency_id}|{alarm.about}|{now.isoformat()}").int % 2**62
            add(unit, DeliveryKey(0, channel, alarm.agency_id, recipient, n), subject, text, now)
    return True


def clear_alarm(installation: Installation, agency_id: UUID, about: str) -> bool:
    """Take an alert back because what it was about came right by itself; tell whether there was one."""
    with installation.store.unit() as unit:
        return clear_about(unit, agency_id, about, installation.now())


def _heads(unit: Unit, alarm: Alarm, but_not: str) -> list[tuple[str, UUID]]:
    """Return the channels that work and whom they reach."""
    people = people_with(unit.connection, alarm.agency_id, alarm.role, _MAIL)
    heads = [(_MAIL, person) for person in people if but_not != _MAIL]
    ways = set(reachable(unit.connection))
    others = [(kind, alarm.agency_id) for kind in TO_AGENCIES if (alarm.agency_id, kind) in ways and kind != but_not]
    return heads + others
