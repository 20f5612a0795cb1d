"""Where people are reached: entries of the installation's record."""

from uuid import UUID

from workflow.actions.administrator import must_be_administrator
from workflow.actions.agencies import Stamp
from workflow.actions.own_agency import administers
from workflow.actions.texts import one_of, plain
from workflow.rules.errors import BadInput, NotYours
from workflow.rules.record.journal import ContactSet
from workflow.store import journal
from workflow.store.books import agencies_of, own_address
from workflow.store.people import user
from workflow.store.session import Unit

ADDRESSED = ("email",)
"""Channels that ask for a person's address; a webhook or a group robot reaches an agency."""

MOST = 254
"""Characters of an address; RFC 5321, 4.5.3.1."""


def set_contact(unit: Unit, stamp: Stamp, *, user_id: UUID, channel: str, address: str) -> None:
    """Set where a person is reached by a channel; an empty address takes it away. No change makes no entry.

    Args:
        unit: To write in.
        stamp: Who does it: the person, or an administrator over an agency that the person works for.
        user_id: The person.
        channel: One of `ADDRESSED`.
        address: As the channel takes it; its form is for the edge to check, which knows the channels.

    Raises:
        NotFound: There is no such person.
        NotYours: It is somebody else's address, and not one to administer.
        BadInput: The channel asks for no address, or the address cannot be kept.
    """
    must_be_close(unit, stamp, user_id)
    one_of(channel, ADDRESSED, "channel with an address")
    address = plain(address.strip())
    if len(address) > MOST:
        raise BadInput("The address has {length} characters; {most} are allowed.", length=len(address), most=MOST)
    journal.hold(unit)
    before = own_address(unit.connection, user_id, channel)
    if address != (before or ""):
        page = ContactSet(user_id=user_id, channel=channel, address=address, first=before is None)
        journal.append(unit, page, **stamp._asdict())


def must_be_close(unit: Unit, stamp: Stamp, user_id: UUID) -> None:
    """Begin the unit, and refuse who is neither the person nor an administrator over an agency of the person.

    A person who never had a role anywhere is looked after by every administrator.

    Raises:
        NotFound: There is no such person.
        NotYours: Somebody else asks.
    """
    unit.begin()
    _, active = user(unit.connection, user_id)
    if active and stamp.by == user_id:
        return
    places = agencies_of(unit.connection, user_id)
    if not places:
        must_be_administrator(unit, stamp)
    elif not administers(unit, stamp.by, places):
        raise NotYours("This is for the person, or for the role admin in an agency that the person works for.")
