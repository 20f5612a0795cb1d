"""The steps of the work on a request, up to the draft of its answer."""

from datetime import date
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from typing import Annotated

import typer

from workflow.actions import ask_correction as correction
from workflow.actions import ask_reasons as reasoning
from workflow.actions import charge as charging
from workflow.actions import consult as consulting
from workflow.actions import extend as extending
from workflow.actions import note as noting
from workflow.actions import review as reviewing
from workflow.cli.desk import readable
from workflow.cli.options import day, whole
from workflow.cli.screen import facts
from workflow.cli.taking import Steps, Take
from workflow.rules.errors import BadInput
from workflow.rules.record.case import Case
from workflow.rules.states import Step
from workflow.rules.wording import word
from workflow.store.people import user_by_login

steps = Steps()
add_to = steps.add_to

MOST_BYTES = 100_000_000  # Of an attachment; the file is read whole.

Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it stands in the record and in letters.")]
Ref = Annotated[str, typer.Option("--ref", metavar="REF", help="Name of the consultation, such as C4.")]


@steps.takes(Step.REVIEW)
def review(
    take: Take, *, note: Annotated[str, typer.Option("--note", metavar="TEXT", help="For the file.")] = ""
) -> Case:
    """Take a request up for handling."""
    return take(reviewing.review, note=note)


@steps.takes(Step.ASK_CORRECTION)
def ask_correction(
    take: Take,
    *,
    points: Annotated[
        list[str],
        typer.Option("--point", metavar="TEXT", help="What is missing or unclear, as matter｜why｜what to give."),
    ],
    reply_by: Annotated[
        date, typer.Option("--reply-by", parser=day, metavar="DATE", help="Last day of the reasonable time it sets.")
    ],
) -> Case:
    """Ask the applicant, once, to correct the request."""
    return take(correction.ask_correction, points=points, reply_by=reply_by)


@steps.takes(Step.CORRECT)
def correct(
    take: Take,
    *,
    items: Annotated[
        list[str] | None,
        typer.Option("--item", metavar="TEXT", help="Corrected wording of each item in its order; '' where it stays."),
    ] = None,
) -> Case:
    """Record the corrected request; the period begins anew."""
    return take(correction.correct, items=items or [])


@steps.takes(Step.EXTEND)
def extend(
    take: Take,
    *,
    days: Annotated[int, typer.Option("--days", parser=whole, metavar="N", help="Working days added.")],
    reason: Reason,
) -> Case:
    """Extend the reply period."""
    return take(extending.extend, days=days, reason=reason)


@steps.takes(Step.DELAY)
def delay(
    take: Take,
    *,
    until: Annotated[date, typer.Option("--until", parser=day, metavar="DATE", help="The later day.")],
    reason: Reason,
) -> Case:
    """Set the later day of Art. 35 for a request among very many."""
    return take(extending.delay, until=until, reason=reason)


@steps.takes(Step.CONSULT)
def consult(
    take: Take,
    *,
    party: Annotated[
        str, typer.Option("--party", metavar="PARTY", help="third_party, co_producer or agency: whom it asks.")
    ],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Who is asked.")],
    question: Annotated[
        str, typer.Option("--question", metavar="TEXT", help="What about; the letter never names the applicant.")
    ],
) -> Case:
    """Consult a third party, a co-producer or another agency."""
    return take(consulting.consult, party=party, name=name, question=question)


@steps.takes(Step.DELIVER_CONSULTATION)
def deliver_consultation(take: Take, *, ref: Ref) -> Case:
    """Record that the party signed for the letter."""
    return take(consulting.deliver_consultation, ref=ref)


@steps.takes(Step.ANSWER_CONSULTATION)
def answer_consultation(
    take: Take,
    *,
    ref: Ref,
    opinion: Annotated[str, typer.Option("--opinion", metavar="OPINION", help="agree, partly or refuse.")],
    reasons: Annotated[str, typer.Option("--reasons", metavar="TEXT", help="The grounds that the party gave.")] = "",
) -> Case:
    """Record the party's opinion."""
    return take(consulting.answer_consultation, ref=ref, opinion=opinion, reasons=reasons)


