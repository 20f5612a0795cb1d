"""How the messages of a run leave: the channel of each agency, the address of each person, who hears of a failure."""

from collections.abc import Mapping, Sequence
from functools import cache
from uuid import UUID

from workflow.files.reminder_rules import default_rules
from workflow.installation import Installation
from workflow.rules.errors import CaseworkError
from workflow.rules.reminders import Rule
from workflow.rules.states import Role
from workflow.store.books import Setup, channel_setups, contacts, rule_book
from workflow.store.deliveries import DeliveryKey, DeliveryState, Result
from workflow.store.session import Connection
from workflow.worker.alarms import Alarm, clear_alarm, raise_alarm
from workflow.worker.channels.message import Channel, Refused
from workflow.worker.channels.registry import channel_of

EMAIL, WEBHOOK = "email", "webhook"
MAILERS = ("smtp", "outtray")
"""Kinds of channels that send mail; the first that an agency has set up and switched on is used."""

OUT_TRAY = "out-tray"
"""Folder below the home folder, where no mail server is set up."""

SENDER = "disclosure@localhost"
URL = "url"
"""Option of a webhook: where it posts to."""


class Ways:
    """Channels and addresses, read once for a run.

    Args:
        installation: Its settings and its key.
        connection: To read with.
        keys: Of the messages of the run.
    """

    def __init__(self, installation: Installation, connection: Connection, keys: Sequence[DeliveryKey]) -> None:
        self.installation = installation
        people = {key.recipient_id for key in keys if key.channel == EMAIL}
        self._addresses = contacts(connection, people)
        agencies = {key.agency_id for key in keys}
        self._setups = {one: channel_setups(connection, one, installation.seal) for one in agencies}
        default = default_rules()
        self._rules = {one: {rule.id: rule for rule in rule_book(connection, one, default).rules} for one in agencies}
        self.channel = cache(self._channel)

    def rule(self, agency_id: UUID, rule: str) -> Rule | None:
        """Return a rule as it stands now; None where it was taken away since."""
        return self._rules[agency_id].get(rule)

    def address(self, key: DeliveryKey) -> str:
        """Return where a message goes.

        Raises:
            Refused: The person has no address any more, or the webhook none at all.
        """
        if key.channel == EMAIL:
            address = self._addresses.get((key.recipient_id, EMAIL))
            if address is None:
                raise Refused("The person has no mail address any more. Set one with: disclosure user contact.")
            return address
        return self._setups[key.agency_id][key.channel].options.get(URL, "")

    def alert(self, channel: str, agency_id: UUID, problem: CaseworkError) -> None:
        """Tell the administrators of an agency, by another channel, that this one does not work."""
        about = f"channel {channel}"
        raise_alarm(self.installation, Alarm(agency_id, about, Role.ADMIN, problem), but_not=channel)

    def learn(self, channel: str, agency_id: UUID, results: Sequence[Result]) -> None:
        """Take back the alert of a channel that works again."""
        if any(result.state is DeliveryState.SENT for result in results):
            clear_alarm(self.installation, agency_id, f"channel {channel}")

    def _channel(self, channel: str, agency_id: UUID) -> Channel:
        """Return the channel of an agency; BadInput where it cannot be made of what was set.

        Raises:
            Refused: It was taken away or switched off; mail is switched off where what is set for it is.
        """
        setups = self._setups[agency_id]
        now = self.installation.now
        if channel != EMAIL:
            setup = setups.get(channel)
            if setup is None or not setup.active:
                raise Refused(
                    "The channel {kind} was taken away or switched off while messages were on their way. Switch it on "
                    "with disclosure channel set and repeat them.",
                    kind=channel,
                )
            return channel_of(channel, _without(setup.options, URL if channel == WEBHOOK else ""), setup.secrets, now)
        for kind in MAILERS:
            own: Setup | None = setups.get(kind)
            if own is not None and own.active:
                return channel_of(kind, own.options, own.secrets, now)
        if any(kind in setups for kind in MAILERS):
            raise Refused(
                "The agency has switched its mail off while messages were on their way. Switch smtp or outtray on with "
                "disclosure channel set and repeat them."
            )
        folder = str(self.installation.settings.home / OUT_TRAY)
        return channel_of("outtray", {"folder": folder, "sender": SENDER}, {}, now)


def _without(options: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in options.items() if key != name}
