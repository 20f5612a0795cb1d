import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from workflow.installation import Installation
from workflow.rules.errors import BadInput
from workflow.settings import Secret, Settings
from workflow.store.beats import Beat, beats
from workflow.worker import running, tasks
from workflow.worker.app import make_app
from workflow.worker.running import Lane, run_beat, run_embedded, run_worker


def beats_of(installation: Installation) -> dict[str, Beat]:
    with installation.store.reading() as connection:
        return beats(connection)


def wait_for(true: Callable[[], Any], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "It did not come to that."
        time.sleep(0.05)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    own = Installation(Settings(home=tmp_path / "home", sweep_seconds=1))
    assert own.store
    yield own
    own.close()


@contextmanager
def running_in_a_thread(work: Callable[[Event], int]) -> Iterator[list[int]]:
    """Run something that stops by an event; the list holds its exit status afterwards."""
    stop, status = Event(), []
    thread = Thread(target=lambda: status.append(work(stop)))
    thread.start()
    try:
        yield status
    finally:
        stop.set()
        thread.join(30)
    assert not thread.is_alive()


def test_everything_happens_in_one_process(installation: Installation, tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with running_in_a_thread(lambda stop: run_embedded(installation, stop)) as status:
        wait_for(lambda: len(beats_of(installation)) >= 7 and beats_of(installation)["sweep"].turns >= 2)
        wait_for(lambda: all(beat.ended_at for name, beat in beats_of(installation).items() if name != tasks.ASKED))
    assert status == [0]
    done = beats_of(installation)
    assert set(done) == {"asked to sweep", "sweep", "silence", "breaches", "verify", "purge", "set out"}
    assert all(done[name].turns == 1 for name in ("silence", "breaches", "verify", "purge"))
    assert all(beat.ended_at for name, beat in done.items() if name != tasks.ASKED)
    assert not [one for one in set(threading.enumerate()) - before if not one.daemon]
    assert {path.name.removesuffix("-wal").removesuffix("-shm") for path in (tmp_path / "home").iterdir()} <= {
        "disclosure.db",
        "secret.key",
        "files",
    }


def test_it_can_be_started_again(installation: Installation) -> None:
    for turn in (1, 2):
        with running_in_a_thread(lambda stop: run_embedded(installation, stop)) as status:
            wait_for(lambda: beats_of(installation).get("sweep", (0, 0))[1] >= turn)  # noqa: B023 (it is done at once)
        assert status == [0]


def test_a_task_that_raises_is_told_and_the_queue_goes_on(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(*_: object) -> None:
        raise RuntimeError("a chore that breaks")

    monkeypatch.setitem(tasks.WORK, "reports.purge", failing)
    with caplog.at_level(logging.ERROR), running_in_a_thread(lambda stop: run_embedded(installation, stop)):
        wait_for(lambda: any("a chore that breaks" in record.getMessage() for record in caplog.records))
        wait_for(lambda: {"verify", "sweep"} <= set(beats_of(installation)))
    [told] = [record for record in caplog.records if "a chore that breaks" in record.getMessage()]
    assert told.exc_info
    assert "reports.purge" in told.getMessage()
    assert "purge" not in beats_of(installation)


def test_what_has_begun_is_finished(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    began, done = Event(), Event()

    def slow(*_: object) -> None:
        began.set()
        time.sleep(3)
        done.set()

    monkeypatch.setitem(tasks.WORK, "reports.verify_part", slow)
    with running_in_a_thread(lambda stop: run_embedded(installation, stop)) as status:
        assert began.wait(20)
        assert not done.is_set()
    assert done.is_set()
    assert status == [0]


def test_long_reports_delay_no_sweep(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    free = Event()
    for name in ("reports.verify_part", "reports.purge"):
        monkeypatch.setitem(tasks.WORK, name, lambda *_: free.wait(20))
    with running_in_a_thread(lambda stop: run_embedded(installation, stop)):
        wait_for(lambda: beats_of(installation).get("sweep", (0, 0))[1] >= 2)
        free.set()


def test_of_each_kind_one_runs_at_a_time(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    began, free, runs = Event(), Event(), []

    def slow(*_: object) -> None:
        runs.append(1)
        began.set()
        free.wait(20)

    monkeypatch.setitem(tasks.WORK, "reports.purge", slow)
    app = make_app(installation.settings)
    tasks.Tasks(app, installation)
    thread = Thread(target=app.tasks["reports.purge"])
    thread.start()
    assert began.wait(10)
    app.tasks["reports.purge"]()
    free.set()
    thread.join(10)
    assert runs == [1]


def test_a_sweep_asked_for_twice_in_a_period_is_one(installation: Installation) -> None:
    app = make_app(installation.settings)
    own = tasks.Tasks(app, installation)
    own.sweep()
    own.sweep()
    assert beats_of(installation)["sweep"].turns == 1
    time.sleep(0.95)
    own.sweep()
    assert beats_of(installation)["sweep"].turns == 2


def test_a_part_that_ends_by_itself_ends_all(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def __init__(self, _app: object) -> None:
            raise SystemExit(3)

    monkeypatch.setattr(running, "Scheduler", Broken)
    assert run_embedded(installation, Event()) == 1
    assert "ended by itself" in caplog.text


@pytest.mark.parametrize(
    "run",
    [
        lambda own: run_worker(own, Lane(["sweeps"], 1), Event()),
        lambda own: run_beat(own.settings, Event()),
    ],
)
def test_memory_is_no_broker_of_several_processes(
    installation: Installation, run: Callable[[Installation], int]
) -> None:
    with pytest.raises(BadInput, match="disclosure worker --embedded"):
        run(installation)


def test_an_unknown_queue_is_refused(installation: Installation) -> None:
    own = Installation(Settings(home=installation.settings.home, broker_url=Secret("amqp://127.0.0.1:9")))
    with pytest.raises(BadInput, match=r"There is no queue sweep\. Use some of sweeps, deliveries"):
        run_worker(own, Lane(["sweep"], 1), Event())
