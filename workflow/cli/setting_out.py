"""`disclosure set-out`: the PDFs of issued letters, once by hand."""

import typer

from workflow.cli.desk import desk_of
from workflow.cli.screen import remark, show
from workflow.worker.setting_out import set_out
from workflow.worker.tasks import holder

_MOST = 1_000_000  # By hand all that waits is set.


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("set-out")(set_out_once)


def set_out_once(ctx: typer.Context) -> None:
    """Make now the PDF of every issued letter that has none yet.

    Those that could not be set are tried again. The exit status is 1 where some still have none.
    """
    with desk_of(ctx) as desk:
        done = set_out(desk, holder(), again=True, most=_MOST)
        if not done.ran:
            show(desk.translate("Another worker is at it; nothing was done."))
            return
        show(desk.words("{made} letters have their PDF now, {left} cannot be set.", **done._asdict()))
        if done.left or done.stopped:
            remark(desk.translate("Look at why with: disclosure alerts."))
            raise typer.Exit(1)
