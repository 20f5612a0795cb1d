"""Connections to addresses that were checked, within one span of time.

The name of a host is never looked up here: what was checked is what is called, and a name server that answers
otherwise a moment later (DNS rebinding) is not asked. The name still goes into the Host header and the handshake.
"""

import socket
import ssl
from collections.abc import Iterable, Sequence
from typing import Any

from httpcore2 import (
    SOCKET_OPTION,
    ConnectError,
    ConnectTimeout,
    NetworkBackend,
    NetworkStream,
    ReadTimeout,
    SyncBackend,
    WriteError,
    WriteTimeout,
)

from workflow.worker.channels.deadline import Deadline
from workflow.worker.channels.tls import fault


class Pinned(NetworkBackend):
    """Connects to the first of `addresses` that answers, whatever host is asked for."""

    def __init__(self, addresses: Sequence[str], deadline: Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._system = SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 (this is the point: it was looked up before)
        port: int,
        timeout: float | None = None,  # noqa: ARG002 (the deadline decides)
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        failure: Exception = ConnectError("no address")
        for waiting, address in zip(range(len(self._addresses), 0, -1), self._addresses, strict=True):
            seconds = self._deadline.left(ConnectTimeout) / waiting  # The next address gets its share.
            try:
                stream = self._system.connect_tcp(address, port, seconds, local_address, socket_options or ())
            except (ConnectError, ConnectTimeout) as error:
                failure = error
            else:
                return _Bounded(stream, self._deadline)
        raise failure


class _Bounded(NetworkStream):
    """A stream each of whose waits ends with the deadline, so that drops of data do not make it last."""

    def __init__(self, stream: NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 (the deadline decides)
        return self._stream.read(max_bytes, self._deadline.left(ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 (the deadline decides)
        connected: socket.socket = self._stream.get_extra_info("socket")
        rest = memoryview(buffer)
        while rest:
            connected.settimeout(self._deadline.left(WriteTimeout))
            try:
                rest = rest[connected.send(rest) :]
            except TimeoutError as error:
                raise WriteTimeout(error) from error
            except OSError as error:
                raise WriteError(error) from error

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 (the deadline decides)
    ) -> NetworkStream:
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(ConnectTimeout))
        except ConnectError as error:
            raise fault(error.__cause__, server_hostname or "") or error from error.__cause__
        return _Bounded(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 (httpcore's signature)
        return self._stream.get_extra_info(info)
