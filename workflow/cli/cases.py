"""`disclosure case`: register a request, look at a case, and one command for each step of the state table."""

from typing import ClassVar

import typer

from workflow.cli.spoken import Commands, Parts, SpokenGroup

PARTS: Parts = {
    "workflow.cli.case_register": {"register": "Register a request; its receipt day follows from how it came in."},
    "workflow.cli.case_show": {
        "show": "Show a case: state, clock, items, letters, timeline, and the steps possible now.",
        "list-steps": "List the steps possible now with who may take them, or the whole state table.",
    },
    "workflow.cli.case_bundle": {"bundle": "Write the case file as one PDF and one ZIP; it is put on record."},
    "workflow.cli.case_work": {
        "review": "Take a request up for handling.",
        "ask-correction": "Ask the applicant, once, to correct the request.",
        "correct": "Record the corrected request; the period begins anew.",
        "extend": "Extend the reply period.",
        "delay": "Set the later day of Art. 35 for a request among very many.",
        "consult": "Consult a third party, a co-producer or another agency.",
        "deliver-consultation": "Record that the party signed for the letter.",
        "answer-consultation": "Record the party's opinion.",
        "lapse-consultation": "Record that the party's time passed in silence.",
        "ask-reasons": "Ask the applicant why so many requests are needed.",
        "give-reasons": "Record the applicant's reasons.",
        "charge": "Send a fee notice; the amount is computed.",
        "deliver-fee-notice": "Record the day the applicant received the fee notice.",
        "pay": "Record the payment; the period is counted anew.",
        "assign": "Give the case to a person.",
        "note": "Put a note on the file.",
        "attach": "Put a file on the case.",
        "reveal": "Show the applicant's identifiers; the look is put on record.",
    },
    "workflow.cli.case_decide": {
        "draft": "Draft the answer to items.",
        "submit": "Hand the draft to the secrecy review.",
        "clear": "Sign off the secrecy review of items.",
        "send-back": "Send the draft back; its clearances and the decision are void.",
        "decide": "Sign the decision.",
        "withdraw": "Record that the applicant withdrew the request.",
        "lapse": "End a request that was not corrected or not paid for in time.",
        "file-proceeding": "Record that a reconsideration or a suit was accepted.",
        "answer-proceeding": "Record that the agency handed in its written answer in a proceeding.",
        "conclude-proceeding": "Record how a proceeding ended.",
        "reassess": "Record that what the reply withheld was looked at again.",
        "reopen": "Open the case again for a new reply that was ordered, or that the agency gives by itself.",
        "correct-entry": "Put a mistaken entry right by a new one.",
    },
    "workflow.cli.case_letters": {
        "approve-letter": (
            "Approve a letter that decides, such as the end after a correction not made, before it is issued."
        ),
        "issue-reply": "Issue the reply letter of the decision; what courts faulted is looked for first.",
        "issue-letter": "Issue a letter on the way to the reply.",
        "dispatch": "Record that a letter was sent, or sent again after it came back.",
        "return-letter": "Record that a letter came back; it has to be sent again.",
        "serve": "Record that the addressee has a letter.",
        "reply": "Record that the reply left the house; it ends the period.",
    },
}


class CaseCommands(SpokenGroup):
    """The commands about one case."""

    parts: ClassVar[Parts] = PARTS


def add_to(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(Commands(cls=CaseCommands, help="Register a request, look at a case, take a step."), name="case")
