"""What Prometheus reads: counted in the database at each look, so that any process of the installation can tell it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from workflow.installation import Installation
from workflow.rules.errors import CaseworkError
from workflow.settings import Settings
from workflow.store.deliveries import DeliveryState
from workflow.worker.health import Health, health


class Figures(Collector):
    """The figures of an installation; where its database does not answer, only that it does not.

    Args:
        settings: Of the installation, which is opened for each look and closed after it.
        now: Says what instant it is.
    """

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self.settings = settings
        self.now = now

    def collect(self) -> Iterator[Metric]:
        """Yield what there is to tell."""
        installation = Installation(self.settings, self.now)
        try:
            found = health(installation)
        except CaseworkError:
            yield _gauge("database_up", "Whether the database answers with the schema of this program.", 0)
            return
        finally:
            installation.close()
        yield _gauge("database_up", "Whether the database answers with the schema of this program.", 1)
        yield _gauge("healthy", "Whether disclosure health finds nothing wrong.", int(not found.problems))
        yield _gauge("alerts_open", "Alerts that nobody has cleared yet.", found.alerts)
        yield _gauge("letters_waiting", "Issued letters that have no PDF yet.", found.letters)
        yield from _work(found)
        yield from _messages(found)


def _work(found: Health) -> Iterator[Metric]:
    last = GaugeMetricFamily(
        "disclosure_last_done_timestamp_seconds", "When work that comes round was last done.", labels=["work"]
    )
    turns = GaugeMetricFamily("disclosure_turns", "How often work that comes round was begun.", labels=["work"])
    for name, beat in sorted(found.beats.items()):
        turns.add_metric([name], beat.turns)
        if beat.ended_at is not None:
            last.add_metric([name], beat.ended_at.timestamp())
    swept = found.sweep.ended_at if found.sweep is not None else None
    yield _gauge("last_sweep_timestamp_seconds", "When what is due was last looked for; 0 for never.", _seconds(swept))
    yield from (last, turns)


def _messages(found: Health) -> Iterator[Metric]:
    counts = GaugeMetricFamily(
        "disclosure_deliveries", "Messages by channel and how far they are.", labels=["channel", "state"]
    )
    oldest = GaugeMetricFamily(
        "disclosure_oldest_unsent_seconds", "For how long the oldest message waits since its time.", labels=["channel"]
    )
    waiting = 0
    for one in found.backlog:
        waiting += sum(one.by_state.get(state, 0) for state in (DeliveryState.PENDING, DeliveryState.CLAIMED))
        for state in DeliveryState:
            counts.add_metric([one.channel, str(state)], one.by_state.get(state, 0))
        oldest.add_metric([one.channel], (found.at - one.oldest).total_seconds() if one.oldest else 0)
    yield _gauge("backlog", "Messages that are not out yet.", waiting)
    yield from (counts, oldest)


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"disclosure_{name}", told, value=value)


def _seconds(at: datetime | None) -> float:
    return 0.0 if at is None else at.timestamp()


def metrics_text(installation: Installation) -> str:
    """Return the figures as Prometheus reads them."""
    return generate_latest(_registry(installation)).decode()


@contextmanager
def served(installation: Installation, address: str, port: int) -> Iterator[int]:
    """Serve the figures over HTTP while the block runs; give the port, which the system chooses where it is 0."""
    server, thread = start_http_server(port, address, _registry(installation))
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _registry(installation: Installation) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(Figures(installation.settings, installation.now))
    return registry
