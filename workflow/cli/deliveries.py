"""`disclosure deliveries`, `sweep` and `deliver`: messages on their way, and the worker's work once by hand."""

from collections.abc import Sequence
from typing import Annotated

import typer

from workflow.actions.own_agency import must_administer
from workflow.actions.settle_message import settle_message
from workflow.actions.sweep import sweep
from workflow.cli.desk import Desk, desk_of
from workflow.cli.options import Agency, By, Json, whole
from workflow.cli.screen import remark, show, show_json, table, titles
from workflow.cli.spoken import Commands
from workflow.files.reminder_rules import default_rules
from workflow.rules.errors import BadInput, NotFound
from workflow.store.deliveries import DeliveryState, Kept, listed, logins
from workflow.store.session import Unit
from workflow.worker.delivering import deliver, message_id
from workflow.worker.tasks import holder

OPEN = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.UNCERTAIN, DeliveryState.FAILED)
LOOKED_AT = (DeliveryState.UNCERTAIN, DeliveryState.FAILED)
"""States that a person has to do something about."""

MOST = 10_000
ALL = 1_000_000
"""Messages among which a key is looked up."""

KEY_LENGTH = 13

State = Annotated[
    str,
    typer.Option(
        "--state",
        metavar="STATE",
        help="pending, claimed, sent, superseded, uncertain or failed; those that are not over if not given.",
    ),
]
Limit = Annotated[int, typer.Option("--limit", parser=whole, metavar="N", help="Most messages; 200 if not given.")]
Key = Annotated[str, typer.Argument(metavar="KEY", help="Key of the message, as the list shows it.")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="How you found out, such as: asked the recipient.")]


def add_to(app: typer.Typer) -> None:
    """Add the group, which called by itself lists, and the two commands."""
    group = Commands()
    group.callback(invoke_without_command=True, no_args_is_help=False)(list_deliveries)
    group.command("confirm")(confirm)
    group.command("repeat")(repeat)
    app.add_typer(group, name="deliveries")
    app.command("sweep")(sweep_once)
    app.command("deliver")(deliver_once)


def list_deliveries(
    ctx: typer.Context,
    *,
    state: State = "",
    limit: Limit = 200,
    as_json: Json = False,
    agency: Agency = "",
    by: By = "",
) -> None:
    """List the messages on their way, and settle those that are uncertain or failed.

    For the role admin. A message is uncertain where it was handed over and no answer came: it may have arrived. It is
    never repeated by itself; look for its Message-ID at the mail server or ask the recipient, then confirm or repeat.
    """
    if ctx.invoked_subcommand is not None:
        return
    states = _states(state)
    if not 1 <= limit <= MOST:
        raise BadInput("{limit} messages cannot be listed. Enter 1 to {most}.", limit=limit, most=MOST)
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.unit() as unit:
            must_administer(unit, desk.stamp(), desk.agency.id)
            found = listed(unit.connection, [desk.agency.id], states, limit + 1)
            names = logins(unit.connection, {one.key.recipient_id for one in found})
        if as_json:
            show_json([_json(one, names.get(one.key.recipient_id, desk.agency.code)) for one in found[:limit]])
            return
        say = desk.translate
        if not found:
            show(say("There is no such message."))
            return
        rows = [_row(desk, one, names.get(one.key.recipient_id, desk.agency.code)) for one in found[:limit]]
        table(titles(say, "Key", "State", "Channel", "To", "Since", "Tries", "Note"), rows)
        if len(found) > limit:
            remark(say("There are more; a higher --limit shows them."))
        _explain(desk, found[:limit])


def confirm(ctx: typer.Context, key: Key, *, note: Note, agency: Agency = "", by: By = "") -> None:
    """Say that a message that is uncertain or failed arrived after all."""
    _settle(ctx, key, note, agency, by, arrived=True)


def repeat(ctx: typer.Context, key: Key, *, note: Note, agency: Agency = "", by: By = "") -> None:
    """Send a message that is uncertain or failed again; if it did arrive, it arrives twice."""
    _settle(ctx, key, note, agency, by, arrived=False)


