"""What every step command shares: the case, the day, the version, the key, who acts, and what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from inspect import Parameter, signature
from typing import Any, ParamSpec
from uuid import UUID

import typer

from workflow.actions.step import Action
from workflow.cli.case_head import head_json, show_head
from workflow.cli.desk import Desk, desk_of
from workflow.cli.options import Agency, By, CaseNo, Json, Key, On, Version
from workflow.cli.screen import remark, show_json
from workflow.rules.record.case import Call, Case
from workflow.rules.states import Step

P = ParamSpec("P")


@dataclass(frozen=True)
class Take:
    """One step about to be taken on one case."""

    desk: Desk
    case_id: UUID
    call: Call

    def __call__(self, action: Action[P], *args: P.args, **kwargs: P.kwargs) -> Case:
        """Take the step in a unit of work of its own and return the case after it."""
        with self.desk.store.step() as unit:
            return action(unit, self.case_id, self.call, *args, **kwargs)


class Steps:
    """The step commands of a module, each a function of a `Take` and of the options that are its own."""

    def __init__(self) -> None:
        self.commands: list[tuple[Step, Callable[..., None]]] = []

    def takes(self, step: Step) -> Callable[[Callable[..., Case | None]], Callable[..., Case | None]]:
        """Make a function the command of a step; it returns the case to be shown, or None when it said all itself."""

        def make(function: Callable[..., Case | None]) -> Callable[..., Case | None]:
            self.commands.append((step, _command(function)))
            return function

        return make

    def add_to(self, app: typer.Typer) -> None:
        """Add the commands."""
        for step, command in self.commands:
            app.command(step.value.replace("_", "-"))(command)


def _command(function: Callable[..., Case | None]) -> Callable[..., None]:
    """Return `function` as a command that has the common options besides its own."""

    @wraps(function)
    def command(
        ctx: typer.Context,
        case_no: str,
        *,
        on: date | None,
        version: int | None,
        key: str,
        agency: str,
        by: str,
        as_json: bool,
        **own: Any,  # noqa: ANN401 (the step's own options)
    ) -> None:
        with desk_of(ctx, agency=agency, user=by) as desk:
            case_id, present = desk.case(case_no)
            if version is None and not as_json:
                remark(desk.words("Decided on version {version}, the present one.", version=present))
            call = desk.call(present if version is None else version, on=on, key=key)
            case = function(Take(desk, case_id, call), **own)
            if case is not None and as_json:
                show_json(head_json(desk, case))
            elif case is not None:
                show_head(desk, case)

    _sign(command, function)
    return command


def _sign(command: Any, function: Callable[..., Case | None]) -> None:  # noqa: ANN401 (a function being described)
    """Tell typer the parameters of the command: the case, the step's own, then the common ones."""
    own = list(signature(function).parameters.values())[1:]
    before = [
        Parameter("ctx", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context),
        _positional("case_no", CaseNo),
    ]
    command.__signature__ = signature(function).replace(parameters=[*before, *own, *_common()], return_annotation=None)
    command.__annotations__ = {one.name: one.annotation for one in [*before, *own, *_common()]}


def _common() -> list[Parameter]:
    kinds: dict[str, tuple[Any, Any]] = {
        "on": (On, None),
        "version": (Version, None),
        "key": (Key, ""),
        "agency": (Agency, ""),
        "by": (By, ""),
        "as_json": (Json, False),
    }
    return [
        Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
        for name, (annotation, default) in kinds.items()
    ]


def _positional(name: str, annotation: Any) -> Parameter:  # noqa: ANN401 (typer's annotated type)
    return Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, annotation=annotation)
