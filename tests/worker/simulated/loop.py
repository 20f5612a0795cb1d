"""A worker of a simulation, in a process of its own, which works until it is killed.

`python -m tests.worker.simulated.loop KIND URL HOME CLOCK BROKER`; KIND is `bare` (sweeps and delivers without Celery),
`embedded`, `worker` or `beat`; the last two share BROKER.
"""

import os
import sys
import time
from pathlib import Path
from threading import Event

from workflow.actions.sweep import sweep
from workflow.files.reminder_rules import default_rules
from workflow.installation import Installation
from workflow.settings import Secret, Settings
from workflow.worker import beat_schedule
from workflow.worker.app import QUEUES
from workflow.worker.delivering import deliver
from workflow.worker.running import Lane, run_beat, run_embedded, run_worker

from .clock import FileClock

PAUSE = 0.02


def bare(installation: Installation, holder: str) -> None:
    """Sweep and deliver, again and again."""
    while True:
        sweep(installation.store, holder, installation.now(), default_rules())
        deliver(installation, holder, batch=10)
        time.sleep(PAUSE)


def main(kind: str, url: str, home: str, clock: str, broker: str) -> None:
    """Work until the process ends."""
    settings = Settings(home=Path(home), database_url=url, broker_url=Secret(broker), sweep_seconds=1)
    installation = Installation(settings, now=FileClock(Path(clock)))
    beat_schedule.DELIVER_SECONDS = 1  # type: ignore[misc]  # The clock of a simulation goes faster than beat's own.
    match kind:
        case "bare":
            bare(installation, f"loop {os.getpid()}")
        case "embedded":
            run_embedded(installation, Event())
        case "worker":
            run_worker(installation, Lane(QUEUES, 4), Event())
        case "beat":
            run_beat(settings, Event())
        case _:
            raise SystemExit(f"There is no worker of the kind {kind}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
