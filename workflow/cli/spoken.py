"""Commands that explain themselves in the user's language, and groups that load a command when it is called.

Typer's own help speaks English; the pages here are made from the same parameters. A group knows the modules of its
commands by name, so that `--help` and a command that needs no database do not wait for one to be imported.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from shutil import get_terminal_size
from typing import Any, ClassVar

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from workflow.cli.columns import GAP, cells, padded, wrapped
from workflow.cli.plain_values import plain
from workflow.language import translator
from workflow.rules.errors import BadInput, CaseworkError
from workflow.settings import Settings

WIDEST, HELP_AT = 120, 34

Parts = Mapping[str, Mapping[str, str]]
"""Module -> its commands -> what each does, in one line."""


class SpokenCommand(TyperCommand):
    """A command with a help page in the user's language."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 (typer keeps these classes to itself)
        return plain(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 (the same)
        return "\n".join(_page(self, ctx))


class SpokenGroup(TyperGroup):
    """A group of commands, each imported when it is called; without `parts`, of those that were added to it."""

    parts: ClassVar[Parts] = {}

    @property
    def summaries(self) -> dict[str, str]:
        """What each command does, in one line."""
        if not self.parts:
            return {name: (command.help or "").split("\n\n")[0] for name, command in self.commands.items()}
        return {name: summary for commands in self.parts.values() for name, summary in commands.items()}

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 (typer keeps these classes to itself)
        return plain(super().get_params(ctx))

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 (the same)
        return "\n".join([*_page(self, ctx), *_commands(self, ctx)])

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 (the same)
        return list(self.summaries)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str, Any, list[str]]:  # noqa: ANN401 (the same)
        """Import the command that is called.

        Raises:
            BadInput: There is no such command; the message names those there are.
        """
        name, *rest = args
        if name in self.commands:
            return name, self.commands[name], rest
        module = next((module for module, commands in self.parts.items() if name in commands), None)
        if module is None:
            raise _no_command(name, self.list_commands(ctx), ctx.command_path)
        return name, load(module).commands[name], rest


class Commands(typer.Typer):
    """A set of commands being put together; all of them spoken."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (typer's options)
        super().__init__(
            cls=options.pop("cls", SpokenGroup),
            add_completion=False,
            no_args_is_help=True,
            pretty_exceptions_enable=False,
            rich_markup_mode=None,
            **options,
        )

    def command(self, name: str | None = None, **options: Any) -> Any:  # noqa: ANN401 (typer's decorator)
        return super().command(name, cls=options.pop("cls", SpokenCommand), **options)


def load(module: str) -> TyperGroup:
    """Import a module and return the commands that it adds."""
    commands = Commands()
    commands.callback()(_nothing)
    import_module(module).add_to(commands)
    return typer.main.get_group(commands)


def language_of(ctx: typer.Context) -> str:
    """Return the language of the settings that the command was started with."""
    return ctx.obj.language if isinstance(ctx.obj, Settings) else Settings().language


def _nothing() -> None:
    """Keep typer from taking a single command for the whole."""


def _no_command(name: str, known: Sequence[str], path: str) -> CaseworkError:
    near = get_close_matches(name, known)
    return BadInput(
        "There is no command {path} {name}. Commands: {known}.", path=path, name=name, known=near or list(known)
    )


def _page(command: TyperCommand | TyperGroup, ctx: typer.Context) -> Iterator[str]:
    say = translator(language_of(ctx))
    yield say("Usage: {usage}").format(usage=" ".join([ctx.command_path, *_usage(command, ctx)]))
    for paragraph in (command.help or "").split("\n\n"):
        yield ""
        yield from wrapped(say(" ".join(paragraph.split())), _width())
    arguments = [one for one in command.get_params(ctx) if isinstance(one, TyperArgument)]
    options = [one for one in command.get_params(ctx) if isinstance(one, TyperOption) and not one.hidden]
    if arguments:
        yield from ("", say("Arguments:"))
        for argument in arguments:
            yield from _entry(say(argument.metavar or argument.name), _told(argument, ctx))
    yield from ("", say("Options:"))
    for option in options:
        yield from _entry(_written(option, ctx), _told(option, ctx))


def _usage(command: TyperCommand | TyperGroup, ctx: typer.Context) -> Iterator[str]:
    say = translator(language_of(ctx))
    yield say("[OPTIONS]")
    for argument in command.get_params(ctx):
        if isinstance(argument, TyperArgument):
            name = say(argument.metavar or argument.name)
            yield name if argument.required else f"[{name}]"
    if isinstance(command, TyperGroup):
        yield say("COMMAND …")


def _commands(group: SpokenGroup, ctx: typer.Context) -> Iterator[str]:
    say = translator(language_of(ctx))
    yield from ("", say("Commands:"))
    summaries = group.summaries
    at = max(map(len, summaries)) + 2 * GAP
    for name, summary in summaries.items():
        yield from _entry(name, say(" ".join(summary.split())), at)


def _entry(name: str, told: str, at: int = HELP_AT) -> Iterator[str]:
    """Yield a name and what is told of it beside it, or below it where the name is long."""
    lines = wrapped(told, _width() - at)
    if cells(name) + 2 * GAP > at:
        yield " " * GAP + name
    else:
        yield padded(" " * GAP + name, at) + next(lines)
    yield from (" " * at + line for line in lines)


def _written(option: TyperOption, ctx: typer.Context) -> str:
    names = "/".join([*option.opts, *option.secondary_opts])
    if option.is_flag:
        return names
    return f"{names} {translator(language_of(ctx))(option.metavar or option.name.upper())}"


def _told(param: TyperArgument | TyperOption, ctx: typer.Context) -> str:
    say = translator(language_of(ctx))
    told = say("Show this page.") if "--help" in param.opts else say(param.help or "")
    if param.required and isinstance(param, TyperOption):
        told += say(" (required)")
    if isinstance(param, TyperOption) and param.multiple:
        told += say(" (may be repeated)")
    return told


def _width() -> int:
    return min(get_terminal_size().columns, WIDEST)
