"""The steps of the decision, of the ends without a reply, and of what follows a reply."""

from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from workflow.actions import clear_secrecy as clearing
from workflow.actions import correct_entry as correcting
from workflow.actions import decide as deciding
from workflow.actions import draft as drafting
from workflow.actions import proceedings as proceeding
from workflow.actions import reassess as reassessing
from workflow.actions import withdraw as ending
from workflow.cli.desk import readable
from workflow.cli.options import day, named_texts, whole
from workflow.cli.taking import Steps, Take
from workflow.files.ledger_columns import outcome as ledger_outcome
from workflow.rules.errors import BadInput
from workflow.rules.exemptions import Ground
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.rules.record.deciding import ItemDraft
from workflow.rules.states import Step

steps = Steps()
add_to = steps.add_to

MOST_BYTES = 1_000_000  # Of a draft in a file; an entry of the record is smaller.


def outcome(written: str | Outcome) -> Outcome:
    """Return an outcome written as its code or its name. BadInput where it is none."""
    return Outcome(ledger_outcome(str(written)))


Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]
Number = Annotated[int, typer.Option("--no", parser=whole, metavar="N", help="Number of the proceeding in the case.")]


@steps.takes(Step.DRAFT)
def draft(
    take: Take,
    *,
    items: Annotated[
        list[str] | None,
        typer.Option("--item", metavar="N:CODE", help="Number of an item and its outcome, such as 1:D2 or 2:N4a."),
    ] = None,
    reasons: Annotated[str, typer.Option("--reasons", metavar="TEXT", help="Reasons, for the items named.")] = "",
    findings: Annotated[str, typer.Option("--findings", metavar="TEXT", help="What the search found.")] = "",
    grounds: Annotated[
        list[str] | None, typer.Option("--ground", metavar="GROUND", help="A ground, such as trade_secret.")
    ] = None,
    details: Annotated[
        list[str] | None,
        typer.Option("--detail", metavar="NAME=TEXT", help="What the article asks the letter to state."),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE", help="JSON list of items instead; “-” reads standard input."),
    ] = None,
) -> Case:
    """Draft the answer to items.

    A file holds [{"no": 1, "outcome": "D2", "reasons": "…", "detail": {…}}, …]; the options say the same for the items
    named by --item.
    """
    if (file is None) == (not items):
        raise BadInput("Say what is drafted: either with --item or with --file.")
    if file is not None:
        return take(drafting.draft, items=_from_file(file))
    known = ItemDraft(
        no=0,
        outcome=Outcome.D2,
        reasons=reasons,
        findings=findings,
        grounds=[_ground(ground) for ground in grounds or ()],
        detail=dict(named_texts(details or ())),
    )
    return take(drafting.draft, items=[_item(item, known) for item in items or ()])


def _item(written: str, known: ItemDraft) -> ItemDraft:
    number, colon, code = written.partition(":")
    if not colon:
        raise BadInput("{item} names no outcome. Write the number and the outcome, such as 1:D2.", item=written)
    return msgspec.structs.replace(known, no=whole(number), outcome=outcome(code))


def _ground(written: str) -> Ground:
    if written not in set(Ground):
        raise BadInput(
            "There is no ground {ground}. Use one of {known}.",
            ground=written,
            known=[ground.value for ground in Ground],
        )
    return Ground(written)


def _from_file(file: Path) -> list[ItemDraft]:
    if str(file) == "-":
        raw = typer.get_binary_stream("stdin").read(MOST_BYTES + 1)
    else:
        with readable(file).open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise BadInput("{file} is larger than {most} bytes. Split it.", file=file.name, most=MOST_BYTES)
    try:
        return msgspec.json.decode(raw, type=list[ItemDraft])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise BadInput(
            "{file} holds no list of drafted items: {reason}. See: disclosure case draft --help.",
            file=file.name,
            reason=str(error)[:200],
        ) from error


@steps.takes(Step.SUBMIT)
def submit(
    take: Take, *, note: Annotated[str, typer.Option("--note", metavar="TEXT", help="For the file.")] = ""
) -> Case:
    """Hand the draft to the secrecy review."""
    return take(drafting.submit, note=note)


@steps.takes(Step.CLEAR)
def clear(
    take: Take,
    *,
    conclusion: Annotated[str, typer.Option("--conclusion", metavar="CODE", help="open, redact or withhold.")],
    ground: Annotated[str, typer.Option("--ground", metavar="TEXT", help="What was checked and why.")],
    items: Annotated[
        list[str] | None, typer.Option("--item", metavar="N", help="Number of an item; all where none is named.")
    ] = None,
) -> Case:
    """Sign off the secrecy review of items."""
    return take(clearing.clear_secrecy, conclusion=conclusion, ground=ground, items=[whole(one) for one in items or ()])


@steps.takes(Step.SEND_BACK)
def send_back(take: Take, *, reason: Reason) -> Case:
    """Send the draft back; its clearances and the decision are void."""
    return take(clearing.send_back, reason=reason)


