"""`disclosure worker` and `beat`: what happens by itself."""

import logging
import signal
from contextlib import ExitStack
from threading import Event
from types import FrameType
from typing import Annotated

import typer

from workflow.cli.desk import Desk, desk_of
from workflow.cli.options import whole
from workflow.cli.screen import remark
from workflow.rules.errors import BadInput, Unavailable
from workflow.worker.app import QUEUES
from workflow.worker.metrics import served
from workflow.worker.running import Lane, run_beat, run_embedded, run_worker

Queues = Annotated[
    str, typer.Option("--queues", metavar="NAMES", help="Queues to serve, with commas between; all if not given.")
]
Concurrency = Annotated[
    int,
    typer.Option("--concurrency", parser=whole, metavar="N", help="Tasks at the same time; 4 if not given."),
]
MetricsPort = Annotated[
    int | None,
    typer.Option("--metrics-port", parser=whole, metavar="PORT", help="Serve figures for Prometheus on this port."),
]
MetricsAddress = Annotated[
    str,
    typer.Option(
        "--metrics-address",
        metavar="ADDRESS",
        help="Address to serve them on; 127.0.0.1, this machine only, if not given.",
    ),
]
MOST_THREADS, MOST_PORT = 64, 65535


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("worker")(worker)
    app.command("beat")(beat)


def worker(
    ctx: typer.Context,
    *,
    embedded: Annotated[
        bool, typer.Option("--embedded", help="Run all in this process, beat with it; no broker is needed.")
    ] = False,
    queues: Queues = "",
    concurrency: Concurrency = 4,
    metrics_port: MetricsPort = None,
    metrics_address: MetricsAddress = "127.0.0.1",
) -> None:
    """Find what is due, send what must go out, and do what comes round, until it is stopped.

    It stops at SIGTERM or Ctrl-C when it has finished what it began.
    """
    lane = Lane([one.strip() for one in queues.split(",")] if queues else QUEUES, concurrency)
    if not 1 <= concurrency <= MOST_THREADS:
        raise BadInput("--concurrency is {given}. Enter 1 to {most}.", given=concurrency, most=MOST_THREADS)
    if embedded and queues:
        raise BadInput("--embedded serves all queues. Leave out --queues.")
    stop = _stopped_by_signals()
    with desk_of(ctx) as desk, ExitStack() as opened:
        if metrics_port is not None:
            opened.enter_context(_figures(desk, metrics_address, metrics_port))
        if embedded:
            remark(desk.translate("The worker runs. Stop it with Ctrl-C."))
            status = run_embedded(desk, stop)
        else:
            status = run_worker(desk, lane, stop)
    raise typer.Exit(status)


def beat(ctx: typer.Context) -> None:
    """Ask the workers for work at its intervals, until it is stopped; two of them do no harm."""
    stop = _stopped_by_signals()
    raise typer.Exit(run_beat(ctx.obj, stop))


def _figures(desk: Desk, address: str, port: int) -> ExitStack:
    if not 0 <= port <= MOST_PORT:
        raise BadInput("--metrics-port is {given}. Enter 1 to {most}.", given=port, most=MOST_PORT)
    opened = ExitStack()
    try:
        chosen = opened.enter_context(served(desk, address, port))
    except OSError as error:
        raise Unavailable(
            "The figures cannot be served on {address}, port {port}: {cause}. Choose another --metrics-port.",
            address=address,
            port=port,
            cause=error.strerror or type(error).__name__,
        ) from error
    remark(f"http://{address}:{chosen}/metrics")
    return opened


def _stopped_by_signals() -> Event:
    """Return what SIGTERM and SIGINT set; a second one ends the process at once. Begin to log to standard error."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for talkative in ("celery", "kombu", "alembic", "httpx2", "httpcore2"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    logging.getLogger("kombu.connection").setLevel(logging.ERROR)  # It warns that memory has no host.
    stop = Event()

    def stopped(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 (the signature of a handler)
        signal.signal(number, signal.SIG_DFL)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stopped)
    return stop
