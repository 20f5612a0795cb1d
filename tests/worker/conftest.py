"""The two brokers of the tests, with queues of the test's own that are gone afterwards."""

import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest
import redis
from kombu import Connection
from kombu.exceptions import OperationalError

from workflow.settings import Secret, Settings
from workflow.worker.app import make_app

SERVERS = {
    "rabbitmq": ("DISCLOSURE_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672//"),
    "redis": ("DISCLOSURE_TEST_REDIS", "redis://127.0.0.1:6379/0"),
}


@pytest.fixture(params=SERVERS)
def broker(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Settings of a broker that answers; without one the test is skipped, unless CI promised one."""
    variable, usual = SERVERS[request.param]
    url, prefix = os.environ.get(variable, usual), f"test-{uuid4().hex[:8]}."
    try:
        with Connection(url, connect_timeout=5) as connection:
            connection.ensure_connection(max_retries=1, timeout=5)
    except (OperationalError, OSError) as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI has to run a server at {variable}: {error}")
        pytest.skip(f"no server at {variable}")
    yield {"broker_url": url, "queue_prefix": prefix}
    remove(make_app(Settings(broker_url=Secret(url), queue_prefix=prefix)))


def remove(app: Any) -> None:
    """Delete the queues of an application and their exchange."""
    options = app.conf.broker_transport_options
    if "global_keyprefix" in options:
        with closing(redis.Redis.from_url(app.conf.broker_url)) as client:
            for key in client.scan_iter(f"{options['global_keyprefix']}*"):
                client.delete(key)
        return
    with app.connection_for_write() as connection, connection.channel() as channel:
        for queue in app.amqp.queues.values():
            queue(channel).delete()
        queue.exchange(channel).delete()
