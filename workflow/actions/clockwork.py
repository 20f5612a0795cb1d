"""Let the program act by itself in an agency: as a person of its own, who is on record like any other."""

from uuid import UUID

from workflow.actions.agencies import Stamp
from workflow.rules.record.clockwork import CLOCKWORK, LOGIN, NAME
from workflow.rules.record.journal import RolesGranted, UserAdded
from workflow.rules.states import Role
from workflow.store import journal
from workflow.store.people import granted, user_exists
from workflow.store.session import Store


def let_act(store: Store, agency_id: UUID, stamp: Stamp) -> None:
    """Let the program act for an agency: once, and said in the record."""
    with store.reading() as connection:
        if granted(connection, CLOCKWORK, agency_id):
            return
    with store.unit() as unit:
        journal.hold(unit)
        if not user_exists(unit.connection, LOGIN):
            journal.append(unit, UserAdded(id=CLOCKWORK, login=LOGIN, name=NAME), **stamp._asdict())
        before = granted(unit.connection, CLOCKWORK, agency_id)
        if not before:
            page = RolesGranted(
                user_id=CLOCKWORK, agency_id=agency_id, roles=[str(Role.CASEWORKER)], first=before is None
            )
            journal.append(unit, page, **stamp._asdict())
