"""The life of a request as viewflow describes it: a start and views that people complete, and a gateway."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process, Task


def page(request: HttpRequest) -> HttpResponse:
    """Show the page of a task: an empty one, since tasks are completed here without opening it."""
    return HttpResponse(request.path)


def approved(activation: Any) -> bool:
    """Tell whether the draft goes out or goes back."""
    return bool(activation.process.data["approved"])


class _Request(flow.Flow):  # type: ignore[misc]  # Django has no types here.
    """What both flows share: the clerk of all tasks, and rows locked as viewflow recommends for PostgreSQL."""

    process_class, task_class = Process, Task
    lock_impl = lock.select_for_update_lock
    clerk: Any = None

    def owner(self, activation: Any) -> Any:  # noqa: ARG002 (viewflow passes it)
        return self.clerk


def _task() -> Any:
    return flow.View(page).Assign(this.owner)


class Five(_Request):
    """Five steps."""

    register = flow.Start(page).Next(this.review)
    review = _task().Next(this.draft)
    draft = _task().Next(this.decide)
    decide = _task().Next(this.gate)
    gate = flow.If(approved).Then(this.reply).Else(this.draft)
    reply = _task().Next(this.end)
    end = flow.End()


class Eight(_Request):
    """As many steps as ours."""

    register = flow.Start(page).Next(this.review)
    review = _task().Next(this.draft)
    draft = _task().Next(this.submit)
    submit = _task().Next(this.clear)
    clear = _task().Next(this.decide)
    decide = _task().Next(this.gate)
    gate = flow.If(approved).Then(this.issue).Else(this.draft)
    issue = _task().Next(this.reply)
    reply = _task().Next(this.end)
    end = flow.End()
