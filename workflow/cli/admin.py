"""`disclosure agency`, `user`, `verify` and `db`: the installation itself."""

from collections.abc import Collection, Sequence
from typing import Annotated

import typer

from workflow.actions.administrator import must_be_administrator
from workflow.actions.agencies import add_agency, add_user, change_agency, change_user, grant
from workflow.actions.contacts import must_be_close, set_contact
from workflow.cli.agency_word import agency_word
from workflow.cli.desk import desk_of
from workflow.cli.options import Agency, By, Json
from workflow.cli.screen import Say, progress, show, show_json, table
from workflow.cli.spoken import Commands
from workflow.rules.errors import BadInput
from workflow.rules.states import Role
from workflow.store import schema
from workflow.store.books import contacts
from workflow.store.people import agencies, people, user, user_by_login
from workflow.store.verify import verify
from workflow.worker.channels.mailboxes import mailbox
from workflow.worker.channels.message import Refused

Kind = Annotated[
    str,
    typer.Option("--kind", metavar="KIND", help="department, government, township, …: decides who hears a review."),
]
OnePerson = Annotated[
    bool | None,
    typer.Option(
        "--one-person/--several-people", help="Whether one person may draft, review and decide; it is then marked."
    ),
]
Pairs = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=TEXT", help="A setting, such as reply_number; empty takes it away."),
]
Roles = Annotated[
    list[str] | None,
    typer.Option(
        "--role",
        metavar="ROLE",
        help="intake, caseworker, secrecy_reviewer, approver, supervisor, statistician, admin or auditor.",
    ),
]
Login = Annotated[str, typer.Argument(metavar="LOGIN", help="The login of the person.")]


def add_to(app: typer.Typer) -> None:
    """Add the groups and commands."""
    offices = Commands(help="Add, list and change agencies.")
    offices.command("add")(agency_add)
    offices.command("list")(agency_list)
    offices.command("set")(agency_set)
    offices.command("word")(agency_word)
    users = Commands(help="Add, list and retire people, and give them roles.")
    users.command("add")(user_add)
    users.command("list")(user_list)
    users.command("grant")(user_grant)
    users.command("retire")(user_retire)
    users.command("contact")(user_contact)
    database = Commands(help="Bring the database up to date.")
    database.command("upgrade")(db_upgrade)
    app.add_typer(offices, name="agency")
    app.add_typer(users, name="user")
    app.add_typer(database, name="db")
    app.command("verify")(verify_record)


def agency_add(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="Code of the new agency.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the new agency, as in letters.")],
    *,
    kind: Kind = "department",
    parent: Annotated[str, typer.Option("--parent", metavar="CODE", help="The agency above it.")] = "",
    one_person: OnePerson = None,
    settings: Pairs = None,
    agency: Agency = "",
    by: By = "",
) -> None:
    """Add an agency."""
    with desk_of(ctx, agency=agency, user=by) as desk, desk.store.unit() as unit:
        must_be_administrator(unit, desk.stamp())
        add_agency(
            unit,
            desk.stamp(),
            code=code,
            name=name,
            kind=kind,
            parent=parent,
            one_person=bool(one_person),
            settings=_pairs(settings),
        )
    show(desk.words("Agency {code} was added.", code=code))


def agency_list(ctx: typer.Context, *, by: By = "", as_json: Json = False) -> None:
    """List the agencies."""
    with desk_of(ctx, user=by) as desk:
        with desk.store.reading() as connection:
            every = agencies(connection)
        codes = {one.id: one.code for one in every}
        if as_json:
            show_json(
                [
                    {
                        "code": one.code,
                        "name": one.name,
                        "kind": one.kind,
                        "parent": codes.get(one.parent_id) if one.parent_id else None,
                        "one_person": one.one_person,
                        "settings": one.settings,
                    }
                    for one in every
                ]
            )
            return
        say = desk.translate
        rows = [
            [one.code, one.name, say(one.kind), codes.get(one.parent_id, "") if one.parent_id else ""] for one in every
        ]
        table([say("Code"), say("Name"), say("Kind"), say("Above")], rows)


def agency_set(
    ctx: typer.Context,
    *,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Its new name.")] = "",
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="Its new kind.")] = "",
    one_person: OnePerson = None,
    settings: Pairs = None,
    agency: Agency = "",
    by: By = "",
) -> None:
    """Change an agency; what is not given stays."""
    with desk_of(ctx, agency=agency, user=by) as desk, desk.store.unit() as unit:
        must_be_administrator(unit, desk.stamp())
        change_agency(
            unit,
            desk.stamp(),
            desk.agency.id,
            name=name,
            kind=kind,
            one_person=one_person,
            settings=_pairs(settings),
        )
    show(desk.words("Agency {code} was changed.", code=desk.agency.code))


def _pairs(written: Sequence[str] | None) -> dict[str, str]:
    pairs = {}
    for one in written or ():
        name, sign, text = one.partition("=")
        if not sign:
            raise BadInput("{pair} is no setting. Write it as name=text.", pair=one)
        pairs[name.strip()] = text
    return pairs


