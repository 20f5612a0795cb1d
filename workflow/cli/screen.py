"""What commands print: plain text and JSON; on a terminal tables are drawn and long work shows how far it is."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import typer

from workflow.cli.columns import aligned
from workflow.rules.errors import BadInput

Say = Callable[[str], str]


def drawn() -> bool:
    """Tell whether standard output is a terminal that may be drawn on."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def show(*lines: str) -> None:
    """Print lines."""
    for line in lines:
        print(line)  # noqa: T201 (the command line speaks)


def remark(line: str) -> None:
    """Print a line that is not part of the result."""
    print(line, file=sys.stderr)  # noqa: T201 (the command line speaks)


def show_json(content: object) -> None:
    """Print a value as JSON; days and other plain values as their text."""
    show(json.dumps(content, ensure_ascii=False, indent=1, default=str))


def titles(say: Say, *names: str) -> list[str]:
    """Return the titles of columns in the user's language."""
    return [say(name) for name in names]


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a header; one line a row, unless it is drawn on a terminal."""
    if not drawn():
        show(*aligned([header, *rows]))
        return
    from workflow.cli.drawing import draw_table  # noqa: PLC0415 (rich takes 60 ms that only a terminal costs)

    draw_table(header, rows)


def facts(pairs: Mapping[str, str]) -> None:
    """Print names and values, one pair a line; empty values are left out."""
    show(*aligned([(name, value) for name, value in pairs.items() if value]))


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how far long work is; gives the function that is told it.

    Args:
        title: What is being done.
        total: How many there are, where it is known.
    """
    if not (sys.stderr.isatty() and not os.environ.get("NO_COLOR")):
        yield lambda _: None
        return
    from workflow.cli.drawing import draw_progress  # noqa: PLC0415 (rich takes 60 ms that only a terminal costs)

    with draw_progress(title, total) as told:
        yield told


def at_terminal() -> bool:
    """Tell whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def agreed(question: str, say: Say, *, yes: bool) -> bool:
    """Ask before something that is hard to undo, and return the answer.

    Args:
        question: In the user's language.
        say: Translates.
        yes: It was agreed to beforehand (`--yes`).

    Raises:
        BadInput: Nobody is there to ask.
    """
    if yes:
        return True
    if not at_terminal():
        raise BadInput("Nobody is at the terminal to agree. Look at it with --dry-run, then add --yes.")
    answer = typer.prompt(f"{question} {say('[y/N]')}", default="", show_default=False)
    return answer.strip().lower() in {"y", "yes", "是"}
