"""The options and secrets of a channel, read one by one; what is left over at the end was never an option."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from workflow.rules.errors import BadInput
from workflow.worker.channels.destinations import host_name
from workflow.worker.channels.message import Refused

_Choice = TypeVar("_Choice", bound=StrEnum)

_SECONDS = range(1, 301)
_PORTS = range(1, 65536)
_DIGITS = 9
"""No number that is asked for has more."""


class Options:
    """Reads the texts an operator gave. An empty one counts as not given; a secret is never shown.

    Args:
        kind: Of the channel, for messages.
        options: Name -> value.
        secrets: Name -> value.
    """

    def __init__(self, kind: str, options: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self.kind = kind
        self._options = {name: value.strip() for name, value in options.items()}
        self._secrets = dict(secrets)
        self._known: list[str] = []
        self._known_secrets: list[str] = []

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; BadInput when there is none and no default."""
        self._known.append(name)
        value = self._options.get(name) or default
        if value is None:
            raise BadInput("The channel {kind} needs the option {name}. Add it.", kind=self.kind, name=name)
        return value

    def port(self, default: int) -> int:
        """Return the option `port`."""
        return self._number("port", default, _PORTS)

    def seconds(self, name: str, default: int) -> int:
        """Return a span of time, 1 second to 5 minutes."""
        return self._number(name, default, _SECONDS)

    def flag(self, name: str) -> bool:
        """Return yes or no; no when it is not given."""
        return self.choice(name, _Answer, _Answer.NO) is _Answer.YES

    def choice(self, name: str, among: type[_Choice], default: _Choice) -> _Choice:
        """Return one of the values of an enumeration."""
        value = self.text(name, default)
        try:
            return among(value)
        except ValueError:
            raise BadInput(
                "The option {name} of the channel {kind} is not “{value}”. Choose one of: {possible}.",
                kind=self.kind,
                name=name,
                value=value[:40],
                possible=", ".join(among),
            ) from None

    def hosts(self, name: str) -> frozenset[str]:
        """Return names of hosts, separated by commas or spaces."""
        try:
            return frozenset(map(host_name, self.text(name, "").replace(",", " ").split()))
        except Refused as error:
            raise self.wrong(name, error) from error

    def file(self, name: str) -> Path | None:
        """Return the path of a file, if one is given."""
        path = self.text(name, "")
        return Path(path) if path else None

    def secret(self, name: str, default: str | None = None) -> str:
        """Return a secret; BadInput when there is none and no default."""
        self._known_secrets.append(name)
        value = self._secrets.get(name) or default
        if value is None:
            raise BadInput("The channel {kind} needs the secret {name}. Add it.", kind=self.kind, name=name)
        if not (value.isascii() and value.isprintable()):
            raise BadInput(
                "The secret {name} of the channel {kind} holds a sign that is not plain ASCII. Set another one.",
                kind=self.kind,
                name=name,
            )
        return value

    def wrong(self, name: str, cause: Refused) -> BadInput:
        """Return what to say about an option that cannot be used."""
        return BadInput(
            "The option {name} of the channel {kind} cannot be used: {cause}", kind=self.kind, name=name, cause=cause
        )

    def finish(self) -> None:
        """Make sure that everything given was read.

        Raises:
            BadInput: There is no such option or secret. Values are not shown: a secret may have been put there.
        """
        for given, known in ((self._options, self._known), (self._secrets, self._known_secrets)):
            if unknown := sorted(given.keys() - set(known)):
                raise BadInput(
                    "The channel {kind} knows no {unknown}. It knows: {known}.",
                    kind=self.kind,
                    unknown=[name[:40] for name in unknown],
                    known=sorted(known) or "-",
                )

    def _number(self, name: str, default: int, possible: range) -> int:
        value = self.text(name, str(default))
        number = int(value) if value.isascii() and value.isdecimal() and len(value) <= _DIGITS else -1
        if number not in possible:
            raise BadInput(
                "The option {name} of the channel {kind} is a whole number from {first} to {last}, not “{value}”.",
                kind=self.kind,
                name=name,
                first=possible[0],
                last=possible[-1],
                value=value[:40],
            )
        return number


class _Answer(StrEnum):
    YES = "yes"
    NO = "no"
