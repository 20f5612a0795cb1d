"""`disclosure clock` and `disclosure due`: the statutory clock asked without a case, and without a database."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from workflow.cli.announced import announced, today_here
from workflow.cli.explained import due_lines, explanation_json, explanation_lines, receipt_lines, remaining_words
from workflow.cli.options import Day, Json, day, whole
from workflow.cli.options import channel as read_channel
from workflow.cli.screen import Say, facts, show, show_json
from workflow.language import translator
from workflow.rules.arrival import Arrival, Channel, Fact, Mail
from workflow.rules.calendar import Calendar
from workflow.rules.clock import read
from workflow.rules.clock_events import ClockEvent, EventType
from workflow.rules.clock_lines import answer, parse_request, refusal
from workflow.rules.errors import BadInput, CaseworkError
from workflow.rules.explain import Explanation, explain
from workflow.rules.receipt import Receipt, receipt

_CONFIRMED = (Fact.ARRIVED, Fact.OFFICE_CONFIRMED, Fact.APPLICANT_CONFIRMED)
_DECIDING = {
    Channel.IN_PERSON: (Fact.HANDED_IN,),
    Channel.ORAL: (Fact.HANDED_IN,),
    Channel.LETTER: (Fact.SIGNED,),
    Channel.ONLINE: (Fact.SUBMITTED,),
}
"""The facts that decide the receipt where one day is all that is known; for other channels the confirmation."""


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("clock")(clock)
    app.command("due")(due)


def clock(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="File of questions; standard input where it is not given.")
    ] = None,
) -> None:
    """Answer statutory clocks, one JSON object a line.

    A line is {"id": …, "as_of": "2025-10-16", "events": [{"type": "received", "on": "2025-09-10"}, …]}. The answers
    come in the same order; a line that is refused gives its error, and the exit status is then 1.
    """
    say = translator(ctx.obj.language)
    calendar = announced(ctx.obj, say)
    refused = False
    with _lines(file) as lines:
        for line in lines:
            if line.strip():
                answered = _answered(line, calendar, say)
                refused |= "error" in answered
                sys.stdout.write(msgspec.json.encode(answered).decode() + "\n")
    if refused:
        raise typer.Exit(1)


def due(
    ctx: typer.Context,
    received: Day,
    *,
    explained: Annotated[bool, typer.Option("--explain", help="List each day with why it counts or not.")] = False,
    extension: Annotated[
        int, typer.Option("--extension", parser=whole, metavar="N", help="Working days the period was extended by.")
    ] = 0,
    as_of: Annotated[
        date | None,
        typer.Option(
            "--as-of", parser=day, metavar="DATE", help="Day from which the days left are counted; today if not given."
        ),
    ] = None,
    channel: Annotated[
        Channel | None,
        typer.Option(
            "--channel",
            parser=read_channel,
            metavar="CHANNEL",
            help="How it came in; names the rule by which it is received.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say until when a request received on a day must be answered, and why.

    The last line is the day alone.
    """
    say = translator(ctx.obj.language)
    calendar = announced(ctx.obj, say)
    taken = _received(received, channel, calendar) if channel else None
    start = received if taken is None else taken.received_on
    events = [ClockEvent(EventType.RECEIVED, start)]
    if extension:
        events.append(ClockEvent(EventType.EXTENDED, start, days=extension))
    found = explain(events, calendar, max(start, as_of or today_here()))
    if as_json:
        show_json(_due_json(found, taken, every_day=explained))
        return
    show(*(receipt_lines(taken, say) if taken else ()))
    facts({say("Received"): str(start), say("Days left"): remaining_words(found.clock, say)})
    show(*(explanation_lines(found, say) if explained else due_lines(found.clock, say)))


@contextmanager
def _lines(file: Path | None) -> Iterator[Iterable[bytes]]:
    if file is None or str(file) == "-":
        yield sys.stdin.buffer
        return
    try:
        opened = file.open("rb")
    except OSError as error:
        raise BadInput("{file} cannot be opened: {why}.", file=file.name, why=error.strerror or "?") from error
    with opened:
        yield opened


def _answered(raw: bytes, calendar: Calendar, say: Say) -> dict[str, object]:
    line: object = None
    try:
        line = _decoded(raw)
        asked = parse_request(line)
        return answer(asked.id, read(asked.events, calendar, asked.as_of))
    except CaseworkError as error:
        return {**refusal(line, error), "error": error.text(say)}


def _decoded(raw: bytes) -> object:
    try:
        return msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise BadInput("The line is no JSON: {reason}.", reason=str(error)[:200]) from error


def _received(on: date, channel: Channel, calendar: Calendar) -> Receipt:
    known = {f"{fact.name.lower()}_on": on for fact in _DECIDING.get(channel, _CONFIRMED)}
    mail = Mail.REGISTERED if channel is Channel.LETTER else None
    return receipt(msgspec.structs.replace(Arrival(channel=channel, mail=mail), **known), calendar)


def _due_json(found: Explanation, taken: Receipt | None, *, every_day: bool) -> dict[str, object]:
    clock_now = found.clock
    content: dict[str, object] = {
        "received_on": clock_now.start,
        "due_on": clock_now.due_on,
        "provisional": clock_now.provisional,
        "regime": clock_now.regime,
        "as_of": clock_now.as_of,
        "remaining": clock_now.remaining,
        "overdue": clock_now.overdue,
    }
    if taken is not None:
        content |= {
            "rule": taken.rule.value,
            "article": taken.article,
            "warnings": [one.value for one in taken.warnings],
        }
    return content | (explanation_json(found) if every_day else {})
