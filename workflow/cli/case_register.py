"""`disclosure case register`: a request that came in."""

from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from workflow.actions.register import Requester, receipt_policy, register
from workflow.cli.case_head import head_json, show_head
from workflow.cli.desk import desk_of, readable
from workflow.cli.explained import receipt_lines
from workflow.cli.options import Agency, By, Json, Key, On, day
from workflow.cli.options import channel as read_channel
from workflow.cli.options import mail as read_mail
from workflow.cli.screen import remark, show_json
from workflow.rules.arrival import Arrival, Channel, Mail
from workflow.rules.errors import BadInput
from workflow.rules.receipt import receipt

MOST_BYTES = 100_000  # Of the identifiers of one applicant.


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("register")(register_case)


def register_case(
    ctx: typer.Context,
    *,
    channel: Annotated[
        Channel,
        typer.Option(
            "--channel",
            parser=read_channel,
            metavar="CHANNEL",
            help="How it came in: in_person, letter, fax, online, email, oral or other. It decides which day counts.",
        ),
    ],
    applicant: Annotated[str, typer.Option("--applicant", metavar="NAME", help="Who asks.")],
    applicant_class: Annotated[
        str,
        typer.Option(
            "--class",
            metavar="CLASS",
            help="natural_person, commercial, research, public_welfare, legal_service or other_org.",
        ),
    ],
    items: Annotated[list[str], typer.Option("--item", metavar="TEXT", help="One thing that is asked for.")],
    handed_in: Annotated[
        date | None,
        typer.Option("--handed-in-on", parser=day, metavar="DATE", help="Day it was handed in, or its form filled in."),
    ] = None,
    arrived: Annotated[
        date | None, typer.Option("--arrived-on", parser=day, metavar="DATE", help="Day it reached the agency.")
    ] = None,
    signed: Annotated[
        date | None,
        typer.Option("--signed-on", parser=day, metavar="DATE", help="Day the agency signed for the letter."),
    ] = None,
    submitted: Annotated[
        date | None, typer.Option("--submitted-on", parser=day, metavar="DATE", help="Day the portal reported success.")
    ] = None,
    acknowledged: Annotated[
        date | None,
        typer.Option("--auto-ack-on", parser=day, metavar="DATE", help="Day the portal acknowledged it by itself."),
    ] = None,
    office_confirmed: Annotated[
        date | None,
        typer.Option("--office-confirmed-on", parser=day, metavar="DATE", help="Day the office confirmed it."),
    ] = None,
    applicant_confirmed: Annotated[
        date | None,
        typer.Option("--applicant-confirmed-on", parser=day, metavar="DATE", help="Day the applicant confirmed it."),
    ] = None,
    contact_restored: Annotated[
        date | None,
        typer.Option(
            "--contact-restored-on", parser=day, metavar="DATE", help="Day the applicant was reached at last."
        ),
    ] = None,
    stated: Annotated[
        date | None,
        typer.Option("--stated-on", parser=day, metavar="DATE", help="Day set by the agency's published rule."),
    ] = None,
    mail: Annotated[
        Mail | None,
        typer.Option(
            "--mail", parser=read_mail, metavar="MAIL", help="registered or ordinary: how a letter was posted."
        ),
    ] = None,
    other_unit: Annotated[
        bool, typer.Option("--other-unit", help="It was addressed to another unit or a person.")
    ] = False,
    unreachable: Annotated[
        bool, typer.Option("--unreachable", help="The applicant could not be reached for the confirmation.")
    ] = False,
    portal_rule: Annotated[
        bool, typer.Option("--portal-rule-published", help="The portal published that the confirmation counts.")
    ] = False,
    late_reason: Annotated[
        str,
        typer.Option(
            "--late-reason", metavar="TEXT", help="Why the receipt is later than the portal's acknowledgement."
        ),
    ] = "",
    id_number: Annotated[
        str, typer.Option("--id-number", metavar="TEXT", help="Number of the identity paper; kept encrypted.")
    ] = "",
    phone: Annotated[str, typer.Option("--phone", metavar="TEXT", help="Telephone; kept encrypted.")] = "",
    address: Annotated[str, typer.Option("--address", metavar="TEXT", help="Address; kept encrypted.")] = "",
    email: Annotated[str, typer.Option("--email", metavar="TEXT", help="E-mail address; kept encrypted.")] = "",
    identifiers: Annotated[
        Path | None,
        typer.Option(
            "--identifiers",
            metavar="FILE",
            help="JSON object of these instead, so that they do not stand on the command line; “-”: standard input.",
        ),
    ] = None,
    agent: Annotated[str, typer.Option("--agent", metavar="NAME", help="Who acts for the applicant.")] = "",
    joint: Annotated[
        list[str] | None, typer.Option("--joint", metavar="NAME", help="Who applies in the same request.")
    ] = None,
    form: Annotated[str, typer.Option("--form", metavar="TEXT", help="How the information is wanted.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="For the file.")] = "",
    on: On = None,
    key: Key = "",
    agency: Agency = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """Register a request; its receipt day follows from how it came in."""
    arrival = Arrival(
        channel=channel,
        mail=mail,
        handed_in_on=handed_in,
        arrived_on=arrived,
        signed_on=signed,
        submitted_on=submitted,
        auto_ack_on=acknowledged,
        office_confirmed_on=office_confirmed,
        applicant_confirmed_on=applicant_confirmed,
        contact_restored_on=contact_restored,
        stated_on=stated,
        other_unit=other_unit,
        unreachable=unreachable,
        portal_rule_published=portal_rule,
        late_reason=late_reason,
    )
    told = {"id_number": id_number, "phone": phone, "address": address, "email": email}
    requester = Requester(
        name=applicant,
        applicant_class=applicant_class,
        identifiers=told | _identifiers(identifiers),
        agent=agent,
        joint=joint or (),
    )
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.unit() as unit:
            call = desk.call(0, on=on, key=key)
            case = register(
                unit,
                desk.seal,
                desk.agency.id,
                call,
                arrival=arrival,
                requester=requester,
                items=items,
                form=form,
                note=note,
            )
        if as_json:
            show_json(head_json(desk, case))
            return
        show_head(desk, case)
        taken = receipt(arrival, desk.store.calendars(case.calendar), **receipt_policy(desk.agency.settings))
        for line in receipt_lines(taken, desk.translate):
            remark(line)


def _identifiers(file: Path | None) -> dict[str, str]:
    if file is None:
        return {}
    if str(file) == "-":
        raw = typer.get_binary_stream("stdin").read(MOST_BYTES)
    else:
        with readable(file).open("rb") as opened:
            raw = opened.read(MOST_BYTES)
    try:
        return msgspec.json.decode(raw, type=dict[str, str])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise BadInput(
            '{file} holds no JSON object of identifiers, such as {{"phone": "…"}}.', file=file.name
        ) from error
