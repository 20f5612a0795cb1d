"""The life of a request as a viewflow process: every step completes a view task, on Django and the same PostgreSQL.

Registering starts the process; every later step locks the process, finds its open task, checks its owner, and
completes it as the page of the task would, in one transaction. Request and response are left out, and so are the
outbox, roles, days, the clock, the applicant and letters. Django is set up only in the processes that call this.
"""

# ruff: noqa: PLC0415 (Django can only be imported once its settings are there)

from typing import Any, NamedTuple

from sqlalchemy.engine import make_url

from .clients import Step
from .databases import Place


class Caller(NamedTuple):
    """What viewflow asks of a request: who makes it."""

    user: Any


def prepare(place: Place) -> None:
    """Make the tables of Django and viewflow, and the clerk."""
    _set_up(place)
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    User.objects.create(username="clerk")


def five(place: Place, client: int, clients: int) -> Step:  # noqa: ARG001 (the signature of a maker)
    """Five steps."""
    return _life(place, "Five", 5)


def eight(place: Place, client: int, clients: int) -> Step:  # noqa: ARG001 (the signature of a maker)
    """As many steps as ours."""
    return _life(place, "Eight", 8)


def _set_up(place: Place) -> None:
    import django
    from django.conf import settings

    url = make_url(place.url)
    database = {"ENGINE": "django.db.backends.postgresql", "NAME": url.database, "HOST": url.host, "PORT": url.port}
    database |= {"USER": url.username, "PASSWORD": url.password, "CONN_MAX_AGE": None}
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "viewflow",
            "viewflow.workflow",
            "tests.bench.viewflow_app",
        ],
        USE_TZ=True,
    )
    django.setup()


def _life(place: Place, name: str, steps: int) -> Step:
    _set_up(place)
    from django.contrib.auth.models import User
    from django.db import transaction
    from viewflow.workflow.status import PROCESS, STATUS

    from .viewflow_app import flows

    flow = getattr(flows, name)
    flow.clerk = clerk = User.objects.get(username="clerk")
    caller = Caller(clerk)
    tasks = flow.task_class.objects.select_related("process")

    def register() -> Any:
        started = flow.register.activation_class.create(flow.register, None, None)
        started.process.data = {"approved": True}
        with transaction.atomic():
            started.start(caller)
            started.execute()
        return started.process.pk

    def complete(id_: Any) -> Any:
        with flow.lock(id_):
            task = tasks.get(process_id=id_, status=STATUS.ASSIGNED)
            if not task.flow_task.can_execute(clerk, task):
                raise AssertionError
            activation = task.flow_task.activation_class(task)
            activation.start(caller)
            activation.execute()
        return activation.process

    def life() -> int:
        id_ = register()
        for _ in range(steps - 1):
            process = complete(id_)
        if process.status != PROCESS.DONE:
            raise AssertionError
        return 1

    return life
