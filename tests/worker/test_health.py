import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from urllib.request import urlopen
from uuid import UUID, uuid4

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from workflow.cli import work
from workflow.cli.main import run
from workflow.installation import Installation
from workflow.rules.errors import BadInput, NotFound, Unavailable
from workflow.settings import Settings
from workflow.store.alerts import Alert, open_alerts, raise_alert
from workflow.store.beats import done, take
from workflow.store.deliveries import DeliveryKey, add
from workflow.store.people import agencies
from workflow.worker.health import WAITED, health
from workflow.worker.metrics import metrics_text, served
from workflow.worker.watching import LATE, watch

NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class Clock:
    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def installation(tmp_path: Path, clock: Clock) -> Iterator[Installation]:
    own = Installation(Settings(home=tmp_path / "home", language="en"), clock)
    assert own.store
    yield own
    own.close()


def swept(installation: Installation) -> None:
    with installation.store.unit() as unit:
        assert take(unit, "sweep", "w", installation.now(), MINUTE)
        assert done(unit, "sweep", "w", installation.now())


def top(installation: Installation) -> UUID:
    with installation.store.reading() as connection:
        return agencies(connection)[0].id


def alerts(installation: Installation) -> list[Alert]:
    with installation.store.reading() as connection:
        return open_alerts(connection)


def message(installation: Installation) -> None:
    with installation.store.unit() as unit:
        agency_id = top(installation)
        add(unit, DeliveryKey(0, "email", agency_id, uuid4(), 1), "s", "t", installation.now())


def problems(installation: Installation) -> list[str]:
    return [str(problem) for problem in health(installation).problems]


def test_a_sweep_is_late_after_two_periods(installation: Installation, clock: Clock) -> None:
    assert "never looked for" in problems(installation)[0]
    swept(installation)
    clock.at += 2 * MINUTE
    assert problems(installation) == []
    clock.at += timedelta(seconds=1)
    assert "last looked for at 2026-06-01 04:00:00 UTC" in problems(installation)[0]


def test_a_message_that_waits_long_is_not_healthy(installation: Installation, clock: Clock) -> None:
    message(installation)
    clock.at += WAITED
    swept(installation)
    assert problems(installation) == []
    clock.at += timedelta(seconds=1)
    assert "Messages by email wait since 2026-06-01 04:00:00 UTC" in problems(installation)[0]


def test_the_calendar_of_next_year_is_missed_in_november(installation: Installation, clock: Clock) -> None:
    assert health(installation).remarks == []
    clock.at = datetime(2026, 11, 1, 4, tzinfo=UTC)
    swept(installation)
    found = health(installation)
    assert "end on 2026-12-31" in str(found.remarks[0])
    assert found.problems == []


def test_looking_makes_no_database(tmp_path: Path) -> None:
    own = Installation(Settings(home=tmp_path / "none"))
    with pytest.raises(NotFound, match="There is no record yet"):
        health(own)
    assert not (tmp_path / "none").exists()


def test_another_schema_is_named(installation: Installation) -> None:
    with installation.store.unit() as unit:
        unit.connection.execute(text("update alembic_version set version_num = '0000'"))
    with pytest.raises(BadInput, match="has the schema 0000"):
        health(installation)


def test_a_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    own = Installation(Settings(home=tmp_path, database_url="postgresql://nobody@127.0.0.1:9/none"))
    with pytest.raises(Unavailable):
        health(own)
    own.close()


def test_late_sweeps_are_told_once_and_taken_back(installation: Installation, clock: Clock) -> None:
    swept(installation)
    assert not watch(installation)
    clock.at += 3 * MINUTE
    assert watch(installation)
    assert watch(installation)
    [alert] = alerts(installation)
    assert (alert.agency_id, alert.about, alert.role) == (top(installation), LATE, "admin")
    assert "since 2026-06-01 04:00 UTC" in alert.text
    swept(installation)
    assert not watch(installation)
    assert alerts(installation) == []


def test_what_was_late_before_a_worker_began_is_not_told(installation: Installation, clock: Clock) -> None:
    swept(installation)
    clock.at += timedelta(hours=15)
    began = clock.at
    assert not watch(installation, began)
    clock.at += 2 * MINUTE
    assert not watch(installation, began)
    clock.at += MINUTE
    assert watch(installation, began)


