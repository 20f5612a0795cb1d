"""The steps of letters: issued, sent, served."""

from typing import Annotated

import typer

from workflow.actions import issue as issuing
from workflow.actions import reply as replying
from workflow.cli.options import named_texts, whole
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
Carrier = Annotated[
    str, typer.Option("--carrier", metavar="NAME", help="Who carries what is posted; 中国邮政 if not given.")
]
Kind = Annotated[str, typer.Option("--letter", metavar="KIND", help="receipt, correction_notice, extension_notice, …")]
About = Annotated[
    str,
    typer.Option("--about", metavar="REF", help="Name of the consultation, letter or proceeding it is about."),
]
Replaces = Annotated[
    int,
    typer.Option("--replaces", parser=whole, metavar="N", help="Number of the letter that it takes the place of."),
]
Proof = Annotated[str, typer.Option("--proof", metavar="TEXT", help="Number of the receipt, or of the log.")]


@steps.takes(Step.APPROVE_LETTER)
def approve_letter(
    take: Take,
    *,
    letter: Kind,
    about: About = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="For the file.")] = "",
) -> Case:
    """Approve a letter that decides, such as the end after a correction not made, before it is issued."""
    return take(issuing.approve_letter, letter=letter, about=about, note=note)


@steps.takes(Step.ISSUE_REPLY)
def issue_reply(take: Take, *, replaces: Replaces = 0) -> Case:
    """Issue the reply letter of the decision."""
    return _issued(take, take(issuing.issue_reply, replaces=replaces, faces=take.desk.fonts))


@steps.takes(Step.ISSUE_LETTER)
def issue_letter(
    take: Take,
    *,
    letter: Kind,
    about: About = "",
    papers: Annotated[
        list[str] | None, typer.Option("--paper", metavar="TEXT", help="A paper handed in, for a receipt.")
    ] = None,
    told: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=TEXT", help="What the letter says that is not on record."),
    ] = None,
    replaces: Replaces = 0,
) -> Case:
    """Issue a letter on the way to the reply."""
    said = dict(named_texts(told or []))
    case = take(
        issuing.issue_letter,
        letter=letter,
        about=about,
        papers=papers or [],
        told=said,
        replaces=replaces,
        faces=take.desk.fonts,
    )
    return _issued(take, case)


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
def dispatch(take: Take, *, no: Letter, way: Way, proof: Proof, carrier: Carrier = "") -> Case:
    """Record that a letter was sent, or sent again after it came back."""
    return take(replying.dispatch, no=no, way=way, proof=proof, carrier=carrier)


@steps.takes(Step.RETURN_LETTER)
def return_letter(
    take: Take,
    *,
    no: Letter,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it came back, as the post says.")],
) -> Case:
    """Record that a letter came back; it has to be sent again."""
    return take(replying.return_letter, no=no, reason=reason)


@steps.takes(Step.SERVE)
def serve(
    take: Take,
    *,
    no: Letter,
    proof: Proof,
    receiver: Annotated[
        str, typer.Option("--receiver", metavar="TEXT", help="Who took it, where it was not the addressee.")
    ] = "",
    witness: Annotated[
        str, typer.Option("--witness", metavar="NAME", help="Who saw that it was refused and left there.")
    ] = "",
) -> Case:
    """Record that the addressee has a letter."""
    return take(replying.serve, no=no, proof=proof, receiver=receiver, witness=witness)


@steps.takes(Step.REPLY)
def reply(take: Take, *, way: Way, proof: Proof, carrier: Carrier = "") -> Case:
    """Record that the reply left the house; it ends the period."""
    return take(replying.reply, way=way, proof=proof, carrier=carrier)
