"""`disclosure letters lint`: what courts faulted, looked for in a letter before it is issued."""

from typing import Annotated

import typer

from letters.lint.finding import Finding, Severity
from workflow.actions.letter_lint import Asked
from workflow.actions.letter_templates import named_kind
from workflow.actions.preview import linted
from workflow.actions.writing.common import Wanted
from workflow.cli.desk import Desk, desk_of
from workflow.cli.letter_looks import On
from workflow.cli.options import Agency, By, CaseNo, Json, named_texts
from workflow.cli.screen import remark, show, show_json, table, titles

BLOCKED = 1
"""Exit status where something blocks the letter."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("lint")(look_for_faults)


def look_for_faults(
    ctx: typer.Context,
    case_no: CaseNo,
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="Number in the list (D12) or kind; the reply if not given.")
    ] = "reply",
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
    as_json: Json = False,
    agency: Agency = "",
    by: By = "",
) -> None:
    """Look in a letter of a case for what courts faulted, before it is issued.

    E blocks the letter; W needs a reason at the issue (--accept RULE=TEXT). What a reply encloses counts as missing
    until it is attached to the case or attested at the issue (--seen). The exit status is 1 where something blocks it.
    """
    with desk_of(ctx, agency=agency, user=by) as desk:
        case_id, _ = desk.case(case_no)
        wanted = Wanted(on or desk.today, about, (), dict(named_texts(told or [])))
        with desk.store.look() as unit:
            found = linted(unit, case_id, desk.user, named_kind(kind), wanted, Asked())
        _tell(desk, found, as_json=as_json)
    if any(one.severity is Severity.E for one in found):
        raise typer.Exit(BLOCKED)


def _tell(desk: Desk, found: list[Finding], *, as_json: bool) -> None:
    say = desk.translate
    if as_json:
        show_json(
            [
                {"rule": one.rule, "severity": one.severity.value, "item": one.item, "text": one.text(say)}
                for one in found
            ]
        )
        return
    if not found:
        show(say("Nothing was found."))
        return
    rows = [[one.rule, one.severity.value, str(one.item or ""), one.text(say)] for one in found]
    table(titles(say, "Rule", "E or W", "Item", "What to do"), rows)
    remark(say("What each rule asks for stands in docs/letters-lint.md."))
