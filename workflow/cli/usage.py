"""What a command line lacks or has too much, said in a sentence."""

import re
from collections.abc import Callable

from typer import TyperException

from workflow.rules.errors import BadInput


def refusal(error: TyperException) -> BadInput:
    """Return what typer found wrong with a command line as a refusal that can be translated."""
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "disclosure"
    made = _BY_KIND.get(type(error).__name__)
    if made is not None:
        return made(error, path)
    if rest := re.fullmatch(r"Got unexpected extra argument\(s\) \((.*)\)", error.message, re.DOTALL):
        return BadInput("{command} cannot use {rest}. See: {command} --help.", command=path, rest=rest[1])
    if error.message == "Missing command.":
        return BadInput("Say what to do. See: {command} --help.", command=path)
    return BadInput(
        "The command line cannot be understood: {reason} See: {command} --help.", reason=error.message, command=path
    )


def _missing(error: TyperException, path: str) -> BadInput:
    param = getattr(error, "param", None)
    name = "/".join(param.opts) if param is not None and param.param_type_name == "option" else _argument(param)
    return BadInput("{name} is missing. See: {command} --help.", name=name, command=path)


def _argument(param: object) -> object:
    """Return the argument as the help page names it; translated, because a refusal in a refusal is."""
    return BadInput(str(getattr(param, "metavar", None) or getattr(param, "name", "?")))


def _unknown(error: TyperException, path: str) -> BadInput:
    near = list(getattr(error, "possibilities", None) or ())
    option = str(getattr(error, "option_name", "?"))
    if near:
        return BadInput(
            "There is no option {option}. Did you mean {near}? See: {command} --help.",
            option=option,
            near=near,
            command=path,
        )
    return BadInput("There is no option {option}. See: {command} --help.", option=option, command=path)


def _no_value(error: TyperException, path: str) -> BadInput:
    option = str(getattr(error, "option_name", "?"))
    if "does not take" in error.message:
        return BadInput("The option {option} takes no value. See: {command} --help.", option=option, command=path)
    return BadInput("The option {option} needs a value. See: {command} --help.", option=option, command=path)


_BY_KIND: dict[str, Callable[[TyperException, str], BadInput]] = {
    "MissingParameter": _missing,
    "NoSuchOption": _unknown,
    "BadOptionUsage": _no_value,
}
"""By name, because typer keeps these classes to itself."""
