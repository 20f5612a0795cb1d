"""`disclosure health` and `alerts`: whether all works by itself, and what somebody has to look at."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import typer

from workflow.actions.own_agency import must_administer
from workflow.cli.desk import Desk, desk_of
from workflow.cli.options import Agency, By, Json
from workflow.cli.screen import facts, show, show_json, table, titles
from workflow.rules.errors import BadInput, CaseworkError, NotFound
from workflow.store.alerts import Alert, clear, open_alerts
from workflow.store.deliveries import Backlog, DeliveryState
from workflow.store.people import roles_of
from workflow.worker.health import Health, health
from workflow.worker.metrics import metrics_text

_OPEN = (DeliveryState.PENDING, DeliveryState.CLAIMED)


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("health")(show_health)
    app.command("alerts")(show_alerts)


def show_health(
    ctx: typer.Context,
    *,
    metrics: Annotated[bool, typer.Option("--metrics", help="Print the figures as Prometheus reads them.")] = False,
    as_json: Json = False,
) -> None:
    """Say whether the database answers, what is due is looked for, and messages go out.

    The exit status is 1 where something is wrong.
    """
    with desk_of(ctx) as desk:
        if metrics:
            show(metrics_text(desk).rstrip("\n"))
            return
        try:
            found = health(desk)
        except CaseworkError as problem:
            _tell(desk, None, [problem], as_json=as_json)
        else:
            _tell(desk, found, found.problems, as_json=as_json)


def _tell(desk: Desk, found: Health | None, problems: Sequence[CaseworkError], *, as_json: bool) -> None:
    if as_json:
        show_json({"healthy": not problems, "problems": [desk.told(one) for one in problems], **_json(desk, found)})
    else:
        if found is not None:
            _lines(desk, found)
        show(*(desk.told(one) for one in problems))
        show(desk.translate("Not healthy.") if problems else desk.translate("Healthy."))
    raise typer.Exit(int(bool(problems)))


def _json(desk: Desk, found: Health | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {
        "remarks": [desk.told(one) for one in found.remarks],
        "last_sweep": found.sweep.ended_at if found.sweep else None,
        "channels": {
            one.channel: {
                "oldest_unsent": one.oldest,
                **{str(state): one.by_state.get(state, 0) for state in DeliveryState},
            }
            for one in found.backlog
        },
        "letters_waiting": found.letters,
        "alerts": found.alerts,
        "calendar_until": found.horizon,
    }


def _lines(desk: Desk, found: Health) -> None:
    say = desk.translate
    facts(
        {
            say("Last sweep"): _instant(desk, found.sweep.ended_at) if found.sweep and found.sweep.ended_at else "-",
            say("Letters without a PDF"): str(found.letters),
            say("Open alerts"): str(found.alerts),
            say("Holiday notices until"): str(found.horizon),
        }
    )
    if found.backlog:
        header = titles(say, "Channel", "Waiting", "Oldest since", "Sent", "Failed", "Uncertain")
        table(header, [_row(desk, one) for one in found.backlog])
    show(*(desk.told(one) for one in found.remarks))


def _row(desk: Desk, one: Backlog) -> list[str]:
    waiting = sum(one.by_state.get(state, 0) for state in _OPEN)
    ended = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN)
    oldest = _instant(desk, one.oldest) if one.oldest else "-"
    return [one.channel, str(waiting), oldest, *(str(one.by_state.get(state, 0)) for state in ended)]


def _instant(desk: Desk, at: datetime) -> str:
    return f"{at.astimezone(desk.settings.zone):%Y-%m-%d %H:%M:%S}"


def show_alerts(
    ctx: typer.Context,
    *,
    cleared: Annotated[
        str, typer.Option("--clear", metavar="ID", help="Clear this alert: what it was about is dealt with.")
    ] = "",
    agency: Agency = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """List what somebody of the agency has to look at although no person caused it, or clear one of it."""
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.reading() as connection:
            every = open_alerts(connection, [desk.own_agency.id])
        if cleared:
            _clear(desk, every, cleared)
        elif as_json:
            show_json([{**one._asdict(), "agency_id": desk.own_agency.code} for one in every])
        elif every:
            say = desk.translate
            header = titles(say, "Alert", "Since", "For", "What")
            table(header, [[str(one.id), _instant(desk, one.raised_at), say(one.role), one.text] for one in every])
        else:
            show(desk.translate("There is no open alert."))


def _clear(desk: Desk, every: Sequence[Alert], written: str) -> None:
    alert_id = _id(written)
    alert = next((one for one in every if one.id == alert_id), None)
    with desk.store.unit() as unit:
        if alert is not None and alert.role not in roles_of(unit.connection, desk.user, alert.agency_id):
            must_administer(unit, desk.stamp(), alert.agency_id)
        if alert is None or not clear(unit, alert_id, desk.user, desk.now()):
            raise NotFound("There is no open alert {id} in this agency. List them with: disclosure alerts.", id=written)
    show(desk.words("The alert {id} is cleared.", id=written))


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError as error:
        raise BadInput("{id} is no number of an alert. List them with: disclosure alerts.", id=written[:60]) from error