@steps.takes(Step.DECIDE)
def decide(
    take: Take,
    *,
    chosen: Annotated[
        Outcome | None,
        typer.Option(
            "--outcome", parser=outcome, metavar="CODE", help="What the case counts as, where its items leave a choice."
        ),
    ] = None,
) -> Case:
    """Sign the decision."""
    return take(deciding.decide, chosen=chosen)


@steps.takes(Step.WITHDRAW)
def withdraw(
    take: Take, *, how: Annotated[str, typer.Option("--how", metavar="TEXT", help="How it was done.")]
) -> Case:
    """Record that the applicant withdrew the request."""
    return take(ending.withdraw, how=how)


@steps.takes(Step.LAPSE)
def lapse(take: Take, *, reason: Reason) -> Case:
    """End a request that was not corrected or not paid for in time."""
    return take(ending.lapse, reason=reason)


@steps.takes(Step.FILE_PROCEEDING)
def file_proceeding(
    take: Take,
    *,
    filing: Annotated[
        str,
        typer.Option("--filing", metavar="KIND", help="review (复议), direct (直接起诉) or after (复议后起诉)."),
    ],
    body: Annotated[str, typer.Option("--body", metavar="NAME", help="The reconsideration body or court.")] = "",
    docket: Annotated[str, typer.Option("--docket", metavar="NO", help="Its number of the proceeding.")] = "",
    simplified: Annotated[
        bool,
        typer.Option("--simplified", help="A reconsideration in the simplified procedure; its answer is due earlier."),
    ] = False,
) -> Case:
    """Record that a reconsideration or a suit was accepted."""
    return take(proceeding.file_proceeding, filing=filing, body=body, docket=docket, simplified=simplified)


@steps.takes(Step.ANSWER_PROCEEDING)
def answer_proceeding(
    take: Take,
    *,
    no: Number,
    number: Annotated[str, typer.Option("--number", metavar="NO", help="Number of the written answer.")] = "",
) -> Case:
    """Record that the agency handed in its written answer in a proceeding."""
    return take(proceeding.answer_proceeding, no=no, number=number)


@steps.takes(Step.CONCLUDE_PROCEEDING)
def conclude_proceeding(
    take: Take,
    *,
    no: Number,
    result: Annotated[str, typer.Option("--result", metavar="CODE", help="upheld, corrected or other.")],
    ending: Annotated[str, typer.Option("--ending", metavar="TEXT", help="The ending as the decision names it.")] = "",
) -> Case:
    """Record how a proceeding ended."""
    return take(proceeding.conclude_proceeding, no=no, result=result, ending=ending)


@steps.takes(Step.REASSESS)
def reassess(
    take: Take,
    *,
    finding: Annotated[str, typer.Option("--finding", metavar="CODE", help="still_withheld or disclosable.")],
    reason: Reason,
) -> Case:
    """Record that what the reply withheld was looked at again."""
    return take(reassessing.reassess, finding=finding, reason=reason)


@steps.takes(Step.REOPEN)
def reopen(
    take: Take,
    *,
    no: Annotated[
        int,
        typer.Option(
            "--no", parser=whole, metavar="N", help="Number of the proceeding; 0 if the agency acts by itself."
        ),
    ],
    days: Annotated[int, typer.Option("--days", parser=whole, metavar="N", help="Working days that the order sets.")],
    order: Annotated[
        str, typer.Option("--order", metavar="TEXT", help="The order and its number, or the agency's own decision.")
    ],
) -> Case:
    """Open the case again for a new reply that was ordered, or that the agency gives by itself."""
    return take(proceeding.reopen, proceeding=no, days=days, order=order)


@steps.takes(Step.CORRECT_ENTRY)
def correct_entry(
    take: Take,
    *,
    entry: Annotated[int, typer.Option("--entry", parser=whole, metavar="N", help="Number of the mistaken entry.")],
    reason: Reason,
    right_day: Annotated[date | None, typer.Option("--day", parser=day, metavar="DATE", help="The right day.")] = None,
    void: Annotated[bool, typer.Option("--void", help="It never happened.")] = False,
    channel: Annotated[str, typer.Option("--channel", metavar="CHANNEL", help="The right channel.")] = "",
    applicant_class: Annotated[
        str, typer.Option("--class", metavar="CLASS", help="The right class of the applicant.")
    ] = "",
    applicant: Annotated[str, typer.Option("--applicant", metavar="NAME", help="The right name.")] = "",
    right_outcome: Annotated[
        Outcome | None, typer.Option("--outcome", parser=outcome, metavar="CODE", help="The right outcome.")
    ] = None,
    item: Annotated[
        list[str] | None, typer.Option("--item", metavar="TEXT", help="The right wording of an item, in their order.")
    ] = None,
) -> Case:
    """Put a mistaken entry right by a new one."""
    return take(
        correcting.correct_entry,
        corrects=entry,
        reason=reason,
        day=right_day,
        void=void,
        channel=channel,
        applicant_class=applicant_class,
        applicant=applicant,
        outcome=right_outcome,
        items=item or (),
    )
