"""Who may change agencies, people and the calendar: an administrator."""

from workflow.actions.agencies import Stamp
from workflow.rules.errors import NotYours
from workflow.rules.states import Role
from workflow.store.people import has_role
from workflow.store.session import Unit


def must_be_administrator(unit: Unit, stamp: Stamp) -> None:
    """Begin the unit, and refuse a person who has the role admin in no agency.

    Raises:
        NotYours: The person has not, or nobody is named.
    """
    unit.begin()
    if stamp.by is None or not has_role(unit.connection, stamp.by, Role.ADMIN):
        raise NotYours("This is for the role admin, which you do not have. Ask somebody who has it.")
