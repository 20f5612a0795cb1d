"""`disclosure case show` and `list-steps`: a case as it stands, and what can be done to it."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import typer

from workflow.cli.case_head import head_json, show_head
from workflow.cli.case_page import page_json, show_page, show_steps, steps_json
from workflow.cli.desk import Desk, desk_of
from workflow.cli.explained import explanation_json, explanation_lines
from workflow.cli.options import Agency, By, CaseNo, Json
from workflow.cli.screen import Say, show, show_json, table, titles
from workflow.rules.explain import Explanation, explain
from workflow.rules.obligation import Possible, possible
from workflow.rules.record.case import Case
from workflow.rules.states import TABLE, Row, Step
from workflow.store.case_file import case_file
from workflow.store.people import roles_of


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("show")(show_case)
    app.command("list-steps")(list_steps)


def show_case(
    ctx: typer.Context,
    case_no: CaseNo,
    *,
    why: Annotated[
        bool, typer.Option("--why", help="Explain the due day: each day that counts or not, and the due day last.")
    ] = False,
    as_json: Json = False,
    agency: Agency = "",
    by: By = "",
) -> None:
    """Show a case: state, clock, items, letters, timeline, and the steps possible now.

    Identifiers of the applicant are masked; disclosure case reveal shows them and puts the look on record.
    """
    with desk_of(ctx, agency=agency, user=by) as desk:
        case_id, _ = desk.case(case_no)
        with desk.store.reading() as connection:
            file = case_file(connection, case_id)
        explained = _explained(desk, file.case) if why else None
        if why and not as_json:
            show_head(desk, file.case)
            show("", *explanation_lines(_explained(desk, file.case), desk.translate))
            return
        steps, identifiers = _steps(desk, file.case), desk.seal.open(file.sealed)
        if as_json:
            page = page_json(desk, file, steps, identifiers)
            show_json(page | ({"why": explanation_json(explained)} if explained else {}))
        else:
            show_page(desk, file, steps, identifiers)


def list_steps(
    ctx: typer.Context,
    case_no: Annotated[
        str, typer.Argument(metavar="NO", help="Number of the case; the whole state table where it is not given.")
    ] = "",
    *,
    as_json: Json = False,
    agency: Agency = "",
    by: By = "",
) -> None:
    """List the steps possible now with who may take them, or the whole state table."""
    with desk_of(ctx, agency=agency, user=by) as desk:
        if not case_no:
            _show_table(desk.translate, as_json=as_json)
            return
        case_id, _ = desk.case(case_no)
        case = _case(desk, case_id)
        steps = _steps(desk, case)
        if as_json:
            show_json({**head_json(desk, case), "steps": [steps_json(step) for step in steps]})
        else:
            show_head(desk, case)
            show_steps(desk.translate, steps)


def _case(desk: Desk, case_id: UUID) -> Case:
    with desk.store.reading() as connection:
        return case_file(connection, case_id).case


def _explained(desk: Desk, case: Case) -> Explanation:
    events = [tick.event for tick in case.ticks]
    return explain(events, desk.store.calendars(case.calendar), max(desk.today, case.received_on))


def _steps(desk: Desk, case: Case) -> list[Possible]:
    with desk.store.reading() as connection:
        roles = roles_of(connection, desk.user, case.agency_id)
    return possible(case, desk.call(case.version), roles, one_person=desk.agency.one_person)


def _show_table(say: Say, *, as_json: bool) -> None:
    rows = [row for row in TABLE if row.step is not Step.RECALCULATE]
    if as_json:
        show_json(
            [
                {"step": row.step, "from": row.source, "to": row.to, "by": sorted(row.by), "only_if": _objections(row)}
                for row in rows
            ]
        )
        return
    header = titles(say, "Command", "From", "To", "By whom")
    shown = [
        [
            row.step.value.replace("_", "-"),
            say(row.source.value),
            say(row.to.value),
            say(", ").join(say(role.value) for role in sorted(row.by)),
        ]
        for row in rows
    ]
    table(header, shown)


def _objections(row: Row) -> Sequence[str]:
    return [guard.objection for guard in row.only_if]
