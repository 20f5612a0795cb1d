"""`disclosure letters list` and `register`: the letters there are, and the numbers that were given out."""

from typing import Annotated

import typer

from letters.catalogue import LISTED, Listed
from workflow.cli.desk import desk_of, opened
from workflow.cli.options import Agency, By, Json, report_year
from workflow.cli.screen import Say, show, show_json, table, titles
from workflow.store.letter_register import Registered, register_of

Year = Annotated[
    int | None,
    typer.Argument(parser=report_year, metavar="YEAR", help="Year of the numbers; this one where it is not given."),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("list")(list_letters)
    app.command("register")(list_register)


def list_letters(ctx: typer.Context, *, as_json: Json = False) -> None:
    """List every letter and form: what it is, to whom it goes, and whose approval it needs."""
    if as_json:
        show_json([_listed_json(one) for one in LISTED])
        return
    with opened(ctx.obj) as desk:
        say = desk.translate
        header = titles(say, "No.", "Name", "Letter", "Addressee", "Approval", "Made as")
        table(header, [_listed_row(one, say) for one in LISTED])


def _listed_row(one: Listed, say: Say) -> list[str]:
    made = say("form for the file") if one.is_form else say("letter with a number")
    return [one.id, one.name, one.kind, say(one.to.value), say(one.signs.value), made]


def _listed_json(one: Listed) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "to": one.to.value,
        "approval": one.signs.value,
        "form": one.is_form,
        "decides": one.decides,
        "sample": one.sample,
        "outcomes": list(one.outcomes),
    }


def list_register(
    ctx: typer.Context, year: Year = None, *, agency: Agency = "", by: By = "", as_json: Json = False
) -> None:
    """List the numbers given to letters in a year, void ones included."""
    with desk_of(ctx, agency=agency, user=by) as desk:
        of = desk.today.year if year is None else year
        with desk.store.reading() as connection:
            found = register_of(connection, desk.own_agency.id, of)
        if as_json:
            show_json([one._asdict() for one in found])
            return
        if not found:
            show(desk.words("No letter has a number of {year}.", year=of))
            return
        say = desk.translate
        header = titles(say, "Number", "Title", "Case", "No.", "Issued", "Sent", "Served", "PDF", "State")
        table(header, [_row(one, say) for one in found])


def _row(one: Registered, say: Say) -> list[str]:
    days = [str(day or "-") for day in (one.issued_on, one.dispatched_on, one.served_on)]
    kept = say("kept") if one.pdf else "-"
    return [one.number, one.title, one.case_no, str(one.no), *days, kept, say("void") if one.void else say("valid")]
