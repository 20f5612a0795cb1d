"""Worker and beat as threads of one process, which stop when they are asked to and finish what they began."""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event, Thread
from typing import Any, Final, NamedTuple
from uuid import uuid4

import msgspec
from celery import Celery
from celery.beat import Scheduler
from celery.concurrency.thread import TaskPool
from celery.worker import WorkController, state

from workflow.installation import Installation
from workflow.rules.errors import BadInput
from workflow.settings import MEMORY, PREFIX, Secret, Settings
from workflow.worker.app import DELIVERIES, QUEUES, RENDERING, REPORTS, SWEEPS, make_app
from workflow.worker.tasks import Tasks

log = logging.getLogger(__name__)

PATIENCE: Final = 5.0
"""Seconds that a beat may take to stop; one that waits for a broker would take for ever, and holds nothing."""


class Lane(NamedTuple):
    """Queues that are served by the same threads."""

    queues: Sequence[str]
    threads: int


EMBEDDED: Final = (Lane((SWEEPS, DELIVERIES), 3), Lane((RENDERING, REPORTS), 2))
"""A long report has threads of its own, so that it delays no reminder."""


def run_embedded(installation: Installation, stop: Event) -> int:
    """Run beat and workers in this process without any broker, until `stop` is set; return the exit status.

    Args:
        installation: The record and its settings. It is opened here and left open.
        stop: Set by whoever ends it. What has begun by then is finished.
    """
    settings = msgspec.structs.replace(
        installation.settings, broker_url=Secret(f"{MEMORY}://"), queue_prefix=f"{uuid4().hex[:8]}."
    )
    lanes = [(_prepared(installation, settings), lane) for lane in EMBEDDED]
    return _run([*(_serving(app, lane) for app, lane in lanes), _beating(make_app(settings), stop)], stop)


def run_worker(installation: Installation, lane: Lane, stop: Event) -> int:
    """Serve queues of the broker until `stop` is set; return the exit status.

    Raises:
        BadInput: The broker is none that other processes reach, or there is no such queue.
    """
    must_be_shared(installation.settings)
    for queue in lane.queues:
        if queue not in QUEUES:
            raise BadInput("There is no queue {queue}. Use some of {known}.", queue=queue, known=QUEUES)
    return _run([_serving(_prepared(installation, installation.settings), lane)], stop)


def run_beat(settings: Settings, stop: Event) -> int:
    """Ask for work at its intervals until `stop` is set; return the exit status.

    Raises:
        BadInput: The broker is none that other processes reach.
    """
    must_be_shared(settings)
    return _run([_beating(make_app(settings), stop)], stop)


def must_be_shared(settings: Settings) -> None:
    """Refuse a broker that no other process reaches."""
    if settings.broker.startswith(MEMORY):
        raise BadInput(
            "There is no broker: {name} is {broker}, which no other process reaches. Name one such as "
            "amqp://user@host/name, or run all in one process with: disclosure worker --embedded.",
            name=f"{PREFIX}BROKER_URL",
            broker=f"{MEMORY}://",
        )


def _prepared(installation: Installation, settings: Settings) -> Celery:
    """Return an application with its tasks; record and key are opened before any thread asks for them."""
    _ = installation.store, installation.seal, settings.zone
    app = make_app(settings)
    Tasks(app, installation)
    return app


def _serving(app: Celery, lane: Lane) -> Thread:
    prefix = app.conf.task_default_queue.removesuffix(SWEEPS)

    def serve() -> None:
        worker = WorkController(
            app=app,
            hostname=f"{'-'.join(lane.queues)}@disclosure",
            queues=[prefix + queue for queue in lane.queues],
            pool_cls=_Threads,
            concurrency=lane.threads,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        worker.start()
        if worker.exitcode:
            raise SystemExit(worker.exitcode)

    return _Watched(serve, "-".join(lane.queues))


def _beating(app: Celery, stop: Event) -> Thread:
    def beat() -> None:
        scheduler = Scheduler(app)  # The plain one keeps nothing: all that it asks for can be asked for again.
        while not stop.wait(min(scheduler.tick(), 1.0)):
            pass
        scheduler.close()

    return _Watched(beat, "beat", daemon=True)


class _Threads(TaskPool):  # type: ignore[misc]  # Celery has no types
    """Threads that look for their tasks in the application they work for, and not in the last one of the process."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (Celery's signature)
        super().__init__(*args, **kwargs)
        self.executor = ThreadPoolExecutor(max_workers=self.limit, initializer=self.app.set_current)


class _Watched(Thread):
    """A thread that says whether it ended well."""

    def __init__(self, work: Callable[[], None], name: str, *, daemon: bool = False) -> None:
        super().__init__(name=name, daemon=daemon)
        self.work = work
        self.failed = False

    def run(self) -> None:
        self.failed = True
        with suppress(SystemExit):
            self.work()
            self.failed = False


def _run(threads: Sequence[Thread], stop: Event) -> int:
    """Run threads until `stop` is set or one of them ends by itself, which is a failure."""
    state.should_stop = None
    for thread in threads:
        thread.start()
    while not stop.wait(1.0) and all(thread.is_alive() for thread in threads):
        pass
    died = not stop.is_set()
    stop.set()
    state.should_stop = 0  # Celery's own switch: each worker ends its loop, and waits for its tasks.
    end = time.monotonic() + PATIENCE
    for thread in threads:
        thread.join(max(end - time.monotonic(), 0.0) if thread.daemon else None)
    state.should_stop = None
    if died:
        log.critical("A part of the worker ended by itself; look above for the reason.")
    return int(died or any(getattr(thread, "failed", False) for thread in threads if not thread.daemon))
