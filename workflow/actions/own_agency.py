"""Who may set how an agency is reminded: its own administrator, or one of an agency above it."""

from collections.abc import Iterable
from uuid import UUID

from workflow.actions.agencies import Stamp
from workflow.rules.errors import NotYours
from workflow.rules.states import Role
from workflow.store.books import lineage
from workflow.store.people import agency, roles_of
from workflow.store.session import Unit


def must_administer(unit: Unit, stamp: Stamp, agency_id: UUID) -> None:
    """Begin the unit, and refuse a person who has the role admin neither in the agency nor in one above it.

    Raises:
        NotFound: There is no such agency.
        NotYours: The person has not, or nobody is named.
    """
    unit.begin()
    if not administers(unit, stamp.by, [agency_id]):
        raise NotYours(
            "This is for the role admin in the agency {code} or in one above it. Ask somebody who has it.",
            code=agency(unit.connection, agency_id).code,
        )


def administers(unit: Unit, by: UUID | None, agency_ids: Iterable[UUID]) -> bool:
    """Tell whether a person has the role admin in one of the agencies or in one above one of them."""
    if by is None:
        return False
    lines = (lineage(unit.connection, one) for one in agency_ids)
    return any(Role.ADMIN in roles_of(unit.connection, by, one) for line in lines for one in line)
