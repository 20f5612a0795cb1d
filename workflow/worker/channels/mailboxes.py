"""Mail addresses, as narrow as every server takes them."""

import re

from workflow.worker.channels.message import Refused, quoted

_LOCAL_LIMIT, _LIMIT = 64, 254
"""Octets; RFC 5321, 4.5.3.1."""

_SPECIAL = re.compile(r'[\s"(),:;<>@\[\\\]]')
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")


def mailbox(address: str) -> str:
    """Return an address ready for an envelope and a header; the domain of a Chinese one is written in ASCII.

    Quoted local parts, comments, display names and address literals are not taken: they are what injection is made of.

    Raises:
        Refused: It is no plain address.
    """
    local, _, domain = address.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        domain = ""
    whole = f"{local}@{domain}"
    if not (_is_local(local) and _is_domain(domain) and len(whole.encode()) <= _LIMIT):
        raise Refused(
            "The mail address “{address}” cannot be used. Write it like name@example.gov.cn.",
            address=quoted(address, 80),
        )
    return whole


def domain_of(address: str) -> str:
    """Return the part of an address after the @."""
    return address.rpartition("@")[2]


def _is_local(local: str) -> bool:
    plain = local.isprintable() and not _SPECIAL.search(local) and all(local.split("."))
    return plain and len(local.encode()) <= _LOCAL_LIMIT


def _is_domain(domain: str) -> bool:
    return all(_LABEL.fullmatch(label) for label in domain.split("."))
