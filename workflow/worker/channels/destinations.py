"""Where a URL leads: scheme, host, port and path, read once and in the strictest way.

What is checked here is what is connected to; no other part of the program reads the URL again.
"""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from httpx2 import URL, InvalidURL

from workflow.worker.channels.message import Refused, quoted

PORTS = {"https": 443, "http": 80}

_PORTS = range(1, 65536)
_LABEL_LIMIT = 63
"""Letters between two dots; RFC 1035, 2.3.4."""

_NAME = re.compile(r"(?!.*\.\.)[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?")
_NUMBER = re.compile(r"(.*\.)?(0x[0-9a-f]*|[0-9]+)")
"""A host whose last label is a number is an IPv4 address to resolvers, in whatever spelling."""


@dataclass(frozen=True)
class Destination:
    """What a request is sent to.

    Args:
        scheme: "https" or "http".
        host: Lower-case name in ASCII, or an address in its usual spelling, without brackets.
        port: 1 to 65535.
        path: Path and query, as they travel; may hold a key, therefore never shown.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def destination(url: str, *, http: bool = False) -> Destination:
    """Return where a URL leads.

    Args:
        url: Absolute URL.
        http: Whether a connection without TLS will do.

    Raises:
        Refused: It is no https URL, holds a name and password, or spells an address in an unusual way.
    """
    try:
        parsed = URL(url)
    except InvalidURL as error:
        raise Refused("The address of the receiver is no URL. Write it like https://example.gov.cn/path.") from error
    if parsed.scheme not in PORTS or (parsed.scheme == "http" and not http):
        raise Refused(
            "The address of the receiver begins with {scheme}, and only https is allowed. Use https, or allow http "
            "for this channel.",
            scheme=quoted(parsed.scheme, 20) or "?",
        )
    if parsed.userinfo:
        raise Refused("The address of the receiver holds a name or a password before the @. Leave them out.")
    port = PORTS[parsed.scheme] if parsed.port is None else parsed.port
    if port not in _PORTS:
        raise Refused("There is no port {port}. Use one from 1 to 65535.", port=port)
    return Destination(parsed.scheme, host_name(parsed.raw_host.decode("ascii")), port, parsed.raw_path.decode("ascii"))


def host_name(host: str) -> str:
    """Return a host in the one spelling that is compared: lower case, no dot at the end.

    Raises:
        Refused: It is no name of a host, or an address that is not spelled as usual (2130706433, 0x7f.1, 0177.0.0.1).
    """
    name = host.lower().removesuffix(".")
    if (address := _address(name)) is not None:
        return address
    too_long = any(len(label) > _LABEL_LIMIT for label in name.split("."))
    if too_long or not _NAME.fullmatch(name) or _NUMBER.fullmatch(name):
        raise Refused(
            "“{host}” is no name of a host, or an address in an unusual spelling. Write the name, or the address like "
            "192.0.2.1.",
            host=quoted(host, 80),
        )
    return name


def _address(name: str) -> str | None:
    try:
        if ":" not in name:
            return str(IPv4Address(name))
        return str(IPv6Address(name)) if "%" not in name else None
    except AddressValueError:
        return None
