"""Workers and beats as processes of their own, on RabbitMQ and on Redis."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from workflow.actions import sweep
from workflow.installation import Installation
from workflow.settings import Secret, Settings
from workflow.store.beats import Beat, beats, take
from workflow.store.rows import TABLES
from workflow.worker.app import make_app

PROGRAM = "from workflow.cli import main; main()"
SLOW = """
import pathlib, time
from workflow.cli import main
from workflow.worker import tasks

def slow(installation, holder):
    home = installation.settings.home
    turn = len(list(home.glob("began-*")))
    (home / f"began-{turn}").touch()
    time.sleep(3 if turn else float((home / "first").read_text()))
    (home / f"done-{turn}").touch()

tasks.WORK["reports.verify_part"] = slow
main()
"""
Start = Callable[..., "subprocess.Popen[str]"]


def wait_for(true: Callable[[], Any], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "It did not come to that."
        time.sleep(0.1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    own = Installation(Settings(home=tmp_path / "home"))
    assert own.store
    assert own.seal
    own.close()
    return tmp_path / "home"


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Starts a command in a process of its own, which is ended after the test."""
    with ExitStack() as stack:

        def started(*args: str, program: str = PROGRAM, **settings: str) -> "subprocess.Popen[str]":
            given = {f"DISCLOSURE_{name.upper()}": value for name, value in settings.items()}
            environ = {**os.environ, "DISCLOSURE_HOME": str(home), "DISCLOSURE_LANGUAGE": "en", **given}
            log = stack.enter_context((home.parent / "log").open("a"))
            process = subprocess.Popen([sys.executable, "-c", program, *args], env=environ, stderr=log, text=True)
            stack.callback(ended, process)
            return process

        yield started


def ended(process: "subprocess.Popen[str]") -> int:
    if process.poll() is None:
        process.terminate()
    try:
        return process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
        raise


def log_of(home: Path) -> str:
    return (home.parent / "log").read_text()


def beats_of(home: Path) -> dict[str, Beat]:
    own = Installation(Settings(home=home))
    try:
        with own.store.reading() as connection:
            return beats(connection)
    finally:
        own.close()


def turns(home: Path, name: str) -> int:
    beat = beats_of(home).get(name)
    return 0 if beat is None else beat.turns


def ask(broker: dict[str, str], task: str, **options: float) -> None:
    settings = Settings(broker_url=Secret(broker["broker_url"]), queue_prefix=broker["queue_prefix"])
    with make_app(settings) as app:
        app.send_task(task, **options)


def test_two_beats_and_a_worker_sweep_once_in_a_period(broker: dict[str, str], home: Path, start: Start) -> None:
    own = {**broker, "sweep_seconds": "2"}
    worker = start("worker", "--queues", "sweeps,deliveries", "--concurrency", "2", **own)
    first = start("beat", **own)
    time.sleep(0.7)
    second = start("beat", **own)
    wait_for(lambda: turns(home, "sweep") >= 1)
    before, began = turns(home, "sweep"), time.monotonic()
    wait_for(lambda: turns(home, "sweep") >= before + 4)
    assert time.monotonic() - began > 4 * 2 * 0.9 - 1
    assert [ended(process) for process in (first, second, worker)] == [0, 0, 0], log_of(home)
    assert "Traceback" not in log_of(home)
    assert not [path for path in home.iterdir() if "celery" in path.name]


def test_a_worker_that_is_told_to_stop_finishes_what_it_began(broker: dict[str, str], home: Path, start: Start) -> None:
    (home / "first").write_text("3")
    worker = start("worker", "--queues", "reports", program=SLOW, **broker)
    ask(broker, "reports.verify_part")
    wait_for((home / "began-0").exists)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    assert (home / "done-0").exists()
    start("worker", "--queues", "reports", program=SLOW, **broker)
    time.sleep(3)
    assert not (home / "began-1").exists()


def test_a_task_whose_worker_was_killed_is_done_by_another(broker: dict[str, str], home: Path, start: Start) -> None:
    (home / "first").write_text("600")
    worker = start("worker", "--queues", "reports", program=SLOW, **broker)
    ask(broker, "reports.verify_part", expires=600.0)
    wait_for((home / "began-0").exists)
    worker.kill()
    worker.wait(10)
    start("worker", "--queues", "reports", program=SLOW, **broker)
    if broker["broker_url"].startswith("redis"):  # It gives the message out again after an hour; beat asks before that.
        ask(broker, "reports.verify_part", expires=600.0)
    wait_for((home / "done-1").exists)


