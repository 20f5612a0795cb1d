"""`disclosure rules`: which reminders an agency gets, and the hours in which nothing is sent."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import msgspec
import typer

from workflow.actions.rule_books import reset_rules, set_quiet, set_rules
from workflow.cli.desk import Desk, desk_of, readable
from workflow.cli.options import Agency, By, Json, SomeFile
from workflow.cli.screen import Say, show, show_json, table, titles
from workflow.cli.spoken import Commands
from workflow.files.reminder_rules import MOST_BYTES, default_rules
from workflow.rules.quiet_hours import Quiet
from workflow.rules.reminders import Rule
from workflow.store.books import Book, rule_book
from workflow.store.people import agency as agency_of

Written = Annotated[Path | None, typer.Argument(metavar="FILE", help="File to write; printed where it is not given.")]
From = Annotated[str, typer.Option("--from", metavar="HH:MM", help="When quiet begins, such as 20:00.")]
To = Annotated[str, typer.Option("--to", metavar="HH:MM", help="When it ends; the same time means no quiet hours.")]
RestDays = Annotated[
    bool | None, typer.Option("--rest-days/--no-rest-days", help="Whether all of a rest day is quiet too.")
]


def add_to(app: typer.Typer) -> None:
    """Add the group."""
    rules = Commands(help="Show and change the reminder rules and quiet hours of an agency.")
    rules.command("show")(show_rules)
    rules.command("import")(bring_rules)
    rules.command("export")(write_rules)
    rules.command("quiet")(change_quiet)
    rules.command("reset")(reset)
    app.add_typer(rules, name="rules")


def show_rules(ctx: typer.Context, *, agency: Agency = "", by: By = "", as_json: Json = False) -> None:
    """Show the rules and quiet hours that apply to the agency, and which agency set them."""
    with desk_of(ctx, agency=agency, user=by) as desk:
        book = _book(desk)
        rules_of, quiet_of = (_code(desk, one) for one in (book.agency_id, book.quiet_agency_id))
        if as_json:
            quiet = {"quiet": msgspec.to_builtins(book.quiet), "quiet_of": quiet_of}
            show_json({"rules": msgspec.to_builtins(book.rules), "rules_of": rules_of, **quiet})
            return
        say = desk.translate
        if rules_of is None:
            show(say("The rules are those shipped with the program."))
        else:
            show(desk.words("The rules are those of the agency {code}.", code=rules_of))
        header = titles(say, "Rule", "Duty", "Working days", "Whom", "By way of", "How")
        table(header, [_row(rule, say) for rule in book.rules])
        show(_said(book.quiet, desk))
        if quiet_of is not None:
            show(desk.words("The quiet hours are those of the agency {code}.", code=quiet_of))


def _row(rule: Rule, say: Say) -> list[str]:
    days = f"{rule.offset:+d}" if rule.offset else "0"
    how = [
        say("daily") if rule.daily else "",
        "" if rule.digest else say("each alone"),
        "" if rule.active else say("not in use"),
    ]
    return [rule.id, rule.duty, days, " ".join(rule.roles), " ".join(rule.channels), say(", ").join(filter(None, how))]


def _said(quiet: Quiet, desk: Desk) -> str:
    hours = {"begins": quiet.from_, "ends": quiet.to}
    if quiet.from_ == quiet.to:
        return (
            desk.translate("Nothing is sent on rest days.") if quiet.rest_days else desk.translate("No hour is quiet.")
        )
    if quiet.rest_days:
        return desk.words("Nothing is sent from {begins} to {ends}, nor on rest days.", **hours)
    return desk.words("Nothing is sent from {begins} to {ends}.", **hours)


def bring_rules(ctx: typer.Context, file: SomeFile, *, agency: Agency = "", by: By = "") -> None:
    """Let the rules of a file apply to the agency, and to those below it that have none.

    The file is JSON as written by export. Nothing is changed while a rule in it has a problem.
    """
    with readable(file).open("rb") as source:
        raw = source.read(MOST_BYTES + 1)
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.unit() as unit:
            rules = set_rules(unit, desk.stamp(), desk.agency.id, raw, file.name)
        show(desk.words("The agency {code} has {count} rules of its own now.", code=desk.agency.code, count=len(rules)))


def write_rules(ctx: typer.Context, file: Written = None, *, agency: Agency = "", by: By = "") -> None:
    """Write the rules that apply to the agency, as import takes them."""
    with desk_of(ctx, agency=agency, user=by) as desk:
        rules = _book(desk).rules
        lines = ",\n".join("  " + msgspec.json.encode(rule).decode() for rule in rules)
        text = f'{{"rules": [\n{lines}\n]}}' if rules else '{"rules": []}'
        if file is None:
            show(text)
            return
        file.write_text(f"{text}\n", encoding="utf-8")
        show(desk.words("{count} rules written to {file}.", count=len(rules), file=file))


def change_quiet(
    ctx: typer.Context,
    *,
    begins: From = "",
    ends: To = "",
    rest_days: RestDays = None,
    agency: Agency = "",
    by: By = "",
) -> None:
    """Change the hours in which nothing is sent to people of the agency; what is not given stays."""
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.unit() as unit:
            now = rule_book(unit.connection, desk.agency.id, default_rules()).quiet
            quiet = Quiet(
                from_=begins or now.from_,
                to=ends or now.to,
                rest_days=now.rest_days if rest_days is None else rest_days,
            )
            set_quiet(unit, desk.stamp(), desk.agency.id, quiet)
        show(_said(quiet, desk))


def reset(ctx: typer.Context, *, agency: Agency = "", by: By = "") -> None:
    """Let the rules and quiet hours of the agency above apply again, or those shipped with the program."""
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.unit() as unit:
            reset_rules(unit, desk.stamp(), desk.agency.id)
        show(desk.words("The agency {code} has no rules and quiet hours of its own now.", code=desk.agency.code))


def _book(desk: Desk) -> Book:
    with desk.store.reading() as connection:
        return rule_book(connection, desk.own_agency.id, default_rules())


def _code(desk: Desk, agency_id: UUID | None) -> str | None:
    """Return the code of the agency that set something; None where none did."""
    if agency_id is None:
        return None
    with desk.store.reading() as connection:
        return agency_of(connection, agency_id).code
