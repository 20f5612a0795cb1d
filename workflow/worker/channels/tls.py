"""Whom we trust, and what of a failed handshake is for somebody to put right."""

import ssl
from pathlib import Path

from workflow.rules.errors import BadInput
from workflow.worker.channels.message import Refused

_CUT_OFF = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
"""The other side went away during the handshake: may be better next time."""


def trust(ca_file: Path | None) -> ssl.SSLContext:
    """Return the settings of TLS: the system's authorities, or only those of a file.

    Raises:
        BadInput: The file cannot be read or holds no certificate.
    """
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:  # SSLError is an OSError.
        raise BadInput(
            "The certificates in {file} cannot be read ({cause}). Name a file in PEM format.",
            file=str(ca_file),
            cause=error.strerror or type(error).__name__,
        ) from error


def fault(error: BaseException | None, host: str) -> Refused | None:
    """Return what has to be put right before `host` can be talked to, or None when it is no matter of TLS settings."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Refused(
            "The certificate of {host} is not trusted ({cause}). Have it renewed, or name the file of its authority in "
            "the option ca_file.",
            host=host,
            cause=error.verify_message,
        )
    if isinstance(error, ssl.SSLError) and not isinstance(error, _CUT_OFF):
        return Refused(
            "No encrypted connection with {host} can be made ({cause}). Check the port and how it encrypts.",
            host=host,
            cause=error.reason or type(error).__name__,
        )
    return None
