"""`disclosure letters preview` and `render`: a sample, and a document of a case before it is issued."""

from datetime import date
from typing import Annotated

import typer

from letters.looks import Look, Profile
from letters.render import sheet
from workflow.actions.letter_templates import named_kind
from workflow.actions.preview import preview, sample
from workflow.actions.texts import one_of
from workflow.actions.writing.common import Wanted
from workflow.cli.desk import desk_of, opened
from workflow.cli.letter_out import As, Out, form_of, hand_out
from workflow.cli.options import Agency, By, CaseNo, day, named_texts

LetterKind = Annotated[
    str, typer.Argument(metavar="KIND", help="Number in the list (D12) or kind (receipt, reply, …).")
]
On = Annotated[
    date | None,
    typer.Option("--on", parser=day, metavar="DATE", help="Day on the document; today where it is not given."),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("preview")(show_sample)
    app.command("render")(write_from_case)


def show_sample(
    ctx: typer.Context,
    kind: LetterKind,
    *,
    which: Annotated[
        str, typer.Option("--sample", metavar="NAME", help="Another sample of the kind than that of the list.")
    ] = "",
    form: As = "",
    look: Annotated[
        str, typer.Option("--look", metavar="LOOK", help="plain, letter or file: the layout; a form has none.")
    ] = Profile.PLAIN.value,
    out: Out = None,
) -> None:
    """Show a sample of a letter or form, with invented people."""
    made_as = form_of(form, out)
    worn = Look(profile=Profile(one_of(look, tuple(Profile), "look")))
    with opened(ctx.obj) as desk:
        hand_out(desk, sheet(sample(kind, which), worn), made_as, out)


def write_from_case(
    ctx: typer.Context,
    case_no: CaseNo,
    kind: LetterKind,
    *,
    on: On = None,
    about: Annotated[
        str,
        typer.Option("--about", metavar="REF", help="Name of the consultation, letter or proceeding it is about."),
    ] = "",
    told: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=TEXT", help="What the letter says that is not on record."),
    ] = None,
    papers: Annotated[
        list[str] | None, typer.Option("--paper", metavar="TEXT", help="A paper handed in, for a receipt.")
    ] = None,
    form: As = "",
    out: Out = None,
    agency: Agency = "",
    by: By = "",
) -> None:
    """Write a letter or form from a case without issuing it.

    Nothing is put on record and no number is given out: 待编号 stands in its place. Forms are printed in this way.
    """
    made_as, said = form_of(form, out), dict(named_texts(told or []))
    with desk_of(ctx, agency=agency, user=by) as desk:
        case_id, _ = desk.case(case_no)
        wanted = Wanted(on or desk.today, about, papers or [], said)
        with desk.store.look() as unit:
            made = preview(unit, case_id, desk.user, named_kind(kind), wanted)
        hand_out(desk, made, made_as, out)