def figures(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name.removeprefix("disclosure_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_prometheus_reads_the_figures(installation: Installation, clock: Clock) -> None:
    message(installation)
    swept(installation)
    with installation.store.unit() as unit:
        raise_alert(unit, top(installation), "x", "admin", "look", NOON)
    clock.at += MINUTE
    found = figures(metrics_text(installation))
    assert found["database_up",] == found["healthy",] == found["alerts_open",] == found["backlog",] == 1
    assert found["last_sweep_timestamp_seconds",] == NOON.timestamp()
    assert found["oldest_unsent_seconds", "email"] == 60
    assert (found["deliveries", "email", "pending"], found["deliveries", "email", "failed"]) == (1, 0)
    assert found["turns", "sweep"] == 1


def test_figures_tell_that_there_is_no_database(tmp_path: Path) -> None:
    assert figures(metrics_text(Installation(Settings(home=tmp_path / "none")))) == {("database_up",): 0}


def test_figures_are_served_to_this_machine(installation: Installation) -> None:
    with served(installation, "127.0.0.1", 0) as port, urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as page:
        assert figures(page.read().decode())["database_up",] == 1


def typed(capsys: pytest.CaptureFixture[str], home: Path, *args: str) -> tuple[int, str, str]:
    status = run(args, {"DISCLOSURE_HOME": str(home), "DISCLOSURE_LANGUAGE": "en"})
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_exit_status_is_the_health(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    home = tmp_path / "home"
    status, out, _ = typed(capsys, home, "health")
    assert (status, out.splitlines()[-1]) == (1, "Not healthy.")
    own = Installation(Settings(home=home))
    swept(own)
    message(own)
    own.close()
    status, out, _ = typed(capsys, home, "health")
    assert (status, out.splitlines()[-1]) == (0, "Healthy.")
    assert "email" in out
    status, out, _ = typed(capsys, home, "health", "--json")
    assert (status, json.loads(out)["healthy"], json.loads(out)["channels"]["email"]["pending"]) == (0, True, 1)
    status, out, _ = typed(capsys, home, "health", "--metrics")
    assert (status, figures(out)["healthy",]) == (0, 1)


def test_alerts_are_listed_and_cleared(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    own = Installation(Settings(home=tmp_path))
    with own.store.unit() as unit:
        raise_alert(unit, top(own), "x", "admin", "Look at this.", NOON)
    [alert] = alerts(own)
    assert "Look at this." in typed(capsys, tmp_path, "alerts")[1]
    assert json.loads(typed(capsys, tmp_path, "alerts", "--json")[1])[0]["id"] == str(alert.id)
    assert typed(capsys, tmp_path, "alerts", "--clear", "7")[0] == 2
    assert "There is no open alert" in typed(capsys, tmp_path, "alerts", "--clear", str(uuid4()))[2]
    assert typed(capsys, tmp_path, "alerts", "--clear", str(alert.id))[0] == 0
    assert alerts(own) == []
    assert "no open alert" in typed(capsys, tmp_path, "alerts")[1]
    own.close()


def test_an_alert_is_cleared_by_those_it_is_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    own = Installation(Settings(home=tmp_path))
    with own.store.unit() as unit:
        raise_alert(unit, top(own), "x", "admin", "Look at this.", NOON)
    [alert] = alerts(own)
    own.close()
    assert typed(capsys, tmp_path, "user", "add", "li", "李四", "--role", "intake")[0] == 0
    status, _, err = typed(capsys, tmp_path, "alerts", "--clear", str(alert.id), "--by", "li")
    assert (status, "for the role admin" in err) == (1, True)


@pytest.mark.parametrize(
    "args",
    [
        ("worker", "--concurrency", "0"),
        ("worker", "--embedded", "--queues", "sweeps"),
        ("worker", "--embedded", "--metrics-port", "70000"),
        ("worker", "--queues", "sweeps"),
        ("beat",),
    ],
)
def test_what_cannot_run_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, args: tuple[str, ...]
) -> None:
    monkeypatch.setattr(work, "_stopped_by_signals", Event)  # The signals of this process are pytest's.
    status, _, err = typed(capsys, tmp_path, *args)
    assert status == 2
    assert len(err.splitlines()) == 1
