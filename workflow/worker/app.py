"""The Celery application: one queue for each kind of work, JSON only, and nothing that a lost message could lose.

A task carries no data: it says "look what is to be done", and the record knows. So a message may be lost, come twice or
come late, and results are kept nowhere.
"""

from datetime import timedelta
from typing import Any, Final

from celery import Celery
from kombu import Exchange, Queue

from workflow.settings import MEMORY, Settings
from workflow.worker.beat_schedule import beat_schedule

SWEEPS, DELIVERIES, RENDERING, REPORTS = "sweeps", "deliveries", "rendering", "reports"
QUEUES: Final = (SWEEPS, DELIVERIES, RENDERING, REPORTS)

LONGEST_TASK: Final = timedelta(minutes=25)
"""What a task should take at most: RabbitMQ takes a message back after 30 minutes. Nothing ends one that takes longer;
its message is given out again, and the leases keep the work from being done twice."""

_IDLE_WAIT = 0.05  # Seconds between two looks into the queues in memory.
_ALIVE = 30  # Seconds between two heartbeats of a connection to RabbitMQ.


def make_app(settings: Settings) -> Celery:
    """Return the application of an installation; it knows when what is asked for, and no task yet.

    Raises:
        BadInput: The broker or the time zone is none that this program knows.
    """
    app = Celery("disclosure", broker=str(settings.broker), set_as_current=False, changes=_conf(settings))
    app.conf.beat_schedule = beat_schedule(settings)
    return app


def _conf(settings: Settings) -> dict[str, Any]:
    prefix = settings.queue_prefix
    exchange = Exchange(f"{prefix}disclosure", "direct")
    scheme = settings.broker.partition("://")[0]
    return {
        "task_queues": [Queue(prefix + name, exchange, routing_key=name) for name in QUEUES],
        "task_default_queue": prefix + SWEEPS,
        "task_default_exchange": exchange.name,
        "task_default_routing_key": SWEEPS,
        "task_create_missing_queues": False,
        "task_routes": {f"{name}.*": {"queue": prefix + name, "routing_key": name} for name in QUEUES},
        "accept_content": ["json"],
        "task_serializer": "json",
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_publish_retry": True,
        "task_publish_retry_policy": {"max_retries": 3, "interval_start": 0, "interval_step": 0.5, "interval_max": 2},
        # In memory nobody else could take what one process holds back.
        "worker_prefetch_multiplier": 0 if scheme == MEMORY else 1,
        "worker_pool": "threads",
        "worker_enable_remote_control": False,
        "worker_hijack_root_logger": False,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "broker_connection_retry": True,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_heartbeat": _ALIVE,
        "broker_transport_options": _transport(scheme, prefix),
        "enable_utc": True,
        "timezone": "UTC",
    }


def _transport(scheme: str, prefix: str) -> dict[str, Any]:
    """Return the options of a transport; each takes its own."""
    if scheme == MEMORY:
        return {"polling_interval": _IDLE_WAIT}
    if scheme.startswith("redis"):
        return {
            "visibility_timeout": 2 * LONGEST_TASK.total_seconds(),
            "global_keyprefix": f"{prefix}disclosure:",
            "socket_connect_timeout": 10,
            "socket_keepalive": True,
        }
    return {"confirm_publish": True}
