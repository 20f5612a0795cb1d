"""The steps of letters: issued, sent, served."""

from typing import Annotated

import typer

from workflow.actions import issue as issuing
from workflow.actions import reply as replying
from workflow.cli.options import named_texts, whole
from workflow.cli.screen import remark
from workflow.cli.taking import Steps, Take
from workflow.rules.errors import BadInput
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
Late = Annotated[str, typer.Option("--late", metavar="TEXT", help="Why it goes out after the last day, where it does.")]
Accept = Annotated[
    list[str] | None,
    typer.Option("--accept", metavar="RULE=TEXT", help="Why the letter is issued although a rule warns, such as L26."),
]
Seen = Annotated[
    list[str] | None,
    typer.Option(
        "--seen",
        metavar="WHAT=TEXT",
        help="An address or an enclosure that the letter names, and what you saw there.",
    ),
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
def issue_reply(
    take: Take, *, replaces: Replaces = 0, late: Late = "", seen: Seen = None, accept: Accept = None
) -> Case:
    """Issue the reply letter of the decision; what courts faulted is looked for first."""
    case = take(
        issuing.issue_reply,
        replaces=replaces,
        late_reason=late,
        seen=_looked_at(seen),
        accept=_pairs(accept),
        faces=take.desk.fonts,
    )
    return _issued(take, case)


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
    late: Late = "",
    accept: Accept = None,
) -> Case:
    """Issue a letter on the way to the reply."""
    case = take(
        issuing.issue_letter,
        letter=letter,
        about=about,
        papers=papers or [],
        told=_pairs(told),
        replaces=replaces,
        late_reason=late,
        accept=_pairs(accept),
        faces=take.desk.fonts,
    )
    return _issued(take, case)


def _pairs(written: list[str] | None) -> dict[str, str]:
    return dict(named_texts(written or ()))


def _looked_at(written: list[str] | None) -> dict[str, str]:
    """Return what was written as what=text; an address may hold the sign itself, so the last one parts."""
    found = {}
    for one in written or ():
        name, sign, text = one.rpartition("=")
        if not sign:
            raise BadInput("{detail} is no detail. Write it as name=text.", detail=one)
        found[name.strip()] = text
    return found


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