@steps.takes(Step.LAPSE_CONSULTATION)
def lapse_consultation(take: Take, *, ref: Ref) -> Case:
    """Record that the party's time passed in silence."""
    return take(consulting.lapse_consultation, ref=ref)


@steps.takes(Step.ASK_REASONS)
def ask_reasons(
    take: Take,
    *,
    count: Annotated[
        int, typer.Option("--count", parser=whole, metavar="N", help="Requests made in the period the notice names.")
    ],
    reason: Reason,
) -> Case:
    """Ask the applicant why so many requests are needed."""
    return take(reasoning.ask_reasons, count=count, reason=reason)


@steps.takes(Step.GIVE_REASONS)
def give_reasons(
    take: Take,
    *,
    accepted: Annotated[bool, typer.Option("--accepted/--not-accepted", help="Whether the reasons are accepted.")],
    reasons: Annotated[str, typer.Option("--reasons", metavar="TEXT", help="What the applicant answered.")],
) -> Case:
    """Record the applicant's reasons."""
    return take(reasoning.give_reasons, accepted=accepted, reasons=reasons)


@steps.takes(Step.CHARGE)
def charge(
    take: Take,
    *,
    method: Annotated[str, typer.Option("--method", metavar="METHOD", help="items or pages: what is charged by.")],
    quantity: Annotated[int, typer.Option("--quantity", parser=whole, metavar="N", help="How many items or pages.")],
) -> Case:
    """Send a fee notice; the amount is computed."""
    return take(charging.charge, method=method, quantity=quantity)


@steps.takes(Step.DELIVER_FEE_NOTICE)
def deliver_fee_notice(take: Take) -> Case:
    """Record the day the applicant received the fee notice."""
    return take(charging.deliver_fee_notice)


@steps.takes(Step.PAY)
def pay(
    take: Take,
    *,
    receipt_no: Annotated[str, typer.Option("--receipt-no", metavar="NO", help="Number of the receipt.")] = "",
) -> Case:
    """Record the payment; the period is counted anew."""
    return take(charging.pay, receipt_no=receipt_no)


@steps.takes(Step.ASSIGN)
def assign(
    take: Take,
    *,
    to: Annotated[str, typer.Option("--to", metavar="LOGIN", help="Who gets the case.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")] = "",
) -> Case:
    """Give the case to a person."""
    with take.desk.store.reading() as connection:
        person = user_by_login(connection, to)
    return take(noting.assign, to=person, reason=reason)


@steps.takes(Step.NOTE)
def note(take: Take, *, text: Annotated[str, typer.Option("--text", metavar="TEXT", help="The note.")]) -> Case:
    """Put a note on the file."""
    return take(noting.note, text=text)


@steps.takes(Step.ATTACH)
def attach(take: Take, *, file: Annotated[Path, typer.Option("--file", metavar="FILE", help="The file.")]) -> Case:
    """Put a file on the case."""
    if readable(file).stat().st_size > MOST_BYTES:
        raise BadInput("{file} is larger than {most} bytes. Split it.", file=file.name, most=MOST_BYTES)
    content = file.read_bytes()
    media = guess_type(file.name)[0] or "application/octet-stream"
    digest = sha256(content).hexdigest()
    with take.desk.store.unit() as unit:
        case = noting.attach(
            unit, take.case_id, take.call, name=file.name, media=media, size=len(content), sha256=digest
        )
        take.desk.store.files.put(content)  # Before the entry is kept, and only after it was allowed.
    return case


@steps.takes(Step.REVEAL)
def reveal(
    take: Take,
    *,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why they are needed; it is put on record.")],
) -> None:
    """Show the applicant's identifiers; the look is put on record."""
    with take.desk.store.step() as unit:
        identifiers = noting.reveal(unit, take.desk.seal, take.case_id, take.call, why=why)
    facts({take.desk.translate(word("identifier", name)): value for name, value in identifiers.items()})
