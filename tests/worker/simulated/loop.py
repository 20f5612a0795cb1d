"""A worker without a broker: sweeps and delivers until it is killed.

`python -m tests.worker.simulated.loop URL HOME CLOCK`
"""

import os
import sys
import time
from pathlib import Path

from workflow.actions.sweep import sweep
from workflow.files.reminder_rules import default_rules
from workflow.installation import Installation
from workflow.settings import Settings
from workflow.worker.delivering import deliver

from .clock import FileClock

PAUSE = 0.02


def main(url: str, home: str, clock: str) -> None:
    """Work until the process ends."""
    holder = f"loop {os.getpid()}"
    installation = Installation(Settings(home=Path(home), database_url=url), now=FileClock(Path(clock)))
    while True:
        sweep(installation.store, holder, installation.now(), default_rules())
        deliver(installation, holder, batch=10)
        time.sleep(PAUSE)


if __name__ == "__main__":
    main(*sys.argv[1:])
