"""How an agency's messages leave: entries of the installation's record. Secrets are sealed before they are written."""

from collections.abc import Callable, Mapping
from uuid import UUID

import msgspec

from workflow.actions.agencies import Stamp
from workflow.actions.own_agency import must_administer
from workflow.actions.texts import plain
from workflow.rules.record.journal import ChannelSet
from workflow.store import journal
from workflow.store.books import channel_setup, own_setup
from workflow.store.seal import Seal
from workflow.store.session import Unit

Check = Callable[[str, Mapping[str, str], Mapping[str, str]], object]
"""Is given kind, options and secrets, and raises BadInput where no channel can be made of them."""

_OFF = "{}"


def set_channel(
    unit: Unit,
    stamp: Stamp,
    seal: Seal,
    agency_id: UUID,
    *,
    kind: str,
    options: Mapping[str, str],
    secrets: Mapping[str, str],
    check: Check,
) -> None:
    """Set up a channel of an agency and of those below it that have none, and switch it on. No change makes no entry.

    Args:
        unit: To write in.
        stamp: Who does it.
        seal: Of the installation.
        agency_id: The agency.
        kind: Of the channel.
        options: What is changed of those that the agency has set; an empty one is taken away.
        secrets: Likewise.
        check: Of the whole, before anything is changed; the edge knows the channels.

    Raises:
        NotFound: There is no such agency.
        NotYours: The person does not administer it.
        BadInput: No channel can be made of it, or the secrets on record were sealed with another key.
    """
    must_administer(unit, stamp, agency_id)
    journal.hold(unit)
    own = own_setup(unit.connection, agency_id, kind)
    text, sealed, active = own or ("", "", False)
    before = msgspec.json.decode(text or _OFF, type=dict[str, str]), seal.open(sealed)
    after = _merged(before[0], options), _merged(before[1], secrets)
    check(kind, *after)
    if (after, True) != (before, active) or not text:
        page = ChannelSet(
            agency_id=agency_id,
            channel=kind,
            options=msgspec.json.encode(after[0], order="sorted").decode(),
            sealed=sealed if after[1] == before[1] else seal.seal(after[1]),
            active=True,
            first=own is None,
        )
        journal.append(unit, page, **stamp._asdict())


def switch_off_channel(unit: Unit, stamp: Stamp, seal: Seal, agency_id: UUID, *, kind: str) -> None:
    """Let no message of an agency leave by a channel, not by that of the agency above either. What was set is kept.

    Raises:
        NotFound: There is no such agency, or no such channel there or above.
        NotYours: The person does not administer it.
    """
    must_administer(unit, stamp, agency_id)
    journal.hold(unit)
    setup = channel_setup(unit.connection, agency_id, kind, seal)
    if setup.active:
        own = own_setup(unit.connection, agency_id, kind)
        text, sealed, _ = own or ("", "", False)
        page = ChannelSet(
            agency_id=agency_id, channel=kind, options=text or _OFF, sealed=sealed, active=False, first=own is None
        )
        journal.append(unit, page, **stamp._asdict())


def reset_channel(unit: Unit, stamp: Stamp, agency_id: UUID, *, kind: str) -> None:
    """Let messages leave as those of the agency above again; what was set, secrets too, is not kept.

    Raises:
        NotFound: There is no such agency.
        NotYours: The person does not administer it.
    """
    must_administer(unit, stamp, agency_id)
    journal.hold(unit)
    own = own_setup(unit.connection, agency_id, kind)
    if own is not None and own[0]:
        page = ChannelSet(agency_id=agency_id, channel=kind, options="", sealed="", active=False, first=False)
        journal.append(unit, page, **stamp._asdict())


def _merged(before: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """Return what is set after a change; what was said to be empty is absent."""
    return {name: plain(text) for name, text in {**before, **said}.items() if text}
