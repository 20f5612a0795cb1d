"""The steps of letters: issued, sent, served."""

from typing import Annotated

import typer

from workflow.actions import issue as issuing
from workflow.actions import reply as replying
from workflow.cli.options import whole
from workflow.cli.screen import remark
from workflow.cli.taking import Steps, Take
from workflow.rules.record.case import Case
from workflow.rules.states import Step
from workflow.store.dossier import issued_letters

steps = Steps()
add_to = steps.add_to

Letter = Annotated[int, typer.Option("--no", parser=whole, metavar="N", help="Number of the letter in the case.")]
Way = Annotated[
    str, typer.Option("--way", metavar="WAY", help="direct, entrusted, post, online or email: how it was sent.")
]
Proof = Annotated[str, typer.Option("--proof", metavar="TEXT", help="Number of the receipt, or of the log.")]


@steps.takes(Step.ISSUE_REPLY)
def issue_reply(take: Take) -> Case:
    """Issue the reply letter of the decision."""
    return _issued(take, take(issuing.issue_reply))


@steps.takes(Step.ISSUE_LETTER)
def issue_letter(
    take: Take,
    *,
    letter: Annotated[
        str, typer.Option("--letter", metavar="KIND", help="receipt, correction_notice, extension_notice, …")
    ],
    about: Annotated[
        str, typer.Option("--about", metavar="REF", help="Name of the consultation, for a letter to the party.")
    ] = "",
    papers: Annotated[
        list[str] | None, typer.Option("--paper", metavar="TEXT", help="A paper handed in, for a receipt.")
    ] = None,
) -> Case:
    """Issue a letter on the way to the reply."""
    return _issued(take, take(issuing.issue_letter, letter=letter, about=about, papers=papers or []))


def _issued(take: Take, case: Case) -> Case:
    """Say where the letter just issued is kept."""
    with take.desk.store.reading() as connection:
        letter = issued_letters(connection, [case.id])[-1]
    files = take.desk.store.files
    remark(
        take.desk.words(
            "Letter {no}, {title}: {html} and {docx}",
            no=letter.no,
            title=letter.title,
            html=files.path(letter.html, ".html"),
            docx=files.path(letter.docx, ".docx"),
        )
    )
    return case


@steps.takes(Step.DISPATCH)
def dispatch(take: Take, *, no: Letter, way: Way, proof: Proof) -> Case:
    """Record that a letter was sent."""
    return take(replying.dispatch, no=no, way=way, proof=proof)


@steps.takes(Step.SERVE)
def serve(take: Take, *, no: Letter, proof: Proof) -> Case:
    """Record that the addressee has a letter."""
    return take(replying.serve, no=no, proof=proof)


@steps.takes(Step.REPLY)
def reply(take: Take, *, way: Way, proof: Proof) -> Case:
    """Record that the reply left the house; it ends the period."""
    return take(replying.reply, way=way, proof=proof)
