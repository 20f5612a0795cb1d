"""Words that are said to people without standing in a sentence: of enumerations, tables, and the pages of commands."""

from collections.abc import Iterator
from enum import Enum

import typer
from typer.core import TyperArgument, TyperGroup

from letters.catalogue import Signs, To
from letters.lint.facts import Change, UrlCheck
from workflow.cli.explained import WEEKDAYS
from workflow.cli.main import Top
from workflow.cli.spoken import Commands, SpokenGroup, load
from workflow.rules.agencies import AgencyKind
from workflow.rules.arrival import Channel, Fact
from workflow.rules.calendar import Why
from workflow.rules.clock import Status
from workflow.rules.clock_events import EventType, Party
from workflow.rules.duty import Actor, Duty
from workflow.rules.duty_basis import otherwise
from workflow.rules.explain import Rule
from workflow.rules.leaks import Leak
from workflow.rules.outcomes import Outcome
from workflow.rules.receipt_rules import ReceiptRule, ReceiptWarning
from workflow.rules.remedy_policy import Warn
from workflow.rules.reminder_texts import TASKS
from workflow.rules.states import Role, State, Step
from workflow.rules.wording import all_words
from workflow.store.deliveries import DeliveryState

ENUMERATIONS: tuple[type[Enum], ...] = (
    *(State, Step, Role, Actor, Status, EventType, Party, Why, Rule),
    *(Change, UrlCheck, Leak, Warn),
    *(To, Signs),
    *(Channel, Fact, ReceiptRule, ReceiptWarning, AgencyKind, Outcome, DeliveryState),
)
"""Those whose values people read, as they are or inside a refusal."""

Shown = Iterator[tuple[str, str]]
"""Word or sentence, and where it comes from."""


def shown_words() -> Shown:
    """Yield all of them."""
    for kind in ENUMERATIONS:
        for member in kind:
            yield str(member.value), f"{kind.__module__.replace('.', '/')}.py"
    for word in all_words():
        yield word, "workflow/rules/wording.py"
    for duty in Duty:
        yield TASKS[duty], "workflow/rules/reminder_texts.py"
        yield otherwise(duty), "workflow/rules/duty_basis.py"
    for word in WEEKDAYS:
        yield word, "workflow/cli/explained.py"
    yield from _of_group(typer.main.get_group(Commands(cls=Top, help=TOP_HELP)), "workflow/cli/main.py")


TOP_HELP = "Disclosure Desk (依申请公开办理系统): requests for government information."


def _of_group(group: TyperGroup, place: str) -> Shown:
    yield from _of_command(group, place)
    for name, summary in group.summaries.items() if isinstance(group, SpokenGroup) else ():
        yield " ".join(summary.split()), place
        if name in group.commands:
            yield from _of_either(group.commands[name], place)
    for module in group.parts if isinstance(group, SpokenGroup) else ():
        for command in load(module).commands.values():
            yield from _of_either(command, f"{module.replace('.', '/')}.py")


def _of_either(command: object, place: str) -> Shown:
    yield from _of_group(command, place) if isinstance(command, TyperGroup) else _of_command(command, place)


def _of_command(command: object, place: str) -> Shown:
    """Yield what the help page of a command says."""
    for paragraph in (command.help or "").split("\n\n"):  # type: ignore[attr-defined]  # typer keeps its classes to itself
        if paragraph.strip():
            yield " ".join(paragraph.split()), place
    for param in command.params:  # type: ignore[attr-defined]  # the same
        if isinstance(param, TyperArgument) or not param.is_flag:
            yield param.metavar or param.name, place
        if param.help:
            yield param.help, place
