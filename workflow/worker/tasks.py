"""The tasks: each opens nothing, decides nothing, and calls one function with the installation of its process."""

import logging
import os
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Lock
from typing import Any, Final
from uuid import uuid4

from celery import Celery

from workflow.actions.sweep import sweep
from workflow.files.reminder_rules import default_rules
from workflow.installation import Installation
from workflow.store import beats
from workflow.worker import chores
from workflow.worker.beat_schedule import CHORES, DELIVER, SET_OUT, SWEEP, is_time
from workflow.worker.delivering import deliver
from workflow.worker.setting_out import set_out
from workflow.worker.watching import watch

log = logging.getLogger(__name__)

ASKED = "asked to sweep"
_SOONER = 0.9  # Of a period: messages come a little early or late, and a second beat asks in between.

Work = Callable[[Installation, str], Any]
WORK: Final[dict[str, Work]] = {
    "sweeps.record_silence": chores.record_silence,
    "sweeps.warn_of_breaches": chores.warn_of_breaches,
    "reports.verify_part": chores.verify_part,
    "reports.purge": chores.purge,
}


class Tasks:
    """The tasks of one process, which share its installation; of each kind one runs at a time in a process.

    Args:
        app: Where they are registered.
        installation: Opened already, for all threads.
    """

    def __init__(self, app: Celery, installation: Installation) -> None:
        self.app = app
        self.installation = installation
        self.since = installation.now()
        self._busy: dict[str, Lock] = {}
        self._register(SWEEP, self.sweep)
        self._register(DELIVER, self.deliver)
        self._register(SET_OUT, self.set_out)
        for name in WORK:
            self._register(name, partial(self.chore, name))

    def sweep(self) -> None:
        """Sweep, once in a period however many beats ask, and have delivered what it found."""
        if not self._asked_first():
            return
        done = sweep(self.installation.store, holder(), self.installation.now(), default_rules())
        if done.reminders:
            log.info("Sweep %s: %s reminders, %s messages.", done.number, done.reminders, done.messages)
        if done.messages:
            self.app.send_task(DELIVER)

    def deliver(self) -> None:
        """Look whether sweeps come, and deliver what is to go out."""
        watch(self.installation, self.since)
        done = deliver(self.installation, holder())
        if any(done):
            log.info("Delivered: %s.", ", ".join(f"{count} {name}" for name, count in done._asdict().items() if count))

    def set_out(self) -> None:
        """Make the PDFs of letters that were issued since."""
        done = set_out(self.installation, holder())
        if done.made or done.left or done.stopped:
            log.info("Letters: %s set out, %s cannot be%s.", done.made, done.left, "; stopped" if done.stopped else "")

    def chore(self, name: str) -> None:
        """Do what comes round by itself, if its time has come."""
        chore = CHORES[name]
        with self.installation.store.reading() as connection:
            beat = beats.beats(connection).get(chore.beat)
        last: datetime | None = beat.ended_at if beat is not None else None
        if is_time(chore, last, self.installation.now(), self.installation.settings.zone):
            log.info("%s: %s", name, WORK[name](self.installation, holder()))

    def _asked_first(self) -> bool:
        """Tell whether nobody asked in this period yet; a lease that nobody gives back says so to all workers."""
        period = timedelta(seconds=self.installation.settings.sweep_seconds)
        with self.installation.store.unit() as unit:
            return beats.take(unit, ASKED, holder(), self.installation.now(), _SOONER * period) is not None

    def _register(self, name: str, work: Callable[[], None]) -> None:
        lock = self._busy[name] = Lock()

        def task() -> None:
            if not lock.acquire(blocking=False):
                return  # What runs now will see what this one was to see, and must not take all threads.
            try:
                work()
            finally:
                lock.release()

        # Registered here only, and not in every application of the process.
        self.app.task(task, name=name, shared=False)


def holder() -> str:
    """Return a name for who holds a lease: nobody else's, and of use to who looks for it."""
    return f"{socket.gethostname()} {os.getpid()} {uuid4().hex[:8]}"