def sweep_once(ctx: typer.Context) -> None:
    """Find now who is to be reminded of what, as the worker does by itself."""
    with desk_of(ctx) as desk:
        done = sweep(desk.store, holder(), desk.now(), default_rules())
        if not done.number:
            show(desk.translate("Another worker is at it; nothing was done."))
            return
        show(
            desk.words(
                "{owed} things looked at, {reminders} new reminders, {messages} messages put on their way.",
                owed=done.owed,
                reminders=done.reminders,
                messages=done.messages,
            )
        )


def deliver_once(ctx: typer.Context) -> None:
    """Send now what is to go out, as the worker does by itself."""
    with desk_of(ctx) as desk:
        done = deliver(desk, holder())
        show(
            desk.words(
                "{sent} sent, {superseded} not owed any more, {later} to be tried again, {uncertain} uncertain, "
                "{failed} failed.",
                **done._asdict(),
            )
        )
        if done.uncertain or done.failed:
            remark(desk.translate("Look at those uncertain or failed with: disclosure deliveries."))


def _states(written: str) -> Sequence[DeliveryState]:
    if not written:
        return OPEN
    if written not in set(DeliveryState):
        raise BadInput(
            "There is no state {state}. Use one of {known}.",
            state=written[:40],
            known=[one.value for one in DeliveryState],
        )
    return [DeliveryState(written)]


def _explain(desk: Desk, found: Sequence[Kept]) -> None:
    if any(one.state is DeliveryState.UNCERTAIN for one in found):
        remark(
            desk.translate(
                "An uncertain message may have arrived and is never repeated by itself. Look for a Message-ID that "
                "begins with its key at the mail server, or ask the recipient; then: disclosure deliveries confirm, or "
                "repeat."
            )
        )


def _settle(ctx: typer.Context, key: str, note: str, agency: str, by: str, *, arrived: bool) -> None:
    with desk_of(ctx, agency=agency, user=by) as desk, desk.store.unit() as unit:
        must_administer(unit, desk.stamp(), desk.agency.id)
        one = _found(desk, unit, key)
        message, named = str(message_id(one.key)), _short(one)
        settle_message(
            unit,
            desk.stamp(),
            desk.agency.id,
            one.key,
            message=message,
            login=desk.login,
            arrived=arrived,
            note=note,
        )
        if arrived:
            show(desk.words("The message {key} counts as arrived.", key=named))
        else:
            show(desk.words("The message {key} is sent again.", key=named))


def _found(desk: Desk, unit: Unit, written: str) -> Kept:
    """Return the message whose key, or Message-ID, begins as written."""
    start = written.strip("<> ").partition("@")[0].lower()
    every = listed(unit.connection, [desk.agency.id], LOOKED_AT, ALL)
    found = [one for one in every if len(start) >= KEY_LENGTH and str(message_id(one.key)).startswith(start)]
    if len(found) != 1:
        raise NotFound(
            "There is no message {key} that is uncertain or failed in this agency. List them with: disclosure "
            "deliveries.",
            key=written[:60],
        )
    return found[0]


def _short(one: Kept) -> str:
    """Return the beginning of the Message-ID, which tells the messages of an agency apart."""
    return str(message_id(one.key))[:KEY_LENGTH]


def _row(desk: Desk, one: Kept, to: str) -> list[str]:
    since = one.created_at.astimezone(desk.zone).strftime("%Y-%m-%d %H:%M")
    return [_short(one), desk.translate(one.state.value), one.key.channel, to, since, str(one.attempts), one.note]


def _json(one: Kept, to: str) -> dict[str, object]:
    return {
        "key": _short(one),
        "message_id": str(message_id(one.key)),
        "state": one.state.value,
        "channel": one.key.channel,
        "to": to,
        "created_at": one.created_at.isoformat(),
        "attempts": one.attempts,
        "note": one.note,
        "reference": one.reference,
    }