def test_a_queue_is_served_by_those_who_name_it(broker: dict[str, str], home: Path, start: Start) -> None:
    start("worker", "--queues", "deliveries,rendering", **broker)
    ask(broker, "reports.purge")
    time.sleep(4)
    assert turns(home, "purge") == 0
    start("worker", "--queues", "reports", **broker)
    wait_for(lambda: turns(home, "purge") == 1)


def test_what_nobody_took_in_its_period_is_not_done_later(broker: dict[str, str], home: Path, start: Start) -> None:
    ask(broker, "reports.purge", expires=0.5)
    ask(broker, "sweeps.record_silence", expires=60)
    time.sleep(1)
    start("worker", **broker)
    wait_for(lambda: turns(home, "silence") == 1)
    time.sleep(1)
    assert turns(home, "purge") == 0


@pytest.mark.parametrize("command", [("worker",), ("beat",)])
def test_who_waits_for_a_broker_stops_all_the_same(home: Path, start: Start, command: tuple[str, ...]) -> None:
    process = start(*command, broker_url="amqp://127.0.0.1:9")
    wait_for(lambda: "Trying again" in log_of(home))
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


@contextmanager
def own_redis(port: int) -> Iterator[None]:
    """Run a Redis of the test's own, and kill it."""
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: answers(port))
        yield
    finally:
        server.kill()
        server.wait(10)


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@pytest.mark.skipif(
    shutil.which("redis-server") is None and os.environ.get("CI") != "true", reason="there is no redis-server to kill"
)
def test_a_broker_that_is_killed_and_comes_back_empty_loses_nothing(home: Path, start: Start) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        port = found.getsockname()[1]
    own = {"broker_url": f"redis://127.0.0.1:{port}/0", "sweep_seconds": "1"}
    with own_redis(port):
        processes = [start("worker", **own), start("beat", **own)]
        wait_for(lambda: turns(home, "sweep") >= 2)
    time.sleep(3)
    assert [process.poll() for process in processes] == [None, None], log_of(home)
    before = turns(home, "sweep")
    with own_redis(port):
        wait_for(lambda: turns(home, "sweep") >= before + 3, 90)
        assert [ended(process) for process in processes] == [0, 0], log_of(home)


def test_an_embedded_worker_stops_at_a_signal(home: Path, start: Start) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        before = turns(home, "sweep")
        process = start("worker", "--embedded", sweep_seconds="1")
        wait_for(lambda: turns(home, "sweep") > before)  # noqa: B023 (it is waited for at once)
        process.send_signal(number)
        assert process.wait(20) == 0
    assert "Traceback" not in log_of(home)


def test_a_worker_killed_between_sweeps_is_caught_up_at_once(home: Path, start: Start) -> None:
    process = start("worker", "--embedded", sweep_seconds="2")
    wait_for(lambda: "sweep" in beats_of(home) and beats_of(home)["sweep"].ended_at)
    process.kill()
    process.wait(10)
    free_lease(home)  # Should the next sweep have begun just then.
    before = turns(home, "sweep")
    start("worker", "--embedded", sweep_seconds="2")
    wait_for(lambda: turns(home, "sweep") > before)


def test_a_worker_killed_in_a_sweep_is_caught_up_when_its_lease_is_over(home: Path, start: Start) -> None:
    own = Installation(Settings(home=home))
    with own.store.unit() as unit:
        assert take(unit, sweep.BEAT, "a worker that died", own.now(), sweep.LEASE)
    own.close()
    start("worker", "--embedded", sweep_seconds="1")
    wait_for(lambda: turns(home, "asked to sweep") >= 3)
    assert turns(home, "sweep") == 1
    free_lease(home)
    wait_for(lambda: turns(home, "sweep") > 1)


def free_lease(home: Path) -> None:
    """Let the time of a lease be over."""
    own = Installation(Settings(home=home))
    with own.store.unit() as unit:
        done_long_ago = update(TABLES["beats"]).where(TABLES["beats"].c.name == sweep.BEAT)
        unit.connection.execute(done_long_ago.values(lease_until=datetime(2020, 1, 1, tzinfo=UTC)))
    own.close()
