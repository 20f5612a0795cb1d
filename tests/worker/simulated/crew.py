"""The processes that remind an office, and the broker between them: started, killed at random, started again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

RABBITMQ = next(
    (place for place in ("/usr/lib/rabbitmq/bin/rabbitmq-server",) if Path(place).exists()),
    shutil.which("rabbitmq-server"),
)
"""The server itself: Debian's own command of this name changes the user, and could not be killed as a child."""

REDIS = shutil.which("redis-server")


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        port: int = found.getsockname()[1]
    return port


@dataclass
class Process:
    """A process in a group of its own, so that all of it can be killed.

    Args:
        words: Its command.
        environ: What its environment has beside that of the test.
        port: It is up when this port of the machine answers; 0 if nobody waits for it.
        log: Where it writes.
    """

    words: Sequence[str]
    log: Path
    environ: dict[str, str] = field(default_factory=dict)
    port: int = 0
    running: "subprocess.Popen[bytes] | None" = None

    def start(self, seconds: float = 60) -> None:
        """Start it where it does not run, and wait until it is up."""
        if self.running is None:
            with self.log.open("ab") as log:
                self.running = subprocess.Popen(
                    self.words,
                    env={**os.environ, **self.environ},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        ends = time.monotonic() + seconds
        while self.port and not _answers(self.port):
            assert time.monotonic() < ends, f"{self.words[0]} did not come up: {self.log.read_text()[-2000:]}"
            time.sleep(0.1)

    def kill(self) -> bool:
        """Kill it with all that it started; tell whether it ran."""
        if self.running is None:
            return False
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(20)
        self.running = None
        return True


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def redis(folder: Path) -> tuple[str, Process]:
    """Return the address and the process of a Redis of the test's own, which keeps nothing when it is killed."""
    assert REDIS is not None
    port = free_port()
    words = [REDIS, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    return f"redis://127.0.0.1:{port}/0", Process(words, folder / "redis.log", port=port)


def rabbitmq(folder: Path) -> tuple[str, Process]:
    """Return the address and the process of a RabbitMQ of the test's own, which finds its queues again."""
    assert RABBITMQ is not None
    port = free_port()
    (folder / "plugins").write_text("[].\n")
    environ = {
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"soak{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "no-such-file"),
        "RABBITMQ_CONFIG_FILE": str(folder / "no-such-file"),
    }
    process = Process([RABBITMQ], folder / "rabbitmq.log", environ, port)
    return f"amqp://guest:guest@127.0.0.1:{port}//", process


@dataclass
class Crew:
    """The processes by their names.

    Args:
        processes: In the order in which they are started.
        chance: Decides who is killed.
    """

    processes: dict[str, Process]
    chance: Random
    killed: dict[str, int] = field(default_factory=dict)

    def start(self) -> None:
        """Start all that do not run."""
        for process in self.processes.values():
            process.start()

    def strike(self, longest: float) -> None:
        """Kill one of them at a random moment within so many seconds, and start it again."""
        time.sleep(self.chance.random() * longest)
        name = self.chance.choice(list(self.processes))
        self.kill(name)
        self.processes[name].start()

    def kill(self, *names: str) -> None:
        """Kill some of them, or all."""
        for name in names or tuple(self.processes)[::-1]:
            if self.processes[name].kill():
                self.killed[name] = self.killed.get(name, 0) + 1


def crew(
    kinds: Sequence[str], chance: Random, url: str, home: Path, clock: Path, broker: tuple[str, Process] | None = None
) -> Crew:
    """Return the crew of an installation: its workers by their kinds, and the broker, where there is one."""
    address, server = broker or ("memory://", None)
    processes = {} if server is None else {"broker": server}
    for number, kind in enumerate(kinds):
        words = [sys.executable, "-m", "tests.worker.simulated.loop", kind, url, str(home), str(clock), address]
        processes[f"{kind} {number}"] = Process(words, home / f"{kind}-{number}.log")
    return Crew(processes, chance)
