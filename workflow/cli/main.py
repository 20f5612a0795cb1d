"""The commands put together, and what they say when something is refused."""

import os
import sys
from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from typing import ClassVar

import typer

from workflow.cli.spoken import Commands, Parts, SpokenGroup
from workflow.cli.usage import refusal
from workflow.language import translator
from workflow.rules.errors import BadInput, CaseworkError, Unavailable
from workflow.settings import Settings, read_settings

DONE, REFUSED, UNUSABLE = 0, 1, 2
"""Exit statuses: done; refused, or something found; what was typed or handed in cannot be used."""

PARTS: Parts = {
    "workflow.cli.clocks": {
        "clock": "Answer statutory clocks, one JSON object a line.",
        "due": "Say until when a request received on a day must be answered, and why.",
    },
    "workflow.cli.queues": {"queue": "List the open cases by what has to be done next."},
    "workflow.cli.cases": {"case": "Register a request, look at a case, take a step."},
    "workflow.cli.letters": {
        "letters": "List the letters and forms, look at them before they go out, and change their words."
    },
    "workflow.cli.ledgers": {
        "import": "Bring in a ledger, proceedings or figures; all rows or none.",
        "export": "Write a year's ledger, proceedings or figures, or a calendar file of what you owe.",
    },
    "workflow.cli.figures": {"statistics": "Count the statutory tables of a year and test their equations."},
    "workflow.cli.reports": {"check-report": "Test a published report by the equations that its cells allow."},
    "workflow.cli.calendars": {"calendar": "Show, import and take back holiday notices."},
    "workflow.cli.admin": {
        "agency": "Add, list and change agencies.",
        "user": "Add, list and retire people, and give them roles.",
        "verify": "Make the record again from its entries and name what differs.",
        "db": "Bring the database up to date.",
    },
    "workflow.cli.reminders": {"reminders": "List what you were reminded of and is still owed; mark it as read."},
    "workflow.cli.deliveries": {
        "deliveries": "List the messages on their way, and settle those that are uncertain or failed.",
        "sweep": "Find now who is to be reminded of what, as the worker does by itself.",
        "deliver": "Send now what is to go out, as the worker does by itself.",
    },
    "workflow.cli.setting_out": {"set-out": "Make now the PDF of every issued letter that has none yet."},
    "workflow.cli.rules": {"rules": "Show and change the reminder rules and quiet hours of an agency."},
    "workflow.cli.channels": {"channel": "Show, set up and test the ways by which an agency's messages leave."},
    "workflow.cli.work": {
        "worker": "Find what is due, send what must go out, and do what comes round, until it is stopped.",
        "beat": "Ask the workers for work at its intervals, until it is stopped; two of them do no harm.",
    },
    "workflow.cli.health": {
        "health": "Say whether the database answers, what is due is looked for, and messages go out.",
        "alerts": "List what somebody of the agency has to look at although no person caused it, or clear one of it.",
    },
    "workflow.cli.versions": {"version": "Print the version of the program and of the schema that it works with."},
    "workflow.cli.run": {
        "run": "Replay a published year, drive twelve requests through every path, count the year, verify the record."
    },
}


class Top(SpokenGroup):
    """All commands."""

    parts: ClassVar[Parts] = PARTS


def main() -> None:
    """Run the command line and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # A console that lacks a character still shows the rest.
    status = run(sys.argv[1:], os.environ)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        _silence()
        _tell(_unwritten(error), _settings(os.environ))
        status = REFUSED
    sys.exit(status)


def _silence() -> None:
    """Let nothing more be written: whoever read us is gone, and leaving would try again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run(args: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run one command and return its exit status; a refusal is one sentence on standard error."""
    settings = Settings()
    try:
        settings = read_settings(environ)
        translator(settings.language)
        return _run(args, settings)
    except typer.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.message)  # noqa: T201 (the command line speaks)
        else:
            _tell(refusal(error), settings)
        return UNUSABLE
    except CaseworkError as error:
        _tell(error, settings)
        return UNUSABLE if isinstance(error, BadInput) else REFUSED
    except typer.Abort:
        return REFUSED
    except OSError as error:
        _tell(_unwritten(error), settings)
        return REFUSED


def _unwritten(error: OSError) -> Unavailable:
    cause = error.strerror or type(error).__name__
    if error.filename is None:
        return Unavailable("The output cannot be written: {cause}. Check the disk, or whoever reads it.", cause=cause)
    return Unavailable(
        "{file} cannot be read or written: {cause}. Check the folder, its permissions and the disk.",
        file=str(error.filename),
        cause=cause,
    )


def _settings(environ: Mapping[str, str]) -> Settings:
    try:
        return read_settings(environ)
    except CaseworkError:
        return Settings()


def _run(args: Sequence[str], settings: Settings) -> int:
    app = Commands(cls=Top, help="Disclosure Desk (依申请公开办理系统): requests for government information.")
    status = typer.main.get_group(app).main(list(args), prog_name="disclosure", standalone_mode=False, obj=settings)
    return status if isinstance(status, int) else DONE


def _tell(error: CaseworkError, settings: Settings) -> None:
    try:
        say = translator(settings.language)
    except CaseworkError:
        say = translator(Settings().language)
    print(error.text(say), file=sys.stderr)  # noqa: T201 (the command line speaks)
