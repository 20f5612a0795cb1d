"""Which addresses a name has, and which of them nobody outside may make us call.

A webhook's URL is typed by somebody; the machine it runs on can reach what that person cannot: the database, the
router, the metadata service of a cloud. Every address of a name is therefore looked at before the first byte is sent.
"""

import socket
from collections.abc import Sequence
from concurrent.futures import Future
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Thread
from typing import Final

from workflow.rules.errors import CaseworkError
from workflow.worker.channels.message import Refused, Unreachable

_Address = IPv4Address | IPv6Address

_KINDS: Final[Sequence[tuple[str, tuple[str, ...]]]] = (
    ("unspecified", ("0.0.0.0/8", "::/128")),
    ("loopback", ("127.0.0.0/8", "::1/128")),
    ("link-local", ("169.254.0.0/16", "fe80::/10")),
    ("multicast", ("224.0.0.0/4", "ff00::/8")),
    ("private", ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fec0::/10")),
    ("translated", ("::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "::/96")),
    ("reserved", ("192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4", "2001::/23", "2001:db8::/32")),
)
"""IANA's registries of special addresses (RFC 6890 and later), as far as Python's `is_global` differs by version.
"translated" holds IPv4-mapped, NAT64 and 6to4 addresses: an IPv4 address stands in each."""

_NETWORKS: Final[Sequence[tuple[str, IPv4Network | IPv6Network]]] = tuple(
    (kind, ip_network(network)) for kind, networks in _KINDS for network in networks
)
_EMBEDDED: Final = (ip_network("::ffff:0:0/96"), ip_network("64:ff9b::/96"))
"""Networks whose last 32 bits are an IPv4 address that a packet really goes to."""

_NEVER: Final = ("unspecified", "multicast", "link-local")
"""Kinds that an allowed name does not open: no receiver lives there, and its name server could point it at them."""


def addresses(host: str, port: int, allowed: frozenset[str], seconds: float) -> list[str]:
    """Return every address of a host; all of them may be called.

    Args:
        host: As `destinations.host_name` returns it.
        port: Where it is called.
        allowed: Hosts that may lie in the own network, as `destinations.host_name` returns them.
        seconds: How long the name may be looked for.

    Raises:
        Refused: One of its addresses may not be called.
        Unreachable: It has none, or no name server answered.
    """
    found = _found(host, port, seconds)
    for text in found:
        kind = kind_of(text)
        named_itself = host == text.partition("%")[0]
        if kind and not (host in allowed and (named_itself or kind not in _NEVER)):
            raise Refused(
                "{host} leads to the address {address}, which is not open to the public ({kind}). Give another "
                "address, or let an administrator allow this host for the channel.",
                host=host,
                address=text,
                kind=kind,
            )
    return found


def kind_of(text: str) -> str:
    """Return why an address may not be called ("loopback", "private" …), or "" when it is a public one."""
    address = ip_address(text)
    if isinstance(address, IPv6Address) and any(address in network for network in _EMBEDDED):
        inner = _kind(IPv4Address(int(address) & 0xFFFFFFFF))
        return inner or "translated"
    return _kind(address)


def _kind(address: _Address) -> str:
    known = (kind for kind, network in _NETWORKS if address.version == network.version and address in network)
    return next(known, "" if address.is_global else "reserved")


def look_up(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a host. It alone decides how long that takes."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in answers))


def _found(host: str, port: int, seconds: float) -> list[str]:
    answer: Future[list[str]] = Future()
    # A thread of its own, for a system's look-up cannot be ended from outside.
    Thread(target=_answer, args=(answer, host, port), daemon=True, name=f"look-up of {host}").start()
    try:
        return answer.result(timeout=seconds)
    except OSError as error:  # TimeoutError is an OSError.
        raise Unreachable(
            "The name {host} leads to no address ({cause}). Check how it is spelled and whether the name server works.",
            host=host,
            cause=getattr(error, "strerror", None) or CaseworkError("no answer in time"),
        ) from error


def _answer(answer: Future[list[str]], host: str, port: int) -> None:
    try:
        answer.set_result(look_up(host, port))
    except Exception as error:  # noqa: BLE001 (it is raised again in the thread that asked)
        answer.set_exception(error)
