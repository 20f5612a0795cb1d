"""`disclosure channel`: how an agency's messages leave, and one message to try it. Secrets come from files."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from workflow.actions.channels import reset_channel, set_channel, switch_off_channel
from workflow.actions.own_agency import must_administer
from workflow.cli.desk import Desk, desk_of, readable
from workflow.cli.options import Agency, By, Json
from workflow.cli.screen import show, show_json, table, titles
from workflow.cli.spoken import Commands
from workflow.rules.errors import BadInput
from workflow.store.books import channel_setup, channel_setups
from workflow.store.people import agencies
from workflow.worker.channels.destinations import destination
from workflow.worker.channels.message import Channel, Message, Refused
from workflow.worker.channels.registry import KINDS, channel_of

LONGEST_SECRET = 4096  # Bytes.
WEBHOOK, URL = "webhook", "url"
"""The channel that is told with each message where it goes, and the option that says so."""

Kind = Annotated[str, typer.Argument(metavar="KIND", help="outtray, smtp, webhook, wecom or dingtalk.")]
Pairs = Annotated[
    list[str] | None,
    typer.Option("--option", metavar="NAME=TEXT", help="An option, such as host; empty takes it away."),
]
SecretFiles = Annotated[
    list[str] | None,
    typer.Option("--secret-file", metavar="NAME=FILE", help="A secret and the file it is in; empty takes it away."),
]
To = Annotated[str, typer.Option("--to", metavar="ADDRESS", help="Mail address or URL; a robot needs none.")]


def add_to(app: typer.Typer) -> None:
    """Add the group."""
    channels = Commands(help="Show, set up and test the ways by which an agency's messages leave.")
    channels.command("list")(list_channels)
    channels.command("set")(set_up)
    channels.command("off")(switch_off)
    channels.command("reset")(reset)
    channels.command("test")(send_test)
    app.add_typer(channels, name="channel")


def list_channels(ctx: typer.Context, *, agency: Agency = "", by: By = "", as_json: Json = False) -> None:
    """List the channels of the agency, and which agency set them up. Secrets are named and never shown."""
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.reading() as connection:
            setups = channel_setups(connection, desk.own_agency.id, desk.seal)
            codes = {one.id: one.code for one in agencies(connection)}
        if as_json:
            show_json(
                [
                    {
                        "kind": kind,
                        "active": one.active,
                        "of": codes[one.agency_id],
                        "options": one.options,
                        "secrets": sorted(one.secrets),
                    }
                    for kind, one in setups.items()
                ]
            )
            return
        say = desk.translate
        if not setups:
            show(say("No channel is set up. Messages are then kept in the program and its out-tray."))
            return
        rows = [
            [
                kind,
                say("on") if one.active else say("off"),
                codes[one.agency_id],
                " ".join(f"{name}={text}" for name, text in one.options.items()),
                " ".join(sorted(one.secrets)),
            ]
            for kind, one in setups.items()
        ]
        table(titles(say, "Kind", "State", "Agency", "Options", "Secrets"), rows)


def set_up(
    ctx: typer.Context,
    kind: Kind,
    *,
    options: Pairs = None,
    secret_files: SecretFiles = None,
    agency: Agency = "",
    by: By = "",
) -> None:
    """Set up a channel of the agency and switch it on; what is not given stays.

    smtp: host, sender, security, port, user, domain, ca_file, connect_seconds, read_seconds; secret password. outtray:
    folder, sender, domain. webhook: url, allowed_hosts, allow_http, ca_file, seconds; secret secret. wecom and
    dingtalk: url, allowed_hosts, allow_http, ca_file, seconds; secrets key, or token and secret.
    """
    said = _pairs(options)
    secrets = {name: _secret(name, Path(file)) if file else "" for name, file in _pairs(secret_files).items()}
    with desk_of(ctx, agency=agency, user=by) as desk:

        def check(kind: str, options: Mapping[str, str], secrets: Mapping[str, str]) -> object:
            return _channel(desk, kind, options, secrets)

        with desk.store.unit() as unit:
            stamp, agency_id = desk.stamp(), desk.agency.id
            set_channel(unit, stamp, desk.seal, agency_id, kind=kind, options=said, secrets=secrets, check=check)
        show(desk.words("The channel {kind} of the agency {code} is on.", kind=kind, code=desk.agency.code))


def switch_off(ctx: typer.Context, kind: Kind, *, agency: Agency = "", by: By = "") -> None:
    """Let no message of the agency leave by a channel; what was set up is kept."""
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.unit() as unit:
            switch_off_channel(unit, desk.stamp(), desk.seal, desk.agency.id, kind=kind)
        show(desk.words("The channel {kind} of the agency {code} is off.", kind=kind, code=desk.agency.code))


def reset(ctx: typer.Context, kind: Kind, *, agency: Agency = "", by: By = "") -> None:
    """Forget what the agency set up for a channel; that of the agency above applies again."""
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.unit() as unit:
            reset_channel(unit, desk.stamp(), desk.agency.id, kind=_known(kind))
        show(desk.words("The agency {code} has no channel {kind} of its own now.", kind=kind, code=desk.agency.code))


def send_test(ctx: typer.Context, kind: Kind, *, to: To = "", agency: Agency = "", by: By = "") -> None:
    """Send one message through a channel, switched off or not, and tell what came of it."""
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.unit() as unit:
            must_administer(unit, desk.stamp(), desk.agency.id)
            setup = channel_setup(unit.connection, desk.agency.id, kind, desk.seal)
        channel = _channel(desk, kind, setup.options, setup.secrets)
        message = Message(
            id=uuid4(),
            to=to or setup.options.get(URL, ""),
            subject=desk.translate("Test of a channel"),
            text=desk.words("A test of the channel {kind} by the agency {name}.", kind=kind, name=desk.agency.name),
            facts={"kind": "test"},
            at=desk.now(),
        )
        with channel:
            sent = channel.send(message)
        show(desk.words("The message was taken: {reference} {note}", reference=sent.reference, note=sent.note).strip())


def _channel(desk: Desk, kind: str, options: Mapping[str, str], secrets: Mapping[str, str]) -> Channel:
    """Return a channel; BadInput where none can be made."""
    if kind != WEBHOOK:
        return channel_of(kind, options, secrets, desk.now)
    channel = channel_of(kind, {name: text for name, text in options.items() if name != URL}, secrets, desk.now)
    if URL not in options:
        raise BadInput("The channel {kind} needs the option {name}. Add it.", kind=kind, name=URL)
    try:
        destination(options[URL], http=options.get("allow_http") == "yes")
    except Refused as error:
        raise BadInput(
            "The option {name} of the channel {kind} cannot be used: {cause}", kind=kind, name=URL, cause=error
        ) from error
    return channel


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise BadInput("There is no channel “{kind}”. Choose one of: {known}.", kind=kind[:40], known=sorted(KINDS))
    return kind


def _pairs(written: Sequence[str] | None) -> dict[str, str]:
    pairs = {}
    for one in written or ():
        name, sign, text = one.partition("=")
        if not sign or not name.strip():
            raise BadInput("{pair} is no option. Write it as name=text.", pair=one.split("=")[0][:40] or '""')
        pairs[name.strip()] = text.strip()
    return pairs


def _secret(name: str, file: Path) -> str:
    """Return the secret in a file, without the line break at its end."""
    with readable(file).open("rb") as source:
        raw = source.read(LONGEST_SECRET + 1)
    try:
        secret = raw.decode().strip()
    except UnicodeDecodeError:
        secret = ""
    if not secret or len(raw) > LONGEST_SECRET:
        raise BadInput(
            "The file {file} holds no secret {name}: one line of text is wanted, of at most {most} bytes.",
            file=str(file),
            name=name,
            most=LONGEST_SECRET,
        )
    return secret