def user_add(
    ctx: typer.Context,
    login: Login,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person's name.")],
    *,
    roles: Roles = None,
    agency: Agency = "",
    by: By = "",
) -> None:
    """Add a person, with roles in the agency."""
    wanted = _roles(roles)
    with desk_of(ctx, agency=agency, user=by) as desk, desk.store.unit() as unit:
        must_be_administrator(unit, desk.stamp())
        user_id = add_user(unit, desk.stamp(), login=login, name=name)
        if wanted:
            grant(unit, desk.stamp(), user_id=user_id, agency_id=desk.agency.id, roles=wanted)
    show(desk.words("User {login} was added.", login=login))


def user_list(ctx: typer.Context, *, agency: Agency = "", by: By = "", as_json: Json = False) -> None:
    """List the people of the agency and their roles."""
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.reading() as connection:
            every = people(connection, desk.own_agency.id)
        if as_json:
            show_json([{"login": login, "name": name, "roles": sorted(roles)} for login, name, roles in every])
            return
        say = desk.translate
        rows = [
            [login, name, say(", ").join(say(role.value) for role in Role if role in roles)]
            for login, name, roles in every
        ]
        table([say("Login"), say("Name"), say("Roles")], rows)


def user_grant(ctx: typer.Context, login: Login, *, roles: Roles = None, agency: Agency = "", by: By = "") -> None:
    """Give a person these roles in the agency, and no others; none takes all away."""
    wanted = _roles(roles)
    with desk_of(ctx, agency=agency, user=by) as desk, desk.store.unit() as unit:
        must_be_administrator(unit, desk.stamp())
        person = user_by_login(unit.connection, login)
        grant(unit, desk.stamp(), user_id=person, agency_id=desk.agency.id, roles=wanted)
    said = _named(wanted, desk.translate) or "-"
    show(
        desk.words(
            "{login} has the roles {roles} in the agency {code} now.", login=login, roles=said, code=desk.agency.code
        )
    )


def user_retire(ctx: typer.Context, login: Login, *, agency: Agency = "", by: By = "") -> None:
    """Let a person act no more; the record keeps the name."""
    with desk_of(ctx, agency=agency, user=by) as desk, desk.store.unit() as unit:
        must_be_administrator(unit, desk.stamp())
        person = user_by_login(unit.connection, login)
        if person == desk.user:
            raise BadInput("You cannot retire yourself. Ask another administrator.")
        name, _ = user(unit.connection, person)
        change_user(unit, desk.stamp(), person, name=name, active=False)
    show(desk.words("{login} acts no more.", login=login))


def user_contact(
    ctx: typer.Context,
    login: Login,
    *,
    email: Annotated[
        str | None, typer.Option("--email", metavar="ADDRESS", help="Mail address for reminders; empty takes it away.")
    ] = None,
    agency: Agency = "",
    by: By = "",
) -> None:
    """Set where a person is reached, or show it where nothing is given. One's own, or as an administrator."""
    address = None if email is None else _mailbox(email)
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.unit() as unit:
            person = user_by_login(unit.connection, login)
            must_be_close(unit, desk.stamp(), person)
            if address is not None:
                set_contact(unit, desk.stamp(), user_id=person, channel="email", address=address)
            found = contacts(unit.connection, [person]).get((person, "email"))
        if found is None:
            show(desk.words("{login} has no mail address.", login=login))
        else:
            show(desk.words("{login} is reached at {address}.", login=login, address=found))


def _mailbox(written: str) -> str:
    """Return a mail address as it is kept; an empty one as it is. BadInput where it is none."""
    try:
        return mailbox(written) if written.strip() else ""
    except Refused as error:
        raise BadInput(error.message, **error.params) from error


def _named(roles: Collection[Role], say: Say) -> str:
    return say(", ").join(say(role.value) for role in Role if role in roles)


def _roles(written: Sequence[str] | None) -> list[Role]:
    for one in written or ():
        if one not in set(Role):
            raise BadInput(
                "There is no role {role}. Use one of {known}.", role=one, known=[role.value for role in Role]
            )
    return [Role(one) for one in written or ()]


def verify_record(ctx: typer.Context, *, as_json: Json = False) -> None:
    """Make the record again from its entries and name what differs.

    The exit status is 1 when anything does.
    """
    with desk_of(ctx) as desk:
        say = desk.translate
        with progress(say("Cases")) as told:
            found = verify(desk.store, told)
        if as_json:
            difference = found.difference and found.difference._asdict()
            show_json({"cases": found.cases, "events": found.events, "difference": difference})
        else:
            show(desk.words("{cases} cases and {events} entries verified.", cases=found.cases, events=found.events))
            if found.difference is not None:
                show(
                    desk.words(
                        "Differs at {where}: the entries make {expected}, and {found} stands there.",
                        **found.difference._asdict(),
                    )
                )
    if found.difference is not None:
        raise typer.Exit(1)


def db_upgrade(ctx: typer.Context) -> None:
    """Bring the database up to date with this program; an empty one is made."""
    with desk_of(ctx) as desk:
        revision = schema.upgrade(desk.bare_store)
        show(desk.words("The database is up to date: schema {revision}.", revision=revision))
