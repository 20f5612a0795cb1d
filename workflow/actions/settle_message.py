"""What a person found out about a message that may have arrived: an entry of the installation's record."""

from uuid import UUID

from workflow.actions.agencies import Stamp
from workflow.actions.own_agency import must_administer
from workflow.actions.texts import said
from workflow.rules.errors import BadInput, NotReady
from workflow.rules.record.journal import MessageSettled
from workflow.store import journal
from workflow.store.deliveries import DeliveryKey, DeliveryState, settle
from workflow.store.session import Unit

MOST_NOTE = 500


def settle_message(
    unit: Unit,
    stamp: Stamp,
    agency_id: UUID,
    key: DeliveryKey,
    *,
    message: str,
    login: str,
    arrived: bool,
    note: str,
) -> None:
    """Count an uncertain or failed message as arrived, or have it sent again.

    Args:
        unit: To write in.
        stamp: Who says so.
        agency_id: The agency whose message it is.
        key: Of the message.
        message: Its name on record: the Message-ID without the host.
        login: Of who says so; it stands before the note where messages are listed.
        arrived: Otherwise it is sent again, and arrives twice if it did arrive.
        note: How the person found out.

    Raises:
        NotYours: The person does not administer the agency.
        BadInput: The note is empty or too long.
        NotReady: The message is neither uncertain nor failed.
    """
    must_administer(unit, stamp, agency_id)
    reason = " ".join(said(note, "note").split())
    if len(reason) > MOST_NOTE:
        raise BadInput("The note has {length} characters. Enter 1 to {most}.", length=len(reason), most=MOST_NOTE)
    state = DeliveryState.SENT if arrived else DeliveryState.PENDING
    journal.hold(unit)
    if not settle(unit, key, state, stamp.at, f"{login}: {reason}"):
        raise NotReady("The message {key} is neither uncertain nor failed any more. List it again.", key=message)
    page = MessageSettled(agency_id=agency_id, message=message, state=state.value, note=reason)
    journal.append(unit, page, **stamp._asdict())
