from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.actions import sweep
from workflow.rules.errors import BadInput
from workflow.settings import Secret, Settings, read_settings
from workflow.worker import chores
from workflow.worker.app import LONGEST_TASK, QUEUES, make_app
from workflow.worker.beat_schedule import CHORES, DELIVER, SET_OUT, SWEEP, is_time
from workflow.worker.tasks import WORK

SHANGHAI = ZoneInfo("Asia/Shanghai")
instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (it is given one)


def app_of(url: str, **more: object) -> object:
    return make_app(Settings(broker_url=Secret(url), **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("url", ["memory://", "amqp://h//", "redis://h/0"])
def test_only_json_travels_and_nothing_is_kept(url: str) -> None:
    conf = app_of(url).conf  # type: ignore[attr-defined]
    assert (conf.accept_content, conf.task_serializer, conf.event_serializer) == (["json"], "json", "json")
    assert (conf.result_backend, conf.task_ignore_result) == (None, True)
    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert not conf.worker_enable_remote_control
    assert conf.broker_connection_max_retries is None
    assert conf.task_publish_retry_policy["max_retries"] == 3


@pytest.mark.parametrize("url", ["amqp://h//", "redis://h/0"])
def test_a_worker_takes_no_more_than_it_works_on(url: str) -> None:
    assert app_of(url).conf.worker_prefetch_multiplier == 1  # type: ignore[attr-defined]


def test_every_queue_gets_its_own_messages_only() -> None:
    app = app_of("memory://", queue_prefix="x.")
    queues = app.amqp.queues  # type: ignore[attr-defined]
    assert set(queues) == {f"x.{name}" for name in QUEUES}
    assert len({queue.routing_key for queue in queues.values()}) == len(QUEUES)
    for task in (SWEEP, DELIVER, SET_OUT, *WORK):
        assert app.amqp.router.route({}, task)["queue"].name == f"x.{task.partition('.')[0]}"  # type: ignore[attr-defined]


def test_redis_gives_nothing_out_twice_while_it_is_worked_on() -> None:
    options = app_of("redis://h/0").conf.broker_transport_options  # type: ignore[attr-defined]
    assert options["visibility_timeout"] > LONGEST_TASK.total_seconds()
    assert sweep.LEASE < LONGEST_TASK
    assert options["global_keyprefix"] == "disclosure:"


def test_what_is_asked_for_is_data() -> None:
    schedule = app_of("memory://", sweep_seconds=7).conf.beat_schedule  # type: ignore[attr-defined]
    assert set(schedule) == {SWEEP, DELIVER, SET_OUT, *CHORES}
    assert schedule[SWEEP]["schedule"] == timedelta(seconds=7)
    assert schedule[DELIVER]["schedule"] == schedule[SET_OUT]["schedule"] == timedelta(seconds=20)
    for entry in schedule.values():
        assert entry["options"]["expires"] == entry["schedule"].total_seconds()


def test_every_chore_has_its_function() -> None:
    assert set(CHORES) == set(WORK)
    assert all(work.__module__ == chores.__name__ for work in WORK.values())


@pytest.mark.parametrize("url", ["", "sqs://x", "h/x", "amqp"])
def test_an_unknown_broker_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(BadInput, match="DISCLOSURE_BROKER_URL names no broker") as refused:
        app_of(url)
    assert url not in refused.value.params.values() or not url


def test_urls_may_stand_in_files(tmp_path: object) -> None:
    folder = tmp_path
    for name in ("database", "broker"):
        (folder / name).write_text(f"redis://{name}\n")  # type: ignore[operator]
    given = {f"DISCLOSURE_{name.upper()}_URL_FILE": str(folder / name) for name in ("database", "broker")}  # type: ignore[operator]
    own = read_settings(given)
    assert (own.database_url, own.broker_url) == ("redis://database", "redis://broker")
    assert "redis" not in repr(own.broker_url)
    assert read_settings({**given, "DISCLOSURE_BROKER_URL": "amqp://h"}).broker_url == "amqp://h"
    with pytest.raises(BadInput, match="DISCLOSURE_BROKER_URL_FILE names a file"):
        read_settings({"DISCLOSURE_BROKER_URL_FILE": str(folder / "none")})  # type: ignore[operator]


@pytest.mark.parametrize("name", ["Asia/Nowhere", "../etc/passwd", ""])
def test_an_unknown_time_zone_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="DISCLOSURE_TIMEZONE is no time zone"):
        _ = Settings(timezone=name).zone


@pytest.mark.parametrize("name", CHORES)
def test_a_chore_never_done_is_due(name: str) -> None:
    assert is_time(CHORES[name], None, datetime(2026, 3, 2, tzinfo=UTC), SHANGHAI)


def test_a_night_is_a_night_in_the_time_zone_of_the_installation() -> None:
    verify = CHORES["reports.verify_part"]
    done = datetime(2026, 3, 2, 2, 5, tzinfo=SHANGHAI)
    assert not is_time(verify, done, datetime(2026, 3, 3, 1, 59, tzinfo=SHANGHAI), SHANGHAI)
    assert is_time(verify, done, datetime(2026, 3, 2, 18, 0, tzinfo=UTC), SHANGHAI)


def test_a_weekly_chore_is_due_on_monday_or_as_soon_as_possible_after_it() -> None:
    warn = CHORES["sweeps.warn_of_breaches"]
    monday = datetime(2026, 3, 2, 7, 30, tzinfo=SHANGHAI)
    assert is_time(warn, monday - timedelta(days=7), monday, SHANGHAI)
    assert not is_time(warn, monday, monday + timedelta(days=7, minutes=-1), SHANGHAI)
    assert is_time(warn, monday - timedelta(days=7), monday + timedelta(days=3), SHANGHAI)


@given(
    start=instants, asked=st.lists(st.integers(1, 3000), min_size=1, max_size=60), name=st.sampled_from(sorted(CHORES))
)
def test_a_chore_is_done_once_in_its_period_however_often_it_is_asked_for(
    start: datetime, asked: list[int], name: str
) -> None:
    chore, at, done = CHORES[name], start, [start]
    period = timedelta(days=1 if chore.weekday is None else 7)
    for minutes in asked:
        at += timedelta(minutes=minutes)
        if is_time(chore, done[-1], at, SHANGHAI):
            done.append(at)
        else:
            assert at - done[-1] < period
    planned = {
        (at.astimezone(SHANGHAI) - timedelta(hours=chore.at.hour, minutes=chore.at.minute)).date() for at in done[1:]
    }
    assert len(planned) == len(done) - 1
    assert all(earlier < later for earlier, later in pairwise(done))
